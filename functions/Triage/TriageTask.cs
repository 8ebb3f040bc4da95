using Assessment.Cycle;
using Assessment.Review;
using Assessment.Teams;

namespace Assessment.Triage;

public enum TriageKind
{
    /// <summary>A mail that leads to no data call.</summary>
    UnmatchedMail,

    /// <summary>A mail to a data call from somebody whom its organisation has not named.</summary>
    UnknownSender,

    /// <summary>A mail whose sender's domain disowns it.</summary>
    DisownedSender,

    /// <summary>A mail that looks automatic and yet carries an answer or files.</summary>
    AutomaticMail,

    /// <summary>A file that names no item of its data call.</summary>
    UnassignedFile,

    /// <summary>A mail of ours of which nobody can tell whether it was sent.</summary>
    UndecidedSend,

    /// <summary>An address at which mail of ours cannot be delivered.</summary>
    FailedAddress,

    /// <summary>A mail that could not be filed however often it was tried.</summary>
    FailedMail,

    /// <summary>A file without a malware verdict: it is kept out until somebody says what is to be done.</summary>
    QuarantinedFile,

    /// <summary>A reply to a data call that had closed.</summary>
    LateReply,

    /// <summary>A successor with an address outside of the organisation's domains.</summary>
    Successor,
}

/// <summary>What waits for a decision of the secretariat, with the facts. Its id is the key of the card that asks the same, so that one decision answers both.</summary>
public sealed record TriageTask
{
    public required string Id { get; init; }
    public required TriageKind Kind { get; init; }
    public required DateTimeOffset Since { get; init; }

    /// <summary>What it is about, in the words of whoever sent it: a subject, a file's name, an address.</summary>
    public required string Title { get; init; }

    /// <summary>What the app knows and what it does not, in a sentence or two.</summary>
    public required string About { get; init; }
    public IReadOnlyList<TriageFact> Facts { get; init; } = [];
    public required IReadOnlyList<TriageChoice> Choices { get; init; }

    /// <summary>The mail that can be looked at, if it is about one.</summary>
    public string? MessageId { get; init; }

    /// <summary>The data call whose items can be chosen, where it is known.</summary>
    public string? CallId { get; init; }
}

/// <summary>A fact under the name of its words.</summary>
public sealed record TriageFact(string Name, string Value);

/// <summary>A possible decision and what has to be said with it.</summary>
public sealed record TriageChoice(string Choice, bool NeedsReason, TargetKind Target)
{
    public static IReadOnlyList<TriageChoice> Of(Card card) => [.. card.Buttons.Select(button => Of(card.Kind, button))];

    static TriageChoice Of(CardKind kind, CardButton button)
    {
        var target = Targets.KindOf(kind, button.Decision);
        return new TriageChoice(button.Decision, button.NeedsReason && target == TargetKind.None, target);
    }
}

/// <summary>Who may look at what waits for the secretariat, and decide it.</summary>
public static class TriageRules
{
    public static bool MayDecide(Person person) => person.Role == Role.Secretariat;
}
