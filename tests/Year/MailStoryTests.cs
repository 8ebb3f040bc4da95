using Assessment.Tests.Mail.Html;
using MimeKit;

namespace Assessment.Tests.Year;

/// <summary>What the mail of the sample's annual round goes through: absence, turnover, machines, unknown addresses, new threads.</summary>
[Collection(SampleYear.Collection)]
public sealed class MailStoryTests(SampleYear sample)
{
    static readonly string[] Told =
    [
        "LetterSent", "AbsenceNoted", "AutomaticReplyNoted", "MailBounced", "AlertSent", "CallHandedOver", "HandOverSent", "MailHeld", "HeldMailSettled",
        "ItemReplied", "AcknowledgementSent", "ReminderSent", "ReturnSent", "CallClosed",
    ];

    RehearsedYear Year => sample.Year;

    [Fact]
    public void An_absence_passes_the_call_to_the_alternate_who_answers()
    {
        Story("kkm", """
            2024-12-02 Mon 11:00 LetterSent
            2024-12-02 Mon 11:01 AbsenceNoted
            2024-12-02 Mon 11:01 CallHandedOver
            2024-12-02 Mon 11:01 HandOverSent
            2024-12-23 Mon 11:00 ItemReplied R09
            2024-12-23 Mon 11:00 ItemReplied N01
            2024-12-23 Mon 11:00 AcknowledgementSent
            2024-12-24 Tue 10:05 CallClosed
            """);

        var handOver = Assert.Single(Year.Sent("handover", "my-tip-2025-annual-kkm"));
        Assert.Equal(["mohd.rashdan@kkm.example"], handOver.To);
        Assert.Contains("Dr. Thilaga a/p Ganesan tidak bertugas buat masa ini", handOver.Text, StringComparison.Ordinal);
        Assert.Contains("--- R09 ---", handOver.Text, StringComparison.Ordinal);
        Assert.Equal("my-tip-2025-annual-kkm-letter@mapo.example", handOver.Message.InReplyTo);
        Assert.Equal(["mohd.rashdan@kkm.example"], Year.Sent("acknowledgement", "my-tip-2025-annual-kkm").SelectMany(mail => mail.To));
    }

    [Fact]
    public void A_bounce_marks_the_address_tells_the_secretariat_and_the_alternate_gets_the_call()
    {
        Story("pbmn", """
            2024-12-02 Mon 11:00 LetterSent
            2024-12-02 Mon 11:01 MailBounced
            2024-12-02 Mon 11:01 AlertSent
            2024-12-02 Mon 11:01 AlertSent
            2024-12-02 Mon 11:01 CallHandedOver
            2024-12-02 Mon 11:01 HandOverSent
            2024-12-09 Mon 10:22 ItemReplied R11
            2024-12-09 Mon 10:22 ItemReplied R12
            2024-12-09 Mon 10:22 AcknowledgementSent
            2024-12-09 Mon 15:22 CallClosed
            """);

        Assert.Equal(["irfan@pbmn.example"], Year.Sent("handover", "my-tip-2025-annual-pbmn").SelectMany(mail => mail.To));
        Assert.Equal(["irfan@pbmn.example"], Year.Sent("closing", "my-tip-2025-annual-pbmn").SelectMany(mail => mail.To));
        var alerts = Year.Sent("alert", "my-tip-2025-annual-pbmn").ToList();
        Assert.Equal(["nadhirah@mapo.example", "vincent.ho.jun.kit@mapo.example"], alerts.SelectMany(mail => mail.To));
        Assert.Contains("theresa.lopez.marbun@pbmn.example", alerts[1].Text, StringComparison.Ordinal);
        Assert.Contains("now goes to Irfan bin Sulaiman Ali", alerts[1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_machine_that_answers_is_noted_and_gets_no_answer()
    {
        Assert.Single(Year.About("my-tip-2025-annual-miti"), line => line.Kind == "AutomaticReplyNoted");
        Assert.Single(Year.Sent("acknowledgement", "my-tip-2025-annual-miti"));
        Assert.Equal(2, Year.About("my-tip-2025-annual-miti").Count(line => line.Kind == "ItemReplied"));
    }

    [Fact]
    public void A_reply_from_an_address_that_nobody_knows_is_held_accepted_and_its_sender_added()
    {
        Story("jpw", """
            2024-12-02 Mon 11:00 LetterSent
            2024-12-11 Wed 11:00 MailHeld
            2024-12-11 Wed 13:00 HeldMailSettled
            2024-12-11 Wed 13:00 ItemReplied R09
            2024-12-11 Wed 13:00 ItemReplied N01
            2024-12-11 Wed 13:00 AcknowledgementSent
            2024-12-11 Wed 16:00 ReturnSent
            2024-12-12 Thu 16:00 ItemReplied N01
            2024-12-12 Thu 16:00 AcknowledgementSent
            2024-12-13 Fri 09:10 CallClosed
            """);

        var added = Assert.Single(Year.Timeline, line => line.Kind == "PersonAdded");
        Assert.Equal("nso-officer-1: JPW: intan.kassim@wilayah.jpw.example was added as an alternate.", added.Text);
        Assert.Equal(["intan.kassim@wilayah.jpw.example", "chan.hui.ling@jpw.example"], Assert.Single(Year.Sent("closing", "my-tip-2025-annual-jpw")).Cc.OrderByDescending(address => address));
    }

    [Fact]
    public void A_new_mail_without_a_token_finds_the_only_open_call_of_its_sender()
    {
        var reply = Assert.Single(Year.Mails, mail => !mail.IsOutgoing && mail.About == "my-tip-2025-annual-ijm").Message;

        Assert.Null(reply.InReplyTo);
        Assert.Empty(reply.References);
        Assert.DoesNotContain("[", reply.Subject, StringComparison.Ordinal);
        Assert.Single(Year.About("my-tip-2025-annual-ijm"), line => line.Kind == "ItemAccepted");
        Assert.DoesNotContain(Year.About("my-tip-2025-annual-ijm"), line => line.Kind == "MailHeld");
    }

    [Fact]
    public void A_head_names_a_successor_and_everything_passes_in_one_action()
    {
        Story("kln", """
            2024-12-02 Mon 11:00 LetterSent
            2024-12-10 Tue 10:00 CallHandedOver
            2024-12-10 Tue 10:00 HandOverSent
            2024-12-20 Fri 11:00 ItemReplied R14
            2024-12-20 Fri 11:00 ItemReplied R16
            2024-12-20 Fri 11:00 AcknowledgementSent
            2024-12-20 Fri 16:00 ReturnSent
            2024-12-23 Mon 09:50 ItemReplied R14
            2024-12-23 Mon 09:50 AcknowledgementSent
            2024-12-23 Mon 14:50 CallClosed
            """);

        var closing = Assert.Single(Year.Sent("closing", "my-tip-2025-annual-kln"));
        Assert.Equal(["faridz@kln.example"], closing.To);
        Assert.Empty(closing.Cc);
    }

    [Fact]
    public void On_the_day_of_the_planned_turnover_the_successor_gets_the_reopened_item_with_its_state()
    {
        var handOver = Assert.Single(Year.Sent("handover", "my-tip-2025-annual-kpwkm"));

        Assert.Equal(("2025-01-15", "yogeswari@kpwkm.example"), (handOver.Local.ToString("yyyy-MM-dd", null), Assert.Single(handOver.To)));
        Assert.Contains("in place of Wan Nuraini binti Wan Hashim", handOver.Text, StringComparison.Ordinal);
        Assert.Contains("Returned for correction; due ", handOver.Text, StringComparison.Ordinal);
        Assert.Contains("Reason: The amount includes a payment that left in January.", handOver.Text, StringComparison.Ordinal);
        Assert.Contains("     Accepted", handOver.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_mail_is_a_page_and_plain_text_and_the_page_can_be_read_by_everybody() => Assert.All(Year.Mails.Where(mail => mail.IsOutgoing), mail =>
    {
        Assert.False(string.IsNullOrWhiteSpace(mail.Text));
        Assert.Empty(PageRules.Broken(mail.Message.HtmlBody!.ReplaceLineEndings("\n")));
        Assert.DoesNotMatch(@"\{[a-z]+\}", mail.Message.HtmlBody!);
        Assert.DoesNotMatch("(?i)do not reply|no-?reply|jangan balas", mail.Text);
    });

    [Fact]
    public void Each_letter_and_each_granted_extension_carries_the_due_date_as_a_calendar_entry()
    {
        Assert.All(Year.Mails.Where(mail => mail.Kind == "letter"), mail => Assert.Contains("SEQUENCE:0\r\n", Entry(mail), StringComparison.Ordinal));

        var letter = Entry(Year.Sent("letter", "my-tip-2025-annual-pdrm").Single());
        var granted = Entry(Year.Sent("extensiondecision", "my-tip-2025-annual-pdrm").Single());
        Assert.Contains("DTEND:20250110T090000Z", letter, StringComparison.Ordinal);
        Assert.Contains("DTEND:20250114T090000Z", granted, StringComparison.Ordinal);
        Assert.Equal(Line(letter, "UID:"), Line(granted, "UID:"));
        Assert.True(int.Parse(Line(granted, "SEQUENCE:"), System.Globalization.CultureInfo.InvariantCulture) > 0);
        Assert.Empty(Year.Sent("extensiondecision", "my-tip-2025-annual-agc").Single().Message.Attachments);
    }

    static string Entry(RehearsedMail mail)
    {
        var part = Assert.Single(mail.Message.Attachments.OfType<MimePart>(), part => part.ContentType.IsMimeType("text", "calendar"));
        using var content = new MemoryStream();
        part.Content!.DecodeTo(content);
        return System.Text.Encoding.UTF8.GetString(content.ToArray());
    }

    static string Line(string entry, string name) => entry.Split("\r\n").Single(line => line.StartsWith(name, StringComparison.Ordinal))[name.Length..];

    void Story(string organisation, string expected)
    {
        var call = "my-tip-2025-annual-" + organisation;
        var lines = Year.About(call).Where(line => Told.Contains(line.Kind)).Select(line => line.Subject == call ? $"{line}" : $"{line} {line.Subject[(call.Length + 1)..]}");
        Assert.Equal(expected.ReplaceLineEndings("\n"), string.Join('\n', lines));
    }
}
