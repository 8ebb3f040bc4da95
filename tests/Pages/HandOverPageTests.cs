using Assessment.Host.Functions;
using Assessment.Mail;
using Assessment.Review;
using Assessment.Triage;
using Files = Assessment.Tests.Inspection.Files;

namespace Assessment.Tests.Pages;

/// <summary>A focal point hands the data call over to a colleague on the personal page.</summary>
public sealed class HandOverPageTests : IAsyncLifetime
{
    const string Colleague = "Nadia binti Osman";

    PageSite site = null!;

    public async Task InitializeAsync() => site = await PageSite.Open();

    public async Task DisposeAsync() => await site.DisposeAsync();

    [Fact]
    public async Task A_colleague_of_the_same_domain_gets_everything_at_once_and_the_old_link_stops()
    {
        await site.Answer("R01", new Dictionary<string, string> { ["answer"] = "Two circulars were issued." }, ("R01-sop.pdf", Files.Pdf()));
        await site.Settle();
        var old = site.PathOf();

        var done = await HandOver(Colleague, "nadia@pdrm.example");
        await site.Settle();

        Assert.Equal(200, done.Status);
        Assert.Contains($"{Colleague} answers for", PageSite.Html(done).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(410, (await site.Get(old)).Status);
        var mail = Assert.Single(site.Mails(kind: nameof(MailKind.HandOver)));
        Assert.Contains("R01", mail, StringComparison.Ordinal);
        Assert.Contains("Last year", mail, StringComparison.Ordinal);
        Assert.NotEqual(old, site.PathOf(Colleague));

        var page = await site.Page(site.PathOf(Colleague));
        Assert.Contains("R01-sop.pdf", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        var theirs = await site.Submit(await site.Page($"{site.PathOf(Colleague)}/items/R02"), "/items/R02", new Dictionary<string, string> { ["nothing"] = "No case came to us." });
        Assert.Equal(303, theirs.Status);
        Assert.Equal("nadia@pdrm.example", (await site.Item("R02")).Answer!.SentBy);
    }

    [Fact]
    public async Task An_address_from_outside_waits_for_the_secretariat_and_the_link_goes_on_until_then()
    {
        var said = await HandOver(Colleague, "nadia@gmail.example");
        await site.Settle();

        Assert.Contains("The secretariat decides first", PageSite.Html(said).QuerySelector("h1")!.TextContent, StringComparison.Ordinal);
        Assert.Empty(site.Mails(kind: nameof(MailKind.HandOver)));
        var page = await site.Page($"{site.PathOf()}?lang=en");
        Assert.Contains("You named Nadia binti Osman (nadia@gmail.example)", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);

        var card = Assert.Single(await site.Host.Register.List<Assessment.Turnover.PendingSuccession>(site.Host.Plan.Cycle.Id)).CardKey;
        var officer = site.Host.Plan.People.First(person => TriageRules.MayDecide(person));
        await site.Host.PostAs(officer.Id, $"/api/cycles/{site.Host.Plan.Cycle.Id}/triage/{card}", $$"""{"choice":"{{Choice.Accept}}"}""", CancellationToken.None);
        await site.Settle();

        Assert.Equal(410, (await site.Get(site.PathOf())).Status);
        Assert.Single(site.Mails(kind: nameof(MailKind.HandOver)));
        await site.Page(site.PathOf(Colleague));
    }

    [Theory]
    [InlineData("", "nadia@pdrm.example", "f-name")]
    [InlineData(Colleague, "", "f-email")]
    [InlineData(Colleague, "nadia at pdrm", "f-email")]
    [InlineData(Colleague, "Nadia <nadia@pdrm.example>", "f-email")]
    [InlineData(Colleague, PageSite.FocalPoint, "f-email")]
    public async Task Name_and_address_are_needed_and_the_address_is_another_ones(string name, string email, string field)
    {
        var answer = await HandOver(name, email);

        Assert.Equal(422, answer.Status);
        Assert.Equal([$"#{field}"], PageSite.Html(answer).QuerySelectorAll(".errors a").Select(link => link.GetAttribute("href")));
        Assert.Equal((name, email), (Value(answer, "f-name"), Value(answer, "f-email")));
    }

    [Fact]
    public async Task A_form_without_the_token_of_the_page_hands_nothing_over()
    {
        var page = await site.Page($"{site.PathOf()}/hand-over");
        var answer = await site.Submit(page, "/hand-over", new Dictionary<string, string> { ["name"] = Colleague, ["email"] = "nadia@pdrm.example", ["form"] = "" });

        Assert.Equal(422, answer.Status);
        Assert.Equal(200, (await site.Get(site.PathOf())).Status);
    }

    async Task<HttpAnswer> HandOver(string name, string email)
        => await site.Submit(await site.Page($"{site.PathOf()}/hand-over?lang=en"), "/hand-over", new Dictionary<string, string> { ["name"] = name, ["email"] = email, ["language"] = "en" });

    static string? Value(HttpAnswer answer, string id) => PageSite.Html(answer).GetElementById(id)!.GetAttribute("value");
}
