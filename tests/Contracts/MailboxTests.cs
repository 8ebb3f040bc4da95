using Assessment.Host.Sandbox.Graph;
using Assessment.Mail;

namespace Assessment.Tests.Contracts;

public sealed class LocalMailboxTests : MailboxContract
{
    protected override IMailbox Mailbox => World;
}

/// <summary>The Graph mailbox over the Graph sandbox, by HTTP.</summary>
public sealed class GraphMailboxTests : MailboxContract
{
    readonly GraphMailboxBench bench;

    public GraphMailboxTests() => bench = new GraphMailboxBench(Beyond);

    protected override IMailbox Mailbox => bench.Mailbox;

    public override Task InitializeAsync() => bench.Open(new GraphSandboxOptions { SendDelay = TimeSpan.Zero });

    public override async Task DisposeAsync()
    {
        await bench.DisposeAsync();
        await base.DisposeAsync();
    }
}
