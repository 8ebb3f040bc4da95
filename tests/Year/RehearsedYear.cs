using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Assessment.Register;
using Assessment.Submission;
using MimeKit;

namespace Assessment.Tests.Year;

/// <summary>A line of timeline.txt: when, what, about what, and the sentence.</summary>
sealed record TimelineLine(string At, string Kind, string Subject, string Text)
{
    public const int KindWidth = 22;
    const string Moment = "yyyy-MM-dd ddd HH:mm:ss";

    public DateTime Local => DateTime.ParseExact(At, Moment, CultureInfo.InvariantCulture);

    public static TimelineLine Of(string line)
    {
        var rest = line[(Moment.Length + 2)..];
        var kind = rest[..rest.IndexOf(' ', StringComparison.Ordinal)];
        var about = rest[(Math.Max(kind.Length, KindWidth) + 1)..];
        var end = about.IndexOf("  ", StringComparison.Ordinal);
        return new TimelineLine(line[..Moment.Length], kind, about[..end], about[(end + 2)..]);
    }

    /// <summary>The line as a story tells it: 2025-01-14 Tue 09:00 EscalationSent.</summary>
    public override string ToString() => $"{At[..^3]} {Kind}";
}

/// <summary>A mail as the rehearsal left it; the name of its file says the rest.</summary>
sealed record RehearsedMail(string FileName, MimeMessage Message)
{
    readonly string[] parts = FileName.Split('-');

    public DateTime Local => DateTime.ParseExact($"{parts[1]} {parts[2]}", "yyyyMMdd HHmm", CultureInfo.InvariantCulture);

    public bool IsOutgoing => parts[3] == "out";

    public string Kind => parts[4];

    public string About => string.Join('-', parts[5..])[..^".eml".Length];

    public string Text => (Message.TextBody ?? "").ReplaceLineEndings("\n");

    public IEnumerable<string> To => Message.To.Mailboxes.Select(mailbox => mailbox.Address);

    public IEnumerable<string> Cc => Message.Cc.Mailboxes.Select(mailbox => mailbox.Address);

    public override string ToString() => FileName;
}

/// <summary>The folder of a rehearsal, read as a stranger would read it.</summary>
sealed class RehearsedYear(string path)
{
    public string Path => path;

    public IReadOnlyList<TimelineLine> Timeline { get; } = [.. File.ReadLines(System.IO.Path.Combine(path, "timeline.txt")).Select(TimelineLine.Of)];

    public IReadOnlyList<LedgerEntry> Ledger { get; } = LedgerChain.Read(File.ReadAllBytes(System.IO.Path.Combine(path, "ledger.jsonl")));

    public JsonObject Summary { get; } = JsonNode.Parse(File.ReadAllBytes(System.IO.Path.Combine(path, "summary.json")))!.AsObject();

    public IReadOnlyList<RehearsedMail> Mails { get; } =
    [
        .. Files(path, "mailbox").Select(file => new RehearsedMail(System.IO.Path.GetFileName(file), MimeMessage.Load(file)!)),
    ];

    public IReadOnlyList<JsonObject> Cards { get; } = [.. Files(path, "cards").Select(file => JsonNode.Parse(File.ReadAllBytes(file))!.AsObject())];

    public IReadOnlyList<string> Packages { get; } = Files(path, "submission");

    public IEnumerable<TimelineLine> About(string subject) =>
        Timeline.Where(line => line.Subject == subject || line.Subject.StartsWith(subject + "/", StringComparison.Ordinal));

    public IEnumerable<RehearsedMail> Sent(string kind, string about) => Mails.Where(mail => mail.IsOutgoing && mail.Kind == kind && mail.About == about);

    public string PackageOf(string round) => Packages.Single(package => System.IO.Path.GetFileName(package) == $"my-tip-2025-{round}.zip");

    public Decisions Decisions(string round) =>
        JsonSerializer.Deserialize<Decisions>(Entries(PackageOf(round))[Assessment.Submission.Decisions.FileName], CanonicalJson.Options)!;

    public Manifest Manifest(string round) =>
        JsonSerializer.Deserialize<Manifest>(Entries(PackageOf(round))[Assessment.Submission.Manifest.FileName], CanonicalJson.Options)!;

    public static IReadOnlyDictionary<string, byte[]> Entries(string package)
    {
        using var file = File.OpenRead(package);
        var reader = new StoredZipReader(file);
        return reader.Entries.ToDictionary(entry => entry.Name, reader.ReadAll, StringComparer.Ordinal);
    }

    static string[] Files(string path, string folder) => [.. Directory.GetFiles(System.IO.Path.Combine(path, folder)).Order(StringComparer.Ordinal)];
}
