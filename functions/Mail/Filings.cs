using System.Globalization;
using Assessment.Register;

namespace Assessment.Mail;

/// <summary>A message that was taken in, by its id in the mailbox and by its Message-ID. <c>Print</c> tells copies from other mails under the same Message-ID.</summary>
[Table("Filings")]
public sealed record Filing(string MessageId, string Print);

/// <summary>Remembers what was taken in, so that each message is processed once however often the mailbox shows it.</summary>
public sealed class Filings(Register.Register register)
{
    /// <summary>The messages that were not taken in yet, in their order: after a resync the mailbox shows everything again.</summary>
    public async Task<IReadOnlyList<string>> New(string cycleId, IReadOnlyList<string> messageIds, CancellationToken cancellation)
    {
        var unknown = new List<string>();
        foreach (var id in messageIds)
        {
            if (await register.Find<Filing>(cycleId, ById(id), cancellation) is null)
            {
                unknown.Add(id);
            }
        }

        return unknown;
    }

    /// <summary>
    /// True when the same mail lies in the mailbox a second time. A different mail under a Message-ID that was used before is no copy:
    /// no reply is lost because its sender's program repeats an id.
    /// </summary>
    public async Task<bool> IsCopy(string cycleId, IncomingMail mail, CancellationToken cancellation)
    {
        var filing = new Filing(mail.MessageId, Print(mail));
        var key = ByInternetId(mail.InternetMessageId);
        if (await register.Insert(cycleId, key, filing, cancellation))
        {
            return false;
        }

        var first = await register.Find<Filing>(cycleId, key, cancellation);
        return first is not null && first.MessageId != mail.MessageId && first.Print == filing.Print;
    }

    public Task Keep(string cycleId, IncomingMail mail, CancellationToken cancellation)
        => register.Insert(cycleId, ById(mail.MessageId), new Filing(mail.MessageId, Print(mail)), cancellation);

    static string ById(string messageId) => $"id-{ThreadKey.Of(messageId)}";

    static string ByInternetId(string internetMessageId) => $"net-{ThreadKey.Of(internetMessageId)}";

    static string Print(IncomingMail mail) => ThreadKey.Of(string.Join(
        '\n',
        mail.Attachments.Select(file => string.Create(CultureInfo.InvariantCulture, $"{file.FileName} {file.Size}")).Prepend(mail.Text).Prepend(mail.Subject).Prepend(mail.From.Address)));
}
