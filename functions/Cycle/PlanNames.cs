namespace Assessment.Cycle;

/// <summary>How faults speak of names: the nearest one that exists, and lists that stay short.</summary>
static class PlanNames
{
    const int LongestList = 8;

    /// <summary>The known name that a mistyped one most likely means, or null when none is near.</summary>
    public static string? Nearest(string name, IEnumerable<string> known) => known
        .Select(candidate => (candidate, distance: Distance(name.ToLowerInvariant(), candidate.ToLowerInvariant())))
        .Where(pair => pair.distance <= Math.Max(1, Math.Min(name.Length, pair.candidate.Length) / 3))
        .OrderBy(pair => pair.distance)
        .ThenBy(pair => pair.candidate, StringComparer.Ordinal)
        .Select(pair => pair.candidate)
        .FirstOrDefault();

    /// <summary>a, b, c: or the first few and the last of a long list.</summary>
    public static string List(IReadOnlyList<string> names) => names.Count <= LongestList
        ? string.Join(", ", names)
        : $"{string.Join(", ", names.Take(3))} … {names[^1]}";

    static int Distance(string left, string right)
    {
        var above = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var row = new int[right.Length + 1];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var swap = above[j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
                row[j] = Math.Min(swap, Math.Min(above[j], row[j - 1]) + 1);
            }

            above = row;
        }

        return above[^1];
    }
}
