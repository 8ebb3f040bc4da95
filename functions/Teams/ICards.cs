namespace Assessment.Teams;

/// <summary>Where decisions are asked for: a card to a person, with buttons.</summary>
public interface ICards
{
    /// <summary>Shows a card once per key; showing it again replaces its content.</summary>
    Task Show(Card card, CancellationToken cancellation = default);
}

public enum CardKind
{
    ReleaseCalls,
    ReviewItem,
    ExtensionRequest,
    SignOff,
    Endorsement,
    ReleaseSubmission,
    HeldMail,
    HeadRelease,
    PersonalData,
    ConfirmOverride,
    Grade,
    UndecidedSend,
    FailedMail,
    Successor,
    SettleConflict,
    LateReply,
    UnverifiedFile,
    UnassignedFile,
    FailedAddress,
}

/// <summary>A question to a person. Its key is the key of the decision that answers it.</summary>
public sealed record Card
{
    public required string Key { get; init; }
    public required CardKind Kind { get; init; }

    /// <summary>The ids of the people who may decide.</summary>
    public required IReadOnlyList<string> For { get; init; }

    /// <summary>The orchestration that the decision wakes.</summary>
    public required string Instance { get; init; }

    /// <summary>The call, item, ministry or round it is about.</summary>
    public required string About { get; init; }
    public required string Title { get; init; }
    public required string Text { get; init; }
    public IReadOnlyList<CardFact> Facts { get; init; } = [];
    public required IReadOnlyList<CardButton> Buttons { get; init; }
}

public sealed record CardFact(string Name, string Value);

/// <summary>A possible decision. <c>NeedsReason</c> asks for a sentence before the button acts.</summary>
public sealed record CardButton(string Decision, string Title, bool NeedsReason = false);
