using System.Text;
using System.Xml.Linq;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;
using static Assessment.Submission.WordElements;

namespace Assessment.Submission;

/// <summary>Writes the consolidated submission as a Word document, the same bytes for the same content.</summary>
public static class SubmissionDocument
{
    const string Classification = "Terbuka (Open)";
    const string IllustrativeNotice = "Illustrative sample. Every answer, figure, file and name in this document is invented; nothing in it is a statement of any government.";

    public static async Task Write(SubmissionContent content, LedgerHead ledger, Stream output)
    {
        using var written = new MemoryStream();
        using (var document = WordprocessingDocument.Create(written, WordprocessingDocumentType.Document, autoSave: false))
            Fill(document, content, ledger);

        await OfficePackage.Repack(written, output);
    }

    // Every part has a given relationship id: the SDK would otherwise make a random one.
    static void Fill(WordprocessingDocument document, SubmissionContent content, LedgerHead ledger)
    {
        var main = document.AddMainDocumentPart();
        document.ChangeIdOfPart(main, "rId1");
        WriteXml(main.AddNewPart<StyleDefinitionsPart>("rId1"), WordStyles.Styles);
        WriteXml(main.AddNewPart<DocumentSettingsPart>("rId2"), WordStyles.Settings);
        WriteXml(main.AddNewPart<NumberingDefinitionsPart>("rId3"), WordStyles.Numbering);
        main.AddNewPart<HeaderPart>("rId4").Header = HeaderOf(content);
        main.AddNewPart<FooterPart>("rId5").Footer = FooterOf(content);
        main.AddNewPart<HeaderPart>("rId6").Header = new Header(Paragraph("Header"));
        main.AddNewPart<FooterPart>("rId7").Footer = new Footer(Paragraph("Header"));
        WriteXml(document.AddNewPart<CoreFilePropertiesPart>("application/vnd.openxmlformats-package.core-properties+xml", "rId2"), CoreProperties.Of(content, content.CycleTitle));
        main.Document = new Document(new Body([.. BodyOf(content, ledger), Section()]));
        document.Save();
    }

    static void WriteXml(OpenXmlPart part, string xml)
    {
        using var stream = part.GetStream(FileMode.Create);
        stream.Write(Encoding.UTF8.GetBytes(xml));
    }

    static IEnumerable<OpenXmlElement> BodyOf(SubmissionContent content, LedgerHead ledger)
    {
        var headings = new Headings();
        OpenXmlElement[] sections =
        [
            .. Summary(content, headings),
            .. Recommendations(content, headings),
            .. EvidenceIndex(content, headings),
            .. Clearance(content, ledger, headings),
            .. Gaps(content, headings),
        ];
        return [.. Cover(content), Contents(headings), .. sections];
    }

    static SectionProperties Section() => new(
        new HeaderReference { Type = HeaderFooterValues.Default, Id = "rId4" },
        new HeaderReference { Type = HeaderFooterValues.First, Id = "rId6" },
        new FooterReference { Type = HeaderFooterValues.Default, Id = "rId5" },
        new FooterReference { Type = HeaderFooterValues.First, Id = "rId7" },
        new PageSize { Width = 11906, Height = 16838 },
        new PageMargin { Top = 1304, Bottom = 1134, Left = 1021, Right = 1021, Header = 567, Footer = 510, Gutter = 0 },
        new TitlePage());

    static Header HeaderOf(SubmissionContent content) => new(Paragraph(
        "Header", Run($"{content.CycleTitle} · {content.RoundTitle}\t"), Run(content.Illustrative ? "Illustrative sample" : Classification, content.Illustrative ? "Mark" : null)));

    static Footer FooterOf(SubmissionContent content) => new(Paragraph(
        "Footer", [Run($"{content.Secretariat} · Version {content.Version}\tPage "), Field("PAGE"), Run(" of "), Field("NUMPAGES")]));

    static IEnumerable<OpenXmlElement> Cover(SubmissionContent content) =>
    [
        Paragraph("CoverLine", content.Secretariat),
        Paragraph("Title", content.CycleTitle),
        Paragraph("Subtitle", content.RoundTitle),
        Facts(
        [
            ("Reporting period", $"{Shown.Day(content.From)} – {Shown.Day(content.To)}"),
            ("Version", $"{content.Version}"),
            ("Prepared", Shown.Moment(content.PreparedAt, content.TimeZone)),
            ("Prepared by", content.Secretariat),
            ("Contact", content.Contact),
            ("Classification", Classification),
        ]),
        .. content.Illustrative ? [Paragraph("Notice", IllustrativeNotice)] : Array.Empty<Paragraph>(),
    ];

    /// <summary>A contents field with its entries written out, so that it is right before anybody updates it; updating adds the page numbers.</summary>
    static SdtBlock Contents(Headings headings)
    {
        var entries = headings.All.Where(heading => heading.Level <= 2)
            .Select(heading => Paragraph($"TOC{heading.Level}", Link(heading.Bookmark, heading.Text))).ToList();
        foreach (var run in FieldStart("TOC \\o \"1-2\" \\h \\z \\u").Reverse())
            entries[0].ParagraphProperties!.InsertAfterSelf(run);

        entries[^1].Append(FieldEnd());
        return new SdtBlock(
            new SdtProperties(new SdtContentDocPartObject(new DocPartGallery { Val = "Table of Contents" }, new DocPartUnique())),
            new SdtContentBlock([Paragraph("TOCHeading", "Contents"), .. entries]));
    }

    static IEnumerable<OpenXmlElement> Summary(SubmissionContent content, Headings headings)
    {
        var answers = content.Recommendations.Sum(recommendation => recommendation.Answers.Count);
        var asked = answers + content.Recommendations.Sum(recommendation => recommendation.Missing.Count);
        var figures = content.Recommendations.Sum(recommendation => recommendation.Figures.Count);
        return
        [
            headings.Add(1, "Summary"),
            Paragraph("Normal",
                $"This submission answers {Shown.Count(content.Recommendations.Count, "recommendation", "recommendations")} for the period "
                + $"{Shown.Day(content.From)} to {Shown.Day(content.To)}. {answers} of {Shown.Count(asked, "answer", "answers")} asked for "
                + $"{(answers == 1 ? "is" : "are")} included, with {Shown.Count(figures, "figure", "figures")} and "
                + $"{Shown.Count(content.Evidence.Count, "file", "files")} of evidence. What is missing is stated under each recommendation and again at the end."),
            Table([700, 4164, 1500, 1150, 1050, 1300], ["Code", "Recommendation", "Pillar", "Lead", ">In / asked", "Status"], content.Recommendations.Select(ScoreboardRow)),
        ];
    }

    static TableRow ScoreboardRow(SubmittedRecommendation recommendation) => Row(
        Cell(Paragraph("Cell", Link(Headings.BookmarkOf(recommendation.Code), recommendation.Code))),
        Cell(Paragraph("Cell", [Run(recommendation.Text), .. recommendation.New ? [Run(" New", "Mark")] : Array.Empty<Run>()])),
        Cell(string.Join(", ", recommendation.Pillars)),
        Cell(recommendation.Lead),
        Cell($"{recommendation.Answers.Count} / {recommendation.Answers.Count + recommendation.Missing.Count}", "CellRight"),
        Cell(StatusOf(recommendation)));

    static string StatusOf(SubmittedRecommendation recommendation) => (recommendation.Answers.Count, recommendation.Missing.Count) switch
    {
        (0, _) => "Not answered",
        (_, > 0) => "Partly answered",
        _ when recommendation.Answers.All(answer => answer.NothingToReport is not null) => "Nothing to report",
        _ => "Answered",
    };

    static IEnumerable<OpenXmlElement> Recommendations(SubmissionContent content, Headings headings) =>
    [
        headings.Add(1, "Recommendations"),
        .. content.Recommendations.SelectMany(recommendation => Recommendation(recommendation, content, headings)),
    ];

    static IEnumerable<OpenXmlElement> Recommendation(SubmittedRecommendation recommendation, SubmissionContent content, Headings headings) =>
    [
        headings.Add(2, $"{recommendation.Code}\t{recommendation.Text}", Headings.BookmarkOf(recommendation.Code)),
        Paragraph("Facts", [.. FactsOf(recommendation)]),
        .. recommendation.Answers.Count == 0 ? [] : WhatWasDone(recommendation, content),
        .. recommendation.Figures.Count == 0 ? [] : Figures(recommendation),
        .. EvidenceOf(recommendation, content),
        .. Missing(recommendation),
    ];

    static IEnumerable<Run> FactsOf(SubmittedRecommendation recommendation)
    {
        if (recommendation.New)
            yield return Run("New this year · ", "Mark");

        yield return Run($"Pillar: {string.Join(", ", recommendation.Pillars)} · Lead: {recommendation.Lead}");
        if (recommendation.Supporting.Count > 0)
            yield return Run($" · Supporting: {string.Join(", ", recommendation.Supporting)}");
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

    static IEnumerable<OpenXmlElement> Links(string before, IEnumerable<string> numbers) =>
        numbers.SelectMany((number, index) => new OpenXmlElement[] { Run(index == 0 ? before : ", "), Link(Headings.BookmarkOf(number), number) });

    static IEnumerable<OpenXmlElement> Figures(SubmittedRecommendation recommendation) =>
    [
        Paragraph("Heading3", "Figures"),
        Table(
            [2500, 950, 850, 900, 1250, 1364, 950, 1100],
            ["Indicator and unit", "Stated by", ">Value", ">Last year", ">Change", "Period", "Cut-off", "Source"],
            recommendation.Figures.SelectMany(FigureRows)),
        Paragraph("Small", ""),
    ];

    static IEnumerable<TableRow> FigureRows(SubmittedFigure figure)
    {
        var stated = figure.Figure;
        var name = Cell(Paragraph("Cell", $"{figure.Indicator} {figure.Name}"), Paragraph("CellSmall", stated.Unit ?? ""));
        if (stated.Value is null)
        {
            yield return Row(name, Cell(figure.Organisation), Wide(6, Paragraph("Cell", Shown.NotAvailable(stated))));
            yield break;
        }

        yield return Row(
            name, Cell(figure.Organisation),
            Cell(Paragraph("CellRight", Run(Shown.Number(stated.Value), "Strong"))),
            Cell(Shown.Number(figure.LastYear), "CellRight"), Cell(Shown.ChangeText(figure), "CellRight"),
            Cell(Shown.Period(stated.From, stated.To), "CellSmall"), Cell(Shown.Day(stated.CutOff), "CellSmall"), Cell(stated.Source ?? "", "CellSmall"));

        if (stated.Parts.Count > 0)
            yield return Row(Wide(8, Paragraph("CellSmall", $"Of which: {Shown.Parts(stated)}")));
    }

    static IEnumerable<OpenXmlElement> EvidenceOf(SubmittedRecommendation recommendation, SubmissionContent content)
    {
        var files = content.Evidence.Where(evidence => evidence.Recommendations.Contains(recommendation.Code, StringComparer.Ordinal)).ToList();
        return files.Count == 0 ? [] :
        [
            Paragraph("Heading3", "Evidence"),
            .. files.Select(file => Paragraph("Bullet",
                Link(Headings.BookmarkOf(file.Number), file.Number), Run($" {file.File.OriginalName} "), Run($"({file.OrganisationName})", "Quiet"))),
        ];
    }

    static IEnumerable<OpenXmlElement> Missing(SubmittedRecommendation recommendation) => recommendation.Missing.Count == 0 ? [] :
    [
        Paragraph("Heading3", "What is missing"),
        .. recommendation.Missing.Select(missing => Paragraph("Bullet",
                Run(NameOf(missing.Organisation, missing.OrganisationName), "Strong"), Run($": {missing.Reason}"))),
    ];

    static IEnumerable<OpenXmlElement> EvidenceIndex(SubmissionContent content, Headings headings) =>
    [
        headings.Add(1, "Evidence index"),
        Paragraph("Normal", content.Evidence.Count == 0
            ? "No evidence is attached."
            : "Every file lies in the package under its number. The SHA-256 proves that it is the file that was received."),
        .. content.Evidence.Count == 0 ? Array.Empty<Table>() :
        [
            Table(
                [830, 2514, 1500, 1050, 620, 830, 2520], ["No.", "Original name", "Issuer", "Received", "Type", ">Size", "SHA-256"],
                content.Evidence.Select(evidence => EvidenceRow(evidence, content.TimeZone, headings))),
        ],
    ];

    static TableRow EvidenceRow(SubmittedEvidence evidence, string zone, Headings headings) => Row(
        Cell(Paragraph("Cell", [.. Bookmarked(Headings.BookmarkOf(evidence.Number), headings.NextId(), Run(evidence.Number))])),
        Cell(Paragraph("Cell", evidence.File.OriginalName), Paragraph("CellSmall", $"For {string.Join(", ", evidence.Recommendations)}")),
        Cell(evidence.OrganisationName), Cell(Shown.Day(evidence.File.ReceivedAt, zone)), Cell(Shown.FileType(evidence.File)),
        Cell(Shown.Size(evidence.File.Size), "CellRight"), Cell(evidence.File.Sha256, "CellHash"));

    static IEnumerable<OpenXmlElement> Clearance(SubmissionContent content, LedgerHead ledger, Headings headings) =>
    [
        headings.Add(1, "Clearance"),
        Paragraph("Normal", "Each ministry signed the answers of its own house and of its agencies. The digest covers exactly the words, figures and files that were shown to the signatory."),
        .. content.SignOffs.Count == 0
            ? [Paragraph("Notice", "No ministry has signed.")]
            : new OpenXmlElement[]
            {
                Table([2364, 1800, 1880, 1300, 2520], ["Ministry", "Signed by", "When", "Answers", "Digest"], content.SignOffs.Select(signOff => SignOffRow(signOff, content.TimeZone))),
            },
        Paragraph("Heading3", "Endorsement"),
        Paragraph("Normal", content.Endorsement is { } endorsement
            ? $"Endorsed by {endorsement.EndorsedBy} on {Shown.Moment(endorsement.EndorsedAt, content.TimeZone)}."
            : "The council has not endorsed this submission."),
        Paragraph("Heading3", "Ledger"),
        Paragraph("Normal",
            $"Everything that led to this submission is recorded in a ledger of {Shown.Count((int)ledger.Length, "entry", "entries")}, in which each entry seals those before it. "
            + "The package holds a copy without personal details. Its last entry has the hash"),
        Paragraph("CellHash", ledger.Hash),
    ];

    static TableRow SignOffRow(SubmittedSignOff signOff, string zone) => Row(
        Cell(NameOf(signOff.Ministry, signOff.MinistryName)), Cell(signOff.SignedBy), Cell(Shown.Moment(signOff.SignedAt, zone)),
        Cell(Paragraph("Cell", $"{signOff.Items.Count}"), Paragraph("CellSmall", string.Join(", ", CodesOf(signOff)))),
        Cell(signOff.Digest, "CellHash"));

    static IEnumerable<string> CodesOf(SubmittedSignOff signOff) => signOff.Items
        .Select(item => item[(item.LastIndexOf('/') + 1)..]).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    static IEnumerable<OpenXmlElement> Gaps(SubmissionContent content, Headings headings) =>
    [
        headings.Add(1, "What is missing"),
        .. content.Gaps.Count == 0
            ? [Paragraph("Normal", "Nothing that was asked for is missing.")]
            : content.Gaps.Select(gap => Paragraph("Bullet", gap)),
    ];

    /// <summary>The headings so far, each with a bookmark for the contents and for links.</summary>
    sealed class Headings
    {
        readonly List<(int Level, string Text, string Bookmark)> all = [];
        int ids;

        public IReadOnlyList<(int Level, string Text, string Bookmark)> All => all;

        public int NextId() => ++ids;

        public Paragraph Add(int level, string text, string? bookmark = null)
        {
            bookmark ??= BookmarkOf($"section {all.Count + 1}");
            all.Add((level, text, bookmark));
            return Paragraph($"Heading{level}", [.. Bookmarked(bookmark, NextId(), Run(text))]);
        }

        /// <summary>Word takes 40 letters, digits and underscores.</summary>
        public static string BookmarkOf(string name)
        {
            var bookmark = "b_" + string.Concat(name.Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '_'));
            return bookmark[..Math.Min(bookmark.Length, 40)];
        }
    }
}

/// <summary>Who made a document and when, without the name of a person or a program.</summary>
static class CoreProperties
{
    static readonly XNamespace Properties = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties";
    static readonly XNamespace Dublin = "http://purl.org/dc/elements/1.1/";
    static readonly XNamespace Terms = "http://purl.org/dc/terms/";
    static readonly XNamespace Instance = "http://www.w3.org/2001/XMLSchema-instance";

    public static string Of(SubmissionContent content, string title) => """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>""" + new XElement(
        Properties + "coreProperties",
        new XAttribute(XNamespace.Xmlns + "cp", Properties), new XAttribute(XNamespace.Xmlns + "dc", Dublin),
        new XAttribute(XNamespace.Xmlns + "dcterms", Terms), new XAttribute(XNamespace.Xmlns + "xsi", Instance),
        new XElement(Dublin + "title", Shown.Clean(title)),
        new XElement(Dublin + "creator", Shown.Clean(content.Secretariat)),
        new XElement(Dublin + "language", "en"),
        Date("created", content.PreparedAt),
        Date("modified", content.PreparedAt)).ToString(SaveOptions.DisableFormatting);

    static XElement Date(string name, DateTimeOffset at) => new(
        Terms + name, new XAttribute(Instance + "type", "dcterms:W3CDTF"),
        at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture));
}
