using Assessment.Corrections;
using Assessment.Cycle;
using Assessment.Teams;

namespace Assessment.Host.Sandbox;

public sealed record ScenarioReading(Scenario? Scenario, IReadOnlyList<PlanFault> Faults);

/// <summary>Reads scenario.yaml beside a plan, and reports every fault in it as the plan's own files do.</summary>
public static class ScenarioReader
{
    public const string FileName = "scenario.yaml";

    static readonly Dictionary<string, CardKind> Cards = Enum.GetValues<CardKind>().ToDictionary(Kebab, kind => kind, StringComparer.Ordinal);

    static PlanKind<Trigger> TriggerKind { get; } = OneOf<Trigger>("a mail that somebody answers");

    static PlanKind<ReplyThread> ThreadKind { get; } = OneOf<ReplyThread>("a way to answer");

    static PlanKind<ReplyWay> WayKind { get; } = OneOf<ReplyWay>("a form of answer");

    static PlanKind<ReplyKind> ReplyKindKind { get; } = OneOf<ReplyKind>("a kind of reply");

    static PlanKind<CardKind> CardKindKind { get; } = new("a kind of card", string.Join(", ", Cards.Keys), (string text, out CardKind value) => Cards.TryGetValue(text, out value));

    /// <summary>The scenario of a cycle's folder, or of a file elsewhere; without a file nobody does anything.</summary>
    public static ScenarioReading Read(string folder, string? file, Plan plan)
    {
        var path = file ?? Path.Combine(folder, FileName);
        if (!File.Exists(path))
        {
            return file is null
                ? new ScenarioReading(Scenario.Nobody(folder), [])
                : new ScenarioReading(null, [new PlanFault(path, 0, 0, Severity.Error, "There is no such file.", "Name a scenario, or leave --scenario out to use the folder's own.")]);
        }

        var faults = new PlanFaults();
        var text = PlanText.Decode(FileName, File.ReadAllBytes(path), faults);
        var scenario = PlanYaml.Read(FileName, text, faults) is { } root ? Read(new PlanSection(root, faults), folder, plan, faults) : null;
        return new ScenarioReading(faults.HaveErrors ? null : scenario, faults.InOrder());
    }

    static Scenario Read(PlanSection root, string folder, Plan plan, PlanFaults faults)
    {
        var scenario = new Scenario
        {
            DecideAfter = ReadDelays(root.TakeSection("decideAfter", required: false), faults),
            Replies = [.. root.TakeSections("replies", required: false).Select(section => ReadReply(section, folder, plan, faults)).OfType<ScenarioReply>()],
            Decisions = [.. root.TakeSections("decisions", required: false).Select(section => ReadDecision(section, plan, faults)).OfType<ScenarioDecision>()],
            Successors = [.. root.TakeSections("successors", required: false).Select(section => ReadSuccessor(section, plan, faults)).OfType<ScenarioSuccessor>()],
            Amendments = [.. root.TakeSections("amendments", required: false).Select(section => ReadAmendment(section, folder, plan, faults)).OfType<ScenarioAmendment>()],
            Corrections = [.. root.TakeSections("corrections", required: false).Select(section => ReadCorrection(section, plan, faults)).OfType<ScenarioCorrection>()],
            Folder = folder,
        };
        root.ReportUnknownKeys();
        return scenario;
    }

    static Dictionary<CardKind, Lag> ReadDelays(PlanSection? section, PlanFaults faults)
    {
        var delays = new Dictionary<CardKind, Lag>();
        foreach (var key in section?.Keys ?? [])
        {
            if (!Cards.TryGetValue(key, out var kind))
            {
                faults.Error(section!.PlaceOf(key), $"'{key}' is not a kind of card.", $"Write one of {string.Join(", ", Cards.Keys)}.");
            }
            else if (section!.Take(key, PlanKinds.Lag) is { } lag)
            {
                delays[kind] = lag.Value;
            }
        }

        return delays;
    }

    static ScenarioReply? ReadReply(PlanSection section, string folder, Plan plan, PlanFaults faults)
    {
        var organisation = Known(section.Take("organisation", PlanKinds.Text), plan.Organisations.Select(one => one.Code), "an organisation", faults);
        var round = Known(section.Take("round", PlanKinds.Text), plan.Rounds.Select(one => one.Id), "a round", faults);
        var after = section.TakeIfThere("after", PlanKinds.Lag);
        var at = section.TakeIfThere("at", PlanKinds.Moment);
        if ((after is null) == (at is null))
        {
            faults.Error(section.At, "It is not clear when this reply is sent.", "Write either 'after' (a lag after the mail) or 'at' (a local date and time).");
        }

        var from = Known(section.TakeIfThere("from", PlanKinds.Text), plan.People.Select(person => person.Id), "a person", faults);
        var kind = section.TakeIfThere("kind", ReplyKindKind)?.Value ?? ReplyKind.Answer;
        var reply = new ScenarioReply
        {
            Organisation = organisation ?? "",
            Round = round ?? "",
            To = section.TakeIfThere("to", TriggerKind)?.Value ?? Trigger.Letter,
            Nth = section.TakeIfThere("nth", PlanKinds.Count)?.Value ?? 1,
            After = after?.Value,
            At = at is null ? null : Moment(at.Value, plan),
            From = from,
            Address = section.TakeIfThere("address", PlanKinds.Email)?.Value,
            Kind = kind,
            Thread = section.TakeIfThere("thread", ThreadKind)?.Value ?? ReplyThread.Reply,
            Form = section.TakeIfThere("form", WayKind)?.Value ?? ReplyWay.Text,
            Note = section.TakeIfThere("note", PlanKinds.Text)?.Value ?? "",
            Items = ReadItems(section.TakeSection("items", required: kind == ReplyKind.Answer), folder, plan, organisation, round, faults),
        };
        section.ReportUnknownKeys();
        return organisation is null || round is null ? null : reply;
    }

    static ScenarioSuccessor? ReadSuccessor(PlanSection section, Plan plan, PlanFaults faults)
    {
        var ids = plan.People.Select(person => person.Id).ToList();
        var person = Known(section.Take("person", PlanKinds.Text), ids, "a person", faults);
        var by = Known(section.Take("by", PlanKinds.Text), ids, "a person", faults);
        var at = section.Take("at", PlanKinds.Moment);
        var successor = new ScenarioSuccessor
        {
            Person = person ?? "",
            By = by ?? "",
            At = at is null ? default : Moment(at.Value, plan),
            Successor = Known(section.TakeIfThere("successor", PlanKinds.Text), ids, "a person", faults),
            Name = section.TakeIfThere("name", PlanKinds.Text)?.Value,
            Email = section.TakeIfThere("email", PlanKinds.Email)?.Value,
        };
        if ((successor.Successor is null) == (successor.Name is null || successor.Email is null))
        {
            faults.Error(section.At, "It is not clear who follows.", "Write either 'successor' (a person's id) or 'name' and 'email'.");
        }

        section.ReportUnknownKeys();
        return person is null || by is null || at is null ? null : successor;
    }

    static List<ScenarioAnswer> ReadItems(PlanSection? items, string folder, Plan plan, string? organisation, string? round, PlanFaults faults)
    {
        var answers = new List<ScenarioAnswer>();
        foreach (var code in items?.Keys ?? [])
        {
            if (organisation is not null && round is not null && !plan.Round(round).Asks.Contains(new Ask(organisation, code)))
            {
                faults.Error(items!.PlaceOf(code), $"{organisation} is not asked about '{code}' in round {round}.", "Remove it, or ask in recommendations.yaml.");
            }
            else if (items!.TakeSection(code) is { } item)
            {
                answers.Add(ReadAnswer(code, item, folder, faults));
            }
        }

        return answers;
    }

    static ScenarioAnswer ReadAnswer(string code, PlanSection item, string folder, PlanFaults faults)
    {
        var files = item.TakeList("files", PlanKinds.Text, required: false);
        foreach (var file in files.Where(file => !File.Exists(Path.Combine(folder, file.Value))))
        {
            faults.Error(file.At, $"There is no file '{file.Value}' in the cycle's folder.", "Put it there, or correct its name.");
        }

        var answer = new ScenarioAnswer(code)
        {
            Answer = item.TakeIfThere("answer", PlanKinds.Text)?.Value,
            Nothing = item.TakeIfThere("nothing", PlanKinds.Text)?.Value,
            Grade = item.TakeIfThere("grade", PlanKinds.Text)?.Value,
            Internal = item.TakeIfThere("internal", PlanKinds.Text)?.Value,
            Extension = item.TakeIfThere("extension", PlanKinds.Date)?.Value,
            Reason = item.TakeIfThere("reason", PlanKinds.Text)?.Value,
            Figures = ReadFigures(item.TakeSection("figures", required: false), faults),
            Files = [.. files.Select(file => file.Value)],
            Infected = [.. item.TakeList("infected", PlanKinds.Text, required: false).Select(name => name.Value)],
        };
        item.ReportUnknownKeys();
        return answer;
    }

    static List<ScenarioFigure> ReadFigures(PlanSection? figures, PlanFaults faults)
    {
        var read = new List<ScenarioFigure>();
        foreach (var id in figures?.Keys ?? [])
        {
            if (figures!.TakeSection(id) is not { } section)
            {
                continue;
            }

            var parts = section.TakeSection("parts", required: false);
            var figure = new ScenarioFigure(id)
            {
                Value = section.TakeIfThere("value", PlanKinds.Number)?.Value,
                Unit = section.TakeIfThere("unit", PlanKinds.Text)?.Value,
                From = section.TakeIfThere("from", PlanKinds.Date)?.Value,
                To = section.TakeIfThere("to", PlanKinds.Date)?.Value,
                CutOff = section.TakeIfThere("cutOff", PlanKinds.Date)?.Value,
                Source = section.TakeIfThere("source", PlanKinds.Text)?.Value,
                Parts = [.. (parts?.Keys ?? []).Select(label => (label, value: parts!.Take(label, PlanKinds.Number))).Where(part => part.value is not null).Select(part => KeyValuePair.Create(part.label, part.value!.Value))],
                NotAvailable = section.TakeIfThere("notAvailable", PlanKinds.Text)?.Value,
                PlannedBy = section.TakeIfThere("plannedBy", PlanKinds.Date)?.Value,
            };
            if (figure.Value is null && figure.NotAvailable is null)
            {
                faults.Error(section.At, $"Figure {id} has neither a value nor a reason why there is none.", "Write 'value' or 'notAvailable'.");
            }

            section.ReportUnknownKeys();
            read.Add(figure);
        }

        return read;
    }

    static ScenarioDecision? ReadDecision(PlanSection section, Plan plan, PlanFaults faults)
    {
        var card = section.Take("card", CardKindKind);
        var decision = section.Take("decision", PlanKinds.Text);
        var items = section.TakeSection("items", required: false);
        var reasons = (items?.Keys ?? []).Select(code => $"{code}: {items!.Take(code, PlanKinds.Text)?.Value}").ToList();
        var read = new ScenarioDecision
        {
            Card = card?.Value ?? default,
            Organisation = Known(section.TakeIfThere("organisation", PlanKinds.Text), plan.Organisations.Select(one => one.Code), "an organisation", faults),
            Ministry = Known(section.TakeIfThere("ministry", PlanKinds.Text), plan.Organisations.Select(one => one.Code), "a ministry", faults),
            Round = Known(section.TakeIfThere("round", PlanKinds.Text), plan.Rounds.Select(one => one.Id), "a round", faults),
            Item = Known(section.TakeIfThere("item", PlanKinds.Code), plan.Recommendations.Select(one => one.Code), "a recommendation", faults),
            Indicator = Known(section.TakeIfThere("indicator", PlanKinds.Text), plan.Recommendations.SelectMany(one => one.Indicators).Select(one => one.Id), "an indicator", faults),
            Nth = section.TakeIfThere("nth", PlanKinds.Count)?.Value ?? 1,
            Decision = decision?.Value ?? "",
            Reason = section.TakeIfThere("reason", PlanKinds.Text)?.Value ?? (reasons.Count > 0 ? string.Join("; ", reasons) : null),
            After = section.TakeIfThere("after", PlanKinds.Lag)?.Value,
            By = Known(section.TakeIfThere("by", PlanKinds.Text), plan.People.Select(person => person.Id), "a person", faults),
        };
        section.ReportUnknownKeys();
        return card is null || decision is null ? null : read;
    }

    static ScenarioAmendment? ReadAmendment(PlanSection section, string folder, Plan plan, PlanFaults faults)
    {
        var at = section.Take("at", PlanKinds.Moment);
        var by = Known(section.Take("by", PlanKinds.Text), plan.People.Select(person => person.Id), "a person", faults);
        var files = section.Take("files", PlanKinds.Text);
        var reason = section.Take("reason", PlanKinds.Text);
        section.ReportUnknownKeys();
        if (files is not null && !Directory.Exists(Path.Combine(folder, files.Value)))
        {
            faults.Error(files.At, $"There is no folder '{files.Value}' in the cycle's folder.", "Put the changed files of the plan there, or correct its name.");
        }

        return at is null || by is null || files is null || reason is null
            ? null
            : new ScenarioAmendment(Moment(at.Value, plan), by, Path.Combine(folder, files.Value), reason.Value);
    }

    static ScenarioCorrection? ReadCorrection(PlanSection section, Plan plan, PlanFaults faults)
    {
        var at = section.Take("at", PlanKinds.Moment);
        var by = Known(section.Take("by", PlanKinds.Text), plan.People.Select(person => person.Id), "a person", faults);
        var round = Known(section.Take("round", PlanKinds.Text), plan.Rounds.Select(one => one.Id), "a round", faults);
        var known = plan.Rounds.Where(one => one.Id == round).SelectMany(one => one.Asks).Select(ask => $"{ask.Organisation}/{ask.Recommendation}").ToList();
        var items = section.TakeList("items", PlanKinds.Text).Select(item => round is null ? item.Value : Known(item, known, "an item of the round", faults)).OfType<string>().ToList();
        var reason = section.Take("reason", PlanKinds.Text);
        var until = section.Take("until", PlanKinds.Date);
        section.ReportUnknownKeys();
        return at is null || by is null || round is null || reason is null || until is null
            ? null
            : new ScenarioCorrection(Moment(at.Value, plan), by, round, new CorrectionWish(items, reason.Value, until.Value));
    }

    static string? Known(Placed<string>? written, IEnumerable<string> known, string what, PlanFaults faults)
    {
        var names = known.Distinct().ToList();
        if (written is null || names.Contains(written.Value))
        {
            return written?.Value;
        }

        var remedy = PlanNames.Nearest(written.Value, names) is { } near ? $"Write '{near}'." : $"Write one of {PlanNames.List(names)}.";
        faults.Error(written.At, $"'{written.Value}' is not {what} of this plan.", remedy);
        return null;
    }

    static DateTimeOffset Moment(WrittenMoment moment, Plan plan)
    {
        var zone = Zone.Of(plan.Cycle.TimeZone);
        return moment.Day is { } day ? zone.At(day, moment.Time ?? plan.Cycle.OfficeOpens) : plan.Cycle.Starts + moment.Offset!.Value.ToTimeSpan();
    }

    static PlanKind<T> OneOf<T>(string what)
        where T : struct, Enum
    {
        var names = Enum.GetValues<T>().ToDictionary(Kebab, value => value, StringComparer.Ordinal);
        return new PlanKind<T>(what, string.Join(", ", names.Keys), (string text, out T value) => names.TryGetValue(text, out value));
    }

    static string Kebab<T>(T value)
        where T : struct, Enum
        => string.Concat(value.ToString().Select((letter, index) => char.IsUpper(letter) && index > 0 ? $"-{char.ToLowerInvariant(letter)}" : char.ToLowerInvariant(letter).ToString()));
}
