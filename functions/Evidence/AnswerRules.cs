using Assessment.Clearance;

namespace Assessment.Evidence;

public static class AnswerRules
{
    /// <summary>
    /// A later answer replaces what it states and keeps what it does not mention. Its files come in addition, in place of those with the same name;
    /// the files of a correction take the place of all that came back.
    /// </summary>
    public static Answer Merge(Answer? earlier, Answer later, bool isCorrection = false) => earlier is null
        ? later
        : later with
        {
            Narrative = later.Narrative ?? (later.NothingToReport is null ? earlier.Narrative : null),
            NothingToReport = later.NothingToReport ?? (later.Narrative is null ? earlier.NothingToReport : null),
            Figures = MergeFigures(earlier.Figures, later.Figures),
            Files = isCorrection && later.Files.Count > 0 ? later.Files : MergeFiles(earlier.Files, later.Files),
            InternalRemark = later.InternalRemark ?? earlier.InternalRemark,
            Grade = Grades.Higher(later.Grade, earlier.Grade),
            IsSearched = later.IsSearched && earlier.IsSearched,
            OriginalWords = later.OriginalWords ?? earlier.OriginalWords,
        };

    /// <summary>Whether two answers say the same, whoever sent them and when.</summary>
    public static bool SaySame(Answer one, Answer other) => one.Narrative == other.Narrative
        && one.NothingToReport == other.NothingToReport
        && one.Grade == other.Grade
        && one.InternalRemark == other.InternalRemark
        && one.Figures.Count == other.Figures.Count
        && one.Figures.Zip(other.Figures).All(pair => SaySame(pair.First, pair.Second))
        && one.Files.Select(file => (file.OriginalName, file.Sha256)).SequenceEqual(other.Files.Select(file => (file.OriginalName, file.Sha256)));

    static List<Figure> MergeFigures(IReadOnlyList<Figure> earlier, IReadOnlyList<Figure> later)
        => [.. earlier.Where(old => later.All(figure => figure.Indicator != old.Indicator)).Concat(later).OrderBy(figure => figure.Indicator, StringComparer.Ordinal)];

    static List<EvidenceFile> MergeFiles(IReadOnlyList<EvidenceFile> earlier, IReadOnlyList<EvidenceFile> later)
        => [.. earlier.Where(old => later.All(file => file.OriginalName != old.OriginalName)), .. later];

    static bool SaySame(Figure one, Figure other) => one with { Parts = [] } == other with { Parts = [] } && one.Parts.SequenceEqual(other.Parts);
}
