using System.Net;
using System.Text;

namespace Assessment.Evidence;

/// <summary>
/// The words of an HTML mail, read once from front to back: lines and table cells stay apart, quoted text begins with &gt;,
/// scripts, styles and comments are left out, and nothing is fetched.
/// </summary>
sealed class HtmlText(string html, int mostCharacters)
{
    static readonly HashSet<string> Skipped = new(StringComparer.OrdinalIgnoreCase) { "script", "style", "title", "template", "iframe", "object", "svg", "math", "noscript" };

    static readonly HashSet<string> Lines = new(StringComparer.OrdinalIgnoreCase)
    {
        "p", "div", "br", "tr", "table", "li", "ul", "ol", "dl", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "section", "article", "header", "footer", "center", "form", "caption",
    };

    readonly StringBuilder text = new();
    int at;
    int quotes;
    int newLines;
    bool isBlankDue;

    public string Read()
    {
        while (at < html.Length && text.Length < mostCharacters)
        {
            if (html[at] == '<' && IsMarkup())
            {
                ReadMarkup();
            }
            else
            {
                ReadWords();
            }
        }

        return text.ToString(0, Math.Min(text.Length, mostCharacters)).Trim();
    }

    /// <summary>A &lt; before anything but a tag is a character like others: "a &lt; b".</summary>
    bool IsMarkup() => at + 1 < html.Length && (char.IsAsciiLetter(html[at + 1]) || html[at + 1] is '/' or '!' or '?');

    void ReadWords()
    {
        var next = html.IndexOf('<', at + 1);
        var words = html[at..(next < 0 ? html.Length : next)];
        at += words.Length;
        foreach (var letter in WebUtility.HtmlDecode(words))
        {
            Write(letter);
        }
    }

    void Write(char letter)
    {
        if (char.IsWhiteSpace(letter))
        {
            isBlankDue = true;
        }
        else if (!char.IsControl(letter))
        {
            if (newLines > 0 || text.Length == 0)
            {
                BeginLine();
            }
            else if (isBlankDue)
            {
                text.Append(' ');
            }

            isBlankDue = false;
            text.Append(letter);
        }
    }

    /// <summary>A line of dashes: in the form block it ends the answer, as a signature or an older mail does.</summary>
    void WriteRule()
    {
        BeginLine();
        text.Append("----------");
    }

    void BeginLine()
    {
        text.Append('\n', text.Length == 0 ? 0 : Math.Min(newLines, 2)).Append('>', Math.Min(quotes, 9)).Append(' ', quotes > 0 ? 1 : 0);
        newLines = 0;
    }

    void ReadMarkup()
    {
        if (html.AsSpan(at).StartsWith("<!--", StringComparison.Ordinal))
        {
            MoveBehind("-->");
            return;
        }

        var isEnd = html[at + 1] == '/';
        var name = NameAt(at + (isEnd ? 2 : 1));
        MoveBehindTag();
        if (!isEnd && Skipped.Contains(name))
        {
            MoveBehind($"</{name}");
            MoveBehind(">");
        }
        else
        {
            Apply(name.ToLowerInvariant(), isEnd);
        }
    }

    void Apply(string name, bool isEnd)
    {
        switch (name)
        {
            case "blockquote":
                newLines = Math.Max(newLines, 1);
                quotes = Math.Max(0, quotes + (isEnd ? -1 : 1));
                break;
            case "hr":
                newLines = Math.Max(newLines, 1);
                WriteRule();
                newLines = 1;
                break;
            case "td" or "th" when isEnd:
                isBlankDue = true;
                break;
            case "br" or "p" when !isEnd || name == "p":
                newLines++;
                break;
            default:
                newLines = Lines.Contains(name) ? Math.Max(newLines, 1) : newLines;
                break;
        }
    }

    string NameAt(int start)
    {
        var end = start;
        while (end < html.Length && end - start < 20 && (char.IsAsciiLetterOrDigit(html[end]) || html[end] == ':'))
        {
            end++;
        }

        return html[start..end];
    }

    /// <summary>Attributes may hold a &gt; in quotes.</summary>
    void MoveBehindTag()
    {
        var quote = '\0';
        for (at++; at < html.Length; at++)
        {
            var letter = html[at];
            if (quote != '\0')
            {
                quote = letter == quote ? '\0' : quote;
            }
            else if (letter is '"' or '\'' && html[at - 1] == '=')
            {
                quote = letter;
            }
            else if (letter == '>')
            {
                at++;
                return;
            }
        }
    }

    void MoveBehind(string mark)
    {
        var found = html.IndexOf(mark, at, StringComparison.OrdinalIgnoreCase);
        at = found < 0 ? html.Length : found + mark.Length;
    }
}
