using Assessment.Access;
using Assessment.Cycle;
using Assessment.DataCalls;
using Assessment.Evidence;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Assessment.Clearance;

public sealed class EvidenceTriggers(Callers callers, PlanStore plans, CallReader calls, Register.Register register, IEvidenceStore store)
{
    /// <summary>Opens a file of an answer, by its SHA-256, for those who need to know. One that holds personal data, or was replaced by its cleaned copy, is restricted.</summary>
    [Function(nameof(OpenEvidence))]
    [Allow(Who.People)]
    public async Task<IResult> OpenEvidence(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "cycles/{cycleId}/calls/{callId}/items/{code}/files/{sha256}")] HttpRequest request,
        string cycleId,
        string callId,
        string code,
        string sha256,
        CancellationToken cancellation)
    {
        if (await callers.Person(request, cycleId, cancellation) is not { } person)
        {
            return Results.Unauthorized();
        }

        var plan = await plans.Read(cycleId, cancellation);
        var call = await register.Find<DataCall>(callId, "call", cancellation);
        var item = call is null ? null : await register.Find<Item>(callId, code, cancellation);
        if (call is null || call.CycleId != cycleId || item is null || !NeedToKnow.MaySee(plan, person, call.Organisation))
        {
            return Results.NotFound();
        }

        // What a person may not open is not there for them: its existence is not told either.
        return ServedFile.Of(item, await calls.Concerns(callId, cancellation), sha256) is { } file
            && NeedToKnow.MayOpen(plan, person, call.Organisation, file.IsRestricted, file.IsReleased)
            ? Results.File(await store.Open(file.Name, cancellation), "application/octet-stream", file.ShownAs)
            : Results.NotFound();
    }
}

/// <summary>A file as it is served: under which name of the store, as which file, whether only those who settle findings may have it, and whether the head has released it.</summary>
public sealed record ServedFile(string Name, string ShownAs, bool IsRestricted, bool IsReleased)
{
    public static ServedFile? Of(Item item, IReadOnlyList<Concern> concerns, string sha256)
    {
        var files = item.Answer?.Files ?? [];
        var open = concerns.Where(concern => ConcernRules.Blocks(concern, item)).ToList();
        var isReleased = open.All(concern => concern.Matter != Matter.Release);
        if (files.FirstOrDefault(file => file.Original?.Sha256 == sha256) is { Original: { } original } cleaned)
        {
            return new ServedFile(original.Name, FileNames.Safe(cleaned.OriginalName), IsRestricted: true, isReleased);
        }

        return files.FirstOrDefault(file => file.Sha256 == sha256) is { } present
            ? new ServedFile(present.Name, FileNames.Safe(present.OriginalName), open.Any(concern => concern.Matter == Matter.PersonalData && concern.File?.Sha256 == sha256), isReleased)
            : null;
    }
}
