using System.Globalization;

namespace Assessment.Host.Commands.Faults;

/// <summary>What became of the replies and the mails of a year in which things went wrong, by what lies in the world's mailbox.</summary>
public sealed record FaultReport
{
    public required int Seed { get; init; }
    public required double Share { get; init; }
    public required RepliesReport Replies { get; init; }
    public required MailsReport Mails { get; init; }
    public required IReadOnlyList<UndecidableSend> Undecidable { get; init; }

    /// <summary>Each reply that was lost or counted twice, each mail that was lost or sent twice: a sentence.</summary>
    public required IReadOnlyList<string> Wrong { get; init; }
    public required int Kills { get; init; }
    public required int FailedStarts { get; init; }

    /// <summary>Runs of timers that failed, by timer.</summary>
    public required IReadOnlyDictionary<string, int> FailedTimers { get; init; }

    /// <summary>What was made to go wrong, and how often.</summary>
    public required IReadOnlyDictionary<string, long> Injected { get; init; }

    /// <summary>The report as rows of a table.</summary>
    public IEnumerable<(string What, string HowMany)> Rows()
    {
        yield return ("Replies", Text($"{Replies.Sent} sent: {Replies.Filed} filed, {Replies.Held} held for a person, {Replies.Waiting} on the list of failed mails, {Replies.Noted} noted as a machine's; {Replies.Lost} lost, {Replies.Twice} counted twice"));
        yield return ("Outbox", Text($"{Mails.Meant} mails meant: {Mails.Sent} sent once, {Mails.Twice} sent twice, {Mails.Lost} lost, {Mails.Overtaken} not sent because nothing was due any more"));
        yield return ("Undecidable sends", Text($"{Undecidable.Count}"));
        yield return ("Kills", Text($"{Kills}, {FailedStarts} failed starts"));
        yield return ("Failed runs of timers", Listed(FailedTimers));
        foreach (var (what, times) in Injected)
        {
            yield return ($"Fault: {what}", Text($"{times}"));
        }
    }

    static string Listed(IReadOnlyDictionary<string, int> counts) => counts.Count == 0 ? "0" : string.Join(", ", counts.Select(count => Text($"{count.Value} {count.Key}")));

    static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

/// <summary>Where the mails are that people of the scenario sent.</summary>
public sealed record RepliesReport(int Sent, int Filed, int Held, int Waiting, int Noted, int Lost, int Twice);

/// <summary>Where the mails are that the app meant to send.</summary>
public sealed record MailsReport(int Meant, int Sent, int Twice, int Lost, int Overtaken);

/// <summary>A mail of which the app could not tell whether it was sent: what it showed to a person, what was decided, and the truth.</summary>
public sealed record UndecidableSend(string Title, string Draft, string SentItems, string? Decision, long InSentItems)
{
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Title} Draft: {Draft} Sent Items: {SentItems} Decided: {Decision ?? "not yet"}. In truth {InSentItems} in Sent Items.");
}
