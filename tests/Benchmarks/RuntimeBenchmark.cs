using System.Diagnostics;
using System.Globalization;
using Assessment.Host.Runtime;
using Assessment.Host.Time;
using Microsoft.Data.Sqlite;
using Microsoft.DurableTask;
using Microsoft.Extensions.DependencyInjection;

namespace Assessment.Benchmarks;

/// <summary>How fast the local runtime is: in memory, and on a disk beside what that disk can do.</summary>
static class RuntimeBenchmark
{
    const int Activities = 5;

    public static async Task<int> Run()
    {
        await Many(new MemoryHistoryStore(), 2_000);
        Print("memory, orchestrations of 5 activities", await Best(() => Many(new MemoryHistoryStore(), 10_000)), "per second");
        Print("memory, the same by processor time", await PerProcessorSecond(10_000), "per second");
        Print("memory, the same with replay each turn", await Many(new MemoryHistoryStore(), 10_000, Replay.EveryTurn), "per second");
        Print("memory, one orchestration of 1,000 activities", await Best(() => Long(1_000), fastest: false), "seconds");
        Print("memory, one orchestration of 10,000 activities", await Long(10_000), "seconds");
        Print("memory, one of 1,000 with replay each turn", await Long(1_000, Replay.EveryTurn), "seconds");
        Print("memory, one fan-out of 10,000 activities", await FanOut(10_000), "seconds");
        await OnDisk();
        return 0;
    }

    static async Task OnDisk()
    {
        var folder = Directory.CreateTempSubdirectory("assess-");
        try
        {
            // Turns and activities each are one synced transaction: 5 activities, 6 turns and the start.
            var bare = SyncedTransactions(Path.Combine(folder.FullName, "bare.db"), 2_000);
            using var store = new SqliteHistoryStore(Path.Combine(folder.FullName, "runtime.db"));
            var rate = await Many(store, 300);
            Print("disk, bare synced SQLite transactions", bare, "per second");
            Print("disk, orchestrations of 5 activities", rate, "per second");
            Print("disk, their transactions", rate * ((2 * Activities) + 2), "per second");
            Print("disk, share of the bare rate", rate * ((2 * Activities) + 2) / bare * 100, "%");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    static async Task<double> Many(IHistoryStore store, int count, Replay replay = Replay.Kept)
    {
        await using var services = new ServiceCollection().BuildServiceProvider();
        await using var runtime = NewRuntime(services, store, replay);
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < count; i++)
        {
            await runtime.Client.ScheduleNewOrchestrationInstanceAsync("Sequence", Activities);
        }

        await runtime.RunUntilIdle();
        return count / watch.Elapsed.TotalSeconds;
    }

    /// <summary>On a machine that others use too, the processor's time says more than the wall's.</summary>
    static async Task<double> PerProcessorSecond(int count)
    {
        using var process = Process.GetCurrentProcess();
        var before = process.TotalProcessorTime;
        await Many(new MemoryHistoryStore(), count);
        process.Refresh();
        return count / (process.TotalProcessorTime - before).TotalSeconds;
    }

    static Task<double> Long(int activities, Replay replay = Replay.Kept) => One("Sequence", activities, replay);

    static Task<double> FanOut(int activities) => One("FanOut", activities, Replay.Kept);

    static async Task<double> One(string name, int activities, Replay replay)
    {
        await using var services = new ServiceCollection().BuildServiceProvider();
        await using var runtime = NewRuntime(services, new MemoryHistoryStore(), replay);
        var watch = Stopwatch.StartNew();
        var id = await runtime.Client.ScheduleNewOrchestrationInstanceAsync(name, activities);
        await runtime.RunUntilIdle();
        await runtime.Client.WaitForInstanceCompletionAsync(id);
        return watch.Elapsed.TotalSeconds;
    }

    static DurableRuntime NewRuntime(IServiceProvider services, IHistoryStore store, Replay replay)
    {
        var tasks = new DurableTaskRegistry()
            .AddActivityFunc<int, int>("Add", (_, number) => number + 1)
            .AddOrchestratorFunc<int, int>("FanOut", async (context, count) =>
                (await Task.WhenAll(Enumerable.Range(0, count).Select(i => context.CallActivityAsync<int>("Add", i)))).Length)
            .AddOrchestratorFunc<int, int>("Sequence", async (context, count) =>
            {
                var sum = 0;
                for (var i = 0; i < count; i++)
                {
                    sum = await context.CallActivityAsync<int>("Add", sum);
                }

                return sum;
            });
        return new(tasks, services, store, new VirtualClock(DateTimeOffset.UnixEpoch), new() { Replay = replay });
    }

    static double SyncedTransactions(string file, int count)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        Execute(connection, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE t (id INTEGER PRIMARY KEY, text TEXT)");
        using var insert = connection.CreateCommand();
        insert.CommandText = "INSERT INTO t (text) VALUES ('some text of the length of an event, more or less, as it is written')";
        insert.ExecuteNonQuery();
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < count; i++)
        {
            insert.ExecuteNonQuery();
        }

        return count / watch.Elapsed.TotalSeconds;
    }

    static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    static async Task<double> Best(Func<Task<double>> measure, bool fastest = true)
    {
        var figures = new[] { await measure(), await measure(), await measure() };
        return fastest ? figures.Max() : figures.Min();
    }

    static void Print(string what, double figure, string unit)
        => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what,-48} {figure,12:#,0.###} {unit}"));
}
