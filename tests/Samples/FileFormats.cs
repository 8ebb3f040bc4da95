using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.IO.Hashing;
using System.Text;
using System.Xml.Linq;
using CsvHelper;

namespace Assessment.Tests.Samples;

/// <summary>Opens a file as its format demands and fails where it is broken.</summary>
static class FileFormats
{
    public static void Open(string path, byte[] content)
    {
        switch (Path.GetExtension(path))
        {
            case ".pdf":
                OpenPdf(content);
                break;
            case ".docx":
                OpenOffice(content, "word/document.xml");
                break;
            case ".xlsx":
                OpenOffice(content, "xl/workbook.xml");
                break;
            case ".png":
                OpenPng(content);
                break;
            case ".csv":
                OpenCsv(content);
                break;
            default:
                Assert.Fail($"{path} is of a kind that the samples do not use.");
                break;
        }
    }

    /// <summary>Header, trailer, and a cross-reference table whose offsets lead to the objects.</summary>
    static void OpenPdf(byte[] content)
    {
        var text = Encoding.Latin1.GetString(content);
        Assert.StartsWith("%PDF-1.", text, StringComparison.Ordinal);
        Assert.EndsWith("%%EOF\n", text, StringComparison.Ordinal);
        var table = int.Parse(text[(text.LastIndexOf("startxref", StringComparison.Ordinal) + 10)..].Split('\n')[0], CultureInfo.InvariantCulture);
        var rows = text[table..].Split('\n');
        Assert.Equal("xref", rows[0]);
        var count = int.Parse(rows[1].Split(' ')[1], CultureInfo.InvariantCulture);
        for (var number = 1; number < count; number++)
        {
            var offset = int.Parse(rows[number + 2][..10], CultureInfo.InvariantCulture);
            Assert.StartsWith($"{number} 0 obj\n", text[offset..Math.Min(text.Length, offset + 20)], StringComparison.Ordinal);
        }

        Assert.DoesNotContain("/Author", text, StringComparison.Ordinal);
        Assert.DoesNotContain("/Info", text, StringComparison.Ordinal);
    }

    /// <summary>Every part is well-formed XML, the main part is there, and nothing says who wrote it.</summary>
    static void OpenOffice(byte[] content, string mainPart)
    {
        using var zip = new ZipArchive(new MemoryStream(content), ZipArchiveMode.Read);
        var names = zip.Entries.Select(entry => entry.FullName).ToList();
        Assert.Contains("[Content_Types].xml", names);
        Assert.Contains("_rels/.rels", names);
        Assert.Contains(mainPart, names);
        Assert.DoesNotContain(names, name => name.StartsWith("docProps/", StringComparison.Ordinal));
        foreach (var entry in zip.Entries)
        {
            using var part = entry.Open();
            Assert.NotNull(XDocument.Load(part).Root);
        }
    }

    /// <summary>Signature, chunks with their check sums, and none that carries text or a date.</summary>
    static void OpenPng(byte[] content)
    {
        Assert.Equal([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], content[..8]);
        var chunks = new List<string>();
        for (var at = 8; at < content.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(content.AsSpan(at));
            var body = content.AsSpan(at + 4, length + 4);
            Assert.Equal(BinaryPrimitives.ReadUInt32BigEndian(content.AsSpan(at + 8 + length)), Crc32.HashToUInt32(body));
            chunks.Add(Encoding.ASCII.GetString(body[..4]));
            at += length + 12;
        }

        Assert.Equal("IHDR", chunks[0]);
        Assert.Equal("IEND", chunks[^1]);
        Assert.Contains("IDAT", chunks);
        Assert.DoesNotContain(chunks, chunk => chunk is "tEXt" or "zTXt" or "iTXt" or "tIME" or "eXIf");
    }

    static void OpenCsv(byte[] content)
    {
        using var csv = new CsvParser(new StringReader(Encoding.UTF8.GetString(content)), CultureInfo.InvariantCulture);
        Assert.True(csv.Read());
        var columns = csv.Count;
        var rows = 0;
        while (csv.Read())
        {
            Assert.Equal(columns, csv.Count);
            rows++;
        }

        Assert.True(columns > 1 && rows > 0);
    }
}
