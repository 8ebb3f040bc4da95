using Assessment.Cycle;
using Assessment.Register;

namespace Assessment.Submission;

/// <summary>
/// The second level of the manifest: who accepted, cleared and signed each item, and when. A file of its own, pinned by its hash in the
/// manifest, so that the files can be checked without reading it.
/// </summary>
public sealed record Decisions
{
    public const string FileName = "decisions.json";
    public const string CurrentFormat = "assessment-decisions/1";

    public required string Format { get; init; }
    public required IReadOnlyList<DecidedItem> Items { get; init; }
    public required IReadOnlyList<DecidedSignOff> SignOffs { get; init; }
    public DecidedEndorsement? Endorsement { get; init; }
    public DecidedRelease? Release { get; init; }
    public required IReadOnlyList<string> Gaps { get; init; }

    /// <exception cref="InvalidDataException">A ministry signed another digest than its items give.</exception>
    public static Decisions Of(SubmissionContent content, PackageFacts facts, IReadOnlyList<LedgerEntry> ledger)
    {
        var entries = new ItemEntries(ledger);
        return new Decisions
        {
            Format = CurrentFormat,
            Items = [.. content.Recommendations.SelectMany(recommendation => recommendation.Answers.Select(answer => ItemOf(content, recommendation, answer, entries)))],
            SignOffs = [.. content.SignOffs.Select(signOff => DecidedSignOff.Of(signOff, content, facts.Signed))],
            Endorsement = content.Endorsement is { } endorsement ? new DecidedEndorsement(endorsement.EndorsedBy, endorsement.EndorsedAt) : null,
            Release = facts.Release,
            Gaps = content.Gaps,
        };
    }

    /// <summary>The call that asked an organisation in the submission's round.</summary>
    internal static string CallOf(SubmissionContent content, string organisation) =>
        $"{Address.OfRound(content.CycleId, content.RoundId)}-{Slug.Of(organisation)}";

    static DecidedItem ItemOf(SubmissionContent content, SubmittedRecommendation recommendation, SubmittedAnswer answer, ItemEntries entries)
    {
        var callId = CallOf(content, answer.Organisation);
        var subject = $"{callId}/{recommendation.Code}";
        var signOff = content.SignOffs.FirstOrDefault(signOff => signOff.Items.Contains(subject, StringComparer.Ordinal));
        return new DecidedItem
        {
            Organisation = answer.Organisation,
            Recommendation = recommendation.Code,
            CallId = callId,
            Received = new DecidedReceipt(answer.ReceivedAt, entries.Received(subject)),
            Accepted = new DecidedAcceptance(answer.AcceptedBy, answer.AcceptedAt, entries.Accepted(subject)),
            Cleared = Cleared(content, answer),
            Signed = signOff is null ? null : new DecidedSignature(signOff.Ministry, signOff.SignedBy, signOff.SignedAt, signOff.Digest),
            Evidence = answer.Evidence,
        };
    }

    /// <summary>Whoever accepts an answer sees its grade and what a search found, and so clears it; what had to be decided before is listed with who decided it.</summary>
    static DecidedClearance Cleared(SubmissionContent content, SubmittedAnswer answer) => new(
        answer.AcceptedBy,
        answer.AcceptedAt,
        [.. answer.Clearances.Select(clearance => new DecidedClearing(
            clearance.How,
            clearance.By,
            clearance.At,
            clearance.In(content)?.Number,
            clearance.Grade,
            clearance.Authority,
            clearance.Officer,
            clearance.Date))]);

    /// <summary>Where the ledger tells of an item: its acceptance, and the answer that was accepted, which is the last before it.</summary>
    sealed class ItemEntries(IReadOnlyList<LedgerEntry> ledger)
    {
        readonly ILookup<(string Kind, string Subject), long> entries = ledger.ToLookup(entry => (entry.Kind, entry.Subject), entry => entry.Sequence);

        public long? Accepted(string subject) => Last(LedgerKinds.Accepted, subject, long.MaxValue);

        public long? Received(string subject) => Last(LedgerKinds.Replied, subject, Accepted(subject) ?? long.MaxValue);

        long? Last(string kind, string subject, long before) => entries[(kind, subject)].Where(sequence => sequence < before).Cast<long?>().LastOrDefault();
    }
}

/// <summary>The kinds of ledger entry that decisions refer to.</summary>
static class LedgerKinds
{
    public const string Replied = "ItemReplied";
    public const string Accepted = "ItemAccepted";
}

/// <summary>An accepted answer. <c>Entry</c>, wherever it stands, is the number of the ledger entry that recorded the decision.</summary>
public sealed record DecidedItem
{
    public required string Organisation { get; init; }
    public required string Recommendation { get; init; }
    public required string CallId { get; init; }
    public required DecidedReceipt Received { get; init; }
    public required DecidedAcceptance Accepted { get; init; }
    public DecidedClearance? Cleared { get; init; }
    public DecidedSignature? Signed { get; init; }

    /// <summary>E-numbers.</summary>
    public required IReadOnlyList<string> Evidence { get; init; }
}

public sealed record DecidedReceipt(DateTimeOffset At, long? Entry = null);

public sealed record DecidedAcceptance(string By, DateTimeOffset At, long? Entry = null);

/// <summary>Who let an answer leave the country, and what had to be decided before that.</summary>
public sealed record DecidedClearance(string By, DateTimeOffset At, IReadOnlyList<DecidedClearing> Steps);

/// <summary>One such decision: released, redacted, overridden, declassified or left-out; of a file by its E-number, or of the answer itself or of a file that is not in the package.</summary>
public sealed record DecidedClearing(
    string How, IReadOnlyList<string> By, DateTimeOffset At, string? Evidence = null, string? Grade = null, string? Authority = null, string? Officer = null, DateOnly? Date = null);

public sealed record DecidedSignature(string Ministry, string By, DateTimeOffset At, string Digest);

public sealed record DecidedEndorsement(string EndorsedBy, DateTimeOffset EndorsedAt);

public sealed record DecidedRelease(string ReleasedBy, DateTimeOffset ReleasedAt);

/// <summary>A ministry's signature, with what its digest is computed from as far as the package shows it.</summary>
public sealed record DecidedSignOff(string Ministry, string SignedBy, DateTimeOffset SignedAt, string Digest, IReadOnlyList<DecidedSignedItem> Items)
{
    /// <summary>All items have their hash: the digest can be computed anew.</summary>
    public bool IsComputable() => Items.All(item => item.Hash is not null);

    internal static DecidedSignOff Of(SubmittedSignOff signOff, SubmissionContent content, IReadOnlyList<SignedItem> given)
    {
        var items = signOff.Items.Select(item => given.FirstOrDefault(signed => $"{signed.Content.CallId}/{signed.Content.Code}" == item) ?? SignedItem.From(content, item)).ToList();
        var known = items.OfType<SignedItem>().Select(item => HashedItem.Of(item.Content)).ToList();
        var fits = known.Count == items.Count && SignOffDigest.Of(known) == signOff.Digest;
        if (!fits && given.Count > 0)
            throw new InvalidDataException($"The package is not sealed. {signOff.Ministry} signed the digest {signOff.Digest}, but its items give another.");

        return new DecidedSignOff(
            signOff.Ministry, signOff.SignedBy, signOff.SignedAt, signOff.Digest,
            [.. signOff.Items.Zip(items).Select(pair => fits ? DecidedSignedItem.Of(pair.Second!) : DecidedSignedItem.Named(pair.First))]);
    }
}

/// <summary>A signed item: with its content; or, when that is withheld, with its hash; or, when the register no longer has what was signed, with neither.</summary>
public sealed record DecidedSignedItem(string CallId, string Code, string? Hash = null, SignedContent? Content = null)
{
    internal static DecidedSignedItem Of(SignedItem item) =>
        new(item.Content.CallId, item.Content.Code, CanonicalJson.Hash(item.Content), item.Withheld ? null : item.Content);

    internal static DecidedSignedItem Named(string item)
    {
        var at = item.LastIndexOf('/');
        return new DecidedSignedItem(item[..Math.Max(at, 0)], item[(at + 1)..]);
    }
}
