using System.Globalization;
using Assessment.Cycle;
using Assessment.Mail;
using Assessment.Submission;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.CustomProperties;
using DocumentFormat.OpenXml.Packaging;
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
        using var written = new MemoryStream();
        using (var document = SpreadsheetDocument.Create(written, SpreadsheetDocumentType.Workbook, autoSave: false))
            Fill(document, request, language);

        await OfficePackage.Repack(written, output, cancellation);
    }

    /// <summary>What a workbook says for the items of a request. Whatever is wrong with the file becomes a remark, never an exception.</summary>
    public static Task<FormReading> Read(Stream content, FormRequest expected, CancellationToken cancellation = default) =>
        FormReader.Read(content, expected, cancellation);

    // Every part has a given relationship id: the SDK would otherwise make a random one.
    static void Fill(SpreadsheetDocument document, FormRequest request, Language language)
    {
        var mark = FormMark.Of(request);
        var workbook = document.AddWorkbookPart();
        document.ChangeIdOfPart(workbook, "rId1");
        (string Name, Worksheet Sheet)[] sheets =
        [
            (Texts.Fill(language, "sheet-figures"), FiguresSheet.Of(request, mark, language)),
            (Texts.Fill(language, "sheet-answers"), AnswersSheet.Of(request, mark, language)),
        ];
        for (var index = 0; index < sheets.Length; index++)
            workbook.AddNewPart<WorksheetPart>(IdOf(index)).Worksheet = sheets[index].Sheet;

        workbook.AddNewPart<WorkbookStylesPart>("rId9").Stylesheet = FormStyles.Sheet;
        workbook.Workbook = new Workbook(
            new WorkbookProtection { LockStructure = true },
            new BookViews(new WorkbookView()),
            new Sheets(sheets.Select((sheet, index) => new Sheet { Name = sheet.Name, SheetId = (uint)index + 1, Id = IdOf(index) })));
        AddMark(document, mark);
        document.Save();
    }

    static void AddMark(SpreadsheetDocument document, FormMark mark)
    {
        var part = document.AddNewPart<CustomFilePropertiesPart>("rId2");
        part.Properties = new Properties(new CustomDocumentProperty(new VTLPWSTR(mark.ToString()))
        {
            FormatId = UserProperties,
            PropertyId = 2,
            Name = FormMark.PropertyName,
        });
    }

    static string IdOf(int sheet) => $"rId{(sheet + 1).ToString(CultureInfo.InvariantCulture)}";
}

/// <summary>What a workbook said: answers as the form block of a mail gives them, and remarks.</summary>
public sealed record FormReading(bool IsOurForm, IReadOnlyList<ReadItem> Items, IReadOnlyList<Remark> Remarks)
{
    public static FormReading Nothing(bool isOurForm, Remark remark) => new(isOurForm, [], [remark]);
}
