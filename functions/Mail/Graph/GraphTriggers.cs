using System.Text.Json;
using Assessment.Access;
using Assessment.Cycle;
using Assessment.Durable;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Assessment.Mail.Graph;

/// <summary>
/// What Microsoft Graph tells of the shared mailbox, and the clock beside it. All of it only wakes the reader: what arrived is read from the mailbox.
/// Without a Graph mailbox the doors are shut and the timers have nothing to do.
/// </summary>
public sealed class GraphTriggers(Register.Register register, GraphSubscriptions? subscriptions = null)
{
    /// <summary>Something arrived. Graph waits three seconds for the answer, so nothing is read here.</summary>
    [Function(nameof(ReceiveNotifications))]
    [Allow(Who.MicrosoftGraph)]
    public Task<IResult> ReceiveNotifications(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = GraphSubscriptions.NotificationRoute)] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
        => Receive(request, (_, _) => WakeReaders(client, "mail arrived", cancellation), cancellation);

    /// <summary>Something became of the subscription, or notifications were lost.</summary>
    [Function(nameof(ReceiveLifecycle))]
    [Allow(Who.MicrosoftGraph)]
    public Task<IResult> ReceiveLifecycle(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = GraphSubscriptions.LifecycleRoute)] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
        => Receive(request, (known, events) => Live(known, events, client, cancellation), cancellation);

    [Function(nameof(RenewSubscription))]
    public Task RenewSubscription([TimerTrigger("0 20 1 * * *")] TimerInfo timer, CancellationToken cancellation)
        => subscriptions?.Renew(cancellation) ?? Task.CompletedTask;

    /// <summary>In case a notification was lost or the subscription is gone.</summary>
    [Function(nameof(WatchMailbox))]
    public async Task WatchMailbox([TimerTrigger("0 */15 * * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        if (subscriptions is not null)
        {
            await WakeReaders(client, "a quarter of an hour has passed", cancellation);
            await subscriptions.Ensure(cancellation);
        }
    }

    /// <summary>Proves to Graph that the address is ours, or hands over the items that carry our secret; without one of these the caller is nobody.</summary>
    async Task<IResult> Receive(HttpRequest request, Func<GraphSubscriptions, IReadOnlyList<string?>, Task> act, CancellationToken cancellation)
    {
        if (subscriptions is null)
        {
            return Results.Unauthorized();
        }

        if (request.Query["validationToken"].ToString() is { Length: > 0 } token)
        {
            request.HttpContext.Response.Headers.XContentTypeOptions = "nosniff";
            return Results.Text(token, "text/plain");
        }

        if (await Read(request, cancellation) is not { } sent)
        {
            return Results.Problem("The body holds no notifications.", statusCode: StatusCodes.Status400BadRequest);
        }

        var isOurs = await subscriptions.Judge(cancellation);
        var genuine = (sent.Value ?? []).Where(item => isOurs(item.ClientState)).ToList();
        if (genuine.Count == 0)
        {
            return Results.Unauthorized();
        }

        await act(subscriptions, [.. genuine.Select(item => item.LifecycleEvent)]);
        return Results.Accepted();
    }

    async Task Live(GraphSubscriptions known, IReadOnlyList<string?> events, DurableTaskClient client, CancellationToken cancellation)
    {
        if (events.Contains("missed"))
        {
            await ForgetCursors(cancellation);
        }

        await WakeReaders(client, "the subscription changed", cancellation);
        if (events.Contains("subscriptionRemoved"))
        {
            await known.Recreate(cancellation);
        }
        else if (events.Contains("reauthorizationRequired"))
        {
            await known.Reauthorize(cancellation);
        }
    }

    async Task WakeReaders(DurableTaskClient client, string why, CancellationToken cancellation)
    {
        foreach (var cycle in await OpenCycles(cancellation))
        {
            await client.RaiseEventAsync(Address.OfMailbox(cycle.Id), nameof(News), new News(why), cancellation);
        }
    }

    async Task ForgetCursors(CancellationToken cancellation)
    {
        foreach (var cycle in await OpenCycles(cancellation))
        {
            await register.Update<RunningCycle>(
                RunningCycle.Partition, cycle.Id, current => current with { MailCursor = null, MailResyncs = current.MailResyncs + 1 }, cancellation);
        }
    }

    async Task<IReadOnlyList<RunningCycle>> OpenCycles(CancellationToken cancellation)
        => [.. (await register.List<RunningCycle>(RunningCycle.Partition, cancellation: cancellation)).Where(cycle => cycle.ClosedAt is null)];

    static async Task<Notifications?> Read(HttpRequest request, CancellationToken cancellation)
    {
        try
        {
            return await JsonSerializer.DeserializeAsync<Notifications>(request.Body, JsonSerializerOptions.Web, cancellation);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    sealed record Notifications(IReadOnlyList<Notification>? Value);

    sealed record Notification(string? SubscriptionId, string? ClientState, string? LifecycleEvent);
}
