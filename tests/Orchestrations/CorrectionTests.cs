using Assessment.Cycle;
using Assessment.Host.Runtime;
using Assessment.Host.Sandbox;
using Assessment.Submission;

namespace Assessment.Tests.Orchestrations;

/// <summary>What was handed in is corrected: the items are asked for again, what follows from them is decided again, and the next version goes out.</summary>
public sealed class CorrectionTests
{
    const string Wish = "corrections: [{ at: 2025-04-02T11:00, by: officer, round: spring, items: [POLICE/R01], reason: The total counts one person twice., until: 2025-04-08 }]\n";

    const string Corrects = """
        replies:
          - { organisation: POLICE, round: spring, after: 1d, items: { R01: { answer: "Forty-one persons were screened." }, R02: { nothing: "No case came to us." } } }
          - { organisation: SHELTER, round: spring, after: 1d, items: { R02: { answer: "Nine residents were served." } } }
          - { organisation: POLICE, round: spring, to: correction, after: 1d, items: { R01: { answer: "Forty persons were screened." } } }
        """;

    const string Until = "\ncorrectionsUntil: 2025-04-30\n";

    [Fact]
    public async Task A_corrected_answer_leads_to_the_next_version_beside_the_first()
    {
        await using var cycle = new MiniCycle(MiniCycle.Decisive + Wish + Corrects, clearance: Until);

        Assert.Equal(RestReason.Finished, (await cycle.Run()).Reason);

        Assert.Equal(
            """
            Wed 02 Apr 11:00 CorrectionAsked spring
            Wed 02 Apr 11:00 ItemReopened police/R01
            Wed 02 Apr 11:00 CorrectionSent police
            """.ReplaceLineEndings("\n"),
            await cycle.Timeline("CorrectionAsked", "ItemReopened", "CorrectionSent"));
        var round = await cycle.Host.Register.Find<RunningRound>(MiniCycle.Round, "round");
        Assert.Equal((2, RoundStatus.HandedIn, "mini-spring-v2.zip", null), (round!.Version, round.Status, Path.GetFileName(round.PackageName), round.Correction));
        var first = Assert.Single(round.Superseded);
        Assert.Equal((1, "mini-spring.zip"), (first.Version, first.PackageName));

        await using var old = await Copy(cycle, first.StoredName);
        await using var next = await Copy(cycle, round.PackageName!);
        var report = await PackageVerification.Verify(next, previous: old);
        Assert.Null(report.FirstFault);
        Assert.EndsWith($" Version 2, supersedes version 1 (mini-spring.zip, digest {first.ManifestSha256}) because: The total counts one person twice.", report.Summary, StringComparison.Ordinal);
        Assert.Null((await PackageVerification.Verify(old)).FirstFault);
    }

    [Fact]
    public async Task A_correction_that_nobody_answers_is_given_up_and_the_next_one_leads_to_the_same_version()
    {
        const string twice = """
            corrections:
              - { at: 2025-04-02T11:00, by: chair, round: spring, items: [POLICE/R01], reason: The total counts one person twice., until: 2025-04-03 }
              - { at: 2025-04-14T11:00, by: officer, round: spring, items: [POLICE/R01, SHELTER/R02], reason: It still does., until: 2025-04-16 }

            """;
        await using var cycle = new MiniCycle(MiniCycle.Decisive + twice + Corrects.Replace("to: correction, after: 1d", "to: correction, nth: 2, after: 1d", StringComparison.Ordinal), clearance: Until);

        Assert.Equal(RestReason.Finished, (await cycle.Run()).Reason);

        Assert.Equal(
            """
            Spring round: version 2 is to correct POLICE/R01, answered by Thu 3 Apr 2025 17:00.
            Spring round: version 2 is to correct POLICE/R01, SHELTER/R02, answered by Wed 16 Apr 2025 17:00.
            """.ReplaceLineEndings("\n"),
            await cycle.Story("CorrectionAsked"));
        Assert.Equal("The correction of Spring round was given up: no corrected answer was accepted in time. Version 1 stands.", await cycle.Story("CorrectionGivenUp"));
        var round = await cycle.Host.Register.Find<RunningRound>(MiniCycle.Round, "round");
        Assert.Equal((2, 2, RoundStatus.HandedIn), (round!.Version, round.Corrections, round.Status));
        Assert.Contains(cycle.Host.Mailbox.All(), mail => mail.Kind == "Alert" && mail.About == MiniCycle.Round);
    }

    [Fact]
    public async Task A_version_that_nobody_releases_is_given_up_and_the_first_one_stands()
    {
        await using var cycle = new MiniCycle(
            MiniCycle.Decisive + Wish + Corrects + "\ndecisions: [{ card: release-submission, round: spring, nth: 2, decision: none }]\n", clearance: Until);

        Assert.Equal(RestReason.Finished, (await cycle.Run()).Reason);

        Assert.Equal("The correction of Spring round was given up: version 2 was not released by Mon 14 Apr 2025 17:00. Version 1 stands.", await cycle.Story("CorrectionGivenUp"));
        var round = await cycle.Host.Register.Find<RunningRound>(MiniCycle.Round, "round");
        Assert.Equal((1, RoundStatus.HandedIn, "mini-spring.zip", null), (round!.Version, round.Status, Path.GetFileName(round.PackageName), round.Correction));
    }

    [Fact]
    public async Task A_ministry_that_refuses_the_corrected_item_gets_it_once_more()
    {
        await using var cycle = new MiniCycle(
            MiniCycle.Decisive + Wish + Corrects + """

              - { organisation: POLICE, round: spring, to: return, after: 1h, items: { R01: { answer: "Thirty-nine persons were screened." } } }
            decisions: [{ card: sign-off, ministry: HOME, round: spring, nth: 2, decision: refuse, reason: "R01: still one too many" }]

            """,
            clearance: Until);

        Assert.Equal(RestReason.Finished, (await cycle.Run()).Reason);

        Assert.Equal(2, (await cycle.Host.Register.Find<RunningRound>(MiniCycle.Round, "round"))!.Version);
        Assert.Equal("Thirty-nine persons were screened.", (await cycle.Host.Register.Find<Assessment.DataCalls.Item>(MiniCycle.Police, "R01"))!.Answer!.Narrative);
    }

    [Fact]
    public async Task Partners_alone_are_corrected_without_anybody_signing_again()
    {
        await using var cycle = new MiniCycle(
            MiniCycle.Decisive + Wish.Replace("POLICE/R01", "SHELTER/R02", StringComparison.Ordinal) + """
            replies:
              - { organisation: POLICE, round: spring, after: 1d, items: { R01: { answer: "Forty-one persons were screened." }, R02: { nothing: "No case came to us." } } }
              - { organisation: SHELTER, round: spring, after: 1d, items: { R02: { answer: "Nine residents were served." } } }
              - { organisation: SHELTER, round: spring, to: correction, after: 1d, items: { R02: { answer: "Eight residents were served." } } }

            """,
            clearance: Until);

        Assert.Equal(RestReason.Finished, (await cycle.Run()).Reason);

        Assert.Equal("HOME", Assert.Single(await cycle.Ledger(), entry => entry.Kind == "SignOffGiven").Details!.What[..4]);
        Assert.Equal(2, (await cycle.Host.Register.Find<RunningRound>(MiniCycle.Round, "round"))!.Version);
    }

    [Fact]
    public async Task A_wish_before_anything_was_handed_in_is_refused()
    {
        await using var cycle = new MiniCycle(MiniCycle.Decisive + Wish.Replace("2025-04-02T11:00", "2025-03-04T09:00", StringComparison.Ordinal) + Corrects, clearance: Until);

        var refusal = await Assert.ThrowsAsync<ScenarioRefusedException>(() => cycle.Run());

        Assert.Equal("The correction of round 'spring' was refused: Spring round cannot be corrected: no package of it was handed in.", refusal.Message);
    }

    [Fact]
    public async Task After_the_cycle_has_ended_nothing_is_corrected()
    {
        await using var cycle = new MiniCycle(MiniCycle.Decisive + Wish + Corrects);

        var refusal = await Assert.ThrowsAsync<ScenarioRefusedException>(() => cycle.Run());

        Assert.EndsWith("Cycle mini has ended. A plan with 'correctionsUntil' in cycle.yaml keeps it open until that day.", refusal.Message, StringComparison.Ordinal);
        Assert.Null((await cycle.Host.Register.Find<RunningRound>(MiniCycle.Round, "round"))!.Correction);
    }

    static async Task<MemoryStream> Copy(MiniCycle cycle, string name)
    {
        await using var content = await cycle.Host.Evidence.Open(name);
        var copy = new MemoryStream();
        await content.CopyToAsync(copy);
        copy.Position = 0;
        return copy;
    }
}
