namespace Assessment.Tests.Year;

/// <summary>The sample year in which nobody decides which of two figures stands.</summary>
public sealed class UnsettledTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_conflict_that_nobody_settles_holds_no_signature_back_beyond_its_time_and_is_stated()
    {
        var scenario = File.ReadAllText(Path.Combine(SampleYear.Folder, "scenario.yaml"));
        Assert.Contains("decision: stands-pdrm", scenario, StringComparison.Ordinal);
        File.WriteAllText(folder["scenario.yaml"], scenario.Replace("decision: stands-pdrm", "decision: none", StringComparison.Ordinal));

        var run = await Rehearse.Run(Rehearse.Options(SampleYear.Folder, folder) with { Scenario = folder["scenario.yaml"] });

        Assert.Equal(0, run.ExitCode);
        var year = new RehearsedYear(folder["out"]);
        Assert.Equal(
            ["2025-01-14 Tue 09:13 ConflictFound", "2025-01-16 Thu 17:00 ConflictUnsettled"],
            year.Timeline.Where(line => line.Kind.StartsWith("Conflict", StringComparison.Ordinal) && line.Text.Contains("R02.2", StringComparison.Ordinal)).Select(line => line.ToString()));
        Assert.Equal(2, year.Timeline.Count(line => line.Kind == "SignOffGiven" && line.Subject == "my-tip-2025-annual" && (line.Text.Contains(" AGC:", StringComparison.Ordinal) || line.Text.Contains(" KDN:", StringComparison.Ordinal))));
        Assert.Contains("R02.2: AGC states 38, PDRM states 41; it is not settled which one stands.", year.Decisions("annual").Gaps);
    }
}
