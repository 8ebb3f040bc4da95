using System.Globalization;
using Assessment.Clearance;
using Assessment.Evidence;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Wordprocessing;
using static Assessment.Submission.WordElements;

namespace Assessment.Submission;

/// <summary>The annexes: statistics with definitions, laws and circulars, the evidence index, the matrix, and who cleared it all.</summary>
public static partial class SubmissionDocument
{
    const int CodeWidth = 900;
    const string Touches = "●";

    static IEnumerable<OpenXmlElement> StatisticalAnnex(Pages pages)
    {
        var figures = pages.Content.Recommendations.SelectMany(recommendation => recommendation.Figures).Where(figure => figure.Stands).ToList();
        return
        [
            pages.Outline.Annex("Statistics and definitions"),
            .. figures.Count == 0 ? [Paragraph("Normal", "No figures are stated.")] : Statistics(figures, pages),
        ];
    }

    static IEnumerable<OpenXmlElement> Statistics(List<SubmittedFigure> figures, Pages pages) =>
    [
        Paragraph("Normal",
            $"What is counted, in which unit and by whom. The same figures are in {SubmissionPackage.Statistics} as typed numbers and dates. "
            + "Counts with different units, periods or cut-off dates are not to be added up."),
        .. Definitions(figures, pages),
        .. Breakdowns(figures, pages),
    ];

    static IEnumerable<OpenXmlElement> Definitions(List<SubmittedFigure> figures, Pages pages) => pages.Outline.Captioned(
        pages.Outline.Table("Definitions of the indicators"),
        Table(
            [1000, 5164, 1500, 2200], ["Indicator", "Name and definition", "Unit", "Stated by"],
            figures.GroupBy(figure => figure.Indicator, StringComparer.Ordinal).Select(same => DefinitionRow([.. same]))));

    static TableRow DefinitionRow(List<SubmittedFigure> same) => Row(
        Cell(same[0].Indicator),
        Cell([Paragraph("Cell", same[0].Name), .. Paragraphs("CellSmall", same[0].Definition)]),
        Cell(string.Join(", ", same.Select(figure => figure.Figure.Unit).OfType<string>().Distinct(StringComparer.Ordinal))),
        Cell([Paragraph("Cell", string.Join(", ", same.Select(figure => figure.Organisation))), .. Paragraphs("CellSmall", HowTogether(same))]));

    static string HowTogether(List<SubmittedFigure> same) => same[0] switch
    {
        { From.Count: < 2 } => "",
        { TotalBy: { } total } => $"{total} states the total, the others parts of it.",
        { AddsUp: true } => "Their values add up.",
        _ => "Separate counts; they do not add up.",
    };

    static IEnumerable<OpenXmlElement> Breakdowns(List<SubmittedFigure> figures, Pages pages)
    {
        var broken = figures.Where(figure => figure.Figure.Parts.Count > 0).ToList();
        return broken.Count == 0 ? [] : pages.Outline.Captioned(
            pages.Outline.Table("Figures with their parts"),
            Table(
                [3564, 1300, 1100, 3900], ["Indicator", "Stated by", ">Total", "Parts"],
                broken.Select(figure => Row(
                    Cell($"{figure.Indicator} {figure.Name}"), Cell(figure.Organisation),
                    Cell(Paragraph("CellRight", Run(Shown.Number(figure.Figure.Value), "Strong"))), Cell(Shown.Parts(figure.Figure))))));
    }

    static IEnumerable<OpenXmlElement> Laws(Pages pages)
    {
        var laws = pages.Content.Evidence.Where(evidence => evidence.IsLaw).ToList();
        return
        [
            pages.Outline.Annex("Laws and circulars issued"),
            .. laws.Count == 0
                ? [Paragraph("Normal", "No law, circular or directive is among the evidence.")]
                : pages.Outline.Captioned(
                    pages.Outline.Table("Laws, circulars, directives and procedures among the evidence"),
                    Table(
                        [900, 4164, 2700, 1100, 1000], ["No.", "Document", "Issued or supplied by", "Received", "For"],
                        laws.Select(law => Row(
                            Cell(Paragraph("Cell", Link(WordOutline.BookmarkOf(law.Number), law.Number))), Cell(law.File.OriginalName), Cell(law.OrganisationName),
                            Cell(Shown.Day(law.File.ReceivedAt, pages.Content.TimeZone)), Cell(string.Join(", ", law.Recommendations)))))),
        ];
    }

    static IEnumerable<OpenXmlElement> EvidenceIndex(Pages pages)
    {
        var content = pages.Content;
        return
        [
            pages.Outline.Annex("Evidence index"),
            Paragraph("Normal", content.Evidence.Count == 0
                ? "No evidence is attached."
                : "Every file lies in the package under its number. The SHA-256 proves that it is the file that was received."),
            .. content.Evidence.Count == 0 ? [] : pages.Outline.Captioned(
                pages.Outline.Table("Evidence in the package"),
                Table(
                    [800, 2350, 1760, 1150, 1000, 1000, 1804], ["No.", "Original name", "Source", "Received", "Grade", "Type, size", "SHA-256"],
                    content.Evidence.Select(evidence => EvidenceRow(evidence, content.TimeZone, pages.Outline)))),
        ];
    }

    static TableRow EvidenceRow(SubmittedEvidence evidence, string zone, WordOutline outline) => Row(
        Cell(Paragraph("Cell", [.. Bookmarked(WordOutline.BookmarkOf(evidence.Number), outline.NextId(), Run(evidence.Number))])),
        Cell(Paragraph("Cell", evidence.File.OriginalName), Paragraph("CellSmall", $"For {string.Join(", ", evidence.Recommendations)}")),
        Cell(evidence.OrganisationName), Cell(Shown.Day(evidence.File.ReceivedAt, zone)), Cell([.. GradeOf(evidence.File)]), Cell($"{Shown.FileType(evidence.File)}, {Shown.Size(evidence.File.Size)}"),
        Cell(evidence.File.Sha256, "CellHash"));

    /// <summary>Only what is open leaves the country, or was declassified, which is said.</summary>
    static IEnumerable<Paragraph> GradeOf(EvidenceFile file) => file.Declassified is { } declassified
        ? [Paragraph("Cell", Grade.Terbuka.Word()), Paragraph("CellSmall", $"declassified from {file.Grade.Word()}, {Shown.Day(declassified.Date)}")]
        : [Paragraph("Cell", file.Grade.Word())];

    /// <summary>Which recommendation bears on which criterion and goal; left out when the plan names neither.</summary>
    static IEnumerable<OpenXmlElement> Matrix(Pages pages)
    {
        var content = pages.Content;
        return content.Criteria.Count + content.Goals.Count == 0 ? [] :
        [
            pages.Outline.Annex("Matrix of recommendations, criteria and goals"),
            Paragraph("Normal", "A dot marks the criteria of serious and sustained efforts (TVPA) and the goals of the national action plan (NAPTIP) that a recommendation bears on."),
            .. pages.Outline.Captioned(pages.Outline.Table("Recommendations by TVPA criterion (C) and NAPTIP goal (G)"), MatrixTable(content)),
            .. content.Criteria.Count == 0 ? [] : pages.Outline.Captioned(
                pages.Outline.Table("TVPA criteria, in our words"),
                Table([900, 2700, 6264], ["No.", "Criterion", "What it asks"], content.Criteria.Select(criterion =>
                    Row(Cell($"C{criterion.Number.ToString(CultureInfo.InvariantCulture)}"), Cell(criterion.Title), Cell(criterion.Text))))),
            .. content.Goals.Count == 0 ? [] : pages.Outline.Captioned(
                pages.Outline.Table("NAPTIP goals"),
                Table([900, 6264, 2700], ["No.", "Goal", "Pillar"], content.Goals.Select(goal => Row(Cell($"G{goal.Id}"), Cell(goal.Title), Cell(goal.Pillar))))),
        ];
    }

    static Table MatrixTable(SubmissionContent content)
    {
        var columns = content.Criteria.Count + content.Goals.Count;
        var width = (TextWidth - CodeWidth) / columns;
        int[] widths = [TextWidth - (columns * width), .. Enumerable.Repeat(width, columns)];
        string[] titles = ["Code", .. content.Criteria.Select(criterion => $"^C{criterion.Number.ToString(CultureInfo.InvariantCulture)}"), .. content.Goals.Select(goal => $"^G{goal.Id}")];
        return Table("Grid", widths, titles, content.Recommendations.Select(recommendation => MatrixRow(recommendation, content)));
    }

    static TableRow MatrixRow(SubmittedRecommendation recommendation, SubmissionContent content) => Row(
    [
        Cell(Paragraph("Cell", Link(WordOutline.BookmarkOf(recommendation.Code), recommendation.Code))),
        .. content.Criteria.Select(criterion => Cell(recommendation.Criteria.Contains(criterion.Number) ? Touches : "", "CellMark")),
        .. content.Goals.Select(goal => Cell(recommendation.NaptipGoals.Contains(goal.Id, StringComparer.Ordinal) ? Touches : "", "CellMark")),
    ]);

    static IEnumerable<OpenXmlElement> Clearance(Pages pages)
    {
        var (content, ledger) = (pages.Content, pages.Ledger);
        return
        [
            pages.Outline.Annex("Clearance"),
            Paragraph("Normal", "Each ministry signed the answers of its own house and of its agencies. The digest covers exactly the words, figures and files that were shown to the signatory."),
            .. content.SignOffs.Count == 0
                ? [Paragraph("Notice", "No ministry has signed.")]
                : pages.Outline.Captioned(
                    pages.Outline.Table("Signatures of the ministries"),
                    Table([2300, 1700, 1600, 2000, 2264], ["Ministry", "Signed by", "When", "Answers", "Digest"], content.SignOffs.Select(signOff => SignOffRow(signOff, content.TimeZone)))),
            .. Decided(pages),
            Paragraph("Heading3", "Endorsement"),
            Paragraph("Normal", content.Endorsement is { } endorsement
                ? $"Endorsed by {endorsement.EndorsedBy} on {Shown.Moment(endorsement.EndorsedAt, content.TimeZone)}."
                : "The council has not endorsed this submission."),
            Paragraph("Heading3", "Ledger"),
            Paragraph("Normal",
                $"Everything that led to this submission is recorded in a ledger of {Shown.Count((int)ledger.Length, "entry", "entries")}, in which each entry seals those before it. "
                + "The package holds a copy without personal details. Its last entry has the hash"),
            Paragraph("CellHash", ledger.Hash),
            .. pages.Key is { } key ? Verification(key, pages.Outline) : [],
        ];
    }

    /// <summary>Who has only the paper can find out whether a package is the one that it belongs to.</summary>
    static IEnumerable<OpenXmlElement> Verification(PrintedKey key, WordOutline outline) =>
    [
        Paragraph("Heading3", "How to check this package"),
        Paragraph("Normal",
            $"The package that holds this document is signed: {ManifestSignature.FileName} is the signature of {Manifest.FileName}, which states the SHA-256 of every file. "
            + $"It must have been made with the key below. A verifier names the fingerprint of the key that signed: compare it with the one printed here, and with the one that the secretariat gives you by another way. "
            + "How a verifier works, and how to check with openssl alone, is in docs/package.md of the software that wrote the package."),
        .. key.Lines(outline),
    ];

    /// <summary>What had to be decided on personal data and grades before an answer could be accepted; nothing when nothing was found.</summary>
    static IEnumerable<OpenXmlElement> Decided(Pages pages)
    {
        var content = pages.Content;
        var decided = content.Recommendations
            .SelectMany(recommendation => recommendation.Answers.SelectMany(answer => answer.Clearances.Select(clearance => (recommendation.Code, answer.Organisation, Clearance: clearance))))
            .ToList();
        return decided.Count == 0
            ? []
            : pages.Outline.Captioned(
                pages.Outline.Table("Decisions on personal data and grades"),
                Table([1600, 2500, 2264, 1800, 1700], ["Answer", "Decision", "By", "When", "File"], decided.Select(one => DecidedRow(one.Code, one.Organisation, one.Clearance, content))));
    }

    static TableRow DecidedRow(string code, string organisation, SubmittedClearance clearance, SubmissionContent content) => Row(
        Cell($"{code}, {organisation}"),
        Cell(Paragraph("Cell", clearance.Grade is { } grade ? $"{clearance.How}, graded {grade}" : clearance.How), Paragraph("CellSmall", AuthorityOf(clearance))),
        Cell(string.Join(" and ", clearance.By)),
        Cell(Shown.Moment(clearance.At, content.TimeZone)),
        Cell(clearance.In(content)?.Number ?? ""));

    static string AuthorityOf(SubmittedClearance clearance) => clearance is { Authority: { } authority, Officer: { } officer, Date: { } date }
        ? $"{authority}, {officer}, {Shown.Day(date)}"
        : "";

    static TableRow SignOffRow(SubmittedSignOff signOff, string zone) => Row(
        Cell(NameOf(signOff.Ministry, signOff.MinistryName)), Cell(signOff.SignedBy), Cell(Shown.Moment(signOff.SignedAt, zone)),
        Cell(Paragraph("Cell", $"{signOff.Items.Count}"), Paragraph("CellSmall", string.Join(", ", CodesOf(signOff)))),
        Cell(signOff.Digest, "CellHash"));

    static IEnumerable<string> CodesOf(SubmittedSignOff signOff) => signOff.Items
        .Select(item => item[(item.LastIndexOf('/') + 1)..]).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
}
