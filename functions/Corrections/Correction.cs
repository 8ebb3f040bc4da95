using Assessment.Cycle;
using Assessment.DataCalls;

namespace Assessment.Corrections;

/// <summary>
/// A correction of what was submitted, while it runs: which items are asked for again, why, and by when. It leads to the next version of the
/// package, which names the one that it supersedes; that one stays as it is.
/// </summary>
public sealed record Correction
{
    /// <summary>The how-manieth correction of the round; one that was given up leaves its version to the next.</summary>
    public required int Number { get; init; }

    /// <summary>The version that it leads to.</summary>
    public required int Version { get; init; }

    /// <summary>Who asked for it: a person's id, or the operator.</summary>
    public required string By { get; init; }
    public required DateTimeOffset At { get; init; }
    public required string Reason { get; init; }
    public required IReadOnlyList<CorrectedItem> Items { get; init; }

    /// <summary>The dates that stand in place of the round's own, which have passed.</summary>
    public required CorrectionDates Dates { get; init; }

    /// <summary>Whether a call runs for this correction; one that a ministry reopened by refusing to sign has another instance.</summary>
    public bool Runs(DataCall call) => call.Instance == InstanceOf(call.Id);

    /// <summary>Whether it was this correction that asked for the item again, and not a reviewer since.</summary>
    public bool Asked(Item item) => item.AskedAgainAt == At && Items.Any(corrected => corrected.Is(item));

    public string InstanceOf(string callId) => Address.OfCorrectedCall(callId, Number);

    /// <summary>The calls with their items, in order.</summary>
    public IEnumerable<IGrouping<string, CorrectedItem>> Calls => Items.GroupBy(item => item.CallId).OrderBy(call => call.Key, StringComparer.Ordinal);
}

/// <summary>An item to be corrected. <c>Hash</c> is that of its answer as it was submitted; null where there was none.</summary>
public sealed record CorrectedItem(string CallId, string Code, string Organisation, string? Hash)
{
    /// <summary>As people write it: PDRM/R02.</summary>
    public string Name => $"{Organisation}/{Code}";

    public bool Is(Item item) => item.CallId == CallId && item.Code == Code;
}

/// <summary>Until when the organisations answer, the ministries sign, the council endorses, and the version is handed in.</summary>
public sealed record CorrectionDates(DateTimeOffset RepliesDue, DateTimeOffset SignOffBy, DateTimeOffset? EndorsementBy, DateTimeOffset HardDate)
{
    /// <summary>The round with these dates in place of its own.</summary>
    public Round In(Round round) => round with { RepliesDue = RepliesDue, SignOffBy = SignOffBy, EndorsementBy = EndorsementBy, HardDate = HardDate };
}

/// <summary>A version that was handed in and is superseded. Its package stays under its name, and stays verifiable.</summary>
public sealed record SupersededVersion(int Version, string StoredName, string ManifestSha256, DateTimeOffset? HandedInAt)
{
    public string PackageName => Path.GetFileName(StoredName);

    /// <summary>Why the next version took its place, and which items it was about.</summary>
    public required string Because { get; init; }
    public required IReadOnlyList<string> Items { get; init; }
}
