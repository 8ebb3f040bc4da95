using System.Diagnostics;
using System.Globalization;
using Assessment.Cycle;
using Assessment.DataCalls;
using Assessment.Evidence;
using Assessment.Host;
using Assessment.Host.Sandbox;
using Assessment.Host.Sandbox.Graph;
using Assessment.Mail;
using Assessment.Teams;
using Microsoft.Extensions.DependencyInjection;
using MimeKit;

namespace Assessment.Benchmarks;

/// <summary>
/// Mails with three files of 1 MB each, from the Graph sandbox over HTTP through the app's Graph mailbox, the parser, the gate and the store on a disk.
/// What was filed is taken off the mailbox and the disk again, as neither is what is measured.
/// </summary>
static class IntakeBenchmark
{
    const int Mails = 2000;
    const int FileBytes = 1_000_000;
    const string CallId = "my-tip-2025-annual-pdrm";

    static readonly DateTimeOffset Asked = new(2024, 12, 3, 1, 0, 0, TimeSpan.Zero);
    static readonly int[] Marks = [100, 500, 1000, 1500, 2000];

    public static async Task<int> Run()
    {
        var folder = Directory.CreateTempSubdirectory("assessment-intake-").FullName;
        try
        {
            await using var host = Open(folder);
            await host.Start(CancellationToken.None);
            await host.Engine.RunToRest(Asked);
            await TakeIn(host, Path.Combine(folder, "evidence"));
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    static LocalHost Open(string folder)
    {
        var cycle = CycleFolder.Read("samples/malaysia-2025", null).Folder ?? throw new InvalidOperationException("Run this in the root of the repository.");
        return new LocalHost(new LocalHostSettings
        {
            Cycle = cycle,
            Scenario = Scenario.Nobody(cycle.Path) with { DecideAfter = new Dictionary<CardKind, Lag> { [CardKind.ReleaseCalls] = Lag.Parse("2h") } },
            EvidenceFolder = Path.Combine(folder, "evidence"),
            KeyFile = Path.Combine(folder, "key.pem"),
            StateFile = Path.Combine(folder, "state.db"),
            Graph = new GraphSandboxOptions(),
        });
    }

    static async Task TakeIn(LocalHost host, string evidence)
    {
        var mailbox = host.Functions.Services.GetRequiredService<IMailbox>();
        var desk = host.Functions.Services.GetRequiredService<EvidenceDesk>();
        var cursor = (await mailbox.Read(null)).Cursor;
        var watch = new Stopwatch();
        for (var number = 1; number <= Mails; number++)
        {
            host.Mailbox.Deliver($"intake-{number}", CallId, Mail(host, number), host.Clock.GetUtcNow());
            watch.Start();
            var page = await mailbox.Read(cursor);
            foreach (var id in page.MessageIds)
            {
                await desk.File(CallId, await mailbox.Open(id), CancellationToken.None);
            }

            watch.Stop();
            cursor = page.Cursor;
            Clear(evidence);
            if (Marks.Contains(number))
            {
                await Check(host, number);
                Report(number, watch.Elapsed.TotalSeconds);
            }
        }
    }

    static void Clear(string evidence)
    {
        Directory.Delete(Path.Combine(evidence, "files", CallId), recursive: true);
        Directory.Delete(Path.Combine(evidence, "landing", "files", CallId), recursive: true);
    }

    static async Task Check(LocalHost host, int number)
    {
        var replies = await host.Register.List<Reply>(CallId);
        if (replies.Count != number || replies.Any(reply => reply.Files.Count != 3))
        {
            throw new InvalidOperationException($"After {number} mails there are {replies.Count} replies.");
        }
    }

    static MimeMessage Mail(LocalHost host, int number)
    {
        var message = new MimeMessage { Date = host.Clock.GetUtcNow(), MessageId = $"intake-{number}@pdrm.example", Subject = $"Reply [{CallId}]" };
        message.From.Add(new MailboxAddress("Rizal", "rizal.hakimi@pdrm.example"));
        message.To.Add(new MailboxAddress("", host.Plan.Cycle.Mailbox));
        var mixed = new Multipart("mixed") { Boundary = $"=-{number}" };
        mixed.Add(new TextPart("plain") { Text = "--- R01 ---\nAnswer: The photographs are attached.\n" });
        for (var file = 1; file <= 3; file++)
        {
            mixed.Add(new MimePart("image", "jpeg")
            {
                Content = new MimeContent(new MemoryStream(Photograph((number * 3) + file))),
                ContentDisposition = new ContentDisposition(ContentDisposition.Attachment) { FileName = $"R01-photograph-{file}.jpg" },
                ContentTransferEncoding = ContentEncoding.Base64,
            });
        }

        message.Body = mixed;
        return message;
    }

    static byte[] Photograph(int seed)
    {
        var bytes = new byte[FileBytes];
        new Random(seed).NextBytes(bytes);
        byte[] start = [0xFF, 0xD8, 0xFF, 0xE0, 0, 16, (byte)'J', (byte)'F', (byte)'I', (byte)'F', 0];
        start.CopyTo(bytes, 0);
        (bytes[^2], bytes[^1]) = (0xFF, 0xD9);
        return bytes;
    }

    static void Report(int number, double seconds)
    {
        using var process = Process.GetCurrentProcess();
        var now = process.WorkingSet64 / 1048576.0;
        GC.Collect();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{number,5} mails: {number / seconds,5:0.0} a second, working set {now,4:0} MB, at its peak {process.PeakWorkingSet64 / 1048576.0,4:0} MB, live {GC.GetTotalMemory(forceFullCollection: true) / 1048576.0,4:0} MB"));
    }
}
