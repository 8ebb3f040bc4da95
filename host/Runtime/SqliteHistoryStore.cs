using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace Assessment.Host.Runtime;

/// <summary>Keeps everything in a SQLite file that the host's other tables may share; a commit is on the disk when it returns.</summary>
public sealed class SqliteHistoryStore : IHistoryStore
{
    const string Schema = """
        PRAGMA busy_timeout = 30000;
        PRAGMA journal_mode = WAL;
        CREATE TABLE IF NOT EXISTS durable_instance (id TEXT PRIMARY KEY, instance TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS durable_event (
            instance TEXT NOT NULL, position INTEGER NOT NULL, event TEXT NOT NULL, PRIMARY KEY (instance, position)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS durable_work (sequence INTEGER PRIMARY KEY, item TEXT NOT NULL);
        CREATE TABLE IF NOT EXISTS durable_next (one INTEGER PRIMARY KEY CHECK (one = 1), sequence INTEGER NOT NULL);
        CREATE TABLE IF NOT EXISTS host_setting (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
        INSERT OR IGNORE INTO durable_next VALUES (1, 1);
        """;

    readonly Lock gate = new();
    readonly SqliteConnection connection;
    readonly SqliteCommand begin, commit, rollback, saveInstance, removeInstance, appendEvent, clearEvents, addWork, removeWork, saveNext;
    readonly SqliteCommand readHistory, readSetting, saveSetting;

    /// <param name="file">A file path, or a connection string.</param>
    /// <param name="isSynced">False where a loss of power need not be survived; a kill is.</param>
    public SqliteHistoryStore(string file, bool isSynced = true)
    {
        connection = new(file.Contains('=', StringComparison.Ordinal)
            ? file
            : new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ConnectionString);
        connection.Open();
        using (var schema = Prepare(Schema))
        {
            schema.ExecuteNonQuery();
        }

        using (var sync = Prepare(isSynced ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = OFF"))
        {
            sync.ExecuteNonQuery();
        }

        begin = Prepare("BEGIN IMMEDIATE");
        commit = Prepare("COMMIT");
        rollback = Prepare("ROLLBACK");
        saveInstance = Prepare("INSERT OR REPLACE INTO durable_instance VALUES (@a, @b)", "@a", "@b");
        removeInstance = Prepare("DELETE FROM durable_instance WHERE id = @a", "@a");
        appendEvent = Prepare("INSERT INTO durable_event VALUES (@a, @b, @c)", "@a", "@b", "@c");
        clearEvents = Prepare("DELETE FROM durable_event WHERE instance = @a", "@a");
        addWork = Prepare("INSERT INTO durable_work VALUES (@a, @b)", "@a", "@b");
        removeWork = Prepare("DELETE FROM durable_work WHERE sequence = @a", "@a");
        saveNext = Prepare("UPDATE durable_next SET sequence = @a", "@a");
        readHistory = Prepare("SELECT event FROM durable_event WHERE instance = @a ORDER BY position", "@a");
        readSetting = Prepare("SELECT value FROM host_setting WHERE key = @a", "@a");
        saveSetting = Prepare("INSERT OR REPLACE INTO host_setting VALUES (@a, @b)", "@a", "@b");
    }

    /// <summary>For the other tables in the same file.</summary>
    public string ConnectionString => connection.ConnectionString;

    public StoredState Load()
    {
        lock (gate)
        {
            using var instances = Prepare("SELECT instance FROM durable_instance ORDER BY id");
            using var work = Prepare("SELECT item FROM durable_work ORDER BY sequence");
            using var next = Prepare("SELECT sequence FROM durable_next");
            return new(
                ReadAll(instances, text => JsonSerializer.Deserialize(text, HistoryJson.Default.InstanceRecord)!),
                ReadAll(work, text => JsonSerializer.Deserialize(text, HistoryJson.Default.WorkItem)!),
                (long)next.ExecuteScalar()!);
        }
    }

    public IReadOnlyList<HistoryEvent> History(string instanceId)
    {
        lock (gate)
        {
            readHistory.Parameters[0].Value = instanceId;
            return ReadAll(readHistory, text => JsonSerializer.Deserialize(text, HistoryJson.Default.HistoryEvent)!);
        }
    }

    public void Commit(StoreCommit commit)
    {
        lock (gate)
        {
            begin.ExecuteNonQuery();
            try
            {
                Write(commit);
                this.commit.ExecuteNonQuery();
            }
            catch
            {
                rollback.ExecuteNonQuery();
                throw;
            }
        }
    }

    public string? ReadSetting(string key)
    {
        lock (gate)
        {
            readSetting.Parameters[0].Value = key;
            return (string?)readSetting.ExecuteScalar();
        }
    }

    public void SaveSetting(string key, string value)
    {
        lock (gate)
        {
            Run(saveSetting, key, value);
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            connection.Dispose();
        }
    }

    void Write(StoreCommit commit)
    {
        commit.ClearedHistories.ForEach(id => Run(clearEvents, id));
        commit.Instances.ForEach(instance =>
            Run(saveInstance, instance.Id, JsonSerializer.Serialize(instance, HistoryJson.Default.InstanceRecord)));
        commit.Appended.ForEach(Append);
        commit.Removed.ForEach(sequence => Run(removeWork, sequence));
        commit.Added.ForEach(item => Run(addWork, item.Sequence, JsonSerializer.Serialize(item, HistoryJson.Default.WorkItem)));
        commit.Purged.ForEach(Purge);
        Run(saveNext, commit.NextSequence);
    }

    void Append(HistoryAppend append)
    {
        for (var i = 0; i < append.Events.Count; i++)
        {
            Run(appendEvent, append.InstanceId, append.Position + i, JsonSerializer.Serialize(append.Events[i], HistoryJson.Default.HistoryEvent));
        }
    }

    void Purge(string id)
    {
        Run(removeInstance, id);
        Run(clearEvents, id);
    }

    static void Run(SqliteCommand command, params ReadOnlySpan<object> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i];
        }

        command.ExecuteNonQuery();
    }

    static List<T> ReadAll<T>(SqliteCommand command, Func<string, T> read)
    {
        var all = new List<T>();
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            all.Add(read(reader.GetString(0)));
        }

        return all;
    }

    SqliteCommand Prepare(string sql, params ReadOnlySpan<string> parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(new SqliteParameter { ParameterName = parameter });
        }

        return command;
    }
}
