using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Core;
using UglyToad.PdfPig.Fonts.Standard14Fonts;
using UglyToad.PdfPig.Writer;
using Word = DocumentFormat.OpenXml.Wordprocessing;

namespace Assessment.Tests.PersonalData;

/// <summary>Small files with personal data in every place where people leave it.</summary>
static class Files
{
    public static byte[] Workbook()
    {
        using var stream = new MemoryStream();
        using (var document = SpreadsheetDocument.Create(stream, SpreadsheetDocumentType.Workbook))
        {
            document.PackageProperties.Creator = "Farah Idris";
            document.PackageProperties.Description = "from 013-2345678";
            var workbook = document.AddWorkbookPart();
            workbook.Workbook = new Workbook(new Sheets());
            var strings = workbook.AddNewPart<SharedStringTablePart>();
            strings.SharedStringTable = new SharedStringTable(Shared("No. Pasport"), Shared("A12345678"), Shared("left behind 900101-14-5678"));

            var visible = Sheet(workbook, "Sheet1", null,
                Row(1, null, Inline("A1", "Nama"), SharedCell("B1", 0), Inline("C1", "Catatan")),
                Row(2, null, Inline("A2", "M1"), SharedCell("B2", 1), Inline("C2", "tiada")),
                Row(3, true, Inline("A3", "hidden row 880707-11-6018")),
                Row(4, null, Inline("D4", "hidden column 012-345 6789"), Number("E4", "9.00101145678E11"), new Cell { CellReference = "F4", CellFormula = new CellFormula("\"x\"&\"siti@gmail.com\""), CellValue = new CellValue("x"), DataType = CellValues.String }));
            visible.Worksheet!.InsertAt(new Columns(new Column { Min = 4, Max = 4, Hidden = true, Width = 9, CustomWidth = true }), 0);
            var comments = visible.AddNewPart<WorksheetCommentsPart>();
            comments.Comments = new Comments(new Authors(new Author("Zaki")), new CommentList(new Comment(new CommentText(new Text("call 019-8765432"))) { Reference = "A1", AuthorId = 0 }));

            Sheet(workbook, "Table", null,
                Row(1, null, Inline("A1", "Nationality"), Inline("B1", "Victims"), Inline("C1", "%")),
                Row(2, null, Inline("A2", "Indonesia"), Number("B2", "37"), Number("C2", "3")),
                Row(3, null, Inline("A3", "Nepal"), Number("B3", "2"), Number("C3", "1")),
                Row(4, null, Inline("A4", "Total"), Number("B4", "39"), Number("C4", "4")));
            Sheet(workbook, "Sheet2", SheetStateValues.Hidden, Row(7, null, Inline("C7", "354-19C01234")));
        }

        return stream.ToArray();
    }

    public static byte[] Document()
    {
        using var stream = new MemoryStream();
        using (var document = WordprocessingDocument.Create(stream, WordprocessingDocumentType.Document))
        {
            document.PackageProperties.Creator = "Farah Idris";
            document.PackageProperties.LastModifiedBy = "zaki99@gmail.com";
            var main = document.AddMainDocumentPart();
            var comments = main.AddNewPart<WordprocessingCommentsPart>();
            comments.Comments = new Word.Comments(new Word.Comment(Paragraph("UNHCR 354-24-01234")) { Id = "1", Author = "Zaki", Date = new DateTime(2024, 5, 1, 0, 0, 0, DateTimeKind.Utc) });
            var header = main.AddNewPart<HeaderPart>("rIdHeader");
            header.Header = new Word.Header(Paragraph("Case No. WA-62JATIP-3-05/2024"));
            var link = main.AddHyperlinkRelationship(new Uri("mailto:aminah@gmail.com"), isExternal: true, "rIdLink");
            main.Document = new Word.Document(new Word.Body(
                new Word.Paragraph(new Word.Run(new Word.Text("Identity card 900101-")), new Word.Run(new Word.RunProperties(new Word.Bold()), new Word.Text("14-5678 was seen, and 780923-10-6543 too."))),
                new Word.Paragraph(
                    new Word.InsertedRun(new Word.Run(new Word.Text("tel 012-345 6789 "))) { Id = "2", Author = "Zaki", Date = new DateTime(2024, 5, 1, 0, 0, 0, DateTimeKind.Utc) },
                    new Word.DeletedRun(new Word.Run(new Word.DeletedText("passport B1234567"))) { Id = "3", Author = "Zaki", Date = new DateTime(2024, 5, 1, 0, 0, 0, DateTimeKind.Utc) }),
                new Word.Paragraph(new Word.Run(new Word.RunProperties(new Word.Vanish()), new Word.Text("hidden 016-2345678"))),
                new Word.Paragraph(new Word.CommentRangeStart { Id = "1" }, new Word.Hyperlink(new Word.Run(new Word.Text("write"))) { Id = link.Id }, new Word.CommentRangeEnd { Id = "1" }, new Word.Run(new Word.CommentReference { Id = "1" })),
                Paragraph("Victims by nationality"),
                Table(["Nationality", "Victims", "No. Pasport"], ["Nepal", "3", "-"], ["Myanmar", "45", "MA123456"], ["Total", "48", ""]),
                Paragraph("End."),
                new Word.SectionProperties(new Word.HeaderReference { Id = "rIdHeader", Type = Word.HeaderFooterValues.Default })));
        }

        return stream.ToArray();
    }

    public static byte[] Pdf(string text)
    {
        using var builder = new PdfDocumentBuilder();
        builder.DocumentInformation.Author = "Farah Idris";
        var page = builder.AddPage(PageSize.A4);
        page.AddText(text, 11, new PdfPoint(40, 700), builder.AddStandard14Font(Standard14Font.Helvetica));
        return builder.Build();
    }

    public static byte[] Png(params (string Name, byte[] Content)[] chunks)
    {
        using var stream = new MemoryStream();
        stream.Write([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]);
        foreach (var (name, content) in chunks.Prepend(("IHDR", new byte[] { 0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0 })).Append(("IDAT", [0x78, 0x9C, 0x63, 0, 0, 0, 2, 0, 1])).Append(("IEND", [])))
        {
            var length = new byte[4];
            BinaryPrimitives.WriteInt32BigEndian(length, content.Length);
            stream.Write([.. length, .. Encoding.Latin1.GetBytes(name), .. content, 0, 0, 0, 0]);
        }

        return stream.ToArray();
    }

    /// <summary>A JPEG's frame: JFIF, the given Exif block, a comment, and a scan.</summary>
    public static byte[] Jpeg(byte[] exif, string comment) =>
    [
        0xFF, 0xD8, .. Segment(0xE0, "JFIF\0\u0001\u0001\0\0\u0001\0\u0001\0\0"u8), .. Segment(0xE1, [.. "Exif\0\0"u8, .. exif]), .. Segment(0xFE, Encoding.Latin1.GetBytes(comment)),
        .. Segment(0xC0, [8, 0, 1, 0, 1, 1, 1, 0x11, 0]), .. Segment(0xDA, [1, 1, 0, 0, 63, 0]), 0x12, 0x34, 0xFF, 0xD9,
    ];

    /// <summary>An Exif directory whose one entry points at a GPS block.</summary>
    public static byte[] ExifWithPosition { get; } = [.. "II"u8, 42, 0, 8, 0, 0, 0, 1, 0, 0x25, 0x88, 4, 0, 1, 0, 0, 0, 26, 0, 0, 0, 0, 0, 0, 0, 0, 0];

    /// <summary>An archive of one entry that unpacks to far more than it weighs.</summary>
    public static byte[] Bomb(string entry, int megabytes)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        using (var content = archive.CreateEntry(entry, CompressionLevel.Fastest).Open())
        {
            content.Write("<a>"u8);
            var blank = new byte[1 << 20];
            Array.Fill(blank, (byte)' ');
            for (var i = 0; i < megabytes; i++)
                content.Write(blank);

            content.Write("</a>"u8);
        }

        return stream.ToArray();
    }

    static byte[] Segment(byte marker, ReadOnlySpan<byte> content) => [0xFF, marker, (byte)((content.Length + 2) >> 8), (byte)(content.Length + 2), .. content];

    static Word.Paragraph Paragraph(string text) => new(new Word.Run(new Word.Text(text)));

    static Word.Table Table(params string[][] rows) => new(
    [
        new Word.TableProperties(new Word.TableWidth { Width = "0", Type = Word.TableWidthUnitValues.Auto }),
        new Word.TableGrid(rows[0].Select(_ => new Word.GridColumn { Width = "2000" })),
        .. rows.Select(row => new Word.TableRow(row.Select(text => new Word.TableCell(Paragraph(text))))),
    ]);

    static WorksheetPart Sheet(WorkbookPart workbook, string name, SheetStateValues? state, params Row[] rows)
    {
        var part = workbook.AddNewPart<WorksheetPart>();
        part.Worksheet = new Worksheet(new SheetData(rows));
        var sheets = workbook.Workbook!.Sheets!;
        sheets.Append(new Sheet { Name = name, SheetId = (uint)sheets.ChildElements.Count + 1, Id = workbook.GetIdOfPart(part), State = state is { } given ? new EnumValue<SheetStateValues>(given) : null });
        return part;
    }

    static Row Row(uint number, bool? hidden, params Cell[] cells) => new(cells) { RowIndex = number, Hidden = hidden is { } given ? new BooleanValue(given) : null };

    static SharedStringItem Shared(string text) => new(new Text(text));

    static Cell SharedCell(string at, int index) => new() { CellReference = at, DataType = CellValues.SharedString, CellValue = new CellValue(index) };

    static Cell Inline(string at, string text) => new() { CellReference = at, DataType = CellValues.InlineString, InlineString = new InlineString(new Text(text)) };

    static Cell Number(string at, string value) => new() { CellReference = at, CellValue = new CellValue(value) };
}
