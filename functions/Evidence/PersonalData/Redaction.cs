using System.IO.Compression;
using System.Text;
using CsvHelper;

namespace Assessment.Evidence.PersonalData;

/// <summary>What was taken out, in sentences; or why nothing was written and what to do instead.</summary>
public sealed record RedactionReport
{
    /// <summary>The name for the copy: the original's, itself cleaned.</summary>
    public required string FileName { get; init; }
    public IReadOnlyList<string> Changes { get; init; } = [];

    /// <summary>Why there is no copy; then the agency must replace the file.</summary>
    public string? Refusal { get; init; }
}

/// <summary>
/// Writes a copy without the findings, without anything hidden and without metadata. The copy is searched again before it is handed out:
/// when something given could not be taken out, there is no copy.
/// </summary>
public static class Redaction
{
    public const string Block = "████";

    const string Replace = "The agency must replace the file.";

    public static RedactionReport Clean(
        string fileName, string mediaType, Stream original, Stream cleaned, IReadOnlyList<Finding> findings, ScanPolicy? policy = null, CancellationToken cancellation = default)
    {
        var report = new RedactionReport { FileName = CleanName(fileName, findings) };
        if (PersonalDataScan.ReadAll(original) is not { } bytes)
            return report with { Refusal = $"The file is too large. {Replace}" };

        var scan = Search(fileName, mediaType, bytes, policy, cancellation);
        if (Refusal(FileFormat.Of(fileName, mediaType), scan) is { } refusal)
            return report with { Refusal = $"{refusal} {Replace}" };

        using var copy = new MemoryStream();
        var changes = Write(FileFormat.Of(fileName, mediaType), bytes, copy, findings);
        var left = Search(report.FileName, mediaType, copy.ToArray(), policy, cancellation);
        if (left.Unreadable is not null || Blocking(left.Findings) > Blocking(scan.Findings.Except(findings)))
            return report with { Refusal = $"Something could not be taken out{Places(left)}. {Replace}" };

        copy.Position = 0;
        copy.CopyTo(cleaned);
        return report with { Changes = changes };
    }

    /// <summary>Whether a file of this kind can be cleaned at all; otherwise nobody needs to be offered it.</summary>
    public static bool CanClean(string fileName, string mediaType, FileScan scan) => Refusal(FileFormat.Of(fileName, mediaType), scan) is null;

    static string? Refusal(Format format, FileScan scan) => format switch
    {
        Format.Pdf => "A PDF cannot be redacted safely: what is covered can be uncovered, and its text lies in many places.",
        Format.Other => "Files of this kind cannot be redacted.",
        _ => scan.Unreadable,
    };

    static FileScan Search(string fileName, string mediaType, byte[] bytes, ScanPolicy? policy, CancellationToken cancellation)
    {
        using var stream = new MemoryStream(bytes, writable: false);
        return PersonalDataScan.File(fileName, mediaType, stream, policy ?? ScanPolicy.Default, cancellation);
    }

    static List<string> Write(Format format, byte[] bytes, MemoryStream copy, IReadOnlyList<Finding> findings) => format switch
    {
        Format.Text => CleanText(bytes, copy, findings),
        Format.Csv => CleanCsv(bytes, copy, findings),
        Format.Document => CleanPackage(bytes, copy, stream => CleanDocument.Clean(stream, findings)),
        Format.Workbook => CleanPackage(bytes, copy, stream => CleanWorkbook.Clean(stream, findings)),
        _ => Pictures.Strip(bytes, copy) ? ["Metadata removed."] : [],
    };

    static int Blocking(IEnumerable<Finding> findings) => findings.Count(finding => finding.Severity == Severity.Blocks);

    static string Places(FileScan scan) => scan.Findings.Count == 0 ? "" : $" ({string.Join("; ", scan.Findings.Where(finding => finding.Severity == Severity.Blocks).Select(finding => finding.Where).Distinct().Take(3))})";

    static string CleanName(string fileName, IEnumerable<Finding> findings) => Overwrite(fileName, findings.Where(finding => finding.Where == "file name"));

    static List<string> CleanText(byte[] bytes, MemoryStream copy, IReadOnlyList<Finding> findings)
    {
        var inText = findings.Where(finding => finding.Where != "file name").ToList();
        Encode(Overwrite(TextFiles.Decode(bytes), inText), bytes, copy);
        return [Overwritten(inText.Count)];
    }

    static List<string> CleanCsv(byte[] bytes, MemoryStream copy, IReadOnlyList<Finding> findings)
    {
        var text = TextFiles.Decode(bytes);
        var places = findings.ToLookup(finding => finding.Where, StringComparer.Ordinal);
        using var lines = new StringWriter();
        using (var writer = new CsvWriter(lines, TextFiles.Settings(text), leaveOpen: true))
        {
            var number = 0;
            foreach (var row in TextFiles.Rows(text))
            {
                number++;
                for (var column = 0; column < row.Length; column++)
                    writer.WriteField(Overwrite(row[column], places[Cells.Name(column, number)]));

                writer.NextRecord();
            }
        }

        Encode(lines.ToString(), bytes, copy);
        return [Overwritten(findings.Count(finding => finding.Where != "file name"))];
    }

    /// <summary>Overwrites findings of one text, the last first, so that the places of the others stay true.</summary>
    internal static string Overwrite(string text, IEnumerable<Finding> findings)
    {
        foreach (var finding in findings.OrderByDescending(finding => finding.Offset))
        {
            if (finding.Offset + finding.Length <= text.Length)
                text = string.Concat(text.AsSpan(0, finding.Offset), Block, text.AsSpan(finding.Offset + finding.Length));
        }

        return text;
    }

    internal static string Overwritten(int count) => count == 1 ? "One place overwritten." : $"{count} places overwritten.";

    static void Encode(string text, byte[] original, MemoryStream copy)
    {
        var encoding = TextFiles.EncodingOf(original);
        copy.Write(encoding.GetPreamble());
        copy.Write(encoding.GetBytes(text));
    }

    static List<string> CleanPackage(byte[] bytes, MemoryStream copy, Func<Stream, List<string>> clean)
    {
        using var package = new MemoryStream();
        package.Write(bytes);
        package.Position = 0;
        var changes = clean(package);
        Repack(package, copy);
        return changes;
    }

    /// <summary>Entries in the order of their names under one fixed time: the same file gives the same copy.</summary>
    static void Repack(MemoryStream package, MemoryStream copy)
    {
        package.Position = 0;
        using var from = new ZipArchive(package, ZipArchiveMode.Read);
        using var to = new ZipArchive(copy, ZipArchiveMode.Create, leaveOpen: true, Encoding.UTF8);
        foreach (var entry in from.Entries.OrderBy(entry => entry.FullName, StringComparer.Ordinal))
        {
            var target = to.CreateEntry(entry.FullName, CompressionLevel.Optimal);
            target.LastWriteTime = new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
            using var source = entry.Open();
            using var sink = target.Open();
            source.CopyTo(sink);
        }
    }
}
