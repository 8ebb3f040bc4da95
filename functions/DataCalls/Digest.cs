using System.Globalization;
using Assessment.Cycle;

namespace Assessment.DataCalls;

/// <summary>One call of which a person must be reminded now.</summary>
public sealed record DigestCall(string CallId, ReminderStep Step, IReadOnlyList<string> Outstanding, DateTimeOffset DueAt);

/// <summary>The one mail that a person gets on a day, about all of their calls that have a reminder due then.</summary>
public sealed record Digest
{
    /// <summary>The same person and day give the same key, so the mail goes out once.</summary>
    public required string Key { get; init; }
    public required string PersonId { get; init; }
    public required DateOnly Day { get; init; }

    /// <summary>The highest audience of its calls: it decides how the mail is worded and who is copied.</summary>
    public required Audience To { get; init; }

    /// <summary>The calls with what is outstanding in each, the earliest due first.</summary>
    public required IReadOnlyList<DigestCall> Calls { get; init; }

    /// <summary>The digest of one person, or null when nothing is outstanding.</summary>
    public static Digest? Of(string personId, DateOnly day, IEnumerable<DigestCall> due)
    {
        var calls = due.Where(call => call.Outstanding.Count > 0).GroupBy(call => call.CallId, StringComparer.Ordinal).Select(Merge)
            .OrderBy(call => call.DueAt).ThenBy(call => call.CallId, StringComparer.Ordinal).ToList();
        return calls.Count == 0 ? null : new Digest
        {
            Key = KeyOf(personId, day, calls),
            PersonId = personId,
            Day = day,
            To = calls.Max(call => call.Step.To),
            Calls = calls,
        };
    }

    static DigestCall Merge(IEnumerable<DigestCall> same)
    {
        var all = same.ToList();
        var leading = all.OrderBy(call => call.Step.To).ThenBy(call => call.Step.At).ThenBy(call => call.Step.Id, StringComparer.Ordinal).Last();
        var items = all.SelectMany(call => call.Outstanding).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        return leading with { Outstanding = [.. items], DueAt = all.Min(call => call.DueAt) };
    }

    /// <summary>Steps at exact moments may come several times a day (a cycle of minutes), so their moment is part of the key.</summary>
    static string KeyOf(string personId, DateOnly day, List<DigestCall> calls)
    {
        var exact = calls.Where(call => !call.Step.OnDay).Select(call => (DateTimeOffset?)call.Step.At.ToUniversalTime()).Max();
        var ofDay = string.Create(CultureInfo.InvariantCulture, $"{personId}-{day:yyyy-MM-dd}");
        return exact is { } moment ? string.Create(CultureInfo.InvariantCulture, $"{ofDay}-at-{moment:HHmmss}z") : ofDay;
    }
}
