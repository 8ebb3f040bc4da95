using Assessment.Access;
using Assessment.Cycle;
using Assessment.Durable;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Assessment.Mail;

public sealed class MailTriggers
{
    /// <summary>Something arrived in the mailbox of a cycle. Only wakes its reader: what arrived is read from the mailbox itself.</summary>
    [Function(nameof(WakeMailbox))]
    [Allow(Who.Services)]
    public async Task<IResult> WakeMailbox(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "cycles/{cycleId}/mail")] HttpRequest request,
        string cycleId,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        await client.RaiseEventAsync(Address.OfMailbox(cycleId), nameof(News), new News("mail arrived"), cancellation);
        return Results.Accepted();
    }
}
