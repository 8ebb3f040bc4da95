using Assessment.Host;
using Assessment.Host.Commands;
using Assessment.Host.Commands.Generate;
using Assessment.Host.Sandbox;
using Assessment.Tests.Orchestrations;
using Assessment.Tests.Year;
using Microsoft.DurableTask.Client;

namespace Assessment.Tests.Commands;

/// <summary>What <c>assess rehearse</c> refuses, leaves alone, and how it says that a year did not end.</summary>
public sealed class RehearseTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    public static TheoryData<string, string, string, string[]> Faults => new()
    {
        { "rounds.yaml", "repliesDue: 2025-03-14", "repliesDue: 14 March", ["rounds.yaml", "14 March"] },
        { "rounds.yaml", "hardDate:", "hardDat:", ["rounds.yaml", "hardDat"] },
        { "people.csv", "focal-point", "focal", ["people.csv", "focal"] },
        { "organisations.csv", ",office,en\nSHELTER", ",offices,en\nSHELTER", ["organisations.csv", "offices"] },
        { "recommendations.yaml", "lead: POLICE, supporting: [SHELTER]", "lead: POLIS, supporting: [SHELTER]", ["recommendations.yaml", "POLIS"] },
        { "scenario.yaml", "organisation: SHELTER", "organisation: SHELTERS", ["scenario.yaml", "SHELTERS", "Write 'SHELTER'."] },
        { "scenario.yaml", "after: 2d", "after: 2 days", ["scenario.yaml", "2 days"] },
        { "scenario.yaml", "answer: \"Nine", "files: [lost.pdf], answer: \"Nine", ["scenario.yaml", "lost.pdf"] },
        { "scenario.yaml", "review-item: 2h", "review-items: 2h", ["scenario.yaml", "review-items"] },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_fault_is_named_with_its_file_and_nothing_is_written(string file, string right, string wrong, string[] said)
    {
        var options = Cycle(MiniCycle.Decisive + MiniCycle.Prompt) with { State = folder["state.db"] };
        Edit(file, right, wrong);

        var run = await Rehearse.Run(options);

        Assert.Equal(ExitCode.InputIsWrong, run.ExitCode);
        Assert.All(said, words => Assert.Contains(words, run.Output, StringComparison.Ordinal));
        Assert.Contains("nothing was run and nothing was written", run.Output, StringComparison.Ordinal);
        NothingIsWritten();
    }

    [Fact]
    public async Task All_faults_are_listed_at_once()
    {
        var options = Cycle(MiniCycle.Decisive + MiniCycle.Prompt);
        Edit("rounds.yaml", "repliesDue: 2025-03-14", "repliesDue: 14 March");
        Edit("people.csv", "police-head,Baharom,baharom@police.example,POLICE,head", "police-head,Baharom,baharom@police.example,POLICE,boss");
        Edit("recommendations.yaml", "lead: POLICE, supporting: [SHELTER]", "lead: POLIS, supporting: [SHELTER]");

        var run = await Rehearse.Run(options);

        Assert.Equal(ExitCode.InputIsWrong, run.ExitCode);
        Assert.All(["14 March", "boss", "POLIS"], wrong => Assert.Contains(wrong, run.Output, StringComparison.Ordinal));
        NothingIsWritten();
    }

    [Fact]
    public async Task A_folder_without_a_plan_is_refused()
    {
        Directory.CreateDirectory(folder["empty"]);

        var run = await Rehearse.Run(Rehearse.Options(folder["empty"], folder));

        Assert.Equal(ExitCode.InputIsWrong, run.ExitCode);
        Assert.Contains("cycle.yaml", run.Output, StringComparison.Ordinal);
        NothingIsWritten();
    }

    [Fact]
    public async Task A_folder_that_is_not_ours_is_left_as_it_is()
    {
        var options = Cycle(MiniCycle.Decisive + MiniCycle.Prompt) with { State = folder["state.db"] };
        Directory.CreateDirectory(folder["out"]);
        File.WriteAllText(Path.Combine(folder["out"], "thesis.txt"), "ten years of work");

        var run = await Rehearse.Run(options);

        Assert.Equal(ExitCode.InputIsWrong, run.ExitCode);
        Assert.Contains("is not empty and was not written by a rehearsal", run.Output, StringComparison.Ordinal);
        Assert.Equal(["thesis.txt"], Directory.GetFileSystemEntries(folder["out"]).Select(Path.GetFileName));
        Assert.False(File.Exists(folder["state.db"]));
    }

    [Fact]
    public async Task A_folder_of_an_earlier_rehearsal_is_replaced()
    {
        var options = Cycle(MiniCycle.Decisive + MiniCycle.Prompt);
        await Rehearse.Run(options);
        File.WriteAllText(Path.Combine(folder["out"], "mailbox", "9999.eml"), "left over");

        Assert.Equal(ExitCode.Done, (await Rehearse.Run(options)).ExitCode);

        Assert.False(File.Exists(Path.Combine(folder["out"], "mailbox", "9999.eml")));
    }

    [Theory]
    [InlineData("tomorrow")]
    [InlineData("2025-13-01")]
    [InlineData("10/01/2025")]
    [InlineData("")]
    public async Task An_until_that_is_no_date_is_refused(string until)
    {
        var run = await Rehearse.Run(Cycle(MiniCycle.Decisive + MiniCycle.Prompt) with { Until = until });

        Assert.Equal(ExitCode.InputIsWrong, run.ExitCode);
        Assert.Contains("Write it as 2025-01-10 or 2025-01-10T17:00.", run.Output, StringComparison.Ordinal);
        NothingIsWritten();
    }

    [Fact]
    public async Task Until_stops_there_and_a_later_run_with_the_state_goes_on()
    {
        var options = Cycle(MiniCycle.Decisive + MiniCycle.Prompt) with { State = folder["state.db"] };

        Assert.Equal(ExitCode.Done, (await Rehearse.Run(options with { Until = "2025-03-04" })).ExitCode);
        Assert.Equal("LetterSent", new RehearsedYear(folder["out"]).Timeline[^1].Kind);
        Assert.Equal(ExitCode.Done, (await Rehearse.Run(options)).ExitCode);

        Assert.Equal("CycleClosed", new RehearsedYear(folder["out"]).Timeline[^1].Kind);
    }

    [Fact]
    public async Task A_year_that_is_stuck_is_reported_with_what_each_instance_waits_for()
    {
        var options = Cycle(MiniCycle.Decisive + MiniCycle.Prompt) with { State = folder["state.db"] };
        await Rehearse.Run(options with { Until = "2025-03-04" });
        await Touch(options, client => client.SuspendInstanceAsync(MiniCycle.Police));

        var run = await Rehearse.Run(options);

        Assert.Equal(ExitCode.RunFailed, run.ExitCode);
        Assert.Contains("The year is stuck at", run.Output, StringComparison.Ordinal);
        Assert.Contains("mini-spring-police (DataCallOrchestration): to be resumed", run.Output, StringComparison.Ordinal);
        Assert.Contains("mini-spring (RoundOrchestration): sub-orchestration 'DataCallOrchestration' (mini-spring-police); event 'News'", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_small_generated_cycle_is_valid_and_runs_to_its_end()
    {
        using var output = new StringWriter();
        Assert.Equal(0, GenerateCommand.Generate(new CycleSize(6, 5, 1, 3), folder["cycle"], output, output));
        Assert.Equal(0, ValidateCommand.Validate(folder["cycle"], DateTimeOffset.UnixEpoch, [Scenario], output));

        var run = await Rehearse.Run(Rehearse.Options(folder["cycle"], folder));

        Assert.Equal(ExitCode.Done, run.ExitCode);
        var year = new RehearsedYear(folder["out"]);
        Assert.Equal("CycleClosed", year.Timeline[^1].Kind);
        Assert.Single(year.Packages);
    }

    RehearsalOptions Cycle(string scenario)
    {
        Directory.CreateDirectory(folder["cycle"]);
        MiniCycle.Write(folder["cycle"], scenario);
        return Rehearse.Options(folder["cycle"], folder);
    }

    void Edit(string file, string right, string wrong)
    {
        var path = Path.Combine(folder["cycle"], file);
        var text = File.ReadAllText(path);
        Assert.Contains(right, text, StringComparison.Ordinal);
        File.WriteAllText(path, text.Replace(right, wrong, StringComparison.Ordinal));
    }

    void NothingIsWritten()
    {
        Assert.False(Directory.Exists(folder["out"]));
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    static async Task Touch(RehearsalOptions options, Func<DurableTaskClient, Task> act)
    {
        var cycle = CycleFolder.Read(options.Folder, null).Folder!;
        await using var host = new LocalHost(new LocalHostSettings
        {
            Cycle = cycle,
            Scenario = ScenarioReader.Read(options.Folder, null, cycle.Plan).Scenario!,
            EvidenceFolder = options.State + ".evidence",
            KeyFile = options.KeyFile,
            StateFile = options.State,
        });
        await act(host.Runtime.Client);
    }

    static IEnumerable<Assessment.Cycle.PlanFault> Scenario(string path, Assessment.Cycle.Plan? plan) => plan is null ? [] : ScenarioReader.Read(path, null, plan).Faults;
}
