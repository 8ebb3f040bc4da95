using Assessment.Cycle;
using Assessment.DataCalls;

namespace Assessment.Evidence.Figures;

/// <summary>Looks at the figures of an answer as its round asks for them.</summary>
public static class FigureReview
{
    public static IReadOnlyList<FigureFlag> Of(RoundInPlan round, DataCall call, Item item) => item.Answer is not { } answer ? [] : FigureChecks.Of(
        AsAsked(round, call.Organisation, item.Code),
        call.Organisation,
        answer,
        new FigureContext(round.Round.CoversFrom, round.Round.CoversTo, round.Zone.DayOf(answer.ReceivedAt), round.Plan.Figures));

    /// <summary>What the figures of an item lack, by its code: only of answers that nobody has looked at yet.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<Remark>> Missing(RoundInPlan round, DataCall call, IReadOnlyList<Item> items)
    {
        var missing = new SortedDictionary<string, IReadOnlyList<Remark>>(StringComparer.Ordinal);
        foreach (var item in items.Where(ItemRules.MaySendBack))
        {
            var lacks = Of(round, call, item).Where(flag => flag.Severity == FlagSeverity.Return).Select(flag => flag.Sentence).ToList();
            if (lacks.Count > 0)
                missing[item.Code] = lacks;
        }

        return missing;
    }

    /// <summary>
    /// The recommendation with the figures that the organisation is asked under it. The plan's value of last year is one for all: an organisation that
    /// states a part of it, or a count of its own, is compared with its own value only.
    /// </summary>
    static Recommendation AsAsked(RoundInPlan round, string organisation, string code)
    {
        var recommendation = round.Plan.Recommendation(code);
        var shared = AskedFigures.Shared(round, code, organisation).Select(figure => figure.Indicator.Id).ToHashSet(StringComparer.Ordinal);
        return recommendation with
        {
            Indicators = [.. recommendation.Indicators.Where(indicator => !shared.Contains(indicator.Id)).Select(indicator => WithOwnLastYear(round.Plan, organisation, indicator))],
        };
    }

    static Indicator WithOwnLastYear(Plan plan, string organisation, Indicator indicator) =>
        indicator with { LastYear = plan.LastValue(organisation, indicator is { StatedApart: true, From.Count: > 1 } ? indicator with { LastYear = null } : indicator) };
}
