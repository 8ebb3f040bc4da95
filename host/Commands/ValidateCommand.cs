using System.CommandLine;
using Assessment.Cycle;

namespace Assessment.Host.Commands;

/// <summary>A further file of a cycle's folder that is checked with the plan; the plan is null when it has errors.</summary>
public delegate IEnumerable<PlanFault> FaultSource(string folder, Plan? plan);

/// <summary><c>assess validate FOLDER</c>: every fault of a plan with file, line and remedy. Warnings alone do not fail it.</summary>
public static class ValidateCommand
{
    public static Command Create(params FaultSource[] further)
    {
        var folder = new Argument<DirectoryInfo>("cycle folder") { Description = "The folder with cycle.yaml and the other files of the plan." };
        var command = new Command("validate", "Checks the plan of a cycle and lists every fault with its remedy.") { folder };
        command.SetAction(parsed => Validate(
            parsed.GetRequiredValue(folder).FullName,
            TimeProvider.System.GetUtcNow(),
            further,
            parsed.InvocationConfiguration.Output));
        return command;
    }

    /// <summary>The exit code: 0 without errors, else 1.</summary>
    internal static int Validate(string folder, DateTimeOffset startedAt, IEnumerable<FaultSource> further, TextWriter output)
    {
        var reading = PlanReader.Read(folder, startedAt);
        var faults = reading.Faults.Concat(further.SelectMany(source => source(folder, reading.Plan))).ToList();
        foreach (var fault in faults)
        {
            output.WriteLine(fault);
        }

        var errors = faults.Count(fault => fault.Severity == Severity.Error);
        output.WriteLine($"{Path.GetFileName(folder.TrimEnd('/', '\\'))}: {Contents(reading.Plan)}{Count(errors, "error")}, {Count(faults.Count - errors, "warning")}.");
        return errors == 0 ? 0 : 1;
    }

    static string Contents(Plan? plan) => plan is null
        ? ""
        : $"{Count(plan.Rounds.Count, "round")}, {Count(plan.Recommendations.Count, "recommendation")}, "
            + $"{Count(plan.Organisations.Count, "organisation")}, {plan.People.Count} people; ";

    static string Count(int number, string thing) => number switch
    {
        0 => $"no {thing}s",
        1 => $"1 {thing}",
        _ => $"{number} {thing}s",
    };
}
