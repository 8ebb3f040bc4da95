namespace Assessment.Evidence;

/// <summary>Which files are taken, and how far they are looked into.</summary>
public sealed record InspectionPolicy
{
    const int Megabyte = 1024 * 1024;

    public static InspectionPolicy Default { get; } = new();

    /// <summary>The formats that are evidence, in the order in which senders are told of them.</summary>
    public IReadOnlyList<FileFormat> Accepted { get; init; } =
    [
        FileFormat.Pdf, FileFormat.Docx, FileFormat.Xlsx, FileFormat.Pptx, FileFormat.Png, FileFormat.Jpeg, FileFormat.Csv, FileFormat.Text, FileFormat.Zip,
    ];

    /// <summary>The formats that a person looks at first.</summary>
    public IReadOnlyList<FileFormat> Held { get; init; } =
    [
        FileFormat.Doc, FileFormat.Xls, FileFormat.Ppt, FileFormat.Mail, FileFormat.OutlookMessage, FileFormat.OutlookAttachments,
    ];

    public long MaxSize { get; init; } = 25 * Megabyte;

    /// <summary>Files of one mail, and files of one archive with the archives inside it.</summary>
    public int MaxFiles { get; init; } = 200;

    /// <summary>Archives inside one another: 1 is an archive of plain files.</summary>
    public int MaxNesting { get; init; } = 2;

    /// <summary>How many times its packed size a part may have; honest spreadsheets stay under 50.</summary>
    public int MaxRatio { get; init; } = 100;

    /// <summary>What a file may unpack to in all, with the archives inside it.</summary>
    public long MaxUnpacked { get; init; } = 250 * Megabyte;
}

/// <summary>What is left of the limits while a file and the archives inside it are unpacked.</summary>
sealed class UnpackBudget(InspectionPolicy policy)
{
    public long BytesLeft { get; private set; } = policy.MaxUnpacked;

    public int FilesLeft { get; private set; } = policy.MaxFiles;

    public bool TakeBytes(long bytes) => (BytesLeft -= bytes) >= 0;

    public bool TakeFile() => --FilesLeft >= 0;
}
