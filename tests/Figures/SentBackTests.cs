using Assessment.Cycle;
using Assessment.DataCalls;
using Assessment.Evidence;
using Assessment.Evidence.Figures;
using Assessment.Mail;
using Assessment.Review;
using Assessment.Tests.Builders;

namespace Assessment.Tests.Figures;

/// <summary>Answers whose figures lack something: back to the organisation by themselves, once, and never lost.</summary>
public sealed class SentBackTests
{
    static readonly DateTimeOffset Due = A.Moment("2025-01-09");

    static readonly Remark Missing = FigureChecks.MissingRemark(A.Figure() with { Source = null })!;

    [Theory]
    [InlineData("complete", "")]
    [InlineData("without a source", "R01.1: source not stated.")]
    [InlineData("not broken down", "R01.1: the value is not broken down by sex.")]
    [InlineData("nothing at all", "R01.1: the figure is not stated, nor why it is not available.")]
    [InlineData("not available, planned", "")]
    [InlineData("not available, no plan", "R01.1: by when it is planned not stated.")]
    [InlineData("nothing to report", "")]
    public void What_goes_back_is_what_the_figures_lack(string what, string expected)
    {
        var whole = A.Figure() with { Parts = [new Part("female", 300), new Part("male", 240)] };
        var orders = A.Figure("R01.3", 12) with { Unit = "orders" };
        var answer = what switch
        {
            "without a source" => An.Answer() with { Figures = [whole with { Source = null }, orders] },
            "not broken down" => An.Answer() with { Figures = [whole with { Parts = [] }, orders] },
            "nothing at all" => An.Answer() with { Figures = [orders] },
            "not available, planned" => An.Answer() with { Figures = [NotAvailable(A.Day("2025-03-15")), orders] },
            "not available, no plan" => An.Answer() with { Figures = [NotAvailable(null), orders] },
            "nothing to report" => An.Answer(narrative: null) with { NothingToReport = "no case came to us" },
            _ => An.Answer() with { Figures = [whole, orders] },
        };
        var missing = FigureReview.Missing(A.Round(), A.DataCall(), [An.Item().Replied(answer)]);

        Assert.Equal(expected, string.Join("\n", missing.SelectMany(item => item.Value)));
    }

    [Fact]
    public void An_answer_goes_back_once_and_the_next_one_goes_to_the_reviewers_whatever_it_lacks()
    {
        var back = ItemRules.SentBack(An.Item().Replied(), [Missing], A.Moment("2025-01-07T09:00"), Due);
        var again = back.Replied();

        Assert.Equal((ItemStatus.Returned, "system", Due, true), (back.Status, back.DecidedBy, back.DueAt, back.ReturnUntold));
        Assert.Equal((ItemStatus.Replied, false, 0), (again.Status, ItemRules.MaySendBack(again), again.Because.Count));
        Assert.Equal(again, ItemRules.SentBack(again, [Missing], A.Moment("2025-01-08T09:00"), Due));
        Assert.Empty(FigureReview.Missing(A.Round(), A.DataCall(), [again]));
    }

    [Fact]
    public void An_answer_that_reviewers_have_seen_is_theirs()
        => Assert.False(ItemRules.MaySendBack(An.Item().Replied().Shown()));

    [Fact]
    public void What_nobody_completes_in_time_goes_to_the_reviewers_as_it_is()
    {
        var back = ItemRules.SentBack(An.Item().Replied(), [Missing], A.Moment("2025-01-07T09:00"), Due);
        var taken = ItemRules.TakenAsItIs(back);

        Assert.False(ItemRules.IsLeftIncomplete(back, Due.AddSeconds(-1)));
        Assert.True(ItemRules.IsLeftIncomplete(back, Due));
        Assert.Equal((ItemStatus.Replied, back.Version, false), (taken.Status, taken.Version, ItemRules.MaySendBack(taken)));
        Assert.True(taken.ReviewShown < taken.Version);
    }

    [Fact]
    public void What_a_reviewer_returned_is_not_taken_as_it_is()
        => Assert.False(ItemRules.IsLeftIncomplete(An.Item().Returned(), A.Moment("2025-02-01")));

    [Theory]
    [InlineData(Language.En, "Reason: these parts of your figures are missing. If a figure is not available, say why and by when it is planned.\n- R01.1: source not stated.")]
    [InlineData(Language.Ms, "Sebab: bahagian angka berikut belum dinyatakan. Jika sesuatu angka tidak tersedia, nyatakan sebabnya dan bila ia dirancang.\n- R01.1: sumber tidak dinyatakan.")]
    public void The_list_is_in_the_language_of_who_gets_it(Language language, string expected)
    {
        var back = ItemRules.SentBack(An.Item().Replied(), [Missing], A.Moment("2025-01-07T09:00"), Due);

        var text = Letters.Return(A.Round(A.Plan(language)), A.DataCall(), [back], A.Moment("2025-01-07T09:00")).Text;
        Assert.Contains(expected, string.Join('\n', text.Split('\n').Select(line => line.Trim())), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("asked", "tiada jawapan diterima sebelum pusingan ditutup")]
    [InlineData("replied", "jawapan tidak sempat disemak sebelum pusingan ditutup")]
    [InlineData("returned", "jawapan dikembalikan dan tidak dibetulkan sebelum pusingan ditutup")]
    public void A_Malay_closing_says_in_Malay_why_an_item_is_not_provided(string state, string expected)
    {
        var item = state switch { "asked" => An.Item(), "replied" => An.Item().Replied(), _ => An.Item().Returned() };
        var closed = ItemRules.Closed(item, ItemRules.WhyNotProvided(item));

        Assert.Contains($"R01: tidak dikemukakan ({expected})", Letters.Closed(A.Round(A.Plan(Language.Ms)), A.DataCall(), [closed], Due).Text, StringComparison.Ordinal);
        Assert.Equal(closed.Because[0].ToString(), closed.Reason);
    }

    [Fact]
    public void The_plans_value_of_last_year_is_not_that_of_one_of_many()
    {
        var plan = A.Plan();
        var shared = plan.Recommendation("R01").Indicators[0] with { AddsUp = true, From = ["PDRM", "KDN"], LastYear = 5_000 };
        plan = plan with { Recommendations = [plan.Recommendation("R01") with { Indicators = [shared] }, .. plan.Recommendations.Skip(1)] };
        var item = An.Item().Replied(An.Answer() with { Figures = [A.Figure() with { Parts = [new Part("female", 540)] }] });

        Assert.DoesNotContain(FigureReview.Of(A.Round(plan), A.DataCall(), item), flag => flag.Code == FlagCode.Jump);
    }

    [Fact]
    public void A_review_card_points_at_what_looks_wrong()
    {
        var figure = A.Figure(value: 2_000) with { From = A.Day("2024-01-01"), Parts = [new Part("female", 300), new Part("male", 240)] };
        var item = An.Item().Replied(An.Answer() with { Figures = [figure, A.Figure("R01.3", 1) with { Unit = "orders" }] });

        Assert.Equal(
            """
            R01.1: the parts by sex add up to 540, the total says 2,000.
            R01.1: 2,000 against 512 last year is a change beyond the factor 2.
            R01.1: the period is the calendar year 2024, 2024-01-01 to 2024-12-31; asked is 2024-04-01 to 2024-12-31.
            """.ReplaceLineEndings("\n"),
            string.Join('\n', ReviewCards.Flags(A.Round(), A.DataCall(), item).Select(fact => fact.Value)));
    }

    static Figure NotAvailable(DateOnly? planned) => new() { Indicator = "R01.1", NotAvailableBecause = "the register opens in March", PlannedBy = planned };
}
