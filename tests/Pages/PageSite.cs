using System.Globalization;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Assessment.Cycle;
using Assessment.DataCalls;
using Assessment.Host;
using Assessment.Host.Functions;
using Assessment.Host.Sandbox;
using Assessment.Teams;
using Assessment.Tests.Year;
using Microsoft.Extensions.DependencyInjection;
using MimeKit;

namespace Assessment.Tests.Pages;

/// <summary>The sample cycle on the morning after its first letters went out: nobody has answered yet, and time stands still.</summary>
sealed partial class PageSite : IAsyncDisposable
{
    public const string Police = "my-tip-2025-interim-pdrm";
    public const string FocalPoint = "rizal.hakimi@pdrm.example";
    public const string FocalPointName = "DSP Rizal Hakimi bin Noordin";

    static readonly DateTimeOffset Morning = new(2024, 10, 3, 1, 0, 0, TimeSpan.Zero);

    readonly TemporaryFolder folder = new();
    readonly InProcessHttp http;

    PageSite(Uri address, bool asksForCode)
    {
        var cycle = CycleFolder.Read(asksForCode ? WithCode() : SampleYear.Folder, null).Folder!;
        var scenario = new Scenario
        {
            DecideAfter = new Dictionary<CardKind, Lag> { [CardKind.ReleaseCalls] = Lag.Parse("2h") },
            Replies = [],
            Decisions = [],
            Folder = cycle.Path,
        };
        Host = new LocalHost(new LocalHostSettings
        {
            Cycle = cycle,
            Scenario = scenario,
            EvidenceFolder = folder["evidence"],
            KeyFile = folder["key.pem"],
            PageAddress = address,
            Parts = services => services.AddLogging(),
        });
        http = new InProcessHttp(Host.Catalog, Host.Functions, Host.FunctionKey, origin: new Uri(address.GetLeftPart(UriPartial.Authority)));
    }

    public LocalHost Host { get; }

    public string Folder => folder.Path;

    public static async Task<PageSite> Open(Uri? address = null, bool asksForCode = false)
    {
        var site = new PageSite(address ?? new Uri("http://localhost/api/page/"), asksForCode);
        await site.Host.Start(CancellationToken.None);
        await site.Host.Engine.RunToRest(Morning);
        return site;
    }

    /// <summary>Lets the process do what is due now.</summary>
    public Task Settle() => Host.Engine.RunToRest(Host.Clock.GetUtcNow());

    public Task GoTo(DateTimeOffset moment) => Host.Engine.RunToRest(moment);

    /// <summary>The address of a person's page, out of the latest mail that names it.</summary>
    public string LinkOf(string personName = FocalPointName, string call = Police)
    {
        var text = Mails(call).Last(mail => mail.Contains($"{personName}:\nhttp", StringComparison.Ordinal));
        return Link().Matches(text).First(match => match.Groups["name"].Value.EndsWith(personName, StringComparison.Ordinal)).Groups["link"].Value;
    }

    public string PathOf(string personName = FocalPointName, string call = Police) => new Uri(LinkOf(personName, call)).AbsolutePath;

    public IEnumerable<string> Mails(string call = Police, string? kind = null) => Host.Mailbox.All()
        .Where(message => message.Direction == "out" && message.About == call && (kind is null || message.Kind == kind))
        .Select(message => MimeMessage.Load(new MemoryStream(message.Raw)).TextBody?.ReplaceLineEndings("\n") ?? "");

    public Task<HttpAnswer> Get(string address, params KeyValuePair<string, string>[] headers) => http.Send("GET", address, headers: headers);

    public async Task<IHtmlDocument> Page(string address)
    {
        var answer = await Get(address);
        Assert.Equal(200, answer.Status);
        return Html(answer);
    }

    public static IHtmlDocument Html(HttpAnswer answer) => new HtmlParser().ParseDocument(answer.Text);

    /// <summary>Fills in the one form of a page whose action ends so, and sends it as a browser does.</summary>
    public async Task<HttpAnswer> Submit(
        IHtmlDocument page, string actionEnds, IReadOnlyDictionary<string, string> fields, params (string Name, byte[] Content)[] files)
    {
        var form = page.Forms.Single(form => ActionOf(form).Split('?')[0].EndsWith(actionEnds, StringComparison.Ordinal));
        var values = FieldsOf(form);
        foreach (var (name, value) in fields)
        {
            values[name] = value;
        }

        return await Post(ActionOf(form), values, files);
    }

    public async Task<HttpAnswer> Post(string address, IReadOnlyDictionary<string, string> values, params (string Name, byte[] Content)[] files)
    {
        using var content = new MultipartFormDataContent("----boundary");
        foreach (var (name, value) in values)
        {
            content.Add(new StringContent(value), $"\"{name}\"");
        }

        foreach (var (name, bytes) in files)
        {
            var part = new ByteArrayContent(bytes);
            part.Headers.ContentDisposition = new ContentDispositionHeaderValue("form-data") { Name = "\"files\"", FileName = $"\"{name}\"" };
            content.Add(part);
        }

        return await http.Send("POST", address, await content.ReadAsByteArrayAsync(), [new("content-type", content.Headers.ContentType!.ToString())]);
    }

    public Task<HttpAnswer> Send(string method, string address, byte[] body, params KeyValuePair<string, string>[] headers) => http.Send(method, address, body, headers);

    public async Task<HttpAnswer> Answer(string code, IReadOnlyDictionary<string, string> fields, params (string Name, byte[] Content)[] files)
        => await Submit(await Page($"{PathOf()}/items/{code}"), $"/items/{code}", fields, files);

    public async Task<Item> Item(string code) => (await Host.Register.Find<Item>(Police, code))!;

    public Task<IReadOnlyList<Reply>> Replies() => Host.Register.List<Reply>(Police);

    public async Task<IReadOnlyList<string>> Ledger()
    {
        var lines = new List<string>();
        await foreach (var entry in Host.Ledger.Read(Host.Plan.Cycle.Id))
        {
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"{entry.Kind} {entry.Subject} {entry.Details?.Who}: {entry.Details?.What} {entry.Details?.Why}"));
        }

        return lines;
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await Host.DisposeAsync();
        folder.Dispose();
    }

    static string ActionOf(IHtmlFormElement form) => form.GetAttribute("action")!;

    static Dictionary<string, string> FieldsOf(IHtmlFormElement form) => form.QuerySelectorAll("input[name], textarea[name], select[name]")
        .Where(field => field.GetAttribute("type") is not ("file" or "checkbox"))
        .ToDictionary(field => field.GetAttribute("name")!, field => field is IHtmlTextAreaElement area ? area.Value : field.GetAttribute("value") ?? "", StringComparer.Ordinal);

    string WithCode()
    {
        var copy = Directory.CreateDirectory(folder["cycle"]).FullName;
        foreach (var file in Directory.GetFiles(SampleYear.Folder))
        {
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        }

        File.AppendAllText(Path.Combine(copy, "cycle.yaml"), "\nlinkCode: true\n");
        return copy;
    }

    [GeneratedRegex(@"(?<name>[^\n]+):\n(?<link>https?://\S+/page/[A-Za-z0-9_-]{43})")]
    private static partial Regex Link();
}
