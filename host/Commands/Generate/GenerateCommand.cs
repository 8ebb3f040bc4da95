using System.CommandLine;

namespace Assessment.Host.Commands.Generate;

/// <summary><c>assess generate --agencies N --recommendations M --rounds K --seed S --out DIR</c>: an invented cycle of any size.</summary>
public static class GenerateCommand
{
    public static Command Create()
    {
        var agencies = Number("--agencies", "How many agencies are asked.", 40);
        var recommendations = Number("--recommendations", "How many recommendations the plan has.", 17);
        var rounds = Number("--rounds", "How many rounds the year has.", 3);
        var seed = Number("--seed", "The same seed gives the same files, byte for byte.", 1);
        var folder = new Option<DirectoryInfo>("--out") { Description = "The folder to write; it must be new or empty.", Required = true };
        var command = new Command("generate", "Writes an invented cycle: the plan, its people, how they behave and the files they send.")
        {
            agencies, recommendations, rounds, seed, folder,
        };
        command.SetAction(parsed => Generate(
            new CycleSize(parsed.GetValue(agencies), parsed.GetValue(recommendations), parsed.GetValue(rounds), parsed.GetValue(seed)),
            parsed.GetRequiredValue(folder).FullName,
            parsed.InvocationConfiguration.Output,
            parsed.InvocationConfiguration.Error));
        return command;
    }

    /// <summary>The exit code: 0 when the folder was written, else 1 and nothing was written.</summary>
    internal static int Generate(CycleSize size, string folder, TextWriter output, TextWriter error)
    {
        if ((size.Fault ?? FaultOf(folder)) is { } fault)
        {
            error.WriteLine(fault);
            return 1;
        }

        var files = 0;
        foreach (var file in GeneratedCycle.Files(size))
        {
            Write(folder, file);
            files++;
        }

        output.WriteLine($"{folder}: {files} files. Agencies: {size.Agencies}, ministries: {size.Ministries}, recommendations: {size.Recommendations}, "
            + $"rounds: {size.Rounds}, items for each agency and round: {size.ItemsPerAgency}.");
        return 0;
    }

    static string? FaultOf(string folder)
    {
        if (File.Exists(folder))
            return $"'{folder}' is a file. Name a folder that is new or empty.";

        return Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()
            ? $"'{folder}' is not empty. Name a folder that is new or empty: nothing is overwritten."
            : null;
    }

    static void Write(string folder, GeneratedFile file)
    {
        var path = Path.Combine(folder, Path.Combine(file.Path.Split('/')));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, file.Content);
    }

    static Option<int> Number(string name, string description, int otherwise) =>
        new(name) { Description = description, DefaultValueFactory = _ => otherwise };
}
