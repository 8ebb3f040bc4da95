using Assessment.Host;
using Assessment.Host.Commands;
using Assessment.Host.Commands.Generate;
using Assessment.Host.Sandbox;
using Assessment.Tests.Orchestrations;

namespace Assessment.Tests.Year;

/// <summary>An app that dies again and again, before and after any of its effects, and is opened again on what it left, ends like one that never died.</summary>
public sealed class DeathTests : IDisposable
{
    /// <summary>Every loop of a round: more time, a return, a refused signature that reopens two items at once, a stranger's mail is not in it.</summary>
    const string Scenario = MiniCycle.Decisive + """
        replies:
          - { organisation: POLICE, round: spring, after: 1d, items: { R01: { answer: "Forty persons were screened.", files: [table.csv] }, R02: { extension: 2025-03-21, reason: "The register closes on the 20th." } } }
          - { organisation: POLICE, round: spring, at: 2025-03-20T11:00, items: { R02: { nothing: "No case came to us." } } }
          - { organisation: POLICE, round: spring, to: return, after: 1h, items: { R01: { answer: "Forty-one persons were screened." } } }
          - { organisation: POLICE, round: spring, to: return, nth: 2, after: 3h, items: { R01: { answer: "Forty-two persons were screened." }, R02: { answer: "One case came to us." } } }
          - { organisation: SHELTER, round: spring, to: escalation, after: 2h, items: { R02: { answer: "Nine residents were served." } } }
        decisions:
          - { card: review-item, organisation: POLICE, item: R01, nth: 1, decision: return, reason: "Please count again.", after: 1wd }
          - { card: sign-off, ministry: HOME, nth: 1, decision: refuse, reason: Both are out of date. }
        """;

    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    public static TheoryData<int> Seeds => [1, 2, 3];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task A_small_round_ends_the_same_however_often_the_app_died(int seed)
    {
        MiniCycle.Write(folder.Path, Scenario);
        File.WriteAllText(folder["table.csv"], "month,persons\n");

        var deaths = await Compare(folder.Path, seed, longest: 30);

        Assert.InRange(deaths, 10, 1000);
    }

    [Fact]
    public async Task A_generated_cycle_ends_the_same_however_often_the_app_died()
    {
        foreach (var file in GeneratedCycle.Files(new CycleSize(6, 5, 2, 11)))
        {
            var path = folder[file.Path];
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, file.Content);
        }

        var deaths = await Compare(folder.Path, seed: 1, longest: 120);

        Assert.InRange(deaths, 10, 1000);
    }

    /// <summary>Runs the cycle undisturbed and with deaths, compares all that both left, and gives back how often the app died.</summary>
    async Task<int> Compare(string cycle, int seed, int longest)
    {
        await Live(cycle, "alive", "undisturbed", new Death(0, () => { }));
        var random = new Random(seed);
        for (var life = 0; ; life++)
        {
            var (now, next) = ($"life-{life}", $"life-{life + 1}");
            // Now and then a longer life, so that a step of many effects gets done at all.
            var length = random.Next(1, random.Next(8) == 0 ? 6 * longest : longest);
            using var death = new Death(length, () => Copy(folder[now], folder[next]));
            await Live(cycle, now, "disturbed", death);
            if (!death.HasCome)
            {
                SameOutcome.Assert(folder["undisturbed"], folder["disturbed"]);
                return life;
            }

            Directory.Delete(folder[now], recursive: true);
        }
    }

    async Task Live(string cycle, string state, string output, Death death)
    {
        Directory.CreateDirectory(folder[state]);
        var read = CycleFolder.Read(cycle, null).Folder!;
        await using var host = new LocalHost(new LocalHostSettings
        {
            Cycle = read,
            Scenario = ScenarioReader.Read(cycle, null, read.Plan).Scenario!,
            EvidenceFolder = Path.Combine(folder[state], "evidence"),
            StateFile = Path.Combine(folder[state], "state.db"),
            KeyFile = folder["key.pem"],
            Parts = death.Attach,
        });
        try
        {
            await host.Start(death.Token);
            await host.Engine.RunToRest(null, death.Token);
        }
        catch (Exception) when (death.HasCome)
        {
            return;
        }

        var target = new RehearsalFolder(folder[output]);
        target.Clear();
        await target.Write(host, CancellationToken.None);
    }

    static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith("-shm", StringComparison.Ordinal)))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}
