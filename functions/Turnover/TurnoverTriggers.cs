using Assessment.Access;
using Assessment.Durable;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Assessment.Turnover;

public sealed class TurnoverTriggers(TurnoverDesk turnover, Callers callers)
{
    /// <summary>Names who follows a person: done by that person, the head of the organisation or the secretariat.</summary>
    [Function(nameof(NameSuccessor))]
    [Allow(Who.People)]
    public async Task<IResult> NameSuccessor(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "cycles/{cycleId}/people/{personId}/successor")] HttpRequest request,
        string cycleId,
        string personId,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        if (await callers.Person(request, cycleId, cancellation) is not { } caller)
        {
            return Results.Unauthorized();
        }

        var named = await request.ReadFromJsonAsync<SuccessorBody>(cancellation);
        if (named is null)
        {
            return Results.Problem("The body must say who follows: {\"successor\": \"a person's id\"}, or {\"name\": \"…\", \"email\": \"…\"}.", statusCode: StatusCodes.Status400BadRequest);
        }

        var outcome = await turnover.Name(cycleId, personId, named.Named, caller, cancellation);
        if (outcome.Refusal is { } refusal)
        {
            return Results.Problem(refusal, statusCode: StatusCodes.Status409Conflict);
        }

        foreach (var instance in outcome.Wake)
        {
            await client.RaiseEventAsync(instance, nameof(News), new News("a successor was named"), cancellation);
        }

        return Results.Json(new { status = outcome.IsWaiting ? "waiting for the secretariat" : "done" }, statusCode: StatusCodes.Status202Accepted);
    }
}

/// <summary>Language as people write it: ms or en.</summary>
public sealed record SuccessorBody(string? Successor, string? Name, string? Email, string? Language, DateOnly? From)
{
    public SuccessorNamed Named => new(Successor, Name, Email, Enum.TryParse<Cycle.Language>(Language, ignoreCase: true, out var language) ? language : null, From);
}
