using Assessment.Cycle;

namespace Assessment.DataCalls;

/// <summary>Which dates a call has by the plan, and how an open call follows when the plan's dates or holidays change.</summary>
public static class CallDates
{
    public static DateTimeOffset ClosesAt(RoundInPlan round, string organisation, DateTimeOffset now)
        => round.CalendarOf(organisation, now).Add(round.Round.RepliesDue, round.Plan.Reminders.CloseAfter, round.Plan.Cycle.OfficeCloses);

    /// <summary>A call that closed, or that a ministry reopened with dates of its own, stays as it is.</summary>
    public static DataCall Follow(DataCall call, RoundInPlan round, string reason, DateTimeOffset now)
    {
        if (call.Status == CallStatus.Closed || call.IsReopened)
        {
            return call;
        }

        var due = round.Round.RepliesDue;
        return call with
        {
            DueAt = due,
            ClosesAt = ClosesAt(round, call.Organisation, now),
            Moved = due == call.DueAt ? call.Moved : new MovedDue(call.DueAt, reason, IsUntold: call.Status == CallStatus.Sent),
        };
    }

    /// <summary>What is still due with the letter is due on the new date; a date of its own, from a return or an extension, stands.</summary>
    public static Item Follow(Item item, DateTimeOffset from, DateTimeOffset to)
        => item.IsOutstanding && item.DueAt == from ? item with { DueAt = to } : item;
}
