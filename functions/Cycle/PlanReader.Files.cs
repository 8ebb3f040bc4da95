namespace Assessment.Cycle;

/// <summary>What each file of a cycle holds.</summary>
public static partial class PlanReader
{
    static readonly TimeOnly UsualOpening = new(9, 0);
    static readonly TimeOnly UsualClosing = new(17, 0);

    static CycleDraft? ReadCycle(PlanSource source, DateTimeOffset startedAt)
    {
        if (source.Yaml("cycle.yaml") is not { } file)
            return null;

        var id = file.Take("id", PlanKinds.Id);
        var title = file.Take("title", PlanKinds.Text);
        var (from, to) = ReadSpan(file, "period");
        var zone = file.Take("timeZone", PlanKinds.TimeZone);
        var starts = file.TakeIfThere("starts", PlanKinds.Moment);
        var mailbox = file.Take("mailbox", PlanKinds.Email);
        var secretariat = file.Take("secretariat", PlanKinds.Text);
        var channel = file.TakeSection("channel");
        var office = file.TakeSection("office", required: false);
        var opens = office?.Take("opens", PlanKinds.Time)?.Value ?? UsualOpening;
        var draft = new CycleDraft
        {
            Id = id,
            Title = title,
            From = from,
            To = to,
            Zone = zone,
            Start = ReadStart(starts, zone?.Value, opens, startedAt, source.Faults),
            Mailbox = mailbox,
            Secretariat = secretariat,
            ChannelName = channel?.Take("name", PlanKinds.Text),
            Channel = channel?.Take("address", PlanKinds.Email),
            Languages = ReadLanguages(file),
            OfficeAt = office?.At ?? file.At,
            OfficeOpens = opens,
            OfficeCloses = office?.Take("closes", PlanKinds.Time)?.Value ?? UsualClosing,
            LinkCode = file.TakeIfThere("linkCode", PlanKinds.YesNo)?.Value ?? false,
            CorrectionsUntil = file.TakeIfThere("correctionsUntil", PlanKinds.Date)?.Value,
            KeepUntil = file.TakeIfThere("keepUntil", PlanKinds.Date),
            Illustrative = file.TakeIfThere("illustrative", PlanKinds.YesNo)?.Value ?? false,
            Reminders = file.TakeSection("reminders") is { } reminders ? ReadReminders(reminders) : null,
            Figures = file.TakeSection("figures", required: false) is { } figures ? ReadFigures(figures) : null,
            Clearance = file.TakeSection("clearance", required: false) is { } clearance ? ReadClearance(clearance) : null,
        };

        channel?.ReportUnknownKeys();
        office?.ReportUnknownKeys();
        file.ReportUnknownKeys();
        return draft;
    }

    static IReadOnlyList<Placed<Language>> ReadLanguages(PlanSection file)
    {
        var languages = file.TakeList("languages", PlanKinds.Language, required: false);
        return languages.Count > 0 ? languages : [new(Language.Ms, file.At), new(Language.En, file.At)];
    }

    static PlanMoment? ReadStart(Placed<WrittenMoment>? starts, Zone? zone, TimeOnly opens, DateTimeOffset startedAt, PlanFaults faults)
    {
        if (starts is null)
            return new PlanMoment(zone?.In(startedAt) ?? startedAt, Floats: true);

        if (zone is null)
            return null;

        if (starts.Value.Day is { } day)
            return PlanMoments.OnDate(day, starts.Value.Time ?? opens, zone, starts, faults);

        faults.Error(starts.At, $"'{starts.Value.Text}' cannot be the start: offsets are counted from it.", "Write a date, or leave 'starts' out: the cycle then starts when it is started.");
        return null;
    }

    static (Placed<DateOnly>? From, Placed<DateOnly>? To) ReadSpan(PlanSection file, string key)
    {
        if (file.TakeSection(key) is not { } span)
            return (null, null);

        var read = (span.Take("from", PlanKinds.Date), span.Take("to", PlanKinds.Date));
        span.ReportUnknownKeys();
        return read;
    }

    static RemindersDraft ReadReminders(PlanSection section)
    {
        var draft = new RemindersDraft
        {
            At = section.At,
            TimeOfDay = section.TakeIfThere("at", PlanKinds.Time)?.Value ?? UsualOpening,
            BeforeDue = section.TakeList("beforeDue", PlanKinds.Lag),
            AfterDue = [.. section.TakeSections("afterDue").Select(ReadEscalation)],
            CloseAfter = section.Take("closeAfter", PlanKinds.Lag),
            ReturnWithin = section.Take("returnWithin", PlanKinds.Lag),
            DecideWithin = section.Take("decideWithin", PlanKinds.Lag),
            Cap = section.Take("cap", PlanKinds.Count),
        };
        section.ReportUnknownKeys();
        return draft;
    }

    static FiguresDraft ReadFigures(PlanSection section)
    {
        var draft = new FiguresDraft(section.TakeIfThere("jump", PlanKinds.Number), section.TakeIfThere("leastDifference", PlanKinds.Number));
        section.ReportUnknownKeys();
        return draft;
    }

    static EscalationDraft ReadEscalation(PlanSection section)
    {
        var draft = new EscalationDraft(section.At, section.Take("after", PlanKinds.Lag), section.Take("to", PlanKinds.Audience));
        section.ReportUnknownKeys();
        return draft;
    }

    static List<RoundDraft>? ReadRounds(PlanSource source, PlanMoments moments) =>
        ReadList(source, "rounds.yaml", "rounds", section => ReadRound(section, moments));

    static RoundDraft ReadRound(PlanSection section, PlanMoments moments)
    {
        var id = section.Take("id", PlanKinds.Id);
        var title = section.Take("title", PlanKinds.Text);
        var (from, to) = ReadSpan(section, "covers");
        var opens = section.Take("opens", PlanKinds.Moment);
        var repliesDue = section.Take("repliesDue", PlanKinds.Moment);
        var signOffBy = section.Take("signOffBy", PlanKinds.Moment);
        var endorsementBy = section.TakeIfThere("endorsementBy", PlanKinds.Moment);
        var (hardDate, hardDateZone) = ReadHardDate(section, moments);
        var takesAll = section.IsPlain("recommendations");
        if (takesAll)
            section.Take("recommendations", AllRecommendations);

        var draft = new RoundDraft
        {
            At = section.At,
            Id = id,
            Title = title,
            CoversFrom = from,
            CoversTo = to,
            Opens = moments.Resolve(opens, moments.OfficeOpens),
            RepliesDue = moments.Resolve(repliesDue, moments.OfficeCloses),
            SignOffBy = moments.Resolve(signOffBy, moments.OfficeCloses),
            EndorsementBy = moments.Resolve(endorsementBy, moments.OfficeCloses),
            HardDate = hardDate,
            HardDateZone = hardDateZone,
            SubmittedAbroad = section.Take("submittedAbroad", PlanKinds.YesNo),
            Supplements = section.TakeIfThere("supplements", PlanKinds.Id),
            TakesAll = takesAll,
            Codes = takesAll ? [] : section.TakeList("recommendations", PlanKinds.Text),
            AskSupporting = section.Take("ask", PlanKinds.AskSupporting),
        };
        section.ReportUnknownKeys();
        return draft;
    }

    static PlanKind<bool> AllRecommendations { get; } = new("a choice of recommendations", "all, or a list of codes such as [R01, R02]", (string text, out bool value) =>
    {
        value = text == "all";
        return value;
    });

    /// <summary>A plain moment in the cycle's zone, or one in the zone in which the assessor states it.</summary>
    static (Placed<PlanMoment>? At, Zone? Zone) ReadHardDate(PlanSection section, PlanMoments moments)
    {
        if (section.IsPlain("hardDate"))
            return (moments.Resolve(section.Take("hardDate", PlanKinds.Moment), moments.OfficeCloses), moments.Zone);

        if (section.TakeSection("hardDate") is not { } stated)
            return (null, null);

        var at = stated.Take("at", PlanKinds.Moment);
        var zone = stated.Take("timeZone", PlanKinds.TimeZone)?.Value;
        stated.ReportUnknownKeys();
        return (moments.Resolve(at, moments.OfficeCloses, zone), zone);
    }

    static List<RecommendationDraft>? ReadRecommendations(PlanSource source) =>
        ReadList(source, "recommendations.yaml", "recommendations", ReadRecommendation);

    static RecommendationDraft ReadRecommendation(PlanSection section)
    {
        var draft = new RecommendationDraft
        {
            At = section.At,
            Code = section.Take("code", PlanKinds.Code),
            New = section.TakeIfThere("new", PlanKinds.YesNo)?.Value ?? false,
            Was = section.TakeIfThere("was", PlanKinds.Code)?.Value,
            Text = section.Take("text", PlanKinds.Text),
            TextMs = section.TakeIfThere("textMs", PlanKinds.Text)?.Value,
            Pillars = section.TakeList("pillars", PlanKinds.Pillar),
            Lead = section.Take("lead", PlanKinds.Text),
            Supporting = section.TakeList("supporting", PlanKinds.Text, required: false),
            Indicators = [.. section.TakeSections("indicators", required: false).Select(ReadIndicator)],
            Evidence = section.TakeList("evidence", PlanKinds.Text, required: false),
            Criteria = section.TakeList("criteria", PlanKinds.Count, required: false),
            NaptipPillars = section.TakeList("naptipPillars", PlanKinds.Pillar, required: false),
            NaptipGoals = section.TakeList("naptipGoals", PlanKinds.Text, required: false),
            NextStep = section.TakeIfThere("nextStep", PlanKinds.Text)?.Value,
        };
        section.ReportUnknownKeys();
        return draft;
    }

    static IndicatorDraft ReadIndicator(PlanSection section)
    {
        var draft = new IndicatorDraft
        {
            Id = section.Take("id", PlanKinds.Text),
            Name = section.Take("name", PlanKinds.Text),
            Unit = section.Take("unit", PlanKinds.Text),
            Disaggregation = section.TakeList("disaggregation", PlanKinds.Text, required: false),
            LastYear = section.TakeIfThere("lastYear", PlanKinds.Number),
            From = section.TakeList("from", PlanKinds.Text, required: false),
            Definition = section.TakeIfThere("definition", PlanKinds.Text)?.Value,
            AddsUp = section.TakeIfThere("addsUp", PlanKinds.YesNo)?.Value ?? false,
            TotalBy = section.TakeIfThere("totalBy", PlanKinds.Text),
            SameAs = section.TakeIfThere("sameAs", PlanKinds.Text),
            Each = section.TakeIfThere("each", PlanKinds.YesNo)?.Value ?? false,
        };
        section.ReportUnknownKeys();
        return draft;
    }

    /// <summary>Without the file there are no standards; a file that cannot be read gives null.</summary>
    static StandardsDraft? ReadStandards(PlanSource source)
    {
        if (!source.Has("criteria.yaml"))
            return new StandardsDraft([], [], []);

        if (source.Yaml("criteria.yaml") is not { } file)
            return null;

        var draft = new StandardsDraft(
            [.. file.TakeSections("criteria").Select(ReadCriterion)],
            [.. file.TakeSections("naptipGoals", required: false).Select(ReadGoal)],
            file.TakeList("lawWords", PlanKinds.Text, required: false));
        file.ReportUnknownKeys();
        return draft;
    }

    static CriterionDraft ReadCriterion(PlanSection section)
    {
        var draft = new CriterionDraft(section.Take("number", PlanKinds.Count), section.Take("title", PlanKinds.Text), section.Take("text", PlanKinds.Text));
        section.ReportUnknownKeys();
        return draft;
    }

    static GoalDraft ReadGoal(PlanSection section)
    {
        var draft = new GoalDraft(section.Take("id", PlanKinds.Text), section.Take("title", PlanKinds.Text), section.Take("pillar", PlanKinds.Pillar));
        section.ReportUnknownKeys();
        return draft;
    }

    static List<OrganisationDraft>? ReadOrganisations(PlanSource source) => source.Csv(
        "organisations.csv",
        ["code", "name", "nameMs", "kind", "ministry", "calendar", "language"],
        row => new OrganisationDraft
        {
            At = row.At,
            Code = row.Take("code", PlanKinds.Text) ?? row.Name("code"),
            Name = row.Take("name", PlanKinds.Text),
            NameMs = row.TakeIfThere("nameMs", PlanKinds.Text),
            Kind = row.Take("kind", PlanKinds.OrganisationKind),
            Ministry = row.TakeIfThere("ministry", PlanKinds.Text),
            Calendar = row.Take("calendar", PlanKinds.Text),
            Language = row.Take("language", PlanKinds.Language),
        });

    static List<PersonDraft>? ReadPeople(PlanSource source) => source.Csv(
        "people.csv",
        ["id", "name", "email", "organisation", "role", "language", "from", "to"],
        row => new PersonDraft
        {
            At = row.At,
            Id = row.Take("id", PlanKinds.Id),
            Name = row.Take("name", PlanKinds.Text),
            Email = row.Take("email", PlanKinds.Email),
            Organisation = row.Take("organisation", PlanKinds.Text),
            Role = row.Take("role", PlanKinds.Role),
            Language = row.TakeIfThere("language", PlanKinds.Language),
            From = row.TakeIfThere("from", PlanKinds.Date),
            To = row.TakeIfThere("to", PlanKinds.Date),
        });

    static List<CalendarDraft>? ReadCalendars(PlanSource source) =>
        ReadList(source, "calendars.yaml", "calendars", ReadCalendar);

    static CalendarDraft ReadCalendar(PlanSection section)
    {
        var draft = new CalendarDraft
        {
            At = section.At,
            Id = section.Take("id", PlanKinds.Id),
            Title = section.Take("title", PlanKinds.Text),
            Weekends = [.. section.TakeSections("weekends").Select(ReadWeekend)],
            Holidays = [.. section.TakeSections("holidays").Select(ReadHoliday)],
        };
        section.ReportUnknownKeys();
        return draft;
    }

    static WeekendDraft ReadWeekend(PlanSection section)
    {
        var draft = new WeekendDraft(
            section.At,
            section.TakeList("days", PlanKinds.Weekday),
            section.TakeIfThere("from", PlanKinds.Date),
            section.TakeIfThere("to", PlanKinds.Date));
        section.ReportUnknownKeys();
        return draft;
    }

    static HolidayDraft ReadHoliday(PlanSection section)
    {
        var draft = new HolidayDraft(
            section.Take("day", PlanKinds.Date),
            section.Take("name", PlanKinds.Text),
            section.TakeIfThere("declaredOn", PlanKinds.Date));
        section.ReportUnknownKeys();
        return draft;
    }

    /// <summary>A file that is one list; null when it cannot be read.</summary>
    static List<T>? ReadList<T>(PlanSource source, string file, string key, Func<PlanSection, T> read)
    {
        if (source.Yaml(file) is not { } section)
            return null;

        var list = section.TakeSections(key).Select(read).ToList();
        section.ReportUnknownKeys();
        if (section.IsEmptyList(key))
            source.Faults.Error(section.At, $"'{key}' is empty.", $"Add at least one entry below '{key}:'.");

        return list;
    }
}
