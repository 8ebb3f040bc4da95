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
