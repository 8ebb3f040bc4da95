using Assessment.Access;
using Assessment.Durable;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Assessment.Teams;

public sealed class CardTriggers(CardDesk cards, Callers callers)
{
    /// <summary>A person pressed a button of a card. The person comes from the caller's identity, never from the body.</summary>
    [Function(nameof(PressCardButton))]
    [Allow(Who.People)]
    public async Task<IResult> PressCardButton(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "cycles/{cycleId}/cards/{key}/press")] HttpRequest request,
        string cycleId,
        string key,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        if (await callers.Person(request, cycleId, cancellation) is not { } person)
        {
            return Results.Unauthorized();
        }

        var pressed = await request.ReadFromJsonAsync<PressedButton>(cancellation);
        if (pressed is null)
        {
            return Results.Problem("The body must say which button was pressed: {\"choice\": \"accept\"}.", statusCode: StatusCodes.Status400BadRequest);
        }

        return await Answer(await cards.Press(cycleId, key, person.Id, pressed, cancellation), key, client, cancellation);
    }

    /// <summary>Wakes whoever waits for the decision, or says why it does not count.</summary>
    internal static async Task<IResult> Answer(Press press, string key, DurableTaskClient client, CancellationToken cancellation)
    {
        if (press.Instance is null)
        {
            return Results.Problem(press.Refusal, statusCode: StatusCodes.Status409Conflict);
        }

        await client.RaiseEventAsync(press.Instance, nameof(News), new News(key), cancellation);
        return Results.Accepted();
    }
}

/// <summary><c>Target</c> is what the decision names: a data call, items, an address; where it is not given, the reason names it.</summary>
public sealed record PressedButton(string Choice, string? Reason, string? Target = null);
