using System.Text;
using System.Text.Json.Nodes;
using Assessment.Evidence;
using Assessment.Host.Sandbox;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Queues;

namespace Assessment.Tests.Contracts;

/// <summary>Verdicts of Defender for Storage as Event Grid puts them into a queue, on the storage emulator; Defender itself is not here.</summary>
[Collection(AzuriteTests.Name)]
public sealed class DefenderScanTests(AzuriteFixture azurite) : IAsyncLifetime, IDisposable
{
    const string Name = "my-tip-2025-annual-ksm/0a1b/01-laporan akhir.pdf";

    readonly SqliteRegister rows = new("Data Source=:memory:");
    readonly BlobContainerClient landing = azurite.Blobs.GetBlobContainerClient(azurite.NewName("landing"));
    readonly QueueClient queue = azurite.Queues.GetQueueClient(azurite.NewName("verdicts"));

    DefenderScan Scan => new(landing, queue, new Assessment.Register.Register(rows));

    public async Task InitializeAsync()
    {
        await landing.CreateAsync();
        await queue.CreateAsync();
    }

    public async Task DisposeAsync()
    {
        await landing.DeleteAsync();
        await queue.DeleteAsync();
    }

    public void Dispose() => rows.Dispose();

    [Fact]
    public async Task The_verdict_on_this_content_counts()
    {
        var file = await Land("laporan");
        Assert.Equal(ScanOutcome.NotYet, (await Scan.Look(file)).Outcome);

        await Tell(await ETag(), "No threats found");

        Assert.Equal(ScanVerdict.Clean, await Scan.Look(file));
        Assert.Equal(ScanVerdict.Clean, await Scan.Look(file));
        Assert.Empty((await queue.PeekMessagesAsync(32)).Value);
    }

    [Fact]
    public async Task Malware_is_named_and_a_later_verdict_does_not_undo_it()
    {
        var file = await Land("laporan");
        await Tell(await ETag(), "Malicious", "DOS/EICAR_Test_File");
        Assert.Equal(ScanVerdict.Malicious("DOS/EICAR_Test_File"), await Scan.Look(file));

        await Tell(await ETag(), "No threats found");
        await Scan.Look(file with { Name = await Other() });

        Assert.Equal(ScanVerdict.Malicious("DOS/EICAR_Test_File"), await Scan.Look(file));
    }

    [Fact]
    public async Task A_verdict_on_an_earlier_content_does_not_count()
    {
        var file = await Land("laporan");
        var before = await ETag();
        await landing.GetBlobClient(Name).UploadAsync(BinaryData.FromString("something else"), overwrite: true);

        await Tell(before, "No threats found");

        Assert.Equal(ScanOutcome.NotYet, (await Scan.Look(file)).Outcome);
    }

    [Fact]
    public async Task A_verdict_on_other_bytes_than_those_that_landed_is_none()
    {
        var file = await Land("laporan");
        await Tell(await ETag(), "No threats found", sha256: new string('A', 64));

        Assert.Equal(ScanVerdict.NotScanned($"Defender scanned other content, with the SHA-256 {new string('a', 64)}."), await Scan.Look(file));
    }

    [Theory]
    [InlineData("Not Scanned", "SAM259203: the blob is protected by a password.")]
    [InlineData("Error", "SAM259201: Scan failed - internal service error.")]
    [InlineData("Something new", "")]
    public async Task Whatever_is_not_called_free_of_threats_is_not_clean(string type, string reason)
    {
        var file = await Land("laporan");
        await Tell(await ETag(), type, reason: reason);

        Assert.Equal(ScanVerdict.NotScanned($"Defender: {type}. {reason}".TrimEnd()), await Scan.Look(file));
    }

    [Fact]
    public async Task What_cannot_be_read_is_left_and_does_not_hide_the_rest()
    {
        var file = await Land("laporan");
        await queue.SendMessageAsync("no json at all");
        await queue.SendMessageAsync("""{ "eventType": "Microsoft.Security.MalwareScanningResult", "data": { "scanResultType": "No threats found" } }""");
        await Tell(await ETag(), "No threats found");

        Assert.Equal(ScanVerdict.Clean, await Scan.Look(file));
        Assert.Equal(2, (await queue.GetPropertiesAsync()).Value.ApproximateMessagesCount);
    }

    [Fact]
    public async Task A_file_that_is_gone_will_have_no_verdict()
        => Assert.Equal(ScanOutcome.NotScanned, (await Scan.Look(new LandedFile("gone.pdf", new StoredContent("", 0)))).Outcome);

    [Fact]
    public void Events_come_one_or_several_in_either_schema()
    {
        var grid = Event(new Uri("https://acct.blob.core.windows.net/landing/a b.pdf"), "0x8D", "Malicious", "X", null, null);
        var cloud = grid.DeepClone().AsObject();
        cloud["type"] = cloud["eventType"]!.GetValue<string>();
        cloud.Remove("eventType");
        var foreign = new JsonObject { ["eventType"] = "Microsoft.Storage.BlobCreated", ["data"] = new JsonObject() };

        var read = DefenderVerdict.Read(new JsonArray(grid, cloud, foreign).ToJsonString())!;

        Assert.Equal([("X", "0x8D"), ("X", "0x8D")], read.Select(verdict => (verdict.Why, verdict.ETag)));
        Assert.Equal(DefenderVerdict.PartitionOf(new Uri("https://acct.blob.core.windows.net/landing/a%20b.pdf")), read[0].Partition);
        Assert.Equal(DefenderVerdict.IdOf("\"0x8D\""), read[0].Id);
    }

    async Task<LandedFile> Land(string content)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(content));
        return new LandedFile(Name, await new BlobEvidenceStore(landing).Store(Name, stream));
    }

    async Task<string> Other()
    {
        await landing.GetBlobClient("other.pdf").UploadAsync(BinaryData.FromString("other"));
        return "other.pdf";
    }

    async Task<string> ETag() => (await landing.GetBlobClient(Name).GetPropertiesAsync()).Value.ETag.ToString();

    /// <summary>As Event Grid delivers it: base64, the ETag without quotes, the address without escapes.</summary>
    async Task Tell(string etag, string type, string? malware = null, string? reason = null, string? sha256 = null)
    {
        var sent = Event(new Uri(Uri.UnescapeDataString(landing.GetBlobClient(Name).Uri.AbsoluteUri)), etag.Trim('"'), type, malware, reason, sha256);
        await queue.SendMessageAsync(Convert.ToBase64String(Encoding.UTF8.GetBytes(sent.ToJsonString())));
    }

    static JsonObject Event(Uri blob, string etag, string type, string? malware, string? reason, string? sha256) => new()
    {
        ["id"] = "52d00da0-8f1a-4c3c-aa2c-24831967356b",
        ["subject"] = "storageAccounts/acct/containers/landing/blobs/a.pdf",
        ["eventType"] = "Microsoft.Security.MalwareScanningResult",
        ["eventTime"] = "2024-12-12T03:00:00Z",
        ["dataVersion"] = "1.0",
        ["metadataVersion"] = "1",
        ["data"] = new JsonObject
        {
            ["correlationId"] = "52d00da0-8f1a-4c3c-aa2c-24831967356b",
            ["blobUri"] = blob.OriginalString,
            ["eTag"] = etag,
            ["scanFinishedTimeUtc"] = "2024-12-12T03:00:00Z",
            ["scanResultType"] = type,
            ["scanResultDetails"] = new JsonObject { ["malwareNamesFound"] = malware is null ? null : new JsonArray(malware), ["notScannedReason"] = reason, ["sha256"] = sha256 },
        },
    };
}
