using System.Globalization;
using System.Net;
using Assessment.Evidence;
using Microsoft.Graph.Models;
using Microsoft.Graph.Models.ODataErrors;
using Microsoft.Graph.Users.Item.Messages.Item.CreateReply;

namespace Assessment.Mail.Graph;

/// <summary>
/// Sends each mail once: a draft that carries the outbox key, then the sending, then a look among the sent messages.
/// After any failure it looks before it sends again.
/// </summary>
sealed class GraphOutgoing(GraphConnection graph, Register.Register register, IEvidenceStore store, TimeProvider clock)
{
    static readonly string[] Shown = ["id", "isDraft", "internetMessageId", "conversationId", "sentDateTime"];

    readonly GraphAttachments attachments = new(graph, store);

    public async Task<MailReceipt> Send(OutgoingMail mail, CancellationToken cancellation)
    {
        var (row, isNew) = await Place(mail, cancellation);
        if (row.Receipt is { IsConfirmed: true } receipt)
        {
            return receipt;
        }

        if (row.Place > clock.GetUtcNow())
        {
            throw new MailNotNowException(row.Place, "The mailbox sends no more until then.");
        }

        var seen = isNew ? null : await Look(row, cancellation);
        var trace = seen switch { null => MailTrace.Nothing, { IsDraft: true } => MailTrace.Draft, _ => MailTrace.Sent };
        return SendRules.Next(row, trace, clock.GetUtcNow()) switch
        {
            SendStep.Confirm => await Confirm(row, seen!, cancellation),
            SendStep.Trust => row.Receipt!,
            SendStep.Send => await Send(mail, row, seen, cancellation),
            SendStep.LookLater => throw new MailNotNowException(row.AskedAt!.Value + SendRules.Patience, "The mail is neither among the drafts nor among the sent messages yet."),
            _ => throw Undecided(row),
        };
    }

    async Task<MailReceipt> Send(OutgoingMail mail, MailDraft row, Message? draft, CancellationToken cancellation)
    {
        var message = draft is null ? await Create(mail, row, cancellation) : await Complete(mail, draft, cancellation);
        await attachments.Add(message.Id!, mail.Attachments, isNew: draft is null, cancellation);
        row = row with
        {
            MessageId = message.Id,
            InternetMessageId = message.InternetMessageId,
            ConversationId = message.ConversationId,
            AskedAt = clock.GetUtcNow(),
        };
        await Keep(row, cancellation);
        await graph.Mailbox.Messages[message.Id].Send.PostAsync(cancellationToken: cancellation);

        row = row with { Receipt = ReceiptOf(row, row.AskedAt.Value) with { IsConfirmed = false } };
        await Keep(row, cancellation);
        return await ById(message.Id!, cancellation) is { IsDraft: false } sent ? await Confirm(row, sent, cancellation) : row.Receipt!;
    }

    async Task<MailReceipt> Confirm(MailDraft row, Message sent, CancellationToken cancellation)
    {
        var found = row with { MessageId = sent.Id, InternetMessageId = sent.InternetMessageId, ConversationId = sent.ConversationId };
        var receipt = (row.Receipt ?? ReceiptOf(found, sent.SentDateTime ?? clock.GetUtcNow())) with { IsConfirmed = true };
        await Keep(found with { Receipt = receipt }, cancellation);
        return receipt;
    }

    static MailReceipt ReceiptOf(MailDraft row, DateTimeOffset at)
        => new(row.MessageId!, row.InternetMessageId ?? "", row.ConversationId ?? "", at);

    static UndecidedSendException Undecided(MailDraft row)
    {
        var asked = row.AskedAt!.Value;
        var at = asked.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
        return new UndecidedSendException(
            row.Receipt ?? ReceiptOf(row, asked),
            row.Receipt is null
                ? $"The draft was to be sent at {at}, the answer was lost, and the draft is gone."
                : $"The draft was accepted for sending at {at}, and is gone.",
            "No sent message carries its key.");
    }

    /// <summary>The mail's row, with the moment at which it may go; made, and the place taken, on the first attempt.</summary>
    async Task<(MailDraft Row, bool IsNew)> Place(OutgoingMail mail, CancellationToken cancellation)
    {
        if (await register.Find<MailDraft>(graph.Partition, mail.Key, cancellation) is { } known)
        {
            return (known, false);
        }

        var row = new MailDraft { Key = mail.Key, Place = await TakePlace(mail.To.Count + mail.Cc.Count, cancellation) };
        return await register.Insert(graph.Partition, mail.Key, row, cancellation) ? (row, true) : await Place(mail, cancellation);
    }

    async Task<DateTimeOffset> TakePlace(int recipients, CancellationToken cancellation)
    {
        const string id = "outgoing";
        var place = default(DateTimeOffset);
        await register.Insert(graph.Partition, id, PaceRow.Empty, cancellation);
        await register.Update<PaceRow>(graph.Partition, id, row =>
        {
            (row, place) = MailPace.Place(row, recipients, clock.GetUtcNow(), graph.Options.MessagesPerMinute, graph.Options.RecipientsPerDay);
            return row;
        }, cancellation);
        return place;
    }

    Task Keep(MailDraft row, CancellationToken cancellation) => register.Save(graph.Partition, row.Key, row, cancellation);

    /// <summary>What the mailbox has of a mail: under its id, or anywhere under its key; what was sent counts before drafts.</summary>
    async Task<Message?> Look(MailDraft row, CancellationToken cancellation)
    {
        if (row.MessageId is { } id && await ById(id, cancellation) is { } known)
        {
            return known;
        }

        var found = await graph.Mailbox.Messages.GetAsync(
            request =>
            {
                request.QueryParameters.Filter = GraphProperties.FilterByKey(row.Key);
                request.QueryParameters.Select = Shown;
            },
            cancellation);
        return found?.Value?.OrderBy(message => message.IsDraft == true).ThenBy(message => message.Id, StringComparer.Ordinal).FirstOrDefault();
    }

    async Task<Message?> ById(string id, CancellationToken cancellation)
    {
        try
        {
            return await graph.Mailbox.Messages[id].GetAsync(request => request.QueryParameters.Select = Shown, cancellation);
        }
        catch (ODataError missing) when (missing.ResponseStatusCode == (int)HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    /// <summary>A draft in the thread of the mail that it answers; one of its own when that mail is not in the mailbox.</summary>
    async Task<Message> Create(OutgoingMail mail, MailDraft row, CancellationToken cancellation)
    {
        if (mail.InReplyTo is { } parent && await Parent(parent, cancellation) is { } parentId)
        {
            var reply = await graph.Mailbox.Messages[parentId].CreateReply.PostAsync(new CreateReplyPostRequestBody(), cancellationToken: cancellation)
                ?? throw new InvalidOperationException("The mailbox answered without the draft that it made.");
            await Keep(row with { MessageId = reply.Id }, cancellation);
            return await Complete(mail, reply, cancellation);
        }

        return await graph.Mailbox.Messages.PostAsync(Compose(mail), cancellationToken: cancellation)
            ?? throw new InvalidOperationException("The mailbox answered without the draft that it made.");
    }

    /// <summary>Whatever the draft says, it is to say this.</summary>
    async Task<Message> Complete(OutgoingMail mail, Message draft, CancellationToken cancellation)
        => await graph.Mailbox.Messages[draft.Id].PatchAsync(Compose(mail), cancellationToken: cancellation) ?? draft;

    async Task<string?> Parent(string internetMessageId, CancellationToken cancellation)
    {
        var found = await graph.Mailbox.Messages.GetAsync(
            request =>
            {
                request.QueryParameters.Filter = $"internetMessageId eq {GraphProperties.Quoted(internetMessageId)}";
                request.QueryParameters.Select = ["id", "isDraft"];
            },
            cancellation);
        return found?.Value?.Where(message => message.IsDraft != true).Select(message => message.Id).Order(StringComparer.Ordinal).FirstOrDefault();
    }

    Message Compose(OutgoingMail mail) => new()
    {
        // The same mail has the same Message-ID however often it is made, so that mail systems on its way know a second copy too.
        InternetMessageId = $"<{mail.Key}@{graph.Options.Domain}>",
        Subject = mail.Subject,
        Body = new ItemBody { ContentType = mail.Html is null ? BodyType.Text : BodyType.Html, Content = mail.Html ?? mail.Text },
        ToRecipients = [.. mail.To.Select(RecipientOf)],
        CcRecipients = [.. mail.Cc.Select(RecipientOf)],
        SingleValueExtendedProperties =
        [
            new() { Id = GraphProperties.OutboxKey, Value = mail.Key },
            new() { Id = GraphProperties.MailKind, Value = mail.Kind.ToString() },
            new() { Id = GraphProperties.About, Value = mail.About },
        ],
    };

    static Recipient RecipientOf(MailAddress address) => new() { EmailAddress = new EmailAddress { Name = address.Name, Address = address.Address } };
}
