using System.Security.Cryptography;
using System.Text;
using Assessment.Evidence;
using Assessment.Host.Sandbox;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Storage.Blobs;

namespace Assessment.Tests.Contracts;

public sealed class DiskEvidenceStoreInAFolder : EvidenceStoreContract, IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("assessment-evidence-").FullName;

    protected override IEvidenceStore Store => new DiskEvidenceStore(folder);

    [Fact]
    public async Task A_person_finds_the_file_under_its_name()
    {
        using var content = new MemoryStream("laporan"u8.ToArray());
        await Store.Store("R01/laporan.txt", content);

        Assert.Equal(["files/R01/laporan.txt"], Files());
        Assert.Equal("laporan", await File.ReadAllTextAsync(Path.Combine(folder, "files", "R01", "laporan.txt")));
    }

    [Fact]
    public async Task Nothing_unfinished_stays_on_the_disk()
    {
        await Content_that_breaks_off_leaves_nothing_behind();
        Assert.Equal(["files/R01/report.pdf"], Files());
    }

    IEnumerable<string> Files() => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        .Select(path => Path.GetRelativePath(folder, path).Replace('\\', '/'));

    public void Dispose() => Directory.Delete(folder, recursive: true);
}

[Collection(AzuriteTests.Name)]
public sealed class BlobEvidenceStoreOnAzurite(AzuriteFixture azurite) : EvidenceStoreContract, IAsyncLifetime
{
    readonly BlobContainerClient container = azurite.Blobs.GetBlobContainerClient(azurite.NewName("evidence"));

    protected override IEvidenceStore Store => new BlobEvidenceStore(container);

    public Task InitializeAsync() => container.CreateAsync();

    public Task DisposeAsync() => container.DeleteAsync();

    [Fact]
    public async Task The_hash_stands_beside_the_content()
    {
        using var content = new MemoryStream(new byte[5_000_000]);
        var stored = await Store.Store("R01/zeros.bin", content);

        var properties = await container.GetBlobClient("R01/zeros.bin").GetPropertiesAsync();
        Assert.Equal(stored.Sha256, properties.Value.Metadata["sha256"]);
    }

    [Fact]
    public async Task A_blob_that_another_tool_put_there_is_hashed_when_asked_for()
    {
        var foreign = "put there by hand"u8.ToArray();
        await container.GetBlobClient("R01/foreign.txt").UploadAsync(BinaryData.FromBytes(foreign));

        using var content = new MemoryStream(Encoding.UTF8.GetBytes("another"));
        Assert.Equal(new StoredContent(Sha256(foreign), foreign.Length), await Store.Store("R01/foreign.txt", content));
    }

    [Fact]
    public async Task An_upload_that_was_cut_off_goes_on_with_the_blocks_that_are_there()
    {
        var blocks = new BlockCount();
        var options = new BlobClientOptions();
        options.AddPolicy(blocks, HttpPipelinePosition.PerCall);
        var store = new BlobEvidenceStore(new BlobServiceClient(azurite.Connection, options).GetBlobContainerClient(container.Name));
        var content = new byte[26_000_000];
        new Random(1).NextBytes(content);

        await Assert.ThrowsAsync<IOException>(() => store.Store("R01/video.mp4", new CutStream(content, at: 18_000_000)));
        Assert.Equal(4, blocks.Staged);
        Assert.Equal(Sha256(content), (await store.Store("R01/video.mp4", new MemoryStream(content))).Sha256);

        Assert.Equal(7, blocks.Staged);
        await using var stored = await store.Open("R01/video.mp4");
        Assert.Equal(Sha256(content), Convert.ToHexStringLower(await SHA256.HashDataAsync(stored)));
    }

    [Fact]
    public async Task Blocks_of_other_content_under_the_same_name_are_not_taken()
    {
        var other = new byte[26_000_000];
        var content = new byte[26_000_000];
        new Random(2).NextBytes(content);

        await Assert.ThrowsAsync<IOException>(() => Store.Store("R01/video.mp4", new CutStream(other, at: 18_000_000)));

        Assert.Equal(Sha256(content), (await Store.Store("R01/video.mp4", new MemoryStream(content))).Sha256);
        await using var stored = await Store.Open("R01/video.mp4");
        Assert.Equal(Sha256(content), Convert.ToHexStringLower(await SHA256.HashDataAsync(stored)));
    }

    [Fact]
    public async Task A_container_that_is_not_there_is_an_error_and_not_a_missing_file()
        => await Assert.ThrowsAsync<Azure.RequestFailedException>(
            () => new BlobEvidenceStore(azurite.Blobs.GetBlobContainerClient("nowhere")).Open("R01/report.pdf"));
}

/// <summary>Counts the blocks that go over the wire.</summary>
sealed class BlockCount : HttpPipelineSynchronousPolicy
{
    int staged;

    public int Staged => staged;

    public override void OnSendingRequest(HttpMessage message)
    {
        if (message.Request.Uri.Query.Contains("comp=block&", StringComparison.Ordinal))
        {
            Interlocked.Increment(ref staged);
        }
    }
}

/// <summary>A line that goes down in the middle.</summary>
sealed class CutStream(byte[] content, int at) : MemoryStream(content, writable: false)
{
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        => Position >= at ? throw new IOException("The line is down.") : base.ReadAsync(buffer[..(int)Math.Min(buffer.Length, at - Position)], cancellationToken);
}
