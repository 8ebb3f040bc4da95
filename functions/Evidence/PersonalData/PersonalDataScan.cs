namespace Assessment.Evidence.PersonalData;

/// <summary>Finds personal data in texts and files. Pure: the same input gives the same findings, in the order of the file.</summary>
public static class PersonalDataScan
{
    /// <summary>A file is read as a whole, and its text beside it.</summary>
    const int LargestFile = 64 << 20;

    public static IReadOnlyList<Finding> Text(string text, ScanPolicy policy)
    {
        var findings = new Findings(policy, CancellationToken.None);
        findings.ReadLines(text);
        return findings.All;
    }

    /// <summary>
    /// Reads a file by its name and, where that says nothing, its media type. Never throws for what a file holds: a file that cannot be read
    /// is reported so.
    /// </summary>
    public static FileScan File(string fileName, string mediaType, Stream content, ScanPolicy policy, CancellationToken cancellation = default)
    {
        var findings = new Findings(policy, cancellation);
        findings.Read(new Segment("file name", fileName));
        if (ReadAll(content) is not { } bytes)
            return findings.Scan($"The file is larger than {LargestFile >> 20} MB and cannot be searched; ask for a smaller one.");

        try
        {
            var format = FileFormat.Of(fileName, mediaType);
            var scan = findings.Scan(Read(format, bytes, findings, cancellation));
            return format is Format.Picture && scan.Unreadable is null ? scan with { Note = "No program sees what a picture shows: a person must look at it." } : scan;
        }
        catch (Exception fault) when (fault is not (OperationCanceledException or OutOfMemoryException))
        {
            // The readers of PDF and Office files fail in many ways on damaged ones; whichever it is, a person must know that it was not searched.
            return findings.Scan("The file is damaged or protected by a password and cannot be searched; ask for it again.");
        }
    }

    static string? Read(Format format, byte[] bytes, Findings findings, CancellationToken cancellation)
    {
        switch (format)
        {
            case Format.Text or Format.Csv when !TextFiles.IsText(bytes):
                return "The file is named like a text but is none; ask for it again.";
            case Format.Text:
                findings.ReadLines(TextFiles.Decode(bytes));
                return null;
            case Format.Csv:
                TextFiles.Scan(TextFiles.Decode(bytes), findings);
                return null;
            case Format.Picture:
                return Pictures.Scan(bytes, "", findings) ? null : "The picture is damaged, or neither PNG nor JPEG; ask for it again.";
            case Format.Pdf:
                return PdfScan.Scan(bytes, findings, cancellation);
            case Format.Document or Format.Workbook:
                using (var stream = new MemoryStream(bytes, writable: false))
                {
                    return PackageChecks.Objection(stream, cancellation)
                        ?? (format == Format.Document ? DocumentScan.Scan(stream, findings) : WorkbookScan.Scan(stream, findings));
                }

            default:
                return "Files of this kind cannot be searched for personal data; ask for DOCX, XLSX, CSV, TXT, PDF, PNG or JPEG.";
        }
    }

    internal static byte[]? ReadAll(Stream content)
    {
        if (content.CanSeek && content.Length > LargestFile)
            return null;

        using var all = new MemoryStream();
        var buffer = new byte[81920];
        while (content.Read(buffer) is > 0 and var read)
        {
            all.Write(buffer, 0, read);
            if (all.Length > LargestFile)
                return null;
        }

        return all.ToArray();
    }
}

enum Format
{
    Other,
    Text,
    Csv,
    Workbook,
    Document,
    Pdf,
    Picture,
}

static class FileFormat
{
    public static Format Of(string fileName, string mediaType) => Path.GetExtension(fileName).ToLowerInvariant() switch
    {
        ".txt" or ".md" or ".log" => Format.Text,
        ".csv" or ".tsv" => Format.Csv,
        ".xlsx" => Format.Workbook,
        ".docx" => Format.Document,
        ".pdf" => Format.Pdf,
        ".png" or ".jpg" or ".jpeg" => Format.Picture,
        "" => OfMediaType(mediaType),
        _ => Format.Other,
    };

    static Format OfMediaType(string mediaType) => mediaType.Split(';')[0].Trim().ToLowerInvariant() switch
    {
        "text/plain" => Format.Text,
        "text/csv" => Format.Csv,
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" => Format.Workbook,
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document" => Format.Document,
        "application/pdf" => Format.Pdf,
        "image/png" or "image/jpeg" => Format.Picture,
        _ => Format.Other,
    };
}
