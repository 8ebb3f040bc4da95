using System.Text;
using System.Text.Json;
using Assessment.Submission;

namespace Assessment.Register;

/// <summary>
/// The rules of the ledger: each entry's hash covers the entry and the hash before it, so no line can be changed, left out,
/// moved or added in the middle without every later hash being wrong.
/// </summary>
public static class LedgerChain
{
    static readonly byte[] LineEnd = "\n"u8.ToArray();

    /// <summary>What stands for "previous" in the first entry.</summary>
    public static string Origin { get; } = new('0', 64);

    /// <summary>The next entry. It is never dated before the one that it follows: clocks that run behind, and people, cannot date it back.</summary>
    public static LedgerEntry Next(LedgerEntry? last, DateTimeOffset at, string kind, string subject, LedgerDetails? details)
    {
        var entry = new LedgerEntry
        {
            Sequence = (last?.Sequence ?? 0) + 1,
            At = last is not null && last.At > at ? last.At : at.ToUniversalTime(),
            Kind = kind,
            Subject = subject,
            DetailsHash = HashOf(details),
            Previous = last?.Hash ?? Origin,
            Hash = "",
            Details = details,
        };
        return entry with { Hash = HashOf(entry) };
    }

    /// <summary>Where a ledger stands after these entries.</summary>
    public static LedgerHead Head(IReadOnlyList<LedgerEntry> entries) => new(entries.Count, entries.Count == 0 ? Origin : entries[^1].Hash);

    /// <summary>The first thing that is wrong, in words, or null. Details are checked where they are present.</summary>
    public static string? Check(IReadOnlyList<LedgerEntry> entries, LedgerHead? expected = null)
    {
        var previous = Origin;
        for (var index = 0; index < entries.Count; index++)
        {
            if (Fault(entries, index, previous) is { } fault)
                return fault;

            previous = entries[index].Hash;
        }

        return expected is null ? null : EndFault(Head(entries), expected);
    }

    /// <summary>One line of canonical JSON for each entry; without details for a copy that leaves the secretariat.</summary>
    public static byte[] Write(IEnumerable<LedgerEntry> entries, bool withDetails)
    {
        using var lines = new MemoryStream();
        foreach (var entry in entries)
        {
            lines.Write(CanonicalJson.Write(withDetails ? entry : entry with { Details = null }));
            lines.Write(LineEnd);
        }

        return lines.ToArray();
    }

    /// <summary>Reads what <see cref="Write"/> wrote, and nothing else: every line must be in canonical form.</summary>
    /// <exception cref="FormatException">The message names the line.</exception>
    public static IReadOnlyList<LedgerEntry> Read(ReadOnlySpan<byte> lines)
    {
        var entries = new List<LedgerEntry>();
        while (!lines.IsEmpty)
        {
            var end = lines.IndexOf((byte)'\n');
            if (end < 0)
                throw new FormatException($"Line {entries.Count + 1} of the ledger is cut off: it does not end with a line feed.");

            entries.Add(ReadLine(lines[..end], entries.Count + 1));
            lines = lines[(end + 1)..];
        }

        return entries;
    }

    static LedgerEntry ReadLine(ReadOnlySpan<byte> line, int number)
    {
        LedgerEntry? entry;
        try
        {
            entry = JsonSerializer.Deserialize<LedgerEntry>(line, CanonicalJson.Options);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or DecoderFallbackException)
        {
            throw new FormatException($"Line {number} of the ledger is not an entry: {fault.Message}", fault);
        }

        return entry is not null && line.SequenceEqual(CanonicalJson.Write(entry))
            ? entry
            : throw new FormatException($"Line {number} of the ledger is not in canonical form.");
    }

    static string? Fault(IReadOnlyList<LedgerEntry> entries, int index, string previous)
    {
        var entry = entries[index];
        var expected = index + 1L;

        if (entry.Sequence != expected)
        {
            return entries.Any(other => other.Sequence == expected)
                ? $"Entry {entry.Sequence} stands where entry {expected} belongs: the ledger was re-ordered."
                : $"Entry {expected} is missing: entry {entry.Sequence} stands in its place.";
        }

        if (entry.Hash != HashOf(entry))
            return $"Entry {expected} was changed: its hash does not fit what it says.";

        if (entry.Previous != previous)
            return $"Entry {expected} does not follow entry {expected - 1}: an earlier entry was replaced.";

        if (index > 0 && entry.At < entries[index - 1].At)
            return $"Entry {expected} is dated back: it is dated before entry {expected - 1}.";

        return entry.Details is not null && entry.DetailsHash != HashOf(entry.Details)
            ? $"The details of entry {expected} were changed: they do not fit their hash."
            : null;
    }

    static string? EndFault(LedgerHead head, LedgerHead expected)
    {
        if (head.Length < expected.Length)
            return $"The ledger is cut off: it has {head.Length} entries, and {expected.Length} are expected.";

        if (head.Length > expected.Length)
            return $"The ledger was extended: it has {head.Length} entries, and {expected.Length} are expected.";

        return head.Hash != expected.Hash ? "The ledger is another one: it ends with another hash than expected." : null;
    }

    static string HashOf(LedgerDetails? details) => details is null ? CanonicalJson.Hash(new { }) : CanonicalJson.Hash(details);

    static string HashOf(LedgerEntry entry) => CanonicalJson.Hash(new
    {
        entry.Sequence,
        entry.At,
        entry.Kind,
        entry.Subject,
        entry.DetailsHash,
        entry.Previous,
    });
}
