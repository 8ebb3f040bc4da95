using Assessment.Cycle;
using Assessment.Mail;

namespace Assessment.DataCalls;

/// <summary>
/// Which figures an organisation is asked for in a round, each question once: figures that the plan says count the same thing are asked under one
/// recommendation, and the answer serves the others too.
/// </summary>
public static class AskedFigures
{
    public static IReadOnlyList<Indicator> Of(RoundInPlan round, string code, string organisation) => Of(round, round.Plan.Recommendation(code), organisation, SharedNames(round.Plan));

    /// <summary>The same for whoever asks about many organisations; <paramref name="shared"/> are the <see cref="SharedNames"/> of the plan.</summary>
    public static IReadOnlyList<Indicator> Of(RoundInPlan round, Recommendation recommendation, string organisation, IReadOnlySet<string> shared) =>
        [.. Letters.FiguresOf(recommendation, organisation).Where(indicator => AskedAs(round, indicator, organisation, shared) == indicator.Id)];

    /// <summary>The figures of a recommendation that the organisation states under another one, each with the id under which it is asked.</summary>
    public static IReadOnlyList<SharedFigure> Shared(RoundInPlan round, string code, string organisation)
    {
        var shared = SharedNames(round.Plan);
        return
        [
            .. Letters.FiguresOf(round.Plan.Recommendation(code), organisation)
                .Select(indicator => new SharedFigure(indicator, AskedAs(round, indicator, organisation, shared)))
                .Where(figure => figure.AskedAs != figure.Indicator.Id),
        ];
    }

    /// <summary>The names under which more than one figure of the plan counts the same thing.</summary>
    public static IReadOnlySet<string> SharedNames(Plan plan) =>
        plan.Recommendations.SelectMany(recommendation => recommendation.Indicators).Select(indicator => indicator.SameAs).OfType<string>().ToHashSet(StringComparer.Ordinal);

    /// <summary>The one that the others name, where it is asked too; otherwise the first of them.</summary>
    static string AskedAs(RoundInPlan round, Indicator indicator, string organisation, IReadOnlySet<string> shared)
    {
        if (indicator.Each || !shared.Contains(NameOf(indicator)))
        {
            return indicator.Id;
        }

        var asked = round.Round.Asks.Where(ask => ask.Organisation == organisation).Select(ask => ask.Recommendation).ToHashSet(StringComparer.Ordinal);
        var same = round.Plan.Recommendations.Where(recommendation => asked.Contains(recommendation.Code))
            .SelectMany(recommendation => Letters.FiguresOf(recommendation, organisation))
            .Where(other => !other.Each && NameOf(other) == NameOf(indicator))
            .Select(other => other.Id)
            .ToList();
        return same.Contains(NameOf(indicator)) ? NameOf(indicator) : same.FirstOrDefault(indicator.Id);
    }

    static string NameOf(Indicator indicator) => indicator.SameAs ?? indicator.Id;
}

/// <summary>A figure that is not asked here, because it is asked as another one.</summary>
public sealed record SharedFigure(Indicator Indicator, string AskedAs);
