using Assessment.Cycle;
using Assessment.Register;
using Assessment.Review;
using Assessment.Teams;

namespace Assessment.Mail;

/// <summary>Nobody can tell whether a mail was sent: only a person can decide what is to be done.</summary>
public sealed class UndecidedSendException(MailReceipt presumed, string draft, string sent) : Exception($"Nobody can tell whether the mail was sent. {draft} {sent}")
{
    /// <summary>The ids that the message has if it was sent.</summary>
    public MailReceipt Presumed { get; } = presumed;

    /// <summary>What is known of the draft.</summary>
    public string Draft { get; } = draft;

    /// <summary>What is known of the sent messages.</summary>
    public string Sent { get; } = sent;
}

/// <summary>A mail that was accepted but not yet seen among the sent ones, or of which nobody can tell; gone as soon as it is settled.</summary>
[Table("OpenSends")]
public sealed record OpenSend
{
    public required OutgoingMail Mail { get; init; }

    /// <summary>The card that asks the secretariat; none while it is only not confirmed yet.</summary>
    public string? CardKey { get; init; }
}

/// <summary>The mails whose sending is not certain, until a look at the mailbox or a person settles them.</summary>
public sealed class OpenSends(Register.Register register, PlanStore plans, CardDesk cards, Ledger ledger, TimeProvider clock)
{
    /// <summary>It was accepted; that it is among the sent messages is looked for later.</summary>
    public Task Watch(string cycleId, OutgoingMail mail, CancellationToken cancellation)
        => register.Insert(cycleId, mail.Key, new OpenSend { Mail = mail }, cancellation);

    /// <summary>Puts the facts before the secretariat.</summary>
    public async Task Ask(string cycleId, OutgoingMail mail, UndecidedSendException undecided, CancellationToken cancellation)
    {
        var card = UndecidedSendCards.For(await plans.Read(cycleId, cancellation), mail, undecided, clock.GetUtcNow());
        await ledger.Note(cycleId, $"undecided-{mail.Key}", "SendUndecided", mail.About, "system", $"{mail.Subject}: nobody can tell whether it was sent.", clock, $"{undecided.Draft} {undecided.Sent}");
        await cards.Ask(cycleId, card, cancellation);
        await register.Save(cycleId, mail.Key, new OpenSend { Mail = mail, CardKey = card.Key }, cancellation);
    }

    /// <summary>The keys of those that can be looked at now: accepted ones, and those that a person has decided.</summary>
    public async Task<IReadOnlyList<string>> ToSettle(string cycleId, CancellationToken cancellation)
    {
        var keys = new List<string>();
        foreach (var open in await register.List<OpenSend>(cycleId, cancellation: cancellation))
        {
            if (open.CardKey is null || await cards.Decision(cycleId, open.CardKey, cancellation) is not null)
            {
                keys.Add(open.Mail.Key);
            }
        }

        return keys;
    }

    public Task<OpenSend?> Find(string cycleId, string key, CancellationToken cancellation) => register.Find<OpenSend>(cycleId, key, cancellation);

    public async Task<Decision?> Decision(string cycleId, OpenSend open, CancellationToken cancellation)
        => open.CardKey is { } card ? await cards.Decision(cycleId, card, cancellation) : null;

    public Task Settle(string cycleId, string key, CancellationToken cancellation) => register.Remove<OpenSend>(cycleId, key, cancellation);
}

public static class UndecidedSendCards
{
    /// <summary>Both facts and both ways out: it was sent, or it is to be sent again.</summary>
    public static Card For(Plan plan, OutgoingMail mail, UndecidedSendException undecided, DateTimeOffset now) => new()
    {
        Key = $"unsent-{ThreadKey.Of(mail.Key)}",
        Kind = CardKind.UndecidedSend,
        For = Officers.Of(plan, now),
        Instance = Address.OfMailbox(plan.Cycle.Id),
        About = mail.About,
        Title = $"Was this mail sent? {mail.Subject}",
        Text = "The mailbox broke off while the mail was being sent, and what it shows now does not tell. Look into Sent Items and ask a recipient; nothing is sent twice without your word.",
        Facts =
        [
            new("To", string.Join(", ", mail.To.Concat(mail.Cc).Select(address => address.Address))),
            new("Draft", undecided.Draft),
            new("Sent Items", undecided.Sent),
            new("Message-ID", undecided.Presumed.InternetMessageId),
        ],
        Buttons = [new(Choice.WasSent, "It was sent"), new(Choice.SendAgain, "Send again")],
    };
}

/// <summary>The officers of the secretariat who are in office, in order of their ids.</summary>
static class Officers
{
    public static IReadOnlyList<string> Of(Plan plan, DateTimeOffset now) => On(plan, Zone.Of(plan.Cycle.TimeZone).DayOf(now));

    public static IReadOnlyList<string> On(Plan plan, DateOnly day) =>
        [.. plan.People.Where(person => person.Role == Role.Secretariat && person.IsValidOn(day)).Select(person => person.Id).Order(StringComparer.Ordinal)];
}
