using Assessment.Register;

namespace Assessment.Mail.Graph;

/// <summary>How far a mail has come on its way through the mailbox, written down before each step that cannot be taken back.</summary>
[Table("MailDrafts")]
public sealed record MailDraft
{
    public required string Key { get; init; }

    /// <summary>The moment from which it may go.</summary>
    public required DateTimeOffset Place { get; init; }

    /// <summary>The immutable id of its draft, which is that of the sent message too.</summary>
    public string? MessageId { get; init; }
    public string? InternetMessageId { get; init; }
    public string? ConversationId { get; init; }

    /// <summary>When it was last asked to be sent; from then on it may have been.</summary>
    public DateTimeOffset? AskedAt { get; init; }

    /// <summary>Given once the mailbox has accepted it, or once it was found among the sent messages.</summary>
    public MailReceipt? Receipt { get; init; }
}

/// <summary>What the mailbox shows of a mail that was to be sent.</summary>
public enum MailTrace
{
    Nothing,
    Draft,
    Sent,
}

public enum SendStep
{
    /// <summary>It was sent, and that is certain.</summary>
    Confirm,

    /// <summary>It was accepted, and is not among the sent messages yet.</summary>
    Trust,

    /// <summary>It was never asked to be sent, or lies there as a draft: it cannot have been sent.</summary>
    Send,

    /// <summary>It is nowhere to be seen; the mailbox may still be moving it.</summary>
    LookLater,

    /// <summary>It is nowhere to be seen, and that will not change.</summary>
    AskPerson,
}

/// <summary>What to do about a mail that may have been sent: a pure function of what was written down and what the mailbox shows.</summary>
public static class SendRules
{
    /// <summary>How long the mailbox may take to show a sent message.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    public static SendStep Next(MailDraft draft, MailTrace trace, DateTimeOffset now) => (draft, trace) switch
    {
        (_, MailTrace.Sent) => SendStep.Confirm,
        ({ Receipt: not null, AskedAt: { } asked }, _) when now < asked + Patience => SendStep.Trust,
        (_, MailTrace.Draft) => SendStep.Send,
        ({ AskedAt: null }, MailTrace.Nothing) => SendStep.Send,
        ({ AskedAt: { } asked }, MailTrace.Nothing) => now < asked + Patience ? SendStep.LookLater : SendStep.AskPerson,
        _ => throw new InvalidOperationException($"There is no rule for {trace}."),
    };
}
