using System.Text.RegularExpressions;
using Assessment.Host.Functions;

namespace Assessment.Tests.Pages;

/// <summary>Where the plan wants it, a link opens in a new browser only with a code that went to its person's mailbox.</summary>
public sealed partial class PageCodeTests : IAsyncLifetime
{
    PageSite site = null!;

    public async Task InitializeAsync() => site = await PageSite.Open(asksForCode: true);

    public async Task DisposeAsync() => await site.DisposeAsync();

    [Fact]
    public async Task Nothing_of_the_call_is_shown_before_the_code()
    {
        foreach (var path in new[] { "", "/items/R01" })
        {
            var answer = await site.Get(site.PathOf() + path);

            Assert.Equal(403, answer.Status);
            Assert.DoesNotContain("R01", PageSite.Html(answer).Body!.TextContent, StringComparison.Ordinal);
            Assert.DoesNotContain(PageSite.FocalPoint, answer.Text, StringComparison.Ordinal);
        }

        Assert.Empty(site.Mails(kind: "OneTimeCode"));
    }

    [Fact]
    public async Task The_right_code_binds_the_link_to_the_browser_that_gave_it()
    {
        var asked = await Ask();
        var opened = await Try(asked, CodeIn(Assert.Single(site.Mails(kind: "OneTimeCode"))));
        var cookie = opened.Headers.SetCookie.ToString();

        Assert.Equal(303, opened.Status);
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(200, (await site.Get(site.PathOf(), new KeyValuePair<string, string>("cookie", cookie.Split(';')[0]))).Status);
        Assert.Equal(403, (await site.Get(site.PathOf())).Status);
        Assert.Equal(403, (await site.Get(site.PathOf("ASP Grace Liew Sze Min"), new KeyValuePair<string, string>("cookie", cookie.Split(';')[0]))).Status);
    }

    [Fact]
    public async Task A_code_is_good_once_and_for_five_tries()
    {
        var asked = await Ask();
        var code = CodeIn(Assert.Single(site.Mails(kind: "OneTimeCode")));
        for (var number = 0; number < 5; number++)
        {
            Assert.Contains("Ini bukan kod", (await Try(asked, code == "000000" ? "000001" : "000000")).Text, StringComparison.Ordinal);
        }

        Assert.Contains("dicuba terlalu kerap", (await Try(asked, code)).Text, StringComparison.Ordinal);
        await site.GoTo(site.Host.Clock.GetUtcNow().AddMinutes(2));
        var again = await Ask();
        var next = CodeIn(site.Mails(kind: "OneTimeCode").Last());
        Assert.Equal(303, (await Try(again, next)).Status);
        Assert.Equal(403, (await Try(again, next)).Status);
    }

    [Fact]
    public async Task A_second_code_within_a_minute_is_the_first_one()
    {
        await Ask();
        await Ask();

        Assert.Single(site.Mails(kind: "OneTimeCode"));
    }

    [Fact]
    public async Task A_code_ends_after_a_quarter_of_an_hour()
    {
        var asked = await Ask();
        await site.GoTo(site.Host.Clock.GetUtcNow().AddMinutes(16));

        Assert.Equal(403, (await Try(asked, CodeIn(Assert.Single(site.Mails(kind: "OneTimeCode"))))).Status);
    }

    async Task<AngleSharp.Html.Dom.IHtmlDocument> Ask()
    {
        var page = PageSite.Html(await site.Get(site.PathOf()));
        var sent = await site.Submit(page, "/code", new Dictionary<string, string>());
        Assert.Equal(303, sent.Status);
        return PageSite.Html(await site.Get(sent.Headers.Location.ToString()));
    }

    Task<HttpAnswer> Try(AngleSharp.Html.Dom.IHtmlDocument page, string code) => site.Submit(page, "/code/try", new Dictionary<string, string> { ["code"] = code });

    static string CodeIn(string mail) => Code().Match(mail).Value;

    [GeneratedRegex(@"(?<=: )\d{6}\b")]
    private static partial Regex Code();
}
