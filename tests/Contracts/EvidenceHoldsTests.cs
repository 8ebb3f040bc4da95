using System.Net;
using Assessment.Evidence;
using Assessment.Host.Sandbox;
using Assessment.Tests.Year;
using Azure.Core.Pipeline;
using Azure.Storage.Blobs;

namespace Assessment.Tests.Contracts;

public sealed class EvidenceHoldsTests : IDisposable
{
    static readonly DateTimeOffset Until = new(2034, 12, 31, 15, 59, 59, TimeSpan.Zero);

    readonly TemporaryFolder folder = new();

    [Fact]
    public async Task Holds_on_a_disk_are_noted_beside_the_files_and_only_ever_grow()
    {
        var store = new DiskEvidenceStore(folder.Path);
        var holds = new DiskEvidenceHolds(folder.Path, store);
        using var content = new MemoryStream([1]);
        await store.Store("R01/report.pdf", content);
        Assert.Null(await holds.Find("R01/report.pdf"));

        await holds.Hold("R01/report.pdf", new EvidenceHold(Until, IsLegal: false));
        await holds.Hold("R01/report.pdf", new EvidenceHold(Until.AddYears(-1), IsLegal: true));

        Assert.Equal(new EvidenceHold(Until, IsLegal: true), await new DiskEvidenceHolds(folder.Path, store).Find("R01/report.pdf"));
        Assert.Equal("""{"until":"2034-12-31T15:59:59+00:00","isLegal":true}""", await File.ReadAllTextAsync(Path.Combine(folder.Path, "holds", "R01", "report.pdf.json")));
    }

    [Fact]
    public async Task What_was_never_stored_cannot_be_held()
        => await Assert.ThrowsAsync<FileNotFoundException>(() => new DiskEvidenceHolds(folder.Path, new DiskEvidenceStore(folder.Path)).Hold("R01/none.pdf", new EvidenceHold(null, IsLegal: true)));

    /// <summary>The storage emulator has neither immutability nor legal holds, so this checks what is asked of Azure and not what Azure does.</summary>
    [Fact]
    public async Task Azure_is_asked_for_a_policy_and_a_legal_hold_once()
    {
        var azure = new VersionLevelImmutability();
        var options = new BlobClientOptions { Transport = new HttpClientTransport(azure) };
        var holds = new BlobEvidenceHolds(new BlobContainerClient(new Uri("https://acct.blob.core.windows.net/vault"), options), isLocked: false);

        await holds.Hold("R01/report.pdf", new EvidenceHold(Until, IsLegal: true));
        await holds.Hold("R01/report.pdf", new EvidenceHold(Until.AddYears(-1), IsLegal: true));

        Assert.Equal(["immutabilityPolicies until Sun, 31 Dec 2034 15:59:59 GMT, unlocked", "legalhold True"], azure.Asked);
        Assert.Equal(new EvidenceHold(Until, IsLegal: true), await holds.Find("R01/report.pdf"));
    }

    public void Dispose() => folder.Dispose();

    /// <summary>One blob of an account that has version-level immutability, as its REST reference describes it.</summary>
    sealed class VersionLevelImmutability : HttpMessageHandler
    {
        string? until;
        string? mode;
        bool isHeld;

        public List<string> Asked { get; } = [];

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var query = request.RequestUri!.Query;
            if (query.Contains("comp=immutabilityPolicies", StringComparison.Ordinal))
            {
                (until, mode) = (Header(request, "x-ms-immutability-policy-until-date"), Header(request, "x-ms-immutability-policy-mode"));
                Asked.Add($"immutabilityPolicies until {until}, {mode.ToLowerInvariant()}");
            }
            else if (query.Contains("comp=legalhold", StringComparison.Ordinal))
            {
                isHeld = bool.Parse(Header(request, "x-ms-legal-hold"));
                Asked.Add($"legalhold {isHeld}");
            }

            return Task.FromResult(Properties());
        }

        HttpResponseMessage Properties()
        {
            var answer = new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent([]) };
            answer.Headers.TryAddWithoutValidation("ETag", "\"0x8D\"");
            answer.Headers.TryAddWithoutValidation("x-ms-legal-hold", isHeld ? "true" : "false");
            if (until is not null)
            {
                answer.Headers.TryAddWithoutValidation("x-ms-immutability-policy-until-date", until);
                answer.Headers.TryAddWithoutValidation("x-ms-immutability-policy-mode", mode);
            }

            return answer;
        }

        static string Header(HttpRequestMessage request, string name) => request.Headers.GetValues(name).Single();
    }
}
