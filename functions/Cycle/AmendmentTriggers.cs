using System.Text;
using Assessment.Access;
using Assessment.DataCalls;
using Assessment.Durable;
using Assessment.Register;
using Assessment.SignOff;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Assessment.Cycle;

/// <summary>Files of a running plan that replace those of the same name, and why.</summary>
public sealed record PlanChange(IReadOnlyDictionary<string, string> Files, string Reason);

/// <summary>Changes the plan of a running cycle: dates that are still ahead, holidays that were declared late, people.</summary>
public sealed class AmendmentTriggers(Register.Register register, PlanStore plans, CallReader calls, Ledger ledger, Callers callers, TimeProvider clock)
{
    /// <summary>
    /// Takes changed files of the plan. Posting the same again changes nothing but makes sure that every open call follows the plan, so a change
    /// that was cut off is completed by sending it once more.
    /// </summary>
    [Function(nameof(ChangePlan))]
    [Allow(Who.People)]
    public async Task<IResult> ChangePlan(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "cycles/{cycleId}/plan")] HttpRequest request,
        string cycleId,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        if (await WhoChanges(request, cycleId, cancellation) is not { } who)
        {
            return Results.Unauthorized();
        }

        var change = await request.ReadFromJsonAsync<PlanChange>(cancellation);
        if (change is not { Files.Count: > 0 } || string.IsNullOrWhiteSpace(change.Reason))
        {
            return Results.Problem("The body must hold the changed files and why: {\"files\": {\"rounds.yaml\": \"…\"}, \"reason\": \"…\"}.", statusCode: StatusCodes.Status400BadRequest);
        }

        var cycle = await plans.Running(cycleId, cancellation);
        if (cycle.ClosedAt is not null)
        {
            return Results.Problem($"Cycle {cycleId} has ended, so its plan stays as it is.", statusCode: StatusCodes.Status409Conflict);
        }

        var files = new Dictionary<string, byte[]>(await plans.Files(cycle, cancellation), StringComparer.Ordinal);
        foreach (var (name, text) in change.Files)
        {
            files[name] = Encoding.UTF8.GetBytes(text);
        }

        var reading = PlanReader.Read(files, cycle.StartedAt);
        if (reading.Plan is not { } changed)
        {
            return Results.Problem(string.Join('\n', reading.Faults), statusCode: StatusCodes.Status400BadRequest, title: "The changed plan has faults.");
        }

        var amendment = PlanAmendment.Of(await plans.Imported(cycle, cancellation), changed, await Statuses(cycleId, changed, cancellation), clock.GetUtcNow());
        if (amendment.Refusals.Count > 0)
        {
            return Results.Problem(string.Join('\n', amendment.Refusals), statusCode: StatusCodes.Status409Conflict, title: "The plan cannot be changed so.");
        }

        if (amendment.Changes.Count > 0 && !await plans.Amend(cycle, files, new AmendedPlan(who, change.Reason, amendment.Changes), cancellation))
        {
            return Results.Problem("Somebody else changed the plan at the same moment. Read it again, and repeat the change.", statusCode: StatusCodes.Status409Conflict);
        }

        await Follow(cycleId, client, cancellation);
        return Results.Json(new { changes = amendment.Changes });
    }

    async Task<string?> WhoChanges(HttpRequest request, string cycleId, CancellationToken cancellation)
        => await callers.Person(request, cycleId, cancellation) is { Role: Role.Secretariat } person ? person.Id
            : await Callers.IsOperator(request) ? "operator"
            : null;

    async Task<Dictionary<string, RoundStatus>> Statuses(string cycleId, Plan plan, CancellationToken cancellation)
    {
        var statuses = new Dictionary<string, RoundStatus>(StringComparer.Ordinal);
        foreach (var round in plan.Rounds)
        {
            if (await register.Find<RunningRound>(Address.OfRound(cycleId, round.Id), "round", cancellation) is { } running)
            {
                statuses[round.Id] = running.Status;
            }
        }

        return statuses;
    }

    /// <summary>Notes the change, gives every call that has not closed the dates of the plan, and wakes whatever waits for a date.</summary>
    async Task Follow(string cycleId, DurableTaskClient client, CancellationToken cancellation)
    {
        var version = (await plans.Running(cycleId, cancellation)).PlanVersion;
        if (await plans.Amended(cycleId, version, cancellation) is not { } amended)
        {
            return;
        }

        await ledger.Note(cycleId, $"plan-{version}", "PlanChanged", cycleId, amended.By, string.Join(" ", amended.Changes), clock, amended.Reason);
        var plan = await plans.Read(cycleId, cancellation);
        var waiting = new List<string> { cycleId };
        foreach (var planned in plan.Rounds)
        {
            var address = Address.OfRound(cycleId, planned.Id);
            if (await register.Find<RunningRound>(address, "round", cancellation) is not { Status: RoundStatus.Prepared })
            {
                continue;
            }

            waiting.AddRange([address, Address.OfSubmission(address)]);
            waiting.AddRange((await register.List<SignOffRow>(address, cancellation: cancellation)).Select(row => Address.OfSignOff(address, Slug.Of(row.Ministry))));
            foreach (var organisation in planned.Asks.Select(ask => ask.Organisation).Distinct())
            {
                if (await Follow(await plans.Round(address, cancellation), Address.OfCall(address, plan.Organisation(organisation)), amended.Reason, cancellation) is { } instance)
                {
                    waiting.Add(instance);
                }
            }
        }

        await Wake(client, waiting, cancellation);
    }

    /// <summary>Items first, the call last: a second run finds the old date on the call until all of its items follow.</summary>
    async Task<string?> Follow(RoundInPlan round, string callId, string reason, CancellationToken cancellation)
    {
        if (await register.Find<DataCall>(callId, "call", cancellation) is not { } call)
        {
            return null;
        }

        var following = CallDates.Follow(call, round, reason, clock.GetUtcNow());
        if (following != call)
        {
            var items = await calls.Items(callId, round.Plan, cancellation);
            await register.UpdateAll<Item>(callId, [.. items.Select(item => item.Code)], item => CallDates.Follow(item, call.DueAt, following.DueAt), cancellation);
            await register.Update<DataCall>(callId, "call", current => CallDates.Follow(current, round, reason, clock.GetUtcNow()), cancellation);
        }

        return call.Status == CallStatus.Closed ? null : call.Instance;
    }

    static async Task Wake(DurableTaskClient client, IEnumerable<string> instances, CancellationToken cancellation)
    {
        foreach (var instance in instances)
        {
            if (await client.GetInstanceAsync(instance, cancellation: cancellation) is { IsRunning: true })
            {
                await client.RaiseEventAsync(instance, nameof(News), new News("the plan was changed"), cancellation);
            }
        }
    }
}
