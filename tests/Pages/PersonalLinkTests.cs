using System.Text;
using Assessment.Access;
using Assessment.Cycle;
using Assessment.Tests.Builders;
using CsCheck;
using Microsoft.Extensions.Time.Testing;

namespace Assessment.Tests.Pages;

public class PersonalLinkTests
{
    static readonly DateTimeOffset Now = A.Moment("2025-01-06T10:00");
    static readonly PersonalLinkKey Key = new("k1", Encoding.UTF8.GetBytes(new string('s', 32)));
    static readonly PersonalLink Link = new()
    {
        Id = "farid-1",
        CycleId = A.Cycle,
        CallId = "my-tip-2025-annual-pdrm",
        Person = "farid",
        Purpose = LinkPurpose.Answer,
        KeyId = "k1",
        TokenHash = "",
        ExpiresAt = Now.AddDays(30),
    };

    [Fact]
    public void A_token_follows_from_key_and_link_alone_and_tells_neither()
    {
        var token = Key.Token(Link.Address);

        Assert.Equal(token, new PersonalLinkKey("k1", Encoding.UTF8.GetBytes(new string('s', 32))).Token(Link.Address));
        Assert.Matches("^[A-Za-z0-9_-]{43}$", token);
        Assert.Equal(4, new[] { token, Key.Token(Link.Address + "1"), Key.Browser(Link.Address, 1), new PersonalLinkKey("k1", Encoding.UTF8.GetBytes(new string('t', 32))).Token(Link.Address) }.Distinct().Count());
    }

    [Fact]
    public void A_key_is_long_enough_and_a_setting_names_the_current_one_first()
    {
        Assert.Throws<ArgumentException>(() => new PersonalLinkKey("short", new byte[31]));
        var keys = PersonalLinkKeys.Parse($"b:{Convert.ToBase64String(new byte[32])}; a:{Convert.ToBase64String(new byte[40])}");
        Assert.Equal(("b", "a", null), (keys.Current.Id, keys.Find("a")?.Id, keys.Find("c")?.Id));
        Assert.Throws<FormatException>(() => PersonalLinkKeys.Parse("nonsense"));
    }

    public static TheoryData<string, LinkRefusal> Judgements => new()
    {
        { "as it is", LinkRefusal.None },
        { "revoked", LinkRefusal.Revoked },
        { "expired", LinkRefusal.Expired },
        { "left", LinkRefusal.Left },
        { "nobody", LinkRefusal.Left },
    };

    [Theory]
    [MemberData(nameof(Judgements))]
    public void A_link_opens_while_it_lasts_and_its_person_is_in_office(string what, LinkRefusal expected)
    {
        var person = A.Plan().People.Single(person => person.Id == "farid");
        var (link, holder) = what switch
        {
            "revoked" => (Link with { RevokedAt = Now }, person),
            "expired" => (Link with { ExpiresAt = Now }, person),
            "left" => (Link, person with { To = A.Day("2025-01-05") }),
            "nobody" => (Link, null),
            _ => (Link, (Person?)person),
        };

        Assert.Equal(expected, PersonalLinkRules.Judge(link, holder, A.Day("2025-01-06"), Now));
    }

    [Fact]
    public void A_form_token_is_good_for_its_link_purpose_and_hours()
    {
        var token = FormToken.For(Link, Key, "answer-R01", Now).Text;

        Assert.NotNull(FormToken.Read(Link, Key, "answer-R01", token, Now.AddHours(8)));
        Assert.Null(FormToken.Read(Link, Key, "answer-R01", token, Now.AddHours(8).AddSeconds(1)));
        Assert.Null(FormToken.Read(Link, Key, "answer-R01", token, Now.AddSeconds(-1)));
        Assert.Null(FormToken.Read(Link, Key, "answer-R02", token, Now));
        Assert.Null(FormToken.Read(Link with { Id = "alia-1" }, Key, "answer-R01", token, Now));
        Assert.Null(FormToken.Read(Link, new PersonalLinkKey("k2", new byte[32]), "answer-R01", token, Now));
        Assert.Null(FormToken.Read(Link, Key, "answer-R01", null, Now));
    }

    [Fact]
    public void No_change_to_a_form_token_goes_unnoticed()
    {
        var token = FormToken.For(Link, Key, "files", Now).Text;

        Gen.Select(Gen.Int[0, token.Length - 1], Gen.Char['!', '~']).Sample((at, letter) =>
        {
            var changed = string.Concat(token.AsSpan(0, at), letter.ToString(), token.AsSpan(at + 1));
            return changed == token || FormToken.Read(Link, Key, "files", changed, Now) is null;
        });
    }

    [Fact]
    public void A_link_that_is_used_too_often_waits_for_the_next_minute()
    {
        var clock = new FakeTimeProvider(Now);
        var rates = new PersonalLinkRates(clock);

        Assert.All(Enumerable.Range(0, 3), _ => Assert.True(rates.Allows("link", 3)));
        Assert.False(rates.Allows("link", 3));
        Assert.True(rates.Allows("another", 3));
        Assert.True(rates.IsSpent("link", 3));
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.True(rates.Allows("link", 3));
    }
}
