namespace Assessment.Cycle;

/// <summary>What must hold for figures: which indicators count the same thing, and what is a jump.</summary>
sealed partial class PlanChecks
{
    void CheckFigures()
    {
        if (draft.Cycle?.Figures?.Jump is { Value: <= 1 or > 1000 } jump)
            faults.Error(jump.At, $"'{jump.Value}' is not a jump.", "Write a number above 1 and at most 1000, such as 2.0.");

        if (draft.Cycle?.Figures?.LeastDifference is { Value: < 0 } least)
            faults.Error(least.At, $"'{least.Value}' is not a difference.", "Write 0 or more, such as 10.");

        foreach (var indicator in (draft.Recommendations ?? []).SelectMany(recommendation => recommendation.Indicators))
        {
            CheckSameAs(indicator);
            CheckTotal(indicator);
        }
    }

    void CheckTotal(IndicatorDraft indicator)
    {
        if (indicator.TotalBy is not { } total)
            return;

        if (!indicator.AddsUp)
            faults.Error(total.At, $"{indicator.Id?.Value} has a total, but its values do not add up.", "Write 'addsUp: true', or remove 'totalBy'.");
        else if (indicator.From.All(from => from.Value != total.Value))
            faults.Error(total.At, $"'{total.Value}' is to state the total of {indicator.Id?.Value}, but is not asked for it.", "Name it in 'from' too, or write another organisation of 'from'.");
    }

    void CheckSameAs(IndicatorDraft indicator)
    {
        if (indicator.SameAs is not { } same)
            return;

        var indicators = draft.Recommendations!.SelectMany(recommendation => recommendation.Indicators).Where(other => other.Id is not null).ToList();
        if (!Exists(same, [.. indicators.Select(other => other.Id!.Value)], "an indicator", "recommendations.yaml"))
            return;

        if (same.Value == indicator.Id?.Value)
            faults.Error(same.At, $"'{same.Value}' is the same as itself.", "Write another indicator, or remove 'sameAs'.");
        else if (indicators.First(other => other.Id!.Value == same.Value).SameAs is { } further)
            faults.Error(same.At, $"'{same.Value}' is itself the same as '{further.Value}'.", $"Write 'sameAs' at all but one of them, each naming that one.");
        else if (indicator.Each)
            faults.Warning(same.At, $"Each organisation counts its own {indicator.Id?.Value}, so it is not compared with {same.Value}.", "Remove 'each' or 'sameAs'.");
    }
}
