using System.Globalization;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;

namespace Assessment.Host.Runtime;

/// <summary>What the code of one execution sees. Its actions are checked against the history while replaying, and new ones are collected.</summary>
sealed class OrchestrationContext(InstanceRecord instance, RuntimeOptions runtimeOptions, TurnLoop loop) : TaskOrchestrationContext
{
    readonly Queue<HistoryEvent> actions = new();
    readonly Dictionary<int, OpenTask> open = [];
    readonly DataConverter converter = runtimeOptions.DataConverter;
    DateTimeOffset now;
    bool isReplaying;
    object? input;
    int tasks;
    int steps;
    int guids;

    public override TaskName Name => instance.Name;

    public override string InstanceId => instance.Id;

    public override string Version => instance.Version ?? string.Empty;

    public override ParentOrchestrationInstance? Parent { get; } =
        instance.Parent is { } parent ? new(parent.Name, parent.InstanceId) : null;

    public override DateTime CurrentUtcDateTime => now.UtcDateTime;

    public override bool IsReplaying => isReplaying;

    protected override ILoggerFactory LoggerFactory => runtimeOptions.LoggerFactory;

    public EventWaits Events { get; } = new(runtimeOptions.DataConverter);

    public string? CustomStatus { get; private set; }

    /// <summary>The execution that shall follow this one, if the code asked for it.</summary>
    public NextExecution? Next { get; private set; }

    public IEnumerable<HistoryEvent> OpenActions => open.OrderBy(task => task.Key).Select(task => task.Value.Action);

    public bool HasOpenTasks => open.Count > 0;

    public override T? GetInput<T>()
        where T : default
        => input is T typed ? typed : converter.Deserialize<T>(instance.Input);

    public object? ReadInput(Type type) => input = converter.Deserialize(instance.Input, type);

    public void BeginTurn(DateTimeOffset moment, bool replaying)
    {
        now = moment;
        isReplaying = replaying;
    }

    public override Task<TResult> CallActivityAsync<TResult>(TaskName name, object? input = null, TaskOptions? options = null)
    {
        if (input is TaskOptions && options is null)
        {
            throw new ArgumentException($"The options of activity '{name}' were passed as its input.", nameof(input));
        }

        var version = options?.Version?.Version ?? instance.Version;
        return Retries.Call(this, options?.Retry, () => Start<TResult>(new(EventKind.TaskScheduled, now)
        {
            Name = name.Name,
            Data = Write(input),
            Version = version,
        }));
    }

    public override Task<TResult> CallSubOrchestratorAsync<TResult>(TaskName orchestratorName, object? input = null, TaskOptions? options = null)
    {
        var id = (options as SubOrchestrationOptions)?.InstanceId ?? NewGuid().ToString("N");
        var version = options?.Version?.Version ?? runtimeOptions.DefaultVersion;
        return Retries.Call(this, options?.Retry, () => Start<TResult>(new(EventKind.SubOrchestrationCreated, now)
        {
            Name = orchestratorName.Name,
            Data = Write(input),
            InstanceId = id,
            Version = version,
        }));
    }

    public override Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken)
    {
        var timer = Open<object?>(new(EventKind.TimerCreated, now) { Due = Utc(fireAt) });
        if (cancellationToken.CanBeCanceled)
        {
            cancellationToken.Register(() => Cancel(timer, cancellationToken));
        }

        return timer.Task;
    }

    public override Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default)
    {
        StayHere();
        return Events.For<T>(eventName, cancellationToken);
    }

    public override void SendEvent(string instanceId, string eventName, object payload)
        => Act(new(EventKind.EventSent, now) { Task = tasks++, InstanceId = instanceId, Name = eventName, Data = Write(payload) });

    public override void SetCustomStatus(object? customStatus)
    {
        StayHere();
        CustomStatus = converter.Serialize(customStatus);
    }

    public override void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true)
    {
        StayHere();
        Next = new(converter.Serialize(newInput), preserveUnprocessedEvents);
    }

    public override Guid NewGuid()
    {
        StayHere();
        return NameBasedGuid.From(string.Create(CultureInfo.InvariantCulture, $"{InstanceId}_{CurrentUtcDateTime:o}_{guids++}"));
    }

    /// <summary>Hands a result to the code that awaits it; a result that nobody awaits any more changes nothing.</summary>
    public void Complete(HistoryEvent result)
    {
        if (open.Remove(result.Task!.Value, out var task))
        {
            task.Complete(result, converter);
        }
    }

    /// <summary>The code's next action must be the one that the history has.</summary>
    public void Repeat(HistoryEvent recorded)
    {
        steps++;
        var action = actions.TryDequeue(out var next) ? next : null;
        if (action is null || !SameAction(recorded, action))
        {
            throw new NonDeterminismException(
                InstanceId, steps, Words.Action(recorded), action is null ? Words.NothingMore : Words.Action(action));
        }
    }

    /// <summary>At the end of a turn of the history the code may have nothing more to do.</summary>
    public void EndReplayedTurn()
    {
        if (actions.TryPeek(out var action))
        {
            throw Deviates(Words.NothingMore, Words.Action(action));
        }
    }

    public NonDeterminismException Deviates(string history, string code) => new(InstanceId, steps + 1, history, code);

    public List<HistoryEvent> TakeNewActions()
    {
        var taken = new List<HistoryEvent>(actions);
        actions.Clear();
        steps += taken.Count;
        return taken;
    }

    string? Write(object? value) => isReplaying ? null : converter.Serialize(value);

    Task<T> Start<T>(HistoryEvent action) => Open<T>(action).Task;

    OpenTask<T> Open<T>(HistoryEvent action)
    {
        StayHere();
        var task = new OpenTask<T>(action with { Task = tasks++, At = now });
        open.Add(task.Action.Task!.Value, task);
        actions.Enqueue(task.Action);
        return task;
    }

    void Act(HistoryEvent action)
    {
        StayHere();
        actions.Enqueue(action);
    }

    void Cancel<T>(OpenTask<T> timer, CancellationToken cancellation)
    {
        var id = timer.Action.Task!.Value;
        if (!loop.IsHere)
        {
            loop.Leave();
        }
        else if (open.Remove(id))
        {
            Act(new(EventKind.TimerCanceled, now) { Task = id });
            timer.Cancel(cancellation);
        }
    }

    void StayHere()
    {
        if (!loop.IsHere)
        {
            loop.Leave();
            throw new InvalidOperationException(Words.LeftItsThread);
        }
    }

    static bool SameAction(HistoryEvent recorded, HistoryEvent action) =>
        recorded.Kind == action.Kind
        && recorded.Task == action.Task
        && recorded.Due == action.Due
        && string.Equals(recorded.InstanceId, action.InstanceId, StringComparison.Ordinal)
        && string.Equals(recorded.Name, action.Name, StringComparison.OrdinalIgnoreCase);

    // A time of no kind is taken as UTC: the machine's own time zone must not decide when a timer fires.
    static DateTimeOffset Utc(DateTime moment) => moment.Kind == DateTimeKind.Local
        ? new(moment.ToUniversalTime())
        : new(DateTime.SpecifyKind(moment, DateTimeKind.Utc));
}

sealed record NextExecution(string? Input, bool KeepsEvents);
