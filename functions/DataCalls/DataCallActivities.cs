using Assessment.Clearance;
using Assessment.Corrections;
using Assessment.Cycle;
using Assessment.Evidence;
using Assessment.Evidence.Figures;
using Assessment.Mail;
using Assessment.Pages;
using Assessment.Register;
using Assessment.Review;
using Assessment.Teams;
using Assessment.Turnover;
using Microsoft.Azure.Functions.Worker;

namespace Assessment.DataCalls;

/// <summary>The steps of a data call. Each may run twice: mails and ledger lines carry keys, and rows change only from the state that the step is about.</summary>
public sealed class DataCallActivities(
    Register.Register register, CallReader calls, PlanStore plans, Outbox outbox, CardDesk cards, DueDateDesk dueDates, HandOverDesk handOvers, IEvidenceStore store, PersonalPages pages, Ledger ledger, TimeProvider clock)
{
    [Function(nameof(DecideNextStep))]
    public async Task<NextStep> DecideNextStep([ActivityTrigger] string callId, CancellationToken cancellation)
        => NextStep.For(await calls.State(callId, cancellation), clock.GetUtcNow());

    [Function(nameof(SendLetter))]
    public async Task SendLetter([ActivityTrigger] NextStep step, CancellationToken cancellation)
    {
        var (round, call, items) = await calls.InRound(step.CallId, cancellation);
        var now = clock.GetUtcNow();
        var letter = Letters.Letter(round, call, items, now, await pages.For(round, call, Audience.FocalPoint, now, cancellation));
        letter = letter with { Attachments = [.. letter.Attachments, await dueDates.Attachment(round, call, items, Recipients.Of(round, call, Audience.FocalPoint, now).Language, now, cancellation)] };
        var receipt = await SendWithForm(round, call, items, letter, now, cancellation);
        await handOvers.Introduce(call.Id, Recipients.Of(round, call, Audience.FocalPoint, now).Addressees, cancellation);
        await Change(call.Id, current => current.Status == CallStatus.Prepared
            ? current with { Status = CallStatus.Sent, SentAt = receipt.SentAt, LetterId = receipt.InternetMessageId }
            : current, cancellation);
    }

    /// <summary>Sends a mail that may carry the form of the items it asks for; the form is there before the mail goes out.</summary>
    async Task<MailReceipt> SendWithForm(RoundInPlan round, DataCall call, IReadOnlyList<Item> items, OutgoingMail mail, DateTimeOffset now, CancellationToken cancellation)
    {
        var language = Recipients.Of(round, call, Audience.FocalPoint, now).Language;
        await FormFiles.Write(store, mail, FormRequest.Of(round, call, items, language), language, cancellation);
        return await outbox.Send(call.CycleId, mail, cancellation);
    }

    /// <summary>Passes the call on to somebody who receives its mails now and was never told of it.</summary>
    [Function(nameof(HandCallOver))]
    public async Task HandCallOver([ActivityTrigger] NextStep step, CancellationToken cancellation)
    {
        var (round, call, items) = await calls.InRound(step.CallId, cancellation);
        await handOvers.Send(round, call, items, cancellation);
    }

    [Function(nameof(Acknowledge))]
    public async Task Acknowledge([ActivityTrigger] NextStep step, CancellationToken cancellation)
    {
        var (round, call, items) = await calls.InRound(step.CallId, cancellation);
        var id = ThreadKey.Of(step.MessageId!);
        var reply = await register.Find<Reply>(call.Id, id, cancellation)
            ?? throw new InvalidOperationException($"{call.Id} has no reply {step.MessageId}.");
        var now = clock.GetUtcNow();
        var theirs = await pages.For(round, call, reply.From, now, cancellation);
        await outbox.Send(call.CycleId, Letters.Acknowledgement(round, call, items, reply, reply.Subject, now, theirs), cancellation);
        await register.Update<Reply>(call.Id, id, current => current with { IsAcknowledged = true }, cancellation);
    }

    /// <summary>Shows reviewers each new answer, and the secretariat each wish for more time.</summary>
    [Function(nameof(ShowCards))]
    public async Task ShowCards([ActivityTrigger] NextStep step, CancellationToken cancellation)
    {
        var state = await calls.State(step.CallId, cancellation);
        var call = state.Call;
        var round = await plans.Round(call.RoundId, cancellation);
        var now = clock.GetUtcNow();
        foreach (var item in state.Items.Where(state.IsUnshown))
        {
            if (item is { Status: ItemStatus.Replied } && item.ReviewShown < item.Version && ConcernRules.Open(item, state.Concerns).Count == 0)
            {
                await cards.Ask(call.CycleId, await ReviewCard(round, state, item, now, cancellation), cancellation);
                await ChangeItem(item, current => current.Version == item.Version ? current with { ReviewShown = item.Version, ReviewShownAt = now, ReviewReminders = 0 } : current, cancellation);
            }

            if (item.Extension is { Status: ExtensionStatus.Asked } extension)
            {
                await cards.Ask(call.CycleId, ReviewCards.Extension(round, call, item, extension, now), cancellation);
                await ChangeItem(item, current => current.Extension == extension ? current with { Extension = extension with { Status = ExtensionStatus.Shown } } : current, cancellation);
            }
        }
    }

    /// <summary>The answer, with what looks wrong in its figures and what others state differently.</summary>
    async Task<Card> ReviewCard(RoundInPlan round, CallState state, Item item, DateTimeOffset now, CancellationToken cancellation)
    {
        var call = state.Call;
        var card = ReviewCards.Review(round, call, item, now, ConcernRules.Settled(item, state.Concerns));
        var conflicts = await calls.ConflictsOf(round, item, cancellation);
        return card with { Facts = [.. card.Facts, .. ReviewCards.Flags(round, call, item), .. ConflictCards.Facts(round, call.Organisation, conflicts)] };
    }

    [Function(nameof(ApplyDecisions))]
    public async Task ApplyDecisions([ActivityTrigger] NextStep step, CancellationToken cancellation)
    {
        var state = await calls.State(step.CallId, cancellation);
        var round = await plans.Round(state.Call.RoundId, cancellation);
        foreach (var item in state.Items)
        {
            if (state.Unapplied(item) is { } decision)
            {
                await Apply(round, state, item, decision, cancellation);
            }
        }
    }

    async Task Apply(RoundInPlan round, CallState state, Item item, Decision decision, CancellationToken cancellation)
    {
        var call = state.Call;
        var returnDue = state.ReturnDue(decision.At);
        if (decision.CardKey == item.ReviewKey)
        {
            var decided = ItemRules.Decided(item, decision, returnDue);
            await Note(call, item, $"{decision.CardKey}-{decision.Choice}", $"Item{decided.Status}", decision.By, $"{call.Organisation}, {item.Code}: answer {item.Version} was {Word(decided.Status)}.", decision.Reason);
            await ChangeItem(item, current => ItemRules.Decided(current, decision, returnDue), cancellation);
        }
        else if (item.Extension is { } extension)
        {
            var until = Earlier(round.Zone.At(extension.Until, state.OfficeCloses), state.RoundLimit);
            var granted = decision.Choice == Choice.Grant;
            await Note(call, item, decision.CardKey, granted ? "ExtensionGranted" : "ExtensionRefused", decision.By, $"{call.Organisation}, {item.Code}: more time until {round.Local(until)} was {(granted ? "granted" : "refused")}.", decision.Reason);
            await ChangeItem(item, current => ItemRules.ExtensionDecided(current, decision, until), cancellation);
        }
    }

    /// <summary>Tells the organisation what came back and what was decided on more time.</summary>
    [Function(nameof(TellOutcome))]
    public async Task TellOutcome([ActivityTrigger] NextStep step, CancellationToken cancellation)
    {
        var (round, call, items) = await calls.InRound(step.CallId, cancellation);
        var now = clock.GetUtcNow();
        var theirs = await pages.For(round, call, Audience.FocalPoint, now, cancellation);
        var untold = items.Where(item => item.ReturnUntold).ToList();
        var corrected = round.Running.Correction is { } correction ? untold.Where(correction.Asked).ToList() : [];
        if (corrected.Count > 0)
        {
            await SendWithForm(round, call, corrected, CorrectionLetters.Letter(round, call, round.Running.Correction!, corrected, now, theirs), now, cancellation);
        }

        var returned = untold.Except(corrected).ToList();
        if (returned.Count > 0)
        {
            await SendWithForm(round, call, returned, Letters.Return(round, call, returned, now, theirs), now, cancellation);
        }

        var decided = items.Where(item => item.Extension is { Untold: true }).ToList();
        if (decided.Count > 0)
        {
            var decision = Letters.ExtensionDecision(round, call, decided, now, theirs);
            await outbox.Send(call.CycleId, decided.Any(Letters.IsGranted) ? decision with { Attachments = [await dueDates.Attachment(round, call, items, Recipients.Of(round, call, Audience.FocalPoint, now).Language, now, cancellation)] } : decision, cancellation);
        }

        // In one commit: a second run then finds either all of it told or none, and none gives the same mails again, which go out once.
        var told = untold.Concat(decided).Select(item => item.Code).Distinct().ToList();
        await register.UpdateAll<Item>(call.Id, told, item => item with { ReturnUntold = false, Extension = item.Extension is { } extension ? extension with { Untold = false } : null }, cancellation);
    }

    /// <summary>Tells the organisation that the due date was moved, and why; one to which nothing is due any more need not know.</summary>
    [Function(nameof(TellMovedDue))]
    public async Task TellMovedDue([ActivityTrigger] NextStep step, CancellationToken cancellation)
    {
        var (round, call, items) = await calls.InRound(step.CallId, cancellation);
        if (items.Any(item => item.IsOutstanding))
        {
            var now = clock.GetUtcNow();
            var moved = Letters.MovedDue(round, call, items, now);
            await outbox.Send(call.CycleId, moved with { Attachments = [await dueDates.Attachment(round, call, items, Recipients.Of(round, call, Audience.FocalPoint, now).Language, now, cancellation)] }, cancellation);
        }

        await Change(call.Id, current => current.Moved == call.Moved ? current with { Moved = call.Moved! with { IsUntold = false } } : current, cancellation);
    }

    /// <summary>
    /// Sends the one digest of the day to the people of the step's audience: this call, and every other call of theirs that has a reminder due now.
    /// When they had today's digest already, it stood for this step too.
    /// </summary>
    [Function(nameof(SendReminder))]
    public async Task SendReminder([ActivityTrigger] NextStep step, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var leading = await DueCall(step.CallId, now, cancellation);
        if (leading is null)
        {
            return;
        }

        var addressee = Recipients.Of(leading.Round, leading.Call, step.Audience, now).Addressees[0];
        var due = new List<OpenCall> { leading };
        foreach (var other in OtherCalls(leading.Round, addressee, now).Where(id => id != step.CallId))
        {
            if (await DueCall(other, now, cancellation) is { } alsoDue)
            {
                due.Add(alsoDue);
            }
        }

        var digest = Digest.Of(addressee.Id, leading.Round.Zone.DayOf(now), due.Select(open => open.ForDigest))
            ?? throw new InvalidOperationException($"Nothing is outstanding in {step.CallId}, so no reminder can be due.");
        var theirs = new List<PersonalPage>();
        foreach (var open in due)
        {
            theirs.AddRange(await pages.For(open.Round, open.Call, step.Audience, now, cancellation));
        }

        await outbox.Send(leading.Call.CycleId, Letters.Reminder(leading.Round, digest, due, step, now, theirs), cancellation);
        foreach (var open in due)
        {
            await MarkSent(open, now, cancellation);
        }
    }

    /// <summary>A call whose reminder is due now, with what it is about; null when there is none, or no such call.</summary>
    async Task<OpenCall?> DueCall(string callId, DateTimeOffset now, CancellationToken cancellation)
    {
        if (await register.Find<DataCall>(callId, "call", cancellation) is not { Status: CallStatus.Sent } call)
        {
            return null;
        }

        var state = await calls.State(callId, cancellation);
        return state.Reminder(now) is { Action: ReminderAction.Send, Step: { } due } decision
            ? new OpenCall(await plans.Round(call.RoundId, cancellation), call, state.Outstanding, due, decision.DueAt)
            : null;
    }

    /// <summary>The addresses of the calls, in any round, of the organisations where a person has the same role.</summary>
    static IEnumerable<string> OtherCalls(RoundInPlan round, Person person, DateTimeOffset now) =>
        from other in round.Plan.People
        where string.Equals(other.Email, person.Email, StringComparison.OrdinalIgnoreCase) && other.Role == person.Role && other.IsValidOn(round.Zone.DayOf(now))
        from planned in round.Plan.Rounds
        select Address.OfCall(Address.OfRound(round.CycleId, planned.Id), round.Plan.Organisation(other.Organisation));

    Task<bool> MarkSent(OpenCall open, DateTimeOffset now, CancellationToken cancellation) => register.Insert(
        open.Call.Id,
        $"{open.DueAt.UtcDateTime:yyyyMMddHHmmss}-{open.Step.Id}",
        new SentReminder(open.Step.Id, now, open.DueAt),
        cancellation);

    /// <summary>Reminds the reviewers of the answer that has waited longest; the mail stands for every answer of the call of which they are to be reminded now.</summary>
    [Function(nameof(RemindReviewers))]
    public async Task RemindReviewers([ActivityTrigger] NextStep step, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var state = await calls.State(step.CallId, cancellation);
        var waiting = state.ReviewsToRemind(now);
        if (waiting.Count == 0)
        {
            return;
        }

        var oldest = waiting[0];
        var round = await plans.Round(state.Call.RoundId, cancellation);
        var card = ReviewCards.Review(round, state.Call, oldest, now);
        var time = state.ReviewReminderDue(oldest, now);
        foreach (var person in round.Plan.People.Where(person => card.For.Contains(person.Id)))
        {
            await outbox.Send(round.CycleId, Letters.TaskReminder(round.Plan, card, person, time), cancellation);
        }

        // The oldest is marked last: until then a second run sends the same mail, which goes out once.
        foreach (var item in waiting.Reverse())
        {
            await ChangeItem(item, current => current.Version == item.Version ? current with { ReviewReminders = state.ReviewReminderDue(item, now) } : current, cancellation);
        }
    }

    /// <summary>Ends the call: what is missing is stated as not provided, and the organisation is told where each item stands.</summary>
    [Function(nameof(CloseCall))]
    public async Task CloseCall([ActivityTrigger] NextStep step, CancellationToken cancellation)
    {
        var (round, call, items) = await calls.InRound(step.CallId, cancellation);
        var now = clock.GetUtcNow();
        var concerns = await calls.Concerns(call.Id, cancellation);
        foreach (var item in items.Where(item => !item.IsSettled))
        {
            var reason = ConcernRules.WhyClosed(item, concerns) ?? ItemRules.WhyNotProvided(item);
            var (kind, outcome) = ItemRules.Closed(item, reason).Status == ItemStatus.Accepted
                ? ("ItemStands", "the answer that was accepted earlier stands")
                : ("ItemNotProvided", "not provided");
            await Note(call, item, $"{call.Instance}-{Slug.Of(item.Code)}-not-provided", kind, "system", $"{call.Organisation}, {item.Code}: {outcome}.", reason.ToString());
            await ChangeItem(item, current => ItemRules.Closed(current, reason), cancellation);
        }

        var settled = await calls.Items(call.Id, round.Plan, cancellation);
        await outbox.Send(call.CycleId, Letters.Closed(round, call, settled, now), cancellation);
        var accepted = settled.Count(item => item.Status == ItemStatus.Accepted);
        await ledger.Note(call.CycleId, $"{call.Instance}-closed", "CallClosed", call.Id, "system", $"{call.Organisation}: {accepted} of {settled.Count} items accepted.", clock);
        await Change(call.Id, current => current with { Status = CallStatus.Closed, ClosedAt = current.ClosedAt ?? now }, cancellation);
    }

    Task Note(DataCall call, Item item, string key, string kind, string who, string what, string? why)
        => ledger.Note(call.CycleId, key, kind, $"{call.Id}/{item.Code}", who, what, clock, why);

    async Task Change(string callId, Func<DataCall, DataCall> change, CancellationToken cancellation)
        => await register.Update(callId, "call", change, cancellation);

    async Task ChangeItem(Item item, Func<Item, Item> change, CancellationToken cancellation)
        => await register.Update(item.CallId, item.Code, change, cancellation);

    static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    static string Word(ItemStatus status) => status switch
    {
        ItemStatus.Accepted => "accepted",
        ItemStatus.Returned => "returned",
        _ => "left as it is",
    };
}
