using Assessment.Cycle;
using static Assessment.Tests.Cycle.Calendars;

namespace Assessment.Tests.Cycle;

public sealed class DeclaredHolidaysTests
{
    static readonly Plan Plan = PlanFiles.Good.Plan;

    [Theory]
    [InlineData("federal", "2025-01-07", "2025-01-05 12:00",
        "The call of round 'annual' to PDRM, SUARA has its reminder before-2wd on Mon 6 Jan 2025 09:00 instead of on Tue 7 Jan 2025 09:00, because of Extra day.")]
    [InlineData("federal", "2025-01-14", "2025-01-13 12:00",
        "The call of round 'annual' to PDRM, SUARA has its reminder after-3wd-signatory on Wed 15 Jan 2025 09:00 instead of on Tue 14 Jan 2025 09:00, because of Extra day.\n"
        + "The call of round 'annual' to PDRM, SUARA closes on Thu 16 Jan 2025 17:00 instead of on Wed 15 Jan 2025 17:00, because of Extra day.")]
    [InlineData("kelantan", "2025-01-12", "2025-01-10 12:00",
        "The call of round 'annual' to JTK Kelantan has its reminder after-1wd-focal-point on Mon 13 Jan 2025 09:00 instead of on Sun 12 Jan 2025 09:00, because of Extra day.\n"
        + "The call of round 'annual' to JTK Kelantan has its reminder after-2wd-head on Tue 14 Jan 2025 09:00 instead of on Mon 13 Jan 2025 09:00, because of Extra day.\n"
        + "The call of round 'annual' to JTK Kelantan has its reminder after-3wd-signatory on Wed 15 Jan 2025 09:00 instead of on Tue 14 Jan 2025 09:00, because of Extra day.\n"
        + "The call of round 'annual' to JTK Kelantan closes on Thu 16 Jan 2025 17:00 instead of on Wed 15 Jan 2025 17:00, because of Extra day.")]
    [InlineData("federal", "2025-01-11", "2025-01-05 12:00", "")]
    [InlineData("federal", "2025-06-02", "2025-01-05 12:00", "")]
    public void Computed_moments_move_and_say_so(string calendar, string day, string now, string expected)
    {
        var moves = DeclaredHolidays.Moves(Plan, calendar, new Holiday(Day(day), "Extra day"), At(now));

        Assert.Equal(expected, string.Join('\n', moves.Select(move => move.Sentence)));
    }

    [Fact]
    public void A_date_of_the_plan_does_not_move_by_itself()
    {
        var moves = DeclaredHolidays.Moves(Plan, "federal", new Holiday(Day("2025-01-09"), "Extra day"), At("2025-01-08 12:00"));

        var stays = Assert.Single(moves);
        Assert.Equal((MovedKind.PlanDate, "annual", "repliesDue", (DateTimeOffset?)null), (stays.Kind, stays.Subject, stays.Step, stays.To));
        Assert.Equal(
            "'repliesDue' of round 'annual', Thu 9 Jan 2025 17:00, falls on Extra day for PDRM, SUARA. It does not move by itself: move it with a reason, or leave it.",
            stays.Sentence);
    }

    [Fact]
    public void A_reminder_that_would_come_before_the_letter_is_left_out()
    {
        var plan = PlanFiles.Good.Replace("rounds.yaml", "opens: 2024-12-02", "opens: 2025-01-02").Plan;

        var moves = DeclaredHolidays.Moves(plan, "federal", new Holiday(Day("2025-01-08"), "Extra day"), At("2025-01-02 08:45"));

        Assert.Equal(
            "The call of round 'annual' to PDRM, SUARA has its reminder before-5wd not at all instead of on Thu 2 Jan 2025 09:00, because of Extra day.",
            moves[0].Sentence);
        Assert.Null(moves[0].To);
    }

    [Fact]
    public void The_due_date_of_a_returned_item_moves()
    {
        var returned = new[]
        {
            new ReturnedItem("my-tip-2025-annual-pdrm", "PDRM", "R01", At("2025-01-16 11:00")),
            new ReturnedItem("my-tip-2025-annual-jtk-kelantan", "JTK Kelantan", "R02", At("2025-01-16 11:00")),
        };

        var moves = DeclaredHolidays.Moves(Plan, "federal", new Holiday(Day("2025-01-17"), "Extra day"), At("2025-01-16 12:00"), returned);

        var move = Assert.Single(moves);
        Assert.Equal((MovedKind.ReturnDue, At("2025-01-20 17:00"), At("2025-01-21 17:00")), (move.Kind, move.From, move.To!.Value));
        Assert.Equal("R01, returned to PDRM, is due on Tue 21 Jan 2025 17:00 instead of on Mon 20 Jan 2025 17:00, because of Extra day.", move.Sentence);
    }

    [Fact]
    public void The_plan_with_the_holiday_counts_it_from_the_day_of_its_declaration()
    {
        var plan = DeclaredHolidays.With(Plan, "federal", new Holiday(Day("2025-01-07"), "Extra day", Day("2025-01-05")));

        Assert.True(WorkCalendar.For(plan, "PDRM", At("2025-01-04 12:00")).IsWorkingDay(Day("2025-01-07")));
        Assert.False(WorkCalendar.For(plan, "PDRM", At("2025-01-05 12:00")).IsWorkingDay(Day("2025-01-07")));
        Assert.True(WorkCalendar.For(plan, "JTK Kelantan", At("2025-01-05 12:00")).IsWorkingDay(Day("2025-01-07")));
    }
}
