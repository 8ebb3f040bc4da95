using Assessment.Host.Functions;
using Assessment.Host.Runtime;
using Assessment.Tests.Orchestrations;
using Microsoft.DurableTask;
using Microsoft.Extensions.DependencyInjection;

namespace Assessment.Tests.Histories;

/// <summary>
/// Histories that were recorded with the version that is in use: the code of today must repeat them, or instances that run all year break on upgrade.
/// A history that no longer replays is not to be recorded anew but to be kept working, by a new version of the orchestration.
/// For a history of a new version: RECORD_HISTORIES=1 dotnet test --filter Histories.
/// </summary>
public sealed class HistoryTests
{
    /// <summary>Extensions, returns, a refused signature and a late partner: every branch of every orchestration but continue-as-new.</summary>
    const string Scenario = MiniCycle.Decisive + """
        replies:
          - { organisation: POLICE, round: spring, after: 1d, items: { R01: { answer: "Forty persons were screened." }, R02: { extension: 2025-03-21, reason: "The register closes on the 20th." } } }
          - { organisation: POLICE, round: spring, at: 2025-03-20T11:00, items: { R02: { nothing: "No case came to us." } } }
          - { organisation: POLICE, round: spring, to: return, after: 2h, items: { R01: { answer: "Forty-one persons were screened." } } }
          - { organisation: SHELTER, round: spring, to: escalation, after: 2h, items: { R02: { answer: "Nine residents were served." } } }
        decisions:
          - { card: sign-off, ministry: HOME, nth: 1, decision: refuse, reason: "R01: one person is missing" }
        """;

    static readonly bool Records = Environment.GetEnvironmentVariable("RECORD_HISTORIES") == "1";

    static readonly string[] Recordings =
    [
        "mini",
        "mini-mailbox",
        "mini-spring",
        "mini-spring-police",
        "mini-spring-police-r1",
        "mini-spring-shelter",
        "mini-spring-signoff-home",
        "mini-spring-submission",
    ];

    public static TheoryData<string> Instances => [.. Recordings];

    [Theory]
    [MemberData(nameof(Instances))]
    public async Task The_code_of_today_repeats_what_was_recorded(string instance)
    {
        await using var cycle = new MiniCycle(Scenario);
        if (Records)
        {
            await cycle.Run();
            File.WriteAllText(FileOf(instance), RecordedHistory.Write(cycle.Host.Runtime.History(instance)));
        }

        Replay(cycle, instance, Recorded(instance));
    }

    [Theory]
    [MemberData(nameof(Instances))]
    public void A_recorded_history_is_written_as_it_was_read(string instance)
        => Assert.Equal(File.ReadAllText(FileOf(instance)), RecordedHistory.Write(Recorded(instance)));

    [Fact]
    public void What_was_recorded_ends_and_has_waits_activities_and_children_in_it()
    {
        var all = Recordings.Select(Recorded).ToList();

        Assert.All(all, events => Assert.Equal(EventKind.ExecutionCompleted, events[^1].Kind));
        Assert.All(
            new[] { EventKind.TaskScheduled, EventKind.TimerCreated, EventKind.TimerFired, EventKind.TimerCanceled, EventKind.EventRaised, EventKind.EventSent, EventKind.SubOrchestrationCreated },
            kind => Assert.Contains(all, events => events.Any(happened => happened.Kind == kind)));
    }

    [Theory]
    [InlineData("mini-spring-police", "DecideNextStep", "ApplyDecisions")]
    [InlineData("mini-spring-submission", "Seal", "HandIn")]
    [InlineData("mini-spring-signoff-home", "RecordSignature", "AskForSignature")]
    [InlineData("mini-mailbox", "ReadInbox", "KeepCursor")]
    public async Task Another_order_is_refused_and_both_sides_are_named(string instance, string activity, string other)
    {
        await using var cycle = new MiniCycle(Scenario);
        var events = Recorded(instance).ToList();
        var at = events.FindIndex(happened => happened.Kind == EventKind.TaskScheduled && happened.Name == activity);
        events[at] = events[at] with { Name = other };

        var refused = Assert.Throws<NonDeterminismException>(() => Replay(cycle, instance, events));

        Assert.Contains($"the history says call of activity '{other}', but the code does call of activity '{activity}'", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_step_that_the_code_no_longer_takes_is_refused()
    {
        await using var cycle = new MiniCycle(Scenario);
        var events = Recorded("mini-spring-submission").ToList();
        var last = events.FindLastIndex(happened => happened.Kind == EventKind.TaskScheduled);
        events.Insert(last + 1, events[last] with { Task = events[last].Task + 1, Name = "PublishOnTheWeb" });

        var refused = Assert.Throws<NonDeterminismException>(() => Replay(cycle, "mini-spring-submission", events));

        Assert.Contains("the history says call of activity 'PublishOnTheWeb', but the code does nothing more in this turn", refused.Message, StringComparison.Ordinal);
    }

    static void Replay(MiniCycle cycle, string instance, IReadOnlyList<HistoryEvent> events)
    {
        var registry = new DurableTaskRegistry();
        cycle.Host.Catalog.RegisterDurable(registry, cycle.Host.Functions);
        using var nothing = new ServiceCollection().BuildServiceProvider();
        RecordedHistory.Replay(instance, events, registry, nothing);
    }

    static IReadOnlyList<HistoryEvent> Recorded(string instance) => RecordedHistory.Read(File.ReadAllText(FileOf(instance)));

    static string FileOf(string instance) => Repository.PathTo("tests", "Histories", $"{instance}.jsonl");
}
