using Assessment.Mail;
using MimeKit;

namespace Assessment.Host.Sandbox.Graph;

/// <summary>The report that Exchange sends back, minutes after the 202, when an address does not exist.</summary>
static class NonDelivery
{
    public static MimeMessage Report(MimeMessage original, IReadOnlyList<MailboxAddress> failed, MailAddress mailbox, string key, DateTimeOffset at)
    {
        var domain = mailbox.Address[(mailbox.Address.IndexOf('@', StringComparison.Ordinal) + 1)..];
        var report = new MimeMessage { Subject = $"Undeliverable: {original.Subject}", Date = at, MessageId = LocalMailbox.MessageIdOf(key, domain), InReplyTo = original.MessageId };
        report.From.Add(new MailboxAddress("Microsoft Outlook", $"postmaster@{domain}"));
        report.To.Add(new MailboxAddress(mailbox.Name, mailbox.Address));
        report.References.Add(original.MessageId!);
        report.Headers.Add("Auto-Submitted", "auto-replied");
        report.Headers.Add("X-Failed-Recipients", string.Join(", ", failed.Select(address => address.Address)));
        report.Body = new MultipartReport("delivery-status")
        {
            new TextPart("plain") { Text = $"Your message to {string.Join(", ", failed.Select(address => address.Address))} couldn't be delivered.\r\nThe address wasn't found.\r\n" },
            Status(failed, domain),
            new MessagePart("rfc822", original),
        };
        ((Multipart)report.Body).Boundary = $"=-{key}";
        return report;
    }

    static MessageDeliveryStatus Status(IReadOnlyList<MailboxAddress> failed, string domain)
    {
        var status = new MessageDeliveryStatus();
        status.StatusGroups.Add(new HeaderList { { "Reporting-MTA", $"dns; {domain}" } });
        foreach (var address in failed)
        {
            status.StatusGroups.Add(new HeaderList
            {
                { "Final-Recipient", $"rfc822; {address.Address}" },
                { "Action", "failed" },
                { "Status", "5.1.10" },
                { "Diagnostic-Code", "smtp; 550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup" },
            });
        }

        return status;
    }
}
