using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Assessment.Host.Runtime;

/// <summary>One run of an orchestration's code, driven by events: those of its history first, then those that arrive.</summary>
sealed class Execution
{
    readonly InstanceRecord instance;
    readonly OrchestratorFactory factory;
    readonly RuntimeOptions options;
    readonly TurnLoop loop = new();
    readonly OrchestrationContext context;
    readonly Queue<HistoryEvent> held = new();
    Task<object?>? code;

    public Execution(InstanceRecord instance, OrchestratorFactory factory, RuntimeOptions options)
    {
        this.instance = instance;
        this.factory = factory;
        this.options = options;
        context = new(instance, options, loop);
    }

    public bool IsSuspended { get; private set; }

    public string? CustomStatus => context.CustomStatus;

    public NextExecution? Next => context.Next;

    /// <summary>The events that arrived and that no code took.</summary>
    public IEnumerable<HistoryEvent> UnprocessedEvents
        => context.Events.Unprocessed.Concat(held.Where(arrived => arrived.Kind == EventKind.EventRaised));

    public IEnumerable<string> Waits => IsSuspended
        ? ["to be resumed"]
        : context.OpenActions.Select(Words.Wait).Concat(context.Events.Names.Select(name => $"event '{name}'"));

    /// <summary>Runs the code over what happened before.</summary>
    public void Replay(IEnumerable<HistoryEvent> history)
    {
        foreach (var happened in history)
        {
            switch (happened.Kind)
            {
                case EventKind.OrchestratorStarted:
                    context.EndReplayedTurn();
                    context.BeginTurn(happened.At, replaying: true);
                    break;
                case EventKind.TaskScheduled or EventKind.TimerCreated or EventKind.TimerCanceled
                    or EventKind.SubOrchestrationCreated or EventKind.EventSent:
                    context.Repeat(happened);
                    break;
                case EventKind.ExecutionCompleted:
                    RepeatEnding(happened);
                    break;
                default:
                    Apply(happened);
                    break;
            }
        }

        context.EndReplayedTurn();
    }

    /// <summary>Runs the code over what arrived; gives all that belongs to the history, an ending last.</summary>
    public List<HistoryEvent> Run(DateTimeOffset now, IReadOnlyList<HistoryEvent> arrived)
    {
        context.BeginTurn(now, replaying: false);
        List<HistoryEvent> turn = [new(EventKind.OrchestratorStarted, now), .. arrived];
        foreach (var happened in arrived)
        {
            Apply(happened);
        }

        var actions = context.TakeNewActions();
        var ending = Ending(now);
        turn.AddRange(actions);
        if (ending is not null)
        {
            turn.Add(ending);
        }

        return turn;
    }

    void RepeatEnding(HistoryEvent recorded)
    {
        context.EndReplayedTurn();
        if (recorded.Status == OrchestrationRuntimeStatus.Terminated)
        {
            return;
        }

        var ending = Ending(recorded.At);
        if ((ending?.Status, ending?.Data, ending?.Failure?.Message) != (recorded.Status, recorded.Data, recorded.Failure?.Message))
        {
            throw context.Deviates(Words.Ending(recorded), Words.Ending(ending));
        }
    }

    void Apply(HistoryEvent happened)
    {
        switch (happened.Kind)
        {
            case EventKind.ExecutionSuspended:
                IsSuspended = true;
                break;
            case EventKind.ExecutionResumed:
                Resume();
                break;
            case EventKind.ExecutionTerminated:
                break;
            case var _ when IsSuspended:
                held.Enqueue(happened);
                break;
            case EventKind.ExecutionStarted:
                loop.Run(() => code = Begin());
                break;
            case EventKind.EventRaised:
                loop.Run(() => context.Events.Raise(happened));
                break;
            default:
                loop.Run(() => context.Complete(happened));
                break;
        }
    }

    void Resume()
    {
        IsSuspended = false;
        while (held.TryDequeue(out var happened))
        {
            Apply(happened);
        }
    }

    async Task<object?> Begin()
    {
        var orchestrator = factory(instance.Name);
        return await orchestrator.RunAsync(context, context.ReadInput(orchestrator.InputType));
    }

    /// <summary>
    /// How this execution ended, or null. As in DurableTask.Core it does not end while a task it started is open:
    /// a timer that nobody cancelled keeps it running until it fires.
    /// </summary>
    HistoryEvent? Ending(DateTimeOffset now)
    {
        if (loop.WasLeft)
        {
            return Failed(now, new(typeof(InvalidOperationException).FullName!, Words.LeftItsThread));
        }

        if (IsSuspended || code is null || context.HasOpenTasks)
        {
            return null;
        }

        return code.IsCompleted ? Outcome(now, code)
            : context.Events.Any ? null
            : Failed(now, new(typeof(InvalidOperationException).FullName!, Words.LeftItsThread));
    }

    HistoryEvent Outcome(DateTimeOffset now, Task<object?> finished)
    {
        try
        {
            var output = finished.GetAwaiter().GetResult();
            return Next is { } next
                ? new(EventKind.ContinuedAsNew, now) { Data = next.Input }
                : new(EventKind.ExecutionCompleted, now)
                {
                    Status = OrchestrationRuntimeStatus.Completed,
                    Data = options.DataConverter.Serialize(output),
                };
        }
        catch (UnknownTaskException exception)
        {
            return Failed(now, exception.Failure);
        }
        catch (Exception exception)
        {
            return Failed(now, Failure.From(exception));
        }
    }

    public static HistoryEvent Failed(DateTimeOffset now, Failure failure)
        => new(EventKind.ExecutionCompleted, now) { Status = OrchestrationRuntimeStatus.Failed, Failure = failure };
}

delegate ITaskOrchestrator OrchestratorFactory(string name);

static class Orchestrators
{
    public static OrchestratorFactory Of(DurableTaskRegistry tasks, IServiceProvider services)
    {
        var factories = tasks.GetOrchestrators().ToDictionary();
        return name => factories.TryGetValue(name, out var factory)
            ? factory(services)
            : throw new UnknownTaskException(new(Failure.MissingOrchestrator, $"No orchestrator task named '{name}' was found."));
    }
}

sealed class UnknownTaskException(Failure failure) : Exception(failure.Message)
{
    public Failure Failure { get; } = failure;
}
