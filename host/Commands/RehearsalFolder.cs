using System.Globalization;
using System.Text;
using System.Text.Json;
using Assessment.Cycle;
using Assessment.Host.Commands.Faults;
using Assessment.Host.Sandbox;
using Assessment.Register;

namespace Assessment.Host.Commands;

/// <summary>The folder of a rehearsal: everything that happened, readable by eye.</summary>
public sealed class RehearsalFolder(string path)
{
    /// <summary>Marks a folder as ours, so that nothing else is ever cleared away.</summary>
    const string Mark = ".rehearsal";

    static readonly JsonSerializerOptions Readable = new(RegisterJson.Options) { WriteIndented = true };

    public string Path => path;

    public string Evidence => System.IO.Path.Combine(path, "evidence");

    /// <summary>What a host keeps that is killed and starts again.</summary>
    public string State => At("state.db");

    /// <summary>The evidence of the year before the faults.</summary>
    public string Undisturbed => At("undisturbed");

    /// <summary>Why the folder cannot be used, or null.</summary>
    public string? Refusal() => Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any() && !File.Exists(At(Mark))
        ? $"{path} is not empty and was not written by a rehearsal. Name another folder with --out, or empty it."
        : null;

    /// <summary>Empties the folder of an earlier rehearsal.</summary>
    public void Clear()
    {
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }

        Directory.CreateDirectory(path);
        File.WriteAllText(At(Mark), "Written by a rehearsal; a new one replaces everything here.\n");
    }

    public async Task<RehearsalSummary> Write(LocalHost host, CancellationToken cancellation, FaultReport? faults = null)
    {
        var entries = new List<LedgerEntry>();
        await foreach (var entry in host.Ledger.Read(host.Plan.Cycle.Id, cancellation: cancellation))
        {
            entries.Add(entry);
        }

        await File.WriteAllBytesAsync(At("ledger.jsonl"), LedgerChain.Write(entries, withDetails: true), cancellation);
        await File.WriteAllLinesAsync(At("timeline.txt"), Timeline.Lines(host.Plan, entries), cancellation);
        WriteMessages(host);
        WriteCards(host);
        var packages = await WritePackages(host, cancellation);
        var summary = (await RehearsalSummary.Of(host, entries, packages, cancellation)) with { Faults = faults };
        await File.WriteAllBytesAsync(At("summary.json"), JsonSerializer.SerializeToUtf8Bytes(summary, Readable), cancellation);
        return summary;
    }

    void WriteMessages(LocalHost host)
    {
        var zone = Zone.Of(host.Plan.Cycle.TimeZone);
        Directory.CreateDirectory(At("mailbox"));
        foreach (var (message, number) in host.Mailbox.All().Select((message, index) => (message, index + 1)))
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"{number:0000}-{zone.In(message.At):yyyyMMdd-HHmm}-{message.Direction}-{Slug.Of(message.Kind)}-{Short(message.About)}.eml");
            File.WriteAllBytes(System.IO.Path.Combine(At("mailbox"), name), message.Raw);
        }
    }

    void WriteCards(LocalHost host)
    {
        Directory.CreateDirectory(At("cards"));
        foreach (var (card, number) in host.Cards.All().Select((card, index) => (card, index + 1)))
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"{number:0000}-{Short(card.Key)}.json");
            File.WriteAllText(System.IO.Path.Combine(At("cards"), name), card.Shown.ToJsonString(Readable) + "\n", new UTF8Encoding(false));
        }
    }

    async Task<IReadOnlyList<string>> WritePackages(LocalHost host, CancellationToken cancellation)
    {
        Directory.CreateDirectory(At("submission"));
        var packages = new List<string>();
        foreach (var round in host.Plan.Rounds)
        {
            var address = Address.OfRound(host.Plan.Cycle.Id, round.Id);
            foreach (var stored in await Stored(host, address, cancellation))
            {
                var name = System.IO.Path.Combine(At("submission"), System.IO.Path.GetFileName(stored));
                await using var content = await host.Evidence.Open(stored, cancellation);
                await using var file = File.Create(name);
                await content.CopyToAsync(file, cancellation);
                packages.Add(name);
            }
        }

        return packages;
    }

    /// <summary>Every version that a round handed in, the first one first.</summary>
    static async Task<IReadOnlyList<string>> Stored(LocalHost host, string address, CancellationToken cancellation)
    {
        var running = await host.Register.Find<RunningRound>(address, "round", cancellation);
        return running is not { PackageName: { } present } ? [] : [.. running.Superseded.Select(old => old.StoredName), present];
    }

    string At(string name) => System.IO.Path.Combine(path, name);

    static string Short(string about) => Slug.Of(about) is { Length: > 100 } longName ? longName[..100] : Slug.Of(about);
}

/// <summary>The ledger for people's eyes.</summary>
public static class Timeline
{
    /// <summary>Local date and time, what, about what, who: the sentence (why).</summary>
    public static IEnumerable<string> Lines(Plan plan, IEnumerable<LedgerEntry> entries)
    {
        var zone = Zone.Of(plan.Cycle.TimeZone);
        return entries.Select(entry => string.Create(
            CultureInfo.InvariantCulture,
            $"{zone.In(entry.At):yyyy-MM-dd ddd HH:mm:ss}  {entry.Kind,-22} {entry.Subject}  {entry.Details?.Who}: {entry.Details?.What}{(entry.Details?.Why is { Length: > 0 } why ? $" ({why})" : "")}"))
            .Select(line => line.ReplaceLineEndings(" "));
    }
}
