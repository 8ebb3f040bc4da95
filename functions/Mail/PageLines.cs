using Assessment.Cycle;
using Assessment.Pages;

namespace Assessment.Mail;

/// <summary>The lines of a mail that lead its recipients to their own pages.</summary>
static class PageLines
{
    /// <summary>The words under a text's name, with a link for each page; nothing when there is no page.</summary>
    public static MailValue Of(Language language, string key, IReadOnlyList<PersonalPage>? pages) => pages is { Count: > 0 }
        ? new MailValue("", [new MailParagraph([Texts.Fill(language, key)]), .. pages.Select(page => Link(language, page, pages))])
        : "";

    /// <summary>With the address of its call where the mail is about several.</summary>
    static LinkButton Link(Language language, PersonalPage page, IReadOnlyList<PersonalPage> all)
    {
        var name = all.Any(other => other.CallId != page.CallId) ? $"{page.Name}, {page.CallId}" : page.Name;
        return new LinkButton(Texts.Fill(language, "page-link", ("name", name)), page.Address.AbsoluteUri);
    }
}
