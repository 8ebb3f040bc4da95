using System.IO.Compression;
using System.Xml;

namespace Assessment.Evidence.PersonalData;

/// <summary>
/// Looks through an Office file before the library opens it. What an entry's header says about its size is not believed: every entry is
/// unpacked against a limit, and XML must be free of DTDs and not nested beyond reason.
/// </summary>
static class PackageChecks
{
    const int MostEntries = 5_000;
    const int DeepestXml = 200;
    const long MostBytes = 400L << 20;

    /// <summary>What becomes a tree of objects in memory.</summary>
    const long LargestTree = 24L << 20;

    /// <summary>What is kept in memory as plain strings.</summary>
    const long LargestStrings = 64L << 20;

    /// <summary>Why the file is not opened, or null.</summary>
    public static string? Objection(Stream content, CancellationToken cancellation)
    {
        try
        {
            content.Position = 0;
            using var archive = new ZipArchive(content, ZipArchiveMode.Read, leaveOpen: true);
            if (archive.Entries.Count > MostEntries)
                return $"The file has more than {MostEntries} parts; ask for a smaller one.";

            var rest = MostBytes;
            foreach (var entry in archive.Entries)
            {
                cancellation.ThrowIfCancellationRequested();
                if (Objection(entry, ref rest) is { } objection)
                    return objection;
            }

            return null;
        }
        catch (Exception fault) when (fault is InvalidDataException or XmlException or IOException or NotSupportedException or ArgumentException)
        {
            return "The file is damaged or protected by a password and cannot be opened; ask for it again.";
        }
        finally
        {
            content.Position = 0;
        }
    }

    static string? Objection(ZipArchiveEntry entry, ref long rest)
    {
        using var counted = new CountedStream(entry.Open(), Math.Min(rest, Largest(entry.FullName)));
        if (entry.FullName.EndsWith(".xml", StringComparison.OrdinalIgnoreCase) || entry.FullName.EndsWith(".rels", StringComparison.OrdinalIgnoreCase))
            ReadXml(counted);
        else
            counted.CopyTo(Stream.Null);

        rest -= counted.Count;
        return counted.IsOver ? $"The part {Path.GetFileName(entry.FullName)} is too large to be searched; ask for a smaller file." : null;
    }

    /// <summary>Sheets are streamed; nearly all else is read as a tree.</summary>
    static long Largest(string name) =>
        name.StartsWith("xl/worksheets/sheet", StringComparison.OrdinalIgnoreCase) ? MostBytes
        : name.EndsWith("sharedStrings.xml", StringComparison.OrdinalIgnoreCase) ? LargestStrings
        : name.EndsWith(".xml", StringComparison.OrdinalIgnoreCase) ? LargestTree
        : MostBytes;

    static void ReadXml(CountedStream stream)
    {
        using var reader = XmlReader.Create(stream, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, CloseInput = false });
        try
        {
            while (reader.Read())
            {
                if (reader.Depth > DeepestXml)
                    throw new XmlException($"Nested deeper than {DeepestXml} levels.");
            }
        }
        catch (XmlException) when (stream.IsOver)
        {
            // Cut off at the limit: the caller says so.
        }
    }

    /// <summary>Ends a stream at a limit and remembers that there was more.</summary>
    sealed class CountedStream(Stream inner, long limit) : Stream
    {
        public long Count { get; private set; }

        public bool IsOver { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => Count;
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            if (IsOver)
                return 0;

            var read = inner.Read(buffer);
            Count += read;
            IsOver = Count > limit;
            return IsOver ? 0 : read;
        }

        public override void Flush()
        {
            // Only read from.
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                inner.Dispose();

            base.Dispose(disposing);
        }
    }
}
