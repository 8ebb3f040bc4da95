using System.Globalization;
using Assessment.Cycle;
using Assessment.Register;

namespace Assessment.DataCalls;

public enum ReminderKind
{
    /// <summary>Goes to the focal point.</summary>
    Reminder,

    /// <summary>Tells somebody above of the silence.</summary>
    Escalation,
}

/// <summary>
/// One planned mail of a call. <c>Id</c> says which of the policy's steps it is: before-5wd, after-2wd-head. A step on a day
/// is sent in working time; the others (lags in hours, minutes, seconds) at their exact moment.
/// </summary>
public sealed record ReminderStep(string Id, DateTimeOffset At, Audience To, ReminderKind Kind, bool OnDay);

/// <summary>
/// A mail that went out. <c>At</c> is the moment of the decision to send it; everything due until then is done with.
/// <c>DueAt</c> is the due date that it was about: after an extension the steps begin again for the new one.
/// </summary>
[Table("Reminders")]
public sealed record SentReminder(string StepId, DateTimeOffset At, DateTimeOffset DueAt);

/// <summary>What the rules need to know of one call.</summary>
public sealed record CallReminders
{
    public required ReminderPolicy Policy { get; init; }

    /// <summary>When what is outstanding is due: of several dates the earliest.</summary>
    public required DateTimeOffset DueAt { get; init; }

    /// <summary>When it was last asked for: by the letter, a return or an extension. Null before the letter is sent.</summary>
    public required DateTimeOffset? AskedAt { get; init; }
    public required DateTimeOffset ClosesAt { get; init; }

    /// <summary>Whether any item still waits for the organisation.</summary>
    public required bool Outstanding { get; init; }

    /// <summary>Every reminder and escalation of the call so far, in any order.</summary>
    public IReadOnlyList<SentReminder> Sent { get; init; } = [];
}

public enum ReminderAction
{
    /// <summary>Nothing more is sent unless something changes.</summary>
    Nothing,
    WaitUntil,
    Send,
}

public enum ReminderReason
{
    /// <summary>The letter has not been sent.</summary>
    NotAskedYet,

    /// <summary>Everything was answered: silence.</summary>
    NothingOutstanding,

    /// <summary>The call is closed.</summary>
    Closed,

    /// <summary>As many mails as the policy allows were sent.</summary>
    CapReached,

    /// <summary>Every step was sent or overtaken.</summary>
    NoStepLeft,

    /// <summary>The next step lies ahead.</summary>
    NotDueYet,

    /// <summary>A missed step waits for the next working day.</summary>
    OutsideWorkingTime,

    /// <summary>A step is due.</summary>
    StepDue,

    /// <summary>Steps were missed; the one that matters most is sent for all of them.</summary>
    CaughtUp,
}

/// <summary>What to do now, and everything that the mail must say: why it is sent, what stops it, what comes next.</summary>
public sealed record ReminderDecision
{
    public required ReminderAction Action { get; init; }
    public required ReminderReason Reason { get; init; }

    /// <summary>What is sent now; null unless the action is to send.</summary>
    public ReminderStep? Step { get; init; }

    /// <summary>Steps that this one stands for and that are never sent.</summary>
    public IReadOnlyList<ReminderStep> Overtaken { get; init; } = [];

    /// <summary>When to decide again; null unless the action is to wait.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>The step after this decision if nobody answers; null when none is left, then the call closes at <see cref="ClosesAt"/>.</summary>
    public ReminderStep? Next { get; init; }
    public required DateTimeOffset DueAt { get; init; }
    public required DateTimeOffset ClosesAt { get; init; }

    /// <summary>How many mails the cap still allows after this decision.</summary>
    public required int MailsLeft { get; init; }
}

/// <summary>When a call reminds and escalates. Pure: the same state and moment always give the same decision.</summary>
public static class ReminderSchedule
{
    /// <summary>The steps of a call in the order in which they are due.</summary>
    public static IReadOnlyList<ReminderStep> Steps(
        ReminderPolicy policy, WorkCalendar calendar, DateTimeOffset due, DateTimeOffset askedAt, DateTimeOffset closesAt) =>
        [.. policy.BeforeDue.Select(lag => Before(policy, calendar, due, lag)).Where(step => step.At < due)
            .Concat(policy.AfterDue.Select(step => After(policy, calendar, due, step)).Where(step => step.At > due))
            .Where(step => step.At > askedAt && step.At < closesAt)
            .DistinctBy(step => step.Id)
            .OrderBy(step => step.At)
            .ThenBy(step => step.To)
            .ThenBy(step => step.Id, StringComparer.Ordinal)];

    public static ReminderDecision Next(CallReminders call, WorkCalendar calendar, DateTimeOffset now)
    {
        if (WhySilent(call, now) is { } silent)
            return Nothing(call, silent);

        var left = Left(call, calendar);
        var missed = left.Where(step => step.At <= now).ToList();
        if (missed.Count == 0)
            return left.Count == 0 ? Nothing(call, ReminderReason.NoStepLeft) : Wait(call, left, left[0].At, ReminderReason.NotDueYet);

        var step = missed.OrderBy(missed => missed.To).ThenBy(missed => missed.At).Last();
        return WorkingTime(step, call.Policy, calendar, now) is var moment && moment <= now
            ? Send(call, step, missed, left)
            : WaitForWork(call, left, FirstOf(moment, left, now));
    }

    /// <summary>When a call closes. A lag in days ends when the office closes.</summary>
    public static DateTimeOffset ClosesAt(ReminderPolicy policy, WorkCalendar calendar, DateTimeOffset due, TimeOnly officeCloses) =>
        calendar.Add(due, policy.CloseAfter, officeCloses);

    /// <summary>When an item that was returned is due again.</summary>
    public static DateTimeOffset ReturnDue(ReminderPolicy policy, WorkCalendar calendar, DateTimeOffset returnedAt, TimeOnly officeCloses) =>
        calendar.Add(returnedAt, policy.ReturnWithin, officeCloses);

    /// <summary>When the person who has to decide something is reminded of it.</summary>
    public static DateTimeOffset DecideBy(ReminderPolicy policy, WorkCalendar calendar, DateTimeOffset askedAt) =>
        calendar.Add(askedAt, policy.DecideWithin, policy.At);

    static ReminderReason? WhySilent(CallReminders call, DateTimeOffset now) => call switch
    {
        { AskedAt: null } => ReminderReason.NotAskedYet,
        { Outstanding: false } => ReminderReason.NothingOutstanding,
        _ when now >= call.ClosesAt => ReminderReason.Closed,
        _ when MailsLeft(call) <= 0 => ReminderReason.CapReached,
        _ => null,
    };

    /// <summary>A step is over when it was sent for this due date, or when something was sent after it had become due: then that one stood for it.</summary>
    static List<ReminderStep> Left(CallReminders call, WorkCalendar calendar) =>
        [.. Steps(call.Policy, calendar, call.DueAt, call.AskedAt!.Value, call.ClosesAt)
            .Where(step => !call.Sent.Any(sent => (sent.StepId == step.Id && sent.DueAt == call.DueAt) || sent.At >= step.At))];

    static ReminderStep Before(ReminderPolicy policy, WorkCalendar calendar, DateTimeOffset due, Lag lag)
    {
        var at = calendar.Before(due, lag, policy.At);
        var moment = lag.Unit == LagUnit.Days ? calendar.At(calendar.LastWorkingDay(calendar.LocalDate(at)), policy.At) : at;
        return new ReminderStep($"before-{lag}", moment, Audience.FocalPoint, ReminderKind.Reminder, lag.IsInDays);
    }

    static ReminderStep After(ReminderPolicy policy, WorkCalendar calendar, DateTimeOffset due, EscalationStep step)
    {
        var at = calendar.Add(due, step.After, policy.At);
        var moment = step.After.Unit == LagUnit.Days ? calendar.At(calendar.NextWorkingDay(calendar.LocalDate(at)), policy.At) : at;
        var kind = step.To == Audience.FocalPoint ? ReminderKind.Reminder : ReminderKind.Escalation;
        return new ReminderStep($"after-{step.After}-{Word(step.To)}", moment, step.To, kind, step.After.IsInDays);
    }

    /// <summary>The first moment from now on at which a missed step may be sent: on a working day, not before the usual time of day.</summary>
    static DateTimeOffset WorkingTime(ReminderStep step, ReminderPolicy policy, WorkCalendar calendar, DateTimeOffset now)
    {
        if (!step.OnDay)
            return now;

        var today = calendar.LocalDate(now);
        var moment = calendar.At(calendar.NextWorkingDay(today), policy.At);
        return calendar.IsWorkingDay(today) && moment <= now ? now : moment;
    }

    /// <summary>A step with an exact moment does not wait for working time, so it may come first.</summary>
    static DateTimeOffset FirstOf(DateTimeOffset moment, List<ReminderStep> left, DateTimeOffset now) =>
        left.Where(step => !step.OnDay && step.At > now).Select(step => step.At).Append(moment).Min();

    static ReminderDecision WaitForWork(CallReminders call, List<ReminderStep> left, DateTimeOffset moment) => moment < call.ClosesAt
        ? Wait(call, left, moment, ReminderReason.OutsideWorkingTime)
        : Nothing(call, ReminderReason.NoStepLeft);

    static ReminderDecision Nothing(CallReminders call, ReminderReason reason) => new()
    {
        Action = ReminderAction.Nothing,
        Reason = reason,
        DueAt = call.DueAt,
        ClosesAt = call.ClosesAt,
        MailsLeft = MailsLeft(call),
    };

    static ReminderDecision Wait(CallReminders call, List<ReminderStep> left, DateTimeOffset moment, ReminderReason reason) => Nothing(call, reason) with
    {
        Action = ReminderAction.WaitUntil,
        At = moment,
        Next = left[0],
    };

    static ReminderDecision Send(CallReminders call, ReminderStep step, List<ReminderStep> missed, List<ReminderStep> left) =>
        Nothing(call, missed.Count == 1 ? ReminderReason.StepDue : ReminderReason.CaughtUp) with
        {
            Action = ReminderAction.Send,
            Step = step,
            Overtaken = [.. missed.Where(other => other != step)],
            Next = MailsLeft(call) > 1 ? left.Except(missed).FirstOrDefault() : null,
            MailsLeft = MailsLeft(call) - 1,
        };

    static int MailsLeft(CallReminders call) => Math.Max(0, call.Policy.Cap - call.Sent.Count);

    static string Word(Audience audience) => audience == Audience.FocalPoint ? "focal-point" : audience.ToString().ToLower(CultureInfo.InvariantCulture);
}
