using System.Text.Json.Nodes;
using Assessment.Evidence;
using Assessment.Mail;
using MimeKit;
using MimeKit.Utils;

namespace Assessment.Host.Sandbox.Graph;

/// <summary>A file that goes with a draft, with its bytes.</summary>
sealed record DraftFile(GraphAttachment Attachment, byte[] Content);

/// <summary>The message that goes over the wire when a draft is sent; the same draft gives the same bytes.</summary>
static class DraftMime
{
    public static MimeMessage Compose(GraphItem item, IReadOnlyList<DraftFile> files, MailAddress mailbox, DateTimeOffset at)
    {
        var content = item.Content;
        var message = new MimeMessage { Subject = content["subject"]?.GetValue<string>() ?? "", Date = at, MessageId = OwnId(item.InternetId) };
        message.From.Add(content["from"] is { } from ? Recipients.One(from) : new MailboxAddress(mailbox.Name, mailbox.Address));
        message.To.AddRange(Recipients.Read(content["toRecipients"]));
        message.Cc.AddRange(Recipients.Read(content["ccRecipients"]));
        message.ReplyTo.AddRange(Recipients.Read(content["replyTo"]));
        if (content["importance"]?.GetValue<string>().ToLowerInvariant() is "high" or "low")
        {
            message.Importance = content["importance"]!.GetValue<string>().Equals("high", StringComparison.OrdinalIgnoreCase) ? MessageImportance.High : MessageImportance.Low;
        }

        if (content[InternalProperties.InReplyTo]?.GetValue<string>() is { } parent)
        {
            message.InReplyTo = IdWithin(parent);
            message.References.AddRange((content[InternalProperties.References] as JsonArray ?? []).Select(reference => IdWithin(reference!.GetValue<string>())));
        }

        foreach (var header in content["internetMessageHeaders"] as JsonArray ?? [])
        {
            message.Headers.Add(header!["name"]!.GetValue<string>(), header["value"]?.GetValue<string>() ?? "");
        }

        message.Body = Body(content["body"], files, $"graph-{item.Number}");
        return message;
    }

    public static byte[] Bytes(MimeMessage message)
    {
        using var raw = new MemoryStream();
        message.WriteTo(raw);
        return raw.ToArray();
    }

    /// <summary>The words of a body, whatever its type.</summary>
    public static string Words(JsonNode? body)
    {
        var content = body?["content"]?.GetValue<string>() ?? "";
        return IsHtml(body) ? MailText.FromHtml(content) : content;
    }

    public static bool IsHtml(JsonNode? body) => body?["contentType"]?.GetValue<string>().Equals("html", StringComparison.OrdinalIgnoreCase) == true;

    static MimeEntity Body(JsonNode? body, IReadOnlyList<DraftFile> files, string key)
    {
        var inline = IsHtml(body) ? files.Where(file => file.Attachment.IsInline).ToList() : [];
        MimeEntity text = IsHtml(body) ? Alternative(body!, inline, key) : Text("plain", Words(body));
        var rest = files.Except(inline).ToList();
        if (rest.Count == 0)
        {
            return text;
        }

        var mixed = new Multipart("mixed") { Boundary = $"=-{key}-mixed" };
        mixed.Add(text);
        foreach (var file in rest)
        {
            mixed.Add(Part(file));
        }

        return mixed;
    }

    static MultipartAlternative Alternative(JsonNode body, List<DraftFile> inline, string key)
    {
        MimeEntity html = Text("html", body["content"]?.GetValue<string>() ?? "");
        if (inline.Count > 0)
        {
            var related = new MultipartRelated { Boundary = $"=-{key}-related" };
            related.Add(html);
            foreach (var file in inline)
            {
                related.Add(Part(file));
            }

            html = related;
        }

        var alternative = new MultipartAlternative { Boundary = $"=-{key}-alternative" };
        alternative.Add(Text("plain", Words(body)));
        alternative.Add(html);
        return alternative;
    }

    static TextPart Text(string subtype, string text) => new(subtype) { Text = text, ContentTransferEncoding = ContentEncoding.QuotedPrintable };

    static MimeEntity Part(DraftFile file)
    {
        if (file.Attachment.Kind == AttachmentKind.Item)
        {
            using var nested = new MemoryStream(file.Content);
            return new MessagePart("rfc822", MimeMessage.Load(nested)) { ContentDisposition = Disposition(file.Attachment) };
        }

        var type = ContentType.TryParse(file.Attachment.ContentType ?? "", out var parsed) ? parsed : new ContentType("application", "octet-stream");
        return new MimePart(type)
        {
            Content = new MimeContent(new MemoryStream(file.Content)),
            ContentDisposition = Disposition(file.Attachment),
            ContentTransferEncoding = ContentEncoding.Base64,
            ContentId = file.Attachment.ContentId,
        };
    }

    static ContentDisposition Disposition(GraphAttachment attachment)
        => new(attachment.IsInline ? ContentDisposition.Inline : ContentDisposition.Attachment) { FileName = attachment.Name };

    static string OwnId(string messageId) => MimeUtils.ParseMessageId(messageId) is { } id && $"<{id}>" == messageId
        ? id
        : throw GraphException.Invalid("ErrorInvalidPropertySet", $"The value '{messageId}' of internetMessageId is not valid.");

    /// <summary>What others called their messages, as well as it can be read.</summary>
    static string IdWithin(string messageId) => MimeUtils.ParseMessageId(messageId) ?? messageId.Trim('<', '>');
}
