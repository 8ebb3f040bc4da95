using Assessment.Access;
using Assessment.Cycle;
using Assessment.Mail;

namespace Assessment.Pages;

/// <summary>The one-time code that binds a link to a browser, sent to the mailbox that the link belongs to.</summary>
public sealed class PageCodes(PersonalLinks links, Outbox outbox, TimeProvider clock)
{
    public async Task Send(PageContext page, CancellationToken cancellation)
    {
        var link = await links.Change(page.Link, current => PersonalLinkRules.WithNextCode(current, page.Now), cancellation);
        await links.Note(link, "LinkUsed", $"code-{link.Code}", $"A code for the link of {link.Person} was asked for.", cancellation);
        await outbox.Send(page.Call.CycleId, Mail(page, link), cancellation);
    }

    /// <summary>What became of a code, and what the browser keeps when it was right.</summary>
    public async Task<(CodeOutcome Outcome, string? Browser)> Try(PageContext page, string code, CancellationToken cancellation)
    {
        var outcome = CodeOutcome.Spent;
        var link = await links.Change(
            page.Link,
            current =>
            {
                var (next, result) = PersonalLinkRules.Try(current, page.Opened.Key, code, clock.GetUtcNow());
                outcome = result;
                return next;
            },
            cancellation);
        await links.Note(link, "LinkUsed", $"code-{link.Code}-{outcome}", $"A code for the link of {link.Person} was tried: {outcome}.", cancellation);
        return (outcome, outcome == CodeOutcome.Right ? page.Opened.Key.Browser(link.Address, link.Code) : null);
    }

    /// <summary>A mailbox as whoever holds the link may see it: f…@pdrm.example</summary>
    public static string Masked(string mailbox) => mailbox.Split('@', 2) is [{ Length: > 0 } name, var domain] ? $"{name[0]}…@{domain}" : "…";

    static OutgoingMail Mail(PageContext page, PersonalLink link)
    {
        var (person, plan, language) = (page.Opened.Person, page.Round.Plan, page.Opened.Person.Language);
        var body = MailBody.Of(
            plan,
            language,
            "code",
            ("salutation", Texts.Fill(language, "salutation")),
            ("code", page.Opened.Key.Code(link.Address, link.Code)),
            ("minutes", Texts.Number((decimal)PersonalLinkRules.CodeLasts.TotalMinutes)),
            ("closing", Letters.Closing(plan, language)));
        return new OutgoingMail
        {
            Kind = MailKind.OneTimeCode,
            Key = $"{link.CallId}-code-{link.Id}-{link.Code}",
            To = [new MailAddress(person.Name, person.Email)],
            Subject = Texts.Fill(language, "code-subject"),
            Text = body.Text,
            Html = body.Html,
            About = link.CallId,
            Why = "A personal link was opened in a browser that it does not know.",
        };
    }
}
