using System.Text;
using Assessment.DataCalls;
using Assessment.Evidence;
using Assessment.Host.Functions;
using Assessment.Tests.Orchestrations;
using Microsoft.Extensions.DependencyInjection;
using MimeKit;

namespace Assessment.Tests.Scanning;

/// <summary>What becomes of files whose verdict is bad, late or never comes, on the whole app in virtual time.</summary>
public sealed class VerdictTests : IDisposable
{
    readonly Year.TemporaryFolder folder = new();

    static readonly string[] Told = ["FileStored", "FileAwaitsVerdict", "FileUnverified", "FileInfected", "FileScannedAgain", "FileReleased", "FileKeptOut", "ItemReplied", "ItemReturned", "AcknowledgementSent", "ReturnSent", "AlertSent"];

    const string WithFile = """
        replies:
          - { organisation: POLICE, round: spring, after: 1d, items: { R01: { answer: "Forty persons were screened.", files: [R01-note.txt] } } }
        """;

    const string Infected = """
        replies:
          - { organisation: POLICE, round: spring, after: 1d, items: { R01: { answer: "Forty persons were screened.", files: [R01-note.txt], infected: [R01-list.pdf] } } }
          - { organisation: POLICE, round: spring, at: 2025-03-06T10:00, items: { R01: { answer: "Forty persons were screened." } } }
        """;

    [Fact]
    public async Task A_mail_is_filed_when_its_files_have_their_verdict()
    {
        await using var cycle = Cycle(WithFile, TimeSpan.FromMinutes(2));
        await cycle.Run("2025-03-05T12:00");

        Assert.Equal(
            """
            Tue 04 Mar 10:02 FileStored police
            Tue 04 Mar 10:02 ItemReplied police/R01
            Tue 04 Mar 10:02 AcknowledgementSent police
            """.ReplaceLineEndings("\n"),
            await cycle.Timeline(Told));
        Assert.Empty(await cycle.Host.Register.List<QuarantinedFile>(MiniCycle.Id));
    }

    [Fact]
    public async Task After_five_minutes_a_mail_is_filed_without_its_file_which_follows_when_it_is_found_clean()
    {
        await using var cycle = Cycle(WithFile, TimeSpan.FromMinutes(30));
        await cycle.Run("2025-03-05T12:00");

        Assert.Equal(
            """
            FileAwaitsVerdict police
            FileAwaitsVerdict police
            ItemReplied police/R01
            AcknowledgementSent police
            FileStored police
            ItemReplied police/R01
            FileReleased police
            AcknowledgementSent police
            FileReleased police
            """.ReplaceLineEndings("\n"),
            Kinds(await cycle.Timeline(Told)));
        var acknowledgements = Mails(cycle, "Acknowledgement");
        Assert.Contains("R01-note.txt is kept apart until a scan for malware has found it clean. You need not send it again", acknowledgements[0], StringComparison.Ordinal);
        Assert.Contains("- R01-note.txt (12 bytes), for R01", acknowledgements[1], StringComparison.Ordinal);
        var item = (await cycle.Host.Register.Find<Item>(MiniCycle.Police, "R01"))!;
        Assert.Equal(("Forty persons were screened.", "R01-note.txt"), (item.Answer!.Narrative, Assert.Single(item.Answer.Files).OriginalName));
        Assert.All(await cycle.Host.Register.List<QuarantinedFile>(MiniCycle.Id), file => Assert.Equal(QuarantineStatus.Released, file.Status));
        await using var message = await cycle.Host.Evidence.Open(item.Answer.Files[0].Name);
    }

    [Fact]
    public async Task A_file_without_a_verdict_in_an_hour_is_put_before_the_secretariat_and_stays_out_as_it_says()
    {
        await using var cycle = Cycle(WithFile, TimeSpan.FromDays(3), decisions: """
            decisions: [{ card: unverified-file, decision: reject, reason: "Nobody needs it." }]
            """);
        await cycle.Run("2025-03-05T18:00");

        Assert.Equal(
            """
            FileAwaitsVerdict police
            FileAwaitsVerdict police
            ItemReplied police/R01
            AcknowledgementSent police
            FileUnverified police
            AlertSent police
            FileKeptOut police
            FileKeptOut police
            """.ReplaceLineEndings("\n"),
            Kinds(await cycle.Timeline(Told)));
        var kept = (await cycle.Host.Register.List<QuarantinedFile>(MiniCycle.Id)).Single(file => !file.IsMessage);
        Assert.Equal((QuarantineStatus.KeptOut, "officer", "The scan is at it."), (kept.Status, kept.SettledBy, kept.Why));
        await Assert.ThrowsAsync<FileNotFoundException>(() => cycle.Host.Evidence.Open(kept.File.Name));
        Assert.Contains("The scan is at it.", Assert.Single(Mails(cycle, "Alert")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_scanned_again_and_clean_is_evidence()
    {
        await using var cycle = Cycle(WithFile, TimeSpan.Zero, file => file.Name.StartsWith("again-2/", StringComparison.Ordinal) ? ScanVerdict.Clean : ScanVerdict.NotScanned("Too large."), decide: ", unverified-file: 1h");
        await cycle.Run("2025-03-05T18:00");

        Assert.Equal("R01-note.txt", Assert.Single((await cycle.Host.Register.Find<Item>(MiniCycle.Police, "R01"))!.Answer!.Files).OriginalName);
        Assert.All(await cycle.Host.Register.List<QuarantinedFile>(MiniCycle.Id), file => Assert.Equal((QuarantineStatus.Released, 2), (file.Status, file.Times)));
        Assert.Contains("FileScannedAgain police", await cycle.Timeline(Told), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_infected_file_is_quarantined_its_item_comes_back_with_the_reason_and_keeps_its_other_files()
    {
        await using var cycle = Cycle(Infected, null);
        await cycle.Run("2025-03-05T12:00");

        Assert.Equal(
            """
            FileInfected police
            FileStored police
            FileInfected police
            AlertSent police
            ItemReplied police/R01
            ItemReturned police/R01
            AcknowledgementSent police
            """.ReplaceLineEndings("\n"),
            Kinds(await cycle.Timeline(Told)));
        const string Reason = "R01-list.pdf holds malware (Eicar-Test-Signature). It was set apart unopened and is not evidence.";
        Assert.Contains(Reason, Assert.Single(Mails(cycle, "Acknowledgement")).ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.Empty(Mails(cycle, "Return"));
        var returned = (await cycle.Host.Register.Find<Item>(MiniCycle.Police, "R01"))!;
        Assert.Equal((ItemStatus.Returned, false), (returned.Status, returned.ReturnUntold));

        await cycle.Run();

        var item = (await cycle.Host.Register.Find<Item>(MiniCycle.Police, "R01"))!;
        Assert.Equal((ItemStatus.Accepted, 2), (item.Status, item.Version));
        Assert.Equal("R01-note.txt", Assert.Single(item.Answer!.Files).OriginalName);
    }

    [Fact]
    public async Task Neither_an_infected_file_nor_the_mail_that_brought_it_is_in_the_vault_or_the_package()
    {
        await using var cycle = Cycle(Infected, null);
        await cycle.Run();

        var quarantined = await cycle.Host.Register.List<QuarantinedFile>(MiniCycle.Id);
        Assert.Equal([false, true], quarantined.Select(file => file.IsMessage).Order());
        Assert.All(quarantined, file => Assert.Equal((QuarantineStatus.Infected, "Eicar-Test-Signature"), (file.Status, file.Why)));
        var places = cycle.Host.Functions.Services.GetRequiredService<EvidencePlaces>();
        foreach (var file in quarantined)
        {
            await Assert.ThrowsAsync<FileNotFoundException>(() => cycle.Host.Evidence.Open(file.File.Name));
            await using var kept = await places.Quarantine.Open(file.File.Name);
        }

        var vault = Directory.GetFiles(Path.Combine(cycle.Folder, "evidence-store", "files"), "*", SearchOption.AllDirectories);
        Assert.NotEmpty(vault);
        foreach (var file in vault)
        {
            Assert.False(await Assessment.Host.Sandbox.LocalScan.IsFoundIn(await File.ReadAllBytesAsync(file)), file);
        }
    }

    [Fact]
    public async Task Malware_that_is_found_late_returns_the_item_by_a_mail_of_its_own()
    {
        await using var cycle = Cycle(WithFile, TimeSpan.FromMinutes(30), _ => ScanVerdict.Malicious("Emotet"));
        await cycle.Run("2025-03-05T12:00");

        Assert.Contains("R01-note.txt holds malware (Emotet).", Assert.Single(Mails(cycle, "Return")).ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.Equal(ItemStatus.Returned, (await cycle.Host.Register.Find<Item>(MiniCycle.Police, "R01"))!.Status);
    }

    [Fact]
    public async Task A_file_in_quarantine_is_served_to_nobody_and_every_request_is_in_the_ledger()
    {
        await using var cycle = Cycle(Infected, null);
        await cycle.Run("2025-03-05T12:00");
        var (infected, clean) = ((await cycle.Host.Register.List<QuarantinedFile>(MiniCycle.Id)).Single(file => !file.IsMessage).File, (await cycle.Host.Register.Find<Item>(MiniCycle.Police, "R01"))!.Answer!.Files[0]);
        using var http = new InProcessHttp(cycle.Host.Catalog, cycle.Host.Functions, cycle.Host.FunctionKey);

        var refused = await Get("officer", infected.Sha256);
        var served = await Get("officer", clean.Sha256);

        Assert.Equal(403, refused.Status);
        Assert.Contains("The file holds malware (Eicar-Test-Signature). It is in quarantine and is served to nobody.", refused.Text, StringComparison.Ordinal);
        Assert.Equal(404, (await Get("shelter-focal", infected.Sha256)).Status);
        Assert.Equal((200, "nosniff"), (served.Status, served.Headers.XContentTypeOptions.ToString()));
        Assert.StartsWith("attachment", served.Headers.ContentDisposition.ToString(), StringComparison.Ordinal);
        Assert.Equal("Nurain asked for R01-list.pdf, which is kept apart.", await cycle.Story("EvidenceRefused"));
        Assert.StartsWith("Nurain fetched r01-note.txt, SHA-256 ", await cycle.Story("EvidenceFetched"), StringComparison.Ordinal);

        Task<HttpAnswer> Get(string person, string sha256) => http.Send(
            "GET", $"/api/cycles/mini/calls/{MiniCycle.Police}/items/R01/files/{sha256}", Encoding.UTF8.GetBytes(""), [new(LocalAuthentication.PersonHeader, person)]);
    }

    public void Dispose() => folder.Dispose();

    MiniCycle Cycle(string replies, TimeSpan? takes, Func<LandedFile, ScanVerdict>? judge = null, string decide = ", unverified-file: 1h", string decisions = "")
    {
        var note = folder["R01-note.txt"];
        File.WriteAllText(note, "A short note");
        var scenario = MiniCycle.Decisive.Replace(" }", decide + " }", StringComparison.Ordinal) + replies.Replace("[R01-note.txt]", $"[{note}]", StringComparison.Ordinal) + "\n" + decisions;
        return new MiniCycle(scenario, settings => takes is not { } time ? settings : settings with
        {
            Parts = services => services.AddSingleton<IMalwareScan>(provider => new SlowScan(provider.GetRequiredService<TimeProvider>(), time, judge ?? (_ => ScanVerdict.Clean))),
        });
    }

    static List<string> Mails(MiniCycle cycle, string kind) => [.. cycle.Host.Mailbox.All()
        .Where(message => message.Direction == "out" && message.Kind == kind)
        .Select(message => MimeMessage.Load(new MemoryStream(message.Raw)).TextBody!)];

    static string Kinds(string timeline) => string.Join('\n', timeline.Split('\n').Select(line => line["Wed 05 Mar 09:52 ".Length..]));
}
