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

    static async Task<MemoryStream> Copy(MiniCycle cycle, string name)
    {
        await using var content = await cycle.Host.Evidence.Open(name);
        var copy = new MemoryStream();
        await content.CopyToAsync(copy);
        copy.Position = 0;
        return copy;
    }
}
