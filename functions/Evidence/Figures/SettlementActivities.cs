using Assessment.Cycle;
using Assessment.DataCalls;
using Assessment.Register;
using Assessment.Review;
using Assessment.Teams;
using Microsoft.Azure.Functions.Worker;

namespace Assessment.Evidence.Figures;

public sealed class SettlementActivities(PlanStore plans, CallReader calls, CardDesk cards, Ledger ledger, TimeProvider clock)
{
    /// <summary>Shows the secretariat a conflict between accepted answers, with both sides; one that was asked about before is not asked about again.</summary>
    [Function(nameof(AskToSettle))]
    public async Task<SettlementAsked> AskToSettle([ActivityTrigger] SettlementId id, CancellationToken cancellation)
    {
        var round = await plans.Round(id.RoundId, cancellation);
        if (await OpenConflict(round, id, cancellation) is not { } conflict)
        {
            return new SettlementAsked(null);
        }

        var key = Settlements.CardKey(round, conflict);
        if (id.IsLate && await cards.Shown(round.CycleId, key, cancellation) is { } shown && shown.Card.Instance != id.Instance)
        {
            return new SettlementAsked(null);
        }

        var now = clock.GetUtcNow();
        await ledger.Note(round.CycleId, $"{key}-found", "ConflictFound", id.RoundId, "system", $"{conflict.Indicator} is stated with different values: {Settlements.Values(conflict)}.", clock);
        await cards.Ask(round.CycleId, ConflictCards.Settle(round, id, conflict, now), cancellation);
        return new SettlementAsked(Request(round, id, key, now));
    }

    /// <summary>Writes down who settled a conflict, how and why; or that nobody did in time, so that the ministries sign with it open.</summary>
    [Function(nameof(RecordSettlement))]
    public async Task RecordSettlement([ActivityTrigger] SettlementGiven given, CancellationToken cancellation)
    {
        var round = await plans.Round(given.Id.RoundId, cancellation);
        var outcome = (await calls.Conflicts(round, cancellation)).FirstOrDefault(outcome => Settlements.CardKey(round, outcome.Conflict) == given.CardKey);
        if (outcome is null)
        {
            await ledger.Note(round.CycleId, $"{given.CardKey}-gone", "ConflictGone", given.Id.RoundId, given.Decision?.By ?? "system", $"{given.Id.Indicator}: the values changed since the conflict was shown.", clock);
            return;
        }

        var kind = outcome.Settlement is null ? "ConflictUnsettled" : "ConflictSettled";
        await ledger.Note(round.CycleId, $"{given.CardKey}-{kind}", kind, given.Id.RoundId, outcome.Settlement?.By ?? "system", Settlements.Outcome(outcome), clock, outcome.Settlement?.Reason);
    }

    async Task<FigureConflict?> OpenConflict(RoundInPlan round, SettlementId id, CancellationToken cancellation) =>
        (await calls.Conflicts(round, cancellation)).FirstOrDefault(outcome => outcome.Conflict.Indicator == id.Indicator && outcome.Settlement is null)?.Conflict;

    /// <summary>A signature waits for the secretariat as long as any decision may wait before its people are reminded, and never beyond its own date.</summary>
    static DecisionRequest Request(RoundInPlan round, SettlementId id, string key, DateTimeOffset now) => new(
        id.RoundId,
        key,
        (id.IsLate, round.Round.EndorsementBy) switch { (false, _) => Deadline.SignOffBy, (_, null) => Deadline.HardDate, _ => Deadline.EndorsementBy },
        round.SecretariatCalendar(now).Add(now, round.Plan.Reminders.DecideWithin, round.Plan.Cycle.OfficeCloses).UtcDateTime);
}
