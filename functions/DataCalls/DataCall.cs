using Assessment.Evidence;
using Assessment.Evidence.Figures;
using Assessment.Register;

namespace Assessment.DataCalls;

public enum CallStatus
{
    Prepared,
    Sent,
    Closed,
}

/// <summary>The one letter to one organisation in one round. <c>Id</c> is its address: my-tip-2025-annual-pdrm.</summary>
[Table("Calls")]
public sealed record DataCall
{
    public required string Id { get; init; }
    public required string CycleId { get; init; }
    public required string RoundId { get; init; }
    public required string Organisation { get; init; }
    public required CallStatus Status { get; init; }

    /// <summary>The orchestration that looks after the call now; a call that was reopened gets a new one.</summary>
    public required string Instance { get; init; }

    /// <summary>True when a ministry refused an item of it after it had closed.</summary>
    public bool IsReopened => Instance != Id;
    public required DateTimeOffset DueAt { get; init; }
    public required DateTimeOffset ClosesAt { get; init; }

    /// <summary>The Message-ID of the letter once it is sent; later mails of the call answer it.</summary>
    public string? LetterId { get; init; }
    public DateTimeOffset? SentAt { get; init; }
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>The last move of its due date, where there was one.</summary>
    public MovedDue? Moved { get; init; }
}

/// <summary>A due date that was moved: from when, why, and whether the organisation is still to be told.</summary>
public sealed record MovedDue(DateTimeOffset From, string Reason, bool IsUntold);

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
[Table("Items")]
public sealed record Item
{
    public required string CallId { get; init; }

    /// <summary>The recommendation's code.</summary>
    public required string Code { get; init; }
    public required ItemStatus Status { get; init; }
    public required DateTimeOffset DueAt { get; init; }

    /// <summary>How many answers were taken in; a decision names the answer that it is about.</summary>
    public int Version { get; init; }
    public Answer? Answer { get; init; }

    /// <summary>Why it was returned, refused or not provided.</summary>
    public string? Reason { get; init; }

    /// <summary>The same reason where it is not a person's own words, so that each reader gets it in their language.</summary>
    public IReadOnlyList<Remark> Because { get; init; } = [];

    /// <summary>The answer that came back by itself because its figures lacked something; 0 while none has. Only one ever does.</summary>
    public int SentBack { get; init; }
    public DateTimeOffset? DecidedAt { get; init; }

    /// <summary>Who accepted or returned the answer: a person's id.</summary>
    public string? DecidedBy { get; init; }

    /// <summary>The version of the answer that reviewers were shown last.</summary>
    public int ReviewShown { get; init; }
    public DateTimeOffset? ReviewShownAt { get; init; }

    /// <summary>How often reviewers were reminded of the answer that they were shown last.</summary>
    public int ReviewReminders { get; init; }

    /// <summary>When it was last asked for again, by a return or an extension; null while only the letter asked.</summary>
    public DateTimeOffset? AskedAgainAt { get; init; }

    /// <summary>True while the organisation has not been told that its answer came back.</summary>
    public bool ReturnUntold { get; init; }
    public ExtensionRequest? Extension { get; init; }

    /// <summary>The answer that was accepted before a newer one came; it stands if the newer one is not accepted in time.</summary>
    public AcceptedAnswer? Accepted { get; init; }

    /// <summary>The card that asks a reviewer about the present answer.</summary>
    public string ReviewKey => $"{CallId}-{Cycle.Slug.Of(Code)}-v{Version}";

    public bool IsOutstanding => Status is ItemStatus.Asked or ItemStatus.Returned or ItemStatus.Extended;

    public bool IsSettled => Status is ItemStatus.Accepted or ItemStatus.NotProvided;
}

public sealed record AcceptedAnswer(Answer Answer, int Version, DateTimeOffset At, string By);

public enum ExtensionStatus
{
    Asked,
    Shown,
    Granted,
    Refused,
}

/// <summary>An organisation's wish for more time for one item.</summary>
public sealed record ExtensionRequest
{
    public required string MessageId { get; init; }
    public required DateOnly Until { get; init; }
    public required string Reason { get; init; }
    public required ExtensionStatus Status { get; init; }

    /// <summary>The card that asks the secretariat.</summary>
    public required string CardKey { get; init; }

    /// <summary>True while the organisation has not been told the decision.</summary>
    public bool Untold { get; init; }
}

/// <summary>One reply of an organisation, by mail or on its page, as it was understood.</summary>
[Table("Replies")]
public sealed record Reply
{
    public required string CallId { get; init; }
    public required string MessageId { get; init; }
    public ReplyChannel Channel { get; init; }

    /// <summary>The Message-ID header, for the acknowledgement to answer.</summary>
    public required string InternetMessageId { get; init; }
    public required string From { get; init; }
    public required string Subject { get; init; }
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>The items that it answered, with the version each got.</summary>
    public IReadOnlyList<AnsweredItem> Items { get; init; } = [];

    /// <summary>Items for which it asked for more time.</summary>
    public IReadOnlyList<string> Extensions { get; init; } = [];
    public IReadOnlyList<EvidenceFile> Files { get; init; } = [];

    /// <summary>Files that are kept and are no evidence: sent back, or held for a person.</summary>
    public IReadOnlyList<RefusedFile> Refused { get; init; } = [];

    /// <summary>Files that name no item of the call; a person assigns them.</summary>
    public IReadOnlyList<string> Unassigned { get; init; } = [];

    /// <summary>Those of them that a person has decided not to use.</summary>
    public IReadOnlyList<FileSetAside> SetAside { get; init; } = [];

    /// <summary>Forms of the data call that came back filled in: they carry the answer and are no evidence.</summary>
    public IReadOnlyList<EvidenceFile> Forms { get; init; } = [];

    /// <summary>What was not understood or looks wrong, one sentence each.</summary>
    public IReadOnlyList<Remark> Remarks { get; init; } = [];

    /// <summary>True for a reply that came after the call had closed; it is kept and not applied.</summary>
    public bool IsLate { get; init; }

    /// <summary>True for a late reply of which a person decides, or has decided, whether it is still taken in; taken in, it is not late any more.</summary>
    public bool IsHeld { get; init; }
    public bool IsAcknowledged { get; init; }
}

public sealed record AnsweredItem(string Code, int Version);

/// <summary>A file that is kept and not used, by its name in the store, and why.</summary>
public sealed record FileSetAside(string Name, string Reason);

/// <summary>A file that is not accepted, and why.</summary>
public sealed record RefusedFile(EvidenceFile File, FileDecision Decision, Remark Reason);
