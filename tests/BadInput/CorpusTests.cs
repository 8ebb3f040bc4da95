using System.Text;
using Assessment.Cycle;
using Assessment.Evidence;
using Assessment.Mail;
using Assessment.Tests.Inspection;

namespace Assessment.Tests.BadInput;

/// <summary>Each kind of bad file, the verdict on it, and the whole sentence that its sender reads.</summary>
public sealed class CorpusTests
{
    const string Same = "";

    static readonly (string Name, Func<byte[]> Content, FileDecision Decision, string Sentences)[] Corpus =
    [
        ("R01-empty.pdf", () => [], FileDecision.Returned, "R01-empty.pdf is empty (0 bytes). Please send it again."),
        ("R01-video.pdf", () => Files.Bytes(25 * 1024 + 1), FileDecision.Returned, "R01-video.pdf has 26,215,424 bytes; a file may have at most 26,214,400. Please send it in parts."),
        ("R01.pdf", Files.Png, FileDecision.Returned, "R01.pdf ends in .pdf, but it is a PNG picture. Please save it in the right format and send it again."),
        ("R01.docx", () => Files.Pdf(), FileDecision.Returned, "R01.docx ends in .docx, but it is a PDF document. Please save it in the right format and send it again."),
        ("R01.zip", () => Files.Docx(), FileDecision.Returned, "R01.zip ends in .zip, but it is a Word document (DOCX). Please save it in the right format and send it again."),
        ("R01.docx", () => Files.Zip(("a.txt", Files.Text("a"))), FileDecision.Returned, "R01.docx ends in .docx, but it is a ZIP archive. Please save it in the right format and send it again."),
        ("R01.pdf", () => [1, 2, 3, 0, 0], FileDecision.Returned, "R01.pdf ends in .pdf, but it is data of an unknown kind. Please save it in the right format and send it again."),
        ("R01-macro.js", () => Files.Text("new ActiveXObject('x')"), FileDecision.Returned, "R01-macro.js ends in .js, but it is plain text. Please save it in the right format and send it again."),
        ("R01-report.pdf.exe", () => [.. "MZ"u8, 0x90, 0, 3, 0], FileDecision.Returned, "R01-report.pdf.exe is a program, which is not taken as evidence. Please send PDF, DOCX, XLSX, PPTX, PNG, JPG, CSV, TXT, ZIP."),
        ("R01.html", () => Files.Text("<html><script>alert(1)</script></html>"), FileDecision.Returned, "R01.html is a web page (HTML), which is not taken as evidence. Please send PDF, DOCX, XLSX, PPTX, PNG, JPG, CSV, TXT, ZIP."),
        ("R01.txt", () => Files.Text("<html><script>alert(1)</script></html>"), FileDecision.Returned, "R01.txt ends in .txt, but it is a web page (HTML). Please save it in the right format and send it again."),
        ("R01.rar", () => Files.Text("Rar!\u001a"), FileDecision.Returned, "R01.rar is an archive of another kind than ZIP, which is not taken as evidence. Please send PDF, DOCX, XLSX, PPTX, PNG, JPG, CSV, TXT, ZIP."),
        ("R01.heic", () => [0, 0, 0, 24, .. "ftypheic"u8], FileDecision.Returned, "R01.heic is a picture of another kind than PNG or JPEG, which is not taken as evidence. Please send PDF, DOCX, XLSX, PPTX, PNG, JPG, CSV, TXT, ZIP."),

        ("R01-locked.pdf", () => Files.Pdf("/Root 1 0 R /Encrypt 2 0 R"), FileDecision.Returned, "R01-locked.pdf is protected with a password. Please send it again without the password."),
        ("R01-cut.pdf", () => Files.Pdf()[..80], FileDecision.Returned, "R01-cut.pdf is damaged or incomplete: it begins as a PDF document and cannot be read to its end. Please send it again."),
        ("R01-noxref.pdf", () => Files.Text("%PDF-1.4\n1 0 obj\nendobj\nstartxref\n999999\n%%EOF"), FileDecision.Returned, "R01-noxref.pdf is damaged or incomplete: it begins as a PDF document and cannot be read to its end. Please send it again."),
        ("R01-active.pdf", () => Files.Pdf(body: "2 0 obj << /S /JavaScript /JS (app.alert(1)) >> endobj\n"), FileDecision.Accepted, "R01-active.pdf contains scripts or actions, which were not run."),
        ("R01-locked.docx", () => Files.Ole("EncryptedPackage"), FileDecision.Returned, "R01-locked.docx is protected with a password. Please send it again without the password."),
        ("R01-locked.xlsx", () => Files.Ole("EncryptedPackage"), FileDecision.Returned, "R01-locked.xlsx is protected with a password. Please send it again without the password."),
        ("R01-cut.docx", () => Files.Docx()[..^30], FileDecision.Returned, "R01-cut.docx is damaged or incomplete: it begins as a Word document (DOCX) and cannot be read to its end. Please send it again."),
        ("R01-cut.xlsx", () => Files.Xlsx()[..200], FileDecision.Returned, "R01-cut.xlsx is damaged or incomplete: it begins as an Excel workbook (XLSX) and cannot be read to its end. Please send it again."),
        ("R01-flipped.docx", () => Flipped(Files.Docx(new string('x', 50) + Guid.Empty)), FileDecision.Returned, "R01-flipped.docx is damaged or incomplete: it begins as a Word document (DOCX) and cannot be read to its end. Please send it again."),
        ("R01-entities.docx", Files.DocxWithEntities, FileDecision.Returned, "R01-entities.docx is damaged or incomplete: it begins as a Word document (DOCX) and cannot be read to its end. Please send it again."),
        ("R01-macros.xlsm", Files.Xlsm, FileDecision.Held, "R01-macros.xlsm contains macros. It is kept, and the secretariat looks at it before it is used."),
        ("R01-macros.xlsx", Files.Xlsm, FileDecision.Held, "R01-macros.xlsx contains macros. It is kept, and the secretariat looks at it before it is used."),
        ("R01-template.docx", Files.DocxWithTemplate, FileDecision.Accepted, "R01-template.docx refers to 1 outside sources, which were not opened."),
        ("R01-old.doc", () => Files.Ole("WordDocument"), FileDecision.Held, "R01-old.doc is a Word document of the old format (DOC). It is kept, and the secretariat looks at it before it is used."),
        ("R01-old.xls", () => Files.Ole("Workbook"), FileDecision.Held, "R01-old.xls is an Excel workbook of the old format (XLS). It is kept, and the secretariat looks at it before it is used."),
        ("R01.msg", () => Files.Ole("__properties_version1.0"), FileDecision.Held, "R01.msg is an Outlook message (MSG). It is kept, and the secretariat looks at it before it is used."),
        ("winmail.dat", Files.Tnef, FileDecision.Held, "winmail.dat is Outlook's own package of attachments (winmail.dat). It is kept, and the secretariat looks at it before it is used."),
        ("R01.eml", () => Files.Text("MIME-Version: 1.0\r\nFrom: a@b.example\r\nSubject: x\r\n\r\nText\r\n"), FileDecision.Held, "R01.eml is a mail inside the mail. It is kept, and the secretariat looks at it before it is used."),
        ("R01-cut.png", () => Files.Png()[..40], FileDecision.Returned, "R01-cut.png is damaged or incomplete: it begins as a PNG picture and cannot be read to its end. Please send it again."),
        ("R01-cut.jpg", () => Files.Jpeg()[..^2], FileDecision.Returned, "R01-cut.jpg is damaged or incomplete: it begins as a JPEG picture and cannot be read to its end. Please send it again."),

        ("R01-bomb.zip", () => Files.Zip(("R01.txt", Files.Bytes(4 * 1024))), FileDecision.Returned, "R01-bomb.zip unpacks to more than 100 times its size. Please send the files themselves."),
        ("R01-bomb.xlsx", () => Bomb(), FileDecision.Returned, "R01-bomb.xlsx unpacks to more than 100 times its size. Please send the files themselves."),
        ("R01-overlap.zip", Files.OverlappingZip, FileDecision.Returned, "R01-overlap.zip is damaged or incomplete: it begins as a ZIP archive and cannot be read to its end. Please send it again."),
        ("R01-many.zip", () => Files.Zip([.. Enumerable.Range(0, 201).Select(number => ($"{number}.txt", Files.Text("a")))]), FileDecision.Returned, "R01-many.zip contains more than 200 files. Please send fewer at once."),
        ("R01-locked.zip", Files.EncryptedZip, FileDecision.Returned, "R01-locked.zip is protected with a password. Please send it again without the password."),
        ("R01-nothing.zip", () => Files.Zip(), FileDecision.Returned, "R01-nothing.zip is an archive without files. Please send the files themselves."),
        ("R01-deep.zip", () => Nested(3), FileDecision.Returned, "R01-deep.zip contains a file that is not taken. inner.zip contains a file that is not taken. inner.zip has archives inside archives, more than 2 deep. Please send the files themselves."),
        ("R01-slip.zip", () => Files.Zip(("../../etc/run.sh", Files.Text("#!/bin/sh"))), FileDecision.Returned, "R01-slip.zip contains a file that is not taken. ../../etc/run.sh is a program, which is not taken as evidence. Please send PDF, DOCX, XLSX, PPTX, PNG, JPG, CSV, TXT, ZIP."),
        ("R01-macros.zip", () => Files.Zip(("R01.xlsm", Files.Xlsm())), FileDecision.Held, "R01-macros.zip contains a file that is not taken. R01.xlsm contains macros. It is kept, and the secretariat looks at it before it is used."),

        ("R01-le.csv", () => Files.Utf16("state,persons\nJohor,12\n", bigEndian: false, withMark: true), FileDecision.Accepted, "R01-le.csv is written in UTF-16 LE."),
        ("R01-be.csv", () => Files.Utf16("state,persons\nJohor,12\n", bigEndian: true, withMark: true), FileDecision.Accepted, "R01-be.csv is written in UTF-16 BE."),
        ("R01-nomark.csv", () => Files.Utf16("state,persons\nJohor,12\n", bigEndian: false, withMark: false), FileDecision.Accepted, "R01-nomark.csv is written in UTF-16 LE."),
        ("R01-bom.csv", () => [0xEF, 0xBB, 0xBF, .. "state,persons\n"u8], FileDecision.Accepted, Same),
        ("R01-windows.csv", () => [.. "caf"u8, 0xE9, .. ",1\n"u8], FileDecision.Accepted, "R01-windows.csv is written in Windows-1252."),
        ("R01-formulas.csv", () => Files.Text("name,value\n=HYPERLINK(\"http://x\"),1\n\"=1+1\",-5\n@SUM(A1),+7\n-2+3,-\nx,+cmd|' /C calc'!A0\n\t=1+1,\"a,=b\"\n"), FileDecision.Accepted, "R01-formulas.csv: 6 cells begin as formulas do. They are kept as text and never calculated."),
        ("R01-binary.csv", () => [.. "a,b\n"u8, 0, 1, 2], FileDecision.Returned, "R01-binary.csv ends in .csv, but it is data of an unknown kind. Please save it in the right format and send it again."),

        ("R01-\u202Efdp.docx", () => Files.Docx(), FileDecision.Accepted, "The name of R01-<U+202E>fdp.docx has hidden or misleading characters; it is kept as it came and shown with them spelled out."),
        ("..\\..\\R01.pdf", () => Files.Pdf(), FileDecision.Accepted, "The name of ..\\..\\R01.pdf has hidden or misleading characters; it is kept as it came and shown with them spelled out."),
        ("R01\r\nFiles: all.pdf", () => Files.Pdf(), FileDecision.Accepted, "The name of R01<U+000D><U+000A>Files: all.pdf has hidden or misleading characters; it is kept as it came and shown with them spelled out."),
        ("لاڤورن-R01.pdf", () => Files.Pdf(), FileDecision.Accepted, Same),
        ("R01 report v1.2", () => Files.Pdf(), FileDecision.Accepted, "The name of R01 report v1.2 does not tell its format; it is a PDF document."),
        ("R01-" + new string('n', 292) + ".pdf", () => Files.Pdf(), FileDecision.Accepted, Same),
    ];

    public static TheoryData<int> Rows => [.. Enumerable.Range(0, Corpus.Length)];

    [Theory]
    [MemberData(nameof(Rows))]
    public void Every_bad_file_ends_in_a_verdict_and_a_sentence(int row)
    {
        var (name, content, decision, sentences) = Corpus[row];
        var verdict = FileInspectionTests.Inspect(name, content());

        Assert.Equal($"{decision}: {sentences}", $"{verdict.Decision}: {string.Join(' ', Sentences(verdict, Language.En))}");
        Assert.All(Sentences(verdict, Language.Ms), sentence => Assert.DoesNotContain('{', sentence));
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Every_bad_file_gets_a_name_that_the_store_takes(int row) => EvidenceName.Check($"my-tip-2025-annual-suara/0123456789ab/01-{FileNames.Safe(Corpus[row].Name)}");

    [Fact]
    public void Both_languages_have_the_same_texts_and_placeholders()
    {
        var (english, malay) = (Texts.Of(Language.En), Texts.Of(Language.Ms));

        Assert.Equal(english.Keys.Order(StringComparer.Ordinal), malay.Keys.Order(StringComparer.Ordinal));
        Assert.All(english.Keys, key => Assert.Equal(Texts.PlaceholdersOf(english[key]).Order(StringComparer.Ordinal), Texts.PlaceholdersOf(malay[key]).Order(StringComparer.Ordinal)));
        Assert.All(Enum.GetNames<FileFormat>(), format => Assert.Contains($"format-{format.ToLowerInvariant()}", english.Keys));
    }

    static IEnumerable<string> Sentences(FileVerdict verdict, Language language)
        => verdict.Notes.Prepend(verdict.Reason).OfType<FileRemark>().Select(remark => remark.In(language));

    static byte[] Flipped(byte[] file)
    {
        var at = file.AsSpan().LastIndexOf("word/document.xml"u8);
        var first = file.AsSpan(0, at).IndexOf("word/document.xml"u8);
        file[first + "word/document.xml".Length + 12] ^= 0x55;
        return file;
    }

    static byte[] Bomb() => Files.Office(
        "xl/workbook.xml",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        "<workbook/>",
        ("xl/worksheets/sheet1.xml", Encoding.ASCII.GetBytes(new string(' ', 8 * 1024 * 1024))));

    static byte[] Nested(int levels) => levels == 1 ? Files.Zip(("a.txt", Files.Text("a"))) : Files.Zip(("inner.zip", Nested(levels - 1)));
}
