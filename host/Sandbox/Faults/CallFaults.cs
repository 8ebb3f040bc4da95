namespace Assessment.Host.Sandbox.Faults;

/// <summary>How a call to a service fails.</summary>
enum CallFault
{
    /// <summary>Nothing has happened.</summary>
    Before,

    /// <summary>It has happened, and the answer is lost.</summary>
    After,

    /// <summary>What was being written breaks off.</summary>
    Midway,
}

/// <summary>
/// The services of Azure that fail on purpose: a share of the calls, by seed. It belongs to the outside, so it outlives every life of the host.
/// As Azure's clients do, a call is made four times before the app hears of its failure.
/// </summary>
public sealed class CallFaults(double share, int seed)
{
    const int Attempts = 4;

    /// <summary>How many bytes get through at most before a stream breaks off.</summary>
    const int LargestPart = 20_000;

    readonly Lock gate = new();
    readonly Dictionary<string, long> seen = new(StringComparer.Ordinal);
    readonly SortedDictionary<string, long> injected = new(StringComparer.Ordinal);

    /// <summary>False once the year is over and only looked at.</summary>
    public bool IsOn { get; set; } = true;

    /// <summary>How often each thing was made to go wrong.</summary>
    public IReadOnlyDictionary<string, long> Injected
    {
        get
        {
            lock (gate)
            {
                return new SortedDictionary<string, long>(injected, StringComparer.Ordinal);
            }
        }
    }

    /// <summary>A call that changes nothing: whenever it fails, it has not happened.</summary>
    internal Task<T> Read<T>(string service, string what, HostLife life, Func<Task<T>> call) => Make(service, "read", what, [CallFault.Before], life, _ => call());

    /// <summary>A call with an effect.</summary>
    internal Task<T> Change<T>(string service, string what, HostLife life, Func<Task<T>> call) => Make(service, "write", what, [CallFault.Before, CallFault.After], life, _ => call());

    /// <summary>A call that sends a stream, which is read only once unless it can be rewound.</summary>
    internal Task<T> Send<T>(string service, string what, Stream content, HostLife life, Func<Stream, Task<T>> call)
    {
        var start = content.CanSeek ? content.Position : 0;
        return Make(service, "write", what, [CallFault.Before, CallFault.After, CallFault.Midway], life, breaksAfter =>
        {
            if (content.CanSeek)
            {
                content.Position = start;
            }

            return call(breaksAfter is { } bytes ? new BrokenStream(content, bytes) : content);
        });
    }

    async Task<T> Make<T>(string service, string kind, string what, CallFault[] kinds, HostLife life, Func<int?, Task<T>> call)
    {
        for (var attempt = 1; ; attempt++)
        {
            var (fault, choice) = Draw($"{service} {kind} {what}", kinds);
            if (fault is CallFault.Midway)
            {
                return await Break(service, kind, life, () => call((int)(choice % LargestPart)));
            }

            if (fault is not CallFault.Before)
            {
                var answer = await life.Through(() => call(null));
                if (fault is null)
                {
                    return answer;
                }
            }

            await life.Door();
            Count($"{service}: {kind} failed {(fault is CallFault.After ? "after" : "before")} its effect");
            if (attempt == Attempts)
            {
                Count($"{service}: failed {Attempts} times in a row, so that the app heard of it");
                throw new IOException($"The {service} did not answer ({what}).");
            }
        }
    }

    /// <summary>A stream cannot be sent again from its middle, so the app hears of it at once; one that is shorter gets through.</summary>
    async Task<T> Break<T>(string service, string kind, HostLife life, Func<Task<T>> call)
    {
        try
        {
            return await life.Through(call);
        }
        catch (IOException)
        {
            Count($"{service}: {kind} broke off in the middle");
            throw;
        }
    }

    (CallFault? Fault, uint Choice) Draw(string what, CallFault[] kinds)
    {
        if (!IsOn || share <= 0)
        {
            return (null, 0);
        }

        var (drawn, choice) = SeededDraw.Of(seed, what, Seen(what));
        return drawn < share ? (kinds[choice % (uint)kinds.Length], choice / 8) : (null, choice);
    }

    long Seen(string what)
    {
        lock (gate)
        {
            return seen[what] = seen.GetValueOrDefault(what) + 1;
        }
    }

    void Count(string what)
    {
        lock (gate)
        {
            injected[what] = injected.GetValueOrDefault(what) + 1;
        }
    }
}

/// <summary>Content whose sender is cut off after so many bytes.</summary>
sealed class BrokenStream(Stream inner, int bytes) : Stream
{
    int left = bytes;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Counted(inner.Read(buffer, offset, Room(count)));

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        => Counted(await inner.ReadAsync(buffer[..Room(buffer.Length)], cancellationToken));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    int Room(int wanted) => left > 0 ? Math.Min(wanted, left) : throw new IOException("The connection broke off while the content was being sent.");

    int Counted(int read)
    {
        left -= read;
        return read;
    }
}
