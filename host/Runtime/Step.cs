using Microsoft.DurableTask.Client;

namespace Assessment.Host.Runtime;

/// <summary>Collects what one step changes; nothing is changed before the store has committed it.</summary>
sealed class Step(IReadOnlyDictionary<string, Instance> instances, long nextSequence, DateTimeOffset now)
{
    public StoreCommit Commit { get; } = new() { NextSequence = nextSequence };

    public List<Entry> Done { get; } = [];

    public DateTimeOffset Now => now;

    public InstanceRecord? Find(string id)
        => Commit.Instances.FindLast(record => record.Id == id) ?? instances.GetValueOrDefault(id)?.Record;

    public void Save(InstanceRecord record)
    {
        Commit.Instances.RemoveAll(saved => saved.Id == record.Id);
        Commit.Instances.Add(record);
    }

    public void Message(string instanceId, long? execution, HistoryEvent message, DateTimeOffset? due = null)
        => Add(WorkKind.Message, instanceId, execution, message, due ?? now);

    public void Activity(InstanceRecord caller, HistoryEvent scheduled)
        => Add(WorkKind.Activity, caller.Id, caller.Execution, scheduled, now);

    public void Remove(Entry entry)
    {
        Commit.Removed.Add(entry.Item.Sequence);
        Done.Add(entry);
    }

    public void Start(
        string id, string name, string? input, string? version, ParentLink? parent = null, DateTimeOffset? startAt = null)
    {
        Forget(id);
        var record = new InstanceRecord(id, name, NextSequence(), now) { Input = input, Version = version, Parent = parent };
        Save(record);
        Message(id, record.Execution, Started(record), startAt);
    }

    public void StartChild(InstanceRecord parent, HistoryEvent call)
    {
        var id = call.InstanceId!;
        if (Find(id) is { IsFinished: false } running)
        {
            Message(parent.Id, parent.Execution, new(EventKind.SubOrchestrationFailed, now)
            {
                Task = call.Task,
                Failure = new(typeof(InvalidOperationException).FullName!, Words.AlreadyRuns(running)),
            });
            return;
        }

        Start(id, call.Name!, call.Data, call.Version, new(parent.Id, parent.Name, parent.Execution, call.Task!.Value));
    }

    /// <summary>The next execution starts before everything that is on its way to the instance, and after it come the events that nobody took.</summary>
    public void ContinueAsNew(InstanceRecord record, HistoryEvent ending, IEnumerable<HistoryEvent> carried)
    {
        var next = record with
        {
            Execution = NextSequence(),
            Input = ending.Data,
            Status = OrchestrationRuntimeStatus.Running,
            CustomStatus = null,
            UpdatedAt = now,
            Events = 0,
        };
        Commit.ClearedHistories.Add(record.Id);
        Save(next);
        Message(next.Id, next.Execution, Started(next));
        foreach (var raised in carried)
        {
            Message(next.Id, null, raised);
        }
    }

    /// <summary>Nothing more reaches a finished instance; activities it started still run, and their results go nowhere.</summary>
    public void Finish(InstanceRecord record, HistoryEvent ending)
    {
        Save(record with { Status = ending.Status!.Value, Output = ending.Data, Failure = ending.Failure });
        RemoveMessages(record.Id);
        Commit.Added.RemoveAll(item => item.InstanceId == record.Id && item.Kind == WorkKind.Message);
        if (record.Parent is { } parent && Find(parent.InstanceId) is not null)
        {
            Message(parent.InstanceId, parent.Execution, ResultFor(parent, record, ending));
        }
    }

    public void Purge(string id)
    {
        Commit.Purged.Add(id);
        RemoveMessages(id);
    }

    public void CancelTimer(InstanceRecord record, int timer)
    {
        Commit.Added.RemoveAll(item => IsTimer(item, record, timer));
        if (instances[record.Id].Messages.Find(entry => IsTimer(entry.Item, record, timer)) is { } entry && !Done.Contains(entry))
        {
            Remove(entry);
        }
    }

    static bool IsTimer(WorkItem item, InstanceRecord record, int timer) => item.Event.Kind == EventKind.TimerFired
        && item.Event.Task == timer && item.InstanceId == record.Id && item.Execution == record.Execution;

    void Add(WorkKind kind, string instanceId, long? execution, HistoryEvent work, DateTimeOffset due)
        => Commit.Added.Add(new(NextSequence(), kind, instanceId, execution, due, work));

    void Forget(string id)
    {
        if (Find(id) is not null)
        {
            Commit.ClearedHistories.Add(id);
            RemoveMessages(id);
        }
    }

    void RemoveMessages(string id)
    {
        foreach (var entry in instances.GetValueOrDefault(id)?.Messages ?? [])
        {
            if (!Done.Contains(entry))
            {
                Remove(entry);
            }
        }
    }

    long NextSequence() => Commit.NextSequence++;

    HistoryEvent Started(InstanceRecord record) => new(EventKind.ExecutionStarted, now)
    {
        Name = record.Name,
        Data = record.Input,
        Version = record.Version,
        Parent = record.Parent,
    };

    HistoryEvent ResultFor(ParentLink parent, InstanceRecord child, HistoryEvent ending) => ending.Status switch
    {
        OrchestrationRuntimeStatus.Completed => new(EventKind.SubOrchestrationCompleted, now) { Task = parent.Task, Data = ending.Data },
        OrchestrationRuntimeStatus.Terminated => new(EventKind.SubOrchestrationFailed, now)
        {
            Task = parent.Task,
            Failure = new(typeof(OperationCanceledException).FullName!, $"Sub-orchestration '{child.Id}' was terminated."),
        },
        _ => new(EventKind.SubOrchestrationFailed, now) { Task = parent.Task, Failure = ending.Failure },
    };
}
