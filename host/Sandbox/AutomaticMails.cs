using System.Text;
using Assessment.Cycle;
using MimeKit;

namespace Assessment.Host.Sandbox;

/// <summary>What machines send in answer to a mail of ours, with the headers and the structure that Exchange and others give it.</summary>
public static class AutomaticMails
{
    public static MimeMessage Of(ScenarioReply reply, Act act, Person person, string key, DateTimeOffset now) => reply.Kind switch
    {
        ReplyKind.OutOfOffice => OutOfOffice(reply, act, person, key, now),
        ReplyKind.Automatic => Automatic(reply, act, person, key, now),
        ReplyKind.Bounce => Bounce(act, person, key, now),
        ReplyKind.ReadReceipt => ReadReceipt(act, person, key, now),
        _ => throw new InvalidOperationException($"{reply.Kind} is written by a person."),
    };

    static MimeMessage OutOfOffice(ScenarioReply reply, Act act, Person person, string key, DateTimeOffset now)
    {
        var message = Message($"{(person.Language == Language.Ms ? "Balasan automatik" : "Automatic reply")}: {act.Subject}", new MailboxAddress(person.Name, person.Email), act, key, now);
        message.Headers.Add("Auto-Submitted", "auto-generated");
        message.Headers.Add("X-Auto-Response-Suppress", "All");
        message.Body = Mime.Body(reply.Note + "\n", [], key);
        return message;
    }

    static MimeMessage Automatic(ScenarioReply reply, Act act, Person person, string key, DateTimeOffset now)
    {
        var message = Message($"Re: {act.Subject}", new MailboxAddress(person.Name, person.Email), act, key, now);
        message.Headers.Add("Auto-Submitted", "auto-replied");
        message.Headers.Add("Precedence", "bulk");
        message.Body = Mime.Body(reply.Note + "\n", [], key);
        return message;
    }

    /// <summary>A non-delivery report as Exchange writes it (RFC 3464).</summary>
    static MimeMessage Bounce(Act act, Person person, string key, DateTimeOffset now)
    {
        var domain = person.Email[(person.Email.IndexOf('@', StringComparison.Ordinal) + 1)..];
        var message = Message($"Undeliverable: {act.Subject}", new MailboxAddress("Microsoft Outlook", $"MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@{domain}"), act, key, now);
        message.Headers.Add("Auto-Submitted", "auto-replied");
        message.Body = Report(
            "delivery-status",
            key,
            $"Your message to {person.Email} couldn't be delivered.\n",
            "message/delivery-status",
            $"Reporting-MTA: dns; mx.{domain}\n\nFinal-Recipient: rfc822; {person.Email}\nAction: failed\nStatus: 5.1.10\nDiagnostic-Code: smtp; 550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup\n",
            $"Message-ID: {act.InReplyTo}\nSubject: {act.Subject}\n");
        return message;
    }

    /// <summary>A disposition notification (RFC 8098).</summary>
    static MimeMessage ReadReceipt(Act act, Person person, string key, DateTimeOffset now)
    {
        var message = Message($"Read: {act.Subject}", new MailboxAddress(person.Name, person.Email), act, key, now);
        message.Body = Report(
            "disposition-notification",
            key,
            "Your message was read.\n",
            "message/disposition-notification",
            $"Final-Recipient: rfc822; {person.Email}\nOriginal-Message-ID: {act.InReplyTo}\nDisposition: automatic-action/MDN-sent-automatically; displayed\n",
            null);
        return message;
    }

    static MimeMessage Message(string subject, MailboxAddress from, Act act, string key, DateTimeOffset now)
    {
        var message = new MimeMessage
        {
            Date = now,
            MessageId = LocalMailbox.MessageIdOf(key, from.Domain),
            Subject = subject,
            InReplyTo = LocalMailbox.IdWithin(act.InReplyTo),
        };
        message.From.Add(from);
        return message;
    }

    static Multipart Report(string type, string key, string words, string reportType, string report, string? headers)
    {
        var body = new Multipart("report") { Boundary = $"=-{key}" };
        body.ContentType.Parameters.Add("report-type", type);
        body.Add(Mime.Body(words, [], key));
        body.Add(Part(reportType, report));
        if (headers is not null)
        {
            body.Add(Part("text/rfc822-headers", headers));
        }

        return body;
    }

    static MimePart Part(string mediaType, string text) => new(ContentType.Parse(mediaType))
    {
        Content = new MimeContent(new MemoryStream(Encoding.ASCII.GetBytes(text))),
        ContentTransferEncoding = ContentEncoding.SevenBit,
    };
}
