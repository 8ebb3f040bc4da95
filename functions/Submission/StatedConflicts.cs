using Assessment.Cycle;
using Assessment.Evidence.Figures;

namespace Assessment.Submission;

/// <summary>
/// States conflicts in what is submitted: the value that a named person settled on stands alone, with a note that gives every side and the
/// reason; a conflict that nobody settled is a gap. What was signed stays as it was signed.
/// </summary>
public static class StatedConflicts
{
    public static SubmissionContent In(SubmissionContent content, RoundInPlan round, IReadOnlyList<ConflictOutcome> outcomes) =>
        outcomes.Aggregate(content, (current, outcome) => In(current, round, outcome));

    /// <summary>Only what may be submitted is told: a side that is not in the submission is not given away by a note.</summary>
    static SubmissionContent In(SubmissionContent content, RoundInPlan round, ConflictOutcome outcome)
    {
        var shown = outcome.Conflict.Sides.Where(side => content.Recommendations.Any(recommendation => recommendation.Figures.Any(figure => IsOf(figure, side)))).ToList();
        if (shown.Count == 0 || (shown.Count == 1 && outcome.Settlement?.Organisation is null))
            return content;

        var note = Note(round, outcome, shown);
        return content with
        {
            Recommendations = [.. content.Recommendations.Select(recommendation => recommendation with { Figures = [.. recommendation.Figures.Select(figure => Noted(figure, outcome, note))] })],
            Gaps = outcome.Settlement is null ? [.. content.Gaps, Gap(outcome, shown)] : content.Gaps,
        };
    }

    static SubmittedFigure Noted(SubmittedFigure figure, ConflictOutcome outcome, string note) => outcome.Conflict.Sides.Any(side => IsOf(figure, side))
        ? figure with { Note = note, Stands = outcome.Settlement is null || outcome.Standing.Any(side => IsOf(figure, side)) }
        : figure;

    static bool IsOf(SubmittedFigure figure, FigureSide side) =>
        figure.Organisation == side.Organisation && figure.Indicator == side.Figure.Indicator && figure.Figure.Value == side.Figure.Value;

    static string Note(RoundInPlan round, ConflictOutcome outcome, List<FigureSide> shown)
    {
        var sides = string.Join("; ", shown.Select(Side));
        if (outcome.Settlement is not { } settled)
            return $"Different values are stated, and it is not settled which one stands: {sides}.";

        var who = $"{round.Person(settled.By)?.Name ?? settled.By}, {Shown.Day(settled.At, round.Plan.Cycle.TimeZone)}";
        return settled.Organisation switch
        {
            null => $"Different values are stated: {sides}. Both stand, they count different things: {Sentence(settled.Reason)} ({who})",
            { } chosen when shown.Any(side => side.Organisation == chosen) => $"Different values are stated: {sides}. That of {chosen} stands: {Sentence(settled.Reason)} ({who})",
            { } chosen => $"It was settled that the value of {chosen} stands, which is not part of this submission.",
        };
    }

    static string Side(FigureSide side) =>
        $"{side.Organisation} {Shown.Number(side.Figure.Value)} ({string.Join(", ", new[] { Shown.Period(side.Figure.From, side.Figure.To), $"cut-off {Shown.Day(side.Figure.CutOff)}", side.Figure.Source }.Where(part => !string.IsNullOrEmpty(part)))})";

    static string Sentence(string reason) => reason.Trim().TrimEnd('.') + ".";

    static string Gap(ConflictOutcome outcome, List<FigureSide> shown) =>
        $"{outcome.Conflict.Indicator}: {string.Join(", ", shown.Select(side => $"{side.Organisation} states {Shown.Number(side.Figure.Value)}"))}; it is not settled which one stands.";
}
