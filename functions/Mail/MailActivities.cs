using Assessment.Cycle;
using Assessment.DataCalls;
using Assessment.Evidence;
using Assessment.Register;
using Assessment.Review;
using Assessment.Teams;
using Assessment.Triage;
using Assessment.Turnover;
using Microsoft.Azure.Functions.Worker;

namespace Assessment.Mail;

/// <summary>A mail that a person must decide about: nobody asked for it, or nobody knows its sender.</summary>
[Table("HeldMails")]
public sealed record HeldMail
{
    public required string MessageId { get; init; }
    public required string CardKey { get; init; }

    /// <summary>The call it seems to belong to, if any.</summary>
    public string? CallId { get; init; }
    public required string Reason { get; init; }
    public HoldReason Why { get; init; }
    public MailAddress? From { get; init; }
    public string Subject { get; init; } = "";
    public DateTimeOffset? ReceivedAt { get; init; }
    public IReadOnlyList<string> Files { get; init; } = [];
    public bool IsSettled { get; init; }
}

public enum HoldReason
{
    Unmatched,
    UnknownSender,
    DisownedSender,
    LooksAutomatic,
}

public sealed class MailActivities(
    Register.Register register,
    PlanStore plans,
    IMailbox mailbox,
    EvidenceDesk evidence,
    VerdictDesk verdicts,
    Filings filings,
    FailedMails failures,
    OpenSends open,
    Outbox outbox,
    AutomaticMailDesk automatic,
    TurnoverDesk turnover,
    TriageSettlement triage,
    OpenCalls openCalls,
    LateReplyDesk late,
    PeopleDesk people,
    CardDesk cards,
    Ledger ledger,
    TimeProvider clock)
{
    /// <summary>What is new since the last look, and what a person has decided about meanwhile.</summary>
    [Function(nameof(ReadInbox))]
    public async Task<InboxLook> ReadInbox([ActivityTrigger] string cycleId, CancellationToken cancellation)
    {
        var cycle = await plans.Running(cycleId, cancellation);
        var page = await mailbox.Read(cycle.MailCursor, cancellation);
        List<string> decided =
        [
            .. (await cards.Decided<HeldMail>(cycleId, held => held.IsSettled ? null : held.CardKey, cancellation)).Select(held => held.Row.MessageId),
            .. await failures.Decided(cycleId, cancellation),
        ];
        var unscanned = await verdicts.ToSettle(cycleId, cancellation);
        return new InboxLook(
            cycleId,
            cycle.ClosedAt is not null && page.MessageIds.Count == 0,
            [.. decided, .. await filings.New(cycleId, page.MessageIds, cancellation)],
            page.Cursor)
        {
            IsQuiet = decided.Count == 0 && page.MessageIds.Count == 0,
            Sends = await open.ToSettle(cycleId, cancellation),
            Late = await late.Decided(cycleId, cancellation),
            Resyncs = cycle.MailResyncs,
            Wake = await triage.Settle(cycleId, cancellation),
            Unscanned = unscanned,
            LookAgainAt = unscanned.Count > 0 ? verdicts.LookAgainAt : null,
        };
    }

    [Function(nameof(KeepCursor))]
    public Task KeepCursor([ActivityTrigger] InboxLook look, CancellationToken cancellation)
        => register.Update<RunningCycle>(
            RunningCycle.Partition, look.CycleId, cycle => cycle.MailResyncs == look.Resyncs ? cycle with { MailCursor = look.Cursor } : cycle, cancellation);

    /// <summary>Puts mails of the same call behind each other. One that cannot be opened goes by itself: filing it will fail in sight.</summary>
    [Function(nameof(SortMail))]
    public async Task<SortedMail> SortMail([ActivityTrigger] InboxLook look, CancellationToken cancellation)
    {
        var calls = await Task.WhenAll(look.MessageIds.Select(async id => (Id: id, Lane: await Lane(look.CycleId, id, cancellation))));
        return new SortedMail([.. calls.GroupBy(call => call.Lane, call => call.Id, StringComparer.Ordinal).Select(lane => new MailLane([.. lane]))]);
    }

    async Task<string> Lane(string cycleId, string messageId, CancellationToken cancellation)
    {
        try
        {
            var message = await mailbox.Open(messageId, cancellation);
            return MailMatching.Match(await Facts(await plans.Read(cycleId, cancellation), message, cancellation)).CallId ?? messageId;
        }
        catch (Exception fault) when (fault is not (OperationCanceledException or MailNotNowException))
        {
            return messageId;
        }
    }

    /// <summary>Puts a mail that could not be filed before a person.</summary>
    [Function(nameof(GiveUpMail))]
    public Task GiveUpMail([ActivityTrigger] UnfiledMail mail, CancellationToken cancellation)
        => failures.Add(mail.CycleId, mail.MessageId, mail.Error, cancellation);

    /// <summary>Looks again at a file that came without a verdict of the malware scan, or does what a person decided about it.</summary>
    [Function(nameof(SettleFile))]
    public async Task<FiledMail> SettleFile([ActivityTrigger] FileToSettle file, CancellationToken cancellation)
        => new(await verdicts.Settle(file.CycleId, file.Id, cancellation));

    /// <summary>Looks again for a mail whose sending was not certain, or does what a person decided about it.</summary>
    [Function(nameof(SettleSend))]
    public Task SettleSend([ActivityTrigger] SendToSettle send, CancellationToken cancellation) => outbox.Settle(send.CycleId, send.Key, cancellation);

    /// <summary>Takes a mail in, once: whatever the mailbox shows twice, and whatever a person gave up, is left where it is.</summary>
    [Function(nameof(FileMail))]
    public async Task<FiledMail> FileMail([ActivityTrigger] MailToFile mail, CancellationToken cancellation)
    {
        if (await failures.IsRejected(mail.CycleId, mail.MessageId, cancellation))
        {
            return new FiledMail(null);
        }

        var message = await mailbox.Open(mail.MessageId, cancellation);
        if (await filings.IsCopy(mail.CycleId, message, cancellation))
        {
            await ledger.Note(mail.CycleId, $"copy-{ThreadKey.Of(mail.MessageId)}", "MailDoubled", mail.CycleId, message.From.Address, $"{message.Subject}: the same mail came twice and counts once.", clock);
            await filings.Keep(mail.CycleId, message, cancellation);
            return new FiledMail(null);
        }

        var filed = await File(mail, message, cancellation);
        await failures.Filed(mail.CycleId, mail.MessageId, cancellation);
        await filings.Keep(mail.CycleId, message, cancellation);
        return filed;
    }

    /// <summary>Finds the call of a mail and files it there; what cannot be matched or trusted is held for a person, never dropped.</summary>
    async Task<FiledMail> File(MailToFile mail, IncomingMail message, CancellationToken cancellation)
    {
        var plan = await plans.Read(mail.CycleId, cancellation);
        var key = ThreadKey.Of(mail.MessageId);
        var kind = MailClassification.Of(message);
        // The parts of a machine's report are no files that somebody sent, and mail systems count them differently.
        var files = kind.Class == MailClass.Ordinary ? $" ({message.Attachments.Count} files)" : "";
        await ledger.Note(mail.CycleId, $"received-{key}", "MailReceived", mail.CycleId, message.From.Address, $"{message.Subject}{files}", clock);

        if (await register.Find<HeldMail>(mail.CycleId, key, cancellation) is { } held)
        {
            return await Settle(mail, message, held, cancellation);
        }

        var mayBeAnswer = AutomaticMailDesk.MayBeAnswer(kind, message);
        if (kind.Class != MailClass.Ordinary && !mayBeAnswer)
        {
            return await automatic.Take(plan, message, kind, cancellation);
        }

        var match = MailMatching.Match(await Facts(plan, message, cancellation));
        if (match.CallId is null)
        {
            return await Hold(plan, mail, message, null, HoldReason.Unmatched, match.By, cancellation);
        }

        var call = await register.Find<DataCall>(match.CallId, "call", cancellation);
        var sender = call is null ? null : MailMatching.Sender(plan, call.Organisation, message.From.Address);
        var doubt = sender is null ? $"{message.From.Address} is nobody whom {call?.Organisation ?? "the plan"} has named."
            : SenderCheck.IsForged(message.Headers) ? $"The domain of {message.From.Address} disowns this mail (dmarc=fail): somebody else may have written it."
            : mayBeAnswer ? $"It looks automatic and yet carries an answer or files. {kind.Why}"
            : null;
        var why = sender is null ? HoldReason.UnknownSender : SenderCheck.IsForged(message.Headers) ? HoldReason.DisownedSender : HoldReason.LooksAutomatic;
        return doubt is null ? await File(mail.CycleId, match.CallId, message, sender!, cancellation) : await Hold(plan, mail, message, match.CallId, why, doubt, cancellation);
    }

    async Task<FiledMail> File(string cycleId, string callId, IncomingMail message, Person sender, CancellationToken cancellation)
    {
        if (sender.IsAway || sender.IsUnreachable)
        {
            await people.IsBack(cycleId, sender.Id, cancellation);
        }

        return new FiledMail(await evidence.File(callId, message, cancellation));
    }

    async Task<ThreadFacts> Facts(Plan plan, IncomingMail message, CancellationToken cancellation) => new(
        await CallOfThread(plan.Cycle.Id, [message.ConversationId], cancellation),
        await CallOfThread(plan.Cycle.Id, [.. new[] { message.InReplyTo }.OfType<string>(), .. message.References.Reverse()], cancellation),
        await CallOfToken(message.Subject, cancellation),
        await openCalls.OnlyOneOfSender(plan, message.From.Address, cancellation));

    async Task<string?> CallOfThread(string cycleId, IReadOnlyList<string> ids, CancellationToken cancellation)
    {
        foreach (var id in ids.Where(id => id.Length > 0))
        {
            if (await register.Find<MailThread>(cycleId, ThreadKey.Of(id), cancellation) is { } thread
                && await register.Find<DataCall>(thread.CallId, "call", cancellation) is { } call)
            {
                return call.Id;
            }
        }

        return null;
    }

    async Task<string?> CallOfToken(string subject, CancellationToken cancellation)
    {
        foreach (var token in MailMatching.TokensIn(subject).Where(token => token.Length <= 100))
        {
            if (await register.Find<DataCall>(token, "call", cancellation) is { } call)
            {
                return call.Id;
            }
        }

        return null;
    }

    async Task<FiledMail> Hold(Plan plan, MailToFile mail, IncomingMail message, string? callId, HoldReason why, string reason, CancellationToken cancellation)
    {
        var key = ThreadKey.Of(mail.MessageId);
        var card = HeldMailCards.For(plan, message, callId, reason, clock.GetUtcNow());
        await ledger.Note(mail.CycleId, $"held-{key}", "MailHeld", callId ?? mail.CycleId, message.From.Address, $"{message.Subject}: held for a person.", clock, reason);
        await cards.Ask(mail.CycleId, card, cancellation);
        var held = new HeldMail { MessageId = mail.MessageId, CardKey = card.Key, CallId = callId, Reason = reason, Why = why };
        await register.Insert(mail.CycleId, key, held with { From = message.From, Subject = message.Subject, ReceivedAt = message.ReceivedAt, Files = [.. message.Attachments.Select(file => file.FileName)] }, cancellation);
        return new FiledMail(null);
    }

    async Task<FiledMail> Settle(MailToFile mail, IncomingMail message, HeldMail held, CancellationToken cancellation)
    {
        if (await cards.Decision(mail.CycleId, held.CardKey, cancellation) is not { } decision)
        {
            return new FiledMail(null);
        }

        var key = ThreadKey.Of(mail.MessageId);
        var target = decision.Choice switch
        {
            Choice.Accept or Choice.AcceptAndAdd when held.CallId is { } known => new CallTarget(known, null),
            Choice.Assign when (decision.Target ?? decision.Reason) is { } named => CallTarget.Parse(named),
            _ => null,
        };
        var call = target is null ? null : await register.Find<DataCall>(target.CallId, "call", cancellation);
        var outcome = call is null ? "not filed" : $"filed with {call.Id}{(target?.Item is { } item ? $", {item}" : "")}";
        await ledger.Note(mail.CycleId, $"settled-{key}", "HeldMailSettled", call?.Id ?? mail.CycleId, decision.By, $"{message.Subject}: {outcome}.", clock, decision.Reason);
        if (call is not null && decision.Choice == Choice.AcceptAndAdd)
        {
            await turnover.Add(await plans.Read(mail.CycleId, cancellation), call.Organisation, message.From, decision.By, cancellation);
        }

        var instance = call is null ? null : await evidence.File(call.Id, message, target?.Item, cancellation);
        await register.Update<HeldMail>(mail.CycleId, key, current => current with { IsSettled = true }, cancellation);
        return new FiledMail(instance);
    }
}

public static class HeldMailCards
{
    /// <summary>What is to become of a held mail, with the facts that a person needs.</summary>
    public static Card For(Plan plan, IncomingMail message, string? callId, string reason, DateTimeOffset now) => new()
    {
        Key = $"held-{ThreadKey.Of(message.MessageId)}",
        Kind = CardKind.HeldMail,
        For = Officers.Of(plan, now),
        Instance = Address.OfMailbox(plan.Cycle.Id),
        About = callId ?? plan.Cycle.Id,
        Title = $"A mail from {message.From.Address} is held",
        Text = reason,
        Facts = [new("Subject", message.Subject), new("Received", Zone.Of(plan.Cycle.TimeZone).Write(message.ReceivedAt)), new("Files", string.Join(", ", message.Attachments.Select(file => file.FileName)))],
        Buttons = callId is null
            ? [new(Choice.Assign, "Assign to the data call named in the reason", NeedsReason: true), new(Choice.Reject, "Reject", NeedsReason: true)]
            : [new(Choice.Accept, "Accept"), new(Choice.AcceptAndAdd, "Accept, and add this person"), new(Choice.Reject, "Reject", NeedsReason: true)],
    };
}
