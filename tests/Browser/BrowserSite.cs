using Assessment.Host.Functions;
using Assessment.Tests.Pages;
using Microsoft.Playwright;

namespace Assessment.Tests.Browser;

/// <summary>Chromium in front of the app as `assess serve` offers it: on a port of this machine.</summary>
public sealed class BrowserSite : IAsyncLifetime
{
    public const string Collection = "The browser";

    static readonly string[] Places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    IPlaywright playwright = null!;
    IBrowser browser = null!;
    LocalServer server = null!;

    internal PageSite Site { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        var port = LocalServer.FreePort();
        Site = await PageSite.Open(new Uri($"http://127.0.0.1:{port}/api/page/"));
        Task<object> Nothing() => Task.FromResult<object>(new { });
        server = await LocalServer.Start(
            port,
            new LocalServerControls(_ => Nothing(), _ => Nothing(), (_, _) => Nothing()),
            Site.Host.FunctionKey,
            endpoints => HttpFunctions.Map(endpoints, Site.Host.Catalog, Site.Host.Functions, Site.Host.FunctionKey));
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Places.FirstOrDefault(File.Exists) ?? throw new InvalidOperationException($"There is no Chromium in {string.Join(", ", Places)}: ./test installs it."),
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
    }

    public async Task DisposeAsync()
    {
        await browser.DisposeAsync();
        playwright.Dispose();
        await server.DisposeAsync();
        await Site.DisposeAsync();
    }

    /// <summary>A browser of its own for one test, which must end without a word in its console.</summary>
    internal async Task<BrowserTab> Open(int width = 1280, bool script = true)
    {
        var context = await browser.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = width < 600 ? 844 : 900 },
            JavaScriptEnabled = script,
            Locale = "ms-MY",
            ReducedMotion = ReducedMotion.Reduce,
        });
        context.SetDefaultTimeout(15_000);
        return new BrowserTab(context, await context.NewPageAsync());
    }
}

sealed class BrowserTab : IAsyncDisposable
{
    readonly IBrowserContext context;

    public BrowserTab(IBrowserContext context, IPage page)
    {
        this.context = context;
        Page = page;
        // A form that has to be corrected is answered with 422, which the console repeats.
        page.Console += (_, message) => Complain(message.Type == "error" && !message.Text.Contains("422", StringComparison.Ordinal) ? message.Text : null);
        page.PageError += (_, message) => Complain(message);
    }

    public IPage Page { get; }

    public List<string> Complaints { get; } = [];

    public async ValueTask DisposeAsync() => await context.DisposeAsync();

    void Complain(string? text)
    {
        if (text is not null)
        {
            Complaints.Add(text);
        }
    }
}

/// <summary>Alone on the machine: one of its tests watches the memory of the process.</summary>
[CollectionDefinition(BrowserSite.Collection, DisableParallelization = true)]
public sealed class BrowserCollection : ICollectionFixture<BrowserSite>;
