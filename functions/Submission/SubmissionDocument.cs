using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;
using static Assessment.Submission.WordElements;

namespace Assessment.Submission;

/// <summary>Writes the consolidated submission, or the note that supplements one, as a Word document: the same bytes for the same content.</summary>
public static partial class SubmissionDocument
{
    const string Classification = "Terbuka (Open)";
    const string IllustrativeNotice = "Illustrative sample. Every answer, figure, file and name in this document is invented; nothing in it is a statement of any government.";

    /// <param name="key">The key that will sign the package; without it the document says nothing of one.</param>
    public static async Task Write(SubmissionContent content, LedgerHead ledger, Stream output, PrintedKey? key = null)
    {
        using var written = new MemoryStream();
        using (var document = WordprocessingDocument.Create(written, WordprocessingDocumentType.Document, autoSave: false))
            Fill(document, content, ledger, key);

        await OfficePackage.Repack(written, output);
    }

    // Every part has a given relationship id: the SDK would otherwise make a random one.
    static void Fill(WordprocessingDocument document, SubmissionContent content, LedgerHead ledger, PrintedKey? key)
    {
        var main = WordFrame.Begin(document, CoreProperties.Of(content, TitleOf(content)), HeaderOf(content), FooterOf(content), hasContents: content.Supplements is null);
        var pages = new Pages(content, ledger, key, main, new WordOutline(eachOnNewPage: content.Supplements is null));
        main.Document = new Document(new Body([.. BodyOf(pages), WordFrame.Section()]));
        document.Save();
    }

    static string TitleOf(SubmissionContent content) => content.Supplements is null ? content.CycleTitle : $"{content.CycleTitle}: supplementary note";

    static IEnumerable<OpenXmlElement> BodyOf(Pages pages)
    {
        if (pages.Content.Supplements is not null)
            return [.. Cover(pages.Content), .. Note(pages)];

        OpenXmlElement[] sections =
        [
            .. Summary(pages),
            .. PillarOverviews(pages),
            .. Recommendations(pages),
            .. Gaps(pages),
            .. StatisticalAnnex(pages),
            .. Laws(pages),
            .. EvidenceIndex(pages),
            .. Matrix(pages),
            .. Clearance(pages),
        ];
        return [.. Cover(pages.Content), .. Contents(pages.Outline), .. sections];
    }

    /// <summary>Only what is new: no scoreboard, no overviews, no annexes beside the evidence and the signatures.</summary>
    static IEnumerable<OpenXmlElement> Note(Pages pages) =>
    [
        .. Purpose(pages),
        .. Recommendations(pages),
        .. Gaps(pages),
        .. EvidenceIndex(pages),
        .. Clearance(pages),
    ];

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
            ("Document", content.Supplements is { } earlier ? $"Supplementary note to “{earlier.RoundTitle}”" : "Consolidated submission"),
            ("Reporting period", Period(content)),
            ("Version", VersionOf(content)),
            ("Prepared", Shown.Moment(content.PreparedAt, content.TimeZone)),
            ("Prepared by", content.Secretariat),
            ("Contact", content.Contact),
            ("Grade", Classification),
        ]),
        .. content.Illustrative ? [Paragraph("Notice", IllustrativeNotice)] : Array.Empty<Paragraph>(),
        .. content.History.Count > 0 ? History(content) : [],
    ];

    static string VersionOf(SubmissionContent content) => content.History is [.., var old]
        ? $"{content.Version}, supersedes version {old.Version}{(old.HandedInAt is { } at ? $" of {Shown.Day(at, content.TimeZone)}" : "")}"
        : $"{content.Version}";

    /// <summary>What each version is, newest first: why it took the place of the one before and what was corrected.</summary>
    static IEnumerable<OpenXmlElement> History(SubmissionContent content) =>
    [
        Paragraph("Heading3", "Versions of this submission"),
        Table([900, 1500, 4464, 3000], ["Version", "Date", "What was corrected, and why", "SHA-256 of the manifest"],
            [
                VersionRow(content.Version, content.PreparedAt, content.History[^1], "in this package", content.TimeZone),
                .. content.History.Select((old, index) => VersionRow(old.Version, old.HandedInAt, index == 0 ? null : content.History[index - 1], old.ManifestSha256, content.TimeZone)).Reverse(),
            ]),
    ];

    /// <param name="before">The version whose place it took; null for the first.</param>
    static TableRow VersionRow(int version, DateTimeOffset? at, SubmittedVersion? before, string manifest, string zone) => Row(
        Cell($"{version}"),
        Cell(at is { } moment ? Shown.Day(moment, zone) : ""),
        before is null
            ? Cell("First submission")
            : Cell(Paragraph("Cell", before.CorrectedBecause), Paragraph("CellSmall", $"Corrected: {string.Join(", ", before.Corrected)}")),
        Cell(manifest, "CellHash"));

    static string Period(SubmissionContent content) => $"{Shown.Day(content.From)} – {Shown.Day(content.To)}";

    /// <summary>
    /// The headings with their pages. Nobody knows the pages before somebody lays them out, so each line refers to the page of its heading by a field
    /// that Word (asked to by the settings) and LibreOffice fill in when they open the document. LibreOffice does so only outside of a contents field.
    /// </summary>
    static IEnumerable<OpenXmlElement> Contents(WordOutline outline) =>
    [
        Paragraph("TOCHeading", "Contents"),
        .. outline.Headings.Where(heading => heading.Level <= 2).Select(heading => Paragraph($"TOC{heading.Level}", PageLink(heading.Bookmark, heading.Text))),
    ];

    static IEnumerable<OpenXmlElement> Summary(Pages pages)
    {
        var (content, outline) = (pages.Content, pages.Outline);
        var scoreboard = outline.Table("Scoreboard: what was asked and what is answered");
        return
        [
            outline.Section("Summary"),
            Paragraph("Normal", [Run(SummaryText(content)), Run(" "), .. scoreboard.Reference, Run(" shows where each recommendation stands.")]),
            .. outline.Captioned(scoreboard, Table(
                [700, 3964, 1400, 1150, 1050, 1600], ["Code", "Recommendation", "Pillar", "Lead", ">In / asked", "Status"], content.Recommendations.Select(ScoreboardRow))),
        ];
    }

    static string SummaryText(SubmissionContent content)
    {
        var answers = content.Recommendations.Sum(recommendation => recommendation.Answers.Count);
        var asked = answers + content.Recommendations.Sum(recommendation => recommendation.Missing.Count);
        var figures = content.Recommendations.Sum(recommendation => recommendation.Figures.Count);
        return $"This submission answers {Shown.Count(content.Recommendations.Count, "recommendation", "recommendations")} for the period "
            + $"{Shown.Day(content.From)} to {Shown.Day(content.To)}. {answers} of {Shown.Count(asked, "answer", "answers")} asked for "
            + $"{(answers == 1 ? "is" : "are")} included, with {Shown.Count(figures, "figure", "figures")} and "
            + $"{Shown.Count(content.Evidence.Count, "file", "files")} of evidence. What is missing is stated under each recommendation and again at the end of the main part.";
    }

    static TableRow ScoreboardRow(SubmittedRecommendation recommendation) => Row(
        Cell(Paragraph("Cell", Link(WordOutline.BookmarkOf(recommendation.Code), recommendation.Code))),
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

    static IEnumerable<OpenXmlElement> Purpose(Pages pages)
    {
        var earlier = pages.Content.Supplements!;
        var handedIn = earlier.HandedInAt is { } at ? $", handed in on {Shown.Moment(at, pages.Content.TimeZone)}" : "";
        return
        [
            pages.Outline.Section("What this note adds to"),
            Paragraph("Normal",
                $"This note supplements {(earlier.Version > 1 ? $"version {earlier.Version} of " : "")}the submission “{earlier.RoundTitle}” for {Shown.Day(earlier.From)} to {Shown.Day(earlier.To)}{handedIn}. "
                + $"It says only what is new for {Period(pages.Content)} and changes nothing in the earlier submission. "
                + "Its figures cover its own period and are not compared with last year's."),
            .. earlier.ManifestSha256 is { } hash
                ? [Paragraph("Small", "SHA-256 of the earlier package's manifest:"), Paragraph("CellHash", hash)]
                : Array.Empty<Paragraph>(),
        ];
    }

    static IEnumerable<OpenXmlElement> Gaps(Pages pages) =>
    [
        pages.Outline.Section("What is missing"),
        .. pages.Content.Gaps.Count == 0
            ? [Paragraph("Normal", "Nothing that was asked for is missing.")]
            : pages.Content.Gaps.Select(gap => Paragraph("Bullet", gap)),
    ];

    /// <summary>What every section needs: the content, the numbering, and the part that charts hang on.</summary>
    sealed record Pages(SubmissionContent Content, LedgerHead Ledger, PrintedKey? Key, MainDocumentPart Main, WordOutline Outline);
}
