using Assessment.Host.Sandbox;
using Assessment.Host.Sandbox.Graph;
using Assessment.Mail;
using Assessment.Mail.Graph;
using Assessment.Tests.Contracts;
using Microsoft.Extensions.Time.Testing;
using Microsoft.Graph.Models;
using Server = Assessment.Host.Sandbox.Graph.GraphSandbox;

namespace Assessment.Tests.Mail.Graph;

/// <summary>Sending through Microsoft Graph when it fails, before and after the effect.</summary>
public sealed class GraphSendingTests : IAsyncLifetime, IDisposable
{
    readonly MailWorld world = new(MailboxContract.Address);
    GraphMailboxBench bench = null!;

    IMailbox Mailbox => bench.Mailbox;

    Server Sandbox => bench.Sandbox;

    FakeTimeProvider Clock => world.Clock;

    public async Task InitializeAsync()
    {
        bench = new GraphMailboxBench(world);
        await bench.Open(new GraphSandboxOptions { SendDelay = TimeSpan.Zero });
    }

    public async Task DisposeAsync() => await bench.DisposeAsync();

    public void Dispose() => world.Dispose();

    /// <summary>Every kind of failure at every request of a reply with an attachment.</summary>
    public static TheoryData<RequestFault, string, string> Failures()
    {
        var cases = new TheoryData<RequestFault, string, string>();
        foreach (var fault in Enum.GetValues<RequestFault>())
        {
            cases.Add(fault, "POST", "/createReply");
            cases.Add(fault, "PATCH", "/messages/");
            cases.Add(fault, "POST", "/attachments");
            cases.Add(fault, "POST", "/send");
            cases.Add(fault, "GET", "/messages/");
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task Whatever_fails_and_whenever_the_mail_goes_out_once(RequestFault fault, string method, string path)
    {
        var letter = await Mailbox.Send(Letter());
        await world.Store.Store("packages/first.zip", new MemoryStream(new byte[100]));
        Sandbox.Faults.FailNext(fault, (asked, at) => asked == method && at.Contains(path, StringComparison.Ordinal));

        var receipt = await SendUntilDone(Letter("reminder-1") with { InReplyTo = letter.InternetMessageId, Attachments = [new MailAttachment("first.zip", "application/zip", "packages/first.zip")] });

        var sent = Assert.Single(Sent(), message => message.Key != "letter-1");
        Assert.Equal((sent.Key, sent.InternetId, true), ("reminder-1", receipt.InternetMessageId, receipt.IsConfirmed));
        Assert.Single(MimeKit.MimeMessage.Load(new MemoryStream(sent.Raw))!.Attachments);
        Assert.Equal(receipt, await Mailbox.Send(Letter("reminder-1")));
    }

    [Fact]
    public async Task With_a_third_of_all_requests_failing_every_mail_goes_out_once()
    {
        Sandbox.Faults.Plan = new GraphFaultPlan { Seed = 7, Requests = 0.33 };
        var expected = Enumerable.Range(1, 25).Select(number => $"letter-{number:00}").ToList();

        foreach (var key in expected)
        {
            await SendUntilDone(Letter(key));
        }

        Assert.Equal(expected, Sent().Select(sent => sent.Key));
        Assert.InRange(Sandbox.Faults.Injected.Values.Sum(), 10, 10_000);
    }

    [Fact]
    public async Task A_draft_that_was_left_behind_is_completed_and_sent()
    {
        await bench.Connection.Mailbox.Messages.PostAsync(new Message
        {
            Subject = "Half done",
            SingleValueExtendedProperties = [new SingleValueLegacyExtendedProperty { Id = GraphProperties.OutboxKey, Value = "letter-1" }],
        });
        await bench.Register.Insert(bench.Connection.Partition, "letter-1", new MailDraft { Key = "letter-1", Place = Clock.GetUtcNow() });

        await Mailbox.Send(Letter());

        Assert.Equal("Data call [my-tip-2025-annual-suara]", MimeKit.MimeMessage.Load(new MemoryStream(Assert.Single(Sent()).Raw))!.Subject);
    }

    [Fact]
    public async Task More_mails_than_the_minute_takes_wait_for_their_place()
    {
        for (var number = 1; number <= 30; number++)
        {
            await Mailbox.Send(Letter($"letter-{number:00}"));
        }

        var later = await Assert.ThrowsAsync<MailNotNowException>(() => Mailbox.Send(Letter("letter-31")));
        Assert.Equal(new DateTimeOffset(2024, 12, 10, 2, 1, 0, TimeSpan.Zero), later.Until);
        Clock.Advance(later.Until - Clock.GetUtcNow());

        Assert.Equal("letter-31", (await SendUntilDone(Letter("letter-31")), Sent()[^1].Key).Key);
    }

    static OutgoingMail Letter(string key = "letter-1") => MailboxContract.Letter(key);

    IReadOnlyList<StoredMessage> Sent() => [.. world.Mailbox.All().Where(message => message.Direction == "out")];

    /// <summary>As the orchestration does: waits as long as it is told, and a moment after any other failure.</summary>
    async Task<MailReceipt> SendUntilDone(OutgoingMail mail)
    {
        for (var attempt = 0; attempt < 100; attempt++)
        {
            try
            {
                if (await Mailbox.Send(mail) is { IsConfirmed: true } receipt)
                {
                    return receipt;
                }
            }
            catch (MailNotNowException later)
            {
                Clock.Advance(later.Until > Clock.GetUtcNow() ? later.Until - Clock.GetUtcNow() : TimeSpan.FromSeconds(5));
            }
            catch (Exception fault) when (fault is HttpRequestException or Microsoft.Kiota.Abstractions.ApiException)
            {
                Clock.Advance(TimeSpan.FromSeconds(5));
            }
        }

        throw new InvalidOperationException($"{mail.Key} was not sent in a hundred attempts.");
    }
}

/// <summary>The move to Sent Items takes its time.</summary>
public sealed class SlowSendingTests
{
    [Fact]
    public async Task A_draft_that_is_gone_with_no_sent_message_is_a_question_for_a_person()
    {
        using var world = new MailWorld(MailboxContract.Address);
        await using var bench = new GraphMailboxBench(world);
        await bench.Open(new GraphSandboxOptions { SendDelay = TimeSpan.FromHours(1) });
        bench.Sandbox.Faults.FailNext(RequestFault.TimedOutAfter, (method, path) => method == "POST" && path.EndsWith("/send", StringComparison.Ordinal));
        await Assert.ThrowsAnyAsync<Microsoft.Kiota.Abstractions.ApiException>(() => bench.Mailbox.Send(MailboxContract.Letter()));

        var later = await Assert.ThrowsAsync<MailNotNowException>(() => bench.Mailbox.Send(MailboxContract.Letter()));
        Assert.Equal(world.Clock.GetUtcNow().AddMinutes(15), later.Until);
        world.Clock.Advance(TimeSpan.FromMinutes(15));
        var undecided = await Assert.ThrowsAsync<UndecidedSendException>(() => bench.Mailbox.Send(MailboxContract.Letter()));

        Assert.Equal("The draft was to be sent at 2024-12-10 02:00:00 UTC, the answer was lost, and the draft is gone.", undecided.Draft);
        Assert.Equal("No sent message carries its key.", undecided.Sent);
        Assert.Equal("<letter-1@moha.example>", undecided.Presumed.InternetMessageId);
        Assert.Empty(world.Mailbox.All());
    }

    [Fact]
    public async Task A_mail_that_was_accepted_counts_as_sent_and_is_confirmed_later()
    {
        using var world = new MailWorld(MailboxContract.Address);
        await using var bench = new GraphMailboxBench(world);
        await bench.Open(new GraphSandboxOptions { SendDelay = TimeSpan.FromMinutes(2) });

        var accepted = await bench.Mailbox.Send(MailboxContract.Letter());
        Assert.False(accepted.IsConfirmed);
        Assert.Equal(accepted, await bench.Mailbox.Send(MailboxContract.Letter()));

        world.Clock.Advance(TimeSpan.FromMinutes(2));
        await bench.Sandbox.Settle();

        Assert.Equal(accepted with { IsConfirmed = true }, await bench.Mailbox.Send(MailboxContract.Letter()));
        Assert.Single(world.Mailbox.All());
    }
}
