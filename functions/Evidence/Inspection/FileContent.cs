using System.Text;

namespace Assessment.Evidence;

/// <summary>Tells formats apart by their first bytes, and hands the content to whoever knows the format.</summary>
static class FileContent
{
    const int HeadLength = 4096;

    public static Finding Look(Stream content, string extension, InspectionPolicy policy, UnpackBudget budget, int depth)
    {
        var head = HeadOf(content);
        return FormatOf(head) switch
        {
            FileFormat.Pdf => PdfContent.Look(content),
            FileFormat.Png => PictureContent.LookAtPng(content),
            FileFormat.Jpeg => PictureContent.LookAtJpeg(content),
            FileFormat.Zip => ZipContent.Look(content, extension, policy, budget, depth),
            FileFormat.Doc => OleContent.Look(content),
            FileFormat.Unknown => TextContent.Look(content, head, extension) ?? LatePdf(content, head),
            var format => new Finding(format),
        };
    }

    static byte[] HeadOf(Stream content)
    {
        content.Position = 0;
        var head = new byte[HeadLength];
        return head[..content.ReadAtLeast(head, HeadLength, throwOnEndOfStream: false)];
    }

    /// <summary>The standard lets junk stand before a PDF, up to a kilobyte.</summary>
    static Finding LatePdf(Stream content, ReadOnlySpan<byte> head)
        => head[..Math.Min(head.Length, 1024)].IndexOf("%PDF-"u8) > 0 ? PdfContent.Look(content) : new Finding(FileFormat.Unknown);

    static FileFormat FormatOf(ReadOnlySpan<byte> head) => head switch
    {
        _ when head.StartsWith("%PDF-"u8) => FileFormat.Pdf,
        [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => FileFormat.Png,
        [0xFF, 0xD8, 0xFF, ..] => FileFormat.Jpeg,
        [(byte)'P', (byte)'K', 3, 4, ..] or [(byte)'P', (byte)'K', 5, 6, ..] => FileFormat.Zip,
        [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, ..] => FileFormat.Doc,
        [0x78, 0x9F, 0x3E, 0x22, ..] => FileFormat.OutlookAttachments,
        _ when head.StartsWith(@"{\rtf"u8) => FileFormat.Rtf,
        _ when IsPicture(head) => FileFormat.Picture,
        _ when IsArchive(head) => FileFormat.Archive,
        _ when IsProgram(head) => FileFormat.Program,
        _ when IsRecording(head) => FileFormat.Recording,
        _ => FileFormat.Unknown,
    };

    static bool IsPicture(ReadOnlySpan<byte> head) => head.StartsWith("GIF8"u8)
        || head is [(byte)'I', (byte)'I', 42, 0, ..] or [(byte)'M', (byte)'M', 0, 42, ..] or [(byte)'B', (byte)'M', _, _, _, _, 0, 0, 0, 0, ..] or [0, 0, 1, 0, ..]
        || (head.StartsWith("RIFF"u8) && At(head, 8, "WEBP"u8))
        || (At(head, 4, "ftyp"u8) && (At(head, 8, "hei"u8) || At(head, 8, "mif1"u8) || At(head, 8, "avif"u8)));

    static bool IsArchive(ReadOnlySpan<byte> head) => head.StartsWith("Rar!"u8) || head.StartsWith("MSCF"u8) || At(head, 257, "ustar"u8)
        || head is [(byte)'7', (byte)'z', 0xBC, 0xAF, 0x27, 0x1C, ..] or [0x1F, 0x8B, 8, ..] or [0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0, ..]
        || (head is [(byte)'B', (byte)'Z', (byte)'h', ..] && At(head, 4, [0x31, 0x41, 0x59, 0x26]));

    static bool IsProgram(ReadOnlySpan<byte> head) => head.StartsWith("#!"u8)
        || head is [0x7F, (byte)'E', (byte)'L', (byte)'F', ..] or [0xCF or 0xCE, 0xFA, 0xED, 0xFE, ..] or [0xCA, 0xFE, 0xBA, 0xBE, ..] or [0x4C, 0, 0, 0, 1, 0x14, 2, 0, ..]
        || (head.StartsWith("MZ"u8) && head.Contains((byte)0));

    static bool IsRecording(ReadOnlySpan<byte> head) => At(head, 4, "ftyp"u8) || head.StartsWith("RIFF"u8) || head.StartsWith("ID3"u8) || head.StartsWith("OggS"u8)
        || head is [0x1A, 0x45, 0xDF, 0xA3, ..];

    static bool At(ReadOnlySpan<byte> head, int position, ReadOnlySpan<byte> expected)
        => head.Length >= position + expected.Length && head.Slice(position, expected.Length).SequenceEqual(expected);
}
