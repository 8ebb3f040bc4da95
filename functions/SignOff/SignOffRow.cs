using System.Text.Json.Serialization;
using Assessment.Cycle;
using Assessment.Register;

namespace Assessment.SignOff;

public enum SignOffStatus
{
    Open,
    Signed,
    Refused,
    Lapsed,
    NothingToSign,
    Withdrawn,
}

/// <summary>A ministry's sign-off in a round: exactly which items, under which digest.</summary>
[Table("SignOffs")]
public sealed record SignOffRow
{
    public required string RoundId { get; init; }
    public required string Ministry { get; init; }
    public required SignOffStatus Status { get; init; }

    /// <summary>Counts the questions to the signatory: each shows its own digest.</summary>
    public int Version { get; init; }
    public string Digest { get; init; } = "";

    /// <summary>The items it covers, as call id, slash, code.</summary>
    public IReadOnlyList<string> Items { get; init; } = [];

    /// <summary>What each item was when it was shown, part by part, so that a change can be named.</summary>
    public IReadOnlyList<ShownItem> Shown { get; init; } = [];

    /// <summary>The orchestration that waits for the signature.</summary>
    public string Instance { get; init; } = "";

    /// <summary>The card that asks for it.</summary>
    [JsonIgnore]
    public string CardKey => $"{Address.OfSignOff(RoundId, Slug.Of(Ministry))}-v{Version}";
    public string? By { get; init; }
    public DateTimeOffset? At { get; init; }

    /// <summary>The date by which it was to be signed and was not.</summary>
    public DateTimeOffset? LapsedAt { get; init; }
    public string? Reason { get; init; }
}
