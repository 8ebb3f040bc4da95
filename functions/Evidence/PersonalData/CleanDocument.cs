using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;

namespace Assessment.Evidence.PersonalData;

/// <summary>A Word document without its findings, comments, hidden text, tracked changes (accepted) and metadata.</summary>
static class CleanDocument
{
    /// <summary>Elements that keep what something looked like before a tracked change, or mark where it was moved from.</summary>
    static readonly string[] Marks =
    [
        "rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "trPrChange", "tcPrChange", "tblGridChange", "tblPrExChange", "numberingChange", "moveFromRangeStart", "moveFromRangeEnd",
        "moveToRangeStart", "moveToRangeEnd", "cellIns", "cellMerge", "commentRangeStart", "commentRangeEnd", "commentReference", "customXmlInsRangeStart", "customXmlInsRangeEnd",
        "customXmlDelRangeStart", "customXmlDelRangeEnd", "customXmlMoveFromRangeStart", "customXmlMoveFromRangeEnd", "customXmlMoveToRangeStart", "customXmlMoveToRangeEnd",
    ];

    public static List<string> Clean(Stream package, IReadOnlyList<Finding> findings)
    {
        using var document = WordprocessingDocument.Open(package, isEditable: true);
        var main = document.MainDocumentPart!;
        var overwritten = 0;
        foreach (var (name, part) in DocumentText.Parts(main).ToList())
        {
            if (part.RootElement is not { } root)
                continue;

            overwritten += Overwrite(name, part, root, findings);
            ResolveChanges(root);
            RemoveHidden(root);
        }

        RemoveComments(main);
        main.DocumentSettingsPart?.Settings?.RemoveAllChildren<DocumentVariables>();
        main.DocumentSettingsPart?.Settings?.RemoveAllChildren<TrackRevisions>();
        CleanPackage.RemoveMetadata(document, main);
        return [Redaction.Overwritten(overwritten), "Comments, hidden text and metadata removed.", "Tracked changes accepted: what was deleted is gone."];
    }

    static int Overwrite(string name, OpenXmlPart part, OpenXmlElement root, IReadOnlyList<Finding> findings)
    {
        var places = findings.ToLookup(finding => finding.Where, StringComparer.Ordinal);
        var count = 0;
        foreach (var piece in DocumentText.Pieces(name, root).ToList())
        {
            foreach (var finding in places[piece.Segment.Where].OrderByDescending(finding => finding.Offset))
            {
                DocumentText.Overwrite(piece, finding.Offset, finding.Length, Redaction.Block);
                count++;
            }
        }

        return count + OverwriteCells(name, root, places) + Unlink(name, part, root, places);
    }

    static int OverwriteCells(string name, OpenXmlElement root, ILookup<string, Finding> places)
    {
        var count = 0;
        foreach (var (table, number) in root.Descendants<Table>().Select((table, i) => (table, i + 1)).ToList())
        {
            foreach (var cell in table.Elements<TableRow>().SelectMany(row => row.Elements<TableCell>()).Where(cell => places.Contains($"{name}table {number}, {DocumentText.NameOf(cell)}")))
            {
                var texts = cell.Descendants<Text>().ToList();
                texts.ForEach(text => text.Text = text == texts[0] ? Redaction.Block : "");
                count++;
            }
        }

        return count;
    }

    /// <summary>Links that lead to a person become plain text.</summary>
    static int Unlink(string name, OpenXmlPart part, OpenXmlElement root, ILookup<string, Finding> places)
    {
        var links = part.HyperlinkRelationships.Where(link => places.Contains($"{name}link {link.Id}")).ToList();
        foreach (var link in links)
        {
            foreach (var element in root.Descendants<Hyperlink>().Where(element => element.Id?.Value == link.Id).ToList())
                Unwrap(element);

            part.DeleteReferenceRelationship(link);
        }

        return links.Count;
    }

    static void ResolveChanges(OpenXmlElement root)
    {
        foreach (var element in root.Descendants().Where(element => element is Deleted or MoveFrom && element.Parent is ParagraphMarkRunProperties).ToList())
            element.Remove();

        foreach (var row in root.Descendants<TableRow>().Where(row => row.TableRowProperties?.GetFirstChild<Deleted>() is not null).ToList())
            row.Remove();

        foreach (var element in root.Descendants().Where(element => element is DeletedRun or MoveFromRun).ToList())
            element.Remove();

        foreach (var element in root.Descendants().Where(element => element is InsertedRun or MoveToRun).ToList())
            Unwrap(element);

        foreach (var element in root.Descendants().Where(element => element is Inserted or MoveTo || Marks.Contains(element.LocalName)).ToList())
            element.Remove();
    }

    static void RemoveHidden(OpenXmlElement root)
    {
        foreach (var run in root.Descendants<Run>().Where(run => run.RunProperties?.Vanish is { } vanish && (vanish.Val?.Value ?? true)).ToList())
            run.Remove();

        foreach (var vanish in root.Descendants<Vanish>().ToList())
            vanish.Remove();
    }

    static void RemoveComments(MainDocumentPart main)
    {
        CleanPackage.Delete<WordprocessingCommentsPart>(main);
        CleanPackage.Delete<WordprocessingCommentsExPart>(main);
        CleanPackage.Delete<WordprocessingCommentsIdsPart>(main);
        CleanPackage.Delete<WordCommentsExtensiblePart>(main);
        CleanPackage.Delete<WordprocessingPeoplePart>(main);
    }

    static void Unwrap(OpenXmlElement element)
    {
        foreach (var child in element.ChildElements.ToList())
        {
            child.Remove();
            element.InsertBeforeSelf(child);
        }

        element.Remove();
    }
}
