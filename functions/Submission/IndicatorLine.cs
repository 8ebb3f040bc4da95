namespace Assessment.Submission;

/// <summary>One indicator over all who state it: this year's value beside last year's, or why there is no single value.</summary>
sealed record IndicatorLine(string Indicator, string Name, string Unit, decimal? Now, decimal? Before, string Note)
{
    const decimal LargestSum = 1_000_000_000_000_000m;

    public decimal? Change => Shown.Change(Now, Before);

    /// <summary>This year in per cent of last year, for a chart in which units do not meet.</summary>
    public decimal? Index => Before is > 0 && Now is >= 0 && Change is not null ? Math.Round(Now.Value / Before.Value * 100, 1) : null;

    public static IEnumerable<IndicatorLine> Of(SubmittedRecommendation recommendation) => recommendation.Figures
        .GroupBy(figure => figure.Indicator, StringComparer.Ordinal)
        .Select(figures => Of([.. figures]));

    public static IndicatorLine Of(IReadOnlyList<SubmittedFigure> figures)
    {
        var first = figures[0];
        var stated = figures.Where(figure => figure.Stands && figure.Figure.Value is not null).ToList();
        var units = stated.Select(figure => figure.Figure.Unit ?? "").Distinct(StringComparer.Ordinal).ToList();
        var unit = units.Count > 0 ? units[0] : first.Figure.Unit ?? "";
        var before = figures.Select(figure => figure.LastYear).FirstOrDefault(last => last is not null);
        var isSettled = figures.Any(figure => !figure.Stands);
        var (now, note) = isSettled && stated.Count == 1 ? (stated[0].Figure.Value, $"Settled between {string.Join(", ", figures.Select(Statement))}") : Together(first, stated, units.Count);
        return new IndicatorLine(first.Indicator, first.Name, unit, now, before, note);
    }

    static (decimal? Now, string Note) Together(SubmittedFigure first, List<SubmittedFigure> stated, int units)
    {
        var absent = first.From.Except(stated.Select(figure => figure.Organisation), StringComparer.Ordinal).ToList();
        return stated switch
        {
            [] => (null, "Not available"),
            _ when first is { AddsUp: true, TotalBy: { } total } => Total(total, stated, units),
            _ when first.AddsUp && absent.Count > 0 => (null, $"No total: {string.Join(", ", absent)} states no value"),
            _ when first.AddsUp && units == 1 && stated.All(figure => Math.Abs(figure.Figure.Value!.Value) < LargestSum) =>
                (stated.Sum(figure => figure.Figure.Value), stated.Count == 1 ? "" : $"Sum of {string.Join(", ", stated.Select(Statement))}"),
            [var only] when first.From.Count <= 1 => (only.Figure.Value, ""),
            _ => (null, $"Separate counts: {string.Join(", ", stated.Select(Statement))}"),
        };
    }

    /// <summary>A total that one organisation states stands alone: the others' values are in it. What they come to is said, so that a reader can compare.</summary>
    static (decimal? Now, string Note) Total(string organisation, List<SubmittedFigure> stated, int units)
    {
        if (stated.FirstOrDefault(figure => figure.Organisation == organisation)?.Figure.Value is not { } total)
            return (null, $"No total: {organisation} states no value");

        var parts = stated.Where(figure => figure.Organisation != organisation).ToList();
        if (parts.Count == 0)
            return (total, $"Total of {organisation}");

        var listed = $"Total of {organisation}, which has in it {string.Join(", ", parts.Select(Statement))}";
        return units > 1 || parts.Any(part => Math.Abs(part.Figure.Value!.Value) >= LargestSum) ? (total, listed)
            : parts.Sum(part => part.Figure.Value!.Value) is var sum && sum > total ? (total, $"{listed}; these come to {Shown.Number(sum)}, more than the total")
            : (total, $"{listed}, together {Shown.Number(sum)}");
    }

    static string Statement(SubmittedFigure figure) => $"{figure.Organisation} {Shown.Number(figure.Figure.Value)}";
}
