using Assessment.Cycle;

namespace Assessment.Access;

/// <summary>Why a link does not open its page, for the person who holds it.</summary>
public enum LinkRefusal
{
    None,

    /// <summary>Nobody has such a link, or its key is gone.</summary>
    Unknown,
    Expired,
    Revoked,

    /// <summary>Its person is no longer in office.</summary>
    Left,

    /// <summary>It was used more often than a person can.</summary>
    TooOften,
}

/// <summary>What becomes of a one-time code.</summary>
public enum CodeOutcome
{
    Right,
    Wrong,

    /// <summary>It is too old, or it was tried too often: a new one has to be sent.</summary>
    Spent,
}

public static class PersonalLinkRules
{
    public const int MostTries = 5;
    public const int MostBrowsers = 10;

    public static readonly TimeSpan CodeLasts = TimeSpan.FromMinutes(15);

    /// <summary>Between two codes, so that nobody's mailbox is flooded.</summary>
    public static readonly TimeSpan CodeEvery = TimeSpan.FromMinutes(1);

    /// <summary>What was received can be looked at for a while after the round has ended.</summary>
    public static readonly TimeSpan LastsAfterRound = TimeSpan.FromDays(30);

    public static LinkRefusal Judge(PersonalLink link, Person? person, DateOnly today, DateTimeOffset now) => link switch
    {
        { RevokedAt: not null } => LinkRefusal.Revoked,
        _ when link.ExpiresAt <= now => LinkRefusal.Expired,
        _ when person?.IsValidOn(today) != true => LinkRefusal.Left,
        _ => LinkRefusal.None,
    };

    /// <summary>The link with its next code, or as it is while the last one is fresh.</summary>
    public static PersonalLink WithNextCode(PersonalLink link, DateTimeOffset now)
        => link.CodeSentAt is { } sent && now - sent < CodeEvery ? link : link with { Code = link.Code + 1, CodeSentAt = now, CodeTries = 0 };

    /// <summary>Every try counts, the right one too: a code is good once.</summary>
    public static (PersonalLink Link, CodeOutcome Outcome) Try(PersonalLink link, PersonalLinkKey key, string given, DateTimeOffset now)
    {
        if (link.CodeSentAt is not { } sent || now - sent > CodeLasts || link.CodeTries >= MostTries)
        {
            return (link, CodeOutcome.Spent);
        }

        return SecretHash.Matches(given, SecretHash.Of(key.Code(link.Address, link.Code)))
            ? (link with { CodeTries = MostTries, Browsers = [.. link.Browsers.TakeLast(MostBrowsers - 1), SecretHash.Of(key.Browser(link.Address, link.Code))] }, CodeOutcome.Right)
            : (link with { CodeTries = link.CodeTries + 1 }, CodeOutcome.Wrong);
    }

    public static bool IsKnown(PersonalLink link, string? browser)
        => browser is not null && link.Browsers.Any(hash => SecretHash.Matches(browser, hash));
}
