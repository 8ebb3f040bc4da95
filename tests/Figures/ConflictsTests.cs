using Assessment.Cycle;
using Assessment.Evidence;
using Assessment.Evidence.Figures;

namespace Assessment.Tests.Figures;

public class ConflictsTests
{
    static readonly Indicator Charged = new() { Id = "R02.2", Name = "Persons charged", Unit = "persons", From = ["PDRM", "AGC"] };

    [Fact]
    public void Two_organisations_that_state_different_values_are_shown_side_by_side()
    {
        var conflict = Assert.Single(Conflicts.Of([A("R02", Charged)], [Pdrm(41), Agc(38)]));

        Assert.Equal(
            """
            R02.2 is stated with different values:
            - AGC (R02.2): 38 persons, period 1 April 2024 to 31 March 2025, cut-off 28 February 2025, source AGC register; received Thursday 10 April 2025, 09:00
            - PDRM (R02.2): 41 persons, period 1 April 2024 to 31 March 2025, cut-off 31 March 2025, source PDRM register; received Thursday 10 April 2025, 09:00
            """,
            Conflicts.Text(conflict, Zone.Of("Asia/Kuala_Lumpur"), Language.En));
        Assert.StartsWith("R02.2 dinyatakan dengan nilai yang berbeza:\n- AGC (R02.2): 38 persons, tempoh 1 April 2024 hingga 31 Mac 2025", Conflicts.Text(conflict, Zone.Of("Asia/Kuala_Lumpur"), Language.Ms), StringComparison.Ordinal);
        Assert.Equal(["m-AGC", "m-PDRM"], conflict.Sides.Select(side => side.MessageId));
    }

    [Fact]
    public void The_order_of_answers_does_not_matter() =>
        Assert.Equal(Conflicts.Of([A("R02", Charged)], [Pdrm(41), Agc(38)]).Single().Key, Conflicts.Of([A("R02", Charged)], [Agc(38), Pdrm(41)]).Single().Key);

    [Fact]
    public void Equal_values_values_that_are_not_available_and_counts_of_each_are_no_conflict()
    {
        Assert.Empty(Conflicts.Of([A("R02", Charged)], [Pdrm(41), Agc(41.0m)]));
        Assert.Empty(Conflicts.Of([A("R02", Charged)], [Pdrm(41), Agc(null)]));
        Assert.Empty(Conflicts.Of([A("R02", Charged with { Each = true })], [Pdrm(41), Agc(38)]));
    }

    [Fact]
    public void An_indicator_that_is_marked_as_the_same_is_compared_with_the_other()
    {
        var plan = new[] { A("R02", Charged), A("R04", Charged with { Id = "R04.3", SameAs = "R02.2" }) };
        var conflict = Assert.Single(Conflicts.Of(plan, [Pdrm(41), Stated("AGC", "R04.3", 38)]));

        Assert.Equal(("R02.2", "R04.3 R02.2"), (conflict.Indicator, string.Join(' ', conflict.Sides.Select(side => side.Figure.Indicator))));
    }

    [Fact]
    public void A_conflict_is_unsettled_until_a_named_person_chooses_with_a_reason()
    {
        var conflicts = Conflicts.Of([A("R02", Charged)], [Pdrm(41), Agc(38)]);
        var settlement = Settle(conflicts[0], "PDRM");

        Assert.Equal(conflicts, Conflicts.Unsettled(conflicts, []));
        Assert.Empty(Conflicts.Standing(conflicts[0], []));
        Assert.Empty(Conflicts.Unsettled(conflicts, [settlement]));
        Assert.Equal([41m], Conflicts.Standing(conflicts[0], [settlement]).Select(side => side.Figure.Value));
    }

    [Fact]
    public void Both_figures_stand_where_they_count_different_things()
    {
        var conflicts = Conflicts.Of([A("R02", Charged)], [Pdrm(41), Agc(38)]);

        Assert.Equal([38m, 41m], Conflicts.Standing(conflicts[0], [Settle(conflicts[0], null)]).Select(side => side.Figure.Value));
    }

    [Fact]
    public void A_value_that_changes_after_the_settlement_opens_the_conflict_again()
    {
        var settlement = Settle(Conflicts.Of([A("R02", Charged)], [Pdrm(41), Agc(38)])[0], "PDRM");
        var later = Conflicts.Of([A("R02", Charged)], [Pdrm(43), Agc(38)]);

        Assert.Equal(later, Conflicts.Unsettled(later, [settlement]));
        Assert.Equal("R02.2: the figures changed since the conflict was shown. Look at it again.", Conflicts.Fault(later[0], settlement)!.ToString());
    }

    [Theory]
    [InlineData("PDRM", "officer", "case by case", null)]
    [InlineData("JIM", "officer", "case by case", "R02.2: JIM is no side of the conflict.")]
    [InlineData("PDRM", " ", "case by case", "R02.2: a settlement names who decided, and why.")]
    [InlineData("PDRM", "officer", "", "R02.2: a settlement names who decided, and why.")]
    public void A_settlement_names_a_side_a_person_and_a_reason(string organisation, string by, string reason, string? expected)
    {
        var conflict = Conflicts.Of([A("R02", Charged)], [Pdrm(41), Agc(38)])[0];
        var settlement = Settle(conflict, organisation) with { By = by, Reason = reason };

        Assert.Equal(expected, Conflicts.Fault(conflict, settlement)?.ToString());
        Assert.Equal(expected is null ? 0 : 1, Conflicts.Unsettled([conflict], [settlement]).Count);
    }

    [Fact]
    public void An_organisation_that_contradicts_itself_cannot_be_chosen()
    {
        var plan = new[] { A("R02", Charged), A("R04", Charged with { Id = "R04.3", SameAs = "R02.2" }) };
        var conflict = Assert.Single(Conflicts.Of(plan, [Pdrm(41), Stated("PDRM", "R04.3", 40)]));

        Assert.Equal("R02.2: PDRM itself states different values. Ask it to correct one of them.", Conflicts.Fault(conflict, Settle(conflict, "PDRM"))!.ToString());
    }

    static StatedAnswer Pdrm(decimal? value) => Stated("PDRM", "R02.2", value);

    static StatedAnswer Agc(decimal? value) => Stated("AGC", "R02.2", value);

    static StatedAnswer Stated(string organisation, string indicator, decimal? value) => new(organisation, new Answer
    {
        MessageId = $"m-{organisation}",
        ReceivedAt = new DateTimeOffset(2025, 4, 10, 1, 0, 0, TimeSpan.Zero),
        SentBy = "somebody@agency.example",
        Figures =
        [
            new Figure
            {
                Indicator = indicator,
                Value = value,
                Unit = "persons",
                From = new DateOnly(2024, 4, 1),
                To = new DateOnly(2025, 3, 31),
                CutOff = organisation == "AGC" ? new DateOnly(2025, 2, 28) : new DateOnly(2025, 3, 31),
                Source = $"{organisation} register",
            },
        ],
    });

    static ConflictSettlement Settle(FigureConflict conflict, string? organisation) => new()
    {
        Conflict = conflict.Key,
        Indicator = conflict.Indicator,
        Organisation = organisation,
        By = "officer",
        At = new DateTimeOffset(2025, 4, 12, 1, 0, 0, TimeSpan.Zero),
        Reason = "AGC counts files that were registered later.",
    };

    static Recommendation A(string code, Indicator indicator) => new() { Code = code, Text = "Investigate.", Pillars = ["Prosecution"], Lead = "PDRM", Indicators = [indicator] };
}
