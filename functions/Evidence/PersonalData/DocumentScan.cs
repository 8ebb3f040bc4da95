using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;

namespace Assessment.Evidence.PersonalData;

/// <summary>Reads a Word document: what it shows, what it hides, who wrote it, and its tables as tables.</summary>
static class DocumentScan
{
    const int Widest = 128;

    public static string? Scan(Stream content, Findings findings)
    {
        using var document = WordprocessingDocument.Open(content, isEditable: false, new OpenSettings { AutoSave = false });
        if (document.MainDocumentPart is not { Document: not null } main)
            return "The document has no text part; ask for it again.";

        var known = new HashSet<OpenXmlPart>();
        foreach (var (name, part) in DocumentText.Parts(main))
        {
            known.Add(part);
            OfficeParts.ReadLinks(part, name, findings);
            if (part.RootElement is { } root)
                ReadPart(name, root, findings);
        }

        OfficeParts.ReadProperties(document, findings);
        OfficeParts.ReadOthers(document, known, findings);
        return OfficeParts.Embedded(document);
    }

    static void ReadPart(string name, OpenXmlElement root, Findings findings)
    {
        foreach (var piece in DocumentText.Pieces(name, root))
            findings.Read(piece.Segment);

        var number = 0;
        foreach (var table in root.Descendants<Table>())
            ReadTable($"{name}table {++number}, ", table, findings);

        foreach (var author in Authors(root).Where(author => author.Length > 0).Distinct().Order(StringComparer.Ordinal))
            findings.ReadAuthor($"{name}author of a comment or tracked change", author);
    }

    /// <summary>Small counts only: the text of the cells is read with the paragraphs.</summary>
    static void ReadTable(string name, Table table, Findings findings)
    {
        var small = new SmallCells(findings.Policy.SmallCellThreshold, table.PreviousSibling<Paragraph>()?.InnerText ?? "");
        var number = 0;
        foreach (var row in table.Elements<TableRow>())
        {
            number++;
            var cells = row.Elements<TableCell>().Take(Widest).Select(cell => cell.InnerText).ToList();
            foreach (var (column, what) in small.In(cells))
                findings.Add(TableReading.SmallCell(findings.Policy, $"{name}{Cells.Name(column, number)}", what, cells[column].Length));
        }
    }

    static IEnumerable<string> Authors(OpenXmlElement root) =>
        root.Descendants().SelectMany(element => element.HasAttributes ? element.GetAttributes() : []).Where(attribute => attribute.LocalName == "author").Select(attribute => attribute.Value ?? "");
}
