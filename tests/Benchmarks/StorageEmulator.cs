using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace Assessment.Benchmarks;

/// <summary>Azurite on this machine, writing to a disk, on a port that the system picks; it ends with this process.</summary>
sealed partial class StorageEmulator : IDisposable
{
    const string Account = "assessment";
    const string Launcher = "process.stdin.on('end', () => process.exit(0)).resume(); require(process.argv[2]);";

    static readonly string Key = Convert.ToBase64String(Encoding.UTF8.GetBytes("only for the emulator of these benchmarks"));

    readonly string folder = Directory.CreateTempSubdirectory("assessment-azurite-").FullName;
    readonly Process process;

    StorageEmulator(string script)
    {
        var start = new ProcessStartInfo("node")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            WorkingDirectory = folder,
            Environment = { ["AZURITE_ACCOUNTS"] = $"{Account}:{Key}" },
        };
        foreach (var argument in new[] { "-e", Launcher, "azurite", script, "--blobHost", "127.0.0.1", "--blobPort", "0", "--queuePort", "0", "--tablePort", "0", "--skipApiVersionCheck", "--silent", "--disableTelemetry" })
        {
            start.ArgumentList.Add(argument);
        }

        process = Process.Start(start)!;
        while (process.StandardOutput.ReadLine() is { } line)
        {
            if (Listening().Match(line) is { Success: true } match)
            {
                Connection = $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={Key};BlobEndpoint={match.Groups["address"].Value}{Account}";
                return;
            }
        }

        throw new InvalidOperationException("The storage emulator ended before it listened.");
    }

    public string Connection { get; } = "";

    public static StorageEmulator Start()
    {
        var root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "Assessment.sln")))
        {
            root = Path.GetDirectoryName(root) ?? throw new InvalidOperationException("Run this inside the repository.");
        }

        var script = Path.Combine(root, "tests", "tools", "node_modules", "azurite", "dist", "src", "azurite.js");
        return File.Exists(script) ? new StorageEmulator(script) : throw new InvalidOperationException("The storage emulator is not installed: npm ci --prefix tests/tools.");
    }

    public void Dispose()
    {
        process.Kill(entireProcessTree: true);
        process.WaitForExit();
        process.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [GeneratedRegex("Azurite Blob service is successfully listening at (?<address>http://[0-9.:]+)")]
    private static partial Regex Listening();
}
