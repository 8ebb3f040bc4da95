using Microsoft.Data.Sqlite;

namespace Assessment.Host.Sandbox;

/// <summary>
/// What the world outside the app holds: the messages of the mailbox, the cards on people's screens, and what people are about to do.
/// In a file it survives a kill: each change is one synced transaction.
/// </summary>
public sealed class SandboxDatabase : IDisposable
{
    readonly SqliteConnection connection;

    /// <summary>Opens a file, or memory without one.</summary>
    public SandboxDatabase(string? file, bool isSynced = true)
    {
        connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file ?? ":memory:", Pooling = false }.ToString());
        connection.Open();
        Execute("PRAGMA journal_mode = WAL; PRAGMA busy_timeout = 10000;");
        Execute(isSynced ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = OFF");
        Execute("""
            CREATE TABLE IF NOT EXISTS messages (
                sequence INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, direction TEXT NOT NULL, kind TEXT NOT NULL, about TEXT NOT NULL,
                internet_id TEXT NOT NULL, conversation TEXT NOT NULL, at TEXT NOT NULL, raw BLOB NOT NULL);
            CREATE INDEX IF NOT EXISTS messages_by_internet_id ON messages (internet_id);
            CREATE INDEX IF NOT EXISTS messages_by_about ON messages (about, kind);
            CREATE TABLE IF NOT EXISTS cards (
                sequence INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, about TEXT NOT NULL, at TEXT NOT NULL, json TEXT NOT NULL, pressed TEXT);
            CREATE INDEX IF NOT EXISTS cards_by_about ON cards (about, kind);
            CREATE TABLE IF NOT EXISTS acts (
                sequence INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, due TEXT NOT NULL, json TEXT NOT NULL, done INTEGER NOT NULL DEFAULT 0);
            CREATE INDEX IF NOT EXISTS acts_by_due ON acts (done, due, sequence);
            """);
    }

    /// <summary>One caller at a time: the server's requests and the app's activities share the connection.</summary>
    public Lock Gate { get; } = new();

    public SqliteTransaction Begin() => connection.BeginTransaction();

    public int Execute(string sql, params (string Name, object? Value)[] values)
    {
        using var command = Command(sql, values);
        return command.ExecuteNonQuery();
    }

    public T? Single<T>(string sql, Func<SqliteDataReader, T> read, params (string Name, object? Value)[] values)
        where T : class
    {
        using var command = Command(sql, values);
        using var reader = command.ExecuteReader();
        return reader.Read() ? read(reader) : null;
    }

    public long Count(string sql, params (string Name, object? Value)[] values)
    {
        using var command = Command(sql, values);
        return (long)command.ExecuteScalar()!;
    }

    public List<T> All<T>(string sql, Func<SqliteDataReader, T> read, params (string Name, object? Value)[] values)
    {
        using var command = Command(sql, values);
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    public void Dispose()
    {
        lock (Gate)
        {
            connection.Dispose();
        }
    }

    SqliteCommand Command(string sql, (string Name, object? Value)[] values)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in values)
        {
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        }

        return command;
    }
}
