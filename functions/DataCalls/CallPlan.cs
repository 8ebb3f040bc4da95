using Assessment.Cycle;

namespace Assessment.DataCalls;

/// <summary>Which calls and items a round consists of.</summary>
public static class CallPlan
{
    public static IReadOnlyList<PlannedCall> For(RoundInPlan round, DateTimeOffset now) =>
    [
        .. round.Round.Asks.GroupBy(ask => ask.Organisation)
            .OrderBy(group => round.Plan.Organisation(group.Key).Slug, StringComparer.Ordinal)
            .Select(group => Call(round, round.Plan.Organisation(group.Key), [.. group.Select(ask => ask.Recommendation)], now)),
    ];

    static PlannedCall Call(RoundInPlan round, Organisation organisation, IReadOnlyList<string> codes, DateTimeOffset now)
    {
        var id = Address.OfCall(round.Address, organisation);
        var due = round.Round.RepliesDue;
        var call = new DataCall
        {
            Id = id,
            CycleId = round.CycleId,
            RoundId = round.Address,
            Organisation = organisation.Code,
            Status = CallStatus.Prepared,
            Instance = id,
            DueAt = due,
            ClosesAt = CallDates.ClosesAt(round, organisation.Code, now),
        };
        return new PlannedCall(call, [.. codes.Select(code => new Item { CallId = id, Code = code, Status = ItemStatus.Asked, DueAt = due })]);
    }
}

public sealed record PlannedCall(DataCall Call, IReadOnlyList<Item> Items);
