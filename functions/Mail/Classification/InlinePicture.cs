using System.Text.RegularExpressions;

namespace Assessment.Mail;

/// <summary>Signatures and logos: pictures that are part of a mail's text and no evidence.</summary>
public static partial class InlinePicture
{
    /// <summary>A logo is small; a photograph that somebody put into the text is not.</summary>
    public const long SmallBytes = 20_000;

    /// <summary>True for a picture that the text shows by its Content-ID, or a small one that has such an id and is marked to be shown in the text.</summary>
    public static bool Is(string mediaType, string? contentId, bool isMarkedInline, long size, IReadOnlySet<string> shown)
        => mediaType.StartsWith("image/", StringComparison.OrdinalIgnoreCase)
            && contentId is { Length: > 0 } id
            && (shown.Contains(id.Trim('<', '>')) || (isMarkedInline && size <= SmallBytes));

    /// <summary>The Content-IDs of the pictures that a page shows.</summary>
    public static IReadOnlySet<string> ShownIn(string html) => Reference().Matches(html).Select(match => Uri.UnescapeDataString(match.Groups["id"].Value)).ToHashSet(StringComparer.OrdinalIgnoreCase);

    [GeneratedRegex(@"\bcid:(?<id>[^""'\s>)]+)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Reference();
}
