using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;

namespace Assessment.Host.Sandbox.Graph;

/// <summary>
/// The rows behind the Graph endpoints, in the database of the sandbox: each request is one transaction, so a kill leaves whole requests.
/// The raw messages are those of the one message store; here is what only Graph knows of them.
/// </summary>
sealed class GraphStore
{
    const string Columns = "item, moves, folder, state, message, internet_id, conversation, content, version, created, modified, due";

    readonly SandboxDatabase database;
    readonly TimeProvider clock;

    public GraphStore(SandboxDatabase database, TimeProvider clock, string mailbox)
    {
        this.database = database;
        this.clock = clock;
        Mailbox = mailbox;
        lock (database.Gate)
        {
            database.Execute("""
                CREATE TABLE IF NOT EXISTS graph_items (
                    item INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, immutable_id TEXT NOT NULL UNIQUE, moves INTEGER NOT NULL, folder TEXT NOT NULL,
                    state TEXT NOT NULL, message INTEGER UNIQUE, internet_id TEXT NOT NULL, conversation TEXT NOT NULL, content TEXT NOT NULL,
                    version INTEGER NOT NULL, created TEXT NOT NULL, modified TEXT NOT NULL, due TEXT);
                CREATE INDEX IF NOT EXISTS graph_items_by_folder ON graph_items (folder, item);
                CREATE INDEX IF NOT EXISTS graph_items_by_internet_id ON graph_items (internet_id);
                CREATE INDEX IF NOT EXISTS graph_items_by_conversation ON graph_items (conversation);
                CREATE INDEX IF NOT EXISTS graph_items_by_due ON graph_items (due) WHERE due IS NOT NULL;
                CREATE TABLE IF NOT EXISTS graph_properties (
                    item INTEGER NOT NULL, id TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (item, id));
                CREATE INDEX IF NOT EXISTS graph_properties_by_value ON graph_properties (id, value COLLATE NOCASE);
                CREATE TABLE IF NOT EXISTS graph_changes (
                    change INTEGER PRIMARY KEY AUTOINCREMENT, folder TEXT NOT NULL, item INTEGER NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL);
                CREATE INDEX IF NOT EXISTS graph_changes_by_folder ON graph_changes (folder, change);
                CREATE TABLE IF NOT EXISTS graph_sends (
                    sequence INTEGER PRIMARY KEY, at TEXT NOT NULL, recipients INTEGER NOT NULL);
                CREATE INDEX IF NOT EXISTS graph_sends_by_time ON graph_sends (at);
                """);
        }
    }

    public string Mailbox { get; }

    public DateTimeOffset Now => clock.GetUtcNow();

    public SandboxDatabase Database => database;

    /// <summary>By either id. The id of before a move leads nowhere; the immutable one always does. What is being sent is not there.</summary>
    public GraphItem Item(string id) => Single("(id = $id OR immutable_id = $id) AND state <> 'Sending'", ("$id", id)) ?? throw GraphException.NotFound();

    public GraphItem? Numbered(long item) => Single("item = $item", ("$item", item));

    public IReadOnlyList<GraphItem> Items(string where, params (string Name, object? Value)[] values)
        => database.All($"SELECT {Columns} FROM graph_items WHERE {where}", Read, values);

    /// <summary>A new item; its number is its place in the order of arrival.</summary>
    public GraphItem Add(GraphItem draft)
    {
        var number = database.Count("SELECT COALESCE(MAX(item), 0) + 1 FROM graph_items");
        var item = draft with { Number = number, Version = Change(draft, number, "created") };
        database.Execute(
            $"INSERT INTO graph_items (id, immutable_id, {Columns}) VALUES ($id, $immutable, $item, $moves, $folder, $state, $message, $internet, $conversation, $content, $version, $created, $modified, $due)",
            Values(item));
        SaveProperties(item);
        return item;
    }

    /// <summary>Stores a changed item. In another folder it has another id, and the folder that it left has one item less.</summary>
    public GraphItem Save(GraphItem before, GraphItem after)
    {
        var isMoved = before.Folder != after.Folder;
        if (isMoved)
        {
            Change(before, before.Number, "deleted");
        }

        var moved = after with { Moves = before.Moves + (isMoved ? 1 : 0), Modified = Now };
        var item = moved with { Version = Change(moved, moved.Number, isMoved ? "created" : "updated") };
        database.Execute(
            """
            UPDATE graph_items SET id = $id, moves = $moves, folder = $folder, state = $state, message = $message, internet_id = $internet,
                conversation = $conversation, content = $content, version = $version, modified = $modified, due = $due WHERE item = $item
            """,
            Values(item));
        SaveProperties(item);
        return item;
    }

    public long LastChange() => database.Count("SELECT COALESCE(MAX(change), 0) FROM graph_changes");

    /// <summary>Extended properties of an item, by id.</summary>
    public IReadOnlyDictionary<string, string> Properties(long item) => database
        .All("SELECT id, value FROM graph_properties WHERE item = $item ORDER BY id", row => (Id: row.GetString(0), Value: row.GetString(1)), ("$item", item))
        .ToDictionary(property => property.Id, property => property.Value, StringComparer.Ordinal);

    long Change(GraphItem item, long number, string kind)
    {
        database.Execute(
            "INSERT INTO graph_changes (folder, item, kind, id) VALUES ($folder, $item, $kind, $id)",
            ("$folder", item.Folder),
            ("$item", number),
            ("$kind", kind),
            ("$id", GraphIds.Movable(Mailbox, number, item.Moves)));
        return LastChange();
    }

    void SaveProperties(GraphItem item)
    {
        database.Execute("DELETE FROM graph_properties WHERE item = $item", ("$item", item.Number));
        foreach (var property in item.Content["singleValueExtendedProperties"]?.AsArray() ?? [])
        {
            database.Execute(
                "INSERT INTO graph_properties (item, id, value) VALUES ($item, $id, $value) ON CONFLICT DO UPDATE SET value = $value",
                ("$item", item.Number),
                ("$id", property!["id"]!.GetValue<string>()),
                ("$value", property["value"]?.GetValue<string>() ?? ""));
        }
    }

    GraphItem? Single(string where, params (string Name, object? Value)[] values)
        => database.Single($"SELECT {Columns} FROM graph_items WHERE {where} LIMIT 1", Read, values);

    (string Name, object? Value)[] Values(GraphItem item) =>
    [
        ("$id", item.Id(Mailbox, isImmutable: false)),
        ("$immutable", item.Id(Mailbox, isImmutable: true)),
        ("$item", item.Number),
        ("$moves", item.Moves),
        ("$folder", item.Folder),
        ("$state", item.State.ToString()),
        ("$message", item.Message),
        ("$internet", item.InternetId),
        ("$conversation", item.Conversation),
        ("$content", item.Content.ToJsonString()),
        ("$version", item.Version),
        ("$created", item.Created.Stored()),
        ("$modified", item.Modified.Stored()),
        ("$due", item.Due?.Stored()),
    ];

    static GraphItem Read(SqliteDataReader row) => new()
    {
        Number = row.GetInt64(0),
        Moves = row.GetInt32(1),
        Folder = row.GetString(2),
        State = Enum.Parse<ItemState>(row.GetString(3)),
        Message = row.IsDBNull(4) ? null : row.GetInt64(4),
        InternetId = row.GetString(5),
        Conversation = row.GetString(6),
        Content = JsonNode.Parse(row.GetString(7))!.AsObject(),
        Version = row.GetInt64(8),
        Created = Moments.Read(row.GetString(9)),
        Modified = Moments.Read(row.GetString(10)),
        Due = row.Moment(11),
    };
}
