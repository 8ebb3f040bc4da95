using System.IO.Compression;

namespace Assessment.Submission;

/// <summary>DOCX and XLSX as System.IO.Packaging writes them carry the time of writing; repacked, the same content has the same bytes.</summary>
static class OfficePackage
{
    const string ContentTypes = "[Content_Types].xml";

    public static async Task Repack(Stream written, Stream output, CancellationToken cancellation = default)
    {
        written.Position = 0;
        using var source = new ZipArchive(written, ZipArchiveMode.Read, leaveOpen: true);
        var target = new StoredZip(output);
        foreach (var entry in source.Entries.OrderBy(entry => entry.FullName != ContentTypes).ThenBy(entry => entry.FullName, StringComparer.Ordinal))
            await target.Add(entry.FullName, await ReadAll(entry, cancellation), cancellation);

        await target.Finish(cancellation);
    }

    static async Task<byte[]> ReadAll(ZipArchiveEntry entry, CancellationToken cancellation)
    {
        using var content = entry.Open();
        using var copy = new MemoryStream();
        await content.CopyToAsync(copy, cancellation);
        return copy.ToArray();
    }
}
