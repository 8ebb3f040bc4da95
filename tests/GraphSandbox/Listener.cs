using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;

namespace Assessment.Tests.GraphSandbox;

/// <summary>A subscriber without a network: it proves itself, takes what it is told, and can be made to fail.</summary>
sealed class Listener : HttpMessageHandler
{
    readonly ConcurrentQueue<(string Path, JsonNode Item)> told = [];

    readonly TaskCompletionSource first = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task FirstTold => first.Task;

    public HttpStatusCode Status { get; set; } = HttpStatusCode.Accepted;

    /// <summary>What it says to a handshake, given the token.</summary>
    public Func<string, string> Proof { get; set; } = token => token;

    public string ProofType { get; set; } = "text/plain";

    public int Requests { get; private set; }

    public IReadOnlyList<(string Path, JsonNode Item)> Told => [.. told];

    public IEnumerable<string> Events => told.Select(item => $"{item.Path} {item.Item["changeType"] ?? item.Item["lifecycleEvent"]}");

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        const string asked = "validationToken=";
        var query = request.RequestUri!.Query;
        if (query.Contains(asked, StringComparison.Ordinal))
        {
            var token = Uri.UnescapeDataString(query[(query.IndexOf(asked, StringComparison.Ordinal) + asked.Length)..]);
            return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(Proof(token), System.Text.Encoding.UTF8, ProofType) };
        }

        Requests++;
        if (Status == HttpStatusCode.Accepted)
        {
            var body = JsonNode.Parse(await request.Content!.ReadAsStringAsync(cancellationToken))!;
            foreach (var item in body["value"]!.AsArray())
            {
                told.Enqueue((request.RequestUri.AbsolutePath, item!.DeepClone()));
            }

            first.TrySetResult();
        }

        return new HttpResponseMessage(Status);
    }
}
