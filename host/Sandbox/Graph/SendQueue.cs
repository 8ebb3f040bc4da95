using System.Text.Json.Nodes;
using Assessment.Mail;
using Assessment.Mail.Graph;
using MimeKit;

namespace Assessment.Host.Sandbox.Graph;

/// <summary>
/// What happens after a 202: the message leaves its folder at once, and some time later it is sent and lies in Sent Items.
/// Only then does it reach its people.
/// </summary>
sealed class SendQueue(GraphStore store, AttachmentStore attachments, LocalMailbox local, GraphLimits limits, GraphFaults faults, GraphSandboxOptions options, MailAddress mailbox)
{
    const int MostRecipients = 500;

    static readonly string[] Lists = ["toRecipients", "ccRecipients", "bccRecipients"];

    public DateTimeOffset? NextDue => store.Database.Single("SELECT MIN(due) FROM graph_items WHERE due IS NOT NULL", row => new Sent(0, 0, row.Moment(0)))!.First;

    public void Accept(GraphItem item)
    {
        var recipients = Recipients(item).Count;
        if (recipients is 0 or > MostRecipients)
        {
            throw GraphException.Invalid("ErrorInvalidRecipients", recipients == 0 ? "At least one recipient must be specified." : "The message has too many recipients.");
        }

        CheckSender(item);

        // What cannot become a message is refused here: later there is nobody to tell.
        _ = Compose(item, store.Now);
        CheckSize(item);
        CheckRates(recipients);
        store.Database.Execute("INSERT INTO graph_sends (at, recipients) VALUES ($at, $recipients)", ("$at", store.Now.Stored()), ("$recipients", recipients));
        store.Save(item, item with { Folder = GraphFolder.Transport, State = ItemState.Sending, Due = store.Now + Delay(item) });
        SendDue();
    }

    TimeSpan Delay(GraphItem item) => faults.IsSlow($"{item.InternetId} {item.Number}") ? faults.Plan.SlowBy : options.SendDelay;

    /// <summary>Sends everything whose time has come, in the order in which it was accepted.</summary>
    public void SendDue()
    {
        foreach (var item in store.Items("due <= $now ORDER BY due, item", ("$now", store.Now.Stored())))
        {
            SendOne(item, item.Due!.Value);
        }
    }

    public byte[] Compose(GraphItem item, DateTimeOffset at) => DraftMime.Bytes(DraftMime.Compose(item, attachments.Files(item), mailbox, at));

    void SendOne(GraphItem item, DateTimeOffset at)
    {
        var message = DraftMime.Compose(item, attachments.Files(item), mailbox, at);
        var mail = Mail(item, message);
        var failed = Recipients(item).Where(address => options.Undeliverable.Contains(address.Address, StringComparer.OrdinalIgnoreCase)).ToList();
        var stored = local.Sent(mail, new SentMessage(Key(item), item.InternetId, message.InReplyTo, item.Conversation, DraftMime.Bytes(message), at)
        {
            IsReceived = failed.Count < Recipients(item).Count,
        });
        var content = item.Content.DeepClone().AsObject();
        content["from"] ??= Graph.Recipients.Of(mailbox.Name, mailbox.Address);
        content["sender"] ??= content["from"]!.DeepClone();
        content["sentDateTime"] = at.Shown();
        content["receivedDateTime"] = at.Shown();
        content["isRead"] = true;
        var folder = content[InternalProperties.IsSaved]?.GetValue<bool>() == false ? "recoverableitems" : GraphFolder.SentItems;
        store.Save(item, item with { Folder = folder, State = ItemState.Stored, Due = null, Message = stored.Sequence, Content = content });
        if (failed.Count > 0)
        {
            var key = $"undeliverable-{item.Number}";
            local.Deliver(key, stored.About, NonDelivery.Report(message, failed, mailbox, key, at), at);
        }
    }

    /// <summary>The mail as the app meant it, if its draft carries the app's marks.</summary>
    OutgoingMail? Mail(GraphItem item, MimeMessage message)
    {
        var properties = store.Properties(item.Number);
        if (!properties.TryGetValue(GraphProperties.OutboxKey, out var key)
            || !properties.TryGetValue(GraphProperties.About, out var about)
            || !Enum.TryParse<MailKind>(properties.GetValueOrDefault(GraphProperties.MailKind), out var kind))
        {
            return null;
        }

        return new OutgoingMail
        {
            Key = key,
            Kind = kind,
            About = about,
            To = [.. message.To.Mailboxes.Select(to => new MailAddress(to.Name ?? "", to.Address))],
            Cc = [.. message.Cc.Mailboxes.Select(cc => new MailAddress(cc.Name ?? "", cc.Address))],
            Subject = message.Subject ?? "",
            Text = DraftMime.Words(item.Content["body"]),
            InReplyTo = message.InReplyTo is { } parent ? $"<{parent}>" : null,
        };
    }

    /// <summary>The app's own key for the first message that carries it. A mail that is sent twice is there twice, as in any mailbox.</summary>
    string Key(GraphItem item)
    {
        var key = store.Properties(item.Number).GetValueOrDefault(GraphProperties.OutboxKey) ?? $"graph-{item.Number}";
        return store.Database.Count("SELECT COUNT(*) FROM messages WHERE key = $key", ("$key", key)) == 0 ? key : $"{key}~{item.Number}";
    }

    static List<MailboxAddress> Recipients(GraphItem item)
        => [.. Lists.SelectMany(list => Graph.Recipients.Read(item.Content[list]))];

    void CheckSender(GraphItem item)
    {
        if (item.Content["from"] is { } from && !Graph.Recipients.One(from).Address.Equals(mailbox.Address, StringComparison.OrdinalIgnoreCase))
        {
            throw new GraphException(403, "ErrorSendAsDenied", "The user account which was used to submit this request does not have the right to send mail on behalf of the specified sending account.");
        }
    }

    void CheckSize(GraphItem item)
    {
        if (limits.MessageBytes is { } most && attachments.Of(item.Number).Sum(attachment => attachment.Size) > most)
        {
            throw GraphException.Invalid("ErrorMessageSizeExceeded", "The message exceeds the maximum supported size.");
        }
    }

    void CheckRates(int recipients)
    {
        if (limits.MessagesPerMinute is { } messages && Sends(TimeSpan.FromMinutes(1)) is { Count: var count, First: var first } && count >= messages)
        {
            throw GraphException.Throttled("MessageRate", first!.Value + TimeSpan.FromMinutes(1) - store.Now);
        }

        if (limits.RecipientsPerDay is { } most && Sends(TimeSpan.FromDays(1)) is { Recipients: var used, First: var since } && used + recipients > most)
        {
            throw GraphException.Throttled("RecipientRate", (since ?? store.Now) + TimeSpan.FromDays(1) - store.Now);
        }
    }

    Sent Sends(TimeSpan within) => store.Database.Single(
        "SELECT COUNT(*), COALESCE(SUM(recipients), 0), MIN(at) FROM graph_sends WHERE at > $since",
        row => new Sent(row.GetInt64(0), row.GetInt64(1), row.Moment(2)),
        ("$since", (store.Now - within).Stored()))!;

    sealed record Sent(long Count, long Recipients, DateTimeOffset? First);
}
