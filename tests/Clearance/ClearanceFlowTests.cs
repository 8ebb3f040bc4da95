using System.Text.Json;
using Assessment.DataCalls;
using Assessment.Register;
using Assessment.Tests.Orchestrations;
using MimeKit;

namespace Assessment.Tests.Clearance;

/// <summary>What happens between an answer and its review, in virtual time.</summary>
public sealed class ClearanceFlowTests
{
    const string Number = "013-829 4471";

    const string Decisive = """
        decideAfter: { release-calls: 1h, review-item: 2h, extension-request: 1h, sign-off: 1h, endorsement: 1h, release-submission: 1h, held-mail: 1h, head-release: 1h, personal-data: 1h, confirm-override: 1h, grade: 1h }

        """;

    static readonly string[] Told = ["PersonalDataFound", "GradeFound", "ReleaseRequired", "ItemReplied", "DataRedacted", "RedactionFailed", "OverrideAsked", "OverrideRejected", "FindingOverridden", "GradeDeclassified", "GradeLeftOut", "AnswerReleased", "ItemReturned", "ItemAccepted", "ItemNotProvided"];

    [Fact]
    public async Task A_number_in_the_words_is_redacted_before_the_review_and_stands_nowhere()
    {
        await using var cycle = new MiniCycle(Decisive + Answers($"Forty persons were screened; call {Number}."));
        await cycle.Run();

        await Expect(cycle, """
            Tue 04 Mar 10:00 PersonalDataFound police/R01
            Tue 04 Mar 10:00 ItemReplied police/R01
            Tue 04 Mar 11:00 DataRedacted police/R01
            Tue 04 Mar 13:00 ItemAccepted police/R01
            """);
        Assert.Equal("Forty persons were screened; call ████.", (await Item(cycle)).Answer!.Narrative);
        Assert.DoesNotContain("829 4471", JsonSerializer.Serialize(await cycle.Ledger(), RegisterJson.Options), StringComparison.Ordinal);
        Assert.DoesNotContain("829 4471", string.Join('\n', cycle.Host.Cards.All().Select(card => card.Shown.ToJsonString())), StringComparison.Ordinal);
        await using var original = await cycle.Host.Evidence.Open((await Item(cycle)).Answer!.OriginalWords!);
        Assert.Contains(Number, await new StreamReader(original).ReadToEndAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_person_alone_overrides_nothing()
    {
        await using var cycle = new MiniCycle(Decisive + Answers($"Forty persons were screened; call {Number}.") + """

            decisions:
              - { card: personal-data, organisation: POLICE, item: R01, nth: 1, decision: override, reason: It is an office number. }
              - { card: confirm-override, organisation: POLICE, item: R01, nth: 1, decision: reject, reason: It is a private number. }
            """);
        await cycle.Run();

        await Expect(cycle, """
            Tue 04 Mar 10:00 PersonalDataFound police/R01
            Tue 04 Mar 10:00 ItemReplied police/R01
            Tue 04 Mar 11:00 OverrideAsked police/R01
            Tue 04 Mar 12:00 OverrideRejected police/R01
            Tue 04 Mar 13:00 DataRedacted police/R01
            Tue 04 Mar 15:00 ItemAccepted police/R01
            """);
    }

    [Fact]
    public async Task Two_people_let_a_finding_stand_and_the_words_go_out_as_they_are()
    {
        await using var cycle = new MiniCycle(Decisive + Answers($"Forty persons were screened; call {Number}.") + """

            decisions:
              - { card: personal-data, organisation: POLICE, item: R01, decision: override, reason: It is an office number. }
            """);
        await cycle.Run();

        await Expect(cycle, """
            Tue 04 Mar 10:00 PersonalDataFound police/R01
            Tue 04 Mar 10:00 ItemReplied police/R01
            Tue 04 Mar 11:00 OverrideAsked police/R01
            Tue 04 Mar 12:00 FindingOverridden police/R01
            Tue 04 Mar 14:00 ItemAccepted police/R01
            """);
        Assert.Contains(Number, (await Item(cycle)).Answer!.Narrative, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_finding_that_nobody_settles_reminds_and_then_leaves_a_gap_that_says_so()
    {
        await using var cycle = new MiniCycle(Decisive + Answers($"Forty persons were screened; call {Number}.") + """

            decisions:
              - { card: personal-data, organisation: POLICE, item: R01, decision: none }
            """);
        await cycle.Run();

        var item = await Item(cycle);
        Assert.Equal((ItemStatus.NotProvided, "personal data in the answer was not settled before the round closed"), (item.Status, item.Reason));
        Assert.Equal(3, (await cycle.Ledger()).Count(entry => entry.Kind == "TaskReminderSent" && entry.Subject == $"{MiniCycle.Police}/R01"));
        Assert.DoesNotContain((await cycle.Ledger()), entry => entry.Kind == "CardShown" && entry.Details!.What.Contains("answer 1 to R01", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_agency_replaces_what_was_found()
    {
        await using var cycle = new MiniCycle(Decisive + $$"""
            replies:
              - { organisation: POLICE, round: spring, after: 1d, items: { R01: { answer: "Forty persons; call {{Number}}." }, R02: { nothing: "No case came to us." } } }
              - { organisation: POLICE, round: spring, to: return, after: 1h, items: { R01: { answer: "Forty persons." } } }
            decisions:
              - { card: personal-data, organisation: POLICE, item: R01, decision: return }
            """);
        await cycle.Run();

        await Expect(cycle, """
            Tue 04 Mar 10:00 PersonalDataFound police/R01
            Tue 04 Mar 10:00 ItemReplied police/R01
            Tue 04 Mar 11:00 ItemReturned police/R01
            Tue 04 Mar 12:00 ItemReplied police/R01
            Tue 04 Mar 14:00 ItemAccepted police/R01
            """);
        var asked = MimeMessage.Load(new MemoryStream(Assert.Single(cycle.Host.Mailbox.All(), mail => mail.Kind == "Return").Raw)).TextBody;
        Assert.Contains("telephone number", asked, StringComparison.Ordinal);
        Assert.DoesNotContain("829 4471", asked, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_head_releases_an_answer_before_the_secretariat_sees_anything_of_it()
    {
        await using var cycle = new MiniCycle(Decisive + Answers($"Forty persons were screened; call {Number}."), clearance: "clearance: { organisations: { POLICE: { headReleases: true } } }");
        await cycle.Run();

        await Expect(cycle, """
            Tue 04 Mar 10:00 PersonalDataFound police/R01
            Tue 04 Mar 10:00 ReleaseRequired police/R01
            Tue 04 Mar 10:00 ItemReplied police/R01
            Tue 04 Mar 11:00 AnswerReleased police/R01
            Tue 04 Mar 12:00 DataRedacted police/R01
            Tue 04 Mar 14:00 ItemAccepted police/R01
            """);
        Assert.Equal("police-head", (string)cycle.Host.Cards.All().First(card => (string)card.Shown["about"]! == $"{MiniCycle.Police}/R01").Shown["for"]![0]!);
    }

    [Fact]
    public async Task What_the_head_does_not_release_goes_back()
    {
        await using var cycle = new MiniCycle(Decisive + $$"""
            replies:
              - { organisation: POLICE, round: spring, after: 1d, items: { R01: { answer: "Forty persons." }, R02: { nothing: "No case came to us." } } }
              - { organisation: POLICE, round: spring, to: return, after: 1h, items: { R01: { answer: "Forty-one persons." } } }
            decisions:
              - { card: head-release, organisation: POLICE, item: R01, nth: 1, decision: return, reason: It is forty-one. }
            """, clearance: "clearance: { organisations: { POLICE: { headReleases: true } } }");
        await cycle.Run();

        await Expect(cycle, """
            Tue 04 Mar 10:00 ReleaseRequired police/R01
            Tue 04 Mar 10:00 ItemReplied police/R01
            Tue 04 Mar 11:00 ItemReturned police/R01
            Tue 04 Mar 12:00 ReleaseRequired police/R01
            Tue 04 Mar 12:00 ItemReplied police/R01
            Tue 04 Mar 13:00 AnswerReleased police/R01
            Tue 04 Mar 15:00 ItemAccepted police/R01
            """);
    }

    [Fact]
    public async Task A_graded_answer_is_held_back_and_its_existence_stated()
    {
        await using var cycle = new MiniCycle(Decisive + Answers("Forty persons were screened.", ", grade: Sulit"));
        await cycle.Run();

        await Expect(cycle, """
            Tue 04 Mar 10:00 GradeFound police/R01
            Tue 04 Mar 10:00 ItemReplied police/R01
            Tue 04 Mar 11:00 GradeLeftOut police/R01
            Tue 04 Mar 13:00 ItemAccepted police/R01
            """);
        var signed = cycle.Host.Cards.All().Single(card => (string)card.Shown["kind"]! == "SignOff").Shown.ToJsonString();
        Assert.DoesNotContain("Forty persons", signed, StringComparison.Ordinal);
        var release = cycle.Host.Cards.All().Single(card => (string)card.Shown["kind"]! == "ReleaseSubmission").Shown.ToJsonString();
        Assert.Contains("R01, Police: a graded answer exists (Sulit) and is held at the organisation.", release, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_declassified_answer_passes_with_its_authority()
    {
        await using var cycle = new MiniCycle(Decisive + Answers("Forty persons were screened.", ", grade: Terhad") + """

            decisions:
              - { card: grade, organisation: POLICE, item: R01, decision: declassify, reason: "Authority: section 2C; officer: Ismahani; date: 2025-03-04" }
            """);
        await cycle.Run();

        await Expect(cycle, """
            Tue 04 Mar 10:00 GradeFound police/R01
            Tue 04 Mar 10:00 ItemReplied police/R01
            Tue 04 Mar 11:00 GradeDeclassified police/R01
            Tue 04 Mar 13:00 ItemAccepted police/R01
            """);
        Assert.Equal(("section 2C", "Ismahani"), ((await Item(cycle)).Answer!.Declassified!.Authority, (await Item(cycle)).Answer!.Declassified!.Officer));
        Assert.Contains("Forty persons", cycle.Host.Cards.All().Single(card => (string)card.Shown["kind"]! == "SignOff").Shown.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_internal_remark_is_on_the_review_card_and_on_no_other()
    {
        await using var cycle = new MiniCycle(Decisive + Answers("Forty persons were screened.", ", internal: The register is late."));
        await cycle.Run();

        var cards = cycle.Host.Cards.All().Where(card => card.Shown.ToJsonString().Contains("The register is late", StringComparison.Ordinal));
        Assert.Equal(["ReviewItem"], cards.Select(card => (string)card.Shown["kind"]!));
    }

    static string Answers(string words, string more = "") => $$"""
        replies:
          - { organisation: POLICE, round: spring, after: 1d, items: { R01: { answer: "{{words}}"{{more}} }, R02: { nothing: "No case came to us." } } }
          - { organisation: SHELTER, round: spring, after: 2d, items: { R02: { answer: "Nine residents were served." } } }
        """;

    static async Task<Item> Item(MiniCycle cycle) => (await cycle.Host.Register.Find<Item>(MiniCycle.Police, "R01"))!;

    static async Task Expect(MiniCycle cycle, string expected) => Assert.Equal(
        expected.ReplaceLineEndings("\n"),
        string.Join('\n', (await cycle.Timeline(Told)).Split('\n').Where(line => line.EndsWith(" police/R01", StringComparison.Ordinal))));
}
