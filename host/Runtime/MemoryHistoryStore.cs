namespace Assessment.Host.Runtime;

/// <summary>Keeps everything in memory; a second runtime on the same store continues where the first one stopped.</summary>
public sealed class MemoryHistoryStore : IHistoryStore
{
    readonly Lock gate = new();
    readonly Dictionary<string, InstanceRecord> instances = new(StringComparer.Ordinal);
    readonly Dictionary<string, List<HistoryEvent>> histories = new(StringComparer.Ordinal);
    readonly Dictionary<long, WorkItem> work = [];
    readonly Dictionary<string, string> settings = new(StringComparer.Ordinal);
    long nextSequence = 1;

    public StoredState Load()
    {
        lock (gate)
        {
            return new(
                [.. instances.Values.OrderBy(instance => instance.Id, StringComparer.Ordinal)],
                [.. work.Values.OrderBy(item => item.Sequence)],
                nextSequence);
        }
    }

    public IReadOnlyList<HistoryEvent> History(string instanceId)
    {
        lock (gate)
        {
            return histories.TryGetValue(instanceId, out var history) ? [.. history] : [];
        }
    }

    public void Commit(StoreCommit commit)
    {
        lock (gate)
        {
            commit.ClearedHistories.ForEach(id => histories.Remove(id));
            commit.Instances.ForEach(instance => instances[instance.Id] = instance);
            commit.Appended.ForEach(Append);
            commit.Removed.ForEach(sequence => work.Remove(sequence));
            commit.Added.ForEach(item => work.Add(item.Sequence, item));
            commit.Purged.ForEach(Purge);
            nextSequence = commit.NextSequence;
        }
    }

    public string? ReadSetting(string key)
    {
        lock (gate)
        {
            return settings.GetValueOrDefault(key);
        }
    }

    public void SaveSetting(string key, string value)
    {
        lock (gate)
        {
            settings[key] = value;
        }
    }

    public void Dispose()
    {
    }

    void Append(HistoryAppend append)
    {
        if (!histories.TryGetValue(append.InstanceId, out var history))
        {
            histories[append.InstanceId] = history = [];
        }

        history.AddRange(append.Events);
    }

    void Purge(string id)
    {
        instances.Remove(id);
        histories.Remove(id);
    }
}
