using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;

namespace Assessment.Host.Sandbox.Graph;

/// <summary>An attachment without its bytes.</summary>
sealed record GraphAttachment
{
    public required long Item { get; init; }
    public required long Number { get; init; }
    public required AttachmentKind Kind { get; init; }
    public required string Name { get; init; }
    public string? ContentType { get; init; }
    public required long Size { get; init; }
    public bool IsInline { get; init; }
    public string? ContentId { get; init; }
    public required DateTimeOffset Modified { get; init; }

    /// <summary>For an attachment of a received message: which part of the raw message it is.</summary>
    public int? Part { get; init; }

    public string Type => Kind switch { AttachmentKind.Item => "itemAttachment", AttachmentKind.Reference => "referenceAttachment", _ => "fileAttachment" };
}

/// <summary>Attachments: of drafts with their bytes, of received messages as parts of the raw message.</summary>
sealed class AttachmentStore
{
    const string Columns = "item, number, kind, name, content_type, size, is_inline, content_id, modified, part";

    readonly GraphStore store;
    readonly SandboxDatabase database;
    (long Item, ReceivedMail Mail)? last;

    public AttachmentStore(GraphStore store)
    {
        this.store = store;
        database = store.Database;
        lock (database.Gate)
        {
            database.Execute("""
                CREATE TABLE IF NOT EXISTS graph_attachments (
                    item INTEGER NOT NULL, number INTEGER NOT NULL, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, name TEXT NOT NULL, content_type TEXT, size INTEGER NOT NULL,
                    is_inline INTEGER NOT NULL, content_id TEXT, modified TEXT NOT NULL, part INTEGER, content BLOB, PRIMARY KEY (item, number));
                """);
        }
    }

    public IReadOnlyList<GraphAttachment> Of(long item)
        => database.All($"SELECT {Columns} FROM graph_attachments WHERE item = $item ORDER BY number", Read, ("$item", item));

    public GraphAttachment Find(GraphItem item, string id)
        => database.Single($"SELECT {Columns} FROM graph_attachments WHERE item = $item AND id = $id", Read, ("$item", item.Number), ("$id", id))
            ?? throw GraphException.NotFound();

    public string IdOf(GraphAttachment attachment) => GraphIds.Attachment(store.Mailbox, attachment.Item, attachment.Number);

    /// <summary>Adds one to a draft.</summary>
    public GraphAttachment Add(GraphAttachment attachment, byte[]? content)
    {
        var number = database.Count("SELECT COALESCE(MAX(number), 0) + 1 FROM graph_attachments WHERE item = $item", ("$item", attachment.Item));
        var added = attachment with { Number = number };
        database.Execute(
            $"INSERT INTO graph_attachments ({Columns}, id, content) VALUES ($item, $number, $kind, $name, $type, $size, $inline, $cid, $modified, $part, $id, $content)",
            ("$item", added.Item),
            ("$number", number),
            ("$kind", added.Kind.ToString()),
            ("$name", added.Name),
            ("$type", added.ContentType),
            ("$size", added.Size),
            ("$inline", added.IsInline),
            ("$cid", added.ContentId),
            ("$modified", added.Modified.Stored()),
            ("$part", added.Part),
            ("$id", IdOf(added)),
            ("$content", content));
        return added;
    }

    public void AddReceived(GraphItem item, ReceivedMail mail)
    {
        last = (item.Number, mail);
        foreach (var (index, part) in mail.Parts.Index())
        {
            var attachment = new GraphAttachment
            {
                Item = item.Number,
                Number = 0,
                Kind = part.Kind,
                Name = part.Name,
                ContentType = part.ContentType,
                Size = part.Size,
                IsInline = part.IsInline,
                ContentId = part.ContentId,
                Modified = item.Created,
                Part = index,
            };
            Add(attachment, null);
        }
    }

    public void Remove(GraphAttachment attachment)
        => database.Execute("DELETE FROM graph_attachments WHERE item = $item AND number = $number", ("$item", attachment.Item), ("$number", attachment.Number));

    public byte[] Content(GraphItem item, GraphAttachment attachment) => attachment.Part is { } part
        ? Parsed(item).Parts[part].Content()
        : database.Single(
            "SELECT content FROM graph_attachments WHERE item = $item AND number = $number",
            row => row.IsDBNull(0) ? [] : row.GetFieldValue<byte[]>(0),
            ("$item", attachment.Item),
            ("$number", attachment.Number))!;

    /// <summary>The files of a message are read one after the other: the message that was taken apart last is kept.</summary>
    ReceivedMail Parsed(GraphItem item)
    {
        if (last is not var (number, mail) || number != item.Number)
        {
            mail = ReceivedMail.Read(Raw(item)!);
            last = (item.Number, mail);
        }

        return mail;
    }

    public IReadOnlyList<DraftFile> Files(GraphItem item) => [.. Of(item.Number).Select(attachment => new DraftFile(attachment, Content(item, attachment)))];

    /// <summary>The message as it went or came over the wire; a draft has not been there yet.</summary>
    public byte[]? Raw(GraphItem item) => item.Message is { } sequence
        ? database.Single("SELECT raw FROM messages WHERE sequence = $sequence", row => row.GetFieldValue<byte[]>(0), ("$sequence", sequence))
        : null;

    static GraphAttachment Read(SqliteDataReader row) => new()
    {
        Item = row.GetInt64(0),
        Number = row.GetInt64(1),
        Kind = Enum.Parse<AttachmentKind>(row.GetString(2)),
        Name = row.GetString(3),
        ContentType = row.IsDBNull(4) ? null : row.GetString(4),
        Size = row.GetInt64(5),
        IsInline = row.GetBoolean(6),
        ContentId = row.IsDBNull(7) ? null : row.GetString(7),
        Modified = Moments.Read(row.GetString(8)),
        Part = row.IsDBNull(9) ? null : row.GetInt32(9),
    };
}
