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
            var output = Directory.CreateTempSubdirectory("assessment-year-").FullName;
            var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(TextWriter.Null), Interactive = InteractionSupport.No });
            var watch = Stopwatch.StartNew();
            var code = await RehearseCommand.Run(new RehearsalOptions(folder, null, output, null, null, Path.Combine(output + "-key.pem")), console, CancellationToken.None);
            Console.WriteLine($"{Path.GetFileName(folder)}, run {time}: {watch.Elapsed.TotalSeconds:0.00} s, exit code {code}, working set {Environment.WorkingSet >> 20} MB");
            Directory.Delete(output, recursive: true);
            File.Delete(output + "-key.pem");
        }

        return 0;
    }
}
