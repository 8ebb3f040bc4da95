namespace Assessment.Submission;

/// <summary>What a package holds and who stands for it; its canonical bytes are what is signed.</summary>
public sealed record Manifest
{
    public const string FileName = "manifest.json";
    public const string CurrentFormat = "assessment-package/1";

    public required string Format { get; init; }
    public required ManifestCycle Cycle { get; init; }
    public required ManifestRound Round { get; init; }
    public required int Version { get; init; }
    public required bool Illustrative { get; init; }
    public required DateTimeOffset PreparedAt { get; init; }
    public required string PreparedBy { get; init; }
    public required ManifestPeriod Period { get; init; }

    /// <summary>All files but the manifest and its signature, in the order in which they lie in the archive.</summary>
    public required IReadOnlyList<ManifestFile> Files { get; init; }
    public required IReadOnlyList<ManifestEvidence> Evidence { get; init; }
    public required IReadOnlyList<ManifestItem> Items { get; init; }
    public required IReadOnlyList<ManifestSignOff> SignOffs { get; init; }
    public ManifestEndorsement? Endorsement { get; init; }
    public required IReadOnlyList<string> Gaps { get; init; }
    public required ManifestLedger Ledger { get; init; }

    public static Manifest Of(SubmissionContent content, IReadOnlyList<ManifestFile> files, LedgerHead ledger) => new()
    {
        Format = CurrentFormat,
        Cycle = new ManifestCycle(content.CycleId, content.CycleTitle),
        Round = new ManifestRound(content.RoundId, content.RoundTitle),
        Version = content.Version,
        Illustrative = content.Illustrative,
        PreparedAt = content.PreparedAt,
        PreparedBy = content.Secretariat,
        Period = new ManifestPeriod(content.From, content.To),
        Files = files,
        Evidence = [.. content.Evidence.Select(EvidenceOf)],
        Items = [.. content.Recommendations.SelectMany(recommendation => recommendation.Answers.Select(answer => ItemOf(recommendation, answer)))],
        SignOffs = [.. content.SignOffs.Select(SignOffOf)],
        Endorsement = content.Endorsement is { } endorsement ? new ManifestEndorsement(endorsement.EndorsedBy, endorsement.EndorsedAt) : null,
        Gaps = content.Gaps,
        Ledger = new ManifestLedger(ledger.Length, ledger.Hash),
    };

    static ManifestEvidence EvidenceOf(SubmittedEvidence evidence) => new(
        evidence.Number, evidence.PackageName, evidence.File.OriginalName, evidence.File.Organisation, evidence.File.Sha256, evidence.Recommendations);

    static ManifestItem ItemOf(SubmittedRecommendation recommendation, SubmittedAnswer answer) => new(
        answer.Organisation, recommendation.Code, answer.ReceivedAt, answer.AcceptedAt, answer.AcceptedBy, answer.Evidence);

    static ManifestSignOff SignOffOf(SubmittedSignOff signOff) => new(signOff.Ministry, signOff.SignedBy, signOff.SignedAt, signOff.Digest, signOff.Items);
}

public sealed record ManifestCycle(string Id, string Title);

public sealed record ManifestRound(string Id, string Title);

public sealed record ManifestPeriod(DateOnly From, DateOnly To);

public sealed record ManifestFile(string Path, long Size, string Sha256);

public sealed record ManifestEvidence(
    string Number, string Path, string OriginalName, string Organisation, string Sha256, IReadOnlyList<string> Recommendations);

/// <summary>An accepted answer: who gave it, when it came, who accepted it, and the evidence it refers to.</summary>
public sealed record ManifestItem(
    string Organisation, string Recommendation, DateTimeOffset ReceivedAt, DateTimeOffset AcceptedAt, string AcceptedBy, IReadOnlyList<string> Evidence);

public sealed record ManifestSignOff(string Ministry, string SignedBy, DateTimeOffset SignedAt, string Digest, IReadOnlyList<string> Items);

public sealed record ManifestEndorsement(string EndorsedBy, DateTimeOffset EndorsedAt);

public sealed record ManifestLedger(long Length, string Head);
