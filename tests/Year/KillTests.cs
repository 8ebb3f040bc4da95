using Assessment.Host.Commands.Generate;
using Microsoft.Data.Sqlite;

namespace Assessment.Tests.Year;

/// <summary>A rehearsal with a state file is killed (SIGKILL) at any moment, started again with the same command, and ends like one that was never disturbed.</summary>
[Collection(SampleYear.Collection)]
public sealed class KillTests(SampleYear sample) : IDisposable
{
    static readonly Dictionary<string, string> Here = [];

    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_small_cycle_survives_eight_kills()
    {
        foreach (var file in GeneratedCycle.Files(new CycleSize(5, 5, 1, 4)))
        {
            var path = Path.Combine(folder["cycle"], file.Path);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, file.Content);
        }

        Assert.Equal(0, (await Rehearse.Run(Rehearse.Options(folder["cycle"], folder))).ExitCode);

        await Disturb(folder["cycle"], folder["key.pem"], kills: 8, seed: 1, rows: new RehearsedYear(folder["out"]).Ledger.Count);

        SameOutcome.Assert(folder["out"], folder["disturbed"]);
    }

    [Fact]
    public async Task The_sample_year_survives_three_kills()
    {
        await Disturb(SampleYear.Folder, sample.KeyFile, kills: 3, seed: 2, rows: sample.Year.Ledger.Count);

        SameOutcome.Assert(sample.Year.Path, folder["disturbed"]);
    }

    /// <summary>Kills the program each time its ledger has grown by some more lines, then lets it finish.</summary>
    async Task Disturb(string cycle, string key, int kills, int seed, int rows)
    {
        var state = folder["state.db"];
        string[] command = ["rehearse", cycle, "--out", folder["disturbed"], "--key", key, "--state", state];
        var random = new Random(seed);
        var share = rows / (kills + 1);
        for (var kill = 1; kill <= kills; kill++)
        {
            using var process = Assess.Start(Here, command);
            var output = Assess.Output(process);
            var moment = (kill * share) + random.Next(-share / 3, share / 3);
            while (LedgerLines(state) < moment)
            {
                Assert.False(process.WaitForExit(1), $"The program ended before kill {kill}.");
            }

            process.Kill();
            await output;
            Assert.Equal(137, process.ExitCode);
        }

        await Assess.Run(Here, command);
    }

    /// <summary>How far the running program has come; a file that is not there yet, or not a register yet, has no lines.</summary>
    static long LedgerLines(string state)
    {
        if (!File.Exists(state))
        {
            return 0;
        }

        using var database = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = state, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        try
        {
            database.Open();
            using var count = database.CreateCommand();
            count.CommandText = "SELECT COUNT(*) FROM rows WHERE tbl = 'Ledger' AND id LIKE 'entry-%'";
            return (long)count.ExecuteScalar()!;
        }
        catch (SqliteException)
        {
            return 0;
        }
    }
}
