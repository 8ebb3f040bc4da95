using Assessment.Cycle;
using Assessment.Pages;

namespace Assessment.Mail;

/// <summary>The lines of a mail that lead its recipients to their own pages.</summary>
static class PageLines
{
    /// <summary>The paragraph under a text's name, with a line for each page; nothing when there is no page.</summary>
    public static string Of(Language language, string key, IReadOnlyList<PersonalPage>? pages) => pages is { Count: > 0 }
        ? Texts.Fill(language, key, ("links", string.Join("\n", pages.Select(page => Line(language, page, pages)))))
        : "";

    /// <summary>With the address of its call where the mail is about several.</summary>
    static string Line(Language language, PersonalPage page, IReadOnlyList<PersonalPage> all) => Texts.Fill(
        language,
        "page-link",
        ("name", all.Any(other => other.CallId != page.CallId) ? $"{page.Name}, {page.CallId}" : page.Name),
        ("link", page.Address.AbsoluteUri));
}
