using System.Globalization;
using System.Text;
using System.Text.Json;
using AngleSharp.Html.Dom;
using Assessment.Cycle;
using Assessment.DataCalls;
using Assessment.Host;
using Assessment.Host.Functions;
using Assessment.Host.Sandbox;
using Assessment.Mail;
using Assessment.Review;
using Assessment.Teams;
using Assessment.Tests.Pages;
using Assessment.Tests.Year;
using MimeKit;

namespace Assessment.Tests.Triage;

/// <summary>The smoke cycle with its letters out: nobody answers and nobody decides but the test, and time stands still.</summary>
sealed class TriageSite : IAsyncDisposable
{
    public const string Cycle = "smoke";
    public const string Police = "smoke-smoke-police";
    public const string Officer = "officer-1";
    public const string Colleague = "officer-2";
    public const string Desk = "/api/desk/smoke";

    readonly TemporaryFolder? own;
    readonly InProcessHttp http;

    TriageSite(TemporaryFolder folder, string? state)
    {
        own = state is null ? folder : null;
        var cycle = CycleFolder.Read(Repository.PathTo("samples", "smoke"), null).Folder!;
        Host = new LocalHost(new LocalHostSettings
        {
            Cycle = cycle,
            Scenario = Scenario.Nobody(cycle.Path) with { DecideAfter = new Dictionary<CardKind, Lag> { [CardKind.ReleaseCalls] = Lag.Parse("3s") } },
            EvidenceFolder = folder["evidence"],
            KeyFile = folder["key.pem"],
            StateFile = state,
        });
        http = new InProcessHttp(Host.Catalog, Host.Functions, Host.FunctionKey);
    }

    public LocalHost Host { get; }

    public CardDesk Cards => new(Host.Register, Host.Cards, Host.Ledger, Host.Clock);

    /// <summary>With a state file, the host of before goes on where it stood.</summary>
    public static async Task<TriageSite> Open(TemporaryFolder? folder = null, string? state = null)
    {
        var site = new TriageSite(folder ?? new TemporaryFolder(), state);
        await site.Host.Start(CancellationToken.None);
        var letters = site.Host.Plan.Cycle.Starts.AddSeconds(10);
        await site.Host.Engine.RunToRest(letters > site.Host.Clock.GetUtcNow() ? letters : site.Host.Clock.GetUtcNow());
        return site;
    }

    public Task Settle() => Host.Engine.RunToRest(Host.Clock.GetUtcNow());

    /// <summary>A mail comes and is read.</summary>
    public async Task Arrives(string from, string subject, string text, params (string Name, byte[] Content)[] files)
    {
        var key = string.Create(CultureInfo.InvariantCulture, $"outside-{Host.Mailbox.All().Count}");
        var message = new MimeMessage { Date = Host.Clock.GetUtcNow(), MessageId = $"{key}@outside.example", Subject = subject };
        message.From.Add(new MailboxAddress("", from));
        message.To.Add(new MailboxAddress("", Host.Plan.Cycle.Mailbox));
        var body = new BodyBuilder { TextBody = text };
        foreach (var (name, content) in files)
        {
            body.Attachments.Add(name, content);
        }

        message.Body = body.ToMessageBody();
        await Deliver(key, message);
    }

    /// <summary>The letter to a person comes back.</summary>
    public async Task Bounces(string personId)
    {
        var person = Host.Plan.People.Single(person => person.Id == personId);
        var letter = Host.Mailbox.All().First(mail => mail.Kind == nameof(MailKind.Letter) && mail.About == Police);
        var reply = new ScenarioReply { Organisation = person.Organisation, Round = "smoke", Kind = ReplyKind.Bounce, Items = [] };
        var key = string.Create(CultureInfo.InvariantCulture, $"bounce-{Host.Mailbox.All().Count}");
        var message = AutomaticMails.Of(reply, new Act { Subject = "Letter", InReplyTo = letter.InternetId }, person, key, Host.Clock.GetUtcNow());
        message.To.Add(new MailboxAddress("", Host.Plan.Cycle.Mailbox));
        await Deliver(key, message);
    }

    async Task Deliver(string key, MimeMessage message)
    {
        Host.Mailbox.Deliver(key, "", message, Host.Clock.GetUtcNow());
        await Host.PostAs(null, $"/api/cycles/{Cycle}/mail", "", CancellationToken.None);
        await Settle();
    }

    public Task<HttpAnswer> Get(string path, string? person = Officer) => http.Send("GET", path, headers: Headers(person));

    public Task<HttpAnswer> List(string? person = Officer) => Get($"/api/cycles/{Cycle}/triage", person);

    public async Task<IReadOnlyList<JsonElement>> Tasks()
    {
        using var json = JsonDocument.Parse((await List()).Text);
        return [.. json.RootElement.GetProperty("tasks").EnumerateArray().Select(task => task.Clone())];
    }

    public async Task<string> TaskOf(string kind) => (await Tasks()).Single(task => task.GetProperty("kind").GetString() == kind).GetProperty("id").GetString()!;

    /// <summary>Decides through the API, and lets the app do what follows.</summary>
    public async Task<HttpAnswer> Decide(string taskId, string choice, string? reason = null, string? target = null, string? person = Officer)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new PressedButton(choice, reason, target), JsonSerializerOptions.Web);
        var answer = await http.Send("POST", $"/api/cycles/{Cycle}/triage/{taskId}", body, [.. Headers(person), new("content-type", "application/json")]);
        await Settle();
        return answer;
    }

    public async Task<IHtmlDocument> Page(string path, string person = Officer)
    {
        var answer = await Get(path, person);
        Assert.Equal(200, answer.Status);
        return PageSite.Html(answer);
    }

    /// <summary>Sends the form of a decision as a browser does.</summary>
    public async Task<HttpAnswer> Submit(IHtmlDocument page, string choice, IReadOnlyDictionary<string, string> fields, string person = Officer)
    {
        var form = page.Forms.Single(form => form.QuerySelector("[name=choice]")!.GetAttribute("value") == choice);
        var values = form.QuerySelectorAll("input[type=hidden]").ToDictionary(field => field.GetAttribute("name")!, field => field.GetAttribute("value")!, StringComparer.Ordinal);
        foreach (var (name, value) in fields)
        {
            values[name] = value;
        }

        var body = await new FormUrlEncodedContent(values).ReadAsByteArrayAsync();
        var answer = await http.Send("POST", form.GetAttribute("action")!, body, [.. Headers(person), new("content-type", "application/x-www-form-urlencoded")]);
        await Settle();
        return answer;
    }

    public async Task<Item> Item(string code) => (await Host.Register.Find<Item>(Police, code))!;

    public async Task<IReadOnlyList<string>> Ledger(params string[] kinds)
    {
        var lines = new List<string>();
        await foreach (var entry in Host.Ledger.Read(Cycle))
        {
            if (kinds.Contains(entry.Kind))
            {
                lines.Add($"{entry.Kind} {entry.Details?.Who}: {entry.Details?.What}");
            }
        }

        return lines;
    }

    public IEnumerable<string> Mails(MailKind kind, string to) => Host.Mailbox.All()
        .Where(mail => mail.Direction == "out" && mail.Kind == kind.ToString())
        .Select(mail => MimeMessage.Load(new MemoryStream(mail.Raw)))
        .Where(mail => mail.To.Mailboxes.Any(address => address.Address == to))
        .Select(mail => mail.TextBody?.ReplaceLineEndings("\n") ?? "");

    public async ValueTask DisposeAsync()
    {
        await Stop();
        own?.Dispose();
    }

    /// <summary>Ends the host; its folder and its state stay.</summary>
    public async Task Stop()
    {
        http.Dispose();
        await Host.DisposeAsync();
    }

    static KeyValuePair<string, string>[] Headers(string? person) => person is null ? [] : [new(LocalAuthentication.PersonHeader, person)];
}
