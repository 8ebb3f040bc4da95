using System.Globalization;

namespace Assessment.Cycle;

/// <summary>The dates of the rounds: in order, within the cycle, and on days when people work.</summary>
sealed partial class PlanChecks
{
    void CheckDates()
    {
        foreach (var round in draft.Rounds ?? [])
        {
            CheckCovers(round);
            CheckOrder(round);
            CheckClosing(round);
            CheckWorkingDay(round, round.RepliesDue, "repliesDue");
            CheckWorkingDay(round, round.SignOffBy, "signOffBy");
        }
    }

    void CheckCovers(RoundDraft round)
    {
        InOrder(round.CoversFrom, round.CoversTo, "covers.from", "covers.to");
        if (draft.Cycle is not { From: { } from, To: { } to } || to.Value < from.Value)
            return;

        foreach (var end in new[] { round.CoversFrom, round.CoversTo }.OfType<Placed<DateOnly>>())
        {
            if (end.Value < from.Value || end.Value > to.Value)
                faults.Error(end.At, $"{Day(end.Value)} is outside the period of the cycle.", $"Write a date from {Day(from.Value)} to {Day(to.Value)}.");
        }
    }

    void CheckOrder(RoundDraft round)
    {
        if (Zone is null)
            return;

        if (round.Opens is { } opens && draft.Cycle?.Start is { } start && opens.Value.At < start.At)
            faults.Error(opens.At, $"'opens' ({Zone.Write(opens.Value.At)}) is before the cycle starts ({Zone.Write(start.At)}).", "Write a later moment, or let the cycle start earlier.");

        var steps = new (string Name, Placed<PlanMoment>? At)[]
        {
            ("opens", round.Opens),
            ("repliesDue", round.RepliesDue),
            ("signOffBy", round.SignOffBy),
            ("endorsementBy", round.EndorsementBy),
            ("hardDate", round.HardDate),
        };
        var known = steps.Where(step => step.At is not null).ToList();
        foreach (var (earlier, later) in known.Zip(known.Skip(1)))
        {
            if (later.At!.Value.At <= earlier.At!.Value.At)
                faults.Error(later.At.At, $"'{later.Name}' ({Zone.Write(later.At.Value.At)}) is not after '{earlier.Name}' ({Zone.Write(earlier.At.Value.At)}).", "Write a later moment.");
        }
    }

    /// <summary>Every call must be closed before its ministry has to sign.</summary>
    void CheckClosing(RoundDraft round)
    {
        if (round is not { RepliesDue: { } due, SignOffBy: { } sign } || sign.Value.At <= due.Value.At)
            return;

        var latest = draft.AskedIn(round).MaxBy(organisation => ClosingOf(round, organisation));
        if (latest is not null && ClosingOf(round, latest) is { } closes && closes >= sign.Value.At)
        {
            faults.Error(sign.At,
                $"'signOffBy' ({Zone!.Write(sign.Value.At)}) is not after the call to {latest.Code!.Value} closes ({Zone.Write(closes)}, {draft.Cycle!.Reminders!.CloseAfter!.Value} after replies are due).",
                "Write a later moment, let replies be due earlier, or shorten 'closeAfter' in cycle.yaml.");
        }
    }

    DateTimeOffset? ClosingOf(RoundDraft round, OrganisationDraft organisation) =>
        round.RepliesDue is { } due && draft.Cycle?.Reminders?.CloseAfter is { } lag && draft.CalendarOf(organisation) is { } calendar
            ? calendar.Add(due.Value.At, lag.Value, draft.Cycle.OfficeCloses)
            : null;

    /// <summary>One warning per calendar: the secretariat's first, then those of the asked organisations.</summary>
    void CheckWorkingDay(RoundDraft round, Placed<PlanMoment>? moment, string name)
    {
        if (moment is null || moment.Value.Floats)
            return;

        var asked = new[] { draft.Find(draft.Cycle?.Secretariat?.Value) }.Concat(draft.AskedIn(round)).OfType<OrganisationDraft>();
        foreach (var sharing in asked.Where(organisation => organisation.Calendar is not null).Distinct().GroupBy(organisation => organisation.Calendar!.Value, StringComparer.Ordinal))
        {
            if (draft.CalendarOf(sharing.First()) is { } calendar)
                CheckWorkingDay(moment, name, calendar, [.. sharing.Select(organisation => organisation.Code?.Value ?? "")]);
        }
    }

    void CheckWorkingDay(Placed<PlanMoment> moment, string name, WorkCalendar calendar, IReadOnlyList<string> organisations)
    {
        var day = calendar.LocalDate(moment.Value.At);
        if (calendar.WhyNot(day) is not { } reason)
            return;

        var (before, after) = (calendar.LastWorkingDay(day), calendar.NextWorkingDay(day));
        faults.Warning(moment.At,
            string.Create(CultureInfo.InvariantCulture, $"'{name}' ({day:ddd yyyy-MM-dd}) is no working day ({reason}) in calendar '{calendar.Id}' of {PlanNames.List(organisations)}."),
            $"Write {Day(before)} or {Day(after)}, their nearest working days, or keep it if they answer earlier.");
    }

    Zone? Zone => draft.Cycle?.Zone?.Value;
}
