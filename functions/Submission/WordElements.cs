using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Wordprocessing;

namespace Assessment.Submission;

/// <summary>The few kinds of paragraph, run and table that the document is made of.</summary>
static class WordElements
{
    /// <summary>The width of the text in twentieths of a point: A4 less 1.8 cm on either side.</summary>
    public const int TextWidth = 9864;

    public static Paragraph Paragraph(string style, params ReadOnlySpan<OpenXmlElement> runs) =>
        new([new ParagraphProperties(new ParagraphStyleId { Val = style }), .. runs]);

    public static Paragraph Paragraph(string style, string text) => Paragraph(style, Run(text));

    /// <summary>A paragraph for each line of a text that somebody wrote; empty lines are left out.</summary>
    public static IEnumerable<Paragraph> Paragraphs(string style, string? text) => Shown.Clean(text)
        .Split(['\n', '\r'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Select(line => Paragraph(style, line));

    public static Run Run(string text, string? style = null)
    {
        var run = new Run();
        if (style is not null)
            run.Append(new RunProperties(new RunStyle { Val = style }));

        var first = true;
        foreach (var part in Shown.Clean(text).ReplaceLineEndings(" ").Split('\t'))
        {
            if (!first)
                run.Append(new TabChar());

            first = false;
            run.Append(new Text(part) { Space = SpaceProcessingModeValues.Preserve });
        }

        return run;
    }

    public static Hyperlink Link(string bookmark, string text) => new(Run(text, "Hyperlink")) { Anchor = bookmark, History = true };

    /// <summary>A line of a table of contents: the heading, a tab, its page.</summary>
    public static Hyperlink PageLink(string bookmark, string text) =>
        new([Run(text), new Run(new TabChar()), .. FieldStart($"PAGEREF {bookmark} \\h"), Run(""), FieldEnd()]) { Anchor = bookmark, History = true };

    /// <summary>Runs between the two ends of a bookmark.</summary>
    public static IEnumerable<OpenXmlElement> Bookmarked(string name, int id, params ReadOnlySpan<OpenXmlElement> runs)
    {
        var number = id.ToString(CultureInfo.InvariantCulture);
        return [new BookmarkStart { Name = name, Id = number }, .. runs, new BookmarkEnd { Id = number }];
    }

    /// <summary>A field with what it shows until it is updated: PAGE, NUMPAGES, SEQ.</summary>
    public static SimpleField Field(string instruction, string shown = "1") => new(Run(shown)) { Instruction = $" {instruction} " };

    public static IEnumerable<Run> FieldStart(string instruction) =>
    [
        new(new FieldChar { FieldCharType = FieldCharValues.Begin }),
        new(new FieldCode($" {instruction} ") { Space = SpaceProcessingModeValues.Preserve }),
        new(new FieldChar { FieldCharType = FieldCharValues.Separate }),
    ];

    public static Run FieldEnd() => new(new FieldChar { FieldCharType = FieldCharValues.End });

    /// <summary>A table whose header row repeats on every page; a title that starts with > stands right, with ^ in the middle.</summary>
    public static Table Table(int[] widths, string[] header, IEnumerable<TableRow> rows) => Table("Register", widths, header, rows);

    public static Table Table(string style, int[] widths, string[] header, IEnumerable<TableRow> rows) => Table(style, widths, [Header(header), .. rows], header: true);

    /// <summary>Names and values without lines between the columns.</summary>
    public static Table Facts(IEnumerable<(string Name, string Value)> facts) => Table(
        "Plain", [2700, TextWidth - 2700], facts.Select(fact => Row([Cell(Run(fact.Name, "Quiet")), Cell(fact.Value)])), header: false);

    static Table Table(string style, int[] widths, IEnumerable<TableRow> rows, bool header) => new(
    [
        new TableProperties(
            new TableStyle { Val = style },
            new TableWidth { Width = widths.Sum().ToString(CultureInfo.InvariantCulture), Type = TableWidthUnitValues.Dxa },
            new TableLayout { Type = TableLayoutValues.Fixed },
            new TableLook { FirstRow = header, LastRow = false, FirstColumn = false, LastColumn = false, NoHorizontalBand = true, NoVerticalBand = true }),
        new TableGrid(widths.Select(width => new GridColumn { Width = width.ToString(CultureInfo.InvariantCulture) })),
        .. rows.Select(row => Widened(row, widths)),
    ]);

    public static TableRow Row(params IEnumerable<TableCell> cells) => new([new TableRowProperties(new CantSplit()), .. cells]);

    public static TableCell Cell(string text, string style = "Cell") => Cell(Paragraph(style, text));

    public static TableCell Cell(Run run) => Cell(Paragraph("Cell", run));

    /// <summary>A cell over several columns.</summary>
    public static TableCell Wide(int columns, params IEnumerable<Paragraph> paragraphs) =>
        new([new TableCellProperties(new GridSpan { Val = columns }), .. paragraphs]);

    public static TableCell Cell(params IEnumerable<Paragraph> paragraphs) => Wide(1, paragraphs);

    /// <summary>A row that is never the last on its page.</summary>
    public static TableRow WithNext(TableRow row)
    {
        foreach (var properties in row.Descendants<ParagraphProperties>())
            properties.KeepNext = new KeepNext();

        return row;
    }

    static TableRow Header(string[] titles) => WithNext(new(
    [
        new TableRowProperties(new CantSplit(), new TableHeader()),
        .. titles.Select(title => title[0] switch
        {
            '>' => Cell(title[1..], "CellRight"),
            '^' => Cell(title[1..], "CellMark"),
            _ => Cell(title),
        }),
    ]));

    static TableRow Widened(TableRow row, int[] widths)
    {
        var column = 0;
        foreach (var properties in row.Elements<TableCell>().Select(cell => cell.GetFirstChild<TableCellProperties>()!))
        {
            var span = properties.GridSpan?.Val?.Value ?? 1;
            var width = widths.Skip(column).Take(span).Sum();
            properties.TableCellWidth = new TableCellWidth { Width = width.ToString(CultureInfo.InvariantCulture), Type = TableWidthUnitValues.Dxa };
            if (span == 1)
                properties.GridSpan = null;

            column += span;
        }

        return row;
    }
}
