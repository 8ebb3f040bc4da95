using Assessment.Cycle;
using Assessment.DataCalls;
using Assessment.Evidence.Figures;
using Assessment.Mail;
using Assessment.Pages;

namespace Assessment.Corrections;

/// <summary>What an organisation is told when something that was submitted is to be corrected.</summary>
public static class CorrectionLetters
{
    public static OutgoingMail Letter(RoundInPlan round, DataCall call, Correction correction, IReadOnlyList<Item> items, DateTimeOffset now, IReadOnlyList<PersonalPage>? pages = null)
    {
        var audience = Recipients.Of(round, call, Audience.FocalPoint, now);
        var language = audience.Language;
        var key = $"{correction.InstanceOf(call.Id)}-letter";
        var workbook = FormFiles.For(round, call, items, key, language);
        var codes = string.Join(", ", items.Select(item => item.Code));
        var body = MailBody.Of(
            round.Plan,
            language,
            "correction",
            ("salutation", Texts.Fill(language, "salutation")),
            ("round", round.Round.Title),
            ("version", Texts.Number(round.Running.Version)),
            ("next", Texts.Number(correction.Version)),
            ("reason", correction.Reason),
            ("items", new ItemList([.. items.Select(item => new MailItem(item.Code, Letters.TextOf(round, item.Code, language), []))])),
            ("due", Texts.Moment(language, round.Zone, correction.Dates.RepliesDue)),
            ("form", new FormBlock(Letters.Form(round, call, items, language))),
            ("page", PageLines.Of(language, "page-short", pages)),
            ("workbook", Letters.Workbook(workbook, language)),
            ("closing", Letters.Closing(round.Plan, language)));
        return audience.Mail(
            MailKind.Correction,
            key,
            call.Id,
            MailMatching.WithToken(Texts.Fill(language, "correction-subject", ("codes", codes)), call.Id),
            body) with
        {
            InReplyTo = call.LetterId,
            Attachments = workbook,
            Why = correction.Reason,
        };
    }
}
