using Assessment.Evidence;
using Assessment.Mail;
using Assessment.Register;
using Assessment.Teams;
using Microsoft.Extensions.DependencyInjection;

namespace Assessment.Tests.Year;

/// <summary>
/// Lets an app die at one of its effects: before or after it, what lies on the disk is copied away, exactly as a kill would leave it,
/// and nothing that the app still does counts.
/// </summary>
sealed class Death(int atPoint, Action keepWhatIsThere) : IDisposable
{
    readonly CancellationTokenSource died = new();
    int points;

    public CancellationToken Token => died.Token;

    public bool HasCome => died.IsCancellationRequested;

    public async Task<T> Effect<T>(Func<Task<T>> effect)
    {
        Pass();
        var result = await effect();
        Pass();
        return result;
    }

    /// <summary>Puts this death around everything through which the app changes the world.</summary>
    public void Attach(IServiceCollection parts)
    {
        Wrap<IRegister>(parts, inner => new DyingRegister(inner, this));
        Wrap<IMailbox>(parts, inner => new DyingMailbox(inner, this));
        Wrap<ICards>(parts, inner => new DyingCards(inner, this));
        Wrap<IEvidenceStore>(parts, inner => new DyingEvidenceStore(inner, this));
    }

    public void Dispose() => died.Dispose();

    void Pass()
    {
        died.Token.ThrowIfCancellationRequested();
        if (++points == atPoint)
        {
            keepWhatIsThere();
            died.Cancel();
            died.Token.ThrowIfCancellationRequested();
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

sealed class DyingRegister(IRegister inner, Death death) : IRegister, IDisposable
{
    public Task<Row?> Find(string table, string partition, string id, CancellationToken cancellation = default) => inner.Find(table, partition, id, cancellation);

    public IAsyncEnumerable<Row> List(string table, string partition, string prefix = "", string from = "", CancellationToken cancellation = default)
        => inner.List(table, partition, prefix, from, cancellation);

    public Task<bool> Commit(string table, string partition, IReadOnlyList<Change> changes, CancellationToken cancellation = default)
        => death.Effect(() => inner.Commit(table, partition, changes, cancellation));

    public void Dispose() => (inner as IDisposable)?.Dispose();
}

sealed class DyingMailbox(IMailbox inner, Death death) : IMailbox
{
    public Task<MailReceipt> Send(OutgoingMail mail, CancellationToken cancellation = default) => death.Effect(() => inner.Send(mail, cancellation));

    public Task<InboxPage> Read(string? cursor, CancellationToken cancellation = default) => inner.Read(cursor, cancellation);

    public Task<IncomingMail> Open(string messageId, CancellationToken cancellation = default) => inner.Open(messageId, cancellation);

    public Task<Stream> OpenAttachment(string messageId, string attachmentId, CancellationToken cancellation = default) => inner.OpenAttachment(messageId, attachmentId, cancellation);

    public Task<Stream> OpenRaw(string messageId, CancellationToken cancellation = default) => inner.OpenRaw(messageId, cancellation);
}

sealed class DyingCards(ICards inner, Death death) : ICards
{
    public Task Show(Card card, CancellationToken cancellation = default) => death.Effect(async () =>
    {
        await inner.Show(card, cancellation);
        return true;
    });
}

sealed class DyingEvidenceStore(IEvidenceStore inner, Death death) : IEvidenceStore
{
    public Task<StoredContent> Store(string name, Stream content, CancellationToken cancellation = default) => death.Effect(() => inner.Store(name, content, cancellation));

    public Task<Stream> Open(string name, CancellationToken cancellation = default) => inner.Open(name, cancellation);
}
