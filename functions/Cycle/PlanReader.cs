namespace Assessment.Cycle;

/// <summary>Reads the folder of a cycle into a plan and reports every fault in it, never only the first.</summary>
public static partial class PlanReader
{
    /// <summary>The files of a cycle, in the order in which faults are listed.</summary>
    public static IReadOnlyList<string> Files { get; } =
        ["cycle.yaml", "rounds.yaml", "recommendations.yaml", "organisations.csv", "people.csv", "calendars.yaml"];

    internal static List<string> FileNames { get; } = [.. Files];

    public static PlanReading Read(string folder, DateTimeOffset startedAt)
    {
        if (Directory.Exists(folder))
            return Read(ContentOf(folder), startedAt);

        return new PlanReading(null,
            [new PlanFault(folder, 0, 0, Severity.Error, "There is no such folder.", $"Name a folder with {string.Join(", ", Files)}.")]);
    }

    /// <summary>Reads a plan from named contents. <paramref name="startedAt"/> is the start of a cycle that does not say when it starts.</summary>
    public static PlanReading Read(IReadOnlyDictionary<string, byte[]> files, DateTimeOffset startedAt)
    {
        var faults = new PlanFaults();
        var source = new PlanSource(files, faults);
        var cycle = ReadCycle(source, startedAt);
        var draft = new PlanDraft
        {
            Cycle = cycle,
            Rounds = ReadRounds(source, new PlanMoments(cycle, faults)),
            Recommendations = ReadRecommendations(source),
            Organisations = ReadOrganisations(source),
            People = ReadPeople(source),
            Calendars = ReadCalendars(source),
        };

        PlanChecks.Run(draft, faults);
        return new PlanReading(faults.HaveErrors ? null : draft.ToPlan(), faults.InOrder());
    }

    static Dictionary<string, byte[]> ContentOf(string folder) => Directory
        .EnumerateFiles(folder)
        .Where(path => Path.GetExtension(path) is ".yaml" or ".yml" or ".csv")
        .ToDictionary(path => Path.GetFileName(path), File.ReadAllBytes, StringComparer.Ordinal);
}

/// <summary>The files of a plan as they are given.</summary>
sealed class PlanSource(IReadOnlyDictionary<string, byte[]> files, PlanFaults faults)
{
    public PlanFaults Faults => faults;

    public PlanSection? Yaml(string file) =>
        Find(file) is { } content && PlanYaml.Read(file, PlanText.Decode(file, content, faults), faults) is { } mapping
            ? new PlanSection(mapping, faults)
            : null;

    /// <summary>The rows of a file, or null when they are not all there; the faults of those that are there are noted all the same.</summary>
    public List<T>? Csv<T>(string file, string[] columns, Func<PlanRow, T> read)
    {
        if (Find(file) is not { } content)
            return null;

        var csv = PlanCsv.Read(file, PlanText.Decode(file, content, faults), columns, faults);
        var rows = csv.Rows.Select(read).ToList();
        return csv.IsComplete ? rows : null;
    }

    byte[]? Find(string file)
    {
        if (files.TryGetValue(file, out var content))
            return content;

        var others = files.Keys.Except(PlanReader.Files, StringComparer.Ordinal);
        faults.Error(new Place(file, 0, 0), "The file is missing.", PlanNames.Nearest(file, others) is { } near
            ? $"Rename '{near}' to '{file}'."
            : "Add it to the cycle's folder.");
        return null;
    }
}

/// <summary>Turns the moments that a plan writes into instants of the cycle's zone.</summary>
sealed class PlanMoments(CycleDraft? cycle, PlanFaults faults)
{
    public TimeOnly OfficeOpens => cycle?.OfficeOpens ?? new TimeOnly(9, 0);

    public TimeOnly OfficeCloses => cycle?.OfficeCloses ?? new TimeOnly(17, 0);

    public Zone? Zone => cycle?.Zone?.Value;

    public Placed<PlanMoment>? Resolve(Placed<WrittenMoment>? written, TimeOnly otherwise) => Resolve(written, otherwise, Zone);

    public Placed<PlanMoment>? Resolve(Placed<WrittenMoment>? written, TimeOnly otherwise, Zone? zone) => written?.Value switch
    {
        { Offset: { } lag } when cycle?.Start is { } start => new(After(start, lag, written), written.At),
        { Day: { } day } when zone is not null => new(OnDate(day, written.Value.Time ?? otherwise, zone, written), written.At),
        _ => null,
    };

    PlanMoment After(PlanMoment start, Lag lag, Placed<WrittenMoment> written)
    {
        if (!start.Floats)
        {
            faults.Warning(written.At,
                $"'{written.Value.Text}' counts from the start that cycle.yaml fixes, {Zone?.Write(start.At)}.",
                "Write a date, or leave 'starts' out of cycle.yaml so that the cycle counts from when it is started.");
        }

        return new PlanMoment(start.At + lag.ToTimeSpan(), start.Floats);
    }

    PlanMoment OnDate(DateOnly day, TimeOnly time, Zone zone, Placed<WrittenMoment> written)
    {
        if (cycle?.Start is { Floats: true })
        {
            faults.Warning(written.At,
                $"'{written.Value.Text}' is a fixed date, but the cycle starts whenever it is started.",
                "Write an offset such as +2m, or add 'starts' to cycle.yaml.");
        }

        return OnDate(day, time, zone, written, faults);
    }

    /// <summary>A local time that the clocks skip is a fault; one that comes twice is read as the first.</summary>
    public static PlanMoment OnDate(DateOnly day, TimeOnly time, Zone zone, Placed<WrittenMoment> written, PlanFaults faults)
    {
        switch (zone.Occurrences(day, time))
        {
            case 0:
                faults.Error(written.At, $"'{written.Value.Text}' does not exist in {zone.Id}: the clocks skip it.", "Write a time outside the hour that is skipped.");
                break;
            case 2:
                faults.Warning(written.At, $"'{written.Value.Text}' comes twice in {zone.Id}; the first is meant.", "Write a time outside the hour that is repeated.");
                break;
        }

        return new PlanMoment(zone.At(day, time), Floats: false);
    }
}
