using MimeKit;
using MimeKit.Tnef;

namespace Assessment.Mail;

/// <summary>Outlook's own package of attachments, winmail.dat (TNEF): the files inside are what was sent.</summary>
public static class OutlookPackage
{
    public const string FileName = "winmail.dat";

    /// <summary>The package names its words' code page, Windows-1252 where it does not, and .NET knows those only when asked to.</summary>
    static OutlookPackage() => System.Text.Encoding.RegisterProvider(System.Text.CodePagesEncodingProvider.Instance);

    public static bool Is(string mediaType, string? fileName)
        => mediaType is "application/ms-tnef" or "application/vnd.ms-tnef" || string.Equals(fileName, FileName, StringComparison.OrdinalIgnoreCase);

    /// <summary>The files of a package; none where it is broken or holds nothing, and it is then a file like any other.</summary>
    public static IReadOnlyList<MimeEntity> Unpack(Stream package)
    {
        try
        {
            var part = new TnefPart { Content = new MimeContent(package) };
            return [.. part.ExtractAttachments()];
        }
        catch (Exception broken) when (broken is TnefException or FormatException or ArgumentException or NotSupportedException or IOException)
        {
            return [];
        }
    }
}
