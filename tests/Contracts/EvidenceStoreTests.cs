using System.Text;
using Assessment.Evidence;
using Assessment.Host.Sandbox;
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
    public async Task A_container_that_is_not_there_is_an_error_and_not_a_missing_file()
        => await Assert.ThrowsAsync<Azure.RequestFailedException>(
            () => new BlobEvidenceStore(azurite.Blobs.GetBlobContainerClient("nowhere")).Open("R01/report.pdf"));
}
