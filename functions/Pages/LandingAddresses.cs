using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Sas;

namespace Assessment.Pages;

/// <summary>
/// Addresses in the landing container that let a browser make one new blob and nothing else: signed with a key that the storage account
/// gives the app's identity for an hour, so no secret of the account is involved.
/// </summary>
public sealed class LandingAddresses(BlobServiceClient service, string container, TimeProvider clock) : IDisposable
{
    static readonly TimeSpan Lasts = TimeSpan.FromHours(1);
    static readonly TimeSpan Renewed = TimeSpan.FromMinutes(15);
    static readonly TimeSpan ClocksDiffer = TimeSpan.FromMinutes(5);

    readonly SemaphoreSlim turn = new(1, 1);
    UserDelegationKey? key;

    public async Task<Uri> AddressFor(string piece, CancellationToken cancellation)
    {
        var signing = await Key(cancellation);
        var blob = service.GetBlobContainerClient(container).GetBlobClient(piece);
        var signed = new BlobSasBuilder(BlobSasPermissions.Create, signing.SignedExpiresOn)
        {
            BlobContainerName = container,
            BlobName = piece,
            Resource = "b",
            Protocol = SasProtocol.Https,
        };
        return new BlobUriBuilder(blob.Uri) { Sas = signed.ToSasQueryParameters(signing, service.AccountName) }.ToUri();
    }

    public void Dispose() => turn.Dispose();

    async Task<UserDelegationKey> Key(CancellationToken cancellation)
    {
        await turn.WaitAsync(cancellation);
        try
        {
            var now = clock.GetUtcNow();
            return key is { } present && present.SignedExpiresOn - now > Renewed
                ? present
                : key = (await service.GetUserDelegationKeyAsync(now - ClocksDiffer, now + Lasts, cancellation)).Value;
        }
        finally
        {
            turn.Release();
        }
    }
}
