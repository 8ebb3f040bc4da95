namespace Assessment.Cycle;

/// <summary>Next year's plan, and all that became of this year's.</summary>
public sealed record CarriedYear
{
    public required Plan Last { get; init; }
    public required Plan Next { get; init; }

    /// <summary>What the package says, under last year's codes.</summary>
    public required LastYear Submitted { get; init; }
    public required IReadOnlyList<CarriedRecommendation> Recommendations { get; init; }
    public required IReadOnlyList<Recommendation> Dropped { get; init; }
    public required IReadOnlyList<CarriedFigure> Figures { get; init; }
    public required IReadOnlyList<CarriedDate> Dates { get; init; }
    public required IReadOnlyList<Person> LeftOut { get; init; }
    public required IReadOnlyList<Vacancy> Vacancies { get; init; }

    /// <summary>Calendars and the years of the cycle for which they have no holiday.</summary>
    public required IReadOnlyList<CalendarGap> CalendarGaps { get; init; }
}

/// <summary>A calendar that has holidays, but none in a year in which the cycle runs.</summary>
public sealed record CalendarGap(string Calendar, int Year);

/// <summary>Makes next year's plan of a plan and of what was submitted from it.</summary>
public static class CarryOver
{
    /// <param name="last">The plan of the year that ends.</param>
    /// <param name="submitted">What its package says, under its codes.</param>
    /// <param name="list">Next year's recommendations; without it all are kept.</param>
    /// <param name="id">The id of next year's cycle.</param>
    public static CarriedYear Of(Plan last, LastYear submitted, IReadOnlyList<Recommendation>? list, string id)
    {
        var recommendations = CarryOverRecommendations.Match(last, list);
        var figures = CarryOverRecommendations.Figures(recommendations, submitted);
        var moves = new CarryOverDates(last);
        var cycle = moves.Cycle(id);
        var rounds = moves.Rounds(recommendations);
        var (kept, leftOut) = CarryOverPeople.Split(last.People, FirstDay(cycle));
        var next = last with
        {
            Cycle = cycle,
            Rounds = rounds,
            Recommendations = [.. recommendations.Select(carried => CarryOverRecommendations.WithLastYear(carried.Next, figures))],
            People = kept,
            LastYear = submitted with { Answers = CarryOverRecommendations.Answers(recommendations, figures, submitted) },
        };
        return new CarriedYear
        {
            Last = last,
            Next = next,
            Submitted = submitted,
            Recommendations = recommendations,
            Dropped = [.. last.Recommendations.Where(recommendation => !recommendations.Any(carried => carried.Last?.Code == recommendation.Code))],
            Figures = figures,
            Dates = moves.Dates,
            LeftOut = leftOut,
            Vacancies = CarryOverPeople.Vacancies(last.People, kept),
            CalendarGaps = [.. CalendarGaps(next)],
        };
    }

    static DateOnly FirstDay(CycleInfo cycle) => cycle.StartsWhenStarted ? cycle.From : Zone.Of(cycle.TimeZone).DayOf(cycle.Starts);

    static IEnumerable<CalendarGap> CalendarGaps(Plan next)
    {
        if (next.Cycle.StartsWhenStarted)
            return [];

        var zone = Zone.Of(next.Cycle.TimeZone);
        var (first, last) = (FirstDay(next.Cycle).Year, zone.DayOf(next.Rounds.Max(round => round.HardDate)).Year);
        return
            from calendar in next.Calendars
            where calendar.Holidays.Count > 0
            from year in Enumerable.Range(first, last - first + 1)
            where !calendar.Holidays.Any(holiday => holiday.Day.Year == year)
            select new CalendarGap(calendar.Id, year);
    }
}
