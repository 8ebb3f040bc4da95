using System.Globalization;
using Assessment.Cycle;
using Assessment.Mail;

namespace Assessment.Evidence.Figures;

/// <summary>What is missing or looks wrong in the figures of one answer.</summary>
public static class FigureChecks
{
    /// <summary>A median or a share does not add up from its parts.</summary>
    static readonly string[] UnitsThatDoNotAdd = ["day", "hour", "%", "percent", "per cent", "point", "peratus", "hari", "jam"];

    /// <summary>What a figure lacks of value, unit, period, cut-off date and source; one that is not available lacks reason or plan at most.</summary>
    public static IReadOnlyList<FigureGap> Missing(Figure figure)
    {
        (FigureGap Gap, bool IsMissing)[] parts = figure.NotAvailableBecause is { } because
            ?
            [
                (FigureGap.Reason, string.IsNullOrWhiteSpace(because)),
                (FigureGap.PlannedBy, figure.PlannedBy is null),
            ]
            :
            [
                (FigureGap.Value, figure.Value is null),
                (FigureGap.Unit, string.IsNullOrWhiteSpace(figure.Unit)),
                (FigureGap.Period, figure.From is null || figure.To is null),
                (FigureGap.CutOff, figure.CutOff is null),
                (FigureGap.Source, string.IsNullOrWhiteSpace(figure.Source)),
            ];
        return [.. parts.Where(part => part.IsMissing).Select(part => part.Gap)];
    }

    /// <summary>The sentence that lists what a figure lacks, or null when it lacks nothing.</summary>
    public static Remark? MissingRemark(Figure figure, FigureGap? except = null) => Missing(figure).Where(gap => gap != except).ToList() is { Count: > 0 } gaps
        ? new Remark("remark-missing", [new("indicator", figure.Indicator), new("missing", "", [.. gaps.Select(WordFor)])])
        : null;

    /// <summary>All flags of one answer: first what was asked and not stated, then figure by figure in the plan's order.</summary>
    public static IReadOnlyList<FigureFlag> Of(Recommendation recommendation, string organisation, Answer answer, FigureContext context) =>
    [
        .. NotStated(recommendation, organisation, answer),
        .. recommendation.Indicators.SelectMany(indicator => answer.Figures
            .Where(figure => figure.Indicator == indicator.Id)
            .SelectMany(figure => Of(indicator, figure, context))),
    ];

    public static IReadOnlyList<FigureFlag> Of(Indicator indicator, Figure figure, FigureContext context)
    {
        var missing = MissingRemark(figure) is { } remark ? new FigureFlag(FlagCode.Incomplete, figure.Indicator, remark) : null;
        FigureFlag?[] flags = figure.NotAvailableBecause is not null
            ? [missing]
            :
            [
                missing,
                .. Sums(indicator, figure),
                NotBrokenDown(indicator, figure),
                Jump(indicator, figure, context.Policy),
                Period(figure, context),
                CutOffBeforeEnd(figure),
                CutOffAfterReceipt(figure, context),
                OtherUnit(indicator, figure),
            ];
        return [.. flags.OfType<FigureFlag>()];
    }

    /// <summary>The list for a return, one line for each thing that is missing; empty when nothing has to go back.</summary>
    public static string ReturnReason(IReadOnlyList<FigureFlag> flags, Language language) =>
        string.Join("\n", flags.Where(flag => flag.Severity == FlagSeverity.Return).Select(flag => flag.Sentence.In(language)));

    /// <summary>Nothing to report, with a reason, covers the figures too.</summary>
    static IEnumerable<FigureFlag> NotStated(Recommendation recommendation, string organisation, Answer answer) =>
        answer is { NothingToReport: not null, Figures.Count: 0 }
            ? []
            : Letters.FiguresOf(recommendation, organisation)
                .Where(asked => answer.Figures.All(figure => figure.Indicator != asked.Id))
                .Select(asked => Flag(FlagCode.NotStated, asked.Id, "flag-not-stated"));

    static IEnumerable<FigureFlag> Sums(Indicator indicator, Figure figure)
    {
        if (figure.Value is not { } total || !AddsUp(indicator.Unit))
            yield break;

        foreach (var sum in FigureParts.Sums(indicator, figure.Parts).Where(sum => !sum.Matches(total)))
        {
            yield return sum.Dimension.Length == 0
                ? Flag(FlagCode.SumDiffers, indicator.Id, "flag-sum", ("sum", Texts.Number(sum.Total)), ("total", Texts.Number(total)))
                : Flag(FlagCode.SumDiffers, indicator.Id, "flag-sum-by", ("by", sum.Dimension), ("sum", Texts.Number(sum.Total)), ("total", Texts.Number(total)));
        }
    }

    static bool AddsUp(string unit) => !UnitsThatDoNotAdd.Any(word => unit.Contains(word, StringComparison.OrdinalIgnoreCase));

    static FigureFlag? NotBrokenDown(Indicator indicator, Figure figure) =>
        figure.Value is > 0 && FigureParts.Absent(indicator, figure.Parts) is { Count: > 0 } absent
            ? Flag(FlagCode.NotBrokenDown, indicator.Id, "flag-not-broken-down", ("by", string.Join(", ", absent)))
            : null;

    /// <summary>
    /// Last year's value is that of a whole year: a round that covers less may be near either the whole or its share of it,
    /// and only what is beyond both is pointed out. A median stays near the whole, a count near the share.
    /// </summary>
    static FigureFlag? Jump(Indicator indicator, Figure figure, FigurePolicy policy)
    {
        if (figure.Value is not { } value || indicator.LastYear is not { } last || !AreComparable(value, last))
            return null;

        var share = last * ShareOfYear(figure);
        var isJump = value > Math.Max(last, share) * policy.Jump || value < Math.Min(last, share) / policy.Jump;
        return isJump && Math.Abs(value - last) >= policy.LeastDifference
            ? Flag(FlagCode.Jump, indicator.Id, "flag-jump", ("value", Texts.Number(value)), ("lastyear", Texts.Number(last)), ("factor", Texts.Number(policy.Jump)))
            : null;
    }

    /// <summary>Beyond this a product would leave the range of decimals, and nobody counts so far.</summary>
    static bool AreComparable(decimal value, decimal last) => Math.Abs(value) < 1e15m && last is >= 0 and < 1e15m;

    static decimal ShareOfYear(Figure figure) => figure is { From: { } from, To: { } to } && to >= from
        ? Math.Min(1m, (to.DayNumber - from.DayNumber + 1) / 365m)
        : 1m;

    static FigureFlag? Period(Figure figure, FigureContext context)
    {
        if (figure is not { From: { } from, To: { } to })
            return null;

        (string, string)[] dates = [("start", Day(from)), ("end", Day(to)), ("from", Day(context.CoversFrom)), ("to", Day(context.CoversTo))];
        if (to < from)
            return Flag(FlagCode.PeriodReversed, figure.Indicator, "flag-reversed", dates);

        if (from >= context.CoversFrom && to <= context.CoversTo)
            return null;

        return IsCalendarYear(from, to)
            ? Flag(FlagCode.CalendarYear, figure.Indicator, "flag-calendar-year", [.. dates, ("year", from.Year.ToString(CultureInfo.InvariantCulture))])
            : Flag(FlagCode.OutsidePeriod, figure.Indicator, "flag-outside", dates);
    }

    static bool IsCalendarYear(DateOnly from, DateOnly to) => from == new DateOnly(from.Year, 1, 1) && to == new DateOnly(from.Year, 12, 31);

    static FigureFlag? CutOffBeforeEnd(Figure figure) => figure is { CutOff: { } cutOff, To: { } to } && cutOff < to
        ? Flag(FlagCode.CutOffBeforeEnd, figure.Indicator, "flag-cutoff-before-end", ("cutoff", Day(cutOff)), ("end", Day(to)))
        : null;

    static FigureFlag? CutOffAfterReceipt(Figure figure, FigureContext context) => figure.CutOff is { } cutOff && cutOff > context.ReceivedOn
        ? Flag(FlagCode.CutOffAfterReceipt, figure.Indicator, "flag-cutoff-after-receipt", ("cutoff", Day(cutOff)), ("received", Day(context.ReceivedOn)))
        : null;

    static FigureFlag? OtherUnit(Indicator indicator, Figure figure) => figure.Unit is { Length: > 0 } unit && !IsSameUnit(unit, indicator.Unit)
        ? Flag(FlagCode.OtherUnit, indicator.Id, "flag-unit", ("unit", unit), ("asked", indicator.Unit))
        : null;

    /// <summary>One person is in the unit persons.</summary>
    static bool IsSameUnit(string left, string right) => string.Equals(Singular(left), Singular(right), StringComparison.OrdinalIgnoreCase);

    static string Singular(string unit) => unit.Trim() is { Length: > 3 } word && word.EndsWith("s", StringComparison.OrdinalIgnoreCase) ? word[..^1] : unit.Trim();

    static FigureFlag Flag(FlagCode code, string indicator, string key, params (string, string)[] values) =>
        new(code, indicator, Remark.Of(key, [("indicator", indicator), .. values]));

    static string WordFor(FigureGap gap) => gap switch
    {
        FigureGap.Value => "gap-value",
        FigureGap.Unit => "gap-unit",
        FigureGap.Period => "gap-period",
        FigureGap.CutOff => "gap-cutoff",
        FigureGap.Source => "gap-source",
        FigureGap.Reason => "gap-reason",
        FigureGap.PlannedBy => "gap-planned",
        _ => throw new InvalidOperationException($"Nothing is called {gap}."),
    };

    static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
