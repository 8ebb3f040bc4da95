using System.Text;
using Assessment.Host.Commands;
using Assessment.Host.Functions;
using Assessment.Tests.Year;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Files = Assessment.Tests.Inspection.Files;

namespace Assessment.Tests.Browser;

/// <summary>A call walked by hand on the pages of `assess serve`: as the police, as a stranger, as the secretariat.</summary>
[Collection(BrowserSite.Collection)]
public sealed class SandboxBrowserTests(BrowserSite browser)
{
    const int Phone = 390;
    const int Desk = 1280;

    [Theory]
    [InlineData(MailboxKind.Local, Desk)]
    [InlineData(MailboxKind.Graph, Phone)]
    public async Task A_call_is_walked_from_the_letter_to_the_accepted_answer(MailboxKind mailbox, int width)
    {
        await using var served = await Served.Start(mailbox);
        await using var tab = await browser.Open(width);
        var page = tab.Page;
        await Release(page, served);

        await Open(page, served, "Zarith binti Hamdi");
        await page.Locator(".list a.row").First.ClickAsync();
        Assert.Contains("R01", await page.FrameLocator("iframe").Locator("body").TextContentAsync(), StringComparison.Ordinal);
        await AssertFit(page, width);
        await page.GetByLabel("Your reply").FillAsync("--- N01 ---\nJawapan: Empat puluh orang dirujuk.\n");
        await page.GetByLabel("Files;").SetInputFilesAsync(new FilePayload { Name = "N01-prosedur.csv", MimeType = "text/csv", Buffer = Files.Text("langkah;hari\n1;2024-07-01\n") });
        await page.GetByRole(AriaRole.Button, new() { Name = "Send the reply" }).ClickAsync();

        await page.Locator(".list a.row").First.ClickAsync();
        Assert.Contains("N01-prosedur.csv", await page.FrameLocator("iframe").Locator("body").TextContentAsync(), StringComparison.Ordinal);
        var personal = (await page.GetByRole(AriaRole.Link, new() { Name = "Open the personal page in this mail" }).First.GetAttributeAsync("href"))!;

        await page.GotoAsync(new Uri(served.Address, "/cards").AbsoluteUri);
        await AssertFit(page, width);
        await page.Locator("section", new() { HasText = "POLICE: answer 1 to N01" }).GetByRole(AriaRole.Button, new() { Name = "Accept" }).ClickAsync();
        Assert.Equal("Decided.", await page.Locator(".note").TextContentAsync());

        await page.GotoAsync($"{personal}?lang=en");
        Assert.Equal("Accepted", await page.Locator(".card", new() { HasText = "Answer in words: Empat puluh" }).Locator(".tag").TextContentAsync());
        Assert.Empty(tab.Complaints);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_stranger_writes_and_the_secretariat_finds_the_mail_on_its_page_with_a_script_or_without(bool script)
    {
        await using var served = await Served.Start(MailboxKind.Local);
        await using var tab = await browser.Open(Phone, script);
        var page = tab.Page;
        await Release(page, served);

        await page.GotoAsync(served.Address.AbsoluteUri);
        await AssertFit(page, Phone, script);
        await page.GetByLabel("Mail address of a person").FillAsync("new.officer@police.example");
        await page.GetByRole(AriaRole.Button, new() { Name = "Open the mailbox" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Write a new mail" }).ClickAsync();
        await page.GetByLabel("Subject").FillAsync("Our answer [smoke-smoke-police]");
        await page.GetByLabel("Text").FillAsync("--- R02 ---\nAnswer: Fifteen papers were opened.\n");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send" }).ClickAsync();

        await Open(page, served, "Nurain binti Sabri");
        await page.GetByRole(AriaRole.Link, new() { Name = "What waits for the secretariat" }).ClickAsync();
        await AssertFit(page, Phone, script);
        await page.GetByRole(AriaRole.Link, new() { Name = "Look and decide" }).ClickAsync();
        await AssertFit(page, Phone, script);
        await page.GetByRole(AriaRole.Button, new() { Name = "Accept, and add this person as an alternate" }).ClickAsync();

        Assert.Contains("Accept, and add this person", await page.Locator(".done").TextContentAsync(), StringComparison.Ordinal);
        Assert.Equal("Nothing waits.", await page.Locator(".lead").TextContentAsync());
        await Open(page, served, "new.officer@police.example");
        // What they sent, its acknowledgement, and the return of an answer without its figure.
        Assert.Equal(3, await page.Locator(".list li").CountAsync());
    }

    [Fact]
    public async Task A_machine_answers_an_eml_is_dropped_and_a_failed_address_waits()
    {
        await using var served = await Served.Start(MailboxKind.Local);
        await using var tab = await browser.Open(Desk);
        var page = tab.Page;
        await Release(page, served);

        await Open(page, served, "Zarith binti Hamdi");
        await page.Locator(".list a.row").First.ClickAsync();
        await page.Locator("summary", new() { HasText = "Let a machine answer" }).ClickAsync();
        await page.GetByLabel("What it sends").SelectOptionAsync("Bounce");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send it" }).ClickAsync();
        await page.Locator("summary", new() { HasText = "Drop an .eml" }).ClickAsync();
        var eml = "From: Somebody <somebody@elsewhere.example>\nTo: tip-data@smoke.example\nSubject: A question\nMessage-ID: <dropped@elsewhere.example>\n\nWho are you?\n";
        await page.GetByLabel("A message as it comes").SetInputFilesAsync(new FilePayload { Name = "question.eml", MimeType = "message/rfc822", Buffer = Encoding.ASCII.GetBytes(eml) });
        await page.GetByRole(AriaRole.Button, new() { Name = "Deliver it" }).ClickAsync();

        await page.GetByRole(AriaRole.Link, new() { Name = "Shared mailbox" }).ClickAsync();
        Assert.Contains("A question", await page.Locator(".list").TextContentAsync(), StringComparison.Ordinal);
        await AssertFit(page, Desk);
        await page.GotoAsync(new Uri(served.Address, "/cards").AbsoluteUri);
        Assert.Contains("POLICE: mail to Zarith binti Hamdi comes back", await page.Locator("main").TextContentAsync(), StringComparison.Ordinal);
        Assert.Contains("A mail from somebody@elsewhere.example is held", await page.Locator("main").TextContentAsync(), StringComparison.Ordinal);
        Assert.Empty(tab.Complaints);
    }

    /// <summary>The round opens five seconds after the start, and a person of the secretariat releases its letters.</summary>
    static async Task Release(IPage page, Served served)
    {
        await page.GotoAsync(new Uri(served.Address, "/cards").AbsoluteUri);
        await page.GetByRole(AriaRole.Button, new() { Name = "Go", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Release" }).ClickAsync();
        Assert.Equal("Decided.", await page.Locator(".note").TextContentAsync());
    }

    static async Task Open(IPage page, Served served, string person)
    {
        await page.GotoAsync(served.Address.AbsoluteUri);
        await page.GetByRole(AriaRole.Link, new() { Name = person }).ClickAsync();
    }

    /// <summary>Nothing stands in anybody's way, and nothing is wider than the screen.</summary>
    static async Task AssertFit(IPage page, int width, bool script = true)
    {
        Assert.Equal(width, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        if (!script)
        {
            // The checker is a script itself.
            return;
        }

        var found = await page.RunAxe(new AxeRunOptions { Iframes = false });
        Assert.True(found.Violations.Length == 0, string.Join('\n', found.Violations.Select(violation => $"{violation.Id}: {violation.Help} ({string.Join("; ", violation.Nodes.Select(node => node.Html))})")));
    }

    /// <summary>The command itself, on a port of this machine, until the test ends.</summary>
    sealed class Served : IAsyncDisposable
    {
        readonly TemporaryFolder folder = new();
        readonly CancellationTokenSource stop = new();
        readonly Listening listening = new();
        Task<int> running = Task.FromResult(0);

        public Uri Address { get; private set; } = null!;

        public static async Task<Served> Start(MailboxKind mailbox)
        {
            var served = new Served();
            var port = LocalServer.FreePort();
            served.Address = new Uri($"http://127.0.0.1:{port}/");
            var options = new ServeOptions(Repository.PathTo("samples", "smoke"), ClockMode.Step, port, null, served.folder["out"], null, served.folder["key.pem"], mailbox, ByHand: true);
            served.running = ServeCommand.Run(options, served.listening, served.stop.Token);
            await await Task.WhenAny(served.listening.Seen, served.running);
            return served;
        }

        public async ValueTask DisposeAsync()
        {
            await stop.CancelAsync();
            await running;
            stop.Dispose();
            folder.Dispose();
        }
    }

    /// <summary>Hears when the command says that it listens.</summary>
    sealed class Listening : StringWriter
    {
        readonly TaskCompletionSource seen = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Seen => seen.Task;

        public override Task WriteLineAsync(string? value)
        {
            if (value?.StartsWith("Listening", StringComparison.Ordinal) == true)
            {
                seen.TrySetResult();
            }

            return Task.CompletedTask;
        }
    }
}
