using System.Globalization;
using Assessment.Cycle;
using Assessment.Mail;
using Assessment.Review;

namespace Assessment.Evidence.Figures;

/// <summary>A conflict with what was decided about it; null while nobody has.</summary>
public sealed record ConflictOutcome(FigureConflict Conflict, ConflictSettlement? Settlement)
{
    /// <summary>The sides whose figures may be shown as the value; none while the conflict is open.</summary>
    public IReadOnlyList<FigureSide> Standing => Settlement is null ? [] : Conflicts.Standing(Conflict, [Settlement]);
}

/// <summary>How a decision on a card becomes a settlement. The card's key holds what was stated, so that a decision never speaks about other values.</summary>
public static class Settlements
{
    const string AllStand = "all-stand";
    const string Stands = "stands-";

    public static string CardKey(RoundInPlan round, FigureConflict conflict) =>
        $"{round.Address}-conflict-{Slug.Of(conflict.Indicator)}-{ThreadKey.Of(conflict.Key)[..8]}";

    /// <summary>The words of the buttons: all stand, or the figure of one organisation that states a single value.</summary>
    public static IReadOnlyList<(string Choice, string? Organisation)> Choices(FigureConflict conflict) =>
    [
        (AllStand, null),
        .. conflict.Sides.GroupBy(side => side.Organisation)
            .Where(own => own.Select(side => side.Figure.Value).Distinct().Count() == 1)
            .Select(own => (Stands + Slug.Of(own.Key), (string?)own.Key)),
    ];

    /// <summary>The settlement that a decision makes, or null where it makes none.</summary>
    public static ConflictSettlement? Of(FigureConflict conflict, Decision? decision)
    {
        if (decision is null || Choices(conflict).All(choice => choice.Choice != decision.Choice))
            return null;

        var settlement = new ConflictSettlement
        {
            Conflict = conflict.Key,
            Indicator = conflict.Indicator,
            Organisation = Choices(conflict).First(choice => choice.Choice == decision.Choice).Organisation,
            By = decision.By,
            At = decision.At,
            Reason = decision.Reason ?? "",
        };
        return Conflicts.Fault(conflict, settlement) is null ? settlement : null;
    }

    /// <summary>AGC 38, PDRM 41.</summary>
    public static string Values(FigureConflict conflict) => string.Join(", ", conflict.Sides.Select(side => string.Create(
        CultureInfo.InvariantCulture, $"{side.Organisation} {Texts.Number(side.Figure.Value ?? 0)}")));

    /// <summary>One sentence: the values, and which of them stands.</summary>
    public static string Outcome(ConflictOutcome outcome) => $"{outcome.Conflict.Indicator}: {Values(outcome.Conflict)}; " + outcome.Settlement switch
    {
        null => "nobody has settled which stands.",
        { Organisation: { } chosen } => $"the figure of {chosen} stands.",
        _ => "all stand, they count different things.",
    };
}
