using System.Globalization;
using Assessment.Cycle;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace Assessment.Host.Commands.CarryOver;

/// <summary>Reads the figures from the typed cells of the submission's workbook.</summary>
static class SubmittedFigures
{
    /// <summary>By organisation and recommendation, in the order of the sheet.</summary>
    public static ILookup<(string Organisation, string Recommendation), LastFigure> In(byte[] workbook)
    {
        using var stream = new MemoryStream(workbook, writable: false);
        using var spreadsheet = SpreadsheetDocument.Open(stream, isEditable: false);
        return RowsOf(spreadsheet, "Figures").ToLookup(row => (row.Needed("Organisation"), row.Needed("Recommendation")), FigureOf);
    }

    static LastFigure FigureOf(FigureRow row) => new()
    {
        Indicator = row.Needed("Indicator"),
        Name = row.Needed("Name"),
        Value = row.Number("Value"),
        Unit = row.Text("Unit"),
        From = row.Date("From"),
        To = row.Date("To"),
        CutOff = row.Date("Cut-off"),
        Source = row.Text("Source"),
        NotAvailableBecause = row.Text("Not available because"),
        PlannedBy = row.Date("Planned by"),
    };

    static List<FigureRow> RowsOf(SpreadsheetDocument spreadsheet, string name)
    {
        var book = spreadsheet.WorkbookPart ?? throw new InvalidDataException("its statistics are no workbook.");
        var sheet = book.Workbook?.Sheets?.Elements<Sheet>().FirstOrDefault(sheet => sheet.Name?.Value == name);
        if (sheet?.Id?.Value is not { } id || book.GetPartById(id) is not WorksheetPart { Worksheet: { } worksheet })
            throw new InvalidDataException($"its statistics have no sheet '{name}'.");

        var rows = worksheet.Descendants<Row>().Select(row => row.Elements<Cell>().ToList()).ToList();
        var columns = (rows.FirstOrDefault() ?? []).Select(FigureRow.TextOf).ToList();
        return [.. rows.Skip(1).Select(cells => new FigureRow(columns, cells))];
    }
}

/// <summary>A row of the sheet, by the titles of its columns. Every row has a cell for every column.</summary>
sealed class FigureRow(IReadOnlyList<string?> columns, IReadOnlyList<Cell> cells)
{
    public string Needed(string column) => Text(column) ?? throw new InvalidDataException($"its statistics have a row without '{column}'.");

    public string? Text(string column) => TextOf(CellOf(column));

    public decimal? Number(string column) => CellOf(column).CellValue is { } value ? decimal.Parse(value.Text, NumberStyles.Float, CultureInfo.InvariantCulture) : null;

    public DateOnly? Date(string column) => Number(column) is { } days ? DateOnly.FromDateTime(DateTime.FromOADate((double)days)) : null;

    Cell CellOf(string column)
    {
        for (var index = 0; index < columns.Count; index++)
        {
            if (columns[index] == column && index < cells.Count)
                return cells[index];
        }

        throw new InvalidDataException($"its statistics have no column '{column}'.");
    }

    public static string? TextOf(Cell cell) => cell.InlineString?.Text?.Text is { Length: > 0 } text ? text.Replace("_x005F_", "_", StringComparison.Ordinal) : null;
}
