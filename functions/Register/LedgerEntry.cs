using System.Text.Json.Serialization;

namespace Assessment.Register;

/// <summary>
/// One line of the ledger: something that happened. <c>Hash</c> covers the line and, through <c>Previous</c>, all before it;
/// the details are covered through their own hash, so a copy without details can still be checked.
/// </summary>
public sealed record LedgerEntry
{
    /// <summary>1 for the first entry of a cycle, without gaps.</summary>
    public required long Sequence { get; init; }
    public required DateTimeOffset At { get; init; }

    /// <summary>What happened, in the past tense: LetterSent, ItemAccepted.</summary>
    public required string Kind { get; init; }

    /// <summary>What it happened to: the id of a call, item, round or message.</summary>
    public required string Subject { get; init; }

    /// <summary>SHA-256 of the canonical JSON of the details, or of an empty object.</summary>
    public required string DetailsHash { get; init; }
    public required string Previous { get; init; }
    public required string Hash { get; init; }

    /// <summary>Who, what, why and further facts; withheld from copies that leave the secretariat.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public LedgerDetails? Details { get; init; }
}

public sealed record LedgerDetails
{
    /// <summary>A person's id, an organisation's code, or "system".</summary>
    public required string Who { get; init; }

    /// <summary>The sentence for people.</summary>
    public required string What { get; init; }
    public string? Why { get; init; }
    public IReadOnlyDictionary<string, string> Facts { get; init; } = new SortedDictionary<string, string>(StringComparer.Ordinal);
}
