using System.Globalization;
using System.Text.RegularExpressions;

namespace Assessment.Cycle;

/// <summary>A date of the plan and the day it falls on next year; <c>Because</c> says why it is not simply a year later.</summary>
public sealed record CarriedDate(string Round, string Key, DateOnly From, DateOnly To, string? Because);

/// <summary>Moves a plan's period, dates and titles by one year, and dates that fall on no working day to the one before.</summary>
sealed class CarryOverDates(Plan last)
{
    readonly Zone zone = Zone.Of(last.Cycle.TimeZone);
    readonly WorkCalendar calendar = new(
        last.Calendars.First(plan => plan.Id == last.Organisation(last.Cycle.Secretariat).Calendar), Zone.Of(last.Cycle.TimeZone), DateOnly.MaxValue);
    readonly List<CarriedDate> dates = [];

    /// <summary>Every date of the plan, in its order. Offsets from the start stay as they are and are not among them.</summary>
    public IReadOnlyList<CarriedDate> Dates => dates;

    public CycleInfo Cycle(string id) => last.Cycle with
    {
        Id = id,
        Title = YearInText.Next(last.Cycle.Title),
        From = EndOrDay(last.Cycle.From),
        To = EndOrDay(last.Cycle.To),
        CorrectionsUntil = last.Cycle.CorrectionsUntil is { } until ? EndOrDay(until) : null,
        KeepUntil = last.Cycle.KeepUntil?.AddYears(1),
        Starts = Moved("", "starts", last.Cycle.Starts, zone),
    };

    /// <summary>The rounds, asking for the recommendations that follow those they asked for; a round that asked for all asks for all.</summary>
    public IReadOnlyList<Round> Rounds(IReadOnlyList<CarriedRecommendation> recommendations) => [.. last.Rounds.Select(round => Round(round, recommendations))];

    Round Round(Round round, IReadOnlyList<CarriedRecommendation> recommendations)
    {
        var id = YearInText.Next(round.Id);
        return round with
        {
            Id = id,
            Title = YearInText.Next(round.Title),
            CoversFrom = EndOrDay(round.CoversFrom),
            CoversTo = EndOrDay(round.CoversTo),
            Opens = Moved(id, "opens", round.Opens, zone),
            RepliesDue = Moved(id, "repliesDue", round.RepliesDue, zone),
            SignOffBy = Moved(id, "signOffBy", round.SignOffBy, zone),
            EndorsementBy = round.EndorsementBy is { } endorsement ? Moved(id, "endorsementBy", endorsement, zone) : null,
            HardDate = Moved(id, "hardDate", round.HardDate, Zone.Of(round.HardDateZone)),
            Asks = [.. AsksOf(round, recommendations)],
        };
    }

    IEnumerable<Ask> AsksOf(Round round, IReadOnlyList<CarriedRecommendation> recommendations)
    {
        var codes = round.Asks.Select(ask => ask.Recommendation).ToHashSet(StringComparer.Ordinal);
        var all = codes.Count == last.Recommendations.Count;
        var supporting = round.Asks.Any(ask => last.Recommendation(ask.Recommendation).Lead != ask.Organisation);
        return recommendations
            .Where(carried => all || (carried.Last is { } before && codes.Contains(before.Code)))
            .SelectMany(carried => new[] { carried.Next.Lead }
                .Concat(supporting ? carried.Next.Supporting : [])
                .Select(organisation => new Ask(organisation, carried.Next.Code)));
    }

    DateTimeOffset Moved(string round, string key, DateTimeOffset at, Zone stated)
    {
        if (last.Cycle.StartsWhenStarted)
            return at;

        var (day, later) = (stated.DayOf(at), stated.DayOf(at).AddYears(1));
        var to = calendar.LastWorkingDay(later);
        var because = calendar.WhyNot(later) is { } reason ? string.Create(CultureInfo.InvariantCulture, $"{later:ddd yyyy-MM-dd} is no working day ({reason})") : null;
        dates.Add(new CarriedDate(round, key, day, to, because));
        return stated.At(to, stated.TimeOf(at));
    }

    /// <summary>A year later; the last day of a month stays the last, also of February.</summary>
    static DateOnly EndOrDay(DateOnly day) => day.AddDays(1) is { Day: 1 } first ? first.AddYears(1).AddDays(-1) : day.AddYears(1);
}

/// <summary>Years in titles and ids: 2025 becomes 2026, and 2024/25 becomes 2025/26.</summary>
public static partial class YearInText
{
    public static string Next(string text) => Years().Replace(text, match => string.Create(CultureInfo.InvariantCulture,
        $"{int.Parse(match.Groups["year"].ValueSpan, CultureInfo.InvariantCulture) + 1}{match.Groups["to"].ValueSpan}{Short(match.Groups["short"].Value)}"));

    static string Short(string digits) => digits.Length == 0
        ? ""
        : ((int.Parse(digits, CultureInfo.InvariantCulture) + 1) % 100).ToString("00", CultureInfo.InvariantCulture);

    [GeneratedRegex("(?<![0-9])(?<year>20[0-9]{2})((?<to>[/–-])(?<short>[0-9]{2}))?(?![0-9])")]
    private static partial Regex Years();
}
