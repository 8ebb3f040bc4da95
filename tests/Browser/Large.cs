using System.Security.Cryptography;
using System.Text;

namespace Assessment.Tests.Browser;

/// <summary>A large file of plain rows, written in small steps.</summary>
static class Large
{
    public static async Task<string> Write(string path, long size)
    {
        var block = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("screened;yes;no\n", 4096)));
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

/// <summary>By how much the living memory of this process has grown at most since it was watched; what only waits for the collector does not count.</summary>
sealed class MemoryWatch : IDisposable
{
    readonly long before = GC.GetTotalMemory(forceFullCollection: true);
    readonly Timer timer;
    long most;

    public MemoryWatch() => timer = new Timer(_ => Look(), null, 0, 250);

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
        var now = GC.GetTotalMemory(forceFullCollection: true);
        if (now > Interlocked.Read(ref most))
        {
            Interlocked.Exchange(ref most, now);
        }
    }
}
