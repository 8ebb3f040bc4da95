using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Queues;

namespace Assessment.Evidence;

/// <summary>
/// Defender for Storage: it scans what lands by itself and tells by Event Grid into a queue. A verdict counts for exactly one content of a blob,
/// by its ETag; index tags are not looked at, because whoever can write a blob can write them.
/// </summary>
public sealed class DefenderScan(BlobContainerClient landing, QueueClient queue, Register.Register register) : IMalwareScan
{
    const int MostAtOnce = 32;

    /// <summary>More than one look ever takes in; what is left is for the next look.</summary>
    const int MostRounds = 50;

    static readonly TimeSpan Reserved = TimeSpan.FromMinutes(1);

    public async Task<ScanVerdict> Look(LandedFile file, CancellationToken cancellation = default)
    {
        var blob = landing.GetBlobClient(file.Name);
        if (await ETagOf(blob, cancellation) is not { } etag)
        {
            return ScanVerdict.NotScanned("The file is not in the landing place any more.");
        }

        if (await Known(blob.Uri, etag, cancellation) is { } known)
        {
            return known.On(file.Content);
        }

        await TakeIn(cancellation);
        return (await Known(blob.Uri, etag, cancellation))?.On(file.Content) ?? ScanVerdict.NotYet("Defender for Storage has not told its verdict.");
    }

    Task<DefenderVerdict?> Known(Uri blob, string etag, CancellationToken cancellation)
        => register.Find<DefenderVerdict>(DefenderVerdict.PartitionOf(blob), DefenderVerdict.IdOf(etag), cancellation);

    static async Task<string?> ETagOf(BlobClient blob, CancellationToken cancellation)
    {
        try
        {
            return (await blob.GetPropertiesAsync(cancellationToken: cancellation)).Value.ETag.ToString();
        }
        catch (RequestFailedException failure) when (failure.ErrorCode == BlobErrorCode.BlobNotFound)
        {
            return null;
        }
    }

    /// <summary>Writes down every verdict that has come, whichever file it is about. What cannot be read is left to expire.</summary>
    async Task TakeIn(CancellationToken cancellation)
    {
        for (var round = 0; round < MostRounds; round++)
        {
            var messages = (await queue.ReceiveMessagesAsync(MostAtOnce, Reserved, cancellation)).Value;
            foreach (var message in messages)
            {
                if (DefenderVerdict.Read(message.Body.ToString()) is { } verdicts)
                {
                    await Keep(verdicts, cancellation);
                    await queue.DeleteMessageAsync(message.MessageId, message.PopReceipt, cancellation);
                }
            }

            if (messages.Length < MostAtOnce)
            {
                return;
            }
        }
    }

    async Task Keep(IReadOnlyList<DefenderVerdict> verdicts, CancellationToken cancellation)
    {
        foreach (var verdict in verdicts)
        {
            if (!await register.Insert(verdict.Partition, verdict.Id, verdict, cancellation))
            {
                await register.Update<DefenderVerdict>(verdict.Partition, verdict.Id, before => DefenderVerdict.Standing(before, verdict), cancellation);
            }
        }
    }
}
