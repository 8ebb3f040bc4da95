using Assessment.DataCalls;
using Assessment.Host.Commands.Faults;
using Assessment.Host.Sandbox;
using Assessment.Host.Sandbox.Graph;
using Assessment.Mail;
using Assessment.Mail.Graph;
using Assessment.Tests.Orchestrations;

namespace Assessment.Tests.Faults;

/// <summary>The judge of a year with faults sees what must not be: it looks into the world's mailbox, not into what the app says.</summary>
public sealed class YearJudgeTests
{
    const string Scenario = MiniCycle.Decisive + MiniCycle.Prompt;

    [Fact]
    public async Task A_year_in_order_has_nothing_wrong()
    {
        await using var cycle = await Lived();

        var report = await Report(cycle);

        Assert.Empty(report.Wrong);
        Assert.Equal(new RepliesReport(Sent: 2, Filed: 2, Held: 0, Waiting: 0, Noted: 0, Lost: 0, Twice: 0), report.Replies);
        Assert.Equal(report.Mails.Meant, report.Mails.Sent);
        Assert.InRange(report.Mails.Sent, 5, 100);
    }

    [Fact]
    public async Task A_reply_that_the_app_does_not_have_is_lost()
    {
        await using var cycle = await Lived();
        var reply = Assert.Single(await cycle.Host.Register.List<Reply>(MiniCycle.Shelter));
        await cycle.Host.Register.Remove<Reply>(MiniCycle.Shelter, ThreadKey.Of(reply.MessageId));

        var report = await Report(cycle);

        Assert.Equal(1, report.Replies.Lost);
        Assert.Contains(report.Wrong, wrong => wrong.Contains("is lost", StringComparison.Ordinal) && wrong.Contains(reply.InternetMessageId, StringComparison.Ordinal));
        Assert.Contains($"Answer 1 of {MiniCycle.Shelter}/R02 came with no reply, or with one that counted before.", report.Wrong);
    }

    [Fact]
    public async Task A_reply_that_was_filed_with_two_calls_is_counted_twice()
    {
        await using var cycle = await Lived();
        var reply = Assert.Single(await cycle.Host.Register.List<Reply>(MiniCycle.Shelter));
        await cycle.Host.Register.Save(MiniCycle.Police, ThreadKey.Of(reply.MessageId), reply with { CallId = MiniCycle.Police });

        Assert.Equal(1, (await Report(cycle)).Replies.Twice);
    }

    [Fact]
    public async Task A_reply_whose_original_is_not_kept_is_lost()
    {
        await using var cycle = await Lived();
        cycle.Host.World.Execute("UPDATE messages SET raw = $raw WHERE direction = 'in' AND about = $about", ("$raw", "another"u8.ToArray()), ("$about", MiniCycle.Shelter));

        Assert.Equal(1, (await Report(cycle)).Replies.Lost);
    }

    [Fact]
    public async Task A_reply_on_the_list_of_failed_mails_waits_for_a_person()
    {
        await using var cycle = await Lived();
        var reply = Assert.Single(await cycle.Host.Register.List<Reply>(MiniCycle.Shelter));
        await cycle.Host.Register.Remove<Reply>(MiniCycle.Shelter, ThreadKey.Of(reply.MessageId));
        var failed = new FailedMail { MessageId = reply.MessageId, Error = "The register did not answer.", At = reply.ReceivedAt, Times = 1, CardKey = "card" };
        await cycle.Host.Register.Save(MiniCycle.Id, ThreadKey.Of(reply.MessageId), failed);

        var report = await Report(cycle);

        Assert.Empty(report.Wrong);
        Assert.Equal(1, report.Replies.Waiting);
    }

    [Fact]
    public async Task A_mail_that_lies_twice_among_the_sent_ones_was_sent_twice()
    {
        await using var cycle = await Lived();
        var key = Assert.Single(await cycle.Host.Register.List<OutboxRow>(MiniCycle.Id), row => row.Kind == MailKind.Letter && row.About == MiniCycle.Police).Key;
        SendAgain(cycle.Host.World, key);

        var report = await Report(cycle);

        Assert.Equal(1, report.Mails.Twice);
        Assert.Contains($"Letter {key} was sent 2 times.", report.Wrong);
    }

    [Fact]
    public async Task A_mail_that_is_not_among_the_sent_ones_is_lost_whatever_the_app_says()
    {
        await using var cycle = await Lived();
        var key = Assert.Single(await cycle.Host.Register.List<OutboxRow>(MiniCycle.Id), row => row.Kind == MailKind.Letter && row.About == MiniCycle.Police).Key;
        cycle.Host.World.Execute("UPDATE graph_items SET folder = 'drafts' WHERE item = (SELECT item FROM graph_properties WHERE id = $id AND value = $key)", ("$id", GraphProperties.OutboxKey), ("$key", key));

        var report = await Report(cycle);

        Assert.Equal(1, report.Mails.Lost);
        Assert.Contains($"Letter {key} (Sent) is not among the sent messages.", report.Wrong);
    }

    [Fact]
    public async Task A_reminder_that_was_never_sent_because_the_answer_came_first_is_not_lost()
    {
        await using var cycle = await Lived();
        await cycle.Host.Register.Save(MiniCycle.Id, "late-reminder", new OutboxRow { Key = "late-reminder", Kind = MailKind.Reminder, About = MiniCycle.Police, Status = OutboxStatus.Intended });

        var report = await Report(cycle);

        Assert.Empty(report.Wrong);
        Assert.Equal(1, report.Mails.Overtaken);
    }

    [Fact]
    public async Task A_sent_mail_that_nobody_meant_is_seen()
    {
        await using var cycle = await Lived();
        var row = Assert.Single(await cycle.Host.Register.List<OutboxRow>(MiniCycle.Id), row => row.Kind == MailKind.Letter && row.About == MiniCycle.Police);
        await cycle.Host.Register.Remove<OutboxRow>(MiniCycle.Id, row.Key);

        Assert.Contains($"{row.Key} was sent, and the outbox does not know it.", (await Report(cycle)).Wrong);
    }

    /// <summary>A mail of which nobody could tell is shown with both facts and the truth: here every copy came a day late.</summary>
    [Fact]
    public async Task An_undecidable_send_is_listed_with_both_facts()
    {
        await using var cycle = new MiniCycle(Scenario, settings => settings with
        {
            Graph = new GraphSandboxOptions { SendDelay = TimeSpan.Zero, Faults = new GraphFaultPlan { Seed = 1, Slow = 1, SlowBy = TimeSpan.FromHours(26) } },
        });
        await cycle.Run("2025-03-07T17:00");

        var report = await Report(cycle);

        Assert.NotEmpty(report.Undecidable);
        Assert.All(report.Undecidable, send =>
        {
            Assert.Contains("is gone", send.Draft, StringComparison.Ordinal);
            Assert.Equal("No sent message carries its key.", send.SentItems);
            Assert.Null(send.Decision);
        });
        Assert.Contains(report.Undecidable, send => send.InSentItems == 1);
    }

    static async Task<MiniCycle> Lived()
    {
        var cycle = new MiniCycle(Scenario, settings => settings with { Graph = new GraphSandboxOptions { SendDelay = TimeSpan.Zero } });
        await cycle.Run();
        return cycle;
    }

    static Task<FaultReport> Report(MiniCycle cycle)
        => new YearJudge(cycle.Host, cycle.Scenario).Report(new FaultOptions(0, 0, 1), new HostTroubles(), new Dictionary<string, long>(), CancellationToken.None);

    static void SendAgain(SandboxDatabase world, string key)
    {
        const string item = "(SELECT item FROM graph_properties WHERE id = $id AND value = $key)";
        world.Execute(
            $"""
            INSERT INTO graph_items (item, id, immutable_id, moves, folder, state, message, internet_id, conversation, content, version, created, modified, due)
                SELECT 999999, 'second', 'second', moves, folder, state, NULL, internet_id, conversation, content, version, created, modified, due FROM graph_items WHERE item = {item};
            INSERT INTO graph_properties (item, id, value) VALUES (999999, $id, $key);
            """,
            ("$id", GraphProperties.OutboxKey),
            ("$key", key));
    }
}
