using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Assessment.Host.Runtime;

/// <summary>An instance that is not finished, and in words what it waits for.</summary>
public sealed record WaitingInstance(string InstanceId, string Name, OrchestrationRuntimeStatus Status, IReadOnlyList<string> WaitsFor);

/// <summary>
/// Runs orchestrations and activities of a registry, one piece of work at a time, in the order that is stored.
/// Every step is one commit, so that a run which was killed continues where it stopped.
/// </summary>
public sealed class DurableRuntime : IAsyncDisposable
{
    readonly Lock gate = new();
    readonly OrchestratorFactory orchestrators;
    readonly Dictionary<TaskName, Func<IServiceProvider, ITaskActivity>> activities;
    readonly IServiceProvider services;
    readonly IHistoryStore store;
    readonly TimeProvider clock;
    readonly RuntimeOptions options;
    readonly Dictionary<string, Instance> instances = new(StringComparer.Ordinal);
    readonly WorkQueue queue = new();
    readonly LinkedList<Instance> kept = new();
    readonly InstanceWaits waits = new();
    TaskCompletionSource? workArrived;
    Exception? broken;
    long nextSequence;
    bool hasNews;
    int running;

    public DurableRuntime(
        DurableTaskRegistry tasks, IServiceProvider services, IHistoryStore store, TimeProvider clock, RuntimeOptions? options = null)
    {
        this.services = services;
        this.store = store;
        this.clock = clock;
        this.options = options ?? new();
        orchestrators = Orchestrators.Of(tasks, services);
        activities = tasks.GetActivities().ToDictionary();
        Client = new RuntimeClient(this, this.options.DataConverter);
        Load();
    }

    public DurableTaskClient Client { get; }

    /// <summary>The moment of the first work: a timer, a retry, a delayed start, or what can run now.</summary>
    public DateTimeOffset? NextDue
    {
        get
        {
            lock (gate)
            {
                return queue.NextDue;
            }
        }
    }

    internal DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>Runs everything that can run at the clock's now; gives how many turns and activities that were.</summary>
    public async Task<int> RunUntilIdle(CancellationToken cancellation = default)
    {
        var count = 0;
        while (await RunNext(cancellation).ConfigureAwait(false))
        {
            count++;
        }

        return count;
    }

    /// <summary>Runs the first piece of work that is due; false if there is none.</summary>
    public async ValueTask<bool> RunNext(CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        if (Interlocked.Exchange(ref running, 1) == 1)
        {
            throw new InvalidOperationException("The runtime already runs; work runs one piece at a time.");
        }

        try
        {
            return await TakeAndRun().ConfigureAwait(false);
        }
        finally
        {
            Volatile.Write(ref running, 0);
        }
    }

    /// <summary>Completes when a client call has brought work since the runtime was last found idle, or when some is due already.</summary>
    public Task WorkArrived(CancellationToken cancellation)
    {
        lock (gate)
        {
            if (hasNews || queue.HasDue(Now))
            {
                return Task.CompletedTask;
            }

            workArrived ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
            return workArrived.Task.WaitAsync(cancellation);
        }
    }

    public IReadOnlyList<WaitingInstance> Waiting()
    {
        lock (gate)
        {
            return
            [
                .. instances.Values
                    .Where(instance => !instance.Record.IsFinished)
                    .OrderBy(instance => instance.Record.Id, StringComparer.Ordinal)
                    .Select(Describe),
            ];
        }
    }

    /// <summary>The events of the instance's current execution, oldest first; none if there is no such instance.</summary>
    public IReadOnlyList<HistoryEvent> History(string instanceId)
    {
        lock (gate)
        {
            return store.History(instanceId);
        }
    }

    public ValueTask DisposeAsync()
    {
        waits.Fail(new ObjectDisposedException(nameof(DurableRuntime)));
        return ValueTask.CompletedTask;
    }

    internal InstanceRecord? Find(string instanceId)
    {
        lock (gate)
        {
            return instances.GetValueOrDefault(instanceId)?.Record;
        }
    }

    internal IReadOnlyList<InstanceRecord> Find(Func<InstanceRecord, bool> filter)
    {
        lock (gate)
        {
            return [.. instances.Values.Select(instance => instance.Record).Where(filter).OrderBy(record => record.Id, StringComparer.Ordinal)];
        }
    }

    internal Task<InstanceRecord> WaitFor(string instanceId, Func<InstanceRecord, bool> reached, CancellationToken cancellation)
    {
        lock (gate)
        {
            return instances.GetValueOrDefault(instanceId)?.Record is { } record && reached(record)
                ? Task.FromResult(record)
                : waits.Add(instanceId, reached).WaitAsync(cancellation);
        }
    }

    internal string Start(TaskName name, string? input, StartOrchestrationOptions? start)
    {
        lock (gate)
        {
            var id = start?.InstanceId ?? NameBasedGuid.From($"start_{nextSequence}").ToString("N");
            if (instances.GetValueOrDefault(id)?.Record is { IsFinished: false } existing)
            {
                throw new InvalidOperationException(Words.AlreadyRuns(existing));
            }

            var step = NewStep();
            step.Start(id, name.Name, input, start?.Version?.Version ?? options.DefaultVersion, startAt: Later(start?.StartAt, step.Now));
            Commit(step);
            return id;
        }
    }

    /// <summary>Sends a message; false if no instance is there to receive it.</summary>
    internal bool Send(string instanceId, Func<DateTimeOffset, HistoryEvent> message)
    {
        lock (gate)
        {
            if (!instances.TryGetValue(instanceId, out var instance))
            {
                return false;
            }

            if (!instance.Record.IsFinished)
            {
                var step = NewStep();
                step.Message(instanceId, null, message(step.Now));
                Commit(step);
            }

            return true;
        }
    }

    internal int Purge(string instanceId, bool recursive)
    {
        lock (gate)
        {
            if (!instances.ContainsKey(instanceId))
            {
                return 0;
            }

            var purged = recursive ? WithDescendants(instanceId) : [instanceId];
            if (purged.Find(id => !instances[id].Record.IsFinished) is { } unfinished)
            {
                throw new InvalidOperationException(
                    $"Orchestration '{unfinished}' is {instances[unfinished].Record.Status}; only a finished one can be purged.");
            }

            var step = NewStep();
            purged.ForEach(step.Purge);
            queue.Entries.Where(entry => entry.Item.Kind == WorkKind.Activity && purged.Contains(entry.Item.InstanceId)).ToList().ForEach(step.Remove);
            Commit(step);
            return purged.Count;
        }
    }

    static DateTimeOffset? Later(DateTimeOffset? moment, DateTimeOffset now) => moment > now ? moment.Value.ToUniversalTime() : null;

    void Load()
    {
        var state = store.Load();
        nextSequence = state.NextSequence;
        foreach (var record in state.Instances)
        {
            instances.Add(record.Id, new(record));
        }

        foreach (var item in state.Work)
        {
            Add(new(item));
        }
    }

    ValueTask<bool> TakeAndRun()
    {
        Entry? entry;
        lock (gate)
        {
            entry = queue.TakeDue(Now);
            hasNews &= entry is not null;
            if (entry?.Item.Kind == WorkKind.Message)
            {
                RunTurn(instances[entry.Item.InstanceId]);
                return new(true);
            }
        }

        return entry is null ? new(false) : RunActivity(entry);
    }

    async ValueTask<bool> RunActivity(Entry entry)
    {
        var result = await Perform(entry.Item).ConfigureAwait(false);
        lock (gate)
        {
            if (!entry.IsDone)
            {
                var step = NewStep();
                step.Remove(entry);
                step.Message(entry.Item.InstanceId, entry.Item.Execution, result with { At = step.Now });
                Commit(step);
            }
        }

        return true;
    }

    async Task<HistoryEvent> Perform(WorkItem item)
    {
        var call = item.Event;
        if (!activities.TryGetValue(call.Name!, out var factory))
        {
            return Failed(call, new(Failure.MissingActivity, $"No activity task named '{call.Name}' was found."));
        }

        try
        {
            var output = await InScope(provider => Run(factory(provider), item)).ConfigureAwait(false);
            return new(EventKind.TaskCompleted, call.At) { Task = call.Task, Data = options.DataConverter.Serialize(output) };
        }
        catch (Exception exception)
        {
            return Failed(call, Failure.From(exception));
        }
    }

    Task<object?> Run(ITaskActivity activity, WorkItem item)
        => activity.RunAsync(new ActivityContext(item), options.DataConverter.Deserialize(item.Event.Data, activity.InputType));

    async Task<object?> InScope(Func<IServiceProvider, Task<object?>> run)
    {
        if (services.GetService<IServiceScopeFactory>() is not { } scopes)
        {
            return await run(services).ConfigureAwait(false);
        }

        var scope = scopes.CreateAsyncScope();
        await using (scope.ConfigureAwait(false))
        {
            return await run(scope.ServiceProvider).ConfigureAwait(false);
        }
    }

    static HistoryEvent Failed(HistoryEvent call, Failure failure)
        => new(EventKind.TaskFailed, call.At) { Task = call.Task, Failure = failure };

    void RunTurn(Instance instance)
    {
        var step = NewStep();
        var record = instance.Record;
        var arrived = instance.Arrived(step.Now);
        arrived.ForEach(step.Remove);
        var events = arrived
            .Where(entry => !record.IsFinished && (entry.Item.Execution is not { } execution || execution == record.Execution))
            .Select(entry => entry.Item.Event)
            .ToList();
        if (events.Count > 0)
        {
            var turn = Turn(instance, events, step.Now);
            Record(step, instance, turn);
        }

        Commit(step);
        Keep(instance);
    }

    List<HistoryEvent> Turn(Instance instance, List<HistoryEvent> events, DateTimeOffset now)
    {
        if (events.Find(arrived => arrived.Kind == EventKind.ExecutionTerminated) is { } terminated)
        {
            return
            [
                new(EventKind.OrchestratorStarted, now),
                terminated,
                new(EventKind.ExecutionCompleted, now) { Status = OrchestrationRuntimeStatus.Terminated, Data = terminated.Data },
            ];
        }

        try
        {
            return Executing(instance).Run(now, events);
        }
        catch (NonDeterminismException exception)
        {
            return [new(EventKind.OrchestratorStarted, now), .. events, Execution.Failed(now, Failure.From(exception))];
        }
    }

    /// <summary>The code of the instance: as it was kept, or brought to where it was from its history.</summary>
    Execution Executing(Instance instance)
    {
        if (instance.Kept is null)
        {
            var execution = new Execution(instance.Record, orchestrators, options);
            execution.Replay(instance.Record.Events == 0 ? [] : store.History(instance.Record.Id));
            instance.Kept = execution;
        }

        return instance.Kept;
    }

    void Record(Step step, Instance instance, List<HistoryEvent> turn)
    {
        var execution = instance.Kept;
        var record = instance.Record with
        {
            UpdatedAt = step.Now,
            Status = execution?.IsSuspended == true ? OrchestrationRuntimeStatus.Suspended : OrchestrationRuntimeStatus.Running,
            CustomStatus = execution is null ? instance.Record.CustomStatus : execution.CustomStatus,
            Events = instance.Record.Events + turn.Count,
        };
        if (turn[^1].Kind == EventKind.ContinuedAsNew)
        {
            step.ContinueAsNew(record, turn[^1], execution!.Next!.KeepsEvents ? execution.UnprocessedEvents : []);
        }
        else
        {
            step.Save(record);
            step.Commit.Appended.Add(new(record.Id, instance.Record.Events, turn));
        }

        turn.ForEach(happened => Follow(step, record, happened));
    }

    /// <summary>The work that follows from what the code did.</summary>
    void Follow(Step step, InstanceRecord record, HistoryEvent happened)
    {
        switch (happened.Kind)
        {
            case EventKind.TaskScheduled:
                step.Activity(record, happened);
                break;
            case EventKind.TimerCreated:
                step.Message(record.Id, record.Execution, new(EventKind.TimerFired, happened.Due!.Value) { Task = happened.Task }, happened.Due);
                break;
            case EventKind.TimerCanceled:
                step.CancelTimer(record, happened.Task!.Value);
                break;
            case EventKind.SubOrchestrationCreated:
                step.StartChild(record, happened);
                break;
            case EventKind.EventSent when step.Find(happened.InstanceId!) is { IsFinished: false }:
                step.Message(happened.InstanceId!, null, new(EventKind.EventRaised, step.Now) { Name = happened.Name, Data = happened.Data });
                break;
            case EventKind.ExecutionTerminated when happened.Recursive == true:
                Children(record.Id).Where(child => !child.IsFinished).ToList().ForEach(child => step.Message(child.Id, null, happened));
                break;
            case EventKind.ExecutionCompleted:
                step.Finish(record, happened);
                break;
        }
    }

    IEnumerable<InstanceRecord> Children(string id) => instances.Values
        .Select(instance => instance.Record)
        .Where(record => record.Parent?.InstanceId == id && record.Parent.Execution == instances[id].Record.Execution)
        .OrderBy(record => record.Id, StringComparer.Ordinal);

    List<string> WithDescendants(string id) => [id, .. Children(id).SelectMany(child => WithDescendants(child.Id))];

    WaitingInstance Describe(Instance instance)
    {
        var record = instance.Record;
        IReadOnlyList<string> waitsFor = record.Status == OrchestrationRuntimeStatus.Pending
            ? [$"its start at {Words.Moment(instance.Messages.Find(entry => entry.Item.Event.Kind == EventKind.ExecutionStarted)!.Item.Due)}"]
            : [.. WaitsOf(instance)];
        return new(record.Id, record.Name, record.Status, waitsFor);
    }

    IEnumerable<string> WaitsOf(Instance instance)
    {
        try
        {
            return Executing(instance).Waits;
        }
        catch (NonDeterminismException exception)
        {
            return [exception.Message];
        }
        finally
        {
            Keep(instance);
        }
    }

    /// <summary>Keeps the code of the instance for its next turn, and lets go of the one that was not used for longest.</summary>
    void Keep(Instance instance)
    {
        if (instance.Place is { } place)
        {
            kept.Remove(place);
        }

        if (instance.Kept is null || instance.Record.IsFinished || instance.Record.Events == 0 || options.Replay == Replay.EveryTurn)
        {
            Evict(instance);
            return;
        }

        instance.Place ??= new(instance);
        kept.AddLast(instance.Place);
        if (kept.Count > options.KeptInstances)
        {
            var oldest = kept.First!.Value;
            kept.RemoveFirst();
            Evict(oldest);
        }
    }

    static void Evict(Instance instance)
    {
        instance.Kept = null;
        instance.Place = null;
    }

    Step NewStep()
    {
        if (broken is not null)
        {
            throw new InvalidOperationException("The history could not be written; start again from what is stored.", broken);
        }

        return new(instances, nextSequence, Now);
    }

    void Commit(Step step)
    {
        try
        {
            store.Commit(step.Commit);
        }
        catch (Exception exception)
        {
            broken = exception;
            waits.Fail(exception);
            throw;
        }

        Apply(step);
    }

    void Apply(Step step)
    {
        nextSequence = step.Commit.NextSequence;
        foreach (var entry in step.Done)
        {
            entry.IsDone = true;
            if (entry.Item.Kind == WorkKind.Message)
            {
                instances[entry.Item.InstanceId].Messages.Remove(entry);
            }
        }

        foreach (var record in step.Commit.Instances)
        {
            Apply(record);
        }

        step.Commit.Added.ForEach(item => Add(new(item)));
        step.Commit.Purged.ForEach(id => instances.Remove(id));
        hasNews |= step.Commit.Added.Count > 0;
        if (hasNews)
        {
            workArrived?.TrySetResult();
            workArrived = null;
        }
    }

    void Apply(InstanceRecord record)
    {
        if (!instances.TryGetValue(record.Id, out var instance))
        {
            instances.Add(record.Id, instance = new(record));
        }

        var starts = instance.Record.Status == OrchestrationRuntimeStatus.Pending && record.Status != OrchestrationRuntimeStatus.Pending;
        instance.Record = record;
        if (starts)
        {
            instance.Messages.ForEach(queue.Add);
        }

        waits.Notify(record);
    }

    void Add(Entry entry)
    {
        if (entry.Item.Kind == WorkKind.Activity)
        {
            queue.Add(entry);
        }
        else if (instances.TryGetValue(entry.Item.InstanceId, out var instance))
        {
            instance.Messages.Add(entry);
            if (instance.Record.Status != OrchestrationRuntimeStatus.Pending
                || entry.Item.Event.Kind is EventKind.ExecutionStarted or EventKind.ExecutionTerminated)
            {
                queue.Add(entry);
            }
        }
    }
}

sealed class ActivityContext(WorkItem item) : TaskActivityContext
{
    public override TaskName Name => item.Event.Name!;

    public override string InstanceId => item.InstanceId;

    public override string Version => item.Event.Version ?? string.Empty;
}
