using Assessment.DataCalls;
using Assessment.Evidence;
using Assessment.Tests.Pages;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Files = Assessment.Tests.Inspection.Files;

namespace Assessment.Tests.Browser;

/// <summary>The focal point's page in a real browser: on a phone and a desk, without a script, with the keyboard only, and for those who listen to it.</summary>
[Collection(BrowserSite.Collection)]
public sealed class PageBrowserTests(BrowserSite browser)
{
    const int Phone = 390;
    const int Desk = 1280;

    PageSite Site => browser.Site;

    [Theory]
    [InlineData(Phone, "")]
    [InlineData(Phone, "/items/R01")]
    [InlineData(Desk, "")]
    [InlineData(Desk, "/items/R01")]
    public async Task Nothing_stands_in_anybodys_way_and_nothing_is_wider_than_the_screen(int width, string path)
    {
        await using var tab = await browser.Open(width);
        foreach (var language in new[] { "ms", "en" })
        {
            await tab.Page.GotoAsync($"{Site.LinkOf()}{path}?lang={language}");

            await AssertAccessible(tab.Page);
            Assert.Equal(width, await tab.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        }

        Assert.Empty(tab.Complaints);
    }

    [Theory]
    [InlineData(Phone)]
    [InlineData(Desk)]
    public async Task A_focal_point_answers_an_item_with_figures_and_files(int width)
    {
        await using var tab = await browser.Open(width);
        var (page, code) = (tab.Page, "R01");
        var before = (await Site.Item(code)).Version;

        await page.GotoAsync(Site.LinkOf());
        await page.GetByRole(AriaRole.Link, new() { NameRegex = new($"(Jawab|betulkan) {code}$") }).ClickAsync();
        await page.GetByLabel("Apa yang dilaksanakan, dan bila").FillAsync($"Two circulars were issued (seen at {width} pixels).");
        await Fill(page, "R01.1", $"{width}");
        await page.GetByLabel("Fail", new() { Exact = true }).SetInputFilesAsync([Payload($"R01-{width}.pdf", Files.Pdf(body: $"% {width}\n")), Payload($"R01-{width}.docx", Files.Docx($"{width}"))]);
        await page.Locator(".uploads li", new() { HasText = "telah sampai" }).Nth(1).WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Hantar jawapan" }).ClickAsync();
        await page.Locator(".done").WaitForAsync();

        var item = await Site.Item(code);
        Assert.Equal((ItemStatus.Replied, before + 1), (item.Status, item.Version));
        Assert.Equal(width, item.Answer!.Figures.Single(figure => figure.Indicator == "R01.1").Value);
        Assert.Subset(item.Answer.Files.Select(file => file.OriginalName).ToHashSet(), new HashSet<string> { $"R01-{width}.pdf", $"R01-{width}.docx" });
        await AssertAccessible(page);
        Assert.Empty(tab.Complaints);
    }

    [Fact]
    public async Task Everything_but_the_progress_works_without_a_script()
    {
        await using var tab = await browser.Open(Phone, script: false);
        var page = tab.Page;

        await page.GotoAsync($"{Site.LinkOf()}/items/R02?lang=en");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send the answer" }).ClickAsync();
        Assert.Equal("Please correct this first", await page.Locator(".errors h2").TextContentAsync());

        await page.GetByLabel("Or: nothing to report, because").FillAsync("No case was opened.");
        await page.GetByLabel("Files", new() { Exact = true }).SetInputFilesAsync(Payload("R02-index.csv", Files.Text("paper;day\n1;2024-05-01\n")));
        await page.GetByRole(AriaRole.Button, new() { Name = "Send the answer" }).ClickAsync();

        Assert.Contains("R02-index.csv", await page.Locator(".done").TextContentAsync(), StringComparison.Ordinal);
        Assert.Equal("No case was opened.", (await Site.Item("R02")).Answer!.NothingToReport);
        await page.ReloadAsync();
        Assert.Single(await Site.Replies(), reply => reply.Files.Any(file => file.OriginalName == "R02-index.csv"));
    }

    [Fact]
    public async Task A_fault_is_shown_first_and_leads_to_its_field_with_the_keyboard_alone()
    {
        await using var tab = await browser.Open();
        var page = tab.Page;
        await page.GotoAsync($"{Site.LinkOf()}/items/R01?lang=en");

        await TabTo(page, "f-answer");
        await page.Keyboard.TypeAsync("Typed with the keyboard alone.");
        await TabTo(page, "f-r01-1-value");
        await page.Keyboard.PressAsync("Control+A");
        await page.Keyboard.TypeAsync("many");
        await page.Keyboard.PressAsync("Enter");
        await page.Locator(".errors").WaitForAsync();
        Assert.Equal("errors", await page.EvaluateAsync<string>("document.activeElement.className"));
        await AssertAccessible(page);

        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");
        Assert.Equal("f-r01-1-value", await page.EvaluateAsync<string>("document.activeElement.id"));
        Assert.Equal("true", await page.Locator("#f-r01-1-value").GetAttributeAsync("aria-invalid"));
        Assert.Empty(tab.Complaints);
    }

    [Fact]
    public async Task What_has_the_focus_is_seen_to_have_it()
    {
        await using var tab = await browser.Open();
        await tab.Page.GotoAsync(Site.LinkOf());

        await tab.Page.Keyboard.PressAsync("Tab");

        Assert.Equal("skip", await tab.Page.EvaluateAsync<string>("document.activeElement.className"));
        Assert.True(await tab.Page.Locator(".skip").EvaluateAsync<bool>("link => link.getBoundingClientRect().left >= 0"));
        Assert.Equal("3px", await tab.Page.Locator(".skip").EvaluateAsync<string>("link => getComputedStyle(link).outlineWidth"));
    }

    [Fact]
    public async Task Ten_hostile_files_are_kept_named_harmlessly_and_none_is_evidence()
    {
        var hostile = new (string Name, byte[] Content)[]
        {
            ("R01-gaji.pdf.exe", [(byte)'M', (byte)'Z', .. new byte[200]]),
            ("R01-laporan\u202Efdp.exe", [(byte)'M', (byte)'Z', .. new byte[200]]),
            ("R01-gambar.png", Files.Text("<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>")),
            ("R01<img src=x onerror=alert(1)>.html", Files.Text("<html><script>alert(1)</script></html>")),
            ("R01-makro.xlsm", Files.Xlsm()),
            ("R01-rahsia.zip", Files.EncryptedZip()),
            ("R01-bom.zip", Files.Zip(("a.txt", Files.Bytes(40_000)))),
            ("R01-rosak.pdf", Files.Text("%PDF-1.7\nno end")),
            ("R01-kosong.pdf", []),
            ("R01-skrip.sh", Files.Text("#!/bin/sh\nrm -rf /\n")),
        };
        await using var tab = await browser.Open(Phone);
        var page = tab.Page;
        page.Dialog += (_, dialog) => tab.Complaints.Add(dialog.Message);
        await page.GotoAsync($"{Site.LinkOf()}?lang=en");

        await page.GetByLabel("Files", new() { Exact = true }).SetInputFilesAsync(hostile.Select(file => Payload(file.Name, file.Content)));
        await page.Locator(".uploads li", new() { HasText = "arrived" }).Nth(9).WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Send the files" }).ClickAsync();
        await page.Locator(".done").WaitForAsync();

        var reply = (await Site.Replies()).Single(reply => reply.Refused.Count + reply.Files.Count == hostile.Length);
        Assert.Empty(reply.Files);
        Assert.Equal(hostile.Length, await page.Locator(".done .files li").CountAsync());
        Assert.Equal(0, await page.Locator("main img, main script, .done a").CountAsync());
        Assert.Contains("<U+202E>", await page.Locator(".done").TextContentAsync(), StringComparison.Ordinal);
        Assert.All(reply.Refused, refused => Assert.NotEqual(FileDecision.Accepted, refused.Decision));
        await AssertAccessible(page);
        Assert.Empty(tab.Complaints);
    }

    [Fact]
    public async Task Two_hundred_megabytes_arrive_whole_in_little_memory()
    {
        const long size = 200L * 1024 * 1024;
        var path = Path.Combine(Site.Folder, "R01-rekod.csv");
        var sha256 = await Large.Write(path, size);
        await using var tab = await browser.Open();
        var page = tab.Page;
        await page.GotoAsync($"{Site.LinkOf()}/items/R01?lang=en");
        using var memory = new MemoryWatch();

        await page.GetByLabel("Files", new() { Exact = true }).SetInputFilesAsync(path);
        var bar = page.GetByRole(AriaRole.Progressbar, new() { Name = "Progress of R01-rekod.csv" });
        await bar.WaitForAsync();
        await page.Locator(".uploads li", new() { HasText = "arrived" }).WaitForAsync(new() { Timeout = 60_000 });
        Assert.Equal(size, await bar.EvaluateAsync<long>("bar => bar.value"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Send the answer" }).ClickAsync();
        await page.Locator(".done").WaitForAsync(new() { Timeout = 60_000 });

        var file = (await Site.Item("R01")).Answer!.Files.Single(file => file.OriginalName == "R01-rekod.csv");
        Assert.Equal((size, sha256), (file.Size, file.Sha256));
        Assert.InRange(memory.Growth, 0, 100L * 1024 * 1024);
        Assert.Empty(tab.Complaints);
    }

    static async Task Fill(IPage page, string figure, string value)
    {
        var group = page.Locator("fieldset.figure", new() { HasText = $"{figure}:" });
        await group.GetByLabel("Nilai", new() { Exact = true }).FillAsync(value);
        await group.GetByLabel("Tarikh setakat").FillAsync("2024-09-30");
        await group.GetByLabel("Sumber", new() { Exact = true }).FillAsync("D3 register");
    }

    static async Task AssertAccessible(IPage page)
    {
        var result = await page.RunAxe();
        Assert.True(result.Violations.Length == 0, string.Join('\n', result.Violations.Select(Describe)));
    }

    static string Describe(AxeResultItem item) => $"{item.Id}: {item.Help} {string.Join(" | ", item.Nodes.Select(node => node.Html))}";

    static async Task TabTo(IPage page, string id)
    {
        for (var presses = 0; presses < 100; presses++)
        {
            if (await page.EvaluateAsync<string>("document.activeElement.id") == id)
            {
                return;
            }

            await page.Keyboard.PressAsync("Tab");
        }

        Assert.Fail($"{id} is not reached with the keyboard.");
    }

    static FilePayload Payload(string name, byte[] content) => new() { Name = name, MimeType = "application/octet-stream", Buffer = content };
}
