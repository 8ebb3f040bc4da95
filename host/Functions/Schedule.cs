using System.Globalization;
using System.Text.RegularExpressions;
using Cronos;
using Microsoft.Extensions.Configuration;

namespace Assessment.Host.Functions;

/// <summary>The six fields of an Azure timer: second, minute, hour, day, month, weekday, in UTC.</summary>
sealed partial class Schedule
{
    readonly CronExpression expression;

    Schedule(CronExpression expression) => this.expression = expression;

    public static bool HasSettings(string text) => text.Contains('%', StringComparison.Ordinal);

    /// <summary>Replaces every %Setting% by its value; the fault is a setting that nobody gave.</summary>
    public static (string Text, string? Fault) Resolve(string text, IConfiguration configuration)
    {
        var missing = Setting().Matches(text).Select(match => match.Groups[1].Value).FirstOrDefault(name => configuration[name] is null);
        return missing is null
            ? (Setting().Replace(text, match => configuration[match.Groups[1].Value]!), null)
            : (text, $"the schedule '{text}' names the setting '{missing}', which has no value. Set it.");
    }

    public static Schedule Parse(string text) => Fault(text) is { } fault
        ? throw new FormatException(fault)
        : new Schedule(CronExpression.Parse(text, CronFormat.IncludeSeconds));

    /// <summary>Why Azure would not run a timer on this schedule, or would run it at other times than this host; null when all is well.</summary>
    public static string? Fault(string text)
    {
        const string form = "Write second, minute, hour, day, month and weekday, as in '0 */15 * * * *'.";
        var fields = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length != 6)
        {
            return $"the schedule '{text}' has {fields.Length} fields instead of 6. {form}";
        }

        if (fields.FirstOrDefault(field => !Field().IsMatch(field)) is { } odd)
        {
            return $"the schedule '{text}' has the field '{odd}', which Azure cannot read. {form}";
        }

        if (fields[5].Split(',', '-').Contains("7"))
        {
            return $"the schedule '{text}' has the weekday 7, which Azure does not know. Write 0 for Sunday.";
        }

        return Reversed(fields) is { } reversed
            ? $"the schedule '{text}' has the range '{reversed}', which Azure reads the other way round. Write two ranges with a comma."
            : CronosFault(text, form);
    }

    /// <summary>The first moment of the schedule after the given one.</summary>
    public DateTimeOffset? After(DateTimeOffset moment)
        => expression.GetNextOccurrence(moment.UtcDateTime, inclusive: false) is { } next ? new DateTimeOffset(next, TimeSpan.Zero) : null;

    static string? CronosFault(string text, string form)
    {
        try
        {
            return CronExpression.Parse(text, CronFormat.IncludeSeconds).GetNextOccurrence(DateTime.UnixEpoch) is null
                ? $"the schedule '{text}' names a day that never comes. {form}"
                : null;
        }
        catch (CronFormatException fault)
        {
            return $"the schedule '{text}' cannot be read: {fault.Message.TrimEnd('.')}. {form}";
        }
    }

    static string? Reversed(IEnumerable<string> fields) => fields
        .SelectMany(field => field.Split(','))
        .FirstOrDefault(part => Range().Match(part) is { Success: true } range && Rank(range.Groups[1].Value) > Rank(range.Groups[2].Value));

    static int Rank(string value) => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        ? number
        : "JANFEBMARAPRMAYJUNJULAUGSEPOCTNOVDECSUNMONTUEWEDTHUFRISAT".IndexOf(value, StringComparison.OrdinalIgnoreCase);

    // What NCRONTAB and Cronos read alike: no ?, L, W, #, macros or wrapped ranges; names of three letters.
    [GeneratedRegex(@"\A(\*|[0-9]{1,2}(-[0-9]{1,2})?|[A-Za-z]{3}(-[A-Za-z]{3})?)(/[0-9]{1,2})?(,(\*|[0-9]{1,2}(-[0-9]{1,2})?|[A-Za-z]{3}(-[A-Za-z]{3})?)(/[0-9]{1,2})?)*\z")]
    private static partial Regex Field();

    [GeneratedRegex(@"\A([0-9A-Za-z]+)-([0-9A-Za-z]+)")]
    private static partial Regex Range();

    [GeneratedRegex("%([^%]+)%")]
    private static partial Regex Setting();
}
