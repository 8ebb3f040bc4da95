using System.Text;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;

namespace Assessment.Evidence.PersonalData;

/// <summary>One piece of a document with the leaves of the tree that its text comes from.</summary>
sealed record DocumentPiece(Segment Segment, IReadOnlyList<OpenXmlLeafTextElement> Leaves);

/// <summary>Walks through a Word document in the same order each time, so that what a search found can be found again to take it out.</summary>
static class DocumentText
{
    /// <summary>The parts with paragraphs, by the name that their places begin with.</summary>
    public static IEnumerable<(string Name, OpenXmlPart Part)> Parts(MainDocumentPart main)
    {
        yield return ("", main);
        foreach (var (part, number) in main.HeaderParts.OrderBy(Path, StringComparer.Ordinal).Select((part, i) => (part, i + 1)))
            yield return ($"header {number}, ", part);

        foreach (var (part, number) in main.FooterParts.OrderBy(Path, StringComparer.Ordinal).Select((part, i) => (part, i + 1)))
            yield return ($"footer {number}, ", part);

        if (main.FootnotesPart is { } footnotes)
            yield return ("footnotes, ", footnotes);

        if (main.EndnotesPart is { } endnotes)
            yield return ("endnotes, ", endnotes);

        if (main.WordprocessingCommentsPart is { } comments)
            yield return ("comments, ", comments);

        static string Path(OpenXmlPart part) => part.Uri.OriginalString;
    }

    public static IEnumerable<DocumentPiece> Pieces(string name, OpenXmlElement root)
    {
        var number = 0;
        foreach (var paragraph in root.Descendants<Paragraph>())
        {
            number++;
            var place = $"{name}paragraph {number}{InTable(paragraph)}{OfComment(paragraph)}";
            foreach (var piece in Pieces(place, paragraph))
                yield return piece;
        }
    }

    /// <summary>What a paragraph shows, what tracked changes have deleted from it, and the codes of its fields: three texts.</summary>
    static IEnumerable<DocumentPiece> Pieces(string place, Paragraph paragraph)
    {
        var own = paragraph.Descendants<OpenXmlLeafElement>().Where(leaf => leaf.Ancestors<Paragraph>().First() == paragraph).ToList();
        var heading = HeadingOf(paragraph);
        if (Piece(place + (own.Any(IsHidden) ? " (hidden text)" : ""), own.Where(leaf => leaf is Text or TabChar or Break or CarriageReturn or NoBreakHyphen && !IsDeleted(leaf)), heading) is { } shown)
            yield return shown;

        if (Piece($"{place} (deleted in a tracked change)", own.Where(leaf => leaf is DeletedText || (leaf is Text && IsDeleted(leaf))), heading) is { } deleted)
            yield return deleted;

        if (Piece($"{place} (field code)", own.Where(leaf => leaf is FieldCode or DeletedFieldCode), "") is { } code)
            yield return code;
    }

    static DocumentPiece? Piece(string where, IEnumerable<OpenXmlLeafElement> elements, string heading)
    {
        var text = new StringBuilder();
        var leaves = new List<OpenXmlLeafTextElement>();
        foreach (var element in elements)
        {
            if (element is OpenXmlLeafTextElement leaf)
            {
                leaves.Add(leaf);
                text.Append(leaf.Text);
            }
            else
            {
                // Tabs and line breaks count as one character, of a leaf that lies outside the tree.
                leaves.Add(new Text(element is NoBreakHyphen ? "-" : element is TabChar ? "\t" : "\n"));
                text.Append(leaves[^1].Text);
            }
        }

        return text.Length == 0 ? null : new DocumentPiece(new Segment(where, text.ToString(), heading), leaves);
    }

    /// <summary>Overwrites a stretch of a piece's text, whichever runs it is spread over.</summary>
    public static void Overwrite(DocumentPiece piece, int offset, int length, string replacement)
    {
        var start = 0;
        foreach (var leaf in piece.Leaves)
        {
            var text = leaf.Text;
            var from = Math.Max(offset, start) - start;
            var to = Math.Min(offset + length, start + text.Length) - start;
            start += text.Length;
            if (from >= to)
                continue;

            leaf.Text = text[..from] + replacement + text[to..];
            start += leaf.Text.Length - text.Length;
            (offset, length) = (start - leaf.Text.Length + from + replacement.Length, length - (to - from));
            replacement = "";
            if (length <= 0)
                return;
        }
    }

    static bool IsDeleted(OpenXmlElement element) => element.Ancestors().TakeWhile(ancestor => ancestor is not Paragraph).Any(ancestor => ancestor is DeletedRun or MoveFromRun);

    static bool IsHidden(OpenXmlElement leaf) => leaf is Text && leaf.Ancestors<Run>().FirstOrDefault()?.RunProperties?.Vanish is { } vanish && (vanish.Val?.Value ?? true);

    static string InTable(Paragraph paragraph) => paragraph.Ancestors<TableCell>().FirstOrDefault() is { } cell ? $" (table, {NameOf(cell)})" : "";

    static string OfComment(Paragraph paragraph) => paragraph.Ancestors<Comment>().FirstOrDefault() is { } comment ? $" (comment by {comment.Author?.Value})" : "";

    public static string NameOf(TableCell cell)
    {
        var row = cell.Ancestors<TableRow>().First();
        var column = row.Elements<TableCell>().TakeWhile(other => other != cell).Count();
        return Cells.Name(column, row.Parent is null ? 1 : row.Parent.Elements<TableRow>().TakeWhile(other => other != row).Count() + 1);
    }

    /// <summary>In a table, the label to the left or else the cell on top of the column.</summary>
    static string HeadingOf(Paragraph paragraph)
    {
        if (paragraph.Ancestors<TableCell>().FirstOrDefault() is not { } cell || cell.Parent is not TableRow row || !paragraph.InnerText.AsSpan().ContainsAnyInRange('0', '9'))
            return "";

        if (cell.PreviousSibling<TableCell>()?.InnerText is { Length: > 1 and < 60 } left && Labels.Of(left) != Label.None && !left.AsSpan().ContainsAnyInRange('0', '9'))
            return left;

        var column = row.Elements<TableCell>().TakeWhile(other => other != cell).Count();
        return row.Parent?.Elements<TableRow>().First().Elements<TableCell>().ElementAtOrDefault(column)?.InnerText ?? "";
    }
}
