using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Assessment.Evidence;

/// <summary>
/// Holds by the platform: an immutability policy and a legal hold on the blob's version, in a container with version-level immutability. Without
/// <paramref name="isLocked"/> a policy can still be taken back by an administrator.
/// </summary>
public sealed class BlobEvidenceHolds(BlobContainerClient container, bool isLocked) : IEvidenceHolds
{
    public async Task Hold(string name, EvidenceHold hold, CancellationToken cancellation = default)
    {
        var blob = Blob(name);
        var before = await Find(name, cancellation);
        var wanted = EvidenceHold.Both(before, hold);
        if (wanted.Until is { } until && until != before?.Until)
        {
            var policy = new BlobImmutabilityPolicy { ExpiresOn = until, PolicyMode = isLocked ? BlobImmutabilityPolicyMode.Locked : BlobImmutabilityPolicyMode.Unlocked };
            await blob.SetImmutabilityPolicyAsync(policy, cancellationToken: cancellation);
        }

        if (wanted.IsLegal && before is not { IsLegal: true })
        {
            await blob.SetLegalHoldAsync(true, cancellation);
        }
    }

    public async Task<EvidenceHold?> Find(string name, CancellationToken cancellation = default)
    {
        try
        {
            var properties = (await Blob(name).GetPropertiesAsync(cancellationToken: cancellation)).Value;
            var until = properties.ImmutabilityPolicy?.ExpiresOn;
            return until is null && !properties.HasLegalHold ? null : new EvidenceHold(until, properties.HasLegalHold);
        }
        catch (RequestFailedException failure) when (failure.ErrorCode == BlobErrorCode.BlobNotFound)
        {
            throw new FileNotFoundException($"No evidence is stored under '{name}'.", name, failure);
        }
    }

    BlobClient Blob(string name)
    {
        EvidenceName.Check(name);
        return container.GetBlobClient(name);
    }
}
