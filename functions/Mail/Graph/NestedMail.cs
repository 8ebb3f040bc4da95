using Assessment.Evidence;
using MimeKit;

namespace Assessment.Mail.Graph;

/// <summary>A mail that came as an attachment: its files, and those of mails inside it, as far as they are opened.</summary>
sealed class NestedMail
{
    /// <summary>Mails inside mails that are opened for their files.</summary>
    const int MaxNesting = 3;

    static readonly ParserOptions Options = new() { MaxMimeDepth = 30 };

    readonly List<MailFile> files = [];

    NestedMail(long size) => Size = size;

    public IReadOnlyList<MailFile> Files => files;

    public long Size { get; }

    /// <summary>Whether mails lay deeper than is opened, or too many files.</summary>
    public bool IsCut { get; private set; }

    public static NestedMail Read(Stream content)
    {
        using var copy = new MemoryStream();
        content.CopyTo(copy);
        copy.Position = 0;
        var read = new NestedMail(copy.Length);
        try
        {
            if (MimeMessage.Load(Options, copy)?.Body is { } body)
            {
                read.Take(body, nesting: 1);
            }
        }
        catch (FormatException)
        {
            // Its bytes are a file all the same; there is only nothing to take out of it.
        }

        return read;
    }

    /// <summary>A mail's file is called as the mail, and ends as mails do.</summary>
    public static string NameOf(string? name) => string.IsNullOrWhiteSpace(name) ? "message.eml"
        : name.EndsWith(".eml", StringComparison.OrdinalIgnoreCase) ? name : name + ".eml";

    void Take(MimeEntity entity, int nesting)
    {
        switch (entity)
        {
            case MessagePart { Message.Body: { } body } nested:
                Add(nested, NameOf(nested.ContentDisposition?.FileName ?? nested.ContentType.Name));
                if (nesting < MaxNesting)
                {
                    Take(body, nesting + 1);
                }
                else
                {
                    IsCut = true;
                }

                break;
            case Multipart parts:
                foreach (var child in parts)
                {
                    Take(child, nesting);
                }

                break;
            case TextPart { IsAttachment: false, FileName: null }:
                break;
            case MimePart { IsAttachment: false, ContentType.MediaType: "image", ContentId: not null }:
                break;
            default:
                Add(entity, entity.ContentDisposition?.FileName ?? entity.ContentType.Name ?? "attachment");
                break;
        }
    }

    void Add(MimeEntity entity, string name)
    {
        if (files.Count < MailText.MaxFiles)
        {
            files.Add(new MailFile(name, entity));
        }
        else
        {
            IsCut = true;
        }
    }
}
