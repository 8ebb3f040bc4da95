using Assessment.Evidence;

namespace Assessment.Mail.Graph;

/// <summary>The shared mailbox in Exchange Online, through Microsoft Graph, as the app itself and without a user.</summary>
public sealed class GraphMailbox(GraphConnection graph, Register.Register register, IEvidenceStore store, TimeProvider clock) : IMailbox
{
    readonly GraphOutgoing outgoing = new(graph, register, store, clock);
    readonly GraphIncoming incoming = new(graph);

    public Task<MailReceipt> Send(OutgoingMail mail, CancellationToken cancellation = default) => outgoing.Send(mail, cancellation);

    public Task<InboxPage> Read(string? cursor, CancellationToken cancellation = default) => incoming.Read(cursor, cancellation);

    public Task<IncomingMail> Open(string messageId, CancellationToken cancellation = default) => incoming.Open(messageId, cancellation);

    public Task<Stream> OpenAttachment(string messageId, string attachmentId, CancellationToken cancellation = default)
        => incoming.OpenAttachment(messageId, attachmentId, cancellation);

    public Task<Stream> OpenRaw(string messageId, CancellationToken cancellation = default) => incoming.OpenRaw(messageId, cancellation);
}
