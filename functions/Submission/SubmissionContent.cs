using Assessment.Clearance;
using Assessment.Corrections;
using Assessment.Cycle;
using Assessment.Evidence;

namespace Assessment.Submission;

/// <summary>All that a submission says, collected from the register before anything is written.</summary>
public sealed record SubmissionContent
{
    public required string CycleId { get; init; }
    public required string CycleTitle { get; init; }
    public required string RoundId { get; init; }
    public required string RoundTitle { get; init; }
    public required DateOnly From { get; init; }
    public required DateOnly To { get; init; }
    public required int Version { get; init; }

    /// <summary>The moment of consolidation; every date in the package derives from it.</summary>
    public required DateTimeOffset PreparedAt { get; init; }
    public required string TimeZone { get; init; }
    public required string Secretariat { get; init; }
    public required string Contact { get; init; }
    public required bool Illustrative { get; init; }
    public required IReadOnlyList<SubmittedRecommendation> Recommendations { get; init; }

    /// <summary>In order of their E-numbers.</summary>
    public required IReadOnlyList<SubmittedEvidence> Evidence { get; init; }
    public required IReadOnlyList<SubmittedSignOff> SignOffs { get; init; }
    public SubmittedEndorsement? Endorsement { get; init; }

    /// <summary>What is missing, one plain sentence each.</summary>
    public required IReadOnlyList<string> Gaps { get; init; }

    /// <summary>The criteria and goals that the matrix shows; empty when the plan names none.</summary>
    public IReadOnlyList<Criterion> Criteria { get; init; } = [];
    public IReadOnlyList<Goal> Goals { get; init; } = [];

    /// <summary>Set when this is a note that adds to an earlier submission.</summary>
    public Supplemented? Supplements { get; init; }

    /// <summary>The versions that this one supersedes, oldest first; empty for a first version.</summary>
    public IReadOnlyList<SubmittedVersion> History { get; init; } = [];
}

/// <summary>A version that was handed in and superseded: why, by what is corrected (PDRM/R02), and the SHA-256 of its manifest.</summary>
public sealed record SubmittedVersion(int Version, string PackageName, string ManifestSha256, DateTimeOffset? HandedInAt, string CorrectedBecause, IReadOnlyList<string> Corrected)
{
    /// <summary>All that the version in preparation supersedes.</summary>
    public static IReadOnlyList<SubmittedVersion> Of(RunningRound running) =>
    [
        .. CorrectionRules.Superseded(running).Superseded.Select(old =>
            new SubmittedVersion(old.Version, old.PackageName, old.ManifestSha256, old.HandedInAt, old.Because, old.Items)),
    ];
}

/// <summary>The earlier submission that a note adds to; the receipt and the hash are null when it was not handed in.</summary>
public sealed record Supplemented(string RoundTitle, DateOnly From, DateOnly To, DateTimeOffset? HandedInAt = null, string? ManifestSha256 = null, int Version = 1);

/// <summary>A recommendation with every answer that may be submitted.</summary>
public sealed record SubmittedRecommendation
{
    public required string Code { get; init; }
    public required bool New { get; init; }
    public required string Text { get; init; }
    public string? TextMs { get; init; }
    public required IReadOnlyList<string> Pillars { get; init; }
    public required string Lead { get; init; }
    public required IReadOnlyList<string> Supporting { get; init; }
    public required IReadOnlyList<SubmittedAnswer> Answers { get; init; }
    public required IReadOnlyList<SubmittedFigure> Figures { get; init; }

    /// <summary>Organisations that were asked and whose answer is not in, with the reason.</summary>
    public required IReadOnlyList<MissingAnswer> Missing { get; init; }

    /// <summary>Numbers of criteria, and pillars and goals of the national action plan.</summary>
    public IReadOnlyList<int> Criteria { get; init; } = [];
    public IReadOnlyList<string> NaptipPillars { get; init; } = [];
    public IReadOnlyList<string> NaptipGoals { get; init; } = [];
    public string? NextStep { get; init; }
}

public sealed record SubmittedAnswer
{
    public required string Organisation { get; init; }
    public required string OrganisationName { get; init; }

    /// <summary>True for an NGO, international organisation or other partner: shown as input, never signed.</summary>
    public required bool IsPartner { get; init; }
    public string? Narrative { get; init; }
    public string? NothingToReport { get; init; }

    /// <summary>E-numbers.</summary>
    public required IReadOnlyList<string> Evidence { get; init; }
    public required DateTimeOffset ReceivedAt { get; init; }
    public required DateTimeOffset AcceptedAt { get; init; }
    public required string AcceptedBy { get; init; }

    /// <summary>What had to be decided before the answer could be accepted; empty when nothing was found in it and it was not graded.</summary>
    public IReadOnlyList<SubmittedClearance> Clearances { get; init; } = [];
}

/// <summary>One decision that cleared an answer. <c>File</c> is a file's SHA-256, left out for the answer itself; <c>By</c> are people's names, two for an override.</summary>
public sealed record SubmittedClearance(string How, IReadOnlyList<string> By, DateTimeOffset At, string? File = null, string? Grade = null, string? Authority = null, string? Officer = null, DateOnly? Date = null)
{
    public static SubmittedClearance Of(Concern concern, Func<string, string> nameOf)
    {
        var declassified = Cleaning.DeclassificationOf(concern);
        var people = concern.Steps.TakeLast(concern.Outcome == Outcome.Overridden ? 2 : 1).Select(step => nameOf(step.By));
        return new SubmittedClearance(
            Words[concern.Outcome!.Value],
            [.. people],
            concern.Last!.At,
            (concern.CleanedFile ?? concern.File)?.Sha256,
            concern.Matter == Matter.Grade ? concern.Grade.Word() : null,
            declassified?.Authority,
            declassified?.Officer,
            declassified?.Date);
    }

    /// <summary>Its file in the package, also where that is the cleaned copy of the one it was about; null for the answer itself, and for a file that is left out.</summary>
    public SubmittedEvidence? In(SubmissionContent content) =>
        File is null ? null : content.Evidence.FirstOrDefault(evidence => evidence.File.Sha256 == File || evidence.File.Original?.Sha256 == File);

    static Dictionary<Outcome, string> Words { get; } = new()
    {
        [Outcome.Released] = "released",
        [Outcome.Redacted] = "redacted",
        [Outcome.Overridden] = "overridden",
        [Outcome.Declassified] = "declassified",
        [Outcome.LeftOut] = "left-out",
    };
}

public sealed record SubmittedFigure
{
    public required string Organisation { get; init; }
    public required string Indicator { get; init; }
    public required string Name { get; init; }
    public decimal? LastYear { get; init; }
    public string? Definition { get; init; }

    /// <summary>Who was to state it; more than one for a figure of several organisations.</summary>
    public IReadOnlyList<string> From { get; init; } = [];

    /// <summary>Whether the values of several organisations add up; otherwise they are different counts.</summary>
    public bool AddsUp { get; init; }

    /// <summary>The organisation whose value is the total; the others state parts of it.</summary>
    public string? TotalBy { get; init; }

    /// <summary>Where organisations state different values: what each states, and what was decided about it.</summary>
    public string? Note { get; init; }

    /// <summary>False for a value that was set aside in favour of another's: it is noted, and is no figure of the document.</summary>
    public bool Stands { get; init; } = true;
    public required Figure Figure { get; init; }
}

public sealed record MissingAnswer(string Organisation, string OrganisationName, string Reason);

/// <summary>A file as it goes into the package. <c>Number</c> is E-0001; <c>PackageName</c> is evidence/E-0001-sop-victim-screening.pdf.</summary>
public sealed record SubmittedEvidence
{
    public required string Number { get; init; }
    public required string PackageName { get; init; }
    public required EvidenceFile File { get; init; }
    public required string OrganisationName { get; init; }

    /// <summary>The codes of the recommendations that refer to it.</summary>
    public required IReadOnlyList<string> Recommendations { get; init; }

    /// <summary>Whether it is a law, circular or directive.</summary>
    public bool IsLaw { get; init; }
}

/// <summary>A ministry's signature: who, when, and the digest of exactly what was shown.</summary>
public sealed record SubmittedSignOff
{
    public required string Ministry { get; init; }
    public required string MinistryName { get; init; }
    public required string SignedBy { get; init; }
    public required DateTimeOffset SignedAt { get; init; }
    public required string Digest { get; init; }

    /// <summary>The signed items, as call id, slash, code.</summary>
    public required IReadOnlyList<string> Items { get; init; }
}

public sealed record SubmittedEndorsement(string EndorsedBy, DateTimeOffset EndorsedAt);

/// <summary>Where the ledger stood when the package was made.</summary>
public sealed record LedgerHead(long Length, string Hash);
