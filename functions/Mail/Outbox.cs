using Assessment.Register;

namespace Assessment.Mail;

public enum OutboxStatus
{
    Intended,
    Sent,

    /// <summary>Nobody can tell; a person is asked, and until then the process goes on as if it had been sent.</summary>
    Undecided,
}

/// <summary>A mail that is to be sent once: written down before, confirmed after.</summary>
[Table("Outbox")]
public sealed record OutboxRow
{
    public required string Key { get; init; }
    public required MailKind Kind { get; init; }
    public required string About { get; init; }
    public required OutboxStatus Status { get; init; }
    public MailReceipt? Receipt { get; init; }
}

/// <summary>Where a message or conversation leads to: the call it belongs to.</summary>
[Table("Threads")]
public sealed record MailThread(string CallId);

/// <summary>Sends each mail once, and remembers its thread.</summary>
public sealed class Outbox(Register.Register register, IMailbox mailbox, OpenSends open, Ledger ledger, TimeProvider clock)
{
    public async Task<MailReceipt> Send(string cycleId, OutgoingMail mail, CancellationToken cancellation)
    {
        if (await register.Find<OutboxRow>(cycleId, mail.Key, cancellation) is { Receipt: { } earlier })
        {
            return earlier;
        }

        var row = new OutboxRow { Key = mail.Key, Kind = mail.Kind, About = mail.About, Status = OutboxStatus.Intended };
        await register.Insert(cycleId, mail.Key, row, cancellation);
        try
        {
            return await Sent(cycleId, mail, row, await mailbox.Send(mail, cancellation), cancellation);
        }
        catch (UndecidedSendException undecided)
        {
            return await Undecided(cycleId, mail, row, undecided, cancellation);
        }
    }

    /// <summary>Settles a mail whose sending was not certain, by another look at the mailbox or by what a person decided.</summary>
    public async Task Settle(string cycleId, string key, CancellationToken cancellation)
    {
        if (await open.Find(cycleId, key, cancellation) is not { Mail: { } mail } send)
        {
            return;
        }

        if (send.CardKey is null)
        {
            await LookAgain(cycleId, mail, cancellation);
        }
        else if (await open.Decision(cycleId, send, cancellation) is { } decision)
        {
            await Decided(cycleId, mail, decision, cancellation);
        }
    }

    async Task LookAgain(string cycleId, OutgoingMail mail, CancellationToken cancellation)
    {
        try
        {
            if (await mailbox.Send(mail, cancellation) is { IsConfirmed: true })
            {
                await open.Settle(cycleId, mail.Key, cancellation);
            }
        }
        catch (UndecidedSendException undecided)
        {
            var row = new OutboxRow { Key = mail.Key, Kind = mail.Kind, About = mail.About, Status = OutboxStatus.Undecided };
            await Undecided(cycleId, mail, row, undecided, cancellation);
        }
    }

    async Task Decided(string cycleId, OutgoingMail mail, Review.Decision decision, CancellationToken cancellation)
    {
        var again = decision.Choice == Review.Choice.SendAgain;
        await ledger.Note(cycleId, $"undecided-{mail.Key}-settled", "UndecidedSendSettled", mail.About, decision.By, $"{mail.Subject}: {(again ? "it is sent again" : "it was sent")}.", clock, decision.Reason);
        if (again)
        {
            await Send(cycleId, mail with { Key = $"{mail.Key}-again" }, cancellation);
        }

        await register.Update<OutboxRow>(cycleId, mail.Key, row => row with { Status = OutboxStatus.Sent }, cancellation);
        await open.Settle(cycleId, mail.Key, cancellation);
    }

    async Task<MailReceipt> Sent(string cycleId, OutgoingMail mail, OutboxRow row, MailReceipt receipt, CancellationToken cancellation)
    {
        var recipients = string.Join(", ", mail.To.Concat(mail.Cc).Select(address => address.Address));
        await ledger.Note(cycleId, $"mail-{mail.Key}", $"{mail.Kind}Sent", mail.About, "system", $"{mail.Subject} → {recipients}", clock, mail.Why);
        if (!receipt.IsConfirmed)
        {
            await open.Watch(cycleId, mail, cancellation);
        }

        await Keep(cycleId, row with { Status = OutboxStatus.Sent, Receipt = receipt }, receipt, cancellation);
        return receipt;
    }

    async Task<MailReceipt> Undecided(string cycleId, OutgoingMail mail, OutboxRow row, UndecidedSendException undecided, CancellationToken cancellation)
    {
        await open.Ask(cycleId, mail, undecided, cancellation);
        await Keep(cycleId, row with { Status = OutboxStatus.Undecided, Receipt = undecided.Presumed }, undecided.Presumed, cancellation);
        return undecided.Presumed;
    }

    /// <summary>The row comes last: while it has no receipt, a second run does all of it again, to the same effect.</summary>
    async Task Keep(string cycleId, OutboxRow row, MailReceipt receipt, CancellationToken cancellation)
    {
        await register.Save(cycleId, ThreadKey.Of(receipt.InternetMessageId), new MailThread(row.About), cancellation);
        await register.Save(cycleId, ThreadKey.Of(receipt.ConversationId), new MailThread(row.About), cancellation);
        await register.Save(cycleId, row.Key, row, cancellation);
    }

    /// <summary>True when a mail with this key was sent already.</summary>
    public async Task<bool> HasSent(string cycleId, string key, CancellationToken cancellation)
        => await register.Find<OutboxRow>(cycleId, key, cancellation) is { Status: OutboxStatus.Sent };
}

/// <summary>Ids of mail systems hold characters that keys may not; their hash stands for them.</summary>
public static class ThreadKey
{
    public static string Of(string id) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(id)))[..40];
}
