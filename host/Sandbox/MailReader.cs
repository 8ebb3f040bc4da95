using Assessment.Evidence;
using Assessment.Mail;
using MimeKit;

namespace Assessment.Host.Sandbox;

/// <summary>What is in a raw message: its words, its files, and what was left inside it. Whatever the bytes are, there is an answer.</summary>
public sealed record MailContent(MimeMessage? Message, string Text, IReadOnlyList<MailFile> Files, IReadOnlyList<MailNote> Notes);

/// <summary>Takes a message apart: body texts in their order, everything else a file.</summary>
public sealed class MailReader
{
    /// <summary>Mails inside mails that are opened for their files.</summary>
    const int MaxNesting = 3;

    static readonly ParserOptions Options = new() { MaxMimeDepth = 30 };

    static readonly string[] Signatures = ["application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature"];

    readonly List<string> texts = [];
    readonly List<MailFile> files = [];
    readonly SortedSet<MailNote> notes = [];
    readonly IReadOnlySet<string> shownPictures;

    MailReader(IReadOnlySet<string> shownPictures) => this.shownPictures = shownPictures;

    /// <summary>The headers of a message and of its body that tell what kind of mail it is.</summary>
    public static IEnumerable<MailHeader> HeadersThatMatter(MimeMessage message) =>
        from name in MailClassification.HeadersThatMatter
        from header in message.Headers.Concat(message.Body?.Headers ?? [])
        where header.Field.Equals(name, StringComparison.OrdinalIgnoreCase)
        select new MailHeader(name, header.Value);

    public static MailContent Read(byte[] raw)
    {
        try
        {
            using var stream = new MemoryStream(raw, writable: false);
            return Read(MimeMessage.Load(Options, stream));
        }
        catch (FormatException)
        {
            return new MailContent(null, "", [], [MailNote.Unreadable]);
        }
    }

    static MailContent Read(MimeMessage message)
    {
        var reader = new MailReader(InlinePicture.ShownIn(string.Join('\n', message.BodyParts.OfType<TextPart>().Where(part => part is { IsHtml: true, Content: not null }).Select(part => part.Text))));
        if (message.Body is { } body)
        {
            reader.Take(body, nesting: 0, isRelated: false, takesText: true);
        }

        var (text, isCut) = MailText.Bounded(string.Join('\n', reader.texts));
        if (isCut)
        {
            reader.notes.Add(MailNote.TextCut);
        }

        return new MailContent(message, text, reader.files, [.. reader.notes]);
    }

    void Take(MimeEntity entity, int nesting, bool isRelated, bool takesText)
    {
        switch (entity)
        {
            case MessagePart nested:
                TakeNested(nested, nesting);
                break;
            case MultipartAlternative alternative:
                var chosen = Chosen(alternative);
                foreach (var child in alternative)
                {
                    Take(child, nesting, isRelated, takesText && child == chosen);
                }

                break;
            case Multipart parts:
                foreach (var child in parts)
                {
                    Take(child, nesting, isRelated || parts is MultipartRelated, takesText);
                }

                break;
            case TextPart { IsAttachment: false, FileName: null } text:
                TakeText(text, takesText);
                break;
            case MimePart part when Signatures.Contains(part.ContentType.MimeType):
                break;
            case MimePart { IsAttachment: false } part when isRelated && part.ContentType.MediaType == "image":
                notes.Add(MailNote.PicturesInText);
                break;
            case MimePart part when IsShownInText(part):
                notes.Add(MailNote.PicturesInText);
                break;
            case MimePart { Content: not null } part when OutlookPackage.Is(part.ContentType.MimeType, part.FileName):
                TakePackage(part);
                break;
            default:
                Add(entity);
                break;
        }
    }

    bool IsShownInText(MimePart part) => part.ContentType.MediaType == "image"
        && InlinePicture.Is(part.ContentType.MimeType, part.ContentId, part.ContentDisposition?.Disposition == ContentDisposition.Inline, new MailFile("", part).Size, shownPictures);

    void TakePackage(MimePart part)
    {
        var inside = OutlookPackage.Unpack(new MailFile("", part).Open());
        foreach (var file in inside.DefaultIfEmpty(part))
        {
            Add(file);
        }
    }

    void TakeNested(MessagePart nested, int nesting)
    {
        Add(nested);
        if (nested.Message?.Body is not { } body)
        {
            return;
        }

        if (nesting < MaxNesting)
        {
            Take(body, nesting + 1, isRelated: false, takesText: false);
        }
        else
        {
            notes.Add(MailNote.NestingCut);
        }
    }

    void TakeText(TextPart text, bool isTaken)
    {
        if (isTaken && text.Content is not null)
        {
            texts.Add(text.IsHtml ? MailText.FromHtml(text.Text) : text.Text);
        }
    }

    /// <summary>Plain text where it says something; else what comes last, which is the richest.</summary>
    static MimeEntity? Chosen(MultipartAlternative alternative)
        => alternative.OfType<TextPart>().FirstOrDefault(text => text is { IsPlain: true, Content: not null } && !string.IsNullOrWhiteSpace(text.Text)) ?? alternative.LastOrDefault(child => child is not TextPart { IsPlain: true });

    void Add(MimeEntity entity)
    {
        if (files.Count == MailText.MaxFiles)
        {
            notes.Add(MailNote.FilesCut);
            return;
        }

        files.Add(new MailFile(NameOf(entity), entity));
    }

    static string NameOf(MimeEntity entity)
    {
        var given = entity.ContentDisposition?.FileName ?? entity.ContentType.Name;
        if (!string.IsNullOrWhiteSpace(given))
        {
            return entity is MessagePart && !given.EndsWith(".eml", StringComparison.OrdinalIgnoreCase) ? given + ".eml" : given;
        }

        return entity switch
        {
            MessagePart => "message.eml",
            _ when MimeTypes.TryGetExtension(entity.ContentType.MimeType, out var extension) => "attachment" + extension,
            _ => "attachment",
        };
    }
}
