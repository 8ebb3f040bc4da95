using System.Globalization;

namespace Assessment.Cycle;

/// <summary>The package that a plan is carried over from, as the report names it.</summary>
public sealed record CarryOverSource(string Package, string ManifestSha256, string Fingerprint, bool KeyWasGiven);

/// <summary>What was carried over, for the person who goes on with it; Markdown.</summary>
public static class CarryOverReport
{
    public const string FileName = "carry-over.md";

    /// <param name="year">What was carried over.</param>
    /// <param name="source">Where it comes from.</param>
    /// <param name="faults">What the reader of plans says of the new folder.</param>
    public static string Write(CarriedYear year, CarryOverSource source, IReadOnlyList<PlanFault> faults) => string.Join('\n',
    [
        $"# {year.Next.Cycle.Title}",
        "",
        $"Cycle `{year.Next.Cycle.Id}`, carried over from `{year.Last.Cycle.Id}` and what was submitted in its round `{year.Submitted.Round}`.",
        "",
        $"- Package: `{source.Package}`",
        $"- SHA-256 of its manifest: `{source.ManifestSha256}`",
        $"- Signed with the key: `{source.Fingerprint}`",
        .. Section("What a person must check", [.. Checks(year, source).Concat(faults.Select(fault => $"`{fault.File}`, line {fault.Line.ToString(CultureInfo.InvariantCulture)}, {fault.Severity.ToString().ToLowerInvariant()}: {fault.What} {fault.Remedy}"))]),
        .. Section($"Recommendations kept: {Count(Kept(year))}", [.. Kept(year).Select(KeptLine)]),
        .. Section($"Recommendations dropped: {Count(year.Dropped)}", [.. year.Dropped.Select(recommendation => $"{recommendation.Code}: {recommendation.Text}")]),
        .. Section($"New recommendations: {Count(New(year))}", [.. New(year).Select(carried => $"{carried.Next.Code}: {carried.Next.Text}")]),
        .. Dates(year),
        .. Section($"People left out: {Count(year.LeftOut)}", [.. year.LeftOut.Select(person => $"{person.Name} ({person.Organisation}, {PlanKinds.WordFor(person.Role)}), in office until {Day(person.To!.Value)}")]),
        .. Section($"Roles without a person: {Count(year.Vacancies)}", [.. year.Vacancies.Select(vacancy => $"{vacancy.What} {vacancy.Remedy}")]),
        .. Section($"Figures with last year's value: {Count(Valued(year))}", [.. Valued(year).Select(figure => $"{figure.Next.Id} {figure.Next.Name}: {Number(figure.Value)} {figure.Next.Unit}{(figure.LastId == figure.Next.Id ? "" : $" (was {figure.LastId})")}")]),
        .. Section($"Figures without one: {Count(Unvalued(year))}", [.. Unvalued(year).Select(figure => $"{figure.Next.Id} {figure.Next.Name}: {Sentence(figure.WhyNot!)}")]),
        .. Section($"Answers carried: {Count(year.Next.LastAnswers)}", [.. year.Next.LastAnswers.GroupBy(answer => answer.Recommendation).Select(answers => $"{answers.Key}: {string.Join(", ", answers.Select(answer => answer.Organisation))}")]),
        "",
    ]);

    static IEnumerable<string> Checks(CarriedYear year, CarryOverSource source)
    {
        if (!source.KeyWasGiven)
            yield return "No key was given to compare that of the package with: compare its fingerprint with the one that the secretariat publishes.";

        var round = year.Last.Round(year.Submitted.Round);
        if (round.CoversFrom > year.Last.Cycle.From || round.CoversTo < year.Last.Cycle.To)
            yield return $"The package covers {Day(round.CoversFrom)} to {Day(round.CoversTo)} only, not the whole year to {Day(year.Last.Cycle.To)}: last year's values are those of that time.";

        foreach (var carried in year.Recommendations.Where(carried => carried.IsReworded))
            yield return $"{carried.Next.Code} has another text than {carried.Last!.Code} had last year. If it asks for something else, give it a code that last year did not have.";

        foreach (var twice in year.Recommendations.Where(carried => carried.Last is not null).GroupBy(carried => carried.Last!.Code).Where(group => group.Count() > 1))
            yield return $"{string.Join(" and ", twice.Select(carried => carried.Next.Code))} both follow {twice.Key} of last year, and both show its answers.";

        foreach (var figure in year.Figures.Where(figure => figure.Value is null))
            yield return $"{figure.Next.Id} has no value of last year: {Sentence(figure.WhyNot!)} Write `lastYear` if there is one that may be compared.";

        foreach (var vacancy in year.Vacancies)
            yield return $"{vacancy.What} {vacancy.Remedy}";

        foreach (var gap in year.CalendarGaps)
            yield return $"Calendar `{gap.Calendar}` has no holiday in {gap.Year.ToString(CultureInfo.InvariantCulture)}: add those that are gazetted, then look at the dates again.";

        foreach (var idle in year.Next.Rounds.Where(next => next.Asks.Count == 0))
            yield return $"Round `{idle.Id}` asks for nothing any more: name recommendations for it, or remove it.";

        yield return "The hard dates are last year's, a year later. The assessor states its own: correct them.";
        yield return "The comments in last year's files, its scenario and its evidence are not carried over.";
    }

    static List<CarriedRecommendation> Kept(CarriedYear year) => [.. year.Recommendations.Where(carried => carried.Last is not null)];

    static List<CarriedRecommendation> New(CarriedYear year) => [.. year.Recommendations.Where(carried => carried.Last is null)];

    static List<CarriedFigure> Valued(CarriedYear year) => [.. year.Figures.Where(figure => figure.Value is not null)];

    static List<CarriedFigure> Unvalued(CarriedYear year) => [.. year.Figures.Where(figure => figure.Value is null)];

    static string KeptLine(CarriedRecommendation carried) =>
        $"{carried.Next.Code}{(carried.Next.Was is { } was ? $" (was {was})" : "")}: {carried.Next.Text}{(carried.IsReworded ? $" Last year: {carried.Last!.Text}" : "")}";

    static IEnumerable<string> Dates(CarriedYear year) => year.Dates.Count == 0
        ? Section("Dates", ["The plan counts its dates from when it is started; they stay as they are."])
        :
        [
            "",
            $"## Dates: {Count([.. year.Dates.Where(date => date.Because is not null)])} moved to the working day before",
            "",
            "| round | date | last year | next year | moved because |",
            "|---|---|---|---|---|",
            .. year.Dates.Select(date => $"| {date.Round} | {date.Key} | {Weekday(date.From)} | {Weekday(date.To)} | {date.Because} |"),
        ];

    static IEnumerable<string> Section(string title, IReadOnlyList<string> lines) =>
        ["", $"## {title}", "", .. lines.Count == 0 ? ["None."] : lines.Select(line => $"- {line.ReplaceLineEndings(" ")}")];

    static string Count<T>(IReadOnlyList<T> list) => list.Count.ToString(CultureInfo.InvariantCulture);

    static string Sentence(string text) => text.TrimEnd('.') + ".";

    static string Number(decimal? number) => number?.ToString("0.##########", CultureInfo.InvariantCulture) ?? "";

    static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    static string Weekday(DateOnly day) => day.ToString("ddd yyyy-MM-dd", CultureInfo.InvariantCulture);
}
