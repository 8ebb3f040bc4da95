using System.Diagnostics;
using System.Globalization;
using Assessment.Host.Commands.Generate;

namespace Assessment.Benchmarks;

/// <summary>Synthetic cycles of 25 to 200 agencies, each rehearsed in a process of its own: how time and memory grow.</summary>
static class GrowthBenchmark
{
    static readonly int[] Sizes = [25, 50, 100, 200];

    public static async Task<int> Run()
    {
        var points = new List<(int Agencies, double Seconds, double Megabytes)>();
        foreach (var agencies in Sizes)
        {
            var folder = Directory.CreateTempSubdirectory("assessment-growth-").FullName;
            await Generate(folder, agencies);
            var (seconds, megabytes) = await Rehearse(folder);
            points.Add((agencies, seconds, megabytes));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{agencies,4} agencies: {seconds,6:0.0} s, {megabytes,5:0} MB at most"));
            Directory.Delete(folder, recursive: true);
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Exponent of time {Exponent(points.Select(point => (point.Agencies, point.Seconds))):0.00}, of memory {Exponent(points.Select(point => (point.Agencies, point.Megabytes))):0.00} (1 is linear)."));
        return 0;
    }

    /// <summary>One rehearsal in this process; the parent reads the last line.</summary>
    public static async Task<int> Once(string folder)
    {
        var watch = Stopwatch.StartNew();
        var code = await YearBenchmark.Rehearse(folder);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{watch.Elapsed.TotalSeconds} {PeakMegabytes()}"));
        return code;
    }

    static async Task Generate(string folder, int agencies)
    {
        foreach (var file in GeneratedCycle.Files(new CycleSize(agencies, 40, 4, 1)))
        {
            var path = Path.Combine(folder, file.Path);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllBytesAsync(path, file.Content);
        }
    }

    static async Task<(double Seconds, double Megabytes)> Rehearse(string folder)
    {
        using var child = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [.. Self(), "once", folder]) { RedirectStandardOutput = true })!;
        var output = await child.StandardOutput.ReadToEndAsync();
        await child.WaitForExitAsync();
        if (child.ExitCode != 0)
        {
            throw new InvalidOperationException($"The rehearsal ended with {child.ExitCode}: {output}");
        }

        var figures = output.Trim().Split('\n')[^1].Split(' ').Select(figure => double.Parse(figure, CultureInfo.InvariantCulture)).ToList();
        return (figures[0], figures[1]);
    }

    /// <summary>Under `dotnet FILE.dll` the process is dotnet, which wants the file again.</summary>
    static string[] Self() => Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [typeof(GrowthBenchmark).Assembly.Location] : [];

    static double PeakMegabytes()
    {
        using var self = Process.GetCurrentProcess();
        return self.PeakWorkingSet64 / 1048576.0;
    }

    /// <summary>The slope of the least-squares line through the logarithms.</summary>
    static double Exponent(IEnumerable<(int Agencies, double Value)> points)
    {
        var logs = points.Select(point => (X: Math.Log(point.Agencies), Y: Math.Log(point.Value))).ToList();
        var (x, y) = (logs.Average(log => log.X), logs.Average(log => log.Y));
        return logs.Sum(log => (log.X - x) * (log.Y - y)) / logs.Sum(log => (log.X - x) * (log.X - x));
    }
}
