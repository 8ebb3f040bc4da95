using System.Buffers.Binary;
using System.Text;

namespace Assessment.Evidence;

/// <summary>
/// Compound files of the old Office. Their directory entries have 128 bytes, on multiples of 128 whatever the sector size,
/// so the names are found without following any chain of sectors that may run in circles.
/// </summary>
static class OleContent
{
    const int EntryLength = 128;
    const int NameLength = 64;

    static readonly (byte[] Name, FileFormat Format)[] Streams =
    [
        (NameOf("EncryptedPackage"), FileFormat.ProtectedOffice),
        (NameOf("__properties_version1.0"), FileFormat.OutlookMessage),
        (NameOf("WordDocument"), FileFormat.Doc),
        (NameOf("Workbook"), FileFormat.Xls),
        (NameOf("Book"), FileFormat.Xls),
        (NameOf("PowerPoint Document"), FileFormat.Ppt),
    ];

    public static Finding Look(Stream content)
    {
        content.Position = 0;
        var best = Streams.Length;
        var entry = new byte[EntryLength];
        while (content.ReadAtLeast(entry, EntryLength, throwOnEndOfStream: false) == EntryLength)
        {
            var found = Array.FindIndex(Streams, stream => IsEntry(entry, stream.Name));
            best = found >= 0 && found < best ? found : best;
        }

        return new Finding(best < Streams.Length ? Streams[best].Format : FileFormat.Unknown);
    }

    /// <summary>A stream's entry: its name with an ending zero, the name's length in bytes, kind 2.</summary>
    static bool IsEntry(ReadOnlySpan<byte> entry, ReadOnlySpan<byte> name)
        => entry.StartsWith(name) && BinaryPrimitives.ReadUInt16LittleEndian(entry[NameLength..]) == name.Length && entry[NameLength + 2] == 2;

    static byte[] NameOf(string name) => Encoding.Unicode.GetBytes(name + '\0');
}
