using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Assessment.Tests.Inspection;

/// <summary>Files of every kind, made here, so that no strange bytes lie in the repository.</summary>
static class Files
{
    const string Word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";
    const string Excel = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml";
    const string MacroExcel = "application/vnd.ms-excel.sheet.macroEnabled.main+xml";
    const string PowerPoint = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml";

    public static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);

    public static byte[] Pdf(string trailer = "/Root 1 0 R", string body = "")
    {
        var start = "%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n" + body;
        return Text(start + "xref\n0 1\n0000000000 65535 f \ntrailer\n<< /Size 1 " + trailer + " >>\nstartxref\n" + start.Length.ToString(CultureInfo.InvariantCulture) + "\n%%EOF\n");
    }

    public static byte[] Docx(string text = "Forty officers were trained.") => Office("word/document.xml", Word, "<document><p>" + text + "</p></document>");

    public static byte[] Xlsx(int rows = 3) => Office("xl/workbook.xml", Excel, "<workbook/>", ("xl/worksheets/sheet1.xml", Text(Sheet(rows))));

    public static byte[] Pptx() => Office("ppt/presentation.xml", PowerPoint, "<presentation/>");

    public static byte[] Xlsm() => Office("xl/workbook.xml", MacroExcel, "<workbook/>", ("xl/vbaProject.bin", [1, 2, 3]));

    public static byte[] Office(string mainName, string type, string main, params (string Name, byte[] Content)[] more) => Zip(
    [
        ("[Content_Types].xml", Text("<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Override PartName=\"/" + mainName + "\" ContentType=\"" + type + "\"/></Types>")),
        ("_rels/.rels", Text("<Relationships/>")),
        (mainName, Text(main)),
        .. more,
    ]);

    public static byte[] DocxWithTemplate() => Office("word/document.xml", Word, "<document/>", ("word/_rels/settings.xml.rels", Text(
        "<Relationships><Relationship Id=\"r1\" Type=\"http://x/attachedTemplate\" Target=\"http://evil.example/t.dotm\" TargetMode=\"External\"/>"
        + "<Relationship Id=\"r2\" Type=\"http://x/hyperlink\" Target=\"http://good.example/\" TargetMode=\"External\"/></Relationships>")));

    public static byte[] DocxWithEntities() => Office("word/document.xml", Word, "<!DOCTYPE d [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]><document>&b;</document>");

    public static byte[] Zip(params IReadOnlyList<(string Name, byte[] Content)> files)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in files)
            {
                using var entry = zip.CreateEntry(name).Open();
                entry.Write(content);
            }
        }

        return stream.ToArray();
    }

    /// <summary>An archive whose directory says that a password is needed.</summary>
    public static byte[] EncryptedZip()
    {
        var zip = Zip(("R01-report.txt", Text("secret")));
        zip[IndexOf(zip, "PK\u0001\u0002"u8) + 8] |= 1;
        return zip;
    }

    /// <summary>An archive whose directory names the same data many times.</summary>
    public static byte[] OverlappingZip()
    {
        var zip = Zip([.. Enumerable.Range(0, 50).Select(number => ("R01-" + number.ToString(CultureInfo.InvariantCulture) + ".txt", Text(new string('x', 40))))]);
        for (var at = IndexOf(zip, "PK\u0001\u0002"u8); at >= 0; at = Next(zip, at + 1))
        {
            BitConverter.TryWriteBytes(zip.AsSpan(at + 20), 2000);
        }

        return zip;
    }

    public static byte[] Png() =>
    [
        0x89, .. "PNG\r\n\u001a\n"u8,
        0, 0, 0, 13, .. "IHDR"u8, 0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0, 0x3A, 0x7E, 0x9B, 0x55,
        0, 0, 0, 0, .. "IEND"u8, 0xAE, 0x42, 0x60, 0x82,
    ];

    public static byte[] Jpeg() => [0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 0, 0, 0xFF, 0xD9];

    /// <summary>A compound file of the old Office with one stream.</summary>
    public static byte[] Ole(string stream)
    {
        var file = new byte[1536];
        new byte[] { 0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1 }.CopyTo(file, 0);
        var name = Encoding.Unicode.GetBytes(stream + '\0');
        name.CopyTo(file, 1024);
        file[1024 + 64] = (byte)name.Length;
        file[1024 + 66] = 2;
        return file;
    }

    public static byte[] Tnef() => [0x78, 0x9F, 0x3E, 0x22, 0, 0, 1, 6, 0x90, 8, 0];

    public static byte[] Utf16(string text, bool bigEndian, bool withMark)
    {
        var encoding = new UnicodeEncoding(bigEndian, withMark);
        return [.. encoding.GetPreamble(), .. encoding.GetBytes(text)];
    }

    public static byte[] Bytes(int kilobytes) => new byte[kilobytes * 1024];

    static string Sheet(int rows)
    {
        var sheet = new StringBuilder("<worksheet><sheetData>");
        for (var row = 1; row <= rows; row++)
        {
            sheet.Append("<row r=\"").Append(row).Append("\"><c r=\"A").Append(row).Append("\"><v>").Append(row * 7919 % 104729).Append("</v></c></row>");
        }

        return sheet.Append("</sheetData></worksheet>").ToString();
    }

    static int IndexOf(byte[] bytes, ReadOnlySpan<byte> mark) => bytes.AsSpan().IndexOf(mark);

    static int Next(byte[] bytes, int from)
    {
        var found = bytes.AsSpan(from).IndexOf("PK\u0001\u0002"u8);
        return found < 0 ? -1 : from + found;
    }
}
