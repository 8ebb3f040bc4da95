using Assessment.Access;
using Assessment.Cycle;
using Assessment.DataCalls;
using Assessment.Evidence;
using Assessment.Register;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Assessment.Clearance;

public sealed class EvidenceTriggers(Callers callers, PlanStore plans, CallReader calls, Register.Register register, IEvidenceStore store, Quarantine quarantine, Ledger ledger, TimeProvider clock)
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

        if (await quarantine.Withheld(cycleId, callId, sha256, cancellation) is { } withheld)
        {
            await Note("EvidenceRefused", $"asked for {ShownName.Of(withheld.File.OriginalName)}, which is kept apart", withheld.Why);
            return Results.Problem(WithheldFile.Why(withheld), statusCode: StatusCodes.Status403Forbidden);
        }

        // What a person may not open is not there for them: its existence is not told either.
        if (ServedFile.Of(item, await calls.Concerns(callId, cancellation), sha256) is not { } file
            || !NeedToKnow.MayOpen(plan, person, call.Organisation, file.IsRestricted, file.IsReleased))
        {
            return Results.NotFound();
        }

        await Note("EvidenceFetched", $"fetched {file.ShownAs}, SHA-256 {sha256}", null);
        request.HttpContext.Response.Headers.XContentTypeOptions = "nosniff";
        request.HttpContext.Response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        request.HttpContext.Response.Headers.CacheControl = "no-store";
        return Results.File(await store.Open(file.Name, cancellation), "application/octet-stream", file.ShownAs);

        // Of the same person and file within a minute, the first.
        Task Note(string kind, string what, string? why) => ledger.Note(
            cycleId, $"{kind}-{callId}-{sha256}-{person.Id}-{clock.GetUtcNow().UtcDateTime:yyyyMMddHHmm}", kind, $"{callId}/{code}", person.Id, $"{person.Name} {what}.", clock, why);
    }
}

/// <summary>Why a file that is not in the vault is served to nobody, in a sentence.</summary>
static class WithheldFile
{
    public static string Why(QuarantinedFile file) => file.Status switch
    {
        QuarantineStatus.Infected => $"The file holds malware ({file.Why}). It is in quarantine and is served to nobody.",
        QuarantineStatus.KeptOut => "The file was never scanned for malware and was kept out by a decision. It is served to nobody.",
        _ => "The file has not been found clean by the scan for malware yet. Until then it is served to nobody.",
    };
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
