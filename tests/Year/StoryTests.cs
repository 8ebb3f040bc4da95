namespace Assessment.Tests.Year;

/// <summary>How each behaviour of the sample ends, read from the timeline. The scenario's README says who shows what.</summary>
[Collection(SampleYear.Collection)]
public sealed class StoryTests(SampleYear sample)
{
    static readonly string[] Untold = ["CardShown", "CardPressed", "TaskReminderSent", "FileStored"];

    RehearsedYear Year => sample.Year;

    [Fact]
    public void The_year_ends_well()
    {
        Assert.Equal(0, sample.Run.ExitCode);
        Assert.Equal("2025-04-08 Tue 12:49 CycleClosed", Year.Timeline[^1].ToString());
        Assert.DoesNotContain("failed", sample.Run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_prompt_answer_is_acknowledged_reviewed_and_closed_without_a_reminder() => Story("iom", """
        2024-12-02 Mon 11:00 LetterSent
        2024-12-06 Fri 11:00 ItemReplied R08
        2024-12-06 Fri 11:00 AcknowledgementSent
        2024-12-06 Fri 16:00 ItemAccepted R08
        2024-12-06 Fri 16:00 ClosingSent
        2024-12-06 Fri 16:00 CallClosed
        """);

    [Fact]
    public void A_late_answer_after_the_third_reminder_ends_the_reminders() => Story("unhcr", """
        2024-12-02 Mon 11:00 LetterSent
        2025-01-03 Fri 09:00 ReminderSent
        2025-01-06 Mon 09:00 ReminderSent
        2025-01-08 Wed 09:00 ReminderSent
        2025-01-08 Wed 15:00 ItemReplied R13
        2025-01-08 Wed 15:00 AcknowledgementSent
        2025-01-09 Thu 09:19 ItemAccepted R13
        2025-01-09 Thu 09:19 ClosingSent
        2025-01-09 Thu 09:19 CallClosed
        """);

    [Fact]
    public void Silence_until_the_head_was_told_ends_with_an_answer()
    {
        Story("jtk-sabah", """
            2024-12-02 Mon 11:00 LetterSent
            2025-01-03 Fri 09:00 ReminderSent
            2025-01-06 Mon 09:00 ReminderSent
            2025-01-08 Wed 09:00 ReminderSent
            2025-01-13 Mon 09:00 ReminderSent
            2025-01-14 Tue 09:00 EscalationSent
            2025-01-14 Tue 11:00 ItemReplied R01
            2025-01-14 Tue 11:00 ItemReplied R16
            2025-01-14 Tue 11:00 AcknowledgementSent
            2025-01-14 Tue 16:00 ItemAccepted R01
            2025-01-14 Tue 16:00 ItemAccepted R16
            2025-01-14 Tue 16:00 ClosingSent
            2025-01-14 Tue 16:00 CallClosed
            """);

        var escalation = Assert.Single(Year.Sent("escalation", "my-tip-2025-annual-jtk-sabah"));
        Assert.Equal(["benedict.lojingau@jtk-sabah.example"], escalation.To);
        Assert.Equal(["jovita.gumanti@jtk-sabah.example", "awang.saiful@jtk-sabah.example"], escalation.Cc);
    }

    [Fact]
    public void Silence_for_good_reaches_the_head_then_the_signatory_and_is_stated_as_a_gap()
    {
        Story("apmm", """
            2024-12-02 Mon 11:00 LetterSent
            2025-01-03 Fri 09:00 ReminderSent
            2025-01-06 Mon 09:00 ReminderSent
            2025-01-08 Wed 09:00 ReminderSent
            2025-01-13 Mon 09:00 ReminderSent
            2025-01-14 Tue 09:00 EscalationSent
            2025-01-15 Wed 09:00 EscalationSent
            2025-01-16 Thu 17:00 ItemNotProvided R01
            2025-01-16 Thu 17:00 ItemNotProvided R02
            2025-01-16 Thu 17:00 ItemNotProvided R07
            2025-01-16 Thu 17:00 ClosingSent
            2025-01-16 Thu 17:00 CallClosed
            """);
        Assert.Equal(
            ["yusri@apmm.example", "mazlan@kdn.example"],
            Year.Sent("escalation", "my-tip-2025-annual-apmm").SelectMany(mail => mail.To));
        Assert.Equal(
            ["R01", "R02", "R07"],
            Year.Decisions("annual").Gaps.Where(gap => gap.Contains("Maritime Enforcement Agency", StringComparison.Ordinal)).Select(gap => gap[..3]));
    }

    [Fact]
    public void A_partial_reply_in_two_mails_is_reviewed_as_it_comes_and_reminded_of_the_rest_only()
    {
        Story("jim", """
            2024-12-02 Mon 11:00 LetterSent
            2025-01-03 Fri 09:00 ReminderSent
            2025-01-03 Fri 14:00 ItemReplied R01
            2025-01-03 Fri 14:00 ItemReplied R02
            2025-01-03 Fri 14:00 ItemReplied R03
            2025-01-03 Fri 14:00 ItemReplied R07
            2025-01-03 Fri 14:00 ItemReplied R08
            2025-01-03 Fri 14:00 AcknowledgementSent
            2025-01-06 Mon 09:00 ReminderSent
            2025-01-06 Mon 09:02 ItemAccepted R01
            2025-01-06 Mon 09:02 ItemAccepted R02
            2025-01-06 Mon 09:02 ItemAccepted R03
            2025-01-06 Mon 09:02 ItemAccepted R07
            2025-01-06 Mon 09:02 ItemAccepted R08
            2025-01-08 Wed 09:00 ReminderSent
            2025-01-09 Thu 10:20 ItemReplied R09
            2025-01-09 Thu 10:20 ItemReplied R10
            2025-01-09 Thu 10:20 ItemReplied R13
            2025-01-09 Thu 10:20 ItemReplied R14
            2025-01-09 Thu 10:20 ItemReplied R15
            2025-01-09 Thu 10:20 AcknowledgementSent
            2025-01-09 Thu 13:20 ItemReturned R15
            2025-01-09 Thu 13:20 ReturnSent
            2025-01-09 Thu 15:20 ItemAccepted R09
            2025-01-09 Thu 15:20 ItemAccepted R10
            2025-01-09 Thu 15:20 ItemAccepted R13
            2025-01-09 Thu 15:20 ItemAccepted R14
            2025-01-10 Fri 13:20 ItemReplied R15
            2025-01-10 Fri 13:20 AcknowledgementSent
            2025-01-13 Mon 09:20 ItemAccepted R15
            2025-01-13 Mon 09:20 ClosingSent
            2025-01-13 Mon 09:20 CallClosed
            """);

        var afterTheFirstPart = Year.Sent("reminder", "my-tip-2025-annual-jim").Skip(1).First().Text;
        Assert.All(["R09", "R10", "R13", "R14", "R15"], code => Assert.Contains($"- {code}  ", afterTheFirstPart, StringComparison.Ordinal));
        Assert.All(["R01", "R02", "R03", "R07", "R08"], code => Assert.DoesNotContain($"- {code}  ", afterTheFirstPart, StringComparison.Ordinal));
    }

    [Fact]
    public void A_returned_answer_comes_back_corrected_and_the_correction_counts()
    {
        var answers = Year.Timeline.Where(line => line.Subject == "my-tip-2025-annual-jim/R15" && line.Kind.StartsWith("Item", StringComparison.Ordinal));

        Assert.Equal(
            [
                "norsyafiqah@jim.example: JIM, R15: answer 1 (text, 2 figures, 1 files).",
                "nso-officer-1: JIM, R15: answer 1 was returned. (The parts of R15.2 add up to 27, the total says 29, and the attached table is that of 2023. Please correct both.)",
                "norsyafiqah@jim.example: JIM, R15: answer 2 (text, 2 figures, 2 files).",
                "nso-officer-1: JIM, R15: answer 2 was accepted.",
            ],
            answers.Select(line => line.Text));
        Assert.Contains("The parts of R15.2 add up to 27", Assert.Single(Year.Sent("return", "my-tip-2025-annual-jim")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void More_time_is_granted_and_used_and_the_reminders_move_with_the_date()
    {
        Story("pdrm/R02", """
            2025-01-02 Thu 11:00 ExtensionAsked R02
            2025-01-02 Thu 14:00 ExtensionGranted R02
            2025-01-13 Mon 16:10 ItemReplied R02
            2025-01-14 Tue 09:13 ItemAccepted R02
            """);

        Assert.Equal(["07", "08", "10"], Year.Sent("reminder", "my-tip-2025-annual-pdrm").Select(mail => mail.Local.ToString("dd", null)));
        Assert.All(Year.Sent("reminder", "my-tip-2025-annual-pdrm"), mail => Assert.Contains("14 Januari 2025, 17:00", mail.Text, StringComparison.Ordinal));
        Assert.Contains("14 Januari 2025, 17:00", Assert.Single(Year.Sent("extensiondecision", "my-tip-2025-annual-pdrm")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void More_time_is_refused_and_the_date_stands()
    {
        Story("agc/R05", """
            2024-12-23 Mon 11:00 ExtensionAsked R05
            2024-12-23 Mon 14:00 ExtensionRefused R05
            2025-01-10 Fri 15:40 ItemReplied R05
            2025-01-13 Mon 09:58 ItemAccepted R05
            2025-01-16 Thu 09:26 ItemReplied R05
            2025-01-16 Thu 14:26 ItemAccepted R05
            """);

        Assert.Contains("10 January 2025, 17:00", Assert.Single(Year.Sent("extensiondecision", "my-tip-2025-annual-agc")).Text, StringComparison.Ordinal);
        Assert.All(Year.Sent("reminder", "my-tip-2025-annual-agc"), mail => Assert.Contains("- R05  ", mail.Text, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("jkdm", "R01")]
    [InlineData("miti", "R04")]
    [InlineData("pbmn", "R12")]
    public void Nothing_to_report_with_a_reason_is_an_answer(string organisation, string code)
    {
        var item = Year.About($"my-tip-2025-annual-{organisation}/{code}").ToList();

        Assert.EndsWith("answer 1 (nothing to report).", Assert.Single(item, line => line.Kind == "ItemReplied").Text, StringComparison.Ordinal);
        Assert.Single(item, line => line.Kind == "ItemAccepted");
    }

    [Fact]
    public void A_figure_that_is_not_available_is_shown_with_its_reason_and_its_plan()
    {
        var card = Assert.Single(Year.Cards, card => (string?)card["key"] == "my-tip-2025-annual-agc-r05-v1");

        Assert.Contains(
            "not available: Judgment dates of 14 courts are still collected by hand; planned by 2025-03-15",
            card.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_refused_signature_reopens_the_item_with_the_successor_and_is_given_over_the_corrected_answer()
    {
        var kpwkm = Year.Timeline.Where(line => line.Kind is "SignOffRefused" or "SignOffGiven" && line.Subject == "my-tip-2025-annual" && line.Text.Contains(": KPWKM:", StringComparison.Ordinal)
            || (line.Subject == "my-tip-2025-annual-kpwkm/R12" && line.Kind.StartsWith("Item", StringComparison.Ordinal)));

        Assert.Equal(
            """
            2025-01-06 Mon 16:00 ItemReplied
            2025-01-07 Tue 10:24 ItemAccepted
            2025-01-15 Wed 15:00 SignOffRefused
            2025-01-15 Wed 15:00 ItemReturned
            2025-01-16 Thu 09:00 ItemReplied
            2025-01-16 Thu 14:00 ItemAccepted
            2025-01-17 Fri 14:00 SignOffGiven
            """.ReplaceLineEndings("\n"),
            string.Join('\n', kpwkm));

        var signed = Year.Cards.Where(card => (string?)card["about"] == "my-tip-2025-annual/KPWKM").ToList();
        Assert.Equal(["refuse", "sign"], signed.Select(card => (string?)card["pressed"]!["choice"]));
        Assert.NotEqual(Digest(signed[0].ToJsonString()), Digest(signed[1].ToJsonString()));
    }

    [Fact]
    public void A_reply_whose_subject_alone_carries_the_token_finds_its_call()
    {
        var reply = Assert.Single(Year.Mails, mail => !mail.IsOutgoing && mail.About == "my-tip-2025-annual-mtuc").Message;

        Assert.Null(reply.InReplyTo);
        Assert.Empty(reply.References);
        Assert.Contains("[my-tip-2025-annual-mtuc]", reply.Subject, StringComparison.Ordinal);
        Assert.Single(Year.About("my-tip-2025-annual-mtuc"), line => line.Kind == "ItemAccepted");
    }

    [Fact]
    public void A_reply_with_References_only_finds_its_call()
    {
        var reply = Assert.Single(Year.Mails, mail => !mail.IsOutgoing && mail.About == "my-tip-2025-annual-jtk-sarawak").Message;

        Assert.Null(reply.InReplyTo);
        Assert.DoesNotContain("[", reply.Subject, StringComparison.Ordinal);
        Assert.Equal(["my-tip-2025-annual-jtk-sarawak-letter@mapo.example"], reply.References);
        Assert.Equal(2, Year.About("my-tip-2025-annual-jtk-sarawak").Count(line => line.Kind == "ItemAccepted"));
    }

    [Fact]
    public void From_the_day_of_the_turnover_on_every_mail_goes_to_the_successor()
    {
        var turnover = new DateTime(2025, 1, 15);
        var toTheFocalPoint = Year.Mails.Where(mail => mail.IsOutgoing && mail.About.EndsWith("-kpwkm", StringComparison.Ordinal) && mail.Kind is not ("acknowledgement" or "taskreminder")).ToList();

        Assert.Equal(["letter", "moveddue", "reminder", "closing"], toTheFocalPoint.Where(mail => mail.Local < turnover && mail.To.Contains("wan.nuraini@kpwkm.example")).Select(mail => mail.Kind).Distinct());
        Assert.Equal(["handover", "return", "closing", "letter", "reminder"], toTheFocalPoint.Where(mail => mail.Local >= turnover && mail.To.Contains("yogeswari@kpwkm.example")).Select(mail => mail.Kind).Distinct());
        Assert.All(toTheFocalPoint, mail => Assert.DoesNotContain(
            mail.Local < turnover ? "yogeswari@kpwkm.example" : "wan.nuraini@kpwkm.example", mail.To.Concat(mail.Cc)));
    }

    [Fact]
    public void Nobody_was_held_back_and_no_mail_was_lost()
    {
        string[] automatic = ["AbsenceNoted", "AutomaticReplyNoted", "MailBounced"];

        Assert.DoesNotContain(Year.Timeline, line => line.Kind is "FileHeld" or "SignOffLapsed" or "SubmissionMissed");
        Assert.Equal(Year.Timeline.Count(line => line.Kind == "ReplyLate"), Year.Timeline.Count(line => line.Kind is "LateReplyTaken" or "LateReplyLeft"));
        Assert.Equal(Year.Timeline.Count(line => line.Kind == "MailHeld"), Year.Timeline.Count(line => line.Kind == "HeldMailSettled"));
        Assert.Equal(Year.Mails.Count(mail => !mail.IsOutgoing), Year.Timeline.Count(line => line.Kind == "MailReceived"));
        Assert.Equal(Year.Mails.Count(mail => !mail.IsOutgoing), Year.Mails.Count(mail => mail.Kind == "acknowledgement") - Year.Timeline.Count(line => line.Kind == "LateReplyTaken") + Year.Timeline.Count(line => automatic.Contains(line.Kind)));
    }

    [Fact]
    public void Two_packages_and_a_corrected_one_go_abroad_and_the_interim_one_stays()
    {
        Assert.Equal(
            ["SubmissionFiled my-tip-2025-interim", "SubmissionHandedIn my-tip-2025-annual", "SubmissionHandedIn my-tip-2025-annual", "SubmissionHandedIn my-tip-2025-supplementary"],
            Year.Timeline.Where(line => line.Kind is "SubmissionFiled" or "SubmissionHandedIn").Select(line => $"{line.Kind} {line.Subject}"));

        var handIns = Year.Mails.Where(mail => mail.Kind == "submission").ToList();
        Assert.Equal(["my-tip-2025-interim", "my-tip-2025-annual", "my-tip-2025-annual", "my-tip-2025-supplementary"], handIns.Select(mail => mail.About));
        Assert.Equal([false, true, true, true], handIns.Select(mail => mail.To.Contains("tip-channel@kln.example")));
        Assert.Equal([0, 1, 1, 1], handIns.Select(mail => mail.Message.Attachments.Count()));
    }

    /// <summary>What happened to an organisation in the annual round, or to one item of it.</summary>
    void Story(string about, string expected)
    {
        var call = "my-tip-2025-annual-" + about.Split('/')[0];
        var lines = Year.About("my-tip-2025-annual-" + about)
            .Where(line => !Untold.Contains(line.Kind))
            .Select(line => line.Subject == call ? $"{line}" : $"{line} {line.Subject[(call.Length + 1)..]}");
        Assert.Equal(expected.ReplaceLineEndings("\n"), string.Join('\n', lines));
    }

    static string Digest(string card)
    {
        const string marker = "under digest ";
        var at = card.IndexOf(marker, StringComparison.Ordinal) + marker.Length;
        return card.Substring(at, 64);
    }
}
