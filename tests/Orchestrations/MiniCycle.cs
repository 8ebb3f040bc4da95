using Assessment.Cycle;
using Assessment.Host;
using Assessment.Host.Runtime;
using Assessment.Host.Sandbox;
using Assessment.Register;
using Assessment.Tests.Year;
using MimeKit;

namespace Assessment.Tests.Orchestrations;

/// <summary>
/// A cycle of one round, as small as a cycle can be: POLICE is asked about R01 and R02, SHELTER (a partner) about R02, HOME signs.
/// Letters go out on Monday 3 March 2025, replies are due on Friday 14 March, calls close on 20 March, HOME signs by 25 March,
/// the package leaves by 31 March.
/// </summary>
sealed class MiniCycle : IAsyncDisposable
{
    public const string Id = "mini";
    public const string Round = "mini-spring";
    public const string Police = "mini-spring-police";
    public const string Shelter = "mini-spring-shelter";
    public const string Mailbox = "mini-mailbox";

    /// <summary>Nobody is slow to decide and everybody decides favourably.</summary>
    public const string Decisive = """
        decideAfter: { release-calls: 1h, review-item: 2h, extension-request: 1h, sign-off: 1h, endorsement: 1h, release-submission: 1h, held-mail: 1h }

        """;

    /// <summary>POLICE and SHELTER answer all they are asked, in the first week.</summary>
    public const string Prompt = """
        replies:
          - { organisation: POLICE, round: spring, after: 1d, items: { R01: { answer: "Forty persons were screened." }, R02: { nothing: "No case came to us." } } }
          - { organisation: SHELTER, round: spring, after: 2d, items: { R02: { answer: "Nine residents were served." } } }
        """;

    static readonly string[] Untold = ["CycleOpened", "CycleClosed", "RoundPrepared", "CardShown", "CardPressed", "TaskReminderSent", "MailReceived"];

    readonly TemporaryFolder folder = new();

    public MiniCycle(string scenario, Func<LocalHostSettings, LocalHostSettings>? settings = null, IReadOnlyDictionary<string, string>? amendment = null, string clearance = "")
    {
        Write(folder.Path, scenario);
        File.AppendAllText(Path.Combine(folder.Path, "cycle.yaml"), clearance);
        foreach (var (name, text) in amendment ?? new Dictionary<string, string>())
        {
            Directory.CreateDirectory(folder["amendment"]);
            File.WriteAllText(Path.Combine(folder["amendment"], name), text);
        }

        var cycle = CycleFolder.Read(folder.Path, null);
        Assert.DoesNotContain(cycle.Faults, fault => fault.Severity == Severity.Error);
        var reading = ScenarioReader.Read(folder.Path, null, cycle.Folder!.Plan);
        Assert.Empty(reading.Faults);
        var standard = new LocalHostSettings
        {
            Cycle = cycle.Folder,
            Scenario = reading.Scenario!,
            EvidenceFolder = folder["evidence-store"],
            KeyFile = folder["key.pem"],
        };
        Scenario = reading.Scenario!;
        Host = new LocalHost(settings is null ? standard : settings(standard));
    }

    /// <summary>A file of the plan with other words in it, as an operator edits it.</summary>
    public static Dictionary<string, string> Edited(string name, string from, string to)
    {
        Assert.Contains(from, Files[name], StringComparison.Ordinal);
        return new() { [name] = Files[name].Replace(from, to, StringComparison.Ordinal) + "\n" };
    }

    public LocalHost Host { get; }

    public Scenario Scenario { get; }

    public string Folder => folder.Path;

    public static void Write(string folder, string scenario)
    {
        foreach (var (name, text) in Files)
        {
            File.WriteAllText(Path.Combine(folder, name), text + "\n");
        }

        File.WriteAllText(Path.Combine(folder, "scenario.yaml"), scenario + "\n");
    }

    /// <summary>Runs to a local moment such as 2025-03-14T17:00, or to the end.</summary>
    public async Task<Rest> Run(string? until = null)
    {
        await Host.Start(CancellationToken.None);
        return await Host.Engine.RunToRest(until is null ? null : At(until));
    }

    public DateTimeOffset At(string local)
    {
        var moment = DateTime.Parse(local, System.Globalization.CultureInfo.InvariantCulture);
        return Zone.Of(Host.Plan.Cycle.TimeZone).At(DateOnly.FromDateTime(moment), TimeOnly.FromDateTime(moment));
    }

    /// <summary>A mail from outside, as it comes from the world: nobody wakes the reader of the mailbox.</summary>
    public void Arrives(string from, string subject, string text, string? inReplyTo = null, params (string Name, string Value)[] headers)
    {
        var now = Host.Clock.GetUtcNow();
        var key = $"outside-{Host.Mailbox.All().Count}";
        var message = new MimeMessage { Date = now, MessageId = LocalMailbox.MessageIdOf(key, "outside.example"), Subject = subject, Body = new TextPart("plain") { Text = text } };
        message.From.Add(new MailboxAddress("", from));
        message.To.Add(new MailboxAddress("", Host.Plan.Cycle.Mailbox));
        if (inReplyTo is not null)
        {
            message.InReplyTo = LocalMailbox.IdWithin(inReplyTo);
        }

        foreach (var (name, value) in headers)
        {
            message.Headers.Add(name, value);
        }

        Host.Mailbox.Deliver(key, "outside", message, now);
    }

    public async Task<IReadOnlyList<LedgerEntry>> Ledger()
    {
        var entries = new List<LedgerEntry>();
        await foreach (var entry in Host.Ledger.Read(Id))
        {
            entries.Add(entry);
        }

        return entries;
    }

    /// <summary>What happened, without the secretariat's cards and the receipts of mails: moment, what, about what.</summary>
    public async Task<string> Timeline(params string[] kinds)
    {
        var zone = Zone.Of(Host.Plan.Cycle.TimeZone);
        return string.Join('\n', (await Ledger())
            .Where(entry => kinds.Length == 0 ? !Untold.Contains(entry.Kind) : kinds.Contains(entry.Kind))
            .Select(entry => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{zone.In(entry.At):ddd dd MMM HH:mm} {entry.Kind} {About(entry.Subject)}")));
    }

    public async Task<string> Story(string kind) => string.Join('\n', (await Ledger()).Where(entry => entry.Kind == kind).Select(entry => entry.Details!.What));

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        folder.Dispose();
    }

    /// <summary>mini-spring-police/R01 is police/R01; the round is spring.</summary>
    static string About(string subject) => subject == Id ? Id : subject[(subject.StartsWith(Round + "-", StringComparison.Ordinal) ? Round : Id).Length..].TrimStart('-');

    static readonly SortedDictionary<string, string> Files = new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        ["cycle.yaml"] = """
            id: mini
            title: Mini cycle
            period: { from: 2024-04-01, to: 2025-03-31 }
            timeZone: Asia/Kuala_Lumpur
            starts: 2025-03-03T08:00
            mailbox: data@mini.example
            secretariat: HOME
            channel: { name: Channel, address: channel@mini.example }
            languages: [ms, en]
            office: { opens: "09:00", closes: "17:00" }
            illustrative: true
            reminders:
              at: "09:00"
              beforeDue: [2wd]
              afterDue:
                - { after: 1wd, to: focal-point }
                - { after: 2wd, to: head }
                - { after: 3wd, to: signatory }
              closeAfter: 4wd
              returnWithin: 2wd
              decideWithin: 1wd
              cap: 6
            """,
        ["rounds.yaml"] = """
            rounds:
              - id: spring
                title: Spring round
                covers: { from: 2024-04-01, to: 2024-12-31 }
                opens: 2025-03-03
                repliesDue: 2025-03-14
                signOffBy: 2025-03-25
                endorsementBy: 2025-03-27
                hardDate: { at: 2025-03-31T17:00, timeZone: Asia/Kuala_Lumpur }
                submittedAbroad: true
                recommendations: all
                ask: lead-and-supporting
            """,
        ["recommendations.yaml"] = """
            recommendations:
              - { code: R01, new: false, text: Identify victims., textMs: Mengenal pasti mangsa., pillars: [Protection], lead: POLICE, supporting: [], indicators: [], evidence: [] }
              - { code: R02, new: false, text: Give services., textMs: Memberi perkhidmatan., pillars: [Protection], lead: POLICE, supporting: [SHELTER], indicators: [], evidence: [] }
            """,
        ["calendars.yaml"] = """
            calendars:
              - id: office
                title: Offices
                weekends: [{ days: [saturday, sunday] }]
                holidays: [{ day: 2025-03-18, name: Nuzul Al-Quran Day }]
            """,
        ["organisations.csv"] = """
            code,name,nameMs,kind,ministry,calendar,language
            HOME,Ministry of the Interior,Kementerian Dalam Negeri,ministry,,office,en
            POLICE,Police,Polis,agency,HOME,office,en
            SHELTER,Shelter,Rumah,partner,,office,en
            """,
        ["people.csv"] = """
            id,name,email,organisation,role,language,from,to
            police-focal,Zarith,zarith@police.example,POLICE,focal-point,en,,
            police-alt,Lee,lee@police.example,POLICE,alternate,en,,
            police-head,Baharom,baharom@police.example,POLICE,head,en,,
            shelter-focal,Malini,malini@shelter.example,SHELTER,focal-point,en,,
            shelter-head,Rokiah,rokiah@shelter.example,SHELTER,head,en,,
            home-signatory,Ismahani,ismahani@home.example,HOME,signatory,en,,
            officer,Nurain,nurain@home.example,HOME,secretariat,en,,
            chair,Hasbullah,hasbullah@home.example,HOME,chair,en,,
            """,
    };
}
