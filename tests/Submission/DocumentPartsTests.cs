using System.Xml.Linq;
using Assessment.Clearance;
using Assessment.Cycle;
using Assessment.Register;
using Assessment.Submission;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;

namespace Assessment.Tests.Submission;

/// <summary>Overviews with charts, captions, annexes and the matrix.</summary>
public class DocumentPartsTests
{
    static readonly XNamespace C = "http://schemas.openxmlformats.org/drawingml/2006/chart";

    [Fact]
    public async Task A_full_document_is_valid_and_has_the_same_bytes_each_time()
    {
        using var first = await Written(Full());
        using var second = await Written(Full());
        using var document = WordprocessingDocument.Open(first, isEditable: false);

        Assert.Equal(first.ToArray(), second.ToArray());
        Assert.Empty(Office.ErrorsOf(document));
    }

    [Fact]
    public async Task Each_pillar_has_a_chart_of_what_can_be_compared_with_a_text_for_those_who_cannot_see_it()
    {
        using var stream = await Written(Full());
        using var document = WordprocessingDocument.Open(stream, isEditable: false);
        var chart = Assert.Single(document.MainDocumentPart!.ChartParts);
        using var part = chart.GetStream();
        var series = XDocument.Load(part).Descendants(C + "ser").Select(one => string.Join(' ', one.Descendants(C + "val").Descendants(C + "v").Select(value => value.Value))).ToList();
        var description = document.MainDocumentPart.Document!.Descendants<DocumentFormat.OpenXml.Drawing.Wordprocessing.DocProperties>().Single().Description!.Value!;

        Assert.Equal(["96.2", "100"], series);
        Assert.Contains("R01.2 Interim protection orders issued 96.2", description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Captions_are_numbered_by_fields_and_every_reference_leads_to_one()
    {
        using var stream = await Written(Full());
        using var document = WordprocessingDocument.Open(stream, isEditable: false);
        var body = document.MainDocumentPart!.Document!.Body!;
        var captions = body.Descendants<Paragraph>().Where(paragraph => paragraph.ParagraphProperties?.ParagraphStyleId?.Val == "Caption").ToList();
        var numbers = captions.SelectMany(caption => caption.Descendants<SimpleField>()).Where(field => field.Instruction!.Value!.Contains("SEQ Table", StringComparison.Ordinal)).Select(field => field.InnerText);
        var bookmarks = body.Descendants<BookmarkStart>().Select(bookmark => bookmark.Name!.Value).ToList();
        var references = body.Descendants<FieldCode>().Select(code => code.Text.Trim()).Where(code => code.StartsWith("REF ", StringComparison.Ordinal)).Select(code => code.Split(' ')[1]).ToList();

        Assert.Equal(Enumerable.Range(1, numbers.Count()).Select(number => $"{number}"), numbers);
        Assert.Equal(bookmarks.Distinct(), bookmarks);
        Assert.NotEmpty(references);
        Assert.All(references, reference => Assert.Contains(reference, bookmarks));
        Assert.All(body.Descendants<TableHeader>(), header => Assert.NotNull(header.Ancestors<Table>().First().GetFirstChild<TableProperties>()!.GetFirstChild<TableCaption>()));
    }

    [Fact]
    public async Task The_matrix_marks_the_criteria_and_goals_of_each_recommendation()
    {
        using var stream = await Written(Full());
        using var document = WordprocessingDocument.Open(stream, isEditable: false);
        var matrix = document.MainDocumentPart!.Document!.Descendants<Table>().Single(table => table.GetFirstChild<TableProperties>()!.TableStyle!.Val == "Grid");

        Assert.Equal(["Code C1 C2 G5 G7", "R01 ● ● _ ●", "R07 _ _ _ _", "N01 _ _ _ _", "R05 _ _ _ _"], matrix.Elements<TableRow>().Select(row =>
            string.Join(' ', row.Elements<TableCell>().Select(cell => cell.InnerText is { Length: > 0 } text ? text : "_"))));
    }

    [Fact]
    public async Task Laws_definitions_next_steps_and_promised_figures_are_stated()
    {
        using var stream = await Written(Full());
        using var document = WordprocessingDocument.Open(stream, isEditable: false);
        var text = TextOf(document);
        var laws = document.MainDocumentPart!.Document!.Descendants<Table>().Single(table => table.InnerText.StartsWith("No.DocumentIssued", StringComparison.Ordinal));

        Assert.Equal(2, laws.Elements<TableRow>().Count());
        Assert.Contains("SOP victim screening.pdf", laws.InnerText, StringComparison.Ordinal);
        string[] expected = ["Each person counted once.", "Extend the form to all entry points.", "R05.1 Median days from charge to judgment: AGC plans to state the value by 30 Jun 2025.", "Annex A. Statistics and definitions", "Annex D. Matrix", "NAPTIP goal 7", "TVPA criteria 1, 2"];
        Assert.All(expected, phrase => Assert.Contains(phrase, text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_round_of_nine_months_warns_against_reading_a_lower_value_as_a_decline()
    {
        using var stream = await Written(Full() with { To = new DateOnly(2024, 12, 31) });
        using var document = WordprocessingDocument.Open(stream, isEditable: false);

        Assert.Contains("This round covers 9 months, last year's values the whole of the year before", TextOf(document), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_note_says_what_it_supplements_and_leaves_out_what_was_submitted_before()
    {
        var content = Full() with { Supplements = new Supplemented("Annual data call", new DateOnly(2024, 4, 1), new DateOnly(2024, 12, 31), A.PreparedAt, new string('a', 64)) };
        using var stream = await Written(content);
        using var document = WordprocessingDocument.Open(stream, isEditable: false);
        var text = TextOf(document);

        Assert.Empty(Office.ErrorsOf(document));
        Assert.Contains("supplements the submission “Annual data call” for 1 Apr 2024 to 31 Dec 2024, handed in on 31 January 2025, 09:00 (UTC+08).", text, StringComparison.Ordinal);
        Assert.Contains(new string('a', 64), text, StringComparison.Ordinal);
        Assert.All(["Scoreboard", "Pillar overviews", "Matrix", "Last year"], absent => Assert.DoesNotContain(absent, text, StringComparison.Ordinal));
        Assert.Empty(document.MainDocumentPart!.ChartParts);
    }

    [Fact]
    public async Task A_corrected_version_has_its_history_on_the_cover_newest_first()
    {
        SubmittedVersion[] history =
        [
            new(1, "annual.zip", new string('a', 64), new DateTimeOffset(2025, 1, 21, 9, 0, 0, TimeSpan.FromHours(8)), "R01 named a wrong circular.", ["PDRM/R01"]),
            new(2, "annual-v2.zip", new string('b', 64), new DateTimeOffset(2025, 1, 25, 9, 0, 0, TimeSpan.FromHours(8)), "Two events were counted twice.", ["JTKSM/R16"]),
        ];
        using var stream = await Written(Full() with { Version = 3, History = history });
        using var document = WordprocessingDocument.Open(stream, isEditable: false);
        var versions = document.MainDocumentPart!.Document!.Descendants<Table>().Single(table => table.InnerText.StartsWith("VersionDate", StringComparison.Ordinal));

        Assert.Empty(Office.ErrorsOf(document));
        Assert.Contains("3, supersedes version 2 of 25 Jan 2025", TextOf(document), StringComparison.Ordinal);
        Assert.Equal(
            [
                "3 | 31 Jan 2025 | Two events were counted twice. Corrected: JTKSM/R16 | in this package",
                $"2 | 25 Jan 2025 | R01 named a wrong circular. Corrected: PDRM/R01 | {new string('b', 64)}",
                $"1 | 21 Jan 2025 | First submission | {new string('a', 64)}",
            ],
            versions.Elements<TableRow>().Skip(1).Select(row => string.Join(" | ", row.Elements<TableCell>().Select(cell => string.Join(' ', cell.Elements<Paragraph>().Select(line => line.InnerText))))));
    }

    [Fact]
    public async Task The_evidence_index_says_where_from_when_and_of_which_grade()
    {
        var content = Full();
        var declassified = content.Evidence[0] with
        {
            File = content.Evidence[0].File with { Grade = Grade.Terhad, Declassified = new Declassification("Official Secrets Act 1972, section 2C", "Datuk Aminah", new DateOnly(2025, 1, 6), "aminah", A.PreparedAt) },
        };
        using var stream = await Written(content with { Evidence = [declassified, .. content.Evidence.Skip(1)] });
        using var document = WordprocessingDocument.Open(stream, isEditable: false);
        var index = document.MainDocumentPart!.Document!.Descendants<Table>().Single(table => table.InnerText.StartsWith("No.Original nameSourceReceivedGrade", StringComparison.Ordinal));
        var grades = index.Elements<TableRow>().Skip(1).Select(row => string.Join(' ', row.Elements<TableCell>().ElementAt(4).Elements<Paragraph>().Select(line => line.InnerText)));

        Assert.Equal(["Terbuka declassified from Terhad, 6 Jan 2025", "Terbuka", "Terbuka"], grades);
        Assert.All(index.Elements<TableRow>().Skip(1), row => Assert.All(row.Elements<TableCell>(), cell => Assert.NotEmpty(cell.InnerText)));
    }

    [Fact]
    public async Task The_council_reads_a_valid_summary_in_Malay()
    {
        using var first = new MemoryStream();
        using var second = new MemoryStream();
        await CouncilSummary.Write(Full(), first);
        await CouncilSummary.Write(Full(), second);
        using var document = WordprocessingDocument.Open(first, isEditable: false);
        var text = TextOf(document);

        Assert.Equal(first.ToArray(), second.ToArray());
        Assert.Empty(Office.ErrorsOf(document));
        Assert.Equal("ms", document.PackageProperties.Language);
        string[] expected =
        [
            "Ringkasan untuk Majlis", "1 April 2024 – 31 Mac 2025", "5 daripada 7", "Kenal pasti mangsa secara proaktif.", "Dijawab sebahagian", "Tiada untuk dilaporkan", "Belum dijawab",
            "R01, Department of Labour Sabah (JTK Sabah): maklum balas tidak disertakan.", "R05.1, AGC: angka tidak tersedia; dirancang pada 30 Jun 2025.", "Disahkan oleh Chair of the Council pada 24 Januari 2025",
        ];
        Assert.All(expected, phrase => Assert.Contains(phrase, text, StringComparison.Ordinal));
    }

    /// <summary>The usual submission with all that a plan may add to it.</summary>
    static SubmissionContent Full()
    {
        var content = A.Submission();
        var first = content.Recommendations[0];
        return content with
        {
            Criteria = [new Criterion(1, "Prosecution", "Offenders are convicted."), new Criterion(2, "Protection", "Victims are protected.")],
            Goals = [new Goal("5", "Labour and child trafficking", "Prosecution"), new Goal("7", "Care of victims", "Protection")],
            Evidence = [content.Evidence[0] with { IsLaw = true }, .. content.Evidence.Skip(1)],
            Recommendations =
            [
                first with
                {
                    TextMs = "Kenal pasti mangsa secara proaktif.",
                    Criteria = [1, 2],
                    NaptipGoals = ["7"],
                    NextStep = "Extend the form to all entry points.",
                    Figures = [first.Figures[0] with { Definition = "Each person counted once." }, .. first.Figures.Skip(1)],
                },
                .. content.Recommendations.Skip(1),
            ],
        };
    }

    static async Task<MemoryStream> Written(SubmissionContent content)
    {
        var stream = new MemoryStream();
        await SubmissionDocument.Write(content, LedgerChain.Head(A.Ledger()), stream);
        return stream;
    }

    static string TextOf(WordprocessingDocument document) => string.Join("\n", document.MainDocumentPart!.Document!.Body!.Descendants<Paragraph>().Select(paragraph => paragraph.InnerText));
}
