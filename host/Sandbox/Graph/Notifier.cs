using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Assessment.Host.Sandbox.Graph;

/// <summary>Tells subscribers of changes: what is to be told lies in the database until it was told.</summary>
sealed class Notifier : IDisposable
{
    const int MostAtOnce = 10;

    static readonly TimeSpan GivesUpAfter = TimeSpan.FromHours(4);
    static readonly TimeSpan HandshakeTime = TimeSpan.FromSeconds(10);

    readonly GraphStore store;
    readonly Subscriptions subscriptions;
    readonly GraphFaults faults;
    readonly SandboxDatabase database;
    readonly HttpClient client;

    public Notifier(GraphStore store, Subscriptions subscriptions, GraphFaults faults, HttpMessageHandler? handler)
    {
        this.store = store;
        this.subscriptions = subscriptions;
        this.faults = faults;
        database = store.Database;
        client = handler is null ? new HttpClient() : new HttpClient(handler, disposeHandler: false);
        lock (database.Gate)
        {
            database.Execute("""
                CREATE TABLE IF NOT EXISTS graph_notifications (
                    sequence INTEGER PRIMARY KEY AUTOINCREMENT, due TEXT NOT NULL, first_due TEXT NOT NULL, tries INTEGER NOT NULL, url TEXT NOT NULL,
                    subscription TEXT NOT NULL, json TEXT NOT NULL, is_lifecycle INTEGER NOT NULL);
                CREATE INDEX IF NOT EXISTS graph_notifications_by_due ON graph_notifications (due, sequence);
                CREATE TABLE IF NOT EXISTS graph_published (change INTEGER PRIMARY KEY);
                """);
        }
    }

    public DateTimeOffset? NextDue => database.Single("SELECT due FROM graph_notifications ORDER BY due, sequence LIMIT 1", row => row.GetString(0)) is { } due ? Moments.Read(due) : null;

    /// <summary>Asks both URLs of a subscription to prove that they are the caller's.</summary>
    public async Task Handshake(Subscription subscription, CancellationToken cancellation)
    {
        await Handshake(subscription.NotificationUrl, "Validation: Testing client application reachability for subscription Request-Id: 1", cancellation);
        if (subscription.LifecycleUrl is { } lifecycle && lifecycle != subscription.NotificationUrl)
        {
            await Handshake(lifecycle, "Validation: Testing client application reachability for subscription Request-Id: 2 + lifecycle", cancellation);
        }
    }

    /// <summary>Turns the changes since the last time into notifications. Called inside a transaction.</summary>
    public void Publish()
    {
        var published = database.Count("SELECT COALESCE(MAX(change), 0) FROM graph_published");
        var changes = database.All(
            "SELECT change, folder, item, kind, id FROM graph_changes WHERE change > $published ORDER BY change",
            row => new Change(row.GetInt64(0), row.GetString(1), row.GetInt64(2), row.GetString(3), row.GetString(4)),
            ("$published", published));
        if (changes.Count == 0)
        {
            return;
        }

        var active = subscriptions.Active();
        foreach (var change in changes)
        {
            foreach (var subscription in active.Where(subscription => Concerns(subscription, change)))
            {
                Tell(subscription, change);
            }
        }

        database.Execute("DELETE FROM graph_published; INSERT INTO graph_published (change) VALUES ($change)", ("$change", changes[^1].Number));
    }

    /// <summary>Tells a subscriber about its subscription. Called inside a transaction.</summary>
    public void TellLifecycle(Subscription subscription, string what)
    {
        if (subscription.LifecycleUrl is { } url)
        {
            var json = Head(subscription);
            json["lifecycleEvent"] = what;
            json["resource"] = subscription.Resource;
            Enqueue(url, subscription, json, store.Now, isLifecycle: true);
        }
    }

    /// <summary>Sends what is due, those to the same address in one request; false if nothing was.</summary>
    public async Task<bool> SendNext(CancellationToken cancellation)
    {
        var due = Due();
        if (due.Count == 0)
        {
            return false;
        }

        var isTold = await Post(due, cancellation);
        lock (database.Gate)
        {
            using var transaction = database.Begin();
            foreach (var notification in due)
            {
                Settle(notification, isTold);
            }

            transaction.Commit();
        }

        return true;
    }

    public void Dispose() => client.Dispose();

    static bool Concerns(Subscription subscription, Change change)
        => (subscription.Folder is null ? GraphFolder.All.Any(folder => folder.Name == change.Folder) : subscription.Folder == change.Folder) && subscription.ChangeTypes.Contains(change.Kind);

    void Tell(Subscription subscription, Change change)
    {
        var item = store.Numbered(change.Item)!;
        var id = subscription.HasImmutableIds ? item.Id(store.Mailbox, isImmutable: true) : change.Id;
        var resource = $"Users/{store.Mailbox}/Messages/{id}";
        var json = Head(subscription);
        json["changeType"] = change.Kind;
        json["resource"] = resource;
        json["resourceData"] = new JsonObject
        {
            ["@odata.type"] = "#Microsoft.Graph.Message",
            ["@odata.id"] = resource,
            ["@odata.etag"] = $"W/\"{GraphIds.ChangeKey(item.Version)}\"",
            ["id"] = id,
        };
        foreach (var due in faults.Deliveries($"{subscription.Id} {change.Number}", store.Now))
        {
            Enqueue(subscription.NotificationUrl, subscription, json, due, isLifecycle: false);
        }
    }

    static JsonObject Head(Subscription subscription) => new()
    {
        ["subscriptionId"] = subscription.Id,
        ["subscriptionExpirationDateTime"] = subscription.Expires.Shown(),
        ["clientState"] = subscription.ClientState,
        ["tenantId"] = Subscriptions.Tenant,
    };

    void Enqueue(string url, Subscription subscription, JsonObject json, DateTimeOffset due, bool isLifecycle) => database.Execute(
        "INSERT INTO graph_notifications (due, first_due, tries, url, subscription, json, is_lifecycle) VALUES ($due, $due, 0, $url, $subscription, $json, $lifecycle)",
        ("$due", due.Stored()),
        ("$url", url),
        ("$subscription", subscription.Id),
        ("$json", json.ToJsonString()),
        ("$lifecycle", isLifecycle));

    List<Waiting> Due()
    {
        lock (database.Gate)
        {
            var due = database.All(
                "SELECT sequence, first_due, tries, url, subscription, json, is_lifecycle FROM graph_notifications WHERE due <= $now ORDER BY due, sequence LIMIT $most",
                row => new Waiting(row.GetInt64(0), Moments.Read(row.GetString(1)), row.GetInt32(2), row.GetString(3), row.GetString(4), row.GetString(5), row.GetBoolean(6)),
                ("$now", store.Now.Stored()),
                ("$most", MostAtOnce));
            return [.. due.TakeWhile(notification => notification.Url == due[0].Url)];
        }
    }

    async Task<bool> Post(IReadOnlyList<Waiting> notifications, CancellationToken cancellation)
    {
        var body = new JsonObject { ["value"] = new JsonArray([.. notifications.Select(notification => JsonNode.Parse(notification.Json))]) };
        using var content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        try
        {
            using var answer = await client.PostAsync(new Uri(notifications[0].Url), content, cancellation);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException || (fault is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            // A subscriber that does not answer is told again later, as one that answers with an error.
            return false;
        }
    }

    /// <summary>What was told is done; what was not is tried again ever later, and after some hours counts as missed.</summary>
    void Settle(Waiting notification, bool isTold)
    {
        var next = store.Now + TimeSpan.FromSeconds(Math.Min(3600, 10 << Math.Min(notification.Tries, 8)));
        if (!isTold && next <= notification.FirstDue + GivesUpAfter)
        {
            database.Execute("UPDATE graph_notifications SET due = $due, tries = tries + 1 WHERE sequence = $sequence", ("$due", next.Stored()), ("$sequence", notification.Sequence));
            return;
        }

        database.Execute("DELETE FROM graph_notifications WHERE sequence = $sequence", ("$sequence", notification.Sequence));
        if (!isTold && !notification.IsLifecycle && subscriptions.Known(notification.Subscription) is { } subscription)
        {
            TellLifecycle(subscription, "missed");
        }
    }

    async Task Handshake(string url, string token, CancellationToken cancellation)
    {
        var separator = url.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        using var content = new StringContent("", Encoding.UTF8);
        content.Headers.ContentType = new MediaTypeHeaderValue("text/plain", "utf-8");
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limited.CancelAfter(HandshakeTime);
        try
        {
            using var answer = await client.PostAsync(new Uri($"{url}{separator}validationToken={Uri.EscapeDataString(token)}"), content, limited.Token);
            var said = await answer.Content.ReadAsStringAsync(limited.Token);
            Check(answer, said, token);
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException || (fault is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            throw Failed("Subscription validation request timed out.");
        }
    }

    static void Check(HttpResponseMessage answer, string said, string token)
    {
        if (answer.StatusCode != System.Net.HttpStatusCode.OK)
        {
            throw Failed($"Subscription validation request failed. Notification endpoint must respond with 200 OK to validation request. HTTP status code is '{answer.StatusCode}'.");
        }

        if (answer.Content.Headers.ContentType?.MediaType != "text/plain")
        {
            throw Failed("Subscription validation request failed. The validation response must have the content type 'text/plain'.");
        }

        if (said != token)
        {
            throw Failed("Subscription validation request failed. Response must match validationToken query parameter.");
        }
    }

    static GraphException Failed(string message) => GraphException.Invalid("ValidationError", message);

    sealed record Change(long Number, string Folder, long Item, string Kind, string Id);

    sealed record Waiting(long Sequence, DateTimeOffset FirstDue, int Tries, string Url, string Subscription, string Json, bool IsLifecycle);
}
