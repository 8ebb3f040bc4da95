using System.Globalization;
using Assessment.Host.Sandbox;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;

namespace Assessment.Tests.Contracts;

[CollectionDefinition(Name)]
public sealed class AzuriteTests : ICollectionFixture<AzuriteFixture>
{
    public const string Name = "Azurite";
}

/// <summary>Azure Storage on this machine: one emulator process for all contract tests.</summary>
public sealed class AzuriteFixture : IAsyncLifetime
{
    Azurite? azurite;
    int names;

    public TableServiceClient Tables { get; private set; } = null!;
    public BlobServiceClient Blobs { get; private set; } = null!;
    public QueueServiceClient Queues { get; private set; } = null!;
    public string Connection => azurite!.ConnectionString;

    /// <summary>A name that no other test of this run uses, fit for a table and for a container.</summary>
    public string NewName(string beginning) => beginning + Interlocked.Increment(ref names).ToString(CultureInfo.InvariantCulture);

    public async Task InitializeAsync()
    {
        var script = Repository.PathTo("tests", "tools", "node_modules", "azurite", "dist", "src", "azurite.js");
        if (!File.Exists(script))
            throw new InvalidOperationException("The storage emulator is not installed: run ./test, which installs it with npm ci --prefix tests/tools.");

        azurite = await Azurite.Start(script);
        Tables = new TableServiceClient(azurite.ConnectionString);
        Blobs = new BlobServiceClient(azurite.ConnectionString);
        Queues = new QueueServiceClient(azurite.ConnectionString);
    }

    public async Task DisposeAsync()
    {
        if (azurite is not null)
            await azurite.DisposeAsync();
    }
}
