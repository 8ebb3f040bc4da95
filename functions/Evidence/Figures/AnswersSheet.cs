using Assessment.Cycle;
using Assessment.Mail;
using DocumentFormat.OpenXml.Spreadsheet;

namespace Assessment.Evidence.Figures;

/// <summary>The sheet of answers in words: a row for each item, last year's answer beside it.</summary>
static class AnswersSheet
{
    const double TextWidth = 44;
    const double RoomToWrite = 90;

    public static readonly IReadOnlyList<FormColumn> Columns =
    [
        new(FormLayout.KeyColumn, "", 4),
        new("#code", "column-code", 8),
        new("#text", "column-text", TextWidth),
        new("#lastanswer", "column-lastanswer", TextWidth),
        new("#answer", "column-answer", 70),
        new("#nothing", "column-nothing", 34),
        new("#until", "column-until", 13),
        new("#why", "column-why", 30),
    ];

    public static Worksheet Of(FormRequest request, FormMark mark, Language language)
    {
        var sheet = new FormSheet(Columns, language);
        sheet.Open(mark, request.CycleTitle, FormHints.Of(request, "form-hint-answers", language));
        var header = sheet.Rows;
        var until = new List<string>();
        foreach (var item in request.Items)
        {
            var row = sheet.Add(Cells(item), Math.Max(RoomToWrite, FormSheet.HeightFor(TextWidth, item.Text, item.LastAnswer)));
            until.Add(sheet.Reference("#until", row));
        }

        var dates = FormRules.Date(until, Texts.Fill(language, "form-error-date"), Texts.Fill(language, "form-prompt-until"));
        return sheet.Close(header, frozenColumns: 3, dates is null ? [] : [FormRules.All(dates)]);
    }

    static Cell[] Cells(FormItem item) =>
    [
        FormSheet.Text(item.Code, FormStyles.Plain),
        FormSheet.Text(item.Code, FormStyles.Label),
        FormSheet.Text(item.Text, FormStyles.Label),
        FormSheet.Text(item.LastAnswer, FormStyles.PartLabel),
        FormSheet.Text("", FormStyles.AnswerText),
        FormSheet.Text("", FormStyles.AnswerText),
        FormSheet.Text("", FormStyles.AnswerDate),
        FormSheet.Text("", FormStyles.AnswerText),
    ];
}

/// <summary>The lines on top of a sheet.</summary>
static class FormHints
{
    public static IReadOnlyList<string> Of(FormRequest request, string hint, Language language) =>
    [
        Texts.Fill(
            language,
            "form-about",
            ("organisation", request.OrganisationName),
            ("round", request.RoundTitle),
            ("from", Texts.Day(language, request.CoversFrom)),
            ("to", Texts.Day(language, request.CoversTo)),
            ("reference", request.CallId)),
        .. Texts.Fill(language, hint).Split('\n'),
    ];
}
