using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Wordprocessing;
using static Assessment.Submission.WordElements;

namespace Assessment.Submission;

/// <summary>The overview of each pillar: what can be compared with last year, as a chart and as numbers.</summary>
public static partial class SubmissionDocument
{
    const int WholeYear = 360;

    static readonly string[] PillarOrder = ["Prosecution", "Protection", "Prevention", "Partnership"];

    static IEnumerable<OpenXmlElement> PillarOverviews(Pages pages)
    {
        var pillars = pages.Content.Recommendations.SelectMany(recommendation => recommendation.Pillars).Distinct(StringComparer.Ordinal)
            .OrderBy(pillar => Array.IndexOf(PillarOrder, pillar) is var place and >= 0 ? place : PillarOrder.Length)
            .ThenBy(pillar => pillar, StringComparer.Ordinal);
        return
        [
            pages.Outline.Section("Pillar overviews"),
            Paragraph("Normal", "Each figure of this year stands beside last year's. " + PeriodNote(pages.Content)
                + " A recommendation that belongs to two pillars is counted under both. Sources, cut-off dates and evidence are given under each recommendation."),
            .. pillars.SelectMany(pillar => PillarOverview(pillar, pages)),
        ];
    }

    /// <summary>A shorter period beside a whole year must not pass for a decline.</summary>
    static string PeriodNote(SubmissionContent content) => content.To.DayNumber - content.From.DayNumber >= WholeYear
        ? "Both cover a whole year unless the period says otherwise."
        : $"This round covers {Shown.Months(content.From, content.To)}, last year's values the whole of the year before, so a lower value alone is no decline.";

    static IEnumerable<OpenXmlElement> PillarOverview(string pillar, Pages pages)
    {
        var recommendations = pages.Content.Recommendations.Where(recommendation => recommendation.Pillars.Contains(pillar, StringComparer.Ordinal)).ToList();
        var lines = recommendations.SelectMany(IndicatorLine.Of).ToList();
        return
        [
            pages.Outline.Heading(2, pillar, WordOutline.BookmarkOf($"pillar {pillar}")),
            Paragraph("Normal", [Run(Standing(recommendations)), .. Links(" Recommendations: ", recommendations.Select(recommendation => recommendation.Code)), Run(".")]),
            .. lines.Count == 0 ? [Paragraph("Normal", "No figures are stated for this pillar.")] : Compared(pillar, lines, pages),
        ];
    }

    static string Standing(List<SubmittedRecommendation> recommendations)
    {
        var answered = recommendations.Count(recommendation => recommendation.Answers.Count > 0 && recommendation.Missing.Count == 0);
        return $"{answered} of {Shown.Count(recommendations.Count, "recommendation is", "recommendations are")} answered by everybody who was asked.";
    }

    static IEnumerable<OpenXmlElement> Compared(string pillar, List<IndicatorLine> lines, Pages pages)
    {
        var table = pages.Outline.Table($"{pillar}: indicators, this year beside last year");
        var charted = lines.Where(line => line.Index is not null).ToList();
        return
        [
            .. charted.Count == 0 ? [Paragraph("Normal", [.. table.Reference, Run(" gives the numbers. None of them can be charted beside last year's.")])] : Chart(pillar, charted, lines.Count, table, pages),
            .. pages.Outline.Captioned(table, Table(
                [3300, 1050, 1250, 1250, 1300, 1714], ["Indicator", "Unit", ">This year", ">Last year", ">Change", "Remark"], lines.Select(LineRow))),
        ];
    }

    static IEnumerable<OpenXmlElement> Chart(string pillar, List<IndicatorLine> charted, int all, Caption table, Pages pages)
    {
        var figure = pages.Outline.Figure($"{pillar}: this year as a share of last year (last year = 100)");
        return
        [
            Paragraph("Normal",
            [
                Run(Direction(charted) + " "), .. figure.Reference, Run($" shows the {charted.Count} of {Shown.Count(all, "indicator", "indicators")} that can be compared; "),
                .. table.Reference, Run(" gives the numbers."),
            ]),
            Paragraph("Chart", Charts.Add(pages.Main, figure.Number, Description(pillar, charted), charted)),
            pages.Outline.Write(figure),
        ];
    }

    static string Direction(List<IndicatorLine> charted)
    {
        var (above, below) = (charted.Count(line => line.Change > 0), charted.Count(line => line.Change < 0));
        return $"Of {Shown.Count(charted.Count, "indicator", "indicators")} {above} {(above == 1 ? "is" : "are")} above last year, {below} below and {charted.Count - above - below} unchanged.";
    }

    /// <summary>What somebody who cannot see the chart is told.</summary>
    static string Description(string pillar, List<IndicatorLine> charted) =>
        $"Bar chart of the pillar {pillar}, this year in per cent of last year: "
        + string.Join("; ", charted.Select(line => $"{line.Indicator} {line.Name} {Shown.Number(line.Index)}")) + ". The numbers are in the table below.";

    static TableRow LineRow(IndicatorLine line) => Row(
        Cell(Paragraph("Cell", $"{line.Indicator} {line.Name}")), Cell(line.Unit, "CellSmall"),
        Cell(Paragraph("CellRight", Run(line.Now is null ? "–" : Shown.Number(line.Now), "Strong"))),
        Cell(line.Before is null ? "–" : Shown.Number(line.Before), "CellRight"),
        Cell(Shown.ChangeText(line.Change, line.Before), "CellRight"),
        Cell(line.Note, "CellSmall"));
}
