using System.Text.RegularExpressions;
using Assessment.DataCalls;

namespace Assessment.SignOff;

public static partial class SignOffRules
{
    /// <summary>
    /// Which items a refusal is about: "R12: the amount is wrong; R05: …" names them; a reason without a code is about all.
    /// </summary>
    public static IReadOnlyDictionary<string, string> Refused(string? reason, IReadOnlyList<Item> shown)
    {
        var named = Named().Matches(reason ?? "")
            .Select(match => (Code: match.Groups["code"].Value.ToUpperInvariant(), Reason: match.Groups["reason"].Value.Trim(' ', ';', '.')))
            .Where(refusal => shown.Any(item => item.Code == refusal.Code))
            .ToList();
        return named.Count > 0
            ? named.GroupBy(refusal => refusal.Code).ToDictionary(group => group.Key, group => group.Last().Reason, StringComparer.Ordinal)
            : shown.Select(item => item.Code).Distinct().ToDictionary(code => code, _ => reason ?? "", StringComparer.Ordinal);
    }

    [GeneratedRegex(@"(?<code>[A-Za-z]\d{2}):\s*(?<reason>.*?)(?=(;\s*[A-Za-z]\d{2}:)|$)", RegexOptions.Singleline)]
    private static partial Regex Named();
}
