using System.Text.Json.Nodes;
using Assessment.Submission;

namespace Assessment.Tests.Year;

/// <summary>A figure of the annual submission is found to be wrong: what is told, who decides again, and what the second version says.</summary>
[Collection(SampleYear.Collection)]
public sealed class CorrectionStoryTests(SampleYear sample)
{
    RehearsedYear Year => sample.Year;

    string First => Year.Packages.Single(package => Path.GetFileName(package) == "my-tip-2025-annual.zip");

    string Second => Year.Packages.Single(package => Path.GetFileName(package) == "my-tip-2025-annual-v2.zip");

    [Fact]
    public void The_item_is_asked_for_again_answered_signed_by_its_ministry_endorsed_and_handed_in()
    {
        string[] told = ["CorrectionAsked", "ItemReopened", "CorrectionSent", "ItemReplied", "ItemAccepted", "SignOffGiven", "SubmissionConsolidated", "SubmissionSealed", "SubmissionHandedIn"];
        var story = Year.Timeline.Where(line => told.Contains(line.Kind) && line.Local >= new DateTime(2025, 2, 10) && line.Local < new DateTime(2025, 4, 1));

        Assert.Equal(
            """
            2025-02-18 Tue 10:00 CorrectionAsked
            2025-02-18 Tue 10:00 ItemReopened
            2025-02-18 Tue 10:00 CorrectionSent
            2025-02-20 Thu 10:00 ItemReplied
            2025-02-20 Thu 15:00 ItemAccepted
            2025-02-21 Fri 15:00 SignOffGiven
            2025-02-24 Mon 09:52 SubmissionConsolidated
            2025-02-24 Mon 12:52 SubmissionSealed
            2025-02-24 Mon 12:52 SubmissionHandedIn
            """.ReplaceLineEndings("\n"),
            string.Join('\n', story));
    }

    [Fact]
    public void The_letter_says_in_the_language_of_its_reader_why_and_until_when()
    {
        var letter = Assert.Single(Year.Mails, mail => mail.Kind == "correction");

        Assert.Equal("my-tip-2025-annual-jtksm", letter.About);
        Assert.Contains("Sila hantar jawapan yang dibetulkan selewat-lewatnya pada Selasa 25 Februari 2025, 17:00", letter.Text, StringComparison.Ordinal);
        Assert.Contains("Sebab: Two events of the campaign were counted twice, so R16.3 is too high.", letter.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_the_ministry_concerned_signs_again_and_the_other_signatures_are_the_same()
    {
        var (before, after) = (SignOffs(First), SignOffs(Second));

        Assert.Equal(before.Keys, after.Keys);
        Assert.Equal(["KSM"], before.Keys.Where(ministry => before[ministry] != after[ministry]));
    }

    [Fact]
    public async Task The_second_version_names_the_first_and_why_and_the_first_stays_valid()
    {
        var report = await PackageVerification.Verify(Second, previous: First);

        Assert.Null(report.FirstFault);
        Assert.Contains("Version 2, supersedes version 1 (my-tip-2025-annual.zip, digest ", report.Summary, StringComparison.Ordinal);
        Assert.EndsWith("because: Two events of the campaign were counted twice, so R16.3 is too high.", report.Summary, StringComparison.Ordinal);
        Assert.Null((await PackageVerification.Verify(First)).FirstFault);
    }

    [Fact]
    public void The_figure_is_the_corrected_one()
    {
        Assert.Equal(18200, Figure(First));
        Assert.Equal(17450, Figure(Second));

        int Figure(string package) => (int)Decisions(package)["signOffs"]!.AsArray()
            .SelectMany(signOff => signOff!["items"]!.AsArray())
            .Single(item => (string)item!["callId"]! == "my-tip-2025-annual-jtksm" && (string)item["code"]! == "R16")!["content"]!["figures"]!.AsArray()
            .Single(figure => (string)figure!["indicator"]! == "R16.3")!["value"]!;
    }

    static SortedDictionary<string, string> SignOffs(string package) => new(
        Decisions(package)["signOffs"]!.AsArray().ToDictionary(signOff => (string)signOff!["ministry"]!, signOff => $"{signOff!["digest"]} {signOff["signedAt"]}"), StringComparer.Ordinal);

    static JsonNode Decisions(string package)
    {
        using var file = File.OpenRead(package);
        var archive = new StoredZipReader(file);
        return JsonNode.Parse(archive.ReadAll(archive.Entries.Single(entry => entry.Name == "decisions.json")))!;
    }
}
