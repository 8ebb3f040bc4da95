using Assessment.Access;
using Assessment.Cycle;
using Assessment.Durable;
using Assessment.Pages;
using Assessment.Teams;
using Assessment.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Assessment.Triage;

/// <summary>What waits for the secretariat, for other programs. The page shows and decides the same.</summary>
public sealed class TriageTriggers(TriageDesk desk, CardDesk cards, Callers callers)
{
    [Function(nameof(ListTriage))]
    [Allow(Who.People)]
    public async Task<IResult> ListTriage(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "cycles/{cycleId}/triage")] HttpRequest request, string cycleId, CancellationToken cancellation)
        => await callers.Person(request, cycleId, cancellation) switch
        {
            null => Results.Unauthorized(),
            { } person when !TriageRules.MayDecide(person) => NotTheirs(),
            { } person => Results.Json(new { tasks = (await desk.Open(cycleId, person.Language, cancellation)).Select(task => Shown(task, person.Language)) }),
        };

    /// <summary>Decides a task. Where it was decided already, the answer says by whom and when.</summary>
    [Function(nameof(DecideTask))]
    [Allow(Who.People)]
    public async Task<IResult> DecideTask(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "cycles/{cycleId}/triage/{taskId}")] HttpRequest request,
        string cycleId,
        string taskId,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        if (await callers.Person(request, cycleId, cancellation) is not { } person)
        {
            return Results.Unauthorized();
        }

        if (!TriageRules.MayDecide(person))
        {
            return NotTheirs();
        }

        if (await desk.Find(cycleId, taskId, person.Language, cancellation) is null && await desk.Decided(cycleId, taskId, cancellation) is null)
        {
            return Results.Problem($"Nothing waits under '{taskId}'.", statusCode: StatusCodes.Status404NotFound);
        }

        var pressed = request.HasJsonContentType() ? await request.ReadFromJsonAsync<PressedButton>(cancellation) : null;
        if (pressed?.Choice is null)
        {
            return Results.Problem("The body must say what is decided: {\"choice\": \"assign\", \"target\": \"my-tip-2025-annual-pdrm/R01\"}.", statusCode: StatusCodes.Status400BadRequest);
        }

        return await CardTriggers.Answer(await cards.Press(cycleId, taskId, person.Id, pressed, cancellation), taskId, client, cancellation);
    }

    static IResult NotTheirs() => Results.Problem("What waits here is for members of the secretariat.", statusCode: StatusCodes.Status403Forbidden);

    static object Shown(TriageTask task, Language language)
    {
        var words = Words.In(PageContext.Code(language));
        return new
        {
            id = task.Id,
            kind = task.Kind.ToString(),
            since = task.Since,
            title = task.Title,
            about = task.About,
            call = task.CallId,
            facts = task.Facts.Select(fact => new { name = words[fact.Name], value = fact.Value }),
            choices = task.Choices.Select(choice => new { choice = choice.Choice, needsReason = choice.NeedsReason, target = choice.Target.ToString() }),
        };
    }
}
