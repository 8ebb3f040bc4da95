using System.Text.RegularExpressions;

namespace Assessment.Host.Sandbox.Graph;

/// <summary>The part of a body that is new in its message: without the earlier messages that the mail program put below.</summary>
static partial class UniqueBody
{
    static readonly string[] HtmlMarks =
    [
        "<div id=\"appendonsend\"", "<div id=\"divRplyFwdMsg\"", "<div id=\"mail-editor-reference-message-container\"", "<div class=\"gmail_quote", "<blockquote",
    ];

    public static string OfHtml(string html)
    {
        var cut = HtmlMarks.Select(mark => html.IndexOf(mark, StringComparison.OrdinalIgnoreCase)).Where(at => at >= 0).DefaultIfEmpty(html.Length).Min();
        return html[..cut];
    }

    /// <summary>Up to the line that introduces the earlier message, and without its quoted lines; answers between quoted lines stay.</summary>
    public static string OfText(string text)
    {
        var introduction = Introduction().Match(text);
        var kept = introduction.Success ? text[..introduction.Index] : text;
        var lines = kept.Split('\n').Where(line => !line.StartsWith('>'));
        return string.Join('\n', lines).TrimEnd() + "\n";
    }

    [GeneratedRegex(
        @"^(-{3,} ?(Original Message|Mesej Asal) ?-{3,}\s*$|_{20,}\s*\n(From|Daripada|Dari):|(On|Pada) [^\n]{1,200}(wrote|menulis):\s*$)",
        RegexOptions.Multiline | RegexOptions.IgnoreCase)]
    private static partial Regex Introduction();
}
