using System.Text;
using Assessment.Host.Runtime;
using Microsoft.Data.Sqlite;
using Microsoft.DurableTask;

namespace Assessment.Tests.Runtime;

public sealed class HistoryTests
{
    [Fact]
    public async Task A_history_says_what_happened_in_order()
    {
        var bench = new Bench(new MemoryHistoryStore(), tasks => tasks
            .AddActivityFunc<string, string>("Send", (_, to) => $"sent to {to}")
            .AddOrchestratorFunc<string, string>("Call", async (context, agency) =>
            {
                using var silence = new CancellationTokenSource();
                var sent = await context.CallActivityAsync<string>("Send", agency);
                var timer = context.CreateTimer(TimeSpan.FromDays(14), silence.Token);
                await context.WaitForExternalEvent<string>("Reply");
                silence.Cancel();
                return sent;
            })).Begin("Call", "PDRM");
        await bench.Runtime.Client.RaiseEventAsync("one", "Reply", "thanks");

        await bench.RunToRest();

        Assert.Equal(
            """
            OrchestratorStarted
            ExecutionStarted Call "PDRM"
            EventRaised Reply "thanks"
            TaskScheduled 0 Send "PDRM"
            OrchestratorStarted
            TaskCompleted 0 "sent to PDRM"
            TimerCreated 1 2025-01-20
            TimerCanceled 1
            ExecutionCompleted "sent to PDRM" Completed

            """,
            Text(bench.Runtime.History("one")),
            ignoreLineEndingDifferences: true);
        Assert.Equal(Bench.Start, bench.Clock.GetUtcNow());
    }

    [Fact]
    public async Task New_guids_are_those_of_the_SDK()
    {
        var bench = new Bench(new MemoryHistoryStore(), tasks => tasks
            .AddOrchestratorFunc("Id", context => Task.FromResult(context.NewGuid()))).Begin("Id", id: "my-tip-2025");

        await bench.RunToRest();

        // uuid5(9e952958-5e33-4daf-827f-2fa12937b875, "my-tip-2025_2025-01-06T01:00:00.0000000Z_0")
        Assert.Equal("\"8ba2c1ae-b16b-5ef2-909e-8c3e21950721\"", await Output(bench, "my-tip-2025"));
    }

    [Fact]
    public async Task A_version_is_given_to_new_instances_and_their_activities()
    {
        var bench = new Bench(
            new MemoryHistoryStore(),
            tasks => tasks
                .AddActivityFunc<object?, string>("Version", (context, _) => context.Version)
                .AddOrchestratorFunc("Versions", async context => context.Version + await context.CallActivityAsync<string>("Version")),
            new() { DefaultVersion = "1.2" }).Begin("Versions");

        await bench.RunToRest();

        Assert.Equal("\"1.21.2\"", await Output(bench, "one"));
    }

    [Fact]
    public async Task A_cycle_of_a_year_takes_no_time_and_few_events()
    {
        var bench = new Bench(new MemoryHistoryStore(), tasks => tasks.AddOrchestratorFunc("Year", async context =>
        {
            await context.CreateTimer(TimeSpan.FromDays(365), CancellationToken.None);
            return context.CurrentUtcDateTime;
        })).Begin("Year");

        await bench.RunToRest();

        Assert.Equal(Bench.Start.AddDays(365), bench.Clock.GetUtcNow());
        Assert.Equal(6, bench.Runtime.History("one").Count);
    }

    [Fact]
    public void Settings_survive_in_the_file_beside_tables_of_others()
    {
        using var folder = new DatabaseFolder();
        var first = folder.NewStore();
        first.SaveSetting("clock", "one");
        first.SaveSetting("clock", "two");
        using var other = new SqliteConnection(first.ConnectionString);
        other.Open();
        using var command = other.CreateCommand();
        command.CommandText = "CREATE TABLE register (id TEXT); INSERT INTO register VALUES ('x')";
        command.ExecuteNonQuery();

        using var second = new SqliteHistoryStore(first.ConnectionString);

        Assert.Equal("two", second.ReadSetting("clock"));
        Assert.Null(second.ReadSetting("nothing"));
    }

    [Fact]
    public async Task A_store_that_fails_stops_the_runtime_and_those_who_wait()
    {
        var bench = new Bench(new CrashingStore(new MemoryHistoryStore(), commit => commit == 2), tasks => tasks
            .AddOrchestratorFunc("Call", _ => Task.FromResult("done"))).Begin("Call");
        var waiting = bench.Runtime.Client.WaitForInstanceCompletionAsync("one");

        await Assert.ThrowsAsync<CrashException>(() => bench.Runtime.RunUntilIdle());

        await Assert.ThrowsAsync<CrashException>(() => waiting);
        await Assert.ThrowsAsync<InvalidOperationException>(() => bench.Runtime.Client.ScheduleNewOrchestrationInstanceAsync("Call"));
    }

    [Fact]
    public async Task A_sub_orchestration_does_not_take_the_id_of_one_that_runs()
    {
        var bench = new Bench(new MemoryHistoryStore(), tasks => tasks
            .AddOrchestratorFunc("Listen", context => context.WaitForExternalEvent<string>("Go"))
            .AddOrchestratorFunc("Parent", context => context.CallSubOrchestratorAsync<string>(
                "Listen", null, new SubOrchestrationOptions(instanceId: "one"))))
            .Begin("Listen")
            .Begin("Parent", id: "parent");

        await bench.RunToRest();

        var failure = (await bench.Runtime.Client.GetInstanceAsync("parent"))!.FailureDetails!;
        Assert.EndsWith("An orchestration with the id 'one' already exists and is Running.", failure.ErrorMessage, StringComparison.Ordinal);
        Assert.Equal("one", Assert.Single(bench.Runtime.Waiting()).InstanceId);
    }

    [Fact]
    public async Task A_start_that_is_delayed_can_be_terminated_and_moves_no_clock()
    {
        var bench = new Bench(new MemoryHistoryStore(), tasks => tasks.AddOrchestratorFunc("Later", _ => Task.FromResult("never")));
        await bench.Runtime.Client.ScheduleNewOrchestrationInstanceAsync(
            "Later", null, new StartOrchestrationOptions("later", Bench.Start.AddDays(3)));
        Assert.Equal(["its start at 2025-01-09 01:00:00Z"], bench.Runtime.Waiting()[0].WaitsFor);

        bench.Reopen();
        await bench.Runtime.Client.TerminateInstanceAsync("later");
        await bench.RunToRest();

        Assert.Empty(bench.Runtime.Waiting());
        Assert.Equal(Bench.Start, bench.Clock.GetUtcNow());
    }

    [Fact]
    public async Task A_recursive_purge_takes_the_children_along()
    {
        var bench = new Bench(new MemoryHistoryStore(), tasks => tasks
            .AddOrchestratorFunc("Child", _ => Task.FromResult("done"))
            .AddOrchestratorFunc("Parent", context => context.CallSubOrchestratorAsync<string>("Child"))).Begin("Parent");
        await bench.RunToRest();

        var purged = await bench.Runtime.Client.PurgeInstanceAsync("one", new(Recursive: true));

        Assert.Equal(2, purged.PurgedInstanceCount);
        Assert.DoesNotContain("Child", bench.Stored(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_order_to_nobody_is_refused()
    {
        var bench = new Bench(new MemoryHistoryStore(), _ => { });

        var refused = await Assert.ThrowsAsync<ArgumentException>(() => bench.Runtime.Client.SuspendInstanceAsync("nobody"));

        Assert.StartsWith("An orchestration with the instanceId nobody was not found.", refused.Message, StringComparison.Ordinal);
    }

    static async Task<string?> Output(Bench bench, string id)
        => (await bench.Runtime.Client.GetInstanceAsync(id, getInputsAndOutputs: true))!.SerializedOutput;

    static string Text(IEnumerable<HistoryEvent> history)
    {
        var text = new StringBuilder();
        foreach (var happened in history)
        {
            string?[] words =
            [
                happened.Kind.ToString(), happened.Task?.ToString(System.Globalization.CultureInfo.InvariantCulture), happened.Name, happened.Data,
                happened.Due?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), happened.Status?.ToString(),
            ];
            text.AppendJoin(' ', words.Where(word => word is not null)).Append('\n');
        }

        return text.ToString();
    }
}
