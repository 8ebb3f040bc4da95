using Assessment.Cycle;
using Assessment.DataCalls;
using Assessment.Mail;

namespace Assessment.Evidence.Figures;

/// <summary>An indicator that a round asks from more than one organisation, or under more than one name, as a count of the same thing; and who is asked.</summary>
public sealed record Comparison(string Indicator, IReadOnlyList<string> Organisations, IReadOnlyList<string> Calls);

/// <summary>Which figures of a round must agree.</summary>
public static class Comparisons
{
    /// <summary>In the order of their indicators; those of which each organisation counts its own, or a part, are none.</summary>
    public static IReadOnlyList<Comparison> Of(RoundInPlan round)
    {
        var shared = AskedFigures.SharedNames(round.Plan);
        return
        [
            .. (from recommendation in round.Plan.Recommendations
                from ask in round.Round.Asks
                where ask.Recommendation == recommendation.Code
                from indicator in AskedFigures.Of(round, recommendation, ask.Organisation, shared)
                where !indicator.StatedApart
                group ask.Organisation by indicator.SameAs ?? indicator.Id into same
                where same.Count() > 1
                select Between(round, same.Key, [.. same.Distinct().Order(StringComparer.Ordinal)]))
            .OrderBy(comparison => comparison.Indicator, StringComparer.Ordinal),
        ];
    }

    static Comparison Between(RoundInPlan round, string indicator, IReadOnlyList<string> organisations) =>
        new(indicator, organisations, [.. organisations.Select(code => Address.OfCall(round.Address, round.Plan.Organisation(code)))]);
}
