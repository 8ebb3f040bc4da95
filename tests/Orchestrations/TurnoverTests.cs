using Assessment.Mail;
using Assessment.Turnover;
using MimeKit;

namespace Assessment.Tests.Orchestrations;

/// <summary>Who receives a call's mails when people leave, are away, cannot be reached or come in.</summary>
public sealed class TurnoverTests
{
    const string Answer = "--- R01 ---\nAnswer: Forty persons were screened.\n";
    const string Deciding = "decideAfter: { release-calls: 1h, review-item: 2h, sign-off: 1h, endorsement: 1h, release-submission: 1h, held-mail: 1h, successor: 1h }\nreplies: []\n";
    static readonly string[] People = ["SuccessorNamed", "SuccessorRejected", "CallHandedOver", "HandOverSent", "PersonAdded", "AbsenceNoted", "MailBounced", "AlertSent"];
    static readonly string[] Machines = ["AbsenceNoted", "AutomaticReplyNoted", "ReadReceiptNoted", "DeliveryNoted", "MailHeld", "ItemReplied", "AcknowledgementSent"];

    [Fact]
    public async Task A_successor_whom_the_head_names_gets_the_call_at_once_and_the_reminders_after()
    {
        await using var cycle = new MiniCycle(Deciding + "successors: [{ person: police-focal, at: 2025-03-06T10:00, by: police-head, name: Zaid, email: zaid@police.example }]");
        await cycle.Run("2025-03-12T12:00");

        Assert.Equal(
            """
            Thu 06 Mar 10:00 SuccessorNamed mini
            Thu 06 Mar 10:00 CallHandedOver police
            Thu 06 Mar 10:00 HandOverSent police
            """.ReplaceLineEndings("\n"),
            await cycle.Timeline(People));
        Assert.Equal(["zaid@police.example"], Sent(cycle, MailKind.HandOver).Single().To.Mailboxes.Select(to => to.Address));
        Assert.Equal(["zaid@police.example"], Reminder(cycle, MiniCycle.Police).To.Mailboxes.Select(to => to.Address));
        Assert.Equal(["lee@police.example"], Reminder(cycle, MiniCycle.Police).Cc.Mailboxes.Select(to => to.Address));
    }

    [Fact]
    public async Task The_one_before_may_no_longer_act_and_what_they_still_send_is_not_lost()
    {
        await using var cycle = new MiniCycle(Deciding + "successors: [{ person: police-focal, at: 2025-03-06T10:00, by: officer, name: Zaid, email: zaid@elsewhere.example }]");
        await cycle.Run("2025-03-06T12:00");
        cycle.Arrives("zarith@police.example", $"Our answer [{MiniCycle.Police}]", Answer);
        await cycle.Run("2025-03-07T12:00");

        var plans = new Assessment.Cycle.PlanStore(cycle.Host.Register);
        var round = await plans.Round(MiniCycle.Round);
        var call = await cycle.Host.Register.Find<Assessment.DataCalls.DataCall>(MiniCycle.Police, "call");
        Assert.Equal("Zarith is not in charge of POLICE's answers now.", Standing.Refusal(round, call!, "police-focal", cycle.Host.Clock.GetUtcNow()));
        Assert.Single(await cycle.Host.Register.List<Assessment.DataCalls.Reply>(MiniCycle.Police));
    }

    [Theory]
    [InlineData("", "Thu 06 Mar 11:00 SuccessorNamed mini\nThu 06 Mar 11:00 CallHandedOver police\nThu 06 Mar 11:00 HandOverSent police")]
    [InlineData("decisions: [{ card: successor, decision: reject, reason: Nobody knows Zaid. }]", "Thu 06 Mar 11:00 SuccessorRejected mini")]
    public async Task A_successor_from_outside_waits_for_the_secretariat(string decisions, string timeline)
    {
        await using var cycle = new MiniCycle(Deciding + "successors: [{ person: police-focal, at: 2025-03-06T10:00, by: police-focal, name: Zaid, email: zaid@gmail.example }]\n" + decisions);
        await cycle.Run("2025-03-07T12:00");

        Assert.Equal(timeline, await cycle.Timeline(People));
    }

    [Fact]
    public async Task A_successor_in_the_plan_is_told_on_the_first_day()
    {
        await using var cycle = new MiniCycle(Deciding, settings => settings with
        {
            Cycle = settings.Cycle with { Files = With(settings.Cycle.Files, "people.csv", "police-focal,Zarith,zarith@police.example,POLICE,focal-point,en,,", "police-focal,Zarith,zarith@police.example,POLICE,focal-point,en,,2025-03-09\npolice-focal-2,Zaid,zaid@police.example,POLICE,focal-point,en,2025-03-10,") },
        });
        await cycle.Run("2025-03-12T12:00");

        Assert.Equal("Mon 10 Mar 09:00 CallHandedOver police\nMon 10 Mar 09:00 HandOverSent police", await cycle.Timeline(People));
        Assert.Equal(["zaid@police.example"], Reminder(cycle, MiniCycle.Police).To.Mailboxes.Select(to => to.Address));
    }

    [Fact]
    public async Task While_the_focal_point_is_away_the_alternate_is_told_once_and_reminded_too_until_they_write_again()
    {
        await using var cycle = new MiniCycle(Deciding);
        await cycle.Run("2025-03-05T10:00");
        for (var times = 0; times < 2; times++)
        {
            cycle.Arrives("zarith@police.example", $"Automatic reply: data call [{MiniCycle.Police}]", "I am out of the office.", null, ("Auto-Submitted", "auto-generated"), ("X-Auto-Response-Suppress", "All"));
        }

        await cycle.Run("2025-03-12T12:00");
        Assert.Equal(
            """
            Thu 06 Mar 08:00 AbsenceNoted mini
            Thu 06 Mar 08:00 AbsenceNoted mini
            Thu 06 Mar 08:00 CallHandedOver police
            Thu 06 Mar 08:00 HandOverSent police
            """.ReplaceLineEndings("\n"),
            await cycle.Timeline(People));
        Assert.Equal(["zarith@police.example", "lee@police.example"], Reminder(cycle, MiniCycle.Police).To.Mailboxes.Select(to => to.Address));

        cycle.Arrives("zarith@police.example", $"Our answer [{MiniCycle.Police}]", Answer);
        await cycle.Run("2025-03-17T12:00");
        var overdue = Sent(cycle, MailKind.Reminder).Last(mail => mail.Subject!.Contains(MiniCycle.Police, StringComparison.Ordinal));
        Assert.Equal(["zarith@police.example"], overdue.To.Mailboxes.Select(to => to.Address));
    }

    [Fact]
    public async Task Machines_are_noted_and_never_answered()
    {
        await using var cycle = new MiniCycle(Deciding);
        await cycle.Run("2025-03-05T10:00");
        var subject = $"Re: data call [{MiniCycle.Police}]";
        cycle.Arrives("zarith@police.example", subject, "We have received your mail.", null, ("Auto-Submitted", "auto-replied"));
        cycle.Arrives("lee@police.example", subject, "Our newsletter.", null, ("Precedence", "bulk"));
        cycle.Arrives("mailer-daemon@police.example", "Delayed", "Still trying.");
        await cycle.Run("2025-03-06T12:00");

        Assert.Equal("Thu 06 Mar 08:00 AutomaticReplyNoted mini\nThu 06 Mar 08:00 DeliveryNoted mini\nThu 06 Mar 08:00 AutomaticReplyNoted mini", await cycle.Timeline(Machines));
    }

    [Theory]
    [InlineData("Precedence", "bulk", "It looks automatic and yet carries an answer or files. A machine sent it (Precedence: bulk).")]
    [InlineData("Authentication-Results", "mx.mini.example; spf=fail; dmarc=fail", "The domain of zarith@police.example disowns this mail (dmarc=fail): somebody else may have written it.")]
    public async Task What_may_be_an_answer_and_is_in_doubt_is_held_and_not_lost(string header, string value, string why)
    {
        await using var cycle = new MiniCycle(Deciding);
        await cycle.Run("2025-03-05T10:00");
        cycle.Arrives("zarith@police.example", $"Our answer [{MiniCycle.Police}]", Answer, null, (header, value));
        await cycle.Run("2025-03-06T17:00");

        Assert.Equal("Thu 06 Mar 08:00 MailHeld police\nThu 06 Mar 09:00 ItemReplied police/R01\nThu 06 Mar 09:00 AcknowledgementSent police", await cycle.Timeline(Machines));
        Assert.Equal(why, (await cycle.Ledger()).Single(entry => entry.Kind == "MailHeld").Details!.Why);
    }

    [Fact]
    public async Task Somebody_who_was_accepted_and_added_is_known_the_next_time()
    {
        await using var cycle = new MiniCycle(Deciding + "decisions: [{ card: held-mail, decision: accept-and-add }]");
        await cycle.Run("2025-03-05T10:00");
        cycle.Arrives("new.officer@police.example", $"Our answer [{MiniCycle.Police}]", Answer);
        await cycle.Run("2025-03-06T17:00");
        cycle.Arrives("new.officer@police.example", "Our second answer, in a new mail", "--- R02 ---\nNothing to report: no case came to us.\n");
        await cycle.Run("2025-03-07T17:00");

        Assert.Equal("Thu 06 Mar 09:00 PersonAdded mini", await cycle.Timeline(People));
        Assert.Equal("Thu 06 Mar 08:00 MailHeld police\nThu 06 Mar 09:00 ItemReplied police/R01\nThu 06 Mar 09:00 AcknowledgementSent police\nFri 07 Mar 09:00 ItemReplied police/R02\nFri 07 Mar 09:00 AcknowledgementSent police", await cycle.Timeline(Machines));
    }

    static MimeMessage Reminder(MiniCycle cycle, string call) => Sent(cycle, MailKind.Reminder).Single(mail => mail.Subject!.Contains(call, StringComparison.Ordinal));

    static IEnumerable<MimeMessage> Sent(MiniCycle cycle, MailKind kind) => cycle.Host.Mailbox.All()
        .Where(mail => mail.Direction == "out" && mail.Kind == kind.ToString())
        .Select(mail => MimeMessage.Load(new MemoryStream(mail.Raw)));

    static Dictionary<string, byte[]> With(IReadOnlyDictionary<string, byte[]> files, string name, string before, string after)
        => files.ToDictionary(file => file.Key, file => file.Key == name ? System.Text.Encoding.UTF8.GetBytes(System.Text.Encoding.UTF8.GetString(file.Value).Replace(before, after, StringComparison.Ordinal)) : file.Value, StringComparer.Ordinal);
}
