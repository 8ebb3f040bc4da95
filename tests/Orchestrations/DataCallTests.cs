using Assessment.DataCalls;
using Assessment.Host.Runtime;

namespace Assessment.Tests.Orchestrations;

/// <summary>One data call in virtual time: reminders, escalation, replies, returns.</summary>
public sealed class DataCallTests
{
    static readonly string[] Reminders = ["LetterSent", "ReminderSent", "EscalationSent", "ItemReplied", "ItemAccepted", "ItemReturned", "ItemNotProvided", "CallClosed"];

    [Fact]
    public async Task Silence_ends_in_an_escalation_on_the_due_date_and_a_gap_when_the_call_closes()
    {
        await using var cycle = new MiniCycle(MiniCycle.Decisive + "replies: []");

        Assert.Equal(RestReason.Finished, (await cycle.Run()).Reason);

        await Expect(cycle, """
            Mon 03 Mar 10:00 LetterSent shelter
            Mon 03 Mar 10:00 LetterSent police
            Wed 12 Mar 09:00 ReminderSent shelter
            Wed 12 Mar 09:00 ReminderSent police
            Mon 17 Mar 09:00 ReminderSent shelter
            Mon 17 Mar 09:00 ReminderSent police
            Wed 19 Mar 09:00 EscalationSent shelter
            Wed 19 Mar 09:00 EscalationSent police
            Thu 20 Mar 09:00 EscalationSent shelter
            Thu 20 Mar 09:00 EscalationSent police
            Fri 21 Mar 17:00 ItemNotProvided shelter/R02
            Fri 21 Mar 17:00 CallClosed shelter
            Fri 21 Mar 17:00 ItemNotProvided police/R01
            Fri 21 Mar 17:00 ItemNotProvided police/R02
            Fri 21 Mar 17:00 CallClosed police
            """);
    }

    [Fact]
    public async Task A_reply_between_reminder_and_escalation_stops_the_escalation()
    {
        await using var cycle = new MiniCycle(MiniCycle.Decisive + """
            replies:
              - { organisation: POLICE, round: spring, to: reminder, nth: 2, after: 4h, items: { R01: { answer: "Forty persons." }, R02: { nothing: "No case came to us." } } }
            """);

        await cycle.Run();

        await Expect(cycle, """
            Mon 03 Mar 10:00 LetterSent police
            Wed 12 Mar 09:00 ReminderSent police
            Mon 17 Mar 09:00 ReminderSent police
            Mon 17 Mar 13:00 ItemReplied police/R01
            Mon 17 Mar 13:00 ItemReplied police/R02
            Mon 17 Mar 15:00 ItemAccepted police/R01
            Mon 17 Mar 15:00 ItemAccepted police/R02
            Mon 17 Mar 15:00 CallClosed police
            """, "police");
    }

    [Fact]
    public async Task Part_of_an_answer_stops_nothing_for_the_rest()
    {
        await using var cycle = new MiniCycle(MiniCycle.Decisive + """
            replies:
              - { organisation: POLICE, round: spring, after: 1d, items: { R01: { answer: "Forty persons." } } }
            """);

        await cycle.Run();

        await Expect(cycle, """
            Mon 03 Mar 10:00 LetterSent police
            Tue 04 Mar 10:00 ItemReplied police/R01
            Tue 04 Mar 12:00 ItemAccepted police/R01
            Wed 12 Mar 09:00 ReminderSent police
            Mon 17 Mar 09:00 ReminderSent police
            Wed 19 Mar 09:00 EscalationSent police
            Thu 20 Mar 09:00 EscalationSent police
            Fri 21 Mar 17:00 ItemNotProvided police/R02
            Fri 21 Mar 17:00 CallClosed police
            """, "police");
    }

    [Fact]
    public async Task A_late_reply_after_the_closing_is_kept_and_acknowledged_and_changes_nothing()
    {
        await using var cycle = new MiniCycle(MiniCycle.Decisive + """
            replies:
              - { organisation: POLICE, round: spring, at: 2025-03-24T10:00, items: { R01: { answer: "Forty persons." } } }
            """);

        await cycle.Run();

        Assert.Equal(
            """
            Fri 21 Mar 17:00 CallClosed shelter
            Fri 21 Mar 17:00 CallClosed police
            Mon 24 Mar 10:00 ReplyLate police
            Mon 24 Mar 10:00 AcknowledgementSent police
            """.ReplaceLineEndings("\n"),
            await cycle.Timeline("CallClosed", "ReplyLate", "AcknowledgementSent", "ItemReplied"));
        var reply = Assert.Single(await cycle.Host.Register.List<Reply>(MiniCycle.Police));
        Assert.True(reply.IsLate);
        Assert.All(await cycle.Host.Register.List<Item>(MiniCycle.Police), item => Assert.Equal(ItemStatus.NotProvided, item.Status));
    }

    [Fact]
    public async Task An_extension_that_is_granted_moves_the_reminders_and_the_closing()
    {
        await using var cycle = new MiniCycle(MiniCycle.Decisive + """
            replies:
              - { organisation: POLICE, round: spring, after: 1d, items: { R01: { answer: "Forty persons." }, R02: { extension: 2025-03-21, reason: "The register closes on the 20th." } } }
            """);

        await cycle.Run();

        await Expect(cycle, """
            Mon 03 Mar 10:00 LetterSent police
            Tue 04 Mar 10:00 ItemReplied police/R01
            Tue 04 Mar 12:00 ItemAccepted police/R01
            Wed 19 Mar 09:00 ReminderSent police
            Fri 21 Mar 17:00 ItemNotProvided police/R02
            Fri 21 Mar 17:00 CallClosed police
            """, "police");
    }

    [Fact]
    public async Task An_answer_that_nobody_reviews_waits_for_the_limit_of_the_round_and_is_stated()
    {
        await using var cycle = new MiniCycle(MiniCycle.Decisive + MiniCycle.Prompt + """

            decisions:
              - { card: review-item, organisation: POLICE, item: R01, decision: none }
            """);

        await cycle.Run();

        await Expect(cycle, """
            Mon 03 Mar 10:00 LetterSent police
            Tue 04 Mar 10:00 ItemReplied police/R01
            Tue 04 Mar 10:00 ItemReplied police/R02
            Tue 04 Mar 12:00 ItemAccepted police/R02
            Mon 24 Mar 17:00 ItemNotProvided police/R01
            Mon 24 Mar 17:00 CallClosed police
            """, "police");
        Assert.Equal(
            """
            Wed 05 Mar 09:00 TaskReminderSent police/R01
            Thu 06 Mar 09:00 TaskReminderSent police/R01
            Fri 07 Mar 09:00 TaskReminderSent police/R01
            """.ReplaceLineEndings("\n"),
            string.Join('\n', (await cycle.Timeline("TaskReminderSent")).Split('\n').Where(line => line.Contains("police", StringComparison.Ordinal))));
    }

    static async Task Expect(MiniCycle cycle, string timeline, string about = "")
        => Assert.Equal(timeline.ReplaceLineEndings("\n"), string.Join('\n', (await cycle.Timeline(Reminders)).Split('\n').Where(line => line.Contains(about, StringComparison.Ordinal))));
}
