using System.Diagnostics;
using Assessment.Host.Runtime;
using Assessment.Host.Sandbox.Faults;
using Spectre.Console;

namespace Assessment.Host.Commands.Faults;

/// <summary>A rehearsal in which things go wrong, and the proof that no reply is lost and no mail is sent twice.</summary>
static class FaultyRehearsal
{
    public static async Task<int> Run(
        LocalHostSettings settings, FaultOptions wanted, DateTimeOffset? until, DateTimeOffset last, RehearsalFolder target, Stopwatch watch, IAnsiConsole console, CancellationToken cancellation)
    {
        var year = new FaultyYear(settings with { StateFile = target.State }, wanted);
        var progress = new RehearsalProgress(settings.Cycle.Plan);
        var kills = await KillsOf(settings with { EvidenceFolder = target.Undisturbed, Storage = null }, wanted, until, last, console, cancellation);
        var (host, rest) = await year.Live(kills, Year, cancellation);
        await using (host)
        {
            var report = await new YearJudge(host, settings.Scenario).Report(wanted, year.Troubles, year.Calls.Injected, cancellation);
            var summary = await target.Write(host, cancellation, report);
            RehearseCommand.Show(summary, target, watch.Elapsed, console);
            Tell(report, console);
            var code = await RehearseCommand.Judge(host, rest, console, timersMayFail: true);
            return report.Wrong.Count > 0 ? ExitCode.RunFailed : code;
        }

        Task<Rest> Year(LocalHost born)
        {
            born.Engine.Progressed += done => progress.Count(done, console.WriteLine);
            return RehearseCommand.RunToEnd(born, until, last, cancellation);
        }
    }

    /// <summary>Kills come where the work is, which a year tells in which nothing goes wrong.</summary>
    static async Task<IReadOnlyList<KillMoment>> KillsOf(
        LocalHostSettings settings, FaultOptions wanted, DateTimeOffset? until, DateTimeOffset last, IAnsiConsole console, CancellationToken cancellation)
    {
        if (wanted.Kills == 0)
        {
            return [];
        }

        console.WriteLine("First a year in which nothing goes wrong, to see where its work is.");
        return KillMoments.Of(await KillMoments.Steps(settings, host => RehearseCommand.RunToEnd(host, until, last, cancellation), cancellation), wanted);
    }

    static void Tell(FaultReport report, IAnsiConsole console)
    {
        foreach (var send in report.Undecidable)
        {
            console.WriteLine($"Undecidable: {send}");
        }

        foreach (var wrong in report.Wrong)
        {
            console.WriteLine($"Wrong: {wrong}");
        }

        console.WriteLine(report.Wrong.Count == 0 ? "No reply was lost or counted twice, and no mail was lost or sent twice." : $"{report.Wrong.Count} things went wrong that must not.");
    }
}
