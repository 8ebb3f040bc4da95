using System.Globalization;
using System.Security.Cryptography;

namespace Assessment.Access;

/// <summary>
/// The token of a form: proof that the page was opened with the link before it is posted, and one number for what is sent from it.
/// It needs no cookie, since the link is the only credential, and it ends a few hours after the page was shown.
/// </summary>
public sealed record FormToken(string Number, DateTimeOffset ShownAt, string Text)
{
    /// <summary>Long enough to gather the figures of an item with the page open.</summary>
    public static readonly TimeSpan Lasts = TimeSpan.FromHours(8);

    public static FormToken For(PersonalLink link, PersonalLinkKey key, string purpose, DateTimeOffset now) => For(link.Address, key, purpose, now);

    /// <summary>For somebody who holds no link and is known otherwise.</summary>
    public static FormToken For(string holder, PersonalLinkKey key, string purpose, DateTimeOffset now)
        => For(holder, key, purpose, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)), now);

    /// <summary>The token as it was given out, or null when it is another link's, another form's, changed or too old.</summary>
    public static FormToken? Read(PersonalLink link, PersonalLinkKey key, string purpose, string? text, DateTimeOffset now) => Read(link.Address, key, purpose, text, now);

    public static FormToken? Read(string holder, PersonalLinkKey key, string purpose, string? text, DateTimeOffset now)
    {
        if (text?.Split('.') is not [var number, var shown, _] || !long.TryParse(shown, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || seconds > now.ToUnixTimeSeconds())
        {
            return null;
        }

        var expected = For(holder, key, purpose, number, DateTimeOffset.FromUnixTimeSeconds(seconds));
        return SecretHash.Matches(text, SecretHash.Of(expected.Text)) && now - expected.ShownAt <= Lasts ? expected : null;
    }

    static FormToken For(string holder, PersonalLinkKey key, string purpose, string number, DateTimeOffset now)
    {
        var seconds = now.ToUnixTimeSeconds();
        return new FormToken(number, DateTimeOffset.FromUnixTimeSeconds(seconds), $"{number}.{seconds}.{key.Text("form", $"{holder}/{purpose}/{number}/{seconds}")}");
    }
}
