using Assessment.Host.Runtime;
using CsCheck;
using Microsoft.DurableTask;

namespace Assessment.Tests.Runtime;

/// <summary>However often a run is stopped, and wherever, it ends with the same bytes.</summary>
public sealed class RestartTests
{
    static readonly RuntimeOptions EveryTurn = new() { Replay = Replay.EveryTurn };

    static readonly Gen<Part> AnyProgram = Gen.Int[1, 3].SelectMany(ProgramOfDepth);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    public async Task Stopping_after_every_few_pieces_of_work_changes_nothing_on_disk(int reopenAfter)
    {
        using var folder = new DatabaseFolder();
        var program = Part.All(
            Part.Sequence(Part.Activity(1), Part.Timer(20), Part.Sub(Part.Sequence(Part.Activity(5), Part.Event(1)))),
            Part.Any(Part.Event(2), Part.Timer(600)),
            Part.Retry(3),
            Part.Sub(Part.NewId()));

        var expected = await Run(new MemoryHistoryStore(), program);

        Assert.Equal(expected, await Run(folder.NewStore(), program));
        Assert.Equal(expected, await Run(folder.NewStore(), program, reopenAfter: reopenAfter));
    }

    [Fact]
    public void Any_program_leaves_the_same_histories_kept_replayed_evicted_and_after_crashes() => Gen
        .Select(AnyProgram, Gen.Int[1, 12], Gen.Int[2, 9])
        .Sample(
            (program, reopenAfter, crashEvery) =>
            {
                var expected = Run(new MemoryHistoryStore(), program).GetAwaiter().GetResult();
                Assert.Equal(expected, Run(new MemoryHistoryStore(), program, EveryTurn).GetAwaiter().GetResult());
                Assert.Equal(expected, Run(new MemoryHistoryStore(), program, new() { KeptInstances = 1 }).GetAwaiter().GetResult());
                Assert.Equal(expected, Run(new MemoryHistoryStore(), program, reopenAfter: reopenAfter).GetAwaiter().GetResult());
                var crashing = new CrashingStore(new MemoryHistoryStore(), commit => commit > 2 && commit % crashEvery == 0);
                Assert.Equal(expected, Run(crashing, program).GetAwaiter().GetResult());
            },
            iter: 300);

    static Gen<Part> ProgramOfDepth(int depth)
    {
        var leaf = Gen.OneOf(
            Gen.Int[0, 9].Select(Part.Activity),
            Gen.Int[0, 180].Select(Part.Timer),
            Gen.Int[0, 3].Select(Part.Event),
            Gen.Int[0, 3].Select(Part.Retry),
            Gen.Int[0, 2].Select(_ => Part.NewId()));
        if (depth == 0)
        {
            return leaf;
        }

        var inner = ProgramOfDepth(depth - 1);
        return Gen.OneOf(
            leaf,
            inner.Array[1, 4].Select(Part.Sequence),
            inner.Array[1, 4].Select(Part.All),
            inner.Array[1, 3].Select(Part.Any),
            inner.Select(Part.Sub));
    }

    static async Task<string> Run(IHistoryStore store, Part program, RuntimeOptions? options = null, int reopenAfter = int.MaxValue)
    {
        var bench = new Bench(store, Programs.Register, options)
            .Begin("Interpret", program, "program")
            .Begin("Postman", null, "postman");
        await bench.RunToRest(reopenAfter);
        return bench.Stored();
    }
}

/// <summary>A part of a small orchestration: flat, so that it can be an input.</summary>
public sealed record Part(string Kind, int Value, Part[] Parts)
{
    public static Part Activity(int value) => new("activity", value, []);

    public static Part Timer(int minutes) => new("timer", minutes, []);

    public static Part Event(int name) => new("event", name, []);

    public static Part Retry(int failures) => new("retry", failures, []);

    public static Part NewId() => new("id", 0, []);

    public static Part Sub(Part part) => new("sub", 0, [part]);

    public static Part Sequence(params Part[] parts) => new("sequence", 0, parts);

    public static Part All(params Part[] parts) => new("all", 0, parts);

    public static Part Any(params Part[] parts) => new("any", 0, parts);
}

static class Programs
{
    public static void Register(DurableTaskRegistry tasks) => tasks
        .AddActivityFunc<int, string>("Act", (_, value) => value % 5 == 0 ? throw new InvalidOperationException($"not {value}") : $"did {value}")
        .AddOrchestratorFunc<Part, string>("Interpret", Interpret)
        .AddOrchestratorFunc("Postman", Deliver);

    static async Task<string> Interpret(TaskOrchestrationContext context, Part part)
    {
        switch (part.Kind)
        {
            case "activity":
                return await Attempt(context.CallActivityAsync<string>("Act", part.Value));
            case "retry":
                return await Attempt(context.CallActivityAsync<string>(
                    "Act", 5, TaskOptions.FromRetryPolicy(new(part.Value + 1, TimeSpan.FromMinutes(7), 2))));
            case "timer":
                await context.CreateTimer(TimeSpan.FromMinutes(part.Value), CancellationToken.None);
                return $"waited {part.Value}";
            case "event":
                return await EventOrSilence(context, $"Event{part.Value}");
            case "id":
                return context.NewGuid().ToString();
            case "sub":
                return await Attempt(context.CallSubOrchestratorAsync<string>("Interpret", part.Parts[0]));
            case "sequence":
                return await InOrder(context, part.Parts);
            case "all":
                return string.Join(" and ", await Task.WhenAll(part.Parts.Select(inner => Interpret(context, inner))));
            default:
                return await await Task.WhenAny(part.Parts.Select(inner => Interpret(context, inner)));
        }
    }

    static async Task<string> InOrder(TaskOrchestrationContext context, Part[] parts)
    {
        var results = new List<string>();
        foreach (var part in parts)
        {
            results.Add(await Interpret(context, part));
            context.SetCustomStatus(results);
        }

        return string.Join(", ", results);
    }

    static async Task<string> EventOrSilence(TaskOrchestrationContext context, string name)
    {
        using var silence = new CancellationTokenSource();
        using var abandon = new CancellationTokenSource();
        var arrived = context.WaitForExternalEvent<string>(name, abandon.Token);
        if (await Task.WhenAny(arrived, context.CreateTimer(TimeSpan.FromHours(2), silence.Token)) == arrived)
        {
            silence.Cancel();
            return await arrived;
        }

        abandon.Cancel();
        return "silence";
    }

    static async Task<string> Attempt(Task<string> task)
    {
        try
        {
            return await task;
        }
        catch (TaskFailedException failed)
        {
            return failed.FailureDetails.ErrorMessage;
        }
    }

    static async Task<string> Deliver(TaskOrchestrationContext context)
    {
        for (var i = 0; i < 12; i++)
        {
            await context.CreateTimer(TimeSpan.FromMinutes(25), CancellationToken.None);
            context.SendEvent("program", $"Event{i % 4}", $"letter {i}");
        }

        return "delivered";
    }
}

sealed class DatabaseFolder : IDisposable
{
    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("assess-");
    readonly List<IHistoryStore> stores = [];

    public SqliteHistoryStore NewStore()
    {
        var store = new SqliteHistoryStore(Path.Combine(folder.FullName, $"{stores.Count}.db"));
        stores.Add(store);
        return store;
    }

    public void Dispose()
    {
        stores.ForEach(store => store.Dispose());
        folder.Delete(recursive: true);
    }
}
