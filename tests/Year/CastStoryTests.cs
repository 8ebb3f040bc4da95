using DocumentFormat.OpenXml.Packaging;

namespace Assessment.Tests.Year;

/// <summary>What changes while the year runs: a version after the signature, a date, a holiday; and what is said once for several recommendations.</summary>
[Collection(SampleYear.Collection)]
public sealed class CastStoryTests(SampleYear sample)
{
    const string Annual = "my-tip-2025-annual";
    const string Interim = "my-tip-2025-interim";

    RehearsedYear Year => sample.Year;

    [Fact]
    public void The_next_version_of_an_answer_that_was_signed_is_let_in_the_signature_is_void_and_given_again()
    {
        Assert.Equal(
            """
            2025-01-15 Wed 12:13 SignOffGiven
            2025-01-15 Wed 15:30 ReplyLate
            2025-01-16 Thu 09:26 LateReplyTaken
            2025-01-16 Thu 09:26 ItemReplied
            2025-01-16 Thu 14:26 ItemAccepted
            2025-01-16 Thu 14:26 SignOffVoid
            2025-01-17 Fri 14:26 SignOffGiven
            """.ReplaceLineEndings("\n"),
            string.Join('\n', Year.Timeline.Where(line => line.Kind is "SignOffGiven" or "ReplyLate" or "LateReplyTaken" or "ItemReplied" or "ItemAccepted" or "SignOffVoid").Where(line => line.Local is { Year: 2025, Month: 1, Day: >= 15 } && line.Text.Contains("AGC", StringComparison.Ordinal))));
        var voided = Year.Timeline.Single(line => line.Kind == "SignOffVoid" && line.Text.Contains("AGC", StringComparison.Ordinal));
        Assert.Contains($"{Annual}-agc/R05: the words were changed, figure R05.3 was changed.", voided.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Who_decides_on_a_late_reply_sees_both_versions_and_that_the_ministry_has_signed()
    {
        var card = Assert.Single(Year.Cards, card => (string?)card["kind"] == "LateReply");

        var shown = card.ToJsonString();
        Assert.Contains("AGC has signed. If this changes an accepted answer, its signature is void and it is asked again.", shown, StringComparison.Ordinal);
        Assert.Contains("which now has 71 names", shown, StringComparison.Ordinal);
        Assert.Contains("which now has 73 names", shown, StringComparison.Ordinal);
    }

    [Fact]
    public void The_sender_of_a_late_reply_is_told_first_that_it_is_held_and_then_that_it_was_taken_in()
    {
        var told = Year.Sent("acknowledgement", $"{Annual}-agc").Where(mail => mail.Local >= new DateTime(2025, 1, 15)).ToList();

        Assert.Equal(2, told.Count);
        Assert.Contains("the secretariat decides whether it is still taken into this round", told[0].Text.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.Contains("- R05: answer, figures R05.1 not available; R05.2 = 31 cases; R05.3 = 73 persons, 1 files", told[1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_submission_has_the_version_that_was_signed_last()
    {
        var text = DocumentText();

        Assert.Contains("which now has 73 names", text, StringComparison.Ordinal);
        Assert.DoesNotContain("which now has 71 names", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_date_of_the_plan_moves_with_a_reason_and_whoever_still_owes_an_answer_is_told()
    {
        const string reason = "Two leads close their half-year books on Friday 18 October, so replies are due on the Monday after.";
        var change = Year.Timeline.Single(line => line.Kind == "PlanChanged" && line.Local.Year == 2024);
        Assert.Equal($"nso-officer-1: 'repliesDue' of round 'interim' is Mon 21 Oct 2024 17:00 instead of Fri 18 Oct 2024 17:00. ({reason})", change.Text);

        var owing = Year.Timeline.Where(line => line.Kind == "CallClosed" && line.Subject.StartsWith(Interim, StringComparison.Ordinal) && line.Local > change.Local).Select(line => line.Subject).Order(StringComparer.Ordinal);
        var told = Year.Mails.Where(mail => mail.Kind == "moveddue").ToList();
        Assert.Equal(owing, told.Select(mail => mail.About).Order(StringComparer.Ordinal));
        Assert.All(told, mail => Assert.Contains(reason, mail.Text.ReplaceLineEndings(" "), StringComparison.Ordinal));
        Assert.Equal(["2024-10-14 Mon 09:00 ReminderSent"], Year.About($"{Interim}-jim").Where(line => line.Kind == "ReminderSent").Select(line => line.ToString()));
    }

    [Fact]
    public void A_holiday_that_is_declared_late_moves_a_reminder_and_says_so()
    {
        var change = Year.Timeline.Single(line => line.Kind == "PlanChanged" && line.Local.Year == 2025);
        Assert.Equal(
            "nso-officer-2: State holiday, declared during the floods, 2025-01-09, is a holiday in calendar 'kelantan'. "
            + "The call of round 'annual' to JTKSM Kelantan has its reminder before-2wd on Tue 7 Jan 2025 09:00 instead of on Wed 8 Jan 2025 09:00, because of State holiday, declared during the floods. "
            + "(The state has declared Thursday 9 January a holiday because of the floods.)",
            change.Text);
        Assert.Contains(Year.About($"{Annual}-jtksm-kelantan"), line => line.ToString() == "2025-01-07 Tue 09:00 ReminderSent");
    }

    [Fact]
    public void A_question_that_three_recommendations_ask_is_asked_once_and_answered_in_all_three()
    {
        var letter = Assert.Single(Year.Sent("letter", $"{Annual}-pdrm")).Text;
        Assert.Equal(["Angka R08.2 (Officers trained, persons):", "Tidak tersedia R08.2:"], FormLines(letter).Where(line => line.Contains("R08.2", StringComparison.Ordinal)));
        Assert.DoesNotContain(FormLines(letter), line => line.Contains("R01.4", StringComparison.Ordinal) || line.Contains("R02.4", StringComparison.Ordinal));
        Assert.Contains("R01.4: Police officers trained on the procedures. Dinyatakan sekali sahaja, sebagai R08.2", letter.ReplaceLineEndings(" "), StringComparison.Ordinal);

        var text = DocumentText();
        Assert.Contains("R01.4", text, StringComparison.Ordinal);
        Assert.Contains("R02.4", text, StringComparison.Ordinal);
        Assert.Contains("Stated once, as R08.2.", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_the_question_that_the_others_name_is_not_asked_the_first_of_them_is()
    {
        var letter = Assert.Single(Year.Sent("letter", $"{Interim}-pdrm")).Text;

        Assert.Contains(FormLines(letter), line => line.Contains("R01.4", StringComparison.Ordinal));
        Assert.DoesNotContain(FormLines(letter), line => line.Contains("R02.4", StringComparison.Ordinal));
    }

    [Fact]
    public void A_file_that_names_two_recommendations_is_evidence_for_both_and_lies_in_the_package_once()
    {
        var directive = Assert.Single(Year.Manifest("annual").Evidence, evidence => evidence.OriginalName == "R06-R11-meeting-directive.pdf");

        Assert.Equal(["R06", "R11"], directive.Recommendations);
        Assert.Contains(Year.About($"{Annual}-agc/R06"), line => line.Kind == "ItemReplied" && line.Text.EndsWith("2 files).", StringComparison.Ordinal));
        Assert.Contains(Year.About($"{Annual}-agc/R11"), line => line.Kind == "ItemReplied" && line.Text.EndsWith("1 files).", StringComparison.Ordinal));
    }

    /// <summary>The lines of the form in which a figure is to be written.</summary>
    static IEnumerable<string> FormLines(string letter) => letter.Split('\n').Where(line => line.StartsWith("Angka ", StringComparison.Ordinal) || line.StartsWith("Tidak tersedia ", StringComparison.Ordinal));

    string DocumentText()
    {
        using var package = new MemoryStream(RehearsedYear.Entries(Year.PackageOf("annual"))["document.docx"]);
        using var document = WordprocessingDocument.Open(package, isEditable: false);
        return document.MainDocumentPart!.Document!.Body!.InnerText;
    }
}
