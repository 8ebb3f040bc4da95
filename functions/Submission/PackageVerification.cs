using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Assessment.Register;

namespace Assessment.Submission;

/// <summary>What was checked, and the first thing that is wrong. <c>Fingerprint</c> is that of the key that signed.</summary>
public sealed record VerificationReport(bool IsValid, IReadOnlyList<VerificationCheck> Checks, string? FirstFault, string? Fingerprint);

public sealed record VerificationCheck(string What, bool Ok);

/// <summary>Checks a package offline, with nothing but its bytes. Hostile input is reported, never thrown.</summary>
public static class PackageVerification
{
    public static async Task<VerificationReport> Verify(
        string path, ECDsa? pinnedKey = null, IReadOnlyList<LedgerEntry>? ledger = null, CancellationToken cancellation = default)
    {
        try
        {
            await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            return await Verify(file, pinnedKey, ledger, cancellation);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return new VerificationReport(false, [new VerificationCheck("The file can be opened", false)], $"The file cannot be opened: {fault.Message}", null);
        }
    }

    /// <param name="zip">The package, in a stream that can seek.</param>
    /// <param name="pinnedKey">The key that must have signed; without it any key is accepted, and people compare the fingerprint.</param>
    /// <param name="ledger">The secretariat's own ledger, with or without details, which must begin with that of the package.</param>
    public static async Task<VerificationReport> Verify(
        Stream zip, ECDsa? pinnedKey = null, IReadOnlyList<LedgerEntry>? ledger = null, CancellationToken cancellation = default)
    {
        var inspection = new PackageInspection(zip, pinnedKey, ledger, cancellation);
        var checks = new List<VerificationCheck>();
        foreach (var (what, check) in inspection.Checks)
        {
            var fault = await FaultOf(check);
            checks.Add(new VerificationCheck(what, fault is null));
            if (fault is not null)
                return new VerificationReport(false, checks, Printable(fault), inspection.Fingerprint);
        }

        return new VerificationReport(true, checks, null, inspection.Fingerprint);
    }

    /// <summary>A fault may quote the package, and the package may hold commands for a terminal.</summary>
    static string Printable(string fault) => string.Concat(fault.Take(500).Select(letter => char.IsControl(letter) || char.IsSurrogate(letter) ? '?' : letter));

    static async Task<string?> FaultOf(Func<Task<string?>> check)
    {
        try
        {
            return await check();
        }
        catch (Exception fault) when (fault is InvalidDataException or FormatException)
        {
            return fault.Message;
        }
        catch (IOException fault)
        {
            return $"The file cannot be read: {fault.Message}";
        }
    }
}

/// <summary>The checks of one package, in order; each relies on those before it.</summary>
sealed class PackageInspection(Stream zip, ECDsa? pinnedKey, IReadOnlyList<LedgerEntry>? ledger, CancellationToken cancellation)
{
    const long MaxManifest = 64 << 20;
    const long MaxLedger = 512 << 20;

    StoredZipReader archive = null!;
    byte[] manifestBytes = [];
    Manifest manifest = null!;

    public string? Fingerprint { get; private set; }

    public IEnumerable<(string What, Func<Task<string?>> Check)> Checks
    {
        get
        {
            yield return ("The file is a package: an archive whose files are stored unchanged", OpenArchive);
            yield return ($"{ManifestSignature.FileName} is a signature of {Manifest.FileName}", CheckSignature);
            yield return (pinnedKey is null ? "The signature names its key (no key was given to compare it with)" : "The signature was made with the given key", CheckKey);
            yield return ($"{Manifest.FileName} is complete and in canonical form", ReadManifest);
            yield return ("Exactly the files of the manifest are there, in its order", CheckNames);
            yield return ("Every file has the size and SHA-256 that the manifest states", CheckContents);
            yield return ("Evidence numbers, files and items refer to each other without gaps", CheckReferences);
            yield return ("The ledger is whole: every entry follows the one before it, up to the head in the manifest", CheckLedger);
            if (ledger is not null)
                yield return ("The secretariat's ledger begins with the ledger of the package", CompareLedger);

            yield return ("Every other byte of the archive is as it was written", CheckArchive);
        }
    }

    Task<string?> OpenArchive()
    {
        archive = new StoredZipReader(zip);
        var twice = archive.Entries.GroupBy(entry => entry.Name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1);
        return Said(twice is null ? null : $"The archive has more than one file named {twice.Key}.");
    }

    Task<string?> CheckSignature()
    {
        manifestBytes = ReadAll(Manifest.FileName, MaxManifest);
        var signature = ManifestSignature.Read(ReadAll(ManifestSignature.FileName, MaxManifest));
        var fault = signature.Fault(manifestBytes);
        Fingerprint = fault is null ? signature.Fingerprint : null;
        return Said(fault);
    }

    Task<string?> CheckKey() => Said(pinnedKey is not null && SigningKey.Fingerprint(pinnedKey) != Fingerprint
        ? $"The package was signed with another key, {Fingerprint}, than the one given, {SigningKey.Fingerprint(pinnedKey)}."
        : null);

    Task<string?> ReadManifest()
    {
        if (!CanonicalJson.IsCanonical(manifestBytes))
            return Said($"{Manifest.FileName} is not in canonical form.");

        if (HasNull(CanonicalJson.Read(manifestBytes)))
            return Said($"{Manifest.FileName} has an empty value.");

        try
        {
            manifest = JsonSerializer.Deserialize<Manifest>(manifestBytes, CanonicalJson.Options)!;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return Said($"{Manifest.FileName} is not a manifest: {fault.Message}");
        }

        return Said(manifest.Format != Manifest.CurrentFormat ? $"The format '{manifest.Format}' is not known; this program reads {Manifest.CurrentFormat}." : null);
    }

    Task<string?> CheckNames()
    {
        string[] expected = [.. manifest.Files.Select(file => file.Path), Manifest.FileName, ManifestSignature.FileName];
        string[] found = [.. archive.Entries.Select(entry => entry.Name)];
        if (expected.Except(found, StringComparer.Ordinal).FirstOrDefault() is { } missing)
            return Said($"{missing} is missing: it was removed or renamed.");

        if (found.Except(expected, StringComparer.Ordinal).FirstOrDefault() is { } added)
            return Said($"{added} was added: the manifest does not know it.");

        var moved = expected.Zip(found).FirstOrDefault(pair => pair.First != pair.Second);
        if (moved.First is not null)
            return Said($"{moved.Second} stands where {moved.First} belongs: the files were re-ordered.");

        return Said(expected.Length != found.Length ? $"{Manifest.FileName} lists a file twice." : null);
    }

    async Task<string?> CheckContents()
    {
        foreach (var (file, entry) in manifest.Files.Zip(archive.Entries))
        {
            if (file.Size != entry.Size)
                return $"{file.Path} was changed: it has {entry.Size} bytes, and the manifest states {file.Size}.";

            if ((await Measure.Of(archive.Open(entry), cancellation)).Sha256 != file.Sha256)
                return $"{file.Path} was changed: its SHA-256 is not the one in the manifest.";
        }

        return null;
    }

    Task<string?> CheckReferences()
    {
        var files = manifest.Files.ToDictionary(file => file.Path, file => file.Sha256, StringComparer.Ordinal);
        var astray = manifest.Evidence.FirstOrDefault(evidence => files.GetValueOrDefault(evidence.Path) != evidence.Sha256);
        if (astray is not null)
            return Said($"{astray.Number} of the evidence index is not the file {astray.Path} of the manifest.");

        var numbers = manifest.Evidence.Select(evidence => evidence.Number).ToHashSet(StringComparer.Ordinal);
        if (numbers.Count != manifest.Evidence.Count)
            return Said("The evidence index has a number twice.");

        var unknown = manifest.Items.SelectMany(item => item.Evidence).FirstOrDefault(number => !numbers.Contains(number));
        if (unknown is not null)
            return Said($"An item refers to {unknown}, which is not in the evidence index.");

        string[] others = [SubmissionPackage.Document, SubmissionPackage.Statistics, SubmissionPackage.Ledger];
        var expected = others.Concat(manifest.Evidence.Select(evidence => evidence.Path)).ToHashSet(StringComparer.Ordinal);
        var stray = files.Keys.Order(StringComparer.Ordinal).FirstOrDefault(path => !expected.Contains(path))
            ?? expected.Order(StringComparer.Ordinal).FirstOrDefault(path => !files.ContainsKey(path));
        return Said(stray is null ? null : $"{stray} is not both in the list of files and in the evidence index.");
    }

    Task<string?> CheckLedger()
    {
        var entries = LedgerChain.Read(ReadAll(SubmissionPackage.Ledger, MaxLedger));
        if (entries.FirstOrDefault(entry => entry.Details is not null) is { } open)
            return Said($"Entry {open.Sequence} of the ledger shows details, which must not leave the secretariat.");

        return Said(LedgerChain.Check(entries, new LedgerHead(manifest.Ledger.Length, manifest.Ledger.Head)));
    }

    Task<string?> CompareLedger()
    {
        if (LedgerChain.Check(ledger!) is { } fault)
            return Said($"The secretariat's ledger is damaged. {fault}");

        if (ledger!.Count < manifest.Ledger.Length)
            return Said($"The secretariat's ledger is cut off: it has {ledger.Count} entries, and the package was made at entry {manifest.Ledger.Length}.");

        var head = LedgerChain.Head([.. ledger.Take((int)manifest.Ledger.Length)]);
        return Said(head.Hash != manifest.Ledger.Head ? "The secretariat's ledger is another one than the package's." : null);
    }

    async Task<string?> CheckArchive() => await archive.IsCanonical(cancellation)
        ? null
        : "The archive was changed outside its files: a header, date, comment or unused byte is not as it was written.";

    byte[] ReadAll(string name, long limit)
    {
        var entry = archive.Entries.FirstOrDefault(entry => entry.Name == name)
            ?? throw new InvalidDataException($"{name} is missing: it was removed or renamed, or this is not a package.");
        return entry.Size <= limit ? archive.ReadAll(entry) : throw new InvalidDataException($"{name} is too large to be genuine.");
    }

    static bool HasNull(JsonNode? node) => node switch
    {
        null => true,
        JsonObject members => members.Any(member => HasNull(member.Value)),
        JsonArray elements => elements.Any(HasNull),
        _ => false,
    };

    static Task<string?> Said(string? fault) => Task.FromResult(fault);
}
