using System.Runtime.CompilerServices;
using Assessment.Evidence;
using Assessment.Mail;
using Assessment.Register;
using Assessment.Teams;
using Microsoft.Extensions.DependencyInjection;

namespace Assessment.Host.Sandbox.Faults;

/// <summary>Puts faults and the door of the host's life around everything through which the app reaches the outside, but for the network to Microsoft Graph.</summary>
sealed class FaultyServices(CallFaults faults, HostLife life)
{
    public void Attach(IServiceCollection parts)
    {
        Wrap<IRegister>(parts, inner => new FaultyRegister(inner, faults, life));
        Wrap<IEvidenceStore>(parts, inner => new FaultyEvidenceStore(inner, faults, life));
        Wrap<ICards>(parts, inner => new FaultyCards(inner, faults, life));
        if (parts.Last(part => part.ServiceType == typeof(IMailbox)).ImplementationFactory is not null)
        {
            Wrap<IMailbox>(parts, inner => new MortalMailbox(inner, life));
        }
    }

    static void Wrap<T>(IServiceCollection parts, Func<T, T> wrap)
        where T : class
    {
        var inner = parts.Last(part => part.ServiceType == typeof(T));
        parts.Remove(inner);
        parts.AddSingleton(provider => wrap((T)inner.ImplementationFactory!(provider)));
    }
}

sealed class FaultyRegister(IRegister inner, CallFaults faults, HostLife life) : IRegister, IDisposable
{
    const string Service = "register";

    public Task<Row?> Find(string table, string partition, string id, CancellationToken cancellation = default)
        => faults.Read(Service, $"{table} {partition} {id}", life, () => inner.Find(table, partition, id, cancellation));

    public async IAsyncEnumerable<Row> List(
        string table, string partition, string prefix = "", string from = "", [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        foreach (var row in await faults.Read(Service, $"{table} {partition} {prefix} {from}", life, () => All(inner.List(table, partition, prefix, from, cancellation))))
        {
            yield return row;
        }
    }

    public Task<bool> Commit(string table, string partition, IReadOnlyList<Change> changes, CancellationToken cancellation = default)
        => faults.Change(Service, $"{table} {partition} {string.Join(' ', changes.Select(change => change.Id))}", life, () => inner.Commit(table, partition, changes, cancellation));

    public void Dispose() => (inner as IDisposable)?.Dispose();

    static async Task<List<Row>> All(IAsyncEnumerable<Row> rows)
    {
        var all = new List<Row>();
        await foreach (var row in rows)
        {
            all.Add(row);
        }

        return all;
    }
}

sealed class FaultyEvidenceStore(IEvidenceStore inner, CallFaults faults, HostLife life) : IEvidenceStore
{
    const string Service = "evidence store";

    public Task<StoredContent> Store(string name, Stream content, CancellationToken cancellation = default)
        => faults.Send(Service, name, content, life, sent => inner.Store(name, sent, cancellation));

    public Task<Stream> Open(string name, CancellationToken cancellation = default) => faults.Read(Service, name, life, () => inner.Open(name, cancellation));
}

sealed class FaultyCards(ICards inner, CallFaults faults, HostLife life) : ICards
{
    public Task Show(Card card, CancellationToken cancellation = default) => faults.Change("cards", card.Key, life, async () =>
    {
        await inner.Show(card, cancellation);
        return true;
    });
}

/// <summary>The mailbox of this machine does not fail; the host that works with it can be killed.</summary>
sealed class MortalMailbox(IMailbox inner, HostLife life) : IMailbox
{
    public Task<MailReceipt> Send(OutgoingMail mail, CancellationToken cancellation = default) => life.Through(() => inner.Send(mail, cancellation));

    public Task<InboxPage> Read(string? cursor, CancellationToken cancellation = default) => life.Through(() => inner.Read(cursor, cancellation));

    public Task<IncomingMail> Open(string messageId, CancellationToken cancellation = default) => life.Through(() => inner.Open(messageId, cancellation));

    public Task<Stream> OpenAttachment(string messageId, string attachmentId, CancellationToken cancellation = default)
        => life.Through(() => inner.OpenAttachment(messageId, attachmentId, cancellation));

    public Task<Stream> OpenRaw(string messageId, CancellationToken cancellation = default) => life.Through(() => inner.OpenRaw(messageId, cancellation));
}
