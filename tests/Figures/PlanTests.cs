using Assessment.Cycle;
using Assessment.Evidence.Figures;
using PlanFiles = Assessment.Tests.Cycle.PlanFiles;

namespace Assessment.Tests.Figures;

public class PlanTests
{
    [Fact]
    public void The_plan_says_what_is_a_jump_and_which_indicators_are_compared()
    {
        var plan = PlanFiles.Good
            .Replace("cycle.yaml", "illustrative: true", "illustrative: true\nfigures: { jump: 1.5, leastDifference: 0 }")
            .Replace("recommendations.yaml", "lastYear: 512,", "lastYear: 512, sameAs: R02.1,")
            .Replace("recommendations.yaml", "name: Persons charged,", "name: Persons charged, each: true,")
            .Read().Plan!;

        Assert.Equal(new FigurePolicy { Jump = 1.5m, LeastDifference = 0 }, plan.Figures);
        Assert.Equal(("R02.1", false), (plan.Recommendation("R01").Indicators[0].SameAs, plan.Recommendation("R01").Indicators[0].Each));
        Assert.True(plan.Recommendation("R02").Indicators[0].Each);
    }

    [Fact]
    public void A_plan_that_says_nothing_of_figures_takes_twice_or_half_for_a_jump() =>
        Assert.Equal(new FigurePolicy { Jump = 2, LeastDifference = 10 }, PlanFiles.Good.Read().Plan!.Figures);
}
