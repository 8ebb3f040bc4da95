using System.Text.Json.Nodes;

namespace Assessment.Host.Sandbox.Graph;

/// <summary>What a caller does with attachments, short of large ones.</summary>
sealed class AttachmentDesk(GraphStore store, AttachmentStore attachments, MessageJson json)
{
    const int MostOnPage = 100;

    public GraphAnswer List(GraphRequest request, string messageId)
    {
        var item = store.Item(messageId);
        var shape = GraphShape.Read(request, "attachment");
        var all = attachments.Of(item.Number);
        var shown = all
            .Skip(request.Number("skip", 0, 0, int.MaxValue))
            .Take(request.Number("top", MostOnPage, 1, 1000))
            .Select(attachment => json.Attachment(item, attachment, shape.Select, shape.HasNestedItem));
        return GraphAnswer.Ok(new JsonObject
        {
            ["@odata.context"] = Context(request, item) + "/attachments",
            ["value"] = new JsonArray([.. shown]),
        });
    }

    public GraphAnswer Get(GraphRequest request, string messageId, string id)
    {
        var item = store.Item(messageId);
        return GraphAnswer.Ok(Shown(request, item, attachments.Find(item, id)));
    }

    /// <summary>The bytes of a file, the MIME of an item; a reference has neither here.</summary>
    public GraphAnswer Value(string messageId, string id)
    {
        var item = store.Item(messageId);
        var attachment = attachments.Find(item, id);
        return attachment.Kind == AttachmentKind.Reference
            ? throw new GraphException(405, "ErrorInvalidRequest", "The raw contents of a reference attachment cannot be read.")
            : GraphAnswer.Content(attachments.Content(item, attachment), attachment.ContentType ?? "application/octet-stream");
    }

    public GraphAnswer Post(GraphRequest request, string messageId)
    {
        var item = store.Item(messageId);
        return GraphAnswer.Created(Shown(request, item, Add(item, request.Json())));
    }

    public GraphAnswer Delete(string messageId, string id)
    {
        var item = Draft(store.Item(messageId));
        attachments.Remove(attachments.Find(item, id));
        store.Save(item, item);
        return GraphAnswer.NoContent;
    }

    public GraphAttachment Add(GraphItem item, JsonObject said)
    {
        Draft(item);
        GraphSchema.Current.Check(said, "attachment");
        if (string.IsNullOrEmpty(said["name"]?.GetValue<string>()))
        {
            throw GraphException.Invalid("ErrorInvalidProperty", "The required property 'name' of the attachment is missing.");
        }

        var type = GraphSchema.Current.TypeOf(said, "attachment");
        var (kind, content) = type switch
        {
            "itemAttachment" => (AttachmentKind.Item, Nested(said)),
            "referenceAttachment" => (AttachmentKind.Reference, []),
            _ => (AttachmentKind.File, Convert.FromBase64String(said["contentBytes"]?.GetValue<string>().Replace('-', '+').Replace('_', '/') ?? "")),
        };
        var added = attachments.Add(Described(item, kind, said) with { Size = content.Length }, content);
        store.Save(item, item);
        return added;
    }

    /// <summary>An attachment that came in ranges.</summary>
    public GraphAttachment AddUploaded(GraphItem item, JsonObject described, byte[] content)
    {
        var added = attachments.Add(Described(Draft(item), AttachmentKind.File, described) with { Size = content.Length }, content);
        store.Save(item, item);
        return added;
    }

    GraphAttachment Described(GraphItem item, AttachmentKind kind, JsonObject said) => new()
    {
        Item = item.Number,
        Number = 0,
        Kind = kind,
        Name = said["name"]!.GetValue<string>(),
        ContentType = said["contentType"]?.GetValue<string>() ?? (kind == AttachmentKind.File ? MimeKit.MimeTypes.GetMimeType(said["name"]!.GetValue<string>()) : null),
        Size = 0,
        IsInline = said["isInline"]?.GetValue<bool>() ?? false,
        ContentId = said["contentId"]?.GetValue<string>(),
        Modified = store.Now,
    };

    /// <summary>The message of an item attachment as MIME.</summary>
    byte[] Nested(JsonObject said)
    {
        var message = said["item"] as JsonObject ?? throw GraphException.Invalid("ErrorInvalidProperty", "The required property 'item' of the attachment is missing.");
        var content = DraftRules.Created(message);
        var item = new GraphItem
        {
            Number = 0,
            Folder = "",
            State = ItemState.Draft,
            InternetId = content["internetMessageId"]?.GetValue<string>() ?? $"<{Guid.Empty:N}@{store.Mailbox.Split('@')[^1]}>",
            Conversation = "",
            Content = content,
            Created = store.Now,
            Modified = store.Now,
        };
        return DraftMime.Bytes(DraftMime.Compose(item, [], new Mail.MailAddress("", store.Mailbox), store.Now));
    }

    static GraphItem Draft(GraphItem item) => item.IsDraft
        ? item
        : throw GraphException.Invalid("ErrorInvalidOperation", "Attachments of a message that is no draft cannot be changed.");

    JsonObject Shown(GraphRequest request, GraphItem item, GraphAttachment attachment)
    {
        var shape = GraphShape.Read(request, "attachment");
        var shown = json.Attachment(item, attachment, shape.Select, shape.HasNestedItem);
        shown.Insert(0, "@odata.context", Context(request, item) + "/attachments/$entity");
        return shown;
    }

    string Context(GraphRequest request, GraphItem item)
        => $"{request.Root}/$metadata#users('{Uri.EscapeDataString(store.Mailbox)}')/messages('{Uri.EscapeDataString(item.Id(store.Mailbox, request.HasImmutableIds))}')";
}
