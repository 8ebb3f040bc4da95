using Assessment.Cycle;
using Assessment.DataCalls;
using Assessment.Mail;
using Assessment.Register;
using Assessment.Review;
using Assessment.Teams;

namespace Assessment.Triage;

/// <summary>What a decision names beside itself.</summary>
public enum TargetKind
{
    None,

    /// <summary>A data call, or one of its items: my-tip-2025-annual-pdrm/R01.</summary>
    Call,

    /// <summary>Items of a data call: R01, R02.</summary>
    Items,

    /// <summary>A mail address.</summary>
    Address,
}

/// <summary>A data call, and one of its items where that was said.</summary>
public sealed record CallTarget(string CallId, string? Item)
{
    public static CallTarget Parse(string text) => text.Trim().Split('/', 2) switch
    {
        [var call, { Length: > 0 } item] => new(call.Trim(), item.Trim().ToUpperInvariant()),
        [var call, ..] => new(call.Trim(), null),
        _ => new("", null),
    };
}

/// <summary>Reads and checks what a decision names, before it is recorded: a decision cannot be taken back.</summary>
public static class Targets
{
    public static TargetKind KindOf(CardKind card, string choice) => (card, choice) switch
    {
        (CardKind.HeldMail, Choice.Assign) => TargetKind.Call,
        (CardKind.UnassignedFile, Choice.Assign) => TargetKind.Items,
        (CardKind.FailedAddress, Choice.Correct) => TargetKind.Address,
        _ => TargetKind.None,
    };

    /// <summary>What was named; a card that has one field for words takes it from there.</summary>
    public static string? Of(Card card, PressedButton pressed)
        => KindOf(card.Kind, pressed.Choice) == TargetKind.None ? null : (string.IsNullOrWhiteSpace(pressed.Target) ? pressed.Reason : pressed.Target)?.Trim();

    public static IReadOnlyList<string> Items(string target)
        => [.. target.Split([',', ' ', ';'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(code => code.ToUpperInvariant()).Distinct()];

    /// <summary>Why what was named does not do, or null when it does.</summary>
    public static async Task<string?> Refusal(Register.Register register, string cycleId, Card card, PressedButton pressed, CancellationToken cancellation)
        => (KindOf(card.Kind, pressed.Choice), Of(card, pressed) ?? "") switch
        {
            (TargetKind.None, _) => null,
            (TargetKind.Call, var call) => await CallRefusal(register, cycleId, CallTarget.Parse(call), cancellation),
            (TargetKind.Items, var items) => await ItemsRefusal(register, card.About, Items(items), cancellation),
            (TargetKind.Address, var address) => AddressRefusal(address),
            (var kind, _) => throw new InvalidOperationException($"Nothing says how {kind} is checked."),
        };

    static async Task<string?> CallRefusal(Register.Register register, string cycleId, CallTarget target, CancellationToken cancellation)
    {
        var isKey = target.CallId.Length is > 0 and <= RegisterKeys.MaxLength && target.CallId.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-');
        if (!isKey || await register.Find<DataCall>(target.CallId, "call", cancellation) is not { } call || call.CycleId != cycleId)
        {
            return $"There is no data call '{target.CallId}'. Name one by its reference.";
        }

        return target.Item is { } item ? await ItemsRefusal(register, call.Id, [item], cancellation) : null;
    }

    static async Task<string?> ItemsRefusal(Register.Register register, string callId, IReadOnlyList<string> codes, CancellationToken cancellation)
    {
        var asked = (await register.List<Item>(callId, cancellation: cancellation)).Select(item => item.Code).ToList();
        return codes.Count == 0 ? $"Name an item of {callId}: {string.Join(", ", asked)}."
            : codes.FirstOrDefault(code => !asked.Contains(code)) is { } unknown ? $"{callId} has no item '{unknown}'; it has {string.Join(", ", asked)}."
            : null;
    }

    static string? AddressRefusal(string address)
        => WrittenAddress.IsOne(address) ? null : $"'{address}' is no mail address. Write it as in name@agency.example.";
}
