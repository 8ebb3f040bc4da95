using System.Globalization;
using System.Text;
using Assessment.Evidence;
using NodaTime;

namespace Assessment.Submission;

/// <summary>Dates and numbers as the submission shows them to people: English, and the same on every machine.</summary>
static class Shown
{
    const decimal Comparable = 1_000_000_000_000_000m;

    public static string Day(DateOnly? day) => day?.ToString("d MMM yyyy", CultureInfo.InvariantCulture) ?? "";

    public static string Day(DateTimeOffset at, string zone) => Local(at, zone).ToString("d MMM yyyy", CultureInfo.InvariantCulture);

    /// <summary>31 January 2025, 09:00 (UTC+08).</summary>
    public static string Moment(DateTimeOffset at, string zone)
    {
        var local = Local(at, zone);
        return local.ToString("d MMMM yyyy, HH:mm", CultureInfo.InvariantCulture) + $" (UTC{local.ToString("o<g>", CultureInfo.InvariantCulture)})";
    }

    public static string Period(DateOnly? from, DateOnly? to) => (from, to) switch
    {
        (null, null) => "",
        (null, _) => $"to {Day(to)}",
        (_, null) => $"from {Day(from)}",
        _ => $"{Unbroken(from)} – {Unbroken(to)}",
    };

    /// <summary>A date that stays on one line in a narrow column.</summary>
    static string Unbroken(DateOnly? day) => Day(day).Replace(' ', '\u00a0');

    public static string Number(decimal? number) => number?.ToString("#,##0.##########", CultureInfo.InvariantCulture) ?? "";

    /// <summary>The difference to last year, where both are known and small enough to be true.</summary>
    public static decimal? Change(SubmittedFigure figure) => (figure.Figure.Value, figure.LastYear) switch
    {
        ({ } value, { } last) when Math.Abs(value) < Comparable && Math.Abs(last) < Comparable => value - last,
        _ => null,
    };

    /// <summary>+12 (+8%).</summary>
    public static string ChangeText(SubmittedFigure figure)
    {
        if (Change(figure) is not { } change)
            return "";

        var text = change.ToString("+#,##0.##########;−#,##0.##########;0", CultureInfo.InvariantCulture);
        var percent = figure.LastYear is { } last && last != 0 ? (double)change / Math.Abs((double)last) * 100 : 0;
        return change != 0 && Math.Abs(percent) is >= 0.5 and < 1000
            ? $"{text} ({percent.ToString("+0;−0", CultureInfo.InvariantCulture)}%)"
            : text;
    }

    public static string Parts(Figure figure) => string.Join("; ", figure.Parts.Select(part => $"{part.Label} {Number(part.Value)}"));

    /// <summary>Not available: why, and when it will be.</summary>
    public static string NotAvailable(Figure figure)
    {
        var reason = string.IsNullOrWhiteSpace(figure.NotAvailableBecause) ? "no reason was given" : figure.NotAvailableBecause.Trim().TrimEnd('.');
        return $"Not available: {reason}." + (figure.PlannedBy is { } day ? $" Planned by {Day(day)}." : " No date is planned.");
    }

    public static string Size(long bytes) => bytes switch
    {
        < 1000 => $"{bytes.ToString(CultureInfo.InvariantCulture)} B",
        < 1_000_000 => $"{(bytes / 1000m).ToString("0.#", CultureInfo.InvariantCulture)} kB",
        _ => $"{(bytes / 1_000_000m).ToString("#,##0.#", CultureInfo.InvariantCulture)} MB",
    };

    public static string Count(int count, string one, string many) => $"{count.ToString(CultureInfo.InvariantCulture)} {(count == 1 ? one : many)}";

    public static string FileType(EvidenceFile file) => Path.GetExtension(file.OriginalName) is { Length: > 1 and <= 6 } extension
        ? extension[1..].ToUpperInvariant()
        : file.MediaType;

    /// <summary>Text that XML can carry: replies may hold control characters and broken surrogates.</summary>
    public static string Clean(string? text)
    {
        var clean = new StringBuilder(text?.Length ?? 0);
        foreach (var rune in (text ?? "").EnumerateRunes())
            clean.Append(IsXml(rune) ? rune.ToString() : "\ufffd");

        return clean.ToString();
    }

    static bool IsXml(Rune rune) => rune.Value is '\t' or '\n' or '\r' or (>= ' ' and < 0xfffe) or >= 0x10000;

    static ZonedDateTime Local(DateTimeOffset at, string zone) => Instant.FromDateTimeOffset(at).InZone(DateTimeZoneProviders.Tzdb[zone]);
}
