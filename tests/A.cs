using System.Globalization;
using Assessment.Cycle;
using Assessment.DataCalls;
using Assessment.Evidence;
using Assessment.Mail;
using Assessment.Review;
using Assessment.SignOff;
using Assessment.Teams;

namespace Assessment.Tests.Builders;

/// <summary>Builders that say only what matters; everything else is one small invented year.</summary>
static class A
{
    public const string Cycle = "my-tip-2025";
    public const string RoundAddress = "my-tip-2025-annual";

    /// <summary>A moment in Kuala Lumpur: 2025-01-10 (the office closes at 17:00) or 2025-01-10T09:00.</summary>
    public static DateTimeOffset Moment(string local) => new(
        DateTime.ParseExact(local.Length == 10 ? $"{local}T17:00" : local, "yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture), TimeSpan.FromHours(8));

    public static DateOnly Day(string day) => DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Two ministries (KDN, which runs the cycle, and KPWKM), the police under KDN, and a partner; everyone reads one language.</summary>
    public static Plan Plan(Language language = Language.En) => new()
    {
        Cycle = new CycleInfo
        {
            Id = Cycle,
            Title = "TIP assessment 2024/25",
            From = Day("2024-04-01"),
            To = Day("2025-03-31"),
            TimeZone = "Asia/Kuala_Lumpur",
            Starts = Moment("2024-11-25"),
            Mailbox = "tip-secretariat@kdn.example",
            Secretariat = "KDN",
            Channel = "tip-report@assessor.example",
            ChannelName = "The assessor",
            Illustrative = true,
        },
        Rounds = [Annual],
        Recommendations = [Identification, Investigation, Services],
        Organisations =
        [
            Organisation("KDN", "Ministry of Home Affairs", "Kementerian Dalam Negeri", OrganisationKind.Ministry),
            Organisation("KPWKM", "Ministry of Women", "Kementerian Wanita", OrganisationKind.Ministry),
            Organisation("PDRM", "Royal Malaysia Police", "Polis Diraja Malaysia", OrganisationKind.Agency, "KDN"),
            Organisation("Tenaganita", "Tenaganita", null, OrganisationKind.Partner),
        ],
        People =
        [
            Person("farid", "PDRM", Role.FocalPoint, language),
            Person("alia", "PDRM", Role.Alternate, language),
            Person("hashim", "PDRM", Role.Head, language),
            Person("mei", "KPWKM", Role.FocalPoint, language),
            Person("ksu-kpwkm", "KPWKM", Role.Signatory, language),
            Person("glorene", "Tenaganita", Role.FocalPoint, language),
            Person("ksu-kdn", "KDN", Role.Signatory, language),
            Person("aisyah", "KDN", Role.Secretariat, language),
            Person("badrul", "KDN", Role.Secretariat, language),
            Person("chair", "KDN", Role.Chair, language),
        ],
        Calendars =
        [
            new CalendarPlan
            {
                Id = "federal",
                Title = "Federal offices",
                Weekends = [new WeekendRule([DayOfWeek.Saturday, DayOfWeek.Sunday])],
                Holidays = [new Holiday(Day("2025-01-01"), "New Year")],
            },
        ],
        Reminders = new ReminderPolicy
        {
            BeforeDue = [Lag.Parse("5wd"), Lag.Parse("1wd")],
            AfterDue = [new EscalationStep(Lag.Parse("2wd"), Audience.Head), new EscalationStep(Lag.Parse("4wd"), Audience.Signatory)],
            CloseAfter = Lag.Parse("5wd"),
            ReturnWithin = Lag.Parse("3wd"),
            DecideWithin = Lag.Parse("2wd"),
            Cap = 6,
        },
    };

    public static RoundInPlan Round(Plan? plan = null)
    {
        var of = plan ?? Plan();
        return new RoundInPlan(new RunningRound { Id = RoundAddress, CycleId = Cycle, RoundId = "annual", Status = RoundStatus.Prepared }, of, of.Round("annual"));
    }

    /// <summary>A call that was sent on Monday, 2 December 2024, and closes five working days after it was due.</summary>
    public static DataCall DataCall(string organisation = "PDRM", string due = "2025-01-10", CallStatus status = CallStatus.Sent)
    {
        var id = $"{RoundAddress}-{Assessment.Cycle.Slug.Of(organisation)}";
        var isSent = status != CallStatus.Prepared;
        var closes = Calendar().Add(Moment(due), Lag.Parse("5wd"), new TimeOnly(17, 0));
        return new DataCall
        {
            Id = id,
            CycleId = Cycle,
            RoundId = RoundAddress,
            Organisation = organisation,
            Status = status,
            Instance = id,
            DueAt = Moment(due),
            ClosesAt = closes,
            SentAt = isSent ? Moment("2024-12-02T09:00") : null,
            LetterId = isSent ? $"<{id}-letter@kdn.example>" : null,
            ClosedAt = status == CallStatus.Closed ? closes : null,
        };
    }

    public static WorkCalendar Calendar() => WorkCalendar.For(Plan(), "PDRM", Moment("2024-12-02T09:00"));

    public static IncomingMail Mail(string text, string id = "message-1", string from = "farid@pdrm.example", string at = "2025-01-06T11:30", string subject = "Re: data call") => new()
    {
        MessageId = id,
        InternetMessageId = $"<{id}@pdrm.example>",
        ConversationId = $"conversation-{id}",
        From = new MailAddress(from, from),
        Subject = subject,
        Text = text,
        ReceivedAt = Moment(at),
    };

    public static IncomingReply Reply(string text) => Reply(Mail(text));

    /// <summary>A mail as the desk takes it in; its files are wherever the test has them.</summary>
    public static IncomingReply Reply(IncomingMail mail) => new()
    {
        Channel = ReplyChannel.Mail,
        MessageId = mail.MessageId,
        InternetMessageId = mail.InternetMessageId,
        From = mail.From,
        Subject = mail.Subject,
        ReceivedAt = mail.ReceivedAt,
        Text = mail.Text,
        Original = new IncomingFile("message.eml", _ => Task.FromResult<Stream>(new MemoryStream())),
    };

    public static EvidenceFile File(string name, string? content = null, string organisation = "PDRM", string message = "message-1") => new()
    {
        Name = $"{RoundAddress}/{Assessment.Cycle.Slug.Of(name)}",
        OriginalName = name,
        Sha256 = ThreadKey.Of(content ?? name) + new string('0', 24),
        Size = 1200,
        MediaType = "application/pdf",
        MessageId = message,
        Organisation = organisation,
        ReceivedAt = Moment("2025-01-06T11:30"),
    };

    public static Figure Figure(string indicator = "R01.1", decimal value = 540) => new()
    {
        Indicator = indicator,
        Value = value,
        Unit = "persons",
        From = Day("2024-04-01"),
        To = Day("2024-12-31"),
        CutOff = Day("2024-12-31"),
        Source = "D3 register",
    };

    public static Decision Decision(Item item, string choice, string? reason = null, string at = "2025-01-08T10:00") => new()
    {
        CardKey = item.ReviewKey,
        Choice = choice,
        By = "aisyah",
        At = Moment(at),
        Reason = reason,
    };

    public static Card Card(string key = "card-1", bool needsReason = true) => new()
    {
        Key = key,
        Kind = CardKind.ReviewItem,
        For = ["aisyah", "badrul"],
        Instance = $"{RoundAddress}-pdrm",
        About = $"{RoundAddress}-pdrm/R01",
        Title = "PDRM: answer 1 to R01",
        Text = "Two circulars were issued.",
        Facts = [new CardFact("R01.1", "540 persons"), new CardFact("File", "R01-sop.pdf")],
        Buttons = [new CardButton(Choice.Accept, "Accept"), new CardButton(Choice.Return, "Return", needsReason)],
    };

    public static SignOffRow SignOff(string ministry, SignOffStatus status, params IEnumerable<Item> items) => new()
    {
        RoundId = RoundAddress,
        Ministry = ministry,
        Status = status,
        Version = 1,
        Digest = $"digest-of-{ministry}",
        Items = [.. items.Select(item => $"{item.CallId}/{item.Code}")],
        By = status == SignOffStatus.Signed ? $"ksu-{ministry.ToLowerInvariant()}" : null,
        At = status == SignOffStatus.Signed ? Moment("2025-01-22T15:00") : null,
    };

    static Round Annual => new()
    {
        Id = "annual",
        Title = "Annual submission",
        CoversFrom = Day("2024-04-01"),
        CoversTo = Day("2024-12-31"),
        Opens = Moment("2024-12-02T09:00"),
        RepliesDue = Moment("2025-01-10"),
        SignOffBy = Moment("2025-01-24"),
        EndorsementBy = Moment("2025-01-28"),
        HardDate = Moment("2025-02-03"),
        HardDateZone = "America/New_York",
        SubmittedAbroad = true,
        Asks = [new Ask("PDRM", "R01"), new Ask("PDRM", "R02"), new Ask("KPWKM", "R12"), new Ask("Tenaganita", "R12")],
    };

    static Recommendation Identification => new()
    {
        Code = "R01",
        Text = "Identify victims proactively.",
        TextMs = "Mengenal pasti mangsa secara proaktif.",
        Pillars = ["Protection"],
        Lead = "PDRM",
        Evidence = ["circular", "procedure"],
        Indicators =
        [
            new Indicator { Id = "R01.1", Name = "Potential victims screened", Unit = "persons", Disaggregation = ["sex"], LastYear = 512 },
            new Indicator { Id = "R01.3", Name = "Orders granted (confirmed victims), by form", Unit = "orders" },
        ],
    };

    static Recommendation Investigation => new()
    {
        Code = "R02",
        Text = "Investigate and prosecute more cases.",
        TextMs = "Menyiasat dan mendakwa lebih banyak kes.",
        Pillars = ["Prosecution"],
        Lead = "PDRM",
    };

    static Recommendation Services => new()
    {
        Code = "R12",
        New = true,
        Text = "Fund services for victims.",
        TextMs = "Membiayai perkhidmatan bagi mangsa.",
        Pillars = ["Protection", "Partnership"],
        Lead = "KPWKM",
        Supporting = ["Tenaganita"],
        Indicators = [new Indicator { Id = "R12.1", Name = "Grants paid", Unit = "ringgit", LastYear = 1_200_000 }],
    };

    static Organisation Organisation(string code, string name, string? nameMs, OrganisationKind kind, string? ministry = null) => new()
    {
        Code = code,
        Name = name,
        NameMs = nameMs,
        Kind = kind,
        Ministry = ministry,
        Calendar = "federal",
        Language = Language.Ms,
    };

    static Person Person(string id, string organisation, Role role, Language language) => new()
    {
        Id = id,
        Name = $"{char.ToUpperInvariant(id[0])}{id[1..]} of {organisation}",
        Email = $"{id}@{organisation.ToLowerInvariant()}.example",
        Organisation = organisation,
        Role = role,
        Language = language,
    };
}

static class An
{
    /// <summary>An item as the letter asks for it.</summary>
    public static Item Item(string code = "R01", string organisation = "PDRM", string due = "2025-01-10") => new()
    {
        CallId = $"{A.RoundAddress}-{Slug.Of(organisation)}",
        Code = code,
        Status = ItemStatus.Asked,
        DueAt = A.Moment(due),
    };

    public static Answer Answer(string message = "message-1", string? narrative = "Two circulars were issued.", params IReadOnlyList<EvidenceFile> files) => new()
    {
        MessageId = message,
        ReceivedAt = A.Moment("2025-01-06T11:30"),
        SentBy = "farid@pdrm.example",
        Narrative = narrative,
        Files = files,
        IsSearched = true,
    };

    public static ExtensionRequest Extension(ExtensionStatus status = ExtensionStatus.Asked, string message = "message-9", string until = "2025-01-15") => new()
    {
        MessageId = message,
        Until = A.Day(until),
        Reason = "the data centre moves",
        Status = status,
        CardKey = $"card-of-{message}",
    };
}

/// <summary>Later states of an item, reached by the steps that lead there.</summary>
static class ItemSteps
{
    public static Item Replied(this Item item, Answer? answer = null) => ItemRules.Answered(item, answer ?? An.Answer($"message-{item.Version + 1}", $"Answer {item.Version + 1}."));

    public static Item Accepted(this Item item) => Decided(item.Replied(), Choice.Accept);

    public static Item Returned(this Item item) => Decided(item.Replied(), Choice.Return, "the source is missing");

    public static Item Extended(this Item item) => ItemRules.ExtensionDecided(
        item.Wished(ExtensionStatus.Shown), A.Decision(item, Choice.Grant) with { CardKey = "card-of-message-9" }, A.Moment("2025-01-15"));

    public static Item NotProvided(this Item item) => ItemRules.Closed(item, "no answer was received before the round closed");

    public static Item Wished(this Item item, ExtensionStatus status = ExtensionStatus.Asked) => ItemRules.ExtensionAsked(item, An.Extension(status));

    public static Item Told(this Item item) => item with { ReturnUntold = false, Extension = item.Extension is { } told ? told with { Untold = false } : null };

    /// <summary>Shown to the reviewers.</summary>
    public static Item Shown(this Item item, string at = "2025-01-06T11:31") => item with { ReviewShown = item.Version, ReviewShownAt = A.Moment(at) };

    static Item Decided(Item item, string choice, string? reason = null) => ItemRules.Decided(item, A.Decision(item, choice, reason), A.Moment("2025-01-13"));
}
