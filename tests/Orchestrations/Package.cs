using System.Text.Json;
using Assessment.Cycle;
using Assessment.Submission;

namespace Assessment.Tests.Orchestrations;

static class Package
{
    /// <summary>The decisions in the package that the mini cycle sealed.</summary>
    public static async Task<Decisions> Decisions(MiniCycle cycle)
    {
        var round = await cycle.Host.Register.Find<RunningRound>(MiniCycle.Round, "round");
        await using var stored = await cycle.Host.Evidence.Open(round!.PackageName!);
        using var package = new MemoryStream();
        await stored.CopyToAsync(package);
        var reader = new StoredZipReader(package);
        var entry = reader.Entries.Single(entry => entry.Name == Assessment.Submission.Decisions.FileName);
        return JsonSerializer.Deserialize<Decisions>(reader.ReadAll(entry), CanonicalJson.Options)!;
    }
}
