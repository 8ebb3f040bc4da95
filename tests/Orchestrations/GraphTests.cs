using System.Text;
using Assessment.Cycle;
using Assessment.DataCalls;
using Assessment.Host.Functions;
using Assessment.Host.Sandbox.Graph;
using Assessment.Mail;
using Assessment.Mail.Graph;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace Assessment.Tests.Orchestrations;

/// <summary>The process with the Graph mailbox: what wakes it, and what becomes of it when Graph fails.</summary>
public sealed class GraphTests
{
    [Fact]
    public async Task The_process_is_the_same_on_both_mailboxes()
    {
        await using var local = new MiniCycle(MiniCycle.Decisive + MiniCycle.Prompt);
        await using var graph = Cycle();

        await local.Run();
        await graph.Run();

        Assert.Equal(await local.Timeline(), await graph.Timeline());
        Assert.Equal(local.Host.Mailbox.All().Select(mail => (mail.Kind, mail.About, mail.At)), graph.Host.Mailbox.All().Select(mail => (mail.Kind, mail.About, mail.At)));
    }

    [Fact]
    public async Task A_reply_wakes_the_reader_by_a_notification()
    {
        await using var cycle = Cycle();
        await cycle.Run("2025-03-05T17:00");

        Assert.Equal(
            """
            Tue 04 Mar 10:00 ItemReplied police/R01
            Tue 04 Mar 10:00 ItemReplied police/R02
            Wed 05 Mar 10:00 ItemReplied shelter/R02
            """.ReplaceLineEndings("\n"),
            await cycle.Timeline("ItemReplied"));
    }

    [Fact]
    public async Task Without_a_notification_the_daily_look_finds_the_reply()
    {
        await using var cycle = Cycle();
        await cycle.Run("2025-03-03T17:00");
        cycle.Host.Graph.Faults.Plan = new GraphFaultPlan { Lost = 1 };

        await cycle.Run("2025-03-07T17:00");

        Assert.Equal(3, (await cycle.Timeline("ItemReplied")).Split('\n').Length);
    }

    [Fact]
    public async Task A_subscription_that_was_removed_is_made_anew()
    {
        await using var cycle = Cycle();
        await cycle.Run("2025-03-03T17:00");
        var before = await Subscription(cycle);
        cycle.Host.Graph.RemoveSubscription(before.Id!);

        await cycle.Run("2025-03-05T17:00");

        var after = await Subscription(cycle);
        Assert.NotEqual(before.Id, after.Id);
        Assert.Equal(before.ClientState, after.ClientState);
        Assert.Contains("Tue 04 Mar 10:00 ItemReplied police/R01", await cycle.Timeline("ItemReplied"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_subscription_is_prolonged_every_day()
    {
        await using var cycle = Cycle();
        await cycle.Run("2025-03-03T17:00");
        var before = await Subscription(cycle);

        await cycle.Run("2025-03-12T17:00");

        var after = await Subscription(cycle);
        Assert.Equal(before.Id, after.Id);
        Assert.Equal(cycle.At("2025-03-12T09:20").AddDays(6), after.ExpiresAt);
    }

    [Fact]
    public async Task After_missed_notifications_the_inbox_is_read_anew_and_nothing_is_filed_twice()
    {
        await using var cycle = Cycle();
        await cycle.Run("2025-03-04T17:00");
        var before = await cycle.Timeline("MailReceived", "ItemReplied", "MailDoubled");
        cycle.Host.Graph.AnnounceMissed();

        await cycle.Run("2025-03-04T18:00");

        var running = (await cycle.Host.Register.Find<RunningCycle>(RunningCycle.Partition, MiniCycle.Id))!;
        Assert.Equal(1, running.MailResyncs);
        Assert.NotNull(running.MailCursor);
        Assert.Equal(before, await cycle.Timeline("MailReceived", "ItemReplied", "MailDoubled"));
    }

    [Fact]
    public async Task With_a_third_of_the_requests_failing_no_reply_is_lost_and_no_mail_is_sent_twice()
    {
        await using var cycle = Cycle();
        await cycle.Run("2025-03-03T09:00");
        cycle.Host.Graph.Faults.Plan = new GraphFaultPlan { Seed = 11, Requests = 0.3, Lost = 0.3, Doubled = 0.3, Late = 0.3, Overtaken = 0.3 };

        await cycle.Run("2025-04-10T12:00");

        var mails = cycle.Host.Mailbox.All();
        Assert.Equal(mails.Select(mail => mail.Key).Distinct(), mails.Select(mail => mail.Key));
        Assert.DoesNotContain(mails, mail => mail.Key.Contains('~', StringComparison.Ordinal));
        Assert.Equal(mails.Count(mail => mail.Direction == "in"), (await cycle.Timeline("MailReceived")).Split('\n').Length);
        foreach (var (call, code) in new[] { (MiniCycle.Police, "R01"), (MiniCycle.Police, "R02"), (MiniCycle.Shelter, "R02") })
        {
            Assert.Equal(ItemStatus.Accepted, (await cycle.Host.Register.Find<Item>(call, code))!.Status);
        }

        Assert.Empty(await cycle.Timeline("SendUndecided"));
        Assert.InRange(cycle.Host.Graph.Faults.Injected.Values.Sum(), 10, 100_000);
    }

    [Fact]
    public async Task The_quarter_hourly_look_finds_what_no_notification_told_of()
    {
        await using var cycle = Cycle();
        await cycle.Run("2025-03-03T17:00");
        cycle.Host.Graph.Faults.Plan = new GraphFaultPlan { Lost = 1 };
        await cycle.Run("2025-03-04T10:10");
        Assert.Empty(await cycle.Timeline("ItemReplied"));

        await Triggers(cycle).WatchMailbox(new TimerInfo(), cycle.Host.Runtime.Client, CancellationToken.None);
        await cycle.Run("2025-03-04T10:15");

        Assert.Equal("Tue 04 Mar 10:10 ItemReplied police/R01\nTue 04 Mar 10:10 ItemReplied police/R02", await cycle.Timeline("ItemReplied"));
    }

    [Fact]
    public async Task The_quarter_hourly_look_subscribes_again_when_the_subscription_has_run_out()
    {
        await using var cycle = Cycle();
        await cycle.Host.Start(CancellationToken.None);
        var before = await Subscription(cycle);
        await cycle.Host.Register.Save(MailboxPartition, "inbox", before with { ExpiresAt = cycle.Host.Clock.GetUtcNow() });

        await Triggers(cycle).WatchMailbox(new TimerInfo(), cycle.Host.Runtime.Client, CancellationToken.None);

        var after = await Subscription(cycle);
        Assert.NotEqual(before.Id, after.Id);
        Assert.Equal(cycle.Host.Clock.GetUtcNow().AddDays(6), after.ExpiresAt);
    }

    [Fact]
    public async Task Asked_whether_it_may_still_be_told_the_app_says_so_and_is_asked_again_when_it_could_not()
    {
        await using var cycle = Cycle();
        await cycle.Host.Start(CancellationToken.None);
        var before = await Subscription(cycle);
        cycle.Host.Graph.Faults.FailNext(RequestFault.Unavailable, (method, path) => method == "POST" && path.EndsWith($"/subscriptions/{before.Id}/reauthorize", StringComparison.Ordinal));

        Assert.Equal(500, (await Post(cycle, "mail/lifecycle", Lifecycle(before, "reauthorizationRequired"))).Status);
        Assert.Equal(1, cycle.Host.Graph.Faults.Injected[nameof(RequestFault.Unavailable)]);
        Assert.Equal(202, (await Post(cycle, "mail/lifecycle", Lifecycle(before, "reauthorizationRequired"))).Status);
        Assert.Equal(before.Id, (await Subscription(cycle)).Id);
    }

    [Fact]
    public async Task A_subscription_that_is_gone_when_it_is_to_be_reauthorized_is_made_anew()
    {
        await using var cycle = Cycle();
        await cycle.Host.Start(CancellationToken.None);
        var before = await Subscription(cycle);
        cycle.Host.Graph.RemoveSubscription(before.Id!);

        Assert.Equal(202, (await Post(cycle, "mail/lifecycle", Lifecycle(before, "reauthorizationRequired"))).Status);

        Assert.NotEqual(before.Id, (await Subscription(cycle)).Id);
    }

    [Theory]
    [InlineData("mail/notifications")]
    [InlineData("mail/lifecycle")]
    public async Task Both_doors_prove_that_they_are_ours_and_echo_nothing_else(string door)
    {
        await using var cycle = Cycle();
        await cycle.Host.Start(CancellationToken.None);

        var answer = await Post(cycle, $"{door}?validationToken=%3Cb%3Ea%20%2B%20b%3C%2Fb%3E", "");

        Assert.Equal((200, "<b>a + b</b>"), (answer.Status, answer.Text));
        Assert.StartsWith("text/plain", answer.Headers.ContentType.ToString(), StringComparison.Ordinal);
        Assert.Equal("nosniff", answer.Headers.XContentTypeOptions);
    }

    [Theory]
    [InlineData("""{"value":[{"subscriptionId":"x","clientState":"guess"}]}""", 401)]
    [InlineData("""{"value":[{"subscriptionId":"x"}]}""", 401)]
    [InlineData("""{"value":[]}""", 401)]
    [InlineData("{}", 401)]
    [InlineData("not json", 400)]
    public async Task Who_does_not_know_the_secret_wakes_nobody(string body, int status)
    {
        await using var cycle = Cycle();
        await cycle.Host.Start(CancellationToken.None);
        var steps = await Steps(cycle);

        Assert.Equal((status, status), ((await Post(cycle, "mail/notifications", body)).Status, (await Post(cycle, "mail/lifecycle", body)).Status));
        Assert.Equal(steps, await Steps(cycle));
    }

    [Fact]
    public async Task Of_several_items_those_that_know_the_secret_count()
    {
        await using var cycle = Cycle();
        await cycle.Host.Start(CancellationToken.None);
        var state = (await Subscription(cycle)).ClientState;

        var answer = await Post(cycle, "mail/notifications", $$"""{"value":[{"clientState":"guess"},{"clientState":"{{state}}"}]}""");

        Assert.Equal(202, answer.Status);
    }

    static MiniCycle Cycle() => new(
        MiniCycle.Decisive + MiniCycle.Prompt, settings => settings with { Graph = new GraphSandboxOptions { SendDelay = TimeSpan.Zero } });

    static string MailboxPartition => $"mailbox-{ThreadKey.Of("data@mini.example")[..16]}";

    static async Task<MailSubscription> Subscription(MiniCycle cycle) => Assert.Single(await cycle.Host.Register.List<MailSubscription>(MailboxPartition));

    static GraphTriggers Triggers(MiniCycle cycle) => new(cycle.Host.Register, cycle.Host.Functions.Services.GetRequiredService<GraphSubscriptions>());

    static string Lifecycle(MailSubscription subscription, string what)
        => $$"""{"value":[{"subscriptionId":"{{subscription.Id}}","clientState":"{{subscription.ClientState}}","lifecycleEvent":"{{what}}"}]}""";

    /// <summary>What the instances wait to do: an event that arrived would be one more.</summary>
    static async Task<int> Steps(MiniCycle cycle)
    {
        await cycle.Host.Engine.RunToRest(cycle.Host.Clock.GetUtcNow());
        return cycle.Host.Runtime.History(MiniCycle.Mailbox).Count;
    }

    static async Task<HttpAnswer> Post(MiniCycle cycle, string path, string body)
    {
        using var http = new InProcessHttp(cycle.Host.Catalog, cycle.Host.Functions, cycle.Host.FunctionKey);
        return await http.Send("POST", $"/api/{path}", Encoding.UTF8.GetBytes(body), [new("content-type", "application/json")]);
    }
}
