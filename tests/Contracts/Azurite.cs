using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;

namespace Assessment.Tests.Contracts;

[CollectionDefinition(Name)]
public sealed class AzuriteTests : ICollectionFixture<AzuriteFixture>
{
    public const string Name = "Azurite";
}

/// <summary>Azure Storage on this machine: one emulator process for all contract tests, on ports that the system picks.</summary>
public sealed partial class AzuriteFixture : IAsyncLifetime
{
    const string Account = "assessment";

    // The emulator ends with its standard input, so it cannot outlive the tests, however they end.
    const string Launcher = "process.stdin.on('end', () => process.exit(0)).resume(); require(process.argv[2]);";

    static readonly string AccountKey = Convert.ToBase64String(Encoding.UTF8.GetBytes("only for the emulator of these tests"));

    readonly string folder = Directory.CreateTempSubdirectory("assessment-azurite-").FullName;
    readonly ConcurrentQueue<string> output = new();
    readonly TaskCompletionSource<Uri> blobs = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly TaskCompletionSource<Uri> tables = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly TaskCompletionSource<Uri> queues = new(TaskCreationOptions.RunContinuationsAsynchronously);
    Process? process;
    int names;

    public TableServiceClient Tables { get; private set; } = null!;
    public BlobServiceClient Blobs { get; private set; } = null!;
    public QueueServiceClient Queues { get; private set; } = null!;
    public string Connection { get; private set; } = "";

    /// <summary>A name that no other test of this run uses, fit for a table and for a container.</summary>
    public string NewName(string beginning) => beginning + Interlocked.Increment(ref names).ToString(CultureInfo.InvariantCulture);

    public async Task InitializeAsync()
    {
        process = Start();
        Connection = $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={AccountKey};"
            + $"BlobEndpoint={await Answer(blobs)}{Account};TableEndpoint={await Answer(tables)}{Account};QueueEndpoint={await Answer(queues)}{Account}";
        Tables = new TableServiceClient(Connection);
        Blobs = new BlobServiceClient(Connection);
        Queues = new QueueServiceClient(Connection);
    }

    public async Task DisposeAsync()
    {
        if (process is not null)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
        }

        Directory.Delete(folder, recursive: true);
    }

    Process Start()
    {
        var script = Repository.PathTo("tests", "tools", "node_modules", "azurite", "dist", "src", "azurite.js");
        if (!File.Exists(script))
            throw new InvalidOperationException("The storage emulator is not installed: run ./test, which installs it with npm ci --prefix tests/tools.");

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
            start.ArgumentList.Add(argument);

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
            return;

        output.Enqueue(line);
        if (Listening().Match(line) is { Success: true } match)
            ServiceOf(match.Groups["service"].Value).TrySetResult(new Uri(match.Groups["address"].Value));
    }

    TaskCompletionSource<Uri> ServiceOf(string name) => name switch { "Blob" => blobs, "Queue" => queues, _ => tables };

    async Task<Uri> Answer(TaskCompletionSource<Uri> service)
    {
        try
        {
            return await service.Task.WaitAsync(TimeSpan.FromMinutes(2));
        }
        catch (TimeoutException)
        {
            throw Silence("did not answer within two minutes");
        }
    }

    void Fail(InvalidOperationException failure)
    {
        blobs.TrySetException(failure);
        tables.TrySetException(failure);
        queues.TrySetException(failure);
    }

    InvalidOperationException Silence(string how) => new($"The storage emulator {how}. It said:{Environment.NewLine}{string.Join(Environment.NewLine, output)}");

    [GeneratedRegex("Azurite (?<service>Blob|Queue|Table) service is successfully listening at (?<address>http://[0-9.:]+)")]
    private static partial Regex Listening();
}
