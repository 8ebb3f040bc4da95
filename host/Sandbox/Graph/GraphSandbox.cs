using System.Threading.Channels;
using Assessment.Host.Time;
using Assessment.Mail;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Assessment.Host.Sandbox.Graph;

/// <summary>
/// Microsoft Graph v1.0 for one shared mailbox, on this machine's loopback address: what an app does there happens to the mailbox and the people of the sandbox.
/// What takes time (a message on its way, a late notification, a challenge) is due at a moment of the given clock.
/// </summary>
public sealed class GraphSandbox : IDueSource, IAsyncDisposable
{
    // A timer of the system cannot wait for months.
    static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    readonly GraphMailbox mailbox;
    readonly WebApplication server;
    readonly CancellationTokenSource stopping = new();
    readonly SemaphoreSlim turn = new(1);

    /// <summary>That something happened, however often.</summary>
    readonly Channel<bool> news = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    Task running = Task.CompletedTask;

    GraphSandbox(GraphMailbox mailbox, WebApplication server)
    {
        this.mailbox = mailbox;
        this.server = server;
        Address = new Uri(new Uri(server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()), "/v1.0");
    }

    event Action? Stopped;

    /// <summary>The base address for a Graph client.</summary>
    public Uri Address { get; }

    public GraphFaults Faults => mailbox.Faults;

    public GraphLimits Limits => mailbox.Limits;

    public DateTimeOffset? NextDue => mailbox.NextDue;

    /// <summary>Subscriptions are renewed for ever; only what is on its way keeps a run alive.</summary>
    public bool KeepsAlive => mailbox.IsBusy;

    public static async Task<GraphSandbox> Start(
        SandboxDatabase database,
        LocalMailbox mailbox,
        People people,
        TimeProvider clock,
        MailAddress mailboxAddress,
        GraphSandboxOptions? options = null,
        CancellationToken cancellation = default)
    {
        var chosen = options ?? new GraphSandboxOptions();
        var graph = new GraphMailbox(database, mailbox, clock, mailboxAddress, chosen);
        var server = GraphServer.Build(graph, chosen);
        await server.StartAsync(cancellation);
        var sandbox = new GraphSandbox(graph, server);
        if (chosen.RunsByItself)
        {
            graph.Changed += sandbox.Hear;
            mailbox.Arrived += sandbox.Hear;
            sandbox.Stopped += () => mailbox.Arrived -= sandbox.Hear;
            sandbox.running = Task.Run(() => sandbox.RunByItself(clock), CancellationToken.None);
        }

        return sandbox;
    }

    public async Task RunNext(DateTimeOffset now, CancellationToken cancellation)
    {
        await turn.WaitAsync(cancellation);
        try
        {
            await mailbox.RunNext(cancellation);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Does everything that is due now.</summary>
    public async Task Settle(CancellationToken cancellation = default)
    {
        while (mailbox.NextDue is { } due && due <= mailbox.Now)
        {
            await RunNext(mailbox.Now, cancellation);
        }
    }

    /// <summary>Takes a subscription away, as the service does when access to the mailbox was withdrawn; its owner is told.</summary>
    public void RemoveSubscription(string id) => mailbox.RemoveSubscription(id);

    /// <summary>Tells every subscriber that notifications may be missing.</summary>
    public void AnnounceMissed() => mailbox.AnnounceMissed();

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        try
        {
            await running;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // This is how the background run ends.
        }

        Stopped?.Invoke();
        await server.DisposeAsync();
        mailbox.Dispose();
        turn.Dispose();
        stopping.Dispose();
    }

    async Task RunByItself(TimeProvider clock)
    {
        while (true)
        {
            await Settle(stopping.Token);
            var wait = mailbox.NextDue - mailbox.Now ?? LongestWait;
            using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping.Token);
            var time = Task.Delay(wait < LongestWait ? wait : LongestWait, clock, either.Token);
            await Task.WhenAny(news.Reader.WaitToReadAsync(either.Token).AsTask(), time);
            await either.CancelAsync();
            stopping.Token.ThrowIfCancellationRequested();
            news.Reader.TryRead(out _);
        }
    }

    void Hear() => news.Writer.TryWrite(true);
}
