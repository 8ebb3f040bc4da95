namespace Assessment.Cycle;

/// <summary>Last year's answers, which a plan may have.</summary>
public static partial class PlanReader
{
    /// <summary>A list of recommendations by itself, such as next year's, with its faults; it need not fit the plan that it will be part of.</summary>
    public static (IReadOnlyList<Recommendation>? Recommendations, IReadOnlyList<PlanFault> Faults) ReadRecommendations(string file, byte[] content)
    {
        const string name = "recommendations.yaml";
        var faults = new PlanFaults();
        var drafts = ReadRecommendations(new PlanSource(new Dictionary<string, byte[]>(StringComparer.Ordinal) { [name] = content }, faults));
        var recommendations = faults.HaveErrors ? null : drafts?.Select(draft => draft.ToRecommendation()).ToList();
        return (recommendations, [.. faults.InOrder().Select(fault => fault with { File = file })]);
    }

    static LastYearDraft? ReadLastYear(PlanSource source)
    {
        if (source.YamlIfThere(LastYear.FileName) is not { } file)
            return null;

        var draft = new LastYearDraft
        {
            Package = file.Take("package", PlanKinds.Text),
            Manifest = file.Take("manifest", PlanKinds.Text),
            Cycle = file.Take("cycle", PlanKinds.Id),
            Round = file.Take("round", PlanKinds.Id),
            Answers = [.. file.TakeSections("answers").Select(ReadLastAnswer)],
        };
        file.ReportUnknownKeys();
        return draft;
    }

    static LastAnswerDraft ReadLastAnswer(PlanSection section)
    {
        var draft = new LastAnswerDraft
        {
            Organisation = section.Take("organisation", PlanKinds.Text),
            Recommendation = section.Take("recommendation", PlanKinds.Code),
            Was = section.TakeIfThere("was", PlanKinds.Code)?.Value,
            Narrative = section.TakeIfThere("narrative", PlanKinds.Text)?.Value,
            NothingToReport = section.TakeIfThere("nothingToReport", PlanKinds.Text)?.Value,
            Figures = [.. section.TakeSections("figures", required: false).Select(ReadLastFigure)],
            Evidence = section.TakeList("evidence", PlanKinds.Text, required: false),
        };
        section.ReportUnknownKeys();
        return draft;
    }

    static LastFigureDraft ReadLastFigure(PlanSection section)
    {
        var draft = new LastFigureDraft
        {
            Indicator = section.Take("indicator", PlanKinds.Text),
            Name = section.Take("name", PlanKinds.Text),
            Value = section.TakeIfThere("value", PlanKinds.Number)?.Value,
            Unit = section.TakeIfThere("unit", PlanKinds.Text)?.Value,
            From = section.TakeIfThere("from", PlanKinds.Date)?.Value,
            To = section.TakeIfThere("to", PlanKinds.Date)?.Value,
            CutOff = section.TakeIfThere("cutOff", PlanKinds.Date)?.Value,
            Source = section.TakeIfThere("source", PlanKinds.Text)?.Value,
            NotAvailableBecause = section.TakeIfThere("notAvailable", PlanKinds.Text)?.Value,
            PlannedBy = section.TakeIfThere("plannedBy", PlanKinds.Date)?.Value,
        };
        section.ReportUnknownKeys();
        return draft;
    }
}

sealed record LastYearDraft
{
    public required Placed<string>? Package { get; init; }
    public required Placed<string>? Manifest { get; init; }
    public required Placed<string>? Cycle { get; init; }
    public required Placed<string>? Round { get; init; }
    public required IReadOnlyList<LastAnswerDraft> Answers { get; init; }

    public LastYear ToLastYear() => new()
    {
        Package = Package!.Value,
        Manifest = Manifest!.Value,
        Cycle = Cycle!.Value,
        Round = Round!.Value,
        Answers = [.. Answers.Select(answer => answer.ToAnswer())],
    };
}

sealed record LastAnswerDraft
{
    public required Placed<string>? Organisation { get; init; }
    public required Placed<string>? Recommendation { get; init; }
    public required string? Was { get; init; }
    public required string? Narrative { get; init; }
    public required string? NothingToReport { get; init; }
    public required IReadOnlyList<LastFigureDraft> Figures { get; init; }
    public required IReadOnlyList<Placed<string>> Evidence { get; init; }

    public LastAnswer ToAnswer() => new()
    {
        Organisation = Organisation!.Value,
        Recommendation = Recommendation!.Value,
        Was = Was,
        Narrative = Narrative,
        NothingToReport = NothingToReport,
        Figures = [.. Figures.Select(figure => figure.ToFigure())],
        Evidence = [.. Evidence.Select(number => number.Value)],
    };
}

sealed record LastFigureDraft
{
    public required Placed<string>? Indicator { get; init; }
    public required Placed<string>? Name { get; init; }
    public required decimal? Value { get; init; }
    public required string? Unit { get; init; }
    public required DateOnly? From { get; init; }
    public required DateOnly? To { get; init; }
    public required DateOnly? CutOff { get; init; }
    public required string? Source { get; init; }
    public required string? NotAvailableBecause { get; init; }
    public required DateOnly? PlannedBy { get; init; }

    public LastFigure ToFigure() => new()
    {
        Indicator = Indicator!.Value,
        Name = Name!.Value,
        Value = Value,
        Unit = Unit,
        From = From,
        To = To,
        CutOff = CutOff,
        Source = Source,
        NotAvailableBecause = NotAvailableBecause,
        PlannedBy = PlannedBy,
    };
}
