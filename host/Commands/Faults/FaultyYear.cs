using Assessment.Host.Functions;
using Assessment.Host.Runtime;
using Assessment.Host.Sandbox.Faults;
using Assessment.Host.Sandbox.Graph;
using Assessment.Host.Time;

namespace Assessment.Host.Commands.Faults;

/// <summary>What is to go wrong in a year: the share of calls that fail, how often the host is killed, and the seed that decides where.</summary>
public sealed record FaultOptions(double Share, int Kills, int Seed)
{
    /// <summary>Why a year cannot be run so, or null.</summary>
    public string? Refusal => Share is < 0 or > 0.9 ? "--faults: a share from 0 to 0.9." : Kills is < 0 or > 10_000 ? "--kills: a number from 0 to 10000." : null;

    /// <summary>What goes wrong at Microsoft Graph.</summary>
    public GraphFaultPlan Graph => new()
    {
        Seed = Seed,
        Requests = Share,
        Lost = Share,
        Doubled = Share,
        Late = Share / 2,
        Overtaken = Share / 2,
        Slow = Share / 5,
    };
}

/// <summary>What happened to the host of a year beside its work.</summary>
public sealed class HostTroubles
{
    public int Kills { get; set; }

    /// <summary>Starts that failed and were tried again.</summary>
    public int FailedStarts { get; set; }

    /// <summary>Runs of timers that failed; their next run came.</summary>
    public List<FailedRun> FailedTimers { get; } = [];
}

/// <summary>
/// A year in which calls fail and the host is killed. Each life of the host is a new one that finds only what is stored: the database and the
/// evidence. Time, the failing services, and the people with their mailbox are outside, and go on.
/// </summary>
sealed class FaultyYear(LocalHostSettings settings, FaultOptions wanted)
{
    const int MostStarts = 200;

    static readonly TimeSpan StartsAgainAfter = TimeSpan.FromMinutes(1);

    readonly VirtualClock clock = new(settings.Cycle.Plan.Cycle.Starts);

    public CallFaults Calls { get; } = new(wanted.Share, wanted.Seed);

    public HostTroubles Troubles { get; } = new();

    /// <summary>Lives through the year; the last life is given back, for it to be looked at and disposed of.</summary>
    public async Task<(LocalHost Host, Rest End)> Live(IReadOnlyList<KillMoment> kills, Func<LocalHost, Task<Rest>> year, CancellationToken cancellation)
    {
        foreach (var kill in kills.Append(null))
        {
            var life = new HostLife(clock, kill);
            var host = Born(life);
            var lived = Live(host, life, year, cancellation);
            await Task.WhenAny(lived, life.Killed);
            if (!life.IsOver)
            {
                var rest = await lived;
                Troubles.FailedTimers.AddRange(host.Timers.Failures);
                Calls.IsOn = false;
                return (host, rest);
            }

            await Bury(host, lived);
        }

        throw new InvalidOperationException("The last life has no end before the year's.");
    }

    LocalHost Born(HostLife life) => new(settings with
    {
        Clock = clock,
        Life = life,
        IsSynced = false,
        Graph = settings.Graph is { } graph ? graph with { Faults = wanted.Graph } : null,
        Parts = parts =>
        {
            settings.Parts(parts);
            new FaultyServices(Calls, life).Attach(parts);
        },
    });

    async Task<Rest> Live(LocalHost host, HostLife life, Func<LocalHost, Task<Rest>> year, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await host.Start(cancellation);
                return await year(host);
            }
            catch (Exception fault) when (attempt < MostStarts && !host.IsStarted && !life.IsOver && fault is not OperationCanceledException)
            {
                // As an operator does: what could not be started is started again a little later.
                Troubles.FailedStarts++;
                clock.AdvanceTo(clock.GetUtcNow() + StartsAgainAfter);
            }
        }
    }

    /// <summary>
    /// What the killed host was about to do stays undone. Only what the system takes back from a killed process is taken back: its files and its port.
    /// </summary>
    async Task Bury(LocalHost host, Task lived)
    {
        _ = lived.ContinueWith(over => over.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        Troubles.Kills++;
        Troubles.FailedTimers.AddRange(host.Timers.Failures);
        await host.DisposeAsync();
        clock.AdvanceTo(clock.GetUtcNow() + StartsAgainAfter);
    }
}

/// <summary>Where a host is killed: spread over the year as its work is, known from a year in which nothing went wrong.</summary>
static class KillMoments
{
    const int MostStepsLater = 40;

    public static IReadOnlyList<KillMoment> Of(IReadOnlyList<DateTimeOffset> steps, FaultOptions wanted)
    {
        if (steps.Count == 0)
        {
            return [];
        }

        var chance = new Random(wanted.Seed);
        return [.. Enumerable.Range(0, wanted.Kills).Select(_ => new KillMoment(steps[chance.Next(steps.Count)], chance.Next(MostStepsLater))).OrderBy(kill => kill.At).ThenBy(kill => kill.Steps)];
    }

    /// <summary>The moments at which an undisturbed host reaches to the outside.</summary>
    public static async Task<IReadOnlyList<DateTimeOffset>> Steps(LocalHostSettings settings, Func<LocalHost, Task<Rest>> year, CancellationToken cancellation)
    {
        var steps = new List<DateTimeOffset>();
        var clock = new VirtualClock(settings.Cycle.Plan.Cycle.Starts);
        var life = new HostLife(clock);
        life.Stepped += steps.Add;
        var parts = new FaultyServices(new CallFaults(0, 0), life);
        await using var host = new LocalHost(settings with { Clock = clock, Life = life, StateFile = null, IsSynced = false, Graph = null, Parts = parts.Attach });
        await host.Start(cancellation);
        await year(host);
        return steps;
    }
}
