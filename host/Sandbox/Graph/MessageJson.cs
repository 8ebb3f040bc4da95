using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Assessment.Evidence;

namespace Assessment.Host.Sandbox.Graph;

/// <summary>A message and its attachments as Graph writes them.</summary>
sealed partial class MessageJson(GraphStore store, AttachmentStore attachments)
{
    const int PreviewLength = 255;

    public JsonObject Message(GraphItem item, GraphShape shape)
    {
        var files = attachments.Of(item.Number);
        var json = new JsonObject
        {
            ["@odata.etag"] = $"W/\"{GraphIds.ChangeKey(item.Version)}\"",
            ["id"] = item.Id(store.Mailbox, shape.HasImmutableIds),
        };
        foreach (var (name, value) in Properties(item, files))
        {
            if (shape.Shows(name))
            {
                json[name] = value();
            }
        }

        if (shape.Shows("body"))
        {
            json["body"] = Body(item.Content["body"], shape.BodyType, isUnique: false);
        }

        if (shape.ShowsOnRequest("uniqueBody"))
        {
            json["uniqueBody"] = Body(item.Content["body"], shape.BodyType, isUnique: true);
        }

        if (shape.ShowsOnRequest("internetMessageHeaders"))
        {
            json["internetMessageHeaders"] = item.Content["internetMessageHeaders"]?.DeepClone();
        }

        Expand(json, item, files, shape);
        return json;
    }

    public JsonObject Attachment(GraphItem item, GraphAttachment attachment, IReadOnlySet<string>? select, bool hasNestedItem)
    {
        var json = new JsonObject
        {
            ["@odata.type"] = $"#microsoft.graph.{attachment.Type}",
            ["id"] = attachments.IdOf(attachment),
            ["lastModifiedDateTime"] = attachment.Modified.Shown(),
            ["name"] = attachment.Name,
            ["contentType"] = attachment.ContentType,
            ["size"] = attachment.Size,
            ["isInline"] = attachment.IsInline,
        };
        if (attachment.Kind == AttachmentKind.File)
        {
            json["contentId"] = attachment.ContentId;
            json["contentLocation"] = null;
            if (select is null || select.Contains("contentBytes"))
            {
                json["contentBytes"] = Convert.ToBase64String(attachments.Content(item, attachment));
            }
        }

        foreach (var name in json.Select(property => property.Key).Where(name => !name.StartsWith('@') && select?.Contains(name) == false).ToList())
        {
            json.Remove(name);
        }

        if (attachment.Kind == AttachmentKind.Item && hasNestedItem)
        {
            json["item"] = Nested(attachments.Content(item, attachment));
        }

        return json;
    }

    static JsonObject Nested(byte[] raw)
    {
        var mail = ReceivedMail.Read(raw);
        var content = mail.Content(mail.Message.Date);
        foreach (var name in content.Select(property => property.Key).Where(name => name.StartsWith('$')).ToList())
        {
            content.Remove(name);
        }

        content["@odata.type"] = "#microsoft.graph.message";
        content["internetMessageId"] = mail.Message.MessageId is { } id ? $"<{id}>" : null;
        return content;
    }

    IEnumerable<(string Name, Func<JsonNode?> Value)> Properties(GraphItem item, IReadOnlyList<GraphAttachment> files)
    {
        JsonNode? Of(string name, JsonNode? standard = null) => item.Content[name]?.DeepClone() ?? standard;
        return
        [
            ("createdDateTime", () => item.Created.Shown()),
            ("lastModifiedDateTime", () => item.Modified.Shown()),
            ("changeKey", () => GraphIds.ChangeKey(item.Version)),
            ("categories", () => Of("categories", new JsonArray())),
            ("receivedDateTime", () => Of("receivedDateTime", item.Created.Shown())),
            ("sentDateTime", () => Of("sentDateTime", item.Created.Shown())),
            ("hasAttachments", () => files.Any(file => !file.IsInline)),
            ("internetMessageId", () => item.InternetId),
            ("subject", () => Of("subject", "")),
            ("bodyPreview", () => Preview(item.Content["body"])),
            ("importance", () => Of("importance", "normal")),
            ("parentFolderId", () => GraphIds.Folder(store.Mailbox, item.Folder)),
            ("conversationId", () => item.ConversationId),
            ("conversationIndex", () => Convert.ToBase64String(Convert.FromHexString(item.Conversation))),
            ("isDeliveryReceiptRequested", () => Of("isDeliveryReceiptRequested", false)),
            ("isReadReceiptRequested", () => Of("isReadReceiptRequested", false)),
            ("isRead", () => Of("isRead", true)),
            ("isDraft", () => item.IsDraft),
            ("webLink", () => $"https://outlook.office365.com/owa/?ItemID={Uri.EscapeDataString(item.Id(store.Mailbox, isImmutable: false))}&exvsurl=1&viewmodel=ReadMessageItem"),
            ("inferenceClassification", () => Of("inferenceClassification", "focused")),
            ("sender", () => Of("sender")),
            ("from", () => Of("from")),
            ("toRecipients", () => Of("toRecipients", new JsonArray())),
            ("ccRecipients", () => Of("ccRecipients", new JsonArray())),
            ("bccRecipients", () => Of("bccRecipients", new JsonArray())),
            ("replyTo", () => Of("replyTo", new JsonArray())),
            ("flag", () => Of("flag", new JsonObject { ["flagStatus"] = "notFlagged" })),
        ];
    }

    void Expand(JsonObject json, GraphItem item, IReadOnlyList<GraphAttachment> files, GraphShape shape)
    {
        if (shape.HasAttachments)
        {
            json["attachments"] = new JsonArray([.. files.Select(file => Attachment(item, file, shape.AttachmentSelect, hasNestedItem: false))]);
        }

        var properties = shape.Properties.Count == 0 ? null : store.Properties(item.Number);
        var shown = shape.Properties.Where(id => properties!.ContainsKey(id)).Select(id => (JsonNode)new JsonObject { ["id"] = id, ["value"] = properties![id] }).ToArray();
        if (shown.Length > 0)
        {
            json["singleValueExtendedProperties"] = new JsonArray(shown);
        }
    }

    /// <summary>In the type that the caller prefers, or as it is.</summary>
    static JsonObject Body(JsonNode? body, string? preferred, bool isUnique)
    {
        var isHtml = DraftMime.IsHtml(body);
        var content = body?["content"]?.GetValue<string>() ?? "";
        if (isUnique)
        {
            content = isHtml ? UniqueBody.OfHtml(content) : UniqueBody.OfText(content);
        }

        return (preferred, isHtml) switch
        {
            ("text", true) => Body("text", MailText.FromHtml(content)),
            ("html", false) => Body("html", $"<html><body><pre>{System.Net.WebUtility.HtmlEncode(content)}</pre></body></html>"),
            _ => Body(isHtml ? "html" : "text", content),
        };
    }

    static JsonObject Body(string type, string content) => new() { ["contentType"] = type, ["content"] = content };

    static string Preview(JsonNode? body)
    {
        var words = Spaces().Replace(DraftMime.Words(body), " ").Trim();
        var end = words.Length > PreviewLength && char.IsHighSurrogate(words[PreviewLength - 1]) ? PreviewLength - 1 : Math.Min(words.Length, PreviewLength);
        return words[..end];
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
