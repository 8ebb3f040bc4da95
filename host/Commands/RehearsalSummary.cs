using System.Globalization;
using System.Text.Json.Serialization;
using Assessment.Cycle;
using Assessment.DataCalls;
using Assessment.Host.Commands.Faults;
using Assessment.Register;

namespace Assessment.Host.Commands;

/// <summary>The numbers of a rehearsal.</summary>
public sealed record RehearsalSummary
{
    public required string Cycle { get; init; }
    public required DateTimeOffset From { get; init; }
    public required DateTimeOffset To { get; init; }
    public required int DataCalls { get; init; }
    public required IReadOnlyDictionary<string, int> Items { get; init; }
    public required IReadOnlyDictionary<string, int> Mails { get; init; }
    public required int Reminders { get; init; }
    public required int Escalations { get; init; }
    public required int Cards { get; init; }
    public required int Files { get; init; }
    public required int SignOffs { get; init; }
    public required long LedgerLength { get; init; }
    public required string LedgerHash { get; init; }

    /// <summary>Names of the packages in submission/.</summary>
    public required IReadOnlyList<string> Packages { get; init; }

    /// <summary>What was made to go wrong, and what became of replies and mails; only of a rehearsal with faults.</summary>
    public FaultReport? Faults { get; init; }

    [JsonIgnore]
    public IReadOnlyList<string> PackagePaths { get; init; } = [];

    public static async Task<RehearsalSummary> Of(LocalHost host, IReadOnlyList<LedgerEntry> entries, IReadOnlyList<string> packages, CancellationToken cancellation)
    {
        var calls = CallsOf(host.Plan).ToList();
        var items = new SortedDictionary<string, int>(Enum.GetNames<ItemStatus>().ToDictionary(name => name, _ => 0), StringComparer.Ordinal);
        var prepared = 0;
        foreach (var call in calls)
        {
            prepared += await host.Register.Find<DataCall>(call, "call", cancellation) is null ? 0 : 1;
            foreach (var item in await host.Register.List<Item>(call, cancellation: cancellation))
            {
                items[item.Status.ToString()]++;
            }
        }

        var messages = host.Mailbox.All();
        return new RehearsalSummary
        {
            Cycle = host.Plan.Cycle.Id,
            From = host.Plan.Cycle.Starts,
            To = entries.Count == 0 ? host.Plan.Cycle.Starts : entries[^1].At,
            DataCalls = prepared,
            Items = items,
            Mails = Count(messages.Select(message => message.Direction == "in" ? "Received" : message.Kind)),
            Reminders = messages.Count(message => message.Kind == nameof(Mail.MailKind.Reminder)),
            Escalations = messages.Count(message => message.Kind == nameof(Mail.MailKind.Escalation)),
            Cards = host.Cards.All().Count,
            Files = entries.Count(entry => entry.Kind == "FileStored"),
            SignOffs = entries.Count(entry => entry.Kind == "SignOffGiven"),
            LedgerLength = entries.Count,
            LedgerHash = entries.Count == 0 ? "" : entries[^1].Hash,
            Packages = [.. packages.Select(Path.GetFileName).OfType<string>()],
            PackagePaths = packages,
        };
    }

    /// <summary>The summary as rows of a table.</summary>
    public IEnumerable<(string What, string HowMany)> Rows()
    {
        yield return ("Data calls", Text(DataCalls));
        yield return ("Items", Text(Items));
        yield return ("Mails", Text(Mails));
        yield return ("Reminders", Text(Reminders));
        yield return ("Escalations", Text(Escalations));
        yield return ("Cards", Text(Cards));
        yield return ("Files", Text(Files));
        yield return ("Sign-offs", Text(SignOffs));
        yield return ("Ledger", string.Create(CultureInfo.InvariantCulture, $"{LedgerLength} entries, head {LedgerHash[..Math.Min(16, LedgerHash.Length)]}"));
        foreach (var row in Faults?.Rows() ?? [])
        {
            yield return row;
        }
    }

    static IEnumerable<string> CallsOf(Plan plan) =>
        from round in plan.Rounds
        from organisation in round.Asks.Select(ask => ask.Organisation).Distinct()
        select Address.OfCall(Address.OfRound(plan.Cycle.Id, round.Id), plan.Organisation(organisation));

    static SortedDictionary<string, int> Count(IEnumerable<string> kinds)
        => new(kinds.GroupBy(kind => kind).ToDictionary(group => group.Key, group => group.Count()), StringComparer.Ordinal);

    static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    static string Text(IReadOnlyDictionary<string, int> counts)
        => string.Create(CultureInfo.InvariantCulture, $"{counts.Values.Sum()}: ") + string.Join(", ", counts.Where(pair => pair.Value > 0).Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Value} {pair.Key}")));
}
