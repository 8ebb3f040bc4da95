using System.Text.RegularExpressions;
using Assessment.DataCalls;

namespace Assessment.SignOff;

public static partial class SignOffRules
{
    /// <summary>
    /// Which items a refusal is about: "R12: the amount is wrong; R05, R07: …" names them, on one line or several; a reason without a code is about all.
    /// </summary>
    public static IReadOnlyDictionary<string, string> Refused(string? reason, IReadOnlyList<Item> shown)
    {
        var text = reason ?? "";
        var names = Named().Matches(text);
        var named = names
            .SelectMany((match, index) => match.Groups["code"].Captures.Select(code => (
                Code: code.Value.ToUpperInvariant(),
                Reason: text[(match.Index + match.Length)..(index + 1 < names.Count ? names[index + 1].Index : text.Length)].Trim(' ', ';', ',', '.', '\r', '\n'))))
            .Where(refusal => shown.Any(item => item.Code == refusal.Code))
            .ToList();
        return named.Count > 0
            ? named.GroupBy(refusal => refusal.Code).ToDictionary(group => group.Key, group => group.Last().Reason, StringComparer.Ordinal)
            : shown.Select(item => item.Code).Distinct().ToDictionary(code => code, _ => reason ?? "", StringComparer.Ordinal);
    }

    [GeneratedRegex(@"(?<![A-Za-z0-9])(?<code>[A-Za-z][0-9]{2})(\s{0,9}(,|&|and|dan)\s{0,9}(?<code>[A-Za-z][0-9]{2})){0,30}\s{0,9}:")]
    private static partial Regex Named();
}
