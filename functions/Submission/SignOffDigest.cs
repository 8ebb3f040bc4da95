using Assessment.DataCalls;
using Assessment.Evidence;

namespace Assessment.Submission;

/// <summary>
/// What a ministry's signature covers: the content of its items, whatever order they come in. The digest is taken over the hashes of the
/// items, so that it can be checked also where an item is withheld and only its hash is shown.
/// </summary>
public static class SignOffDigest
{
    public static string Of(IEnumerable<Item> items) => Of(items.Select(item => (item.CallId, item.Code, item.Answer!)));

    public static string Of(IEnumerable<(string CallId, string Code, Answer Answer)> items) =>
        Of(items.Select(item => HashedItem.Of(SignedContent.Of(item.CallId, item.Code, item.Answer))));

    public static string Of(IEnumerable<HashedItem> items) => CanonicalJson.Hash(items
        .OrderBy(item => item.CallId, StringComparer.Ordinal)
        .ThenBy(item => item.Code, StringComparer.Ordinal)
        .ToList());
}

/// <summary>An item as far as the digest needs it.</summary>
public sealed record HashedItem(string CallId, string Code, string Hash)
{
    public static HashedItem Of(SignedContent content) => new(content.CallId, content.Code, CanonicalJson.Hash(content));
}

/// <summary>Exactly what is signed of an item: words, figures and the hashes of the files that an assessor may see; not who sent it and when.</summary>
public sealed record SignedContent
{
    public required string CallId { get; init; }
    public required string Code { get; init; }
    public string? Narrative { get; init; }
    public string? NothingToReport { get; init; }
    public required IReadOnlyList<Figure> Figures { get; init; }

    /// <summary>The SHA-256 of each file.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    public static SignedContent Of(string callId, string code, Answer answer) =>
        Of(callId, code, answer.Narrative, answer.NothingToReport, answer.Figures, answer.FilesForAssessor.Select(file => file.Sha256));

    public static SignedContent Of(
        string callId, string code, string? narrative, string? nothingToReport, IEnumerable<Figure> figures, IEnumerable<string> files) => new()
        {
            CallId = callId,
            Code = code,
            Narrative = narrative,
            NothingToReport = nothingToReport,
            Figures = [.. figures.OrderBy(figure => figure.Indicator, StringComparer.Ordinal)],
            Files = [.. files.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
        };
}
