using DurableTask.Core.History;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Assessment.Tests.Runtime;

/// <summary>What every implementation of the SDK must do, said through the SDK's own types only.</summary>
public abstract class DurableBehaviour
{
    static readonly TimeSpan Moment = TimeSpan.FromSeconds(1);

    /// <summary>A client of an engine that runs in the background until the test ends.</summary>
    protected abstract Task<DurableTaskClient> Start(Action<DurableTaskRegistry> tasks);

    [Fact]
    public async Task The_output_is_what_the_orchestrator_returns()
    {
        var client = await Start(tasks => tasks.AddOrchestratorFunc<int, int>("Double", (_, number) => Task.FromResult(2 * number)));

        var done = await Run(client, "Double", 21);

        Assert.Equal(OrchestrationRuntimeStatus.Completed, done.RuntimeStatus);
        Assert.Equal(42, done.ReadOutputAs<int>());
        Assert.Equal(21, done.ReadInputAs<int>());
    }

    [Fact]
    public async Task Activities_run_one_after_the_other_and_their_results_return()
    {
        var client = await Start(tasks => tasks
            .AddActivityFunc<string, string>("Greet", (_, name) => $"Selamat pagi, {name}")
            .AddOrchestratorFunc("Greetings", async context => new List<string>
            {
                await context.CallActivityAsync<string>("Greet", "KDN"),
                await context.CallActivityAsync<string>("Greet", "PDRM"),
            }));

        var done = await Run(client, "Greetings");

        Assert.Equal(["Selamat pagi, KDN", "Selamat pagi, PDRM"], done.ReadOutputAs<List<string>>()!);
    }

    [Fact]
    public async Task The_history_tells_the_steps_of_an_instance_in_order()
    {
        var client = await Start(tasks => tasks
            .AddActivityFunc<int, int>("Double", (_, number) => 2 * number)
            .AddOrchestratorFunc<int, int>("Doubled", (context, number) => context.CallActivityAsync<int>("Double", number)));
        var done = await Run(client, "Doubled", 21);

        var history = await client.GetOrchestrationHistoryAsync(done.InstanceId);

        var scheduled = Assert.Single(history.OfType<TaskScheduledEvent>());
        var completed = Assert.Single(history.OfType<TaskCompletedEvent>());
        Assert.Equal(("Double", "21"), (scheduled.Name, scheduled.Input));
        Assert.Equal((scheduled.EventId, "42"), (completed.TaskScheduledId, completed.Result));
        Assert.Equal("Doubled", Assert.Single(history.OfType<ExecutionStartedEvent>()).Name);
        Assert.Equal("42", Assert.Single(history.OfType<ExecutionCompletedEvent>()).Result);
        Assert.True(history.IndexOf(scheduled) < history.IndexOf(completed));
    }

    [Fact]
    public async Task The_history_of_an_instance_that_is_not_there_is_refused()
    {
        var client = await Start(_ => { });

        await Assert.ThrowsAsync<ArgumentException>(() => client.GetOrchestrationHistoryAsync("nobody"));
    }

    [Fact]
    public async Task Activities_fan_out_and_the_results_keep_their_order()
    {
        var client = await Start(tasks => tasks
            .AddActivityFunc<int, int>("Square", (_, number) => number * number)
            .AddOrchestratorFunc("Squares", context =>
                Task.WhenAll(Enumerable.Range(1, 20).Select(number => context.CallActivityAsync<int>("Square", number)))));

        var done = await Run(client, "Squares");

        Assert.Equal(Enumerable.Range(1, 20).Select(number => number * number), done.ReadOutputAs<int[]>()!);
    }

    [Fact]
    public async Task A_failed_activity_is_a_TaskFailedException_with_the_details_of_what_was_thrown()
    {
        var client = await Start(tasks => tasks
            .AddActivityFunc<object?, int>("Fail", (_, _) => Throw(new InvalidOperationException("broken", new ArgumentException("inside"))))
            .AddOrchestratorFunc("Catch", async context =>
            {
                try
                {
                    return [await context.CallActivityAsync<string>("Fail")];
                }
                catch (TaskFailedException failed)
                {
                    var details = failed.FailureDetails;
                    return new List<string?> { failed.TaskName, details.ErrorType, details.ErrorMessage, details.InnerFailure?.ErrorType };
                }
            }));

        var done = await Run(client, "Catch");

        Assert.Equal(["Fail", "System.InvalidOperationException", "broken", "System.ArgumentException"], done.ReadOutputAs<List<string?>>()!);
    }

    [Fact]
    public async Task An_unhandled_exception_fails_the_orchestration()
    {
        var client = await Start(tasks => tasks
            .AddOrchestratorFunc<int>("Fail", _ => Task.FromException<int>(new InvalidOperationException("no way"))));

        var done = await Run(client, "Fail");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, done.RuntimeStatus);
        Assert.Equal("System.InvalidOperationException", done.FailureDetails!.ErrorType);
        Assert.Equal("no way", done.FailureDetails.ErrorMessage);
    }

    [Fact]
    public async Task A_failed_sub_orchestration_names_TaskFailedException_and_the_activitys_error_inside()
    {
        var client = await Start(tasks => tasks
            .AddActivityFunc<object?, int>("Fail", (_, _) => Throw(new TimeoutException("late")))
            .AddOrchestratorFunc("Child", context => context.CallActivityAsync<int>("Fail"))
            .AddOrchestratorFunc("Parent", context => context.CallSubOrchestratorAsync<int>("Child")));

        var done = await Run(client, "Parent");

        var child = done.FailureDetails!.InnerFailure!;
        Assert.Equal(typeof(TaskFailedException).FullName, done.FailureDetails.ErrorType);
        Assert.Equal(typeof(TaskFailedException).FullName, child.ErrorType);
        Assert.Equal("System.TimeoutException", child.InnerFailure!.ErrorType);
    }

    [Theory]
    [InlineData("Missing", "OrchestratorTaskNotFound", "No orchestrator task named 'Missing' was found.")]
    [InlineData("CallsMissing", null, "No activity task named 'Nowhere' was found.")]
    public async Task A_name_that_nobody_registered_is_a_failure_that_says_so(string name, string? type, string message)
    {
        var client = await Start(tasks => tasks
            .AddOrchestratorFunc("CallsMissing", context => context.CallActivityAsync<int>(
                "Nowhere", null, TaskOptions.FromRetryPolicy(new(5, Moment)))));

        var done = await Run(client, name);

        Assert.Equal(OrchestrationRuntimeStatus.Failed, done.RuntimeStatus);
        Assert.Contains(message, done.FailureDetails!.ErrorMessage, StringComparison.Ordinal);
        Assert.True(type is null || done.FailureDetails.ErrorType == type);
    }

    [Fact]
    public async Task Names_are_found_whatever_their_case()
    {
        var client = await Start(tasks => tasks
            .AddActivityFunc<object?, string>("Send", (_, _) => "sent")
            .AddOrchestratorFunc("Letter", context => context.CallActivityAsync<string>("SEND")));

        Assert.Equal("sent", (await Run(client, "letter")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_timer_fires_at_its_moment()
    {
        var client = await Start(tasks => tasks.AddOrchestratorFunc("Wait", async context =>
        {
            var start = context.CurrentUtcDateTime;
            await context.CreateTimer(Moment, CancellationToken.None);
            return context.CurrentUtcDateTime - start;
        }));

        var waited = (await Run(client, "Wait")).ReadOutputAs<TimeSpan>();

        // Real engines may fire up to a second early or late by their own clock.
        Assert.InRange(waited, TimeSpan.Zero, 10 * Moment);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-3600)]
    public async Task A_timer_of_the_past_fires_at_once(int seconds)
    {
        var client = await Start(tasks => tasks.AddOrchestratorFunc("Wait", async context =>
        {
            await context.CreateTimer(context.CurrentUtcDateTime.AddSeconds(seconds), CancellationToken.None);
            return "fired";
        }));

        Assert.Equal("fired", (await Run(client, "Wait")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_cancelled_timer_never_wakes_and_its_task_is_cancelled()
    {
        var client = await Start(tasks => tasks.AddOrchestratorFunc("Cancel", async context =>
        {
            using var cancelled = new CancellationTokenSource();
            var timer = context.CreateTimer(TimeSpan.FromDays(300), cancelled.Token);
            await context.CreateTimer(TimeSpan.Zero, CancellationToken.None);
            cancelled.Cancel();
            return new List<object> { timer.IsCanceled, context.CurrentUtcDateTime };
        }));

        var done = await Run(client, "Cancel");

        Assert.Equal("true", done.ReadOutputAs<List<object>>()![0].ToString(), ignoreCase: true);
        Assert.True(done.LastUpdatedAt - done.CreatedAt < TimeSpan.FromDays(1));
    }

    [Fact]
    public async Task An_orchestration_is_not_completed_while_a_timer_is_neither_fired_nor_cancelled()
    {
        var client = await Start(tasks => tasks.AddOrchestratorFunc("Forgotten", context =>
        {
            _ = context.CreateTimer(3 * Moment, CancellationToken.None);
            return Task.FromResult("early");
        }));

        var done = await Run(client, "Forgotten");

        Assert.Equal("early", done.ReadOutputAs<string>());
        Assert.True(done.LastUpdatedAt - done.CreatedAt >= 2 * Moment);
    }

    [Fact]
    public async Task An_event_that_arrives_before_the_wait_is_buffered_in_order_and_its_name_has_no_case()
    {
        var client = await Start(tasks => tasks.AddOrchestratorFunc("Listen", async context =>
        {
            await context.WaitForExternalEvent<string>("go");
            return new[]
            {
                await context.WaitForExternalEvent<string>("Reply"),
                await context.WaitForExternalEvent<string>("REPLY"),
                await context.WaitForExternalEvent<string>("reply"),
            };
        }));
        var id = await client.ScheduleNewOrchestrationInstanceAsync("Listen");
        await client.WaitForInstanceStartAsync(id);

        await client.RaiseEventAsync(id, "reply", "one");
        await client.RaiseEventAsync(id, "Reply", "two");
        await client.RaiseEventAsync(id, "rePLY", "three");
        await client.RaiseEventAsync(id, "GO", "");

        Assert.Equal(["one", "two", "three"], (await Finish(client, id)).ReadOutputAs<string[]>()!);
    }

    [Fact]
    public async Task The_newest_wait_of_a_name_gets_the_next_event()
    {
        var client = await Start(tasks => tasks.AddOrchestratorFunc("Listen", async context =>
        {
            var older = context.WaitForExternalEvent<int>("Number");
            var newer = context.WaitForExternalEvent<int>("Number");
            context.SetCustomStatus("waiting");
            return new[] { await older, await newer };
        }));
        var id = await client.ScheduleNewOrchestrationInstanceAsync("Listen");
        await client.WaitForInstanceStartAsync(id);

        await client.RaiseEventAsync(id, "Number", 1);
        await client.RaiseEventAsync(id, "Number", 2);

        Assert.Equal(new[] { 2, 1 }, (await Finish(client, id)).ReadOutputAs<int[]>()!);
    }

    [Fact]
    public async Task A_cancelled_wait_swallows_no_event()
    {
        var client = await Start(tasks => tasks.AddOrchestratorFunc("Listen", async context =>
        {
            using var cancelled = new CancellationTokenSource();
            var abandoned = context.WaitForExternalEvent<string>("Reply", cancelled.Token);
            cancelled.Cancel();
            await context.WaitForExternalEvent<string>("Go");
            return new[] { abandoned.IsCanceled.ToString(), await context.WaitForExternalEvent<string>("Reply") };
        }));
        var id = await client.ScheduleNewOrchestrationInstanceAsync("Listen");
        await client.WaitForInstanceStartAsync(id);

        await client.RaiseEventAsync(id, "Reply", "here");
        await client.RaiseEventAsync(id, "Go", "");

        Assert.Equal(["True", "here"], (await Finish(client, id)).ReadOutputAs<string[]>()!);
    }

    [Fact]
    public async Task Waits_of_one_name_must_have_one_type()
    {
        var client = await Start(tasks => tasks.AddOrchestratorFunc("Listen", async context =>
        {
            _ = context.WaitForExternalEvent<int>("Reply");
            return await context.WaitForExternalEvent<string>("Reply");
        }));

        Assert.Equal("System.ArgumentException", (await Run(client, "Listen")).FailureDetails!.ErrorType);
    }

    [Fact]
    public async Task An_event_wins_a_race_against_a_timer_that_is_then_cancelled()
    {
        var client = await Start(tasks => tasks
            .AddOrchestratorFunc("Call", async context =>
            {
                using var silence = new CancellationTokenSource();
                var agency = context.CallSubOrchestratorAsync<string>("Agency", context.InstanceId);
                var reply = context.WaitForExternalEvent<string>("Reply");
                var first = await Task.WhenAny(reply, context.CreateTimer(TimeSpan.FromDays(30), silence.Token));
                silence.Cancel();
                await agency;
                return first == reply ? await reply : "silence";
            })
            .AddOrchestratorFunc<string, string>("Agency", async (context, call) =>
            {
                await context.CreateTimer(Moment, CancellationToken.None);
                context.SendEvent(call, "Reply", "answered");
                return "sent";
            }));

        var done = await Run(client, "Call");

        Assert.Equal("answered", done.ReadOutputAs<string>());
        Assert.True(done.LastUpdatedAt - done.CreatedAt < TimeSpan.FromDays(1));
    }

    [Fact]
    public async Task An_event_for_nobody_is_dropped_in_silence()
    {
        var client = await Start(tasks => tasks.AddOrchestratorFunc("Send", context =>
        {
            context.SendEvent("nobody", "Reply", "anyone?");
            return Task.FromResult("sent");
        }));

        await client.RaiseEventAsync("nobody", "Reply", "anyone?");

        Assert.Equal("sent", (await Run(client, "Send")).ReadOutputAs<string>());
    }

    [Theory]
    [InlineData(2, "attempt 3")]
    [InlineData(5, "gave up after 3")]
    public async Task A_retry_policy_tries_again_and_waits_longer_each_time(int failures, string expected)
    {
        var attempts = 0;
        var client = await Start(tasks => tasks
            .AddActivityFunc<object?, string>("Flaky", (_, _) =>
                ++attempts <= failures ? throw new TimeoutException() : $"attempt {attempts}")
            .AddOrchestratorFunc("Persist", async context =>
            {
                try
                {
                    return await context.CallActivityAsync<string>(
                        "Flaky", null, TaskOptions.FromRetryPolicy(new(3, Moment, backoffCoefficient: 2)));
                }
                catch (TaskFailedException)
                {
                    return $"gave up after {attempts}";
                }
            }));

        var done = await Run(client, "Persist");

        Assert.Equal(expected, done.ReadOutputAs<string>());
        Assert.True(done.LastUpdatedAt - done.CreatedAt >= 2 * Moment);
    }

    [Fact]
    public async Task A_retry_handler_decides_and_sees_what_failed()
    {
        var attempts = 0;
        var client = await Start(tasks => tasks
            .AddActivityFunc<object?, int>("Flaky", (_, _) => ++attempts < 3 ? throw new TimeoutException() : attempts)
            .AddOrchestratorFunc("Persist", context => context.CallActivityAsync<int>(
                "Flaky", null, TaskOptions.FromRetryHandler(retry => retry.LastFailure.IsCausedBy<TimeoutException>() && retry.LastAttemptNumber < 9))));

        Assert.Equal(3, (await Run(client, "Persist")).ReadOutputAs<int>());
    }

    [Fact]
    public async Task A_sub_orchestration_has_its_own_id_and_knows_its_parent()
    {
        var client = await Start(tasks => tasks
            .AddOrchestratorFunc<string, string>("Child", (context, input) => Task.FromResult($"{context.InstanceId} of {context.Parent!.InstanceId}: {input}"))
            .AddOrchestratorFunc("Parent", context => context.CallSubOrchestratorAsync<string>(
                "Child", "hello", new SubOrchestrationOptions(instanceId: "child-1"))));
        await client.ScheduleNewOrchestrationInstanceAsync("Parent", null, new StartOrchestrationOptions("parent-1"));

        Assert.Equal("child-1 of parent-1: hello", (await Finish(client, "parent-1")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Continue_as_new_starts_again_with_new_input_and_keeps_the_events_that_nobody_took()
    {
        var client = await Start(tasks => tasks.AddOrchestratorFunc<List<string>?, List<string>>("Collect", async (context, seen) =>
        {
            var all = new List<string>(seen ?? []);
            if (all.Count == 0)
            {
                await context.WaitForExternalEvent<string>("Go");
            }

            all.Add(await context.WaitForExternalEvent<string>("Item"));
            if (all.Count < 3)
            {
                context.ContinueAsNew(all);
            }

            return all;
        }));
        var id = await client.ScheduleNewOrchestrationInstanceAsync("Collect");
        await client.WaitForInstanceStartAsync(id);

        await client.RaiseEventAsync(id, "Item", "a");
        await client.RaiseEventAsync(id, "Item", "b");
        await client.RaiseEventAsync(id, "Item", "c");
        await client.RaiseEventAsync(id, "Go", "");

        var done = await Finish(client, id);
        Assert.Equal(["a", "b", "c"], done.ReadOutputAs<List<string>>()!);
        Assert.Equal(["a", "b"], done.ReadInputAs<List<string>>()!);
    }

    [Fact]
    public async Task Continue_as_new_drops_the_events_that_nobody_took_when_told()
    {
        var client = await Start(tasks => tasks.AddOrchestratorFunc<string?, string>("Collect", async (context, again) =>
        {
            if (again is null)
            {
                await context.WaitForExternalEvent<string>("Go");
                context.ContinueAsNew("again", preserveUnprocessedEvents: false);
                return "";
            }

            return await context.WaitForExternalEvent<string>("Item");
        }));
        var id = await client.ScheduleNewOrchestrationInstanceAsync("Collect");
        await client.WaitForInstanceStartAsync(id);
        await client.RaiseEventAsync(id, "Item", "dropped");
        await client.RaiseEventAsync(id, "Go", "");
        await Until(client, id, instance => instance.SerializedInput == "\"again\"");

        await client.RaiseEventAsync(id, "Item", "kept");

        Assert.Equal("kept", (await Finish(client, id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task The_custom_status_can_be_read_while_the_orchestration_runs()
    {
        var client = await Start(tasks => tasks.AddOrchestratorFunc("Report", async context =>
        {
            context.SetCustomStatus(new { step = "asked" });
            return await context.WaitForExternalEvent<int>("Go");
        }));
        var id = await client.ScheduleNewOrchestrationInstanceAsync("Report");

        var started = await client.WaitForInstanceStartAsync(id, getInputsAndOutputs: true);

        Assert.Equal("""{"step":"asked"}""", started.SerializedCustomStatus);
    }

    [Fact]
    public async Task A_suspended_orchestration_buffers_everything_until_it_is_resumed()
    {
        var client = await Start(tasks => tasks.AddOrchestratorFunc("Listen", context => context.WaitForExternalEvent<string>("Reply")));
        var id = await client.ScheduleNewOrchestrationInstanceAsync("Listen");
        await client.WaitForInstanceStartAsync(id);

        await client.SuspendInstanceAsync(id);
        await client.RaiseEventAsync(id, "Reply", "answer");
        var suspended = await Until(client, id, instance => instance.RuntimeStatus == OrchestrationRuntimeStatus.Suspended);
        await client.ResumeInstanceAsync(id);

        Assert.False(suspended.IsCompleted);
        Assert.Equal("answer", (await Finish(client, id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_terminated_orchestration_has_the_given_output_and_its_children_go_on()
    {
        var client = await Start(Family);
        await client.ScheduleNewOrchestrationInstanceAsync("Parent", null, new StartOrchestrationOptions("p"));
        await client.WaitForInstanceStartAsync("c");

        await client.TerminateInstanceAsync("p", new TerminateInstanceOptions("stopped"));

        var parent = await Finish(client, "p");
        await client.RaiseEventAsync("c", "Go", 7);
        Assert.Equal(OrchestrationRuntimeStatus.Terminated, parent.RuntimeStatus);
        Assert.Equal("stopped", parent.ReadOutputAs<string>());
        Assert.Equal(7, (await Finish(client, "c")).ReadOutputAs<int>());
    }

    [Fact]
    public async Task A_recursive_termination_reaches_the_children()
    {
        var client = await Start(Family);
        await client.ScheduleNewOrchestrationInstanceAsync("Parent", null, new StartOrchestrationOptions("p"));
        await client.WaitForInstanceStartAsync("c");

        await client.TerminateInstanceAsync("p", new TerminateInstanceOptions(Recursive: true));

        Assert.Equal(OrchestrationRuntimeStatus.Terminated, (await Finish(client, "c")).RuntimeStatus);
    }

    [Fact]
    public async Task A_finished_instance_can_be_purged_and_a_running_one_cannot()
    {
        var client = await Start(Family);
        await client.ScheduleNewOrchestrationInstanceAsync("Child", null, new StartOrchestrationOptions("c"));
        await client.WaitForInstanceStartAsync("c");

        await Assert.ThrowsAsync<InvalidOperationException>(() => client.PurgeInstanceAsync("c"));
        await client.RaiseEventAsync("c", "Go", 1);
        await Finish(client, "c");
        var purged = await client.PurgeInstanceAsync("c");

        Assert.Equal(1, purged.PurgedInstanceCount);
        Assert.Null(await client.GetInstanceAsync("c"));
        Assert.Equal(0, (await client.PurgeInstanceAsync("c")).PurgedInstanceCount);
    }

    [Fact]
    public async Task An_id_in_use_is_refused_while_it_runs_and_free_again_afterwards()
    {
        var client = await Start(Family);
        await client.ScheduleNewOrchestrationInstanceAsync("Child", null, new StartOrchestrationOptions("c"));
        await client.WaitForInstanceStartAsync("c");

        var refused = await Assert.ThrowsAnyAsync<Exception>(
            () => client.ScheduleNewOrchestrationInstanceAsync("Child", null, new StartOrchestrationOptions("c")));
        await client.RaiseEventAsync("c", "Go", 1);
        await Finish(client, "c");
        await client.ScheduleNewOrchestrationInstanceAsync("Child", null, new StartOrchestrationOptions("c"));
        await client.WaitForInstanceStartAsync("c");
        await client.RaiseEventAsync("c", "Go", 2);

        Assert.Contains("already exists", refused.Message, StringComparison.Ordinal);
        Assert.Equal(2, (await Finish(client, "c")).ReadOutputAs<int>());
    }

    [Fact]
    public async Task Instances_are_found_by_prefix_and_status_page_by_page()
    {
        var client = await Start(Family);
        foreach (var id in new[] { "my-1", "my-2", "my-3", "other" })
        {
            await client.ScheduleNewOrchestrationInstanceAsync("Child", null, new StartOrchestrationOptions(id));
            await client.WaitForInstanceStartAsync(id);
        }

        await client.RaiseEventAsync("my-2", "Go", 2);
        await Finish(client, "my-2");

        Assert.Equal(["my-1", "my-2", "my-3"], await Ids(client, new(InstanceIdPrefix: "my-", PageSize: 2)));
        Assert.Equal(["my-2"], await Ids(client, new(InstanceIdPrefix: "my-", Statuses: [OrchestrationRuntimeStatus.Completed])));
        Assert.Empty(await Ids(client, new(CreatedTo: new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero))));
    }

    [Fact]
    public async Task New_guids_differ_from_each_other_and_survive_replay()
    {
        var client = await Start(tasks => tasks
            .AddActivityFunc<Guid, Guid>("Echo", (_, id) => id)
            .AddOrchestratorFunc("Ids", async context =>
            {
                var one = context.NewGuid();
                var two = context.NewGuid();
                var echo = await context.CallActivityAsync<Guid>("Echo", one);
                return new[] { one, two, echo };
            }));

        var ids = (await Run(client, "Ids")).ReadOutputAs<Guid[]>()!;

        Assert.NotEqual(ids[0], ids[1]);
        Assert.Equal(ids[0], ids[2]);
    }

    [Fact]
    public async Task Code_runs_once_with_IsReplaying_false_for_each_step_of_the_way()
    {
        var live = new List<string>();
        var client = await Start(tasks => tasks
            .AddActivityFunc<string, string>("Echo", (_, text) => text)
            .AddOrchestratorFunc("Steps", async context =>
            {
                Note("one");
                await context.CallActivityAsync<string>("Echo", "a");
                Note("two");
                await context.CallActivityAsync<string>("Echo", "b");
                Note("three");
                return live.Count;

                void Note(string step)
                {
                    if (!context.IsReplaying)
                    {
                        live.Add(step);
                    }
                }
            }));

        await Run(client, "Steps");

        Assert.Equal(["one", "two", "three"], live);
    }

    [Fact]
    public async Task A_delayed_start_stays_pending_until_its_moment()
    {
        var client = await Start(tasks => tasks.AddOrchestratorFunc("Later", context => Task.FromResult(context.CurrentUtcDateTime)));
        var probe = await Run(client, "Later");
        var moment = probe.CreatedAt + (3 * Moment);

        var id = await client.ScheduleNewOrchestrationInstanceAsync("Later", null, new StartOrchestrationOptions(null, moment));

        Assert.True((await Finish(client, id)).ReadOutputAs<DateTime>() >= (moment - Moment).UtcDateTime);
    }

    [Fact]
    public async Task A_failed_sub_orchestration_is_tried_again_under_the_same_id()
    {
        var attempts = 0;
        var client = await Start(tasks => tasks
            .AddActivityFunc<object?, int>("Flaky", (_, _) => ++attempts < 3 ? throw new TimeoutException() : attempts)
            .AddOrchestratorFunc("Child", context => context.CallActivityAsync<int>("Flaky"))
            .AddOrchestratorFunc("Parent", context => context.CallSubOrchestratorAsync<int>(
                "Child", null, new SubOrchestrationOptions(TaskOptions.FromRetryPolicy(new(5, Moment)), "child"))));

        Assert.Equal(3, (await Run(client, "Parent")).ReadOutputAs<int>());
        Assert.Equal(OrchestrationRuntimeStatus.Completed, (await client.GetInstanceAsync("child"))!.RuntimeStatus);
    }

    [Fact]
    public async Task Events_raised_from_many_threads_all_arrive()
    {
        const int Threads = 4, Each = 50;
        var client = await Start(tasks => tasks.AddOrchestratorFunc("Count", async context =>
        {
            var sum = 0;
            for (var i = 0; i < Threads * Each; i++)
            {
                sum += await context.WaitForExternalEvent<int>("Number");
            }

            return sum;
        }));
        var id = await client.ScheduleNewOrchestrationInstanceAsync("Count");
        await client.WaitForInstanceStartAsync(id);

        await Task.WhenAll(Enumerable.Range(0, Threads).Select(_ => Task.Run(async () =>
        {
            for (var i = 1; i <= Each; i++)
            {
                await client.RaiseEventAsync(id, "Number", i);
            }
        })));

        Assert.Equal(Threads * Each * (Each + 1) / 2, (await Finish(client, id)).ReadOutputAs<int>());
    }

    [Fact]
    public async Task An_eternal_orchestration_goes_on_from_round_to_round()
    {
        var client = await Start(tasks => tasks.AddOrchestratorFunc<int, int>("Eternal", async (context, round) =>
        {
            await context.CreateTimer(TimeSpan.FromMilliseconds(10), CancellationToken.None);
            if (round < 20)
            {
                context.ContinueAsNew(round + 1);
            }

            return round;
        }));

        Assert.Equal(20, (await Run(client, "Eternal", 0)).ReadOutputAs<int>());
    }

    static void Family(DurableTaskRegistry tasks) => tasks
        .AddOrchestratorFunc("Child", context => context.WaitForExternalEvent<int>("Go"))
        .AddOrchestratorFunc("Parent", context => context.CallSubOrchestratorAsync<int>(
            "Child", null, new SubOrchestrationOptions(instanceId: "c")));

    static int Throw(Exception exception) => throw exception;

    static async Task<OrchestrationMetadata> Run(DurableTaskClient client, string name, object? input = null)
        => await Finish(client, await client.ScheduleNewOrchestrationInstanceAsync(name, input));

    static async Task<OrchestrationMetadata> Finish(DurableTaskClient client, string id)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        return await client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true, patience.Token);
    }

    static async Task<OrchestrationMetadata> Until(DurableTaskClient client, string id, Func<OrchestrationMetadata, bool> reached)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (true)
        {
            if (await client.GetInstanceAsync(id, getInputsAndOutputs: true, patience.Token) is { } instance && reached(instance))
            {
                return instance;
            }

            await Task.Yield();
        }
    }

    static async Task<List<string>> Ids(DurableTaskClient client, OrchestrationQuery query)
    {
        var ids = new List<string>();
        await foreach (var instance in client.GetAllInstancesAsync(query))
        {
            ids.Add(instance.InstanceId);
        }

        return ids;
    }
}
