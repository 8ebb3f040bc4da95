using System.Globalization;

namespace Assessment.Cycle;

/// <summary>What must hold between the values of a plan: names that exist, dates in order, and people for every step.</summary>
sealed partial class PlanChecks
{
    const int LongestCallId = 100;

    readonly PlanDraft draft;
    readonly PlanFaults faults;

    PlanChecks(PlanDraft draft, PlanFaults faults)
    {
        this.draft = draft;
        this.faults = faults;
    }

    public static void Run(PlanDraft draft, PlanFaults faults)
    {
        var checks = new PlanChecks(draft, faults);
        checks.CheckCycle();
        checks.CheckNamesAreUnique();
        checks.CheckNamesExist();
        checks.CheckStandards();
        checks.CheckCallIds();
        checks.CheckCalendars();
        checks.CheckReminders();
        checks.CheckFigures();
        checks.CheckClearance();
        checks.CheckDates();
        checks.CheckPeople();
        checks.CheckLastYear();
    }

    void CheckCycle()
    {
        if (draft.Cycle is not { } cycle)
            return;

        InOrder(cycle.From, cycle.To, "period.from", "period.to");
        if (cycle.Secretariat is { } secretariat)
            Exists(secretariat, Codes(draft.Organisations), "an organisation", "organisations.csv");

        if (cycle.OfficeCloses <= cycle.OfficeOpens)
        {
            faults.Error(cycle.OfficeAt,
                $"The office closes at {cycle.OfficeCloses:HH\\:mm}, not after it opens at {cycle.OfficeOpens:HH\\:mm}.",
                "Correct 'office' in cycle.yaml.");
        }
    }

    void CheckNamesAreUnique()
    {
        Unique(draft.Rounds?.Select(round => round.Id), "round");
        Unique(draft.Recommendations?.Select(recommendation => recommendation.Code), "recommendation");
        Unique(draft.Recommendations?.SelectMany(recommendation => recommendation.Indicators).Select(indicator => indicator.Id), "indicator");
        Unique(draft.Organisations?.Select(organisation => organisation.Code), "organisation");
        Unique(draft.People?.Select(person => person.Id), "person");
        Unique(draft.Calendars?.Select(calendar => calendar.Id), "calendar");
        CheckSlugs();
        CheckAddresses();
    }

    void Unique(IEnumerable<Placed<string>?>? names, string what)
    {
        var seen = new Dictionary<string, Place>(StringComparer.Ordinal);
        foreach (var name in (names ?? []).OfType<Placed<string>>().Where(name => !seen.TryAdd(name.Value, name.At)))
        {
            faults.Error(name.At, $"{Capital(what)} '{name.Value}' is there twice; the first is in line {seen[name.Value].Line}.", "Remove one of them, or give it another name.");
        }
    }

    /// <summary>The slug is the organisation's part of an instance id, so two codes must not share one.</summary>
    void CheckSlugs()
    {
        var seen = new Dictionary<string, Placed<string>>(StringComparer.Ordinal);
        foreach (var code in (draft.Organisations ?? []).Select(organisation => organisation.Code).OfType<Placed<string>>())
        {
            var slug = Slug.Of(code.Value);
            if (slug.Length == 0)
                faults.Error(code.At, $"'{code.Value}' has no letter a-z and no digit, so it has no address.", "Write a code such as PDRM.");
            else if (!seen.TryAdd(slug, code) && seen[slug].Value != code.Value)
                faults.Error(code.At, $"'{code.Value}' has the same address, '{slug}', as '{seen[slug].Value}' in line {seen[slug].At.Line}.", "Change one of the codes.");
        }
    }

    void CheckAddresses()
    {
        var seen = new List<PersonDraft>();
        foreach (var person in (draft.People ?? []).Where(person => person is { Email: not null, Role: not null }))
        {
            var same = seen.Find(other => IsSameSeat(person, other));
            if (same is not null)
            {
                faults.Error(person.Email!.At,
                    $"'{person.Email.Value}' is {PlanKinds.WordFor(person.Role!.Value)} twice at the same time; the first is in line {same.At.Line}.",
                    "Remove one of the lines, or end the first with a date in 'to'.");
            }

            seen.Add(person);
        }
    }

    static bool IsSameSeat(PersonDraft left, PersonDraft right) =>
        left.Role!.Value == right.Role!.Value
        && string.Equals(left.Email!.Value, right.Email!.Value, StringComparison.OrdinalIgnoreCase)
        && !(left.From?.Value > right.To?.Value)
        && !(right.From?.Value > left.To?.Value);

    void CheckNamesExist()
    {
        var organisations = Codes(draft.Organisations);
        var recommendations = draft.Recommendations?.Select(recommendation => recommendation.Code).OfType<Placed<string>>().Select(code => code.Value).ToList();
        foreach (var code in (draft.Rounds ?? []).SelectMany(round => round.Codes))
        {
            Exists(code, recommendations, "a recommendation", "recommendations.yaml");
        }

        foreach (var recommendation in draft.Recommendations ?? [])
        {
            CheckRecommendation(recommendation, organisations);
        }

        foreach (var organisation in draft.Organisations ?? [])
        {
            CheckOrganisation(organisation, organisations);
        }

        foreach (var person in draft.People ?? [])
        {
            Exists(person.Organisation, organisations, "an organisation", "organisations.csv");
            InOrder(person.From, person.To, "from", "to");
        }
    }

    void CheckRecommendation(RecommendationDraft recommendation, List<string>? organisations)
    {
        Exists(recommendation.Lead, organisations, "an organisation", "organisations.csv");
        var named = new HashSet<string>(StringComparer.Ordinal) { recommendation.Lead?.Value ?? "" };
        foreach (var supporting in recommendation.Supporting)
        {
            Exists(supporting, organisations, "an organisation", "organisations.csv");
            if (!named.Add(supporting.Value))
                faults.Warning(supporting.At, $"'{supporting.Value}' is named twice for {recommendation.Code?.Value}; it is asked once.", "Remove one of them.");
        }

        foreach (var indicator in recommendation.Indicators)
        {
            CheckIndicator(indicator, recommendation.Code, named, organisations);
        }
    }

    void CheckIndicator(IndicatorDraft indicator, Placed<string>? code, HashSet<string> asked, List<string>? organisations)
    {
        if (code is not null && indicator.Id is { } id && !IsNumberOf(id.Value, code.Value))
            faults.Error(id.At, $"'{id.Value}' is not a number of {code.Value}.", $"Write {code.Value}, a dot and a number, such as {code.Value}.1.");

        foreach (var source in indicator.From)
        {
            if (Exists(source, organisations, "an organisation", "organisations.csv") && !asked.Contains(source.Value))
            {
                faults.Warning(source.At,
                    $"'{source.Value}' must state {indicator.Id?.Value}, but is not asked about {code?.Value}.",
                    $"Add it to 'supporting' of {code?.Value}, or remove it here.");
            }
        }
    }

    static bool IsNumberOf(string id, string code) =>
        id.StartsWith(code + ".", StringComparison.Ordinal)
        && int.TryParse(id.AsSpan(code.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out _);

    void CheckOrganisation(OrganisationDraft organisation, List<string>? organisations)
    {
        var calendars = draft.Calendars?.Select(calendar => calendar.Id).OfType<Placed<string>>().Select(id => id.Value).ToList();
        Exists(organisation.Calendar, calendars, "a calendar", "calendars.yaml");
        switch (organisation.Kind?.Value, organisation.Ministry)
        {
            case (OrganisationKind.Agency, null):
                faults.Error(organisation.At, $"Agency '{organisation.Code?.Value}' has no ministry to sign for it.", "Write the ministry's code in 'ministry'.");
                break;
            case (OrganisationKind.Agency, { } ministry) when Exists(ministry, organisations, "an organisation", "organisations.csv"):
                CheckSigns(ministry);
                break;
            case (not null and not OrganisationKind.Agency, { } ministry):
                faults.Warning(ministry.At, $"'{organisation.Code?.Value}' is no agency, so no ministry signs for it.", "Leave 'ministry' empty.");
                break;
        }
    }

    void CheckSigns(Placed<string> ministry)
    {
        if (draft.Find(ministry.Value)?.Kind is { Value: not OrganisationKind.Ministry })
            faults.Error(ministry.At, $"'{ministry.Value}' is not a ministry, so it cannot sign.", "Write the code of an organisation of kind ministry.");
    }

    void CheckCallIds()
    {
        foreach (var round in (draft.Rounds ?? []).Where(round => round.Id is not null && draft.Cycle?.Id is not null))
        {
            var longest = draft.AskedIn(round)
                .Select(organisation => $"{draft.Cycle!.Id!.Value}-{round.Id!.Value}-{Slug.Of(organisation.Code!.Value)}")
                .MaxBy(id => id.Length);
            if (longest?.Length > LongestCallId)
                faults.Error(round.Id!.At, $"The call '{longest}' has an id of {longest.Length} characters; {LongestCallId} are possible.", "Shorten the id of the cycle or the round, or the organisation's code.");
        }
    }

    void CheckCalendars()
    {
        foreach (var calendar in draft.Calendars ?? [])
        {
            CheckWeekends(calendar);
            CheckHolidays(calendar);
        }
    }

    void CheckWeekends(CalendarDraft calendar)
    {
        foreach (var weekend in calendar.Weekends)
        {
            InOrder(weekend.From, weekend.To, "from", "to");
            if (!weekend.LeavesWork)
                faults.Error(weekend.At, "This weekend leaves no working day in the week.", "Remove at least one day.");
        }

        var inTime = calendar.Weekends.OrderBy(weekend => weekend.From?.Value ?? DateOnly.MinValue).ToList();
        foreach (var (earlier, later) in inTime.Zip(inTime.Skip(1)))
        {
            CheckChange(calendar, earlier, later);
        }
    }

    /// <summary>Where one weekend rule ends the next must begin: no day under two rules and none under no rule.</summary>
    void CheckChange(CalendarDraft calendar, WeekendDraft earlier, WeekendDraft later)
    {
        if (earlier.To is not { } end || later.From is not { } start || start.Value <= end.Value)
            faults.Error(later.At, $"Two weekends of calendar '{calendar.Id?.Value}' hold at the same time.", "Give the earlier one a 'to', and the later one a 'from' on the day after.");
        else if (start.Value > end.Value.AddDays(1))
            faults.Warning(start.At, $"Calendar '{calendar.Id?.Value}' has no weekend from {Day(end.Value.AddDays(1))} to {Day(start.Value.AddDays(-1))}.", $"Write {Day(end.Value.AddDays(1))}.");
    }

    void CheckHolidays(CalendarDraft calendar)
    {
        var seen = new Dictionary<DateOnly, Place>();
        foreach (var holiday in calendar.Holidays.Where(holiday => holiday.Day is not null))
        {
            if (!seen.TryAdd(holiday.Day!.Value, holiday.Day.At))
                faults.Error(holiday.Day.At, $"{Day(holiday.Day.Value)} is there twice in calendar '{calendar.Id?.Value}'; the first is in line {seen[holiday.Day.Value].Line}.", "Keep one, with both names.");

            if (holiday.DeclaredOn?.Value > holiday.Day.Value)
                faults.Warning(holiday.DeclaredOn.At, $"{Day(holiday.Day.Value)} was declared on {Day(holiday.DeclaredOn.Value)}, after it had passed.", "Correct one of the dates.");
        }
    }

    void CheckReminders()
    {
        if (draft.Cycle?.Reminders is not { } reminders)
            return;

        UniqueLags(reminders.BeforeDue);
        foreach (var twice in reminders.AfterDue.GroupBy(step => (step.After?.Value, step.To?.Value)).SelectMany(same => same.Skip(1)))
        {
            if (twice is { After: { } after, To: not null })
                faults.Error(after.At, $"The step after {after.Value} is there twice.", "Remove one of them.");
        }

        foreach (var lag in reminders.AfterDue.Select(step => step.After).Append(reminders.CloseAfter).Append(reminders.ReturnWithin).Append(reminders.DecideWithin))
        {
            if (lag?.Value.Amount == 0)
                faults.Error(lag.At, $"'{lag.Value}' leaves no time.", "Write at least 1.");
        }

        var steps = reminders.BeforeDue.Count + reminders.AfterDue.Count;
        if (reminders.Cap is { } cap && steps > cap.Value)
            faults.Warning(cap.At, $"At most {cap.Value} mails are sent for a call, but there are {steps} steps; the last would never be sent.", $"Write {steps} or more, or remove steps.");
    }

    void UniqueLags(IReadOnlyList<Placed<Lag>> lags)
    {
        foreach (var twice in lags.GroupBy(lag => lag.Value).SelectMany(same => same.Skip(1)))
        {
            faults.Error(twice.At, $"'{twice.Value}' is there twice.", "Remove one of them.");
        }
    }

    bool Exists(Placed<string>? name, List<string>? known, string what, string file)
    {
        if (name is null || known is null || known.Contains(name.Value))
            return true;

        faults.Error(name.At, $"'{name.Value}' is not {what} of this plan.", known.Count == 0
            ? $"Add it to {file}."
            : $"Write one of {PlanNames.List([.. known.Distinct(StringComparer.Ordinal)])}, or add it to {file}.");
        return false;
    }

    void InOrder(Placed<DateOnly>? from, Placed<DateOnly>? to, string first, string second)
    {
        if (from is not null && to is not null && to.Value < from.Value)
            faults.Error(to.At, $"'{second}' ({Day(to.Value)}) is before '{first}' ({Day(from.Value)}).", "Exchange or correct the dates.");
    }

    static List<string>? Codes(IReadOnlyList<OrganisationDraft>? organisations) =>
        organisations?.Select(organisation => organisation.Code).OfType<Placed<string>>().Select(code => code.Value).ToList();

    static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    static string Capital(string word) => char.ToUpperInvariant(word[0]) + word[1..];
}
