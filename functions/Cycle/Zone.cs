using System.Globalization;
using NodaTime;

namespace Assessment.Cycle;

/// <summary>
/// A time zone by its IANA id. The data comes with the NodaTime package, so that every machine knows the same zones.
/// </summary>
public sealed class Zone
{
    readonly DateTimeZone zone;

    Zone(DateTimeZone zone) => this.zone = zone;

    public string Id => zone.Id;

    public static Zone? Find(string id) => DateTimeZoneProviders.Tzdb.GetZoneOrNull(id) is { } zone ? new Zone(zone) : null;

    public static Zone Of(string id) => Find(id)
        ?? throw new ArgumentException($"'{id}' is not a time zone: write an IANA name such as Asia/Kuala_Lumpur.", nameof(id));

    /// <summary>
    /// The instant of a local time. A time that the clocks skip falls as much later as they jump; of a time that comes twice, the first is meant.
    /// </summary>
    public DateTimeOffset At(DateOnly day, TimeOnly time) => zone.AtLeniently(Local(day, time)).ToDateTimeOffset();

    /// <summary>How often a local time occurs: once, never (the clocks skip it) or twice.</summary>
    public int Occurrences(DateOnly day, TimeOnly time) => zone.MapLocal(Local(day, time)).Count;

    /// <summary>The same instant, with the offset of this zone.</summary>
    public DateTimeOffset In(DateTimeOffset instant) => Instant.FromDateTimeOffset(instant).InZone(zone).ToDateTimeOffset();

    public DateOnly DayOf(DateTimeOffset instant) => DateOnly.FromDateTime(In(instant).DateTime);

    public TimeOnly TimeOf(DateTimeOffset instant) => TimeOnly.FromDateTime(In(instant).DateTime);

    /// <summary>For people's eyes: Fri 10 Jan 2025 17:00, with seconds where there are any.</summary>
    public string Write(DateTimeOffset instant)
    {
        var local = In(instant);
        return local.ToString(local.Second == 0 ? "ddd d MMM yyyy HH:mm" : "ddd d MMM yyyy HH:mm:ss", CultureInfo.InvariantCulture);
    }

    static LocalDateTime Local(DateOnly day, TimeOnly time) => LocalDateTime.FromDateTime(day.ToDateTime(time));
}
