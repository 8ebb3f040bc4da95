using System.Net;
using System.Text.Json.Nodes;
using Assessment.Host.Sandbox.Graph;

namespace Assessment.Tests.GraphSandbox;

/// <summary>Subscriptions with their handshake, their time, and what subscribers are told.</summary>
public sealed class SubscriptionTests
{
    [Fact]
    public async Task A_subscriber_is_told_of_new_mail_in_the_id_type_of_its_creation()
    {
        var listener = new Listener();
        await using var bench = await MailboxBench.Open(new GraphSandboxOptions { Notifications = listener });
        var made = await bench.Post("subscriptions", Asked(), 201, MailboxBench.Immutables);
        bench.Arrives("mail-1");
        await bench.Sandbox.Settle();

        var (path, told) = Assert.Single(listener.Told);
        var message = (await bench.Get($"{bench.Users}/messages", 200, MailboxBench.Immutables))["value"]![0]!;
        Assert.Equal("/told", path);
        Assert.Equal(
            ((string)made["id"]!, "created", "secret", (string)message["id"]!, $"Users/{MailboxBench.Address}/Messages/{message["id"]}"),
            ((string)told["subscriptionId"]!, (string)told["changeType"]!, (string)told["clientState"]!, (string)told["resourceData"]!["id"]!, (string)told["resource"]!));
    }

    [Fact]
    public async Task Only_what_a_subscription_asks_for_is_told()
    {
        var listener = new Listener();
        await using var bench = await MailboxBench.Open(new GraphSandboxOptions { Notifications = listener, SendDelay = TimeSpan.Zero });
        await bench.Post("subscriptions", Asked(changes: "created,updated"));
        var draft = await bench.Post($"{bench.Users}/messages", MailboxBench.Draft());
        await bench.Post($"{bench.Users}/messages/{draft["id"]}/send", null, 202);
        bench.Arrives("mail-1");
        var id = (string)(await bench.Get($"{bench.Users}/mailFolders/inbox/messages"))["value"]![0]!["id"]!;
        await bench.Patch($"{bench.Users}/messages/{id}", JsonNode.Parse("""{ "isRead": true }""")!);
        await bench.Send(HttpMethod.Delete, $"{bench.Users}/messages/{id}", null, 204);
        await bench.Sandbox.Settle();

        Assert.Equal(["/told created", "/told updated"], listener.Events);
        Assert.Equal(1, listener.Requests);
    }

    [Theory]
    [InlineData("wrong", "text/plain", "Subscription validation request failed. Response must match validationToken query parameter.")]
    [InlineData(null, "application/json", "Subscription validation request failed. The validation response must have the content type 'text/plain'.")]
    public async Task A_subscriber_that_does_not_prove_itself_gets_no_subscription(string? proof, string type, string words)
    {
        var listener = new Listener { ProofType = type };
        listener.Proof = token => proof ?? token;
        await using var bench = await MailboxBench.Open(new GraphSandboxOptions { Notifications = listener });

        var refused = await bench.Post("subscriptions", Asked(), 400);
        Assert.Equal(("ValidationError", words), ((string)refused["error"]!["code"]!, (string)refused["error"]!["message"]!));
        Assert.Empty((await bench.Get("subscriptions"))["value"]!.AsArray());
    }

    [Theory]
    [InlineData("expirationDateTime", "2024-12-17T02:01:00Z", "Subscription expiration can only be 10080 minutes in the future.")]
    [InlineData("expirationDateTime", "2024-12-10T02:00:00Z", "Subscription expiration must be a date in the future.")]
    [InlineData("resource", "users/my-tip@mapo.example/calendar", "The resource 'users/my-tip@mapo.example/calendar' is not supported.")]
    [InlineData("notificationUrl", "http://app.example/told", "The value of 'notificationUrl' must be an HTTPS URL.")]
    [InlineData("changeType", "made", "Invalid value specified for changeType: 'made'.")]
    [InlineData("changeType", "", "changeType is a required property for subscription creation.")]
    public async Task What_no_subscription_can_be_is_refused(string property, string value, string words)
    {
        await using var bench = await MailboxBench.Open(new GraphSandboxOptions { Notifications = new Listener() });
        var asked = Asked();
        asked[property] = value;

        Assert.Equal(words, (string)(await bench.Post("subscriptions", asked, 400))["error"]!["message"]!);
    }

    [Fact]
    public async Task A_subscription_lives_three_quarters_of_an_hour_at_least_and_ends_unless_it_is_renewed()
    {
        var listener = new Listener();
        await using var bench = await MailboxBench.Open(new GraphSandboxOptions { Notifications = listener });
        var asked = Asked();
        asked["expirationDateTime"] = "2024-12-10T02:10:00Z";
        var made = await bench.Post("subscriptions", asked);
        Assert.Equal("2024-12-10T02:45:00Z", (string)made["expirationDateTime"]!);

        bench.Clock.Advance(TimeSpan.FromMinutes(44));
        await bench.Patch($"subscriptions/{made["id"]}", JsonNode.Parse("""{ "expirationDateTime": "2024-12-10T04:00:00Z" }""")!);
        bench.Clock.Advance(TimeSpan.FromMinutes(60));
        Assert.Equal("2024-12-10T04:00:00Z", (string)(await bench.Get($"subscriptions/{made["id"]}"))["expirationDateTime"]!);
        bench.Clock.Advance(TimeSpan.FromMinutes(16));
        Assert.Equal("ResourceNotFound", (string)(await bench.Get($"subscriptions/{made["id"]}", 404))["error"]!["code"]!);
        bench.Arrives("mail-1");
        await bench.Sandbox.Settle();
        Assert.DoesNotContain("/told created", listener.Events);
    }

    [Fact]
    public async Task A_lifecycle_address_cannot_be_added_later()
    {
        await using var bench = await MailboxBench.Open(new GraphSandboxOptions { Notifications = new Listener() });
        var made = await bench.Post("subscriptions", Asked());
        var refused = await bench.Patch($"subscriptions/{made["id"]}", JsonNode.Parse("""{ "lifecycleNotificationUrl": "https://app.example/life" }""")!, 400);

        Assert.Equal("Property 'lifecycleNotificationUrl' cannot be updated.", (string)refused["error"]!["message"]!);
    }

    [Fact]
    public async Task A_subscriber_is_challenged_before_the_end_and_once_only()
    {
        var listener = new Listener();
        await using var bench = await MailboxBench.Open(new GraphSandboxOptions { Notifications = listener });
        var made = await bench.Post("subscriptions", Asked());
        Assert.Equal(MailboxBench.Start.AddDays(5), bench.Sandbox.NextDue);
        Assert.False(bench.Sandbox.KeepsAlive);

        bench.Clock.Advance(TimeSpan.FromDays(5));
        await bench.Sandbox.Settle();
        await bench.Post($"subscriptions/{made["id"]}/reauthorize", null, 204);
        await bench.Sandbox.Settle();
        Assert.Equal(["/life reauthorizationRequired"], listener.Events);
    }

    [Fact]
    public async Task A_removed_subscription_and_missed_notifications_are_told_to_the_lifecycle_address()
    {
        var listener = new Listener();
        await using var bench = await MailboxBench.Open(new GraphSandboxOptions { Notifications = listener });
        var made = await bench.Post("subscriptions", Asked());
        bench.Sandbox.AnnounceMissed();
        bench.Sandbox.RemoveSubscription((string)made["id"]!);
        await bench.Sandbox.Settle();

        Assert.Equal(["/life missed", "/life subscriptionRemoved"], listener.Events);
        await bench.Get($"subscriptions/{made["id"]}", 404);
    }

    [Fact]
    public async Task What_could_not_be_told_is_tried_for_four_hours_and_then_missed()
    {
        var listener = new Listener { Status = HttpStatusCode.ServiceUnavailable };
        await using var bench = await MailboxBench.Open(new GraphSandboxOptions { Notifications = listener });
        await bench.Post("subscriptions", Asked());
        bench.Arrives("mail-1");
        await bench.Sandbox.Settle();
        Assert.Equal(1, listener.Requests);

        while (bench.Sandbox.NextDue is { } due && due < MailboxBench.Start.AddHours(4))
        {
            bench.Clock.SetUtcNow(due);
            await bench.Sandbox.Settle();
        }

        Assert.InRange(listener.Requests, 5, 30);
        listener.Status = HttpStatusCode.Accepted;
        bench.Clock.SetUtcNow(MailboxBench.Start.AddHours(5));
        await bench.Sandbox.Settle();
        Assert.Equal(["/life missed"], listener.Events.Where(told => told != "/told created"));
    }

    [Fact]
    public async Task A_server_that_nobody_drives_tells_its_subscribers_by_itself()
    {
        var listener = new Listener();
        await using var bench = await MailboxBench.Open(new GraphSandboxOptions { Notifications = listener, RunsByItself = true });
        await bench.Post("subscriptions", Asked());
        bench.Arrives("mail-1");
        await listener.FirstTold;

        Assert.Equal(["/told created"], listener.Events);
    }

    static JsonObject Asked(string changes = "created") => new()
    {
        ["changeType"] = changes,
        ["notificationUrl"] = "https://app.example/told?code=1",
        ["lifecycleNotificationUrl"] = "https://app.example/life",
        ["resource"] = $"users/{MailboxBench.Address}/mailFolders('inbox')/messages",
        ["expirationDateTime"] = "2024-12-16T02:00:00Z",
        ["clientState"] = "secret",
    };
}
