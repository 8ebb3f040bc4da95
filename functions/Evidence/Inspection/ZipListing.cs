using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Assessment.Submission;

namespace Assessment.Evidence;

/// <summary>One part of an archive as its directory describes it; the description may lie.</summary>
sealed record ZipPart(string Name, int Flags, int Method, uint Crc, long Packed, long Size, long Offset)
{
    const int EncryptedFlag = 1;
    const int Stored = 0;
    const int Deflated = 8;

    public bool IsFolder => Name.EndsWith('/');

    public bool IsEncrypted => (Flags & EncryptedFlag) != 0;

    public bool IsReadable => Method is Stored or Deflated;

    public Stream Unpack(Stream packed) => Method == Deflated ? new DeflateStream(packed, CompressionMode.Decompress) : packed;
}

enum Unpacked
{
    Whole,
    Broken,
    TooLarge,
    OverBudget,
    TooDense,
}

/// <summary>
/// The directory of a ZIP, read only as far as a limit. The framework's own reader takes in the whole directory first,
/// and a few megabytes of it can name half a million parts.
/// </summary>
sealed class ZipListing(Stream content, long shift, IReadOnlyList<ZipPart> parts, bool hasMore)
{
    const int EndLength = 22;
    const int LongestComment = ushort.MaxValue;
    const int PartLength = 46;
    const int HeaderLength = 30;
    const uint EndMark = 0x06054B50;
    const uint PartMark = 0x02014B50;
    const uint HeaderMark = 0x04034B50;
    const int Utf8Flag = 1 << 11;
    const int BufferSize = 16 * 1024;

    /// <summary>Below this, density says nothing: any short text of blanks is dense.</summary>
    const long DenseFrom = 1024 * 1024;

    public IReadOnlyList<ZipPart> Parts => parts;

    public bool HasMore => hasMore;

    /// <summary>Parts that share bytes are a trick to unpack the same data many times.</summary>
    public bool Overlaps => parts.Sum(part => Math.Min(part.Packed, content.Length)) > content.Length;

    /// <summary>The directory, or null when there is none or it is damaged.</summary>
    public static ZipListing? Read(Stream content, int mostParts)
    {
        var (tail, tailAt) = ByteSearch.Tail(content, EndLength + LongestComment);
        if (EndIn(tail) is not { } endAt)
        {
            return null;
        }

        var end = tail.AsSpan(endAt);
        var count = BinaryPrimitives.ReadUInt16LittleEndian(end[10..]);
        long length = BinaryPrimitives.ReadUInt32LittleEndian(end[12..]);
        var start = tailAt + endAt - length;
        var shift = start - BinaryPrimitives.ReadUInt32LittleEndian(end[16..]);
        if (count == ushort.MaxValue)
        {
            return new ZipListing(content, 0, [], hasMore: true);
        }

        return start >= 0 && shift >= 0 && DirectoryOf(content, start, Math.Min(count, mostParts)) is { } parts ? new ZipListing(content, shift, parts, count > mostParts) : null;
    }

    /// <summary>Unpacks a part into a sink, stopping at the limits whatever the directory promised.</summary>
    public Unpacked Unpack(ZipPart part, Stream sink, long mostBytes, InspectionPolicy policy, UnpackBudget budget)
    {
        if (DataOf(part) is not { } at || at + part.Packed > content.Length)
        {
            return Unpacked.Broken;
        }

        try
        {
            content.Position = at;
            using var unpacked = part.Unpack(new Slice(content, part.Packed));
            return Copy(part, unpacked, sink, mostBytes, policy, budget);
        }
        catch (InvalidDataException)
        {
            return Unpacked.Broken;
        }
    }

    static Unpacked Copy(ZipPart part, Stream unpacked, Stream sink, long mostBytes, InspectionPolicy policy, UnpackBudget budget)
    {
        var buffer = new byte[BufferSize];
        var (size, crc) = (0L, uint.MaxValue);
        while (unpacked.Read(buffer) is var read and > 0)
        {
            size += read;
            if (Excess(part, size, read, mostBytes, policy, budget) is { } excess)
            {
                return excess;
            }

            crc = Crc32.Update(crc, buffer.AsSpan(0, read));
            sink.Write(buffer, 0, read);
        }

        return size == part.Size && ~crc == part.Crc ? Unpacked.Whole : Unpacked.Broken;
    }

    static Unpacked? Excess(ZipPart part, long size, int read, long mostBytes, InspectionPolicy policy, UnpackBudget budget)
    {
        if (size > DenseFrom && size / policy.MaxRatio > part.Packed)
        {
            return Unpacked.TooDense;
        }

        return size > mostBytes ? Unpacked.TooLarge : budget.TakeBytes(read) ? null : Unpacked.OverBudget;
    }

    long? DataOf(ZipPart part)
    {
        var at = shift + part.Offset;
        if (at < 0 || at + HeaderLength > content.Length)
        {
            return null;
        }

        Span<byte> header = stackalloc byte[HeaderLength];
        content.Position = at;
        content.ReadExactly(header);
        return BinaryPrimitives.ReadUInt32LittleEndian(header) == HeaderMark
            ? at + HeaderLength + BinaryPrimitives.ReadUInt16LittleEndian(header[26..]) + BinaryPrimitives.ReadUInt16LittleEndian(header[28..])
            : null;
    }

    static int? EndIn(ReadOnlySpan<byte> tail)
    {
        for (var at = tail.Length - EndLength; at >= 0; at--)
        {
            if (BinaryPrimitives.ReadUInt32LittleEndian(tail[at..]) == EndMark && at + EndLength + BinaryPrimitives.ReadUInt16LittleEndian(tail[(at + 20)..]) <= tail.Length)
            {
                return at;
            }
        }

        return null;
    }

    static List<ZipPart>? DirectoryOf(Stream content, long start, int count)
    {
        var parts = new List<ZipPart>();
        var fixedPart = new byte[PartLength];
        content.Position = start;
        while (parts.Count < count)
        {
            if (content.ReadAtLeast(fixedPart, PartLength, throwOnEndOfStream: false) < PartLength || BinaryPrimitives.ReadUInt32LittleEndian(fixedPart) != PartMark)
            {
                return null;
            }

            var nameLength = BinaryPrimitives.ReadUInt16LittleEndian(fixedPart.AsSpan(28));
            var extraLength = BinaryPrimitives.ReadUInt16LittleEndian(fixedPart.AsSpan(30));
            var rest = new byte[nameLength + extraLength + BinaryPrimitives.ReadUInt16LittleEndian(fixedPart.AsSpan(32))];
            if (content.ReadAtLeast(rest, rest.Length, throwOnEndOfStream: false) < rest.Length)
            {
                return null;
            }

            parts.Add(PartOf(fixedPart, rest.AsSpan(0, nameLength), rest.AsSpan(nameLength, extraLength)));
        }

        return parts;
    }

    static ZipPart PartOf(ReadOnlySpan<byte> fixedPart, ReadOnlySpan<byte> name, ReadOnlySpan<byte> extra)
    {
        var flags = BinaryPrimitives.ReadUInt16LittleEndian(fixedPart[8..]);
        long packed = BinaryPrimitives.ReadUInt32LittleEndian(fixedPart[20..]);
        long size = BinaryPrimitives.ReadUInt32LittleEndian(fixedPart[24..]);
        var wide = WideSizes(extra);
        if (size == uint.MaxValue)
        {
            size = wide.Length >= 8 ? BinaryPrimitives.ReadInt64LittleEndian(wide) & long.MaxValue : size;
            wide = wide.Length >= 8 ? wide[8..] : [];
        }

        if (packed == uint.MaxValue && wide.Length >= 8)
        {
            packed = Math.Min(BinaryPrimitives.ReadInt64LittleEndian(wide) & long.MaxValue, int.MaxValue);
        }

        return new ZipPart(
            ((flags & Utf8Flag) != 0 ? Encoding.UTF8 : Encoding.Latin1).GetString(name),
            flags,
            BinaryPrimitives.ReadUInt16LittleEndian(fixedPart[10..]),
            BinaryPrimitives.ReadUInt32LittleEndian(fixedPart[16..]),
            packed,
            size,
            BinaryPrimitives.ReadUInt32LittleEndian(fixedPart[42..]));
    }

    /// <summary>Some writers put sizes into the field for large files even where they are small.</summary>
    static ReadOnlySpan<byte> WideSizes(ReadOnlySpan<byte> extra)
    {
        while (extra.Length >= 4)
        {
            var length = Math.Min(BinaryPrimitives.ReadUInt16LittleEndian(extra[2..]), extra.Length - 4);
            if (BinaryPrimitives.ReadUInt16LittleEndian(extra) == 1)
            {
                return extra.Slice(4, length);
            }

            extra = extra[(4 + length)..];
        }

        return [];
    }

    /// <summary>The next bytes of a stream as a stream.</summary>
    sealed class Slice(Stream whole, long length) : Stream
    {
        long left = length;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            var read = whole.Read(buffer[..(int)Math.Min(buffer.Length, left)]);
            left -= read;
            return read;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
