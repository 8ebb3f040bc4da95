using Assessment.Host.Time;

namespace Assessment.Host.Runtime;

public enum RestReason
{
    /// <summary>Every instance is finished and nothing is due any more.</summary>
    Finished,

    /// <summary>Nothing can run and nothing is due, but instances wait: only something from outside can go on from here.</summary>
    Stuck,

    /// <summary>The moment to which the run was to go is reached.</summary>
    Reached,
}

/// <summary>Why the engine came to rest, and who still waits for what.</summary>
public sealed record Rest(RestReason Reason, DateTimeOffset At, IReadOnlyList<WaitingInstance> Waiting);

/// <summary>What the engine did at one moment.</summary>
public sealed record Progress(DateTimeOffset At, int WorkItems);

/// <summary>
/// Drives the runtime, the clock and everything else that acts at moments: run all that can run, go to the next moment, again.
/// A virtual clock jumps there; any other clock is waited for. One thing happens at a time.
/// </summary>
public sealed class LocalEngine(DurableRuntime runtime, TimeProvider clock, params IReadOnlyList<IDueSource> sources) : IAsyncDisposable
{
    // A timer of the system cannot wait for months.
    static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    readonly CancellationTokenSource stopping = new();

    /// <summary>After all work of a moment is done.</summary>
    public event Action<Progress>? Progressed;

    /// <summary>After a virtual clock jumped and before anything runs at the new moment: the place to save it.</summary>
    public event Action<DateTimeOffset>? ClockMoved;

    /// <summary>When nothing can run and nothing is due.</summary>
    public event Action<Rest>? CameToRest;

    /// <summary>The background run, if there is one; it ends when the engine is disposed, or with the error that stopped it.</summary>
    public Task Completion { get; private set; } = Task.CompletedTask;

    /// <summary>Runs until nothing is due any more, or until the moment is reached.</summary>
    public async Task<Rest> RunToRest(DateTimeOffset? until = null, CancellationToken cancellation = default)
    {
        while (true)
        {
            await RunAllOfNow(cancellation);
            var due = NextDue();
            if (until is { } end && (due is null || due.At > end))
            {
                if (await GoTo(end, cancellation))
                {
                    return AtRest(RestReason.Reached);
                }
            }
            else if (due is null || (until is null && IsOverExceptForSchedules()))
            {
                return AtRest(runtime.Waiting().Count == 0 ? RestReason.Finished : RestReason.Stuck);
            }
            else
            {
                await Act(due, cancellation);
            }
        }
    }

    /// <summary>Runs for ever: when at rest, waits for a client's call.</summary>
    public async Task Serve(CancellationToken cancellation)
    {
        while (true)
        {
            await RunToRest(null, cancellation);
            await runtime.WorkArrived(cancellation);
        }
    }

    /// <summary>Serves in the background until disposed.</summary>
    public void Start() => Completion = Task.Run(() => Serve(stopping.Token));

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        try
        {
            await Completion;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // This is how the background run ends.
        }

        stopping.Dispose();
    }

    async Task RunAllOfNow(CancellationToken cancellation)
    {
        var count = await runtime.RunUntilIdle(cancellation);
        if (count > 0)
        {
            Progressed?.Invoke(new(clock.GetUtcNow(), count));
        }
    }

    async Task Act(Due due, CancellationToken cancellation)
    {
        if (await GoTo(due.At, cancellation) && due.Source is { } source)
        {
            await source.RunNext(clock.GetUtcNow(), cancellation);
        }
    }

    /// <summary>False if a client's call came first.</summary>
    async Task<bool> GoTo(DateTimeOffset moment, CancellationToken cancellation)
    {
        if (moment <= clock.GetUtcNow())
        {
            return true;
        }

        if (clock is VirtualClock virtualClock)
        {
            virtualClock.AdvanceTo(moment);
            ClockMoved?.Invoke(moment);
            return true;
        }

        await WaitFor(moment, cancellation);
        return moment <= clock.GetUtcNow();
    }

    async Task WaitFor(DateTimeOffset moment, CancellationToken cancellation)
    {
        // The clock may have passed the moment since the caller looked.
        var wait = moment - clock.GetUtcNow();
        if (wait <= TimeSpan.Zero)
        {
            return;
        }

        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var time = Task.Delay(wait < LongestWait ? wait : LongestWait, clock, either.Token);
        await Task.WhenAny(runtime.WorkArrived(either.Token), time);
        await either.CancelAsync();
        cancellation.ThrowIfCancellationRequested();
    }

    /// <summary>The earliest moment; the runtime's timers come before other sources, and these in their order.</summary>
    Due? NextDue() => sources
        .Select(source => source.NextDue is { } at ? new Due(at, source) : null)
        .Prepend(runtime.NextDue is { } timer ? new Due(timer, null) : null)
        .MinBy(due => due?.At ?? DateTimeOffset.MaxValue);

    /// <summary>In virtual time a schedule alone would run to the end of the calendar.</summary>
    bool IsOverExceptForSchedules() => clock is VirtualClock && runtime.NextDue is null && !sources.Any(source => source is { KeepsAlive: true, NextDue: not null });

    Rest AtRest(RestReason reason)
    {
        var rest = new Rest(reason, clock.GetUtcNow(), runtime.Waiting());
        CameToRest?.Invoke(rest);
        return rest;
    }

    sealed record Due(DateTimeOffset At, IDueSource? Source);
}
