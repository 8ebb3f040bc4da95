using Assessment.Corrections;
using Assessment.DataCalls;
using Assessment.Register;

namespace Assessment.Cycle;

/// <summary>The running cycle: its plan's version, and how far the mailbox was read.</summary>
[Table("Cycles")]
public sealed record RunningCycle
{
    /// <summary>All cycles lie together, so that a sweep finds them.</summary>
    public const string Partition = "cycles";

    public required string Id { get; init; }
    public required DateTimeOffset StartedAt { get; init; }
    public required int PlanVersion { get; init; }
    public string? MailCursor { get; init; }

    /// <summary>Goes up whenever something changes about a person, so that nobody reads the changes again before.</summary>
    public int PeopleVersion { get; init; }
    /// <summary>How often the mailbox was to be read from the beginning again.</summary>
    public int MailResyncs { get; init; }
    public DateTimeOffset? ClosedAt { get; init; }
}

/// <summary>One file of the plan as it was imported, in its own words.</summary>
[Table("Plans")]
public sealed record PlanFile(string Name, string Text);

/// <summary>A change of the running plan: who made it, why, and what it changed.</summary>
[Table("PlanChanges")]
public sealed record AmendedPlan(string By, string Reason, IReadOnlyList<string> Changes);

public enum RoundStatus
{
    Prepared,
    Stopped,
    Sealed,
    HandedIn,
    Missed,
}

/// <summary>The running round. <c>Id</c> is its address: my-tip-2025-annual.</summary>
[Table("Rounds")]
public sealed record RunningRound
{
    public required string Id { get; init; }
    public required string CycleId { get; init; }
    public required string RoundId { get; init; }
    public required RoundStatus Status { get; init; }
    public string? PackageName { get; init; }
    public string? PackageSha256 { get; init; }

    /// <summary>SHA-256 of the package's manifest: unlike that of the archive, it does not depend on the signature.</summary>
    public string? ManifestSha256 { get; init; }
    public DateTimeOffset? HandedInAt { get; init; }

    /// <summary>Calls that were taken up again because a late reply was let in, in order; none is added once the ministries have signed.</summary>
    public IReadOnlyList<LateCall> Late { get; init; } = [];
    public DateTimeOffset? SigningEndedAt { get; init; }

    /// <summary>The correction that runs, and how many were asked for so far.</summary>
    public Correction? Correction { get; init; }
    public int Corrections { get; init; }

    /// <summary>The versions before the present one, oldest first.</summary>
    public IReadOnlyList<SupersededVersion> Superseded { get; init; } = [];

    /// <summary>The version that was sealed last, or the first while none was.</summary>
    public int Version => Superseded.Count + 1;

    /// <summary>The version that is being prepared, or was last.</summary>
    public int Preparing => Correction?.Version ?? Version;

    /// <summary>The number of the correction that prepares it; 0 for the first version.</summary>
    public int PreparedBy => Correction?.Number ?? 0;
}
