using Assessment.Host.Commands;
using Assessment.Host.Commands.Generate;

namespace Assessment.Tests.Year;

/// <summary>A cycle on Azure Tables and Blobs leaves the same, byte for byte, as on this machine's own database and disk.</summary>
public sealed class StorageTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_small_cycle_leaves_the_same_on_both()
    {
        foreach (var file in GeneratedCycle.Files(new CycleSize(5, 5, 1, 4)))
        {
            var path = Path.Combine(folder["cycle"], file.Path);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, file.Content);
        }

        var local = await Rehearse.Run(Rehearse.Options(folder["cycle"], folder));
        var azure = await Rehearse.Run(Rehearse.Options(folder["cycle"], folder, "azure") with { Storage = StorageKind.Azurite });

        Assert.True(local.ExitCode == 0, local.Output);
        Assert.True(azure.ExitCode == 0, azure.Output);
        SameOutcome.Assert(folder["out"], folder["azure"]);
    }
}
