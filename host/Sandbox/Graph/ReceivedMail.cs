using System.Text.Json.Nodes;
using MimeKit;
using MimeKit.IO;

namespace Assessment.Host.Sandbox.Graph;

enum AttachmentKind
{
    File,
    Item,
    Reference,
}

/// <summary>A part of a message that Exchange shows as an attachment.</summary>
sealed record ReceivedPart(AttachmentKind Kind, string Name, string? ContentType, bool IsInline, string? ContentId, MimeEntity Entity)
{
    public long Size
    {
        get
        {
            using var measured = new MeasuringStream();
            Write(measured);
            return measured.Length;
        }
    }

    public byte[] Content()
    {
        using var content = new MemoryStream();
        Write(content);
        return content.ToArray();
    }

    void Write(Stream content)
    {
        switch (Entity)
        {
            case MessagePart { Message: { } message }:
                message.WriteTo(content);
                break;
            case MimePart { Content: { } bytes }:
                bytes.DecodeTo(content);
                break;
            default:
                break;
        }
    }
}

/// <summary>A message taken apart as Exchange does it: the richest body, and everything else an attachment in its order.</summary>
sealed class ReceivedMail
{
    static readonly ParserOptions Options = new() { MaxMimeDepth = 30 };

    readonly List<ReceivedPart> parts = [];
    string? text;
    string? html;
    int namelessTexts;

    ReceivedMail(MimeMessage message)
    {
        Message = message;
        if (message.Body is { } body)
        {
            Take(body, isRelated: false, isReport: false);
        }
    }

    public MimeMessage Message { get; }

    public IReadOnlyList<ReceivedPart> Parts => parts;

    /// <summary>Whatever the bytes are, there is a message: an empty one where they cannot be read.</summary>
    public static ReceivedMail Read(byte[] raw)
    {
        try
        {
            using var stream = new MemoryStream(raw, writable: false);
            return new ReceivedMail(MimeMessage.Load(Options, stream));
        }
        catch (FormatException)
        {
            return new ReceivedMail(new MimeMessage());
        }
    }

    /// <summary>What the mailbox shows of it.</summary>
    public JsonObject Content(DateTimeOffset receivedAt) => new()
    {
        ["subject"] = Message.Subject ?? "",
        ["importance"] = Message.Importance switch { MessageImportance.High => "high", MessageImportance.Low => "low", _ => "normal" },
        ["receivedDateTime"] = receivedAt.Shown(),
        ["sentDateTime"] = (Message.Date == default ? receivedAt : Message.Date).Shown(),
        ["body"] = new JsonObject { ["contentType"] = html is null ? "text" : "html", ["content"] = html ?? text ?? "" },
        ["sender"] = Recipients.Of(Message.Sender ?? Message.From.Mailboxes.FirstOrDefault()),
        ["from"] = Recipients.Of(Message.From.Mailboxes.FirstOrDefault() ?? Message.Sender),
        ["toRecipients"] = Recipients.Of(Message.To),
        ["ccRecipients"] = Recipients.Of(Message.Cc),
        ["replyTo"] = Recipients.Of(Message.ReplyTo),
        ["isRead"] = false,
        ["internetMessageHeaders"] = new JsonArray([.. Message.Headers.Select(header => (JsonNode)new JsonObject { ["name"] = header.Field, ["value"] = header.Value })]),
        [InternalProperties.InReplyTo] = Message.InReplyTo is { } parent ? $"<{parent}>" : null,
        [InternalProperties.References] = new JsonArray([.. Message.References.Select(reference => (JsonNode?)$"<{reference}>")]),
    };

    void Take(MimeEntity entity, bool isRelated, bool isReport)
    {
        switch (entity)
        {
            case MessagePart nested:
                TakeNested(nested);
                break;
            case Multipart container:
                foreach (var child in container)
                {
                    Take(child, isRelated || container is MultipartRelated, container is MultipartReport);
                }

                break;
            case MessageDeliveryStatus or MessageDispositionNotification when isReport:
                break;
            case TextPart { IsAttachment: false, FileName: null } words:
                TakeText(words);
                break;
            case MimePart part:
                var isInline = part.ContentId is not null && (isRelated || part.ContentDisposition is { IsAttachment: false });
                parts.Add(new ReceivedPart(AttachmentKind.File, NameOf(part), part.ContentType.MimeType, isInline, part.ContentId, part));
                break;
            default:
                break;
        }
    }

    void TakeText(TextPart words)
    {
        if (words.IsHtml && html is null)
        {
            html = words.Content is null ? "" : words.Text;
        }
        else if (!words.IsHtml && text is null && html is null)
        {
            text = words.Content is null ? "" : words.Text;
        }
        else
        {
            namelessTexts++;
            parts.Add(new ReceivedPart(AttachmentKind.File, $"ATT{namelessTexts:00000}{(words.IsHtml ? ".htm" : ".txt")}", words.ContentType.MimeType, false, null, words));
        }
    }

    /// <summary>A nested message is an item; a body that lies elsewhere (RFC 2017) is a reference.</summary>
    void TakeNested(MessagePart nested)
    {
        var given = nested.ContentDisposition?.FileName ?? nested.ContentType.Name;
        var isElsewhere = nested.ContentType.MediaSubtype.Equals("external-body", StringComparison.OrdinalIgnoreCase);
        parts.Add(isElsewhere
            ? new ReceivedPart(AttachmentKind.Reference, given ?? nested.ContentType.Parameters["URL"] ?? "reference", null, false, null, nested)
            : new ReceivedPart(AttachmentKind.Item, given ?? nested.Message?.Subject ?? "message", "message/rfc822", false, null, nested));
    }

    static string NameOf(MimePart part)
    {
        if (!string.IsNullOrWhiteSpace(part.FileName))
        {
            return part.FileName;
        }

        return MimeTypes.TryGetExtension(part.ContentType.MimeType, out var extension) ? "attachment" + extension : "attachment";
    }
}

/// <summary>What a message remembers beside the properties that Graph shows; no name in the metadata begins like these.</summary>
static class InternalProperties
{
    public const string InReplyTo = "$inReplyTo";
    public const string References = "$references";
    public const string IsSaved = "$isSaved";
}

/// <summary>Mail addresses in Graph's shape.</summary>
static class Recipients
{
    public static JsonNode? Of(MailboxAddress? mailbox) => mailbox is null ? null : Of(mailbox.Name, mailbox.Address);

    public static JsonObject Of(string? name, string address) => new()
    {
        ["emailAddress"] = new JsonObject { ["name"] = string.IsNullOrEmpty(name) ? address : name, ["address"] = address },
    };

    public static JsonArray Of(InternetAddressList addresses) => new([.. addresses.Mailboxes.Select(mailbox => Of(mailbox))]);

    public static IEnumerable<MailboxAddress> Read(JsonNode? recipients) => (recipients as JsonArray ?? []).Select(One);

    public static MailboxAddress One(JsonNode? recipient)
    {
        var address = recipient?["emailAddress"];
        var said = address?["address"]?.GetValue<string>() ?? "";
        return MailboxAddress.TryParse(said, out var parsed) && parsed.Address.Contains('@', StringComparison.Ordinal)
            ? new MailboxAddress(address!["name"]?.GetValue<string>() ?? "", parsed.Address)
            : throw GraphException.Invalid("ErrorInvalidRecipients", $"At least one recipient is not valid., Recipient '{said}' is not resolved. All recipients must be resolved before a message can be submitted.");
    }
}
