using Assessment.Clearance;
using Assessment.Corrections;
using Assessment.Cycle;
using Assessment.Evidence.Figures;
using Assessment.Register;
using Assessment.Review;
using Assessment.Turnover;

namespace Assessment.DataCalls;

/// <summary>Reads all that is known of a call.</summary>
public sealed class CallReader(Register.Register register, PlanStore plans, TimeProvider clock)
{
    public async Task<DataCall> Call(string callId, CancellationToken cancellation)
        => await register.Find<DataCall>(callId, "call", cancellation)
            ?? throw new InvalidOperationException($"There is no data call {callId}.");

    /// <summary>The items in the order of the plan's recommendations.</summary>
    public async Task<IReadOnlyList<Item>> Items(string callId, Plan plan, CancellationToken cancellation)
        => InOrder(await register.List<Item>(callId, cancellation: cancellation), plan);

    static IReadOnlyList<Item> InOrder(IReadOnlyList<Item> items, Plan plan)
    {
        var order = plan.Recommendations.Select((recommendation, index) => (recommendation.Code, index)).ToDictionary(StringComparer.Ordinal);
        return [.. items.OrderBy(item => order.GetValueOrDefault(item.Code, int.MaxValue))];
    }

    public async Task<CallInRound> InRound(string callId, CancellationToken cancellation)
    {
        // The call before its items: one that has closed then has items that are settled.
        var call = await Call(callId, cancellation);
        var items = register.List<Item>(callId, cancellation: cancellation);
        var round = plans.Round(call.RoundId, call.CycleId, cancellation);
        await Task.WhenAll(items, round);
        return new CallInRound(await round, call, InOrder(await items, (await round).Plan));
    }

    /// <summary>
    /// What is read most. What does not depend on each other is asked for at once; concerns come after the items, because a concern is written
    /// before the answer that it is about, and decisions after both.
    /// </summary>
    public async Task<CallState> State(string callId, CancellationToken cancellation)
    {
        var inRound = InRound(callId, cancellation);
        var replies = register.List<Reply>(callId, cancellation: cancellation);
        var reminders = register.List<SentReminder>(callId, cancellation: cancellation);
        var introductions = register.List<Introduction>(callId, cancellation: cancellation);
        await Task.WhenAll(inRound, replies, reminders, introductions);
        var (round, call, items) = await inRound;
        var now = clock.GetUtcNow();
        var concerns = await Concerns(callId, cancellation);
        return new CallState
        {
            Call = call,
            Items = items,
            Replies = await replies,
            Concerns = concerns,
            Decisions = await Decisions(call, items, concerns, cancellation),
            Reminders = Since(round.Running.Correction, call, await reminders),
            Policy = round.Plan.Reminders,
            OfficeCloses = round.Plan.Cycle.OfficeCloses,
            Calendar = round.CalendarOf(call.Organisation, now),
            SecretariatCalendar = round.SecretariatCalendar(now),
            HasNewcomer = items.Any(item => !item.IsSettled) && HandOverRules.Due(round, call, await introductions, now) is not null,
            PeopleChangeAt = HandOverRules.NextChange(round, call, now),
            // What a ministry refused may be answered until that ministry has to sign.
            RoundLimit = call.IsReopened && round.Running.Correction?.Runs(call) is not true ? round.Round.SignOffBy : round.AnswersEnd(now),
            Missing = FigureReview.Missing(round, call, items),
        };
    }

    /// <summary>A correction reminds from the beginning: what was sent when its call ran first is over, and does not count against the cap.</summary>
    static IReadOnlyList<SentReminder> Since(Correction? correction, DataCall call, IReadOnlyList<SentReminder> sent)
        => correction is not null && call.IsReopened ? [.. sent.Where(reminder => reminder.At >= correction.At)] : sent;

    /// <summary>The accepted items of a ministry and its agencies in a round; a graded answer stays in the country, so nobody signs it for the assessor.</summary>
    public async Task<IReadOnlyList<Item>> Signable(RoundInPlan round, Organisation ministry, CancellationToken cancellation)
    {
        var signable = new List<Item>();
        foreach (var organisation in round.Round.Asks.Select(ask => ask.Organisation).Distinct().Where(code => round.Plan.MinistryOf(code) == ministry).Order(StringComparer.Ordinal))
        {
            var items = await Items(Address.OfCall(round.Address, round.Plan.Organisation(organisation)), round.Plan, cancellation);
            signable.AddRange(items.Where(item => item is { Status: ItemStatus.Accepted, Answer.MayLeave: true }));
        }

        return signable;
    }

    /// <summary>The items that a correction is about, as they are now.</summary>
    public async Task<IReadOnlyList<Item>> InCorrection(RoundInPlan round, Correction correction, CancellationToken cancellation)
    {
        var items = new List<Item>();
        foreach (var call in correction.Calls)
        {
            items.AddRange((await Items(call.Key, round.Plan, cancellation)).Where(item => call.Any(corrected => corrected.Is(item))));
        }

        return items;
    }

    public Task<IReadOnlyList<Concern>> Concerns(string callId, CancellationToken cancellation) => register.List<Concern>(callId, cancellation: cancellation);

    /// <summary>The conflicts between the accepted answers of a round, with what was decided about each.</summary>
    public async Task<IReadOnlyList<ConflictOutcome>> Conflicts(RoundInPlan round, CancellationToken cancellation)
    {
        var conflicts = await Conflicts(round, Comparisons.Of(round), item => item.Status == ItemStatus.Accepted, cancellation);
        var outcomes = new List<ConflictOutcome>();
        foreach (var conflict in conflicts)
        {
            var decision = await register.Find<Decision>(round.CycleId, Settlements.CardKey(round, conflict), cancellation);
            outcomes.Add(new ConflictOutcome(conflict, Settlements.Of(conflict, decision)));
        }

        return outcomes;
    }

    /// <summary>The conflicts of an answer with what others have stated so far, accepted or not.</summary>
    public Task<IReadOnlyList<FigureConflict>> ConflictsOf(RoundInPlan round, Item item, CancellationToken cancellation)
    {
        var own = round.Plan.Recommendation(item.Code).Indicators.Select(indicator => indicator.SameAs ?? indicator.Id).ToHashSet(StringComparer.Ordinal);
        return Conflicts(round, [.. Comparisons.Of(round).Where(comparison => own.Contains(comparison.Indicator))], _ => true, cancellation);
    }

    async Task<IReadOnlyList<FigureConflict>> Conflicts(RoundInPlan round, IReadOnlyList<Comparison> compared, Func<Item, bool> counts, CancellationToken cancellation)
    {
        var stated = new List<StatedAnswer>();
        foreach (var organisation in compared.SelectMany(comparison => comparison.Organisations).Distinct().Order(StringComparer.Ordinal))
        {
            var items = await Items(Address.OfCall(round.Address, round.Plan.Organisation(organisation)), round.Plan, cancellation);
            stated.AddRange(items.Where(counts).Where(item => item.Answer is not null).Select(item => new StatedAnswer(organisation, item.Answer!)));
        }

        var wanted = compared.Select(comparison => comparison.Indicator).ToHashSet(StringComparer.Ordinal);
        return [.. Evidence.Figures.Conflicts.Of(round.Plan.Recommendations, stated).Where(conflict => wanted.Contains(conflict.Indicator))];
    }

    async Task<Dictionary<string, Decision>> Decisions(DataCall call, IReadOnlyList<Item> items, IReadOnlyList<Concern> concerns, CancellationToken cancellation)
    {
        var given = await Task.WhenAll(items.SelectMany(item => OpenCards(item, concerns)).Distinct().Select(key => register.Find<Decision>(call.CycleId, key, cancellation)));
        return given.OfType<Decision>().ToDictionary(decision => decision.CardKey, StringComparer.Ordinal);
    }

    /// <summary>The cards of an item that a decision may still answer.</summary>
    static IEnumerable<string> OpenCards(Item item, IReadOnlyList<Concern> concerns)
    {
        if (item.Status == ItemStatus.Replied)
        {
            foreach (var concern in ConcernRules.Open(item, concerns).Where(concern => concern.IsAsked))
            {
                yield return concern.CardKey;
            }
        }

        if (item.Status == ItemStatus.Replied && item.ReviewShown == item.Version)
        {
            yield return item.ReviewKey;
        }

        if (item.Extension is { Status: ExtensionStatus.Shown } extension)
        {
            yield return extension.CardKey;
        }
    }
}

public sealed record CallInRound(RoundInPlan Round, DataCall Call, IReadOnlyList<Item> Items);
