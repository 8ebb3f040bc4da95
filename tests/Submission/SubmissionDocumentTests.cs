using Assessment.Register;
using Assessment.Submission;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using DocumentFormat.OpenXml.Wordprocessing;

namespace Assessment.Tests.Submission;

public class SubmissionDocumentTests
{
    static readonly LedgerHead Head = LedgerChain.Head(A.Ledger());

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_document_is_valid_with_and_without_content(bool full)
    {
        using var stream = await Written(full ? A.Submission() : A.Nothing());
        using var document = WordprocessingDocument.Open(stream, isEditable: false);

        Assert.Empty(Office.ErrorsOf(document));
    }

    [Fact]
    public async Task Control_characters_and_broken_surrogates_of_a_reply_do_not_break_the_document()
    {
        var content = A.Submission();
        var answer = A.Answer("PDRM", "Royal \ud800 Police", "first\u0000\u0001 line\r\nsecond\ttabbed & <b>bold</b> \udc00 end \ufffe");
        using var stream = await Written(content with { Recommendations = [content.Recommendations[0] with { Answers = [answer] }] });
        using var document = WordprocessingDocument.Open(stream, isEditable: false);

        Assert.Empty(Office.ErrorsOf(document));
        Assert.Contains("tabbed & <b>bold</b>", TextOf(document), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_document_says_what_was_done_what_is_missing_and_who_cleared_it()
    {
        using var stream = await Written(A.Submission());
        using var document = WordprocessingDocument.Open(stream, isEditable: false);
        var text = TextOf(document);

        string[] expected =
        [
            "Illustrative sample", "Terbuka (Open)", "1 Apr 2024 – 31 Mar 2025", "31 January 2025, 09:00 (UTC+08)",
            "5 of 7 answers asked for are included", "Partly answered", "Not answered", "Nothing to report",
            "On 12 June 2024 the screening procedure was issued", "Partner input", "not signed by a ministry",
            "1,412", "+225 (+19%)", "−9 (−4%)", "Of which: women 655; men 702; children 55",
            "Not available: the court registry does not record the date of charge. Planned by 30 Jun 2025.",
            "Department of Labour Sabah (JTK Sabah): no reply by 24 January 2025", "E-0003", "Depot totals Q3 2024.xlsx",
            "Datuk Aminah binti Yusof", "Endorsed by Chair of the Council on 24 January 2025, 09:00 (UTC+08)", Head.Hash, A.Submission().Gaps[1],
        ];
        Assert.All(expected, phrase => Assert.Contains(phrase, text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_submission_that_is_no_sample_does_not_call_itself_one()
    {
        using var stream = await Written(A.Submission(illustrative: false));
        using var document = WordprocessingDocument.Open(stream, isEditable: false);

        Assert.DoesNotContain("Illustrative", TextOf(document), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Headings_contents_repeated_header_rows_and_page_numbers_are_real()
    {
        using var stream = await Written(A.Submission());
        using var document = WordprocessingDocument.Open(stream, isEditable: false);
        var main = document.MainDocumentPart!;
        var body = main.Document!.Body!;

        Assert.Equal(8, body.Descendants<ParagraphStyleId>().Count(style => style.Val == "Heading1"));
        Assert.Equal(4 + 3, body.Descendants<ParagraphStyleId>().Count(style => style.Val == "Heading2"));
        Assert.Equal(body.Descendants<Table>().Count() - 1, body.Descendants<TableHeader>().Count());
        Assert.Contains(main.FooterParts.SelectMany(footer => footer.Footer!.Descendants<SimpleField>()), field => field.Instruction == " PAGE ");
        var bookmarks = body.Descendants<BookmarkStart>().Select(bookmark => bookmark.Name!.Value).ToHashSet();
        Assert.All(body.Descendants<Hyperlink>(), link => Assert.Contains(link.Anchor!.Value, bookmarks));
        Assert.Equal(
            body.Descendants<Paragraph>().Where(paragraph => paragraph.ParagraphProperties?.ParagraphStyleId?.Val?.Value is "Heading1" or "Heading2").Select(heading => $" PAGEREF {heading.GetFirstChild<BookmarkStart>()!.Name!.Value} \\h "),
            body.Descendants<FieldCode>().Select(code => code.Text).Where(code => code.Contains("PAGEREF", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_file_names_the_secretariat_and_no_person_or_program()
    {
        using var stream = await Written(A.Submission());
        using var document = WordprocessingDocument.Open(stream, isEditable: false);

        Assert.Equal("NSO MAPO, Ministry of Home Affairs", document.PackageProperties.Creator);
        Assert.Null(document.PackageProperties.LastModifiedBy);
        Assert.Equal("en", document.PackageProperties.Language);
        Assert.Equal(A.PreparedAt.UtcDateTime, document.PackageProperties.Created!.Value.ToUniversalTime());
        Assert.Null(document.ExtendedFilePropertiesPart);
    }

    static async Task<MemoryStream> Written(SubmissionContent content)
    {
        var stream = new MemoryStream();
        await SubmissionDocument.Write(content, Head, stream);
        return stream;
    }

    static string TextOf(WordprocessingDocument document) => string.Join("\n", document.MainDocumentPart!.Document!.Body!.Descendants<Paragraph>().Select(paragraph => paragraph.InnerText));
}

static class Office
{
    public static IEnumerable<string> ErrorsOf(OpenXmlPackage document) => new OpenXmlValidator(FileFormatVersions.Microsoft365)
        .Validate(document)
        .Select(error => $"{error.Part?.Uri} {error.Path?.XPath}: {error.Description}");
}
