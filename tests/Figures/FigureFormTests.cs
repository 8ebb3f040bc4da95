using System.IO.Compression;
using System.Text;
using Assessment.Cycle;
using Assessment.Evidence;
using Assessment.Evidence.Figures;
using Assessment.Tests.Submission;
using CsCheck;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace Assessment.Tests.Figures;

public class FigureFormTests
{
    static readonly DateOnly First = new(2024, 4, 1);
    static readonly DateOnly Last = new(2024, 12, 31);

    [Theory]
    [InlineData(Language.En, "Figures", "Answers")]
    [InlineData(Language.Ms, "Angka", "Jawapan")]
    public async Task The_form_is_a_valid_workbook_in_both_languages(Language language, string figures, string answers)
    {
        using var document = SpreadsheetDocument.Open(new MemoryStream(await Forms.Written(Forms.Request(), language)), isEditable: false);

        Assert.Empty(Office.ErrorsOf(document));
        Assert.Equal([figures, answers], document.WorkbookPart!.Workbook!.Descendants<Sheet>().Select(sheet => sheet.Name!.Value!));
    }

    [Fact]
    public async Task A_form_without_figures_is_valid_too()
    {
        var request = Forms.Request() with { Items = [new FormItem("R06", "Manage cases better.", [])] };
        using var document = SpreadsheetDocument.Open(new MemoryStream(await Forms.Written(request)), isEditable: false);

        Assert.Empty(Office.ErrorsOf(document));
    }

    [Fact]
    public async Task The_same_request_gives_the_same_bytes() =>
        Assert.Equal(await Forms.Written(Forms.Request()), await Forms.Written(Forms.Request()));

    [Fact]
    public async Task Only_answer_cells_are_open_in_a_protected_sheet()
    {
        using var document = SpreadsheetDocument.Open(new MemoryStream(await Forms.Written(Forms.Request())), isEditable: false);

        Assert.All(Forms.Sheets(document), sheet => Assert.True(sheet.Descendants<SheetProtection>().Single().Sheet!.Value));
        Assert.Equal(
            ["#value", "#from", "#to", "#cutoff", "#source", "#unavailable", "#planned"],
            new[] { "#indicator", "#name", "#part", "#unit", "#lastyear", "#value", "#from", "#to", "#cutoff", "#source", "#unavailable", "#planned" }.Where(column => IsOpen(document, "R01.1", column)));
        Assert.Equal((false, true), (IsOpen(document, "R01.1/sex/female", "#part"), IsOpen(document, "R04.1/sector/#1", "#part")));
        Assert.Equal((true, true, false), (IsOpen(document, "R06", "#answer"), IsOpen(document, "R06", "#until"), IsOpen(document, "R06", "#text")));
    }

    [Theory]
    [InlineData(Language.En)]
    [InlineData(Language.Ms)]
    public async Task What_is_filled_in_is_read_back_the_same_in_both_languages(Language language)
    {
        var form = await Forms.Filled(
            language,
            ("R01.1", "#value", 540), ("R01.1", "#from", First), ("R01.1", "#to", Last), ("R01.1", "#cutoff", Last), ("R01.1", "#source", "D3 register"),
            ("R01.1/sex/female", "#value", 300), ("R01.1/sex/male", "#value", 240), ("R01.1/form/labour trafficking", "#value", 500), ("R01.1/form/sex trafficking", "#value", 40),
            ("R01.3", "#unavailable", "the register opens in March"), ("R01.3", "#planned", new DateOnly(2025, 3, 15)),
            ("R04.1", "#value", 12.5), ("R04.1/sector/#2", "#part", "palm oil"), ("R04.1/sector/#2", "#value", 12.5),
            ("R01", "#answer", "Two circulars\nwere issued."), ("R04", "#nothing", "no inspection took place"),
            ("R06", "#until", new DateOnly(2025, 1, 14)), ("R06", "#why", "the data centre moves"));

        Assert.Equal(
            """
            R01 answer: Two circulars
            were issued.
            R01.1 540 persons; 2024-04-01..2024-12-31; 2024-12-31; D3 register; sex: female 300, sex: male 240, form: sex trafficking 40, form: labour trafficking 500
            R01.3  ; the register opens in March; 2025-03-15
            R04 nothing: no inspection took place
            R04.1 12.5 inspections; palm oil 12.5
            R06 until 2025-01-14: the data centre moves
            """,
            Forms.Shown(await Forms.Read(form)));
    }

    [Fact]
    public async Task An_empty_form_says_nothing_and_so_does_its_remark() =>
        Assert.Equal("! The form has no answer in it.", Forms.Shown(await Forms.Read(await Forms.Written(Forms.Request()))));

    [Theory]
    [InlineData("1,540", "1540")]
    [InlineData(" 540 ", "540")]
    [InlineData("RM 242,000.50", "242000.5")]
    [InlineData("2\u00a0170", "2170")]
    [InlineData("007", "7")]
    [InlineData("0", "0")]
    [InlineData("540 persons", null)]
    [InlineData("1,54", null)]
    [InlineData("-3", null)]
    [InlineData("n/a", null)]
    [InlineData("1e400", null)]
    public async Task A_number_that_is_stored_as_text_is_read_when_it_is_one(string written, string? expected)
    {
        var reading = await Forms.Read(await Forms.Filled(Language.En, ("R01.3", "#value", written)));

        Assert.Equal(expected, reading.Items.SelectMany(item => item.Figures).Single().Value?.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(expected is null ? [$"R01.3: '{written}' in Figures!G12 is not a number of zero or more, so it was left out."] : [], reading.Remarks.Select(remark => remark.ToString()).Select(WithoutRow));

        static string WithoutRow(string remark) => System.Text.RegularExpressions.Regex.Replace(remark, @"Figures!G\d+", "Figures!G12");
    }

    [Theory]
    [InlineData("2024-12-31", "2024-12-31")]
    [InlineData("31/12/2024", "2024-12-31")]
    [InlineData("1.2.2025", "2025-02-01")]
    [InlineData("31 December 2024", "2024-12-31")]
    [InlineData("31 Disember 2024", "2024-12-31")]
    [InlineData("1 Mac 2025", "2025-03-01")]
    [InlineData("45657", "2024-12-31")]
    [InlineData("12/31/2024", null)]
    [InlineData("31 February 2024", null)]
    [InlineData("end of year", null)]
    public async Task A_date_that_is_written_as_text_is_read_when_it_is_one(string written, string? expected)
    {
        var reading = await Forms.Read(await Forms.Filled(Language.En, ("R01.3", "#cutoff", written)));

        Assert.Equal(expected, reading.Items.SelectMany(item => item.Figures).Single().CutOff?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(expected is null ? 1 : 0, reading.Remarks.Count);
    }

    [Fact]
    public async Task Dates_of_a_workbook_that_counts_from_1904_are_the_same_dates()
    {
        var form = Forms.Changed(await Forms.Filled(Language.En, ("R01.3", "#cutoff", Last.AddDays(-1462))), document =>
            document.WorkbookPart!.Workbook!.InsertAt(new WorkbookProperties { Date1904 = true }, 0));

        Assert.Equal(Last, (await Forms.Read(form)).Items[0].Figures[0].CutOff);
    }

    [Fact]
    public async Task Formulas_give_their_stored_result_or_a_remark()
    {
        var form = await Forms.Filled(
            Language.En,
            ("R01.1", "#value", new OpenXmlElement[] { new CellFormula("SUM(G9:G10)"), new CellValue("540.00000000000011") }),
            ("R01.3", "#value", new OpenXmlElement[] { new CellFormula("1+1") }));
        var failed = Forms.Changed(form, document =>
        {
            var cell = Forms.CellAt(document, "R04.1", "#value");
            Forms.Set(cell, new OpenXmlElement[] { new CellFormula("1/0"), new CellValue("#DIV/0!") });
            cell.DataType = CellValues.Error;
        });

        var reading = await Forms.Read(failed);

        Assert.Equal([540m, null, null], reading.Items.SelectMany(item => item.Figures).Select(figure => figure.Value));
        Assert.Equal(["form-formula", "form-error-cell"], reading.Remarks.Select(remark => remark.Key));
    }

    [Fact]
    public async Task Rows_may_be_moved()
    {
        var form = Forms.Changed(await Forms.Filled(Language.En, ("R01.1", "#value", 540), ("R01.3", "#value", 77)), document =>
        {
            Renumber(document, Forms.RowOf(document, "R01.3"), 400);
            Renumber(document, Forms.RowOf(document, "R01.1"), 300);
        });

        Assert.Equal(
            "R01.1 540 persons\nR01.3 77 orders",
            Forms.Shown(await Forms.Read(form)));
    }

    [Fact]
    public async Task Texts_that_a_program_moved_to_the_shared_table_are_read_like_inline_ones()
    {
        var form = Forms.Changed(await Forms.Filled(Language.En, ("R01.3", "#source", "D3 register"), ("R06", "#answer", "Two circulars.")), document =>
        {
            var table = new SharedStringTable();
            document.WorkbookPart!.AddNewPart<SharedStringTablePart>().SharedStringTable = table;
            foreach (var cell in Forms.Sheets(document).SelectMany(sheet => sheet.Descendants<Cell>()).Where(cell => cell.InlineString is not null))
            {
                table.Append(new SharedStringItem(new Run(new Text(cell.InnerText)), new PhoneticRun(new Text("?")) { BaseTextStartIndex = 0, EndingBaseIndex = 1 }));
                cell.RemoveAllChildren();
                cell.DataType = CellValues.SharedString;
                cell.Append(new CellValue(table.ChildElements.Count - 1));
            }
        });

        Assert.Equal("R01.3  ; D3 register\nR06 answer: Two circulars.", Forms.Shown(await Forms.Read(form)));
    }

    [Fact]
    public async Task A_row_of_another_origin_a_copied_row_and_a_removed_one_are_pointed_out()
    {
        var form = Forms.Changed(await Forms.Filled(Language.En, ("R01.1", "#value", 540)), document =>
        {
            var sheet = Forms.Sheets(document).First().Descendants<SheetData>().Single();
            var copy = (Row)Forms.RowOf(document, "R01.1").CloneNode(deep: true);
            sheet.Append(copy);
            Renumber(document, copy, 500);
            Forms.Set(copy.Elements<Cell>().ElementAt(6), 541);
            var foreign = (Row)copy.CloneNode(deep: true);
            sheet.Append(foreign);
            Renumber(document, foreign, 501);
            foreign.Elements<Cell>().First().RemoveAllChildren();
            foreign.Elements<Cell>().First().DataType = null;
            Forms.RowOf(document, "R04.1/sector/#4").Remove();
        });

        Assert.Equal(
            """
            R01.1 540 persons
            ! R01.1 is there twice with different answers, in Figures, 9 and Figures, 500; the first was taken.
            ! Row Figures, 501 is not one of the form, so it was left out: 541
            ! Rows of the form were added or removed. Please check what was understood.
            """,
            Forms.Shown(await Forms.Read(form)));
    }

    [Fact]
    public async Task Hidden_rows_are_read_and_merged_cells_are_pointed_out()
    {
        var form = Forms.Changed(await Forms.Filled(Language.En, ("R01.1", "#value", 540)), document =>
        {
            var row = Forms.RowOf(document, "R01.1");
            row.Hidden = true;
            var sheet = Forms.Sheets(document).First();
            sheet.InsertAfter(new MergeCells(new MergeCell { Reference = $"G{row.RowIndex}:H{row.RowIndex}" }), sheet.Descendants<SheetProtection>().Single());
        });

        Assert.Equal(
            """
            R01.1 540 persons
            ! R01.1 is in a hidden row, Figures, 9; it was read all the same.
            ! R01.1: the cells G9:H9 are merged, so only the first of them was read.
            """,
            Forms.Shown(await Forms.Read(form)));
    }

    [Fact]
    public async Task A_value_beside_a_reason_a_part_without_a_name_and_a_wish_without_a_date_are_pointed_out()
    {
        var form = await Forms.Filled(Language.En, ("R01.3", "#value", 7), ("R01.3", "#unavailable", "not collected"), ("R04.1/sector/#1", "#value", 3), ("R06", "#why", "the data centre moves"));

        Assert.Equal(
            """
            R01.3 7 orders
            ! R01.3: there is a value and a reason why it is not available; the value was taken.
            ! R04.1: the part by sector in Figures, 18 has a value and no name, so it was left out.
            ! R06: it is said why more time is needed, not until when.
            """,
            Forms.Shown(await Forms.Read(form)));
    }

    [Fact]
    public async Task The_form_of_another_call_is_not_read()
    {
        var other = await Forms.Written(Forms.Request("my-tip-2025-interim-pdrm"));

        Assert.Equal(
            "! The form was made for another data call, my-tip-2025-interim-pdrm, so it was not read. Use the one of my-tip-2025-annual-pdrm.",
            Forms.Shown(await Forms.Read(other)));
    }

    [Fact]
    public async Task A_form_of_another_version_is_read_with_a_remark()
    {
        var older = Forms.Changed(await Forms.Filled(Language.En, ("R01.3", "#value", 7)), document =>
        {
            foreach (var cell in Forms.Sheets(document).Select(sheet => sheet.Descendants<Cell>().First()))
                Forms.Set(cell, cell.InnerText.Replace("assessment-form 1", "assessment-form 0", StringComparison.Ordinal));
        });

        Assert.Equal("R01.3 7 orders\n! The form is of version 0, the present one of version 1. Please check what was understood.", Forms.Shown(await Forms.Read(older)));
    }

    [Fact]
    public async Task The_mark_is_found_in_the_file_s_property_when_the_cells_lost_it()
    {
        var form = Forms.Changed(await Forms.Filled(Language.En, ("R01.3", "#value", 7)), document =>
        {
            foreach (var cell in Forms.Sheets(document).Select(sheet => sheet.Descendants<Cell>().First()))
                cell.Remove();
        });

        Assert.Equal("R01.3 7 orders", Forms.Shown(await Forms.Read(form)));
    }

    [Fact]
    public async Task A_workbook_that_is_not_the_form_says_so_and_nothing_else()
    {
        using var statistics = new MemoryStream();
        await Assessment.Submission.StatisticsWorkbook.Write(A.Submission(), statistics);
        var reading = await Forms.Read(statistics.ToArray());

        Assert.False(reading.IsOurForm);
        Assert.Equal("! The workbook is not the form that the data call attached, so its cells were not read; it is kept as evidence.", Forms.Shown(reading));
    }

    public static TheoryData<string, byte[]> Broken { get; } = new()
    {
        { "form-unreadable", [] },
        { "form-unreadable", Encoding.UTF8.GetBytes("code;value\nR01.1;540\n") },
        { "form-unreadable", [0x50, 0x4B, 0x03, 0x04, 1, 2, 3] },
        { "form-unreadable", Zip(("_rels/.rels", "<Relationships/>")) },
        { "form-unreadable", Zip(("_rels/.rels", "<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>")) },
        { "form-unreadable", Zip(("_rels/.rels", "<Relationships><Relationship Type='x/officeDocument' Target='../../../etc/passwd'/></Relationships>")) },
        { "form-protected", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0, 0] },
        { "form-too-large", new byte[25_000_001] },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task A_file_that_cannot_be_read_becomes_a_remark(string remark, byte[] content) =>
        Assert.Equal([remark], (await Forms.Read(content)).Remarks.Select(found => found.Key));

    [Fact]
    public async Task A_sheet_without_end_is_read_as_far_as_the_limit()
    {
        var form = Forms.Changed(await Forms.Filled(Language.En, ("R01.3", "#value", 7)), document =>
        {
            var sheet = Forms.Sheets(document).First().Descendants<SheetData>().Single();
            for (var row = 1000u; row < 101_000; row++)
                sheet.Append(new Row(new Cell(new CellValue("1")) { CellReference = $"AB{row}" }) { RowIndex = row });
        });

        Assert.Equal("R01.3 7 orders\n! Only the first 20000 rows of the sheet Figures were read.", Forms.Shown(await Forms.Read(form)));
    }

    [Fact]
    public async Task Text_that_unpacks_to_far_more_than_was_sent_is_refused()
    {
        var bomb = Zip(
            ("_rels/.rels", "<Relationships><Relationship Type='x/officeDocument' Target='xl/workbook.xml'/></Relationships>"),
            ("xl/workbook.xml", "<workbook><sheets>" + new string(' ', 30_000_000) + "</sheets></workbook>"));

        Assert.True(bomb.Length < 100_000);
        Assert.Equal(["form-unreadable"], (await Forms.Read(bomb)).Remarks.Select(remark => remark.Key));
    }

    [Fact]
    public async Task A_damaged_form_is_never_an_exception()
    {
        var form = await Forms.Filled(Language.Ms, ("R01.1", "#value", 540), ("R01.1", "#cutoff", Last), ("R06", "#answer", "Two circulars."));
        var damage = Gen.Select(Gen.Int[0, form.Length - 1], Gen.Byte).Array[1, 20];

        await Gen.Select(damage, Gen.Int[0, form.Length]).SampleAsync(
            async (changes, length) =>
            {
                var damaged = (byte[])form.Clone();
                foreach (var (at, value) in changes)
                    damaged[at] = value;

                await Forms.Read(damaged);
                await Forms.Read(damaged[..length]);
            },
            iter: 300,
            seed: "0000000000000000",
            threads: 1);
    }

    [Fact]
    public async Task Whatever_stands_in_a_cell_is_read_or_becomes_a_remark()
    {
        string[] columns = ["#value", "#from", "#cutoff", "#source", "#unavailable", "#planned"];
        await Gen.Select(Gen.Int[0, columns.Length - 1].Select(index => columns[index]), Gen.String[Gen.Char["0123456789-+/.,eERM \u00a0_x{}'日\n"], 0, 30]).SampleAsync(
            async (column, text) =>
            {
                if (FormValues.Cleaned(text).Length == 0)
                    return;

                var reading = await Forms.Read(await Forms.Filled(Language.En, ("R01.3", column, text)));
                var isThere = reading.Items.SelectMany(item => item.Figures).Any();
                Assert.True(isThere || reading.Remarks.Count > 0);
                Assert.All(reading.Remarks, remark => Assert.NotEmpty(remark.In(Language.Ms)));
            },
            iter: 100,
            seed: "0000000000000000",
            threads: 1);
    }

    static bool IsOpen(SpreadsheetDocument document, string key, string column)
    {
        var formats = document.WorkbookPart!.WorkbookStylesPart!.Stylesheet!.CellFormats!.Elements<CellFormat>().ToList();
        return !formats[(int)Forms.CellAt(document, key, column).StyleIndex!.Value].Protection!.Locked!.Value;
    }

    /// <summary>Moves a row to another number, at the end of its sheet.</summary>
    static void Renumber(SpreadsheetDocument document, Row row, uint number)
    {
        var data = row.Parent!;
        row.Remove();
        data.Append(row);
        row.RowIndex = number;
        foreach (var cell in row.Elements<Cell>())
            cell.CellReference = cell.CellReference!.Value![..1] + number;
    }

    static byte[] Zip(params (string Name, string Text)[] parts)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, text) in parts)
            {
                using var writer = new StreamWriter(archive.CreateEntry(name).Open());
                writer.Write(text);
            }
        }

        return stream.ToArray();
    }
}
