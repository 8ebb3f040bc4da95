using Assessment.Host.Runtime;
using Microsoft.DurableTask;
using Microsoft.Extensions.DependencyInjection;

namespace Assessment.Tests.Runtime;

public sealed class NonDeterminismTests
{
    [Fact]
    public async Task A_changed_activity_fails_the_instance_and_names_both_sides()
    {
        Assert.Equal(
            "Orchestration 'one' does not repeat its history: at step 2 the history says call of activity 'Remind', but the code does call of activity 'Escalate'.",
            await FailureAfter(Reminding("Remind"), Reminding("Escalate")));
    }

    [Fact]
    public async Task A_moved_timer_fails_the_instance_and_names_both_moments()
    {
        Assert.Equal(
            "Orchestration 'one' does not repeat its history: at step 1 the history says a timer for 2025-01-07 01:00:00Z, but the code does a timer for 2025-01-08 01:00:00Z.",
            await FailureAfter(Waiting(days: 1), Waiting(days: 2)));
    }

    [Fact]
    public async Task Code_that_does_less_than_its_history_fails_the_instance()
    {
        Assert.Equal(
            "Orchestration 'one' does not repeat its history: at step 1 the history says a timer for 2025-01-07 01:00:00Z, but the code does nothing more in this turn.",
            await FailureAfter(Waiting(days: 1), context => context.WaitForExternalEvent<string>("Go")));
    }

    [Fact]
    public async Task Code_that_does_more_than_its_history_fails_the_instance()
    {
        Assert.Equal(
            "Orchestration 'one' does not repeat its history: at step 1 the history says nothing more in this turn, but the code does sending of event 'Hello' to 'two'.",
            await FailureAfter(context => context.WaitForExternalEvent<string>("Go"), context =>
            {
                context.SendEvent("two", "Hello", "");
                return context.WaitForExternalEvent<string>("Go");
            }));
    }

    [Fact]
    public async Task A_recorded_history_is_replayed_by_the_code_of_another_day()
    {
        var text = await Record(Reminding("Remind"));

        RecordedHistory.Replay("one", RecordedHistory.Read(text), Tasks(Reminding("Remind")), Services);
        var changed = Assert.Throws<NonDeterminismException>(
            () => RecordedHistory.Replay("one", RecordedHistory.Read(text), Tasks(Reminding("Escalate")), Services));

        Assert.Contains("step 2", changed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_recorded_history_ends_as_it_did()
    {
        var text = await Record(_ => Task.FromResult("old"));

        var changed = Assert.Throws<NonDeterminismException>(
            () => RecordedHistory.Replay("one", RecordedHistory.Read(text), Tasks(_ => Task.FromResult("new")), Services));

        Assert.Equal(
            """Orchestration 'one' does not repeat its history: at step 1 the history says the end with the output "old", but the code does the end with the output "new".""",
            changed.Message);
    }

    [Theory]
    [InlineData("delay")]
    [InlineData("configure")]
    public async Task Awaiting_anything_else_than_the_context_fails_with_a_sentence(string what)
    {
        var bench = new Bench(new MemoryHistoryStore(), tasks => tasks
            .AddActivityFunc<object?, string>("Work", (_, _) => "done")
            .AddOrchestratorFunc("Foreign", async context =>
            {
                if (what == "configure")
                {
                    await context.CallActivityAsync<string>("Work").ConfigureAwait(false);
                    return await context.CallActivityAsync<string>("Work");
                }

                await new TaskCompletionSource<string>().Task;
                return "never";
            })).Begin("Foreign");

        await bench.RunToRest();

        var instance = (await bench.Runtime.Client.GetInstanceAsync("one"))!;
        Assert.StartsWith("An orchestration may await only what its context gives it", instance.FailureDetails!.ErrorMessage, StringComparison.Ordinal);
    }

    static IServiceProvider Services { get; } = new ServiceCollection().BuildServiceProvider();

    static Func<TaskOrchestrationContext, Task<string>> Reminding(string second) => async context =>
    {
        await context.CallActivityAsync<string>("Send");
        await context.CallActivityAsync<string>(second);
        return await context.WaitForExternalEvent<string>("Go");
    };

    static Func<TaskOrchestrationContext, Task<string>> Waiting(int days) => async context =>
    {
        await context.CreateTimer(TimeSpan.FromDays(days), CancellationToken.None);
        return "waited";
    };

    /// <summary>Runs the old code to where it waits, then goes on with the new code.</summary>
    static async Task<string> FailureAfter(Func<TaskOrchestrationContext, Task<string>> before, Func<TaskOrchestrationContext, Task<string>> after)
    {
        var bench = new Bench(new MemoryHistoryStore(), tasks => Register(tasks, before)).Begin("Call");
        await bench.Runtime.RunUntilIdle();
        bench.Reopen(tasks => Register(tasks, after));
        await bench.Runtime.Client.RaiseEventAsync("one", "Go", "");
        await bench.Runtime.RunUntilIdle();
        var failure = (await bench.Runtime.Client.GetInstanceAsync("one"))!.FailureDetails!;
        Assert.Equal(typeof(NonDeterminismException).FullName, failure.ErrorType);
        return failure.ErrorMessage;
    }

    static async Task<string> Record(Func<TaskOrchestrationContext, Task<string>> code)
    {
        var bench = new Bench(new MemoryHistoryStore(), tasks => Register(tasks, code)).Begin("Call");
        await bench.RunToRest();
        return RecordedHistory.Write(bench.Runtime.History("one"));
    }

    static DurableTaskRegistry Tasks(Func<TaskOrchestrationContext, Task<string>> code)
    {
        var registry = new DurableTaskRegistry();
        Register(registry, code);
        return registry;
    }

    static void Register(DurableTaskRegistry tasks, Func<TaskOrchestrationContext, Task<string>> code) => tasks
        .AddActivityFunc<object?, string>("Send", (_, _) => "sent")
        .AddActivityFunc<object?, string>("Remind", (_, _) => "reminded")
        .AddActivityFunc<object?, string>("Escalate", (_, _) => "escalated")
        .AddOrchestratorFunc("Call", code);
}
