using Assessment.Cycle;
using Assessment.Evidence;
using FileFormat = Assessment.Evidence.FileFormat;

namespace Assessment.Tests.Inspection;

public sealed class FileInspectionTests
{
    public static TheoryData<string> Samples => [.. Directory.GetFiles(Repository.PathTo("samples", "malaysia-2025", "evidence")).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Samples))]
    public void Every_file_of_the_sample_year_is_taken_without_a_word(string name)
    {
        var verdict = Inspect(name, File.ReadAllBytes(Repository.PathTo("samples", "malaysia-2025", "evidence", name)));

        Assert.Equal((FileDecision.Accepted, MimeKit.MimeTypes.GetMimeType(name)), (verdict.Decision, verdict.MediaType));
        Assert.Empty(verdict.Notes);
    }

    [Fact]
    public void Every_format_that_is_taken_is_told_by_its_content()
    {
        Assert.Equal(FileFormat.Pdf, Accepted("a.pdf", Files.Pdf()));
        Assert.Equal(FileFormat.Docx, Accepted("a.docx", Files.Docx()));
        Assert.Equal(FileFormat.Xlsx, Accepted("a.XLSX", Files.Xlsx()));
        Assert.Equal(FileFormat.Pptx, Accepted("a.pptx", Files.Pptx()));
        Assert.Equal(FileFormat.Png, Accepted("a.png", Files.Png()));
        Assert.Equal(FileFormat.Jpeg, Accepted("a.jpg", Files.Jpeg()));
        Assert.Equal(FileFormat.Csv, Accepted("a.csv", Files.Text("state,persons\nJohor,12\n")));
        Assert.Equal(FileFormat.Text, Accepted("a.txt", Files.Text("From: the director\nTo: all officers\nDate: 3 March\n\nScreen everybody.\n")));
        Assert.Equal(FileFormat.Zip, Accepted("a.zip", Files.Zip(("R01/report.pdf", Files.Pdf()), ("__MACOSX/._report.pdf", [0, 5, 22]))));
    }

    [Fact]
    public void A_sheet_of_a_hundred_thousand_rows_is_taken()
    {
        Assert.Equal(FileFormat.Xlsx, Accepted("R01.xlsx", Files.Xlsx(rows: 100_000)));
        Assert.Equal(FileFormat.Csv, Accepted("R01.csv", Files.Text(string.Join('\n', Enumerable.Range(1, 100_000).Select(row => $"{row},Johor,{row % 97}")))));
    }

    [Fact]
    public void The_policy_decides_what_is_taken()
    {
        var strict = new InspectionPolicy { Accepted = [FileFormat.Pdf], Held = [FileFormat.Text] };

        Assert.Equal(FileDecision.Accepted, Inspect("a.pdf", Files.Pdf(), strict).Decision);
        Assert.Equal(FileDecision.Held, Inspect("a.txt", Files.Text("words"), strict).Decision);
        Assert.Equal("a.png is a PNG picture, which is not taken as evidence. Please send PDF.", Inspect("a.png", Files.Png(), strict).Reason!.In(Language.En));
    }

    [Theory]
    [InlineData(30_000, false)]
    [InlineData(100, true)]
    public void No_more_is_unpacked_than_the_limit(int limit, bool isLimitedBySize)
    {
        var policy = new InspectionPolicy { MaxUnpacked = limit };
        var verdict = Inspect("a.zip", Files.Zip(("a.txt", Files.Text(new string('a', 200))), ("b.txt", Files.Text(new string('b', 200)))), policy);

        Assert.Equal(isLimitedBySize ? "file-zip-size" : null, verdict.Reason?.Key);
    }

    [Fact]
    public void Archives_share_one_limit_of_files_with_those_inside_them()
    {
        var inner = Files.Zip([.. Enumerable.Range(0, 3).Select(number => ($"{number}.txt", Files.Text("words")))]);
        var outer = Files.Zip(("one.zip", inner), ("two.zip", inner));

        Assert.Equal(FileDecision.Accepted, Inspect("a.zip", outer, new InspectionPolicy { MaxFiles = 8 }).Decision);
        Assert.Equal("a.zip contains a file that is not taken. two.zip contains more than 7 files. Please send fewer at once.", Inspect("a.zip", outer, new InspectionPolicy { MaxFiles = 7 }).Reason!.In(Language.En));
    }

    [Theory]
    [InlineData("R01-report.pdf", "R01-report.pdf")]
    [InlineData("R01-\u202Efdp.exe", "R01-<U+202E>fdp.exe")]
    [InlineData("a\r\nBcc: x.pdf", "a<U+000D><U+000A>Bcc: x.pdf")]
    [InlineData("لاڤورن R01.pdf", "لاڤورن R01.pdf")]
    [InlineData("", "")]
    public void Names_are_shown_with_hidden_characters_spelled_out(string name, string shown) => Assert.Equal(shown, ShownName.Of(name));

    [Fact]
    public void Long_names_are_shown_with_their_beginning_and_end()
    {
        var shown = ShownName.Of("R01-" + new string('x', 296) + ".pdf");

        Assert.Equal(120, shown.Length);
        Assert.Equal("R01-" + new string('x', 85) + "…" + new string('x', 26) + ".pdf", shown);
    }

    [Fact]
    public void A_name_is_never_cut_within_a_character()
        => Assert.All(Enumerable.Range(80, 60), length => Assert.DoesNotContain(ShownName.Of(new string('x', length) + string.Concat(Enumerable.Repeat("😀", 60))).EnumerateRunes(), rune => rune == System.Text.Rune.ReplacementChar));

    static FileFormat Accepted(string name, byte[] content)
    {
        var verdict = Inspect(name, content);
        Assert.Equal((FileDecision.Accepted, null, 0), (verdict.Decision, verdict.Reason?.In(Language.En), verdict.Notes.Count));
        return verdict.Format;
    }

    internal static FileVerdict Inspect(string name, byte[] content, InspectionPolicy? policy = null)
    {
        using var stream = new MemoryStream(content, writable: false);
        return FileInspection.Inspect(name, stream, policy ?? InspectionPolicy.Default);
    }
}
