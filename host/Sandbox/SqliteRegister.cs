using System.Globalization;
using System.Runtime.CompilerServices;
using Assessment.Register;
using Microsoft.Data.Sqlite;

namespace Assessment.Host.Sandbox;

/// <summary>The register in a local database. An ETag counts the changes of its row, so the same changes give the same rows on every machine.</summary>
public sealed class SqliteRegister : IRegister, IDisposable
{
    const int PageSize = 256;

    // A deleted row stays behind without JSON: its count goes on, so an ETag from before the deletion never fits again.
    // The keys are an index beside the rows: with the JSON inside the index (WITHOUT ROWID), inserts take twice the time.
    const string Schema = """
        PRAGMA busy_timeout = 30000;
        PRAGMA journal_mode = WAL;
        CREATE TABLE IF NOT EXISTS rows (
            tbl TEXT NOT NULL,
            partition TEXT NOT NULL,
            id TEXT NOT NULL,
            json TEXT,
            etag INTEGER NOT NULL,
            PRIMARY KEY (tbl, partition, id)
        );
        """;

    const string ThisRow = "tbl = $table AND partition = $partition AND id = $id";

    readonly Lock gate = new();
    readonly SqliteConnection connection;
    readonly SqliteCommand find;
    readonly SqliteCommand list;
    readonly SqliteCommand insert;
    readonly SqliteCommand update;
    readonly SqliteCommand upsert;
    readonly SqliteCommand delete;
    readonly SqliteCommand begin;
    readonly SqliteCommand commit;
    readonly SqliteCommand rollback;

    /// <summary>Opens and keeps one connection: <c>Data Source=register.db</c>, or <c>Data Source=:memory:</c>.</summary>
    public SqliteRegister(string connectionString, bool isSynced = true)
    {
        connection = new SqliteConnection(new SqliteConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        connection.Open();
        using (var schema = Prepare(Schema))
            schema.ExecuteNonQuery();
        using (var sync = Prepare(isSynced ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = OFF"))
            sync.ExecuteNonQuery();

        find = Prepare($"SELECT id, json, etag FROM rows WHERE {ThisRow} AND json IS NOT NULL", "$table", "$partition", "$id");
        list = Prepare(
            $"SELECT id, json, etag FROM rows WHERE tbl = $table AND partition = $partition AND id >= $from AND id < $end AND json IS NOT NULL ORDER BY id LIMIT {PageSize}",
            "$table", "$partition", "$from", "$end");
        insert = PrepareChange("""
            INSERT INTO rows (tbl, partition, id, json, etag) VALUES ($table, $partition, $id, $json, 1)
            ON CONFLICT DO UPDATE SET json = excluded.json, etag = etag + 1 WHERE json IS NULL
            """);
        upsert = PrepareChange("""
            INSERT INTO rows (tbl, partition, id, json, etag) VALUES ($table, $partition, $id, $json, 1)
            ON CONFLICT DO UPDATE SET json = excluded.json, etag = etag + 1
            """);
        update = PrepareChange($"UPDATE rows SET json = $json, etag = etag + 1 WHERE {ThisRow} AND etag = $etag AND json IS NOT NULL");
        delete = PrepareChange($"UPDATE rows SET json = NULL, etag = etag + 1 WHERE {ThisRow} AND etag = $etag AND json IS NOT NULL");
        begin = Prepare("BEGIN IMMEDIATE");
        commit = Prepare("COMMIT");
        rollback = Prepare("ROLLBACK");
    }

    public Task<Row?> Find(string table, string partition, string id, CancellationToken cancellation = default)
    {
        RegisterKeys.Check(table, partition, id);
        cancellation.ThrowIfCancellationRequested();
        lock (gate)
        {
            Bind(find, table, partition, id);
            using var reader = find.ExecuteReader();
            return Task.FromResult(reader.Read() ? ReadRow(reader) : null);
        }
    }

    public IAsyncEnumerable<Row> List(string table, string partition, string prefix = "", string from = "", CancellationToken cancellation = default)
    {
        RegisterKeys.CheckList(table, partition, prefix, from);
        var first = string.CompareOrdinal(prefix, from) > 0 ? prefix : from;
        return Pages(table, partition, first, RegisterKeys.After(prefix) ?? "\u007f", cancellation);
    }

    public Task<bool> Commit(string table, string partition, IReadOnlyList<Change> changes, CancellationToken cancellation = default)
    {
        RegisterKeys.Check(table, partition, changes);
        cancellation.ThrowIfCancellationRequested();
        lock (gate)
        {
            return Task.FromResult(changes.Count == 1
                ? Make(table, partition, changes[0])
                : MakeAll(table, partition, changes));
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            foreach (var command in new[] { find, list, insert, update, upsert, delete, begin, commit, rollback })
                command.Dispose();

            connection.Dispose();
        }
    }

    // The lock is free while the caller looks at a page; a list is no snapshot, as in Azure Tables.
    async IAsyncEnumerable<Row> Pages(string table, string partition, string from, string end, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await Task.CompletedTask;
        for (var page = Page(table, partition, from, end); page.Count > 0; page = Next(page))
        {
            foreach (var row in page)
            {
                cancellation.ThrowIfCancellationRequested();
                yield return row;
            }
        }

        // A blank is the smallest character of a key, so nothing lies between an id and the id with a blank.
        List<Row> Next(List<Row> page) => page.Count < PageSize ? [] : Page(table, partition, page[^1].Id + " ", end);
    }

    List<Row> Page(string table, string partition, string from, string end)
    {
        var rows = new List<Row>();
        lock (gate)
        {
            Bind(list, table, partition, from, end);
            using var reader = list.ExecuteReader();
            while (reader.Read())
                rows.Add(ReadRow(reader));
        }

        return rows;
    }

    bool MakeAll(string table, string partition, IReadOnlyList<Change> changes)
    {
        begin.ExecuteNonQuery();
        var made = false;
        try
        {
            made = changes.All(change => Make(table, partition, change));
        }
        finally
        {
            (made ? commit : rollback).ExecuteNonQuery();
        }

        return made;
    }

    bool Make(string table, string partition, Change change)
    {
        var command = change.Kind switch
        {
            ChangeKind.Insert => insert,
            ChangeKind.Update => update,
            ChangeKind.Upsert => upsert,
            ChangeKind.Delete => delete,
            _ => throw new InvalidOperationException($"Unknown kind of change {change.Kind}."),
        };
        Bind(command, table, partition, change.Id, change.Json, Count(change.ETag));
        return command.ExecuteNonQuery() == 1;
    }

    static object Count(string etag) => long.TryParse(etag, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : DBNull.Value;

    static Row ReadRow(SqliteDataReader reader)
        => new(reader.GetString(0), reader.GetString(1), reader.GetInt64(2).ToString(CultureInfo.InvariantCulture));

    SqliteCommand PrepareChange(string sql) => Prepare(sql, "$table", "$partition", "$id", "$json", "$etag");

    // The text is one of the constants above; every value is a parameter.
    SqliteCommand Prepare(string sql, params ReadOnlySpan<string> parameters)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var name in parameters)
            command.Parameters.Add(new SqliteParameter { ParameterName = name });

        return command;
    }

    static void Bind(SqliteCommand command, params ReadOnlySpan<object> values)
    {
        for (var index = 0; index < values.Length; index++)
            command.Parameters[index].Value = values[index];
    }
}
