using Assessment.Mail;

namespace Assessment.Host.Sandbox.Graph;

/// <summary>The parts behind the server, and what they do together: each request and each thing that falls due is one transaction.</summary>
sealed class GraphMailbox : IDisposable
{
    readonly SandboxDatabase database;
    readonly GraphStore store;
    readonly Intake intake;
    readonly SendQueue queue;
    readonly Subscriptions subscriptions;
    readonly Notifier notifier;
    readonly GraphEndpoints endpoints;
    readonly UploadDesk uploads;

    public GraphMailbox(SandboxDatabase database, LocalMailbox local, TimeProvider clock, MailAddress address, GraphSandboxOptions options)
    {
        this.database = database;
        Faults = new GraphFaults(database) { Plan = options.Faults };
        Gate = new GraphGate(Limits, clock);
        store = new GraphStore(database, clock, address.Address);
        var attachments = new AttachmentStore(store);
        var json = new MessageJson(store, attachments);
        var desk = new AttachmentDesk(store, attachments, json);
        intake = new Intake(store, attachments);
        queue = new SendQueue(store, attachments, local, Limits, Faults, options, address);
        subscriptions = new Subscriptions(store, options);
        notifier = new Notifier(store, subscriptions, Faults, options.Notifications);
        uploads = new UploadDesk(store, attachments, desk, options);
        endpoints = new GraphEndpoints(
            store,
            new MessageDesk(store, attachments, desk, json, queue, address),
            new MessageList(store, json, options),
            new DeltaQuery(store, json, options),
            desk,
            uploads,
            new FolderDesk(store),
            subscriptions);
    }

    /// <summary>After a request or something that fell due.</summary>
    public event Action? Changed;

    public GraphFaults Faults { get; }

    public GraphLimits Limits { get; } = new();

    public GraphGate Gate { get; }

    public DateTimeOffset Now => store.Now;

    public DateTimeOffset? NextDue
    {
        get
        {
            lock (database.Gate)
            {
                DateTimeOffset? waiting = intake.IsWaiting ? Now : null;
                return new[] { waiting, queue.NextDue, notifier.NextDue, subscriptions.NextChallenge }.Min();
            }
        }
    }

    public bool IsBusy
    {
        get
        {
            lock (database.Gate)
            {
                return intake.IsWaiting || queue.NextDue is not null || notifier.NextDue is not null;
            }
        }
    }

    public async Task<GraphAnswer> Answer(GraphRequest request, CancellationToken cancellation)
    {
        if (request is not { Method: "POST", Path: ["subscriptions"] })
        {
            return InTransaction(() => endpoints.Answer(request));
        }

        var asked = subscriptions.Asked(request);
        await notifier.Handshake(asked, cancellation);
        return InTransaction(() => subscriptions.Add(request, asked));
    }

    public GraphAnswer Upload(string method, UploadRange range, string root)
    {
        Gate.Upload(range.Body.Length);
        return InTransaction(() => method switch
        {
            "PUT" => uploads.Put(range, root),
            "GET" => uploads.State(range.Token),
            "DELETE" => uploads.Cancel(range.Token),
            _ => throw new GraphException(405, "Request_BadRequest", "An upload session is put to, read or deleted."),
        });
    }

    /// <summary>Lets time have its way: what is due in the mailbox itself, then one request to a subscriber.</summary>
    public async Task RunNext(CancellationToken cancellation)
    {
        InTransaction(() => GraphAnswer.NoContent);
        await notifier.SendNext(cancellation);
    }

    public void RemoveSubscription(string id) => InTransaction(() =>
    {
        var subscription = subscriptions.Known(id) ?? throw new ArgumentException($"There is no subscription {id}.", nameof(id));
        notifier.TellLifecycle(subscription, "subscriptionRemoved");
        subscriptions.Remove(subscription);
        return GraphAnswer.NoContent;
    });

    public void AnnounceMissed() => InTransaction(() =>
    {
        foreach (var subscription in subscriptions.Active())
        {
            notifier.TellLifecycle(subscription, "missed");
        }

        return GraphAnswer.NoContent;
    });

    public void Dispose() => notifier.Dispose();

    GraphAnswer InTransaction(Func<GraphAnswer> request)
    {
        var answer = Together(request);
        Changed?.Invoke();
        return answer;
    }

    /// <summary>What fell due before comes first, so that a request sees the mailbox as it is at its moment.</summary>
    GraphAnswer Together(Func<GraphAnswer> request)
    {
        lock (database.Gate)
        {
            using (var due = database.Begin())
            {
                Due();
                due.Commit();
                intake.Keep();
            }

            using var transaction = database.Begin();
            var answer = request();
            notifier.Publish();
            transaction.Commit();
            return answer;
        }
    }

    void Due()
    {
        intake.TakeNew();
        queue.SendDue();
        notifier.Publish();
        foreach (var subscription in subscriptions.ToChallenge())
        {
            notifier.TellLifecycle(subscription, "reauthorizationRequired");
            subscriptions.Challenged(subscription);
        }
    }
}
