using System.Text;
using Assessment.Cycle;
using Assessment.Mail;
using MimeKit;

namespace Assessment.Host.Sandbox.Pages;

/// <summary>A message as a list shows it. <c>IsFromApp</c>: the shared mailbox sent it.</summary>
public sealed record MailHead(StoredMessage Message, string Subject, MailAddress From, IReadOnlyList<MailAddress> To)
{
    public bool IsFromApp => Message.Direction == "out";

    public bool Concerns(string address) => Is(From, address) || To.Any(to => Is(to, address));

    static bool Is(MailAddress one, string address) => string.Equals(one.Address, address, StringComparison.OrdinalIgnoreCase);
}

/// <summary>The mails of the sandbox, sorted by whose they are.</summary>
public sealed class Mailboxes(LocalMailbox mailbox)
{
    readonly Lock gate = new();
    readonly List<MailHead> heads = [];

    /// <summary>Every message in the order in which it came or went; those that were seen before are not taken apart again.</summary>
    public IReadOnlyList<MailHead> All()
    {
        lock (gate)
        {
            heads.AddRange(mailbox.After(heads.Count == 0 ? 0 : heads[^1].Message.Sequence).Select(Head));
            return [.. heads];
        }
    }

    /// <summary>What an address has sent and received, the latest first.</summary>
    public IReadOnlyList<MailHead> Of(string address) => [.. All().Where(head => head.Concerns(address)).Reverse()];

    public MailHead? Find(string key) => All().FirstOrDefault(head => head.Message.Key == key);

    static MailHead Head(StoredMessage message)
    {
        var headers = Headers(message.Raw);
        return new MailHead(
            message,
            headers.Subject ?? "(no subject)",
            Addresses(headers.From).FirstOrDefault(new MailAddress("", "(no sender)")),
            [.. Addresses(headers.To).Concat(Addresses(headers.Cc))]);
    }

    static MimeMessage Headers(byte[] raw)
    {
        try
        {
            return new MimeMessage(HeaderList.Load(new MemoryStream(raw, writable: false)));
        }
        catch (FormatException)
        {
            // Whatever was dropped here is kept and listed, also when it is no mail.
            return new MimeMessage { Subject = "(unreadable)" };
        }
    }

    static IEnumerable<MailAddress> Addresses(InternetAddressList list) => list.Mailboxes.Select(one => new MailAddress(string.IsNullOrEmpty(one.Name) ? one.Address : one.Name, one.Address));
}

/// <summary>What a person writes on the pages of the sandbox, as a message.</summary>
public sealed record WrittenMail(MailAddress From, string Subject, string Text, IReadOnlyList<Enclosure> Files, MailHead? Answers = null)
{
    public MimeMessage Message(string key, string mailbox, DateTimeOffset now)
    {
        var message = new MimeMessage { Date = now, MessageId = LocalMailbox.MessageIdOf(key, DomainOf(From.Address)), Subject = Subject };
        message.From.Add(new MailboxAddress(From.Name, From.Address));
        message.To.Add(new MailboxAddress("", mailbox));
        if (Answers is { } answered)
        {
            var parent = LocalMailbox.IdWithin(answered.Message.InternetId);
            message.InReplyTo = parent;
            message.References.Add(parent);
        }

        message.Body = Mime.Body(Text.ReplaceLineEndings("\n"), Files, key);
        return message;
    }

    /// <summary>The part of a mail that is to be filled in and sent back, or nothing.</summary>
    public static string FormIn(string text)
    {
        var form = new StringBuilder();
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        var first = Array.FindIndex(lines, line => line.StartsWith("--- ", StringComparison.Ordinal) && line.TrimEnd().EndsWith(" ---", StringComparison.Ordinal));
        foreach (var line in first < 0 ? [] : lines[first..].TakeWhile(line => line.Trim() != "---"))
        {
            form.Append(line.TrimEnd()).Append('\n');
        }

        return form.ToString().Trim();
    }

    /// <summary>What a machine says in a person's place, as an answer to a mail of ours.</summary>
    public static MimeMessage Automatic(ReplyKind kind, Person person, MailHead answered, string key, string mailbox, DateTimeOffset now)
    {
        var note = kind == ReplyKind.OutOfOffice ? "I am out of the office and will answer when I am back." : "We have received your mail.";
        var reply = new ScenarioReply { Organisation = person.Organisation, Round = "", Kind = kind, Note = note, Items = [] };
        var act = new Act { Subject = answered.Subject, InReplyTo = answered.Message.InternetId, About = answered.Message.About };
        var message = AutomaticMails.Of(reply, act, person, key, now);
        message.To.Add(new MailboxAddress("", mailbox));
        return message;
    }

    static string DomainOf(string address) => address[(address.LastIndexOf('@') + 1)..];
}
