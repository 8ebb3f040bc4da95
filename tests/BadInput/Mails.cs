using System.Text;
using MimeKit;

namespace Assessment.Tests.BadInput;

/// <summary>Mails as they come over the wire.</summary>
static class Mails
{
    public static MimePart File(string? name, byte[] content, string type = "application/octet-stream") => new(ContentType.Parse(type))
    {
        Content = new MimeContent(new MemoryStream(content)),
        ContentDisposition = name is null ? new ContentDisposition(ContentDisposition.Attachment) : new ContentDisposition(ContentDisposition.Attachment) { FileName = name },
        ContentTransferEncoding = ContentEncoding.Base64,
    };

    public static byte[] Mail(string text, params IReadOnlyList<MimeEntity> files) => Bytes(Message(new TextPart("plain") { Text = text }, files));

    public static byte[] Mail(MimeEntity body) => Bytes(Message(body, []));

    public static MimeMessage Message(MimeEntity body, IReadOnlyList<MimeEntity> files)
    {
        var message = new MimeMessage { Subject = "Re: data call", Date = Desk.Now, MessageId = "1@suara.example" };
        message.From.Add(new MailboxAddress("Mei Ling", "mei@suara.example"));
        message.To.Add(new MailboxAddress("", "tip-data@mapo.example"));
        var mixed = new Multipart("mixed") { Boundary = "=-mixed" };
        mixed.Add(body);
        foreach (var file in files)
        {
            mixed.Add(file);
        }

        message.Body = files.Count == 0 ? body : mixed;
        return message;
    }

    /// <summary>A mail in a mail in a mail, each with a file.</summary>
    public static MessagePart Nested(int levels)
    {
        var inner = levels == 1 ? [] : new MimeEntity[] { Nested(levels - 1) };
        return new MessagePart("rfc822") { Message = Message(new TextPart("plain") { Text = $"level {levels}" }, [File($"R01-level-{levels}.txt", Encoding.UTF8.GetBytes($"level {levels}")), .. inner]) };
    }

    public static byte[] Bytes(MimeMessage message)
    {
        using var raw = new MemoryStream();
        message.WriteTo(raw);
        return raw.ToArray();
    }
}
