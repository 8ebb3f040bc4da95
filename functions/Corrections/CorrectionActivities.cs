using Assessment.Cycle;
using Assessment.DataCalls;
using Assessment.Evidence.Figures;
using Assessment.Mail;
using Assessment.Register;
using Assessment.Review;
using Assessment.SignOff;
using Assessment.Submission;
using Microsoft.Azure.Functions.Worker;

namespace Assessment.Corrections;

public sealed class CorrectionActivities(Register.Register register, PlanStore plans, CallReader calls, Outbox outbox, Ledger ledger, TimeProvider clock)
{
    /// <summary>Writes down what is to be corrected and why, and reopens those items; items first, so that a second run finds the rest.</summary>
    [Function(nameof(OpenCorrection))]
    public async Task<ReopenedCalls> OpenCorrection([ActivityTrigger] CorrectionId id, CancellationToken cancellation)
    {
        var (round, correction) = await Running(id, cancellation);
        var names = string.Join(", ", correction.Items.Select(item => item.Name));
        await ledger.Note(round.CycleId, Key(id, "asked"), "CorrectionAsked", id.RoundId, correction.By, $"{round.Round.Title}: version {correction.Version} is to correct {names}, answered by {round.Local(correction.Dates.RepliesDue)}.", clock, correction.Reason);

        var reopened = new List<ReopenedCall>();
        foreach (var call in correction.Calls)
        {
            foreach (var item in call)
            {
                await ledger.Note(round.CycleId, Key(id, $"{call.Key}-{Slug.Of(item.Code)}"), "ItemReopened", $"{call.Key}/{item.Code}", correction.By, $"{item.Organisation}, {item.Code}: to be corrected.", clock, correction.Reason);
                await register.Update<Item>(call.Key, item.Code, current => CorrectionRules.Reopened(current, correction), cancellation);
            }

            await register.Update<DataCall>(call.Key, "call", current => CorrectionRules.Reopened(current, correction), cancellation);
            reopened.Add(new ReopenedCall(call.Key, correction.InstanceOf(call.Key)));
        }

        return new ReopenedCalls(reopened);
    }

    /// <summary>Whether anything was corrected, and who has to decide again because of it.</summary>
    [Function(nameof(ReadCorrected))]
    public async Task<CorrectedAgenda> ReadCorrected([ActivityTrigger] CorrectionId id, CancellationToken cancellation)
    {
        var (round, correction) = await Running(id, cancellation);
        var items = await calls.InCorrection(round, correction, cancellation);
        if (!CorrectionRules.HasChanged(correction, items))
        {
            return new CorrectedAgenda(HasChanged: false);
        }

        var reopened = correction.Calls.Select(call => call.Key).ToHashSet(StringComparer.Ordinal);
        return new CorrectedAgenda(HasChanged: true)
        {
            Settlements =
            [
                .. Comparisons.Of(round).Where(comparison => comparison.Calls.Any(reopened.Contains)).Select(comparison => new SettlementId(
                    id.RoundId, comparison.Indicator, $"{Address.OfSettlement(id.RoundId, comparison.Indicator, isLate: true)}-c{id.Number}", IsLate: true)),
            ],
            SignOffs = await SignOffs(round, id, cancellation),
            Endorsement = round.Round.EndorsementBy is null
                ? null
                : new DecisionRequest(id.RoundId, RoundCards.EndorsementKey(id.RoundId, id.Number), Deadline.EndorsementBy),
        };
    }

    /// <summary>A signature whose digest is still that of the ministry's items stays valid, and nobody is asked for it again.</summary>
    async Task<IReadOnlyList<SignOffId>> SignOffs(RoundInPlan round, CorrectionId id, CancellationToken cancellation)
    {
        var again = new List<SignOffId>();
        foreach (var row in await register.List<SignOffRow>(id.RoundId, cancellation: cancellation))
        {
            var ministry = round.Plan.Organisation(row.Ministry);
            if (SignOffDigest.Of(await calls.Signable(round, ministry, cancellation)) != row.Digest)
            {
                again.Add(new SignOffId(id.RoundId, ministry.Slug, id.Number));
            }
        }

        return [.. again.OrderBy(signOff => signOff.Ministry, StringComparer.Ordinal)];
    }

    /// <summary>Ends the correction. Where it led to no new version, the one that was handed in stands, and the secretariat is told.</summary>
    [Function(nameof(EndCorrection))]
    public async Task EndCorrection([ActivityTrigger] CorrectionId id, CancellationToken cancellation)
    {
        var round = await plans.Round(id.RoundId, cancellation);
        if (round.Running.Correction is not { } correction || correction.Number != id.Number)
        {
            return;
        }

        if (round.Running.Version != correction.Version)
        {
            await GiveUp(round, correction, id, cancellation);
        }

        await register.Update<RunningRound>(
            id.RoundId, "round", running => running.Correction?.Number == id.Number ? running with { Correction = null } : running, cancellation);
    }

    async Task GiveUp(RoundInPlan round, Correction correction, CorrectionId id, CancellationToken cancellation)
    {
        var items = await calls.InCorrection(round, correction, cancellation);
        var because = CorrectionRules.HasChanged(correction, items)
            ? $"version {correction.Version} was not released by {round.Local(correction.Dates.HardDate)}"
            : "no corrected answer was accepted in time";
        var text = $"The correction of {round.Round.Title} was given up: {because}. Version {round.Running.Version} stands.";
        await ledger.Note(round.CycleId, Key(id, "given-up"), "CorrectionGivenUp", id.RoundId, "system", text, clock);
        foreach (var person in round.People(Role.Secretariat, clock.GetUtcNow()))
        {
            await outbox.Send(round.CycleId, Letters.Alert(round.Plan, Key(id, "given-up"), id.RoundId, person, $"{round.Round.Title}: the correction was given up", text), cancellation);
        }
    }

    async Task<(RoundInPlan Round, Correction Correction)> Running(CorrectionId id, CancellationToken cancellation)
    {
        var round = await plans.Round(id.RoundId, cancellation);
        return round.Running.Correction is { } correction && correction.Number == id.Number
            ? (round, correction)
            : throw new InvalidOperationException($"{id.RoundId} has no correction {id.Number} that runs.");
    }

    static string Key(CorrectionId id, string what) => $"{Address.OfCorrection(id.RoundId, id.Number)}-{what}";
}
