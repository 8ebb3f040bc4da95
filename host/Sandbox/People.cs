using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Assessment.Cycle;
using Assessment.DataCalls;
using Assessment.Host.Functions;
using Assessment.Host.Time;
using Assessment.Mail;
using Assessment.Register;
using Assessment.Teams;
using Assessment.Turnover;
using MimeKit;

namespace Assessment.Host.Sandbox;

/// <summary>Something that a person will do: send a mail, or press a button.</summary>
public sealed record Act
{
    /// <summary>For a mail: which reply of the scenario, to which mail.</summary>
    public int? Reply { get; init; }
    public string About { get; init; } = "";
    public string Subject { get; init; } = "";
    public string InReplyTo { get; init; } = "";

    /// <summary>For a successor: which of the scenario.</summary>
    public int? Successor { get; init; }

    /// <summary>For a change of the plan: which of the scenario.</summary>
    public int? Amendment { get; init; }

    /// <summary>For a correction of what was submitted: which of the scenario.</summary>
    public int? Correction { get; init; }

    /// <summary>For a button: which card, who, what.</summary>
    public string? CardKey { get; init; }
    public string By { get; init; } = "";
    public string Choice { get; init; } = "";
    public string? Reason { get; init; }
}

/// <summary>
/// The people of a rehearsal: what reaches them makes them act later, as the scenario says. What they will do lies in the sandbox's database,
/// so that a rehearsal that was killed goes on with the same people.
/// </summary>
public sealed class People : IDueSource
{
    static readonly MailKind[] Heard = [MailKind.Letter, MailKind.Reminder, MailKind.Escalation, MailKind.Return, MailKind.Correction];

    /// <summary>What people write where a favourable decision needs a reason and the scenario gives none.</summary>
    const string UsualReason = "Looked at, and in order.";

    /// <summary>Who is told that the app failed does the same once more, some minutes later.</summary>
    static readonly TimeSpan TriesAgainAfter = TimeSpan.FromMinutes(5);

    readonly SandboxDatabase database;
    readonly Plan plan;
    readonly Scenario scenario;
    readonly Func<World> world;
    readonly Zone zone;

    public People(SandboxDatabase database, Plan plan, Scenario scenario, Func<World> world)
    {
        (this.database, this.plan, this.scenario, this.world) = (database, plan, scenario, world);
        zone = Zone.Of(plan.Cycle.TimeZone);
        for (var index = 0; index < scenario.Amendments.Count; index++)
        {
            Plan($"amendment-{index}", scenario.Amendments[index].At, new Act { Amendment = index });
        }

        for (var index = 0; index < scenario.Corrections.Count; index++)
        {
            Plan($"correction-{index}", scenario.Corrections[index].At, new Act { Correction = index });
        }

        for (var index = 0; index < scenario.Successors.Count; index++)
        {
            Plan($"successor-{index}", scenario.Successors[index].At, new Act { Successor = index });
        }
    }

    public DateTimeOffset? NextDue
    {
        get
        {
            lock (database.Gate)
            {
                return database.Single("SELECT due FROM acts WHERE done = 0 ORDER BY due, sequence LIMIT 1", row => row.GetString(0)) is { } due
                    ? DateTimeOffset.Parse(due, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind)
                    : null;
            }
        }
    }

    /// <summary>A mail reached its recipients. Called inside the transaction that stores it.</summary>
    public void Received(OutgoingMail mail, MailReceipt receipt)
    {
        if (!Heard.Contains(mail.Kind) || CallOf(mail.About) is not { } call)
        {
            return;
        }

        var nth = database.Count("SELECT COUNT(*) FROM messages WHERE about = $about AND kind = $kind AND direction = 'out'", ("$about", mail.About), ("$kind", mail.Kind.ToString()));
        for (var index = 0; index < scenario.Replies.Count; index++)
        {
            var reply = scenario.Replies[index];
            if (reply.Organisation == call.Organisation && reply.Round == call.Round && reply.To.ToString() == mail.Kind.ToString() && reply.Nth == nth)
            {
                var act = new Act { Reply = index, About = mail.About, Subject = mail.Subject, InReplyTo = receipt.InternetMessageId };
                Plan($"reply-{mail.Key}-{index}", reply.At ?? Later(receipt.SentAt, reply.After!.Value, call.Organisation), act);
            }
        }
    }

    /// <summary>A card appeared on its people's screens. Called inside the transaction that stores it.</summary>
    public void Saw(Card card, DateTimeOffset now)
    {
        var nth = database.Count("SELECT COUNT(*) FROM cards WHERE about = $about AND kind = $kind", ("$about", card.About), ("$kind", card.Kind.ToString()));
        var special = scenario.Decisions.FirstOrDefault(decision => decision.Card == card.Kind && decision.Nth == nth && IsAbout(decision, card.About));
        if (special is { Decision: "none" } || card.For.Count == 0 || (special?.After is null && !scenario.DecideAfter.ContainsKey(card.Kind)))
        {
            return;
        }

        var by = special?.By ?? card.For[0];
        var button = card.Buttons.FirstOrDefault(button => button.Decision == special?.Decision) ?? card.Buttons[0];
        var act = new Act { CardKey = card.Key, By = by, Choice = special?.Decision ?? button.Decision, Reason = special?.Reason ?? (special is null && button.NeedsReason ? UsualReason : null) };
        Plan($"press-{card.Key}", Later(now, special?.After ?? scenario.DecideAfter[card.Kind], plan.People.First(person => person.Id == by).Organisation), act);
    }

    public async Task RunNext(DateTimeOffset now, CancellationToken cancellation)
    {
        (string Key, Act Act)? next;
        lock (database.Gate)
        {
            next = database.All("SELECT key, json FROM acts WHERE done = 0 ORDER BY due, sequence LIMIT 1", row => (row.GetString(0), JsonSerializer.Deserialize<Act>(row.GetString(1), RegisterJson.Options)!)).Cast<(string, Act)?>().FirstOrDefault();
        }

        if (next is not var (key, act))
        {
            return;
        }

        // Done only after it was done: after a kill in between it is done again, which the app must bear.
        var isDone = await Do(key, act, now, cancellation);
        lock (database.Gate)
        {
            if (isDone)
            {
                database.Execute("UPDATE acts SET done = 1 WHERE key = $key", ("$key", key));
            }
            else
            {
                database.Execute("UPDATE acts SET due = $due WHERE key = $key", ("$key", key), ("$due", (now + TriesAgainAfter).UtcDateTime.ToString("O", CultureInfo.InvariantCulture)));
            }
        }
    }

    /// <summary>False when the app failed: whether it did what was asked, nobody can tell.</summary>
    async Task<bool> Do(string key, Act act, DateTimeOffset now, CancellationToken cancellation)
    {
        if (act.CardKey is { } card)
        {
            return await Press(card, act, cancellation);
        }

        if (act.Successor is { } successor)
        {
            return await NameSuccessor(scenario.Successors[successor], cancellation);
        }

        if (act.Amendment is { } amendment)
        {
            return await Amend(scenario.Amendments[amendment], cancellation);
        }

        if (act.Correction is { } correction)
        {
            return await AskForCorrection(scenario.Corrections[correction], cancellation);
        }

        var message = await Write(key, act, scenario.Replies[act.Reply!.Value], now, cancellation);
        world().Mailbox.Deliver(key, act.About, message, now);
        return world().IsTold || !IsFailure(await world().Post($"/api/cycles/{plan.Cycle.Id}/mail", "", null, cancellation));
    }

    static bool IsFailure(HttpAnswer answer) => answer.Status >= 500;

    async Task<bool> Amend(ScenarioAmendment amendment, CancellationToken cancellation)
    {
        var files = Directory.GetFiles(amendment.Folder).ToDictionary(file => Path.GetFileName(file), File.ReadAllText, StringComparer.Ordinal);
        var body = JsonSerializer.Serialize(new PlanChange(files, amendment.Reason), JsonSerializerOptions.Web);
        var answer = await world().Post($"/api/cycles/{plan.Cycle.Id}/plan", body, amendment.By, cancellation);
        if (answer.Status != 200 && !IsFailure(answer))
        {
            throw new ScenarioRefusedException($"The change of the plan in '{amendment.Folder}' was refused: {answer.Said}");
        }

        return !IsFailure(answer);
    }

    async Task<bool> AskForCorrection(ScenarioCorrection correction, CancellationToken cancellation)
    {
        var body = JsonSerializer.Serialize(correction.Wish, JsonSerializerOptions.Web);
        var answer = await world().Post($"/api/cycles/{plan.Cycle.Id}/rounds/{correction.Round}/correction", body, correction.By, cancellation);
        if (answer.Status != 200 && !IsFailure(answer))
        {
            throw new ScenarioRefusedException($"The correction of round '{correction.Round}' was refused: {answer.Said}");
        }

        return !IsFailure(answer);
    }

    /// <summary>Named a second time after a kill, it is refused or changes nothing.</summary>
    async Task<bool> NameSuccessor(ScenarioSuccessor named, CancellationToken cancellation)
    {
        var body = JsonSerializer.Serialize(new SuccessorBody(named.Successor, named.Name, named.Email, null, null), JsonSerializerOptions.Web);
        return !IsFailure(await world().Post($"/api/cycles/{plan.Cycle.Id}/people/{named.Person}/successor", body, named.By, cancellation));
    }

    async Task<bool> Press(string card, Act act, CancellationToken cancellation)
    {
        var body = JsonSerializer.Serialize(new PressedButton(act.Choice, act.Reason), JsonSerializerOptions.Web);
        var answer = await world().Post($"/api/cycles/{plan.Cycle.Id}/cards/{card}/press", body, act.By, cancellation);
        lock (database.Gate)
        {
            var pressed = JsonSerializer.Serialize(new { act.By, act.Choice, act.Reason, answer.Status }, JsonSerializerOptions.Web);
            database.Execute("UPDATE cards SET pressed = $pressed WHERE key = $key", ("$key", card), ("$pressed", pressed));
        }

        return !IsFailure(answer);
    }

    void Plan(string key, DateTimeOffset due, Act act) => database.Execute(
        "INSERT INTO acts (key, due, json) VALUES ($key, $due, $json) ON CONFLICT (key) DO NOTHING",
        ("$key", key),
        ("$due", due.UtcDateTime.ToString("O", CultureInfo.InvariantCulture)),
        ("$json", JsonSerializer.Serialize(act, RegisterJson.Options)));

    /// <summary>A moment after a lag. People act in office hours: outside them, some time after the next opening, each at their own minute.</summary>
    DateTimeOffset Later(DateTimeOffset from, Lag lag, string organisation)
    {
        var calendar = WorkCalendar.For(plan, organisation, from);
        var moment = calendar.Add(from, lag, zone.TimeOf(from));
        if (lag.Unit is LagUnit.Minutes or LagUnit.Seconds)
        {
            return moment;
        }

        var day = zone.DayOf(moment);
        var time = zone.TimeOf(moment);
        if (calendar.IsWorkingDay(day) && time >= plan.Cycle.OfficeOpens && time < plan.Cycle.OfficeCloses)
        {
            return moment;
        }

        var next = calendar.IsWorkingDay(day) && time < plan.Cycle.OfficeOpens ? day : calendar.AddWorkingDays(day, 1);
        var minute = SHA256.HashData(Encoding.UTF8.GetBytes($"{organisation} {moment.UtcDateTime:O}"))[0] % 90;
        return calendar.At(next, plan.Cycle.OfficeOpens).AddMinutes(minute);
    }

    (string Organisation, string Round)? CallOf(string callId)
    {
        foreach (var round in plan.Rounds)
        {
            var address = Address.OfRound(plan.Cycle.Id, round.Id);
            if (callId.StartsWith(address + "-", StringComparison.Ordinal)
                && plan.Organisations.FirstOrDefault(organisation => Address.OfCall(address, organisation) == callId) is { } found)
            {
                return (found.Code, round.Id);
            }
        }

        return null;
    }

    /// <summary>What a card is about is written as call/item, round/ministry or round.</summary>
    bool IsAbout(ScenarioDecision decision, string about)
    {
        var slash = about.IndexOf('/', StringComparison.Ordinal);
        var (place, thing) = slash < 0 ? (about, "") : (about[..slash], about[(slash + 1)..]);
        var call = CallOf(place);
        var round = call?.Round ?? plan.Rounds.FirstOrDefault(round => Address.OfRound(plan.Cycle.Id, round.Id) == place)?.Id;
        return (decision.Round is null || decision.Round == round)
            && (decision.Organisation is null || decision.Organisation == call?.Organisation)
            && (decision.Ministry is null || decision.Ministry == thing)
            && (decision.Item is null || decision.Item == thing)
            && (decision.Indicator is null || decision.Indicator == thing);
    }

    async Task<MimeMessage> Write(string key, Act act, ScenarioReply reply, DateTimeOffset now, CancellationToken cancellation)
    {
        var person = reply.From is { } id
            ? plan.People.First(person => person.Id == id)
            : plan.People.FirstOrDefault(person => person.Organisation == reply.Organisation && person.Role == Role.FocalPoint && person.IsValidOn(zone.DayOf(now)))
                ?? plan.People.First(person => person.Organisation == reply.Organisation);
        person = reply.Address is { } address ? person with { Email = address } : person;
        if (reply.Kind != ReplyKind.Answer)
        {
            var automatic = AutomaticMails.Of(reply, act, person, key, now);
            automatic.To.Add(new MailboxAddress("", plan.Cycle.Mailbox));
            return automatic;
        }

        var message = new MimeMessage
        {
            Date = zone.In(now),
            MessageId = LocalMailbox.MessageIdOf(key, person.Email[(person.Email.IndexOf('@', StringComparison.Ordinal) + 1)..]),
            Subject = reply.Thread == ReplyThread.Reply ? $"Re: {act.Subject}" : reply.Thread == ReplyThread.Subject ? act.Subject : WithoutToken(act),
        };
        message.From.Add(new MailboxAddress(person.Name, person.Email));
        message.To.Add(new MailboxAddress("", plan.Cycle.Mailbox));
        var parent = LocalMailbox.IdWithin(act.InReplyTo);
        if (reply.Thread == ReplyThread.Reply)
        {
            message.InReplyTo = parent;
        }

        if (reply.Thread is not (ReplyThread.Subject or ReplyThread.None))
        {
            message.References.Add(parent);
        }

        var round = plan.Round(reply.Round);
        var files = reply.Items.SelectMany(item => item.Files).Distinct().Select(file => new Enclosure(
            Path.GetFileName(file), MimeTypes.GetMimeType(file), new MemoryStream(File.ReadAllBytes(Path.Combine(scenario.Folder, file))))).ToList();
        files.AddRange(reply.Items.SelectMany(item => item.Infected).Select(name => new Enclosure(name, MimeTypes.GetMimeType(name), new MemoryStream(LocalScan.TestFile()))));
        if (reply.Form == ReplyWay.Xlsx)
        {
            files.Add(await FilledForm(act, round, reply, cancellation));
        }

        message.Body = Mime.Body(ReplyText.Of(plan, round, reply, person), files, key);
        return message;
    }

    /// <summary>The workbook that came with the mail, filled in as a person does it and sent back under its own name.</summary>
    async Task<Enclosure> FilledForm(Act act, Round round, ScenarioReply reply, CancellationToken cancellation)
    {
        var form = world().Mailbox.FileOf(act.InReplyTo, ".xlsx")
            ?? throw new InvalidOperationException($"The mail {act.InReplyTo} to {reply.Organisation} carries no form to fill in.");
        return new Enclosure(form.Name, form.MediaType, await FilledInForm.Of(form.Open(), plan, round, reply.Items, cancellation));
    }

    static string WithoutToken(Act act) => act.Subject.Replace($" [{act.About}]", "", StringComparison.Ordinal);
}

/// <summary>What people reach of the world: the mailbox they write to, and the app's web. <c>IsTold</c>: the mailbox itself tells the app of new mail.</summary>
public sealed record World(LocalMailbox Mailbox, PostToApp Post, bool IsTold = false);

/// <summary>Posts JSON to the app as a person, or as a service without one.</summary>
public delegate Task<HttpAnswer> PostToApp(string path, string json, string? person, CancellationToken cancellation);

/// <summary>The text of a reply: a note, then the form as the letter asked for it.</summary>
public static class ReplyText
{
    public static string Of(Plan plan, Round round, ScenarioReply reply, Person person)
    {
        var lines = new List<string> { reply.Note, "" };
        foreach (var item in reply.Form == ReplyWay.Xlsx ? [] : reply.Items)
        {
            lines.Add($"--- {item.Code} ---");
            lines.AddRange(Lines(plan, round, item, person.Language));
            lines.Add("");
        }

        lines.AddRange(["---", person.Name, plan.Organisation(person.Organisation).Name, "", "> Quoted text of the secretariat's mail.", "> --- R01 ---", "> Answer: not an answer"]);
        return string.Join("\n", lines).TrimStart('\n') + "\n";
    }

    static IEnumerable<string> Lines(Plan plan, Round round, ScenarioAnswer item, Language language)
    {
        var isMalay = language == Language.Ms;
        if (item.Answer is { } answer)
        {
            yield return $"{(isMalay ? "Jawapan" : "Answer")}: {answer}";
        }

        if (item.Nothing is { } nothing)
        {
            yield return $"{(isMalay ? "Tiada untuk dilaporkan" : "Nothing to report")}: {nothing}";
        }

        if (item.Grade is { } grade)
        {
            yield return $"{(isMalay ? "Gred" : "Grade")}: {grade}";
        }

        if (item.Internal is { } remark)
        {
            yield return $"{(isMalay ? "Dalaman" : "Internal")}: {remark}";
        }

        if (item.Extension is { } until)
        {
            yield return $"{(isMalay ? "Lanjutan masa" : "More time")}: {until:yyyy-MM-dd}; {item.Reason}";
        }

        foreach (var figure in item.Figures)
        {
            yield return figure.NotAvailable is { } because
                ? $"{(isMalay ? "Tidak tersedia" : "Not available")} {figure.Indicator}: {because}" + (figure.PlannedBy is { } planned ? $"; {(isMalay ? "dirancang pada" : "planned by")} {planned:yyyy-MM-dd}" : "")
                : $"{(isMalay ? "Angka" : "Figure")} {figure.Indicator}: {Figure(plan, round, item.Code, figure, isMalay)}";
        }
    }

    static string Figure(Plan plan, Round round, string code, ScenarioFigure figure, bool isMalay)
    {
        var unit = figure.Unit ?? plan.Recommendation(code).Indicators.FirstOrDefault(indicator => indicator.Id == figure.Indicator)?.Unit ?? "";
        var text = string.Create(CultureInfo.InvariantCulture, $"{figure.Value} {unit}; {figure.From ?? round.CoversFrom:yyyy-MM-dd} {(isMalay ? "hingga" : "to")} {figure.To ?? figure.CutOff ?? round.CoversTo:yyyy-MM-dd}");
        if (figure.CutOff is { } cutOff)
        {
            text += $"; {(isMalay ? "setakat" : "cut-off")} {cutOff:yyyy-MM-dd}";
        }

        if (figure.Source is { } source)
        {
            text += $"; {(isMalay ? "sumber" : "source")} {source}";
        }

        return figure.Parts.Count == 0
            ? text
            : text + $"; {(isMalay ? "pecahan" : "parts")} " + string.Join(", ", figure.Parts.Select(part => string.Create(CultureInfo.InvariantCulture, $"{part.Key} {part.Value}")));
    }
}
