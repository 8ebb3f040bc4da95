using System.Buffers;
using System.Security.Cryptography;
using Assessment.Evidence;

namespace Assessment.Host.Sandbox;

/// <summary>
/// Evidence in a folder: <c>files/</c> holds what is stored, <c>incoming/</c> what is still being written. A store that need not survive
/// a loss of power, as in a rehearsal that keeps no state, does without waiting for the disk.
/// </summary>
public sealed class DiskEvidenceStore(string folder, bool isSynced = true) : IEvidenceStore
{
    const int BufferSize = 128 * 1024;

    readonly string files = Path.GetFullPath(Path.Combine(folder, "files"));
    readonly string incoming = Path.GetFullPath(Path.Combine(folder, "incoming"));

    public async Task<StoredContent> Store(string name, Stream content, CancellationToken cancellation = default)
    {
        var path = PathOf(name);
        if (File.Exists(path))
            return await Stored(path, cancellation);

        Directory.CreateDirectory(incoming);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var written = Path.Combine(incoming, Path.GetRandomFileName());
        try
        {
            var stored = await Write(written, content, cancellation);
            return TryMove(written, path) ? stored : await Stored(path, cancellation);
        }
        finally
        {
            File.Delete(written);
        }
    }

    public Task<Stream> Open(string name, CancellationToken cancellation = default)
    {
        var path = PathOf(name);
        cancellation.ThrowIfCancellationRequested();
        return File.Exists(path)
            ? Task.FromResult<Stream>(OpenFile(path))
            : throw new FileNotFoundException($"No evidence is stored under '{name}'.", name);
    }

    string PathOf(string name)
    {
        EvidenceName.Check(name);
        return Path.Combine([files, .. name.Split('/')]);
    }

    static FileStream OpenFile(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.Read, BufferSize, FileOptions.Asynchronous);

    static async Task<StoredContent> Stored(string path, CancellationToken cancellation)
    {
        await using var file = OpenFile(path);
        return new StoredContent(Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellation)), file.Length);
    }

    async Task<StoredContent> Write(string path, Stream content, CancellationToken cancellation)
    {
        await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        var stored = await Copy(content, file, cancellation);
        file.Flush(flushToDisk: isSynced);
        return stored;
    }

    static async Task<StoredContent> Copy(Stream content, FileStream file, CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            while (await content.ReadAsync(buffer, cancellation) is var length and > 0)
            {
                hash.AppendData(buffer, 0, length);
                file.Write(buffer, 0, length);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return new StoredContent(Convert.ToHexStringLower(hash.GetCurrentHash()), file.Length);
    }

    /// <summary>Moves the whole file into place in one step, unless another one was faster.</summary>
    static bool TryMove(string written, string path)
    {
        try
        {
            File.Move(written, path, overwrite: false);
            return true;
        }
        catch (IOException) when (File.Exists(path))
        {
            return false;
        }
    }
}
