using System.Security.Cryptography;
using Assessment.Register;

namespace Assessment.Submission;

/// <summary>What was checked, what was not because something before it is wrong, and the first thing that is wrong.</summary>
public sealed record VerificationReport
{
    public bool IsValid => FirstFault is null;
    public required IReadOnlyList<VerificationCheck> Checks { get; init; }
    public required IReadOnlyList<VerificationCheck> NotChecked { get; init; }

    /// <summary>The kind of the check that failed, or null: one word, the same in every verifier.</summary>
    public string? FaultKind { get; init; }
    public string? FirstFault { get; init; }

    /// <summary>That of the key that signed.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>Which submission this is, in a sentence for people, once the signature is known to be good.</summary>
    public string? Summary { get; init; }
}

/// <summary>A check in words. <c>Found</c> says what it found where that tells more than that all is well.</summary>
public sealed record VerificationCheck(string Kind, string What, bool Ok, string? Found = null);

/// <summary>Checks a package offline, with nothing but its bytes. Hostile input is reported, never thrown.</summary>
public static class PackageVerification
{
    /// <param name="previous">The package that this one supersedes, if the link is to be checked.</param>
    public static async Task<VerificationReport> Verify(
        string path, ECDsa? pinnedKey = null, IReadOnlyList<LedgerEntry>? ledger = null, string? previous = null, CancellationToken cancellation = default)
    {
        try
        {
            await using var file = Open(path);
            await using var earlier = previous is null ? null : Open(previous);
            return await Verify(file, pinnedKey, ledger, earlier, cancellation);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            var check = new VerificationCheck("archive", "The file can be opened", false);
            return new VerificationReport { Checks = [check], NotChecked = [], FaultKind = check.Kind, FirstFault = $"The file cannot be opened: {fault.Message}" };
        }
    }

    /// <param name="zip">The package, in a stream that can seek.</param>
    /// <param name="pinnedKey">The key that must have signed; without it any key is accepted, and people compare the fingerprint.</param>
    /// <param name="ledger">The secretariat's own ledger, with or without details, which must begin with that of the package.</param>
    /// <param name="previous">The package that this one must supersede, in a stream that can seek.</param>
    public static async Task<VerificationReport> Verify(
        Stream zip, ECDsa? pinnedKey = null, IReadOnlyList<LedgerEntry>? ledger = null, Stream? previous = null, CancellationToken cancellation = default)
    {
        var inspection = new PackageInspection(zip, pinnedKey, ledger, previous, cancellation);
        var planned = inspection.Checks.ToList();
        var done = new List<VerificationCheck>();
        string? fault = null;
        foreach (var (kind, what, check) in planned)
        {
            (fault, var found) = await Outcome(check);
            done.Add(new VerificationCheck(kind, what, fault is null, found is null ? null : Printable(found)));
            if (fault is not null)
                break;
        }

        return new VerificationReport
        {
            Checks = done,
            NotChecked = [.. planned.Skip(done.Count).Select(check => new VerificationCheck(check.Kind, check.What, false))],
            FaultKind = fault is null ? null : done[^1].Kind,
            FirstFault = fault is null ? null : Printable(fault),
            Fingerprint = inspection.Fingerprint,
            Summary = inspection.Summary is { } summary ? Printable(summary) : null,
        };
    }

    static FileStream Open(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.Read);

    /// <summary>A fault may quote the package, and the package may hold commands for a terminal.</summary>
    static string Printable(string fault) => string.Concat(fault.Take(500).Select(letter => char.IsControl(letter) || char.IsSurrogate(letter) ? '?' : letter));

    static async Task<(string? Fault, string? Found)> Outcome(Func<Task<Finding>> check)
    {
        try
        {
            var finding = await check();
            return (finding.Fault, finding.Found);
        }
        catch (Exception fault) when (fault is InvalidDataException or FormatException)
        {
            return (fault.Message, null);
        }
        catch (IOException fault)
        {
            return ($"The file cannot be read: {fault.Message}", null);
        }
    }
}
