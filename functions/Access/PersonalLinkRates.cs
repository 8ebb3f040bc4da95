namespace Assessment.Access;

/// <summary>
/// How often a link, and an address that tries links nobody has, may come in a minute. Each instance of the app counts for itself: this
/// protects from load, and the length of the tokens from guessing.
/// </summary>
public sealed class PersonalLinkRates(TimeProvider clock)
{
    public const int UsesOfALink = 600;
    public const int UnknownLinks = 30;

    const int MostCounted = 10_000;

    static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    readonly Dictionary<string, int> counts = new(StringComparer.Ordinal);
    DateTimeOffset windowEnds;

    /// <summary>Counts one more, and says whether it is still within the limit.</summary>
    public bool Allows(string who, int most)
    {
        lock (counts)
        {
            StartWindow();
            var count = counts.GetValueOrDefault(who) + 1;
            counts[who] = count;
            return count <= most;
        }
    }

    /// <summary>Whether the limit was reached, without counting.</summary>
    public bool IsSpent(string who, int most)
    {
        lock (counts)
        {
            StartWindow();
            return counts.GetValueOrDefault(who) >= most;
        }
    }

    void StartWindow()
    {
        var now = clock.GetUtcNow();
        if (now >= windowEnds || counts.Count > MostCounted)
        {
            counts.Clear();
            windowEnds = now + Window;
        }
    }
}
