using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Assessment.Cycle;
using Assessment.Mail;
using Assessment.Review;
using Assessment.Triage;
using MimeKit;

namespace Assessment.Host.Sandbox.Pages;

/// <summary>What every page of the sandbox stands in.</summary>
public sealed record SandboxFrame(Plan Plan, Zone Zone, SandboxClock Clock, int Waiting, string Here, string? Note, string? Refusal)
{
    public string Local(DateTimeOffset at) => Zone.In(at).ToString("ddd d MMM yyyy, HH:mm:ss", CultureInfo.InvariantCulture);

    public string Short(DateTimeOffset at) => Zone.In(at).ToString("d MMM, HH:mm:ss", CultureInfo.InvariantCulture);
}

/// <summary>The pages of the sandbox as HTML: pure functions of what there is.</summary>
public static partial class SandboxViews
{
    public static string MailboxPath(string address) => $"/mailbox/{Uri.EscapeDataString(address)}";

    public static string MailPath(string address, string key) => $"{MailboxPath(address)}/{Uri.EscapeDataString(key)}";

    public static string DeskPath(Plan plan) => $"/api/desk/{Uri.EscapeDataString(plan.Cycle.Id)}";

    public static string Page(SandboxFrame frame, string title, Markup content) => Markup.Of(
        $"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{title} – sandbox</title>
        <link rel="icon" href="data:,">
        <style>{new Markup(SandboxStyle.Css)}</style>
        </head>
        <body>
        <header>
        <div class="bar">
        <span class="name">Sandbox of {frame.Plan.Cycle.Title}</span>
        <nav aria-label="Sandbox"><a href="/">People</a> <a href="{MailboxPath(frame.Plan.Cycle.Mailbox)}">Shared mailbox</a> <a href="/cards">Cards ({frame.Waiting})</a></nav>
        </div>
        </header>
        {ClockBar(frame)}
        <main>
        {Said(frame)}
        {content}
        </main>
        </body>
        </html>
        """).Text;

    public static Markup Home(SandboxFrame frame, IReadOnlyList<MailHead> mails)
    {
        var today = frame.Zone.DayOf(frame.Clock.Now());
        var organisations = frame.Plan.People.Where(person => person.IsValidOn(today)).GroupBy(person => person.Organisation).OrderBy(group => frame.Plan.Organisations.ToList().FindIndex(organisation => organisation.Code == group.Key));
        return Markup.Of(
            $"""
            <h1>Whose mailbox?</h1>
            <p>Everybody of the cycle is here, and you can be each of them: read what they got, answer with files, press what waits for them. Nothing leaves this machine.</p>
            <div class="people">
            {Markup.All(organisations.Select(group => OrganisationPanel(frame, mails, group)))}
            </div>
            <h2>Somebody else</h2>
            <form action="/mailbox" class="panel">
            <label for="of">Mail address of a person who is not in the plan</label>
            <input id="of" name="of" type="email" required placeholder="stranger@elsewhere.example">
            <div class="buttons"><button class="quiet">Open the mailbox</button></div>
            </form>
            """);
    }

    public static Markup Mailbox(SandboxFrame frame, string address, Person? person, IReadOnlyList<MailHead> mails, int cards)
    {
        var isShared = string.Equals(address, frame.Plan.Cycle.Mailbox, StringComparison.OrdinalIgnoreCase);
        return Markup.Of(
            $"""
            <h1>{(isShared ? "The shared mailbox" : person?.Name ?? address)}</h1>
            <p class="soft">{address}{(person is null ? "" : $", {RoleOf(person.Role)} of {person.Organisation}")}</p>
            {(isShared ? Markup.Nothing : PersonLinks(frame, address, person, cards))}
            {(mails.Count == 0 ? Markup.Of($"<p>No mail yet.{(frame.Clock.CanMove ? " Move the clock to the next event." : "")}</p>") : Markup.Of($"<ul class=\"list\">{Markup.All(mails.Select(mail => Row(frame, address, mail)))}</ul>"))}
            <details>
            <summary>Drop an .eml file into the shared mailbox</summary>
            <form method="post" action="{MailboxPath(address)}/eml" enctype="multipart/form-data" class="panel">
            <label for="eml">A message as it comes over the wire</label>
            <input id="eml" name="eml" type="file" accept=".eml,message/rfc822" required>
            <div class="buttons"><button class="quiet">Deliver it</button></div>
            </form>
            </details>
            """);
    }

    public static Markup Mail(SandboxFrame frame, string address, MailHead head, MailContent content, Uri pages)
    {
        var path = MailPath(address, head.Message.Key);
        return Markup.Of(
            $"""
            <p><a href="{MailboxPath(address)}">Back to the mailbox</a></p>
            <h1>{head.Subject}</h1>
            <dl class="facts">
            <dt>From</dt><dd>{Named(head.From)}</dd>
            <dt>To</dt><dd>{string.Join(", ", head.To.Select(Named))}</dd>
            <dt>{(head.IsFromApp ? "Sent" : "Received")}</dt><dd>{frame.Local(head.Message.At)}</dd>
            <dt>As it came</dt><dd><a href="{path}/raw">{head.Message.Key}.eml</a></dd>
            </dl>
            {Markup.All(PagesIn(content, pages).Select(link => Markup.Of($"<p><a class=\"go\" href=\"{link}\">Open the personal page in this mail</a></p>")))}
            {Files(path, content)}
            <iframe src="{path}/body" title="What the mail says" sandbox="allow-popups allow-popups-to-escape-sandbox"></iframe>
            {(head.IsFromApp && !string.Equals(address, frame.Plan.Cycle.Mailbox, StringComparison.OrdinalIgnoreCase) ? Answer(address, head, content) : Markup.Nothing)}
            """);
    }

    public static Markup NewMail(string address) => Markup.Of(
        $"""
        <p><a href="{MailboxPath(address)}">Back to the mailbox</a></p>
        <h1>A new mail to the shared mailbox</h1>
        <form method="post" action="{MailboxPath(address)}/send" enctype="multipart/form-data" class="panel">
        <label for="subject">Subject</label>
        <input id="subject" name="subject" required>
        <label for="text">Text</label>
        <textarea id="text" name="text"></textarea>
        <label for="files">Files</label>
        <input id="files" name="files" type="file" multiple>
        <div class="buttons"><button>Send</button></div>
        </form>
        """);

    public static Markup Cards(SandboxFrame frame, IReadOnlyList<WaitingCard> cards, string? of)
    {
        var theirs = cards.Where(card => of is null || card.Card.For.Contains(of)).ToList();
        var waiting = theirs.Where(card => card.Decision is null).ToList();
        var decided = theirs.Where(card => card.Decision is not null).OrderByDescending(card => card.Decision!.At).ThenBy(card => card.Card.Key, StringComparer.Ordinal).Take(20).ToList();
        return Markup.Of(
            $"""
            <h1>Cards that wait{(of is null ? "" : $" for {frame.Plan.People.FirstOrDefault(person => person.Id == of)?.Name ?? of}")}</h1>
            <p class="soft">As Teams would show them. What waits for the secretariat about mails is also on <a href="{DeskPath(frame.Plan)}">its page</a>, for whose mailbox was opened last.</p>
            {(waiting.Count == 0 ? Markup.Of($"<p>Nothing waits.</p>") : Markup.All(waiting.Select((card, index) => Waiting(frame, card, index))))}
            <h2>Decided last</h2>
            {(decided.Count == 0 ? Markup.Of($"<p>Nothing yet.</p>") : Markup.Of($"<ul>{Markup.All(decided.Select(card => Markup.Of($"<li>{frame.Short(card.Decision!.At)}: {card.Card.Title} <strong>{card.Decision.Choice}</strong>, {card.Decision.By}</li>")))}</ul>"))}
            """);
    }

    /// <summary>What a mail says, for a frame of its own.</summary>
    public static string Body(MimeMessage? message) => message?.HtmlBody is { } html
        ? $"<base target=\"_blank\">{html}"
        : Markup.Of($"<!DOCTYPE html><html lang=\"en\"><head><title>Mail</title><base target=\"_blank\"></head><body><pre style=\"white-space: pre-wrap; font: 15px/1.5 sans-serif\">{message?.TextBody ?? "(nothing readable)"}</pre></body></html>").Text;

    static Markup ClockBar(SandboxFrame frame) => Markup.Of(
        $"""
        <div class="clock"><section class="bar" aria-label="Clock">
        <strong>{frame.Local(frame.Clock.Now())}</strong>
        {(frame.Clock.CanMove ? Moves(frame) : Markup.Of($"<span class=\"soft\">The clock moves by itself. <a href=\"{frame.Here}\">Look again</a></span>"))}
        </section></div>
        """);

    static Markup Moves(SandboxFrame frame) => Markup.Of(
        $"""
        <form method="post" action="/walk/step"><input type="hidden" name="back" value="{frame.Here}"><button>Next event</button>{(frame.Clock.NextDue() is { } due ? Markup.Of($"<span class=\"soft\">{frame.Short(due)}</span>") : Markup.Nothing)}</form>
        <form method="post" action="/walk/jump"><input type="hidden" name="back" value="{frame.Here}"><label for="by">Let pass</label> <select id="by" name="by"><option value="00:00:10">10 seconds</option><option value="00:01:00">a minute</option><option value="01:00:00">an hour</option><option value="1.00:00:00">a day</option><option value="7.00:00:00">a week</option></select> <button class="quiet">Go</button></form>
        <form method="post" action="/walk/jump"><input type="hidden" name="back" value="{frame.Here}"><label for="to">or go to</label> <input id="to" name="to" type="datetime-local" step="1" value="{frame.Zone.In(frame.Clock.Now()).ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture)}"> <button class="quiet">Go there</button></form>
        """);

    static Markup Said(SandboxFrame frame) => Markup.All(
    [
        frame.Note is { Length: > 0 } note ? Markup.Of($"<p class=\"note\" role=\"status\">{note}</p>") : Markup.Nothing,
        frame.Refusal is { Length: > 0 } refusal ? Markup.Of($"<p class=\"note bad\" role=\"alert\">{refusal}</p>") : Markup.Nothing,
    ]);

    static Markup OrganisationPanel(SandboxFrame frame, IReadOnlyList<MailHead> mails, IGrouping<string, Person> people) => Markup.Of(
        $"""
        <section class="panel"><h2>{frame.Plan.Organisation(people.Key).Name}</h2><ul>
        {Markup.All(people.Select(person => Markup.Of($"<li><a href=\"{MailboxPath(person.Email)}\">{person.Name}</a> <span class=\"soft\">{RoleOf(person.Role)}, {Counted(mails.Count(mail => mail.Concerns(person.Email)), "mail")}</span></li>")))}
        </ul></section>
        """);

    static Markup PersonLinks(SandboxFrame frame, string address, Person? person, int cards) => Markup.Of(
        $"""
        <p><a class="go" href="{MailboxPath(address)}/new">Write a new mail</a></p>
        {(person is null ? Markup.Nothing : Markup.Of($"<p><a href=\"/cards?of={Uri.EscapeDataString(person.Id)}\">{Counted(cards, "card")} for {person.Name} to decide</a></p>"))}
        {(person?.Role == Role.Secretariat ? Markup.Of($"<p><a href=\"{DeskPath(frame.Plan)}\">What waits for the secretariat</a></p>") : Markup.Nothing)}
        """);

    static Markup Row(SandboxFrame frame, string address, MailHead mail)
    {
        var isSent = string.Equals(mail.From.Address, address, StringComparison.OrdinalIgnoreCase) || (mail.IsFromApp && string.Equals(address, frame.Plan.Cycle.Mailbox, StringComparison.OrdinalIgnoreCase));
        return Markup.Of(
            $"""
            <li><a class="row" href="{MailPath(address, mail.Message.Key)}"><span class="tag{(isSent ? "" : " in")}">{(isSent ? "sent" : "received")}</span> <span class="subject">{mail.Subject}</span> <span class="when">{frame.Short(mail.Message.At)}</span> <span class="who">{(isSent ? $"to {string.Join(", ", mail.To.Select(to => to.Name))}" : $"from {mail.From.Name}")}</span></a></li>
            """);
    }

    static Markup Files(string path, MailContent content) => content.Files.Count == 0 ? Markup.Nothing : Markup.Of(
        $"<p>Files: {Markup.All(content.Files.Select((file, index) => Markup.Of($"<a href=\"{path}/files/{index}\">{file.Name}</a>")))}</p>");

    static Markup Answer(string address, MailHead head, MailContent content) => Markup.Of(
        $"""
        <h2>Reply</h2>
        <form method="post" action="{MailboxPath(address)}/send" enctype="multipart/form-data" class="panel">
        <input type="hidden" name="answers" value="{head.Message.Key}">
        <label for="text">Your reply</label>
        <textarea id="text" name="text" rows="12">{"\n" + WrittenMail.FormIn(content.Text)}</textarea>
        <label for="files">Files; their names begin with the item's code, as in R01-circular.pdf</label>
        <input id="files" name="files" type="file" multiple>
        <div class="buttons"><button>Send the reply</button></div>
        </form>
        <details>
        <summary>Let a machine answer instead</summary>
        <form method="post" action="{MailPath(address, head.Message.Key)}/automatic" class="panel">
        <label for="kind">What it sends</label>
        <select id="kind" name="kind"><option value="OutOfOffice">out of office</option><option value="Automatic">automatic reply</option><option value="Bounce">non-delivery: the address does not exist</option><option value="ReadReceipt">read receipt</option></select>
        <div class="buttons"><button class="quiet">Send it</button></div>
        </form>
        </details>
        """);

    static Markup Waiting(SandboxFrame frame, WaitingCard waiting, int index)
    {
        var card = waiting.Card;
        var needsWords = card.Buttons.Any(button => button.NeedsReason);
        var names = card.Buttons.Any(button => Targets.KindOf(card.Kind, button.Decision) != TargetKind.None);
        return Markup.Of(
            $"""
            <section class="panel" aria-labelledby="card-{index}">
            <h2 id="card-{index}">{card.Title}</h2>
            <p class="soft">{card.Kind.ToString()}, since {frame.Short(waiting.Shown.ShownAt)}</p>
            <p>{card.Text}</p>
            <dl class="facts">{Markup.All(card.Facts.Select(fact => Markup.Of($"<dt>{fact.Name}</dt><dd>{fact.Value}</dd>")))}</dl>
            <form method="post" action="/cards/press">
            <input type="hidden" name="card" value="{card.Key}">
            <label for="by-{index}">As</label>
            <select id="by-{index}" name="by">{Markup.All(card.For.Select(id => Markup.Of($"<option value=\"{id}\">{frame.Plan.People.FirstOrDefault(person => person.Id == id)?.Name ?? id}</option>")))}</select>
            {(needsWords ? Markup.Of($"<label for=\"reason-{index}\">{(names ? "Reason, or what the decision names" : "Reason")}</label><input id=\"reason-{index}\" name=\"reason\">") : Markup.Nothing)}
            <div class="buttons">{Markup.All(card.Buttons.Select(button => Markup.Of($"<button name=\"choice\" value=\"{button.Decision}\"{new Markup(button.NeedsReason ? " class=\"quiet\"" : "")}>{button.Title}</button>")))}</div>
            </form>
            </section>
            """);
    }

    /// <summary>The personal pages that a mail leads to.</summary>
    static IEnumerable<string> PagesIn(MailContent content, Uri pages) => Address().Matches($"{WebUtility.HtmlDecode(content.Message?.HtmlBody)}\n{content.Text}")
        .Select(match => match.Value)
        .Where(link => link.StartsWith(pages.AbsoluteUri, StringComparison.Ordinal))
        .Distinct();

    static string Counted(int count, string what) => string.Create(CultureInfo.InvariantCulture, $"{count} {what}{(count == 1 ? "" : "s")}");

    static string Named(MailAddress address) => address.Name == address.Address ? address.Address : $"{address.Name} <{address.Address}>";

    static string RoleOf(Role role) => role switch
    {
        Role.FocalPoint => "focal point",
        _ => role.ToString().ToLowerInvariant(),
    };

    [GeneratedRegex(@"https?://[^\s<>""]+")]
    private static partial Regex Address();
}
