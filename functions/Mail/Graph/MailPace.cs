using Assessment.Register;

namespace Assessment.Mail.Graph;

/// <summary>What was sent, and what was promised a place, in one minute.</summary>
public sealed record PaceMinute(DateTime At, int Messages, int Recipients);

/// <summary>The minutes of the last 24 hours and of the time to come in which mail was or will be sent, oldest first.</summary>
[Table("MailPace")]
public sealed record PaceRow(IReadOnlyList<PaceMinute> Minutes)
{
    public static PaceRow Empty { get; } = new([]);
}

/// <summary>
/// When a mail may go: never more messages in a minute, nor more recipients in any 24 hours, than the mailbox sends. A place is promised once
/// and in the order of asking, so a round that is larger than a day's budget spreads over days, and nobody asks in vain.
/// </summary>
public static class MailPace
{
    static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    /// <summary>A minute more than 24 hours, because a place in a minute may be its first or its last second.</summary>
    static readonly TimeSpan Day = TimeSpan.FromDays(1) + Minute;

    public static (PaceRow Row, DateTimeOffset At) Place(PaceRow row, int recipients, DateTimeOffset now, int messagesPerMinute, int recipientsPerDay)
    {
        var current = new DateTime(now.UtcTicks - (now.UtcTicks % Minute.Ticks), DateTimeKind.Utc);
        var known = row.Minutes.Where(minute => minute.At > current - Day).ToList();
        // A single mail to more people than a day allows is let through by itself rather than never.
        var counted = Math.Min(recipients, recipientsPerDay);
        var at = Candidates(known, current).First(minute => Fits(known, minute, counted, messagesPerMinute, recipientsPerDay));
        var place = new DateTimeOffset(at < now.UtcDateTime ? now.UtcDateTime : at, TimeSpan.Zero);
        return (new PaceRow(With(known, at, counted)), place);
    }

    /// <summary>Now, the minute after one that is taken, and the moment at which one leaves the last 24 hours.</summary>
    static IEnumerable<DateTime> Candidates(IReadOnlyList<PaceMinute> known, DateTime current) => known
        .SelectMany(minute => new[] { minute.At + Minute, minute.At + Day })
        .Where(minute => minute > current)
        .Prepend(current)
        .Distinct()
        .Order();

    static bool Fits(IReadOnlyList<PaceMinute> known, DateTime at, int recipients, int messagesPerMinute, int recipientsPerDay)
        => MessagesIn(known, at) < messagesPerMinute
        && known.Select(minute => minute.At).Where(minute => minute > at && minute < at + Day).Prepend(at)
            .All(end => RecipientsUntil(known, end) + recipients <= recipientsPerDay);

    static int MessagesIn(IReadOnlyList<PaceMinute> known, DateTime at) => known.FirstOrDefault(minute => minute.At == at)?.Messages ?? 0;

    static int RecipientsUntil(IReadOnlyList<PaceMinute> known, DateTime end) => known.Where(minute => minute.At > end - Day && minute.At <= end).Sum(minute => minute.Recipients);

    static List<PaceMinute> With(IReadOnlyList<PaceMinute> known, DateTime at, int recipients)
    {
        var before = known.FirstOrDefault(minute => minute.At == at) ?? new PaceMinute(at, 0, 0);
        var after = before with { Messages = before.Messages + 1, Recipients = before.Recipients + recipients };
        return [.. known.Where(minute => minute.At != at).Append(after).OrderBy(minute => minute.At)];
    }
}
