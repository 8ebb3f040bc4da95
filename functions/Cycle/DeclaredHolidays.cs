using Assessment.DataCalls;

namespace Assessment.Cycle;

public enum MovedKind
{
    Reminder,
    Closing,
    ReturnDue,

    /// <summary>A date that the plan itself states: it stays, and a person decides.</summary>
    PlanDate,
}

/// <summary>An item that was returned and not yet answered.</summary>
public sealed record ReturnedItem(string CallId, string Organisation, string Code, DateTimeOffset ReturnedAt);

/// <summary>
/// One moment that a late holiday touches. <c>To</c> is null for a date of the plan, which does not move by itself, and for
/// a reminder that would now come before the letter and is left out.
/// <c>Step</c> is the reminder's id, the plan's key or the returned item.
/// </summary>
public sealed record MovedDate
{
    public required MovedKind Kind { get; init; }
    public required string Subject { get; init; }
    public required string Step { get; init; }
    public required IReadOnlyList<string> Organisations { get; init; }
    public required DateTimeOffset From { get; init; }
    public required DateTimeOffset? To { get; init; }
    public required string Sentence { get; init; }
}

/// <summary>What a holiday that is declared late moves: computed moments do, dates of the plan are only pointed out.</summary>
public static class DeclaredHolidays
{
    /// <summary>The plan with one more holiday in one calendar.</summary>
    public static Plan With(Plan plan, string calendarId, Holiday holiday) => plan with
    {
        Calendars = [.. plan.Calendars.Select(calendar => calendar.Id == calendarId
            ? calendar with { Holidays = [.. calendar.Holidays.Where(known => known.Day != holiday.Day), holiday] }
            : calendar)],
    };

    /// <summary>Every moment after <paramref name="now"/> that the holiday touches, in order of time.</summary>
    public static IReadOnlyList<MovedDate> Moves(
        Plan plan, string calendarId, Holiday holiday, DateTimeOffset now, IReadOnlyList<ReturnedItem>? returned = null)
    {
        var change = new Change(plan, With(plan, calendarId, holiday with { DeclaredOn = null }), calendarId, holiday, now);
        return [.. change.OfPlan()
            .Concat(plan.Rounds.SelectMany(change.OfCalls))
            .Concat((returned ?? []).Select(change.OfReturn).OfType<MovedDate>())
            .Where(moved => moved.From > now)
            .OrderBy(moved => moved.From)
            .ThenBy(moved => moved.Subject, StringComparer.Ordinal)
            .ThenBy(moved => moved.Kind)
            .ThenBy(moved => moved.Step, StringComparer.Ordinal)];
    }

    sealed class Change(Plan plan, Plan changed, string calendarId, Holiday holiday, DateTimeOffset now)
    {
        readonly Zone zone = Zone.Of(plan.Cycle.TimeZone);

        public IEnumerable<MovedDate> OfPlan()
        {
            foreach (var round in plan.Rounds)
            {
                var affected = Affected(round);
                foreach (var (key, at) in DatesOf(round))
                {
                    if (affected.Count > 0 && zone.DayOf(at) == holiday.Day && WasWorkingDay)
                        yield return Stays(round, key, at, affected);
                }
            }
        }

        public IEnumerable<MovedDate> OfCalls(Round round)
        {
            var affected = Affected(round);
            if (affected.Count == 0)
                return [];

            var before = Computed(round, WorkCalendar.For(plan, affected[0], now));
            var after = Computed(round, WorkCalendar.For(changed, affected[0], now));
            return before
                .Select(moment => (moment, to: after.TryGetValue(moment.Key, out var moved) ? moved : (DateTimeOffset?)null))
                .Where(pair => pair.to != pair.moment.Value)
                .Select(pair => Moves(round, pair.moment.Key, affected, pair.moment.Value, pair.to));
        }

        public MovedDate? OfReturn(ReturnedItem item)
        {
            if (plan.Organisation(item.Organisation).Calendar != calendarId)
                return null;

            var before = ReturnDue(plan, item);
            var after = ReturnDue(changed, item);
            return before == after ? null : new MovedDate
            {
                Kind = MovedKind.ReturnDue,
                Subject = item.CallId,
                Step = item.Code,
                Organisations = [item.Organisation],
                From = before,
                To = after,
                Sentence = $"{item.Code}, returned to {item.Organisation}, is due on {zone.Write(after)} instead of on {zone.Write(before)}, because of {holiday.Name}.",
            };
        }

        bool WasWorkingDay => Calendar(plan).IsWorkingDay(holiday.Day);

        WorkCalendar Calendar(Plan of) => new(of.Calendars.First(calendar => calendar.Id == calendarId), zone, zone.DayOf(now));

        /// <summary>The asked organisations that use the calendar, in the order of the plan.</summary>
        List<string> Affected(Round round)
        {
            var asked = round.Asks.Select(ask => ask.Organisation).ToHashSet(StringComparer.Ordinal);
            return [.. plan.Organisations.Where(organisation => organisation.Calendar == calendarId && asked.Contains(organisation.Code)).Select(organisation => organisation.Code)];
        }

        /// <summary>The moments that are computed for a call of the round, by what they are.</summary>
        Dictionary<string, DateTimeOffset> Computed(Round round, WorkCalendar calendar)
        {
            var closes = ReminderSchedule.ClosesAt(plan.Reminders, calendar, round.RepliesDue, plan.Cycle.OfficeCloses);
            var moments = ReminderSchedule.Steps(plan.Reminders, calendar, round.RepliesDue, round.Opens, closes).ToDictionary(step => step.Id, step => step.At, StringComparer.Ordinal);
            moments.Add(Closing, closes);
            return moments;
        }

        DateTimeOffset ReturnDue(Plan of, ReturnedItem item) =>
            ReminderSchedule.ReturnDue(plan.Reminders, Calendar(of), item.ReturnedAt, plan.Cycle.OfficeCloses);

        MovedDate Moves(Round round, string step, IReadOnlyList<string> organisations, DateTimeOffset from, DateTimeOffset? to)
        {
            var what = step == Closing ? "closes" : $"has its reminder {step}";
            var when = to is { } moment ? $"on {zone.Write(moment)}" : "not at all";
            return new MovedDate
            {
                Kind = step == Closing ? MovedKind.Closing : MovedKind.Reminder,
                Subject = round.Id,
                Step = step,
                Organisations = organisations,
                From = from,
                To = to,
                Sentence = $"The call of round '{round.Id}' to {PlanNames.List(organisations)} {what} {when} instead of on {zone.Write(from)}, because of {holiday.Name}.",
            };
        }

        MovedDate Stays(Round round, string key, DateTimeOffset at, IReadOnlyList<string> organisations) => new()
        {
            Kind = MovedKind.PlanDate,
            Subject = round.Id,
            Step = key,
            Organisations = organisations,
            From = at,
            To = null,
            Sentence = $"'{key}' of round '{round.Id}', {zone.Write(at)}, falls on {holiday.Name} for {PlanNames.List(organisations)}. It does not move by itself: move it with a reason, or leave it.",
        };

        static IEnumerable<(string Key, DateTimeOffset At)> DatesOf(Round round)
        {
            yield return ("opens", round.Opens);
            yield return ("repliesDue", round.RepliesDue);
            yield return ("signOffBy", round.SignOffBy);
            if (round.EndorsementBy is { } endorsement)
                yield return ("endorsementBy", endorsement);
        }

        const string Closing = "closing";
    }
}
