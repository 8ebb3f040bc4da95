using System.Collections.Concurrent;
using System.Text;
using Assessment.Register;
using Assessment.Turnover;

namespace Assessment.Cycle;

/// <summary>The plan of a running cycle, kept in the register as the files that people wrote.</summary>
public sealed class PlanStore(Register.Register register)
{
    readonly ConcurrentDictionary<string, (int Version, Plan Plan)> plans = [];
    readonly ConcurrentDictionary<string, (int Version, int PeopleVersion, Plan Plan)> current = [];

    /// <summary>Keeps a plan for a new cycle. False when the cycle exists already.</summary>
    public async Task<bool> Import(string cycleId, IReadOnlyDictionary<string, byte[]> files, DateTimeOffset startedAt, CancellationToken cancellation)
    {
        const int version = 1;
        foreach (var (name, content) in files.OrderBy(file => file.Key, StringComparer.Ordinal))
        {
            await register.Save(PartitionOf(cycleId, version), name, new PlanFile(name, Encoding.UTF8.GetString(content)), cancellation);
        }

        return await register.Insert(RunningCycle.Partition, cycleId, new RunningCycle { Id = cycleId, StartedAt = startedAt, PlanVersion = version }, cancellation);
    }

    /// <summary>The plan as it stands: as it was imported, with what changed about its people since.</summary>
    public async Task<Plan> Read(string cycleId, CancellationToken cancellation = default)
    {
        var cycle = await Running(cycleId, cancellation);
        if (current.TryGetValue(cycleId, out var known) && known.Version == cycle.PlanVersion && known.PeopleVersion == cycle.PeopleVersion)
        {
            return known.Plan;
        }

        var imported = await Imported(cycle, cancellation);
        var plan = PeopleOverlay.Over(imported, await register.List<PersonChange>(cycleId, cancellation: cancellation));
        current[cycleId] = (cycle.PlanVersion, cycle.PeopleVersion, plan);
        return plan;
    }

    async Task<Plan> Imported(RunningCycle cycle, CancellationToken cancellation)
    {
        var cycleId = cycle.Id;
        if (plans.TryGetValue(cycleId, out var known) && known.Version == cycle.PlanVersion)
        {
            return known.Plan;
        }

        var files = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var file in await register.List<PlanFile>(PartitionOf(cycleId, cycle.PlanVersion), cancellation: cancellation))
        {
            files[file.Name] = Encoding.UTF8.GetBytes(file.Text);
        }

        var plan = PlanReader.Read(files, cycle.StartedAt).Plan
            ?? throw new InvalidOperationException($"The plan of cycle {cycleId} was accepted when it was imported but cannot be read now.");
        plans[cycleId] = (cycle.PlanVersion, plan);
        return plan;
    }

    public async Task<RunningCycle> Running(string cycleId, CancellationToken cancellation = default)
        => await register.Find<RunningCycle>(RunningCycle.Partition, cycleId, cancellation)
            ?? throw new InvalidOperationException($"There is no cycle {cycleId}. Start it first.");

    /// <summary>A round by its address, with its plan.</summary>
    public async Task<RoundInPlan> Round(string address, CancellationToken cancellation = default)
    {
        var running = await register.Find<RunningRound>(address, "round", cancellation)
            ?? throw new InvalidOperationException($"There is no round {address}.");
        var plan = await Read(running.CycleId, cancellation);
        return new RoundInPlan(running, plan, plan.Round(running.RoundId));
    }

    static string PartitionOf(string cycleId, int version) => $"{cycleId}-plan-{version}";
}

/// <summary>A running round beside what the plan says of it.</summary>
public sealed record RoundInPlan(RunningRound Running, Plan Plan, Round Round)
{
    public string Address => Running.Id;

    public string CycleId => Running.CycleId;

    public Zone Zone => Zone.Of(Plan.Cycle.TimeZone);

    /// <summary>A moment for people's eyes, in the cycle's local time.</summary>
    public string Local(DateTimeOffset moment) => Zone.Write(moment);

    /// <summary>People in a role who are in office at a moment, in order of their ids; of one organisation or of all.</summary>
    public IReadOnlyList<Person> People(Role role, DateTimeOffset now, string? organisation = null)
    {
        var day = Zone.DayOf(now);
        return
        [
            .. Plan.People
                .Where(person => person.Role == role && (organisation is null || person.Organisation == organisation) && person.IsValidOn(day))
                .OrderBy(person => person.Id, StringComparer.Ordinal),
        ];
    }

    public Person? Person(string id) => Plan.People.FirstOrDefault(person => person.Id == id);

    public WorkCalendar CalendarOf(string organisation, DateTimeOffset now) => WorkCalendar.For(Plan, organisation, now);

    public WorkCalendar SecretariatCalendar(DateTimeOffset now) => CalendarOf(Plan.Cycle.Secretariat, now);
}
