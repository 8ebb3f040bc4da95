using System.Security.Cryptography;
using System.Text;

namespace Assessment.Tests.Browser;

/// <summary>A large file of plain rows, written in small steps.</summary>
static class Large
{
    public static async Task<string> Write(string path, long size)
    {
        var block = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 4096).Select(row => $"case {row:0000};yes\r\n"[..15] + "\n")));
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var file = File.Create(path);
        for (long written = 0; written < size; written += block.Length)
        {
            var length = (int)Math.Min(block.Length, size - written);
            await file.WriteAsync(block.AsMemory(0, length));
            hash.AppendData(block, 0, length);
        }

        return Convert.ToHexStringLower(hash.GetCurrentHash());
    }
}

/// <summary>By how much the managed memory of this process has grown at most since it was watched, what waits for the collector included.</summary>
sealed class MemoryWatch : IDisposable
{
    readonly long before = GC.GetTotalMemory(forceFullCollection: true);
    readonly Timer timer;
    long most;

    public MemoryWatch() => timer = new Timer(_ => Look(), null, 0, 50);

    public long Growth
    {
        get
        {
            Look();
            return Math.Max(0, Interlocked.Read(ref most) - before);
        }
    }

    public void Dispose() => timer.Dispose();

    void Look()
    {
        var now = GC.GetTotalMemory(forceFullCollection: false);
        if (now > Interlocked.Read(ref most))
        {
            Interlocked.Exchange(ref most, now);
        }
    }
}
