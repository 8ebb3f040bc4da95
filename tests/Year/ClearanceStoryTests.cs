using System.Text;
using Assessment.Access;
using Assessment.Evidence.PersonalData;
using Assessment.Submission;

namespace Assessment.Tests.Year;

/// <summary>How personal data, grades, remarks and a head's release go through the sample year, read from what the year left.</summary>
[Collection(SampleYear.Collection)]
public sealed class ClearanceStoryTests(SampleYear sample)
{
    static readonly string[] Told = ["PersonalDataFound", "GradeFound", "ReleaseRequired", "ItemReplied", "DataRedacted", "OverrideAsked", "FindingOverridden", "GradeDeclassified", "GradeLeftOut", "AnswerReleased", "ItemReturned", "ItemAccepted"];

    RehearsedYear Year => sample.Year;

    [Fact]
    public void A_name_and_number_on_a_hidden_sheet_are_found_and_the_package_has_the_cleaned_copy()
    {
        Story("kkm/N01", """
            2024-12-23 Mon 11:00 PersonalDataFound
            2024-12-23 Mon 11:00 ItemReplied
            2024-12-23 Mon 14:00 DataRedacted
            2024-12-24 Tue 10:05 ItemAccepted
            """);

        var (name, content) = Packed("n01-hospital-treatments.xlsx");
        using var stream = new MemoryStream(content);
        Assert.DoesNotContain(PersonalDataScan.File(name, "", stream, ScanPolicy.Default).Findings, finding => finding.Severity == Severity.Blocks);
        Assert.Equal(["redacted"], Cleared("KKM", "N01").Select(step => step.How));
        Assert.Contains("Senarai!B5 (hidden sheet)", CardText("my-tip-2025-annual-kkm/N01", "PersonalData"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_number_stands_in_no_card_mail_or_line_of_the_ledger()
    {
        Assert.All(Year.Cards, card => Assert.DoesNotContain("880412", card.ToJsonString(), StringComparison.Ordinal));
        Assert.All(Year.Timeline, line => Assert.DoesNotContain("880412", line.Text, StringComparison.Ordinal));
        Assert.All(Year.Mails.Where(mail => mail.IsOutgoing), mail => Assert.DoesNotContain("880412", mail.Text, StringComparison.Ordinal));
    }

    [Fact]
    public void A_cell_that_counts_one_woman_brings_the_table_back_and_the_agency_replaces_it()
    {
        Story("jpw/N01", """
            2024-12-11 Wed 13:00 PersonalDataFound
            2024-12-11 Wed 13:00 ItemReplied
            2024-12-11 Wed 16:00 ItemReturned
            2024-12-12 Thu 16:00 ItemReplied
            2024-12-13 Fri 09:10 ItemAccepted
            """);

        Assert.Contains("bilangan orang yang kecil", Assert.Single(Year.Sent("return", "my-tip-2025-annual-jpw")).Text, StringComparison.Ordinal);
        Assert.Contains("Other countries,7", Encoding.UTF8.GetString(Packed("n01-residents-by-nationality-merged.csv").Content), StringComparison.Ordinal);
        Assert.DoesNotContain(Year.Manifest("annual").Evidence, evidence => evidence.OriginalName == "N01-residents-by-nationality.csv");
    }

    [Fact]
    public void A_telephone_number_in_the_words_is_overwritten()
    {
        Story("jtk-sarawak/R16", """
            2024-12-19 Thu 11:00 PersonalDataFound
            2024-12-19 Thu 11:00 ItemReplied
            2024-12-19 Thu 14:00 DataRedacted
            2024-12-20 Fri 09:00 ItemAccepted
            """);

        var signed = Year.Decisions("annual").SignOffs.SelectMany(signOff => signOff.Items).Single(item => item.CallId == "my-tip-2025-annual-jtk-sarawak" && item.Code == "R16");
        Assert.Contains("One complaint came from ████ on behalf", signed.Content!.Narrative, StringComparison.Ordinal);
    }

    [Fact]
    public void A_public_address_stands_because_two_officers_said_so_each_with_a_reason()
    {
        Story("mtuc/R16", """
            2024-12-16 Mon 11:00 PersonalDataFound
            2024-12-16 Mon 11:00 ItemReplied
            2024-12-16 Mon 14:00 OverrideAsked
            2024-12-17 Tue 09:18 FindingOverridden
            2024-12-17 Tue 14:18 ItemAccepted
            """);

        Assert.Equal(["Nadhirah binti Osman", "Vincent Ho Jun Kit"], Assert.Single(Cleared("MTUC", "R16")).By);
        Assert.Equal(["nso-officer-2", "nso-mapo-head", "mapo-chair"], Card("my-tip-2025-annual-mtuc/R16", "ConfirmOverride")["for"]!.AsArray().Select(person => (string)person!));
    }

    [Fact]
    public void A_debrief_graded_Sulit_stays_in_the_country_and_its_existence_is_stated()
    {
        Story("sprm/R03", """
            2024-12-13 Fri 11:00 GradeFound
            2024-12-13 Fri 11:00 ItemReplied
            2024-12-13 Fri 11:00 ItemReturned
            2024-12-16 Mon 09:27 ItemReplied
            2024-12-16 Mon 12:27 GradeLeftOut
            2024-12-17 Tue 09:35 ItemAccepted
            """);

        Assert.Contains("R03, Anti-Corruption Commission: a graded document exists and is held at the organisation.", Year.Decisions("annual").Gaps);
        Assert.DoesNotContain(Year.Manifest("annual").Evidence, evidence => evidence.OriginalName.Contains("debrief", StringComparison.Ordinal));
        Assert.DoesNotContain("debrief", Year.Cards.Single(card => (string?)card["about"] == "my-tip-2025-annual/JPM").ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_review_marked_Terhad_passes_with_authority_officer_and_date()
    {
        Story("ksm/R14", """
            2024-12-12 Thu 11:00 GradeFound
            2024-12-12 Thu 11:00 ItemReplied
            2024-12-12 Thu 14:00 GradeDeclassified
            2024-12-13 Fri 09:17 ItemAccepted
            """);

        var step = Assert.Single(Cleared("KSM", "R14"));
        Assert.Equal(("declassified", "Terhad", "Official Secrets Act 1972, section 2C", "Dato' Rohaya binti Sipon", new DateOnly(2024, 12, 11)), (step.How, step.Grade, step.Authority, step.Officer, step.Date));
        Assert.Equal("R14-licensing-review.docx", Year.Manifest("annual").Evidence.Single(evidence => evidence.Number == step.Evidence).OriginalName);
    }

    [Fact]
    public void A_remark_for_the_secretariat_is_on_the_review_card_and_in_no_package()
    {
        const string remark = "only after a reminder of the minister";

        Assert.Equal(["ReviewItem"], Year.Cards.Where(card => card.ToJsonString().Contains(remark, StringComparison.Ordinal)).Select(card => (string)card["kind"]!));
        Assert.All(RehearsedYear.Entries(Year.PackageOf("annual")), entry => Assert.DoesNotContain(remark, Encoding.UTF8.GetString(entry.Value), StringComparison.Ordinal));
    }

    [Fact]
    public void The_head_releases_before_the_secretariat_reviews()
    {
        Story("kpk/R04", """
            2025-01-03 Fri 15:00 ReleaseRequired
            2025-01-03 Fri 15:00 ItemReplied
            2025-01-06 Mon 09:56 AnswerReleased
            2025-01-06 Mon 14:56 ItemAccepted
            """);

        var card = Card("my-tip-2025-annual-kpk/R04", "HeadRelease");
        Assert.Equal(["kpk-head"], card["for"]!.AsArray().Select(person => (string)person!));
        Assert.Equal(["Lepaskan", "Kembalikan"], card["card"]!["actions"]!.AsArray().Select(action => (string)action!["title"]!));
    }

    [Fact]
    public void No_card_about_an_answer_goes_to_somebody_who_need_not_know() => Assert.All(
        Year.Cards.Where(card => (string)card["kind"]! is "ReviewItem" or "HeadRelease" or "PersonalData" or "Grade" or "ExtensionRequest"),
        card =>
        {
            var call = ((string)card["about"]!).Split('/')[0];
            var organisation = sample.Plan.Organisations.OrderByDescending(one => one.Slug.Length).First(one => call.EndsWith($"-{one.Slug}", StringComparison.Ordinal));
            Assert.All(card["for"]!.AsArray(), person => Assert.True(NeedToKnow.MaySee(sample.Plan, sample.Plan.People.First(one => one.Id == (string)person!), organisation.Code)));
        });

    [Theory]
    [InlineData("interim")]
    [InlineData("annual")]
    [InlineData("supplementary")]
    public void Every_item_states_who_accepted_cleared_and_signed_it(string round) => Assert.All(Year.Decisions(round).Items, item =>
    {
        Assert.NotNull(item.Received.Entry);
        Assert.NotNull(item.Accepted.Entry);
        Assert.NotNull(item.Cleared);
        Assert.True(item.Received.At <= item.Cleared!.At);
        Assert.True(item.Signed is null || item.Cleared.At <= item.Signed.At);
    });

    void Story(string about, string expected)
    {
        var lines = Year.Timeline.Where(line => line.Subject == $"my-tip-2025-annual-{about}" && Told.Contains(line.Kind));
        Assert.Equal(expected.ReplaceLineEndings("\n"), string.Join('\n', lines));
    }

    IReadOnlyList<DecidedClearing> Cleared(string organisation, string code) =>
        Year.Decisions("annual").Items.Single(item => item.Organisation == organisation && item.Recommendation == code).Cleared!.Steps;

    System.Text.Json.Nodes.JsonObject Card(string about, string kind) => Year.Cards.Single(card => (string?)card["about"] == about && (string?)card["kind"] == kind);

    string CardText(string about, string kind) => (string)Card(about, kind)["card"]!["body"]![1]!["text"]!;

    (string Name, byte[] Content) Packed(string name)
    {
        var entry = RehearsedYear.Entries(Year.PackageOf("annual")).Single(entry => entry.Key.EndsWith(name, StringComparison.Ordinal));
        return (entry.Key, entry.Value);
    }
}
