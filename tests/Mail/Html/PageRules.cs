using System.Globalization;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace Assessment.Tests.Mail.Html;

/// <summary>What a page in a mail must be so that everybody can read it, Outlook and screen readers too. Gives back what is wrong, one sentence each.</summary>
static class PageRules
{
    const double LeastContrast = 4.5;

    static readonly string[] Outside = ["img", "script", "link", "iframe", "object", "embed", "video", "audio", "form", "input", "svg", "style"];

    public static IReadOnlyList<string> Broken(string html)
    {
        var page = new HtmlParser().ParseDocument(html);
        return
        [
            .. Frame(html, page),
            .. Headings(page),
            .. Pictures(page),
            .. Outside.SelectMany(name => page.QuerySelectorAll(name)).Select(element => $"<{element.LocalName}> has no place in a mail."),
            .. page.QuerySelectorAll("[src],[background],[onclick],[class]").Select(element => $"<{element.LocalName}> refers to something outside of it."),
            .. page.QuerySelectorAll("[style]").Where(element => element.GetAttribute("style")!.Contains("url(", StringComparison.OrdinalIgnoreCase)).Select(element => $"The style of <{element.LocalName}> loads something."),
            .. page.QuerySelectorAll("a").Where(link => link.TextContent.Trim().Length == 0 || link.GetAttribute("href") is not { } address || !(address.StartsWith("https://", StringComparison.Ordinal) || address.StartsWith("http://localhost:", StringComparison.Ordinal) || address.StartsWith("mailto:", StringComparison.Ordinal))).Select(link => $"'{link.OuterHtml}' is no link."),
            .. Tables(page),
            .. Contrasts(page),
        ];
    }

    public static string Words(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>The words of a page as a person reads them; the title, the letterhead and the foot are the frame.</summary>
    public static string WordsOf(string html) => Words(string.Join(' ', Texts(new HtmlParser().ParseDocument(html).Body!).Select(text => text.Data)));

    static IEnumerable<string> Frame(string html, IDocument page)
    {
        if (!html.StartsWith("<!DOCTYPE html>\n", StringComparison.Ordinal))
            yield return "The page has no doctype.";
        if (page.DocumentElement.GetAttribute("lang") is not ("ms" or "en"))
            yield return "The page does not say its language.";
        if (page.QuerySelector("meta[charset=utf-8]") is null)
            yield return "The page does not say its encoding.";
        if (string.IsNullOrWhiteSpace(page.Title))
            yield return "The page has no title.";
    }

    static IEnumerable<string> Headings(IDocument page)
    {
        var levels = page.QuerySelectorAll("h1,h2,h3,h4,h5,h6").Select(heading => heading.LocalName[1] - '0').ToList();
        if (levels.Count(level => level == 1) != 1 || levels[0] != 1)
            yield return $"The headings are {string.Join(' ', levels)}: there must be one h1, and it comes first.";

        for (var index = 1; index < levels.Count; index++)
        {
            if (levels[index] > levels[index - 1] + 1)
                yield return $"h{levels[index]} follows h{levels[index - 1]}.";
        }

        foreach (var empty in page.QuerySelectorAll("h1,h2,h3").Where(heading => heading.TextContent.Trim().Length == 0))
            yield return $"<{empty.LocalName}> is empty.";
    }

    static IEnumerable<string> Pictures(IDocument page) => page.QuerySelectorAll("img").Where(picture => string.IsNullOrWhiteSpace(picture.GetAttribute("alt"))).Select(_ => "A picture has no text.");

    static IEnumerable<string> Tables(IDocument page)
    {
        foreach (var table in page.QuerySelectorAll("table"))
        {
            var isLayout = table.GetAttribute("role") == "presentation";
            var headers = table.QuerySelectorAll("th").Where(header => header.Closest("table") == table).ToList();
            if (isLayout == headers.Count > 0)
                yield return isLayout ? "A table for the layout has header cells." : "A table of data has no header cells, or one for the layout does not say so.";
            foreach (var header in headers.Where(header => header.GetAttribute("scope") is not ("row" or "col")))
                yield return $"'{header.TextContent}' does not say of what it is the header.";
        }
    }

    static IEnumerable<string> Contrasts(IDocument page) => Texts(page.Body!)
        .Select(text => (text.Data, Ratio: Ratio(Inherited(text.ParentElement!, "color", "#000000"), Inherited(text.ParentElement!, "background-color", "#ffffff"))))
        .Where(text => text.Ratio < LeastContrast)
        .Select(text => string.Create(CultureInfo.InvariantCulture, $"'{text.Data.Trim()}' has a contrast of {text.Ratio:0.0}."));

    static IEnumerable<IText> Texts(INode node) => node.Descendants<IText>().Where(text => !string.IsNullOrWhiteSpace(text.Data));

    static string Inherited(IElement? element, string property, string otherwise)
    {
        for (; element is not null; element = element.ParentElement)
        {
            var declared = (element.GetAttribute("style") ?? "").Split(';').Select(declaration => declaration.Split(':', 2)).LastOrDefault(pair => pair.Length == 2 && pair[0].Trim() == property);
            if (declared is not null)
                return declared[1].Trim();
        }

        return otherwise;
    }

    /// <summary>The contrast ratio of WCAG 2.</summary>
    static double Ratio(string one, string other)
    {
        var (light, dark) = (Math.Max(Luminance(one), Luminance(other)), Math.Min(Luminance(one), Luminance(other)));
        return (light + 0.05) / (dark + 0.05);
    }

    static double Luminance(string colour) => (0.2126 * Channel(colour, 1)) + (0.7152 * Channel(colour, 3)) + (0.0722 * Channel(colour, 5));

    static double Channel(string colour, int at)
    {
        var value = int.Parse(colour.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0;
        return value <= 0.03928 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
    }
}
