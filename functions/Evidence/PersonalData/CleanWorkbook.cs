using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace Assessment.Evidence.PersonalData;

/// <summary>
/// A workbook that holds what a reader sees and no more: hidden sheets, rows and columns go, formulas become their values, and with them go
/// names, pivot caches, links to other workbooks, comments, validations and metadata. Texts move from the shared table into their cells, so
/// that nothing unseen stays behind.
/// </summary>
static class CleanWorkbook
{
    public static List<string> Clean(Stream package, IReadOnlyList<Finding> findings)
    {
        using var document = SpreadsheetDocument.Open(package, isEditable: true);
        var workbook = document.WorkbookPart!;
        var strings = workbook.SharedStringTablePart?.SharedStringTable?.Elements<SharedStringItem>().Select(item => item.InnerText).ToList() ?? [];
        var hidden = RemoveHiddenSheets(workbook);
        var overwritten = 0;
        foreach (var (sheet, part) in Sheets(workbook))
            overwritten += CleanSheet(sheet.Name?.Value ?? "", part, strings, findings);

        CleanBook(workbook);
        CleanPackage.RemoveMetadata(document, workbook);
        return
        [
            Redaction.Overwritten(overwritten),
            hidden == 0 ? "Hidden rows and columns, comments and metadata removed." : $"Hidden sheets ({hidden}), rows and columns, comments and metadata removed.",
            "Formulas replaced by their values.",
        ];
    }

    static List<(Sheet Sheet, WorksheetPart Part)> Sheets(WorkbookPart workbook) =>
        [.. workbook.Workbook!.Descendants<Sheet>().Where(sheet => sheet.Id?.Value is not null).Select(sheet => (sheet, workbook.GetPartById(sheet.Id!.Value!))).Where(pair => pair.Item2 is WorksheetPart).Select(pair => (pair.sheet, (WorksheetPart)pair.Item2))];

    static int RemoveHiddenSheets(WorkbookPart workbook)
    {
        var hidden = workbook.Workbook!.Descendants<Sheet>().Where(sheet => sheet.State is { } state && state.Value != SheetStateValues.Visible).ToList();
        foreach (var sheet in hidden)
        {
            if (sheet.Id?.Value is { } id)
                workbook.DeletePart(id);

            sheet.Remove();
        }

        foreach (var view in workbook.Workbook.Descendants<WorkbookView>())
            (view.ActiveTab, view.FirstSheet) = (null, null);

        return hidden.Count;
    }

    static int CleanSheet(string name, WorksheetPart part, List<string> strings, IReadOnlyList<Finding> findings)
    {
        var worksheet = part.Worksheet!;
        RemoveHidden(worksheet);
        var places = findings.ToLookup(finding => finding.Where, StringComparer.Ordinal);
        var overwritten = 0;
        foreach (var cell in worksheet.Descendants<Cell>().ToList())
            overwritten += CleanCell(cell, strings, places[$"{name}!{cell.CellReference?.Value}"].ToList());

        RemoveBeside(part, worksheet);
        return overwritten;
    }

    static void RemoveHidden(Worksheet worksheet)
    {
        foreach (var row in worksheet.Descendants<Row>().Where(row => row.Hidden?.Value == true).ToList())
            row.Remove();

        var columns = worksheet.Descendants<Column>().Where(column => column.Hidden?.Value == true).ToList();
        foreach (var cell in worksheet.Descendants<Cell>().Where(cell => columns.Any(column => IsIn(cell, column))).ToList())
            cell.Remove();

        columns.ForEach(column => column.Hidden = null);
    }

    static bool IsIn(Cell cell, Column column) => Cells.Column(cell.CellReference?.Value) + 1 is var number && number >= (column.Min?.Value ?? 0) && number <= (column.Max?.Value ?? 0);

    static int CleanCell(Cell cell, List<string> strings, List<Finding> findings)
    {
        cell.CellFormula = null;
        var text = cell.DataType is { } type && type.Value == CellValues.SharedString && int.TryParse(cell.CellValue?.Text, out var index)
            ? index < strings.Count ? strings[index] : ""
            : cell.DataType is { } inline && inline.Value == CellValues.InlineString ? cell.InlineString?.InnerText : null;
        if (findings.Count > 0)
            text = Redaction.Overwrite(text ?? WorkbookScan.Plain(cell.CellValue?.Text ?? ""), findings);

        if (text is null)
            return 0;

        cell.CellValue = null;
        cell.DataType = CellValues.InlineString;
        cell.InlineString = new InlineString(new Text(text) { Space = SpaceProcessingModeValues.Preserve });
        return findings.Count;
    }

    static void RemoveBeside(WorksheetPart part, Worksheet worksheet)
    {
        CleanPackage.Delete<WorksheetCommentsPart>(part);
        CleanPackage.Delete<WorksheetThreadedCommentsPart>(part);
        CleanPackage.Delete<VmlDrawingPart>(part);
        CleanPackage.Delete<PivotTablePart>(part);
        CleanPackage.Delete<TableDefinitionPart>(part);
        CleanPackage.Delete<QueryTablePart>(part);
        foreach (var link in part.HyperlinkRelationships.ToList())
            part.DeleteReferenceRelationship(link);

        worksheet.RemoveAllChildren<LegacyDrawing>();
        worksheet.RemoveAllChildren<LegacyDrawingHeaderFooter>();
        worksheet.RemoveAllChildren<TableParts>();
        worksheet.RemoveAllChildren<Hyperlinks>();
        worksheet.RemoveAllChildren<DataValidations>();
        worksheet.RemoveAllChildren<HeaderFooter>();
        worksheet.RemoveAllChildren<AutoFilter>();
        worksheet.RemoveAllChildren<WorksheetExtensionList>();
    }

    static void CleanBook(WorkbookPart workbook)
    {
        CleanPackage.Delete<SharedStringTablePart>(workbook);
        CleanPackage.Delete<CalculationChainPart>(workbook);
        CleanPackage.Delete<ExternalWorkbookPart>(workbook);
        CleanPackage.Delete<ConnectionsPart>(workbook);
        CleanPackage.Delete<PivotTableCacheDefinitionPart>(workbook);
        CleanPackage.Delete<WorkbookPersonPart>(workbook);
        workbook.Workbook!.RemoveAllChildren<DefinedNames>();
        workbook.Workbook.RemoveAllChildren<ExternalReferences>();
        workbook.Workbook.RemoveAllChildren<PivotCaches>();
    }
}
