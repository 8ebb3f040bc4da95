using System.Globalization;
using System.Text;
using Assessment.Clearance;
using Assessment.Submission;

namespace Assessment.Cycle;

/// <summary>Writes a plan as the files of its folder; reading them gives the same plan.</summary>
public static class PlanWriter
{
    /// <summary>The files by name. Same plan, same bytes.</summary>
    public static IReadOnlyDictionary<string, byte[]> Write(Plan plan)
    {
        var files = new SortedDictionary<string, byte[]>(StringComparer.Ordinal)
        {
            ["cycle.yaml"] = Bytes(Cycle(plan)),
            ["rounds.yaml"] = Bytes(Rounds(plan)),
            ["recommendations.yaml"] = Bytes(Recommendations(plan)),
            ["organisations.csv"] = Bytes(Organisations(plan)),
            ["people.csv"] = Bytes(People(plan)),
            ["calendars.yaml"] = Bytes(Calendars(plan)),
        };
        if (plan.Standards is { Criteria.Count: > 0 })
            files["criteria.yaml"] = Bytes(Standards(plan.Standards));

        if (plan.LastYear is { } lastYear)
            files[LastYear.FileName] = Bytes(Answers(lastYear));

        return files;
    }

    static byte[] Bytes(IEnumerable<string> lines) => Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n");

    static IEnumerable<string> Cycle(Plan plan)
    {
        var cycle = plan.Cycle;
        yield return $"id: {cycle.Id}";
        yield return $"title: {Yaml.Text(cycle.Title)}";
        yield return $"period: {Span(cycle.From, cycle.To)}";
        yield return $"timeZone: {cycle.TimeZone}";
        if (!cycle.StartsWhenStarted)
            yield return $"starts: {FullMoment(Zone.Of(cycle.TimeZone), cycle.Starts)}";

        yield return $"mailbox: {Yaml.Text(cycle.Mailbox)}";
        yield return $"secretariat: {Yaml.Text(cycle.Secretariat)}";
        yield return $"channel: {{ name: {Yaml.Text(cycle.ChannelName)}, address: {Yaml.Text(cycle.Channel)} }}";
        yield return $"languages: [{string.Join(", ", cycle.Languages.Select(Word))}]";
        yield return $"office: {{ opens: {Time(cycle.OfficeOpens)}, closes: {Time(cycle.OfficeCloses)} }}";
        if (cycle.LinkCode)
            yield return $"linkCode: {Word(cycle.LinkCode)}";

        if (cycle.CorrectionsUntil is { } until)
            yield return string.Create(CultureInfo.InvariantCulture, $"correctionsUntil: {until:yyyy-MM-dd}");

        if (cycle.KeepUntil is { } day)
            yield return $"keepUntil: {day:yyyy-MM-dd}";

        yield return $"illustrative: {Word(cycle.Illustrative)}";
        yield return $"figures: {{ jump: {plan.Figures.Jump.ToString(CultureInfo.InvariantCulture)}, leastDifference: {plan.Figures.LeastDifference.ToString(CultureInfo.InvariantCulture)} }}";
        foreach (var line in Clearance(plan.Clearance).Concat(Reminders(plan.Reminders)))
            yield return line;
    }

    /// <summary>Only what differs from the defaults.</summary>
    static IEnumerable<string> Clearance(ClearancePlan clearance)
    {
        if (CanonicalJson.Hash(clearance) == CanonicalJson.Hash(new ClearancePlan()))
            yield break;

        yield return "clearance:";
        yield return $"  grade: {clearance.Grade.Word()}";
        yield return $"  smallCells: {clearance.SmallCells.ToString(CultureInfo.InvariantCulture)}";
        foreach (var (key, values) in new[] { ("officialDomains", clearance.OfficialDomains), ("officialNumbers", clearance.OfficialNumbers), ("officialAddresses", clearance.OfficialAddresses) })
        {
            if (values.Count > 0)
                yield return $"  {key}: [{string.Join(", ", values.Select(Yaml.Text))}]";
        }

        if (clearance.Organisations.Count > 0)
            yield return "  organisations:";

        foreach (var own in clearance.Organisations)
            yield return $"    {Yaml.Text(own.Organisation)}: {{ {(own.Grade is { } grade ? $"grade: {grade.Word()}, " : "")}headReleases: {Word(own.HeadReleases)} }}";
    }

    static IEnumerable<string> Reminders(ReminderPolicy reminders) =>
    [
        "reminders:",
        $"  at: {Time(reminders.At)}",
        $"  beforeDue: [{string.Join(", ", reminders.BeforeDue)}]",
        .. List("  ", "afterDue", reminders.AfterDue.Select(step => $"    - {{ after: {step.After}, to: {Word(step.To)} }}")),
        $"  closeAfter: {reminders.CloseAfter}",
        $"  returnWithin: {reminders.ReturnWithin}",
        $"  decideWithin: {reminders.DecideWithin}",
        $"  cap: {reminders.Cap.ToString(CultureInfo.InvariantCulture)}",
    ];

    static IEnumerable<string> Rounds(Plan plan) => Spaced("rounds", plan.Rounds.Select(round => Round(plan, round)));

    static IEnumerable<string> Round(Plan plan, Round round)
    {
        var codes = plan.Recommendations.Select(recommendation => recommendation.Code).Where(code => round.Asks.Any(ask => ask.Recommendation == code)).ToList();
        var asksSupporting = round.Asks.Any(ask => plan.Recommendation(ask.Recommendation).Lead != ask.Organisation);
        yield return $"  - id: {round.Id}";
        yield return $"    title: {Yaml.Text(round.Title)}";
        yield return $"    covers: {Span(round.CoversFrom, round.CoversTo)}";
        yield return $"    opens: {Moment(plan, round.Opens, plan.Cycle.OfficeOpens)}";
        yield return $"    repliesDue: {Moment(plan, round.RepliesDue, plan.Cycle.OfficeCloses)}";
        yield return $"    signOffBy: {Moment(plan, round.SignOffBy, plan.Cycle.OfficeCloses)}";
        if (round.EndorsementBy is { } endorsement)
            yield return $"    endorsementBy: {Moment(plan, endorsement, plan.Cycle.OfficeCloses)}";

        yield return $"    hardDate: {{ at: {HardDate(plan, round)}, timeZone: {round.HardDateZone} }}";
        yield return $"    submittedAbroad: {Word(round.SubmittedAbroad)}";
        if (round.Supplements is { } supplements)
            yield return $"    supplements: {supplements}";

        yield return $"    recommendations: {(codes.Count == plan.Recommendations.Count ? "all" : $"[{string.Join(", ", codes)}]")}";
        yield return $"    ask: {(asksSupporting ? "lead-and-supporting" : "lead")}";
    }

    static string HardDate(Plan plan, Round round) => plan.Cycle.StartsWhenStarted
        ? Offset(plan, round.HardDate)
        : FullMoment(Zone.Of(round.HardDateZone), round.HardDate);

    static string Moment(Plan plan, DateTimeOffset at, TimeOnly usual)
    {
        var zone = Zone.Of(plan.Cycle.TimeZone);
        return plan.Cycle.StartsWhenStarted ? Offset(plan, at)
            : zone.TimeOf(at) == usual ? Day(zone.DayOf(at))
            : FullMoment(zone, at);
    }

    /// <summary>Counted from the start, in the largest unit that divides it.</summary>
    static string Offset(Plan plan, DateTimeOffset at)
    {
        var seconds = (long)(at - plan.Cycle.Starts).TotalSeconds;
        var (amount, unit) = (seconds % 86_400, seconds % 3_600, seconds % 60) switch
        {
            (0, _, _) => (seconds / 86_400, "d"),
            (_, 0, _) => (seconds / 3_600, "h"),
            (_, _, 0) => (seconds / 60, "m"),
            _ => (seconds, "s"),
        };
        return string.Create(CultureInfo.InvariantCulture, $"+{amount}{unit}");
    }

    static IEnumerable<string> Recommendations(Plan plan) => Spaced("recommendations", plan.Recommendations.Select(Recommendation));

    static IEnumerable<string> Recommendation(Recommendation recommendation) =>
    [
        $"  - code: {recommendation.Code}",
        $"    new: {Word(recommendation.New)}",
        .. Optional("    was", recommendation.Was),
        $"    text: {Yaml.Text(recommendation.Text)}",
        .. Optional("    textMs", recommendation.TextMs),
        $"    pillars: {Texts(recommendation.Pillars)}",
        $"    lead: {Yaml.Text(recommendation.Lead)}",
        $"    supporting: {Texts(recommendation.Supporting)}",
        .. List("    ", "indicators", recommendation.Indicators.Select(indicator => $"      - {Flow(Indicator(indicator))}")),
        $"    evidence: {Texts(recommendation.Evidence)}",
        $"    criteria: [{string.Join(", ", recommendation.Criteria.Select(number => number.ToString(CultureInfo.InvariantCulture)))}]",
        $"    naptipPillars: {Texts(recommendation.NaptipPillars)}",
        $"    naptipGoals: {Texts(recommendation.NaptipGoals)}",
        .. Optional("    nextStep", recommendation.NextStep),
    ];

    static IEnumerable<(string, string?)> Indicator(Indicator indicator) =>
    [
        ("id", Yaml.Text(indicator.Id)),
        ("name", Yaml.Text(indicator.Name)),
        ("unit", Yaml.Text(indicator.Unit)),
        ("disaggregation", indicator.Disaggregation.Count == 0 ? null : Texts(indicator.Disaggregation)),
        ("lastYear", Number(indicator.LastYear)),
        ("from", indicator.From.Count == 0 ? null : Texts(indicator.From)),
        ("definition", Yaml.TextOrNull(indicator.Definition)),
        ("addsUp", indicator.AddsUp ? "true" : null),
        ("totalBy", Yaml.TextOrNull(indicator.TotalBy)),
        ("sameAs", Yaml.TextOrNull(indicator.SameAs)),
        ("each", indicator.Each ? "true" : null),
    ];

    static IEnumerable<string> Standards(Standards standards) =>
    [
        .. List("", "criteria", standards.Criteria.Select(criterion => $"  - {Flow([("number", criterion.Number.ToString(CultureInfo.InvariantCulture)), ("title", Yaml.Text(criterion.Title)), ("text", Yaml.Text(criterion.Text))])}")),
        .. List("", "naptipGoals", standards.Goals.Select(goal => $"  - {Flow([("id", Yaml.Text(goal.Id)), ("title", Yaml.Text(goal.Title)), ("pillar", Yaml.Text(goal.Pillar))])}")),
        $"lawWords: {Texts(standards.LawWords)}",
    ];

    static IEnumerable<string> Organisations(Plan plan) => plan.Organisations
        .Select(organisation => Row(
            organisation.Code, organisation.Name, organisation.NameMs, organisation.Kind.ToString().ToLowerInvariant(), organisation.Ministry, organisation.Calendar, Word(organisation.Language)))
        .Prepend("code,name,nameMs,kind,ministry,calendar,language");

    static IEnumerable<string> People(Plan plan) => plan.People
        .Select(person => Row(
            person.Id, person.Name, person.Email, person.Organisation, PlanKinds.WordFor(person.Role), Word(person.Language), Day(person.From), Day(person.To)))
        .Prepend("id,name,email,organisation,role,language,from,to");

    static string Row(params string?[] cells) => string.Join(',', cells.Select(cell =>
        cell?.IndexOfAny([',', '"', '\n', '\r']) >= 0 ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell));

    static IEnumerable<string> Calendars(Plan plan) => Spaced("calendars", plan.Calendars.Select(Calendar));

    static IEnumerable<string> Calendar(CalendarPlan calendar) =>
    [
        $"  - id: {calendar.Id}",
        $"    title: {Yaml.Text(calendar.Title)}",
        .. List("    ", "weekends", calendar.Weekends.Select(weekend => $"      - {Flow(Weekend(weekend))}")),
        .. List("    ", "holidays", calendar.Holidays.Select(holiday => $"      - {Flow(Holiday(holiday))}")),
    ];

    static IEnumerable<(string, string?)> Weekend(WeekendRule weekend) =>
    [
        ("days", $"[{string.Join(", ", weekend.Days.Select(day => day.ToString().ToLowerInvariant()))}]"),
        ("from", Day(weekend.From)),
        ("to", Day(weekend.To)),
    ];

    static IEnumerable<(string, string?)> Holiday(Holiday holiday) =>
        [("day", Day(holiday.Day)), ("name", Yaml.Text(holiday.Name)), ("declaredOn", Day(holiday.DeclaredOn))];

    static IEnumerable<string> Answers(LastYear lastYear) =>
    [
        $"package: {Yaml.Text(lastYear.Package)}",
        $"manifest: {Yaml.Text(lastYear.Manifest)}",
        $"cycle: {lastYear.Cycle}",
        $"round: {lastYear.Round}",
        .. Spaced("answers", lastYear.Answers.Select(Answer)),
    ];

    static IEnumerable<string> Answer(LastAnswer answer) =>
    [
        $"  - organisation: {Yaml.Text(answer.Organisation)}",
        $"    recommendation: {answer.Recommendation}",
        .. Optional("    was", answer.Was),
        .. Optional("    narrative", answer.Narrative),
        .. Optional("    nothingToReport", answer.NothingToReport),
        .. List("    ", "figures", answer.Figures.Select(figure => $"      - {Flow(Figure(figure))}")),
        $"    evidence: {Texts(answer.Evidence)}",
    ];

    static IEnumerable<(string, string?)> Figure(LastFigure figure) =>
    [
        ("indicator", Yaml.Text(figure.Indicator)),
        ("name", Yaml.Text(figure.Name)),
        ("value", Number(figure.Value)),
        ("unit", Yaml.TextOrNull(figure.Unit)),
        ("from", Day(figure.From)),
        ("to", Day(figure.To)),
        ("cutOff", Day(figure.CutOff)),
        ("source", Yaml.TextOrNull(figure.Source)),
        ("notAvailable", Yaml.TextOrNull(figure.NotAvailableBecause)),
        ("plannedBy", Day(figure.PlannedBy)),
    ];

    /// <summary>A key with a list of mappings, an empty line between them.</summary>
    static IEnumerable<string> Spaced(string key, IEnumerable<IEnumerable<string>> entries)
    {
        var written = entries.ToList();
        return List("", key, written.SelectMany((entry, index) => index == 0 ? entry : entry.Prepend("")));
    }

    static IEnumerable<string> List(string indent, string key, IEnumerable<string> entries)
    {
        var written = entries.ToList();
        return written.Count == 0 ? [$"{indent}{key}: []"] : [$"{indent}{key}:", .. written];
    }

    static IEnumerable<string> Optional(string key, string? text) => text is null ? [] : [$"{key}: {Yaml.Text(text)}"];

    static string Flow(IEnumerable<(string Key, string? Value)> pairs) =>
        $"{{ {string.Join(", ", pairs.Where(pair => pair.Value is not null).Select(pair => $"{pair.Key}: {pair.Value}"))} }}";

    static string Texts(IEnumerable<string> texts) => $"[{string.Join(", ", texts.Select(Yaml.Text))}]";

    static string Span(DateOnly from, DateOnly to) => $"{{ from: {Day(from)}, to: {Day(to)} }}";

    static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    static string? Day(DateOnly? day) => day is { } known ? Day(known) : null;

    static string FullMoment(Zone zone, DateTimeOffset at)
    {
        var local = zone.In(at);
        return local.ToString(local.Second == 0 ? "yyyy-MM-dd'T'HH:mm" : "yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);
    }

    static string Time(TimeOnly time) => time.ToString("\\\"HH:mm\\\"", CultureInfo.InvariantCulture);

    static string? Number(decimal? number) => number?.ToString("0.############################", CultureInfo.InvariantCulture);

    static string Word(bool yes) => yes ? "true" : "false";

    static string Word(Language language) => language.ToString().ToLowerInvariant();

    static string Word(Audience audience) => audience == Audience.FocalPoint ? "focal-point" : audience.ToString().ToLowerInvariant();

    /// <summary>Texts as YAML values, plain where nobody could read them as anything else.</summary>
    static class Yaml
    {
        static readonly string[] OtherMeanings = ["true", "false", "yes", "no", "on", "off", "null", "y", "n"];

        public static string? TextOrNull(string? text) => text is null ? null : Text(text);

        public static string Text(string text) => IsPlain(text) ? text : $"\"{string.Concat(text.Select(Escaped))}\"";

        static bool IsPlain(string text) =>
            text.Length > 0
            && char.IsAsciiLetter(text[0])
            && text[^1] != ' '
            && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is ' ' or '-' or '.' or '/' or '(' or ')' or '_' or ';' or '@' or '\'')
            && !OtherMeanings.Contains(text, StringComparer.OrdinalIgnoreCase);

        static string Escaped(char letter) => letter switch
        {
            '"' => "\\\"",
            '\\' => "\\\\",
            '\n' => "\\n",
            '\r' => "\\r",
            '\t' => "\\t",
            _ when NeedsCode(letter) => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)letter:X4}"),
            _ => letter.ToString(),
        };

        /// <summary>Controls, YAML's other line breaks and the byte order mark. A letter of two halves is written as it is.</summary>
        static bool NeedsCode(char letter) => char.IsControl(letter) || letter is '\u2028' or '\u2029' or '\ufeff' or '\ufffe' or '\uffff';
    }
}
