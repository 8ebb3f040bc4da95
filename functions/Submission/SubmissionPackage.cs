using System.Security.Cryptography;
using Assessment.Evidence;
using Assessment.Register;

namespace Assessment.Submission;

/// <summary>Seals a submission: document, statistics, evidence, ledger, manifest and signature in one archive that a stranger can verify.</summary>
public static class SubmissionPackage
{
    public const string Document = "document.docx";
    public const string Statistics = "statistics.xlsx";
    public const string Ledger = "ledger.jsonl";

    const int MeasuredAtOnce = 4;

    /// <summary>
    /// Evidence is read twice: first all of it is measured and compared with the register, then it is written. Nothing is written
    /// when the ledger or a file is not what it should be.
    /// </summary>
    /// <exception cref="CryptographicException">The key is of another curve than P-256.</exception>
    /// <exception cref="InvalidDataException">The ledger, or a file of the evidence store, is not what the register says.</exception>
    public static Task<Manifest> Write(
        Stream zip, SubmissionContent content, IReadOnlyList<LedgerEntry> ledger, IEvidenceStore evidence, ECDsa key, CancellationToken cancellation = default) =>
        Write(zip, content, PackageFacts.None, ledger, evidence, key, cancellation);

    /// <inheritdoc cref="Write(Stream, SubmissionContent, IReadOnlyList{LedgerEntry}, IEvidenceStore, ECDsa, CancellationToken)"/>
    public static async Task<Manifest> Write(
        Stream zip, SubmissionContent content, PackageFacts facts, IReadOnlyList<LedgerEntry> ledger, IEvidenceStore evidence, ECDsa key, CancellationToken cancellation = default)
    {
        if ((LedgerChain.Check(ledger) ?? Supersedes.Fault(facts.Supersedes, content.Version)) is { } fault)
            throw new InvalidDataException($"The package is not sealed. {fault}");

        SigningKey.Checked(key);
        var head = LedgerChain.Head(ledger);
        var document = await Bytes(stream => SubmissionDocument.Write(content, head, stream, PrintedKey.Of(key)));
        var statistics = await Bytes(stream => StatisticsWorkbook.Write(content, stream));
        var decided = Decisions.Of(content, facts, ledger);
        var decisions = CanonicalJson.Write(decided);
        var lines = LedgerChain.Write(ledger, withDetails: false);
        var measures = await MeasureAll(content.Evidence, evidence, cancellation);

        ManifestFile[] files =
        [
            FileOf(Document, Measure.Of(document)),
            FileOf(Statistics, Measure.Of(statistics)),
            .. content.Evidence.Zip(measures, (file, measure) => FileOf(file.PackageName, measure)),
            FileOf(Decisions.FileName, Measure.Of(decisions)),
            FileOf(Ledger, Measure.Of(lines)),
        ];
        var manifest = Manifest.Of(content, files, head, facts.Supersedes);
        if (DecisionRules.Fault(decided, manifest, ledger) is { } contradiction)
            throw new InvalidDataException($"The package is not sealed. {contradiction}");

        var archive = new StoredZip(zip);
        await archive.Add(Document, document, cancellation);
        await archive.Add(Statistics, statistics, cancellation);
        for (var index = 0; index < measures.Length; index++)
            await AddEvidence(archive, content.Evidence[index], measures[index], evidence, cancellation);

        await archive.Add(Decisions.FileName, decisions, cancellation);
        await archive.Add(Ledger, lines, cancellation);
        await Seal(archive, manifest, key, cancellation);
        return manifest;
    }

    static async Task Seal(StoredZip archive, Manifest manifest, ECDsa key, CancellationToken cancellation)
    {
        var bytes = CanonicalJson.Write(manifest);
        await archive.Add(Manifest.FileName, bytes, cancellation);
        await archive.Add(ManifestSignature.FileName, CanonicalJson.Write(ManifestSignature.Of(bytes, key)), cancellation);
        await archive.Finish(cancellation);
    }

    static async Task<Measure[]> MeasureAll(IReadOnlyList<SubmittedEvidence> files, IEvidenceStore evidence, CancellationToken cancellation)
    {
        var measures = new Measure[files.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = MeasuredAtOnce, CancellationToken = cancellation };
        await Parallel.ForAsync(0, files.Count, options, async (index, token) =>
        {
            await using var stream = await evidence.Open(files[index].File.Name, token);
            measures[index] = await Measure.Of(stream, token);
        });

        // Judged in order, so that of several changed files always the same one is named.
        foreach (var (file, measure) in files.Zip(measures))
            RefuseIfChanged(file, measure);

        return measures;
    }

    static void RefuseIfChanged(SubmittedEvidence file, Measure measure)
    {
        if (measure.Sha256 != file.File.Sha256 || measure.Size != file.File.Size)
        {
            throw new InvalidDataException(
                $"The package is not sealed. {file.Number} ({file.File.OriginalName}) is not the file that was received: the register says {file.File.Size} bytes "
                + $"with SHA-256 {file.File.Sha256}, the evidence store has {measure.Size} bytes with {measure.Sha256}.");
        }
    }

    static async Task AddEvidence(StoredZip archive, SubmittedEvidence file, Measure measure, IEvidenceStore evidence, CancellationToken cancellation)
    {
        await using var stream = await evidence.Open(file.File.Name, cancellation);
        await archive.Add(file.PackageName, measure, stream, cancellation);
    }

    static ManifestFile FileOf(string path, Measure measure) => new(path, measure.Size, measure.Sha256);

    static async Task<byte[]> Bytes(Func<Stream, Task> write)
    {
        using var stream = new MemoryStream();
        await write(stream);
        return stream.ToArray();
    }
}
