using Assessment.Register;

namespace Assessment.Access;

public enum LinkPurpose
{
    /// <summary>To answer a data call and to see what was received.</summary>
    Answer,
}

/// <summary>The one credential of a person without an account: opens the page of one data call. The register never holds the token itself.</summary>
[Table("PersonalLinks")]
public sealed record PersonalLink
{
    /// <summary>The person and the number of their link to this call: farid-1.</summary>
    public required string Id { get; init; }
    public required string CycleId { get; init; }
    public required string CallId { get; init; }
    public required string Person { get; init; }
    public required LinkPurpose Purpose { get; init; }
    public required string KeyId { get; init; }

    /// <summary>SHA-256 of the token in lower-case hexadecimal.</summary>
    public required string TokenHash { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>Which one-time code was sent last, when, and how often it was tried.</summary>
    public int Code { get; init; }
    public DateTimeOffset? CodeSentAt { get; init; }
    public int CodeTries { get; init; }

    /// <summary>The SHA-256 of what each browser holds that gave a code, the latest last.</summary>
    public IReadOnlyList<string> Browsers { get; init; } = [];

    /// <summary>What keys derive the token from.</summary>
    public string Address => $"{CallId}/{Id}";
}

/// <summary>Where the hash of a token leads.</summary>
[Table("LinkTokens")]
public sealed record LinkToken(string CallId, string LinkId)
{
    /// <summary>Tokens are spread over partitions by the first byte of their hash.</summary>
    public static string PartitionOf(string tokenHash) => tokenHash[..2];
}
