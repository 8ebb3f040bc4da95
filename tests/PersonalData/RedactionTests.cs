using System.Text;
using Assessment.Evidence.PersonalData;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;

namespace Assessment.Tests.PersonalData;

public class RedactionTests
{
    [Fact]
    public void A_text_keeps_all_but_what_was_found()
        => Assert.Equal("Tel ████, bilik 012.\nIC ████", Encoding.UTF8.GetString(Clean("a.txt", "Tel 012-345 6789, bilik 012.\nIC 900101-14-5678"u8.ToArray()).Bytes));

    [Fact]
    public void A_csv_keeps_its_rows_and_separators()
        => Assert.Equal("nama;no. pasport\nA;████\n", Encoding.UTF8.GetString(Clean("a.csv", "nama;no. pasport\nA;A12345678\n"u8.ToArray()).Bytes));

    [Fact]
    public void A_file_name_is_cleaned_too() => Assert.Equal("IC ████.txt", Clean("IC 900101-14-5678.txt", "x"u8.ToArray()).Report.FileName);

    [Theory]
    [InlineData("a.xlsx")]
    [InlineData("a.docx")]
    public void A_cleaned_copy_is_found_clean_and_opens(string name)
    {
        var (report, bytes) = Clean(name, Original(name));

        Assert.Null(report.Refusal);
        Assert.Empty(Scan(name, bytes).Findings);
        Assert.Empty(Faults(name, bytes));
    }

    [Theory]
    [InlineData("a.xlsx")]
    [InlineData("a.docx")]
    public void The_same_file_gives_the_same_copy(string name)
    {
        var original = Original(name);

        Assert.Equal(Clean(name, original).Bytes, Clean(name, original).Bytes);
    }

    [Theory]
    [InlineData("a.xlsx", "Indonesia")]
    [InlineData("a.xlsx", "tiada")]
    [InlineData("a.docx", "Identity card ")]
    [InlineData("a.docx", " was seen, and ")]
    [InlineData("a.docx", "Myanmar")]
    public void What_names_nobody_stays(string name, string text) => Assert.Contains(text, TextOf(Clean(name, Original(name)).Bytes), StringComparison.Ordinal);

    [Theory]
    [InlineData("a.xlsx", "5678")]
    [InlineData("a.xlsx", "354-19C")]
    [InlineData("a.xlsx", "Zaki")]
    [InlineData("a.xlsx", "Farah")]
    [InlineData("a.docx", "5678")]
    [InlineData("a.docx", "B1234567")]
    [InlineData("a.docx", "Zaki")]
    [InlineData("a.docx", "Farah")]
    [InlineData("a.docx", "aminah")]
    public void What_names_somebody_is_in_no_part_of_the_copy(string name, string text)
    {
        Assert.Contains(text, TextOf(Original(name)), StringComparison.Ordinal);
        Assert.DoesNotContain(text, TextOf(Clean(name, Original(name)).Bytes), StringComparison.Ordinal);
    }

    [Fact]
    public void Pictures_lose_their_metadata_and_nothing_else()
    {
        Assert.Equal(Files.Png(), Clean("a.png", Files.Png(("tEXt", "Author\0siti@gmail.com"u8.ToArray()))).Bytes);

        var jpeg = Clean("a.jpg", [.. Files.Jpeg(Files.ExifWithPosition, "call 012-345 6789"), .. "trailer"u8]).Bytes;
        Assert.Empty(Scan("a.jpg", jpeg).Findings);
        Assert.EndsWith("\u00124ÿÙ", Encoding.Latin1.GetString(jpeg), StringComparison.Ordinal);
        Assert.Contains("JFIF", Encoding.Latin1.GetString(jpeg), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a.pdf", "A PDF cannot be redacted safely: what is covered can be uncovered, and its text lies in many places. The agency must replace the file.")]
    [InlineData("a.zip", "Files of this kind cannot be redacted. The agency must replace the file.")]
    [InlineData("a.xlsx", "The file is damaged or protected by a password and cannot be opened; ask for it again. The agency must replace the file.")]
    public void What_cannot_be_cleaned_is_refused_in_a_sentence_and_nothing_is_written(string name, string refusal)
    {
        var (report, bytes) = Clean(name, name == "a.pdf" ? Files.Pdf("IC 900101-14-5678") : [1, 2, 3]);

        Assert.Equal(refusal, report.Refusal);
        Assert.Empty(bytes);
    }

    [Fact]
    public void A_finding_that_was_overridden_stays()
    {
        var bytes = "Tel 012-345 6789, IC 900101-14-5678"u8.ToArray();
        var given = Scan("a.txt", bytes).Findings.Where(finding => finding.Kind == FindingKind.IdentityCard).ToList();
        using var cleaned = new MemoryStream();

        Assert.Null(Redaction.Clean("a.txt", "", new MemoryStream(bytes), cleaned, given).Refusal);
        Assert.Equal("Tel 012-345 6789, IC ████", Encoding.UTF8.GetString(cleaned.ToArray()));
    }

    static byte[] Original(string name) => name == "a.xlsx" ? Files.Workbook() : Files.Document();

    static (RedactionReport Report, byte[] Bytes) Clean(string name, byte[] bytes)
    {
        using var cleaned = new MemoryStream();
        var report = Redaction.Clean(name, "", new MemoryStream(bytes), cleaned, Scan(name, bytes).Findings);
        return (report, cleaned.ToArray());
    }

    static FileScan Scan(string name, byte[] bytes) => PersonalDataScan.File(name, "", new MemoryStream(bytes), ScanPolicy.Default);

    static IEnumerable<string> Faults(string name, byte[] bytes)
    {
        using var document = name == "a.xlsx" ? (OpenXmlPackage)SpreadsheetDocument.Open(new MemoryStream(bytes), false) : WordprocessingDocument.Open(new MemoryStream(bytes), false);
        return [.. new OpenXmlValidator().Validate(document).Select(fault => $"{fault.Path?.XPath}: {fault.Description}")];
    }

    /// <summary>Every part of an Office file, as one text.</summary>
    static string TextOf(byte[] bytes)
    {
        using var archive = new System.IO.Compression.ZipArchive(new MemoryStream(bytes));
        return string.Concat(archive.Entries.Select(entry => new StreamReader(entry.Open()).ReadToEnd()));
    }
}
