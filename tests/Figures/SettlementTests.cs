using Assessment.Cycle;
using Assessment.Evidence;
using Assessment.Evidence.Figures;
using Assessment.Review;
using Assessment.Submission;
using Assessment.Tests.Builders;

namespace Assessment.Tests.Figures;

/// <summary>From a conflict to what the submission says of it.</summary>
public sealed class SettlementTests
{
    static readonly RoundInPlan Round = A.Round(PlanOf(new Indicator { Id = "R12.1", Name = "Grants paid", Unit = "ringgit", From = ["KPWKM", "Tenaganita"] }));

    static readonly FigureConflict Conflict = Assert.Single(Conflicts.Of(Round.Plan.Recommendations, [Stated("KPWKM", 41), Stated("Tenaganita", 38)]));

    [Fact]
    public void What_several_organisations_are_asked_for_as_one_is_compared()
    {
        var comparison = Assert.Single(Comparisons.Of(Round));

        Assert.Equal("R12.1", comparison.Indicator);
        Assert.Equal(["my-tip-2025-annual-kpwkm", "my-tip-2025-annual-tenaganita"], comparison.Calls);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void Parts_of_a_sum_and_counts_of_each_are_not_compared(bool addsUp, bool each)
        => Assert.Empty(Comparisons.Of(A.Round(PlanOf(new Indicator { Id = "R12.1", Name = "Grants paid", Unit = "ringgit", From = ["KPWKM", "Tenaganita"], AddsUp = addsUp, Each = each }))));

    [Fact]
    public void An_organisation_that_is_not_asked_in_the_round_is_not_waited_for()
        => Assert.Empty(Comparisons.Of(Round with { Round = Round.Round with { Asks = [new Ask("KPWKM", "R12")] } }));

    [Fact]
    public void The_card_shows_both_sides_in_full_and_every_decision_needs_a_reason()
    {
        var card = ConflictCards.Settle(Round, new SettlementId(Round.Address, "R12.1", "my-tip-2025-annual-conflict-r12-1"), Conflict, A.Moment("2025-01-20T09:00"));

        Assert.Equal(["aisyah", "badrul"], card.For);
        Assert.Equal(["all-stand", "stands-kpwkm", "stands-tenaganita"], card.Buttons.Select(button => button.Decision));
        Assert.All(card.Buttons, button => Assert.True(button.NeedsReason));
        Assert.Equal(
            [
                "KPWKM (R12.1): 41 ringgit, period 1 April 2024 to 31 December 2024, cut-off 31 December 2024, source KPWKM ledger; received Monday 6 January 2025, 11:30",
                "Tenaganita (R12.1): 38 ringgit, period 1 April 2024 to 31 December 2024, cut-off 31 December 2024, source Tenaganita ledger; received Monday 6 January 2025, 11:30",
            ],
            card.Facts.Select(fact => fact.Value));
    }

    [Theory]
    [InlineData("stands-kpwkm", "counted to the end", "KPWKM")]
    [InlineData("all-stand", "they count different grants", "")]
    [InlineData("stands-kpwkm", "", null)]
    [InlineData("stands-jim", "no side of it", null)]
    public void A_decision_on_the_card_is_a_settlement(string choice, string reason, string? expected)
    {
        var settlement = Settlements.Of(Conflict, Decide(choice, reason));

        Assert.Equal(expected, settlement is null ? null : settlement.Organisation ?? "");
    }

    [Fact]
    public void A_decision_never_speaks_about_other_values()
    {
        var later = Assert.Single(Conflicts.Of(Round.Plan.Recommendations, [Stated("KPWKM", 43), Stated("Tenaganita", 38)]));

        Assert.NotEqual(Settlements.CardKey(Round, Conflict), Settlements.CardKey(Round, later));
    }

    [Fact]
    public void The_value_that_stands_is_shown_alone_with_a_note_that_has_both()
    {
        var figures = Figures(StatedConflicts.In(Content(), Round, [Outcome(Decide("stands-kpwkm", "KPWKM counted to the end."))]));

        Assert.Equal([("KPWKM", true), ("Tenaganita", false)], figures.Select(figure => (figure.Organisation, figure.Stands)));
        Assert.All(figures, figure => Assert.Equal(
            "Different values are stated: KPWKM 41 (1\u00a0Apr\u00a02024 – 31\u00a0Dec\u00a02024, cut-off 31 Dec 2024, KPWKM ledger); Tenaganita 38 (1\u00a0Apr\u00a02024 – 31\u00a0Dec\u00a02024, cut-off 31 Dec 2024, Tenaganita ledger). "
            + "That of KPWKM stands: KPWKM counted to the end. (Aisyah of KDN, 20 Jan 2025)",
            figure.Note));
        Assert.Equal(41m, IndicatorLine.Of([.. figures]).Now);
    }

    [Fact]
    public void Both_values_stand_where_they_count_different_things()
    {
        var content = StatedConflicts.In(Content(), Round, [Outcome(Decide("all-stand", "they count different grants"))]);

        Assert.All(Figures(content), figure => Assert.True(figure.Stands));
        Assert.Contains("Both stand, they count different things: they count different grants. (", Figures(content)[0].Note, StringComparison.Ordinal);
        Assert.Empty(content.Gaps);
    }

    [Fact]
    public void What_nobody_settled_is_stated_as_a_gap()
    {
        var content = StatedConflicts.In(Content(), Round, [Outcome(null)]);

        Assert.Equal(["R12.1: KPWKM states 41, Tenaganita states 38; it is not settled which one stands."], content.Gaps);
        Assert.All(Figures(content), figure => Assert.True(figure.Stands));
    }

    [Fact]
    public void A_side_that_is_not_submitted_is_not_given_away_by_a_note()
    {
        var content = Content();
        var onlyPartner = content with { Recommendations = [content.Recommendations[0] with { Figures = [Figures(content)[1]] }] };

        Assert.Null(Assert.Single(Figures(StatedConflicts.In(onlyPartner, Round, [Outcome(null)]))).Note);
        var figure = Assert.Single(Figures(StatedConflicts.In(onlyPartner, Round, [Outcome(Decide("stands-kpwkm", "counted to the end"))])));
        Assert.Equal(("It was settled that the value of KPWKM stands, which is not part of this submission.", false), (figure.Note, figure.Stands));
    }

    static ConflictOutcome Outcome(Decision? decision) => new(Conflict, Settlements.Of(Conflict, decision));

    static Decision Decide(string choice, string reason) => new() { CardKey = "card", Choice = choice, By = "aisyah", At = A.Moment("2025-01-20T10:00"), Reason = reason };

    static List<SubmittedFigure> Figures(SubmissionContent content) => [.. content.Recommendations.SelectMany(recommendation => recommendation.Figures)];

    static SubmissionContent Content()
    {
        var items = new[] { ("KPWKM", 41m), ("Tenaganita", 38m) }.Select(side => (Code: side.Item1, Item: An.Item("R12", side.Item1).Replied(Stated(side.Item1, side.Item2).Answer))).ToList();
        var accepted = items.Select(pair => (pair.Code, Item: Assessment.DataCalls.ItemRules.Decided(pair.Item, A.Decision(pair.Item, Choice.Accept), A.Moment("2025-01-13")))).ToList();
        var signed = A.SignOff("KPWKM", Assessment.SignOff.SignOffStatus.Signed, accepted[0].Item);
        return Consolidation.Of(
            Round with { Round = Round.Round with { EndorsementBy = null } },
            Gate.Of(accepted.Select(pair => new ItemInRound(Round.Plan.Organisation(pair.Code), pair.Item, signed))),
            [signed], null, 1, A.Moment("2025-01-25T09:00"));
    }

    static StatedAnswer Stated(string organisation, decimal value) =>
        new(organisation, An.Answer() with { Figures = [A.Figure("R12.1", value) with { Unit = "ringgit", Source = $"{organisation} ledger" }] });

    static Plan PlanOf(Indicator indicator)
    {
        var plan = A.Plan();
        return plan with { Recommendations = [.. plan.Recommendations.Select(recommendation => recommendation.Code == "R12" ? recommendation with { Indicators = [indicator] } : recommendation)] };
    }
}
