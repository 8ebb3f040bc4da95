namespace Assessment.Cycle;

/// <summary>Last year's answers: each once. A code that this year's plan does not have hides an answer, and breaks nothing.</summary>
sealed partial class PlanChecks
{
    void CheckLastYear()
    {
        var seen = new Dictionary<(string, string), Place>();
        foreach (var answer in draft.LastYear?.Answers ?? [])
        {
            Known(answer.Organisation, Codes(draft.Organisations), "an organisation");
            Known(answer.Recommendation, draft.Recommendations?.Select(recommendation => recommendation.Code).OfType<Placed<string>>().Select(code => code.Value), "a recommendation");
            foreach (var figure in answer.Figures)
            {
                Known(figure.Indicator, draft.Recommendations?.SelectMany(recommendation => recommendation.Indicators).Select(indicator => indicator.Id?.Value ?? ""), "an indicator");
            }

            if (answer is { Organisation: { } organisation, Recommendation: { } code } && !seen.TryAdd((organisation.Value, code.Value), organisation.At))
                faults.Error(organisation.At, $"The answer of '{organisation.Value}' to '{code.Value}' is there twice; the first is in line {seen[(organisation.Value, code.Value)].Line}.", "Remove one of them.");
        }
    }

    void Known(Placed<string>? name, IEnumerable<string>? known, string what)
    {
        if (name is not null && known is not null && !known.Contains(name.Value, StringComparer.Ordinal))
            faults.Warning(name.At, $"'{name.Value}' is not {what} of this plan, so nobody sees what was said about it last year.", "Correct it, or remove the entry.");
    }
}
