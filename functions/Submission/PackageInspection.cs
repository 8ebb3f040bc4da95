using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Assessment.Register;

namespace Assessment.Submission;

/// <summary>What a check came to: a fault, or something worth telling, or nothing.</summary>
readonly record struct Finding(string? Fault, string? Found = null)
{
    public static implicit operator Finding(string? fault) => new(fault);
}

/// <summary>The checks of one package, in order; each relies on those before it.</summary>
sealed class PackageInspection(Stream zip, ECDsa? pinnedKey, IReadOnlyList<LedgerEntry>? ownLedger, Stream? previous, CancellationToken cancellation)
{
    const long MaxManifest = 64 << 20;
    const long MaxLedger = 512 << 20;
    const long MaxDocument = 256 << 20;

    readonly List<Measure> measures = [];
    StoredZipReader archive = null!;
    byte[] manifestBytes = [];
    Manifest manifest = null!;
    ManifestSignature signature = null!;
    Decisions decisions = null!;
    IReadOnlyList<LedgerEntry> ledger = [];

    public string? Fingerprint { get; private set; }

    public string? Summary => manifest is null ? null : string.Create(CultureInfo.InvariantCulture,
        $"{manifest.Cycle.Title}: {manifest.Round.Title}, version {manifest.Version}, prepared on {manifest.PreparedAt:yyyy-MM-dd} by {manifest.PreparedBy}.{InPlaceOf(manifest)}");

    /// <summary>Version 2, supersedes version 1 (digest …) because …</summary>
    static string InPlaceOf(Manifest manifest) => manifest.Supersedes is not { } old ? "" :
        $" Version {manifest.Version}, supersedes version {old.Version} ({old.PackageName}, digest {old.ManifestSha256}) because: {old.Reason.TrimEnd('.')}.";

    public IEnumerable<(string Kind, string What, Func<Task<Finding>> Check)> Checks
    {
        get
        {
            yield return ("archive", "The file is a package: an archive whose files are stored unchanged", Now(OpenArchive));
            yield return ("signature", $"{ManifestSignature.FileName} is a signature of {Manifest.FileName}", Now(CheckSignature));
            if (pinnedKey is not null)
                yield return ("key", "The signature was made with the given key", Now(CheckKey));

            yield return ("manifest", $"{Manifest.FileName} is complete and in canonical form", Now(ReadManifest));
            yield return ("files", "Exactly the files of the manifest are there, in its order", Now(CheckNames));
            yield return ("contents", "Every file has the size and SHA-256 that the manifest states", CheckContents);
            yield return ("document", $"{SubmissionPackage.Document} prints the key that signed", Now(CheckDocument));
            yield return ("evidence", "The evidence index and the files fit each other", Now(CheckReferences));
            yield return ("ledger", "The ledger is whole: every entry follows the one before it, up to the head in the manifest, and none is dated back", Now(CheckLedger));
            yield return ("decisions", $"{Decisions.FileName} is complete, fits the evidence and the ledger, and every item was received, then cleared and accepted, then signed, then sealed", Now(CheckDecisions));
            yield return ("sign-offs", "Every ministry signed the digest that its items give", Now(CheckSignOffs));
            if (ownLedger is not null)
                yield return ("own-ledger", "The secretariat's ledger begins with the ledger of the package", Now(CompareLedger));

            yield return ("bytes", "Every other byte of the archive is as it was written", Now(CheckArchive));
            if (previous is not null)
                yield return ("previous", "It supersedes the given package, and its ledger continues that package's ledger", CheckPrevious);
        }
    }

    static Func<Task<Finding>> Now(Func<Finding> check) => () => Task.FromResult(check());

    Finding OpenArchive()
    {
        archive = new StoredZipReader(zip);
        var twice = archive.Entries.GroupBy(entry => entry.Name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1);
        return twice is null ? default(Finding) : $"The archive has more than one file named {twice.Key}.";
    }

    Finding CheckSignature()
    {
        manifestBytes = ReadAll(Manifest.FileName, MaxManifest);
        signature = ManifestSignature.Read(ReadAll(ManifestSignature.FileName, MaxManifest));
        var fault = signature.Fault(manifestBytes);
        Fingerprint = fault is null ? signature.Fingerprint : null;
        return fault;
    }

    Finding CheckKey() => pinnedKey is not null && SigningKey.Fingerprint(pinnedKey) != Fingerprint
        ? $"The package was signed with another key, {Fingerprint}, than the one given, {SigningKey.Fingerprint(pinnedKey)}."
        : default(Finding);

    Finding ReadManifest()
    {
        var read = Read<Manifest>(Manifest.FileName, manifestBytes);
        if (read.Format != Manifest.CurrentFormat)
            return $"The format '{read.Format}' is not known; this program reads {Manifest.CurrentFormat}.";

        if (Supersedes.Fault(read.Supersedes, read.Version) is { } fault)
            return fault;

        manifest = read;
        return new Finding(null, read.Supersedes is { } old ? $"version {read.Version}, supersedes version {old.Version}" : null);
    }

    static T Read<T>(string name, byte[] bytes)
    {
        if (!CanonicalJson.IsCanonical(bytes))
            throw new FormatException($"{name} is not in canonical form.");

        if (HasNull(CanonicalJson.Read(bytes)))
            throw new FormatException($"{name} has an empty value.");

        try
        {
            var read = JsonSerializer.Deserialize<T>(bytes, CanonicalJson.Options)!;
            return bytes.AsSpan().SequenceEqual(CanonicalJson.Write(read)) ? read : throw new FormatException($"{name} is not in canonical form.");
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            throw new FormatException($"{name} cannot be read: {fault.Message}", fault);
        }
    }

    Finding CheckNames()
    {
        string[] expected = [.. manifest.Files.Select(file => file.Path), Manifest.FileName, ManifestSignature.FileName];
        string[] found = [.. archive.Entries.Select(entry => entry.Name)];
        if (expected.Except(found, StringComparer.Ordinal).FirstOrDefault() is { } missing)
            return $"{missing} is missing: it was removed or renamed.";

        if (found.Except(expected, StringComparer.Ordinal).FirstOrDefault() is { } added)
            return $"{added} was added: the manifest does not know it.";

        var moved = expected.Zip(found).FirstOrDefault(pair => pair.First != pair.Second);
        if (moved.First is not null)
            return $"{moved.Second} stands where {moved.First} belongs: the files were re-ordered.";

        return expected.Length != found.Length ? $"{Manifest.FileName} lists a file twice." : default(Finding);
    }

    async Task<Finding> CheckContents()
    {
        foreach (var (file, entry) in manifest.Files.Zip(archive.Entries))
        {
            if (file.Size != entry.Size)
                return $"{file.Path} was changed: it has {entry.Size} bytes, and the manifest states {file.Size}.";

            var measure = await Measure.Of(archive.Open(entry), cancellation);
            if (measure.Sha256 != file.Sha256)
                return $"{file.Path} was changed: its SHA-256 is not the one in the manifest.";

            measures.Add(measure);
        }

        return new Finding(null, string.Create(CultureInfo.InvariantCulture, $"{manifest.Files.Count} files, {manifest.Files.Sum(file => file.Size):#,0} bytes"));
    }

    Finding CheckDocument()
    {
        var printed = PrintedKey.In(ReadAll(SubmissionPackage.Document, MaxDocument));
        return printed == new PrintedKey(signature.Fingerprint, signature.PublicKey)
            ? new Finding(null, $"fingerprint {printed.Fingerprint}")
            : printed is null
                ? $"{SubmissionPackage.Document} prints no key."
                : $"{SubmissionPackage.Document} prints another key, {printed.Fingerprint}, than the one that signed, {signature.Fingerprint}.";
    }

    Finding CheckReferences()
    {
        var files = manifest.Files.ToDictionary(file => file.Path, file => file.Sha256, StringComparer.Ordinal);
        var astray = manifest.Evidence.FirstOrDefault(evidence => files.GetValueOrDefault(evidence.Path) != evidence.Sha256);
        if (astray is not null)
            return $"{astray.Number} of the evidence index is not the file {astray.Path} of the manifest.";

        if (manifest.Evidence.DistinctBy(evidence => evidence.Number).Count() != manifest.Evidence.Count)
            return "The evidence index has a number twice.";

        string[] others = [SubmissionPackage.Document, SubmissionPackage.Statistics, Decisions.FileName, SubmissionPackage.Ledger];
        var expected = others.Concat(manifest.Evidence.Select(evidence => evidence.Path)).ToHashSet(StringComparer.Ordinal);
        var stray = files.Keys.Order(StringComparer.Ordinal).FirstOrDefault(path => !expected.Contains(path))
            ?? expected.Order(StringComparer.Ordinal).FirstOrDefault(path => !files.ContainsKey(path));
        return stray is null ? default(Finding) : $"{stray} is not both in the list of files and in the evidence index.";
    }

    Finding CheckLedger()
    {
        ledger = LedgerChain.Read(ReadAll(SubmissionPackage.Ledger, MaxLedger));
        if (ledger.FirstOrDefault(entry => entry.Details is not null) is { } open)
            return $"Entry {open.Sequence} of the ledger shows details, which must not leave the secretariat.";

        var fault = LedgerChain.Check(ledger, new LedgerHead(manifest.Ledger.Length, manifest.Ledger.Head));
        return new Finding(fault, fault is null ? $"{ledger.Count} entries" : null);
    }

    Finding CheckDecisions()
    {
        decisions = Read<Decisions>(Decisions.FileName, ReadAll(Decisions.FileName, MaxLedger));
        if (decisions.Format != Decisions.CurrentFormat)
            return $"The format '{decisions.Format}' is not known; this program reads {Decisions.CurrentFormat}.";

        var fault = DecisionRules.Fault(decisions, manifest, ledger);
        return new Finding(fault, fault is null ? $"{decisions.Items.Count} items, {decisions.SignOffs.Count} sign-offs, {decisions.Gaps.Count} gaps" : null);
    }

    Finding CheckSignOffs()
    {
        if (decisions.SignOffs.Select(DecisionRules.DigestFault).FirstOrDefault(fault => fault is not null) is { } wrong)
            return wrong;

        string[] unknown = [.. decisions.SignOffs.Where(signOff => !signOff.IsComputable()).Select(signOff => signOff.Ministry)];
        return new Finding(null, unknown.Length > 0
            ? $"not for {string.Join(", ", unknown)}: the package does not show what was signed"
            : $"{decisions.SignOffs.Count} digests computed anew");
    }

    Finding CompareLedger()
    {
        if (LedgerChain.Check(ownLedger!) is { } fault)
            return $"The secretariat's ledger is damaged. {fault}";

        if (ownLedger!.Count < manifest.Ledger.Length)
            return $"The secretariat's ledger is cut off: it has {ownLedger.Count} entries, and the package was made at entry {manifest.Ledger.Length}.";

        var head = LedgerChain.Head([.. ownLedger.Take((int)manifest.Ledger.Length)]);
        return head.Hash != manifest.Ledger.Head ? "The secretariat's ledger is another one than the package's." : default(Finding);
    }

    Finding CheckArchive()
    {
        byte[][] last = [manifestBytes, ReadAll(ManifestSignature.FileName, MaxManifest)];
        return archive.IsCanonical([.. measures, .. last.Select(Measure.Of)])
            ? default(Finding)
            : "The archive was changed outside its files: a header, date, comment or unused byte is not as it was written.";
    }

    async Task<Finding> CheckPrevious()
    {
        var report = await PackageVerification.Verify(previous!, cancellation: cancellation);
        if (!report.IsValid)
            return $"The given package is itself not valid. {report.FirstFault}";

        var bytes = ReadAll(new StoredZipReader(previous!), Manifest.FileName, MaxManifest);
        return LinkFault(Read<Manifest>(Manifest.FileName, bytes), Measure.Of(bytes).Sha256);
    }

    string? LinkFault(Manifest old, string sha256)
    {
        if (manifest.Supersedes is not { } supersedes)
            return "The package is a first version: it supersedes nothing.";

        if (supersedes.ManifestSha256 != sha256)
            return $"The package supersedes version {supersedes.Version}, {supersedes.PackageName}, which is another package than the given one.";

        if ((old.Cycle, old.Round, old.Version) != (manifest.Cycle, manifest.Round, supersedes.Version))
            return $"The given package is version {old.Version} of {old.Round.Title}, which is not what is superseded.";

        var head = LedgerChain.Head([.. ledger.Take((int)Math.Min(old.Ledger.Length, int.MaxValue))]);
        return head != new LedgerHead(old.Ledger.Length, old.Ledger.Head) ? "The ledger does not continue that of the given package: its history was rewritten." : null;
    }

    byte[] ReadAll(string name, long limit) => ReadAll(archive, name, limit);

    static byte[] ReadAll(StoredZipReader archive, string name, long limit)
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
}
