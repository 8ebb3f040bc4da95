using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Assessment.Register;

/// <summary>
/// The append-only record of everything that happened, one unbroken chain for each cycle. Many may append at once, from
/// many processes: the row of the next sequence number can be inserted only once, and whoever comes second tries again behind it.
/// </summary>
public sealed class Ledger(IRegister register)
{
    const string Table = "Ledger";
    const string HeadId = "head";
    const string EntryPrefix = "entry-";
    const int Attempts = 100;

    readonly ConcurrentDictionary<string, Chain> chains = new(StringComparer.Ordinal);

    /// <summary>Adds an entry, once for each key: the same key again gives back the entry that is there.</summary>
    public async Task<LedgerEntry> Append(
        string cycleId, string key, string kind, string subject, LedgerDetails details, DateTimeOffset at, CancellationToken cancellation = default)
    {
        var chain = chains.GetOrAdd(cycleId, _ => new Chain());
        await chain.Turn.WaitAsync(cancellation);
        try
        {
            for (var attempt = 0; attempt < Attempts; attempt++)
            {
                var entry = LedgerChain.Next(chain.Last, at, kind, subject, details);
                if (await register.Commit(Table, cycleId, Rows(key, entry), cancellation))
                    return chain.Last = entry;

                if (await Appended(cycleId, key, cancellation) is { } before)
                    return before;

                chain.Last = await Head(cycleId, cancellation);
            }
        }
        finally
        {
            chain.Turn.Release();
        }

        throw new InvalidOperationException($"The ledger of {cycleId} was extended by others {Attempts} times in a row; '{key}' is not in it.");
    }

    /// <summary>The entries in order, from a sequence number on.</summary>
    public async IAsyncEnumerable<LedgerEntry> Read(string cycleId, long from = 1, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await foreach (var row in register.List(Table, cycleId, EntryPrefix, EntryId(from), cancellation))
            yield return Parse<LedgerEntry>(row);
    }

    /// <summary>The last entry, or null while nothing has happened.</summary>
    public async Task<LedgerEntry?> Head(string cycleId, CancellationToken cancellation = default)
        => await register.Find(Table, cycleId, HeadId, cancellation) is { } row ? Parse<LedgerEntry>(row) : null;

    async Task<LedgerEntry?> Appended(string cycleId, string key, CancellationToken cancellation)
    {
        if (await register.Find(Table, cycleId, KeyId(key), cancellation) is not { } row)
            return null;

        var id = EntryId(Parse<LedgerKey>(row).Sequence);
        var entry = await register.Find(Table, cycleId, id, cancellation)
            ?? throw new InvalidOperationException($"The ledger of {cycleId} knows the key '{key}', but not its {id}.");
        return Parse<LedgerEntry>(entry);
    }

    static Change[] Rows(string key, LedgerEntry entry) =>
    [
        Change.Insert(KeyId(key), Write(new LedgerKey(entry.Sequence))),
        Change.Insert(EntryId(entry.Sequence), Write(entry)),
        Change.Upsert(HeadId, Write(entry)),
    ];

    static string KeyId(string key) => "key-" + key;

    static string EntryId(long sequence) => EntryPrefix + sequence.ToString("D12", CultureInfo.InvariantCulture);

    static string Write<T>(T value) => JsonSerializer.Serialize(value, RegisterJson.Options);

    static T Parse<T>(Row row) => JsonSerializer.Deserialize<T>(row.Json, RegisterJson.Options)!;

    sealed record LedgerKey(long Sequence);

    /// <summary>What this process knows of a cycle's end. It may lag behind other processes; an entry that builds on it is then refused.</summary>
    sealed class Chain
    {
        public SemaphoreSlim Turn { get; } = new(1, 1);
        public LedgerEntry? Last { get; set; }
    }
}
