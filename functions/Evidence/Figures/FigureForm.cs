using System.Text;
using Assessment.Cycle;
using Assessment.Mail;
using Assessment.Submission;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.CustomProperties;
using DocumentFormat.OpenXml.Spreadsheet;
using DocumentFormat.OpenXml.VariantTypes;

namespace Assessment.Evidence.Figures;

/// <summary>
/// The workbook that a data call attaches: typed cells to fill in, everything else protected, and a hidden mark that says which
/// form it is. The same request gives the same bytes.
/// </summary>
public static class FigureForm
{
    public const string MediaType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    /// <summary>How custom properties that users define are marked in every office document.</summary>
    const string UserProperties = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}";

    public static async Task Write(FormRequest request, Language language, Stream output, CancellationToken cancellation = default)
    {
        var zip = new StoredZip(output);
        foreach (var (name, xml) in Parts(request, language))
            await zip.Add(name, xml, cancellation);

        await zip.Finish(cancellation);
    }

    /// <summary>What a workbook says for the items of a request. Whatever is wrong with the file becomes a remark, never an exception.</summary>
    public static Task<FormReading> Read(Stream content, FormRequest expected, CancellationToken cancellation = default) =>
        FormReader.Read(content, expected, cancellation);

    // The parts are put together here: a packaging library would compress each of them first and stamp it with the time.
    static IEnumerable<(string Name, byte[] Xml)> Parts(FormRequest request, Language language)
    {
        var mark = FormMark.Of(request);
        yield return ("[Content_Types].xml", ContentTypes);
        yield return ("_rels/.rels", FileRelationships);
        yield return ("docProps/custom.xml", Xml(MarkOf(mark)));
        yield return ("xl/_rels/workbook.xml.rels", BookRelationships);
        yield return ("xl/styles.xml", Styles);
        yield return ("xl/workbook.xml", Xml(Book(language)));
        yield return ("xl/worksheets/sheet1.xml", Xml(FiguresSheet.Of(request, mark, language)));
        yield return ("xl/worksheets/sheet2.xml", Xml(AnswersSheet.Of(request, mark, language)));
    }

    static Workbook Book(Language language) => new(
        new WorkbookProtection { LockStructure = true },
        new BookViews(new WorkbookView()),
        new Sheets(
            new Sheet { Name = Texts.Fill(language, "sheet-figures"), SheetId = 1, Id = "rId1" },
            new Sheet { Name = Texts.Fill(language, "sheet-answers"), SheetId = 2, Id = "rId2" }));

    static Properties MarkOf(FormMark mark) => new(new CustomDocumentProperty(new VTLPWSTR(mark.ToString()))
    {
        FormatId = UserProperties,
        PropertyId = 2,
        Name = FormMark.PropertyName,
    });

    static byte[] ContentTypes { get; } = Xml("""
        <Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/worksheets/sheet2.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/><Override PartName="/docProps/custom.xml" ContentType="application/vnd.openxmlformats-officedocument.custom-properties+xml"/></Types>
        """);

    static byte[] FileRelationships { get; } = Xml("""
        <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="/xl/workbook.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties" Target="/docProps/custom.xml"/></Relationships>
        """);

    static byte[] BookRelationships { get; } = Xml("""
        <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="/xl/worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="/xl/worksheets/sheet2.xml"/><Relationship Id="rId9" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="/xl/styles.xml"/></Relationships>
        """);

    static byte[] Styles { get; } = Xml(FormStyles.Sheet);

    static byte[] Xml(OpenXmlElement root) => Xml(root.OuterXml);

    static byte[] Xml(string root) => Encoding.UTF8.GetBytes("""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>""" + "\n" + root);
}

/// <summary>What a workbook said: answers as the form block of a mail gives them, and remarks.</summary>
public sealed record FormReading(bool IsOurForm, IReadOnlyList<ReadItem> Items, IReadOnlyList<Remark> Remarks)
{
    public static FormReading Nothing(bool isOurForm, Remark remark) => new(isOurForm, [], [remark]);
}
