using System.IO.Compression;
using Assessment.Evidence;

namespace Assessment.Host.Sandbox;

/// <summary>
/// A scan that knows one thing: the test file that all virus scanners agree to find (EICAR), by itself or in archives inside archives as far as they
/// are looked into. It makes a rehearsal tell the story of an infected file; it protects nobody.
/// </summary>
public sealed class LocalScan(EvidencePlaces places) : IMalwareScan
{
    public const string Malware = "Eicar-Test-Signature";

    const int MostNesting = 3;
    const int PieceBytes = 64 * 1024;

    // In two parts, so that no scanner takes this program for the test file.
    static readonly byte[] Signature = [.. @"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STAND"u8, .. "ARD-ANTIVIRUS-TEST-FILE!$H+H*"u8];

    public async Task<ScanVerdict> Look(LandedFile file, CancellationToken cancellation = default)
        => await Holds(() => places.Landing.Open(file.Name, cancellation), new Budget(), 0, cancellation) ? ScanVerdict.Malicious(Malware) : ScanVerdict.Clean;

    /// <summary>The test file, made anew each time: it lies nowhere in this program.</summary>
    public static byte[] TestFile() => [.. Signature];

    /// <summary>Whether some content is the test file or holds it.</summary>
    public static Task<bool> IsFoundIn(byte[] content, CancellationToken cancellation = default) => Holds(() => InMemory(content), new Budget(), 0, cancellation);

    static async Task<bool> Holds(Func<Task<Stream>> open, Budget budget, int depth, CancellationToken cancellation)
    {
        bool isArchive;
        await using (var content = await open())
        {
            var (isFound, start) = await LookThrough(content, cancellation);
            if (isFound)
            {
                return true;
            }

            isArchive = start.AsSpan().StartsWith("PK\x3\x4"u8);
        }

        if (!isArchive || depth == MostNesting)
        {
            return false;
        }

        await using var packed = await open();
        return await HoldsPacked(packed, budget, depth, cancellation);
    }

    /// <summary>Looks through pieces that overlap by the length of what is looked for, and gives back how the content begins.</summary>
    static async Task<(bool IsFound, byte[] Start)> LookThrough(Stream content, CancellationToken cancellation)
    {
        var buffer = new byte[PieceBytes + Signature.Length];
        byte[]? start = null;
        var kept = 0;
        while (await content.ReadAtLeastAsync(buffer.AsMemory(kept, PieceBytes), PieceBytes, throwOnEndOfStream: false, cancellation) is var read and > 0)
        {
            start ??= buffer[..Math.Min(read, 4)];
            if (buffer.AsSpan(0, kept + read).IndexOf(Signature) >= 0)
            {
                return (true, start);
            }

            var keep = Math.Min(kept + read, Signature.Length - 1);
            buffer.AsSpan(kept + read - keep, keep).CopyTo(buffer);
            kept = keep;
        }

        return (false, start ?? []);
    }

    static async Task<bool> HoldsPacked(Stream content, Budget budget, int depth, CancellationToken cancellation)
    {
        try
        {
            using var archive = new ZipArchive(content, ZipArchiveMode.Read, leaveOpen: true);
            foreach (var entry in archive.Entries)
            {
                if (await budget.Unpack(entry, cancellation) is { } part && await Holds(() => InMemory(part), budget, depth + 1, cancellation))
                {
                    return true;
                }
            }
        }
        catch (Exception damaged) when (damaged is InvalidDataException or NotSupportedException)
        {
            // What cannot be unpacked is for the inspection to judge, which tells the sender.
        }

        return false;
    }

    static Task<Stream> InMemory(byte[] content) => Task.FromResult<Stream>(new MemoryStream(content, writable: false));

    /// <summary>What may still be unpacked of one file: as much as the inspection looks at.</summary>
    sealed class Budget
    {
        long left = InspectionPolicy.Default.MaxUnpacked;

        public async Task<byte[]?> Unpack(ZipArchiveEntry entry, CancellationToken cancellation)
        {
            await using var packed = await entry.OpenAsync(cancellation);
            using var part = new MemoryStream();
            var buffer = new byte[PieceBytes];
            while (left > 0 && await packed.ReadAsync(buffer, cancellation) is var read and > 0)
            {
                left -= read;
                part.Write(buffer, 0, read);
            }

            return left > 0 ? part.ToArray() : null;
        }
    }
}
