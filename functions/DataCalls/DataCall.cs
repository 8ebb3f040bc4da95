namespace Assessment.DataCalls;

public enum CallStatus
{
    Prepared,
    Sent,
    Closed,
}

/// <summary>The one letter to one organisation in one round. <c>Id</c> is its address: my-tip-2025-annual-pdrm.</summary>
[Register.Table("Calls")]
public sealed record DataCall
{
    public required string Id { get; init; }
    public required string CycleId { get; init; }
    public required string RoundId { get; init; }
    public required string Organisation { get; init; }
    public required CallStatus Status { get; init; }

    /// <summary>The orchestration that looks after the call now; a call that was reopened gets a new one.</summary>
    public required string Instance { get; init; }
    public required DateTimeOffset DueAt { get; init; }
    public required DateTimeOffset ClosesAt { get; init; }

    /// <summary>The mailbox's conversation of the letter, once it is sent.</summary>
    public string? ConversationId { get; init; }
    public DateTimeOffset? SentAt { get; init; }
    public DateTimeOffset? ClosedAt { get; init; }
}

public enum ItemStatus
{
    Asked,
    Replied,
    Returned,
    Extended,
    Accepted,
    NotProvided,
}

/// <summary>What one organisation is asked about one recommendation in one round.</summary>
[Register.Table("Items")]
public sealed record Item
{
    public required string CallId { get; init; }

    /// <summary>The recommendation's code.</summary>
    public required string Code { get; init; }
    public required ItemStatus Status { get; init; }
    public required DateTimeOffset DueAt { get; init; }

    /// <summary>How many answers were taken in; a decision names the answer that it is about.</summary>
    public int Version { get; init; }
    public Evidence.Answer? Answer { get; init; }

    /// <summary>Why it was returned, refused or not provided.</summary>
    public string? Reason { get; init; }
    public DateTimeOffset? DecidedAt { get; init; }

    /// <summary>Who accepted or returned the answer: a person's id.</summary>
    public string? DecidedBy { get; init; }

    public bool IsOutstanding => Status is ItemStatus.Asked or ItemStatus.Returned or ItemStatus.Extended;

    public bool IsSettled => Status is ItemStatus.Accepted or ItemStatus.NotProvided;
}
