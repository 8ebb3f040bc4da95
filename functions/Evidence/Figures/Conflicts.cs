using System.Globalization;
using Assessment.Cycle;
using Assessment.Mail;

namespace Assessment.Evidence.Figures;

/// <summary>An answer and whose it is.</summary>
public sealed record StatedAnswer(string Organisation, Answer Answer);

/// <summary>One side of a conflict: who states what, with all that makes the value comparable, and the message it came in.</summary>
public sealed record FigureSide(string Organisation, Figure Figure, string MessageId, DateTimeOffset ReceivedAt);

/// <summary>The same thing, stated with different values. Sides are in the order of organisation and indicator.</summary>
public sealed record FigureConflict(string Indicator, IReadOnlyList<FigureSide> Sides)
{
    /// <summary>Names the conflict together with what is stated: when a side changes its value or period, it is a new conflict.</summary>
    public string Key => string.Join("|", Sides.Select(Stated).Prepend(Indicator));

    static string Stated(FigureSide side) => string.Create(
        CultureInfo.InvariantCulture,
        $"{side.Organisation} {side.Figure.Indicator}={side.Figure.Value:0.############################} {side.Figure.From:yyyy-MM-dd}..{side.Figure.To:yyyy-MM-dd}");
}

/// <summary>A named person's decision in a conflict: one side's figure stands, or, without an organisation, all stand because they count different things.</summary>
public sealed record ConflictSettlement
{
    /// <summary>The key of the conflict as it was shown.</summary>
    public required string Conflict { get; init; }
    public required string Indicator { get; init; }
    public string? Organisation { get; init; }
    public required string By { get; init; }
    public required DateTimeOffset At { get; init; }
    public required string Reason { get; init; }
}

/// <summary>Finds conflicts between the answers of a round; a ministry is asked to sign only when none is unsettled.</summary>
public static class Conflicts
{
    public static IReadOnlyList<FigureConflict> Of(IReadOnlyList<Recommendation> recommendations, IReadOnlyList<StatedAnswer> answers)
    {
        var indicators = recommendations.SelectMany(recommendation => recommendation.Indicators).Where(indicator => !indicator.StatedApart).ToDictionary(indicator => indicator.Id, StringComparer.Ordinal);
        return
        [
            .. answers.SelectMany(Sides)
                .Where(side => side.Figure.Value is not null && indicators.ContainsKey(side.Figure.Indicator))
                .GroupBy(side => indicators[side.Figure.Indicator].SameAs ?? side.Figure.Indicator)
                .Where(same => same.Select(side => side.Figure.Value).Distinct().Count() > 1)
                .OrderBy(same => same.Key, StringComparer.Ordinal)
                .Select(same => new FigureConflict(same.Key, InOrder(same))),
        ];
    }

    /// <summary>The conflicts that nobody has settled as they stand now.</summary>
    public static IReadOnlyList<FigureConflict> Unsettled(IReadOnlyList<FigureConflict> conflicts, IReadOnlyList<ConflictSettlement> settlements) =>
        [.. conflicts.Where(conflict => SettlementOf(conflict, settlements) is null)];

    /// <summary>The sides that may be submitted: the chosen organisation's, or all of them; none while the conflict is unsettled.</summary>
    public static IReadOnlyList<FigureSide> Standing(FigureConflict conflict, IReadOnlyList<ConflictSettlement> settlements) => SettlementOf(conflict, settlements) switch
    {
        null => [],
        { Organisation: { } chosen } => [.. conflict.Sides.Where(side => side.Organisation == chosen)],
        _ => conflict.Sides,
    };

    /// <summary>Why a settlement cannot be taken, or null.</summary>
    public static Remark? Fault(FigureConflict conflict, ConflictSettlement settlement)
    {
        if (settlement.Conflict != conflict.Key)
            return Remark.Of("settle-changed", ("indicator", conflict.Indicator));

        if (string.IsNullOrWhiteSpace(settlement.By) || string.IsNullOrWhiteSpace(settlement.Reason))
            return Remark.Of("settle-why", ("indicator", conflict.Indicator));

        if (settlement.Organisation is not { } chosen)
            return null;

        // Where one organisation states two values for the same thing, it must correct one of them: choosing it would leave both.
        var values = conflict.Sides.Where(side => side.Organisation == chosen).Select(side => side.Figure.Value).Distinct().Count();
        return values switch
        {
            0 => Remark.Of("settle-side", ("indicator", conflict.Indicator), ("organisation", chosen)),
            1 => null,
            _ => Remark.Of("settle-twice", ("indicator", conflict.Indicator), ("organisation", chosen)),
        };
    }

    /// <summary>The sides one below the other, for a card or a mail.</summary>
    public static string Text(FigureConflict conflict, Zone zone, Language language) => string.Join("\n",
    [
        Texts.Fill(language, "conflict", ("indicator", conflict.Indicator)),
        .. conflict.Sides.Select(side => "- " + SideText(side, zone, language)),
    ]);

    static string SideText(FigureSide side, Zone zone, Language language)
    {
        var figure = side.Figure;
        string Day(DateOnly? day) => day is { } known ? Texts.Day(language, known) : Texts.Fill(language, "conflict-unknown");
        return Texts.Fill(
            language,
            "conflict-side",
            ("organisation", side.Organisation),
            ("indicator", figure.Indicator),
            ("value", figure.Value is { } value ? Texts.Number(value) : ""),
            ("unit", figure.Unit ?? ""),
            ("from", Day(figure.From)),
            ("to", Day(figure.To)),
            ("cutoff", Day(figure.CutOff)),
            ("source", figure.Source is { Length: > 0 } source ? source : Texts.Fill(language, "conflict-unknown")),
            ("received", Texts.Moment(language, zone, side.ReceivedAt)));
    }

    static IEnumerable<FigureSide> Sides(StatedAnswer stated) =>
        stated.Answer.Figures.Select(figure => new FigureSide(stated.Organisation, figure, stated.Answer.MessageId, stated.Answer.ReceivedAt));

    static List<FigureSide> InOrder(IEnumerable<FigureSide> sides) =>
        [.. sides.OrderBy(side => side.Organisation, StringComparer.Ordinal).ThenBy(side => side.Figure.Indicator, StringComparer.Ordinal)];

    static ConflictSettlement? SettlementOf(FigureConflict conflict, IReadOnlyList<ConflictSettlement> settlements) =>
        settlements.LastOrDefault(settlement => settlement.Conflict == conflict.Key && Fault(conflict, settlement) is null);
}
