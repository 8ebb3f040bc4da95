using Assessment.DataCalls;
using Assessment.Mail;

namespace Assessment.Tests.Orchestrations;

/// <summary>What becomes of mail that nobody asked for, or that nobody told the app about.</summary>
public sealed class MailTests
{
    const string Answer = "--- R01 ---\nAnswer: Forty persons were screened.\n";
    static readonly string[] Held = ["MailReceived", "MailHeld", "HeldMailSettled", "ItemReplied", "AcknowledgementSent"];

    [Fact]
    public async Task A_mail_that_nobody_woke_the_reader_for_is_found_by_its_daily_look()
    {
        await using var cycle = new MiniCycle(MiniCycle.Decisive + "replies: []");
        await cycle.Run("2025-03-05T10:00");

        cycle.Arrives("zarith@police.example", $"Our answer [{MiniCycle.Police}]", Answer);
        await cycle.Run("2025-03-06T12:00");

        Assert.Equal(
            """
            Thu 06 Mar 08:00 MailReceived mini
            Thu 06 Mar 08:00 ItemReplied police/R01
            Thu 06 Mar 08:00 AcknowledgementSent police
            """.ReplaceLineEndings("\n"),
            await cycle.Timeline(Held));
    }

    [Fact]
    public async Task A_mail_of_an_unknown_sender_is_filed_after_a_person_accepted_it()
    {
        await using var cycle = new MiniCycle(MiniCycle.Decisive + "replies: []");
        await Stranger(cycle, $"Our answer [{MiniCycle.Police}]");

        Assert.Equal(
            """
            Thu 06 Mar 08:00 MailReceived mini
            Thu 06 Mar 08:00 MailHeld police
            Thu 06 Mar 09:00 HeldMailSettled police
            Thu 06 Mar 09:00 ItemReplied police/R01
            Thu 06 Mar 09:00 AcknowledgementSent police
            """.ReplaceLineEndings("\n"),
            await cycle.Timeline(Held));
        Assert.Equal(ItemStatus.Accepted, (await cycle.Host.Register.Find<Item>(MiniCycle.Police, "R01"))!.Status);
    }

    [Fact]
    public async Task A_mail_of_an_unknown_sender_is_dropped_after_a_person_rejected_it_and_stays_in_the_mailbox()
    {
        await using var cycle = new MiniCycle(MiniCycle.Decisive + """
            replies: []
            decisions: [{ card: held-mail, decision: reject, reason: Nobody knows this sender. }]
            """);
        await Stranger(cycle, $"Our answer [{MiniCycle.Police}]");

        Assert.Equal(
            """
            Thu 06 Mar 08:00 MailReceived mini
            Thu 06 Mar 08:00 MailHeld police
            Thu 06 Mar 09:00 HeldMailSettled mini
            """.ReplaceLineEndings("\n"),
            await cycle.Timeline(Held));
        Assert.Empty(await cycle.Host.Register.List<Reply>(MiniCycle.Police));
        Assert.Single(cycle.Host.Mailbox.All(), mail => mail.Direction == "in");
    }

    [Fact]
    public async Task A_mail_without_a_thread_is_filed_where_a_person_assigns_it()
    {
        await using var cycle = new MiniCycle(MiniCycle.Decisive + $$"""
            replies: []
            decisions: [{ card: held-mail, decision: assign, reason: {{MiniCycle.Police}} }]
            """);
        await Stranger(cycle, "Our answer, in a new mail");

        Assert.Equal(
            """
            Thu 06 Mar 08:00 MailReceived mini
            Thu 06 Mar 08:00 MailHeld mini
            Thu 06 Mar 09:00 HeldMailSettled police
            Thu 06 Mar 09:00 ItemReplied police/R01
            Thu 06 Mar 09:00 AcknowledgementSent police
            """.ReplaceLineEndings("\n"),
            await cycle.Timeline(Held));
        Assert.Equal(ItemStatus.Accepted, (await cycle.Host.Register.Find<Item>(MiniCycle.Police, "R01"))!.Status);
    }

    [Theory]
    [InlineData("")]
    [InlineData("mini-spring-nobody")]
    public async Task A_mail_is_not_filed_with_a_call_that_does_not_exist(string call)
    {
        await using var cycle = new MiniCycle(MiniCycle.Decisive + $$"""
            replies: []
            decisions: [{ card: held-mail, decision: assign{{(call.Length == 0 ? "" : $", reason: {call}")}} }]
            """);
        await Stranger(cycle, "Our answer, in a new mail");

        Assert.DoesNotContain("ItemReplied", await cycle.Timeline(Held), StringComparison.Ordinal);
        Assert.False(Assert.Single(await cycle.Host.Register.List<HeldMail>(MiniCycle.Id)).IsSettled);
    }

    [Fact]
    public async Task A_mail_that_answers_a_message_of_ours_needs_no_token()
    {
        await using var cycle = new MiniCycle(MiniCycle.Decisive + "replies: []");
        await cycle.Run("2025-03-05T10:00");
        var letter = cycle.Host.Mailbox.All().Single(mail => mail.Kind == nameof(MailKind.Letter) && mail.About == MiniCycle.Police);

        cycle.Arrives("lee@police.example", "Re: your letter", Answer, letter.InternetId);
        await cycle.Run("2025-03-07T17:00");

        Assert.Equal("police/R01", Assert.Single((await cycle.Timeline("ItemReplied")).Split('\n')).Split(' ')[^1]);
    }

    /// <summary>A mail of somebody whom no organisation has named, on the third day.</summary>
    static async Task Stranger(MiniCycle cycle, string subject)
    {
        await cycle.Run("2025-03-05T10:00");
        cycle.Arrives("new.officer@police.example", subject, Answer);
        await cycle.Run("2025-03-10T17:00");
    }
}
