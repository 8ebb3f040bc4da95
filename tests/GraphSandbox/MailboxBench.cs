using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Assessment.Cycle;
using Assessment.Evidence;
using Assessment.Host.Sandbox;
using Assessment.Host.Sandbox.Graph;
using Assessment.Mail;
using Azure.Core;
using Microsoft.Extensions.Time.Testing;
using Microsoft.Graph;
using Microsoft.Graph.Authentication;
using MimeKit;
using PlanFiles = Assessment.Tests.Cycle.PlanFiles;
using Server = Assessment.Host.Sandbox.Graph.GraphSandbox;

namespace Assessment.Tests.GraphSandbox;

/// <summary>The Graph sandbox with one mailbox, one person who answers a letter, and clients of both kinds.</summary>
sealed class MailboxBench : IAsyncDisposable
{
    public const string Address = "my-tip@mapo.example";
    public const string CallId = "my-tip-2025-annual-suara";

    public static readonly DateTimeOffset Start = new(2024, 12, 10, 2, 0, 0, TimeSpan.Zero);

    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("graph-");
    readonly string? file;

    MailboxBench(string? file) => this.file = file;

    public FakeTimeProvider Clock { get; private set; } = new(Start);

    public SandboxDatabase Database { get; private set; } = null!;

    public LocalMailbox Mailbox { get; private set; } = null!;

    public People People { get; private set; } = null!;

    public Server Sandbox { get; private set; } = null!;

    public HttpClient Http { get; private set; } = null!;

    public string Users => $"users/{Address}";

    public static async Task<MailboxBench> Open(GraphSandboxOptions? options = null, string? file = null)
    {
        var bench = new MailboxBench(file);
        await bench.Begin(options ?? new GraphSandboxOptions());
        return bench;
    }

    /// <summary>As after a kill: everything anew, on the same file.</summary>
    public async Task Restart(GraphSandboxOptions? options = null)
    {
        await End();
        await Begin(options ?? new GraphSandboxOptions());
    }

    /// <summary>The SDK without its own retries, which would wait in real time.</summary>
    public GraphServiceClient Client(bool hasImmutableIds = true)
    {
        var http = GraphClientFactory.Create(hasImmutableIds ? [new Immutable()] : []);
        return new GraphServiceClient(http, new AzureIdentityAuthenticationProvider(new Token(), ["127.0.0.1"], null, isCaeEnabled: true, "https://graph.microsoft.com/.default"), Sandbox.Address.ToString());
    }

    public async Task<JsonObject> Get(string path, int status = 200, params string[] prefer) => await Send(HttpMethod.Get, path, null, status, prefer);

    public Task<JsonObject> Post(string path, JsonNode? body = null, int status = 201, params string[] prefer) => Send(HttpMethod.Post, path, body, status, prefer);

    public Task<JsonObject> Patch(string path, JsonNode body, int status = 200) => Send(HttpMethod.Patch, path, body, status, []);

    public async Task<JsonObject> Send(HttpMethod method, string path, JsonNode? body, int status, params string[] prefer)
    {
        using var answer = await Ask(method, path, body, prefer);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True((int)answer.StatusCode == status, $"{method} {path}: {(int)answer.StatusCode} {text}");
        return text.Length == 0 ? [] : JsonNode.Parse(text)!.AsObject();
    }

    public Task<HttpResponseMessage> Ask(HttpMethod method, string path, JsonNode? body = null, params string[] prefer)
    {
        var request = new HttpRequestMessage(method, path.StartsWith("http", StringComparison.Ordinal) ? new Uri(path) : new Uri($"{Sandbox.Address}/{path}"));
        if (body is not null)
        {
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        }

        request.Headers.TryAddWithoutValidation("Prefer", prefer);
        return Http.SendAsync(request);
    }

    public void Limits(Action<GraphLimits> change) => change(Sandbox.Limits);

    /// <summary>A mail from outside, with files.</summary>
    public void Arrives(string key, string subject = "Reply", string text = "Here it is.\n", params MimePart[] files)
    {
        var message = new MimeMessage { Date = Clock.GetUtcNow(), MessageId = $"{key}@suara.example", Subject = subject };
        message.From.Add(new MailboxAddress("Mei Ling", "mei@suara.example"));
        message.To.Add(new MailboxAddress("", Address));
        var mixed = new Multipart("mixed") { Boundary = $"=-{key}" };
        mixed.Add(new TextPart("plain") { Text = text });
        foreach (var part in files)
        {
            mixed.Add(part);
        }

        message.Body = mixed;
        Mailbox.Deliver(key, CallId, message, Clock.GetUtcNow());
    }

    public static JsonObject Draft(string key = "letter-1", string kind = "Letter") => JsonNode.Parse($$"""
        {
          "subject": "Data call",
          "body": { "contentType": "text", "content": "Please answer." },
          "toRecipients": [ { "emailAddress": { "name": "Mei Ling", "address": "mei@suara.example" } } ],
          "singleValueExtendedProperties": [
            { "id": "String {8c1b0f6a-3f63-4b0f-9d3b-6a1f0e2c7d41} Name OutboxKey", "value": "{{key}}" },
            { "id": "String {8c1b0f6a-3f63-4b0f-9d3b-6a1f0e2c7d41} Name MailKind", "value": "{{kind}}" },
            { "id": "String {8c1b0f6a-3f63-4b0f-9d3b-6a1f0e2c7d41} Name About", "value": "{{CallId}}" }
          ]
        }
        """)!.AsObject();

    public const string Immutables = "IdType=\"ImmutableId\"";

    public static MimePart File(string name, int size)
    {
        var bytes = new byte[size];
        new Random(size).NextBytes(bytes);
        return new MimePart("application", "pdf")
        {
            Content = new MimeContent(new MemoryStream(bytes)),
            ContentDisposition = new ContentDisposition(ContentDisposition.Attachment) { FileName = name },
            ContentTransferEncoding = ContentEncoding.Base64,
        };
    }

    public async ValueTask DisposeAsync()
    {
        await End();
        folder.Delete(recursive: true);
    }

    async Task Begin(GraphSandboxOptions options)
    {
        Database = new SandboxDatabase(file);
        var reply = new ScenarioReply { Organisation = "SUARA", Round = "annual", To = Trigger.Letter, After = new Lag(3, LagUnit.Hours), Items = [] };
        var scenario = Scenario.Nobody(folder.FullName) with { Replies = [reply] };
        People = new People(Database, PlanFiles.Good.Plan, scenario, () => throw new InvalidOperationException("Nobody acts here."));
        var address = new MailAddress("Council Secretariat", Address);
        Mailbox = new LocalMailbox(Database, People, new DiskEvidenceStore(folder.FullName), Clock, address);
        Sandbox = await Server.Start(Database, Mailbox, People, Clock, address, options);
        Http = new HttpClient();
        Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "token");
    }

    async Task End()
    {
        Http.Dispose();
        await Sandbox.DisposeAsync();
        Database.Dispose();
    }

    sealed class Immutable : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.Headers.TryAddWithoutValidation("Prefer", Immutables);
            return base.SendAsync(request, cancellationToken);
        }
    }

    sealed class Token : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) => new("token", DateTimeOffset.MaxValue);

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) => new(GetToken(requestContext, cancellationToken));
    }
}
