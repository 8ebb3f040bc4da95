using System.Globalization;
using System.Text.RegularExpressions;
using Assessment.Review;

namespace Assessment.Clearance;

/// <summary>That a graded text or file may leave: under which authority, decided by which officer, on which day; recorded by whom and when.</summary>
public sealed record Declassification(string Authority, string Officer, DateOnly Date, string By, DateTimeOffset At);

/// <summary>Reads a declassification from the reason of a decision: "Authority: Official Secrets Act 1972, section 2C; officer: Datuk Aminah; date: 2025-01-06".</summary>
public static partial class DeclassificationRules
{
    public static Declassification? Read(Decision decision) => Parts(decision.Reason ?? "") is ({ } authority, { } officer, { } date)
        ? new Declassification(authority, officer, date, decision.By, decision.At)
        : null;

    /// <summary>Why a press does not declassify, in a sentence that says what to add; null for every other button.</summary>
    public static string? Refusal(string choice, string? reason, DateOnly today)
    {
        if (choice != Choice.Declassify)
        {
            return null;
        }

        var (authority, officer, date) = Parts(reason ?? "");
        var missing = new[] { authority is null ? "the authority" : null, officer is null ? "the officer" : null, date is null ? "the date" : null }.OfType<string>().ToList();
        return missing.Count > 0
            ? $"A declassification names its authority, officer and date; {string.Join(" and ", missing)} {(missing.Count == 1 ? "is" : "are")} missing. Write: Authority: …; officer: …; date: 2025-01-06."
            : date > today ? $"The declassification is dated {date:yyyy-MM-dd}, which has not come yet." : null;
    }

    static (string? Authority, string? Officer, DateOnly? Date) Parts(string reason)
    {
        string? authority = null, officer = null;
        DateOnly? date = null;
        foreach (var part in Part().Matches(reason).Where(part => part.Groups["value"].Value.Trim().Length > 0))
        {
            var value = part.Groups["value"].Value.Trim(' ', '.', ',');
            switch (part.Groups["label"].Value.ToLowerInvariant())
            {
                case "authority" or "kuasa":
                    authority ??= value;
                    break;
                case "officer" or "pegawai":
                    officer ??= value;
                    break;
                case "date" or "tarikh" when DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day):
                    date ??= day;
                    break;
            }
        }

        return (authority, officer, date);
    }

    [GeneratedRegex(@"(?<![A-Za-z])(?<label>authority|kuasa|officer|pegawai|date|tarikh)\s{0,3}:(?<value>[^;\r\n]{1,300})", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Part();
}
