using Assessment.Cycle;
using CsCheck;
using static Assessment.Tests.Cycle.Calendars;

namespace Assessment.Tests.Cycle;

public sealed class WorkCalendarTests
{
    static readonly Gen<WorkCalendar> AnyCalendar =
        from first in Gen.Int[0, 6]
        from length in Gen.Int[0, 2]
        from change in Gen.Int[0, 400]
        from holidays in Gen.Int[0, 400].List[0, 40]
        select new WorkCalendar(
            new CalendarPlan
            {
                Id = "any",
                Title = "any",
                Weekends = [new WeekendRule(Days(first, length), To: Start.AddDays(change)), new WeekendRule(Days(first + 1, length), From: Start.AddDays(change + 1))],
                Holidays = [.. holidays.Select(day => new Holiday(Start.AddDays(day), "off"))],
            },
            Malaysia,
            Start);

    static readonly Gen<DateOnly> AnyDay = Gen.Int[60, 340].Select(Start.AddDays);

    static DateOnly Start => new(2024, 4, 1);

    [Theory]
    [InlineData("federal", "2025-01-10", null)]
    [InlineData("federal", "2025-01-11", "weekend")]
    [InlineData("federal", "2025-01-01", "New Year's Day")]
    [InlineData("kelantan", "2025-01-10", "weekend")]
    [InlineData("kelantan", "2025-01-12", null)]
    [InlineData("johor", "2024-12-27", "weekend")]
    [InlineData("johor", "2024-12-29", null)]
    [InlineData("johor", "2025-01-03", null)]
    [InlineData("johor", "2025-01-05", "weekend")]
    [InlineData("johor", "2025-01-06", "Bridging day")]
    public void A_day_off_says_why(string calendar, string day, string? reason)
    {
        Assert.Equal(reason, Of(calendar).WhyNot(Day(day)));
        Assert.Equal(reason is null, Of(calendar).IsWorkingDay(Day(day)));
    }

    [Theory]
    [InlineData("federal", "2025-01-10", -5, "2025-01-03")]
    [InlineData("federal", "2025-01-10", -4, "2025-01-06")]
    [InlineData("federal", "2025-01-10", -2, "2025-01-08")]
    [InlineData("federal", "2025-01-10", 1, "2025-01-13")]
    [InlineData("federal", "2025-01-10", 0, "2025-01-10")]
    [InlineData("federal", "2025-01-11", 0, "2025-01-13")]
    [InlineData("federal", "2025-01-11", 1, "2025-01-13")]
    [InlineData("federal", "2025-01-11", -1, "2025-01-10")]
    [InlineData("federal", "2024-12-31", 1, "2025-01-02")]
    [InlineData("federal", "2025-03-28", 1, "2025-04-02")]
    [InlineData("federal", "2025-01-28", 1, "2025-01-31")]
    [InlineData("kelantan", "2025-01-09", 1, "2025-01-12")]
    [InlineData("johor", "2024-12-26", 1, "2024-12-29")]
    [InlineData("johor", "2024-12-31", 2, "2025-01-02")]
    [InlineData("johor", "2025-01-03", 1, "2025-01-07")]
    [InlineData("johor", "2025-01-07", -6, "2024-12-29")]
    public void Working_days_are_counted_over_weekends_and_holidays(string calendar, string from, int days, string expected) =>
        Assert.Equal(Day(expected), Of(calendar).AddWorkingDays(Day(from), days));

    [Fact]
    public void A_holiday_counts_from_the_day_on_which_it_is_declared()
    {
        var declared = FederalPlan with { Holidays = [new Holiday(Day("2025-01-13"), "Extra day", Day("2025-01-09"))] };

        Assert.True(new WorkCalendar(declared, Malaysia, Day("2025-01-08")).IsWorkingDay(Day("2025-01-13")));
        Assert.Equal("Extra day", new WorkCalendar(declared, Malaysia, Day("2025-01-09")).WhyNot(Day("2025-01-13")));
    }

    [Theory]
    [InlineData("2025-01-10 17:00", "1wd", "2025-01-13 09:00")]
    [InlineData("2025-01-10 17:00", "3d", "2025-01-13 09:00")]
    [InlineData("2025-01-10 17:00", "1d", "2025-01-11 09:00")]
    [InlineData("2025-01-10 17:00", "3h", "2025-01-10 20:00")]
    [InlineData("2025-01-10 17:00", "90m", "2025-01-10 18:30")]
    [InlineData("2025-01-10 17:00", "30s", "2025-01-10 17:00:30")]
    public void A_lag_in_days_falls_on_the_time_of_day_and_others_are_exact(string from, string lag, string expected) =>
        Assert.Equal(At(expected), Federal.Add(At(from), Lag.Parse(lag), new TimeOnly(9, 0)));

    [Theory]
    [InlineData("2025-01-10 17:00", "5wd", "2025-01-03 09:00")]
    [InlineData("2025-01-10 17:00", "0wd", "2025-01-10 09:00")]
    [InlineData("2025-01-12 17:00", "0wd", "2025-01-10 09:00")]
    [InlineData("2025-01-12 17:00", "1wd", "2025-01-10 09:00")]
    [InlineData("2025-01-10 17:00", "5d", "2025-01-05 09:00")]
    [InlineData("2025-01-10 17:00", "24h", "2025-01-09 17:00")]
    public void Before_a_due_moment_the_same_rule_holds(string due, string lag, string expected) =>
        Assert.Equal(At(expected), Federal.Before(At(due), Lag.Parse(lag), new TimeOnly(9, 0)));

    [Fact]
    public void A_day_is_that_of_the_office_and_not_of_the_server()
    {
        var calendar = Federal;

        Assert.Equal(Day("2025-01-11"), calendar.LocalDate(new DateTimeOffset(2025, 1, 10, 16, 0, 0, TimeSpan.Zero)));
        Assert.Equal(new DateTimeOffset(2025, 1, 10, 1, 0, 0, TimeSpan.Zero), calendar.At(Day("2025-01-10"), new TimeOnly(9, 0)));
    }

    [Fact]
    public void A_calendar_without_a_working_day_says_so_instead_of_searching_for_ever()
    {
        var never = FederalPlan with { Weekends = [new WeekendRule(Enum.GetValues<DayOfWeek>())] };

        var refusal = Assert.Throws<InvalidOperationException>(() => new WorkCalendar(never, Malaysia, Start).NextWorkingDay(Start));
        Assert.Equal("Calendar 'federal' has no working day within 366 days of 2024-04-01.", refusal.Message);
    }

    [Fact]
    public void Adding_working_days_ends_on_a_working_day_and_can_be_undone()
    {
        var cases = from calendar in AnyCalendar from day in AnyDay from n in Gen.Int[1, 30] select (calendar, day: calendar.NextWorkingDay(day), n);
        cases.Sample(
            one =>
            {
                var later = one.calendar.AddWorkingDays(one.day, one.n);
                return one.calendar.IsWorkingDay(later)
                    && one.calendar.AddWorkingDays(later, -one.n) == one.day
                    && one.calendar.AddWorkingDays(one.calendar.AddWorkingDays(one.day, -one.n), one.n) == one.day;
            },
            iter: 1_000, threads: 1);
    }

    [Fact]
    public void More_working_days_never_end_earlier_and_neither_does_a_later_start()
    {
        var cases = from calendar in AnyCalendar from day in AnyDay from n in Gen.Int[-20, 20] select (calendar, day, n);
        cases.Sample(
            one =>
            {
                var end = one.calendar.AddWorkingDays(one.day, one.n);
                return end <= one.calendar.AddWorkingDays(one.day, one.n + 1)
                    && end <= one.calendar.AddWorkingDays(one.day.AddDays(1), one.n)
                    && (one.n <= 0 || end > one.day)
                    && (one.n >= 0 || end < one.day);
            },
            iter: 1_000, threads: 1);
    }

    [Fact]
    public void Between_a_day_and_its_sum_lie_exactly_as_many_working_days()
    {
        var cases = from calendar in AnyCalendar from day in AnyDay from n in Gen.Int[1, 20] select (calendar, day, n);
        cases.Sample(
            one =>
            {
                var end = one.calendar.AddWorkingDays(one.day, one.n);
                var between = Enumerable.Range(1, end.DayNumber - one.day.DayNumber).Count(i => one.calendar.IsWorkingDay(one.day.AddDays(i)));
                return between == one.n;
            },
            iter: 1_000, threads: 1);
    }

    static DayOfWeek[] Days(int first, int length) => [.. Enumerable.Range(first, length).Select(day => (DayOfWeek)(day % 7))];
}
