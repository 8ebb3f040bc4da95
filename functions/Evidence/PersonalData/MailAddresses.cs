using System.Buffers;

namespace Assessment.Evidence.PersonalData;

/// <summary>Mail addresses outside official domains. Mailboxes of a function (info@, aduan@) at an organisation's own domain are nobody's.</summary>
sealed class MailAddresses(ScanPolicy policy)
{
    const int LongestLocal = 64;
    const int LongestDomain = 190;

    static readonly SearchValues<char> LocalPart = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._%+-'");
    static readonly SearchValues<char> Domain = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-");

    static readonly string[] Functions =
    [
        "info", "admin", "aduan", "enquiry", "enquiries", "contact", "hotline", "helpline", "office", "pejabat", "pro", "webmaster", "support", "media", "press",
        "secretariat", "urusetia", "help", "feedback", "general", "noreply", "no-reply", "postmaster", "recruitment", "hr", "pertanyaan", "kaunter", "tip-data", "tip",
    ];

    public void Find(string text, List<Hit> hits)
    {
        var from = 0;
        while (hits.Count <= Findings.Most && text.AsSpan(from).IndexOf('@') is >= 0 and var ahead)
        {
            var at = from + ahead;
            if (Around(text, at) is { } hit)
                hits.Add(hit);

            from = at + 1;
        }
    }

    Hit? Around(string text, int at)
    {
        var before = text.AsSpan(Math.Max(0, at - LongestLocal), Math.Min(at, LongestLocal));
        var local = before[(before.LastIndexOfAnyExcept(LocalPart) + 1)..].TrimStart(".'-%+");
        var after = text.AsSpan(at + 1, Math.Min(text.Length - at - 1, LongestDomain));
        var end = after.IndexOfAnyExcept(Domain);
        var domain = (end < 0 ? after : after[..end]).TrimEnd(".-");
        if (local.IsEmpty || !IsDomain(domain) || IsOfficial(local, domain))
            return null;

        return new Hit(FindingKind.Mail, Severity.Blocks, at - local.Length, local.Length + 1 + domain.Length);
    }

    static bool IsDomain(ReadOnlySpan<char> domain)
    {
        var dot = domain.LastIndexOf('.');
        return dot > 0 && domain.Length - dot > 2 && !domain[(dot + 1)..].ContainsAnyInRange('0', '9') && char.IsAsciiLetterOrDigit(domain[0]);
    }

    bool IsOfficial(ReadOnlySpan<char> local, ReadOnlySpan<char> domain)
    {
        foreach (var official in policy.OfficialDomains)
        {
            var name = official.AsSpan().TrimStart("@.");
            if (domain.EndsWith(name, StringComparison.OrdinalIgnoreCase) && (domain.Length == name.Length || domain[^(name.Length + 1)] == '.'))
                return true;
        }

        var (mailbox, host) = (local.ToString(), domain.ToString());
        return policy.OfficialAddresses.Contains($"{mailbox}@{host}", StringComparer.OrdinalIgnoreCase)
            || (!MailProviders.IsShared(host) && Functions.Contains(mailbox, StringComparer.OrdinalIgnoreCase));
    }
}

/// <summary>Mail providers for everybody: an address there says nothing about an office.</summary>
public static class MailProviders
{
    static readonly HashSet<string> Shared = new(StringComparer.OrdinalIgnoreCase)
    {
        "gmail.com", "googlemail.com", "yahoo.com", "yahoo.com.my", "yahoo.co.id", "yahoo.co.in", "ymail.com", "rocketmail.com", "hotmail.com", "hotmail.my", "outlook.com", "outlook.my",
        "live.com", "live.com.my", "msn.com", "icloud.com", "me.com", "aol.com", "proton.me", "protonmail.com", "gmx.com", "gmx.net", "mail.com", "zoho.com", "yandex.com", "mail.ru", "qq.com", "163.com",
    };

    public static bool IsShared(string domain) => Shared.Contains(domain);
}
