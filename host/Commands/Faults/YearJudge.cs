using System.Security.Cryptography;
using System.Text.Json;
using Assessment.Cycle;
using Assessment.DataCalls;
using Assessment.Evidence;
using Assessment.Host.Sandbox;
using Assessment.Mail;
using Assessment.Mail.Graph;
using Assessment.Register;
using Assessment.Teams;
using Microsoft.Extensions.DependencyInjection;

namespace Assessment.Host.Commands.Faults;

/// <summary>
/// Compares what people did and what lies in their mailboxes with what the app has. The world's own database is the evidence: messages that came in,
/// messages among the sent ones with their outbox key and Message-ID, cards on screens.
/// </summary>
sealed class YearJudge(LocalHost host, Scenario scenario)
{
    /// <summary>Mails that lose their reason while they cannot be sent: whoever has answered meanwhile is left in peace.</summary>
    static readonly MailKind[] Passing = [MailKind.Reminder, MailKind.Escalation, MailKind.TaskReminder];

    readonly SandboxDatabase world = host.World;
    readonly string cycle = host.Plan.Cycle.Id;
    readonly List<string> wrong = [];

    public async Task<FaultReport> Report(FaultOptions wanted, HostTroubles troubles, IReadOnlyDictionary<string, long> injected, CancellationToken cancellation)
    {
        var replies = await Replies(cancellation);
        var mails = await Mails(cancellation);
        return new FaultReport
        {
            Seed = wanted.Seed,
            Share = wanted.Share,
            Replies = replies,
            Mails = mails,
            Undecidable = Undecidable(),
            Wrong = wrong,
            Kills = troubles.Kills,
            FailedStarts = troubles.FailedStarts,
            FailedTimers = new SortedDictionary<string, int>(
                troubles.FailedTimers.GroupBy(run => run.Function).ToDictionary(group => group.Key, group => group.Count()), StringComparer.Ordinal),
            Injected = Injected(injected),
        };
    }

    SortedDictionary<string, long> Injected(IReadOnlyDictionary<string, long> calls)
    {
        var all = new SortedDictionary<string, long>(calls.ToDictionary(), StringComparer.Ordinal);
        foreach (var (what, times) in host.HasGraph ? host.Graph.Faults.Injected : new Dictionary<string, long>())
        {
            all[$"Graph: {what}"] = times;
        }

        return all;
    }

    async Task<RepliesReport> Replies(CancellationToken cancellation)
    {
        var filed = new Dictionary<string, List<Reply>>(StringComparer.Ordinal);
        var failed = (await host.Register.List<FailedMail>(cycle, cancellation: cancellation)).Select(mail => mail.MessageId).ToHashSet(StringComparer.Ordinal);
        foreach (var call in CallsOf(host.Plan))
        {
            var replies = await host.Register.List<Reply>(call, cancellation: cancellation);
            foreach (var reply in replies)
            {
                filed.TryAdd(reply.MessageId, []);
                filed[reply.MessageId].Add(reply);
            }

            await CheckVersions(call, replies, failed, cancellation);
        }

        var held = (await host.Register.List<HeldMail>(cycle, cancellation: cancellation)).Select(mail => mail.MessageId).ToHashSet(StringComparer.Ordinal);
        var fates = new List<Fate>();
        foreach (var mail in Delivered())
        {
            var fate = filed.GetValueOrDefault(mail.MessageId) switch
            {
                { Count: > 1 } => Fate.Twice,
                [var reply] => await IsWhole(mail, reply, cancellation) ? Fate.Filed : Fate.Lost,
                _ when held.Contains(mail.MessageId) => Fate.Held,
                _ when failed.Contains(mail.MessageId) => Fate.Waiting,
                _ => await IsNoted(mail, cancellation) ? Fate.Noted : Fate.Lost,
            };
            fates.Add(fate);
            if (fate is Fate.Lost or Fate.Twice)
            {
                wrong.Add($"The mail {mail.InternetId} ({mail.Key}) {(fate is Fate.Lost ? "is lost" : "was filed more than once")}.");
            }
        }

        int Count(Fate fate) => fates.Count(one => one == fate);
        return new RepliesReport(fates.Count, Count(Fate.Filed), Count(Fate.Held), Count(Fate.Waiting), Count(Fate.Noted), Count(Fate.Lost), Count(Fate.Twice));
    }

    /// <summary>What people sent, as it lies in the mailbox, under the id that the app knows it by.</summary>
    List<Delivered> Delivered() => world.All(
        host.HasGraph
            ? "SELECT m.key, m.internet_id, g.immutable_id, m.raw FROM messages m JOIN graph_items g ON g.message = m.sequence WHERE m.direction = 'in' AND m.key LIKE 'reply-%' ORDER BY m.sequence"
            : "SELECT key, internet_id, key, raw FROM messages WHERE direction = 'in' AND key LIKE 'reply-%' ORDER BY sequence",
        row => new Delivered(row.GetString(0), row.GetString(1), row.GetString(2), row.GetFieldValue<byte[]>(3)));

    /// <summary>The message is kept as it came over the wire.</summary>
    async Task<bool> IsWhole(Delivered mail, Reply reply, CancellationToken cancellation)
    {
        try
        {
            await using var kept = await host.Evidence.Open($"{reply.CallId}/{ThreadKey.Of(reply.MessageId)[..12]}/message.eml", cancellation);
            return (await SHA256.HashDataAsync(kept, cancellation)).AsSpan().SequenceEqual(SHA256.HashData(mail.Raw));
        }
        catch (FileNotFoundException)
        {
            return false;
        }
    }

    /// <summary>A machine's mail is no answer; the ledger has it.</summary>
    async Task<bool> IsNoted(Delivered mail, CancellationToken cancellation)
    {
        if (scenario.Replies[mail.Reply].Kind == ReplyKind.Answer)
        {
            return false;
        }

        await foreach (var _ in host.Functions.Services.GetRequiredService<IRegister>().List("Ledger", cycle, $"key-automatic-{ThreadKey.Of(mail.MessageId)}", cancellation: cancellation))
        {
            return true;
        }

        return false;
    }

    /// <summary>An answer that was taken twice leaves a version behind that no reply brought; one that was taken from a mail that then failed waits with it.</summary>
    async Task CheckVersions(string call, IReadOnlyList<Reply> replies, HashSet<string> failed, CancellationToken cancellation)
    {
        foreach (var item in (await host.Register.List<Item>(call, cancellation: cancellation)).Where(item => item.Answer is null || !failed.Contains(item.Answer.MessageId)))
        {
            var brought = replies.SelectMany(reply => reply.Items).Where(answered => answered.Code == item.Code).Select(answered => answered.Version);
            foreach (var version in Enumerable.Range(1, item.Version).Except(brought))
            {
                wrong.Add($"Answer {version} of {call}/{item.Code} came with no reply, or with one that counted before.");
            }
        }
    }

    async Task<MailsReport> Mails(CancellationToken cancellation)
    {
        var meant = await host.Register.List<OutboxRow>(cycle, cancellation: cancellation);
        var sent = Sent();
        var (once, twice, lost, overtaken) = (0, 0, 0, 0);
        foreach (var row in meant)
        {
            switch (sent.GetValueOrDefault(row.Key))
            {
                case 1:
                    once++;
                    break;
                case > 1:
                    twice++;
                    wrong.Add($"{row.Kind} {row.Key} was sent {sent[row.Key]} times.");
                    break;
                case 0 when row.Status == OutboxStatus.Intended && Passing.Contains(row.Kind):
                    overtaken++;
                    break;
                default:
                    lost++;
                    wrong.Add($"{row.Kind} {row.Key} ({row.Status}) is not among the sent messages.");
                    break;
            }
        }

        wrong.AddRange(sent.Keys.Except(meant.Select(row => row.Key)).Select(key => $"{key} was sent, and the outbox does not know it."));
        wrong.AddRange(TwiceById().Select(id => $"The Message-ID {id} is more than once among the sent messages."));
        return new MailsReport(meant.Count, once, twice, lost, overtaken);
    }

    /// <summary>How often each outbox key is among the sent messages.</summary>
    Dictionary<string, long> Sent() => world.All(
        host.HasGraph
            ? "SELECT p.value, COUNT(*) FROM graph_items i JOIN graph_properties p ON p.item = i.item AND p.id = $key WHERE i.folder = 'sentitems' GROUP BY p.value"
            : "SELECT key, COUNT(*) FROM messages WHERE direction = 'out' AND $key = $key GROUP BY key",
        row => (Key: row.GetString(0), Times: row.GetInt64(1)),
        ("$key", GraphProperties.OutboxKey)).ToDictionary(sent => sent.Key, sent => sent.Times, StringComparer.Ordinal);

    List<string> TwiceById() => world.All(
        "SELECT internet_id FROM messages WHERE direction = 'out' GROUP BY internet_id HAVING COUNT(*) > 1 ORDER BY internet_id", row => row.GetString(0));

    /// <summary>From the cards on people's screens: both facts, and what was pressed.</summary>
    List<UndecidableSend> Undecidable()
    {
        var cards = world.All(
            "SELECT json, pressed FROM cards WHERE kind = $kind ORDER BY sequence",
            row => (Card: JsonSerializer.Deserialize<Card>(row.GetString(0), RegisterJson.Options)!, Pressed: row.IsDBNull(1) ? null : row.GetString(1)),
            ("$kind", nameof(CardKind.UndecidedSend)));
        return [.. cards.Select(shown => new UndecidableSend(
            shown.Card.Title,
            Fact(shown.Card, "Draft"),
            Fact(shown.Card, "Sent Items"),
            shown.Pressed is null ? null : JsonDocument.Parse(shown.Pressed).RootElement.GetProperty("choice").GetString(),
            world.Count("SELECT COUNT(*) FROM messages WHERE direction = 'out' AND internet_id = $id", ("$id", Fact(shown.Card, "Message-ID")))))];
    }

    static string Fact(Card card, string name) => card.Facts.FirstOrDefault(fact => fact.Name == name)?.Value ?? "";

    static IEnumerable<string> CallsOf(Plan plan) =>
        from round in plan.Rounds
        from organisation in round.Asks.Select(ask => ask.Organisation).Distinct()
        select Address.OfCall(Address.OfRound(plan.Cycle.Id, round.Id), plan.Organisation(organisation));

    enum Fate
    {
        Filed,
        Held,
        Waiting,
        Noted,
        Lost,
        Twice,
    }
}

/// <summary>A mail that a person of the scenario sent.</summary>
sealed record Delivered(string Key, string InternetId, string MessageId, byte[] Raw)
{
    /// <summary>Which reply of the scenario it is.</summary>
    public int Reply => int.Parse(Key[(Key.LastIndexOf('-') + 1)..], System.Globalization.CultureInfo.InvariantCulture);
}
