using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;

namespace Assessment.Host.Sandbox.Graph;

enum ItemState
{
    Draft,

    /// <summary>Accepted for sending: in no folder that anybody sees.</summary>
    Sending,

    /// <summary>Received or sent.</summary>
    Stored,
}

/// <summary>A message as the mailbox shows it through Graph.</summary>
sealed record GraphItem
{
    public required long Number { get; init; }

    /// <summary>How often it moved: each move gives it another id, if not another immutable one.</summary>
    public int Moves { get; init; }
    public required string Folder { get; init; }
    public required ItemState State { get; init; }

    /// <summary>The row of the raw message, once there is one.</summary>
    public long? Message { get; init; }
    public required string InternetId { get; init; }
    public required string Conversation { get; init; }

    /// <summary>What a caller can set, and for a received message what was in it.</summary>
    public required JsonObject Content { get; init; }

    /// <summary>The number of its last change.</summary>
    public long Version { get; init; }
    public required DateTimeOffset Created { get; init; }
    public required DateTimeOffset Modified { get; init; }

    /// <summary>When a message that is being sent arrives.</summary>
    public DateTimeOffset? Due { get; init; }

    public bool IsDraft => State == ItemState.Draft;

    public string ConversationId => $"AAQkADAw{Conversation}AQ=";

    public string Id(string mailbox, bool isImmutable) => isImmutable ? GraphIds.Immutable(mailbox, Number) : GraphIds.Movable(mailbox, Number, Moves);
}

/// <summary>Ids with the look of Exchange's: long, case-sensitive, with characters that a URL must escape.</summary>
static class GraphIds
{
    public static string Immutable(string mailbox, long number) => $"AAkALgAAAAAAHYQDEapmEc2byACqAC-EWg0A{Hash($"{mailbox} immutable {number}")}AAA=";

    public static string Movable(string mailbox, long number, int moves)
        => $"AAMkAD{Hash(mailbox)}BGAAAAAAD{Hash($"{mailbox} item {number} {moves}")}AAA=";

    public static string Folder(string mailbox, string name) => $"AAMkAD{Hash(mailbox)}AuAAAAAAD{Hash($"{mailbox} folder {name}")[..22]}AAA=";

    public static string Attachment(string mailbox, long item, long number) => $"AAMkAD{Hash(mailbox)}BGAAAAAADABEgAQ{Hash($"{mailbox} attachment {item} {number}")[..22]}=";

    public static string ChangeKey(long version) => $"CQAAABYAAAD{Hash($"change {version}")[..29]}";

    static string Hash(string text) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text))).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}

/// <summary>A well-known folder.</summary>
sealed record GraphFolder(string Name, string DisplayName)
{
    public const string Inbox = "inbox";
    public const string Drafts = "drafts";
    public const string SentItems = "sentitems";
    public const string DeletedItems = "deleteditems";

    /// <summary>Where a message is between its sending and Sent Items.</summary>
    public const string Transport = "transport";

    public static IReadOnlyList<GraphFolder> All { get; } =
    [
        new("archive", "Archive"),
        new(DeletedItems, "Deleted Items"),
        new(Drafts, "Drafts"),
        new(Inbox, "Inbox"),
        new("junkemail", "Junk Email"),
        new("outbox", "Outbox"),
        new(SentItems, "Sent Items"),
    ];

    /// <summary>By well-known name or by id.</summary>
    public static GraphFolder Find(string mailbox, string said)
        => All.FirstOrDefault(folder => folder.Name.Equals(said, StringComparison.OrdinalIgnoreCase) || GraphIds.Folder(mailbox, folder.Name) == said)
            ?? throw GraphException.NotFound();
}

static class Moments
{
    /// <summary>As Graph writes a moment.</summary>
    public static string Shown(this DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>With all its digits, and sorted as text it is sorted as time.</summary>
    public static string Stored(this DateTimeOffset moment) => moment.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);

    public static DateTimeOffset Read(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    public static DateTimeOffset? Moment(this SqliteDataReader row, int column) => row.IsDBNull(column) ? null : Read(row.GetString(column));
}
