using Microsoft.DurableTask.Client;

namespace Assessment.Host.Runtime;

/// <summary>Where the runtime keeps instances, their histories and the work still to do. All changes of one step are one transaction.</summary>
public interface IHistoryStore : IDisposable
{
    StoredState Load();

    /// <summary>The events of the instance's current execution, oldest first.</summary>
    IReadOnlyList<HistoryEvent> History(string instanceId);

    void Commit(StoreCommit commit);

    string? ReadSetting(string key);

    void SaveSetting(string key, string value);
}

public sealed record StoredState(IReadOnlyList<InstanceRecord> Instances, IReadOnlyList<WorkItem> Work, long NextSequence);

/// <summary>What is known of an instance without reading its history.</summary>
public sealed record InstanceRecord(string Id, string Name, long Execution, DateTimeOffset CreatedAt)
{
    public OrchestrationRuntimeStatus Status { get; init; } = OrchestrationRuntimeStatus.Pending;

    public DateTimeOffset UpdatedAt { get; init; } = CreatedAt;

    public string? Version { get; init; }

    public string? Input { get; init; }

    public string? Output { get; init; }

    public string? CustomStatus { get; init; }

    public Failure? Failure { get; init; }

    public ParentLink? Parent { get; init; }

    /// <summary>How many events the current execution's history holds.</summary>
    public int Events { get; init; }

    internal bool IsFinished => Status
        is OrchestrationRuntimeStatus.Completed or OrchestrationRuntimeStatus.Failed or OrchestrationRuntimeStatus.Terminated;
}

public enum WorkKind
{
    /// <summary>An event to be handed to an instance; a timer is one that is due later.</summary>
    Message,
    Activity,
}

/// <summary>
/// One piece of work. The order is by due moment, then by sequence, so that it depends on nothing but what is stored.
/// Without an execution it is for whichever execution of the instance is current.
/// </summary>
public sealed record WorkItem(
    long Sequence, WorkKind Kind, string InstanceId, long? Execution, DateTimeOffset Due, HistoryEvent Event);

/// <summary>The changes of one step.</summary>
public sealed class StoreCommit
{
    public List<InstanceRecord> Instances { get; } = [];

    /// <summary>Instances whose history starts anew: continued as new, or started again under the same id.</summary>
    public List<string> ClearedHistories { get; } = [];

    public List<HistoryAppend> Appended { get; } = [];

    public List<WorkItem> Added { get; } = [];

    public List<long> Removed { get; } = [];

    public List<string> Purged { get; } = [];

    public long NextSequence { get; set; }
}

/// <summary>Events to write behind the first <paramref name="Position"/> events of a history.</summary>
public sealed record HistoryAppend(string InstanceId, int Position, IReadOnlyList<HistoryEvent> Events);
