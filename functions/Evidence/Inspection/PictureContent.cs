using System.Buffers.Binary;

namespace Assessment.Evidence;

/// <summary>Pictures are whole when they have their end.</summary>
static class PictureContent
{
    const int SignatureLength = 8;
    const int TailLength = 64 * 1024;

    static ReadOnlySpan<byte> EndOfJpeg => [0xFF, 0xD9];

    public static Finding LookAtPng(Stream content)
    {
        Span<byte> header = stackalloc byte[8];
        long at = SignatureLength;
        for (var isFirst = true; at + 12 <= content.Length; isFirst = false)
        {
            content.Position = at;
            content.ReadExactly(header);
            var kind = header[4..];
            if (isFirst && !kind.SequenceEqual("IHDR"u8))
            {
                return Finding.Broken(FileFormat.Png);
            }

            at += 12L + BinaryPrimitives.ReadUInt32BigEndian(header);
            if (kind.SequenceEqual("IEND"u8) && at <= content.Length)
            {
                return new Finding(FileFormat.Png);
            }
        }

        return Finding.Broken(FileFormat.Png);
    }

    /// <summary>Cameras write their own data after the end marker, so it need not come last.</summary>
    public static Finding LookAtJpeg(Stream content) => ByteSearch.Tail(content, TailLength).Bytes.AsSpan().LastIndexOf(EndOfJpeg) > 0
        ? new Finding(FileFormat.Jpeg)
        : Finding.Broken(FileFormat.Jpeg);
}
