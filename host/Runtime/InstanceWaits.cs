namespace Assessment.Host.Runtime;

/// <summary>Clients that wait until an instance has got somewhere; the instance need not exist yet.</summary>
sealed class InstanceWaits
{
    readonly Dictionary<string, List<Wait>> waits = new(StringComparer.Ordinal);

    public Task<InstanceRecord> Add(string instanceId, Func<InstanceRecord, bool> reached)
    {
        var wait = new Wait(reached, new(TaskCreationOptions.RunContinuationsAsynchronously));
        if (!waits.TryGetValue(instanceId, out var list))
        {
            waits[instanceId] = list = [];
        }

        list.Add(wait);
        return wait.Source.Task;
    }

    public void Notify(InstanceRecord record)
    {
        if (waits.Count == 0 || !waits.TryGetValue(record.Id, out var list))
        {
            return;
        }

        list.RemoveAll(wait => wait.Reached(record) && wait.Source.TrySetResult(record));
        if (list.Count == 0)
        {
            waits.Remove(record.Id);
        }
    }

    public void Fail(Exception exception)
    {
        foreach (var wait in waits.Values.SelectMany(list => list))
        {
            wait.Source.TrySetException(exception);
        }

        waits.Clear();
    }

    sealed record Wait(Func<InstanceRecord, bool> Reached, TaskCompletionSource<InstanceRecord> Source);
}
