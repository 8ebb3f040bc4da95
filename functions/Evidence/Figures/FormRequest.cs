using Assessment.Cycle;
using Assessment.DataCalls;
using Assessment.Mail;

namespace Assessment.Evidence.Figures;

/// <summary>What the form of one data call asks; the same is expected when it comes back.</summary>
public sealed record FormRequest
{
    public required string CallId { get; init; }
    public required string CycleTitle { get; init; }
    public required string RoundTitle { get; init; }
    public required DateOnly CoversFrom { get; init; }
    public required DateOnly CoversTo { get; init; }
    public required string OrganisationName { get; init; }
    public required IReadOnlyList<FormItem> Items { get; init; }

    /// <summary>The request of a call, with its texts in a language and last year's values and answers.</summary>
    public static FormRequest Of(RoundInPlan round, DataCall call, IReadOnlyList<Item> items, Language language)
    {
        var organisation = round.Plan.Organisation(call.Organisation);
        return new FormRequest
        {
            CallId = call.Id,
            CycleTitle = round.Plan.Cycle.Title,
            RoundTitle = round.Round.Title,
            CoversFrom = round.Round.CoversFrom,
            CoversTo = round.Round.CoversTo,
            OrganisationName = language == Language.Ms ? organisation.NameMs ?? organisation.Name : organisation.Name,
            Items = [.. items.Select(item => FormItem.Of(round, round.Plan.Recommendation(item.Code), call.Organisation, language))],
        };
    }
}

/// <summary>One item of the form: the recommendation's text and the figures that this organisation states.</summary>
public sealed record FormItem(string Code, string Text, IReadOnlyList<Indicator> Indicators)
{
    public string? LastAnswer { get; init; }

    public static FormItem Of(RoundInPlan round, Recommendation recommendation, string organisation, Language language) => new(
        recommendation.Code,
        language == Language.Ms ? recommendation.TextMs ?? recommendation.Text : recommendation.Text,
        [.. AskedFigures.Of(round, recommendation.Code, organisation).Select(indicator => indicator with { LastYear = round.Plan.LastValue(organisation, indicator) })])
    {
        LastAnswer = round.Plan.LastAnswer(organisation, recommendation.Code) is { } last ? last.Narrative ?? last.NothingToReport : null,
    };
}
