namespace Assessment.Mail;

/// <summary>The one shared mailbox of the cycle.</summary>
public interface IMailbox
{
    /// <summary>
    /// Sends once per key: a second call with the same key finds the first message and gives back its receipt.
    /// Fails with <see cref="MailNotNowException"/> while it takes no more mail, and with <see cref="UndecidedSendException"/> when nobody can tell whether it was sent.
    /// </summary>
    Task<MailReceipt> Send(OutgoingMail mail, CancellationToken cancellation = default);

    /// <summary>What arrived after the cursor (null: from the beginning), oldest first, with the cursor for the next call.</summary>
    Task<InboxPage> Read(string? cursor, CancellationToken cancellation = default);

    /// <summary>One message with its text and the list of its attachments.</summary>
    Task<IncomingMail> Open(string messageId, CancellationToken cancellation = default);

    Task<Stream> OpenAttachment(string messageId, string attachmentId, CancellationToken cancellation = default);

    /// <summary>The message as it came over the wire (RFC 5322), kept as provenance.</summary>
    Task<Stream> OpenRaw(string messageId, CancellationToken cancellation = default);
}

public sealed record OutgoingMail
{
    /// <summary>The outbox key: lower-case letters, digits and hyphens; the same mail always has the same key.</summary>
    public required string Key { get; init; }
    public required MailKind Kind { get; init; }
    public required IReadOnlyList<MailAddress> To { get; init; }
    public IReadOnlyList<MailAddress> Cc { get; init; } = [];
    public required string Subject { get; init; }
    public required string Text { get; init; }

    /// <summary>The same words as a page; null for a mail that is plain text only.</summary>
    public string? Html { get; init; }

    /// <summary>The message that this one answers, so that it stays in its thread.</summary>
    public string? InReplyTo { get; init; }

    /// <summary>The call or round that it is about: replies in its thread belong there.</summary>
    public required string About { get; init; }

    /// <summary>Why it is sent, for the ledger.</summary>
    public string? Why { get; init; }
    public IReadOnlyList<MailAttachment> Attachments { get; init; } = [];
}

public enum MailKind
{
    Letter,
    Acknowledgement,
    Reminder,
    Escalation,
    Return,
    ExtensionDecision,
    MovedDue,
    Closing,
    TaskReminder,
    Submission,
    Alert,
    OneTimeCode,
    HandOver,
    Correction,
    LateReplyLeft,
}

public sealed record MailAddress(string Name, string Address);

/// <summary>A file of an outgoing mail: its name for the reader and the name under which the evidence store has it.</summary>
public sealed record MailAttachment(string FileName, string MediaType, string StoredName);

/// <summary><c>InternetMessageId</c> is the Message-ID header with its angle brackets.</summary>
public sealed record MailReceipt(string MessageId, string InternetMessageId, string ConversationId, DateTimeOffset SentAt)
{
    /// <summary>False while it was accepted but is not yet seen among the sent messages; sending it again looks again.</summary>
    public bool IsConfirmed { get; init; } = true;
}

public sealed record InboxPage(IReadOnlyList<string> MessageIds, string Cursor);

public sealed record IncomingMail
{
    public required string MessageId { get; init; }
    public required string InternetMessageId { get; init; }
    public required string ConversationId { get; init; }
    public required MailAddress From { get; init; }
    public required string Subject { get; init; }
    public string? InReplyTo { get; init; }
    public IReadOnlyList<string> References { get; init; } = [];
    public required string Text { get; init; }
    public required DateTimeOffset ReceivedAt { get; init; }
    public IReadOnlyList<IncomingAttachment> Attachments { get; init; } = [];

    /// <summary>The few headers that tell what kind of message it is and how far its sender can be trusted.</summary>
    public IReadOnlyList<MailHeader> Headers { get; init; } = [];

    /// <summary>What of the message could not be taken out of it; the raw message has everything.</summary>
    public IReadOnlyList<MailNote> Notes { get; init; } = [];
}

public sealed record MailHeader(string Name, string Value);

public enum MailNote
{
    TextCut,
    FilesCut,
    NestingCut,
    PicturesInText,
    Unreadable,
    LinkedFiles,
}

public sealed record IncomingAttachment(string Id, string FileName, string MediaType, long Size);
