using Assessment.Cycle;
using Assessment.Mail;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Spreadsheet;

namespace Assessment.Evidence.Figures;

/// <summary>The sheet of figures: a row for each indicator and one for each part of it.</summary>
static class FiguresSheet
{
    const double NameWidth = 42;

    public static readonly IReadOnlyList<FormColumn> Columns =
    [
        new(FormLayout.KeyColumn, "", 4),
        new("#indicator", "column-indicator", 11),
        new("#name", "column-name", NameWidth),
        new("#part", "column-part", 24),
        new("#unit", "column-unit", 13),
        new("#lastyear", "column-lastyear", 12),
        new("#value", "column-value", 13),
        new("#from", "column-from", 13),
        new("#to", "column-to", 13),
        new("#cutoff", "column-cutoff", 13),
        new("#source", "column-source", 32),
        new("#unavailable", "column-unavailable", 34),
        new("#planned", "column-planned", 13),
    ];

    public static Worksheet Of(FormRequest request, FormMark mark, Language language)
    {
        var sheet = new FormSheet(Columns, language);
        sheet.Open(mark, request.CycleTitle, FormHints.Of(request, "form-hint-figures", language));
        var header = sheet.Rows;
        var (indicators, parts, openParts) = (new List<uint>(), new List<uint>(), new List<uint>());
        foreach (var item in request.Items.Where(item => item.Indicators.Count > 0))
        {
            sheet.Add([FormSheet.Text("", FormStyles.Plain), .. Columns.Skip(1).Select((_, index) => FormSheet.Text(index == 0 ? $"{item.Code}  {item.Text}" : "", FormStyles.Item))], 22);
            foreach (var row in item.Indicators.SelectMany(FormLayout.RowsOf))
            {
                var number = row.IsPart ? sheet.Add(PartCells(row, language), FormSheet.LineHeight + 2) : sheet.Add(IndicatorCells(row), FormSheet.HeightFor(NameWidth, row.Indicator.Name));
                (row.IsPart ? parts : indicators).Add(number);
                if (row.IsOpenPart)
                    openParts.Add(number);
            }
        }

        return sheet.Close(header, frozenColumns: 4, Rules(sheet, indicators, parts, openParts, language));
    }

    static Cell[] IndicatorCells(FormRow row) =>
    [
        FormSheet.Text(row.Key, FormStyles.Plain),
        FormSheet.Text(row.Indicator.Id, FormStyles.Label),
        FormSheet.Text(row.Indicator.Name, FormStyles.Label),
        FormSheet.Text("", FormStyles.Label),
        FormSheet.Text(row.Indicator.Unit, FormStyles.Label),
        FormSheet.Number(row.Indicator.LastYear, FormStyles.Known),
        FormSheet.Number(null, FormStyles.AnswerNumber),
        FormSheet.Text("", FormStyles.AnswerDate),
        FormSheet.Text("", FormStyles.AnswerDate),
        FormSheet.Text("", FormStyles.AnswerDate),
        FormSheet.Text("", FormStyles.AnswerText),
        FormSheet.Text("", FormStyles.AnswerText),
        FormSheet.Text("", FormStyles.AnswerDate),
    ];

    static Cell[] PartCells(FormRow row, Language language) =>
    [
        FormSheet.Text(row.Key, FormStyles.Plain),
        FormSheet.Text(row.Indicator.Id, FormStyles.PartLabel),
        FormSheet.Text(Texts.Fill(language, "form-by", ("by", FormLayout.DimensionName(row.Dimension!, language))), FormStyles.PartLabel),
        FormSheet.Text(FormLayout.PartName(row, language), row.IsOpenPart ? FormStyles.AnswerText : FormStyles.PartLabel),
        FormSheet.Text(row.Indicator.Unit, FormStyles.PartLabel),
        FormSheet.Text("", FormStyles.Closed),
        FormSheet.Number(null, FormStyles.AnswerNumber),
        .. Enumerable.Range(0, 6).Select(_ => FormSheet.Text("", FormStyles.Closed)),
    ];

    static List<OpenXmlElement> Rules(FormSheet sheet, List<uint> indicators, List<uint> parts, List<uint> openParts, Language language)
    {
        if (indicators.Count == 0)
            return [];

        string Say(string key) => Texts.Fill(language, key);
        List<string> Cells(string id, IEnumerable<uint> rows) => [.. rows.Select(row => sheet.Reference(id, row))];
        string Absolute(string id) => "$" + sheet.Reference(id, indicators[0]);
        return
        [
            FormRules.WhileMissing([.. indicators.Select(row => $"{sheet.Reference("#from", row)}:{sheet.Reference("#source", row)}")], $"AND({Absolute("#value")}<>\"\",{sheet.Reference("#from", indicators[0])}=\"\")", 1),
            FormRules.WhileMissing(Cells("#planned", indicators), $"AND({Absolute("#unavailable")}<>\"\",{sheet.Reference("#planned", indicators[0])}=\"\")", 2),
            FormRules.All(
                FormRules.NotNegative(Cells("#value", indicators.Concat(parts).Order()), Say("form-error-number"), Say("form-prompt-value")),
                FormRules.Date([.. Cells("#from", indicators), .. Cells("#to", indicators)], Say("form-error-date"), Say("form-prompt-period")),
                FormRules.Date(Cells("#cutoff", indicators), Say("form-error-date"), Say("form-prompt-cutoff")),
                FormRules.Date(Cells("#planned", indicators), Say("form-error-date"), Say("form-prompt-planned")),
                FormRules.Suggestions(Cells("#unavailable", indicators), Say("form-reasons").Split(", "), Say("form-prompt-unavailable")),
                FormRules.Suggestions(Cells("#part", openParts), Say("form-part-words").Split(", "), Say("form-prompt-part"))),
        ];
    }
}
