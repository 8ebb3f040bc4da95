using Assessment.Host.Runtime;
using Assessment.Host.Time;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Assessment.Tests.Runtime;

public sealed class LocalEngineTests
{
    [Fact]
    public async Task A_run_that_cannot_go_on_says_who_waits_for_what()
    {
        var bench = new Bench(new MemoryHistoryStore(), tasks => tasks
            .AddOrchestratorFunc("Round", context => context.CallSubOrchestratorAsync<string>("Call", null, new SubOrchestrationOptions(instanceId: "call")))
            .AddOrchestratorFunc("Call", async context =>
            {
                using var silence = new CancellationTokenSource();
                var reply = context.WaitForExternalEvent<string>("Reply");
                await Task.WhenAny(reply, context.CreateTimer(TimeSpan.FromDays(14), silence.Token));
                return await reply;
            })).Begin("Round", id: "round");

        var engine = new LocalEngine(bench.Runtime, bench.Clock);
        var before = await engine.RunToRest(Bench.Start.AddDays(7));
        var rest = await engine.RunToRest();

        Assert.Equal(RestReason.Reached, before.Reason);
        Assert.Equal(["a timer for 2025-01-20 01:00:00Z", "event 'Reply'"], before.Waiting[0].WaitsFor);
        Assert.Equal(RestReason.Stuck, rest.Reason);
        Assert.Equal(Bench.Start.AddDays(14), rest.At);
        Assert.Equal(["call", "round"], rest.Waiting.Select(instance => instance.InstanceId));
        Assert.Equal(["event 'Reply'"], rest.Waiting[0].WaitsFor);
        Assert.Equal(["sub-orchestration 'Call' (call)"], rest.Waiting[1].WaitsFor);
    }

    [Fact]
    public async Task Timers_and_other_sources_act_in_the_order_of_their_moments()
    {
        var seen = new List<string>();
        var bench = new Bench(new MemoryHistoryStore(), tasks => tasks
            .AddOrchestratorFunc("Remind", async context =>
            {
                for (var day = 1; day <= 3; day++)
                {
                    await context.CreateTimer(TimeSpan.FromDays(1), CancellationToken.None);
                    seen.Add($"reminder {context.CurrentUtcDateTime:dd HH}");
                }

                return "";
            })).Begin("Remind");
        var person = new Moments(seen, Bench.Start.AddHours(5), Bench.Start.AddDays(2), Bench.Start.AddDays(9));

        var rest = await new LocalEngine(bench.Runtime, bench.Clock, person).RunToRest();

        Assert.Equal(["person 06 06", "reminder 07 01", "reminder 08 01", "person 08 01", "reminder 09 01", "person 15 01"], seen);
        Assert.Equal(RestReason.Finished, rest.Reason);
    }

    [Fact]
    public async Task On_a_real_clock_the_engine_waits_for_the_moment_and_for_clients()
    {
        var clock = new FakeTimeProvider(Bench.Start);
        await using var services = new ServiceCollection().BuildServiceProvider();
        var tasks = new DurableTaskRegistry()
            .AddOrchestratorFunc("Wait", async context =>
            {
                await context.CreateTimer(TimeSpan.FromMinutes(5), CancellationToken.None);
                return await context.WaitForExternalEvent<string>("Reply");
            });
        await using var runtime = new DurableRuntime(tasks, services, new MemoryHistoryStore(), clock);
        var engine = new LocalEngine(runtime, clock);
        var worked = new TaskCompletionSource();
        engine.Progressed += _ => worked.TrySetResult();
        engine.Start();

        var id = await runtime.Client.ScheduleNewOrchestrationInstanceAsync("Wait");
        await worked.Task;
        Assert.Equal(Bench.Start.AddMinutes(5), runtime.NextDue);
        await runtime.Client.RaiseEventAsync(id, "Reply", "here");
        while (!(await runtime.Client.GetInstanceAsync(id))!.IsCompleted)
        {
            Assert.False(engine.Completion.IsFaulted, engine.Completion.Exception?.ToString());
            clock.Advance(TimeSpan.FromMinutes(1));
            await Task.Yield();
        }

        await engine.DisposeAsync();
        Assert.Equal("\"here\"", (await runtime.Client.GetInstanceAsync(id, getInputsAndOutputs: true))!.SerializedOutput);
    }

    [Fact]
    public void The_virtual_clock_goes_forward_only_and_makes_no_timers()
    {
        var clock = new VirtualClock(Bench.Start);
        clock.AdvanceTo(Bench.Start.AddDays(1));

        Assert.Equal(Bench.Start.AddDays(1), clock.GetUtcNow());
        Assert.Throws<ArgumentOutOfRangeException>(() => clock.AdvanceTo(Bench.Start));
        Assert.Throws<NotSupportedException>(() => clock.CreateTimer(_ => { }, null, TimeSpan.Zero, TimeSpan.Zero));
    }

    sealed class Moments(List<string> seen, params DateTimeOffset[] moments) : IDueSource
    {
        readonly Queue<DateTimeOffset> left = new(moments);

        public DateTimeOffset? NextDue => left.TryPeek(out var next) ? next : null;

        public Task RunNext(DateTimeOffset now, CancellationToken cancellation)
        {
            seen.Add($"person {now:dd HH}");
            left.Dequeue();
            return Task.CompletedTask;
        }
    }
}
