using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace Assessment.Evidence.PersonalData;

/// <summary>Reads a workbook as a stream of rows, the hidden ones too, and all that lies beside the cells.</summary>
sealed class WorkbookScan
{
    /// <summary>Rows are laid out this wide for headings and tables; what lies further right is read cell by cell.</summary>
    const int Widest = 512;

    readonly Findings findings;
    readonly HashSet<OpenXmlPart> known = [];
    readonly List<string> strings = [];
    readonly HashSet<int> used = [];

    WorkbookScan(Findings findings) => this.findings = findings;

    public static string? Scan(Stream content, Findings findings)
    {
        using var document = SpreadsheetDocument.Open(content, isEditable: false, new OpenSettings { AutoSave = false });
        if (document.WorkbookPart is not { Workbook: not null } workbook)
            return "The workbook has no sheets; ask for it again.";

        var scan = new WorkbookScan(findings);
        scan.ReadStrings(workbook);
        foreach (var sheet in workbook.Workbook.Descendants<Sheet>())
            scan.ReadSheet(workbook, sheet);

        scan.ReadRest(document, workbook);
        return OfficeParts.Embedded(document);
    }

    void ReadStrings(WorkbookPart workbook)
    {
        if (workbook.SharedStringTablePart is not { } part)
            return;

        known.Add(part);
        using var reader = OpenXmlReader.Create(part);
        while (reader.Read())
        {
            if (reader.ElementType == typeof(SharedStringItem) && reader.IsStartElement)
                strings.Add(reader.LoadCurrentElement()?.InnerText ?? "");
        }
    }

    void ReadSheet(WorkbookPart workbook, Sheet sheet)
    {
        var name = sheet.Name?.Value ?? "";
        var hidden = sheet.State is not null && sheet.State.Value != SheetStateValues.Visible;
        findings.Read(new Segment($"name of the sheet {name}", name));
        if (sheet.Id?.Value is not { } id || !workbook.TryGetPartById(id, out var part) || part is not WorksheetPart worksheet)
            return;

        known.Add(worksheet);
        ReadRows(worksheet, name, hidden);
        OfficeParts.ReadLinks(worksheet, $"{name} ", findings);
        ReadComments(worksheet, name);
    }

    void ReadRows(WorksheetPart worksheet, string name, bool hiddenSheet)
    {
        var hiddenColumns = new List<(uint From, uint To)>();
        var table = new TableReading(findings, name);
        using var reader = OpenXmlReader.Create(worksheet);
        var number = 0;
        while (!findings.IsFull && reader.Read())
        {
            if (!reader.IsStartElement)
                continue;

            if (reader.ElementType == typeof(Column) && reader.LoadCurrentElement() is Column { Hidden.Value: true } column)
                hiddenColumns.Add((column.Min?.Value ?? 0, column.Max?.Value ?? 0));
            else if (reader.ElementType == typeof(Row))
                number = ReadRow(reader, number, table, column => Place(column, hiddenColumns));
            else if (reader.ElementType == typeof(HeaderFooter))
                findings.Read(new Segment($"{name} header and footer", reader.LoadCurrentElement()?.InnerText ?? ""));
            else if (reader.ElementType == typeof(DataValidation))
                findings.Read(new Segment($"{name} data validation", reader.LoadCurrentElement() is DataValidation rule ? $"{rule.Prompt} {rule.Error} {rule.InnerText}" : ""));
        }

        (string Before, string After) Place(int column, List<(uint From, uint To)> hidden) =>
            ($"{name}!", hiddenSheet ? " (hidden sheet)" : hidden.Any(range => column + 1 >= range.From && column + 1 <= range.To) ? " (hidden column)" : "");
    }

    int ReadRow(OpenXmlReader reader, int last, TableReading table, Func<int, (string Before, string After)> place)
    {
        var attributes = reader.Attributes;
        var number = int.TryParse(attributes.FirstOrDefault(attribute => attribute.LocalName == "r").Value, NumberStyles.None, CultureInfo.InvariantCulture, out var given) ? given : last + 1;
        var hidden = attributes.FirstOrDefault(attribute => attribute.LocalName == "hidden").Value is "1" or "true";
        var row = new List<string>();
        if (reader.ReadFirstChild())
        {
            do
            {
                if (reader.ElementType == typeof(Cell) && reader.LoadCurrentElement() is Cell cell)
                    Place(cell, row, Where);
            }
            while (reader.ReadNextSibling());
        }

        table.Read(row, Where);
        return number;

        string Where(int column)
        {
            var (before, after) = place(column);
            return $"{before}{Cells.Name(column, number)}{(hidden && after.Length == 0 ? " (hidden row)" : after)}";
        }
    }

    void Place(Cell cell, List<string> row, Func<int, string> where)
    {
        var column = Cells.Column(cell.CellReference?.Value) is >= 0 and var given ? given : row.Count;
        var text = TextOf(cell);
        if (cell.CellFormula?.Text is { Length: > 5 } formula)
            findings.Read(new Segment($"{where(column)} formula", formula));

        if (column >= Widest || column < row.Count)
        {
            findings.Read(new Segment(where(column), text));
            return;
        }

        while (row.Count < column)
            row.Add("");

        row.Add(text);
    }

    string TextOf(Cell cell)
    {
        if (cell.DataType is { } type && type.Value == CellValues.InlineString)
            return cell.InlineString?.InnerText ?? "";

        var value = cell.CellValue?.Text ?? "";
        if (cell.DataType is { } shared && shared.Value == CellValues.SharedString)
            return int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < strings.Count ? Use(index) : "";

        return Plain(value);
    }

    /// <summary>Numbers as digits: 9.00101145678E11 is an identity card's.</summary>
    public static string Plain(string value) =>
        value.Contains('E', StringComparison.Ordinal) && decimal.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number.ToString(CultureInfo.InvariantCulture)
            : value;

    string Use(int index)
    {
        used.Add(index);
        return strings[index];
    }

    void ReadComments(WorksheetPart worksheet, string name)
    {
        if (worksheet.WorksheetCommentsPart is { Comments: { } comments } part)
        {
            known.Add(part);
            var authors = comments.Authors?.Elements<Author>().Select(author => author.Text).ToList() ?? [];
            foreach (var comment in comments.CommentList?.Elements<Comment>() ?? [])
                findings.Read(new Segment($"{name}!{comment.Reference} comment by {authors.ElementAtOrDefault((int)(comment.AuthorId?.Value ?? 0))}", comment.CommentText?.InnerText ?? ""));

            foreach (var author in authors)
                findings.ReadAuthor($"{name} author of comments", author);
        }
    }

    void ReadRest(SpreadsheetDocument document, WorkbookPart workbook)
    {
        for (var i = 0; i < strings.Count; i++)
        {
            if (!used.Contains(i))
                findings.Read(new Segment($"text {i + 1} that no cell shows", strings[i]));
        }

        OfficeParts.ReadProperties(document, findings);
        OfficeParts.ReadOthers(document, known, findings);
    }
}
