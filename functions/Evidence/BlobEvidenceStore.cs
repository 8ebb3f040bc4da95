using System.Buffers;
using System.Security.Cryptography;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace Assessment.Evidence;

/// <summary>Evidence in a blob container. A blob appears whole, with its hash beside it, and is never written again.</summary>
public sealed class BlobEvidenceStore(BlobContainerClient container) : IEvidenceStore
{
    const int BlockSize = 4 * 1024 * 1024;
    const string HashKey = "sha256";

    static readonly BlobRequestConditions OnlyIfNew = new() { IfNoneMatch = ETag.All };

    public async Task<StoredContent> Store(string name, Stream content, CancellationToken cancellation = default)
    {
        var blob = Blob(name);
        if (await Stored(blob, cancellation) is { } before)
            return before;

        try
        {
            return await Upload(blob, content, cancellation);
        }
        catch (RequestFailedException failure) when (MayBeTaken(failure))
        {
            if (await Stored(blob, cancellation) is { } first)
                return first;

            throw;
        }
    }

    public async Task<Stream> Open(string name, CancellationToken cancellation = default)
    {
        try
        {
            return await Blob(name).OpenReadAsync(new BlobOpenReadOptions(allowModifications: false), cancellation);
        }
        catch (RequestFailedException failure) when (failure.ErrorCode == BlobErrorCode.BlobNotFound)
        {
            throw new FileNotFoundException($"No evidence is stored under '{name}'.", name, failure);
        }
    }

    BlockBlobClient Blob(string name)
    {
        EvidenceName.Check(name);
        return container.GetBlockBlobClient(name);
    }

    static async Task<StoredContent?> Stored(BlockBlobClient blob, CancellationToken cancellation)
    {
        try
        {
            var properties = (await blob.GetPropertiesAsync(cancellationToken: cancellation)).Value;
            var hash = properties.Metadata.TryGetValue(HashKey, out var known) ? known : await Hash(blob, cancellation);
            return new StoredContent(hash, properties.ContentLength);
        }
        catch (RequestFailedException failure) when (failure.ErrorCode == BlobErrorCode.BlobNotFound)
        {
            return null;
        }
    }

    // Only for blobs that another tool put there, without our metadata.
    static async Task<string> Hash(BlockBlobClient blob, CancellationToken cancellation)
    {
        await using var content = await blob.OpenReadAsync(new BlobOpenReadOptions(allowModifications: false), cancellation);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancellation));
    }

    static async Task<StoredContent> Upload(BlockBlobClient blob, Stream content, CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(BlockSize);
        try
        {
            var blocks = new List<string>();
            long size = 0;
            while (await Fill(buffer, content, cancellation) is var length and > 0)
            {
                hash.AppendData(buffer, 0, length);
                size += length;
                blocks.Add(await PutBlock(blob, buffer, length, hash, cancellation));
            }

            return await PutTogether(blob, blocks, new StoredContent(Convert.ToHexStringLower(hash.GetCurrentHash()), size), cancellation);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    static ValueTask<int> Fill(byte[] buffer, Stream content, CancellationToken cancellation)
        => content.ReadAtLeastAsync(buffer.AsMemory(0, BlockSize), BlockSize, throwOnEndOfStream: false, cancellation);

    // Two uploads of one name share the blob's uncommitted blocks. Named by the hash of all content up to their end,
    // blocks of the same name have the same content, so neither upload can end up with a block of the other.
    static async Task<string> PutBlock(BlockBlobClient blob, byte[] buffer, int length, IncrementalHash hash, CancellationToken cancellation)
    {
        using var block = new MemoryStream(buffer, 0, length, writable: false);
        var id = Convert.ToBase64String(hash.GetCurrentHash());
        await blob.StageBlockAsync(id, block, cancellationToken: cancellation);
        return id;
    }

    static async Task<StoredContent> PutTogether(BlockBlobClient blob, List<string> blocks, StoredContent stored, CancellationToken cancellation)
    {
        var options = new CommitBlockListOptions { Metadata = new Dictionary<string, string> { [HashKey] = stored.Sha256 }, Conditions = OnlyIfNew };
        await blob.CommitBlockListAsync(blocks, options, cancellation);
        return stored;
    }

    // Taken, under an immutability policy, or its blocks were cleared away by the upload that came first.
    static bool MayBeTaken(RequestFailedException failure)
        => failure.Status is 409 or 412 || failure.ErrorCode == BlobErrorCode.InvalidBlockList;
}
