using System.Globalization;
using System.Net;
using Assessment.Evidence;
using Microsoft.Graph.Models;
using Microsoft.Graph.Models.ODataErrors;
using Microsoft.Graph.Users.Item.MailFolders.Item.Messages.Delta;
using Microsoft.Kiota.Abstractions;

namespace Assessment.Mail.Graph;

/// <summary>Reads the inbox by its delta, whose link is the cursor, and opens messages with their files.</summary>
sealed class GraphIncoming(GraphConnection graph)
{
    static readonly string[] Shown =
    [
        "id", "internetMessageId", "conversationId", "from", "sender", "subject", "uniqueBody", "body", "receivedDateTime", "internetMessageHeaders",
    ];

    static readonly string[] Listed = ["id", "name", "contentType", "size", "isInline"];

    static readonly string[] Signatures = ["application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature"];

    /// <summary>What arrived after the cursor. A cursor that the mailbox no longer knows means from the beginning: what was filed is not filed again.</summary>
    public async Task<InboxPage> Read(string? cursor, CancellationToken cancellation)
    {
        while (true)
        {
            var page = await Page(cursor, cancellation);
            cursor = Within(page.OdataNextLink ?? page.OdataDeltaLink ?? throw new InvalidOperationException("The mailbox gave no link to go on from."));
            var arrived = (page.Value ?? []).Where(message => !message.AdditionalData.ContainsKey("@removed")).ToList();
            if (arrived.Count > 0 || page.OdataNextLink is null)
            {
                var oldestFirst = arrived.OrderBy(message => message.ReceivedDateTime).ThenBy(message => message.Id, StringComparer.Ordinal);
                return new InboxPage([.. oldestFirst.Select(message => message.Id!)], cursor);
            }
        }
    }

    public async Task<IncomingMail> Open(string messageId, CancellationToken cancellation)
    {
        var message = await graph.Mailbox.Messages[messageId].GetAsync(
            request =>
            {
                request.QueryParameters.Select = Shown;
                request.Headers.Add("Prefer", "outlook.body-content-type=\"text\"");
            },
            cancellation) ?? throw new FileNotFoundException($"There is no message {messageId}.");
        var headers = (message.InternetMessageHeaders ?? []).Select(header => new MailHeader(header.Name ?? "", header.Value ?? "")).ToList();
        var (text, isCut) = MailText.Bounded(TextOf(message));
        var files = await Files(messageId, cancellation);
        return new IncomingMail
        {
            MessageId = messageId,
            InternetMessageId = message.InternetMessageId ?? $"<{messageId}>",
            ConversationId = message.ConversationId ?? "",
            From = AddressOf(message.From ?? message.Sender),
            Subject = message.Subject ?? "",
            InReplyTo = MessageIds.In(ValueOf(headers, "In-Reply-To")) is [var parent, ..] ? parent : null,
            References = MessageIds.In(ValueOf(headers, "References")),
            Text = text,
            ReceivedAt = message.ReceivedDateTime ?? throw new InvalidOperationException($"The mailbox does not say when {messageId} was received."),
            Attachments = files.Attachments,
            Headers = [.. headers.Where(header => MailClassification.HeadersThatMatter.Contains(header.Name, StringComparer.OrdinalIgnoreCase))],
            Notes = [.. (isCut ? files.Notes.Append(MailNote.TextCut) : files.Notes).Distinct().Order()],
        };
    }

    /// <summary>A file of a message; one of a mail inside it is named by that mail's id and its place there.</summary>
    public async Task<Stream> OpenAttachment(string messageId, string attachmentId, CancellationToken cancellation)
    {
        var (id, place) = NestedId.Split(attachmentId);
        var content = await Content(messageId, id, cancellation);
        if (place is not { } number)
        {
            return content;
        }

        await using (content)
        {
            return NestedMail.Read(content).Files[number].Open();
        }
    }

    public async Task<Stream> OpenRaw(string messageId, CancellationToken cancellation)
        => await graph.Mailbox.Messages[messageId].Content.GetAsync(cancellationToken: cancellation)
            ?? throw new FileNotFoundException($"There is no message {messageId}.");

    async Task<DeltaGetResponse> Page(string? cursor, CancellationToken cancellation)
    {
        const string pageSize = "odata.maxpagesize=50";
        var inbox = graph.Mailbox.MailFolders["inbox"].Messages.Delta;
        try
        {
            var page = cursor is null
                ? await inbox.GetAsDeltaGetResponseAsync(
                    request =>
                    {
                        request.QueryParameters.ChangeType = "created";
                        request.QueryParameters.Select = ["id", "receivedDateTime"];
                        request.Headers.Add("Prefer", pageSize);
                    },
                    cancellation)
                : await inbox.WithUrl(new Uri(graph.Options.Endpoint, cursor).ToString()).GetAsDeltaGetResponseAsync(
                    request => request.Headers.Add("Prefer", pageSize), cancellation);
            return page ?? throw new InvalidOperationException("The mailbox answered without a page.");
        }
        catch (ODataError fault) when (cursor is not null && IsExpired(fault))
        {
            return await Page(null, cancellation);
        }
    }

    static bool IsExpired(ODataError fault) => fault.ResponseStatusCode == (int)HttpStatusCode.Gone
        || fault.Error?.Code is "SyncStateNotFound" or "SyncStateInvalid" or "ResyncRequired" or "resyncRequired" or "syncStateNotFound";

    /// <summary>A link without its host: where the mailbox is reached is a setting, not part of the cursor.</summary>
    static string Within(string link) => new Uri(link).PathAndQuery;

    async Task<(List<IncomingAttachment> Attachments, List<MailNote> Notes)> Files(string messageId, CancellationToken cancellation)
    {
        var (files, notes) = (new List<IncomingAttachment>(), new List<MailNote>());
        var page = await graph.Mailbox.Messages[messageId].Attachments.GetAsync(request => request.QueryParameters.Select = Listed, cancellation);
        foreach (var attachment in page?.Value ?? [])
        {
            await Take(messageId, attachment, files, notes, cancellation);
        }

        if (files.Count > MailText.MaxFiles)
        {
            notes.Add(MailNote.FilesCut);
            files = files[..MailText.MaxFiles];
        }

        return (files, notes);
    }

    async Task Take(string messageId, Attachment attachment, List<IncomingAttachment> files, List<MailNote> notes, CancellationToken cancellation)
    {
        switch (attachment)
        {
            case ReferenceAttachment:
                notes.Add(MailNote.LinkedFiles);
                break;
            case ItemAttachment:
                await TakeItem(messageId, attachment, files, notes, cancellation);
                break;
            case { IsInline: true, ContentType: { } type } when type.StartsWith("image/", StringComparison.OrdinalIgnoreCase):
                notes.Add(MailNote.PicturesInText);
                break;
            case { ContentType: { } type } when Signatures.Contains(type, StringComparer.OrdinalIgnoreCase):
                break;
            default:
                files.Add(new IncomingAttachment(attachment.Id!, attachment.Name ?? "attachment", attachment.ContentType ?? "application/octet-stream", attachment.Size ?? 0));
                break;
        }
    }

    /// <summary>A mail inside the mail is a file, and so is every file inside it.</summary>
    async Task TakeItem(string messageId, Attachment attachment, List<IncomingAttachment> files, List<MailNote> notes, CancellationToken cancellation)
    {
        await using var content = await Content(messageId, attachment.Id!, cancellation);
        var nested = NestedMail.Read(content);
        files.Add(new IncomingAttachment(attachment.Id!, NestedMail.NameOf(attachment.Name), "message/rfc822", nested.Size));
        files.AddRange(nested.Files.Select((file, place) => new IncomingAttachment(NestedId.Of(attachment.Id!, place), file.Name, file.MediaType, file.Size)));
        if (nested.IsCut)
        {
            notes.Add(MailNote.NestingCut);
        }
    }

    /// <summary>The bytes of an attachment; the SDK has no method for this address.</summary>
    async Task<Stream> Content(string messageId, string attachmentId, CancellationToken cancellation)
    {
        var request = graph.Mailbox.Messages[messageId].Attachments[attachmentId].ToGetRequestInformation();
        request.URI = new Uri(request.URI.GetLeftPart(UriPartial.Path) + "/$value");
        request.Headers.Clear();
        var errors = new Dictionary<string, Microsoft.Kiota.Abstractions.Serialization.ParsableFactory<Microsoft.Kiota.Abstractions.Serialization.IParsable>>
        {
            ["XXX"] = ODataError.CreateFromDiscriminatorValue,
        };
        return await graph.Client.RequestAdapter.SendPrimitiveAsync<Stream>(request, errors, cancellation)
            ?? throw new FileNotFoundException($"Message {messageId} has no attachment {attachmentId}.");
    }

    /// <summary>What the sender wrote without what was quoted; all of it where the mailbox cannot tell.</summary>
    static string TextOf(Message message)
    {
        var body = message.UniqueBody is { Content.Length: > 0 } unique ? unique : message.Body;
        var text = body?.Content ?? "";
        return (body?.ContentType == BodyType.Html ? MailText.FromHtml(text) : text).ReplaceLineEndings("\n");
    }

    static string? ValueOf(IEnumerable<MailHeader> headers, string name)
        => headers.FirstOrDefault(header => string.Equals(header.Name, name, StringComparison.OrdinalIgnoreCase))?.Value;

    static MailAddress AddressOf(Recipient? recipient) => recipient?.EmailAddress is { Address.Length: > 0 } address
        ? new MailAddress(string.IsNullOrEmpty(address.Name) ? address.Address : address.Name, address.Address)
        : new MailAddress("", "(no sender)");
}

/// <summary>The id of a file inside a mail that is an attachment itself.</summary>
static class NestedId
{
    const char Mark = '|';

    public static string Of(string attachmentId, int place) => string.Create(CultureInfo.InvariantCulture, $"{attachmentId}{Mark}{place}");

    public static (string AttachmentId, int? Place) Split(string id) => id.LastIndexOf(Mark) is var mark and > 0
        ? (id[..mark], int.Parse(id[(mark + 1)..], CultureInfo.InvariantCulture))
        : (id, null);
}
