using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Assessment.Host.Sandbox.Graph;

/// <summary>Which request goes to whom.</summary>
sealed partial class GraphEndpoints(
    GraphStore store, MessageDesk messages, MessageList lists, DeltaQuery delta, AttachmentDesk attachments, UploadDesk uploads, FolderDesk folders, Subscriptions subscriptions)
{
    /// <summary>Takes a path apart: <c>mailFolders('inbox')</c> is the same as <c>mailFolders/inbox</c>.</summary>
    public static string[] Segments(string path) => [.. path.Split('/', StringSplitOptions.RemoveEmptyEntries).SelectMany(Parts)];

    /// <summary>Everything but making a subscription, which has to ask the subscriber first. Called inside a transaction.</summary>
    public GraphAnswer Answer(GraphRequest request) => request.Path switch
    {
        ["users", var user, .. var rest] => IsKnown(user) ? Mailbox(request, rest)
            : throw new GraphException(404, "ErrorInvalidUser", $"The requested user '{user}' is invalid."),
        ["me", ..] => throw GraphException.BadRequest("/me request is only valid with delegated authentication flow."),
        ["subscriptions", .. var rest] => Subscription(request, rest),
        [] => throw GraphException.NoSegment(""),
        [var unknown, ..] => throw GraphException.NoSegment(unknown),
    };

    GraphAnswer Mailbox(GraphRequest request, string[] path) => (request.Method, path) switch
    {
        (_, ["messages", .. var rest]) => Messages(request, rest, null),
        ("POST", ["sendMail"]) => messages.SendMail(request),
        ("GET", ["mailFolders"]) => folders.List(request),
        ("GET", ["mailFolders", var id]) => folders.Get(request, id),
        (_, ["mailFolders", var id, "messages", .. var rest]) => Messages(request, rest, GraphFolder.Find(store.Mailbox, id)),
        (_, [var unknown, ..]) => throw GraphException.NoSegment(unknown),
        _ => throw NotAllowed(request),
    };

    GraphAnswer Messages(GraphRequest request, string[] path, GraphFolder? folder) => (request.Method, path) switch
    {
        ("GET", []) => lists.Read(request, folder),
        ("POST", []) => messages.Create(request, folder ?? GraphFolder.Find(store.Mailbox, GraphFolder.Drafts)),
        ("GET", ["delta"]) when folder is not null => delta.Read(request, folder),
        ("GET", [var id]) => messages.Get(request, id),
        ("PATCH", [var id]) => messages.Patch(request, id),
        ("DELETE", [var id]) => messages.Delete(id),
        ("GET", [var id, "$value"]) => messages.Raw(id),
        ("POST", [var id, "send"]) => messages.Send(id),
        ("POST", [var id, "createReply" or "createReplyAll" or "createForward"]) => messages.Reply(request, id, path[1]),
        ("POST", [var id, "move"]) => messages.Move(request, id),
        (_, [var id, "attachments", .. var rest]) => Attachments(request, id, rest),
        (_, [_]) or (_, []) => throw NotAllowed(request),
        _ => throw GraphException.NoSegment(path[^1]),
    };

    GraphAnswer Attachments(GraphRequest request, string message, string[] path) => (request.Method, path) switch
    {
        ("GET", []) => attachments.List(request, message),
        ("POST", []) => attachments.Post(request, message),
        ("POST", ["createUploadSession"]) => uploads.Open(request, message),
        ("GET", [var id]) => attachments.Get(request, message, id),
        ("GET", [var id, "$value"]) => attachments.Value(message, id),
        ("DELETE", [var id]) => attachments.Delete(message, id),
        _ => throw NotAllowed(request),
    };

    GraphAnswer Subscription(GraphRequest request, string[] path) => (request.Method, path) switch
    {
        ("GET", []) => subscriptions.List(request),
        ("GET", [var id]) => subscriptions.Get(request, id),
        ("PATCH", [var id]) => subscriptions.Patch(request, id),
        ("DELETE", [var id]) => subscriptions.Delete(id),
        ("POST", [var id, "reauthorize"]) => subscriptions.Reauthorize(id),
        _ => throw NotAllowed(request),
    };

    bool IsKnown(string user) => user.Equals(store.Mailbox, StringComparison.OrdinalIgnoreCase);

    static GraphException NotAllowed(GraphRequest request)
        => new(405, "Request_BadRequest", $"Specified HTTP method is not allowed for the request target: {request.Text}.");

    static IEnumerable<string> Parts(string segment)
    {
        var match = Keyed().Match(segment);
        if (match.Success)
        {
            yield return Plain(match.Groups["name"].Value);
            yield return match.Groups["key"].Value.Replace("''", "'", StringComparison.Ordinal);
        }
        else
        {
            yield return Plain(segment);
        }
    }

    static string Plain(string segment)
    {
        var name = segment.EndsWith("()", StringComparison.Ordinal) ? segment[..^2] : segment;
        return name.StartsWith("microsoft.graph.", StringComparison.Ordinal) ? name["microsoft.graph.".Length..] : name;
    }

    [GeneratedRegex(@"^(?<name>[A-Za-z.]+)\('(?<key>.*)'\)$")]
    private static partial Regex Keyed();
}

/// <summary>The well-known folders and what is in them.</summary>
sealed class FolderDesk(GraphStore store)
{
    public GraphAnswer List(GraphRequest request)
    {
        var skip = request.Number("skip", 0, 0, int.MaxValue);
        var top = request.Number("top", 10, 1, 1000);
        var shape = GraphShape.Read(request, "mailFolder");
        var answer = new JsonObject
        {
            ["@odata.context"] = $"{request.Root}/$metadata#users('{Uri.EscapeDataString(store.Mailbox)}')/mailFolders",
            ["value"] = new JsonArray([.. GraphFolder.All.Skip(skip).Take(top).Select(folder => (JsonNode)Shown(folder, shape))]),
        };
        if (skip + top < GraphFolder.All.Count)
        {
            answer["@odata.nextLink"] = $"{request.Root}/users/{Uri.EscapeDataString(store.Mailbox)}/mailFolders?$top={top}&$skip={skip + top}";
        }

        return GraphAnswer.Ok(answer);
    }

    public GraphAnswer Get(GraphRequest request, string id)
    {
        var shown = Shown(GraphFolder.Find(store.Mailbox, id), GraphShape.Read(request, "mailFolder"));
        shown.Insert(0, "@odata.context", $"{request.Root}/$metadata#users('{Uri.EscapeDataString(store.Mailbox)}')/mailFolders/$entity");
        return GraphAnswer.Ok(shown);
    }

    JsonObject Shown(GraphFolder folder, GraphShape shape)
    {
        var (all, unread) = Count(folder);
        var properties = new (string Name, JsonNode? Value)[]
        {
            ("id", GraphIds.Folder(store.Mailbox, folder.Name)),
            ("displayName", folder.DisplayName),
            ("parentFolderId", GraphIds.Folder(store.Mailbox, "msgfolderroot")),
            ("childFolderCount", 0),
            ("unreadItemCount", unread),
            ("totalItemCount", all),
            ("isHidden", false),
        };
        var shown = new JsonObject();
        foreach (var (name, value) in properties.Where(property => shape.Shows(property.Name)))
        {
            shown[name] = value;
        }

        return shown;
    }

    (long All, long Unread) Count(GraphFolder folder)
    {
        var counts = store.Database.All(
            "SELECT COUNT(*), COALESCE(SUM(json_extract(content, '$.isRead') = 0), 0) FROM graph_items WHERE folder = $folder",
            row => (row.GetInt64(0), row.GetInt64(1)),
            ("$folder", folder.Name));
        return counts[0];
    }
}
