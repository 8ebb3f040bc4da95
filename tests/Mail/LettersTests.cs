using System.Text;
using Assessment.Corrections;
using Assessment.Cycle;
using Assessment.DataCalls;
using Assessment.Evidence;
using Assessment.Mail;
using Assessment.Review;
using Assessment.Tests.Builders;

namespace Assessment.Tests.Mail;

public sealed class LettersTests
{
    internal static readonly string[] Kinds = ["letter", "acknowledgement", "reminder", "escalation", "return", "correction", "extension", "closing", "secretariat", "submission"];

    static readonly DateTimeOffset Now = A.Moment("2025-01-14T09:00");

    [Theory]
    [InlineData("letter", Language.En)]
    [InlineData("letter", Language.Ms)]
    [InlineData("acknowledgement", Language.En)]
    [InlineData("acknowledgement", Language.Ms)]
    [InlineData("reminder", Language.En)]
    [InlineData("reminder", Language.Ms)]
    [InlineData("escalation", Language.En)]
    [InlineData("escalation", Language.Ms)]
    [InlineData("return", Language.En)]
    [InlineData("return", Language.Ms)]
    [InlineData("correction", Language.En)]
    [InlineData("correction", Language.Ms)]
    [InlineData("extension", Language.En)]
    [InlineData("extension", Language.Ms)]
    [InlineData("closing", Language.En)]
    [InlineData("closing", Language.Ms)]
    [InlineData("secretariat", Language.En)]
    [InlineData("secretariat", Language.Ms)]
    [InlineData("submission", Language.En)]
    public void Every_mail_reads_as_it_was_approved(string kind, Language language)
        => Approved.Matches(string.Join("\n========\n\n", Mails(kind, A.Round(A.Plan(language))).Select(Write)), "tests", "Mail", $"{kind}.{language.ToString().ToLowerInvariant()}.approved.txt");

    [Fact]
    public void The_form_of_a_letter_reads_back_as_an_empty_form()
    {
        foreach (var language in Enum.GetValues<Language>())
        {
            var text = Letters.Letter(A.Round(A.Plan(language)), A.DataCall(), [An.Item("R01"), An.Item("R02")], Now).Text;
            var reading = ReplyForm.Read(text);

            Assert.Equal(["R01", "R02"], reading.Items.Select(item => item.Code));
            Assert.All(reading.Items, item => Assert.False(item.SaysAnything));
            Assert.Empty(reading.Remarks);
        }
    }

    [Fact]
    public void A_form_that_is_filled_in_as_it_was_sent_reads_back()
    {
        foreach (var (language, answer, figure) in new[] { (Language.En, "Answer:", "Figure R01.3"), (Language.Ms, "Jawapan:", "Angka R01.3") })
        {
            var lines = Letters.Letter(A.Round(A.Plan(language)), A.DataCall(), [An.Item("R01")], Now).Text.Split('\n');
            var filled = lines.Select(line => line == answer ? $"{line} Done." : line.StartsWith(figure, StringComparison.Ordinal) && line.EndsWith(':') ? $"{line} 176 orders" : line);
            var item = Assert.Single(ReplyForm.Read(string.Join('\n', filled)).Items);

            Assert.Equal(("Done.", "R01.3", 176m), (item.Narrative, item.Figures[0].Indicator, item.Figures[0].Value));
        }
    }

    [Fact]
    public void What_came_back_is_due_at_the_earliest_of_its_dates()
    {
        var mail = Letters.Return(A.Round(), A.DataCall(), [An.Item("R01").Returned(), An.Item("R02").Returned() with { DueAt = A.Moment("2025-01-15") }], Now);

        Assert.Contains("by Monday 13 January 2025, 17:00", mail.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_mail_always_has_the_same_key_and_another_has_another()
    {
        var round = A.Round();
        var item = An.Item().Returned();
        var again = item.Replied();
        again = ItemRules.Decided(again, A.Decision(again, Choice.Return, "still short"), A.Moment("2025-01-20"));

        Assert.Equal(Letters.Return(round, A.DataCall(), [item], Now).Key, Letters.Return(round, A.DataCall(), [item], Now.AddDays(1)).Key);
        Assert.NotEqual(Letters.Return(round, A.DataCall(), [item], Now).Key, Letters.Return(round, A.DataCall(), [again], Now).Key);
    }

    [Theory]
    [InlineData(Audience.FocalPoint, "", "farid", "alia")]
    [InlineData(Audience.FocalPoint, "farid", "alia", "")]
    [InlineData(Audience.FocalPoint, "farid alia", "hashim", "")]
    [InlineData(Audience.FocalPoint, "farid alia hashim", "aisyah badrul", "")]
    [InlineData(Audience.Head, "", "hashim", "farid alia")]
    [InlineData(Audience.Head, "hashim", "farid", "alia")]
    [InlineData(Audience.Signatory, "", "ksu-kdn", "hashim farid")]
    [InlineData(Audience.Signatory, "ksu-kdn", "hashim", "farid alia")]
    [InlineData(Audience.Signatory, "ksu-kdn hashim", "farid", "alia")]
    public void Where_a_role_is_vacant_the_next_one_down_stands_in(Audience audience, string vacant, string to, string copies)
    {
        var plan = A.Plan();
        var without = plan with { People = [.. plan.People.Where(person => !vacant.Split(' ').Contains(person.Id))] };
        var recipients = Recipients.Of(A.Round(without), A.DataCall(), audience, Now);

        Assert.Equal(to, string.Join(' ', recipients.Addressees.Select(person => person.Id)));
        Assert.Equal(copies, string.Join(' ', recipients.Copies.Select(person => person.Id)));
    }

    internal static IEnumerable<OutgoingMail> Mails(string kind, RoundInPlan round) => kind switch
    {
        "letter" => [Letters.Letter(round, A.DataCall(), [An.Item("R01"), An.Item("R02")], A.Moment("2024-12-02T09:00"))],
        "acknowledgement" => Acknowledgements(round),
        "reminder" => [Reminder(round, Audience.FocalPoint, [A.DataCall()]), Reminder(round, Audience.FocalPoint, [A.DataCall(), A.DataCall("KPWKM")])],
        "escalation" => [Reminder(round, Audience.Head, [A.DataCall()]), Reminder(round, Audience.Signatory, [A.DataCall()])],
        "return" => [Letters.Return(round, A.DataCall(), [An.Item("R01").Returned(), An.Item("R02").Returned()], Now)],
        "correction" => [Correction(round)],
        "extension" => [Letters.ExtensionDecision(round, A.DataCall(), [An.Item("R01").Extended(), Refused(An.Item("R02").Wished(ExtensionStatus.Shown))], Now)],
        "closing" => [Letters.Closed(round, A.DataCall(), [An.Item("R01").Accepted(), An.Item("R02").NotProvided()], A.Moment("2025-01-17"))],
        "secretariat" =>
        [
            Letters.TaskReminder(round.Plan, A.Card(), round.Person("aisyah")!, 2),
            Letters.Alert(round.Plan, "my-tip-2025-annual-missed", A.RoundAddress, round.Person("chair")!, "Annual submission was not handed in", "The hard date has passed."),
        ],
        _ =>
        [
            Submission(round),
            Submission(round with { Round = round.Round with { SubmittedAbroad = false } }),
            Submission(round with { Running = round.Running with { Superseded = [new SupersededVersion(1, "packages/my-tip-2025-annual.zip", new string('b', 64), Now) { Because = "Two events were counted twice.", Items = ["PDRM/R01"] }] } }),
        ],
    };

    static OutgoingMail Correction(RoundInPlan round)
    {
        var wish = new CorrectionWish(["PDRM/R01", "PDRM/R02"], "Two events were counted twice.", A.Day("2025-02-25"));
        var handedIn = round with { Running = round.Running with { Status = RoundStatus.HandedIn } };
        var correction = CorrectionRules.Judge(handedIn, wish, [An.Item("R01").Accepted(), An.Item("R02").Accepted()], "aisyah", A.Moment("2025-02-18T10:00")).Correction!;
        return CorrectionLetters.Letter(round, A.DataCall(), correction, [An.Item("R01").Accepted(), An.Item("R02").Accepted()], A.Moment("2025-02-18T10:00"));
    }

    static OutgoingMail Submission(RoundInPlan round)
        => Letters.Submission(round, 1, "my-tip-2025-annual-v1.zip", new string('a', 64), "packages/my-tip-2025-annual-v1.zip", round.Person("aisyah")!);

    static IEnumerable<OutgoingMail> Acknowledgements(RoundInPlan round)
    {
        const string text = "--- R01 ---\nAnswer: Done.\nFigure R01.1: 540 persons\nFigure R01.3: about ten\n--- R02 ---\nMore time: 2025-01-15; the data centre moves";
        yield return Acknowledge(round, A.Mail(text), [A.File("R01-sop.pdf"), A.File("R01-table.xlsx"), A.File("R12-stray.pdf")]);
        yield return Acknowledge(round, A.Mail("--- R01 ---\nAnswer: Done.\n--- R02 ---\nNothing to report: no case", "message-2"), []);
        yield return Acknowledge(round, A.Mail("Good morning.", "message-3", "alia@pdrm.example"), [A.File("minutes.pdf")]);
        yield return Acknowledge(round, A.Mail("--- R01 ---\nAnswer: Done.", "message-4", at: "2025-01-20T09:00"), [A.File("R01-sop.pdf"), A.File("stray.pdf")], isLate: true);
    }

    /// <summary>The acknowledgement of a mail to a call that asked R01 and R02, after it was taken in.</summary>
    static OutgoingMail Acknowledge(RoundInPlan round, IncomingMail mail, IReadOnlyList<EvidenceFile> files, bool isLate = false)
    {
        var call = A.DataCall(status: isLate ? CallStatus.Closed : CallStatus.Sent);
        Item[] asked = [An.Item("R01"), An.Item("R02")];
        var reading = ReplyReading.Of(round, call, asked, A.Reply(mail), files);
        var items = isLate ? [.. asked.Select(item => item.NotProvided())] : asked.Select(item => reading.Answers.TryGetValue(item.Code, out var answer) ? item.Replied(answer) : item).ToArray();
        var reply = new Reply
        {
            CallId = call.Id,
            MessageId = mail.MessageId,
            InternetMessageId = mail.InternetMessageId,
            From = mail.From.Address,
            Subject = mail.Subject,
            ReceivedAt = mail.ReceivedAt,
            Items = isLate ? [] : [.. reading.Answers.Keys.Select(code => new AnsweredItem(code, 1))],
            Extensions = isLate ? [] : [.. reading.Extensions.Keys],
            Files = files,
            Unassigned = reading.Unassigned,
            Remarks = reading.Remarks,
            IsLate = isLate,
        };
        return Letters.Acknowledgement(round, call, items, reply, MailMatching.WithToken(mail.Subject, call.Id), Now);
    }

    static OutgoingMail Reminder(RoundInPlan round, Audience audience, IReadOnlyList<DataCall> calls)
    {
        var kind = audience == Audience.FocalPoint ? ReminderKind.Reminder : ReminderKind.Escalation;
        var due = calls.Select(call => new OpenCall(
            round,
            call,
            call.Organisation == "PDRM" ? [An.Item("R01"), An.Item("R02").Extended()] : [An.Item("R12", call.Organisation)],
            new ReminderStep("after-2wd-head", Now, audience, kind, OnDay: true),
            call.DueAt)).ToList();
        var step = new NextStep
        {
            CallId = calls[0].Id,
            Kind = StepKind.Remind,
            At = Now.UtcDateTime,
            Audience = audience,
            NextReminderAt = audience == Audience.Signatory ? null : A.Moment("2025-01-16T09:00").UtcDateTime,
            NextAudience = audience == Audience.Signatory ? null : audience + 1,
        };
        return Letters.Reminder(round, Digest.Of("farid", A.Day("2025-01-14"), due.Select(open => open.ForDigest))!, due, step, Now);
    }

    static Item Refused(Item item) => ItemRules.ExtensionDecided(item, A.Decision(item, Choice.Refuse, "too late"), A.Moment("2025-01-15"));

    static string Write(OutgoingMail mail) => new StringBuilder()
        .Append("Kind: ").Append(mail.Kind).Append('\n')
        .Append("Key: ").Append(mail.Key).Append('\n')
        .Append("To: ").AppendJoin(", ", mail.To.Select(to => $"{to.Name} <{to.Address}>")).Append('\n')
        .Append("Cc: ").AppendJoin(", ", mail.Cc.Select(to => $"{to.Name} <{to.Address}>")).Append('\n')
        .Append("In-Reply-To: ").Append(mail.InReplyTo).Append('\n')
        .Append("Attached: ").AppendJoin(", ", mail.Attachments.Select(file => $"{file.FileName} ({file.MediaType}) from {file.StoredName}")).Append('\n')
        .Append("About: ").Append(mail.About).Append('\n')
        .Append("Why: ").Append(mail.Why).Append('\n')
        .Append("Subject: ").Append(mail.Subject).Append("\n\n")
        .Append(mail.Text).Append('\n')
        .ToString();
}
