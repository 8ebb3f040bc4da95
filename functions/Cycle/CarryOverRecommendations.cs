using System.Globalization;

namespace Assessment.Cycle;

/// <summary>A recommendation of next year and the one of last year that it follows; null when it is new.</summary>
public sealed record CarriedRecommendation(Recommendation Next, Recommendation? Last)
{
    public bool IsReworded => Last is not null && Last.Text != Next.Text;
}

/// <summary>An indicator of next year and what last year has for it: the one value, or why there is none to write.</summary>
public sealed record CarriedFigure(Indicator Next, string? LastId, decimal? Value, string? WhyNot);

/// <summary>Which recommendations go on, and what was said about them.</summary>
static class CarryOverRecommendations
{
    /// <summary>By the code that 'was' names, else by their own.</summary>
    public static IReadOnlyList<CarriedRecommendation> Match(Plan last, IReadOnlyList<Recommendation>? list) =>
    [
        .. (list ?? [.. last.Recommendations.Select(recommendation => recommendation with { Was = null })]).Select(next =>
        {
            var before = last.Recommendations.FirstOrDefault(recommendation => recommendation.Code == (next.Was ?? next.Code));
            return new CarriedRecommendation(next with { New = before is null, Was = before is null || before.Code == next.Code ? null : before.Code }, before);
        }),
    ];

    public static IReadOnlyList<CarriedFigure> Figures(IReadOnlyList<CarriedRecommendation> recommendations, LastYear submitted) =>
        [.. recommendations.Where(carried => carried.Last is not null).SelectMany(carried => carried.Next.Indicators.Select(indicator => Figure(carried, indicator, submitted)))];

    static CarriedFigure Figure(CarriedRecommendation carried, Indicator indicator, LastYear submitted)
    {
        if (carried.Last!.Indicators.FirstOrDefault(before => IsSame(before, indicator)) is not { } before)
            return new CarriedFigure(indicator, null, null, "last year had no indicator with this name and unit");

        var stated = submitted.Answers
            .Where(answer => answer.Recommendation == carried.Last.Code)
            .SelectMany(answer => answer.Figures.Where(figure => figure.Indicator == before.Id).Select(figure => (answer.Organisation, Figure: figure)))
            .ToList();
        var values = stated.Where(statement => statement.Figure.Value is not null).ToList();
        var asked = indicator.From.Count == 0 ? 1 : indicator.From.Count;
        return values.Select(statement => statement.Figure.Value).Distinct().Count() == 1 && values.Count >= asked
            ? new CarriedFigure(indicator, before.Id, values[0].Figure.Value, null)
            : new CarriedFigure(indicator, before.Id, null, WhyNot(stated));
    }

    /// <summary>Numbers may be put right from one year to the next; what they count may not.</summary>
    static bool IsSame(Indicator before, Indicator next) =>
        string.Equals(before.Name, next.Name, StringComparison.OrdinalIgnoreCase) && string.Equals(before.Unit, next.Unit, StringComparison.OrdinalIgnoreCase);

    static string WhyNot(List<(string Organisation, LastFigure Figure)> stated) => stated switch
    {
        [] => "nobody stated it in the package",
        [{ Figure.Value: null }] => $"{stated[0].Organisation} could not state it: {stated[0].Figure.NotAvailableBecause}",
        _ => $"several organisations state it, and each letter shows its own value: {string.Join(", ", stated.Select(Statement))}",
    };

    static string Statement((string Organisation, LastFigure Figure) statement) => string.Create(CultureInfo.InvariantCulture,
        $"{statement.Organisation} {(statement.Figure.Value is { } value ? value.ToString("0.##########", CultureInfo.InvariantCulture) : "not available")}");

    /// <summary>A value of the year before last is never kept as last year's.</summary>
    public static Recommendation WithLastYear(Recommendation recommendation, IReadOnlyList<CarriedFigure> figures) => recommendation with
    {
        Indicators = [.. recommendation.Indicators.Select(indicator => indicator with
        {
            LastYear = figures.FirstOrDefault(figure => figure.Next.Id == indicator.Id)?.Value,
        })],
    };

    /// <summary>The answers under next year's codes, their figures under next year's indicators.</summary>
    public static IReadOnlyList<LastAnswer> Answers(IReadOnlyList<CarriedRecommendation> recommendations, IReadOnlyList<CarriedFigure> figures, LastYear submitted) =>
    [
        .. from carried in recommendations
           from answer in submitted.Answers
           where answer.Recommendation == carried.Last?.Code
           select answer with
           {
               Recommendation = carried.Next.Code,
               Was = carried.Next.Was,
               Figures = [.. FiguresOf(answer, carried.Next, figures)],
           },
    ];

    static IEnumerable<LastFigure> FiguresOf(LastAnswer answer, Recommendation next, IReadOnlyList<CarriedFigure> figures) =>
        from indicator in next.Indicators
        let carried = figures.First(figure => figure.Next.Id == indicator.Id)
        from figure in answer.Figures
        where figure.Indicator == carried.LastId
        select figure with { Indicator = indicator.Id };
}
