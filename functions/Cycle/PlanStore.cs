using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Assessment.DataCalls;
using Assessment.Register;
using Assessment.Review;
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
        await Save(cycleId, version, files, cancellation);
        return await register.Insert(RunningCycle.Partition, cycleId, new RunningCycle { Id = cycleId, StartedAt = startedAt, PlanVersion = version }, cancellation);
    }

    /// <summary>Puts changed files in force as the next version of the plan. False when another version came first.</summary>
    public async Task<bool> Amend(RunningCycle read, IReadOnlyDictionary<string, byte[]> files, AmendedPlan amended, CancellationToken cancellation)
    {
        var version = read.PlanVersion + 1;
        await Save(read.Id, version, files, cancellation);
        await register.Save(read.Id, VersionId(version), amended, cancellation);
        var now = await register.Update<RunningCycle>(
            RunningCycle.Partition, read.Id, cycle => cycle.PlanVersion == read.PlanVersion ? cycle with { PlanVersion = version } : cycle, cancellation);
        return now.PlanVersion == version;
    }

    /// <summary>How the plan came to a version, or null for the one that the cycle was started with.</summary>
    public Task<AmendedPlan?> Amended(string cycleId, int version, CancellationToken cancellation)
        => register.Find<AmendedPlan>(cycleId, VersionId(version), cancellation);

    /// <summary>The files of the version that is in force.</summary>
    public async Task<IReadOnlyDictionary<string, byte[]>> Files(RunningCycle cycle, CancellationToken cancellation)
    {
        var files = await register.List<PlanFile>(PartitionOf(cycle.Id, cycle.PlanVersion), cancellation: cancellation);
        return files.ToDictionary(file => file.Name, file => Encoding.UTF8.GetBytes(file.Text), StringComparer.Ordinal);
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

    /// <summary>The plan as its files say, without what changed about its people since.</summary>
    public async Task<Plan> Imported(RunningCycle cycle, CancellationToken cancellation)
    {
        var cycleId = cycle.Id;
        if (plans.TryGetValue(cycleId, out var known) && known.Version == cycle.PlanVersion)
        {
            return known.Plan;
        }

        var plan = PlanReader.Read(await Files(cycle, cancellation), cycle.StartedAt).Plan
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
        var running = await RunningRound(address, cancellation);
        return In(running, await Read(running.CycleId, cancellation));
    }

    /// <summary>A round whose cycle is known: both are read at once.</summary>
    public async Task<RoundInPlan> Round(string address, string cycleId, CancellationToken cancellation)
    {
        var running = RunningRound(address, cancellation);
        var plan = Read(cycleId, cancellation);
        await Task.WhenAll(running, plan);
        return In(await running, await plan);
    }

    async Task<RunningRound> RunningRound(string address, CancellationToken cancellation)
        => await register.Find<RunningRound>(address, "round", cancellation) ?? throw new InvalidOperationException($"There is no round {address}.");

    static RoundInPlan In(RunningRound running, Plan plan)
    {
        var round = plan.Round(running.RoundId);
        return new RoundInPlan(running, plan, running.Correction is { } correction ? correction.Dates.In(round) : round);
    }

    async Task Save(string cycleId, int version, IReadOnlyDictionary<string, byte[]> files, CancellationToken cancellation)
    {
        foreach (var (name, content) in files.OrderBy(file => file.Key, StringComparer.Ordinal))
        {
            await register.Save(PartitionOf(cycleId, version), name, new PlanFile(name, Encoding.UTF8.GetString(content)), cancellation);
        }
    }

    static string VersionId(int version) => string.Create(CultureInfo.InvariantCulture, $"{version:0000}");

    static string PartitionOf(string cycleId, int version) => $"{cycleId}-plan-{version}";
}

/// <summary>A running round beside what the plan says of it; while it is corrected, with the dates of the correction.</summary>
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

    /// <summary>A date of the round as the plan has it now.</summary>
    public DateTimeOffset At(Deadline deadline) => deadline switch
    {
        Deadline.RepliesDue => Round.RepliesDue,
        Deadline.SignOffBy => Round.SignOffBy,
        Deadline.EndorsementBy => Round.EndorsementBy ?? Round.HardDate,
        Deadline.HardDate => Round.HardDate,
        _ => throw new InvalidOperationException($"A round has no date {deadline}."),
    };

    /// <summary>When answers and reviews end at the latest, so that the ministries keep the time to sign that the plan gives every decision.</summary>
    public DateTimeOffset AnswersEnd(DateTimeOffset now) => SecretariatCalendar(now).Before(Round.SignOffBy, Plan.Reminders.DecideWithin, Plan.Cycle.OfficeCloses);

    /// <summary>When what goes back to an organisation at a moment is due again, never after <paramref name="latest"/>.</summary>
    public DateTimeOffset ReturnDue(string organisation, DateTimeOffset from, DateTimeOffset latest)
    {
        var due = ReminderSchedule.ReturnDue(Plan.Reminders, CalendarOf(organisation, from), from, Plan.Cycle.OfficeCloses);
        return due < latest ? due : latest;
    }

    public WorkCalendar CalendarOf(string organisation, DateTimeOffset now) => WorkCalendar.For(Plan, organisation, now);

    public WorkCalendar SecretariatCalendar(DateTimeOffset now) => CalendarOf(Plan.Cycle.Secretariat, now);
}
