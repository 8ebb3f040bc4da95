using System.Text.Json.Serialization;
using Assessment.Clearance;
using Assessment.Cycle;
using Assessment.Evidence.Figures;
using Assessment.Review;

namespace Assessment.DataCalls;

public enum StepKind
{
    SendLetter,
    ApplyDecisions,
    Acknowledge,
    ShowCards,
    TellOutcome,
    TellMovedDue,
    Remind,
    RemindReviewers,
    Close,
    Wait,
    End,
    HandOver,

    // A running call has the numbers of these in its history: what is new comes last.
    ApplyClearance,
    AskForClearance,
    RemindOfClearance,
    CheckFigures,
}

/// <summary>What a data call does next, and when: a pure function of its state, the plan, the calendar and the time.</summary>
public sealed record NextStep
{
    public required string CallId { get; init; }
    public required StepKind Kind { get; init; }

    /// <summary>For a wait: when to ask again if no news comes first.</summary>
    public required DateTime At { get; init; }

    /// <summary>The reply to acknowledge.</summary>
    public string? MessageId { get; init; }

    /// <summary>For a reminder: which step of the policy, for which due date, to whom, and what comes after it.</summary>
    public string? ReminderId { get; init; }
    public DateTime? ReminderDueAt { get; init; }
    public Audience Audience { get; init; }
    public DateTime? NextReminderAt { get; init; }
    public Audience? NextAudience { get; init; }

    [JsonIgnore]
    public bool IsLast => Kind == StepKind.End;

    /// <summary>The activity that performs the step; none for a wait.</summary>
    [JsonIgnore]
    public string? Activity => Kind switch
    {
        StepKind.SendLetter => nameof(DataCallActivities.SendLetter),
        StepKind.ApplyDecisions => nameof(DataCallActivities.ApplyDecisions),
        StepKind.Acknowledge => nameof(DataCallActivities.Acknowledge),
        StepKind.ShowCards => nameof(DataCallActivities.ShowCards),
        StepKind.TellOutcome => nameof(DataCallActivities.TellOutcome),
        StepKind.TellMovedDue => nameof(DataCallActivities.TellMovedDue),
        StepKind.Remind => nameof(DataCallActivities.SendReminder),
        StepKind.RemindReviewers => nameof(DataCallActivities.RemindReviewers),
        StepKind.HandOver => nameof(DataCallActivities.HandCallOver),
        StepKind.ApplyClearance => nameof(ClearanceActivities.ApplyClearance),
        StepKind.AskForClearance => nameof(ClearanceActivities.AskForClearance),
        StepKind.RemindOfClearance => nameof(ClearanceActivities.RemindOfClearance),
        StepKind.Close => nameof(DataCallActivities.CloseCall),
        StepKind.CheckFigures => nameof(FigureActivities.CheckFigures),
        StepKind.Wait or StepKind.End => null,
        _ => throw new InvalidOperationException($"No activity performs {Kind}."),
    };

    public static NextStep For(CallState state, DateTimeOffset now)
    {
        var step = new NextStep { CallId = state.Call.Id, Kind = StepKind.Wait, At = now.UtcDateTime };

        return state switch
        {
            { Call.Status: CallStatus.Closed } => step with { Kind = StepKind.End },
            { Call.Status: CallStatus.Prepared } => step with { Kind = StepKind.SendLetter },
            { HasUnappliedDecision: true } => step with { Kind = StepKind.ApplyDecisions },
            { HasUnappliedClearance: true } => step with { Kind = StepKind.ApplyClearance },
            _ when state.HasIncomplete(now) => step with { Kind = StepKind.CheckFigures },
            { HasNewcomer: true } => step with { Kind = StepKind.HandOver },
            { FirstUnacknowledged: { } reply } => step with { Kind = StepKind.Acknowledge, MessageId = reply.MessageId },
            { HasUnaskedConcern: true } => step with { Kind = StepKind.AskForClearance },
            { HasUnshown: true } => step with { Kind = StepKind.ShowCards },
            { HasUntold: true } => step with { Kind = StepKind.TellOutcome },
            { Call.Moved.IsUntold: true } => step with { Kind = StepKind.TellMovedDue },
            _ when state.Items.All(item => item.IsSettled) || state.LastMoment <= now => step with { Kind = StepKind.Close },
            _ => Chase(state, now, step),
        };
    }

    /// <summary>Nothing has happened: remind whoever is waited for, or wait until somebody is to be reminded.</summary>
    static NextStep Chase(CallState state, DateTimeOffset now, NextStep step)
    {
        var reminder = state.Reminder(now);
        if (reminder is { Action: ReminderAction.Send, Step: { } due })
        {
            return step with
            {
                Kind = StepKind.Remind,
                ReminderId = due.Id,
                ReminderDueAt = reminder.DueAt.UtcDateTime,
                Audience = due.To,
                NextReminderAt = reminder.Next?.At.UtcDateTime,
                NextAudience = reminder.Next?.To,
            };
        }

        var review = state.ReviewReminderAt;
        var clearance = state.ConcernReminderAt;
        return review <= now ? step with { Kind = StepKind.RemindReviewers }
            : clearance <= now ? step with { Kind = StepKind.RemindOfClearance }
            : step with { At = Earliest(state.LastMoment, reminder.At, review, clearance, state.SentBackUntil, state.PeopleChangeAt).UtcDateTime };
    }

    static DateTimeOffset Earliest(DateTimeOffset first, params DateTimeOffset?[] others) => others.OfType<DateTimeOffset>().Append(first).Min();
}

/// <summary>All that is known of a call at one moment.</summary>
public sealed record CallState
{
    public required DataCall Call { get; init; }
    public required IReadOnlyList<Item> Items { get; init; }
    public required IReadOnlyList<Reply> Replies { get; init; }

    /// <summary>Everything of the call that had or has to be settled before a review.</summary>
    public IReadOnlyList<Concern> Concerns { get; init; } = [];

    /// <summary>The decisions on cards of this call, by card.</summary>
    public required IReadOnlyDictionary<string, Decision> Decisions { get; init; }
    public required IReadOnlyList<SentReminder> Reminders { get; init; }
    public required ReminderPolicy Policy { get; init; }

    /// <summary>The calendar of the organisation, and that of the secretariat.</summary>
    public required WorkCalendar Calendar { get; init; }
    public required WorkCalendar SecretariatCalendar { get; init; }

    /// <summary>After this moment the round goes on without what is missing, whatever was promised.</summary>
    public required DateTimeOffset RoundLimit { get; init; }

    /// <summary>What the figures of new answers lack, by the codes of their items.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<Remark>> Missing { get; init; } = new Dictionary<string, IReadOnlyList<Remark>>();

    /// <summary>True while somebody receives the call's mails who was never told of it, and something is open.</summary>
    public bool HasNewcomer { get; init; }

    /// <summary>When the people of the organisation change next by their dates.</summary>
    public DateTimeOffset? PeopleChangeAt { get; init; }

    public required TimeOnly OfficeCloses { get; init; }

    /// <summary>When what goes back at a moment is due again, never after the round's limit.</summary>
    public DateTimeOffset ReturnDue(DateTimeOffset from)
    {
        var due = ReminderSchedule.ReturnDue(Policy, Calendar, from, OfficeCloses);
        return due < RoundLimit ? due : RoundLimit;
    }

    public bool HasUnappliedDecision => Items.Any(item => Unapplied(item) is not null);

    public Reply? FirstUnacknowledged => Replies.Where(reply => !reply.IsAcknowledged).MinBy(reply => (reply.ReceivedAt, reply.MessageId));

    public bool HasUnshown => Items.Any(IsUnshown);

    public bool HasUntold => Items.Any(item => item.ReturnUntold || item.Extension is { Untold: true });

    /// <summary>An answer is to go back by itself, or one that did was not completed when it was due again.</summary>
    public bool HasIncomplete(DateTimeOffset now) => Missing.Count > 0 || SentBackUntil <= now;

    /// <summary>When the first of the answers that came back by themselves is due again.</summary>
    public DateTimeOffset? SentBackUntil => Items.Min(ItemRules.SentBackUntil);

    public IReadOnlyList<Item> Outstanding => [.. Items.Where(item => item.IsOutstanding)];

    /// <summary>When the call ends at the latest: its closing, later where an item has its own later date, never after the round's limit; a review that is open waits for the limit.</summary>
    public DateTimeOffset LastMoment
    {
        get
        {
            if (Items.Any(item => item.Status == ItemStatus.Replied))
            {
                return RoundLimit;
            }

            var latest = Outstanding.Select(item => item.DueAt).Append(Call.ClosesAt).Max();
            return latest < RoundLimit ? latest : RoundLimit;
        }
    }

    /// <summary>The concerns of the answers that are in, each with its item, as far as they may be asked now.</summary>
    public IEnumerable<(Item Item, Concern Concern)> OpenConcerns =>
        Items.Where(item => item.Status == ItemStatus.Replied).SelectMany(item => ConcernRules.Open(item, Concerns).Select(concern => (item, concern)));

    public bool HasUnaskedConcern => OpenConcerns.Any(open => !open.Concern.IsAsked);

    public bool HasUnappliedClearance => OpenConcerns.Any(open => DecisionOn(open.Concern) is not null);

    public Decision? DecisionOn(Concern concern) => concern.IsAsked ? Decisions.GetValueOrDefault(concern.CardKey) : null;

    /// <summary>The concerns of which people are to be reminded now, the one that has waited longest first.</summary>
    public IReadOnlyList<Concern> ConcernsToRemind(DateTimeOffset now) =>
        [.. OpenConcerns.Select(open => open.Concern).Where(concern => ConcernReminderOf(concern) <= now).OrderBy(concern => concern.ShownAt).ThenBy(concern => concern.Id, StringComparer.Ordinal)];

    public DateTimeOffset? ConcernReminderAt => OpenConcerns.Min(open => ConcernReminderOf(open.Concern));

    public int ConcernReminderDue(Concern concern, DateTimeOffset now) =>
        Math.Max(concern.Reminders + 1, ConcernReminders(concern).Count(moment => moment <= now));

    DateTimeOffset? ConcernReminderOf(Concern concern) => concern is { IsAsked: true, ShownAt: not null }
        ? ConcernReminders(concern).Cast<DateTimeOffset?>().ElementAtOrDefault(concern.Reminders)
        : null;

    IReadOnlyList<DateTimeOffset> ConcernReminders(Concern concern) =>
        TaskReminders.Moments(concern.ShownAt!.Value, Policy, concern.Matter == Matter.Release ? Calendar : SecretariatCalendar);

    /// <summary>An answer is shown for review once nothing in it is left to settle.</summary>
    public bool IsUnshown(Item item) =>
        (item.Status == ItemStatus.Replied && item.ReviewShown < item.Version && ConcernRules.Open(item, Concerns).Count == 0) || item.Extension is { Status: ExtensionStatus.Asked };

    /// <summary>The decision on an item that the item does not show yet.</summary>
    public Decision? Unapplied(Item item) => item switch
    {
        { Status: ItemStatus.Replied } when Decisions.TryGetValue(item.ReviewKey, out var review) => review,
        { Extension: { Status: ExtensionStatus.Shown, CardKey: var key } } when Decisions.TryGetValue(key, out var extension) => extension,
        _ => null,
    };

    /// <summary>What is to be sent about all that is outstanding, judged by the earliest date among it.</summary>
    public ReminderDecision Reminder(DateTimeOffset now)
    {
        var earliest = Outstanding.MinBy(item => (item.DueAt, item.Code));
        return ReminderSchedule.Next(
            new CallReminders
            {
                Policy = Policy,
                DueAt = earliest?.DueAt ?? Call.DueAt,
                AskedAt = earliest?.AskedAgainAt ?? Call.SentAt,
                ClosesAt = LastMoment,
                Outstanding = earliest is not null,
                Sent = Reminders,
            },
            Calendar,
            now);
    }

    /// <summary>The answers of which their reviewers are to be reminded now, the one that has waited longest first.</summary>
    public IReadOnlyList<Item> ReviewsToRemind(DateTimeOffset now) =>
        [.. Items.Where(item => ReviewReminderOf(item) <= now).OrderBy(item => item.ReviewShownAt).ThenBy(item => item.Code, StringComparer.Ordinal)];

    /// <summary>When the reviewers are reminded next of an answer that waits for them; a few times for one answer.</summary>
    public DateTimeOffset? ReviewReminderAt => Items.Min(ReviewReminderOf);

    DateTimeOffset? ReviewReminderOf(Item item) => item is { Status: ItemStatus.Replied, ReviewShownAt: not null }
        ? ReviewReminders(item).Cast<DateTimeOffset?>().ElementAtOrDefault(item.ReviewReminders)
        : null;

    /// <summary>Which reminder about an answer is due; several that were missed are sent as the last of them.</summary>
    public int ReviewReminderDue(Item item, DateTimeOffset now)
        => Math.Max(item.ReviewReminders + 1, ReviewReminders(item).Count(moment => moment <= now));

    IReadOnlyList<DateTimeOffset> ReviewReminders(Item item) => TaskReminders.Moments(item.ReviewShownAt!.Value, Policy, SecretariatCalendar);
}
