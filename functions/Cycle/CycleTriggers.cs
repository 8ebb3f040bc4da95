using System.Text;
using Assessment.Access;
using Assessment.Register;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Assessment.Cycle;

public sealed class CycleTriggers(PlanStore plans, Ledger ledger, Callers callers, Readiness readiness, TimeProvider clock)
{
    /// <summary>Starts a cycle from the files of its folder. The register's row is made first: a second start finds it and is refused.</summary>
    [Function(nameof(StartCycle))]
    [Allow(Who.Operators)]
    public async Task<IResult> StartCycle(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "cycles")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        if (!await Callers.IsOperator(request))
        {
            return Results.Unauthorized();
        }

        if (readiness.Missing is { } missing)
        {
            return Results.Problem(missing, statusCode: StatusCodes.Status503ServiceUnavailable);
        }

        var posted = await request.ReadFromJsonAsync<PlanFiles>(cancellation);
        if (posted is null)
        {
            return Results.Problem("The body must hold the files of the cycle's folder: {\"files\": {\"cycle.yaml\": \"…\"}}.", statusCode: StatusCodes.Status400BadRequest);
        }

        var files = posted.Files.ToDictionary(file => file.Key, file => Encoding.UTF8.GetBytes(file.Value), StringComparer.Ordinal);
        var startedAt = clock.GetUtcNow();
        var reading = PlanReader.Read(files, startedAt);
        if (reading.Plan is not { } plan)
        {
            return Results.Problem(string.Join('\n', reading.Faults), statusCode: StatusCodes.Status400BadRequest, title: "The plan has faults.");
        }

        // A start that was cut off after its row was made is completed by the next one.
        if (!await plans.Import(plan.Cycle.Id, files, startedAt, cancellation) && await client.GetInstanceAsync(plan.Cycle.Id, cancellation: cancellation) is not null)
        {
            return Results.Problem($"Cycle {plan.Cycle.Id} was started before.", statusCode: StatusCodes.Status409Conflict);
        }

        await client.ScheduleNewOrchestrationInstanceAsync(
            nameof(CycleOrchestration), plan.Cycle.Id, new StartOrchestrationOptions(InstanceId: plan.Cycle.Id), cancellation);
        return Results.Accepted();
    }

    /// <summary>Where a cycle stands, for people who belong to it and for operators.</summary>
    [Function(nameof(ReadCycle))]
    [Allow(Who.People)]
    public async Task<IResult> ReadCycle(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "cycles/{cycleId}")] HttpRequest request,
        string cycleId,
        CancellationToken cancellation)
    {
        if (!await Callers.IsOperator(request) && await callers.Person(request, cycleId, cancellation) is not { Role: Role.Secretariat or Role.Chair })
        {
            return Results.Unauthorized();
        }

        var cycle = await plans.Running(cycleId, cancellation);
        var head = await ledger.Head(cycleId, cancellation);
        return Results.Json(new { cycle.Id, cycle.StartedAt, cycle.ClosedAt, LedgerLength = head?.Sequence ?? 0, LedgerHash = head?.Hash });
    }
}

public sealed record PlanFiles(IReadOnlyDictionary<string, string> Files);
