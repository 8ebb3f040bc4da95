using System.Globalization;
using Assessment.Cycle;
using Assessment.DataCalls;
using Assessment.Evidence;
using Assessment.Evidence.Figures;
using Assessment.Pages;
using Assessment.Teams;

namespace Assessment.Mail;

/// <summary>Composes every mail of the year: pure functions from plan and state to a mail.</summary>
public static class Letters
{
    const int LongestLastAnswer = 300;

    public static OutgoingMail Letter(RoundInPlan round, DataCall call, IReadOnlyList<Item> items, DateTimeOffset now, IReadOnlyList<PersonalPage>? pages = null)
    {
        var audience = Recipients.Of(round, call, Audience.FocalPoint, now);
        var language = audience.Language;
        var key = $"{call.Id}-letter";
        var workbook = FormFiles.For(round, call, items, key, language);
        var body = MailBody.Of(
            round.Plan,
            language,
            "letter",
            ("reference", call.Id),
            ("date", Texts.Day(language, round.Zone.DayOf(now))),
            ("organisation", NameOf(round, call, language)),
            ("attention", string.Join(", ", audience.To.Select(address => address.Name))),
            ("salutation", Texts.Fill(language, "salutation")),
            ("cycle", round.Plan.Cycle.Title),
            ("round", round.Round.Title),
            ("from", Texts.Day(language, round.Round.CoversFrom)),
            ("to", Texts.Day(language, round.Round.CoversTo)),
            ("count", items.Count.ToString(CultureInfo.InvariantCulture)),
            ("due", Texts.Moment(language, round.Zone, call.DueAt)),
            ("example", items[0].Code),
            ("secretariat", Letterhead.Of(round.Plan, language).Name),
            ("items", new ItemList([.. items.Select(item => ItemOf(round, call, item.Code, language))])),
            ("form", new FormBlock(Form(round, call, items, language))),
            ("page", PageLines.Of(language, "page", pages)),
            ("workbook", Workbook(workbook, language)),
            ("closing", Closing(round.Plan, language)));
        var subject = Texts.Fill(language, "letter-subject", ("cycle", round.Plan.Cycle.Title), ("round", round.Round.Title));
        return audience.Mail(MailKind.Letter, key, call.Id, MailMatching.WithToken(subject, call.Id), body) with
        {
            Attachments = workbook,
            Why = $"The round was released; replies are due {round.Local(call.DueAt)}.",
        };
    }

    public static OutgoingMail Acknowledgement(RoundInPlan round, DataCall call, IReadOnlyList<Item> items, Reply reply, string subject, DateTimeOffset now, IReadOnlyList<PersonalPage>? pages = null)
    {
        var language = Recipients.Of(round, call, Audience.FocalPoint, now).Language;
        var body = MailBody.Of(
            round.Plan,
            language,
            "ack",
            ("salutation", Texts.Fill(language, "salutation")),
            ("what", Texts.Fill(language, reply.Channel == ReplyChannel.Page ? "ack-by-page" : "ack-by-mail")),
            ("received", Texts.Moment(language, round.Zone, reply.ReceivedAt)),
            ("reference", call.Id),
            ("understood", reply.IsLate ? Texts.Fill(language, reply.IsHeld ? "ack-late-held" : "ack-late", ("closed", Texts.Moment(language, round.Zone, call.ClosedAt ?? call.ClosesAt))) : Understood(items, reply, language)),
            ("files", Files(reply, language)),
            ("missing", reply.IsLate ? "" : Missing(round, items, language)),
            ("remarks", reply.Remarks.Count == 0 ? "" : Part(language, "ack-remarks", ("remarks", new Bullets([.. reply.Remarks.Select(remark => remark.In(language))])))),
            ("page", PageLines.Of(language, "page-short", pages)),
            ("closing", Closing(round.Plan, language)));
        return new OutgoingMail
        {
            Kind = MailKind.Acknowledgement,
            Key = $"{call.Id}-ack-{ThreadKey.Of(reply.MessageId)[..12]}{(reply is { IsHeld: true, IsLate: false } ? "-taken" : "")}",
            To = [new MailAddress(round.Plan.People.FirstOrDefault(person => string.Equals(person.Email, reply.From, StringComparison.OrdinalIgnoreCase))?.Name ?? reply.From, reply.From)],
            Subject = MailMatching.WithToken(Texts.Fill(language, "ack-subject", ("subject", WithoutToken(subject, call.Id))), call.Id),
            Text = body.Text,
            Html = body.Html,
            InReplyTo = reply.InternetMessageId.Length > 0 ? reply.InternetMessageId : null,
            About = call.Id,
            Why = "A mail was taken in; its sender is told what was understood.",
        };
    }

    /// <summary>One digest for one person and day: what is outstanding in every call of theirs that has a reminder due, the leading call first.</summary>
    public static OutgoingMail Reminder(RoundInPlan round, Digest digest, IReadOnlyList<OpenCall> due, NextStep step, DateTimeOffset now, IReadOnlyList<PersonalPage>? pages = null)
    {
        var leading = due[0];
        var call = leading.Call;
        var audience = Recipients.Of(round, call, step.Audience, now);
        var language = audience.Language;
        var isEscalation = leading.Step.Kind == ReminderKind.Escalation;
        var name = isEscalation ? "escalation" : "reminder";
        var body = MailBody.Of(
            round.Plan,
            language,
            name,
            ("salutation", Texts.Fill(language, "salutation")),
            ("cycle", round.Plan.Cycle.Title),
            ("due", Texts.Moment(language, round.Zone, leading.DueAt)),
            ("todo", Texts.Fill(language, leading.DueAt < now ? "todo-overdue" : "todo-due", ("due", Texts.Moment(language, round.Zone, leading.DueAt)))),
            ("items", new MailValue("", [.. due.SelectMany(open => OpenCallBlocks(open, due.Count > 1, language))])),
            ("why", Why(round, call, step, language)),
            ("next", Next(round, call, step, language)),
            ("page", PageLines.Of(language, "page-short", pages)),
            ("closing", Closing(round.Plan, language)));
        var subject = Texts.Fill(language, $"{name}-subject", ("cycle", round.Plan.Cycle.Title), ("due", Texts.Day(language, round.Zone.DayOf(leading.DueAt))), ("organisation", NameOf(round, call, language)));
        return audience.Mail(isEscalation ? MailKind.Escalation : MailKind.Reminder, $"digest-{digest.Key}", call.Id, MailMatching.WithToken(subject, call.Id), body) with
        {
            InReplyTo = call.LetterId,
            Why = $"{leading.Outstanding.Count} items of {call.Organisation} are outstanding ({leading.Step.Id}).",
        };
    }

    public static OutgoingMail Return(RoundInPlan round, DataCall call, IReadOnlyList<Item> returned, DateTimeOffset now, IReadOnlyList<PersonalPage>? pages = null)
    {
        var audience = Recipients.Of(round, call, Audience.FocalPoint, now);
        var language = audience.Language;
        var codes = string.Join(", ", returned.Select(item => item.Code));
        var key = $"{call.Id}-return-{ThreadKey.Of(string.Join('-', returned.Select(item => $"{Slug.Of(item.Code)}v{item.Version}")))[..12]}";
        var workbook = FormFiles.For(round, call, returned, key, language);
        var body = MailBody.Of(
            round.Plan,
            language,
            "return",
            ("salutation", Texts.Fill(language, "salutation")),
            ("items", new ItemList([.. returned.Select(item =>
                new MailItem(item.Code, TextOf(round, item.Code, language), Texts.Fill(language, "return-reason", ("reason", ReasonOf(item, language))).Split('\n')))])),
            ("due", Texts.Moment(language, round.Zone, returned.Min(item => item.DueAt))),
            ("form", new FormBlock(Form(round, call, returned, language))),
            ("page", PageLines.Of(language, "page-short", pages)),
            ("workbook", Workbook(workbook, language)),
            ("closing", Closing(round.Plan, language)));
        return audience.Mail(
            MailKind.Return,
            key,
            call.Id,
            MailMatching.WithToken(Texts.Fill(language, "return-subject", ("codes", codes)), call.Id),
            body) with
        {
            InReplyTo = call.LetterId,
            Attachments = workbook,
            Why = string.Join(" ", returned.Select(item => $"{item.Code}: {item.Reason}")),
        };
    }

    public static OutgoingMail ExtensionDecision(RoundInPlan round, DataCall call, IReadOnlyList<Item> decided, DateTimeOffset now, IReadOnlyList<PersonalPage>? pages = null)
    {
        var audience = Recipients.Of(round, call, Audience.FocalPoint, now);
        var language = audience.Language;
        var lines = decided.Select(item => Texts.Fill(
            language,
            IsGranted(item) ? "extension-granted" : "extension-refused",
            ("code", item.Code),
            ("due", Texts.Moment(language, round.Zone, item.DueAt)))).ToList();
        var body = MailBody.Of(
            round.Plan,
            language,
            "extension",
            ("salutation", Texts.Fill(language, "salutation")),
            ("items", new Bullets(lines)),
            ("calendar", decided.Any(IsGranted) ? Texts.Fill(language, "extension-calendar") : ""),
            ("page", PageLines.Of(language, "page-short", pages)),
            ("closing", Closing(round.Plan, language)));
        var subject = Texts.Fill(language, "extension-subject", ("codes", string.Join(", ", decided.Select(item => item.Code))));
        return audience.Mail(
            MailKind.ExtensionDecision,
            $"{call.Id}-extension-{ThreadKey.Of(string.Join('-', decided.Select(item => item.Extension!.CardKey)))[..12]}",
            call.Id,
            MailMatching.WithToken(subject, call.Id),
            body) with
        {
            InReplyTo = call.LetterId,
            Why = string.Join(" ", lines),
        };
    }

    /// <summary>Whether more time was given, so that the due date moves.</summary>
    public static bool IsGranted(Item item) => item.Extension is { Status: ExtensionStatus.Granted };

    public static OutgoingMail MovedDue(RoundInPlan round, DataCall call, IReadOnlyList<Item> items, DateTimeOffset now)
    {
        var audience = Recipients.Of(round, call, Audience.FocalPoint, now);
        var language = audience.Language;
        var moved = call.Moved ?? throw new InvalidOperationException($"The due date of {call.Id} was not moved.");
        var body = MailBody.Of(
            round.Plan,
            language,
            "moved",
            ("salutation", Texts.Fill(language, "salutation")),
            ("due", Texts.Moment(language, round.Zone, call.DueAt)),
            ("before", Texts.Moment(language, round.Zone, moved.From)),
            ("reason", moved.Reason),
            ("items", new ItemList(
                [.. items.Where(item => item.IsOutstanding).Select(item =>
                    new MailItem(item.Code, TextOf(round, item.Code, language), [Texts.Fill(language, "reminder-due", ("due", Texts.Moment(language, round.Zone, item.DueAt)))]))],
                IsCompact: true)),
            ("closing", Closing(round.Plan, language)));
        var subject = Texts.Fill(language, "moved-subject", ("due", Texts.Day(language, round.Zone.DayOf(call.DueAt))));
        return audience.Mail(MailKind.MovedDue, $"{call.Id}-due-{call.DueAt.UtcDateTime:yyyyMMddHHmm}", call.Id, MailMatching.WithToken(subject, call.Id), body) with
        {
            InReplyTo = call.LetterId,
            Why = $"The due date was moved from {round.Local(moved.From)} to {round.Local(call.DueAt)}: {moved.Reason}",
        };
    }

    public static OutgoingMail Closed(RoundInPlan round, DataCall call, IReadOnlyList<Item> items, DateTimeOffset now)
    {
        var audience = Recipients.Of(round, call, Audience.FocalPoint, now);
        var language = audience.Language;
        var lines = items.Select(item => item.Status == ItemStatus.Accepted
            ? Texts.Fill(language, "closing-accepted", ("code", item.Code))
            : Texts.Fill(language, "closing-missing", ("code", item.Code), ("reason", ReasonOf(item, language))));
        var body = MailBody.Of(
            round.Plan,
            language,
            "closing",
            ("salutation", Texts.Fill(language, "salutation")),
            ("organisation", NameOf(round, call, language)),
            ("closed", Texts.Moment(language, round.Zone, now)),
            ("items", new Bullets([.. lines])),
            ("closing", Closing(round.Plan, language)));
        var subject = Texts.Fill(language, "closing-subject", ("cycle", round.Plan.Cycle.Title), ("round", round.Round.Title));
        return audience.Mail(MailKind.Closing, $"{call.Instance}-closed", call.Id, MailMatching.WithToken(subject, call.Id), body) with
        {
            InReplyTo = call.LetterId,
            Why = "The data call has ended.",
        };
    }

    public static OutgoingMail TaskReminder(Plan plan, Card card, Person person, int time) => ToPerson(
        MailKind.TaskReminder,
        $"{card.Key}-task-{time}-{Slug.Of(person.Id)}",
        card.About,
        person,
        Texts.Fill(person.Language, "task-subject", ("title", card.Title)),
        MailBody.Of(
            plan,
            person.Language,
            "task",
            ("salutation", Texts.Fill(person.Language, "salutation")),
            ("title", card.Title),
            ("text", card.Text),
            ("time", time.ToString(CultureInfo.InvariantCulture)),
            ("closing", Closing(plan, person.Language)))) with
    {
        Why = "The card has waited for a decision.",
    };

    public static OutgoingMail Alert(Plan plan, string key, string about, Person person, string title, string text) => ToPerson(
        MailKind.Alert,
        $"{key}-{Slug.Of(person.Id)}",
        about,
        person,
        Texts.Fill(person.Language, "alert-subject", ("title", title)),
        MailBody.Of(
            plan,
            person.Language,
            "alert",
            ("salutation", Texts.Fill(person.Language, "salutation")),
            ("title", title),
            ("text", text),
            ("closing", Closing(plan, person.Language)))) with
    {
        Why = title,
    };

    /// <summary>Hands the package in, or tells the secretariat that it was filed when it stays in the country.</summary>
    public static OutgoingMail Submission(RoundInPlan round, int version, string packageName, string sha256, string storedName, Person contact)
    {
        const Language language = Language.En;
        var name = round.Round.SubmittedAbroad ? "submission" : "filing";
        var to = round.Round.SubmittedAbroad
            ? new MailAddress(round.Plan.Cycle.ChannelName, round.Plan.Cycle.Channel)
            : new MailAddress(contact.Name, contact.Email);
        var body = MailBody.Of(
            round.Plan,
            language,
            name,
            ("salutation", Texts.Fill(language, "salutation")),
            ("cycle", round.Plan.Cycle.Title),
            ("round", round.Round.Title),
            ("version", version.ToString(CultureInfo.InvariantCulture)),
            ("supersedes", InPlaceOf(round.Running)),
            ("from", Texts.Day(language, round.Round.CoversFrom)),
            ("to", Texts.Day(language, round.Round.CoversTo)),
            ("hash", sha256),
            ("name", packageName),
            ("contact", $"{contact.Name}, {round.Plan.Cycle.Mailbox}"),
            ("closing", Closing(round.Plan, language)));
        return new OutgoingMail
        {
            Kind = MailKind.Submission,
            Key = $"{round.Address}-handin-v{version}",
            To = [to],
            Subject = Texts.Fill(language, $"{name}-subject", ("cycle", round.Plan.Cycle.Title), ("round", round.Round.Title), ("version", version.ToString(CultureInfo.InvariantCulture))),
            Text = body.Text,
            Html = body.Html,
            About = round.Address,
            Attachments = round.Round.SubmittedAbroad ? [new MailAttachment(packageName, "application/zip", storedName)] : [],
            Why = "The package was released and sealed.",
        };
    }

    /// <summary>What the version takes the place of, and why; nothing for a first one.</summary>
    static string InPlaceOf(RunningRound running) => running.Superseded is not [.., var old] ? "" : Texts.Fill(
        Language.En,
        "submission-supersedes",
        ("version", old.Version.ToString(CultureInfo.InvariantCulture)),
        ("name", old.PackageName),
        ("hash", old.ManifestSha256),
        ("items", string.Join(", ", old.Items)),
        ("reason", old.Because));

    static OutgoingMail ToPerson(MailKind kind, string key, string about, Person person, string subject, MailBody body) => new()
    {
        Kind = kind,
        Key = key,
        To = [new MailAddress(person.Name, person.Email)],
        Subject = subject,
        Text = body.Text,
        Html = body.Html,
        About = about,
    };

    /// <summary>What is asked, what counts as an answer to it, and what was answered last year.</summary>
    internal static MailItem ItemOf(RoundInPlan round, DataCall call, string code, Language language)
    {
        var recommendation = round.Plan.Recommendation(code);
        var details = new List<string>();
        if (recommendation.Evidence.Count > 0)
        {
            details.Add(Texts.Fill(language, "letter-evidence", ("evidence", string.Join("; ", recommendation.Evidence))));
        }

        details.AddRange(AskedFigures.Of(round, code, call.Organisation).Select(indicator => FigureText(indicator, round.Plan.LastValue(call.Organisation, indicator), language)));
        details.AddRange(AskedFigures.Shared(round, code, call.Organisation).Select(shared => Texts.Fill(language, "letter-figure-shared", ("id", shared.Indicator.Id), ("name", shared.Indicator.Name), ("as", shared.AskedAs))));
        if (round.Plan.LastAnswer(call.Organisation, code) is { } last && LastAnswerText(last, language) is { } answered)
        {
            details.Add(Texts.Fill(language, "letter-last-answer", ("answer", answered)));
        }

        return new MailItem(code, TextOf(round, code, language), details);
    }

    /// <summary>Last year's words in short, or null when there were only figures and files.</summary>
    static string? LastAnswerText(LastAnswer answer, Language language) => answer switch
    {
        { Narrative: { } narrative } => Shortened.To(LongestLastAnswer, narrative),
        { NothingToReport: { } reason } => $"{Texts.Fill(language, "form-nothing")} {Shortened.To(LongestLastAnswer, reason)}",
        _ => null,
    };

    static string FigureText(Indicator indicator, decimal? lastYear, Language language) => Texts.Fill(
        language,
        "letter-figure",
        ("id", indicator.Id),
        ("name", indicator.Name),
        ("unit", indicator.Unit),
        ("parts", indicator.Disaggregation.Count == 0 ? "" : Texts.Fill(language, "letter-figure-parts", ("parts", string.Join(", ", indicator.Disaggregation)))),
        ("lastyear", lastYear is { } value ? Texts.Fill(language, "letter-figure-lastyear", ("value", Texts.Number(value))) : ""));

    /// <summary>The figures that an organisation is asked for: those named for it, or, for the lead, those named for nobody.</summary>
    public static IReadOnlyList<Indicator> FiguresOf(Recommendation recommendation, string organisation) =>
        [.. recommendation.Indicators.Where(indicator => indicator.From.Count == 0 ? recommendation.Lead == organisation : indicator.From.Contains(organisation))];

    internal static string Form(RoundInPlan round, DataCall call, IReadOnlyList<Item> items, Language language)
    {
        var lines = new List<string>();
        foreach (var item in items)
        {
            lines.Add($"--- {item.Code} ---");
            lines.Add(Texts.Fill(language, "form-answer"));
            lines.AddRange(AskedFigures.Of(round, item.Code, call.Organisation).SelectMany(indicator => new[]
            {
                Texts.Fill(language, "form-figure", ("id", indicator.Id), ("name", indicator.Name), ("unit", indicator.Unit)),
                Texts.Fill(language, "form-not-available", ("id", indicator.Id)),
            }));
            lines.Add(Texts.Fill(language, "form-nothing"));
            lines.Add(Texts.Fill(language, "form-more-time"));
            lines.Add(Texts.Fill(language, "form-grade"));
            lines.Add(Texts.Fill(language, "form-internal"));
            lines.Add("");
        }

        lines.Add("---");
        return string.Join("\n", lines);
    }

    static MailValue Understood(IReadOnlyList<Item> items, Reply reply, Language language)
    {
        var lines = reply.Items.Select(answered => items.First(item => item.Code == answered.Code))
            .Where(item => item.Answer is not null)
            .Select(item => Texts.Fill(language, "ack-answer", ("code", item.Code), ("parts", Parts(item.Answer!, language))))
            .Concat(reply.Extensions.Select(code => Texts.Fill(language, "ack-extension", ("code", code))))
            .ToList();
        return lines.Count > 0 ? new Bullets(lines) : Texts.Fill(language, "ack-none", ("example", items[0].Code));
    }

    static string Parts(Answer answer, Language language)
    {
        var parts = new List<string>();
        if (answer.Narrative is not null)
        {
            parts.Add(Texts.Fill(language, "ack-part-narrative"));
        }

        if (answer.NothingToReport is not null)
        {
            parts.Add(Texts.Fill(language, "ack-part-nothing"));
        }

        if (answer.Figures.Count > 0)
        {
            parts.Add(Texts.Fill(language, "ack-part-figures", ("figures", string.Join("; ", answer.Figures.Select(figure => FigureRead(figure, language))))));
        }

        if (answer.Files.Count > 0)
        {
            parts.Add(Texts.Fill(language, "ack-part-files", ("count", answer.Files.Count.ToString(CultureInfo.InvariantCulture))));
        }

        return string.Join(", ", parts);
    }

    /// <summary>A person's own words as they are, and what the app says in the reader's language: its lists line by line.</summary>
    static string ReasonOf(Item item, Language language) => item.Because switch
    {
        [] => item.Reason ?? "",
        [var only] when item.Status == ItemStatus.NotProvided => only.In(language),
        var files when InfectedAnswers.IsWhy(item) => string.Join('\n', files.Select(remark => remark.In(language))),
        var list => Texts.Fill(language, "return-incomplete", ("missing", string.Join('\n', list.Select(remark => $"- {remark.In(language)}")))),
    };

    internal static string Workbook(IReadOnlyList<MailAttachment> workbook, Language language) =>
        workbook.Count == 0 ? "" : Texts.Fill(language, "letter-workbook", ("file", workbook[0].FileName));

    /// <summary>A figure as it was read, so that its sender sees at once whether it was read right.</summary>
    static string FigureRead(Figure figure, Language language) => figure.Value is { } value
        ? $"{figure.Indicator} = {Texts.Number(value)} {figure.Unit}".TrimEnd()
        : Texts.Fill(language, "ack-figure-unavailable", ("id", figure.Indicator));

    /// <summary>Every file that came, with its size: those that were taken, then those that were not.</summary>
    static MailValue Files(Reply reply, Language language)
    {
        var lines = reply.Forms.Select(form => FileText("ack-form", form, language)).Concat(reply.Files.Select(file => !reply.IsLate && reply.Unassigned.Contains(file.OriginalName)
                ? FileText("ack-file-unassigned", file, language)
                : FileText("ack-file", file, language, ("item", ItemOf(reply, file)))))
            .Concat(reply.Refused.Select(refused => FileText(refused.Decision == FileDecision.Held ? "ack-file-held" : "ack-file-refused", refused.File, language)))
            .ToList();
        return lines.Count == 0 ? Texts.Fill(language, "ack-no-files") : new Bullets(lines);
    }

    static string FileText(string key, EvidenceFile file, Language language, params (string Name, string Value)[] more)
        => Texts.Fill(language, key, [("name", ShownName.Of(file.OriginalName)), ("size", Texts.Number(file.Size)), .. more]);

    static string ItemOf(Reply reply, EvidenceFile file)
    {
        if (reply.IsLate)
        {
            return reply.CallId;
        }

        var codes = ReplyForm.CodesIn(file.OriginalName).Where(code => reply.Items.Any(item => item.Code == code)).ToList();
        return codes.Count > 0 ? string.Join(", ", codes) : reply.Items.Count > 0 ? reply.Items[0].Code : "";
    }

    static MailValue Missing(RoundInPlan round, IReadOnlyList<Item> items, Language language)
    {
        var open = items.Where(item => item.IsOutstanding).ToList();
        return open.Count == 0
            ? Texts.Fill(language, "ack-complete")
            : Part(
                language,
                "ack-missing",
                ("due", Texts.Moment(language, round.Zone, open.Min(item => item.DueAt))),
                ("items", new ItemList([.. open.Select(item => new MailItem(item.Code, TextOf(round, item.Code, language), []))], IsCompact: true)));
    }

    static IEnumerable<MailBlock> OpenCallBlocks(OpenCall open, bool isNamed, Language language)
    {
        if (isNamed)
        {
            yield return new Heading(2, Texts.Fill(language, "reminder-call", ("organisation", NameOf(open.Round, open.Call, language)), ("round", open.Round.Round.Title)));
        }

        yield return new ItemList(
            [.. open.Outstanding.Select(item => new MailItem(
                item.Code,
                TextOf(open.Round, item.Code, language),
                [Texts.Fill(language, "reminder-due", ("due", Texts.Moment(language, open.Round.Zone, item.DueAt)))]))],
            IsCompact: true);
    }

    /// <summary>A part of a mail that is there or not, from its own template.</summary>
    static MailValue Part(Language language, string key, params (string Name, MailValue Value)[] values) => new("", MailTemplate.Fill(language, key, values));

    static string Why(RoundInPlan round, DataCall call, NextStep step, Language language) => Texts.Fill(
        language,
        step.Audience switch
        {
            Audience.FocalPoint => "why-focal",
            Audience.Head => "why-head",
            Audience.Signatory => "why-signatory",
            _ => throw new InvalidOperationException($"Nobody is {step.Audience}."),
        },
        ("organisation", NameOf(round, call, language)),
        ("sent", Texts.Moment(language, round.Zone, call.SentAt ?? call.DueAt)));

    static string Next(RoundInPlan round, DataCall call, NextStep step, Language language)
    {
        var organisation = NameOf(round, call, language);
        if (step.NextReminderAt is not { } at)
        {
            return Texts.Fill(language, "next-close", ("at", Texts.Moment(language, round.Zone, call.ClosesAt)));
        }

        var moment = Texts.Moment(language, round.Zone, new DateTimeOffset(DateTime.SpecifyKind(at, DateTimeKind.Utc)));
        return step.NextAudience switch
        {
            Audience.Head => Texts.Fill(language, "next-head", ("at", moment), ("organisation", organisation)),
            Audience.Signatory => Texts.Fill(language, "next-signatory", ("at", moment)),
            _ => Texts.Fill(language, "next-reminder", ("at", moment)),
        };
    }

    static string WithoutToken(string subject, string callId) => subject.Replace($" [{callId}]", "", StringComparison.OrdinalIgnoreCase).Trim();

    internal static string NameOf(RoundInPlan round, DataCall call, Language language)
    {
        var organisation = round.Plan.Organisation(call.Organisation);
        return language == Language.Ms ? organisation.NameMs ?? organisation.Name : organisation.Name;
    }

    internal static string TextOf(RoundInPlan round, string code, Language language)
    {
        var recommendation = round.Plan.Recommendation(code);
        return language == Language.Ms ? recommendation.TextMs ?? recommendation.Text : recommendation.Text;
    }

    internal static string Closing(Plan plan, Language language)
    {
        var secretariat = plan.Organisation(plan.Cycle.Secretariat);
        return Texts.Fill(language, "closing-words", ("secretariat", language == Language.Ms ? secretariat.NameMs ?? secretariat.Name : secretariat.Name));
    }
}
