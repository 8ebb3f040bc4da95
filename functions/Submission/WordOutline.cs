using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Wordprocessing;
using static Assessment.Submission.WordElements;

namespace Assessment.Submission;

/// <summary>The headings, captions and bookmarks of one document, numbered in the order in which they are written.</summary>
sealed class WordOutline
{
    readonly List<(int Level, string Text, string Bookmark)> headings = [];
    readonly bool eachOnNewPage;
    int ids;
    int tables;
    int figures;
    int sections;
    int annexes;

    /// <param name="eachOnNewPage">False for a short document, whose sections follow one another.</param>
    public WordOutline(bool eachOnNewPage = true) => this.eachOnNewPage = eachOnNewPage;

    public IReadOnlyList<(int Level, string Text, string Bookmark)> Headings => headings;

    public int NextId() => ++ids;

    /// <summary>1. Summary</summary>
    public Paragraph Section(string title) => Heading(1, $"{++sections}. {title}");

    /// <summary>Annex A. Statistics</summary>
    public Paragraph Annex(string title) => Heading(1, $"Annex {(char)('A' + annexes++)}. {title}");

    public Paragraph Heading(int level, string text, string? bookmark = null)
    {
        bookmark ??= BookmarkOf($"section {headings.Count + 1}");
        headings.Add((level, text, bookmark));
        var heading = Paragraph($"Heading{level}", [.. Bookmarked(bookmark, NextId(), Run(text))]);
        if (level == 1 && !eachOnNewPage && headings.Count > 1)
        {
            heading.ParagraphProperties!.PageBreakBefore = new PageBreakBefore { Val = false };
            heading.ParagraphProperties.SpacingBetweenLines = new SpacingBetweenLines { Before = "560", After = "160" };
        }

        return heading;
    }

    public Caption Table(string title) => new("Table", ++tables, title);

    public Caption Figure(string title) => new("Figure", ++figures, title);

    public Paragraph Write(Caption caption) => Paragraph(
        "Caption",
        [.. Bookmarked(caption.Bookmark, NextId(), Run($"{caption.Label} "), Field($"SEQ {caption.Label} \\* ARABIC", $"{caption.Number}")), Run($". {caption.Title}")]);

    /// <summary>A table below its caption, which is also what a screen reader says of it.</summary>
    public IEnumerable<OpenXmlElement> Captioned(Caption caption, Table table)
    {
        table.GetFirstChild<TableProperties>()!.Append(new TableCaption { Val = Shown.Clean(caption.Title) });
        return [Write(caption), table, Paragraph("AfterTable", "")];
    }

    /// <summary>Word takes 40 letters, digits and underscores.</summary>
    public static string BookmarkOf(string name)
    {
        var bookmark = "b_" + string.Concat(name.Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '_'));
        return bookmark[..Math.Min(bookmark.Length, 40)];
    }
}

/// <summary>A numbered caption that text can refer to.</summary>
sealed record Caption(string Label, int Number, string Title)
{
    public string Bookmark => WordOutline.BookmarkOf($"{Label} {Number}");

    /// <summary>Table 3, as a cross reference.</summary>
    public IEnumerable<OpenXmlElement> Reference => [.. FieldStart($"REF {Bookmark} \\h"), Run($"{Label} {Number}"), FieldEnd()];
}
