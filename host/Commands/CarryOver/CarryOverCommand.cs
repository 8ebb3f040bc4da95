using System.CommandLine;
using System.Security.Cryptography;
using System.Text;
using Assessment.Cycle;
using Assessment.Submission;

namespace Assessment.Host.Commands.CarryOver;

/// <summary><c>assess carry-over FOLDER</c>: next year's plan from this year's and the package that was submitted. Nothing is written unless all of it is.</summary>
static class CarryOverCommand
{
    const string RecommendationsFile = "recommendations.yaml";

    public static Command Create()
    {
        var folder = new Argument<DirectoryInfo>("cycle folder") { Description = "The folder of the year that ends." };
        var package = new Option<FileInfo>("--package") { Description = "The sealed package that was submitted for the year, usually that of its annual round.", Required = true };
        var output = new Option<DirectoryInfo>("--out") { Description = "Where next year's folder is written; it must be empty or not there.", Required = true };
        var recommendations = new Option<FileInfo?>("--recommendations") { Description = "Next year's list, in the format of recommendations.yaml; 'was: R03' names the code of last year where it changed. Without it all are kept." };
        var id = new Option<string?>("--id") { Description = "The id of next year's cycle; the default is this year's with the year in it counted on." };
        var key = new Option<FileInfo?>("--key") { Description = "The secretariat's key in PEM; the package must be signed with it." };
        var command = new Command("carry-over", "Makes next year's plan: recommendations kept, dropped and new, last year's answers and figures, people checked for validity.")
        {
            folder, package, output, recommendations, id, key,
        };
        command.SetAction((parsed, cancellation) => Run(
            new CarryOverOptions(
                parsed.GetRequiredValue(folder).FullName,
                parsed.GetRequiredValue(package).FullName,
                parsed.GetRequiredValue(output).FullName,
                parsed.GetValue(recommendations)?.FullName,
                parsed.GetValue(id),
                parsed.GetValue(key)?.FullName),
            parsed.InvocationConfiguration.Output,
            cancellation));
        return command;
    }

    public static async Task<int> Run(CarryOverOptions options, TextWriter output, CancellationToken cancellation)
    {
        try
        {
            return await Carry(options, output, cancellation);
        }
        catch (RefusedException refused)
        {
            await output.WriteLineAsync(refused.Message);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            await output.WriteLineAsync($"{fault.Message} Correct it, and run the command again.");
        }

        return ExitCode.InputIsWrong;
    }

    static async Task<int> Carry(CarryOverOptions options, TextWriter output, CancellationToken cancellation)
    {
        RefuseUsed(options.Output);
        var folder = ReadFolder(options.Folder);
        var last = folder.Plan;
        var list = options.Recommendations is { } file ? ReadList(file, folder) : null;
        var id = IdOf(last, options.Id);
        var submitted = await ReadPackage(options, last, cancellation);

        var year = Assessment.Cycle.CarryOver.Of(last, submitted.Content, list, id);
        var files = new Dictionary<string, byte[]>(PlanWriter.Write(year.Next), StringComparer.Ordinal);
        var faults = PlanReader.Read(files, year.Next.Cycle.Starts).Faults;
        var source = new CarryOverSource(submitted.Content.Package, submitted.Content.Manifest, submitted.Fingerprint, options.Key is not null);
        var report = CarryOverReport.Write(year, source, faults);
        files[CarryOverReport.FileName] = Encoding.UTF8.GetBytes(report);

        WriteFolder(options.Output, files);
        await output.WriteLineAsync(report);
        await output.WriteLineAsync($"Next year's folder: {Path.GetRelativePath(Directory.GetCurrentDirectory(), options.Output)}");
        if (faults.Any(fault => fault.Severity == Severity.Error))
            await output.WriteLineAsync("It cannot be started before the errors above are corrected.");

        return ExitCode.Done;
    }

    static void RefuseUsed(string folder)
    {
        if (File.Exists(folder) || (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()))
            throw new RefusedException($"{folder} is not an empty folder. Name another with --out, or empty it.");
    }

    static CycleFolder ReadFolder(string path)
    {
        var (folder, faults) = CycleFolder.Read(path, null);
        return folder ?? throw Refused(faults, "the cycle's folder");
    }

    /// <summary>Next year's list, checked against this year's organisations, and its 'was' against this year's codes.</summary>
    static IReadOnlyList<Recommendation> ReadList(string path, CycleFolder folder)
    {
        var content = File.ReadAllBytes(path);
        var together = new Dictionary<string, byte[]>(folder.Files, StringComparer.Ordinal) { [RecommendationsFile] = content };
        var faults = PlanReader.Read(together, folder.Plan.Cycle.Starts).Faults
            .Where(fault => fault.File == RecommendationsFile)
            .Select(fault => fault with { File = Path.GetFileName(path) })
            .ToList();
        if (PlanReader.ReadRecommendations(path, content).Recommendations is not { } list || faults.Exists(fault => fault.Severity == Severity.Error))
            throw Refused(faults, "next year's list");

        return list.FirstOrDefault(next => next.Was is { } was && !folder.Plan.Recommendations.Any(before => before.Code == was)) is { } unknown
            ? throw new RefusedException($"{Path.GetFileName(path)}: {unknown.Code} says 'was: {unknown.Was}', but this year has no recommendation {unknown.Was}. Correct it, or leave 'was' out.")
            : list;
    }

    static RefusedException Refused(IReadOnlyList<PlanFault> faults, string what) => new(string.Join('\n',
        faults.Where(fault => fault.Severity == Severity.Error).Select(fault => fault.ToString()).Append($"Nothing was written: correct {what} first.")));

    static string IdOf(Plan last, string? given)
    {
        var id = given ?? YearInText.Next(last.Cycle.Id);
        if (id == last.Cycle.Id)
            throw new RefusedException($"Next year's cycle needs an id of its own, and '{id}' is that of this year. Name one with --id.");

        return PlanKinds.Id.TryRead(id, out _) && id.Length > 0
            ? id
            : throw new RefusedException($"--id: '{id}' is not an id. Write {PlanKinds.Id.Example}.");
    }

    static async Task<SubmittedYear> ReadPackage(CarryOverOptions options, Plan last, CancellationToken cancellation)
    {
        using var key = options.Key is { } path ? ReadKey(path) : null;
        var (submitted, refusal) = await SubmittedYear.Read(options.Package, key, cancellation);
        if (submitted is null)
            throw new RefusedException(refusal!);

        if (submitted.Content.Cycle != last.Cycle.Id)
            throw new RefusedException($"The package is of cycle {submitted.Content.Cycle}, the folder of cycle {last.Cycle.Id}. Name a package of this cycle.");

        return last.Rounds.Any(round => round.Id == submitted.Content.Round)
            ? submitted
            : throw new RefusedException($"The package is of round {submitted.Content.Round}, which the folder does not have. Name the folder that the package was made from.");
    }

    static ECDsa ReadKey(string path)
    {
        try
        {
            return SigningKey.Read(path);
        }
        catch (Exception fault) when (fault is FormatException or CryptographicException)
        {
            throw new RefusedException($"--key: {fault.Message}");
        }
    }

    /// <summary>The folder appears whole or not at all: it is written beside its place and moved there.</summary>
    static void WriteFolder(string folder, IReadOnlyDictionary<string, byte[]> files)
    {
        var parent = Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(folder))!;
        Directory.CreateDirectory(parent);
        var partial = Path.Combine(parent, $".{Path.GetFileName(Path.TrimEndingDirectorySeparator(folder))}.partial");
        if (Directory.Exists(partial))
            Directory.Delete(partial, recursive: true);

        Directory.CreateDirectory(partial);
        foreach (var (name, content) in files)
        {
            File.WriteAllBytes(Path.Combine(partial, name), content);
        }

        if (Directory.Exists(folder))
            Directory.Delete(folder);

        Directory.Move(partial, folder);
    }
}

public sealed record CarryOverOptions(string Folder, string Package, string Output, string? Recommendations, string? Id, string? Key);

/// <summary>Input that a person must correct; the message says how.</summary>
sealed class RefusedException(string message) : Exception(message);
