namespace Assessment.Tests.Year;

/// <summary>A file with a virus in the sample's annual round, and the holds on what was sealed.</summary>
[Collection(SampleYear.Collection)]
public sealed class VaultStoryTests(SampleYear sample)
{
    RehearsedYear Year => sample.Year;

    [Fact]
    public void An_infected_file_is_quarantined_told_to_both_sides_and_answered_again_without_it()
    {
        Assert.Equal(
            """
            2024-12-12 Thu 11:00 ItemReplied
            2024-12-12 Thu 11:00 ItemReturned
            2024-12-13 Fri 10:30 ItemReplied
            2024-12-13 Fri 15:30 ItemAccepted
            """.ReplaceLineEndings("\n"),
            string.Join('\n', Year.About("my-tip-2025-annual-ksm/R16").Where(line => line.Kind.StartsWith("Item", StringComparison.Ordinal))));

        Assert.Contains(Year.Timeline, line => line.Kind == "FileInfected" && line.Text.Contains("R16-contract-regulations.pdf, 68 bytes", StringComparison.Ordinal));
        Assert.Equal(["nadhirah@mapo.example", "vincent.ho.jun.kit@mapo.example"], Year.Sent("alert", "my-tip-2025-annual-ksm").SelectMany(mail => mail.To));
        Assert.Contains("R16-contract-regulations.pdf mengandungi perisian hasad (Eicar-Test-Signature)", Year.Sent("acknowledgement", "my-tip-2025-annual-ksm").First().Text.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.DoesNotContain(Year.Sent("return", "my-tip-2025-annual-ksm"), mail => mail.Text.Contains("R16", StringComparison.Ordinal));
    }

    [Fact]
    public void It_lies_in_quarantine_with_the_mail_that_brought_it_and_nowhere_else()
    {
        var evidence = Path.Combine(Year.Path, "evidence");
        var kept = Directory.GetFiles(Path.Combine(evidence, "quarantine", "files"), "*", SearchOption.AllDirectories).Select(Path.GetFileName).Order(StringComparer.Ordinal);

        Assert.Equal(["05-r16-contract-regulations.pdf", "message.eml"], kept);
        Assert.DoesNotContain(Directory.GetFiles(Path.Combine(evidence, "files"), "*", SearchOption.AllDirectories), file => file.Contains("r16-contract-regulations", StringComparison.Ordinal));
    }

    [Fact]
    public void What_was_sealed_is_held()
    {
        var held = Year.Timeline.Where(line => line.Kind == "EvidenceHeld").ToList();

        Assert.Equal(["my-tip-2025-interim", "my-tip-2025-annual", "my-tip-2025-annual", "my-tip-2025-supplementary"], held.Select(line => line.Subject));
        Assert.All(held, line => Assert.EndsWith("files, the package among them, are kept as they are by legal hold.", line.Text, StringComparison.Ordinal));
        Assert.Equal("""{"isLegal":true}""", File.ReadAllText(Path.Combine(Year.Path, "evidence", "holds", "packages", "my-tip-2025-annual-v1", "my-tip-2025-annual.zip.json")));
    }
}
