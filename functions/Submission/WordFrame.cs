using System.Text;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;
using static Assessment.Submission.WordElements;

namespace Assessment.Submission;

/// <summary>What every document of a round has around its text: styles, settings, running heads, properties, the page.</summary>
static class WordFrame
{
    /// <param name="hasContents">Whether a table of contents waits for its page numbers.</param>
    // Every part has a given relationship id: the SDK would otherwise make a random one.
    public static MainDocumentPart Begin(WordprocessingDocument document, string properties, Header header, Footer footer, string language = "en-GB", bool hasContents = false)
    {
        var main = document.AddMainDocumentPart();
        document.ChangeIdOfPart(main, "rId1");
        WriteXml(main.AddNewPart<StyleDefinitionsPart>("rId1"), WordStyles.Styles(language));
        WriteXml(main.AddNewPart<DocumentSettingsPart>("rId2"), WordStyles.Settings(language, hasContents));
        WriteXml(main.AddNewPart<NumberingDefinitionsPart>("rId3"), WordStyles.Numbering);
        main.AddNewPart<HeaderPart>("rId4").Header = header;
        main.AddNewPart<FooterPart>("rId5").Footer = footer;
        main.AddNewPart<HeaderPart>("rId6").Header = new Header(Paragraph("Header"));
        main.AddNewPart<FooterPart>("rId7").Footer = new Footer(Paragraph("Header"));
        WriteXml(document.AddNewPart<CoreFilePropertiesPart>("application/vnd.openxmlformats-package.core-properties+xml", "rId2"), properties);
        return main;
    }

    public static SectionProperties Section() => new(
        new HeaderReference { Type = HeaderFooterValues.Default, Id = "rId4" },
        new HeaderReference { Type = HeaderFooterValues.First, Id = "rId6" },
        new FooterReference { Type = HeaderFooterValues.Default, Id = "rId5" },
        new FooterReference { Type = HeaderFooterValues.First, Id = "rId7" },
        new PageSize { Width = 11906, Height = 16838 },
        new PageMargin { Top = 1304, Bottom = 1134, Left = 1021, Right = 1021, Header = 567, Footer = 510, Gutter = 0 },
        new TitlePage());

    static void WriteXml(OpenXmlPart part, string xml)
    {
        using var stream = part.GetStream(FileMode.Create);
        stream.Write(Encoding.UTF8.GetBytes(xml));
    }
}
