using System.Buffers;
using System.Security.Cryptography;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace Assessment.Evidence;

/// <summary>
/// Evidence in a blob container. A blob appears whole, with its hash beside it, and is never written again. An upload that was cut off goes on with
/// the blocks that are there.
/// </summary>
public sealed class BlobEvidenceStore(BlobContainerClient container) : IEvidenceStore
{
    const int BlockSize = 4 * 1024 * 1024;
    const int BlocksAtOnce = 4;
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

    /// <summary>What fits into one block goes in one request; the rest in blocks, some at a time, so that memory does not grow with the file.</summary>
    static async Task<StoredContent> Upload(BlockBlobClient blob, Stream content, CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var first = ArrayPool<byte>.Shared.Rent(BlockSize);
        var length = await Fill(first, content, cancellation);
        hash.AppendData(first, 0, length);
        if (length == BlockSize)
        {
            return await UploadBlocks(blob, first, content, hash, cancellation);
        }

        var stored = new StoredContent(Convert.ToHexStringLower(hash.GetCurrentHash()), length);
        try
        {
            return await PutWhole(blob, first, stored, cancellation);
        }
        catch (RequestFailedException failure) when (failure.ErrorCode == BlobErrorCode.BlobAlreadyExists && length > 0)
        {
            // Blocks that a broken upload left behind may be in the way of a whole blob; they are none of another list of blocks.
            var id = Convert.ToBase64String(hash.GetCurrentHash());
            await PutBlock(blob, id, first, length, [], cancellation);
            return await PutTogether(blob, [id], stored, cancellation);
        }
    }

    static async Task<StoredContent> PutWhole(BlockBlobClient blob, byte[] buffer, StoredContent stored, CancellationToken cancellation)
    {
        using var whole = new MemoryStream(buffer, 0, (int)stored.Size, writable: false);
        await blob.UploadAsync(whole, new BlobUploadOptions { Metadata = MetadataOf(stored), Conditions = OnlyIfNew }, cancellation);
        ArrayPool<byte>.Shared.Return(buffer);
        return stored;
    }

    static async Task<StoredContent> UploadBlocks(BlockBlobClient blob, byte[] first, Stream content, IncrementalHash hash, CancellationToken cancellation)
    {
        var there = await BlocksThere(blob, cancellation);
        var (blocks, underWay) = (new List<string>(), new Queue<Task>());
        var (buffer, length, size) = (first, BlockSize, (long)BlockSize);
        try
        {
            do
            {
                blocks.Add(Convert.ToBase64String(hash.GetCurrentHash()));
                underWay.Enqueue(PutBlock(blob, blocks[^1], buffer, length, there, cancellation));
                if (underWay.Count == BlocksAtOnce)
                {
                    await underWay.Dequeue();
                }

                buffer = ArrayPool<byte>.Shared.Rent(BlockSize);
                length = await Fill(buffer, content, cancellation);
                hash.AppendData(buffer, 0, length);
                size += length;
            }
            while (length > 0);

            ArrayPool<byte>.Shared.Return(buffer);
            await Task.WhenAll(underWay);
            return await PutTogether(blob, blocks, new StoredContent(Convert.ToHexStringLower(hash.GetCurrentHash()), size), cancellation);
        }
        finally
        {
            // The first failure is on its way out already; nothing may go on behind it.
            await Task.WhenAll(underWay).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    static ValueTask<int> Fill(byte[] buffer, Stream content, CancellationToken cancellation)
        => content.ReadAtLeastAsync(buffer.AsMemory(0, BlockSize), BlockSize, throwOnEndOfStream: false, cancellation);

    /// <summary>The blocks that an upload left behind that was cut off; the next one goes on from there.</summary>
    static async Task<HashSet<string>> BlocksThere(BlockBlobClient blob, CancellationToken cancellation)
    {
        try
        {
            var list = (await blob.GetBlockListAsync(BlockListTypes.Uncommitted, cancellationToken: cancellation)).Value;
            return [.. list.UncommittedBlocks.Select(block => block.Name)];
        }
        catch (RequestFailedException failure) when (failure.ErrorCode == BlobErrorCode.BlobNotFound)
        {
            return [];
        }
    }

    // Two uploads of one name share the blob's uncommitted blocks. Named by the hash of all content up to their end,
    // blocks of the same name have the same content, so neither upload can end up with a block of the other.
    static async Task PutBlock(BlockBlobClient blob, string id, byte[] buffer, int length, HashSet<string> there, CancellationToken cancellation)
    {
        try
        {
            if (!there.Contains(id))
            {
                using var block = new MemoryStream(buffer, 0, length, writable: false);
                await blob.StageBlockAsync(id, block, cancellationToken: cancellation);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    static async Task<StoredContent> PutTogether(BlockBlobClient blob, List<string> blocks, StoredContent stored, CancellationToken cancellation)
    {
        await blob.CommitBlockListAsync(blocks, new CommitBlockListOptions { Metadata = MetadataOf(stored), Conditions = OnlyIfNew }, cancellation);
        return stored;
    }

    static Dictionary<string, string> MetadataOf(StoredContent stored) => new() { [HashKey] = stored.Sha256 };

    // Taken, under an immutability policy, or its blocks were cleared away by the upload that came first.
    static bool MayBeTaken(RequestFailedException failure)
        => failure.Status is 409 or 412 || failure.ErrorCode == BlobErrorCode.InvalidBlockList;
}
