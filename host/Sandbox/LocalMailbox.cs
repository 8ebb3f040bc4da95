using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Assessment.Evidence;
using Assessment.Mail;
using MimeKit;
using MimeKit.Utils;

namespace Assessment.Host.Sandbox;

/// <summary>The shared mailbox on this machine: real RFC 5322 messages, one row each, sent and received.</summary>
public sealed class LocalMailbox(SandboxDatabase database, People people, IEvidenceStore store, TimeProvider clock, MailAddress address) : IMailbox
{
    /// <summary>After a message came into the inbox.</summary>
    public event Action? Arrived;

    public async Task<MailReceipt> Send(OutgoingMail mail, CancellationToken cancellation = default)
    {
        lock (database.Gate)
        {
            if (Find(mail.Key) is { } earlier)
            {
                return earlier.Receipt;
            }
        }

        var at = clock.GetUtcNow();
        var message = await Compose(mail, at, cancellation);
        lock (database.Gate)
        {
            // The message and what people will do about it are one change: neither is there without the other.
            using var transaction = database.Begin();
            var stored = Insert(mail.Key, "out", mail.Kind.ToString(), mail.About, $"<{message.MessageId}>", message.InReplyTo, Bytes(message), at);
            people.Received(mail, stored.Receipt);
            transaction.Commit();
            return stored.Receipt;
        }
    }

    public Task<InboxPage> Read(string? cursor, CancellationToken cancellation = default)
    {
        const int mostAtOnce = 50;
        var after = cursor is null ? 0 : long.Parse(cursor, CultureInfo.InvariantCulture);
        lock (database.Gate)
        {
            var rows = database.All(
                "SELECT sequence, key FROM messages WHERE direction = 'in' AND sequence > $after ORDER BY sequence LIMIT $most",
                row => (Sequence: row.GetInt64(0), Key: row.GetString(1)),
                ("$after", after),
                ("$most", mostAtOnce));
            var next = rows.Count == 0 ? after : rows[^1].Sequence;
            return Task.FromResult(new InboxPage([.. rows.Select(row => row.Key)], next.ToString(CultureInfo.InvariantCulture)));
        }
    }

    public Task<IncomingMail> Open(string messageId, CancellationToken cancellation = default)
    {
        var (content, row) = Load(messageId);
        var message = content.Message ?? new MimeMessage();
        return Task.FromResult(new IncomingMail
        {
            MessageId = messageId,
            InternetMessageId = row.InternetId,
            ConversationId = row.Conversation,
            From = Address(message.From.Mailboxes.FirstOrDefault() ?? message.Sender),
            Subject = message.Subject ?? "",
            InReplyTo = message.InReplyTo is { } inReplyTo ? $"<{inReplyTo}>" : null,
            References = [.. message.References.Select(reference => $"<{reference}>")],
            Headers = [.. MailReader.HeadersThatMatter(message)],
            Text = content.Text,
            ReceivedAt = row.At,
            Attachments = [.. content.Files.Select((file, index) => new IncomingAttachment(
                index.ToString(CultureInfo.InvariantCulture), file.Name, file.MediaType, file.Size))],
            Notes = content.Notes,
        });
    }

    public Task<Stream> OpenAttachment(string messageId, string attachmentId, CancellationToken cancellation = default)
        => Task.FromResult(Load(messageId).Content.Files[int.Parse(attachmentId, CultureInfo.InvariantCulture)].Open());

    public Task<Stream> OpenRaw(string messageId, CancellationToken cancellation = default)
    {
        lock (database.Gate)
        {
            var row = Find(messageId) ?? throw new FileNotFoundException($"There is no message {messageId}.");
            return Task.FromResult<Stream>(new MemoryStream(row.Raw, writable: false));
        }
    }

    /// <summary>Puts a message into the inbox, once per key.</summary>
    public void Deliver(string key, string about, MimeMessage message, DateTimeOffset at) => Deliver(key, about, Bytes(message), at);

    /// <summary>Puts what came over the wire into the inbox as it is, once per key.</summary>
    public void Deliver(string key, string about, byte[] raw, DateTimeOffset at)
    {
        var message = MailReader.Read(raw).Message;
        lock (database.Gate)
        {
            if (Find(key) is null)
            {
                Insert(key, "in", "Reply", about, InternetIdOf(message, key), message?.InReplyTo, raw, at);
            }
        }

        Arrived?.Invoke();
    }

    /// <summary>
    /// Stores a message that went out through another door of this mailbox; what the app sent reaches its people.
    /// Called inside the transaction of the caller.
    /// </summary>
    public StoredMessage Sent(OutgoingMail? mail, SentMessage sent)
    {
        var stored = Insert(sent.Key, "out", mail?.Kind.ToString() ?? "Other", mail?.About ?? "", sent.InternetId, sent.InReplyTo, sent.Raw, sent.At, sent.Conversation);
        if (mail is not null && sent.IsReceived)
        {
            people.Received(mail, stored.Receipt);
        }

        return stored;
    }

    /// <summary>Every message in the order in which it came or went.</summary>
    public IReadOnlyList<StoredMessage> All()
    {
        lock (database.Gate)
        {
            return database.All("SELECT * FROM messages ORDER BY sequence", StoredMessage.Read);
        }
    }

    /// <summary>Those that came or went after one that was seen.</summary>
    public IReadOnlyList<StoredMessage> After(long sequence)
    {
        lock (database.Gate)
        {
            return database.All("SELECT * FROM messages WHERE sequence > $after ORDER BY sequence", StoredMessage.Read, ("$after", sequence));
        }
    }

    /// <summary>The first file of a message whose name ends so, as its reader can open it; null where there is none.</summary>
    public MailFile? FileOf(string internetMessageId, string extension)
    {
        lock (database.Gate)
        {
            var raw = database.Single("SELECT raw FROM messages WHERE internet_id = $id ORDER BY sequence LIMIT 1", row => row.GetFieldValue<byte[]>(0), ("$id", internetMessageId));
            return raw is null ? null : MailReader.Read(raw).Files.FirstOrDefault(file => file.Name.EndsWith(extension, StringComparison.OrdinalIgnoreCase));
        }
    }

    /// <summary>A Message-ID without its angle brackets.</summary>
    public static string IdWithin(string messageId) => MimeUtils.ParseMessageId(messageId)
        ?? throw new FormatException($"'{messageId}' is not a Message-ID.");

    public static string MessageIdOf(string key, string domain) => $"{key}@{domain}";

    /// <summary>The conversation that a message begins.</summary>
    public static string ConversationFor(string internetId) => Hash(internetId);

    StoredMessage Insert(string key, string direction, string kind, string about, string internetId, string? inReplyTo, byte[] raw, DateTimeOffset at, string? known = null)
    {
        var conversation = known ?? ConversationOf(inReplyTo) ?? ConversationFor(internetId);
        database.Execute(
            """
            INSERT INTO messages (key, direction, kind, about, internet_id, conversation, at, raw)
            VALUES ($key, $direction, $kind, $about, $internet, $conversation, $at, $raw)
            """,
            ("$key", key),
            ("$direction", direction),
            ("$kind", kind),
            ("$about", about),
            ("$internet", internetId),
            ("$conversation", conversation),
            ("$at", at.UtcDateTime.ToString("O", CultureInfo.InvariantCulture)),
            ("$raw", raw));
        return Find(key)!;
    }

    string? ConversationOf(string? inReplyTo) => inReplyTo is null ? null : database.Single(
        "SELECT conversation FROM messages WHERE internet_id = $id ORDER BY sequence LIMIT 1", row => row.GetString(0), ("$id", $"<{inReplyTo}>"));

    StoredMessage? Find(string key) => database.Single("SELECT * FROM messages WHERE key = $key", StoredMessage.Read, ("$key", key));

    (MailContent Content, StoredMessage Row) Load(string messageId)
    {
        lock (database.Gate)
        {
            var row = Find(messageId) ?? throw new FileNotFoundException($"There is no message {messageId}.");
            return (MailReader.Read(row.Raw), row);
        }
    }

    /// <summary>The message's own id, or one in its place: a mail without an id, or with a broken one, can be answered too.</summary>
    string InternetIdOf(MimeMessage? message, string key)
        => message?.MessageId is { } id && MimeUtils.ParseMessageId($"<{id}>") == id ? $"<{id}>" : $"<{MessageIdOf(key, Domain)}>";

    string Domain => address.Address[(address.Address.IndexOf('@', StringComparison.Ordinal) + 1)..];

    static byte[] Bytes(MimeMessage message)
    {
        using var raw = new MemoryStream();
        message.WriteTo(raw);
        return raw.ToArray();
    }

    async Task<MimeMessage> Compose(OutgoingMail mail, DateTimeOffset at, CancellationToken cancellation)
    {
        var message = new MimeMessage { Subject = mail.Subject, Date = at, MessageId = MessageIdOf(mail.Key, Domain) };
        message.From.Add(new MailboxAddress(address.Name, address.Address));
        message.To.AddRange(mail.To.Select(to => new MailboxAddress(to.Name, to.Address)));
        message.Cc.AddRange(mail.Cc.Select(cc => new MailboxAddress(cc.Name, cc.Address)));
        if (mail.InReplyTo is { } parent)
        {
            message.InReplyTo = IdWithin(parent);
            message.References.Add(IdWithin(parent));
        }

        var files = new List<Enclosure>();
        foreach (var attachment in mail.Attachments)
        {
            await using var content = await store.Open(attachment.StoredName, cancellation);
            var copy = new MemoryStream();
            await content.CopyToAsync(copy, cancellation);
            files.Add(new Enclosure(attachment.FileName, attachment.MediaType, copy));
        }

        message.Body = Mime.Body(mail.Text, files, mail.Key, mail.Html);
        return message;
    }

    static MailAddress Address(MailboxAddress? mailbox)
        => mailbox is null ? new("", "(no sender)") : new(string.IsNullOrEmpty(mailbox.Name) ? mailbox.Address : mailbox.Name, mailbox.Address);

    static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..32];
}

/// <summary>A message that went out: its bytes, and the thread that it is in.</summary>
public sealed record SentMessage(string Key, string InternetId, string? InReplyTo, string Conversation, byte[] Raw, DateTimeOffset At)
{
    /// <summary>False when none of its addresses exists.</summary>
    public bool IsReceived { get; init; } = true;
}

/// <summary>A message as it lies in the mailbox.</summary>
public sealed record StoredMessage(long Sequence, string Key, string Direction, string Kind, string About, string InternetId, string Conversation, DateTimeOffset At, byte[] Raw)
{
    public MailReceipt Receipt => new(Key, InternetId, Conversation, At);

    public static StoredMessage Read(Microsoft.Data.Sqlite.SqliteDataReader row) => new(
        row.GetInt64(0),
        row.GetString(1),
        row.GetString(2),
        row.GetString(3),
        row.GetString(4),
        row.GetString(5),
        row.GetString(6),
        DateTimeOffset.Parse(row.GetString(7), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind),
        row.GetFieldValue<byte[]>(8));
}

/// <summary>A file inside a message.</summary>
public sealed record Enclosure(string FileName, string MediaType, Stream Content);

/// <summary>Builds bodies without anything random in them, so that the same mail has the same bytes.</summary>
static class Mime
{
    public static MimeEntity Body(string text, IReadOnlyList<Enclosure> files, string key, string? html = null)
    {
        var plain = new TextPart("plain") { Text = text, ContentTransferEncoding = ContentEncoding.QuotedPrintable };
        MimeEntity body = html is null
            ? plain
            : new MultipartAlternative(plain, new TextPart("html") { Text = html, ContentTransferEncoding = ContentEncoding.QuotedPrintable }) { Boundary = $"=_{key}" };
        if (files.Count == 0)
        {
            return body;
        }

        var mixed = new Multipart("mixed") { Boundary = $"=-{key}" };
        mixed.Add(body);
        foreach (var file in files)
        {
            mixed.Add(new MimePart(ContentType.Parse(file.MediaType))
            {
                Content = new MimeContent(file.Content),
                ContentDisposition = new ContentDisposition(ContentDisposition.Attachment) { FileName = file.FileName },
                ContentTransferEncoding = ContentEncoding.Base64,
            });
        }

        return mixed;
    }
}
