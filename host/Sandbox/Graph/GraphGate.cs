namespace Assessment.Host.Sandbox.Graph;

/// <summary>Counts requests and uploaded bytes against the limits of the mailbox.</summary>
sealed class GraphGate(GraphLimits limits, TimeProvider clock)
{
    static readonly TimeSpan RequestWindow = TimeSpan.FromMinutes(10);
    static readonly TimeSpan UploadWindow = TimeSpan.FromMinutes(5);

    readonly Lock gate = new();
    readonly Queue<DateTimeOffset> requests = [];
    readonly Queue<(DateTimeOffset At, long Bytes)> uploads = [];
    int running;

    /// <summary>Lets a request in, or refuses it; whoever was let in leaves by disposing.</summary>
    public IDisposable Enter()
    {
        lock (gate)
        {
            if (limits.ConcurrentRequests is { } most && running >= most)
            {
                throw GraphException.Throttled("MailboxConcurrency", TimeSpan.FromSeconds(1));
            }

            var now = clock.GetUtcNow();
            while (requests.TryPeek(out var first) && first + RequestWindow <= now)
            {
                requests.Dequeue();
            }

            if (limits.RequestsPerTenMinutes is { } rate)
            {
                if (requests.Count >= rate)
                {
                    throw GraphException.Throttled("RequestRate", requests.Peek() + RequestWindow - now);
                }

                requests.Enqueue(now);
            }

            running++;
        }

        return new Leaving(this);
    }

    public void Upload(long bytes)
    {
        lock (gate)
        {
            var now = clock.GetUtcNow();
            while (uploads.TryPeek(out var first) && first.At + UploadWindow <= now)
            {
                uploads.Dequeue();
            }

            if (limits.UploadBytesPerFiveMinutes is { } most && uploads.Sum(upload => upload.Bytes) + bytes > most)
            {
                throw GraphException.Throttled("UploadSize", (uploads.TryPeek(out var oldest) ? oldest.At : now) + UploadWindow - now);
            }

            uploads.Enqueue((now, bytes));
        }
    }

    void Leave()
    {
        lock (gate)
        {
            running--;
        }
    }

    sealed class Leaving(GraphGate gate) : IDisposable
    {
        GraphGate? inside = gate;

        public void Dispose() => Interlocked.Exchange(ref inside, null)?.Leave();
    }
}
