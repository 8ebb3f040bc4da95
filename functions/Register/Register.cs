using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Assessment.Register;

/// <summary>Names the table that keeps the records of a type.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class TableAttribute(string name) : Attribute
{
    public string Name { get; } = name;
}

/// <summary>How the register writes records.</summary>
public static class RegisterJson
{
    public static JsonSerializerOptions Options { get; } = Make();

    static JsonSerializerOptions Make()
    {
        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            // What a record derives from its other properties is not kept.
            IgnoreReadOnlyProperties = true,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            Converters = { new JsonStringEnumConverter() },
        };
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}

/// <summary>The register for records that name their table.</summary>
public sealed class Register(IRegister rows)
{
    // Whenever one writer loses, another has won: so many writers at once on one record are a fault.
    const int Attempts = 100;

    public async Task<T?> Find<T>(string partition, string id, CancellationToken cancellation = default)
        where T : class
        => await rows.Find(TableOf<T>(), partition, id, cancellation) is { } row ? Read<T>(row) : null;

    /// <summary>The records of a partition in ordinal order of their ids.</summary>
    public async Task<IReadOnlyList<T>> List<T>(string partition, string prefix = "", CancellationToken cancellation = default)
        where T : class
    {
        var records = new List<T>();
        await foreach (var row in rows.List(TableOf<T>(), partition, prefix, cancellation: cancellation))
            records.Add(Read<T>(row));

        return records;
    }

    /// <summary>False when there is a record of this id already.</summary>
    public Task<bool> Insert<T>(string partition, string id, T record, CancellationToken cancellation = default)
        where T : class
        => rows.Commit(TableOf<T>(), partition, [Change.Insert(id, Write(record))], cancellation);

    /// <summary>Writes the record whatever was there before.</summary>
    public async Task Save<T>(string partition, string id, T record, CancellationToken cancellation = default)
        where T : class
    {
        if (!await rows.Commit(TableOf<T>(), partition, [Change.Upsert(id, Write(record))], cancellation))
            throw new InvalidOperationException($"{TableOf<T>()} {partition} {id} could not be saved.");
    }

    /// <summary>Takes the record away, whatever it says; one that is gone already is no fault.</summary>
    public async Task Remove<T>(string partition, string id, CancellationToken cancellation = default)
        where T : class
    {
        while (await rows.Find(TableOf<T>(), partition, id, cancellation) is { } row
            && !await rows.Commit(TableOf<T>(), partition, [Change.Delete(id, row.ETag)], cancellation))
        {
            // Another writer was faster: what it wrote is to go too.
        }
    }

    /// <summary>
    /// Changes the record that is there now and gives back how it stands. The change is a pure function: it runs again
    /// when another writer was faster, and when it changes nothing, nothing is written.
    /// </summary>
    public async Task<T> Update<T>(string partition, string id, Func<T, T> change, CancellationToken cancellation = default)
        where T : class
    {
        var table = TableOf<T>();
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var row = await rows.Find(table, partition, id, cancellation)
                ?? throw new InvalidOperationException($"{table} {partition} {id} is not in the register, so it cannot be changed.");
            var changed = change(Read<T>(row));
            var json = Write(changed);

            if (json == row.Json || await rows.Commit(table, partition, [Change.Update(id, json, row.ETag)], cancellation))
                return changed;
        }

        throw new InvalidOperationException($"{table} {partition} {id} was changed by others {Attempts} times in a row.");
    }

    /// <summary>Changes several records of a partition in one commit, all of them or none. As with one record, the change is pure and may run again.</summary>
    public async Task UpdateAll<T>(string partition, IReadOnlyList<string> ids, Func<T, T> change, CancellationToken cancellation = default)
        where T : class
    {
        var table = TableOf<T>();
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var changes = new List<Change>();
            foreach (var id in ids)
            {
                var row = await rows.Find(table, partition, id, cancellation)
                    ?? throw new InvalidOperationException($"{table} {partition} {id} is not in the register, so it cannot be changed.");
                var json = Write(change(Read<T>(row)));
                if (json != row.Json)
                    changes.Add(Change.Update(id, json, row.ETag));
            }

            if (changes.Count == 0 || await rows.Commit(table, partition, changes, cancellation))
                return;
        }

        throw new InvalidOperationException($"{table} {partition} was changed by others {Attempts} times in a row.");
    }

    static string TableOf<T>() => TableNames<T>.Name
        ?? throw new InvalidOperationException($"{typeof(T).Name} names no table: put [Table] on it.");

    static string Write<T>(T record) => JsonSerializer.Serialize(record, RegisterJson.Options);

    static T Read<T>(Row row) => JsonSerializer.Deserialize<T>(row.Json, RegisterJson.Options)
        ?? throw new InvalidOperationException($"The row '{row.Id}' holds no {typeof(T).Name}.");

    static class TableNames<T>
    {
        public static readonly string? Name = typeof(T).GetCustomAttribute<TableAttribute>()?.Name;
    }
}
