using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Assessment.Evidence.PersonalData;

/// <summary>
/// What PNG and JPEG files say beside the picture: chunks and segments are walked by hand, for reading and for leaving out. What the
/// picture shows, only people can judge.
/// </summary>
static class Pictures
{
    const int LongestText = 1 << 20;

    static readonly byte[] PngSignature = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>The chunks that make the picture; all others may talk about people.</summary>
    static readonly string[] PngPicture = ["IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA", "cHRM", "sRGB", "iCCP", "sBIT", "bKGD", "pHYs", "acTL", "fcTL", "fdAT", "cICP"];

    public static bool IsPng(ReadOnlySpan<byte> bytes) => bytes.StartsWith(PngSignature);

    public static bool IsJpeg(ReadOnlySpan<byte> bytes) => bytes.StartsWith([(byte)0xFF, (byte)0xD8, (byte)0xFF]);

    /// <summary>Reads the metadata; false if the file is neither PNG nor JPEG, or damaged.</summary>
    public static bool Scan(byte[] bytes, string name, Findings findings)
    {
        var parts = IsPng(bytes) ? PngChunks(bytes) : IsJpeg(bytes) ? JpegSegments(bytes) : null;
        if (parts is null)
            return false;

        foreach (var part in parts.Where(part => !part.IsPicture && part.Range.End.Value > part.Range.Start.Value))
            Read(part.Name, bytes.AsSpan(part.Range), name, findings);

        return true;
    }

    /// <summary>Copies the picture without its metadata; false if it is damaged or of another kind.</summary>
    public static bool Strip(byte[] bytes, Stream cleaned)
    {
        var parts = IsPng(bytes) ? PngChunks(bytes) : IsJpeg(bytes) ? JpegSegments(bytes) : null;
        if (parts is null)
            return false;

        cleaned.Write(bytes, 0, IsPng(bytes) ? PngSignature.Length : 2);
        foreach (var part in parts.Where(part => part.IsPicture))
            cleaned.Write(bytes.AsSpan(part.Whole));

        return true;
    }

    static void Read(string kind, ReadOnlySpan<byte> content, string name, Findings findings)
    {
        if (kind is "eXIf" or "APP1" && HasPosition(content))
            findings.Add(new Finding(FindingKind.Position, Severity.Blocks, $"{name}metadata {kind}", "the place where it was taken", 0, 0));

        var text = TextOf(kind, content);
        findings.Read(new Segment($"{name}metadata {kind}", text));
        if (text.Contains("exif:GPSLatitude", StringComparison.Ordinal))
            findings.Add(new Finding(FindingKind.Position, Severity.Blocks, $"{name}metadata {kind}", "the place where it was taken", 0, 0));

        foreach (var tag in new[] { "Author", "Artist", "dc:creator", "photoshop:AuthorsPosition" })
        {
            if (text.Contains(tag, StringComparison.Ordinal))
                findings.Add(new Finding(FindingKind.Author, Severity.Hint, $"{name}metadata {kind}", "an author", 0, 0));
        }
    }

    /// <summary>The characters of a block, control characters as blanks; compressed text is unpacked up to a limit.</summary>
    static string TextOf(string kind, ReadOnlySpan<byte> content)
    {
        var bytes = content[..Math.Min(content.Length, LongestText)];
        var zipped = kind == "zTXt" || kind == "iTXt" ? Unzipped(kind, bytes) : [];
        var text = kind is "iTXt" ? Encoding.UTF8.GetString(bytes) : Encoding.Latin1.GetString(bytes);
        return Printable(text) + "\n" + Printable(Encoding.UTF8.GetString(zipped));
    }

    static byte[] Unzipped(string kind, ReadOnlySpan<byte> content)
    {
        var start = content.IndexOf((byte)0x78);
        if (start < 0 || (kind == "iTXt" && content.IndexOf((byte)0) is >= 0 and var end && end + 1 < content.Length && content[end + 1] != 1))
            return [];

        try
        {
            using var stream = new ZLibStream(new MemoryStream(content[(content.IndexOf((byte)0) + (kind == "zTXt" ? 2 : 0))..].ToArray()), CompressionMode.Decompress);
            var buffer = new byte[LongestText];
            return buffer[..stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false)];
        }
        catch (InvalidDataException)
        {
            // Not compressed, or damaged: there is no text in it to read.
            return [];
        }
    }

    static string Printable(string text) => string.Create(text.Length, text, (span, from) =>
    {
        for (var i = 0; i < span.Length; i++)
            span[i] = char.IsControl(from[i]) ? ' ' : from[i];
    });

    /// <summary>Exif keeps a pointer to the GPS block in tag 0x8825 of its first directory.</summary>
    static bool HasPosition(ReadOnlySpan<byte> content)
    {
        var exif = content.StartsWith("Exif\0\0"u8) ? content[6..] : content;
        if (exif.Length < 10 || !(exif.StartsWith("II"u8) || exif.StartsWith("MM"u8)))
            return false;

        var little = exif[0] == 'I';
        var directory = little ? BinaryPrimitives.ReadUInt32LittleEndian(exif[4..]) : BinaryPrimitives.ReadUInt32BigEndian(exif[4..]);
        if (directory + 2 > exif.Length)
            return false;

        var count = Two(exif[(int)directory..], little);
        for (var i = 0; i < count && directory + 2 + (12 * (i + 1)) <= exif.Length; i++)
        {
            if (Two(exif[(int)(directory + 2 + (12 * i))..], little) == 0x8825)
                return true;
        }

        return false;
    }

    static int Two(ReadOnlySpan<byte> bytes, bool little) => little ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);

    static List<PicturePart>? PngChunks(byte[] bytes)
    {
        var chunks = new List<PicturePart>();
        var at = PngSignature.Length;
        while (at + 12 <= bytes.Length)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(at));
            if (length > bytes.Length - at - 12)
                return null;

            var name = Encoding.Latin1.GetString(bytes, at + 4, 4);
            var end = at + 8 + (int)length;
            chunks.Add(new PicturePart(name, (at + 8)..end, at..(end + 4), PngPicture.Contains(name)));
            at = end + 4;
            if (name == "IEND")
                return chunks;
        }

        return null;
    }

    /// <summary>Segments up to the scan; APP0 (JFIF), APP2 (colour profile) and APP14 (Adobe's colour transform) belong to the picture.</summary>
    static List<PicturePart>? JpegSegments(byte[] bytes)
    {
        var segments = new List<PicturePart>();
        var at = 2;
        while (at + 4 <= bytes.Length && bytes[at] == 0xFF)
        {
            var marker = bytes[at + 1];
            if (marker == 0xFF)
            {
                at++;
                continue;
            }

            if (marker == 0xDA)
                return JpegScans(bytes, at, segments);

            var length = BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(at + 2));
            if (length < 2 || at + 2 + length > bytes.Length)
                return null;

            var end = at + 2 + length;
            segments.Add(new PicturePart(NameOf(marker), (at + 4)..end, at..end, marker is not ((>= 0xE0 and <= 0xEF and not 0xE0 and not 0xE2 and not 0xEE) or 0xFE)));
            at = end;
        }

        return null;
    }

    /// <summary>From the first scan to the end mark is picture; what follows the end mark (a second picture, a trailer) is not.</summary>
    static List<PicturePart>? JpegScans(byte[] bytes, int at, List<PicturePart> segments)
    {
        var end = bytes.AsSpan(at).IndexOf([(byte)0xFF, (byte)0xD9]);
        if (end < 0)
            return null;

        end += at + 2;
        segments.Add(new PicturePart("scan", at..end, at..end, IsPicture: true));
        if (end < bytes.Length)
            segments.Add(new PicturePart("trailer", end..bytes.Length, end..bytes.Length, IsPicture: false));

        return segments;
    }

    static string NameOf(byte marker) => marker switch
    {
        0xFE => "comment",
        >= 0xE0 and <= 0xEF => $"APP{marker - 0xE0}",
        _ => "table",
    };

    readonly record struct PicturePart(string Name, Range Range, Range Whole, bool IsPicture);
}
