using System.IO.Compression;
using System.Text;
using Assessment.Evidence.PersonalData;
using CsCheck;

namespace Assessment.Tests.PersonalData;

public class FileScanTests
{
    static readonly string[] Names = ["a.txt", "a.csv", "a.xlsx", "a.docx", "a.pdf", "a.png", "a.jpg", "a.zip"];

    public static TheoryData<string, FindingKind> InTheWorkbook => new()
    {
        { "Sheet1!B2", FindingKind.Passport },
        { "Sheet1!A3 (hidden row)", FindingKind.IdentityCard },
        { "Sheet1!D4 (hidden column)", FindingKind.Phone },
        { "Sheet1!E4", FindingKind.IdentityCard },
        { "Sheet1!F4 formula", FindingKind.Mail },
        { "Sheet1!A1 comment by Zaki", FindingKind.Phone },
        { "Sheet1 author of comments", FindingKind.Author },
        { "Sheet2!C7 (hidden sheet)", FindingKind.RefugeeNumber },
        { "Table!B3", FindingKind.SmallCell },
        { "text 3 that no cell shows", FindingKind.IdentityCard },
        { "metadata author", FindingKind.Author },
        { "metadata description", FindingKind.Phone },
    };

    public static TheoryData<string, FindingKind> InTheDocument => new()
    {
        { "paragraph 1", FindingKind.IdentityCard },
        { "paragraph 2", FindingKind.Phone },
        { "paragraph 2 (deleted in a tracked change)", FindingKind.Passport },
        { "paragraph 3 (hidden text)", FindingKind.Phone },
        { "link rIdLink", FindingKind.Mail },
        { "table 1, B2", FindingKind.SmallCell },
        { "paragraph 14 (table, C3)", FindingKind.Passport },
        { "header 1, paragraph 1", FindingKind.CaseReference },
        { "comments, paragraph 1 (comment by Zaki)", FindingKind.RefugeeNumber },
        { "author of a comment or tracked change", FindingKind.Author },
        { "comments, author of a comment or tracked change", FindingKind.Author },
        { "metadata author", FindingKind.Author },
        { "metadata last modified by", FindingKind.Mail },
    };

    [Theory]
    [MemberData(nameof(InTheWorkbook))]
    public void Workbooks_hide_nothing(string where, FindingKind kind) => AssertFound(Scan("a.xlsx", Files.Workbook()), where, kind);

    [Fact]
    public void Nothing_else_is_found_in_the_workbook() => AssertOnly(InTheWorkbook, Scan("a.xlsx", Files.Workbook()));

    [Theory]
    [MemberData(nameof(InTheDocument))]
    public void Documents_hide_nothing(string where, FindingKind kind) => AssertFound(Scan("a.docx", Files.Document()), where, kind);

    [Fact]
    public void Nothing_else_is_found_in_the_document() => AssertOnly(InTheDocument, Scan("a.docx", Files.Document()));

    [Fact]
    public void Text_of_a_pdf_is_read_by_page()
    {
        var scan = Scan("a.pdf", Files.Pdf("The identity card is 900101-14-5678."));

        AssertFound(scan, "page 1", FindingKind.IdentityCard);
        AssertFound(scan, "metadata author", FindingKind.Author);
        Assert.Null(scan.Unreadable);
    }

    [Fact]
    public void Pictures_tell_where_they_were_taken_and_what_was_written_beside_them()
    {
        var scan = Scan("a.jpg", Files.Jpeg(Files.ExifWithPosition, "call 012-345 6789"));

        AssertFound(scan, "metadata APP1", FindingKind.Position);
        AssertFound(scan, "metadata comment", FindingKind.Phone);
        Assert.NotNull(scan.Note);
    }

    [Fact]
    public void Compressed_text_of_a_png_is_read()
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            zlib.Write("IC 900101-14-5678"u8);

        var scan = Scan("a.png", Files.Png(("tEXt", [.. "Comment\0"u8, .. "siti@gmail.com"u8]), ("zTXt", [.. "Note\0\0"u8, .. packed.ToArray()])));

        AssertFound(scan, "metadata tEXt", FindingKind.Mail);
        AssertFound(scan, "metadata zTXt", FindingKind.IdentityCard);
    }

    [Fact]
    public void Columns_of_a_csv_are_read_under_their_headings()
    {
        var scan = Scan("a.csv", Encoding.UTF8.GetBytes("nama;no. pasport;telefon\nA;A12345678;0812-3456-7890\n"));

        AssertFound(scan, "B2", FindingKind.Passport);
        AssertFound(scan, "C2", FindingKind.Phone);
    }

    [Theory]
    [InlineData("utf-8", false)]
    [InlineData("utf-8", true)]
    [InlineData("utf-16", true)]
    [InlineData("iso-8859-1", false)]
    public void Texts_are_read_in_the_encodings_that_are_in_use(string name, bool mark)
    {
        var encoding = Encoding.GetEncoding(name);
        byte[] bytes = [.. mark ? encoding.GetPreamble() : [], .. encoding.GetBytes("Café\nIC 900101-14-5678")];

        AssertFound(Scan("a.txt", bytes), "line 2", FindingKind.IdentityCard);
    }

    [Fact]
    public void A_file_name_can_leak_too() => AssertFound(Scan("IC 900101-14-5678.txt", []), "file name", FindingKind.IdentityCard);

    [Theory]
    [InlineData("a.doc")]
    [InlineData("a.zip")]
    [InlineData("a.pptx")]
    public void What_cannot_be_read_says_so_and_blocks(string name)
    {
        var scan = Scan(name, [1, 2, 3]);

        Assert.StartsWith("Files of this kind cannot be searched", scan.Unreadable, StringComparison.Ordinal);
        Assert.True(scan.Blocks);
    }

    [Theory]
    [InlineData("a.txt")]
    [InlineData("a.csv")]
    public void A_workbook_named_like_a_text_is_not_taken_for_one(string name) => Assert.NotNull(Scan(name, Files.Workbook()).Unreadable);

    [Theory]
    [InlineData("word/document.xml", "a.docx")]
    [InlineData("xl/sharedStrings.xml", "a.xlsx")]
    public void Archives_that_unpack_without_end_are_refused(string entry, string name)
        => Assert.Contains("too large", Scan(name, Files.Bomb(entry, 70)).Unreadable, StringComparison.Ordinal);

    [Fact]
    public void Damaged_bytes_never_throw()
        => Gen.Select(Gen.Int[0, Names.Length - 1].Select(index => Names[index]), Gen.Byte.Array[0, 300]).Sample((name, bytes) => Scan(name, bytes) is not null, iter: 400);

    [Fact]
    public void Damaged_files_never_throw()
    {
        (string Name, byte[] Bytes)[] whole = [("a.xlsx", Files.Workbook()), ("a.docx", Files.Document()), ("a.pdf", Files.Pdf("IC 900101-14-5678")), ("a.jpg", Files.Jpeg(Files.ExifWithPosition, "x"))];

        Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Select(Gen.Int[0, 1 << 20], Gen.Byte).Array[1, 20]).Sample((index, changes) =>
        {
            var bytes = whole[index].Bytes.ToArray();
            foreach (var (at, value) in changes)
                bytes[at % bytes.Length] = value;

            return Scan(whole[index].Name, bytes) is not null;
        }, iter: 200);
    }

    [Fact]
    public void Random_texts_never_throw_and_findings_lie_inside_them()
        => Gen.String[Gen.Char["0123456789 -/.()+@abinRMK/PCS\n"], 0, 200].Sample(text =>
            PersonalDataScan.Text(text, ScanPolicy.Default).All(finding => finding.Offset >= 0 && finding.Length > 0 && finding.Offset + finding.Length <= text.Length), iter: 3_000);

    [Fact]
    public void A_search_can_be_cancelled()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();

        Assert.Throws<OperationCanceledException>(() => PersonalDataScan.File("a.txt", "text/plain", new MemoryStream("1"u8.ToArray()), ScanPolicy.Default, cancelled.Token));
    }

    [Fact]
    public void A_flood_of_findings_ends_the_search_and_says_so()
    {
        var scan = Scan("a.txt", Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("IC 900101-14-5678\n", 5_000))));

        Assert.Contains("stopped there", scan.Unreadable, StringComparison.Ordinal);
    }

    static FileScan Scan(string name, byte[] bytes) => PersonalDataScan.File(name, "", new MemoryStream(bytes), ScanPolicy.Default);

    static void AssertFound(FileScan scan, string where, FindingKind kind) =>
        Assert.True(scan.Findings.Any(finding => finding.Where == where && finding.Kind == kind), $"{where} {kind} is not among:\n{string.Join('\n', scan.Findings)}\n{scan.Unreadable}");

    static void AssertOnly(TheoryData<string, FindingKind> expected, FileScan scan)
    {
        var places = expected.Select(row => ((string)row[0], (FindingKind)row[1])).ToHashSet();

        Assert.DoesNotContain(scan.Findings, finding => !places.Contains((finding.Where, finding.Kind)));
        Assert.Null(scan.Unreadable);
    }
}
