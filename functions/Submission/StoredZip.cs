using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Assessment.Submission;

/// <summary>
/// Writes ZIP archives that have the same bytes on every machine: entries are stored, never deflated, in the order given,
/// with a fixed date. Sizes and checksums are measured before an entry is written, so every program can read the archive front to back.
/// </summary>
public sealed class StoredZip(Stream output)
{
    const int MaxEntries = ushort.MaxValue - 1;
    const long MaxSize = uint.MaxValue - 1L;

    readonly List<(byte[] Name, Measure Measure, long Offset)> written = [];
    readonly HashSet<string> names = new(StringComparer.Ordinal);
    long position;

    /// <exception cref="InvalidDataException">The content is not what was measured, or the archive becomes too large.</exception>
    public async Task Add(string name, Measure measure, Stream content, CancellationToken cancellation = default)
    {
        if (NameFault(name) is { } fault)
            throw new InvalidDataException(fault);

        if (!names.Add(name))
            throw new InvalidDataException($"The archive already has a file named {name}.");

        var header = StoredZipFormat.LocalHeader(name, measure);
        RefuseIfTooLarge(header.Length + measure.Size);
        written.Add((Encoding.UTF8.GetBytes(name), measure, position));
        await output.WriteAsync(header, cancellation);

        if (await Measure.Of(content, output, cancellation) != measure)
            throw new InvalidDataException($"{name} changed while it was being read.");

        position += header.Length + measure.Size;
    }

    public async Task Add(string name, byte[] content, CancellationToken cancellation = default)
    {
        using var stream = new MemoryStream(content, writable: false);
        await Add(name, Measure.Of(content), stream, cancellation);
    }

    /// <summary>Writes the directory; nothing may be added afterwards.</summary>
    public async Task Finish(CancellationToken cancellation = default)
    {
        var directory = written.SelectMany(entry => StoredZipFormat.DirectoryEntry(entry.Name, entry.Measure, entry.Offset)).ToArray();
        RefuseIfTooLarge(directory.Length);
        await output.WriteAsync(directory, cancellation);
        await output.WriteAsync(StoredZipFormat.End(written.Count, directory.Length, position), cancellation);
    }

    void RefuseIfTooLarge(long more)
    {
        if (position + more > MaxSize)
            throw new InvalidDataException("The archive would be 4 GB or more; leave out the largest files and hand them in separately.");

        if (written.Count >= MaxEntries)
            throw new InvalidDataException($"The archive would have more than {MaxEntries} files.");
    }

    /// <summary>Why a name may not be in an archive, or null: only relative paths that stay inside the folder they are unpacked to.</summary>
    internal static string? NameFault(string name)
    {
        var unsafeName = name.Length is 0 or > 1000
            || name.Any(letter => letter is < ' ' or '\u007f' or '\\' or ':' or '\ufffd' || char.IsSurrogate(letter))
            || name.Split('/').Any(part => part is "" or "." or "..");
        return unsafeName ? $"'{Shown(name)}' is not a safe file name." : null;
    }

    static string Shown(string name) => string.Concat(name.Take(60).Select(letter => letter is < ' ' or '\u007f' || char.IsSurrogate(letter) ? '?' : letter));
}

/// <summary>What is measured of content in one pass.</summary>
public sealed record Measure(long Size, uint Crc, string Sha256)
{
    const int BufferSize = 256 * 1024;

    public static Measure Of(byte[] content) => new(content.Length, ~Crc32.Update(uint.MaxValue, content), Convert.ToHexStringLower(SHA256.HashData(content)));

    public static Task<Measure> Of(Stream content, CancellationToken cancellation = default) => Of(content, Stream.Null, cancellation);

    /// <summary>Measures content while copying it.</summary>
    public static async Task<Measure> Of(Stream content, Stream copy, CancellationToken cancellation = default)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            var (size, crc) = (0L, uint.MaxValue);
            for (int read; (read = await content.ReadAsync(buffer, cancellation)) > 0;)
            {
                size += read;
                crc = Crc32.Update(crc, buffer.AsSpan(0, read));
                sha.AppendData(buffer, 0, read);
                await copy.WriteAsync(buffer.AsMemory(0, read), cancellation);
            }

            return new Measure(size, ~crc, Convert.ToHexStringLower(sha.GetHashAndReset()));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}

/// <summary>CRC-32 as ZIP uses it, sixteen bytes at a time: table n says what a byte does that is followed by n others.</summary>
static class Crc32
{
    const int Slices = 16;

    static readonly uint[][] Tables = MakeTables();

    public static uint Update(uint crc, ReadOnlySpan<byte> data)
    {
        for (; data.Length >= Slices; data = data[Slices..])
            crc = Sixteen(crc, data);

        foreach (var value in data)
            crc = Tables[0][(byte)(crc ^ value)] ^ (crc >> 8);

        return crc;
    }

    static uint Sixteen(uint crc, ReadOnlySpan<byte> data) =>
        Four(BinaryPrimitives.ReadUInt32LittleEndian(data) ^ crc, 12)
        ^ Four(BinaryPrimitives.ReadUInt32LittleEndian(data[4..]), 8)
        ^ Four(BinaryPrimitives.ReadUInt32LittleEndian(data[8..]), 4)
        ^ Four(BinaryPrimitives.ReadUInt32LittleEndian(data[12..]), 0);

    static uint Four(uint word, int followers) =>
        Tables[followers + 3][(byte)word] ^ Tables[followers + 2][(byte)(word >> 8)]
        ^ Tables[followers + 1][(byte)(word >> 16)] ^ Tables[followers][word >> 24];

    static uint[][] MakeTables()
    {
        var tables = new uint[Slices][];
        tables[0] = [.. Enumerable.Range(0, 256).Select(index => OneByte((uint)index))];
        for (var slice = 1; slice < Slices; slice++)
        {
            var before = tables[slice - 1];
            tables[slice] = [.. before.Select(entry => tables[0][(byte)entry] ^ (entry >> 8))];
        }

        return tables;
    }

    static uint OneByte(uint entry)
    {
        for (var bit = 0; bit < 8; bit++)
            entry = (entry & 1) == 0 ? entry >> 1 : 0xEDB88320 ^ (entry >> 1);

        return entry;
    }
}

/// <summary>The three structures of a ZIP archive, with every field that may vary fixed.</summary>
static class StoredZipFormat
{
    public const uint LocalSignature = 0x04034b50;
    public const uint DirectorySignature = 0x02014b50;
    public const uint EndSignature = 0x06054b50;
    public const int LocalLength = 30;
    public const int DirectoryLength = 46;
    public const int EndLength = 22;

    const ushort Version = 20;
    const ushort Utf8Names = 0x0800;
    const ushort FirstOfJanuary1980 = 0x0021;

    public static byte[] LocalHeader(string name, Measure measure)
    {
        var encoded = Encoding.UTF8.GetBytes(name);
        return new Fields(LocalLength + encoded.Length)
            .Four(LocalSignature).Two(Version)
            .Common(measure, encoded)
            .Bytes(encoded).Done;
    }

    public static byte[] DirectoryEntry(byte[] name, Measure measure, long offset) => new Fields(DirectoryLength + name.Length)
        .Four(DirectorySignature).Two(Version).Two(Version)
        .Common(measure, name)
        .Two(0).Two(0).Two(0).Four(0).Four((uint)offset)
        .Bytes(name).Done;

    public static byte[] End(int entries, long size, long offset) => new Fields(EndLength)
        .Four(EndSignature).Two(0).Two(0).Two((ushort)entries).Two((ushort)entries)
        .Four((uint)size).Four((uint)offset).Two(0).Done;

    ref struct Fields(int length)
    {
        readonly byte[] all = new byte[length];
        int at;

        public readonly byte[] Done => all;

        public Fields Two(ushort value)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(all.AsSpan(at), value);
            at += 2;
            return this;
        }

        public Fields Four(uint value)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(all.AsSpan(at), value);
            at += 4;
            return this;
        }

        public Fields Bytes(byte[] value)
        {
            value.CopyTo(all, at);
            at += value.Length;
            return this;
        }

        /// <summary>What both headers of an entry say: flags, method 0, date, checksum, both sizes, lengths of name and extra field.</summary>
        public Fields Common(Measure measure, byte[] name) =>
            Two(Utf8Names).Two(0).Two(0).Two(FirstOfJanuary1980)
            .Four(measure.Crc).Four((uint)measure.Size).Four((uint)measure.Size)
            .Two((ushort)name.Length).Two(0);
    }
}
