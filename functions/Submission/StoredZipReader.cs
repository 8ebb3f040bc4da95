using System.Buffers.Binary;
using System.Text;

namespace Assessment.Submission;

/// <summary>A file of an archive and where its content begins.</summary>
public sealed record StoredEntry(string Name, long Offset, long Size);

/// <summary>
/// Reads archives of stored entries from a hostile world: every number is checked against the length of the stream before it is used,
/// and entries may not overlap. Whether the archive is canonical is another question: see <see cref="IsCanonical"/>.
/// </summary>
public sealed class StoredZipReader
{
    const uint MaxDirectory = 128 << 20;

    readonly Stream archive;

    public IReadOnlyList<StoredEntry> Entries { get; }

    /// <exception cref="InvalidDataException">The stream is not an archive of stored entries; the message says why.</exception>
    public StoredZipReader(Stream archive)
    {
        this.archive = archive;
        Entries = ReadDirectory(FindEnd());
    }

    public Stream Open(StoredEntry entry) => new Section(archive, entry.Offset, entry.Size);

    public byte[] ReadAll(StoredEntry entry) => Bytes(entry.Offset, checked((int)entry.Size));

    /// <summary>True when the archive has exactly the bytes that <see cref="StoredZip"/> writes for these entries: no other header, padding or comment.</summary>
    public async Task<bool> IsCanonical(CancellationToken cancellation = default)
    {
        using var comparison = new Comparison(archive);
        var rewritten = new StoredZip(comparison);
        foreach (var entry in Entries)
        {
            if (comparison.Differs)
                return false;

            var measure = await Measure.Of(Open(entry), cancellation);
            await rewritten.Add(entry.Name, measure, Open(entry), cancellation);
        }

        await rewritten.Finish(cancellation);
        return !comparison.Differs && comparison.Position == archive.Length;
    }

    /// <summary>The end record is searched backwards, as every program does: a comment may follow it.</summary>
    long FindEnd()
    {
        var length = (int)Math.Min(archive.Length, StoredZipFormat.EndLength + ushort.MaxValue);
        var tail = Bytes(archive.Length - length, length);
        for (var at = length - StoredZipFormat.EndLength; at >= 0; at--)
        {
            if (Four(tail, at) == StoredZipFormat.EndSignature)
                return archive.Length - length + at;
        }

        throw new InvalidDataException("The file is not a ZIP archive, or its end is cut off.");
    }

    List<StoredEntry> ReadDirectory(long endAt)
    {
        var end = Bytes(endAt, StoredZipFormat.EndLength);
        var (count, size, start) = (Two(end, 10), Four(end, 12), Four(end, 16));
        if (start + (long)size > endAt)
            throw new InvalidDataException("The directory of the archive lies outside the file.");

        if (size > MaxDirectory)
            throw new InvalidDataException("The directory of the archive is too large to be genuine.");

        var directory = Bytes(start, (int)size);
        var entries = new List<StoredEntry>(Math.Min((int)count, directory.Length / StoredZipFormat.DirectoryLength));
        var (at, free) = (0, 0L);
        for (var index = 0; index < count; index++)
        {
            var entry = ReadEntry(directory, ref at, free, start);
            free = entry.Offset + entry.Size;
            entries.Add(entry);
        }

        return entries;
    }

    StoredEntry ReadEntry(byte[] directory, ref int at, long free, long limit)
    {
        if (directory.Length - at < StoredZipFormat.DirectoryLength || Four(directory, at) != StoredZipFormat.DirectorySignature)
            throw new InvalidDataException("The directory of the archive is damaged.");

        var (method, packed, size) = (Two(directory, at + 10), Four(directory, at + 20), Four(directory, at + 24));
        var (nameLength, more) = (Two(directory, at + 28), Two(directory, at + 30) + Two(directory, at + 32));
        var offset = Four(directory, at + 42);
        if (directory.Length - at - StoredZipFormat.DirectoryLength < nameLength + more)
            throw new InvalidDataException("The directory of the archive is damaged.");

        var name = Encoding.UTF8.GetString(directory, at + StoredZipFormat.DirectoryLength, nameLength);
        at += StoredZipFormat.DirectoryLength + nameLength + more;

        if (StoredZip.NameFault(name) is { } fault)
            throw new InvalidDataException(fault);

        if (method != 0 || packed != size)
            throw new InvalidDataException($"{name} is compressed: the archive was packed again by another program.");

        return new StoredEntry(name, ContentOf(name, offset, free, limit, size), size);
    }

    /// <summary>Where the content of an entry begins; it lies after the entry before it and before the directory.</summary>
    long ContentOf(string name, long offset, long free, long limit, long size)
    {
        if (offset < free || offset + StoredZipFormat.LocalLength > limit)
            throw new InvalidDataException($"{name} lies outside the archive or on top of another file.");

        var header = Bytes(offset, StoredZipFormat.LocalLength);
        var content = offset + StoredZipFormat.LocalLength + Two(header, 26) + Two(header, 28);
        return Four(header, 0) == StoredZipFormat.LocalSignature && content + size <= limit
            ? content
            : throw new InvalidDataException($"The header of {name} is damaged, or the file is larger than the archive.");
    }

    byte[] Bytes(long offset, int length)
    {
        var bytes = new byte[length];
        archive.Position = offset;
        archive.ReadExactly(bytes);
        return bytes;
    }

    static ushort Two(byte[] bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(at));

    static uint Four(byte[] bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at));

    /// <summary>A part of a stream, for reading once from front to back.</summary>
    sealed class Section(Stream whole, long start, long length) : ForwardStream
    {
        long at;

        public override bool CanRead => true;

        public override int Read(Span<byte> buffer)
        {
            whole.Position = start + at;
            var read = whole.Read(buffer[..(int)Math.Min(buffer.Length, length - at)]);
            at += read;
            return read;
        }
    }

    /// <summary>Compares what is written to it with a stream, byte by byte.</summary>
    sealed class Comparison(Stream other) : ForwardStream
    {
        readonly byte[] buffer = new byte[81920];
        long at;

        public bool Differs { get; private set; }

        public override bool CanWrite => true;

        public override long Position
        {
            get => at;
            set => throw new NotSupportedException();
        }

        public override void Write(ReadOnlySpan<byte> written)
        {
            while (!Differs && !written.IsEmpty)
            {
                var part = buffer.AsSpan(0, Math.Min(buffer.Length, written.Length));
                other.Position = at;
                Differs = other.ReadAtLeast(part, part.Length, throwOnEndOfStream: false) < part.Length || !part.SequenceEqual(written[..part.Length]);
                at += part.Length;
                written = written[part.Length..];
            }
        }
    }

    abstract class ForwardStream : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Flush()
        {
            // Nothing is kept back.
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer) => throw new NotSupportedException();

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Write(ReadOnlySpan<byte> buffer) => throw new NotSupportedException();

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Write(buffer.Span);
            return ValueTask.CompletedTask;
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
