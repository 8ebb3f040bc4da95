using System.Text;
using Assessment.DataCalls;
using Assessment.Evidence;
using Assessment.Host.Sandbox;
using Assessment.Mail;
using Assessment.Review;
using Microsoft.Extensions.DependencyInjection;

namespace Assessment.Tests.Orchestrations;

/// <summary>What the reader of the mailbox does when mails are broken, doubled or come at once, and what becomes of sends that nobody can tell the end of.</summary>
public sealed class MailboxTests
{
    const string Answer = "--- R01 ---\nAnswer: Forty persons were screened.\n";
    static readonly string[] Failures = ["MailReceived", "MailFailed", "FailedMailSettled", "AlertSent", "ItemReplied"];

    [Fact]
    public async Task A_mail_that_cannot_be_filed_is_put_before_a_person_and_the_others_go_on()
    {
        var mailbox = new TroubledMailbox();
        await using var cycle = Cycle(mailbox, "decideAfter: { failed-mail: 1h }");
        await cycle.Run("2025-03-05T10:00");
        mailbox.Unreadable.Add("outside-2");

        cycle.Arrives("zarith@police.example", $"Broken [{MiniCycle.Police}]", Answer);
        cycle.Arrives("malini@shelter.example", $"Our answer [{MiniCycle.Shelter}]", "--- R02 ---\nAnswer: Nine residents were served.\n");
        await cycle.Run("2025-03-06T08:50");
        mailbox.Unreadable.Clear();
        await cycle.Run("2025-03-06T12:00");

        Assert.Equal(
            """
            Thu 06 Mar 08:00 MailReceived mini
            Thu 06 Mar 08:00 ItemReplied shelter/R02
            Thu 06 Mar 08:30 MailFailed mini
            Thu 06 Mar 08:30 AlertSent mini
            Thu 06 Mar 09:30 MailReceived mini
            Thu 06 Mar 09:30 ItemReplied police/R01
            Thu 06 Mar 09:30 FailedMailSettled mini
            """.ReplaceLineEndings("\n"),
            await cycle.Timeline(Failures));
        Assert.Equal("A mail could not be filed: The bytes of outside-2 make no sense.", await cycle.Story("MailFailed"));
        Assert.True(Assert.Single(await cycle.Host.Register.List<FailedMail>(MiniCycle.Id)).IsSettled);
    }

    [Fact]
    public async Task A_mail_that_was_given_up_stays_in_the_mailbox()
    {
        var mailbox = new TroubledMailbox();
        await using var cycle = Cycle(mailbox, """
            decideAfter: { failed-mail: 1h }
            decisions: [{ card: failed-mail, decision: reject, reason: It is an advertisement. }]
            """);
        await cycle.Run("2025-03-05T10:00");
        mailbox.Unreadable.Add("outside-2");

        cycle.Arrives("zarith@police.example", "Broken", Answer);
        await cycle.Run("2025-03-10T12:00");

        Assert.Equal("A mail that could not be filed: it stays in the mailbox and is not filed.", await cycle.Story("FailedMailSettled"));
        Assert.Empty(await cycle.Timeline("MailReceived"));
    }

    [Fact]
    public async Task The_same_mail_twice_in_the_mailbox_is_filed_once()
    {
        await using var cycle = new MiniCycle(MiniCycle.Decisive + "replies: []");
        await cycle.Run("2025-03-05T10:00");

        Deliver(cycle, "copy-1", "one@police.example", Answer);
        Deliver(cycle, "copy-2", "one@police.example", Answer);
        await cycle.Run("2025-03-06T12:00");

        Assert.Equal(
            """
            Thu 06 Mar 08:00 MailReceived mini
            Thu 06 Mar 08:00 ItemReplied police/R01
            Thu 06 Mar 08:00 MailDoubled mini
            """.ReplaceLineEndings("\n"),
            await cycle.Timeline("MailReceived", "ItemReplied", "MailDoubled"));
    }

    [Fact]
    public async Task Another_mail_under_a_message_id_that_was_used_before_is_no_copy()
    {
        await using var cycle = new MiniCycle(MiniCycle.Decisive + "replies: []");
        await cycle.Run("2025-03-05T10:00");

        Deliver(cycle, "first", "one@police.example", Answer);
        Deliver(cycle, "second", "one@police.example", "--- R02 ---\nNothing to report: No case came to us.\n");
        await cycle.Run("2025-03-06T12:00");

        Assert.Equal(2, (await cycle.Timeline("ItemReplied")).Split('\n').Length);
    }

    [Fact]
    public async Task Mails_of_one_call_are_filed_in_their_order_when_many_come_at_once()
    {
        await using var cycle = new MiniCycle(MiniCycle.Decisive + "replies: []");
        await cycle.Run("2025-03-05T10:00");

        for (var number = 1; number <= 9; number++)
        {
            cycle.Arrives("zarith@police.example", $"Answer {number} [{MiniCycle.Police}]", $"--- R01 ---\nAnswer: Answer {number}.\n");
            cycle.Arrives("malini@shelter.example", $"Answer {number} [{MiniCycle.Shelter}]", $"--- R02 ---\nAnswer: Answer {number}.\n");
        }

        await cycle.Run("2025-03-06T09:00");

        foreach (var (call, item) in new[] { (MiniCycle.Police, "R01"), (MiniCycle.Shelter, "R02") })
        {
            var answered = (await cycle.Host.Register.Find<Item>(call, item))!;
            Assert.Equal((9, "Answer 9."), (answered.Version, answered.Answer!.Narrative));
        }
    }

    [Fact]
    public async Task After_a_resync_what_was_filed_is_not_filed_again()
    {
        await using var cycle = new MiniCycle(MiniCycle.Decisive + "replies: [{ organisation: POLICE, round: spring, after: 1d, items: { R01: { answer: Forty. } } }]");
        await cycle.Run("2025-03-05T17:00");
        string[] filed = ["MailReceived", "ItemReplied", "AcknowledgementSent"];
        var before = await cycle.Timeline(filed);
        await cycle.Host.Register.Update<Assessment.Cycle.RunningCycle>(Assessment.Cycle.RunningCycle.Partition, MiniCycle.Id, running => running with { MailCursor = null, MailResyncs = 1 });

        await cycle.Run("2025-03-06T17:00");

        Assert.NotNull((await cycle.Host.Register.Find<Assessment.Cycle.RunningCycle>(Assessment.Cycle.RunningCycle.Partition, MiniCycle.Id))!.MailCursor);
        Assert.Equal(before, await cycle.Timeline(filed));
    }

    [Fact]
    public async Task An_undecided_send_is_asked_about_and_the_call_goes_on()
    {
        var mailbox = new TroubledMailbox { Undecided = { $"{MiniCycle.Police}-letter" } };
        await using var cycle = Cycle(mailbox, "decideAfter: { undecided-send: 1h }", MiniCycle.Prompt);

        await cycle.Run("2025-03-05T17:00");

        Assert.Equal(
            """
            Mon 03 Mar 10:00 LetterSent shelter
            Mon 03 Mar 10:00 SendUndecided police
            Mon 03 Mar 11:00 UndecidedSendSettled police
            """.ReplaceLineEndings("\n"),
            await cycle.Timeline("SendUndecided", "LetterSent", "UndecidedSendSettled"));
        Assert.Equal(CallStatus.Sent, (await cycle.Host.Register.Find<DataCall>(MiniCycle.Police, "call"))!.Status);
        Assert.Empty(await cycle.Host.Register.List<OpenSend>(MiniCycle.Id));
    }

    [Fact]
    public async Task An_undecided_send_is_sent_again_on_a_persons_word_only()
    {
        var mailbox = new TroubledMailbox { Undecided = { $"{MiniCycle.Police}-letter" } };
        await using var cycle = Cycle(mailbox, """
            decideAfter: { undecided-send: 1h }
            decisions: [{ card: undecided-send, decision: send-again }]
            """);

        await cycle.Run("2025-03-03T10:50");
        Assert.DoesNotContain(cycle.Host.Mailbox.All(), mail => mail.About == MiniCycle.Police);
        await cycle.Run("2025-03-03T17:00");

        Assert.Equal($"{MiniCycle.Police}-letter-again", Assert.Single(cycle.Host.Mailbox.All(), mail => mail.About == MiniCycle.Police).Key);
        Assert.Equal(OutboxStatus.Sent, (await cycle.Host.Register.Find<OutboxRow>(MiniCycle.Id, $"{MiniCycle.Police}-letter"))!.Status);
        Assert.Empty(await cycle.Host.Register.List<OpenSend>(MiniCycle.Id));
    }

    [Fact]
    public async Task A_mail_that_must_wait_for_its_place_goes_at_that_moment()
    {
        var mailbox = new TroubledMailbox { NotBefore = new(2025, 3, 4, 1, 30, 0, TimeSpan.Zero) };
        await using var cycle = Cycle(mailbox);

        await cycle.Run("2025-03-04T17:00");

        Assert.Equal(
            """
            Tue 04 Mar 09:30 LetterSent shelter
            Tue 04 Mar 09:30 LetterSent police
            """.ReplaceLineEndings("\n"),
            await cycle.Timeline("LetterSent"));
    }

    static MiniCycle Cycle(TroubledMailbox mailbox, string scenario = "", string replies = "replies: []")
    {
        var decisive = scenario.Contains("decideAfter", StringComparison.Ordinal)
            ? MiniCycle.Decisive.Replace("}", ", " + scenario[(scenario.IndexOf('{', StringComparison.Ordinal) + 1)..scenario.IndexOf('}', StringComparison.Ordinal)] + "}", StringComparison.Ordinal)
            : MiniCycle.Decisive;
        var decisions = scenario.Contains("decisions", StringComparison.Ordinal) ? scenario[scenario.IndexOf("decisions", StringComparison.Ordinal)..] : "";
        return new MiniCycle(decisive + replies + "\n" + decisions, settings => settings with
        {
            Parts = services => services.AddSingleton<IMailbox>(provider => mailbox.Before(provider.GetRequiredService<LocalMailbox>(), provider.GetRequiredService<TimeProvider>())),
        });
    }

    static void Deliver(MiniCycle cycle, string key, string messageId, string text) => cycle.Host.Mailbox.Deliver(
        key,
        MiniCycle.Police,
        Encoding.UTF8.GetBytes($"From: zarith@police.example\r\nTo: data@mini.example\r\nSubject: Our answer [{MiniCycle.Police}]\r\nMessage-ID: <{messageId}>\r\n\r\n{text}"),
        cycle.Host.Clock.GetUtcNow());

    /// <summary>The local mailbox behind troubles that the tests switch on and off.</summary>
    sealed class TroubledMailbox : IMailbox
    {
        IMailbox inner = null!;

        public HashSet<string> Unreadable { get; } = [];

        public HashSet<string> Undecided { get; } = [];

        public DateTimeOffset? NotBefore { get; init; }

        TimeProvider clock = TimeProvider.System;

        public TroubledMailbox Before(LocalMailbox mailbox, TimeProvider time)
        {
            (inner, clock) = (mailbox, time);
            return this;
        }

        public Task<MailReceipt> Send(OutgoingMail mail, CancellationToken cancellation = default)
        {
            if (clock.GetUtcNow() < NotBefore)
            {
                throw new MailNotNowException(NotBefore.Value, "The mailbox sends no more until then.");
            }

            if (Undecided.Contains(mail.Key))
            {
                throw new UndecidedSendException(
                    new MailReceipt("lost", "<lost@mini.example>", "lost-thread", new DateTimeOffset(2025, 3, 3, 2, 0, 0, TimeSpan.Zero)), "The draft is gone.", "No sent message carries its key.");
            }

            return inner.Send(mail, cancellation);
        }

        public Task<InboxPage> Read(string? cursor, CancellationToken cancellation = default) => inner.Read(cursor, cancellation);

        public Task<IncomingMail> Open(string messageId, CancellationToken cancellation = default)
            => Unreadable.Contains(messageId) ? throw new InvalidDataException($"The bytes of {messageId} make no sense.") : inner.Open(messageId, cancellation);

        public Task<Stream> OpenAttachment(string messageId, string attachmentId, CancellationToken cancellation = default) => inner.OpenAttachment(messageId, attachmentId, cancellation);

        public Task<Stream> OpenRaw(string messageId, CancellationToken cancellation = default) => inner.OpenRaw(messageId, cancellation);
    }
}
