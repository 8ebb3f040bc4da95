using Assessment.Cycle;
using Assessment.DataCalls;
using Assessment.Evidence;
using Assessment.Mail;
using Assessment.Pages;
using Assessment.Review;
using Assessment.Teams;
using Assessment.Turnover;
using Assessment.Web;

namespace Assessment.Triage;

/// <summary>What waits for a decision of the secretariat, read from the register each time: nothing of it is kept anywhere else.</summary>
public sealed class TriageDesk(Register.Register register, PlanStore plans, CardDesk cards)
{
    /// <summary>The tasks without a decision, the one that has waited longest first, in a language.</summary>
    public async Task<IReadOnlyList<TriageTask>> Open(string cycleId, Language language, CancellationToken cancellation)
    {
        var plan = await plans.Read(cycleId, cancellation);
        var words = new TriageWords(plan, language);
        List<TriageTask> tasks =
        [
            .. await Each<HeldMail>(cycleId, held => held.IsSettled ? null : held.CardKey, words.HeldMail, cancellation),
            .. await Each<UnassignedFile>(cycleId, file => file.IsSettled ? null : file.CardKey, words.UnassignedFile, cancellation),
            .. await Each<OpenSend>(cycleId, send => send.CardKey, words.UndecidedSend, cancellation),
            .. await Each<FailedAddress>(cycleId, failed => IsOver(plan, failed) ? null : failed.CardKey, words.FailedAddress, cancellation),
            .. await Each<FailedMail>(cycleId, failed => failed.IsSettled ? null : failed.CardKey, words.FailedMail, cancellation),
            .. await Each<QuarantinedFile>(cycleId, file => file.Status == QuarantineStatus.Unverified ? file.CardKey : null, words.Quarantined, cancellation),
            .. await Each<LateReply>(cycleId, late => late.IsSettled ? null : late.CardKey, words.LateReply, cancellation),
            .. await Each<PendingSuccession>(cycleId, pending => pending.IsSettled ? null : pending.CardKey, words.Successor, cancellation),
        ];
        return [.. tasks.OrderBy(task => task.Since).ThenBy(task => task.Id, StringComparer.Ordinal)];
    }

    /// <summary>A task that waits, or null: it never was one, or it is decided.</summary>
    public async Task<TriageTask?> Find(string cycleId, string taskId, Language language, CancellationToken cancellation)
        => (await Open(cycleId, language, cancellation)).FirstOrDefault(task => task.Id == taskId);

    /// <summary>The decision that a task has already.</summary>
    public Task<Decision?> Decided(string cycleId, string taskId, CancellationToken cancellation)
        => taskId.Length <= Register.RegisterKeys.MaxLength && taskId.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '.')
            ? cards.Decision(cycleId, taskId, cancellation)
            : Task.FromResult<Decision?>(null);

    async Task<IReadOnlyList<TriageTask>> Each<T>(string cycleId, Func<T, string?> keyOf, Func<T, ShownCard, TriageTask> task, CancellationToken cancellation)
        where T : class
    {
        var tasks = new List<TriageTask>();
        foreach (var row in await register.List<T>(cycleId, cancellation: cancellation))
        {
            if (keyOf(row) is { } key
                && await cards.Decision(cycleId, key, cancellation) is null
                && await cards.Shown(cycleId, key, cancellation) is { } shown)
            {
                tasks.Add(task(row, shown));
            }
        }

        return tasks;
    }

    /// <summary>Settled, or a mail came from the address since.</summary>
    static bool IsOver(Plan plan, FailedAddress failed)
        => failed.IsSettled || plan.People.FirstOrDefault(person => person.Id == failed.PersonId) is not { IsUnreachable: true };
}

/// <summary>Puts what the register knows into the words of a language.</summary>
sealed class TriageWords(Plan plan, Language language)
{
    readonly Words words = Words.In(PageContext.Code(language));
    readonly Zone zone = Zone.Of(plan.Cycle.TimeZone);

    public TriageTask HeldMail(HeldMail held, ShownCard shown)
    {
        var sender = held.From?.Address ?? "";
        var (kind, about) = held.Why switch
        {
            HoldReason.Unmatched => (TriageKind.UnmatchedMail, words["triage-about-unmatched"]),
            HoldReason.UnknownSender => (TriageKind.UnknownSender, words.Fill("triage-about-unknown", ("address", sender), ("call", held.CallId ?? ""))),
            HoldReason.DisownedSender => (TriageKind.DisownedSender, words.Fill("triage-about-disowned", ("address", sender), ("call", held.CallId ?? ""))),
            HoldReason.LooksAutomatic => (TriageKind.AutomaticMail, words.Fill("triage-about-automatic", ("call", held.CallId ?? ""))),
            _ => throw new InvalidOperationException($"There are no words for {held.Why}."),
        };
        return Task(kind, shown, held.Subject.Length > 0 ? held.Subject : words["triage-no-subject"], about) with
        {
            Since = held.ReceivedAt ?? shown.ShownAt,
            MessageId = held.MessageId,
            CallId = held.CallId,
            Facts = Facts(
                ("triage-fact-from", held.From is { } from && from.Name != sender ? $"{from.Name} <{sender}>" : sender),
                ("triage-fact-known", KnownAs(sender)),
                ("triage-fact-received", held.ReceivedAt is { } at ? Moment(at) : null),
                ("triage-fact-files", string.Join(", ", held.Files.Select(ShownName.Of))),
                ("triage-fact-call", held.CallId)),
        };
    }

    public TriageTask UnassignedFile(UnassignedFile row, ShownCard shown)
        => Task(TriageKind.UnassignedFile, shown, ShownName.Of(row.File.OriginalName), words.Fill("triage-about-file", ("subject", row.Subject), ("call", row.CallId))) with
        {
            CallId = row.CallId,
            MessageId = null,
            Facts = Facts(
                ("triage-fact-from", row.SentBy),
                ("triage-fact-known", KnownAs(row.SentBy)),
                ("triage-fact-received", Moment(row.File.ReceivedAt)),
                ("triage-fact-size", PageLimits.InWords(row.File.Size)),
                ("triage-fact-hash", row.File.Sha256),
                ("triage-fact-call", row.CallId)),
        };

    public TriageTask UndecidedSend(OpenSend open, ShownCard shown)
        => Task(TriageKind.UndecidedSend, shown, open.Mail.Subject, words["triage-about-send"]) with
        {
            Facts = Facts(
                ("triage-fact-to", string.Join(", ", open.Mail.To.Concat(open.Mail.Cc).Select(address => address.Address))),
                ("triage-fact-draft", FactOf(shown, "Draft")),
                ("triage-fact-sent", FactOf(shown, "Sent Items")),
                ("triage-fact-message", FactOf(shown, "Message-ID"))),
        };

    public TriageTask FailedAddress(FailedAddress failed, ShownCard shown)
    {
        var person = plan.People.First(person => person.Id == failed.PersonId);
        var instead = BounceAlert.Instead(plan, person, zone.DayOf(failed.At)) ?? words["triage-nobody-instead"];
        return Task(TriageKind.FailedAddress, shown, failed.Email, words.Fill("triage-about-address", ("person", person.Name), ("organisation", NameOf(person.Organisation)), ("instead", instead))) with
        {
            Since = failed.At,
            Facts = Facts(
                ("triage-fact-person", KnownAs(person)),
                ("triage-fact-error", failed.Reason),
                ("triage-fact-times", failed.Times > 1 ? Texts.Number(failed.Times) : null)),
        };
    }

    public TriageTask FailedMail(FailedMail failed, ShownCard shown)
        => Task(TriageKind.FailedMail, shown, failed.MessageId, words["triage-about-failed"]) with
        {
            Since = failed.At,
            MessageId = failed.MessageId,
            Facts = Facts(("triage-fact-error", failed.Error), ("triage-fact-times", Texts.Number(failed.Times))),
        };

    public TriageTask Quarantined(QuarantinedFile file, ShownCard shown)
        => Task(TriageKind.QuarantinedFile, shown, ShownName.Of(file.File.OriginalName), words.Fill("triage-about-quarantine", ("subject", file.Subject), ("call", file.CallId))) with
        {
            Since = file.At,
            CallId = file.CallId,
            Facts = Facts(
                ("triage-fact-from", file.From),
                ("triage-fact-known", KnownAs(file.From)),
                ("triage-fact-received", Moment(file.File.ReceivedAt)),
                ("triage-fact-error", file.Why),
                ("triage-fact-size", PageLimits.InWords(file.File.Size)),
                ("triage-fact-hash", file.File.Sha256),
                ("triage-fact-call", file.CallId)),
        };

    public TriageTask LateReply(LateReply late, ShownCard shown)
        => Task(TriageKind.LateReply, shown, late.CallId, words.Fill("triage-about-late", ("call", late.CallId), ("items", string.Join(", ", late.Answers.Keys)))) with
        {
            CallId = late.CallId,
            MessageId = late.MessageId.StartsWith("page-", StringComparison.Ordinal) ? null : late.MessageId,
            Facts = [.. Facts(("triage-fact-from", FactOf(shown, "From")), ("triage-fact-received", FactOf(shown, "Received")), ("triage-fact-stake", shown.Card.Text))],
        };

    public TriageTask Successor(PendingSuccession pending, ShownCard shown)
    {
        var leaving = plan.People.FirstOrDefault(person => person.Id == pending.LeavingId);
        var domains = SuccessionRules.DomainsOf(plan, pending.Successor.Organisation).Order(StringComparer.Ordinal);
        return Task(TriageKind.Successor, shown, pending.Successor.Email, words.Fill("triage-about-successor", ("organisation", NameOf(pending.Successor.Organisation)), ("domains", string.Join(", ", domains)))) with
        {
            Facts = Facts(
                ("triage-fact-successor", $"{pending.Successor.Name} <{pending.Successor.Email}>"),
                ("triage-fact-leaving", leaving is null ? pending.LeavingId : KnownAs(leaving)),
                ("triage-fact-by", plan.People.FirstOrDefault(person => person.Id == pending.By)?.Name ?? pending.By)),
        };
    }

    static TriageTask Task(TriageKind kind, ShownCard shown, string title, string about) => new()
    {
        Id = shown.Card.Key,
        Kind = kind,
        Since = shown.ShownAt,
        Title = title,
        About = about,
        Choices = TriageChoice.Of(shown.Card),
    };

    static IReadOnlyList<TriageFact> Facts(params (string Name, string? Value)[] facts)
        => [.. facts.Where(fact => !string.IsNullOrWhiteSpace(fact.Value)).Select(fact => new TriageFact(fact.Name, fact.Value!))];

    static string? FactOf(ShownCard shown, string name) => shown.Card.Facts.FirstOrDefault(fact => fact.Name == name)?.Value;

    string KnownAs(string address) => plan.People.Where(person => string.Equals(person.Email, address, StringComparison.OrdinalIgnoreCase)).Select(KnownAs).ToList() is { Count: > 0 } known
        ? string.Join("; ", known)
        : words["triage-known-nobody"];

    string KnownAs(Person person) => $"{person.Name}, {words[$"role-{person.Role}"]}, {NameOf(person.Organisation)}";

    string NameOf(string organisation) => plan.Organisation(organisation) is var found && language == Language.Ms ? found.NameMs ?? found.Name : found.Name;

    string Moment(DateTimeOffset at) => Texts.Moment(language, zone, at);
}
