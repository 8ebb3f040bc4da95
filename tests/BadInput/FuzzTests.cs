using System.Globalization;
using Assessment.Evidence;
using Assessment.Host.Sandbox;
using Assessment.Tests.Inspection;
using CsCheck;

namespace Assessment.Tests.BadInput;

/// <summary>Damages good files and mails in every way a random walk finds. Two seconds each, or as long as ASSESS_FUZZ_SECONDS says.</summary>
public sealed class FuzzTests
{
    const long MostAllocated = 96L * 1024 * 1024;

    static readonly InspectionPolicy Policy = new() { MaxSize = 1024 * 1024, MaxUnpacked = 4 * 1024 * 1024 };

    static readonly int Seconds = int.Parse(Environment.GetEnvironmentVariable("ASSESS_FUZZ_SECONDS") ?? "2", CultureInfo.InvariantCulture);

    static readonly (string Name, byte[] Content)[] GoodFiles =
    [
        ("a.pdf", Files.Pdf()),
        ("a.docx", Files.DocxWithTemplate()),
        ("a.xlsx", Files.Xlsx()),
        ("a.pptx", Files.Pptx()),
        ("a.png", Files.Png()),
        ("a.jpg", Files.Jpeg()),
        ("a.zip", Files.Zip(("R01.docx", Files.Docx()), ("inner.zip", Files.Zip(("b.csv", Files.Text("a,=b\n")))))),
        ("a.doc", Files.Ole("WordDocument")),
        ("a.csv", Files.Utf16("state,persons\nJohor,12\n", bigEndian: false, withMark: true)),
        ("a.eml", Mails.Mail("text", Mails.Nested(3))),
        .. Directory.GetFiles(Repository.PathTo("samples", "malaysia-2025", "evidence")).Order(StringComparer.Ordinal).Select(path => (Path.GetFileName(path), File.ReadAllBytes(path))),
    ];

    static readonly byte[][] GoodMails =
    [
        Mails.Mail("--- R01 ---\r\nAnswer: text\r\nFigure R01.1: 5 persons; cut-off 2024-12-31\r\n", Mails.File("R01.pdf", Files.Pdf()), Mails.Nested(5)),
        Mails.Mail(new MimeKit.TextPart("html") { Text = "<html><body><p>--- R01 ---<br>Answer: <b>text</b></p><blockquote>old</blockquote><script>x</script></body></html>" }),
    ];

    static readonly byte[][] Poison = [[0], [0xFF], [0xFF, 0xFF, 0xFF, 0xFF], [0x7F, 0xFF, 0xFF, 0xFF], "PK\u0003\u0004"u8.ToArray(), "%PDF-"u8.ToArray(), "<!DOCTYPE x>"u8.ToArray(), "\r\n\r\n--"u8.ToArray(), "<script>"u8.ToArray()];

    static readonly Gen<(int Kind, double Place, int Value)[]> Wounds = Gen.Select(Gen.Int[0, 4], Gen.Double[0, 1], Gen.Int[0, 255]).Array[1, 8];

    [Fact]
    public void Damaged_files_always_get_a_verdict() => Gen.Select(Gen.Int[0, GoodFiles.Length - 1], Gen.Int[0, GoodFiles.Length - 1], Wounds).Sample(
        (file, name, wounds) => Judges(GoodFiles[name].Name, Damaged(GoodFiles[file].Content, wounds)),
        time: Seconds,
        threads: 1);

    [Fact]
    public void Damaged_mails_are_always_read() => Gen.Select(Gen.Int[0, GoodMails.Length - 1], Wounds).Sample(
        (mail, wounds) => Reads(Damaged(GoodMails[mail], wounds)),
        time: Seconds,
        threads: 1);

    [Fact]
    public void Any_words_between_any_tags_are_read_as_text() => Gen.Int[0, Pieces.Length - 1].Array[0, 60].Sample(
        chosen => IsBounded(string.Concat(chosen.Select(piece => Pieces[piece]))),
        time: Seconds,
        threads: 1);

    static readonly string[] Pieces = ["<", ">", "</", "<!--", "-->", "<script", "<blockquote>", "</blockquote>", "<br>", "<td>", "\"", "'", "=", "&#x110000;", "&amp", "a", " ", "\n", "\u202E", "\ud800"];

    static bool IsBounded(string words) => MailText.FromHtml(words).Length <= MailText.MaxCharacters && ShownName.Of(words).Length <= 120;

    static bool Judges(string name, byte[] content)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var verdict = FileInspectionTests.Inspect(name, content, Policy);
        return GC.GetAllocatedBytesForCurrentThread() - before < MostAllocated && (verdict.Decision == FileDecision.Accepted) == (verdict.Reason is null);
    }

    static bool Reads(byte[] raw)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var mail = MailReader.Read(raw);
        var reading = ReplyForm.Read(mail.Text);
        foreach (var file in mail.Files)
        {
            using var content = file.Open();
            FileInspection.Inspect(file.Name, content, Policy);
        }

        return GC.GetAllocatedBytesForCurrentThread() - before < MostAllocated && mail.Text.Length <= MailText.MaxCharacters && reading.Items.All(item => item.Code.Length == 3);
    }

    static byte[] Damaged(byte[] good, (int Kind, double Place, int Value)[] wounds) => wounds.Aggregate(good, (bytes, wound) =>
    {
        var at = (int)(wound.Place * Math.Max(0, bytes.Length - 1));
        var to = Math.Min(bytes.Length, at + wound.Value);
        byte[] poison = Poison[wound.Value % Poison.Length];
        return wound.Kind switch
        {
            0 when bytes.Length > 0 => [.. bytes[..at], (byte)(bytes[at] ^ (wound.Value | 1)), .. bytes[(at + 1)..]],
            1 => bytes[..at],
            2 => [.. bytes[..at], .. bytes[to..]],
            3 => [.. bytes[..to], .. bytes[at..]],
            _ => [.. bytes[..at], .. poison, .. bytes[Math.Min(bytes.Length, at + poison.Length)..]],
        };
    });
}
