using System.Text.Json;
using Assessment.Cycle;
using Assessment.DataCalls;
using Assessment.Mail;
using Assessment.Review;
using Assessment.Tests.Pages;
using Assessment.Tests.Year;
using Assessment.Triage;
using Files = Assessment.Tests.Inspection.Files;

namespace Assessment.Tests.Triage;

/// <summary>What waits for the secretariat, by API and by page: the same tasks, one decision each.</summary>
public sealed class TriageTests
{
    const string Answer = "--- R01 ---\nAnswer: Forty persons were screened.\n";
    static readonly Dictionary<string, string> NoFields = [];

    [Fact]
    public async Task A_mail_of_an_unknown_sender_waits_with_the_facts_and_is_filed_once_it_is_accepted()
    {
        await using var site = await TriageSite.Open();
        await site.Arrives("new.officer@police.example", $"Our answer [{TriageSite.Police}]", Answer, ("R01-sop.pdf", Files.Pdf()));

        var task = Assert.Single(await site.Tasks());
        Assert.Equal(("UnknownSender", $"Our answer [{TriageSite.Police}]", TriageSite.Police), (Text(task, "kind"), Text(task, "title"), Text(task, "call")));
        Assert.Equal(["From: new.officer@police.example", "Known as: nobody with this address is in the plan", "Received: Monday 1 April 2024, 00:00:10", "Files: R01-sop.pdf", $"Data call: {TriageSite.Police}"], Facts(task));
        Assert.Equal(["accept", "accept-and-add", "reject"], Choices(task));

        Assert.Equal(202, (await site.Decide(Text(task, "id"), Choice.AcceptAndAdd)).Status);
        Assert.Empty(await site.Tasks());
        Assert.Equal("R01-sop.pdf", Assert.Single((await site.Item("R01")).Answer!.Files).OriginalName);
    }

    [Fact]
    public async Task A_mail_that_leads_nowhere_is_assigned_to_a_call_and_an_item_and_its_words_answer_that_item()
    {
        await using var site = await TriageSite.Open();
        await site.Arrives("somebody@elsewhere.example", "Procedure", "The procedure was reissued in July.", ("scan.pdf", Files.Pdf()));
        var task = await site.TaskOf("UnmatchedMail");

        Assert.Equal(409, (await site.Decide(task, Choice.Assign, target: "smoke-smoke-nobody")).Status);
        Assert.Equal(409, (await site.Decide(task, Choice.Assign, target: $"{TriageSite.Police}/R99")).Status);
        Assert.Equal(202, (await site.Decide(task, Choice.Assign, target: $"{TriageSite.Police}/R01")).Status);

        var answer = (await site.Item("R01")).Answer!;
        Assert.Equal(("The procedure was reissued in July.", "scan.pdf"), (answer.Narrative, Assert.Single(answer.Files).OriginalName));
        Assert.Equal([$"HeldMailSettled officer-1: Procedure: filed with {TriageSite.Police}, R01."], await site.Ledger("HeldMailSettled"));
    }

    [Fact]
    public async Task One_decision_wins_and_the_other_is_told_whose_it_was_and_when_on_the_card_too()
    {
        await using var site = await TriageSite.Open();
        await site.Arrives("new.officer@police.example", $"Our answer [{TriageSite.Police}]", Answer);
        var task = await site.TaskOf("UnknownSender");
        var page = await site.Page($"{TriageSite.Desk}/{task}", TriageSite.Colleague);
        Assert.Equal(202, (await site.Decide(task, Choice.Accept)).Status);

        var late = await site.Decide(task, Choice.Reject, "Nobody knows them.", person: TriageSite.Colleague);
        var onPage = await site.Submit(page, Choice.Reject, new Dictionary<string, string> { ["reason-reject"] = "Nobody knows them." }, TriageSite.Colleague);
        var onCard = await site.Host.PostAs(TriageSite.Colleague, $"/api/cycles/{TriageSite.Cycle}/cards/{task}/press", """{"choice":"reject","reason":"why"}""", CancellationToken.None);

        Assert.Equal((409, 409, 409), (late.Status, onPage.Status, onCard.Status));
        Assert.Contains("officer-1 has already decided this card: accept, at 2024-03-31 16:00 UTC.", late.Text, StringComparison.Ordinal);
        Assert.Contains("Nurain binti Sabri has decided on Monday 1 April 2024, 00:00:10: Accept.", PageSite.Html(onPage).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(1, (await site.Item("R01")).Version);
    }

    [Fact]
    public async Task A_file_without_an_item_is_held_said_so_in_the_acknowledgement_and_taken_for_the_items_that_a_person_chooses()
    {
        await using var site = await TriageSite.Open();
        const string answers = "--- R01 ---\nAnswer: Forty persons were screened.\n\n--- N01 ---\nAnswer: Persons are referred to a shelter.\n";
        await site.Arrives("zarith@police.example", $"Answers [{TriageSite.Police}]", answers, ("minit.pdf", Files.Pdf()), ("R01-sop.pdf", Files.Pdf(body: "% other\n")));
        Assert.Contains("minit.pdf (", Assert.Single(site.Mails(MailKind.Acknowledgement, "zarith@police.example")), StringComparison.Ordinal);
        var task = await site.TaskOf("UnassignedFile");

        Assert.Equal(409, (await site.Decide(task, Choice.Assign, target: "R03")).Status);
        Assert.Equal(202, (await site.Decide(task, Choice.Assign, target: "R01, N01")).Status);

        // The first came back because its figure is missing and goes on waiting for it; the second is reviewed anew.
        var (first, second) = (await site.Item("R01"), await site.Item("N01"));
        Assert.Equal((ItemStatus.Returned, 1, ItemStatus.Replied, 2), (first.Status, first.Version, second.Status, second.Version));
        Assert.Equal(["R01-sop.pdf", "minit.pdf"], first.Answer!.Files.Select(file => file.OriginalName));
        Assert.Equal(("Persons are referred to a shelter.", "minit.pdf", true), (second.Answer!.Narrative, Assert.Single(second.Answer.Files).OriginalName, second.Answer.IsSearched));
        Assert.Empty(Assert.Single(await site.Host.Register.List<Reply>(TriageSite.Police)).Unassigned);
        Assert.Empty(await site.Tasks());
    }

    [Fact]
    public async Task A_file_that_is_set_aside_is_kept_and_no_evidence_and_its_sender_sees_why()
    {
        await using var site = await TriageSite.Open();
        await site.Arrives("zarith@police.example", $"Answers [{TriageSite.Police}]", Answer + "\n--- R02 ---\nAnswer: Fifteen papers.\n", ("logo.pdf", Files.Pdf()));
        var task = await site.TaskOf("UnassignedFile");

        Assert.Equal(409, (await site.Decide(task, Choice.SetAside)).Status);
        Assert.Equal(202, (await site.Decide(task, Choice.SetAside, "A cover page only.")).Status);

        var reply = Assert.Single(await site.Host.Register.List<Reply>(TriageSite.Police));
        Assert.Equal("A cover page only.", Assert.Single(reply.SetAside).Reason);
        Assert.Empty((await site.Item("R01")).Answer!.Files);
        Assert.Equal(["FileSetAside officer-1: POLICE: logo.pdf is kept and not used."], await site.Ledger("FileSetAside"));
    }

    [Fact]
    public async Task A_failing_address_is_corrected_and_its_person_gets_the_call()
    {
        await using var site = await TriageSite.Open();
        await site.Bounces("police-focal");
        var task = Assert.Single(await site.Tasks());
        Assert.Equal(("FailedAddress", "zarith@police.example"), (Text(task, "kind"), Text(task, "title")));
        Assert.Contains("Lee Kok Meng", Text(task, "about"), StringComparison.Ordinal);

        Assert.Equal(409, (await site.Decide(Text(task, "id"), Choice.Correct, target: "zarith at police")).Status);
        Assert.Equal(202, (await site.Decide(Text(task, "id"), Choice.Correct, target: "zarith.hamdi@police.example")).Status);

        Assert.Single(site.Mails(MailKind.HandOver, "zarith.hamdi@police.example"));
        Assert.Empty(await site.Tasks());
        var person = (await new PlanStore(site.Host.Register).Read(TriageSite.Cycle)).People.Single(person => person.Id == "police-focal");
        Assert.Equal(("zarith.hamdi@police.example", false), (person.Email, person.IsUnreachable));
    }

    [Fact]
    public async Task An_address_that_was_right_is_tried_again_and_one_that_is_left_stays_marked()
    {
        await using var site = await TriageSite.Open();
        await site.Bounces("police-focal");
        Assert.Equal(202, (await site.Decide(await site.TaskOf("FailedAddress"), Choice.Retry)).Status);
        Assert.Single(site.Mails(MailKind.HandOver, "zarith@police.example"));

        await site.Bounces("police-focal");
        Assert.Equal(202, (await site.Decide(await site.TaskOf("FailedAddress"), Choice.Leave, "They have retired.")).Status);

        Assert.Empty(await site.Tasks());
        Assert.True((await new PlanStore(site.Host.Register).Read(TriageSite.Cycle)).People.Single(person => person.Id == "police-focal").IsUnreachable);
        Assert.Equal(2, (await site.Ledger("AddressTriedAgain", "AddressLeft")).Count);
    }

    [Fact]
    public async Task A_mail_from_an_address_that_failed_ends_its_task()
    {
        await using var site = await TriageSite.Open();
        await site.Bounces("police-focal");
        await site.Arrives("zarith@police.example", $"Our answer [{TriageSite.Police}]", Answer);

        Assert.Empty(await site.Tasks());
    }

    [Fact]
    public async Task Every_task_is_there_again_after_the_host_was_started_anew()
    {
        using var folder = new TemporaryFolder();
        var first = await TriageSite.Open(folder, folder["state.db"]);
        await first.Arrives("new.officer@police.example", $"Our answer [{TriageSite.Police}]", Answer);
        await first.Arrives("somebody@elsewhere.example", "Procedure", "The procedure.");
        await first.Arrives("zarith@police.example", $"Answers [{TriageSite.Police}]", Answer + "\n--- R02 ---\nAnswer: Fifteen.\n", ("minit.pdf", Files.Pdf()));
        await first.Bounces("police-alt");
        await Fail(first);
        await Undecide(first);
        var before = (await first.List()).Text;
        await first.Stop();

        await using var second = await TriageSite.Open(folder, folder["state.db"]);

        Assert.Equal(
            ["FailedAddress", "FailedMail", "UnassignedFile", "UndecidedSend", "UnknownSender", "UnmatchedMail"],
            (await second.Tasks()).Select(task => Text(task, "kind")).Order(StringComparer.Ordinal));
        Assert.Equal(before, (await second.List()).Text);
        Assert.Equal(202, (await second.Decide(await second.TaskOf("UnassignedFile"), Choice.Assign, target: "N01")).Status);
        Assert.Equal("minit.pdf", Assert.Single((await second.Item("N01")).Answer!.Files).OriginalName);
    }

    [Theory]
    [InlineData(null, 401)]
    [InlineData("police-focal", 403)]
    [InlineData("chair", 403)]
    [InlineData("officer-2", 200)]
    public async Task Only_the_secretariat_sees_and_decides(string? person, int status)
    {
        await using var site = await TriageSite.Open();
        await site.Arrives("new.officer@police.example", $"Our answer [{TriageSite.Police}]", Answer);
        var task = await site.TaskOf("UnknownSender");

        Assert.Equal(status, (await site.List(person)).Status);
        Assert.Equal(status, (await site.Get(TriageSite.Desk, person)).Status);
        Assert.Equal(status, (await site.Get($"{TriageSite.Desk}/{task}", person)).Status);
        Assert.Equal(status == 200 ? 202 : status, (await site.Decide(task, Choice.Accept, person: person)).Status);
    }

    [Fact]
    public async Task The_page_shows_the_mail_asks_for_what_is_missing_and_decides_in_the_language_of_its_reader()
    {
        await using var site = await TriageSite.Open();
        await site.Arrives("somebody@elsewhere.example", "Prosedur", "Prosedur telah <b>dikeluarkan</b> semula.");
        var list = await site.Page($"{TriageSite.Desk}?lang=ms");
        Assert.Equal(("ms", "1 perkara menunggu keputusan."), (list.DocumentElement.GetAttribute("lang"), list.QuerySelector(".lead")!.TextContent));
        var address = list.QuerySelector(".card a.button")!.GetAttribute("href")!;
        var page = await site.Page(address);
        Assert.Contains("Prosedur telah <b>dikeluarkan</b> semula.", page.QuerySelector("pre.mail")!.TextContent, StringComparison.Ordinal);

        var faulty = await site.Submit(page, Choice.Assign, NoFields);
        Assert.Equal((422, "#f-call"), (faulty.Status, PageSite.Html(faulty).QuerySelector(".errors a")!.GetAttribute("href")));
        var nameless = await site.Submit(page, Choice.Reject, NoFields);
        Assert.Equal((422, "#f-reason-reject"), (nameless.Status, PageSite.Html(nameless).QuerySelector(".errors a")!.GetAttribute("href")));

        var done = await site.Submit(page, Choice.Assign, new Dictionary<string, string> { ["call"] = TriageSite.Police, ["item"] = "R02" });
        Assert.Equal(303, done.Status);
        Assert.Contains("Padankan dengan permohonan maklumat", (await site.Page(done.Headers.Location.ToString())).QuerySelector(".done")!.TextContent, StringComparison.Ordinal);
        Assert.StartsWith("Prosedur telah", (await site.Item("R02")).Answer!.Narrative, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_counts_only_with_a_token_that_its_page_gave_to_the_same_person()
    {
        await using var site = await TriageSite.Open();
        await site.Arrives("new.officer@police.example", $"Our answer [{TriageSite.Police}]", Answer);
        var task = await site.TaskOf("UnknownSender");
        var page = await site.Page($"{TriageSite.Desk}/{task}");

        Assert.Equal(422, (await site.Submit(page, Choice.Accept, new Dictionary<string, string> { ["form"] = "" })).Status);
        Assert.Equal(422, (await site.Submit(page, Choice.Accept, NoFields, TriageSite.Colleague)).Status);
        Assert.Null(await site.Cards.Decision(TriageSite.Cycle, task, CancellationToken.None));
        Assert.Equal(303, (await site.Submit(page, Choice.Accept, NoFields)).Status);
        Assert.Equal(404, (await site.Get($"{TriageSite.Desk}/no-such-task")).Status);
        Assert.Equal(404, (await site.Decide("no-such-task", Choice.Accept)).Status);
    }

    static async Task Fail(TriageSite site)
    {
        var card = FailedMailCards.For(site.Host.Plan, "message-9", "The disk was full.", 1, site.Host.Clock.GetUtcNow());
        await site.Cards.Ask(TriageSite.Cycle, card, CancellationToken.None);
        await site.Host.Register.Save(TriageSite.Cycle, ThreadKey.Of("message-9"), new FailedMail { MessageId = "message-9", Error = "The disk was full.", At = site.Host.Clock.GetUtcNow(), Times = 1, CardKey = card.Key });
    }

    static async Task Undecide(TriageSite site)
    {
        var mail = new OutgoingMail { Key = "smoke-lost", Kind = MailKind.Reminder, To = [new("Zarith", "zarith@police.example")], Subject = "Reminder", Text = "", About = TriageSite.Police };
        var open = new OpenSends(site.Host.Register, new PlanStore(site.Host.Register), site.Cards, site.Host.Ledger, site.Host.Clock);
        var presumed = new MailReceipt("message-10", "<smoke-lost@smoke.example>", "conversation", site.Host.Clock.GetUtcNow());
        await open.Ask(TriageSite.Cycle, mail, new UndecidedSendException(presumed, "The draft is gone.", "Nothing among the sent messages."), CancellationToken.None);
    }

    static string Text(JsonElement task, string name) => task.GetProperty(name).GetString()!;

    static IEnumerable<string> Facts(JsonElement task) => task.GetProperty("facts").EnumerateArray().Select(fact => $"{Text(fact, "name")}: {Text(fact, "value")}");

    static IEnumerable<string> Choices(JsonElement task) => task.GetProperty("choices").EnumerateArray().Select(choice => Text(choice, "choice"));
}
