using Assessment.Evidence;
using Assessment.Host.Sandbox;
using Assessment.Host.Sandbox.Graph;
using Assessment.Mail;
using Assessment.Mail.Graph;
using Azure.Core;
using Microsoft.Extensions.Time.Testing;
using GraphMailbox = Assessment.Mail.Graph.GraphMailbox;
using Server = Assessment.Host.Sandbox.Graph.GraphSandbox;

namespace Assessment.Tests.Contracts;

/// <summary>The app's Graph mailbox, with a register in memory, against Microsoft Graph on this machine.</summary>
sealed class GraphMailboxBench(MailWorld world) : IAsyncDisposable
{
    readonly SqliteRegister rows = new("Data Source=:memory:");

    public Server Sandbox { get; private set; } = null!;

    public GraphConnection Connection { get; private set; } = null!;

    public Assessment.Register.Register Register { get; private set; } = null!;

    public IMailbox Mailbox { get; private set; } = null!;

    public async Task Open(GraphSandboxOptions options)
    {
        Sandbox = await Server.Start(world.Database, world.Mailbox, world.People, world.Clock, world.Address, options);
        var settings = new GraphMailboxOptions { Mailbox = world.Address.Address, NotificationUrl = new Uri("http://localhost/"), Endpoint = Sandbox.Address };
        Connection = new GraphConnection(settings, new Token(), world.Clock);
        Register = new Assessment.Register.Register(rows);
        Mailbox = new GraphMailbox(Connection, Register, world.Store, world.Clock);
    }

    public async ValueTask DisposeAsync()
    {
        Connection.Dispose();
        await Sandbox.DisposeAsync();
        rows.Dispose();
    }

    sealed class Token : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) => new("token", DateTimeOffset.MaxValue);

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) => new(GetToken(requestContext, cancellationToken));
    }
}

/// <summary>The people and the messages beyond a mailbox, on this machine.</summary>
sealed class MailWorld : IDisposable
{
    readonly Year.TemporaryFolder folder = new();

    public MailWorld(string address)
    {
        Address = new MailAddress("Council Secretariat", address);
        Clock = new FakeTimeProvider(new DateTimeOffset(2024, 12, 10, 2, 0, 0, TimeSpan.Zero));
        Database = new SandboxDatabase(null);
        Store = new DiskEvidenceStore(folder["store"]);
        People = new People(Database, Cycle.PlanFiles.Good.Plan, Scenario.Nobody(folder.Path), () => throw new InvalidOperationException("Nobody acts here."));
        Mailbox = new LocalMailbox(Database, People, Store, Clock, Address);
    }

    public MailAddress Address { get; }

    public FakeTimeProvider Clock { get; }

    public SandboxDatabase Database { get; }

    public IEvidenceStore Store { get; }

    public People People { get; }

    public LocalMailbox Mailbox { get; }

    public void Dispose()
    {
        Database.Dispose();
        folder.Dispose();
    }
}
