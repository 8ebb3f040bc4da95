namespace Assessment.Host.Time;

/// <summary>Something that acts at moments of the host's clock: timer triggers, the people of a scenario.</summary>
public interface IDueSource
{
    /// <summary>The earliest moment at which there is something to do, or null.</summary>
    DateTimeOffset? NextDue { get; }

    /// <summary>False for what goes on for ever, such as a schedule: alone, it does not keep a run alive.</summary>
    bool KeepsAlive => true;

    /// <summary>Does the first thing that is due at <paramref name="now"/>, and only that; the host then lets the app come to rest before it asks again.</summary>
    Task RunNext(DateTimeOffset now, CancellationToken cancellation);
}
