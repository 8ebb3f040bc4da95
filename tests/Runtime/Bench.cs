using Assessment.Host.Runtime;
using Assessment.Host.Time;
using Microsoft.DurableTask;
using Microsoft.Extensions.DependencyInjection;

namespace Assessment.Tests.Runtime;

/// <summary>A runtime in virtual time that a test drives by hand and can stop and open again.</summary>
sealed class Bench
{
    public static readonly DateTimeOffset Start = new(2025, 1, 6, 1, 0, 0, TimeSpan.Zero);

    static readonly IServiceProvider NoServices = new ServiceCollection().BuildServiceProvider();

    readonly IHistoryStore store;
    readonly Action<DurableTaskRegistry> tasks;
    readonly RuntimeOptions? options;

    public Bench(IHistoryStore store, Action<DurableTaskRegistry> tasks, RuntimeOptions? options = null)
    {
        this.store = store;
        this.tasks = tasks;
        this.options = options;
        Runtime = Open(tasks);
    }

    public VirtualClock Clock { get; } = new(Start);

    public DurableRuntime Runtime { get; private set; }

    public Bench Begin(string name, object? input = null, string id = "one")
    {
        Runtime.Client.ScheduleNewOrchestrationInstanceAsync(name, input, new StartOrchestrationOptions(id)).GetAwaiter().GetResult();
        return this;
    }

    /// <summary>What a killed process leaves: only the store.</summary>
    public void Reopen(Action<DurableTaskRegistry>? newCode = null) => Runtime = Open(newCode ?? tasks);

    /// <summary>Runs until nothing is due any more, and opens anew after every so many pieces of work.</summary>
    public async Task<Bench> RunToRest(int reopenAfter = int.MaxValue)
    {
        for (var done = 1; ; done++)
        {
            while (!await Next())
            {
                if (Runtime.NextDue is not { } due)
                {
                    return this;
                }

                Clock.AdvanceTo(due);
            }

            if (done % reopenAfter == 0)
            {
                Reopen();
            }
        }
    }

    /// <summary>Everything that is stored, as text.</summary>
    public string Stored()
    {
        var state = store.Load();
        return string.Join('\n', state.Instances.Select(instance => $"{instance}\n{RecordedHistory.Write(store.History(instance.Id))}"))
            + string.Join('\n', state.Work) + state.NextSequence;
    }

    DurableRuntime Open(Action<DurableTaskRegistry> code)
    {
        var registry = new DurableTaskRegistry();
        code(registry);
        return new(registry, NoServices, store, Clock, options);
    }

    /// <summary>A commit that fails is a crash: what was done is lost, and is done again.</summary>
    async Task<bool> Next()
    {
        try
        {
            return await Runtime.RunNext();
        }
        catch (CrashException)
        {
            Reopen();
            return true;
        }
    }
}

sealed class CrashException : Exception;

/// <summary>A store whose process dies at some commits, before anything is written.</summary>
sealed class CrashingStore(IHistoryStore inner, Predicate<int> crashes) : IHistoryStore
{
    int commits;

    public StoredState Load() => inner.Load();

    public IReadOnlyList<HistoryEvent> History(string instanceId) => inner.History(instanceId);

    public void Commit(StoreCommit commit)
    {
        if (crashes(++commits))
        {
            throw new CrashException();
        }

        inner.Commit(commit);
    }

    public string? ReadSetting(string key) => inner.ReadSetting(key);

    public void SaveSetting(string key, string value) => inner.SaveSetting(key, value);

    public void Dispose() => inner.Dispose();
}
