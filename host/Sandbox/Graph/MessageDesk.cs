using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Assessment.Mail;

namespace Assessment.Host.Sandbox.Graph;

/// <summary>What a caller does with single messages: drafts, replies, sending, moving.</summary>
sealed class MessageDesk(GraphStore store, AttachmentStore attachments, AttachmentDesk files, MessageJson json, SendQueue queue, MailAddress mailbox)
{
    public GraphAnswer Get(GraphRequest request, string id) => Answer(request, store.Item(id), GraphAnswer.Ok);

    public GraphAnswer Raw(string id)
    {
        var item = store.Item(id);
        return GraphAnswer.Content(attachments.Raw(item) ?? queue.Compose(item, item.Created), "text/plain");
    }

    public GraphAnswer Create(GraphRequest request, GraphFolder folder)
    {
        var item = Draft(request.Json(), folder);
        return Answer(request, item, GraphAnswer.Created);
    }

    public GraphAnswer Patch(GraphRequest request, string id)
    {
        var before = store.Item(id);
        var content = DraftRules.Patched(before, request.Json());
        var internetId = content["internetMessageId"]?.GetValue<string>() ?? before.InternetId;
        content.Remove("internetMessageId");
        return Answer(request, store.Save(before, before with { Content = content, InternetId = internetId }), GraphAnswer.Ok);
    }

    public GraphAnswer Delete(string id)
    {
        var item = store.Item(id);
        store.Save(item, item with { Folder = item.Folder == GraphFolder.DeletedItems ? "recoverableitems" : GraphFolder.DeletedItems });
        return GraphAnswer.NoContent;
    }

    public GraphAnswer Move(GraphRequest request, string id)
    {
        var item = store.Item(id);
        var destination = GraphSchema.Current.Parameters("move", request.Json())["DestinationId"]!.GetValue<string>();
        var folder = GraphFolder.Find(store.Mailbox, destination);
        return Answer(request, store.Save(item, item with { Folder = folder.Name }), GraphAnswer.Created);
    }

    public GraphAnswer Send(string id)
    {
        var item = store.Item(id);
        if (!item.IsDraft)
        {
            throw GraphException.Invalid("ErrorInvalidOperation", "The message was sent already: only a draft can be sent.");
        }

        queue.Accept(item);
        return GraphAnswer.Accepted;
    }

    public GraphAnswer SendMail(GraphRequest request)
    {
        var parameters = GraphSchema.Current.Parameters("sendMail", request.Json());
        var item = Draft(parameters["Message"]!.AsObject(), GraphFolder.Find(store.Mailbox, GraphFolder.Drafts));
        if (parameters["SaveToSentItems"]?.GetValue<bool>() == false)
        {
            item.Content[InternalProperties.IsSaved] = false;
        }

        queue.Accept(item);
        return GraphAnswer.Accepted;
    }

    public GraphAnswer Reply(GraphRequest request, string id, string action)
    {
        var parent = store.Item(id);
        var parameters = request.Body.Length == 0 ? [] : GraphSchema.Current.Parameters(action, request.Json());
        var said = parameters["Message"] as JsonObject ?? [];
        var comment = parameters["Comment"]?.GetValue<string>();
        if (comment is not null && said["body"] is not null)
        {
            throw GraphException.Invalid("ErrorInvalidParameter", "Comment and Message.Body cannot both be specified.");
        }

        var content = DraftRules.Created(said);
        var draft = Derived(parent, content, comment, action);
        if (parameters["ToRecipients"] is { } to)
        {
            content["toRecipients"] = to.DeepClone();
        }

        return Answer(request, draft, GraphAnswer.Created);
    }

    GraphItem Derived(GraphItem parent, JsonObject content, string? comment, string action)
    {
        var isForward = action == "createForward";
        content["subject"] ??= Prefixed(isForward ? "FW: " : "RE: ", parent.Content["subject"]?.GetValue<string>() ?? "");
        content["body"] ??= Quoted(comment ?? "", parent);
        if (!isForward)
        {
            var self = mailbox.Address;
            content["toRecipients"] ??= parent.Content["replyTo"] is JsonArray { Count: > 0 } replyTo ? replyTo.DeepClone() : new JsonArray(parent.Content["from"]?.DeepClone());
            if (action == "createReplyAll")
            {
                var others = (parent.Content["toRecipients"] as JsonArray ?? []).Concat(parent.Content["ccRecipients"] as JsonArray ?? [])
                    .Where(recipient => !self.Equals(recipient?["emailAddress"]?["address"]?.GetValue<string>(), StringComparison.OrdinalIgnoreCase));
                content["ccRecipients"] ??= new JsonArray([.. others.Select(recipient => recipient!.DeepClone())]);
            }

            content[InternalProperties.InReplyTo] = parent.InternetId;
            content[InternalProperties.References] = new JsonArray([.. (parent.Content[InternalProperties.References] as JsonArray ?? []).Select(reference => reference!.DeepClone()), parent.InternetId]);
        }

        return Add(content, GraphFolder.Drafts, isForward ? null : parent.Conversation);
    }

    static string Prefixed(string prefix, string subject)
        => subject.StartsWith(prefix.TrimEnd(), StringComparison.OrdinalIgnoreCase) ? subject : prefix + subject;

    static JsonObject Quoted(string comment, GraphItem parent)
    {
        var from = parent.Content["from"]?["emailAddress"];
        var quoted = System.Net.WebUtility.HtmlEncode(DraftMime.Words(parent.Content["body"])).ReplaceLineEndings("<br>");
        return new JsonObject
        {
            ["contentType"] = "html",
            ["content"] = $"<html><body>{System.Net.WebUtility.HtmlEncode(comment)}<div id=\"divRplyFwdMsg\"><hr>From: {System.Net.WebUtility.HtmlEncode(from?["name"]?.GetValue<string>() ?? "")} "
                + $"&lt;{System.Net.WebUtility.HtmlEncode(from?["address"]?.GetValue<string>() ?? "")}&gt;</div><div>{quoted}</div></body></html>",
        };
    }

    GraphItem Draft(JsonObject said, GraphFolder folder)
    {
        var content = DraftRules.Created(said);
        var item = Add(content, folder.Name, conversation: null);
        foreach (var attachment in said["attachments"] as JsonArray ?? [])
        {
            files.Add(item, attachment!.AsObject());
        }

        return item;
    }

    GraphItem Add(JsonObject content, string folder, string? conversation)
    {
        var number = store.Database.Count("SELECT COALESCE(MAX(item), 0) + 1 FROM graph_items");
        var domain = mailbox.Address[(mailbox.Address.IndexOf('@', StringComparison.Ordinal) + 1)..];
        var internetId = content["internetMessageId"]?.GetValue<string>() ?? $"<{Hash($"{mailbox.Address} {number}")[..24].ToUpperInvariant()}@{domain}>";
        content.Remove("internetMessageId");
        return store.Add(new GraphItem
        {
            Number = number,
            Folder = folder,
            State = ItemState.Draft,
            InternetId = internetId,
            Conversation = conversation ?? LocalMailbox.ConversationFor(internetId),
            Content = content,
            Created = store.Now,
            Modified = store.Now,
        });
    }

    GraphAnswer Answer(GraphRequest request, GraphItem item, Func<JsonObject, GraphAnswer> answer)
    {
        var message = json.Message(item, GraphShape.Read(request, "message"));
        message.Insert(0, "@odata.context", $"{request.Root}/$metadata#users('{Uri.EscapeDataString(store.Mailbox)}')/messages/$entity");
        return answer(message);
    }

    static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
