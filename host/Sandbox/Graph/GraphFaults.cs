namespace Assessment.Host.Sandbox.Graph;

/// <summary>How a request fails: before anything happened, or after it happened, which its caller cannot tell apart.</summary>
public enum RequestFault
{
    /// <summary>429 with Retry-After, before.</summary>
    Throttled,

    /// <summary>503, before.</summary>
    Unavailable,

    /// <summary>504, before.</summary>
    TimedOut,

    /// <summary>The connection breaks, before.</summary>
    Broken,
    UnavailableAfter,
    TimedOutAfter,
    BrokenAfter,
}

/// <summary>What goes wrong, as shares of one; the same seed and the same requests give the same faults.</summary>
public sealed record GraphFaultPlan
{
    public int Seed { get; init; }

    /// <summary>Requests that fail.</summary>
    public double Requests { get; init; }

    /// <summary>How they fail, each as often as the others.</summary>
    public IReadOnlyList<RequestFault> Kinds { get; init; } = Enum.GetValues<RequestFault>();

    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Notifications that never come.</summary>
    public double Lost { get; init; }

    /// <summary>Notifications that come twice.</summary>
    public double Doubled { get; init; }

    /// <summary>Notifications that come late.</summary>
    public double Late { get; init; }

    public TimeSpan LateBy { get; init; } = TimeSpan.FromMinutes(20);

    /// <summary>Notifications that those after them overtake.</summary>
    public double Overtaken { get; init; }

    public TimeSpan OvertakenBy { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Accepted messages that are on their way so long that nobody finds them where they should be.</summary>
    public double Slow { get; init; }

    public TimeSpan SlowBy { get; init; } = TimeSpan.FromHours(3);
}

/// <summary>Makes requests and notifications fail on purpose, and counts what it did. The counts live in the sandbox's database.</summary>
public sealed class GraphFaults
{
    readonly SandboxDatabase database;
    readonly Lock gate = new();
    readonly List<(RequestFault Fault, Func<string, string, bool> Applies)> next = [];

    internal GraphFaults(SandboxDatabase database)
    {
        this.database = database;
        lock (database.Gate)
        {
            database.Execute("""
                CREATE TABLE IF NOT EXISTS graph_faults (what TEXT PRIMARY KEY, seen INTEGER NOT NULL);
                CREATE TABLE IF NOT EXISTS graph_injected (what TEXT PRIMARY KEY, times INTEGER NOT NULL);
                """);
        }
    }

    public GraphFaultPlan Plan { get; set; } = new();

    /// <summary>How often each thing was made to go wrong.</summary>
    public IReadOnlyDictionary<string, long> Injected
    {
        get
        {
            lock (database.Gate)
            {
                var counted = database.All("SELECT what, times FROM graph_injected", row => (row.GetString(0), row.GetInt64(1)));
                return new SortedDictionary<string, long>(counted.ToDictionary(count => count.Item1, count => count.Item2), StringComparer.Ordinal);
            }
        }
    }

    /// <summary>Makes the next request to which it applies (by method and path) fail in this way.</summary>
    public void FailNext(RequestFault fault, Func<string, string, bool>? applies = null)
    {
        lock (gate)
        {
            next.Add((fault, applies ?? ((_, _) => true)));
        }
    }

    /// <summary>How this request fails, if it does.</summary>
    internal RequestFault? For(string method, string path, string query)
    {
        if (Ordered(method, path) is { } ordered)
        {
            Count(ordered.ToString());
            return ordered;
        }

        var plan = Plan;
        if (plan.Requests <= 0 || plan.Kinds.Count == 0)
        {
            return null;
        }

        // Not by its body: secrets, signatures and moments in it are new in every run.
        var what = $"{method} {path}{query}";
        var draw = SeededDraw.Of(plan.Seed, what, Seen(what));
        if (draw.Share >= plan.Requests)
        {
            return null;
        }

        var fault = plan.Kinds[(int)(draw.Choice % (uint)plan.Kinds.Count)];
        Count(fault.ToString());
        return fault;
    }

    /// <summary>When a notification that is due now really goes out: never, once or twice. Called inside a transaction.</summary>
    internal IReadOnlyList<DateTimeOffset> Deliveries(string what, DateTimeOffset due)
    {
        var plan = Plan;
        if (Happens(plan.Lost, what, "lost"))
        {
            return [];
        }

        var at = Happens(plan.Late, what, "late") ? due + plan.LateBy
            : Happens(plan.Overtaken, what, "overtaken") ? due + plan.OvertakenBy
            : due;
        return Happens(plan.Doubled, what, "doubled") ? [at, at] : [at];
    }

    /// <summary>Whether an accepted message is on its way for long. Called inside a transaction.</summary>
    internal bool IsSlow(string what) => Happens(Plan.Slow, what, "slow", "message");

    bool Happens(double share, string what, string kind, string of = "notification")
    {
        if (share <= 0 || SeededDraw.Of(Plan.Seed, $"{kind} {what}", 0).Share >= share)
        {
            return false;
        }

        AddOne("graph_injected", "times", $"{of} {kind}");
        return true;
    }

    RequestFault? Ordered(string method, string path)
    {
        lock (gate)
        {
            var at = next.FindIndex(ordered => ordered.Applies(method, path));
            if (at < 0)
            {
                return null;
            }

            var fault = next[at].Fault;
            next.RemoveAt(at);
            return fault;
        }
    }

    /// <summary>How often the same request came before: a repetition has another fate, on every run the same.</summary>
    long Seen(string what)
    {
        lock (database.Gate)
        {
            AddOne("graph_faults", "seen", what);
            return database.Count("SELECT seen FROM graph_faults WHERE what = $what", ("$what", what));
        }
    }

    void Count(string what)
    {
        lock (database.Gate)
        {
            AddOne("graph_injected", "times", what);
        }
    }

    // Table and column are the constants above.
    void AddOne(string table, string column, string what)
        => database.Execute($"INSERT INTO {table} (what, {column}) VALUES ($what, 1) ON CONFLICT DO UPDATE SET {column} = {column} + 1", ("$what", what));
}
