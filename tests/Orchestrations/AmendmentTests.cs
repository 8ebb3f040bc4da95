using Assessment.Host.Runtime;
using Assessment.Host.Sandbox;

namespace Assessment.Tests.Orchestrations;

/// <summary>The plan of a running cycle is changed: dates move with a reason, a holiday is declared late.</summary>
public sealed class AmendmentTests
{
    [Fact]
    public async Task A_due_date_that_moves_is_told_once_and_reminders_follow_it()
    {
        await using var cycle = new MiniCycle(
            MiniCycle.Decisive + """
            replies: []
            amendments: [{ at: 2025-03-11T11:00, by: officer, files: amendment, reason: The assessor asked later. }]
            """,
            amendment: MiniCycle.Edited("rounds.yaml", "repliesDue: 2025-03-14", "repliesDue: 2025-03-17"));

        Assert.Equal(RestReason.Finished, (await cycle.Run()).Reason);

        Assert.Equal(
            """
            Mon 03 Mar 10:00 LetterSent police
            Tue 11 Mar 11:00 MovedDueSent police
            Thu 13 Mar 09:00 ReminderSent police
            Wed 19 Mar 09:00 ReminderSent police
            Thu 20 Mar 09:00 EscalationSent police
            Fri 21 Mar 09:00 EscalationSent police
            Mon 24 Mar 17:00 CallClosed police
            """.ReplaceLineEndings("\n"),
            await PoliceLines(cycle, "LetterSent", "MovedDueSent", "ReminderSent", "EscalationSent", "CallClosed"));
        var change = Assert.Single(await cycle.Ledger(), entry => entry.Kind == "PlanChanged");
        Assert.Equal("'repliesDue' of round 'spring' is Mon 17 Mar 2025 17:00 instead of Fri 14 Mar 2025 17:00.", change.Details!.What);
        Assert.Equal("The assessor asked later.", change.Details.Why);
        var mail = Assert.Single(cycle.Host.Mailbox.All(), mail => mail.Kind == "MovedDue" && mail.About == MiniCycle.Police);
        Assert.Contains("instead of", MailReader.Read(mail.Raw).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_holiday_that_is_declared_late_moves_what_is_computed_from_working_days()
    {
        await using var cycle = new MiniCycle(
            MiniCycle.Decisive + """
            replies: []
            amendments: [{ at: 2025-03-18T10:00, by: officer, files: amendment, reason: Declared on the evening before. }]
            """,
            amendment: MiniCycle.Edited("calendars.yaml", "holidays: [", "holidays: [{ day: 2025-03-19, name: Extra day }, "));

        Assert.Equal(RestReason.Finished, (await cycle.Run()).Reason);

        Assert.Equal(
            """
            Wed 12 Mar 09:00 ReminderSent police
            Mon 17 Mar 09:00 ReminderSent police
            Thu 20 Mar 09:00 EscalationSent police
            Fri 21 Mar 09:00 EscalationSent police
            Mon 24 Mar 17:00 CallClosed police
            """.ReplaceLineEndings("\n"),
            await PoliceLines(cycle, "ReminderSent", "EscalationSent", "CallClosed"));
    }

    [Fact]
    public async Task A_signatory_who_waits_while_the_date_moves_has_the_new_time()
    {
        await using var cycle = new MiniCycle(
            MiniCycle.Decisive + MiniCycle.Prompt + """

            decisions: [{ card: sign-off, ministry: HOME, round: spring, decision: none }]
            amendments: [{ at: 2025-03-20T11:00, by: officer, files: amendment, reason: The minister travels. }]
            """,
            amendment: MiniCycle.Edited("rounds.yaml", "signOffBy: 2025-03-25", "signOffBy: 2025-03-26"));

        await cycle.Run();

        Assert.Equal(["Wed 26 Mar 17:00 SignOffLapsed spring"], (await cycle.Timeline("SignOffGiven", "SignOffLapsed")).Split('\n'));
    }

    [Fact]
    public async Task A_successor_who_was_named_while_the_cycle_runs_is_no_difference_of_the_files()
    {
        await using var cycle = new MiniCycle(
            MiniCycle.Decisive + """
            replies: []
            successors: [{ person: police-focal, at: 2025-03-10T10:00, by: police-head, successor: police-alt }]
            amendments: [{ at: 2025-03-11T11:00, by: officer, files: amendment, reason: The channel is closed on that day. }]
            """,
            amendment: MiniCycle.Edited("rounds.yaml", "hardDate: { at: 2025-03-31T17:00", "hardDate: { at: 2025-04-01T17:00"));

        Assert.Equal(RestReason.Finished, (await cycle.Run()).Reason);

        Assert.Equal(
            "'hardDate' of round 'spring' is Tue 1 Apr 2025 17:00 instead of Mon 31 Mar 2025 17:00.",
            Assert.Single(await cycle.Ledger(), entry => entry.Kind == "PlanChanged").Details!.What);
        Assert.Equal(["lee@police.example"], cycle.Host.Mailbox.All().Where(mail => mail.Kind == "Reminder" && mail.About == MiniCycle.Police).Select(mail => MailReader.Read(mail.Raw).Message!.To.Mailboxes.Single().Address).Distinct());
    }

    [Fact]
    public async Task What_cannot_change_is_refused_and_nothing_changes()
    {
        await using var cycle = new MiniCycle(
            MiniCycle.Decisive + """
            replies: []
            amendments: [{ at: 2025-03-11T11:00, by: officer, files: amendment, reason: Too late. }]
            """,
            amendment: MiniCycle.Edited("rounds.yaml", "opens: 2025-03-03", "opens: 2025-03-04"));

        var refusal = await Assert.ThrowsAsync<ScenarioRefusedException>(() => cycle.Run());

        Assert.EndsWith("'opens' of round 'spring' cannot be moved: it has passed (Mon 3 Mar 2025 09:00).", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(await cycle.Ledger(), entry => entry.Kind == "PlanChanged");
    }

    static async Task<string> PoliceLines(MiniCycle cycle, params string[] kinds)
        => string.Join('\n', (await cycle.Timeline(kinds)).Split('\n').Where(line => line.EndsWith("police", StringComparison.Ordinal)));
}
