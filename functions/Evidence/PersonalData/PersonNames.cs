using System.Buffers;
using System.Text.RegularExpressions;

namespace Assessment.Evidence.PersonalData;

/// <summary>Names are recognised only by bin, binti, a/l, a/p and anak, and reported only where victims are spoken of: hints, no more.</summary>
static partial class PersonNames
{
    const int Reach = 60;

    static readonly SearchValues<string> Connectors = SearchValues.Create([" bin ", " binti ", " bt ", " bte ", " a/l ", " a/p ", " anak "], StringComparison.OrdinalIgnoreCase);

    public static bool MayBeIn(string text) => text.AsSpan().ContainsAny(Connectors);

    public static void Find(string text, List<Hit> hits)
    {
        var from = 0;
        while (hits.Count <= Findings.Most && text.AsSpan(from).IndexOfAny(Connectors) is >= 0 and var ahead)
        {
            var at = from + ahead;
            if (Around(text, at) is { } hit && IsVictim(text, hit))
                hits.Add(hit);

            from = at + 1;
        }
    }

    static Hit? Around(string text, int at)
    {
        var start = Math.Max(0, at - Reach);
        var before = Given().Match(text, start, at - start);
        var after = Family().Match(text, at + 1, Math.Min(Reach, text.Length - at - 1));
        return before.Success && after.Success ? new Hit(FindingKind.Name, Severity.Hint, before.Index, after.Index + after.Length - before.Index) : null;
    }

    static bool IsVictim(string text, Hit name)
    {
        var start = Math.Max(0, name.Offset - Reach);
        return Victim().IsMatch(text.AsSpan(start, Math.Min(text.Length, name.End + (Reach / 2)) - start));
    }

    [GeneratedRegex(@"(?:\b[A-Z][A-Za-z'’-]{1,20} ){0,3}\b[A-Z][A-Za-z'’-]{1,20}$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Given();

    [GeneratedRegex(@"\G(?:bin|binti|bt|bte|a/l|a/p|anak) [A-Z][A-Za-z'’-]{1,20}(?: [A-Z][A-Za-z'’-]{1,20}){0,2}", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Family();

    [GeneratedRegex(@"\b(?:mangsa|victims?|survivors?|penyelamatan|diselamatkan|rescued|pengadu|complainant)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Victim();
}
