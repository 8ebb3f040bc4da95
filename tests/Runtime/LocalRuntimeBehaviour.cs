using Assessment.Host.Runtime;
using Assessment.Host.Time;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Assessment.Tests.Runtime;

/// <summary>The behaviour on the local runtime, in virtual time.</summary>
public abstract class LocalRuntimeBehaviour(Replay replay) : DurableBehaviour, IAsyncLifetime
{
    readonly Stack<Func<ValueTask>> endings = new();

    protected abstract IHistoryStore NewStore();

    protected override Task<DurableTaskClient> Start(Action<DurableTaskRegistry> tasks)
    {
        var registry = new DurableTaskRegistry();
        tasks(registry);
        var services = new ServiceCollection().BuildServiceProvider();
        AtEnd(services.DisposeAsync);
        var store = NewStore();
        AtEnd(store.Dispose);
        var clock = new VirtualClock(new(2025, 1, 6, 1, 0, 0, TimeSpan.Zero));
        var runtime = new DurableRuntime(registry, services, store, clock, new() { Replay = replay });
        var engine = new LocalEngine(runtime, clock);
        engine.Start();
        AtEnd(engine.DisposeAsync);
        return Task.FromResult(runtime.Client);
    }

    protected void AtEnd(Func<ValueTask> ending) => endings.Push(ending);

    protected void AtEnd(Action ending) => AtEnd(() =>
    {
        ending();
        return ValueTask.CompletedTask;
    });

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        while (endings.TryPop(out var ending))
        {
            await ending();
        }
    }

    protected IHistoryStore NewFile()
    {
        var folder = Directory.CreateTempSubdirectory("assess-");
        AtEnd(() => folder.Delete(recursive: true));
        return new SqliteHistoryStore(Path.Combine(folder.FullName, "runtime.db"));
    }
}

public sealed class MemoryBehaviour() : LocalRuntimeBehaviour(Replay.Kept)
{
    protected override IHistoryStore NewStore() => new MemoryHistoryStore();
}

public sealed class ReplayedBehaviour() : LocalRuntimeBehaviour(Replay.EveryTurn)
{
    protected override IHistoryStore NewStore() => new MemoryHistoryStore();
}

public sealed class SqliteBehaviour() : LocalRuntimeBehaviour(Replay.Kept)
{
    protected override IHistoryStore NewStore() => NewFile();
}

public sealed class ReplayedSqliteBehaviour() : LocalRuntimeBehaviour(Replay.EveryTurn)
{
    protected override IHistoryStore NewStore() => NewFile();
}
