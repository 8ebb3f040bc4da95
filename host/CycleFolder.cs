using Assessment.Cycle;

namespace Assessment.Host;

/// <summary>A cycle's folder whose plan has no errors: the plan, and the files it was read from.</summary>
public sealed record CycleFolder(string Path, Plan Plan, IReadOnlyDictionary<string, byte[]> Files)
{
    /// <summary>
    /// Reads a folder. A plan that does not say when it starts begins at <paramref name="startedAt"/>, or, for a rehearsal, when its period begins.
    /// </summary>
    public static (CycleFolder? Folder, IReadOnlyList<PlanFault> Faults) Read(string path, DateTimeOffset? startedAt)
    {
        var reading = PlanReader.Read(path, startedAt ?? DateTimeOffset.UnixEpoch);
        if (reading.Plan is { } read && startedAt is null)
        {
            var begin = Zone.Of(read.Cycle.TimeZone).At(read.Cycle.From, read.Cycle.OfficeOpens);
            reading = PlanReader.Read(path, begin);
        }

        return reading.Plan is { } plan ? (new CycleFolder(path, plan, FilesOf(path)), reading.Faults) : (null, reading.Faults);
    }

    static Dictionary<string, byte[]> FilesOf(string path) => PlanReader.FileNames
        .Where(name => File.Exists(System.IO.Path.Combine(path, name)))
        .ToDictionary(name => name, name => File.ReadAllBytes(System.IO.Path.Combine(path, name)), StringComparer.Ordinal);
}
