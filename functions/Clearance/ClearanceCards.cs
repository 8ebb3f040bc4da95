using Assessment.Cycle;
using Assessment.DataCalls;
using Assessment.Evidence;
using Assessment.Evidence.PersonalData;
using Assessment.Mail;
using Assessment.Review;
using Assessment.Teams;

namespace Assessment.Clearance;

/// <summary>The questions that must be settled before an answer is reviewed, each in the language of the first person who is asked.</summary>
public static class ClearanceCards
{
    /// <summary>Who releases an organisation's answers: its heads, or in their absence the signatories of its ministry. Nobody when there is neither.</summary>
    public static IReadOnlyList<Person> Releasers(RoundInPlan round, DataCall call, DateTimeOffset now) => round.People(Role.Head, now, call.Organisation) is { Count: > 0 } heads
        ? heads
        : round.Plan.MinistryOf(call.Organisation) is { } ministry ? round.People(Role.Signatory, now, ministry.Code) : [];

    /// <summary>Who may settle findings and grades.</summary>
    public static IReadOnlyList<Person> Settlers(RoundInPlan round, DateTimeOffset now) => round.People(Role.Secretariat, now);

    /// <summary>Who may be the second to override: anybody in the secretariat, its head or the chair, but not the first.</summary>
    public static IReadOnlyList<Person> Seconds(RoundInPlan round, string? first, DateTimeOffset now) =>
    [
        .. Settlers(round, now).Concat(round.People(Role.Head, now, round.Plan.Cycle.Secretariat)).Concat(round.People(Role.Chair, now)).Where(person => person.Id != first),
    ];

    public static Card For(RoundInPlan round, DataCall call, Item item, Concern concern, DateTimeOffset now) => concern switch
    {
        { Matter: Matter.Release } => Release(round, call, item, concern, Releasers(round, call, now)),
        { Matter: Matter.Grade } => Graded(round, call, item, concern, Settlers(round, now)),
        { AwaitsSecond: true } => Second(round, call, item, concern, Seconds(round, concern.Last?.By, now)),
        _ => Found(round, call, item, concern, Settlers(round, now), Seconds(round, first: null, now).Count > 1),
    };

    /// <summary>What it is about, in words: a file by its name, with what was found in the name overwritten.</summary>
    public static string PartOf(Concern concern, Language language) => concern switch
    {
        { File: { } file } => ShownName.Of(Redaction.Overwrite(file.OriginalName, concern.Findings.Where(finding => finding.Where == "file name"))),
        { Text: not null } => Texts.Fill(language, "clearance-words"),
        _ => Texts.Fill(language, "clearance-answer"),
    };

    /// <summary>What was found, by kind: "identity card number: 2; passport number: 1".</summary>
    public static string CountsOf(Concern concern, Language language)
    {
        var kinds = concern.Findings.GroupBy(finding => finding.Kind).OrderBy(group => group.Key).Select(group => $"{KindOf(group.Key, language)}: {group.Count()}").ToList();
        if (concern.Found > concern.Findings.Count)
        {
            kinds.Add(Texts.Fill(language, "clearance-more", ("count", Texts.Number(concern.Found - concern.Findings.Count))));
        }

        return string.Join("; ", concern.Unreadable is { } why ? [.. kinds, why.TrimEnd('.')] : kinds);
    }

    /// <summary>Why an answer goes back to the agency: what was found and where, never the thing itself.</summary>
    public static string WhyReturned(Concern concern, Language language) => Texts.Fill(
        language,
        concern.Matter == Matter.Grade ? "clearance-return-grade" : "clearance-return-data",
        ("part", PartOf(concern, language)),
        ("grade", concern.Grade.Word()),
        ("found", FindingsOf(concern, language)));

    /// <summary>The answer as it is, but for what a search found in its words: a card never repeats that.</summary>
    static Card Release(RoundInPlan round, DataCall call, Item item, Concern concern, IReadOnlyList<Person> people)
    {
        var language = LanguageOf(people);
        var policy = ScanPolicies.Of(round.Plan);
        var answer = AnswerTexts.Map(item.Answer!, text => Cleaning.Redacted(text, policy));
        return new Card
        {
            Key = concern.CardKey,
            Kind = CardKind.HeadRelease,
            For = [.. people.Select(person => person.Id)],
            Instance = call.Instance,
            About = $"{call.Id}/{item.Code}",
            Title = Title(round, call, item, "clearance-release-title", language),
            Text = answer.Narrative ?? answer.NothingToReport ?? Texts.Fill(language, "clearance-release-none"),
            Facts =
            [
                .. answer.Figures.Select(figure => new CardFact(figure.Indicator, ReviewCards.FigureText(round, item, figure))),
                .. answer.Files.Select(file => new CardFact(Texts.Fill(language, "clearance-file"), ShownName.Of(file.OriginalName))),
            ],
            Buttons = [Button(Choice.Release, language), Button(Choice.Return, language, needsReason: true)],
        };
    }

    static Card Found(RoundInPlan round, DataCall call, Item item, Concern concern, IReadOnlyList<Person> people, bool canOverride)
    {
        var language = LanguageOf(people);
        List<CardButton> buttons = [Button(Choice.Redact, language), Button(Choice.Return, language), Button(Choice.Override, language, needsReason: true)];
        return Question(round, call, item, concern, CardKind.PersonalData, people, "clearance-data-title", Texts.Fill(
            language,
            "clearance-data",
            ("part", PartOf(concern, language)),
            ("found", FindingsOf(concern, language)),
            ("note", concern.Note ?? ""))) with
        {
            Buttons = [.. buttons.Where(button => (button.Decision != Choice.Redact || !concern.CannotBeRedacted) && (button.Decision != Choice.Override || canOverride))],
        };
    }

    static Card Second(RoundInPlan round, DataCall call, Item item, Concern concern, IReadOnlyList<Person> people)
    {
        var language = LanguageOf(people);
        var first = concern.Last!;
        return Question(round, call, item, concern, CardKind.ConfirmOverride, people, "clearance-second-title", Texts.Fill(
            language,
            "clearance-second",
            ("part", PartOf(concern, language)),
            ("found", FindingsOf(concern, language)),
            ("first", round.Person(first.By)?.Name ?? first.By),
            ("reason", first.Reason ?? ""))) with
        {
            Buttons = [Button(Choice.Confirm, language, needsReason: true), Button(Choice.Reject, language, needsReason: true)],
        };
    }

    static Card Graded(RoundInPlan round, DataCall call, Item item, Concern concern, IReadOnlyList<Person> people)
    {
        var language = LanguageOf(people);
        return Question(round, call, item, concern, CardKind.Grade, people, "clearance-grade-title", Texts.Fill(
            language,
            "clearance-grade",
            ("part", PartOf(concern, language)),
            ("grade", concern.Grade.Word()))) with
        {
            Buttons = [Button(Choice.LeaveOut, language), Button(Choice.Declassify, language, needsReason: true), Button(Choice.Return, language)],
        };
    }

    static Card Question(RoundInPlan round, DataCall call, Item item, Concern concern, CardKind kind, IReadOnlyList<Person> people, string title, string text) => new()
    {
        Key = concern.CardKey,
        Kind = kind,
        For = [.. people.Select(person => person.Id)],
        Instance = call.Instance,
        About = $"{call.Id}/{item.Code}",
        Title = Title(round, call, item, title, LanguageOf(people)),
        Text = text,
        Buttons = [],
    };

    static string Title(RoundInPlan round, DataCall call, Item item, string key, Language language) => Texts.Fill(
        language, key, ("organisation", call.Organisation), ("code", item.Code), ("round", round.Round.Title));

    static string FindingsOf(Concern concern, Language language)
    {
        var lines = concern.Findings.Select(finding => $"- {KindOf(finding.Kind, language)}: {finding.Excerpt} ({finding.Where})").ToList();
        if (concern.Found > concern.Findings.Count)
        {
            lines.Add("- " + Texts.Fill(language, "clearance-more", ("count", Texts.Number(concern.Found - concern.Findings.Count))));
        }

        return string.Join("\n", concern.Unreadable is { } why ? [.. lines, $"- {why}"] : lines);
    }

    static string KindOf(FindingKind kind, Language language) => Texts.Fill(language, $"finding-{kind.ToString().ToLowerInvariant()}");

    static CardButton Button(string choice, Language language, bool needsReason = false) => new(choice, Texts.Fill(language, $"button-{choice}"), needsReason);

    static Language LanguageOf(IReadOnlyList<Person> people) => people.Count == 0 ? Language.En : people[0].Language;
}
