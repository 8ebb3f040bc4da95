using Azure.Core;
using Microsoft.Graph;
using Microsoft.Graph.Authentication;
using Microsoft.Graph.Users.Item;

namespace Assessment.Mail.Graph;

/// <summary>The way to Microsoft Graph for one mailbox. The SDK's own retries are left out: they would sleep in an activity.</summary>
public sealed class GraphConnection : IDisposable
{
    readonly GraphServiceClient client;

    public GraphConnection(GraphMailboxOptions options, TokenCredential credential, TimeProvider clock, HttpMessageHandler? network = null)
    {
        Options = options;
        Http = GraphClientFactory.Create([new GraphRequests(options.RequestsAtOnce, clock)], finalHandler: network);
        Http.Timeout = TimeSpan.FromSeconds(options.TimeoutSeconds);
        var authentication = new AzureIdentityAuthenticationProvider(credential, [options.Endpoint.Host], null, isCaeEnabled: true, "https://graph.microsoft.com/.default");
        client = new GraphServiceClient(Http, authentication, options.Endpoint.ToString().TrimEnd('/'));
    }

    public GraphMailboxOptions Options { get; }

    /// <summary>For addresses that carry their own permission, such as those of upload sessions.</summary>
    public HttpClient Http { get; }

    public GraphServiceClient Client => client;

    public UserItemRequestBuilder Mailbox => client.Users[Options.Mailbox];

    /// <summary>The partition of the register for what concerns this mailbox, whichever cycle uses it.</summary>
    public string Partition => $"mailbox-{ThreadKey.Of(Options.Mailbox.ToLowerInvariant())[..16]}";

    public void Dispose()
    {
        client.Dispose();
        Http.Dispose();
    }
}
