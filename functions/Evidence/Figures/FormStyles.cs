using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Spreadsheet;

namespace Assessment.Evidence.Figures;

/// <summary>How the cells of the form look; answer cells are white and open, everything else is protected.</summary>
static class FormStyles
{
    public const uint Plain = 0;
    public const uint Title = 1;
    public const uint Hint = 2;
    public const uint Header = 3;
    public const uint Item = 4;
    public const uint Label = 5;
    public const uint PartLabel = 6;
    public const uint Known = 7;
    public const uint AnswerNumber = 8;
    public const uint AnswerDate = 9;
    public const uint AnswerText = 10;
    public const uint Closed = 11;

    const uint DateFormat = 164;
    const uint NumberFormat = 165;

    public static Stylesheet Sheet => new(
        new NumberingFormats(
            new NumberingFormat { NumberFormatId = DateFormat, FormatCode = "yyyy-mm-dd" },
            new NumberingFormat { NumberFormatId = NumberFormat, FormatCode = "#,##0.##########" })
        { Count = 2 },
        new Fonts(
            FontOf("FF000000", 10.5), FontOf("FF1F3864", 16, bold: true), FontOf("FF44546A", 10.5), FontOf("FFFFFFFF", 10.5, bold: true),
            FontOf("FF1F3864", 11, bold: true), FontOf("FF595959", 10.5))
        { Count = 6 },
        new Fills(
            new Fill(new PatternFill { PatternType = PatternValues.None }),
            new Fill(new PatternFill { PatternType = PatternValues.Gray125 }),
            FillOf("FF1F3864"), FillOf("FFDCE6F2"), FillOf("FFF2F2F2"), FillOf("FFFFFFFF"))
        { Count = 6 },
        new Borders(
            new Border(new LeftBorder(), new RightBorder(), new TopBorder(), new BottomBorder(), new DiagonalBorder()),
            Grid())
        { Count = 2 },
        new CellStyleFormats(new CellFormat { NumberFormatId = 0, FontId = 0, FillId = 0, BorderId = 0 }) { Count = 1 },
        new CellFormats(
            FormatOf(font: 0, fill: 0, border: 0),
            FormatOf(font: 1, fill: 0, border: 0, middle: true),
            FormatOf(font: 2, fill: 0, border: 0, middle: true),
            FormatOf(font: 3, fill: 2, border: 1, wrap: true, middle: true, indent: 1),
            FormatOf(font: 4, fill: 3, border: 0, middle: true),
            FormatOf(font: 0, fill: 4, border: 1, wrap: true, indent: 1),
            FormatOf(font: 5, fill: 4, border: 1, wrap: true, indent: 2),
            FormatOf(font: 5, fill: 4, border: 1, number: NumberFormat),
            FormatOf(font: 0, fill: 5, border: 1, number: NumberFormat, open: true),
            FormatOf(font: 0, fill: 5, border: 1, number: DateFormat, open: true),
            FormatOf(font: 0, fill: 5, border: 1, wrap: true, open: true),
            FormatOf(font: 5, fill: 4, border: 1))
        { Count = 12 },
        new CellStyles(new CellStyle { Name = "Normal", FormatId = 0, BuiltinId = 0 }) { Count = 1 },
        new DifferentialFormats(new DifferentialFormat(new Fill(new PatternFill(new BackgroundColor { Rgb = "FFFCE4D6" }) { PatternType = PatternValues.Solid }))) { Count = 1 });

    static Font FontOf(string color, double size, bool bold = false) => new(
    [
        .. bold ? [new Bold()] : Array.Empty<OpenXmlElement>(),
        new FontSize { Val = size }, new Color { Rgb = color }, new FontName { Val = "Calibri" },
    ]);

    static Fill FillOf(string color) => new(new PatternFill(new ForegroundColor { Rgb = color }) { PatternType = PatternValues.Solid });

    static Border Grid()
    {
        const string line = "FFBFBFBF";
        return new Border(
            new LeftBorder(new Color { Rgb = line }) { Style = BorderStyleValues.Thin },
            new RightBorder(new Color { Rgb = line }) { Style = BorderStyleValues.Thin },
            new TopBorder(new Color { Rgb = line }) { Style = BorderStyleValues.Thin },
            new BottomBorder(new Color { Rgb = line }) { Style = BorderStyleValues.Thin },
            new DiagonalBorder());
    }

    static CellFormat FormatOf(uint font, uint fill, uint border, uint number = 0, bool wrap = false, bool middle = false, uint indent = 0, bool open = false)
    {
        var alignment = new Alignment { Vertical = middle ? VerticalAlignmentValues.Center : VerticalAlignmentValues.Top };
        if (wrap)
            alignment.WrapText = true;

        if (indent > 0)
        {
            alignment.Horizontal = HorizontalAlignmentValues.Left;
            alignment.Indent = indent;
        }

        return new CellFormat(alignment, new Protection { Locked = !open })
        {
            NumberFormatId = number,
            FontId = font,
            FillId = fill,
            BorderId = border,
            FormatId = 0,
            ApplyNumberFormat = true,
            ApplyFont = true,
            ApplyFill = true,
            ApplyBorder = true,
            ApplyAlignment = true,
            ApplyProtection = true,
        };
    }
}
