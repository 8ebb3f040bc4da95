using Assessment.Host.Functions;
using Cronos;
using Microsoft.Extensions.Configuration;

namespace Assessment.Tests.Host;

public class TimerFunctionsTests
{
    static readonly IConfiguration NoSettings = new ConfigurationBuilder().Build();

    readonly SortedDictionary<string, string> saved = new(StringComparer.Ordinal);

    [Fact]
    public async Task Over_a_year_a_timer_runs_exactly_when_cronos_says()
    {
        await using var app = new App();
        var end = App.Opening.AddYears(1);

        await RunUntil(app, Timers(app, typeof(SampleTimers)), end);

        var expected = CronExpression.Parse("0 */15 * * * *", CronFormat.IncludeSeconds)
            .GetOccurrences(App.Opening.UtcDateTime, end.UtcDateTime, fromInclusive: false, toInclusive: true)
            .Select(at => $"{at:yyyy-MM-dd HH:mm:ss} Quarter");
        Assert.Equal(expected, app.Diary.Entries);
        Assert.Equal(365 * 24 * 4, app.Diary.Entries.Count);
    }

    [Fact]
    public async Task Timers_due_together_run_by_name_and_each_on_its_own()
    {
        await using var app = new App();
        var timers = Timers(app, typeof(DailyTimers));
        app.Clock.SetUtcNow(App.Opening.AddHours(8));

        await timers.RunNext(app.Clock.GetUtcNow(), CancellationToken.None);
        Assert.Single(app.Diary.Entries);
        await RunUntil(app, timers, App.Opening.AddHours(8));
        await timers.RunNext(app.Clock.GetUtcNow(), CancellationToken.None);

        Assert.Equal(
            ["2024-10-01 08:00:00 Early", "2024-10-01 08:00:00 Alpha", "2024-10-01 08:00:00 Beta"],
            app.Diary.Entries);
    }

    [Fact]
    public async Task Weekdays_and_days_are_kept_apart()
    {
        await using var app = new App();

        await RunUntil(app, Timers(app, typeof(DailyTimers)), App.Opening.AddDays(7));

        Assert.Equal(5, app.Diary.Entries.Count(entry => entry.EndsWith("Alpha", StringComparison.Ordinal)));
        Assert.Equal(7, app.Diary.Entries.Count(entry => entry.EndsWith("Beta", StringComparison.Ordinal)));
        Assert.DoesNotContain("2024-10-05 08:00:00 Alpha", app.Diary.Entries);
    }

    [Fact]
    public async Task Runs_missed_in_an_outage_become_one_that_is_past_due()
    {
        await using var app = new App();
        await RunUntil(app, Timers(app, typeof(SampleTimers)), App.Opening.AddMinutes(30));
        app.Clock.SetUtcNow(App.Opening.AddHours(5).AddMinutes(7));

        await RunUntil(app, Timers(app, typeof(SampleTimers)), App.Opening.AddHours(5).AddMinutes(30));

        Assert.Equal(
            [
                "2024-10-01 00:15:00 Quarter",
                "2024-10-01 00:30:00 Quarter",
                "2024-10-01 05:07:00 Quarter past due",
                "2024-10-01 05:15:00 Quarter",
                "2024-10-01 05:30:00 Quarter",
            ],
            app.Diary.Entries);
    }

    [Fact]
    public async Task A_first_run_missed_in_an_outage_is_caught_up_too()
    {
        await using var app = new App();
        Timers(app, typeof(SampleTimers));
        app.Clock.SetUtcNow(App.Opening.AddMinutes(16));

        await RunUntil(app, Timers(app, typeof(SampleTimers)), App.Opening.AddMinutes(16));

        Assert.Equal(["2024-10-01 00:16:00 Quarter past due"], app.Diary.Entries);
    }

    [Fact]
    public async Task A_clock_that_jumps_over_several_runs_gives_one_that_is_past_due()
    {
        await using var app = new App();
        var timers = Timers(app, typeof(SampleTimers));
        app.Clock.SetUtcNow(App.Opening.AddHours(1));

        await RunUntil(app, timers, App.Opening.AddMinutes(75));

        Assert.Equal(["2024-10-01 01:00:00 Quarter past due", "2024-10-01 01:15:00 Quarter"], app.Diary.Entries);
    }

    [Fact]
    public async Task A_run_a_moment_late_is_not_past_due()
    {
        await using var app = new App();
        var timers = Timers(app, typeof(SampleTimers));
        app.Clock.SetUtcNow(App.Opening.AddMinutes(15).AddSeconds(2));

        await timers.RunNext(app.Clock.GetUtcNow(), CancellationToken.None);

        Assert.Equal(["2024-10-01 00:15:02 Quarter"], app.Diary.Entries);
        Assert.Equal(App.Opening.AddMinutes(30), timers.NextDue);
    }

    [Fact]
    public async Task Nothing_runs_before_it_is_due()
    {
        await using var app = new App();
        var timers = Timers(app, typeof(SampleTimers));

        await timers.RunNext(App.Opening.AddMinutes(14), CancellationToken.None);

        Assert.Empty(app.Diary.Entries);
    }

    [Fact]
    public async Task The_status_tells_the_run_before_and_the_moment_this_run_stands_for()
    {
        await using var app = new App();

        await RunUntil(app, Timers(app, typeof(SampleTimers)), App.Opening.AddMinutes(30));

        Assert.Equal(
            ["0001-01-01 00:00 2024-10-01 00:15", "2024-10-01 00:15 2024-10-01 00:30"],
            app.Diary.Infos.Select(info => $"{info.ScheduleStatus!.Last:yyyy-MM-dd HH:mm} {info.ScheduleStatus.Next:yyyy-MM-dd HH:mm}"));
        Assert.Equal("timer/Quarter 2024-10-01T00:30:00.0000000+00:00|2024-10-01T00:30:00.0000000+00:00", string.Join(' ', saved.Single().Key, saved.Single().Value));
    }

    [Fact]
    public async Task A_timer_may_run_on_every_start_and_is_not_past_due_then()
    {
        await using var app = new App();

        await RunUntil(app, Timers(app, typeof(StartupTimers)), App.Opening.AddHours(8));
        app.Clock.SetUtcNow(App.Opening.AddHours(9));
        await RunUntil(app, Timers(app, typeof(StartupTimers)), App.Opening.AddHours(10));

        Assert.Equal(["2024-10-01 00:00:00 Morning", "2024-10-01 08:00:00 Morning", "2024-10-01 09:00:00 Morning"], app.Diary.Entries);
    }

    [Fact]
    public async Task A_start_after_an_outage_runs_once_although_both_reasons_hold()
    {
        await using var app = new App();
        await RunUntil(app, Timers(app, typeof(StartupTimers)), App.Opening);
        app.Clock.SetUtcNow(App.Opening.AddDays(3).AddHours(9));

        await RunUntil(app, Timers(app, typeof(StartupTimers)), App.Opening.AddDays(3).AddHours(10));

        Assert.Equal(["2024-10-01 00:00:00 Morning", "2024-10-04 09:00:00 Morning past due"], app.Diary.Entries);
    }

    [Fact]
    public async Task A_timer_without_monitor_forgets_what_it_missed()
    {
        await using var app = new App();
        Timers(app, typeof(UnmonitoredTimers));
        app.Clock.SetUtcNow(App.Opening.AddMinutes(150));

        var timers = Timers(app, typeof(UnmonitoredTimers));
        await RunUntil(app, timers, App.Opening.AddMinutes(151));

        Assert.Equal(
            ["2024-10-01 02:30:20 Often", "2024-10-01 02:30:40 Often", "2024-10-01 02:31:00 Often"],
            app.Diary.Entries);
        Assert.All(app.Diary.Infos, info => Assert.Null(info.ScheduleStatus));
        Assert.Empty(saved);
    }

    [Fact]
    public async Task A_failing_run_is_logged_and_listed_and_the_schedule_goes_on()
    {
        await using var app = new App();
        var timers = Timers(app, typeof(FailingTimers));

        await RunUntil(app, timers, App.Opening.AddHours(2));

        Assert.Equal(
            ["Broken 2024-10-01 01:00 The spring is broken.", "Broken 2024-10-01 02:00 The spring is broken."],
            timers.Failures.Select(run => $"{run.Function} {run.At:yyyy-MM-dd HH:mm} {run.Fault.Message}"));
        Assert.Equal("The timer function Broken failed; it runs again at 2024-10-01 02:00:00Z. The spring is broken.", app.Log.Lines[0]);
        Assert.Equal(App.Opening.AddHours(3), timers.NextDue);
    }

    [Fact]
    public async Task A_schedule_may_be_a_setting()
    {
        await using var app = new App();
        var settings = new ConfigurationBuilder().AddInMemoryCollection([new("Sweep:Schedule", "0 5 0 * * *")]).Build();

        var timers = new TimerFunctions(FunctionCatalog.Find([typeof(ConfiguredTimers)]), app.Host, settings, app.Clock, _ => null, saved.Add);

        Assert.Equal(App.Opening.AddMinutes(5), timers.NextDue);
    }

    [Theory]
    [InlineData(null, "ConfiguredTimers.Sweep: the schedule '%Sweep:Schedule%' names the setting 'Sweep:Schedule', which has no value. Set it.")]
    [InlineData("0 5 0 * *", "ConfiguredTimers.Sweep: the schedule '0 5 0 * *' has 5 fields instead of 6. Write second, minute, hour, day, month and weekday, as in '0 */15 * * * *'.")]
    public async Task A_setting_that_gives_no_schedule_stops_the_start(string? schedule, string refusal)
    {
        await using var app = new App();
        var settings = new ConfigurationBuilder().AddInMemoryCollection([new("Sweep:Schedule", schedule)]).Build();

        var fault = Assert.Throws<FunctionsRefusedException>(
            () => new TimerFunctions(FunctionCatalog.Find([typeof(ConfiguredTimers)]), app.Host, settings, app.Clock, _ => null, saved.Add));

        Assert.Equal([refusal], fault.Refusals);
    }

    TimerFunctions Timers(App app, params Type[] types) => new(
        FunctionCatalog.Find(types), app.Host, NoSettings, app.Clock, saved.GetValueOrDefault, (key, value) => saved[key] = value);

    /// <summary>As the host does: jumps to what is due next until nothing more is due by the end.</summary>
    static async Task RunUntil(App app, TimerFunctions timers, DateTimeOffset end)
    {
        while (timers.NextDue is { } due && due <= end)
        {
            if (due > app.Clock.GetUtcNow())
            {
                app.Clock.SetUtcNow(due);
            }

            await timers.RunNext(app.Clock.GetUtcNow(), CancellationToken.None);
        }
    }
}
