using Assessment.Cycle;
using Assessment.Mail;
using Assessment.Turnover;
using Assessment.Web;

namespace Assessment.Pages;

/// <summary>The form by which a person hands their data call over to a colleague.</summary>
static class HandOverForm
{
    public static HandOverView View(PageContext page, IReadOnlyDictionary<string, string>? values = null, IReadOnlyList<FieldError>? errors = null) => new()
    {
        Frame = PageView.Frame(page, PagePurpose.HandOverPath),
        Domains = Domains(page),
        Action = page.At(PagePurpose.HandOverPath),
        Token = page.Token(PagePurpose.HandOver),
        Values = values ?? new Dictionary<string, string> { [Fields.Language] = PageContext.Code(page.Opened.Person.Language) },
        Errors = errors ?? [],
    };

    /// <summary>Who follows, or the faults that stand against it.</summary>
    public static (SuccessorNamed Named, IReadOnlyList<FieldError> Errors) Read(PageContext page, IReadOnlyDictionary<string, string> values)
    {
        var errors = new List<FieldError>();
        var (name, email) = (values.GetValueOrDefault(Fields.Name, "").Trim(), values.GetValueOrDefault(Fields.Email, "").Trim());
        if (name.Length == 0)
        {
            errors.Add(new FieldError(Fields.Name, page.Words["error-name"]));
        }

        if (name.Length > PageLimits.NameCharacters)
        {
            errors.Add(new FieldError(Fields.Name, page.Words.Fill("error-long", ("count", Texts.Number(PageLimits.NameCharacters)))));
        }

        if (!WrittenAddress.IsOne(email) || email.Length > PageLimits.NameCharacters)
        {
            errors.Add(new FieldError(Fields.Email, page.Words["error-address"]));
        }
        else if (string.Equals(email, page.Opened.Person.Email, StringComparison.OrdinalIgnoreCase))
        {
            errors.Add(new FieldError(Fields.Email, page.Words["error-email-own"]));
        }

        return (new SuccessorNamed(Name: name, Email: email, Language: PageContext.LanguageOf(values.GetValueOrDefault(Fields.Language))), errors);
    }

    /// <summary>What the person is told: it is done and the link has stopped, or the secretariat decides first.</summary>
    public static NoticeView Said(PageContext page, SuccessorNamed named, bool isWaiting)
    {
        var frame = PageView.Frame(page, "") with { OtherLanguage = null };
        var who = new[] { ("name", named.Name ?? ""), ("mailbox", named.Email ?? ""), ("organisation", frame.Organisation), ("domains", Domains(page)) };
        return isWaiting
            ? new NoticeView(frame, page.Words["handover-waiting-title"], [page.Words.Fill("handover-waiting", who)])
            : new NoticeView(frame with { Home = null }, page.Words["handover-done-title"], [page.Words.Fill("handover-done", who), page.Words["handover-stopped"]]);
    }

    static string Domains(PageContext page) => string.Join(", ", SuccessionRules.DomainsOf(page.Round.Plan, page.Call.Organisation).Order(StringComparer.Ordinal));
}
