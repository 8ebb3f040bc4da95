using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Assessment.Cycle;
using Assessment.Mail;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Spreadsheet;

namespace Assessment.Evidence.Figures;

/// <summary>A column of the form: its id in the hidden row, the text of its header, and its width.</summary>
sealed record FormColumn(string Id, string Text, double Width);

/// <summary>What both sheets of the form have in common: hidden key column and id row, title, hints, protection.</summary>
sealed partial class FormSheet(IReadOnlyList<FormColumn> columns, Language language)
{
    const int MaxCellText = 32767;
    public const double LineHeight = 15;

    readonly SheetData data = new();
    uint rows;

    public uint Rows => rows;

    /// <summary>Title and hints on top, then the ids of the columns, hidden, and their headers.</summary>
    public void Open(FormMark mark, string title, IReadOnlyList<string> hints)
    {
        Add([Text(mark.ToString(), FormStyles.Plain), Text(title, FormStyles.Title)], 28);
        foreach (var hint in hints)
        {
            Add([Text("", FormStyles.Plain), Text(hint, FormStyles.Hint)], 17);
        }

        Add([.. columns.Select(column => Text(column.Id, FormStyles.Plain))]);
        data.Elements<Row>().Last().Hidden = true;
        Add([.. columns.Select((column, index) => index == 0 ? Text(FormLayout.HeaderKey, FormStyles.Plain) : Text(Texts.Fill(language, column.Text), FormStyles.Header))], 34);
    }

    /// <summary>Adds a row of cells, from the first column on, and says its number.</summary>
    public uint Add(IReadOnlyList<Cell> cells, double? height = null)
    {
        var row = new Row { RowIndex = ++rows };
        if (height is { } given)
        {
            row.Height = given;
            row.CustomHeight = true;
        }

        for (var column = 0; column < cells.Count; column++)
        {
            cells[column].CellReference = Reference(column, rows);
            row.Append(cells[column]);
        }

        data.Append(row);
        return rows;
    }

    public Worksheet Close(uint headerRow, int frozenColumns, IReadOnlyList<OpenXmlElement> afterProtection)
    {
        var corner = Reference(frozenColumns, headerRow + 1);
        var sheet = new Worksheet(
            new SheetDimension { Reference = $"A1:{Reference(columns.Count - 1, rows)}" },
            new SheetViews(new SheetView(
                new Pane { HorizontalSplit = frozenColumns, VerticalSplit = headerRow, TopLeftCell = corner, ActivePane = PaneValues.BottomRight, State = PaneStateValues.Frozen })
            {
                ShowGridLines = false,
                WorkbookViewId = 0,
            }),
            new SheetFormatProperties { DefaultRowHeight = LineHeight },
            new Columns(columns.Select((column, index) => new Column { Min = (uint)index + 1, Max = (uint)index + 1, Width = column.Width, CustomWidth = true, Hidden = index == 0 })),
            data,
            new SheetProtection { Sheet = true, Objects = true, Scenarios = true, FormatColumns = false, FormatRows = false })
        {
            SheetProperties = new SheetProperties(new PageSetupProperties { FitToPage = true }),
        };
        sheet.Append(afterProtection);
        sheet.Append(
            new PageMargins { Left = 0.4, Right = 0.4, Top = 0.5, Bottom = 0.5, Header = 0.3, Footer = 0.3 },
            new PageSetup { PaperSize = 9, Orientation = OrientationValues.Landscape, FitToWidth = 1, FitToHeight = 0 });
        return sheet;
    }

    /// <summary>The height of a row whose text is wrapped in a column, so that programs that do not measure show it whole.</summary>
    public static double HeightFor(double width, params string?[] texts) =>
        3 + LineHeight * Math.Clamp(texts.Max(text => (text ?? "").Split('\n').Sum(line => 1 + (int)(line.Length / width))), 1, 27);

    public int IndexOf(string id)
    {
        for (var index = 0; index < columns.Count; index++)
        {
            if (columns[index].Id == id)
                return index;
        }

        return -1;
    }

    public string Reference(string id, uint row) => Reference(IndexOf(id), row);

    public static Cell Text(string? text, uint style) => string.IsNullOrEmpty(text)
        ? new Cell { StyleIndex = style }
        : new Cell(new InlineString(new Text(CellText(text)) { Space = SpaceProcessingModeValues.Preserve })) { DataType = CellValues.InlineString, StyleIndex = style };

    public static Cell Number(decimal? number, uint style) => number is not { } value
        ? new Cell { StyleIndex = style }
        : new Cell(new CellValue(value.ToString("0.############################", CultureInfo.InvariantCulture))) { DataType = CellValues.Number, StyleIndex = style };

    static string Reference(int column, uint row) => ((char)('A' + column)).ToString() + row.ToString(CultureInfo.InvariantCulture);

    /// <summary>Excel reads _x0041_ as a letter, and XML has no control characters.</summary>
    static string CellText(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.ReplaceLineEndings("\n").EnumerateRunes())
            clean.Append(rune.Value is '\t' or '\n' or (>= ' ' and < 0xfffe) or >= 0x10000 ? rune.ToString() : "\ufffd");

        var escaped = Escape().Replace(clean.ToString(), "_x005F_");
        return escaped.Length <= MaxCellText ? escaped : escaped[..(MaxCellText - 2)] + "…";
    }

    [GeneratedRegex("_(?=x[0-9A-Fa-f]{4}_)")]
    private static partial Regex Escape();
}
