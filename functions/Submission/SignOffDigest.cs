using Assessment.Evidence;

namespace Assessment.Submission;

/// <summary>What a ministry's signature covers: the content of its items, whatever order they come in.</summary>
public static class SignOffDigest
{
    public static string Of(IEnumerable<(string CallId, string Code, Answer Answer)> items) => CanonicalJson.Hash(items
        .OrderBy(item => item.CallId, StringComparer.Ordinal)
        .ThenBy(item => item.Code, StringComparer.Ordinal)
        .Select(item => new
        {
            item.CallId,
            item.Code,
            item.Answer.Narrative,
            item.Answer.NothingToReport,
            Figures = item.Answer.Figures.OrderBy(figure => figure.Indicator, StringComparer.Ordinal).ToList(),
            Files = item.Answer.Files.Select(file => file.Sha256).Order(StringComparer.Ordinal).ToList(),
        })
        .ToList());
}
