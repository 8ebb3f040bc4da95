using Assessment.Host.Functions;
using Assessment.Host.Sandbox;
using Assessment.Host.Sandbox.Graph;
using Assessment.Host.Time;
using Assessment.Mail;
using Azure.Core;
using Microsoft.Extensions.Logging;

namespace Assessment.Host;

/// <summary>
/// Microsoft Graph on this machine for the app's Graph mailbox. It is served from the start of the host on; before that nothing is due in it.
/// Its notifications reach the app without a socket, so that in virtual time they come at their moment.
/// </summary>
public sealed class LocalGraph(GraphSandboxOptions options, SandboxDatabase database, TimeProvider clock, MailAddress address) : IDueSource, IAsyncDisposable
{
    /// <summary>The app's own address in the notifications; only the path behind it is looked at.</summary>
    public static Uri AppAddress { get; } = new("http://localhost/");

    GraphSandbox? sandbox;

    public GraphSandbox Sandbox => sandbox ?? throw new InvalidOperationException("Microsoft Graph is not served yet: start the host first.");

    public DateTimeOffset? NextDue => sandbox?.NextDue;

    public bool KeepsAlive => sandbox?.KeepsAlive ?? false;

    public async Task Start(LocalMailbox mailbox, People people, InProcessHttp app, ILoggerFactory log, CancellationToken cancellation)
        => sandbox ??= await GraphSandbox.Start(database, mailbox, people, clock, address, options with { Notifications = new ToApp(app), Log = log }, cancellation);

    public Task RunNext(DateTimeOffset now, CancellationToken cancellation) => Sandbox.RunNext(now, cancellation);

    public ValueTask DisposeAsync() => sandbox?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <summary>Hands requests over to the functions of the app.</summary>
    sealed class ToApp(InProcessHttp app) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken);
            var headers = (request.Content?.Headers ?? Enumerable.Empty<KeyValuePair<string, IEnumerable<string>>>()).Concat(request.Headers)
                .Where(header => !header.Key.Equals("Content-Length", StringComparison.OrdinalIgnoreCase))
                .Select(header => KeyValuePair.Create(header.Key, string.Join(", ", header.Value)));
            var answer = await app.Send(request.Method.Method, request.RequestUri!.PathAndQuery, body, headers, cancellation: cancellationToken);
            var response = new HttpResponseMessage((System.Net.HttpStatusCode)answer.Status) { Content = new ByteArrayContent(answer.Body), RequestMessage = request };
            if (answer.Headers.ContentType is [{ } type])
            {
                response.Content.Headers.TryAddWithoutValidation("Content-Type", type);
            }

            return response;
        }
    }
}

/// <summary>Who the app is to the sandbox: anybody, as long as there is a token.</summary>
sealed class SandboxCredential : TokenCredential
{
    static readonly AccessToken Token = new("sandbox", DateTimeOffset.MaxValue);

    public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) => Token;

    public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) => ValueTask.FromResult(Token);
}
