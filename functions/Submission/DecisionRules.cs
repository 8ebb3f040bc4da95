using Assessment.Register;

namespace Assessment.Submission;

/// <summary>What must hold between the decisions, the manifest and the ledger of one package.</summary>
static class DecisionRules
{
    /// <summary>The clocks of a mail server, a phone and the app differ a little.</summary>
    static readonly TimeSpan ClocksDiffer = TimeSpan.FromMinutes(5);

    /// <summary>The first thing that is wrong, in words, or null.</summary>
    public static string? Fault(Decisions decisions, Manifest manifest, IReadOnlyList<LedgerEntry> ledger)
    {
        if (decisions.Items.GroupBy(item => (item.CallId, item.Recommendation)).FirstOrDefault(group => group.Count() > 1) is { } twice)
            return $"{Decisions.FileName} has {twice.Key.CallId}/{twice.Key.Recommendation} twice.";

        var numbers = manifest.Evidence.Select(evidence => evidence.Number).ToHashSet(StringComparer.Ordinal);
        return decisions.Items.Select(item => EvidenceFault(item, numbers) ?? SignatureFault(item, decisions.SignOffs) ?? OrderFault(item) ?? EntryFault(item, ledger)).FirstOrDefault(fault => fault is not null)
            ?? DateFault(decisions, manifest.PreparedAt);
    }

    /// <summary>The sign-off whose digest does not fit its items, in words, or null. One without hashes cannot be judged.</summary>
    public static string? DigestFault(DecidedSignOff signOff)
    {
        if (signOff.Items.FirstOrDefault(item => item.Content is not null && HashedItem.Of(item.Content) != new HashedItem(item.CallId, item.Code, item.Hash ?? "")) is { } changed)
            return $"{changed.CallId}/{changed.Code}, signed by {signOff.Ministry}, was changed: its content does not fit its hash.";

        if (!signOff.IsComputable())
            return null;

        return SignOffDigest.Of(signOff.Items.Select(item => new HashedItem(item.CallId, item.Code, item.Hash!))) != signOff.Digest
            ? $"{signOff.Ministry} signed another digest than its items give."
            : null;
    }

    static string NameOf(DecidedItem item) => $"{item.CallId}/{item.Recommendation}";

    static string? EvidenceFault(DecidedItem item, HashSet<string> numbers) => item.Evidence.FirstOrDefault(number => !numbers.Contains(number)) is { } unknown
        ? $"{NameOf(item)} refers to {unknown}, which is not in the evidence index."
        : null;

    /// <summary>An item is signed exactly when a sign-off lists it, and says of it what the sign-off says.</summary>
    static string? SignatureFault(DecidedItem item, IReadOnlyList<DecidedSignOff> signOffs)
    {
        var signOff = signOffs.FirstOrDefault(signOff => signOff.Items.Any(signed => signed.CallId == item.CallId && signed.Code == item.Recommendation));
        var expected = signOff is null ? null : new DecidedSignature(signOff.Ministry, signOff.SignedBy, signOff.SignedAt, signOff.Digest);
        return item.Signed != expected ? $"What {NameOf(item)} says of its signature is not what the sign-offs say." : null;
    }

    static string? OrderFault(DecidedItem item)
    {
        if (item.Accepted.At < item.Received.At - ClocksDiffer)
            return $"{NameOf(item)} was accepted before it was received.";

        if (item.Signed is { } signed && signed.At < item.Accepted.At - ClocksDiffer)
            return $"{NameOf(item)} was signed before it was accepted.";

        return item.Cleared is { } cleared ? ClearanceFault(item, cleared) : null;
    }

    /// <summary>What had to be decided of an answer was decided after it came and before it was cleared, which is before it was signed; nobody overrides alone.</summary>
    static string? ClearanceFault(DecidedItem item, DecidedClearance cleared)
    {
        if (cleared.At < item.Received.At - ClocksDiffer || cleared.Steps.Any(step => step.At < item.Received.At - ClocksDiffer))
            return $"{NameOf(item)} was cleared before it was received.";

        if (cleared.Steps.Any(step => step.At > cleared.At + ClocksDiffer) || item.Signed?.At < cleared.At - ClocksDiffer)
            return $"{NameOf(item)} was signed or accepted before it was cleared.";

        return cleared.Steps.Any(step => step.By.Count == 0 || (step.How == "overridden" && step.By.Distinct(StringComparer.Ordinal).Count() < 2))
            ? $"{NameOf(item)} was cleared by too few people: whoever overrides a finding needs a second person."
            : null;
    }

    static string? EntryFault(DecidedItem item, IReadOnlyList<LedgerEntry> ledger) =>
        EntryFault(item, item.Received.Entry, LedgerKinds.Replied, item.Received.At, ledger)
        ?? EntryFault(item, item.Accepted.Entry, LedgerKinds.Accepted, item.Accepted.At, ledger)
        ?? (item.Accepted.Entry < item.Received.Entry ? $"The ledger has {NameOf(item)} accepted before it was received." : null);

    static string? EntryFault(DecidedItem item, long? number, string kind, DateTimeOffset at, IReadOnlyList<LedgerEntry> ledger)
    {
        if (number is not { } sequence)
            return null;

        var entry = sequence >= 1 && sequence <= ledger.Count ? ledger[(int)sequence - 1] : null;
        if (entry is null || entry.Kind != kind || entry.Subject != NameOf(item))
            return $"{NameOf(item)} names entry {sequence} of the ledger, which is no {kind} of it.";

        return entry.At < at - ClocksDiffer ? $"{NameOf(item)} is dated {Moment.Text(at)}, after entry {sequence} of the ledger, which recorded it." : null;
    }

    /// <summary>Nothing that was consolidated can be later than the consolidation; the release comes after it.</summary>
    static string? DateFault(Decisions decisions, DateTimeOffset preparedAt)
    {
        var latest = decisions.Items.SelectMany(item => new[] { item.Received.At, item.Accepted.At, item.Cleared?.At ?? item.Accepted.At })
            .Concat(decisions.SignOffs.Select(signOff => signOff.SignedAt))
            .Append(decisions.Endorsement?.EndorsedAt ?? preparedAt)
            .Max();
        return latest > preparedAt + ClocksDiffer ? $"A decision is dated {Moment.Text(latest)}, after the submission was prepared." : null;
    }
}
