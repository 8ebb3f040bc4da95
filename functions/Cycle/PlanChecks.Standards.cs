using System.Globalization;

namespace Assessment.Cycle;

/// <summary>Criteria and goals that recommendations name, and the round that a round adds to.</summary>
sealed partial class PlanChecks
{
    void CheckStandards()
    {
        CheckSupplements();
        if (draft.Standards is not { } standards)
            return;

        var criteria = standards.Criteria.Select(criterion => Written(criterion.Number)).ToList();
        var goals = standards.Goals.Select(goal => goal.Id).ToList();
        Unique(criteria, "criterion");
        Unique(goals, "goal");
        foreach (var recommendation in draft.Recommendations ?? [])
        {
            foreach (var criterion in recommendation.Criteria)
                Exists(Written(criterion), Known(criteria), "a criterion", "criteria.yaml");

            foreach (var goal in recommendation.NaptipGoals)
                Exists(goal, Known(goals), "a goal", "criteria.yaml");
        }
    }

    void CheckSupplements()
    {
        var earlier = new List<string>();
        foreach (var round in draft.Rounds ?? [])
        {
            if (round.Supplements is { } supplements && !earlier.Contains(supplements.Value))
            {
                faults.Error(supplements.At, $"'{supplements.Value}' is not a round before {round.Name}.", earlier.Count == 0
                    ? "Remove 'supplements'; there is no earlier round."
                    : $"Write one of {PlanNames.List(earlier)}.");
            }

            if (round.Id is { } id)
                earlier.Add(id.Value);
        }
    }

    static Placed<string>? Written(Placed<int>? number) =>
        number is null ? null : new Placed<string>(number.Value.ToString(CultureInfo.InvariantCulture), number.At);

    static List<string> Known(IEnumerable<Placed<string>?> names) => [.. names.OfType<Placed<string>>().Select(name => name.Value)];
}
