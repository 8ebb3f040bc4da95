using System.Security.Cryptography;
using Assessment.Mail;

namespace Assessment.Evidence;

/// <summary>The way a reply came.</summary>
public enum ReplyChannel
{
    Mail,
    Page,
}

/// <summary>A reply as the desk takes it in, whichever way it came: who sent it and when, what it says, and its files.</summary>
public sealed record IncomingReply
{
    public required ReplyChannel Channel { get; init; }

    /// <summary>One id for one reply: what comes under it a second time is the same reply.</summary>
    public required string MessageId { get; init; }

    /// <summary>The Message-ID that the acknowledgement answers.</summary>
    public required string InternetMessageId { get; init; }
    public required MailAddress From { get; init; }
    public required string Subject { get; init; }
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>What a mail says; its form block is read out of it.</summary>
    public string Text { get; init; } = "";

    /// <summary>The item that a person assigned it to: its words answer that one where they name none, and so do its files.</summary>
    public string? For { get; init; }

    /// <summary>What a form already tells item by item; null when the text has to be read.</summary>
    public IReadOnlyList<ReadItem>? Form { get; init; }
    public IReadOnlyList<IncomingFile> Files { get; init; } = [];

    /// <summary>The reply as it came, kept as provenance.</summary>
    public required IncomingFile Original { get; init; }
    public IReadOnlyList<MailNote> Notes { get; init; } = [];

    /// <summary>Which files are taken that come this way.</summary>
    public InspectionPolicy Policy { get; init; } = InspectionPolicy.Default;

    public static IncomingReply Of(IncomingMail mail, IMailbox mailbox, string? item = null) => new()
    {
        For = item,
        Channel = ReplyChannel.Mail,
        MessageId = mail.MessageId,
        InternetMessageId = mail.InternetMessageId,
        From = mail.From,
        Subject = mail.Subject,
        ReceivedAt = mail.ReceivedAt,
        Text = mail.Text,
        Files = [.. mail.Attachments.Select(file => new IncomingFile(file.FileName, cancellation => mailbox.OpenAttachment(mail.MessageId, file.Id, cancellation), item))],
        Original = new IncomingFile("message.eml", cancellation => mailbox.OpenRaw(mail.MessageId, cancellation)),
        Notes = mail.Notes,
    };
}

/// <summary>A file of a reply: the sender's name for it, its content, and the item it was sent for where the sender said so.</summary>
public sealed record IncomingFile(string FileName, Func<CancellationToken, Task<Stream>> Open, string? Item = null)
{
    /// <summary>The SHA-256 of content that was found clean before, or that the app wrote itself; null for what is still to be scanned.</summary>
    public string? CleanSha256 { get; init; }

    /// <summary>A file that the app wrote itself.</summary>
    public static IncomingFile Ours(string fileName, byte[] content) => new(fileName, _ => Task.FromResult<Stream>(new MemoryStream(content, writable: false)))
    {
        CleanSha256 = Convert.ToHexStringLower(SHA256.HashData(content)),
    };
}
