using Assessment.Access;
using Assessment.Cycle;
using Assessment.DataCalls;
using Assessment.Register;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Assessment.Corrections;

/// <summary>Asks for a correction of what a round has handed in.</summary>
public sealed class CorrectionTriggers(Register.Register register, PlanStore plans, CallReader calls, Callers callers, TimeProvider clock)
{
    /// <summary>
    /// Takes the items, the reason and the last day for answers. Posting the same again changes nothing but makes sure that the correction runs, so
    /// one that was cut off is completed by sending it once more.
    /// </summary>
    [Function(nameof(AskForCorrection))]
    [Allow(Who.People)]
    public async Task<IResult> AskForCorrection(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "cycles/{cycleId}/rounds/{roundId}/correction")] HttpRequest request,
        string cycleId,
        string roundId,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        if (await WhoAsks(request, cycleId, cancellation) is not { } who)
        {
            return Results.Unauthorized();
        }

        if (await request.ReadFromJsonAsync<CorrectionWish>(cancellation) is not { } wish)
        {
            return Results.Problem("The body must say what is corrected, why and until when: {\"items\": [\"PDRM/R02\"], \"reason\": \"…\", \"until\": \"2025-02-14\"}.", statusCode: StatusCodes.Status400BadRequest);
        }

        var address = Address.OfRound(cycleId, roundId);
        if (await register.Find<RunningRound>(address, "round", cancellation) is null)
        {
            return Results.Problem($"Cycle {cycleId} has no round {roundId}.", statusCode: StatusCodes.Status404NotFound);
        }

        if (await Open(cycleId, address, wish, who, cancellation) is { Refusal: { } refusal })
        {
            return Results.Problem(refusal, statusCode: StatusCodes.Status409Conflict, title: "The correction cannot be made.");
        }

        var running = (await plans.Round(address, cancellation)).Running;
        var correction = running.Correction!;
        var instance = Address.OfCorrection(address, correction.Number);
        if (await client.GetInstanceAsync(instance, cancellation: cancellation) is null)
        {
            await client.ScheduleNewOrchestrationInstanceAsync(
                nameof(CorrectionOrchestration), new CorrectionId(cycleId, address, correction.Number), new StartOrchestrationOptions(InstanceId: instance), cancellation);
        }

        return Results.Json(new { correction.Version, instance, correction.Dates });
    }

    /// <summary>The secretariat, and whoever endorses; they may find a mistake at the same moment, so the first one wins.</summary>
    async Task<string?> WhoAsks(HttpRequest request, string cycleId, CancellationToken cancellation)
        => await callers.Person(request, cycleId, cancellation) is { Role: Role.Secretariat or Role.Chair } person ? person.Id
            : await Callers.IsOperator(request) ? "operator"
            : null;

    /// <summary>Writes the correction on the round, if it may go ahead or is there already.</summary>
    async Task<CorrectionJudgement> Open(string cycleId, string address, CorrectionWish wish, string who, CancellationToken cancellation)
    {
        var round = await plans.Round(address, cancellation);
        var items = new List<Item>();
        foreach (var organisation in round.Round.Asks.Select(ask => ask.Organisation).Distinct())
        {
            items.AddRange(await calls.Items(Address.OfCall(address, round.Plan.Organisation(organisation)), round.Plan, cancellation));
        }

        var judged = CorrectionRules.Judge(round, wish, items, who, clock.GetUtcNow());
        if (judged.Correction is not { } correction)
        {
            return judged;
        }

        var written = await register.Update<RunningRound>(address, "round", running => CorrectionRules.Opened(running, correction), cancellation);
        if (written.Correction?.At != correction.At)
        {
            return CorrectionJudgement.Refused($"Somebody else asked for a correction of {round.Round.Title} at the same moment.");
        }

        // Written first, then looked: the cycle closes in the opposite order, so one of the two sees the other.
        if ((await plans.Running(cycleId, cancellation)).ClosedAt is null)
        {
            return judged;
        }

        await register.Update<RunningRound>(address, "round", running => CorrectionRules.Withdrawn(running, correction), cancellation);
        return CorrectionJudgement.Refused($"Cycle {cycleId} has ended. A plan with 'correctionsUntil' in cycle.yaml keeps it open until that day.");
    }
}
