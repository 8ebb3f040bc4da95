using Assessment.Clearance;
using Assessment.Cycle;
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
    {
        var order = plan.Recommendations.Select((recommendation, index) => (recommendation.Code, index)).ToDictionary(StringComparer.Ordinal);
        var items = await register.List<Item>(callId, cancellation: cancellation);
        return [.. items.OrderBy(item => order.GetValueOrDefault(item.Code, int.MaxValue))];
    }

    public async Task<CallInRound> InRound(string callId, CancellationToken cancellation)
    {
        var call = await Call(callId, cancellation);
        var round = await plans.Round(call.RoundId, cancellation);
        return new CallInRound(round, call, await Items(callId, round.Plan, cancellation));
    }

    public async Task<CallState> State(string callId, CancellationToken cancellation)
    {
        var (round, call, items) = await InRound(callId, cancellation);
        var now = clock.GetUtcNow();
        var concerns = await Concerns(callId, cancellation);
        return new CallState
        {
            Call = call,
            Items = items,
            Replies = await register.List<Reply>(callId, cancellation: cancellation),
            Concerns = concerns,
            Decisions = await Decisions(call, items, concerns, cancellation),
            Reminders = await register.List<SentReminder>(callId, cancellation: cancellation),
            Policy = round.Plan.Reminders,
            Calendar = round.CalendarOf(call.Organisation, now),
            SecretariatCalendar = round.SecretariatCalendar(now),
            HasNewcomer = items.Any(item => !item.IsSettled) && HandOverRules.Due(round, call, await register.List<Introduction>(callId, cancellation: cancellation), now) is not null,
            PeopleChangeAt = HandOverRules.NextChange(round, call, now),
            // What a ministry refused may be answered until that ministry has to sign.
            RoundLimit = call.IsReopened ? round.Round.SignOffBy : round.AnswersEnd(now),
        };
    }

    public Task<IReadOnlyList<Concern>> Concerns(string callId, CancellationToken cancellation) => register.List<Concern>(callId, cancellation: cancellation);

    async Task<Dictionary<string, Decision>> Decisions(DataCall call, IReadOnlyList<Item> items, IReadOnlyList<Concern> concerns, CancellationToken cancellation)
    {
        var decisions = new Dictionary<string, Decision>(StringComparer.Ordinal);
        foreach (var key in items.SelectMany(item => OpenCards(item, concerns)))
        {
            if (await register.Find<Decision>(call.CycleId, key, cancellation) is { } decision)
            {
                decisions[key] = decision;
            }
        }

        return decisions;
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
