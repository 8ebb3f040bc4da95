using Assessment.DataCalls;
using Assessment.Evidence;
using Assessment.Evidence.Figures;
using Assessment.Review;

namespace Assessment.Clearance;

/// <summary>Which concerns an item has, which of them block it, and how a decision moves one. Pure.</summary>
public static class ConcernRules
{
    /// <summary>Whether the present answer holds what the concern is about.</summary>
    public static bool IsAbout(Concern concern, Item item) => item.Code == concern.Code && item.Answer is { } answer && concern switch
    {
        { File: { } file } => answer.Files.Any(own => IsOf(own, file, concern.Matter)),
        { Text: { } text } => Holds(answer, text),
        _ => answer.MessageId == concern.Message,
    };

    /// <summary>What was redacted is settled only in its cleaned form.</summary>
    public static bool Blocks(Concern concern, Item item) => concern.Outcome is null or Outcome.Redacted && IsAbout(concern, item);

    /// <summary>The concerns that are open, in the order in which they came up. While the head has not released an answer nobody else is asked about it.</summary>
    public static IReadOnlyList<Concern> Open(Item item, IReadOnlyList<Concern> concerns)
    {
        var open = concerns.Where(concern => Blocks(concern, item)).OrderBy(concern => concern.Matter).ThenBy(concern => concern.Id, StringComparer.Ordinal).ToList();
        return open.Any(concern => concern.Matter == Matter.Release) ? [.. open.Where(concern => concern.Matter == Matter.Release)] : open;
    }

    /// <summary>The settled concerns that the present answer carries on: who cleared what of it, and when.</summary>
    public static IReadOnlyList<Concern> Settled(Item item, IReadOnlyList<Concern> concerns) =>
        [.. concerns.Where(concern => concern.Outcome is not null && IsSettledIn(concern, item)).OrderBy(concern => concern.Last!.At).ThenBy(concern => concern.Id, StringComparer.Ordinal)];

    /// <summary>Why an answer could not be reviewed, for the gap that it leaves; null when nothing is open.</summary>
    public static string? WhyOpen(Item item, IReadOnlyList<Concern> concerns) => Open(item, concerns) switch
    {
        [] => null,
        [{ Matter: Matter.Release }, ..] => "the head of the organisation had not released the answer",
        [{ Matter: Matter.PersonalData }, ..] => "personal data in the answer was not settled",
        _ => "the grade of the answer was not settled",
    };

    /// <summary>Why an answer that waits for its review ends with the call, where something in it was never settled.</summary>
    public static Remark? WhyClosed(Item item, IReadOnlyList<Concern> concerns) => item.Status != ItemStatus.Replied ? null : Open(item, concerns) switch
    {
        [] => null,
        [{ Matter: Matter.Release }, ..] => Remark.Of("closed-not-released"),
        [{ Matter: Matter.PersonalData }, ..] => Remark.Of("closed-personal-data"),
        _ => Remark.Of("closed-grade"),
    };

    /// <summary>The concern after a decision. A return asks again when the same content comes back.</summary>
    public static Concern Decided(Concern concern, Decision decision, string? refusal = null)
    {
        var step = new ConcernStep(decision.Choice, decision.By, decision.At, decision.Reason);
        var taken = concern with { Steps = [.. concern.Steps, step] };
        return decision.Choice switch
        {
            Choice.Release => taken with { Outcome = Outcome.Released },
            Choice.Redact when refusal is null => taken with { Outcome = Outcome.Redacted },
            Choice.Redact => AskedAgain(taken, refusal) with { CannotBeRedacted = true },
            Choice.Override => AskedAgain(taken, null) with { AwaitsSecond = true },
            Choice.Confirm => taken with { Outcome = Outcome.Overridden, AwaitsSecond = false },
            Choice.Declassify => taken with { Outcome = Outcome.Declassified },
            Choice.LeaveOut => taken with { Outcome = Outcome.LeftOut },
            Choice.Reject => AskedAgain(taken, decision.Reason),
            _ => AskedAgain(taken, null),
        };
    }

    static Concern AskedAgain(Concern concern, string? note) => concern with { Question = concern.Question + 1, Reminders = 0, AwaitsSecond = false, Note = note };

    static bool IsSettledIn(Concern concern, Item item) => concern switch
    {
        { Outcome: Outcome.Redacted, File: not null } => item.Answer?.Files.Any(file => file.Sha256 == concern.CleanedFile?.Sha256) ?? false,
        { Outcome: Outcome.Redacted, CleanedText: { } text } => item.Code == concern.Code && item.Answer is { } answer && Holds(answer, text),
        _ => IsAbout(concern, item),
    };

    /// <summary>A cleaned copy keeps the grade of its original.</summary>
    public static bool IsOf(EvidenceFile own, EvidenceFile file, Matter matter) => own.Sha256 == file.Sha256 || (matter == Matter.Grade && own.Original?.Sha256 == file.Sha256);

    static bool Holds(Answer answer, string hash) => AnswerTexts.Of(answer).Any(text => AnswerTexts.HashOf(text) == hash);
}
