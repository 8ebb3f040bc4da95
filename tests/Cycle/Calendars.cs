using Assessment.Cycle;

namespace Assessment.Tests.Cycle;

/// <summary>The calendars that the tables speak of.</summary>
static class Calendars
{
    public static readonly Zone Malaysia = Zone.Of("Asia/Kuala_Lumpur");

    public static CalendarPlan FederalPlan { get; } = Plan("federal", [new WeekendRule([DayOfWeek.Saturday, DayOfWeek.Sunday])],
        ("2024-10-31", "Deepavali"), ("2024-12-25", "Christmas Day"), ("2025-01-01", "New Year's Day"), ("2025-01-29", "Chinese New Year"),
        ("2025-01-30", "Chinese New Year (second day)"), ("2025-03-31", "Hari Raya Aidilfitri"), ("2025-04-01", "Hari Raya Aidilfitri (second day)"));

    public static CalendarPlan JohorPlan { get; } = Plan("johor",
        [
            new WeekendRule([DayOfWeek.Friday, DayOfWeek.Saturday], To: new DateOnly(2024, 12, 31)),
            new WeekendRule([DayOfWeek.Saturday, DayOfWeek.Sunday], From: new DateOnly(2025, 1, 1)),
        ],
        ("2024-12-25", "Christmas Day"), ("2025-01-06", "Bridging day"));

    public static CalendarPlan KelantanPlan { get; } = Plan("kelantan", [new WeekendRule([DayOfWeek.Friday, DayOfWeek.Saturday])], ("2024-10-31", "Deepavali"));

    public static WorkCalendar Federal => Of("federal");

    public static WorkCalendar Of(string id, string asOf = "2030-01-01") => new(
        new[] { FederalPlan, JohorPlan, KelantanPlan }.Single(plan => plan.Id == id), Malaysia, Day(asOf));

    public static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>A moment in Malaysia: 2025-01-10 17:00.</summary>
    public static DateTimeOffset At(string text) => DateTimeOffset.Parse(text + "+08:00", System.Globalization.CultureInfo.InvariantCulture);

    static CalendarPlan Plan(string id, IReadOnlyList<WeekendRule> weekends, params (string Day, string Name)[] holidays) => new()
    {
        Id = id,
        Title = id,
        Weekends = weekends,
        Holidays = [.. holidays.Select(holiday => new Holiday(Day(holiday.Day), holiday.Name))],
    };
}
