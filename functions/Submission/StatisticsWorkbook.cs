using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace Assessment.Submission;

/// <summary>Writes the statistical annex as a workbook with typed numbers and dates, the same bytes for the same content.</summary>
public static partial class StatisticsWorkbook
{
    const int MaxCellText = 32767;

    static readonly Column[] FigureColumns =
    [
        new("Recommendation", 18, "Code of the recommendation."),
        new("Indicator", 12, "Id of the indicator: the recommendation's code, a dot and a number."),
        new("Name", 46, "What the indicator counts."),
        new("Organisation", 16, "Who states the figure."),
        new("Value", 12, "The figure for the period; empty when it is not available."),
        new("Unit", 18, "What one of the value is: persons, cases, days, RM."),
        new("From", 12, "First day of the period that the value covers."),
        new("To", 12, "Last day of the period that the value covers."),
        new("Cut-off", 12, "The day on which the source was read; later changes to the source are not in the value."),
        new("Source", 34, "The register or system that the value comes from."),
        new("Last year", 12, "The value of the same indicator in the previous year, as recorded in the plan."),
        new("Change", 12, "Value minus last year; empty when either is not known, or when several organisations state the indicator."),
        new("Not available because", 44, "Why there is no value."),
        new("Planned by", 12, "When the value is planned to be available."),
        new("Stands", 12, "No for a value that was set aside, because another organisation states another one that stands."),
        new("Note", 60, "Where organisations state different values: what each states, and what was decided."),
    ];

    static readonly Column[] PartColumns =
    [
        new("Recommendation", 18, "Code of the recommendation."),
        new("Indicator", 12, "Id of the indicator."),
        new("Name", 46, "What the indicator counts."),
        new("Organisation", 16, "Who states the figure."),
        new("Part", 34, "One part of a figure that is broken down: by sex, age, form of exploitation."),
        new("Value", 12, "The value of the part."),
        new("Unit", 18, "What one of the value is."),
    ];

    static readonly Column[] DefinitionColumns = [new("Sheet", 14, ""), new("Column or indicator", 30, ""), new("Meaning", 120, "")];

    public static async Task Write(SubmissionContent content, Stream output)
    {
        using var written = new MemoryStream();
        using (var document = SpreadsheetDocument.Create(written, SpreadsheetDocumentType.Workbook, autoSave: false))
            Fill(document, content);

        await OfficePackage.Repack(written, output);
    }

    // Every part has a given relationship id: the SDK would otherwise make a random one.
    static void Fill(SpreadsheetDocument document, SubmissionContent content)
    {
        var workbook = document.AddWorkbookPart();
        document.ChangeIdOfPart(workbook, "rId1");
        (string Name, Worksheet Sheet)[] sheets =
        [
            ("Figures", SheetOf(FigureColumns, content.Recommendations.SelectMany(FigureRows))),
            ("Parts", SheetOf(PartColumns, content.Recommendations.SelectMany(PartRows))),
            ("Definitions", SheetOf(DefinitionColumns, Definitions(content))),
        ];
        for (var index = 0; index < sheets.Length; index++)
            workbook.AddNewPart<WorksheetPart>(IdOf(index)).Worksheet = sheets[index].Sheet;

        workbook.AddNewPart<WorkbookStylesPart>("rId9").Stylesheet = CellStyles.Sheet;
        workbook.Workbook = new Workbook(
            new BookViews(new WorkbookView()),
            new Sheets(sheets.Select((sheet, index) => new Sheet { Name = sheet.Name, SheetId = (uint)index + 1, Id = IdOf(index) })));
        var core = document.AddNewPart<CoreFilePropertiesPart>("application/vnd.openxmlformats-package.core-properties+xml", "rId2");
        using (var stream = core.GetStream(FileMode.Create))
            stream.Write(Encoding.UTF8.GetBytes(CoreProperties.Of(content, $"{content.CycleTitle}: statistics")));

        document.Save();
    }

    static string IdOf(int sheet) => $"rId{sheet + 1}";

    static IEnumerable<Cell[]> FigureRows(SubmittedRecommendation recommendation) => recommendation.Figures.Select(figure => new[]
    {
        Text(recommendation.Code), Text(figure.Indicator), Text(figure.Name), Text(figure.Organisation),
        Number(figure.Figure.Value), Text(figure.Figure.Unit), Date(figure.Figure.From), Date(figure.Figure.To), Date(figure.Figure.CutOff), Text(figure.Figure.Source),
        Number(figure.LastYear), Number(Shown.Change(figure)),
        Text(figure.Figure.Value is null ? figure.Figure.NotAvailableBecause : null), Date(figure.Figure.Value is null ? figure.Figure.PlannedBy : null),
        Text(figure.Stands ? "yes" : "no"), Text(figure.Note),
    });

    static IEnumerable<Cell[]> PartRows(SubmittedRecommendation recommendation) => recommendation.Figures.SelectMany(figure => figure.Figure.Parts.Select(part => new[]
    {
        Text(recommendation.Code), Text(figure.Indicator), Text(figure.Name), Text(figure.Organisation), Text(part.Label), Number(part.Value), Text(figure.Figure.Unit),
    }));

    static IEnumerable<Cell[]> Definitions(SubmissionContent content)
    {
        yield return Definition("All", "Submission", $"{content.CycleTitle}, {content.RoundTitle}, version {content.Version}, {Shown.Day(content.From)} to {Shown.Day(content.To)}");
        if (content.Illustrative)
            yield return Definition("All", "Illustrative sample", "Every figure in this workbook is invented.");

        foreach (var column in FigureColumns)
            yield return Definition("Figures", column.Title, column.Meaning);

        foreach (var column in PartColumns)
            yield return Definition("Parts", column.Title, column.Meaning);

        var indicators = content.Recommendations.SelectMany(recommendation => recommendation.Figures).DistinctBy(figure => figure.Indicator, StringComparer.Ordinal);
        foreach (var indicator in indicators)
            yield return Definition("Indicators", indicator.Indicator, indicator.Name + (indicator.Figure.Unit is { } unit ? $" (unit: {unit})" : "") + (indicator.Definition is { } meaning ? $". {meaning}" : ""));
    }

    static Cell[] Definition(string sheet, string column, string meaning) => [Text(sheet), Text(column), Text(meaning)];

    /// <summary>A sheet with a frozen header row, a filter on it, and a width for each column.</summary>
    static Worksheet SheetOf(Column[] columns, IEnumerable<Cell[]> rows)
    {
        var data = new SheetData(new Row(columns.Select(column => Text(column.Title, CellStyles.Header))) { RowIndex = 1 });
        var count = 1u;
        foreach (var cells in rows)
            data.Append(new Row(cells) { RowIndex = ++count });

        foreach (var row in data.Elements<Row>())
            Address(row);

        var last = ColumnName(columns.Length - 1);
        return new Worksheet(
            new SheetDimension { Reference = $"A1:{last}{count}" },
            new SheetViews(new SheetView(
                new Pane { VerticalSplit = 1, TopLeftCell = "A2", ActivePane = PaneValues.BottomLeft, State = PaneStateValues.Frozen })
            { WorkbookViewId = 0 }),
            new Columns(columns.Select((column, index) => new DocumentFormat.OpenXml.Spreadsheet.Column
            {
                Min = (uint)index + 1,
                Max = (uint)index + 1,
                Width = column.Width,
                CustomWidth = true,
            })),
            data,
            new AutoFilter { Reference = $"A1:{last}{count}" },
            new PageMargins { Left = 0.5, Right = 0.5, Top = 0.6, Bottom = 0.6, Header = 0.3, Footer = 0.3 },
            new PageSetup { PaperSize = 9, Orientation = OrientationValues.Landscape, FitToWidth = 1, FitToHeight = 0 })
        {
            SheetProperties = new SheetProperties(new PageSetupProperties { FitToPage = true }),
        };
    }

    static void Address(Row row)
    {
        var column = 0;
        foreach (var cell in row.Elements<Cell>())
            cell.CellReference = ColumnName(column++) + row.RowIndex!.Value.ToString(CultureInfo.InvariantCulture);
    }

    static string ColumnName(int index) => ((char)('A' + index)).ToString();

    static Cell Text(string? text, uint style = CellStyles.Text) => string.IsNullOrEmpty(text)
        ? new Cell { StyleIndex = style }
        : new Cell(new InlineString(new Text(CellText(text)) { Space = SpaceProcessingModeValues.Preserve })) { DataType = CellValues.InlineString, StyleIndex = style };

    /// <summary>Excel reads _x0041_ as a letter, and no more than 32,767 of them.</summary>
    static string CellText(string text)
    {
        var escaped = Escape().Replace(Shown.Clean(text), "_x005F_");
        return escaped.Length <= MaxCellText ? escaped : Shown.Clean(escaped[..(MaxCellText - 1)]) + "…";
    }

    [GeneratedRegex("_(?=x[0-9A-Fa-f]{4}_)")]
    private static partial Regex Escape();

    static Cell Number(decimal? number) => number is not { } value
        ? new Cell { StyleIndex = CellStyles.Whole }
        : new Cell(new CellValue(value.ToString("0.############################", CultureInfo.InvariantCulture)))
        {
            DataType = CellValues.Number,
            StyleIndex = decimal.IsInteger(value) ? CellStyles.Whole : CellStyles.Fraction,
        };

    static Cell Date(DateOnly? day) => day is not { } date
        ? new Cell { StyleIndex = CellStyles.Date }
        : new Cell(new CellValue(date.ToDateTime(TimeOnly.MinValue).ToOADate().ToString(CultureInfo.InvariantCulture)))
        {
            DataType = CellValues.Number,
            StyleIndex = CellStyles.Date,
        };

    sealed record Column(string Title, double Width, string Meaning);

    /// <summary>The formats of cells, by their index in the style sheet.</summary>
    static class CellStyles
    {
        public const uint Text = 1;
        public const uint Header = 2;
        public const uint Whole = 3;
        public const uint Fraction = 4;
        public const uint Date = 5;

        public static Stylesheet Sheet => new(
            new NumberingFormats(new NumberingFormat { NumberFormatId = 164, FormatCode = "yyyy-mm-dd" }) { Count = 1 },
            new Fonts(FontOf("FF000000", bold: false), FontOf("FF1F3864", bold: true)) { Count = 2 },
            new Fills(
                new Fill(new PatternFill { PatternType = PatternValues.None }),
                new Fill(new PatternFill { PatternType = PatternValues.Gray125 }),
                new Fill(new PatternFill(new ForegroundColor { Rgb = "FFEAEFF7" }) { PatternType = PatternValues.Solid }))
            { Count = 3 },
            new Borders(
                new Border(new LeftBorder(), new RightBorder(), new TopBorder(), new BottomBorder(), new DiagonalBorder()),
                new Border(
                    new LeftBorder(), new RightBorder(), new TopBorder(), new BottomBorder(new Color { Rgb = "FF1F3864" }) { Style = BorderStyleValues.Thin }, new DiagonalBorder()))
            { Count = 2 },
            new CellStyleFormats(new CellFormat { NumberFormatId = 0, FontId = 0, FillId = 0, BorderId = 0 }) { Count = 1 },
            new CellFormats(
                new CellFormat { NumberFormatId = 0, FontId = 0, FillId = 0, BorderId = 0, FormatId = 0 },
                FormatOf(0, new Alignment { Vertical = VerticalAlignmentValues.Top, Horizontal = HorizontalAlignmentValues.Left, Indent = 1, WrapText = true }),
                new CellFormat(new Alignment { Vertical = VerticalAlignmentValues.Center, Horizontal = HorizontalAlignmentValues.Left, Indent = 1, WrapText = true })
                {
                    NumberFormatId = 0,
                    FontId = 1,
                    FillId = 2,
                    BorderId = 1,
                    FormatId = 0,
                    ApplyFont = true,
                    ApplyFill = true,
                    ApplyBorder = true,
                    ApplyAlignment = true,
                },
                FormatOf(3, new Alignment { Vertical = VerticalAlignmentValues.Top }),
                FormatOf(0, new Alignment { Vertical = VerticalAlignmentValues.Top }),
                FormatOf(164, new Alignment { Vertical = VerticalAlignmentValues.Top, Horizontal = HorizontalAlignmentValues.Right }))
            { Count = 6 },
            new DocumentFormat.OpenXml.Spreadsheet.CellStyles(new CellStyle { Name = "Normal", FormatId = 0, BuiltinId = 0 }) { Count = 1 });

        static Font FontOf(string color, bool bold) => new(
        [
            .. bold ? [new Bold()] : Array.Empty<OpenXmlElement>(),
            new FontSize { Val = 11 }, new Color { Rgb = color }, new FontName { Val = "Calibri" },
        ]);

        static CellFormat FormatOf(uint number, Alignment alignment) => new(alignment)
        {
            NumberFormatId = number,
            FontId = 0,
            FillId = 0,
            BorderId = 0,
            FormatId = 0,
            ApplyNumberFormat = true,
            ApplyFont = true,
            ApplyAlignment = true,
        };
    }
}
