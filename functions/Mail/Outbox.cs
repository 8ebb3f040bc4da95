using Assessment.Register;

namespace Assessment.Mail;

public enum OutboxStatus
{
    Intended,
    Sent,
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
public sealed class Outbox(Register.Register register, IMailbox mailbox, Ledger ledger, TimeProvider clock)
{
    public async Task<MailReceipt> Send(string cycleId, OutgoingMail mail, CancellationToken cancellation)
    {
        if (await register.Find<OutboxRow>(cycleId, mail.Key, cancellation) is { Status: OutboxStatus.Sent, Receipt: { } earlier })
        {
            return earlier;
        }

        var row = new OutboxRow { Key = mail.Key, Kind = mail.Kind, About = mail.About, Status = OutboxStatus.Intended };
        await register.Insert(cycleId, mail.Key, row, cancellation);
        var receipt = await mailbox.Send(mail, cancellation);

        var recipients = string.Join(", ", mail.To.Concat(mail.Cc).Select(address => address.Address));
        await ledger.Note(cycleId, $"mail-{mail.Key}", $"{mail.Kind}Sent", mail.About, "system", $"{mail.Subject} → {recipients}", clock, mail.Why);
        await register.Save(cycleId, ThreadKey.Of(receipt.InternetMessageId), new MailThread(mail.About), cancellation);
        await register.Save(cycleId, ThreadKey.Of(receipt.ConversationId), new MailThread(mail.About), cancellation);
        await register.Save(cycleId, mail.Key, row with { Status = OutboxStatus.Sent, Receipt = receipt }, cancellation);
        return receipt;
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
