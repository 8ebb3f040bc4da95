using Assessment.Clearance;

namespace Assessment.Cycle;

/// <summary>
/// A plan while it is checked: every value with its place, null where it is absent or wrong. A list of null means that its
/// file could not be read, so that names in it are not reported as unknown.
/// </summary>
sealed record PlanDraft
{
    public required CycleDraft? Cycle { get; init; }
    public required IReadOnlyList<RoundDraft>? Rounds { get; init; }
    public required IReadOnlyList<RecommendationDraft>? Recommendations { get; init; }
    public required IReadOnlyList<OrganisationDraft>? Organisations { get; init; }
    public required IReadOnlyList<PersonDraft>? People { get; init; }
    public required IReadOnlyList<CalendarDraft>? Calendars { get; init; }
    public required StandardsDraft? Standards { get; init; }

    /// <summary>Null when the plan has none.</summary>
    public required LastYearDraft? LastYear { get; init; }

    /// <summary>The plan of a draft without errors.</summary>
    public Plan ToPlan() => new()
    {
        Cycle = Cycle!.ToCycle(),
        Reminders = Cycle.Reminders!.ToPolicy(),
        Figures = Cycle.Figures?.ToPolicy() ?? new FigurePolicy(),
        Clearance = Cycle.Clearance?.ToPlan() ?? new ClearancePlan(),
        Rounds = [.. Rounds!.Select(round => round.ToRound(AsksOf(round)))],
        Recommendations = [.. Recommendations!.Select(recommendation => recommendation.ToRecommendation())],
        Organisations = [.. Organisations!.Select(organisation => organisation.ToOrganisation())],
        People = [.. People!.Select(person => person.ToPerson(LanguageOf(person)))],
        Calendars = [.. Calendars!.Select(calendar => calendar.ToCalendar())],
        LastYear = LastYear?.ToLastYear(),
        Standards = Standards!.ToStandards(),
    };

    /// <summary>Who is asked what in a round: in the order of the recommendations the lead, then who supports, each once.</summary>
    public IReadOnlyList<Ask> AsksOf(RoundDraft round) => [.. (Recommendations ?? [])
        .Where(recommendation => recommendation.Code is { } code && (round.TakesAll || round.Codes.Any(taken => taken.Value == code.Value)))
        .SelectMany(recommendation => recommendation.Asked(round.AskSupporting?.Value ?? false)
            .Select(organisation => new Ask(organisation, recommendation.Code!.Value)))];

    /// <summary>The organisations that a round asks, in the order of organisations.csv.</summary>
    public IReadOnlyList<OrganisationDraft> AskedIn(RoundDraft round)
    {
        var asked = AsksOf(round).Select(ask => ask.Organisation).ToHashSet(StringComparer.Ordinal);
        return [.. (Organisations ?? []).Where(organisation => organisation.Code is { } code && asked.Contains(code.Value))];
    }

    public OrganisationDraft? Find(string? code) => Organisations?.FirstOrDefault(organisation => organisation.Code?.Value == code);

    /// <summary>The calendar by its id, as far as it is known when the cycle starts.</summary>
    public WorkCalendar? CalendarOf(OrganisationDraft? organisation) =>
        organisation?.Calendar is { } id
        && Cycle is { Zone: { } zone, Start: { } start }
        && Calendars?.FirstOrDefault(calendar => calendar.Id?.Value == id.Value) is { IsUsable: true } found
            ? new WorkCalendar(found.ToCalendar(), zone.Value, zone.Value.DayOf(start.At))
            : null;

    Language LanguageOf(PersonDraft person) => person.Language?.Value ?? Find(person.Organisation!.Value)!.Language!.Value;
}

/// <summary>A moment of the plan as an instant. It floats when it is counted from the start and not tied to a date.</summary>
sealed record PlanMoment(DateTimeOffset At, bool Floats);

sealed record CycleDraft
{
    public required Placed<string>? Id { get; init; }
    public required Placed<string>? Title { get; init; }
    public required Placed<DateOnly>? From { get; init; }
    public required Placed<DateOnly>? To { get; init; }
    public required Placed<Zone>? Zone { get; init; }

    /// <summary>Floats when the cycle starts whenever it is started.</summary>
    public required PlanMoment? Start { get; init; }
    public required Placed<string>? Mailbox { get; init; }
    public required Placed<string>? Secretariat { get; init; }
    public required Placed<string>? Channel { get; init; }
    public required Placed<string>? ChannelName { get; init; }
    public required IReadOnlyList<Placed<Language>> Languages { get; init; }
    public required Place OfficeAt { get; init; }
    public required TimeOnly OfficeOpens { get; init; }
    public required TimeOnly OfficeCloses { get; init; }
    public required bool LinkCode { get; init; }
    public DateOnly? CorrectionsUntil { get; init; }
    public required Placed<DateOnly>? KeepUntil { get; init; }
    public required bool Illustrative { get; init; }
    public required RemindersDraft? Reminders { get; init; }
    public required FiguresDraft? Figures { get; init; }
    public required ClearanceDraft? Clearance { get; init; }

    public CycleInfo ToCycle() => new()
    {
        Id = Id!.Value,
        Title = Title!.Value,
        From = From!.Value,
        To = To!.Value,
        TimeZone = Zone!.Value.Id,
        Starts = Start!.At,
        StartsWhenStarted = Start.Floats,
        Mailbox = Mailbox!.Value,
        Secretariat = Secretariat!.Value,
        Channel = Channel!.Value,
        ChannelName = ChannelName!.Value,
        Languages = [.. Languages.Select(language => language.Value)],
        OfficeOpens = OfficeOpens,
        OfficeCloses = OfficeCloses,
        LinkCode = LinkCode,
        CorrectionsUntil = CorrectionsUntil,
        KeepUntil = KeepUntil?.Value,
        Illustrative = Illustrative,
    };
}

sealed record RemindersDraft
{
    public required Place At { get; init; }
    public required TimeOnly TimeOfDay { get; init; }
    public required IReadOnlyList<Placed<Lag>> BeforeDue { get; init; }
    public required IReadOnlyList<EscalationDraft> AfterDue { get; init; }
    public required Placed<Lag>? CloseAfter { get; init; }
    public required Placed<Lag>? ReturnWithin { get; init; }
    public required Placed<Lag>? DecideWithin { get; init; }
    public required Placed<int>? Cap { get; init; }

    public ReminderPolicy ToPolicy() => new()
    {
        BeforeDue = [.. BeforeDue.Select(lag => lag.Value)],
        AfterDue = [.. AfterDue.Select(step => new EscalationStep(step.After!.Value, step.To!.Value))],
        CloseAfter = CloseAfter!.Value,
        ReturnWithin = ReturnWithin!.Value,
        DecideWithin = DecideWithin!.Value,
        Cap = Cap!.Value,
        At = TimeOfDay,
    };
}

sealed record FiguresDraft(Placed<decimal>? Jump, Placed<decimal>? LeastDifference)
{
    public FigurePolicy ToPolicy()
    {
        var usual = new FigurePolicy();
        return new FigurePolicy { Jump = Jump?.Value ?? usual.Jump, LeastDifference = LeastDifference?.Value ?? usual.LeastDifference };
    }
}

sealed record EscalationDraft(Place At, Placed<Lag>? After, Placed<Audience>? To);

sealed record RoundDraft
{
    public required Place At { get; init; }
    public required Placed<string>? Id { get; init; }
    public required Placed<string>? Title { get; init; }
    public required Placed<DateOnly>? CoversFrom { get; init; }
    public required Placed<DateOnly>? CoversTo { get; init; }
    public required Placed<PlanMoment>? Opens { get; init; }
    public required Placed<PlanMoment>? RepliesDue { get; init; }
    public required Placed<PlanMoment>? SignOffBy { get; init; }
    public required Placed<PlanMoment>? EndorsementBy { get; init; }
    public required Placed<PlanMoment>? HardDate { get; init; }
    public required Zone? HardDateZone { get; init; }
    public required Placed<bool>? SubmittedAbroad { get; init; }
    public required Placed<string>? Supplements { get; init; }
    public required bool TakesAll { get; init; }
    public required IReadOnlyList<Placed<string>> Codes { get; init; }
    public required Placed<bool>? AskSupporting { get; init; }

    /// <summary>How faults speak of the round.</summary>
    public string Name => Id is { } id ? $"round '{id.Value}'" : "this round";

    public Round ToRound(IReadOnlyList<Ask> asks) => new()
    {
        Id = Id!.Value,
        Title = Title!.Value,
        CoversFrom = CoversFrom!.Value,
        CoversTo = CoversTo!.Value,
        Opens = Opens!.Value.At,
        RepliesDue = RepliesDue!.Value.At,
        SignOffBy = SignOffBy!.Value.At,
        EndorsementBy = EndorsementBy?.Value.At,
        HardDate = HardDate!.Value.At,
        HardDateZone = HardDateZone!.Id,
        SubmittedAbroad = SubmittedAbroad!.Value,
        Supplements = Supplements?.Value,
        Asks = asks,
    };
}

sealed record RecommendationDraft
{
    public required Place At { get; init; }
    public required Placed<string>? Code { get; init; }
    public required bool New { get; init; }
    public required string? Was { get; init; }
    public required Placed<string>? Text { get; init; }
    public required string? TextMs { get; init; }
    public required IReadOnlyList<Placed<string>> Pillars { get; init; }
    public required Placed<string>? Lead { get; init; }
    public required IReadOnlyList<Placed<string>> Supporting { get; init; }
    public required IReadOnlyList<IndicatorDraft> Indicators { get; init; }
    public required IReadOnlyList<Placed<string>> Evidence { get; init; }
    public required IReadOnlyList<Placed<int>> Criteria { get; init; }
    public required IReadOnlyList<Placed<string>> NaptipPillars { get; init; }
    public required IReadOnlyList<Placed<string>> NaptipGoals { get; init; }
    public required string? NextStep { get; init; }

    public IEnumerable<string> Asked(bool supporting) => new[] { Lead }
        .Concat(supporting ? Supporting : [])
        .OfType<Placed<string>>()
        .Select(organisation => organisation.Value)
        .Distinct(StringComparer.Ordinal);

    public Recommendation ToRecommendation() => new()
    {
        Code = Code!.Value,
        New = New,
        Was = Was,
        Text = Text!.Value,
        TextMs = TextMs,
        Pillars = [.. Pillars.Select(pillar => pillar.Value)],
        Lead = Lead!.Value,
        Supporting = [.. Supporting.Select(organisation => organisation.Value).Where(code => code != Lead.Value).Distinct(StringComparer.Ordinal)],
        Indicators = [.. Indicators.Select(indicator => indicator.ToIndicator())],
        Evidence = [.. Evidence.Select(evidence => evidence.Value)],
        Criteria = [.. Criteria.Select(criterion => criterion.Value).Distinct().Order()],
        NaptipPillars = [.. NaptipPillars.Select(pillar => pillar.Value).Distinct(StringComparer.Ordinal)],
        NaptipGoals = [.. NaptipGoals.Select(goal => goal.Value).Distinct(StringComparer.Ordinal)],
        NextStep = NextStep,
    };
}

sealed record IndicatorDraft
{
    public required Placed<string>? Id { get; init; }
    public required Placed<string>? Name { get; init; }
    public required Placed<string>? Unit { get; init; }
    public required IReadOnlyList<Placed<string>> Disaggregation { get; init; }
    public required Placed<decimal>? LastYear { get; init; }
    public required IReadOnlyList<Placed<string>> From { get; init; }
    public required string? Definition { get; init; }
    public required bool AddsUp { get; init; }
    public required Placed<string>? TotalBy { get; init; }
    public required Placed<string>? SameAs { get; init; }
    public required bool Each { get; init; }

    public Indicator ToIndicator() => new()
    {
        Id = Id!.Value,
        Name = Name!.Value,
        Unit = Unit!.Value,
        Disaggregation = [.. Disaggregation.Select(part => part.Value)],
        LastYear = LastYear?.Value,
        From = [.. From.Select(organisation => organisation.Value)],
        Definition = Definition,
        AddsUp = AddsUp,
        TotalBy = TotalBy?.Value,
        SameAs = SameAs?.Value,
        Each = Each,
    };
}

sealed record StandardsDraft(IReadOnlyList<CriterionDraft> Criteria, IReadOnlyList<GoalDraft> Goals, IReadOnlyList<Placed<string>> LawWords)
{
    public Standards ToStandards() => new()
    {
        Criteria = [.. Criteria.Select(criterion => new Criterion(criterion.Number!.Value, criterion.Title!.Value, criterion.Text!.Value))],
        Goals = [.. Goals.Select(goal => new Goal(goal.Id!.Value, goal.Title!.Value, goal.Pillar!.Value))],
        LawWords = [.. LawWords.Select(word => word.Value.ToLowerInvariant())],
    };
}

sealed record CriterionDraft(Placed<int>? Number, Placed<string>? Title, Placed<string>? Text);

sealed record GoalDraft(Placed<string>? Id, Placed<string>? Title, Placed<string>? Pillar);

sealed record OrganisationDraft
{
    public required Place At { get; init; }
    public required Placed<string>? Code { get; init; }
    public required Placed<string>? Name { get; init; }
    public required Placed<string>? NameMs { get; init; }
    public required Placed<OrganisationKind>? Kind { get; init; }
    public required Placed<string>? Ministry { get; init; }
    public required Placed<string>? Calendar { get; init; }
    public required Placed<Language>? Language { get; init; }

    /// <summary>The organisation that signs for this one, null for a partner.</summary>
    public string? SignedBy => Kind?.Value switch
    {
        OrganisationKind.Ministry => Code?.Value,
        OrganisationKind.Agency => Ministry?.Value,
        _ => null,
    };

    public Organisation ToOrganisation() => new()
    {
        Code = Code!.Value,
        Name = Name!.Value,
        NameMs = NameMs?.Value,
        Kind = Kind!.Value,
        Ministry = Kind.Value == OrganisationKind.Agency ? Ministry!.Value : null,
        Calendar = Calendar!.Value,
        Language = Language!.Value,
    };
}

sealed record PersonDraft
{
    public required Place At { get; init; }
    public required Placed<string>? Id { get; init; }
    public required Placed<string>? Name { get; init; }
    public required Placed<string>? Email { get; init; }
    public required Placed<string>? Organisation { get; init; }
    public required Placed<Role>? Role { get; init; }
    public required Placed<Language>? Language { get; init; }
    public required Placed<DateOnly>? From { get; init; }
    public required Placed<DateOnly>? To { get; init; }

    /// <summary>Dates that are the wrong way round are a fault of their own and limit nothing.</summary>
    public bool IsValidOn(DateOnly day) => From?.Value > To?.Value || (!(From?.Value > day) && !(To?.Value < day));

    public Person ToPerson(Language language) => new()
    {
        Id = Id!.Value,
        Name = Name!.Value,
        Email = Email!.Value,
        Organisation = Organisation!.Value,
        Role = Role!.Value,
        Language = language,
        From = From?.Value,
        To = To?.Value,
    };
}

sealed record CalendarDraft
{
    public required Place At { get; init; }
    public required Placed<string>? Id { get; init; }
    public required Placed<string>? Title { get; init; }
    public required IReadOnlyList<WeekendDraft> Weekends { get; init; }
    public required IReadOnlyList<HolidayDraft> Holidays { get; init; }

    /// <summary>False for a calendar without a working day in the week: nothing can be counted in it.</summary>
    public bool IsUsable => Weekends.All(weekend => weekend.LeavesWork);

    public CalendarPlan ToCalendar() => new()
    {
        Id = Id!.Value,
        Title = Title?.Value ?? "",
        Weekends = [.. Weekends.Select(weekend => new WeekendRule([.. weekend.Days.Select(day => day.Value)], weekend.From?.Value, weekend.To?.Value))],
        Holidays = [.. Holidays
            .Where(holiday => holiday.Day is not null)
            .Select(holiday => new Holiday(holiday.Day!.Value, holiday.Name?.Value ?? "holiday", holiday.DeclaredOn?.Value))],
    };
}

sealed record WeekendDraft(Place At, IReadOnlyList<Placed<DayOfWeek>> Days, Placed<DateOnly>? From, Placed<DateOnly>? To)
{
    public bool LeavesWork => Days.Select(day => day.Value).Distinct().Count() < 7;
}

sealed record HolidayDraft(Placed<DateOnly>? Day, Placed<string>? Name, Placed<DateOnly>? DeclaredOn);
