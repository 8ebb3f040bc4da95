namespace Assessment.Submission;

/// <summary>The first level of the manifest: what a package holds. Its canonical bytes are what is signed; the second level is <see cref="Decisions"/>.</summary>
public sealed record Manifest
{
    public const string FileName = "manifest.json";
    public const string CurrentFormat = "assessment-package/1";

    public required string Format { get; init; }
    public required ManifestCycle Cycle { get; init; }
    public required ManifestRound Round { get; init; }
    public required int Version { get; init; }
    public Supersedes? Supersedes { get; init; }
    public required bool Illustrative { get; init; }
    public required DateTimeOffset PreparedAt { get; init; }
    public required string PreparedBy { get; init; }
    public required ManifestPeriod Period { get; init; }

    /// <summary>All files but the manifest and its signature, in the order in which they lie in the archive.</summary>
    public required IReadOnlyList<ManifestFile> Files { get; init; }
    public required IReadOnlyList<ManifestEvidence> Evidence { get; init; }
    public required ManifestLedger Ledger { get; init; }

    public static Manifest Of(SubmissionContent content, IReadOnlyList<ManifestFile> files, LedgerHead ledger, Supersedes? supersedes = null) => new()
    {
        Format = CurrentFormat,
        Cycle = new ManifestCycle(content.CycleId, content.CycleTitle),
        Round = new ManifestRound(content.RoundId, content.RoundTitle),
        Version = content.Version,
        Supersedes = supersedes,
        Illustrative = content.Illustrative,
        PreparedAt = content.PreparedAt,
        PreparedBy = content.Secretariat,
        Period = new ManifestPeriod(content.From, content.To),
        Files = files,
        Evidence = [.. content.Evidence.Select(EvidenceOf)],
        Ledger = new ManifestLedger(ledger.Length, ledger.Hash),
    };

    static ManifestEvidence EvidenceOf(SubmittedEvidence evidence) => new(
        evidence.Number, evidence.PackageName, evidence.File.OriginalName, evidence.File.Organisation, evidence.File.Sha256, evidence.Recommendations);
}

public sealed record ManifestCycle(string Id, string Title);

public sealed record ManifestRound(string Id, string Title);

public sealed record ManifestPeriod(DateOnly From, DateOnly To);

public sealed record ManifestFile(string Path, long Size, string Sha256);

public sealed record ManifestEvidence(
    string Number, string Path, string OriginalName, string Organisation, string Sha256, IReadOnlyList<string> Recommendations);

public sealed record ManifestLedger(long Length, string Head);
