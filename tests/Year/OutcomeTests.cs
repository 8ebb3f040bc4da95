using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Assessment.Register;
using Assessment.Submission;
using MimeKit;

namespace Assessment.Tests.Year;

/// <summary>What the rehearsal of the sample left: mails, cards, ledger, packages, and numbers that agree with each other.</summary>
[Collection(SampleYear.Collection)]
public sealed class OutcomeTests(SampleYear sample)
{
    RehearsedYear Year => sample.Year;

    public static TheoryData<string> Rounds => ["interim", "annual", "supplementary"];

    [Fact]
    public void Every_mail_is_a_message_with_sender_recipient_subject_date_and_text() => Assert.All(Year.Mails, mail =>
    {
        Assert.Single(mail.Message.From);
        Assert.NotEmpty(mail.Message.To);
        Assert.False(string.IsNullOrWhiteSpace(mail.Message.Subject));
        Assert.False(string.IsNullOrWhiteSpace(mail.Message.MessageId));
        Assert.False(string.IsNullOrWhiteSpace(mail.Text));
        Assert.Equal(mail.Local, mail.Message.Date.ToOffset(TimeSpan.FromHours(8)).DateTime, TimeSpan.FromMinutes(1));
    });

    [Fact]
    public void No_two_mails_have_the_same_id() => Assert.Equal(Year.Mails.Count, Year.Mails.Select(mail => mail.Message.MessageId).Distinct().Count());

    [Fact]
    public void No_text_is_left_unfilled() => Assert.All(Year.Mails, mail =>
    {
        Assert.DoesNotMatch(@"\{[a-z]+\}", mail.Message.Subject);
        Assert.DoesNotMatch(@"\{[a-z]+\}", mail.Text);
    });

    [Fact]
    public void Every_outgoing_mail_of_a_call_carries_the_token_and_stays_in_the_thread()
    {
        var ofCalls = Year.Mails.Where(mail => mail.IsOutgoing && mail.Kind is "acknowledgement" or "reminder" or "escalation" or "return" or "correction" or "extensiondecision" or "closing").ToList();

        Assert.NotEmpty(ofCalls);
        Assert.All(ofCalls, mail =>
        {
            Assert.Contains($"[{mail.About}]", mail.Message.Subject, StringComparison.Ordinal);
            Assert.NotNull(mail.Message.InReplyTo);
        });
    }

    [Fact]
    public void Each_call_gets_one_letter() => Assert.Equal(
        sample.Plan.Rounds.Sum(round => round.Asks.Select(ask => ask.Organisation).Distinct().Count()),
        Year.Mails.Where(mail => mail.Kind == "letter").Select(mail => mail.About).Distinct().Count());

    [Fact]
    public void Every_card_shows_who_was_asked_and_what_was_pressed() => Assert.All(Year.Cards, card =>
    {
        var pressed = card["pressed"]!;
        Assert.Contains((string)pressed["by"]!, card["for"]!.AsArray().Select(person => (string)person!));
        Assert.Contains((string)pressed["choice"]!, card["card"]!["actions"]!.AsArray().Select(action => (string)action!["verb"]!));
        Assert.Equal(202, (int)pressed["status"]!);
        Assert.Equal("AdaptiveCard", (string)card["card"]!["type"]!);
    });

    [Fact]
    public void The_ledger_is_one_unbroken_chain_and_the_timeline_is_its_reading()
    {
        Assert.Null(LedgerChain.Check(Year.Ledger));
        Assert.Equal(Year.Ledger.Select(entry => entry.Kind), Year.Timeline.Select(line => line.Kind));
        Assert.Equal(Year.Ledger.Select(entry => entry.At).Order(), Year.Ledger.Select(entry => entry.At));
    }

    [Fact]
    public void The_summary_agrees_with_what_lies_in_the_folder()
    {
        var summary = Year.Summary;
        var kinds = summary["mails"]!.AsObject().ToDictionary(pair => pair.Key.ToLowerInvariant(), pair => (int)pair.Value!);

        Assert.Equal(Year.Ledger.Count, (int)summary["ledgerLength"]!);
        Assert.Equal(Year.Ledger[^1].Hash, (string)summary["ledgerHash"]!);
        Assert.Equal(Year.Mails.GroupBy(mail => mail.IsOutgoing ? mail.Kind : "received").ToDictionary(group => group.Key, group => group.Count()), kinds);
        Assert.Equal(kinds["reminder"], (int)summary["reminders"]!);
        Assert.Equal(kinds["escalation"], (int)summary["escalations"]!);
        Assert.Equal(Year.Cards.Count, (int)summary["cards"]!);
        Assert.Equal(Count("FileStored"), (int)summary["files"]!);
        Assert.Equal(Count("SignOffGiven"), (int)summary["signOffs"]!);
        Assert.Equal(Count("LetterSent"), (int)summary["dataCalls"]!);
        Assert.Equal(Year.Packages.Select(Path.GetFileName).Order(), summary["packages"]!.AsArray().Select(name => (string)name!).Order());
        Assert.Equal(sample.Plan.Rounds.Sum(round => round.Asks.Count), summary["items"]!.AsObject().Sum(pair => (int)pair.Value!));
        Assert.Equal((123, 3), ((int)summary["items"]!["Accepted"]!, (int)summary["items"]!["NotProvided"]!));
    }

    [Fact]
    public void The_console_says_the_same_as_the_summary()
    {
        Assert.Contains($"{Year.Ledger.Count} entries, head {Year.Ledger[^1].Hash[..16]}", sample.Run.Output, StringComparison.Ordinal);
        Assert.Equal(4, sample.Run.Output.Split("Package: ").Length - 1);
    }

    [Theory]
    [MemberData(nameof(Rounds))]
    public async Task A_package_verifies_with_the_key_and_the_whole_ledger(string round)
    {
        using var key = SigningKey.ReadOrCreate(sample.KeyFile);

        var report = await PackageVerification.Verify(Year.PackageOf(round), key, Year.Ledger);

        Assert.True(report.IsValid, report.FirstFault);
    }

    [Fact]
    public async Task A_package_does_not_verify_with_another_key()
    {
        using var another = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        Assert.False((await PackageVerification.Verify(Year.PackageOf("annual"), another, Year.Ledger)).IsValid);
    }

    [Theory]
    [MemberData(nameof(Rounds))]
    public void A_package_holds_accepted_items_and_those_of_ministries_are_signed(string round)
    {
        var decisions = Year.Decisions(round);
        var preparedAt = Year.Manifest(round).PreparedAt;
        var signed = decisions.SignOffs.SelectMany(signOff => signOff.Items).Select(item => $"{item.CallId}/{item.Code}").ToHashSet();

        Assert.NotEmpty(decisions.Items);
        Assert.All(decisions.Items, item =>
        {
            var organisation = sample.Plan.Organisation(item.Organisation);
            var subject = $"my-tip-2025-{round}-{organisation.Slug}/{item.Recommendation}";
            Assert.Equal("ItemAccepted", Year.Ledger.Last(entry => entry.Subject == subject && entry.At <= preparedAt && entry.Kind is "ItemReplied" or "ItemAccepted" or "ItemReturned" && entry.Subject == subject).Kind);
            Assert.Equal(sample.Plan.MinistryOf(item.Organisation) is not null, signed.Contains(subject));
        });
        Assert.Equal(signed.Count + decisions.Items.Count(item => sample.Plan.MinistryOf(item.Organisation) is null), decisions.Items.Count);
    }

    [Theory]
    [MemberData(nameof(Rounds))]
    public void Every_file_of_a_package_but_the_redacted_one_is_the_file_of_the_sample_byte_for_byte(string round)
    {
        var entries = RehearsedYear.Entries(Year.PackageOf(round));

        Assert.All(Year.Manifest(round).Evidence.Where(evidence => evidence.OriginalName != "N01-hospital-treatments.xlsx"), evidence => Assert.Equal(
            File.ReadAllBytes(Path.Combine(SampleYear.Folder, "evidence", evidence.OriginalName)), entries[evidence.Path]));
    }

    [Fact]
    public void Every_file_of_the_sample_is_in_a_package_but_those_that_a_correction_replaced_and_the_graded_one()
    {
        var submitted = sample.Plan.Rounds.SelectMany(round => Year.Manifest(round.Id).Evidence).Select(evidence => evidence.OriginalName).ToHashSet();

        Assert.Equal(
            ["N01-residents-by-nationality.csv", "R03-sulit-debrief.pdf", "R12-grant-letter.pdf", "R15-case-totals-2023.csv"],
            Directory.GetFiles(Path.Combine(SampleYear.Folder, "evidence")).Select(Path.GetFileName).Where(name => !submitted.Contains(name!)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_package_that_was_mailed_is_the_one_in_the_folder()
    {
        var attached = Year.Mails.First(mail => mail.Kind == "submission" && mail.About == "my-tip-2025-annual").Message.Attachments.OfType<MimePart>().Single();
        using var content = new MemoryStream();
        attached.Content!.DecodeTo(content);

        Assert.Equal(File.ReadAllBytes(Year.PackageOf("annual")), content.ToArray());
    }

    [Fact]
    public void Partners_answer_and_nobody_signs_for_them()
    {
        var partners = Year.Decisions("annual").Items.Where(item => sample.Plan.MinistryOf(item.Organisation) is null).Select(item => item.Organisation).Distinct().Order(StringComparer.Ordinal);

        Assert.Equal(["IJM", "IOM", "MTUC", "PBMN", "RSD", "UNHCR"], partners);
    }

    int Count(string kind) => Year.Timeline.Count(line => line.Kind == kind);
}
