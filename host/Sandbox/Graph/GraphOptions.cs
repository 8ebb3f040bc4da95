using Microsoft.Extensions.Logging;

namespace Assessment.Host.Sandbox.Graph;

/// <summary>How the sandbox behaves where the service behind it would decide.</summary>
public sealed record GraphSandboxOptions
{
    /// <summary>0 takes a free port. Links that an app has stored lead to the same place after a restart only with a port of its own.</summary>
    public int Port { get; init; }

    /// <summary>From the 202 of a send to the copy in Sent Items; in between no folder has the message.</summary>
    public TimeSpan SendDelay { get; init; } = TimeSpan.FromSeconds(2);

    public TimeSpan DeltaTokenLife { get; init; } = TimeSpan.FromDays(30);

    public TimeSpan UploadSessionLife { get; init; } = TimeSpan.FromDays(1);

    /// <summary>How long before its expiry a subscription is challenged with reauthorizationRequired.</summary>
    public TimeSpan ChallengeBefore { get; init; } = TimeSpan.FromDays(1);

    /// <summary>Messages on a page where the caller does not say.</summary>
    public int PageSize { get; init; } = 10;

    /// <summary>Addresses that do not exist: a mail to them is accepted, and a report of non-delivery comes into the inbox.</summary>
    public IReadOnlyList<string> Undeliverable { get; init; } = [];

    /// <summary>What goes wrong from the start on.</summary>
    public GraphFaultPlan Faults { get; init; } = new();

    /// <summary>Who answers the requests that the sandbox makes to notification URLs; the network without one.</summary>
    public HttpMessageHandler? Notifications { get; init; }

    /// <summary>True where nothing else drives it: what is due then happens by the clock's own timers.</summary>
    public bool RunsByItself { get; init; }

    public ILoggerFactory? Log { get; init; }
}

/// <summary>The limits of a mailbox as Exchange Online has them; null switches one off.</summary>
public sealed class GraphLimits
{
    public int? ConcurrentRequests { get; set; } = 4;

    public int? RequestsPerTenMinutes { get; set; } = 10_000;

    public int? MessagesPerMinute { get; set; } = 30;

    public int? RecipientsPerDay { get; set; } = 10_000;

    public long? UploadBytesPerFiveMinutes { get; set; } = 150 * 1024 * 1024;

    /// <summary>The tenant's size of a message.</summary>
    public long? MessageBytes { get; set; } = 35 * 1024 * 1024;

    public void Off()
    {
        ConcurrentRequests = RequestsPerTenMinutes = MessagesPerMinute = RecipientsPerDay = null;
        UploadBytesPerFiveMinutes = MessageBytes = null;
    }
}
