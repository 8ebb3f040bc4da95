using System.Buffers;
using System.Text.Json;

namespace Assessment.Register;

/// <summary>What may be a table, a key and a commit: checked by every adapter, so that nothing works locally which Azure Tables refuses.</summary>
public static class RegisterKeys
{
    public const int MaxLength = 200;
    public const int MaxChanges = 100;

    /// <summary>Azure Tables counts two bytes a character and ends at 1 MiB a row; this is 900 kB.</summary>
    public const int MaxJsonLength = 450_000;

    // A transaction is one request of at most 4 MiB; a thousand bytes a change are left for its envelope.
    const int MaxCommitBytes = 4_000_000;
    const int EnvelopeBytes = 1_000;
    const int MaxBytesPerCharacter = 6;

    static readonly SearchValues<char> KeyCharacters = SearchValues.Create(
        [.. Enumerable.Range(' ', '~' - ' ' + 1).Select(code => (char)code).Except(@"/\#?%")]);

    static readonly SearchValues<char> TableCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789");

    public static void Check(string table, string partition)
    {
        CheckTable(table);
        CheckKey("partition", partition);
    }

    public static void Check(string table, string partition, string id)
    {
        Check(table, partition);
        CheckKey("id", id);
    }

    /// <summary>The bounds of a list may be empty; else they are the beginning of a key.</summary>
    public static void CheckList(string table, string partition, string prefix, string from)
    {
        Check(table, partition);
        if (prefix.Length > 0)
            CheckKey("prefix", prefix);
        if (from.Length > 0)
            CheckKey("from", from);
    }

    public static void Check(string table, string partition, IReadOnlyList<Change> changes)
    {
        Check(table, partition);
        if (changes.Count > MaxChanges)
            throw new ArgumentException($"A commit makes at most {MaxChanges} changes, not {changes.Count}: split it.");

        foreach (var change in changes)
            CheckChange(change);

        if (changes.Count > 1)
            CheckTogether(changes);
    }

    /// <summary>The first string that is after every key that begins with <paramref name="prefix"/>; null when there is no prefix.</summary>
    public static string? After(string prefix) => prefix.Length == 0 ? null : prefix[..^1] + (char)(prefix[^1] + 1);

    static void CheckChange(Change change)
    {
        CheckKey("id", change.Id);
        if (change.Json.Length > MaxJsonLength)
            throw new ArgumentException($"The row '{change.Id}' has {change.Json.Length} characters of JSON; at most {MaxJsonLength} fit: keep long content in the evidence store.");

        if (change.Kind is ChangeKind.Update or ChangeKind.Delete && change.ETag is "" or "*")
            throw new ArgumentException($"The {change.Kind} of '{change.Id}' needs the ETag of the row that was read.");
    }

    static void CheckTogether(IReadOnlyList<Change> changes)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        if (changes.FirstOrDefault(change => !ids.Add(change.Id)) is { } twice)
            throw new ArgumentException($"A commit changes each row once; '{twice.Id}' is there twice.");

        if (BytesAtMost(changes) > MaxCommitBytes && Bytes(changes) > MaxCommitBytes)
            throw new ArgumentException($"The {changes.Count} changes together are larger than the {MaxCommitBytes} bytes of a commit: split it.");
    }

    static long BytesAtMost(IReadOnlyList<Change> changes) => changes.Sum(change => EnvelopeBytes + (long)MaxBytesPerCharacter * change.Json.Length);

    static long Bytes(IReadOnlyList<Change> changes) => changes.Sum(change => EnvelopeBytes + (long)JsonEncodedText.Encode(change.Json).EncodedUtf8Bytes.Length);

    static void CheckTable(string table)
    {
        if (table.Length is < 3 or > 63 || !char.IsAsciiLetter(table[0]) || table.AsSpan().ContainsAnyExcept(TableCharacters))
            throw new ArgumentException($"'{table}' is no table name: 3 to 63 letters and digits, beginning with a letter.");
    }

    static void CheckKey(string what, string key)
    {
        if (key.Length is 0 or > MaxLength || key.AsSpan().ContainsAnyExcept(KeyCharacters))
            throw new ArgumentException($"'{key}' is no {what}: 1 to {MaxLength} characters of printable ASCII without / \\ # ? and %.");
    }
}
