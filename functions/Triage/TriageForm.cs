using Assessment.Mail;
using Assessment.Pages;
using Assessment.Review;
using Assessment.Teams;
using Assessment.Web;
using Microsoft.AspNetCore.Http;

namespace Assessment.Triage;

/// <summary>The fields of a decision, read; what is missing is named at its field.</summary>
static class TriageForm
{
    const int LongestReason = 2_000;

    /// <summary>Fields by name; several of the same name stand behind each other.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> Read(HttpRequest request, CancellationToken cancellation)
    {
        if (!request.HasFormContentType)
        {
            return new Dictionary<string, string>();
        }

        var form = await request.ReadFormAsync(cancellation);
        return form.ToDictionary(field => field.Key, field => string.Join(", ", field.Value.OfType<string>()).Trim(), StringComparer.Ordinal);
    }

    public static (PressedButton? Pressed, IReadOnlyList<FieldError> Errors) Decide(TriageTask task, IReadOnlyDictionary<string, string> values, Words words)
    {
        if (task.Choices.FirstOrDefault(choice => choice.Choice == values.GetValueOrDefault(TriageFields.Choice)) is not { } chosen)
        {
            return (null, [new FieldError(TriageFields.Choice, words["error-choice"])]);
        }

        var reason = values.GetValueOrDefault(TriageFields.Reason(chosen.Choice), "");
        var pressed = new PressedButton(chosen.Choice, reason.Length == 0 ? null : reason, Target(chosen, values));
        return (pressed, [.. Faults(chosen, pressed, words)]);
    }

    /// <summary>What the app refuses although the form was whole, at the field that it is about.</summary>
    public static FieldError Refused(PressedButton pressed, Words words, string? refusal) => new(
        pressed.Target is null ? TriageFields.Reason(pressed.Choice) : pressed.Choice == Choice.Correct ? TriageFields.Address : TriageFields.Item,
        pressed.Target is null ? refusal ?? words["error-choice"] : words.Fill("error-target", ("target", pressed.Target)));

    static string? Target(TriageChoice chosen, IReadOnlyDictionary<string, string> values) => chosen.Target switch
    {
        TargetKind.Call when values.GetValueOrDefault(TriageFields.Call, "") is { Length: > 0 } call => values.GetValueOrDefault(TriageFields.Item, "") is { Length: > 0 } item ? $"{call}/{item}" : call,
        TargetKind.Items => values.GetValueOrDefault(TriageFields.Item, ""),
        TargetKind.Address => values.GetValueOrDefault(TriageFields.Address, ""),
        _ => null,
    };

    static IEnumerable<FieldError> Faults(TriageChoice chosen, PressedButton pressed, Words words)
    {
        if (chosen.NeedsReason && pressed.Reason is null)
        {
            yield return new FieldError(TriageFields.Reason(chosen.Choice), words["error-reason-decision"]);
        }

        if (pressed.Reason?.Length > LongestReason)
        {
            yield return new FieldError(TriageFields.Reason(chosen.Choice), words.Fill("error-long", ("count", Texts.Number(LongestReason))));
        }

        if (chosen.Target == TargetKind.Call && pressed.Target is null)
        {
            yield return new FieldError(TriageFields.Call, words["error-call"]);
        }

        if (chosen.Target == TargetKind.Items && pressed.Target is null or "")
        {
            yield return new FieldError(TriageFields.Item, words["error-items"]);
        }

        if (chosen.Target == TargetKind.Address && !WrittenAddress.IsOne(pressed.Target ?? ""))
        {
            yield return new FieldError(TriageFields.Address, words["error-address"]);
        }
    }
}
