using Assessment.Cycle;
using Assessment.Register;
using Assessment.Review;
using Assessment.Teams;

namespace Assessment.Mail;

/// <summary>A mail that could not be filed however often it was tried: the poison list. It waits for a person; the others go on.</summary>
[Table("FailedMails")]
public sealed record FailedMail
{
    public required string MessageId { get; init; }
    public required string Error { get; init; }
    public required DateTimeOffset At { get; init; }

    /// <summary>How often it was given up.</summary>
    public required int Times { get; init; }
    public required string CardKey { get; init; }
    public bool IsSettled { get; init; }
}

/// <summary>The mails that could not be filed: each is seen by the secretariat, and tried again when it says so.</summary>
public sealed class FailedMails(Register.Register register, PlanStore plans, CardDesk cards, Outbox outbox, Ledger ledger, TimeProvider clock)
{
    public async Task Add(string cycleId, string messageId, string error, CancellationToken cancellation)
    {
        var plan = await plans.Read(cycleId, cancellation);
        var now = clock.GetUtcNow();
        var key = ThreadKey.Of(messageId);
        var times = await Times(cycleId, key, cancellation);
        var card = FailedMailCards.For(plan, messageId, error, times, now);
        await ledger.Note(cycleId, card.Key, "MailFailed", cycleId, "system", $"A mail could not be filed: {error}", clock, "A person decides whether it is tried again.");
        await cards.Ask(cycleId, card, cancellation);
        foreach (var person in plan.People.Where(person => card.For.Contains(person.Id)))
        {
            var title = Texts.Fill(person.Language, "failed-mail-title");
            await outbox.Send(cycleId, Letters.Alert(plan, card.Key, cycleId, person, title, Texts.Fill(person.Language, "failed-mail", ("error", error))), cancellation);
        }

        await register.Save(cycleId, key, new FailedMail { MessageId = messageId, Error = error, At = now, Times = times, CardKey = card.Key }, cancellation);
    }

    /// <summary>Those that a person has decided about.</summary>
    public async Task<IReadOnlyList<string>> Decided(string cycleId, CancellationToken cancellation) =>
        [.. (await cards.Decided<FailedMail>(cycleId, failed => failed.IsSettled ? null : failed.CardKey, cancellation)).Select(decided => decided.Row.MessageId)];

    /// <summary>True when a person decided that the mail stays where it is.</summary>
    public async Task<bool> IsRejected(string cycleId, string messageId, CancellationToken cancellation)
    {
        if (await register.Find<FailedMail>(cycleId, ThreadKey.Of(messageId), cancellation) is not { } failed
            || await cards.Decision(cycleId, failed.CardKey, cancellation) is not { Choice: Choice.Reject } decision)
        {
            return false;
        }

        await Settle(cycleId, failed, decision.By, "it stays in the mailbox and is not filed", decision.Reason, cancellation);
        return true;
    }

    /// <summary>A mail was filed: if it had failed before, that is over.</summary>
    public async Task Filed(string cycleId, string messageId, CancellationToken cancellation)
    {
        if (await register.Find<FailedMail>(cycleId, ThreadKey.Of(messageId), cancellation) is { IsSettled: false } failed)
        {
            await Settle(cycleId, failed, "system", "it was filed", null, cancellation);
        }
    }

    async Task Settle(string cycleId, FailedMail failed, string by, string outcome, string? why, CancellationToken cancellation)
    {
        await ledger.Note(cycleId, $"{failed.CardKey}-settled", "FailedMailSettled", cycleId, by, $"A mail that could not be filed: {outcome}.", clock, why);
        await register.Update<FailedMail>(cycleId, ThreadKey.Of(failed.MessageId), current => current with { IsSettled = true }, cancellation);
    }

    /// <summary>The same time again while its card waits: an activity that runs twice asks once.</summary>
    async Task<int> Times(string cycleId, string key, CancellationToken cancellation)
        => await register.Find<FailedMail>(cycleId, key, cancellation) is not { } earlier ? 1
            : await cards.Decision(cycleId, earlier.CardKey, cancellation) is null ? earlier.Times : earlier.Times + 1;
}

public static class FailedMailCards
{
    public static Card For(Plan plan, string messageId, string error, int times, DateTimeOffset now) => new()
    {
        Key = $"failed-{ThreadKey.Of(messageId)}-{times}",
        Kind = CardKind.FailedMail,
        For = Officers.Of(plan, now),
        Instance = Address.OfMailbox(plan.Cycle.Id),
        About = plan.Cycle.Id,
        Title = "A mail could not be filed",
        Text = error,
        Facts = [new("Message", messageId), new("Given up", Zone.Of(plan.Cycle.TimeZone).Write(now))],
        Buttons = [new(Choice.Retry, "Try again"), new(Choice.Reject, "Leave it in the mailbox", NeedsReason: true)],
    };
}
