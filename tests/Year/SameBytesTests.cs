using Assessment.Host;
using Assessment.Host.Commands;
using Assessment.Host.Runtime;
using Assessment.Host.Sandbox;

namespace Assessment.Tests.Year;

/// <summary>The same input gives the same bytes: in a second run, on another kind of machine, and when every turn replays its whole history.</summary>
[Collection(SampleYear.Collection)]
public sealed class SameBytesTests(SampleYear sample) : IDisposable
{
    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task On_a_machine_elsewhere_in_the_world_the_year_is_the_same()
    {
        var elsewhere = new Dictionary<string, string> { ["TZ"] = "America/New_York", ["LANG"] = "ms_MY.UTF-8", ["LC_ALL"] = "ms_MY.UTF-8" };

        await Assess.Run(elsewhere, "rehearse", SampleYear.Folder, "--out", folder["out"], "--key", sample.KeyFile);

        SameOutcome.Assert(sample.Year.Path, folder["out"]);
    }

    [Fact]
    public async Task Replaying_every_turn_from_its_history_changes_nothing()
    {
        var cycle = CycleFolder.Read(SampleYear.Folder, null).Folder!;
        var target = new RehearsalFolder(folder["out"]);
        target.Clear();
        await using var host = new LocalHost(new LocalHostSettings
        {
            Cycle = cycle,
            Scenario = ScenarioReader.Read(SampleYear.Folder, null, cycle.Plan).Scenario!,
            EvidenceFolder = target.Evidence,
            KeyFile = sample.KeyFile,
            Replay = Replay.EveryTurn,
        });

        await host.Start(CancellationToken.None);
        await host.Engine.RunToRest();
        await target.Write(host, CancellationToken.None);

        SameOutcome.Assert(sample.Year.Path, folder["out"]);
    }

    [Fact]
    public async Task A_run_that_stops_and_goes_on_with_its_state_leaves_the_same_as_one_that_never_stopped()
    {
        var options = Rehearse.Options(SampleYear.Folder, folder) with { State = folder["state.db"], KeyFile = sample.KeyFile };

        Assert.Equal(0, (await Rehearse.Run(options with { Until = "2025-01-10T12:00" })).ExitCode);
        var halfway = new RehearsedYear(folder["out"]);
        Assert.Equal(0, (await Rehearse.Run(options)).ExitCode);

        Assert.InRange(halfway.Timeline.Count, 1, sample.Year.Timeline.Count - 1);
        Assert.All(halfway.Timeline, line => Assert.True(line.Local < new DateTime(2025, 1, 10, 12, 0, 0)));
        SameOutcome.Assert(sample.Year.Path, folder["out"]);
    }
}
