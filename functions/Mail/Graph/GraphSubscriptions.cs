using System.Net;
using System.Security.Cryptography;
using System.Text;
using Assessment.Register;
using Microsoft.Graph.Models;
using Microsoft.Graph.Models.ODataErrors;

namespace Assessment.Mail.Graph;

/// <summary>The subscription to news of the inbox, and the secret that its notifications carry.</summary>
[Table("MailSubscriptions")]
public sealed record MailSubscription
{
    /// <summary>Made once for a mailbox and kept when the subscription is made anew, so that late notifications of the old one still count.</summary>
    public required string ClientState { get; init; }
    public string? Id { get; init; }
    public DateTimeOffset? ExpiresAt { get; init; }
}

/// <summary>Keeps the app subscribed to its inbox. Notifications only wake: a lost one costs time, not a mail.</summary>
public sealed class GraphSubscriptions(GraphConnection graph, Register.Register register, TimeProvider clock)
{
    public const string NotificationRoute = "mail/notifications";
    public const string LifecycleRoute = "mail/lifecycle";
    const string RowId = "inbox";

    /// <summary>Subscriptions to mail end after seven days at the latest.</summary>
    static readonly TimeSpan Life = TimeSpan.FromDays(6);

    /// <summary>Subscribes unless there is a subscription that still lives.</summary>
    public async Task Ensure(CancellationToken cancellation)
    {
        var row = await Row(cancellation);
        if (row.Id is null || row.ExpiresAt <= clock.GetUtcNow())
        {
            await Create(row, cancellation);
        }
    }

    /// <summary>Prolongs the subscription, and makes a new one when it is gone.</summary>
    public async Task Renew(CancellationToken cancellation)
    {
        var row = await Row(cancellation);
        if (row.Id is not { } id)
        {
            await Create(row, cancellation);
            return;
        }

        var expires = clock.GetUtcNow() + Life;
        try
        {
            var renewed = await graph.Client.Subscriptions[id].PatchAsync(new Subscription { ExpirationDateTime = expires }, cancellationToken: cancellation);
            await Keep(row with { ExpiresAt = renewed?.ExpirationDateTime ?? expires }, cancellation);
        }
        catch (ODataError gone) when (gone.ResponseStatusCode == (int)HttpStatusCode.NotFound)
        {
            await Create(row, cancellation);
        }
    }

    /// <summary>Graph asks whether the app may still have the notifications.</summary>
    public async Task Reauthorize(CancellationToken cancellation)
    {
        var row = await Row(cancellation);
        try
        {
            await graph.Client.Subscriptions[row.Id ?? ""].Reauthorize.PostAsync(cancellationToken: cancellation);
        }
        catch (ODataError gone) when (gone.ResponseStatusCode == (int)HttpStatusCode.NotFound)
        {
            await Create(row, cancellation);
        }
    }

    /// <summary>Graph has removed the subscription: a new one takes its place.</summary>
    public async Task Recreate(CancellationToken cancellation) => await Create(await Row(cancellation), cancellation);

    /// <summary>Whether a notification is from the one who was told the secret, compared in constant time.</summary>
    public async Task<Func<string?, bool>> Judge(CancellationToken cancellation)
    {
        var known = Encoding.UTF8.GetBytes((await Row(cancellation)).ClientState);
        return given => CryptographicOperations.FixedTimeEquals(known, Encoding.UTF8.GetBytes(given ?? ""));
    }

    async Task Create(MailSubscription row, CancellationToken cancellation)
    {
        var expires = clock.GetUtcNow() + Life;
        var made = await graph.Client.Subscriptions.PostAsync(
            new Subscription
            {
                ChangeType = "created",
                Resource = $"users/{graph.Options.Mailbox}/mailFolders('inbox')/messages",
                NotificationUrl = Address(NotificationRoute),
                LifecycleNotificationUrl = Address(LifecycleRoute),
                ClientState = row.ClientState,
                ExpirationDateTime = expires,
            },
            cancellationToken: cancellation) ?? throw new InvalidOperationException("Microsoft Graph answered without the subscription that it made.");
        await Keep(row with { Id = made.Id, ExpiresAt = made.ExpirationDateTime ?? expires }, cancellation);
    }

    string Address(string route) => new Uri(graph.Options.NotificationUrl!, $"/api/{route}").ToString();

    async Task<MailSubscription> Row(CancellationToken cancellation)
    {
        if (await register.Find<MailSubscription>(graph.Partition, RowId, cancellation) is { } known)
        {
            return known;
        }

        await register.Insert(graph.Partition, RowId, new MailSubscription { ClientState = RandomNumberGenerator.GetHexString(64, lowercase: true) }, cancellation);
        return (await register.Find<MailSubscription>(graph.Partition, RowId, cancellation))!;
    }

    Task Keep(MailSubscription row, CancellationToken cancellation) => register.Save(graph.Partition, RowId, row, cancellation);
}
