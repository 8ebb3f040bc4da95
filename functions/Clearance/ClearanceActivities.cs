using Assessment.Cycle;
using Assessment.DataCalls;
using Assessment.Evidence;
using Assessment.Evidence.PersonalData;
using Assessment.Mail;
using Assessment.Register;
using Assessment.Review;
using Assessment.Teams;
using Microsoft.Azure.Functions.Worker;

namespace Assessment.Clearance;

/// <summary>The steps of a data call between an answer and its review. Each may run twice: cards and ledger lines carry keys, and what was changed is not changed again.</summary>
public sealed class ClearanceActivities(
    Register.Register register, CallReader calls, PlanStore plans, IEvidenceStore store, Outbox outbox, CardDesk cards, Ledger ledger, TimeProvider clock)
{
    /// <summary>Asks about every open concern that nobody was asked about yet.</summary>
    [Function(nameof(AskForClearance))]
    public async Task AskForClearance([ActivityTrigger] NextStep step, CancellationToken cancellation)
    {
        var state = await calls.State(step.CallId, cancellation);
        var round = await plans.Round(state.Call.RoundId, cancellation);
        var now = clock.GetUtcNow();
        foreach (var (item, concern) in state.OpenConcerns.Where(open => !open.Concern.IsAsked))
        {
            await cards.Ask(state.Call.CycleId, ClearanceCards.For(round, state.Call, item, concern, now), cancellation);
            await Change(concern, current => current with { Shown = concern.Question, ShownAt = now, Reminders = 0 }, cancellation);
        }
    }

    [Function(nameof(ApplyClearance))]
    public async Task ApplyClearance([ActivityTrigger] NextStep step, CancellationToken cancellation)
    {
        var state = await calls.State(step.CallId, cancellation);
        var round = await plans.Round(state.Call.RoundId, cancellation);
        foreach (var (item, concern) in state.OpenConcerns)
        {
            if (state.DecisionOn(concern) is { } decision)
            {
                await Apply(round, state, item, concern, decision, cancellation);
            }
        }
    }

    Task Apply(RoundInPlan round, CallState state, Item item, Concern concern, Decision decision, CancellationToken cancellation) => decision.Choice switch
    {
        Choice.Redact when concern.File is not null => RedactFile(round, state.Call, concern, decision, cancellation),
        Choice.Redact => RedactText(round, state.Call, item, concern, decision, cancellation),
        Choice.Return => Return(round, state, item, concern, decision, cancellation),
        Choice.Declassify => Declassify(state.Call, concern, decision, cancellation),
        _ => Settle(state.Call, concern, decision, ConcernRules.Decided(concern, decision), cancellation),
    };

    /// <summary>Writes the cleaned copy beside the original and lets the answer refer to it; when that cannot be done, it is asked again without that button.</summary>
    async Task RedactFile(RoundInPlan round, DataCall call, Concern concern, Decision decision, CancellationToken cancellation)
    {
        var original = concern.File!;
        var (report, copy) = await Clean(original, ScanPolicies.Of(round.Plan), cancellation);
        if (copy is null)
        {
            await Settle(call, concern, decision, ConcernRules.Decided(concern, decision, report.Refusal), cancellation);
            return;
        }

        await using var content = copy;
        var name = Cleaning.NameOfCopy(original);
        var stored = await store.Store(name, content, cancellation);
        var cleaned = original with { Name = name, OriginalName = report.FileName, Sha256 = stored.Sha256, Size = stored.Size, Original = new OriginalFile(original.Name, original.Sha256) };
        await Settle(call, concern, decision, ConcernRules.Decided(concern, decision) with { CleanedFile = cleaned }, cancellation, $" {string.Join(" ", report.Changes)}");
        await ChangeItem(call, concern, item => item with { Answer = Cleaning.Replaced(item.Answer!, original.Sha256, cleaned) }, cancellation);
    }

    async Task<(RedactionReport Report, Stream? Copy)> Clean(EvidenceFile original, ScanPolicy policy, CancellationToken cancellation)
    {
        await using var first = await store.Open(original.Name, cancellation);
        var scan = PersonalDataScan.File(original.OriginalName, original.MediaType, first, policy, cancellation);
        await using var second = await store.Open(original.Name, cancellation);
        var copy = new MemoryStream();
        var report = Redaction.Clean(original.OriginalName, original.MediaType, second, copy, scan.Findings, policy, cancellation);
        copy.Position = 0;
        return (report, report.Refusal is null ? copy : null);
    }

    /// <summary>Overwrites what was found in a text of the answer; the text as it came is kept in the store, under restriction.</summary>
    async Task RedactText(RoundInPlan round, DataCall call, Item item, Concern concern, Decision decision, CancellationToken cancellation)
    {
        var policy = ScanPolicies.Of(round.Plan);
        var text = Cleaning.TextOf(item.Answer!, concern.Text!) ?? "";
        var original = Cleaning.NameOfOriginal(concern);
        using var bytes = new MemoryStream(Cleaning.Bytes(text));
        await store.Store(original, bytes, cancellation);
        var cleaned = AnswerTexts.HashOf(Cleaning.Redacted(text, policy));
        await Settle(call, concern, decision, ConcernRules.Decided(concern, decision) with { CleanedText = cleaned }, cancellation);
        await ChangeItem(call, concern, current => current with { Answer = Cleaning.Redacted(current.Answer!, concern.Text!, policy) with { OriginalWords = original } }, cancellation);
    }

    async Task Return(RoundInPlan round, CallState state, Item item, Concern concern, Decision decision, CancellationToken cancellation)
    {
        var call = state.Call;
        var language = Recipients.Of(round, call, Audience.FocalPoint, clock.GetUtcNow()).Language;
        var words = concern.Matter == Matter.Release ? "" : ClearanceCards.WhyReturned(concern, language);
        var reason = string.Join("\n", new[] { decision.Reason, words }.Where(text => !string.IsNullOrWhiteSpace(text)));
        await Note(call, concern, $"{concern.CardKey}-returned", "ItemReturned", decision.By, $"{call.Organisation}, {item.Code}: answer {item.Version} was returned.", reason);
        await ChangeItem(call, concern, current => ItemRules.Returned(current, decision, reason, state.ReturnDue(decision.At)), cancellation);
        await Change(concern, current => current.Question == concern.Question ? ConcernRules.Decided(current, decision) : current, cancellation);
    }

    async Task Declassify(DataCall call, Concern concern, Decision decision, CancellationToken cancellation)
    {
        var declassification = DeclassificationRules.Read(decision)
            ?? throw new InvalidOperationException($"The decision on {concern.CardKey} declassifies without an authority, an officer and a date.");
        await Settle(call, concern, decision, ConcernRules.Decided(concern, decision), cancellation);
        await ChangeItem(call, concern, item => item with { Answer = Cleaning.Declassified(item.Answer!, concern, declassification) }, cancellation);
    }

    async Task Settle(DataCall call, Concern concern, Decision decision, Concern decided, CancellationToken cancellation, string more = "")
    {
        var part = ClearanceCards.PartOf(concern, Language.En);
        var (kind, what) = (decision.Choice, decided.Outcome) switch
        {
            (_, Outcome.Released) => ("AnswerReleased", "the head released the answer."),
            (_, Outcome.Redacted) => ("DataRedacted", $"{part}: redacted; the original is kept under restriction."),
            (_, Outcome.Overridden) => ("FindingOverridden", $"{part}: a second person confirmed that it may stand."),
            (_, Outcome.Declassified) => ("GradeDeclassified", $"{part}, graded {concern.Grade.Word()}, may leave the country."),
            (_, Outcome.LeftOut) => ("GradeLeftOut", $"{part}, graded {concern.Grade.Word()}, is left out of the submission."),
            (Choice.Override, _) => ("OverrideAsked", $"{part}: one person overrides, a second must confirm."),
            (Choice.Reject, _) => ("OverrideRejected", $"{part}: the second person did not confirm."),
            _ => ("RedactionFailed", $"{part}: not redacted. {decided.Note}"),
        };
        await Note(call, concern, $"{concern.CardKey}-{decision.Choice}", kind, decision.By, $"{call.Organisation}, {concern.Code}: {what}{more}", decision.Reason);
        await Change(concern, current => current.Question == concern.Question && current.Outcome is null ? decided with { Shown = current.Shown, ShownAt = current.ShownAt } : current, cancellation);
    }

    /// <summary>Reminds the people of the concern that has waited longest; the mail stands for every other one of the call.</summary>
    [Function(nameof(RemindOfClearance))]
    public async Task RemindOfClearance([ActivityTrigger] NextStep step, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var state = await calls.State(step.CallId, cancellation);
        var plan = await plans.Read(state.Call.CycleId, cancellation);
        var waiting = state.ConcernsToRemind(now);
        foreach (var people in waiting.GroupBy(concern => concern.Matter == Matter.Release))
        {
            var oldest = people.First();
            if (await cards.Shown(plan.Cycle.Id, oldest.CardKey, cancellation) is { Card: var card })
            {
                foreach (var person in plan.People.Where(person => card.For.Contains(person.Id)))
                {
                    await outbox.Send(plan.Cycle.Id, Letters.TaskReminder(plan, card, person, state.ConcernReminderDue(oldest, now)), cancellation);
                }
            }
        }

        foreach (var concern in waiting)
        {
            await Change(concern, current => current.Question == concern.Question ? current with { Reminders = state.ConcernReminderDue(concern, now) } : current, cancellation);
        }
    }

    Task Note(DataCall call, Concern concern, string key, string kind, string who, string what, string? why)
        => ledger.Note(call.CycleId, key, kind, $"{call.Id}/{concern.Code}", who, what, clock, why);

    async Task Change(Concern concern, Func<Concern, Concern> change, CancellationToken cancellation)
        => await register.Update(concern.CallId, concern.Id, change, cancellation);

    /// <summary>Changes the item as long as its answer still holds what the concern is about.</summary>
    async Task ChangeItem(DataCall call, Concern concern, Func<Item, Item> change, CancellationToken cancellation)
        => await register.Update<Item>(call.Id, concern.Code, item => item.Status == ItemStatus.Replied && ConcernRules.IsAbout(concern, item) ? change(item) : item, cancellation);
}
