using System.Globalization;
using System.Text;

namespace Assessment.Evidence;

/// <summary>A sender's file name as it is safe to show: what hides or turns characters is spelled out, and length is bounded.</summary>
public static class ShownName
{
    const int Longest = 120;
    const int KeptAtTheEnd = 30;

    public static string Of(string name)
    {
        var shown = Escaped(name);
        return shown.Length <= Longest ? shown : $"{Whole(shown[..(Longest - KeptAtTheEnd - 1)])}…{shown[^KeptAtTheEnd..].TrimStart(LowSurrogates)}";
    }

    /// <summary>True when a name has characters that mislead: hidden, turning the direction, or those of a path.</summary>
    public static bool IsMisleading(string name) => name.Any(Hides) || name.AsSpan().ContainsAny('/', '\\') || HasLoneSurrogate(name);

    /// <summary>The extension in lower case without its dot, or nothing.</summary>
    public static string ExtensionOf(string name)
    {
        var visible = new string([.. name.Where(letter => !Hides(letter))]).TrimEnd(' ', '.');
        var dot = visible.LastIndexOf('.');
        var extension = dot < 0 ? "" : visible[(dot + 1)..].ToLowerInvariant();
        return extension.Length is > 0 and <= 8 && extension.All(char.IsAsciiLetterOrDigit) ? extension : "";
    }

    static string Escaped(string name)
    {
        var shown = new StringBuilder(name.Length);
        foreach (var rune in name.EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
                || rune == Rune.ReplacementChar)
            {
                shown.Append(CultureInfo.InvariantCulture, $"<U+{rune.Value:X4}>");
            }
            else
            {
                shown.Append(rune.ToString());
            }
        }

        return shown.ToString();
    }

    static readonly char[] LowSurrogates = [.. Enumerable.Range(0xDC00, 0x400).Select(code => (char)code)];

    static string Whole(string start) => char.IsHighSurrogate(start[^1]) ? start[..^1] : start;

    static bool Hides(char letter) => CharUnicodeInfo.GetUnicodeCategory(letter)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    static bool HasLoneSurrogate(string name) => name.EnumerateRunes().Any(rune => rune == Rune.ReplacementChar);
}
