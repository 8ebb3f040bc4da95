using Assessment.Durable;

namespace Assessment.Mail;

/// <summary>The mailbox takes no more for now. Whoever asked waits until the moment, by a durable timer, and asks again.</summary>
public sealed class MailNotNowException(DateTimeOffset until, string reason) : Exception($"{reason} {NotBefore.Words(until)}")
{
    public DateTimeOffset Until { get; } = until;
}
