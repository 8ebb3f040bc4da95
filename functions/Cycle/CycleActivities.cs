using Assessment.DataCalls;
using Assessment.Evidence.Figures;
using Assessment.Register;
using Assessment.Review;
using Assessment.Teams;
using Microsoft.Azure.Functions.Worker;

namespace Assessment.Cycle;

/// <summary>What the year and its rounds do outside the process.</summary>
public sealed class CycleActivities(Register.Register register, PlanStore plans, Ledger ledger, CardDesk cards, TimeProvider clock)
{
    /// <summary>The rounds of the plan in order of their opening; each gets its row, so that it can be found by its address.</summary>
    [Function(nameof(ReadAgenda))]
    public async Task<CycleAgenda> ReadAgenda([ActivityTrigger] string cycleId, CancellationToken cancellation)
    {
        var plan = await plans.Read(cycleId, cancellation);
        var rounds = new List<AgendaRound>();
        foreach (var round in plan.Rounds.OrderBy(round => round.Opens).ThenBy(round => round.Id, StringComparer.Ordinal))
        {
            var address = Address.OfRound(cycleId, round.Id);
            await register.Insert(address, "round", new RunningRound { Id = address, CycleId = cycleId, RoundId = round.Id, Status = RoundStatus.Prepared }, cancellation);
            rounds.Add(new AgendaRound(address, round.Opens.UtcDateTime));
        }

        await ledger.Note(cycleId, "agenda", "CycleOpened", cycleId, "system", $"{plan.Cycle.Title}: {rounds.Count} rounds, {plan.Recommendations.Count} recommendations, {plan.Organisations.Count} organisations.", clock);
        return new CycleAgenda(rounds);
    }

    /// <summary>Writes the calls and items of a round and asks the secretariat to release the letters.</summary>
    [Function(nameof(PrepareRound))]
    public async Task<RoundAgenda> PrepareRound([ActivityTrigger] string roundId, CancellationToken cancellation)
    {
        var round = await plans.Round(roundId, cancellation);
        var now = clock.GetUtcNow();
        var calls = CallPlan.For(round, now);
        foreach (var planned in calls)
        {
            await register.Insert(planned.Call.Id, "call", planned.Call, cancellation);
            foreach (var item in planned.Items)
            {
                await register.Insert(item.CallId, item.Code, item, cancellation);
            }
        }

        var items = calls.Sum(call => call.Items.Count);
        await ledger.Note(round.CycleId, $"{roundId}-prepared", "RoundPrepared", roundId, "system", $"{round.Round.Title}: {calls.Count} data calls with {items} items are ready to be sent.", clock);

        var release = await cards.Ask(round.CycleId, RoundCards.Release(round, calls.Count, items, now), cancellation);
        return new RoundAgenda(
            new DecisionRequest(roundId, release, Deadline.RepliesDue),
            round.Round.EndorsementBy is null ? null : new DecisionRequest(roundId, RoundCards.EndorsementKey(roundId), Deadline.EndorsementBy),
            MinistryGroups(round, calls))
        {
            Comparisons = Comparisons.Of(round),
        };
    }

    /// <summary>Notes that a round was not released; nothing of it was sent.</summary>
    [Function(nameof(StopRound))]
    public async Task StopRound([ActivityTrigger] string roundId, CancellationToken cancellation)
    {
        var round = await plans.Round(roundId, cancellation);
        await ledger.Note(round.CycleId, $"{roundId}-stopped", "RoundStopped", roundId, "secretariat", "The letters were not released, so the round was not held.", clock);
        await register.Update<RunningRound>(roundId, "round", running => running with { Status = RoundStatus.Stopped }, cancellation);
    }

    /// <summary>Closes the cycle, unless a correction runs or may still be asked for.</summary>
    [Function(nameof(CloseCycle))]
    public async Task<CycleEnd> CloseCycle([ActivityTrigger] string cycleId, CancellationToken cancellation)
    {
        if (await OpenUntil(cycleId, cancellation) is { } before)
        {
            return new CycleEnd(before);
        }

        await SetClosed(cycleId, cycle => cycle.ClosedAt is null ? cycle with { ClosedAt = clock.GetUtcNow() } : cycle, cancellation);

        // A correction that was asked for at this moment is written before it looks whether the cycle is closed.
        if (await OpenUntil(cycleId, cancellation) is { } after)
        {
            await SetClosed(cycleId, cycle => cycle with { ClosedAt = null }, cancellation);
            return new CycleEnd(after);
        }

        await ledger.Note(cycleId, "closed", "CycleClosed", cycleId, "system", "All rounds have ended.", clock);
        return new CycleEnd(null);
    }

    async Task SetClosed(string cycleId, Func<RunningCycle, RunningCycle> change, CancellationToken cancellation)
        => await register.Update(RunningCycle.Partition, cycleId, change, cancellation);

    async Task<DateTime?> OpenUntil(string cycleId, CancellationToken cancellation)
    {
        var plan = await plans.Read(cycleId, cancellation);
        var now = clock.GetUtcNow();
        var moments = new List<DateTimeOffset>();
        if (plan.Cycle.CorrectionsUntil is { } until && Zone.Of(plan.Cycle.TimeZone).At(until, plan.Cycle.OfficeCloses) is var last && last > now)
        {
            moments.Add(last);
        }

        foreach (var round in plan.Rounds)
        {
            if (await register.Find<RunningRound>(Address.OfRound(cycleId, round.Id), "round", cancellation) is { Correction: { } correction })
            {
                // Whoever ends a correction wakes the cycle; a day is for the case that it was not heard.
                moments.Add(correction.Dates.HardDate > now ? correction.Dates.HardDate : now.AddDays(1));
            }
        }

        return moments.Count == 0 ? null : moments.Max().UtcDateTime;
    }

    static List<MinistryCalls> MinistryGroups(RoundInPlan round, IReadOnlyList<PlannedCall> calls) =>
    [
        .. calls.GroupBy(call => round.Plan.MinistryOf(call.Call.Organisation)?.Slug)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => new MinistryCalls(group.Key, [.. group.Select(call => call.Call.Id)])),
    ];
}
