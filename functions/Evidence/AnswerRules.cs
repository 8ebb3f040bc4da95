namespace Assessment.Evidence;

public static class AnswerRules
{
    /// <summary>A later answer replaces what it states and keeps what it does not mention.</summary>
    public static Answer Merge(Answer? earlier, Answer later) => earlier is null
        ? later
        : later with
        {
            Narrative = later.Narrative ?? (later.NothingToReport is null ? earlier.Narrative : null),
            NothingToReport = later.NothingToReport ?? (later.Narrative is null ? earlier.NothingToReport : null),
            Figures = MergeFigures(earlier.Figures, later.Figures),
            Files = later.Files.Count > 0 ? later.Files : earlier.Files,
        };

    static List<Figure> MergeFigures(IReadOnlyList<Figure> earlier, IReadOnlyList<Figure> later)
        => [.. earlier.Where(old => later.All(figure => figure.Indicator != old.Indicator)).Concat(later).OrderBy(figure => figure.Indicator, StringComparer.Ordinal)];
}
