namespace Assessment.Host.Commands.Generate;

/// <summary>How big a generated cycle is. The work of one agency does not depend on how many others there are.</summary>
public sealed record CycleSize(int Agencies, int Recommendations, int Rounds, int Seed)
{
    const int MostAgencies = 5000;
    const int MostRecommendations = 99;
    const int MostRounds = 12;
    const int UsualItems = 5;
    const int AgenciesPerMinistry = 10;

    /// <summary>How many recommendations each agency is asked about in each round.</summary>
    public int ItemsPerAgency => Math.Min(UsualItems, Recommendations);

    public int Ministries => (Agencies + AgenciesPerMinistry - 1) / AgenciesPerMinistry;

    /// <summary>Why no cycle of this size can be made, and what to write instead.</summary>
    public string? Fault => this switch
    {
        _ when Outside(Agencies, MostAgencies) => Range("--agencies", Agencies, MostAgencies),
        _ when Outside(Recommendations, MostRecommendations) => Range("--recommendations", Recommendations, MostRecommendations),
        _ when Outside(Rounds, MostRounds) => Range("--rounds", Rounds, MostRounds),
        _ when Seed < 0 => $"--seed {Seed} is not possible. Write 0 or more.",
        _ when Agencies * ItemsPerAgency < Recommendations =>
            $"--agencies {Agencies} are too few for {Recommendations} recommendations: each is asked about {ItemsPerAgency}. "
            + $"Write at least --agencies {(Recommendations + ItemsPerAgency - 1) / ItemsPerAgency}.",
        _ => null,
    };

    /// <summary>Agencies fill the ministries in order, ten to each.</summary>
    public static int MinistryOf(int agency) => agency / AgenciesPerMinistry;

    static bool Outside(int number, int most) => number < 1 || number > most;

    static string Range(string option, int number, int most) => $"{option} {number} is not possible. Write a number from 1 to {most}.";
}
