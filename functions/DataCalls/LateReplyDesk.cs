using Assessment.Cycle;
using Assessment.Evidence;
using Assessment.Mail;
using Assessment.Register;
using Assessment.Review;
using Assessment.SignOff;
using Assessment.Teams;

namespace Assessment.DataCalls;

/// <summary>Replies that came after their data call had closed: a person decides whether the call is taken up again for them.</summary>
public sealed class LateReplyDesk(Register.Register register, CallReader calls, AnswerDesk answers, CardDesk cards, Outbox outbox, Ledger ledger, TimeProvider clock)
{
    /// <summary>Asks about a late reply that says something, and gives back whether somebody is asked: after the ministries have signed nobody is.</summary>
    public async Task<bool> Hold(RoundInPlan round, DataCall call, IReadOnlyList<Item> items, IncomingReply reply, ReplyReading reading, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        if (reading.Answers.Count == 0 || !LateRules.MayBeTakenIn(round, now))
        {
            return false;
        }

        var card = LateReplyCards.For(round, call, items, reply, reading.Answers, await SignOffOf(round, call, cancellation), now);
        await cards.Ask(round.CycleId, card, cancellation);
        await register.Insert(round.CycleId, ThreadKey.Of(reply.MessageId), new LateReply { CallId = call.Id, MessageId = reply.MessageId, CardKey = card.Key, Answers = reading.Answers }, cancellation);
        return true;
    }

    /// <summary>The keys of late replies that were decided about and not settled yet.</summary>
    public async Task<IReadOnlyList<string>> Decided(string cycleId, CancellationToken cancellation) =>
        [.. (await cards.Decided<LateReply>(cycleId, late => late.IsSettled ? null : late.CardKey, cancellation)).Select(decided => ThreadKey.Of(decided.Row.MessageId))];

    /// <summary>Does what was decided, and gives back the instances that must look again.</summary>
    public async Task<IReadOnlyList<string>> Settle(string cycleId, string key, CancellationToken cancellation)
    {
        if (await register.Find<LateReply>(cycleId, key, cancellation) is not { IsSettled: false } late
            || await cards.Decision(cycleId, late.CardKey, cancellation) is not { } decision)
        {
            return [];
        }

        var (round, call, items) = await calls.InRound(late.CallId, cancellation);
        var wake = decision.Choice == Choice.TakeIn ? await TakeIn(round, call, items, late, decision, cancellation) : null;
        if (wake is null)
        {
            await Leave(round, call, late, decision, cancellation);
        }

        await register.Update<LateReply>(cycleId, key, current => current with { IsSettled = true }, cancellation);
        return wake ?? [];
    }

    /// <summary>Null when the ministries have signed meanwhile.</summary>
    async Task<IReadOnlyList<string>?> TakeIn(RoundInPlan round, DataCall call, IReadOnlyList<Item> items, LateReply late, Decision decision, CancellationToken cancellation)
    {
        var ministry = round.Plan.MinistryOf(call.Organisation)?.Slug;
        var runs = call.Status == CallStatus.Sent;
        var running = runs ? round.Running : await register.Update<RunningRound>(round.Address, "round", current => LateRules.TakenUp(current, late, ministry), cancellation);
        var taken = running.Late.FirstOrDefault(one => one.MessageId == late.MessageId);
        if (taken is null && !runs)
        {
            return null;
        }

        await ledger.Note(round.CycleId, $"{late.CardKey}-taken", "LateReplyTaken", call.Id, decision.By, $"{call.Organisation}: the late answer to {string.Join(", ", late.Answers.Keys)} is taken in.", clock, decision.Reason);
        var answered = await answers.Take(round, call, items, new ReplyReading { Answers = late.Answers, Extensions = new Dictionary<string, ExtensionRequest>(), Unassigned = [], Remarks = [] }, cancellation);
        await register.Update<Reply>(call.Id, ThreadKey.Of(late.MessageId), reply => reply.IsLate ? reply with { IsLate = false, IsAcknowledged = false, Items = answered } : reply, cancellation);
        if (taken is null)
        {
            return [call.Instance];
        }

        var closes = round.ReturnDue(call.Organisation, decision.At, latest: round.Round.SignOffBy);
        await register.Update<DataCall>(call.Id, "call", current => LateRules.TakenUp(current, taken, closes), cancellation);
        return [round.Address, .. await WithdrawQuestion(round, call, taken, decision, cancellation)];
    }

    /// <summary>A ministry that is being asked must not sign what is about to change. Where it was faster, its signature is void as soon as something has changed.</summary>
    async Task<IReadOnlyList<string>> WithdrawQuestion(RoundInPlan round, DataCall call, LateCall taken, Decision decision, CancellationToken cancellation)
    {
        if (await SignOffOf(round, call, cancellation) is not { Status: SignOffStatus.Open } open)
        {
            return [];
        }

        var reason = $"{call.Organisation} has answered again, and the answer is taken in: {decision.Reason}";
        await register.Insert(round.CycleId, open.CardKey, new Decision { CardKey = open.CardKey, Choice = Choice.Withdraw, By = decision.By, At = clock.GetUtcNow(), Reason = reason }, cancellation);
        return [open.Instance];
    }

    async Task Leave(RoundInPlan round, DataCall call, LateReply late, Decision decision, CancellationToken cancellation)
    {
        var tooLate = decision.Choice == Choice.TakeIn;
        await ledger.Note(round.CycleId, $"{late.CardKey}-left", "LateReplyLeft", call.Id, decision.By, $"{call.Organisation}: the late answer to {string.Join(", ", late.Answers.Keys)} is not part of the round{(tooLate ? ": its ministries had signed when it was to be taken in" : "")}.", clock, decision.Reason);
        var reply = await register.Find<Reply>(call.Id, ThreadKey.Of(late.MessageId), cancellation);
        await outbox.Send(round.CycleId, LateReplyLetters.Left(round, call, late, reply, tooLate ? null : decision.Reason, clock.GetUtcNow()), cancellation);
    }

    async Task<SignOffRow?> SignOffOf(RoundInPlan round, DataCall call, CancellationToken cancellation)
        => round.Plan.MinistryOf(call.Organisation)?.Slug is { } ministry ? await register.Find<SignOffRow>(round.Address, ministry, cancellation) : null;
}

public static class LateReplyCards
{
    /// <summary>The late answer beside what stands, and what taking it in does to the signature.</summary>
    public static Card For(
        RoundInPlan round, DataCall call, IReadOnlyList<Item> items, IncomingReply reply, IReadOnlyDictionary<string, Answer> answers, SignOffRow? signOff, DateTimeOffset now) => new()
        {
            Key = $"late-{ThreadKey.Of(reply.MessageId)}",
            Kind = CardKind.LateReply,
            For = Officers.Of(round.Plan, now),
            Instance = Address.OfMailbox(round.CycleId),
            About = call.Id,
            Title = $"{call.Organisation} has answered {string.Join(", ", answers.Keys)} after its data call was closed. Take it in?",
            Text = $"{LateRules.AtStake(signOff)} All signatures must be there by {round.Local(round.Round.SignOffBy)}.",
            Facts =
            [
                new("From", reply.From.Address),
                new("Received", round.Local(reply.ReceivedAt)),
                .. answers.SelectMany(answer => Beside(round, items.First(item => item.Code == answer.Key), answer.Value)),
            ],
            Buttons = [new(Choice.TakeIn, "Take it in and review it", NeedsReason: true), new(Choice.Leave, "Leave it out of this round", NeedsReason: true)],
        };

    static IEnumerable<CardFact> Beside(RoundInPlan round, Item item, Answer late) =>
    [
        new($"{item.Code}, as it stands", item.Answer is { } answer ? TextOf(round, item, answer) : "not provided"),
        new($"{item.Code}, late", TextOf(round, item, late)),
    ];

    static string TextOf(RoundInPlan round, Item item, Answer answer) => string.Join("\n",
        new[] { answer.Narrative, answer.NothingToReport is { } reason ? $"Nothing to report: {reason}" : null }.OfType<string>()
            .Concat(answer.Figures.Select(figure => $"{figure.Indicator}: {ReviewCards.FigureText(round, item, figure)}"))
            .Concat(answer.Files.Select(file => $"File: {file.OriginalName}")));
}

public static class LateReplyLetters
{
    /// <summary>Tells the sender that a late answer is not taken in; without a reason, because the ministries had signed by then.</summary>
    public static OutgoingMail Left(RoundInPlan round, DataCall call, LateReply late, Reply? reply, string? reason, DateTimeOffset now)
    {
        var audience = Recipients.Of(round, call, Audience.FocalPoint, now);
        var body = MailBody.Of(
            round.Plan,
            audience.Language,
            "late-left",
            ("salutation", Texts.Fill(audience.Language, "salutation")),
            ("codes", string.Join(", ", late.Answers.Keys)),
            ("reference", call.Id),
            ("reason", reason ?? Texts.Fill(audience.Language, "late-signed")),
            ("closing", Letters.Closing(round.Plan, audience.Language)));
        return audience.Mail(MailKind.LateReplyLeft, $"{late.CardKey}-left", call.Id, MailMatching.WithToken(Texts.Fill(audience.Language, "late-left-subject"), call.Id), body) with
        {
            InReplyTo = reply is { InternetMessageId.Length: > 0 } ? reply.InternetMessageId : call.LetterId,
            Why = "A late reply was left out; its sender is told.",
        };
    }
}
