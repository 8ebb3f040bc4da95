using MimeKit;
using MimeKit.IO;

namespace Assessment.Mail;

/// <summary>A file inside a message: a part, or a message that was forwarded whole.</summary>
public sealed record MailFile(string Name, MimeEntity Entity)
{
    public string MediaType => Entity.ContentType.MimeType;

    public long Size
    {
        get
        {
            using var measured = new MeasuringStream();
            Write(measured);
            return measured.Length;
        }
    }

    public Stream Open()
    {
        var content = new MemoryStream();
        Write(content);
        content.Position = 0;
        return content;
    }

    void Write(Stream stream)
    {
        switch (Entity)
        {
            case MessagePart { Message: { } message }:
                message.WriteTo(stream);
                break;
            case MimePart { Content: { } content }:
                content.DecodeTo(stream);
                break;
            default:
                break;
        }
    }
}
