using Assessment.Cycle;
using Assessment.DataCalls;
using Assessment.Mail;
using Assessment.Pages;

namespace Assessment.Turnover;

/// <summary>The mail by which a call passes to somebody else: what is asked, where each item stands, and last year's answers.</summary>
public static class HandOverLetters
{
    public static OutgoingMail Of(RoundInPlan round, DataCall call, IReadOnlyList<Item> items, HandOver handOver, DateTimeOffset now, IReadOnlyList<PersonalPage>? pages = null)
    {
        var language = handOver.To.Language;
        var open = items.Where(item => item.IsOutstanding).ToList();
        var organisation = Letters.NameOf(round, call, language);
        var body = MailBody.Of(
            round.Plan,
            language,
            "handover",
            ("cycle", round.Plan.Cycle.Title),
            ("round", round.Round.Title),
            ("todo", ToDo(round, open, language, now)),
            ("how", Texts.Fill(language, open.Count == 0 ? "handover-later" : "handover-how")),
            ("reference", call.Id),
            ("organisation", organisation),
            ("attention", handOver.To.Name),
            ("salutation", Texts.Fill(language, "salutation")),
            ("why", Why(handOver, organisation, language)),
            ("items", new ItemList([.. items.Select(item => Standing(round, call, item, language))])),
            ("form", open.Count == 0 ? "" : new MailValue("", MailTemplate.Fill(language, "handover-form", ("form", new FormBlock(Letters.Form(round, call, open, language)))))),
            ("page", PageLines.Of(language, "page", pages)),
            ("closing", Letters.Closing(round.Plan, language)));
        var subject = Texts.Fill(language, "handover-subject", ("cycle", round.Plan.Cycle.Title), ("round", round.Round.Title));
        return new OutgoingMail
        {
            Kind = MailKind.HandOver,
            Key = $"{call.Id}-handover-{ThreadKey.Of(handOver.To.Email.ToLowerInvariant())[..12]}",
            To = [new MailAddress(handOver.To.Name, handOver.To.Email)],
            Subject = MailMatching.WithToken(subject, call.Id),
            Text = body.Text,
            Html = body.Html,
            InReplyTo = call.LetterId,
            About = call.Id,
            Why = $"The data call passes to {handOver.To.Id} ({handOver.Reason}).",
        };
    }

    static string ToDo(RoundInPlan round, List<Item> open, Language language, DateTimeOffset now)
    {
        if (open.Count == 0)
        {
            return Texts.Fill(language, "handover-nothing");
        }

        var due = open.Min(item => item.DueAt);
        return Texts.Fill(language, due < now ? "todo-overdue" : "todo-due", ("due", Texts.Moment(language, round.Zone, due)));
    }

    static string Why(HandOver handOver, string organisation, Language language) => Texts.Fill(
        language,
        handOver.Reason switch
        {
            HandOverReason.Turnover => "handover-turnover",
            HandOverReason.Absence => "handover-absence",
            HandOverReason.Unreachable => "handover-unreachable",
            HandOverReason.New => "handover-new",
            _ => throw new InvalidOperationException($"There are no words for {handOver.Reason}."),
        },
        ("organisation", organisation),
        ("predecessor", handOver.From?.Name ?? ""));

    /// <summary>Where an item stands; one that is open is shown as the letter showed it, with last year's answer.</summary>
    static MailItem Standing(RoundInPlan round, DataCall call, Item item, Language language)
    {
        var asked = Letters.ItemOf(round, call, item.Code, language);
        return asked with { Details = [State(round, item, language), .. item.IsSettled ? [] : asked.Details] };
    }

    static string State(RoundInPlan round, Item item, Language language)
    {
        var due = ("due", Texts.Moment(language, round.Zone, item.DueAt));
        return item.Status switch
        {
            ItemStatus.Asked => Texts.Fill(language, "handover-asked", due),
            ItemStatus.Extended => Texts.Fill(language, "handover-extended", due),
            ItemStatus.Returned => Texts.Fill(language, "handover-returned", due, ("reason", item.Reason ?? "")),
            ItemStatus.Replied => Texts.Fill(language, "handover-replied", ("date", Texts.Day(language, round.Zone.DayOf(item.Answer!.ReceivedAt)))),
            ItemStatus.Accepted => Texts.Fill(language, "handover-accepted"),
            ItemStatus.NotProvided => Texts.Fill(language, "handover-closed"),
            _ => throw new InvalidOperationException($"There are no words for {item.Status}."),
        };
    }
}
