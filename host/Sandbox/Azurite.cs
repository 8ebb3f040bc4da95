using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace Assessment.Host.Sandbox;

/// <summary>
/// Azure Storage on this machine: the emulator in a process of its own, on loopback ports that the system picks, in memory. It ends with this
/// process, however that ends.
/// </summary>
public sealed partial class Azurite : IAsyncDisposable
{
    const string Account = "assessment";

    const string Tools = "tests/tools/node_modules/.bin";

    // The emulator ends with its standard input, so it cannot outlive us.
    const string Launcher = "process.stdin.on('end', () => process.exit(0)).resume(); require(process.argv[2]);";

    public const string WhatToDo =
        $"The storage emulator Azurite is in neither {Tools} nor on the PATH. Install it with 'npm ci --prefix tests/tools' or 'npm install -g azurite' (Node 20), "
        + "or name one that runs already with --azurite CONNECTIONSTRING.";

    static readonly string AccountKey = Convert.ToBase64String(Encoding.UTF8.GetBytes("only for the emulator on this machine"));
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    readonly string folder = Directory.CreateTempSubdirectory("assessment-azurite-").FullName;
    readonly ConcurrentQueue<string> output = new();
    readonly TaskCompletionSource<Uri> blobs = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly TaskCompletionSource<Uri> queues = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly TaskCompletionSource<Uri> tables = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly Process process;

    Azurite(string script) => process = Launch(script);

    public string ConnectionString { get; private set; } = "";

    /// <summary>Starts the emulator and waits until it answers.</summary>
    public static async Task<Azurite> Start(string script)
    {
        var azurite = new Azurite(script);
        azurite.ConnectionString = $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={AccountKey};"
            + $"BlobEndpoint={await azurite.Answer(azurite.blobs)}{Account};TableEndpoint={await azurite.Answer(azurite.tables)}{Account};QueueEndpoint={await azurite.Answer(azurite.queues)}{Account}";
        return azurite;
    }

    /// <summary>The emulator's script: among the tools of the tests, above this program or above the folder we are in, or on the PATH; null where there is none.</summary>
    public static string? Find()
    {
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return Above(Directory.GetCurrentDirectory()).Concat(Above(AppContext.BaseDirectory)).Select(above => Path.Combine(above, Tools)).Concat(path)
            .Select(directory => Path.Combine(directory, "azurite"))
            .Where(File.Exists)
            .Select(file => File.ResolveLinkTarget(file, returnFinalTarget: true)?.FullName ?? file)
            .FirstOrDefault();
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    static IEnumerable<string> Above(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
        {
            yield return at.FullName;
        }
    }

    Process Launch(string script)
    {
        var start = new ProcessStartInfo("node")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
            Environment = { ["AZURITE_ACCOUNTS"] = $"{Account}:{AccountKey}" },
        };
        string[] arguments =
        [
            "-e", Launcher, "azurite", script,
            "--blobHost", "127.0.0.1", "--queueHost", "127.0.0.1", "--tableHost", "127.0.0.1",
            "--blobPort", "0", "--queuePort", "0", "--tablePort", "0",
            "--skipApiVersionCheck", "--inMemoryPersistence", "--silent", "--disableTelemetry",
        ];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return Watch(Process.Start(start) ?? throw new InvalidOperationException("The storage emulator did not start."));
    }

    Process Watch(Process started)
    {
        started.OutputDataReceived += (_, line) => Hear(line.Data);
        started.ErrorDataReceived += (_, line) => Hear(line.Data);
        started.EnableRaisingEvents = true;
        started.Exited += (_, _) => Fail(Silence("ended"));
        started.BeginOutputReadLine();
        started.BeginErrorReadLine();
        return started;
    }

    void Hear(string? line)
    {
        if (line is null)
        {
            return;
        }

        output.Enqueue(line);
        if (Listening().Match(line) is { Success: true } match)
        {
            ServiceOf(match.Groups["service"].Value).TrySetResult(new Uri(match.Groups["address"].Value));
        }
    }

    TaskCompletionSource<Uri> ServiceOf(string name) => name switch { "Blob" => blobs, "Queue" => queues, _ => tables };

    async Task<Uri> Answer(TaskCompletionSource<Uri> service)
    {
        try
        {
            return await service.Task.WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            throw Silence("did not answer within two minutes");
        }
    }

    void Fail(InvalidOperationException failure)
    {
        blobs.TrySetException(failure);
        queues.TrySetException(failure);
        tables.TrySetException(failure);
    }

    InvalidOperationException Silence(string how) => new($"The storage emulator {how}. It said:{Environment.NewLine}{string.Join(Environment.NewLine, output)}");

    [GeneratedRegex("Azurite (?<service>Blob|Queue|Table) service is successfully listening at (?<address>http://[0-9.:]+)")]
    private static partial Regex Listening();
}
