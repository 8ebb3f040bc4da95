using System.Globalization;

namespace Assessment.Host.Commands.Generate;

/// <summary>Who is asked what and when, before anything is written: it follows from the size alone.</summary>
sealed record CycleOutline
{
    /// <summary>The day on which the cycle starts; a Monday, like the opening of every round.</summary>
    public static readonly DateOnly Starts = new(2024, 4, 1);

    const int DaysPerRound = 28;

    public required IReadOnlyList<string> Ministries { get; init; }
    public required IReadOnlyList<OutlinedAgency> Agencies { get; init; }
    public required IReadOnlyList<string> Recommendations { get; init; }
    public required IReadOnlyList<OutlinedRound> Rounds { get; init; }

    public static CycleOutline Of(CycleSize size)
    {
        var recommendations = Numbered('R', size.Recommendations, "00");
        var codes = Numbered('A', size.Agencies, "0000");
        var ministries = Numbered('M', size.Ministries, "000");
        return new CycleOutline
        {
            Recommendations = recommendations,
            Ministries = ministries,
            Agencies = [.. Enumerable.Range(0, size.Agencies).Select(index => Agency(codes[index], index, size.ItemsPerAgency, ministries, recommendations))],
            Rounds = [.. Enumerable.Range(0, size.Rounds).Select(Round)],
        };
    }

    /// <summary>Every agency that is asked about a recommendation; the first of them leads.</summary>
    public IReadOnlyList<string> AskedAbout(string recommendation) =>
        [.. Agencies.Where(agency => agency.Items.Contains(recommendation)).Select(agency => agency.Code)];

    /// <summary>The recommendations are dealt out like cards, so that each has somebody to answer it.</summary>
    static OutlinedAgency Agency(string code, int index, int items, List<string> ministries, List<string> recommendations) => new(
        code,
        ministries[CycleSize.MinistryOf(index)],
        index % 10 == 9 ? "friday" : "sunday",
        [.. Enumerable.Range(0, items)
            .Select(item => recommendations[((index * items) + item) % recommendations.Count])
            .Order(StringComparer.Ordinal)]);

    /// <summary>Due on a Thursday, which is a working day under both weekend rules.</summary>
    static OutlinedRound Round(int index)
    {
        var opens = Starts.AddDays(7 + (index * DaysPerRound));
        return new OutlinedRound(
            $"round-{index + 1}",
            CoversFrom: index == 0 ? Starts : opens.AddDays(-DaysPerRound),
            CoversTo: opens.AddDays(-1),
            opens,
            RepliesDue: opens.AddDays(10),
            SignOffBy: opens.AddDays(21),
            EndorsementBy: opens.AddDays(22),
            HardDate: opens.AddDays(24));
    }

    static List<string> Numbered(char letter, int count, string digits) =>
        [.. Enumerable.Range(1, count).Select(number => letter + number.ToString(digits, CultureInfo.InvariantCulture))];
}

sealed record OutlinedAgency(string Code, string Ministry, string Calendar, IReadOnlyList<string> Items)
{
    public string Slug => Code.ToLowerInvariant();
}

sealed record OutlinedRound(
    string Id,
    DateOnly CoversFrom,
    DateOnly CoversTo,
    DateOnly Opens,
    DateOnly RepliesDue,
    DateOnly SignOffBy,
    DateOnly EndorsementBy,
    DateOnly HardDate);
