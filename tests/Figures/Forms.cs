using Assessment.Cycle;
using Assessment.Evidence;
using Assessment.Evidence.Figures;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace Assessment.Tests.Figures;

/// <summary>Forms as they are written, filled in and sent back; every value is invented.</summary>
static class Forms
{
    public static Indicator Screened { get; } = new() { Id = "R01.1", Name = "Potential victims screened", Unit = "persons", Disaggregation = ["sex", "form"], LastYear = 512 };

    public static Indicator Granted { get; } = new() { Id = "R01.3", Name = "Protection orders granted", Unit = "orders", LastYear = 176 };

    public static Indicator Inspections { get; } = new() { Id = "R04.1", Name = "Sector inspections", Unit = "inspections", Disaggregation = ["sector"], LastYear = 342 };

    public static FormRequest Request(string call = "my-tip-2025-annual-pdrm") => new()
    {
        CallId = call,
        CycleTitle = "Malaysia, Trafficking in Persons Report 2025",
        RoundTitle = "Annual data call",
        CoversFrom = new DateOnly(2024, 4, 1),
        CoversTo = new DateOnly(2025, 3, 31),
        OrganisationName = "Royal Malaysia Police",
        Items =
        [
            new FormItem("R01", "Identify victims proactively, using the standard procedures nationwide, also in Sabah and Sarawak and during raids.", [Screened, Granted])
            {
                LastAnswer = "Two circulars were issued, and all contingents were trained on the screening form.",
            },
            new FormItem("R04", "Pursue labour traffickers in palm oil and disposable gloves through criminal cases.", [Inspections]),
            new FormItem("R06", "Manage cases better and keep victims informed.", []),
        ],
    };

    public static async Task<byte[]> Written(FormRequest request, Language language = Language.En)
    {
        using var stream = new MemoryStream();
        await FigureForm.Write(request, language, stream);
        return stream.ToArray();
    }

    /// <summary>A form in which cells, found by key and column, hold what somebody wrote.</summary>
    public static async Task<byte[]> Filled(Language language, params (string Key, string Column, object Value)[] answers) =>
        Changed(await Written(Request(), language), document =>
        {
            foreach (var (key, column, value) in answers)
                Set(CellAt(document, key, column), value);
        });

    public static byte[] Changed(byte[] form, Action<SpreadsheetDocument> change)
    {
        using var stream = new MemoryStream();
        stream.Write(form);
        using (var document = SpreadsheetDocument.Open(stream, isEditable: true))
            change(document);

        return stream.ToArray();
    }

    public static async Task<FormReading> Read(byte[] form, FormRequest? expected = null)
    {
        using var stream = new MemoryStream(form);
        return await FigureForm.Read(stream, expected ?? Request());
    }

    public static IEnumerable<Worksheet> Sheets(SpreadsheetDocument document) =>
        document.WorkbookPart!.Workbook!.Descendants<Sheet>().Select(sheet => ((WorksheetPart)document.WorkbookPart.GetPartById(sheet.Id!)).Worksheet!);

    public static Row RowOf(SpreadsheetDocument document, string key) => Sheets(document)
        .SelectMany(sheet => sheet.Descendants<Row>())
        .First(row => row.Elements<Cell>().FirstOrDefault()?.InnerText == key);

    public static Cell CellAt(SpreadsheetDocument document, string key, string column)
    {
        var row = RowOf(document, key);
        var ids = row.Parent!.Elements<Row>().First(other => other.Elements<Cell>().First().InnerText == "#key");
        return row.Elements<Cell>().ElementAt(ids.Elements<Cell>().ToList().FindIndex(cell => cell.InnerText == column));
    }

    public static void Set(Cell cell, object value)
    {
        cell.RemoveAllChildren();
        switch (value)
        {
            case string text:
                cell.DataType = CellValues.InlineString;
                cell.Append(new InlineString(new Text(text)));
                break;
            case DateOnly day:
                cell.DataType = CellValues.Number;
                cell.Append(new CellValue(day.DayNumber - new DateOnly(1899, 12, 30).DayNumber));
                break;
            case IReadOnlyList<OpenXmlElement> elements:
                cell.DataType = null;
                cell.Append(elements);
                break;
            default:
                cell.DataType = CellValues.Number;
                cell.Append(new CellValue(Convert.ToDecimal(value, System.Globalization.CultureInfo.InvariantCulture)));
                break;
        }
    }

    /// <summary>A figure in one line, so that a test sees all of it.</summary>
    public static string Shown(Figure figure) => string.Join("; ", new[]
    {
        $"{figure.Indicator} {figure.Value} {figure.Unit}",
        $"{figure.From:yyyy-MM-dd}..{figure.To:yyyy-MM-dd}",
        $"{figure.CutOff:yyyy-MM-dd}",
        figure.Source,
        string.Join(", ", figure.Parts.Select(part => $"{part.Label} {part.Value}")),
        figure.NotAvailableBecause,
        $"{figure.PlannedBy:yyyy-MM-dd}",
    }.Where(part => !string.IsNullOrEmpty(part) && part != ".."));

    public static string Shown(FormReading reading) => string.Join("\n",
    [
        .. reading.Items.SelectMany(item => new[]
        {
            item.Narrative is null ? null : $"{item.Code} answer: {item.Narrative}",
            item.NothingToReport is null ? null : $"{item.Code} nothing: {item.NothingToReport}",
            item.MoreTimeUntil is null ? null : $"{item.Code} until {item.MoreTimeUntil:yyyy-MM-dd}: {item.MoreTimeReason}",
        }.OfType<string>().Concat(item.Figures.Select(Shown))),
        .. reading.Remarks.Select(remark => $"! {remark}"),
    ]);
}
