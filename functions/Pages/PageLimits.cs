using Assessment.Evidence;

namespace Assessment.Pages;

/// <summary>How much a page takes. What is larger than a form goes ahead of it in pieces.</summary>
public static class PageLimits
{
    const int Megabyte = 1024 * 1024;

    /// <summary>One form with its files. The Functions host ends at 100 MB, and its envelope has to fit as well.</summary>
    public const long FormBytes = 90L * Megabyte;

    /// <summary>One piece of a file that goes ahead of its form.</summary>
    public const int PieceBytes = 4 * Megabyte;

    public const int FormFields = 2000;
    public const int FieldBytes = 200_000;
    public const int TextCharacters = 20_000;
    public const int NameCharacters = 200;

    /// <summary>Files that one link may have sent ahead, handed in or not.</summary>
    public const int Uploads = 1000;

    /// <summary>Files of a page are inspected as those of a mail are, and may be larger.</summary>
    public static InspectionPolicy Files { get; } = InspectionPolicy.Default with { MaxSize = 1024L * Megabyte };

    public static string InWords(long bytes) => bytes switch
    {
        >= 1024L * Megabyte => $"{Mail.Texts.Number(Math.Round((decimal)bytes / (1024L * Megabyte), 1))} GB",
        >= Megabyte => $"{Mail.Texts.Number(Math.Round((decimal)bytes / Megabyte, 1))} MB",
        >= 1024 => $"{Mail.Texts.Number(Math.Round((decimal)bytes / 1024, 0))} KB",
        _ => $"{Mail.Texts.Number(bytes)} B",
    };
}
