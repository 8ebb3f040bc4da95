using System.Text.Json.Serialization;
using Assessment.Clearance;

namespace Assessment.Cycle;

/// <summary>One assessment year as data: everything the secretariat decides before the year starts.</summary>
public sealed record Plan
{
    public required CycleInfo Cycle { get; init; }
    public required IReadOnlyList<Round> Rounds { get; init; }
    public required IReadOnlyList<Recommendation> Recommendations { get; init; }
    public required IReadOnlyList<Organisation> Organisations { get; init; }
    public required IReadOnlyList<Person> People { get; init; }
    public required IReadOnlyList<CalendarPlan> Calendars { get; init; }
    public required ReminderPolicy Reminders { get; init; }
    public Standards Standards { get; init; } = new();

    /// <summary>What was submitted last year, where the plan has it.</summary>
    public LastYear? LastYear { get; init; }

    [JsonIgnore]
    public IReadOnlyList<LastAnswer> LastAnswers => LastYear?.Answers ?? [];
    public FigurePolicy Figures { get; init; } = new();
    public ClearancePlan Clearance { get; init; } = new();

    public Round Round(string id) => Rounds.First(round => round.Id == id);

    public Organisation Organisation(string code) => Organisations.First(organisation => organisation.Code == code);

    public Recommendation Recommendation(string code) => Recommendations.First(recommendation => recommendation.Code == code);

    /// <summary>What an organisation answered to a recommendation last year, or null.</summary>
    public LastAnswer? LastAnswer(string organisation, string recommendation) =>
        LastAnswers.FirstOrDefault(answer => answer.Organisation == organisation && answer.Recommendation == recommendation);

    /// <summary>Last year's value for an organisation: what it stated itself, else what the plan says of the indicator.</summary>
    public decimal? LastValue(string organisation, Indicator indicator) => LastAnswers
        .Where(answer => answer.Organisation == organisation)
        .SelectMany(answer => answer.Figures)
        .FirstOrDefault(figure => figure.Indicator == indicator.Id)?.Value ?? indicator.LastYear;

    /// <summary>The ministry that signs for an organisation, or null for a partner, which never signs.</summary>
    public Organisation? MinistryOf(string organisation) => Organisation(organisation) switch
    {
        { Kind: OrganisationKind.Ministry } ministry => ministry,
        { Ministry: { } code } => Organisation(code),
        _ => null,
    };
}

/// <summary>The cycle itself. <c>Starts</c> is the moment from which offset dates ("+2m") of the plan are counted.</summary>
public sealed record CycleInfo
{
    public required string Id { get; init; }
    public required string Title { get; init; }
    public required DateOnly From { get; init; }
    public required DateOnly To { get; init; }
    public required string TimeZone { get; init; }
    public required DateTimeOffset Starts { get; init; }

    /// <summary>True when the plan names no start: it then begins when it is started, and its dates are offsets.</summary>
    public bool StartsWhenStarted { get; init; }

    /// <summary>The shared mailbox that asks and receives.</summary>
    public required string Mailbox { get; init; }

    /// <summary>The organisation that runs the cycle.</summary>
    public required string Secretariat { get; init; }

    /// <summary>Where a submission that leaves the country is handed in (mail address), and who that is.</summary>
    public required string Channel { get; init; }
    public required string ChannelName { get; init; }

    public IReadOnlyList<Language> Languages { get; init; } = [Language.Ms, Language.En];
    public TimeOnly OfficeOpens { get; init; } = new(9, 0);
    public TimeOnly OfficeCloses { get; init; } = new(17, 0);

    /// <summary>True when a personal link opens in a new browser only with a code that is sent to its person's mailbox.</summary>
    public bool LinkCode { get; init; }

    /// <summary>The last day on which a correction of what was submitted may be asked for; null when that ends with the last round.</summary>
    public DateOnly? CorrectionsUntil { get; init; }

    /// <summary>The day to whose end sealed evidence is kept as it is; kept by legal hold, until a person lifts it, when there is none.</summary>
    public DateOnly? KeepUntil { get; init; }

    /// <summary>True for samples: every document says that its content is invented.</summary>
    public bool Illustrative { get; init; }
}

/// <summary>One collection pass. All moments are instants; the plan's local dates are resolved when it is read.</summary>
public sealed record Round
{
    public required string Id { get; init; }
    public required string Title { get; init; }
    public required DateOnly CoversFrom { get; init; }
    public required DateOnly CoversTo { get; init; }
    public required DateTimeOffset Opens { get; init; }
    public required DateTimeOffset RepliesDue { get; init; }
    public required DateTimeOffset SignOffBy { get; init; }

    /// <summary>Null when the council does not endorse this round.</summary>
    public DateTimeOffset? EndorsementBy { get; init; }
    public required DateTimeOffset HardDate { get; init; }

    /// <summary>The zone in which the assessor states the hard date, for people's eyes.</summary>
    public required string HardDateZone { get; init; }

    /// <summary>False for a round whose package stays in the country.</summary>
    public required bool SubmittedAbroad { get; init; }

    /// <summary>The id of the round that this one adds to; its submission is then a note that says only what is new.</summary>
    public string? Supplements { get; init; }

    /// <summary>Who is asked what: one item per entry.</summary>
    public required IReadOnlyList<Ask> Asks { get; init; }
}

public sealed record Ask(string Organisation, string Recommendation);

public sealed record Recommendation
{
    public required string Code { get; init; }

    /// <summary>New compared with last year.</summary>
    public bool New { get; init; }

    /// <summary>Its code last year, where that was another.</summary>
    public string? Was { get; init; }
    public required string Text { get; init; }
    public string? TextMs { get; init; }
    public required IReadOnlyList<string> Pillars { get; init; }
    public required string Lead { get; init; }
    public IReadOnlyList<string> Supporting { get; init; } = [];
    public IReadOnlyList<Indicator> Indicators { get; init; } = [];

    /// <summary>What counts as an answer: typical evidence, in words.</summary>
    public IReadOnlyList<string> Evidence { get; init; } = [];

    /// <summary>Numbers of the assessor's criteria that it bears on.</summary>
    public IReadOnlyList<int> Criteria { get; init; } = [];

    /// <summary>Pillars and goals of the national action plan that it belongs to.</summary>
    public IReadOnlyList<string> NaptipPillars { get; init; } = [];
    public IReadOnlyList<string> NaptipGoals { get; init; } = [];

    /// <summary>What the government does next about it.</summary>
    public string? NextStep { get; init; }
}

/// <summary>A number that an organisation must state. <c>Id</c> is the recommendation's code, a dot and a number: R01.2.</summary>
public sealed record Indicator
{
    public required string Id { get; init; }
    public required string Name { get; init; }
    public required string Unit { get; init; }
    public IReadOnlyList<string> Disaggregation { get; init; } = [];
    public decimal? LastYear { get; init; }

    /// <summary>Who states it; empty means the lead of the recommendation.</summary>
    public IReadOnlyList<string> From { get; init; } = [];

    /// <summary>What exactly is counted.</summary>
    public string? Definition { get; init; }

    /// <summary>True when the values of several organisations add up to one; otherwise they are different counts of the same thing.</summary>
    public bool AddsUp { get; init; }

    /// <summary>The organisation whose value is the total of all; what the others state is part of it and is not added to it.</summary>
    public string? TotalBy { get; init; }

    /// <summary>The indicator, by its id, that counts the same thing; their values must agree.</summary>
    public string? SameAs { get; init; }

    /// <summary>True when each organisation counts its own: values that differ are no conflict.</summary>
    public bool Each { get; init; }

    /// <summary>Whether each organisation states a part, or a count of its own, so that their values need not agree.</summary>
    [JsonIgnore]
    public bool StatedApart => Each || (AddsUp && From.Count > 1);
}

/// <summary>What the submission is measured against: the assessor's criteria and the goals of the national action plan. Empty without criteria.yaml.</summary>
public sealed record Standards
{
    public IReadOnlyList<Criterion> Criteria { get; init; } = [];
    public IReadOnlyList<Goal> Goals { get; init; } = [];

    /// <summary>Words in the name of a file that mark it as a law, circular or directive, in lower case.</summary>
    public IReadOnlyList<string> LawWords { get; init; } = [];
}

public sealed record Criterion(int Number, string Title, string Text);

public sealed record Goal(string Id, string Title, string Pillar);

public enum OrganisationKind
{
    Ministry,
    Agency,
    Partner,
}

public sealed record Organisation
{
    /// <summary>The code people use: PDRM, "JTK Sabah".</summary>
    public required string Code { get; init; }
    public required string Name { get; init; }
    public string? NameMs { get; init; }
    public required OrganisationKind Kind { get; init; }

    /// <summary>The ministry that an agency belongs to; null for ministries and partners.</summary>
    public string? Ministry { get; init; }
    public required string Calendar { get; init; }
    public required Language Language { get; init; }

    /// <summary>The code as it appears in instance ids: lower case letters, digits and hyphens.</summary>
    [JsonIgnore]
    public string Slug => Cycle.Slug.Of(Code);
}

public enum Role
{
    FocalPoint,
    Alternate,
    Head,
    Signatory,
    Secretariat,
    Chair,
}

/// <summary>A person in a role, from a date and until a date; both ends are included, null is open.</summary>
public sealed record Person
{
    public required string Id { get; init; }
    public required string Name { get; init; }
    public required string Email { get; init; }
    public required string Organisation { get; init; }
    public required Role Role { get; init; }
    public required Language Language { get; init; }
    public DateOnly? From { get; init; }
    public DateOnly? To { get; init; }

    /// <summary>True while an automatic reply says so; not of the plan but of the running cycle.</summary>
    public bool IsAway { get; init; }

    /// <summary>True while mail to the person fails; not of the plan but of the running cycle.</summary>
    public bool IsUnreachable { get; init; }

    public bool IsValidOn(DateOnly day) => (From is null || From <= day) && (To is null || day <= To);
}

public enum Language
{
    Ms,
    En,
}

/// <summary>When an office works: a weekend rule with dates of validity, holidays, and days declared late.</summary>
public sealed record CalendarPlan
{
    public required string Id { get; init; }
    public required string Title { get; init; }
    public required IReadOnlyList<WeekendRule> Weekends { get; init; }
    public required IReadOnlyList<Holiday> Holidays { get; init; }
}

/// <summary>Which days are the weekend, from a date and until a date (both included, null is open).</summary>
public sealed record WeekendRule(IReadOnlyList<DayOfWeek> Days, DateOnly? From = null, DateOnly? To = null);

/// <summary>A day off. <c>DeclaredOn</c> is set for a day that became known only then; before it, the day counts as a working day.</summary>
public sealed record Holiday(DateOnly Day, string Name, DateOnly? DeclaredOn = null);

/// <summary>When people are reminded, who is told of silence, and when a call closes.</summary>
public sealed record ReminderPolicy
{
    /// <summary>How long before the due date, longest first.</summary>
    public required IReadOnlyList<Lag> BeforeDue { get; init; }

    /// <summary>Who is told how long after the due date, shortest first.</summary>
    public required IReadOnlyList<EscalationStep> AfterDue { get; init; }

    /// <summary>How long after the due date a call closes; what is missing then is stated as not provided.</summary>
    public required Lag CloseAfter { get; init; }

    /// <summary>How long an agency has for an item that was returned.</summary>
    public required Lag ReturnWithin { get; init; }

    /// <summary>How long a decision (release, review, signature, endorsement) may wait before its person is reminded.</summary>
    public required Lag DecideWithin { get; init; }

    /// <summary>At most this many reminders and escalations for one call, whoever receives them.</summary>
    public required int Cap { get; init; }

    /// <summary>When reminders that fall on a day are sent, in the recipient's local time.</summary>
    public TimeOnly At { get; init; } = new(9, 0);
}

/// <summary>When a value that differs from last year's is pointed out to the reviewer.</summary>
public sealed record FigurePolicy
{
    /// <summary>More than this many times last year's value, or less than one part in as many.</summary>
    public decimal Jump { get; init; } = 2.0m;

    /// <summary>A smaller difference is never pointed out: 1 to 3 is no jump.</summary>
    public decimal LeastDifference { get; init; } = 10;
}

public sealed record EscalationStep(Lag After, Audience To);

/// <summary>Who receives a reminder. Each step up includes those before it.</summary>
public enum Audience
{
    FocalPoint,
    Head,
    Signatory,
}
