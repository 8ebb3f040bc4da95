using Assessment.Host.Runtime;

namespace Assessment.Host.Sandbox.Faults;

/// <summary>When a host is killed: at a moment of the year, so many of its steps to the outside later.</summary>
public sealed record KillMoment(DateTimeOffset At, int Steps);

/// <summary>
/// One life of the host. Everything through which the app reaches the outside passes its door twice, on the way out and with the answer;
/// at one of these steps the host is killed. A killed host gets no answer any more: its code stays where it is, so no handler, no
/// <c>finally</c> and no later step of it ever runs, and nothing of its memory reaches the next life.
/// </summary>
public sealed class HostLife(TimeProvider clock, KillMoment? kill = null)
{
    readonly Lock gate = new();
    readonly TaskCompletionSource killed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    int steps;

    /// <summary>At each step to the outside, with its moment.</summary>
    public event Action<DateTimeOffset>? Stepped;

    public Task Killed => killed.Task;

    public bool IsOver => killed.Task.IsCompleted;

    /// <summary>A call to the outside. Whether the host dies before or after its effect, nobody hears the answer.</summary>
    public async Task<T> Through<T>(Func<Task<T>> call)
    {
        await Door();
        var answer = Begin(call);
        await Task.WhenAny(answer);
        await Door();
        return await answer;
    }

    /// <summary>What fails at once fails in its task, so that a dead host does not hear of it.</summary>
    static async Task<T> Begin<T>(Func<Task<T>> call) => await call();

    public Task Door() => IsKilledHere() ? Never() : Task.CompletedTask;

    /// <summary>For calls that do not wait: the killed host's own code must not go on, so it is thrown out.</summary>
    public void Step()
    {
        if (IsKilledHere())
        {
            throw new HostKilledException();
        }
    }

    bool IsKilledHere()
    {
        lock (gate)
        {
            if (IsOver)
            {
                return true;
            }

            var now = clock.GetUtcNow();
            Stepped?.Invoke(now);
            if (kill is not null && now >= kill.At && steps++ >= kill.Steps)
            {
                killed.SetResult();
            }

            return IsOver;
        }
    }

    /// <summary>A new one each time, so that what waits for it can be forgotten.</summary>
    static Task Never() => new TaskCompletionSource().Task;
}

/// <summary>What the runtime of a killed host meets in the place of its store.</summary>
public sealed class HostKilledException() : Exception("The host was killed.");

/// <summary>The store of a host that can be killed before and after each commit.</summary>
sealed class MortalHistory(IHistoryStore inner, HostLife life) : IHistoryStore
{
    public StoredState Load() => inner.Load();

    public IReadOnlyList<HistoryEvent> History(string instanceId) => inner.History(instanceId);

    public void Commit(StoreCommit commit)
    {
        life.Step();
        inner.Commit(commit);
        life.Step();
    }

    public string? ReadSetting(string key) => inner.ReadSetting(key);

    public void SaveSetting(string key, string value)
    {
        life.Step();
        inner.SaveSetting(key, value);
    }

    public void Dispose() => inner.Dispose();
}

/// <summary>The network of a host that can be killed before a request goes out, and before it has the answer.</summary>
sealed class MortalNetwork(HostLife life) : DelegatingHandler(NeverReused())
{
    /// <summary>On a connection that was used before, the handler itself may ask again when it breaks: whether it does is a race, which would be another one in every run.</summary>
    static SocketsHttpHandler NeverReused() => new() { PooledConnectionLifetime = TimeSpan.Zero };

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        => life.Through(() => base.SendAsync(request, cancellationToken));
}
