using System.Globalization;

namespace Assessment.Cycle;

/// <summary>When one office works, as far as was known on a day: a holiday that is declared later does not count yet.</summary>
public sealed class WorkCalendar
{
    /// <summary>Longer than any run of days off; beyond it the calendar has no working day at all.</summary>
    const int LongestBreak = 366;

    readonly IReadOnlyList<WeekendRule> weekends;
    readonly Dictionary<DateOnly, string> holidays = [];

    public WorkCalendar(CalendarPlan plan, Zone zone, DateOnly asOf)
    {
        Id = plan.Id;
        Zone = zone;
        weekends = plan.Weekends;
        foreach (var holiday in plan.Holidays.Where(holiday => !(holiday.DeclaredOn > asOf)))
        {
            holidays.TryAdd(holiday.Day, holiday.Name);
        }
    }

    public string Id { get; }

    public Zone Zone { get; }

    /// <summary>The calendar of an organisation, with the holidays known at <paramref name="now"/>.</summary>
    public static WorkCalendar For(Plan plan, string organisation, DateTimeOffset now)
    {
        var zone = Zone.Of(plan.Cycle.TimeZone);
        var id = plan.Organisation(organisation).Calendar;
        return new WorkCalendar(plan.Calendars.First(calendar => calendar.Id == id), zone, zone.DayOf(now));
    }

    public bool IsWorkingDay(DateOnly day) => WhyNot(day) is null;

    /// <summary>Why nobody works on a day: the holiday's name or "weekend"; null on a working day.</summary>
    public string? WhyNot(DateOnly day)
    {
        if (holidays.TryGetValue(day, out var holiday))
            return holiday;

        return weekends.Any(rule => Holds(rule, day) && rule.Days.Contains(day.DayOfWeek)) ? "weekend" : null;
    }

    /// <summary>That day if it is a working day, else the first one after it.</summary>
    public DateOnly NextWorkingDay(DateOnly day) => Seek(day, 1);

    /// <summary>That day if it is a working day, else the last one before it.</summary>
    public DateOnly LastWorkingDay(DateOnly day) => Seek(day, -1);

    /// <summary>The n-th working day after a day, or before it when n is negative; for 0 that day or the next working one.</summary>
    public DateOnly AddWorkingDays(DateOnly day, int n)
    {
        if (n == 0)
            return NextWorkingDay(day);

        var step = Math.Sign(n);
        for (var left = Math.Abs(n); left > 0; left--)
        {
            day = Seek(day.AddDays(step), step);
        }

        return day;
    }

    public DateTimeOffset At(DateOnly day, TimeOnly time) => Zone.At(day, time);

    public DateOnly LocalDate(DateTimeOffset instant) => Zone.DayOf(instant);

    /// <summary>A moment later. A lag in days falls on the time of day <paramref name="at"/>; one in hours, minutes or seconds is exact.</summary>
    public DateTimeOffset Add(DateTimeOffset from, Lag lag, TimeOnly at) => lag.Unit switch
    {
        LagUnit.WorkingDays => At(AddWorkingDays(LocalDate(from), lag.Amount), at),
        LagUnit.Days => At(LocalDate(from).AddDays(lag.Amount), at),
        _ => Zone.In(from + lag.ToTimeSpan()),
    };

    /// <summary>A moment before a due one, by the same rule; 0wd is the due day or the last working day before it.</summary>
    public DateTimeOffset Before(DateTimeOffset due, Lag lag, TimeOnly at) => lag switch
    {
        { Unit: LagUnit.WorkingDays, Amount: 0 } => At(LastWorkingDay(LocalDate(due)), at),
        { Unit: LagUnit.WorkingDays } => At(AddWorkingDays(LocalDate(due), -lag.Amount), at),
        { Unit: LagUnit.Days } => At(LocalDate(due).AddDays(-lag.Amount), at),
        _ => Zone.In(due - lag.ToTimeSpan()),
    };

    static bool Holds(WeekendRule rule, DateOnly day) => !(rule.From > day) && !(rule.To < day);

    DateOnly Seek(DateOnly day, int step)
    {
        var found = day;
        for (var looked = 0; looked <= LongestBreak; looked++, found = found.AddDays(step))
        {
            if (IsWorkingDay(found))
                return found;
        }

        throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture,
            $"Calendar '{Id}' has no working day within {LongestBreak} days of {day:yyyy-MM-dd}."));
    }
}
