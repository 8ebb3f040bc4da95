using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Assessment.Host.Sandbox.Graph;

/// <summary>A PUT to an upload URL.</summary>
sealed record UploadRange(string Token, string? ContentRange, byte[] Body);

/// <summary>Large attachments: a session with a URL of its own, ranges in their order, and the attachment once the last one came.</summary>
sealed partial class UploadDesk
{
    public const int LargestRange = 4 * 1024 * 1024;

    // As measured by others on the real service; the documents say 3 MB.
    const long SmallestFile = 2 * 1024 * 1024;
    const long LargestFile = 150L * 1024 * 1024;

    readonly GraphStore store;
    readonly AttachmentStore attachments;
    readonly AttachmentDesk desk;
    readonly GraphSandboxOptions options;
    readonly SandboxDatabase database;

    public UploadDesk(GraphStore store, AttachmentStore attachments, AttachmentDesk desk, GraphSandboxOptions options)
    {
        this.store = store;
        this.attachments = attachments;
        this.desk = desk;
        this.options = options;
        database = store.Database;
        lock (database.Gate)
        {
            database.Execute("""
                CREATE TABLE IF NOT EXISTS graph_uploads (
                    token TEXT PRIMARY KEY, item INTEGER NOT NULL, described TEXT NOT NULL, size INTEGER NOT NULL, received INTEGER NOT NULL, expires TEXT NOT NULL);
                CREATE TABLE IF NOT EXISTS graph_ranges (
                    token TEXT NOT NULL, start INTEGER NOT NULL, content BLOB NOT NULL, PRIMARY KEY (token, start));
                """);
        }
    }

    public GraphAnswer Open(GraphRequest request, string messageId)
    {
        var item = store.Item(messageId);
        var described = GraphSchema.Current.Parameters("createUploadSession", request.Json())["AttachmentItem"]!.AsObject();
        var size = described["size"]?.GetValue<long>() ?? throw GraphException.Invalid("ErrorInvalidParameter", "The attachment must say its size.");
        Check(item, described, size);

        var count = database.Count("SELECT COUNT(*) FROM graph_uploads");
        var token = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{store.Mailbox} upload {item.Number} {count} {described["name"]}")));
        var expires = store.Now + options.UploadSessionLife;
        database.Execute(
            "INSERT INTO graph_uploads (token, item, described, size, received, expires) VALUES ($token, $item, $described, $size, 0, $expires)",
            ("$token", token),
            ("$item", item.Number),
            ("$described", described.ToJsonString()),
            ("$size", size),
            ("$expires", expires.Stored()));
        var session = Progress(expires, 0);
        session["uploadUrl"] = $"{request.Root[..request.Root.LastIndexOf('/')]}/api/gv1.0/AttachmentSessions('{token}')?authtoken={token[..16]}";
        session.Insert(0, "@odata.context", $"{request.Root}/$metadata#microsoft.graph.uploadSession");
        return GraphAnswer.Created(session);
    }

    public GraphAnswer Put(UploadRange range, string root)
    {
        var upload = Find(range.Token);
        var (from, to) = Range(range, upload);
        database.Execute("INSERT INTO graph_ranges (token, start, content) VALUES ($token, $start, $content)", ("$token", range.Token), ("$start", from), ("$content", range.Body));
        database.Execute("UPDATE graph_uploads SET received = $received WHERE token = $token", ("$token", range.Token), ("$received", to + 1));
        return to + 1 < upload.Size ? GraphAnswer.Ok(Progress(upload.Expires, to + 1)) : Finish(upload, root);
    }

    public GraphAnswer State(string token)
    {
        var upload = Find(token);
        return GraphAnswer.Ok(Progress(upload.Expires, upload.Received));
    }

    public GraphAnswer Cancel(string token)
    {
        Forget(Find(token).Token);
        return GraphAnswer.NoContent;
    }

    static void Check(GraphItem item, JsonObject described, long size)
    {
        if (!item.IsDraft)
        {
            throw GraphException.Invalid("ErrorInvalidOperation", "Attachments of a message that is no draft cannot be changed.");
        }

        if (described["attachmentType"]?.GetValue<string>().Equals("file", StringComparison.OrdinalIgnoreCase) != true || string.IsNullOrEmpty(described["name"]?.GetValue<string>()))
        {
            throw GraphException.Invalid("ErrorInvalidParameter", "The attachment must have the type 'file' and a name.");
        }

        if (size < SmallestFile)
        {
            throw GraphException.Invalid("ErrorAttachmentSizeShouldNotBeLessThanMinimumSize", "Attachment size should not be less than the minimum size of an upload session.");
        }

        if (size > LargestFile)
        {
            throw GraphException.Invalid("ErrorAttachmentSizeLimitExceeded", "The attachment size exceeds the maximum allowed size.");
        }
    }

    GraphAnswer Finish(Upload upload, string root)
    {
        var item = store.Numbered(upload.Item)!;
        var added = desk.AddUploaded(item, upload.Described, Whole(upload));
        Forget(upload.Token);
        return new GraphAnswer(201).With("Location", $"{root}/users('{store.Mailbox}')/messages('{item.Id(store.Mailbox, isImmutable: false)}')/attachments('{attachments.IdOf(added)}')");
    }

    byte[] Whole(Upload upload)
    {
        var whole = new byte[upload.Size];
        foreach (var (start, content) in database.All(
            "SELECT start, content FROM graph_ranges WHERE token = $token ORDER BY start", row => (row.GetInt64(0), row.GetFieldValue<byte[]>(1)), ("$token", upload.Token)))
        {
            content.CopyTo(whole, start);
        }

        return whole;
    }

    void Forget(string token)
    {
        database.Execute("DELETE FROM graph_ranges WHERE token = $token", ("$token", token));
        database.Execute("UPDATE graph_uploads SET expires = $now WHERE token = $token", ("$token", token), ("$now", store.Now.Stored()));
    }

    Upload Find(string token) => database.Single(
        "SELECT token, item, described, size, received, expires FROM graph_uploads WHERE token = $token AND expires > $now",
        row => new Upload(row.GetString(0), row.GetInt64(1), JsonNode.Parse(row.GetString(2))!.AsObject(), row.GetInt64(3), row.GetInt64(4), Moments.Read(row.GetString(5))),
        ("$token", token),
        ("$now", store.Now.Stored())) ?? throw new GraphException(404, "ErrorItemNotFound", "The upload session was not found.");

    /// <summary>Exactly the next bytes, as many as there are in the body.</summary>
    static (long From, long To) Range(UploadRange range, Upload upload)
    {
        var match = ContentRange().Match(range.ContentRange ?? "");
        if (!match.Success)
        {
            throw GraphException.Invalid("ErrorInvalidRequest", "The Content-Range header is missing or malformed.");
        }

        var (from, to, size) = (Number(match, "from"), Number(match, "to"), Number(match, "size"));
        if (size != upload.Size || to >= size || to - from + 1 != range.Body.Length)
        {
            throw GraphException.Invalid("ErrorInvalidRequest", "The Content-Range header does not fit the body or the size of the attachment.");
        }

        return from == upload.Received
            ? (from, to)
            : throw new GraphException(416, "ErrorInvalidRequest", $"The range is out of order: the next expected byte is {upload.Received}.");
    }

    static long Number(Match match, string group) => long.TryParse(match.Groups[group].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : long.MaxValue / 2;

    static JsonObject Progress(DateTimeOffset expires, long next) => new()
    {
        ["expirationDateTime"] = expires.Shown(),
        ["nextExpectedRanges"] = new JsonArray(string.Create(CultureInfo.InvariantCulture, $"{next}-")),
    };

    [GeneratedRegex(@"^bytes (?<from>\d{1,18})-(?<to>\d{1,18})/(?<size>\d{1,18})$")]
    private static partial Regex ContentRange();

    sealed record Upload(string Token, long Item, JsonObject Described, long Size, long Received, DateTimeOffset Expires);
}
