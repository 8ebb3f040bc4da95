namespace Assessment.Evidence;

/// <summary>How much of a mail's text is read; the rest stays in the raw message.</summary>
public static class MailText
{
    /// <summary>Two thousand lines of a hundred characters. What is read goes into register rows, and they have a limit too.</summary>
    public const int MaxCharacters = 200_000;

    /// <summary>Files that are taken out of one mail, those of mails inside it with them.</summary>
    public const int MaxFiles = 500;

    public static string FromHtml(string html) => new HtmlText(html, MaxCharacters + 1).Read();

    /// <summary>The text up to the limit, to the end of a line where there is one; and whether something was cut.</summary>
    public static (string Text, bool IsCut) Bounded(string text)
    {
        if (text.Length <= MaxCharacters)
        {
            return (text, false);
        }

        var lineEnd = text.LastIndexOf('\n', MaxCharacters - 1);
        var end = lineEnd > MaxCharacters / 2 ? lineEnd : MaxCharacters;
        return (char.IsHighSurrogate(text[end - 1]) ? text[..(end - 1)] : text[..end], true);
    }
}
