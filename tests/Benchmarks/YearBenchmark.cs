using System.Diagnostics;
using Assessment.Host.Commands;
using Spectre.Console;

namespace Assessment.Benchmarks;

/// <summary>A cycle's folder rehearsed several times in one process: the first time with the compiler's share, the others without.</summary>
static class YearBenchmark
{
    public static async Task<int> Run(string folder, int times)
    {
        for (var time = 1; time <= times; time++)
        {
            var watch = Stopwatch.StartNew();
            var code = await Rehearse(folder);
            Console.WriteLine($"{Path.GetFileName(folder)}, run {time}: {watch.Elapsed.TotalSeconds:0.00} s, exit code {code}, working set {Environment.WorkingSet >> 20} MB");
        }

        return 0;
    }

    public static async Task<int> Rehearse(string folder)
    {
        var output = Directory.CreateTempSubdirectory("assessment-year-").FullName;
        var key = output + "-key.pem";
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(TextWriter.Null), Interactive = InteractionSupport.No });
        var code = await RehearseCommand.Run(new RehearsalOptions(folder, null, output, null, null, key), console, CancellationToken.None);
        Directory.Delete(output, recursive: true);
        File.Delete(key);
        return code;
    }
}
