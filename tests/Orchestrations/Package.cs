using System.Text.Json;
using Assessment.Cycle;
using Assessment.Submission;

namespace Assessment.Tests.Orchestrations;

static class Package
{
    /// <summary>The manifest of the package that the mini cycle sealed.</summary>
    public static async Task<Manifest> Manifest(MiniCycle cycle)
    {
        var round = await cycle.Host.Register.Find<RunningRound>(MiniCycle.Round, "round");
        await using var stored = await cycle.Host.Evidence.Open(round!.PackageName!);
        using var package = new MemoryStream();
        await stored.CopyToAsync(package);
        var reader = new StoredZipReader(package);
        var entry = reader.Entries.Single(entry => entry.Name == Assessment.Submission.Manifest.FileName);
        return JsonSerializer.Deserialize<Manifest>(reader.ReadAll(entry), CanonicalJson.Options)!;
    }
}
