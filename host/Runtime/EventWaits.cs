using Microsoft.DurableTask;

namespace Assessment.Host.Runtime;

/// <summary>
/// External events of one execution: those nobody waited for yet, and the waits nothing arrived for yet.
/// The newest wait of a name gets the next event; a cancelled wait gets none.
/// </summary>
sealed class EventWaits(DataConverter converter)
{
    readonly List<HistoryEvent> buffered = [];
    readonly List<Wait> waits = [];

    public IReadOnlyList<HistoryEvent> Unprocessed => buffered;

    public IEnumerable<string> Names => waits.Where(wait => wait.IsPending).Select(wait => wait.Name);

    public bool Any => waits.Exists(wait => wait.IsPending);

    public Task<T> For<T>(string name, CancellationToken cancellation)
    {
        waits.RemoveAll(wait => !wait.IsPending);
        if (waits.Find(wait => Same(wait.Name, name) && wait.Type != typeof(T)) is { } other)
        {
            throw new ArgumentException(
                $"All waits for the event '{name}' must have one type: one waits for {other.Type.FullName}, this one for {typeof(T).FullName}.");
        }

        var wait = new Wait<T>(name);
        if (buffered.FindIndex(raised => Same(raised.Name, name)) is >= 0 and var first)
        {
            wait.Deliver(buffered[first], converter);
            buffered.RemoveAt(first);
        }
        else
        {
            waits.Add(wait);
            cancellation.Register(() => wait.Cancel(cancellation));
        }

        return wait.Task;
    }

    public void Raise(HistoryEvent raised)
    {
        if (waits.FindLast(wait => wait.IsPending && Same(wait.Name, raised.Name)) is { } wait)
        {
            waits.Remove(wait);
            wait.Deliver(raised, converter);
        }
        else
        {
            buffered.Add(raised);
        }
    }

    static bool Same(string? one, string? other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    abstract class Wait(string name, Type type)
    {
        public string Name { get; } = name;

        public Type Type { get; } = type;

        public abstract bool IsPending { get; }

        public abstract void Deliver(HistoryEvent raised, DataConverter converter);
    }

    sealed class Wait<T>(string name) : Wait(name, typeof(T))
    {
        readonly TaskCompletionSource<T> source = new();

        public Task<T> Task => source.Task;

        public override bool IsPending => !source.Task.IsCompleted;

        public override void Deliver(HistoryEvent raised, DataConverter converter) => source.Read(raised.Data, converter);

        public void Cancel(CancellationToken cancellation) => source.TrySetCanceled(cancellation);
    }
}
