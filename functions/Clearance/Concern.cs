using System.Text.Json.Serialization;
using Assessment.Cycle;
using Assessment.DataCalls;
using Assessment.Evidence;
using Assessment.Evidence.PersonalData;
using Assessment.Register;
using Finding = Assessment.Evidence.PersonalData.Finding;

namespace Assessment.Clearance;

/// <summary>Why an answer cannot be reviewed yet.</summary>
public enum Matter
{
    /// <summary>The head of the agency releases it first.</summary>
    Release,

    /// <summary>Something in it points at a person, or could not be searched.</summary>
    PersonalData,

    /// <summary>It is graded above Terbuka.</summary>
    Grade,
}

/// <summary>How a concern was settled.</summary>
public enum Outcome
{
    Released,

    /// <summary>The answer has a cleaned copy in place of what was found.</summary>
    Redacted,

    /// <summary>Two different people said that it may stand, each with a reason.</summary>
    Overridden,
    Declassified,

    /// <summary>It stays in the country; the submission says that it exists.</summary>
    LeftOut,
}

/// <summary>
/// Something that must be settled before an answer is reviewed. It is about one text or file, known by its hash, or about a whole reply: an answer that
/// no longer holds that text or file, because the agency replaced it, no longer has the concern.
/// </summary>
[Table("Concerns")]
public sealed record Concern
{
    public required string CallId { get; init; }
    public required string Code { get; init; }
    public required string Id { get; init; }
    public required Matter Matter { get; init; }

    /// <summary>What it is about, one of the three: the SHA-256 of a text, that of a file, or a message.</summary>
    public string? Text { get; init; }
    public EvidenceFile? File { get; init; }
    public string? Message { get; init; }

    /// <summary>What was found, masked; the search of the file finds the rest again.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>How many findings there are, also those not listed.</summary>
    public int Found { get; init; }
    public string? Unreadable { get; init; }
    public Grade Grade { get; init; }

    /// <summary>Counts the questions: each has a card of its own.</summary>
    public int Question { get; init; } = 1;
    public int Shown { get; init; }
    public DateTimeOffset? ShownAt { get; init; }
    public int Reminders { get; init; }

    /// <summary>True while an override waits for a second person.</summary>
    public bool AwaitsSecond { get; init; }

    /// <summary>Why it is asked again, for the people who are asked.</summary>
    public string? Note { get; init; }
    public bool CannotBeRedacted { get; init; }
    public IReadOnlyList<ConcernStep> Steps { get; init; } = [];
    public Outcome? Outcome { get; init; }

    /// <summary>The SHA-256 of the redacted text, or the cleaned copy of the file.</summary>
    public string? CleanedText { get; init; }
    public EvidenceFile? CleanedFile { get; init; }

    [JsonIgnore]
    public string CardKey => $"{CallId}-{Id}-q{Question}";

    [JsonIgnore]
    public bool IsAsked => Shown == Question;

    /// <summary>Who decided last.</summary>
    [JsonIgnore]
    public ConcernStep? Last => Steps.Count == 0 ? null : Steps[^1];

    public static string IdOf(string code, Matter matter, string subject) => $"{Slug.Of(code)}-{matter.ToString().ToLowerInvariant()}-{subject[..12]}";
}

public sealed record ConcernStep(string Choice, string By, DateTimeOffset At, string? Reason);
