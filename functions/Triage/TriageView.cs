using Assessment.Access;
using Assessment.Cycle;
using Assessment.DataCalls;
using Assessment.Evidence;
using Assessment.Mail;
using Assessment.Pages;
using Assessment.Review;
using Assessment.Web;

namespace Assessment.Triage;

/// <summary>The secretariat's pages as one of its members sees them.</summary>
sealed record TriageContext(Plan Plan, Person Person, PersonalLinkKey Key, string Root, Language Language, DateTimeOffset Now)
{
    public Words Words => Words.In(PageContext.Code(Language));

    public Zone Zone => Zone.Of(Plan.Cycle.TimeZone);

    public string At(string path, string? query = null) => $"{Root}{path}?lang={PageContext.Code(Language)}{(query is null ? "" : $"&{query}")}";

    public string Token(string taskId) => FormToken.For(Holder, Key, taskId, Now).Text;

    public bool IsMine(string taskId, string? token) => FormToken.Read(Holder, Key, taskId, token, Now) is not null;

    /// <summary>No personal link has such an address, so that no form of one kind passes as one of the other.</summary>
    string Holder => $"secretariat/{Plan.Cycle.Id}/{Person.Id}";
}

/// <summary>From tasks to what a page shows: pure.</summary>
static class TriageView
{
    const int LongestText = 2_000;

    public static Frame Frame(TriageContext page, string path) => new()
    {
        Words = page.Words,
        Secretariat = NameOf(page, page.Plan.Cycle.Secretariat),
        Cycle = page.Plan.Cycle.Title,
        Contact = "",
        Person = page.Person.Name,
        Organisation = NameOf(page, page.Person.Organisation),
        IsStaff = true,
        Home = page.At(""),
        OtherLanguage = $"{page.Root}{path}?lang={PageContext.Code(page.Language == Language.Ms ? Language.En : Language.Ms)}",
        IsIllustrative = page.Plan.Cycle.Illustrative,
    };

    public static TriageListView List(TriageContext page, IReadOnlyList<TriageTask> tasks, Decision? justDecided) => new()
    {
        Frame = Frame(page, ""),
        Tasks = [.. tasks.Select(task => Summary(page, task))],
        Done = justDecided is null ? null : page.Words.Fill("triage-done", ("choice", ChoiceName(page.Words, justDecided.Choice)), ("when", Moment(page, justDecided.At))),
    };

    public static TriageTaskView Task(TriageContext page, TriageTask task, SeenMail? mail, IReadOnlyList<TriageCall> calls, IReadOnlyDictionary<string, string>? values = null, IReadOnlyList<FieldError>? errors = null) => new()
    {
        Frame = Frame(page, $"/{task.Id}"),
        Task = Summary(page, task),
        Mail = mail is null ? null : mail.Text is null ? page.Words.Fill("triage-mail-unread", ("error", mail.Fault ?? "")) : Beginning(mail.Text.Trim()),
        Choices = [.. task.Choices.Select(choice => Choice(page, task, choice))],
        Calls = [.. calls.Select(call => new TriageCallView(call.Id, $"{NameOf(page, call.Organisation)}: {call.Round}"))],
        Items = [.. ItemsOf(task, calls).Select(code => new TriageItemView(code, TextOf(page, code)))],
        Action = page.At($"/{task.Id}"),
        Token = page.Token(task.Id),
        Values = values ?? new Dictionary<string, string>(),
        Errors = errors ?? [],
    };

    /// <summary>Who decided already, when, and what.</summary>
    public static NoticeView Decided(TriageContext page, Decision decision) => new(
        Frame(page, ""),
        page.Words["triage-decided-title"],
        [
            page.Words.Fill(
                "triage-decided-text",
                ("person", page.Plan.People.FirstOrDefault(person => person.Id == decision.By)?.Name ?? decision.By),
                ("when", Moment(page, decision.At)),
                ("choice", ChoiceName(page.Words, decision.Choice))),
        ]);

    public static string ChoiceName(Words words, string choice) => words.Texts.TryGetValue($"choice-{choice}", out var name) ? name : choice;

    static TriageSummary Summary(TriageContext page, TriageTask task) => new()
    {
        Kind = page.Words[$"triage-kind-{task.Kind}"],
        Title = task.Title,
        About = task.About,
        Since = Moment(page, task.Since),
        Address = page.At($"/{task.Id}"),
        Facts = [.. task.Facts.Select(fact => new TriageFactView(page.Words[fact.Name], fact.Value))],
    };

    static TriageChoiceView Choice(TriageContext page, TriageTask task, TriageChoice choice) => new()
    {
        Choice = choice.Choice,
        Title = page.Words[TitleOf(task.Kind, choice)],
        NeedsReason = choice.NeedsReason,
        TakesReason = choice.NeedsReason || choice.Target is TargetKind.Call or TargetKind.Items,
        Target = choice.Target.ToString(),
    };

    /// <summary>The same decision is called by what it does here.</summary>
    static string TitleOf(TriageKind kind, TriageChoice choice) => (kind, choice.Choice) switch
    {
        (TriageKind.FailedMail, Review.Choice.Retry) => "choice-retry",
        (TriageKind.FailedMail, Review.Choice.Reject) => "choice-leave-mail",
        (TriageKind.FailedAddress, Review.Choice.Retry) => "choice-retry-address",
        (TriageKind.LateReply, Review.Choice.Leave) => "choice-leave-late",
        (TriageKind.QuarantinedFile, Review.Choice.Retry) => "choice-retry-scan",
        (TriageKind.QuarantinedFile, Review.Choice.Reject) => "choice-keep-out",
        (TriageKind.UnassignedFile, Review.Choice.Assign) => "choice-assign-items",
        _ => $"choice-{choice.Choice}",
    };

    static IEnumerable<string> ItemsOf(TriageTask task, IReadOnlyList<TriageCall> calls)
        => task.Choices.Any(choice => choice.Target == TargetKind.Items)
            ? calls.FirstOrDefault(call => call.Id == task.CallId)?.Items ?? []
            : calls.SelectMany(call => call.Items).Distinct().Order(StringComparer.Ordinal);

    /// <summary>Line by line, as it was written.</summary>
    static string Beginning(string text) => text.Length <= LongestText ? text : $"{text[..LongestText]}…";

    static string TextOf(TriageContext page, string code)
    {
        var recommendation = page.Plan.Recommendation(code);
        return page.Language == Language.Ms ? recommendation.TextMs ?? recommendation.Text : recommendation.Text;
    }

    static string NameOf(TriageContext page, string organisation)
        => page.Plan.Organisation(organisation) is var found && page.Language == Language.Ms ? found.NameMs ?? found.Name : found.Name;

    static string Moment(TriageContext page, DateTimeOffset at) => Texts.Moment(page.Language, page.Zone, at);
}

/// <summary>What a mail says, or why it cannot be read.</summary>
sealed record SeenMail(string? Text, string? Fault);

/// <summary>A data call that was sent, with what it asks.</summary>
sealed record TriageCall(string Id, string Organisation, string Round, IReadOnlyList<string> Items);
