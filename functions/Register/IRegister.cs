namespace Assessment.Register;

/// <summary>
/// Rows of JSON in tables, grouped in partitions, each with an ETag: the least that Azure Tables and a local database have in common.
/// Keys are at most 200 characters of printable ASCII without / \ # ? and %.
/// </summary>
public interface IRegister
{
    Task<Row?> Find(string table, string partition, string id, CancellationToken cancellation = default);

    /// <summary>The rows of a partition in ordinal order of their ids, from <paramref name="from"/> (included) on, those beginning with <paramref name="prefix"/>.</summary>
    IAsyncEnumerable<Row> List(string table, string partition, string prefix = "", string from = "", CancellationToken cancellation = default);

    /// <summary>
    /// Makes all changes of one partition or none. False when an insert meets an existing row, or an update or delete a row that is gone or has
    /// another ETag; the caller reads again and decides anew. It may then find this very change: made by an attempt whose answer was lost.
    /// At most 100 changes, each row at most once.
    /// </summary>
    Task<bool> Commit(string table, string partition, IReadOnlyList<Change> changes, CancellationToken cancellation = default);
}

public sealed record Row(string Id, string Json, string ETag);

public enum ChangeKind
{
    Insert,
    Update,
    Upsert,
    Delete,
}

public sealed record Change(ChangeKind Kind, string Id, string Json = "", string ETag = "")
{
    public static Change Insert(string id, string json) => new(ChangeKind.Insert, id, json);

    public static Change Update(string id, string json, string etag) => new(ChangeKind.Update, id, json, etag);

    public static Change Upsert(string id, string json) => new(ChangeKind.Upsert, id, json);

    public static Change Delete(string id, string etag) => new(ChangeKind.Delete, id, ETag: etag);
}
