namespace Assessment.Cycle;

/// <summary>That on each day of a round somebody is there to receive, to be told of silence, to sign and to endorse.</summary>
sealed partial class PlanChecks
{
    static readonly Role[] Receivers = [Role.FocalPoint, Role.Alternate];

    void CheckPeople()
    {
        if (draft.People is null || draft.Organisations is null || Zone is null)
            return;

        foreach (var round in draft.Rounds ?? [])
        {
            if (round is { Opens: { } opens, HardDate: { } hard } && hard.Value.At > opens.Value.At)
                CheckOffice(round, opens.Value.At, hard.Value.At);

            foreach (var organisation in draft.AskedIn(round))
            {
                CheckReceivers(round, organisation);
                CheckHead(round, organisation);
            }

            CheckSignatories(round);
        }
    }

    /// <summary>The secretariat for the whole round, and a chair between signature and endorsement.</summary>
    void CheckOffice(RoundDraft round, DateTimeOffset opens, DateTimeOffset hard)
    {
        var secretariat = Seats(person => person.Role is null or { Value: Role.Secretariat });
        Covered(draft.Cycle?.Secretariat?.At ?? round.At, "The plan has no person with role secretariat", secretariat, Zone!.DayOf(opens), Zone.DayOf(hard), round);
        if (round is not { SignOffBy: { } sign, EndorsementBy: { } endorse } || endorse.Value.At <= sign.Value.At)
            return;

        var chairs = Seats(person => person.Role is null or { Value: Role.Chair });
        Covered(endorse.At, "The plan has no person with role chair to endorse", chairs, Zone.DayOf(sign.Value.At), Zone.DayOf(endorse.Value.At), round);
    }

    void CheckReceivers(RoundDraft round, OrganisationDraft organisation)
    {
        if (round.Opens is not { } opens || ClosingOf(round, organisation) is not { } closes || closes <= opens.Value.At)
            return;

        var receivers = Seats(person => IsAt(person, organisation) && (person.Role is null || Receivers.Contains(person.Role.Value)));
        Covered(organisation.At, $"'{organisation.Code!.Value}' has no focal point", receivers, Zone!.DayOf(opens.Value.At), Zone.DayOf(closes), round);
    }

    /// <summary>A partner is only asked; of its silence nobody is told.</summary>
    void CheckHead(RoundDraft round, OrganisationDraft organisation)
    {
        if (organisation.Kind is null or { Value: OrganisationKind.Partner } || EscalationDay(round, organisation, Audience.Head) is not { } day)
            return;

        var heads = Seats(person => IsAt(person, organisation) && person.Role is null or { Value: Role.Head });
        Covered(organisation.At, $"'{organisation.Code!.Value}' has no head to be told of silence", heads, day, day, round);
    }

    void CheckSignatories(RoundDraft round)
    {
        if (round is not { SignOffBy: { } sign })
            return;

        var last = Zone!.DayOf(sign.Value.At);
        foreach (var signing in draft.AskedIn(round).Where(organisation => organisation.SignedBy is not null).GroupBy(organisation => organisation.SignedBy!, StringComparer.Ordinal))
        {
            if (draft.Find(signing.Key) is { Kind: null or { Value: OrganisationKind.Ministry } } ministry)
                CheckSignatory(round, ministry, [.. signing], last);
        }
    }

    void CheckSignatory(RoundDraft round, OrganisationDraft ministry, IReadOnlyList<OrganisationDraft> agencies, DateOnly last)
    {
        var needed = agencies
            .Select(agency => EscalationDay(round, agency, Audience.Signatory))
            .OfType<DateOnly>()
            .Where(day => day < last)
            .DefaultIfEmpty(last)
            .Min();
        var signatories = Seats(person => IsAt(person, ministry) && person.Role is null or { Value: Role.Signatory });
        Covered(ministry.At, $"'{ministry.Code!.Value}' has no signatory", signatories, needed, last, round);
    }

    /// <summary>The day on which an audience is first told of an agency's silence, or null when the policy never tells it.</summary>
    DateOnly? EscalationDay(RoundDraft round, OrganisationDraft organisation, Audience audience)
    {
        if (round.RepliesDue is not { } due || draft.Cycle?.Reminders is not { } reminders || draft.CalendarOf(organisation) is not { } calendar)
            return null;

        return reminders.AfterDue
            .Where(step => step is { After: not null, To: { } to } && to.Value >= audience)
            .Select(step => (DateOnly?)calendar.LocalDate(calendar.Add(due.Value.At, step.After!.Value, reminders.TimeOfDay)))
            .Min();
    }

    List<PersonDraft> Seats(Func<PersonDraft, bool> sits) => [.. draft.People!.Where(sits)];

    static bool IsAt(PersonDraft person, OrganisationDraft organisation) => person.Organisation?.Value == organisation.Code!.Value;

    /// <summary>Nobody on the first or the last day is an error, since something is sent or due then; a gap between is a warning.</summary>
    void Covered(Place at, string nobody, List<PersonDraft> people, DateOnly from, DateOnly to, RoundDraft round)
    {
        if (people.Count == 0)
        {
            faults.Error(at, $"{nobody}.", "Add one to people.csv.");
            return;
        }

        foreach (var gap in Gaps(people, from, to))
        {
            var what = $"{nobody} on {Day(gap.From)}{(gap.To == gap.From ? "" : $" to {Day(gap.To)}")}, in {round.Name}.";
            var remedy = $"Add a person valid then to people.csv, or change 'from' or 'to' of {PlanNames.List([.. people.Select(person => person.Id?.Value ?? $"line {person.At.Line}")])}.";
            if (gap.From == from || gap.To == to)
                faults.Error(at, what, remedy);
            else
                faults.Warning(at, what, remedy);
        }
    }

    static IEnumerable<(DateOnly From, DateOnly To)> Gaps(List<PersonDraft> people, DateOnly from, DateOnly to)
    {
        DateOnly? since = null;
        for (var day = from; day <= to; day = day.AddDays(1))
        {
            if (!people.Exists(person => person.IsValidOn(day)))
            {
                since ??= day;
            }
            else if (since is { } start)
            {
                yield return (start, day.AddDays(-1));
                since = null;
            }
        }

        if (since is { } open)
            yield return (open, to);
    }
}
