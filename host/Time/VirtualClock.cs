namespace Assessment.Host.Time;

/// <summary>A clock that moves only when it is told to, and never back.</summary>
public sealed class VirtualClock(DateTimeOffset start) : TimeProvider
{
    long ticks = start.UtcTicks;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref ticks), TimeSpan.Zero);

    public void AdvanceTo(DateTimeOffset moment)
    {
        if (moment < GetUtcNow())
        {
            throw new ArgumentOutOfRangeException(
                nameof(moment), moment, $"The clock stands at {GetUtcNow():u} and cannot go back to {moment:u}.");
        }

        Interlocked.Exchange(ref ticks, moment.UtcTicks);
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        => throw new NotSupportedException(
            "Nothing waits in virtual time: wait with a durable timer, or act at a moment as an IDueSource.");
}
