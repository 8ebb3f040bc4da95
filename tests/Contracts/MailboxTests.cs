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
    GraphMailboxBench bench = null!;

    protected override IMailbox Mailbox => bench.Mailbox;

    public override async Task InitializeAsync()
    {
        bench = new GraphMailboxBench(Beyond);
        await bench.Open(new GraphSandboxOptions { SendDelay = TimeSpan.Zero });
    }

    public override async Task DisposeAsync()
    {
        await bench.DisposeAsync();
        await base.DisposeAsync();
    }
}
