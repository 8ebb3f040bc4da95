namespace Assessment.Evidence;

public enum FileFormat
{
    Unknown,
    Empty,
    Pdf,
    Docx,
    Xlsx,
    Pptx,
    Doc,
    Xls,
    Ppt,
    ProtectedOffice,
    OpenDocument,
    Rtf,
    Png,
    Jpeg,
    Picture,
    Csv,
    Text,
    Html,
    Xml,
    Zip,
    Archive,
    Mail,
    OutlookMessage,
    OutlookAttachments,
    Program,
    Recording,
}

/// <summary>What is known of each format: its media type and the extensions that belong to it.</summary>
public static class FileFormats
{
    static readonly (FileFormat Format, string MediaType, string[] Extensions)[] Known =
    [
        (FileFormat.Pdf, "application/pdf", ["pdf"]),
        (FileFormat.Docx, "application/vnd.openxmlformats-officedocument.wordprocessingml.document", ["docx", "docm", "dotx", "dotm"]),
        (FileFormat.Xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ["xlsx", "xlsm", "xltx", "xltm"]),
        (FileFormat.Pptx, "application/vnd.openxmlformats-officedocument.presentationml.presentation", ["pptx", "pptm", "ppsx", "ppsm"]),
        (FileFormat.Doc, "application/msword", ["doc", "dot"]),
        (FileFormat.Xls, "application/vnd.ms-excel", ["xls", "xlt"]),
        (FileFormat.Ppt, "application/vnd.ms-powerpoint", ["ppt", "pps"]),
        (FileFormat.ProtectedOffice, "application/x-ole-storage", []),
        (FileFormat.OpenDocument, "application/vnd.oasis.opendocument.text", ["odt", "ods", "odp"]),
        (FileFormat.Rtf, "application/rtf", ["rtf"]),
        (FileFormat.Png, "image/png", ["png"]),
        (FileFormat.Jpeg, "image/jpeg", ["jpg", "jpeg", "jpe", "jfif"]),
        (FileFormat.Picture, "application/octet-stream", ["gif", "tif", "tiff", "bmp", "webp", "heic", "heif", "avif", "ico"]),
        (FileFormat.Csv, "text/csv", ["csv", "tsv"]),
        (FileFormat.Text, "text/plain", ["txt", "text", "log"]),
        (FileFormat.Html, "text/html", ["html", "htm", "xhtml", "mht"]),
        (FileFormat.Xml, "application/xml", ["xml", "svg"]),
        (FileFormat.Zip, "application/zip", ["zip"]),
        (FileFormat.Archive, "application/octet-stream", ["7z", "rar", "gz", "tgz", "bz2", "xz", "tar", "cab", "iso"]),
        (FileFormat.Mail, "message/rfc822", ["eml"]),
        (FileFormat.OutlookMessage, "application/vnd.ms-outlook", ["msg"]),
        (FileFormat.OutlookAttachments, "application/ms-tnef", ["dat"]),
        (FileFormat.Program, "application/octet-stream", ["exe", "dll", "com", "scr", "bat", "cmd", "ps1", "vbs", "vbe", "js", "jse", "wsf", "hta", "sh", "py", "lnk", "url", "reg", "jar", "msi"]),
        (FileFormat.Recording, "application/octet-stream", ["mp3", "mp4", "m4a", "mov", "avi", "wav", "ogg", "webm", "mkv"]),
    ];

    public static string MediaTypeOf(FileFormat format)
        => Array.Find(Known, known => known.Format == format).MediaType ?? "application/octet-stream";

    /// <summary>The format that an extension promises, or null for one that promises nothing.</summary>
    public static FileFormat? Promised(string extension)
        => Array.Find(Known, known => known.Extensions.Contains(extension)) is { MediaType: not null } known ? known.Format : null;

    /// <summary>How senders know a format: DOCX, JPG, TXT.</summary>
    public static string ShortName(FileFormat format)
        => Array.Find(Known, known => known.Format == format).Extensions is [var first, ..] ? first.ToUpperInvariant() : format.ToString();

    internal static Placeholder Named(FileFormat format) => Placeholder.Of("format", new FileRemark($"format-{format.ToString().ToLowerInvariant()}"));
}
