using System.Text;

namespace Assessment.Host.Commands.Generate;

/// <summary>A file of a generated cycle; its path is relative to the cycle's folder, with forward slashes.</summary>
public sealed record GeneratedFile(string Path, byte[] Content)
{
    public static GeneratedFile Text(string path, IEnumerable<string> blocks) =>
        new(path, Encoding.UTF8.GetBytes(string.Join('\n', blocks) + "\n"));
}

/// <summary>An invented cycle as a list of files: a pure function of its size and seed.</summary>
public static class GeneratedCycle
{
    public static IEnumerable<GeneratedFile> Files(CycleSize size)
    {
        var outline = CycleOutline.Of(size);

        // Each file has a sequence of its own, so that a change to one leaves the others as they are.
        return
        [
            GeneratedFile.Text("cycle.yaml", GeneratedPlan.Cycle(size)),
            GeneratedFile.Text("rounds.yaml", GeneratedPlan.Rounds(outline)),
            GeneratedFile.Text("recommendations.yaml", GeneratedPlan.Recommendations(outline, new Random(size.Seed))),
            GeneratedFile.Text("organisations.csv", GeneratedPlan.Organisations(outline)),
            GeneratedFile.Text("people.csv", GeneratedPeople.Rows(outline, new Random(size.Seed))),
            GeneratedFile.Text("calendars.yaml", GeneratedPlan.Calendars(outline)),
            .. GeneratedScenario.Files(outline, new Random(size.Seed)),
        ];
    }
}
