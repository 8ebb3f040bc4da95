using Assessment.Cycle;
using Assessment.Mail;
using Assessment.Teams;

namespace Assessment.Evidence.Figures;

/// <summary>What people are shown of conflicts: the question which figure stands, and the answer to it where somebody signs.</summary>
public static class ConflictCards
{
    /// <summary>All sides with what makes them comparable. Whoever decides says why.</summary>
    public static Card Settle(RoundInPlan round, SettlementId id, FigureConflict conflict, DateTimeOffset now) => new()
    {
        Key = Settlements.CardKey(round, conflict),
        Kind = CardKind.SettleConflict,
        For = [.. round.People(Role.Secretariat, now).Select(person => person.Id)],
        Instance = id.Instance,
        About = $"{round.Address}/{conflict.Indicator}",
        Title = $"{conflict.Indicator} is stated with different values: which one stands?",
        Text = $"{NameOf(round, conflict)}. The decision and its reason are shown to the ministries before they sign, and in the submission.",
        Facts = [.. conflict.Sides.Select(side => new CardFact(side.Organisation, SideText(round, conflict, side)))],
        Buttons = [.. Settlements.Choices(conflict).Select(choice => new CardButton(choice.Choice, choice.Organisation is { } one ? $"{one}'s stands" : "All stand, they count different things", NeedsReason: true))],
    };

    /// <summary>The conflicts that a ministry's organisations are a side of, for its sign-off.</summary>
    public static IEnumerable<CardFact> Facts(RoundInPlan round, Organisation ministry, IReadOnlyList<ConflictOutcome> outcomes) => outcomes
        .Where(outcome => outcome.Conflict.Sides.Any(side => round.Plan.MinistryOf(side.Organisation) == ministry))
        .Select(outcome => new CardFact(
            $"{outcome.Conflict.Indicator}, different values",
            Settlements.Outcome(outcome) + (outcome.Settlement is { } settled ? $" {settled.Reason} ({round.Person(settled.By)?.Name ?? settled.By})" : "")));

    /// <summary>The conflicts of an answer with others, both sides in full, for its review.</summary>
    public static IEnumerable<CardFact> Facts(RoundInPlan round, string organisation, IReadOnlyList<FigureConflict> conflicts) => conflicts
        .Where(conflict => conflict.Sides.Any(side => side.Organisation == organisation))
        .Select(conflict => new CardFact("Stated differently", Conflicts.Text(conflict, round.Zone, Language.En)));

    static string SideText(RoundInPlan round, FigureConflict conflict, FigureSide side) => Conflicts.Text(conflict with { Sides = [side] }, round.Zone, Language.En).Split("\n- ")[1];

    static string NameOf(RoundInPlan round, FigureConflict conflict) =>
        round.Plan.Recommendations.SelectMany(recommendation => recommendation.Indicators).First(indicator => indicator.Id == conflict.Indicator).Name;
}
