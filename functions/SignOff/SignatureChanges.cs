using Assessment.DataCalls;
using Assessment.Submission;

namespace Assessment.SignOff;

/// <summary>An item as it was shown to a signatory: the hash of its words and of each of its figures, and its files.</summary>
public sealed record ShownItem(string CallId, string Code, string Words, IReadOnlyList<ShownPart> Figures, IReadOnlyList<ShownPart> Files)
{
    public static ShownItem Of(Item item)
    {
        var signed = SignedContent.Of(item.CallId, item.Code, item.Answer!);
        return new ShownItem(
            item.CallId,
            item.Code,
            CanonicalJson.Hash(new { signed.Narrative, signed.NothingToReport }),
            [.. signed.Figures.Select(figure => new ShownPart(figure.Indicator, CanonicalJson.Hash(figure)))],
            [.. item.Answer!.FilesForAssessor.DistinctBy(file => file.Sha256).Select(file => new ShownPart(file.OriginalName, file.Sha256))]);
    }
}

/// <summary>A figure by its indicator, or a file by its name, with its hash.</summary>
public sealed record ShownPart(string Name, string Hash);

/// <summary>What became other than it was signed, in sentences.</summary>
public static class SignatureChanges
{
    public static string InWords(SignOffRow row, IReadOnlyList<Item> now) => string.Join(" ", Of(row.Shown, [.. now.Where(item => item.Answer is not null).Select(ShownItem.Of)]));

    public static IReadOnlyList<string> Of(IReadOnlyList<ShownItem> shown, IReadOnlyList<ShownItem> now) =>
    [
        .. shown.SelectMany(before => now.FirstOrDefault(after => Same(before, after)) is { } after ? Between(before, after) : [$"{NameOf(before)} is no longer there."]),
        .. now.Where(after => !shown.Any(before => Same(before, after))).Select(after => $"{NameOf(after)} was added."),
    ];

    static IReadOnlyList<string> Between(ShownItem before, ShownItem after)
    {
        var changes = new List<string>();
        if (before.Words != after.Words)
        {
            changes.Add("the words were changed");
        }

        changes.AddRange(Parts(before.Figures, after.Figures, "figure "));
        changes.AddRange(Parts(before.Files, after.Files, ""));
        return changes.Count == 0 ? [] : [$"{NameOf(before)}: {string.Join(", ", changes)}."];
    }

    static IEnumerable<string> Parts(IReadOnlyList<ShownPart> before, IReadOnlyList<ShownPart> after, string what)
    {
        foreach (var name in before.Concat(after).Select(part => part.Name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            var (old, present) = (Hashes(before, name), Hashes(after, name));
            if (!old.SequenceEqual(present))
            {
                yield return $"{what}{name} was {(present.Count == 0 ? "taken out" : old.Count == 0 ? "added" : "changed")}";
            }
        }

        List<string> Hashes(IReadOnlyList<ShownPart> parts, string name) => [.. parts.Where(part => part.Name == name).Select(part => part.Hash).Order(StringComparer.Ordinal)];
    }

    static bool Same(ShownItem one, ShownItem other) => one.CallId == other.CallId && one.Code == other.Code;

    static string NameOf(ShownItem item) => $"{item.CallId}/{item.Code}";
}
