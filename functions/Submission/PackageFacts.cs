namespace Assessment.Submission;

/// <summary>What a package says beyond the submission's content. All of it is optional; the first version of a package needs none.</summary>
public sealed record PackageFacts
{
    public static PackageFacts None { get; } = new();

    /// <summary>Which package this one corrects; every version but the first has it.</summary>
    public Supersedes? Supersedes { get; init; }

    /// <summary>Who released the package to be handed in.</summary>
    public DecidedRelease? Release { get; init; }

    /// <summary>
    /// What the ministries signed, as the register has it. When none is given it is put together from the content, which gives the digest as long
    /// as everything that was signed is submitted as it was signed.
    /// </summary>
    public IReadOnlyList<SignedItem> Signed { get; init; } = [];
}

/// <summary>A package that is corrected by this one: its file name, its version, the SHA-256 of its manifest.json, and why it is corrected.</summary>
public sealed record Supersedes(string PackageName, int Version, string ManifestSha256, string Reason)
{
    /// <summary>Why this cannot stand in a package of the given version, or null. Only the first version supersedes nothing.</summary>
    internal static string? Fault(Supersedes? supersedes, int version) => supersedes switch
    {
        null => version == 1 ? null : $"Version {version} does not name the version that it supersedes.",
        _ when supersedes.Version < 1 || supersedes.Version >= version => $"Version {version} cannot supersede version {supersedes.Version}.",
        _ when supersedes.PackageName.Length == 0 || supersedes.ManifestSha256.Length != 64 => $"Version {version} does not say which package it supersedes.",
        _ when string.IsNullOrWhiteSpace(supersedes.Reason) => $"Version {version} does not say why it supersedes version {supersedes.Version}.",
        _ => null,
    };
}

/// <summary>An item as it was signed. Withheld content stays in the country: the package shows its hash only.</summary>
public sealed record SignedItem(SignedContent Content, bool Withheld = false)
{
    /// <summary>The item (call id, slash, code) as the submission has it, or null.</summary>
    internal static SignedItem? From(SubmissionContent content, string item)
    {
        var found = content.Recommendations
            .SelectMany(recommendation => recommendation.Answers.Select(answer => (recommendation, answer)))
            .FirstOrDefault(pair => $"{Decisions.CallOf(content, pair.answer.Organisation)}/{pair.recommendation.Code}" == item);
        return found.answer is null ? null : new SignedItem(SignedContent.Of(
            Decisions.CallOf(content, found.answer.Organisation),
            found.recommendation.Code,
            found.answer.Narrative,
            found.answer.NothingToReport,
            found.recommendation.Figures.Where(figure => figure.Organisation == found.answer.Organisation).Select(figure => figure.Figure),
            found.answer.Evidence.Select(number => content.Evidence.FirstOrDefault(evidence => evidence.Number == number)?.File.Sha256 ?? "")));
    }
}
