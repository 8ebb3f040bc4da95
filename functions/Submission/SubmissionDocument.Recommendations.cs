using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Wordprocessing;
using static Assessment.Submission.WordElements;

namespace Assessment.Submission;

/// <summary>One section for each recommendation: what was done, figures, evidence, what is missing, what comes next.</summary>
public static partial class SubmissionDocument
{
    static IEnumerable<OpenXmlElement> Recommendations(Pages pages) =>
    [
        pages.Outline.Section("Recommendations"),
        .. pages.Content.Recommendations.SelectMany(recommendation => Recommendation(recommendation, pages)),
    ];

    static IEnumerable<OpenXmlElement> Recommendation(SubmittedRecommendation recommendation, Pages pages) =>
    [
        pages.Outline.Heading(2, $"{recommendation.Code}\t{recommendation.Text}", WordOutline.BookmarkOf(recommendation.Code)),
        Paragraph("Facts", [.. FactsOf(recommendation)]),
        .. recommendation.Answers.Count == 0 ? [] : WhatWasDone(recommendation, pages.Content),
        .. recommendation.Figures.Count == 0 ? [] : Figures(recommendation, pages),
        .. EvidenceOf(recommendation, pages.Content),
        .. Missing(recommendation),
        .. NextStep(recommendation),
    ];

    static IEnumerable<Run> FactsOf(SubmittedRecommendation recommendation)
    {
        if (recommendation.New)
            yield return Run("New this year · ", "Mark");

        yield return Run($"Pillar: {string.Join(", ", recommendation.Pillars)} · Lead: {recommendation.Lead}");
        if (recommendation.Supporting.Count > 0)
            yield return Run($" · Supporting: {string.Join(", ", recommendation.Supporting)}");

        if (recommendation.NaptipGoals.Count > 0)
            yield return Run($" · NAPTIP {(recommendation.NaptipGoals.Count == 1 ? "goal" : "goals")} {string.Join(", ", recommendation.NaptipGoals)}");

        if (recommendation.Criteria.Count > 0)
            yield return Run($" · TVPA {(recommendation.Criteria.Count == 1 ? "criterion" : "criteria")} {string.Join(", ", recommendation.Criteria)}");
    }

    static IEnumerable<OpenXmlElement> WhatWasDone(SubmittedRecommendation recommendation, SubmissionContent content) =>
    [
        Paragraph("Heading3", "What was done"),
        .. recommendation.Answers.SelectMany(answer => AnswerOf(answer, content)),
    ];

    static IEnumerable<Paragraph> AnswerOf(SubmittedAnswer answer, SubmissionContent content)
    {
        yield return Paragraph("Heading4", [Run(NameOf(answer.Organisation, answer.OrganisationName)), .. answer.IsPartner ? [Run(" · Partner input", "Mark")] : Array.Empty<Run>()]);
        yield return Paragraph("Provenance",
        [
            Run($"Received {Shown.Day(answer.ReceivedAt, content.TimeZone)}, accepted {Shown.Day(answer.AcceptedAt, content.TimeZone)}."),
            .. answer.IsPartner ? [Run(" Shown as received; not a statement of the government and not signed by a ministry.")] : Array.Empty<Run>(),
            .. answer.Evidence.Count == 0 ? [] : Links(" Evidence: ", answer.Evidence),
        ]);

        if (answer.NothingToReport is not null)
            yield return Paragraph("Normal", [Run("Nothing to report. ", "Strong"), Run(answer.NothingToReport)]);

        foreach (var paragraph in Paragraphs("Normal", answer.Narrative))
            yield return paragraph;
    }

    static string NameOf(string code, string name) => code == name ? name : $"{name} ({code})";

    static IEnumerable<OpenXmlElement> Links(string before, IEnumerable<string> names) =>
        names.SelectMany((name, index) => new OpenXmlElement[] { Run(index == 0 ? before : ", "), Link(WordOutline.BookmarkOf(name), name) });

    /// <summary>The figures of a note cover a part of a year, so that last year's do not stand beside them.</summary>
    static IEnumerable<OpenXmlElement> Figures(SubmittedRecommendation recommendation, Pages pages)
    {
        var compared = pages.Content.Supplements is null;
        var caption = pages.Outline.Table(compared ? $"{recommendation.Code}: figures, with last year's beside them" : $"{recommendation.Code}: figures");
        return
        [
            Paragraph("Heading3", "Figures"),
            .. pages.Outline.Captioned(caption, compared
                ? Table(
                    [2250, 900, 1050, 950, 1200, 1150, 1000, 1364], ["Indicator and unit", "Stated by", ">Value", ">Last year", ">Change", "Period", "Cut-off", "Source"],
                    recommendation.Figures.GroupBy(figure => figure.Indicator, StringComparer.Ordinal).SelectMany(figures => ComparedRows([.. figures])))
                : Table(
                    [3300, 1150, 1150, 1464, 1200, 1600], ["Indicator and unit", "Stated by", ">Value", "Period", "Cut-off", "Source"],
                    recommendation.Figures.GroupBy(figure => figure.Indicator, StringComparer.Ordinal).SelectMany(figures => NotedRows([.. figures], compared)))),
        ];
    }

    /// <summary>What several organisations state gets a line of its own, since last year's value is one number for all of them.</summary>
    static IEnumerable<TableRow> ComparedRows(List<SubmittedFigure> figures)
    {
        foreach (var row in NotedRows(figures, compared: true))
            yield return row;

        if (figures[0].From.Count < 2)
            yield break;

        var line = IndicatorLine.Of(figures);
        yield return Row(
            Wide(2, Paragraph("Cell", Run($"{line.Indicator} together", "Strong"))),
            Cell(Paragraph("CellRight", Run(line.Now is null ? "–" : Shown.Number(line.Now), "Strong"))),
            Cell(Shown.Number(line.Before), "CellRight"), Cell(Shown.ChangeText(line.Change, line.Before), "CellRight"), Wide(3, Paragraph("CellSmall", line.Note)));
    }

    /// <summary>The figures that stand, then what was decided where organisations state different values.</summary>
    static IEnumerable<TableRow> NotedRows(List<SubmittedFigure> figures, bool compared) =>
    [
        .. figures.Where(figure => figure.Stands).SelectMany(figure => FigureRows(figure, compared)),
        .. figures.Select(figure => figure.Note).OfType<string>().Distinct(StringComparer.Ordinal)
            .Select(note => Row(Wide(compared ? 8 : 6, Paragraph("CellSmall", Run($"{figures[0].Indicator}: ", "Strong"), Run(note))))),
    ];

    static IEnumerable<TableRow> FigureRows(SubmittedFigure figure, bool compared)
    {
        var stated = figure.Figure;
        var name = Cell(Paragraph("Cell", $"{figure.Indicator} {figure.Name}"), Paragraph("CellSmall", stated.Unit ?? ""));
        if (stated.Value is null)
        {
            yield return Row(name, Cell(figure.Organisation), Wide(compared ? 6 : 4, Paragraph("Cell", Shown.NotAvailable(stated))));
            yield break;
        }

        var row = Row(
        [
            name, Cell(figure.Organisation), Cell(Paragraph("CellRight", Run(Shown.Number(stated.Value), "Strong"))),
            .. compared ? BesideLastYear(figure) : [],
            Cell(Shown.Period(stated.From, stated.To), "CellSmall"), Cell(Shown.Day(stated.CutOff), "CellSmall"), Cell(stated.Source ?? "", "CellSmall"),
        ]);

        yield return stated.Parts.Count > 0 ? WithNext(row) : row;
        if (stated.Parts.Count > 0)
            yield return Row(Wide(compared ? 8 : 6, Paragraph("CellSmall", $"Of which: {Shown.Parts(stated)}")));
    }

    static TableCell[] BesideLastYear(SubmittedFigure figure) => figure.From.Count > 1
        ? [Cell("", "CellRight"), Cell("", "CellRight")]
        : [Cell(Shown.Number(figure.LastYear), "CellRight"), Cell(Shown.ChangeText(Shown.Change(figure), figure.LastYear), "CellRight")];

    static IEnumerable<OpenXmlElement> EvidenceOf(SubmittedRecommendation recommendation, SubmissionContent content)
    {
        var files = content.Evidence.Where(evidence => evidence.Recommendations.Contains(recommendation.Code, StringComparer.Ordinal)).ToList();
        return files.Count == 0 ? [] :
        [
            Paragraph("Heading3", "Evidence"),
            .. files.Select(file => Paragraph("Bullet",
                Link(WordOutline.BookmarkOf(file.Number), file.Number), Run($" {file.File.OriginalName} "), Run($"({file.OrganisationName})", "Quiet"))),
        ];
    }

    static IEnumerable<OpenXmlElement> Missing(SubmittedRecommendation recommendation) => recommendation.Missing.Count == 0 ? [] :
    [
        Paragraph("Heading3", "What is missing"),
        .. recommendation.Missing.Select(missing => Paragraph("Bullet",
                Run(NameOf(missing.Organisation, missing.OrganisationName), "Strong"), Run($": {missing.Reason}"))),
    ];

    /// <summary>What the plan says comes next, and the figures that are promised for a date.</summary>
    static IEnumerable<OpenXmlElement> NextStep(SubmittedRecommendation recommendation)
    {
        var promised = recommendation.Figures.Where(figure => figure.Figure is { Value: null, PlannedBy: not null }).ToList();
        return recommendation.NextStep is null && promised.Count == 0 ? [] :
        [
            Paragraph("Heading3", "Next step"),
            .. Paragraphs("Normal", recommendation.NextStep),
            .. promised.Select(figure => Paragraph("Bullet",
                $"{figure.Indicator} {figure.Name}: {figure.Organisation} plans to state the value by {Shown.Day(figure.Figure.PlannedBy)}.")),
        ];
    }
}
