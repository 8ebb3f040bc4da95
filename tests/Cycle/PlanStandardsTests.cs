using Assessment.Cycle;

namespace Assessment.Tests.Cycle;

public sealed class PlanStandardsTests
{
    const string Criteria = """
        criteria:
          - { number: 1, title: Prosecution, text: Offenders are convicted. }
          - { number: 11, title: Progress, text: There is progress. }
        naptipGoals:
          - { id: "5", title: Labour and child trafficking, pillar: Prosecution }
        lawWords: [Circular, pekeliling]
        """;

    static PlanFiles WithStandards => PlanFiles.Good.With("criteria.yaml", Criteria);

    [Fact]
    public void A_plan_without_criteria_has_no_standards()
    {
        var standards = PlanFiles.Good.Plan.Standards;

        Assert.Equal((0, 0, 0), (standards.Criteria.Count, standards.Goals.Count, standards.LawWords.Count));
    }

    [Fact]
    public void Criteria_goals_next_step_and_definitions_are_read()
    {
        var plan = WithStandards
            .Replace("recommendations.yaml", "evidence: [SOP or circular]", "criteria: [11, 1]\n    naptipPillars: [Prosecution]\n    naptipGoals: [\"5\"]\n    nextStep: Extend the form.\n    evidence: [SOP or circular]")
            .Replace("recommendations.yaml", "from: [PDRM] }", "from: [PDRM], definition: Each person once., addsUp: true, totalBy: PDRM }")
            .Plan;
        var recommendation = plan.Recommendation("R01");

        Assert.Equal(["1", "11"], plan.Standards.Criteria.Select(criterion => $"{criterion.Number}"));
        Assert.Equal(new Goal("5", "Labour and child trafficking", "Prosecution"), Assert.Single(plan.Standards.Goals));
        Assert.Equal(["circular", "pekeliling"], plan.Standards.LawWords);
        Assert.Equal([1, 11], recommendation.Criteria);
        Assert.Equal(("Prosecution", "5", "Extend the form."), (recommendation.NaptipPillars[0], recommendation.NaptipGoals[0], recommendation.NextStep));
        Assert.Equal(("Each person once.", true, "PDRM"), (recommendation.Indicators[0].Definition, recommendation.Indicators[0].AddsUp, recommendation.Indicators[0].TotalBy));
    }

    [Theory]
    [InlineData("number: 11", "number: 1", "criteria.yaml:3:15: error: Criterion '1' is there twice; the first is in line 2. Remove one of them, or give it another name.")]
    [InlineData("pillar: Prosecution }", "pillar: Punishment }", "criteria.yaml:5:61: error: 'Punishment' is not a pillar. Write Prosecution, Protection, Prevention or Partnership.")]
    [InlineData("lawWords:", "lawWord:", "criteria.yaml:6:1: error: 'lawWord' is not a key that is known here. Write 'lawWords', or remove it.")]
    public void A_fault_in_the_criteria_says_where_it_is(string find, string replacement, string expected) =>
        Assert.Equal(expected, string.Join('\n', WithStandards.Replace("criteria.yaml", find, replacement).Read().Faults));
}
