using System.Diagnostics;
using System.Globalization;
using Assessment.Evidence;
using Assessment.Host.Sandbox;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace Assessment.Benchmarks;

/// <summary>
/// 1 GB through the evidence store, with its SHA-256, beside the same bytes put by the bare Azure SDK into the same emulator, and on a disk beside a plain
/// copy. The store's upload comes first, so that the peak of memory is its own.
/// </summary>
static class VaultBenchmark
{
    const long Size = 1024L * 1024 * 1024;

    public static async Task<int> Run()
    {
        using var emulator = StorageEmulator.Start();
        var folder = Directory.CreateTempSubdirectory("assessment-vault-").FullName;
        try
        {
            var container = new BlobServiceClient(emulator.Connection).GetBlobContainerClient("vault");
            await container.CreateAsync();
            await Warm(container);
            var ours = await Seconds(content => new BlobEvidenceStore(container).Store("ours.bin", content));
            Print("the store, 1 GB into Azurite", Size / 1e6 / ours, "MB/s");
            Print("working set at its peak", Peak(), "MB");
            await container.DeleteBlobAsync("ours.bin");

            var theirs = await Seconds(content => container.GetBlockBlobClient("theirs.bin").UploadAsync(content, new BlobUploadOptions()));
            Print("the bare SDK, the same bytes", Size / 1e6 / theirs, "MB/s");
            Print("rate of the store, theirs being 1", theirs / ours, "");

            var disk = await Seconds(content => new DiskEvidenceStore(folder).Store("ours.bin", content));
            var copy = await Seconds(content => Copy(content, Path.Combine(folder, "copy.bin")));
            Print("the store on a disk, 1 GB", Size / 1e6 / disk, "MB/s");
            Print("a synced copy of the same bytes", Size / 1e6 / copy, "MB/s");
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    static async Task Warm(BlobContainerClient container)
    {
        await new BlobEvidenceStore(container).Store("warm-1.bin", new Pattern(20_000_000));
        await container.GetBlockBlobClient("warm-2.bin").UploadAsync(new Pattern(20_000_000), new BlobUploadOptions());
    }

    static async Task<double> Seconds(Func<Stream, Task> put)
    {
        var watch = Stopwatch.StartNew();
        await put(new Pattern(Size));
        return watch.Elapsed.TotalSeconds;
    }

    static async Task Copy(Stream content, string path)
    {
        await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        await content.CopyToAsync(file, 128 * 1024);
        file.Flush(flushToDisk: true);
    }

    static double Peak()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64 / 1048576.0;
    }

    static void Print(string what, double figure, string unit) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what,-40} {figure,10:#,0.##} {unit}"));

    /// <summary>Bytes that nobody keeps: each block of a megabyte differs from the others. It cannot be sought in, as a request cannot.</summary>
    sealed class Pattern(long length) : Stream
    {
        static readonly byte[] Megabyte = Make();

        long position;

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => position; set => throw new NotSupportedException(); }

        public override int Read(Span<byte> buffer)
        {
            var start = (int)(position % Megabyte.Length);
            var count = (int)Math.Min(Math.Min(buffer.Length, Megabyte.Length - start), length - position);
            Megabyte.AsSpan(start, count).CopyTo(buffer);
            if (start == 0 && count >= sizeof(long))
            {
                BitConverter.TryWriteBytes(buffer, position);
            }

            position += count;
            return count;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => ValueTask.FromResult(Read(buffer.Span));

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => Task.FromResult(Read(buffer.AsSpan(offset, count)));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        static byte[] Make()
        {
            var bytes = new byte[1024 * 1024];
            new Random(1).NextBytes(bytes);
            return bytes;
        }
    }
}
