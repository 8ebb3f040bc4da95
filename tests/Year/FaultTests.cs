using System.Text.Json.Nodes;
using Assessment.Host.Commands;
using Assessment.Host.Commands.Faults;
using Assessment.Host.Commands.Generate;

namespace Assessment.Tests.Year;

/// <summary>Years in which a third of all calls fail and the host is killed again and again: no reply is lost, and no mail is sent twice.</summary>
public sealed class FaultTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    public static TheoryData<int, MailboxKind, StorageKind> Years => new()
    {
        { 1, MailboxKind.Graph, StorageKind.Local },
        { 2, MailboxKind.Graph, StorageKind.Azurite },
        { 3, MailboxKind.Local, StorageKind.Local },
    };

    [Theory]
    [MemberData(nameof(Years))]
    public async Task Nothing_is_lost_and_nothing_is_doubled(int seed, MailboxKind mailbox, StorageKind storage)
    {
        var run = await Rehearse.Run(Options("out") with { Mailbox = mailbox, Storage = storage, Faults = new FaultOptions(0.3, 12, seed) });

        Assert.True(run.ExitCode == 0, run.Output);
        var faults = Faults("out");
        Assert.Equal(12, (int)faults["kills"]!);
        Assert.Empty(faults["wrong"]!.AsArray());
        Assert.InRange((int)faults["replies"]!["sent"]!, 4, 1000);
        Assert.InRange((int)faults["mails"]!["sent"]!, 15, 1000);
        Assert.InRange(Injected(faults, "register: write failed after"), 10, 100_000);
        Assert.InRange(Injected(faults, "evidence store"), 1, 100_000);
        Assert.Equal(mailbox == MailboxKind.Graph, Injected(faults, "Graph: ") > 10);
        Assert.Contains("No reply was lost or counted twice, and no mail was lost or sent twice.", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_counts()
    {
        var options = Options("out") with { Mailbox = MailboxKind.Graph, KeyFile = folder["key.pem"], Faults = new FaultOptions(0.3, 5, 7) };

        await Rehearse.Run(options);
        await Rehearse.Run(options with { Output = folder["again"] });

        Assert.Equal(Faults("out").ToJsonString(), Faults("again").ToJsonString());
    }

    [Theory]
    [InlineData(-0.1, 0, "--faults: a share from 0 to 0.9.")]
    [InlineData(1, 0, "--faults: a share from 0 to 0.9.")]
    [InlineData(0.3, -1, "--kills: a number from 0 to 10000.")]
    public async Task What_cannot_be_injected_is_refused(double share, int kills, string said)
    {
        var run = await Rehearse.Run(Options("out") with { Faults = new FaultOptions(share, kills, 1) });

        Assert.Equal(ExitCode.InputIsWrong, run.ExitCode);
        Assert.Contains(said, run.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["out"]));
    }

    [Fact]
    public async Task A_state_of_another_run_is_refused()
    {
        var run = await Rehearse.Run(Options("out") with { State = folder["state.db"], Faults = new FaultOptions(0.3, 0, 1) });

        Assert.Equal(ExitCode.InputIsWrong, run.ExitCode);
        Assert.Contains("--state: a year with faults keeps its state in the folder of --out", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_state_without_a_storage_that_stays_is_refused()
    {
        var run = await Rehearse.Run(Options("out") with { State = folder["state.db"], Storage = StorageKind.Azurite });

        Assert.Equal(ExitCode.InputIsWrong, run.ExitCode);
        Assert.Contains("Name one that stays with --azurite.", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_storage_that_cannot_be_reached_by_its_connection_string_is_refused()
    {
        var run = await Rehearse.Run(Options("out") with { Storage = StorageKind.Azurite, Azurite = "no connection string" });

        Assert.Equal(ExitCode.InputIsWrong, run.ExitCode);
        Assert.Contains("--azurite: ", run.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["out"]));
    }

    RehearsalOptions Options(string output)
    {
        foreach (var file in GeneratedCycle.Files(new CycleSize(6, 5, 1, 4)))
        {
            var path = Path.Combine(folder["cycle"], file.Path);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, file.Content);
        }

        return Rehearse.Options(folder["cycle"], folder, output);
    }

    JsonObject Faults(string output) => JsonNode.Parse(File.ReadAllBytes(Path.Combine(folder[output], "summary.json")))!["faults"]!.AsObject();

    static long Injected(JsonObject faults, string beginning)
        => faults["injected"]!.AsObject().Where(count => count.Key.StartsWith(beginning, StringComparison.Ordinal)).Sum(count => (long)count.Value!);
}
