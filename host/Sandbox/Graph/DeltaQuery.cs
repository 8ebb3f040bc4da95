using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Assessment.Host.Sandbox.Graph;

/// <summary>A position in the changes of a folder, as the caller keeps it: opaque, and it does not live for ever.</summary>
sealed record DeltaPosition
{
    public required string Folder { get; init; }

    /// <summary>The caller had everything up to this change when the round began.</summary>
    public required long Since { get; init; }

    /// <summary>The last change on the page before: the next one goes on from there.</summary>
    public required long After { get; init; }

    /// <summary>For the pages of a round: the last change of it, so that what comes meanwhile is for the next round.</summary>
    public long? Until { get; init; }

    /// <summary>True while the caller gets the folder for the first time: then nothing was removed.</summary>
    public bool IsFirst { get; init; }
    public required DateTimeOffset IssuedAt { get; init; }
    public IReadOnlyDictionary<string, string> Options { get; init; } = new Dictionary<string, string>();
}

/// <summary>The changes of a folder since a position, in pages.</summary>
sealed class DeltaQuery(GraphStore store, MessageJson json, GraphSandboxOptions options)
{
    const int MostOnPage = 1000;

    static readonly string[] Kept = ["select", "expand", "changetype", "filter"];

    public GraphAnswer Read(GraphRequest request, GraphFolder folder)
    {
        var position = Position(request, folder);
        var asked = request with { Query = position.Options };
        var shape = GraphShape.Read(asked, "message");
        var until = position.Until ?? store.LastChange();
        var size = Math.Min(request.MaxPageSize ?? request.Number("top", options.PageSize, 1, MostOnPage), MostOnPage);
        var changes = Changes(position, until, size + 1);
        var page = changes.Take(size).ToList();

        var values = page.SelectMany(change => Shown(change, position, shape)).ToArray();
        var answer = new JsonObject
        {
            ["@odata.context"] = $"{request.Root}/$metadata#Collection(message)",
            ["value"] = new JsonArray(values),
        };
        var isLast = changes.Count <= size;
        var next = isLast
            ? position with { Since = until, After = until, Until = null, IsFirst = false, IssuedAt = store.Now }
            : position with { After = page[^1].Number, Until = until, IssuedAt = store.Now };
        answer[isLast ? "@odata.deltaLink" : "@odata.nextLink"] = Link(request, folder, isLast ? "$deltatoken" : "$skiptoken", next);
        return GraphAnswer.Ok(answer);
    }

    DeltaPosition Position(GraphRequest request, GraphFolder folder)
    {
        if ((request.Option("deltatoken") ?? request.Option("skiptoken")) is { } token)
        {
            var position = DeltaToken.Read(token, store.Mailbox);
            return position is { } known && known.Folder == folder.Name && known.IssuedAt + options.DeltaTokenLife > store.Now && known.After <= store.LastChange()
                ? known
                : throw Gone(request, folder);
        }

        if (request.Query.Keys.FirstOrDefault(key => !Kept.Contains(key) && key is not ("top" or "orderby")) is { } unknown)
        {
            throw GraphException.BadRequest($"The query parameter '${unknown}' is not supported with change tracking over the 'Messages' resource.");
        }

        return new DeltaPosition
        {
            Folder = folder.Name,
            Since = 0,
            After = 0,
            IsFirst = true,
            IssuedAt = store.Now,
            Options = request.Query.Where(option => Kept.Contains(option.Key)).ToDictionary(option => option.Key, option => option.Value, StringComparer.Ordinal),
        };
    }

    /// <summary>For each item its last change in the folder only, in the order of these.</summary>
    List<DeltaChange> Changes(DeltaPosition position, long until, int most) => store.Database.All(
        $"""
        SELECT MAX(change) AS last, item, kind, id, SUM(kind = 'created')
        FROM graph_changes WHERE folder = $folder AND change > $since AND change <= $until
        GROUP BY item HAVING last > $after {(position.IsFirst ? "AND kind <> 'deleted'" : "")} ORDER BY last LIMIT $most
        """,
        row => new DeltaChange(row.GetInt64(0), row.GetInt64(1), row.GetString(2), row.GetString(3), row.GetInt64(4) > 0),
        ("$folder", position.Folder),
        ("$since", position.Since),
        ("$after", position.After),
        ("$until", until),
        ("$most", most));

    IEnumerable<JsonNode> Shown(DeltaChange change, DeltaPosition position, GraphShape shape)
    {
        var kind = change.Kind == "deleted" ? "deleted" : change.IsNew ? "created" : "updated";
        var wanted = position.Options.GetValueOrDefault("changetype");
        if (wanted is not null && wanted != kind)
        {
            yield break;
        }

        var item = store.Numbered(change.Item)!;
        if (kind == "deleted" || item.Folder != position.Folder)
        {
            yield return new JsonObject
            {
                ["@odata.type"] = "#microsoft.graph.message",
                ["id"] = shape.HasImmutableIds ? item.Id(store.Mailbox, isImmutable: true) : change.Id,
                ["@removed"] = new JsonObject { ["reason"] = "deleted" },
            };
        }
        else if (position.Options.GetValueOrDefault("filter") is not { } filter || Since(filter).Holds(json.Message(item, new GraphShape())))
        {
            var message = json.Message(item, shape);
            message.Insert(0, "@odata.type", "#microsoft.graph.message");
            yield return message;
        }
    }

    /// <summary>Change tracking of messages filters by the time of arrival only.</summary>
    static MessageFilter.Compare Since(string text) => MessageFilter.Parse(text, "message") is MessageFilter.Compare { Path: "receivedDateTime", Operator: "ge" or "gt" } since
        ? since
        : throw GraphException.BadRequest("The filter expression is not supported with change tracking over the 'Messages' resource.");

    string Link(GraphRequest request, GraphFolder folder, string name, DeltaPosition position)
        => $"{request.Root}/users/{Uri.EscapeDataString(store.Mailbox)}/mailFolders/{folder.Name}/messages/delta?{name}={DeltaToken.Write(position, store.Mailbox)}";

    GraphException Gone(GraphRequest request, GraphFolder folder) => new(410, "SyncStateNotFound", "The sync state generation is not found; a full synchronization is required.")
    {
        InnerCode = "resyncRequired",
        Headers = [("Location", $"{request.Root}/users/{Uri.EscapeDataString(store.Mailbox)}/mailFolders/{folder.Name}/messages/delta?$deltatoken=")],
    };

    sealed record DeltaChange(long Number, long Item, string Kind, string Id, bool IsNew);
}

/// <summary>Writes a position so that a caller can neither read nor change it unnoticed.</summary>
static class DeltaToken
{
    const int SealLength = 12;

    public static string Write(DeltaPosition position, string mailbox)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(position);
        return System.Buffers.Text.Base64Url.EncodeToString([.. Seal(body, mailbox), .. body]);
    }

    public static DeltaPosition? Read(string token, string mailbox)
    {
        if (!System.Buffers.Text.Base64Url.IsValid(token))
        {
            return null;
        }

        var bytes = System.Buffers.Text.Base64Url.DecodeFromChars(token);
        return bytes.Length > SealLength && Seal(bytes[SealLength..], mailbox).AsSpan().SequenceEqual(bytes.AsSpan(0, SealLength))
            ? JsonSerializer.Deserialize<DeltaPosition>(bytes.AsSpan(SealLength))
            : null;
    }

    static byte[] Seal(byte[] body, string mailbox)
        => SHA256.HashData([.. Encoding.UTF8.GetBytes($"delta {mailbox} "), .. body])[..SealLength];
}
