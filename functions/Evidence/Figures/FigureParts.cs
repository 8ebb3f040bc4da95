using Assessment.Cycle;

namespace Assessment.Evidence.Figures;

/// <summary>
/// How the parts of a figure belong to the ways in which the plan breaks it down. A part says so before a colon, "sex: female";
/// without it, well-known words (women, lelaki) tell.
/// </summary>
static class FigureParts
{
    static readonly Dictionary<string, string[]> WellKnown = new(StringComparer.OrdinalIgnoreCase)
    {
        ["sex"] = ["female", "male", "women", "men", "girls", "boys", "woman", "man", "perempuan", "lelaki", "wanita"],
        ["age"] = ["adult", "adults", "child", "children", "dewasa", "kanak-kanak"],
    };

    /// <summary>The label of a part: with its dimension where the indicator has more than one.</summary>
    public static string LabelFor(Indicator indicator, string dimension, string part) => indicator.Disaggregation.Count > 1 ? $"{dimension}: {part}" : part;

    /// <summary>The sum for each dimension; parts that tell none come last, under no name.</summary>
    public static IReadOnlyList<PartSum> Sums(Indicator indicator, IReadOnlyList<Part> parts)
    {
        var groups = parts.GroupBy(part => DimensionOf(indicator, part.Label)).ToList();
        var open = Math.Max(1, indicator.Disaggregation.Count - groups.Count(group => group.Key.Length > 0));
        return
        [
            .. groups.OrderBy(group => group.Key.Length == 0)
                .ThenBy(group => indicator.Disaggregation.ToList().IndexOf(group.Key))
                .Select(group => new PartSum(group.Key, Sum(group), group.Key.Length > 0 ? 1 : open)),
        ];
    }

    /// <summary>The dimensions that the plan asks for and no part can stand for.</summary>
    public static IReadOnlyList<string> Absent(Indicator indicator, IReadOnlyList<Part> parts)
    {
        var stated = parts.Select(part => DimensionOf(indicator, part.Label)).Distinct().ToList();
        return stated.Contains("") ? [] : [.. indicator.Disaggregation.Where(dimension => !stated.Contains(dimension))];
    }

    static string DimensionOf(Indicator indicator, string label)
    {
        var colon = label.IndexOf(':', StringComparison.Ordinal);
        var named = colon < 0 ? null : indicator.Disaggregation.FirstOrDefault(dimension => string.Equals(dimension, label[..colon].Trim(), StringComparison.OrdinalIgnoreCase));
        return named
            ?? indicator.Disaggregation.FirstOrDefault(dimension => WellKnown.TryGetValue(dimension, out var words) && words.Contains(label.Trim(), StringComparer.OrdinalIgnoreCase))
            ?? (indicator.Disaggregation.Count == 1 ? indicator.Disaggregation[0] : "");
    }

    static decimal Sum(IEnumerable<Part> parts) => parts.Sum(part => Math.Clamp(part.Value, -1e15m, 1e15m));
}

/// <summary>What parts add up to. Parts that tell no dimension may be up to <c>Times</c> ways of counting the same total.</summary>
sealed record PartSum(string Dimension, decimal Total, int Times)
{
    public bool Matches(decimal total) => Enumerable.Range(1, Times).Any(times => Total / times == total);
}
