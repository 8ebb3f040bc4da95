using System.Buffers.Text;

namespace Assessment.Evidence;

/// <summary>A PDF is whole when its end leads to a table of its objects; a password shows in the trailer.</summary>
static class PdfContent
{
    const int TailLength = 4096;
    const int Context = 64;

    public static Finding Look(Stream content)
    {
        if (!HasObjectTable(content))
        {
            return Finding.Broken(FileFormat.Pdf);
        }

        var (isEncrypted, isActive) = Names(content);
        return new Finding(FileFormat.Pdf, isEncrypted ? Refusal.Return("file-encrypted") : null) { Notes = isActive ? [new("file-note-active")] : [] };
    }

    static bool HasObjectTable(Stream content)
    {
        var (tail, _) = ByteSearch.Tail(content, TailLength);
        var at = tail.AsSpan().LastIndexOf("startxref"u8);
        if (at < 0)
        {
            return false;
        }

        var number = tail.AsSpan(at + "startxref".Length).TrimStart(" \r\n\t"u8);
        return Utf8Parser.TryParse(number, out long offset, out _) && IsObjectTable(content, offset + HeaderOffset(content));
    }

    /// <summary>Offsets count from the header, which may stand a little after the beginning.</summary>
    static int HeaderOffset(Stream content)
    {
        content.Position = 0;
        Span<byte> head = stackalloc byte[1024];
        return Math.Max(0, head[..content.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)].IndexOf("%PDF-"u8));
    }

    /// <summary>Either a table "xref", or a stream "12 0 obj".</summary>
    static bool IsObjectTable(Stream content, long offset)
    {
        if (offset < 0 || offset >= content.Length)
        {
            return false;
        }

        content.Position = offset;
        Span<byte> buffer = stackalloc byte[Context];
        ReadOnlySpan<byte> bytes = buffer[..content.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false)];
        bytes = bytes.TrimStart(" \r\n\t"u8);
        return bytes.StartsWith("xref"u8) || (bytes.Length > 0 && char.IsAsciiDigit((char)bytes[0]) && bytes.IndexOf("obj"u8) > 0);
    }

    static (bool IsEncrypted, bool IsActive) Names(Stream content)
    {
        var (isEncrypted, isActive) = (false, false);
        ByteSearch.ForEach(content, (byte)'/', Context, found =>
        {
            isEncrypted |= IsReference(found, "/Encrypt"u8);
            isActive |= found.StartsWith("/JavaScript"u8) || found.StartsWith("/Launch"u8);
            return isEncrypted;
        });
        return (isEncrypted, isActive);
    }

    /// <summary>A name with a value that can stand there: an object "12 0 R" or a dictionary.</summary>
    static bool IsReference(ReadOnlySpan<byte> found, ReadOnlySpan<byte> name)
    {
        if (!found.StartsWith(name))
        {
            return false;
        }

        var value = found[name.Length..].TrimStart(" \r\n\t"u8);
        return value.StartsWith("<<"u8)
            || (value.Length < found.Length - name.Length && value.Length > 0 && char.IsAsciiDigit((char)value[0]) && value.IndexOf((byte)'R') is > 0 and < 20);
    }
}
