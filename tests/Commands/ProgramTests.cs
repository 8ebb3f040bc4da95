using Assessment.Tests.Orchestrations;
using Assessment.Tests.Year;

namespace Assessment.Tests.Commands;

/// <summary>The program as it is called from a shell: exit codes, and what a wrong call says.</summary>
public sealed class ProgramTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("rehearse", "CYCLE", "--outt", "OUT")]
    [InlineData("rehearse")]
    [InlineData("rehearse", "CYCLE", "MORE", "EVEN MORE")]
    [InlineData("rehears", "CYCLE")]
    [InlineData("verify")]
    [InlineData("validate")]
    [InlineData("generate", "--agencies", "few", "--out", "OUT")]
    public async Task A_wrong_call_is_refused_and_writes_nothing(params string[] arguments)
    {
        MiniCycle.Write(folder.Path, MiniCycle.Decisive + MiniCycle.Prompt);

        var (exitCode, output) = await Call([.. arguments.Select(argument => argument switch { "CYCLE" => folder.Path, "OUT" => folder["out"], _ => argument })]);

        Assert.Equal(1, exitCode);
        Assert.NotEmpty(output);
        Assert.False(Directory.Exists(folder["out"]));
    }

    [Fact]
    public async Task A_plan_with_faults_fails_validation_and_each_fault_has_file_line_and_remedy()
    {
        MiniCycle.Write(folder.Path, MiniCycle.Decisive + MiniCycle.Prompt);
        File.WriteAllText(folder["rounds.yaml"], File.ReadAllText(folder["rounds.yaml"]).Replace("repliesDue: 2025-03-14", "repliesDue: 14 March", StringComparison.Ordinal));
        File.WriteAllText(folder["calendars.yaml"], File.ReadAllText(folder["calendars.yaml"]).Replace("sunday", "sundays", StringComparison.Ordinal));

        var (exitCode, output) = await Call("validate", folder.Path);

        Assert.Equal(1, exitCode);
        Assert.Matches(@"rounds\.yaml:\d+.*14 March", output);
        Assert.Matches(@"calendars\.yaml:\d+.*sundays", output);
        Assert.Contains("2 errors", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_good_plan_passes_validation()
    {
        MiniCycle.Write(folder.Path, MiniCycle.Decisive + MiniCycle.Prompt);

        var (exitCode, output) = await Call("validate", folder.Path);

        Assert.Equal(0, exitCode);
        Assert.Contains("1 round, 2 recommendations, 3 organisations, 8 people; no errors", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_tells_a_good_package_from_a_changed_one_another_key_and_another_ledger()
    {
        MiniCycle.Write(folder.Path, MiniCycle.Decisive + MiniCycle.Prompt);
        Assert.Equal(0, (await Rehearse.Run(Rehearse.Options(folder.Path, folder))).ExitCode);
        var package = Path.Combine(folder["out"], "submission", "mini-spring.zip");
        var ledger = Path.Combine(folder["out"], "ledger.jsonl");
        await File.WriteAllLinesAsync(folder["short.jsonl"], (await File.ReadAllLinesAsync(ledger)).SkipLast(1).Skip(1));
        using (var other = Assessment.Submission.SigningKey.ReadOrCreate(folder["other.pem"]))
        {
            var changed = await File.ReadAllBytesAsync(package);
            changed[changed.Length / 2] ^= 1;
            await File.WriteAllBytesAsync(folder["changed.zip"], changed);
        }

        Assert.Equal((0, true), await Verdict(package, "--key", folder["key.pem"], "--ledger", ledger));
        Assert.Equal((0, true), await Verdict(package));
        Assert.Equal((1, false), await Verdict(folder["changed.zip"]));
        Assert.Equal((1, false), await Verdict(package, "--key", folder["other.pem"]));
        Assert.Equal((1, false), await Verdict(package, "--ledger", folder["short.jsonl"]));
        Assert.Equal((1, false), await Verdict(folder["rounds.yaml"]));
        Assert.Equal((1, false), await Verdict(folder["nothing.zip"]));
    }

    async Task<(int ExitCode, bool SaysValid)> Verdict(params string[] arguments)
    {
        var (exitCode, output) = await Call(["verify", .. arguments]);
        return (exitCode, output.Contains("The package is valid.", StringComparison.Ordinal));
    }

    static async Task<(int ExitCode, string Output)> Call(params string[] arguments)
    {
        using var process = Assess.Start(new Dictionary<string, string>(), arguments);
        var output = await Assess.Output(process);
        return (process.ExitCode, output);
    }
}
