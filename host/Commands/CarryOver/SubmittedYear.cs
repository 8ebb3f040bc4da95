using System.Security.Cryptography;
using System.Text.Json;
using System.Xml;
using Assessment.Cycle;
using Assessment.Submission;
using DocumentFormat.OpenXml.Packaging;

namespace Assessment.Host.Commands.CarryOver;

/// <summary>What a sealed package says, and which key sealed it.</summary>
sealed record SubmittedYear(LastYear Content, string Fingerprint)
{
    /// <summary>Verifies a package and reads it. Without a content, the sentence says what is wrong.</summary>
    public static async Task<(SubmittedYear? Year, string? Refusal)> Read(string path, ECDsa? key, CancellationToken cancellation)
    {
        try
        {
            await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            var report = await PackageVerification.Verify(file, key, cancellation: cancellation);
            return report.IsValid
                ? (new SubmittedYear(ContentOf(Path.GetFileName(path), new StoredZipReader(file)), report.Fingerprint!), null)
                : (null, $"The package is not valid: {report.FirstFault}");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return (null, $"The package cannot be read: {fault.Message}");
        }
        catch (Exception fault) when (fault is InvalidDataException or FormatException or OpenXmlPackageException or XmlException)
        {
            return (null, $"The package is signed, but it is not one that this program made: {fault.Message}");
        }
    }

    static LastYear ContentOf(string name, StoredZipReader archive)
    {
        byte[] FileOf(string entry) => archive.ReadAll(archive.Entries.First(stored => stored.Name == entry));
        var bytes = FileOf(Manifest.FileName);
        var manifest = JsonSerializer.Deserialize<Manifest>(bytes, CanonicalJson.Options)!;
        var decisions = JsonSerializer.Deserialize<Decisions>(FileOf(Decisions.FileName), CanonicalJson.Options)!;
        var texts = SubmittedAnswers.In(FileOf(SubmissionPackage.Document));
        var figures = SubmittedFigures.In(FileOf(SubmissionPackage.Statistics));
        return new LastYear
        {
            Package = name,
            Manifest = Measure.Of(bytes).Sha256,
            Cycle = manifest.Cycle.Id,
            Round = manifest.Round.Id,
            Answers = Answers(decisions.Items, texts, figures),
        };
    }

    /// <summary>The document has the answers in the order of the decisions.</summary>
    static List<LastAnswer> Answers(IReadOnlyList<DecidedItem> items, IReadOnlyList<SubmittedWords> texts, ILookup<(string, string), LastFigure> figures)
    {
        if (items.Count != texts.Count)
            throw new InvalidDataException($"the decisions list {items.Count} answers, the document has {texts.Count}.");

        return [.. items.Zip(texts, (item, text) => Answer(item, text, figures))];
    }

    static LastAnswer Answer(DecidedItem item, SubmittedWords text, ILookup<(string, string), LastFigure> figures) => text.IsOf(item.Organisation, item.Recommendation)
        ? new LastAnswer
        {
            Organisation = item.Organisation,
            Recommendation = item.Recommendation,
            Narrative = text.Narrative,
            NothingToReport = text.NothingToReport,
            Figures = [.. figures[(item.Organisation, item.Recommendation)]],
            Evidence = item.Evidence,
        }
        : throw new InvalidDataException($"the document has '{text.Heading}' for {text.Code} where the decisions have {item.Organisation} for {item.Recommendation}.");
}
