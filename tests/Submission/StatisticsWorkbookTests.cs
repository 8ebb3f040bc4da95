using System.Globalization;
using Assessment.Submission;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace Assessment.Tests.Submission;

public class StatisticsWorkbookTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_workbook_is_valid_with_and_without_content(bool full)
    {
        using var workbook = await Written(full ? A.Submission() : A.Nothing());

        Assert.Empty(Office.ErrorsOf(workbook));
        Assert.Equal(["Figures", "Parts", "Definitions"], workbook.WorkbookPart!.Workbook!.Descendants<Sheet>().Select(sheet => sheet.Name!.Value!));
    }

    [Fact]
    public async Task Numbers_and_dates_are_typed_cells()
    {
        using var workbook = await Written(A.Submission());
        var row = Rows(workbook, "Figures")[1];

        Assert.Equal(["R01", "R01.1", "Potential victims screened", "PDRM"], row[..4].Select(cell => cell.InnerText));
        Assert.Equal(("1412", CellValues.Number), (row[4].CellValue!.Text, row[4].DataType!.Value));
        Assert.Equal(("1187", "225"), (row[10].CellValue!.Text, row[11].CellValue!.Text));
        Assert.Equal(new DateTime(2024, 4, 1), DateTime.FromOADate(double.Parse(row[6].CellValue!.Text, CultureInfo.InvariantCulture)));
        Assert.Equal("yyyy-mm-dd", FormatOf(workbook, row[6]));
    }

    [Fact]
    public async Task A_figure_that_is_not_available_has_a_reason_and_a_date_and_no_value()
    {
        using var workbook = await Written(A.Submission());
        var row = Rows(workbook, "Figures").Single(row => row[1].InnerText == "R05.1");

        Assert.Null(row[4].CellValue);
        Assert.Equal("the court registry does not record the date of charge", row[12].InnerText);
        Assert.Equal(new DateTime(2025, 6, 30), DateTime.FromOADate(double.Parse(row[13].CellValue!.Text, CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task Parts_have_a_row_each()
    {
        using var workbook = await Written(A.Submission());

        Assert.Equal([("women", "655"), ("men", "702"), ("children", "55")], Rows(workbook, "Parts").Skip(1).Select(row => (row[4].InnerText, row[5].InnerText)));
    }

    [Fact]
    public async Task The_header_stays_in_view_and_filters()
    {
        using var workbook = await Written(A.Submission());
        var sheet = SheetOf(workbook, "Figures");

        Assert.Equal("A2", sheet.Descendants<Pane>().Single().TopLeftCell!.Value);
        Assert.Equal("A1:P6", sheet.Descendants<AutoFilter>().Single().Reference!.Value);
    }

    [Theory]
    [InlineData("=1+1", "=1+1")]
    [InlineData("_x0041_ is not A", "_x005F_x0041_ is not A")]
    [InlineData("bell \u0007", "bell \ufffd")]
    public async Task Text_of_a_reply_stays_text(string source, string expected)
    {
        var content = A.Submission();
        var figure = content.Recommendations[0].Figures[0];
        using var workbook = await Written(content with
        {
            Recommendations = [content.Recommendations[0] with { Figures = [figure with { Figure = figure.Figure with { Source = source } }] }],
        });
        var cell = Rows(workbook, "Figures")[1][9];

        Assert.Equal((expected, CellValues.InlineString), (cell.InnerText, cell.DataType!.Value));
        Assert.Empty(Office.ErrorsOf(workbook));
    }

    [Fact]
    public async Task A_value_beyond_all_measure_does_not_stop_the_workbook()
    {
        var content = A.Submission();
        using var workbook = await Written(content with
        {
            Recommendations = [content.Recommendations[0] with { Figures = [A.Figure("PDRM", "R01.1", "Cases", decimal.MaxValue, decimal.MinValue)] }],
        });

        Assert.Null(Rows(workbook, "Figures")[1][11].CellValue);
    }

    static async Task<SpreadsheetDocument> Written(SubmissionContent content)
    {
        var stream = new MemoryStream();
        await StatisticsWorkbook.Write(content, stream);
        return SpreadsheetDocument.Open(stream, isEditable: false);
    }

    static Worksheet SheetOf(SpreadsheetDocument workbook, string name)
    {
        var sheet = workbook.WorkbookPart!.Workbook!.Descendants<Sheet>().Single(sheet => sheet.Name == name);
        return ((WorksheetPart)workbook.WorkbookPart.GetPartById(sheet.Id!.Value!)).Worksheet!;
    }

    static Cell[][] Rows(SpreadsheetDocument workbook, string sheet) => [.. SheetOf(workbook, sheet).Descendants<Row>().Select(row => row.Elements<Cell>().ToArray())];

    static string? FormatOf(SpreadsheetDocument workbook, Cell cell)
    {
        var styles = workbook.WorkbookPart!.WorkbookStylesPart!.Stylesheet!;
        var format = styles.CellFormats!.Elements<CellFormat>().ElementAt((int)cell.StyleIndex!.Value);
        return styles.NumberingFormats!.Elements<NumberingFormat>().Single(number => number.NumberFormatId! == format.NumberFormatId!).FormatCode!.Value;
    }
}
