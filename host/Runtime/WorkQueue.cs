namespace Assessment.Host.Runtime;

/// <summary>Work in memory, as it is in the store: the first due moment first, then the lowest sequence.</summary>
sealed class WorkQueue
{
    readonly PriorityQueue<Entry, (DateTimeOffset Due, long Sequence)> entries = new();

    public DateTimeOffset? NextDue => First?.Item.Due;

    public IEnumerable<Entry> Entries => entries.UnorderedItems.Select(item => item.Element).Where(entry => !entry.IsDone);

    Entry? First
    {
        get
        {
            while (entries.TryPeek(out var entry, out _))
            {
                if (!entry.IsDone)
                {
                    return entry;
                }

                entries.Dequeue();
            }

            return null;
        }
    }

    public void Add(Entry entry) => entries.Enqueue(entry, (entry.Item.Due, entry.Item.Sequence));

    public bool HasDue(DateTimeOffset now) => First is { } entry && entry.Item.Due <= now;

    /// <summary>The first entry that is due; it stays in the store until it is done.</summary>
    public Entry? TakeDue(DateTimeOffset now) => HasDue(now) ? entries.Dequeue() : null;
}

sealed class Entry(WorkItem item)
{
    public WorkItem Item { get; } = item;

    public bool IsDone { get; set; }
}

/// <summary>An instance in memory: its record, the messages on their way to it, and its code if it is kept.</summary>
sealed class Instance(InstanceRecord record)
{
    public InstanceRecord Record { get; set; } = record;

    public List<Entry> Messages { get; } = [];

    public Execution? Kept { get; set; }

    public LinkedListNode<Instance>? Place { get; set; }

    /// <summary>The messages that can be handed over now, in order; a start comes before what arrived ahead of it.</summary>
    public List<Entry> Arrived(DateTimeOffset now)
    {
        var arrived = Messages.FindAll(entry => entry.Item.Due <= now);
        arrived.Sort(static (one, other) => Order(one).CompareTo(Order(other)));
        return arrived;
    }

    static (int, DateTimeOffset, long) Order(Entry entry)
        => (entry.Item.Event.Kind == EventKind.ExecutionStarted ? 0 : 1, entry.Item.Due, entry.Item.Sequence);
}
