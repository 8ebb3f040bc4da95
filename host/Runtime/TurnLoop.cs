namespace Assessment.Host.Runtime;

/// <summary>The one thread of an orchestration: what its code posts runs here, before the step that caused it returns.</summary>
sealed class TurnLoop : SynchronizationContext
{
    readonly Queue<(SendOrPostCallback Callback, object? State)> posted = new();
    int thread;
    volatile bool wasLeft;

    /// <summary>Whether the caller is the orchestration's own code, on its own thread.</summary>
    public bool IsHere => thread == Environment.CurrentManagedThreadId;

    /// <summary>Whether something outside of the orchestration tried to continue it.</summary>
    public bool WasLeft => wasLeft;

    public void Run(Action step)
    {
        var outer = Current;
        var outerThread = thread;
        SetSynchronizationContext(this);
        thread = Environment.CurrentManagedThreadId;
        try
        {
            step();
            while (posted.TryDequeue(out var next))
            {
                next.Callback(next.State);
            }
        }
        finally
        {
            thread = outerThread;
            SetSynchronizationContext(outer);
        }
    }

    public void Leave() => wasLeft = true;

    public override void Post(SendOrPostCallback d, object? state)
    {
        if (IsHere)
        {
            posted.Enqueue((d, state));
        }
        else
        {
            Leave();
        }
    }

    public override void Send(SendOrPostCallback d, object? state) => Post(d, state);

    public override SynchronizationContext CreateCopy() => this;
}
