using System.CommandLine;
using Assessment.Cycle;
using Assessment.Host.Commands;

namespace Assessment.Tests.Cycle;

public sealed class ValidateCommandTests
{
    [Fact]
    public void A_good_plan_is_summed_up_in_one_line()
    {
        var (code, output) = Run(PlanFiles.Folder);

        Assert.Equal((0, "Plan: 2 rounds, 2 recommendations, 5 organisations, 9 people; no errors, no warnings.\n"), (code, output));
    }

    [Fact]
    public void A_folder_that_is_not_there_fails()
    {
        var folder = Path.Combine(PlanFiles.Folder, "nowhere");
        var (code, output) = Run(folder);

        Assert.Equal(1, code);
        Assert.StartsWith($"{folder}: error: There is no such folder.", output, StringComparison.Ordinal);
        Assert.EndsWith("\nnowhere: 1 error, no warnings.\n", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Severity.Warning, 0, "no errors, 1 warning.")]
    [InlineData(Severity.Error, 1, "1 error, no warnings.")]
    public void Only_errors_of_further_sources_fail_it(Severity severity, int expected, string summary)
    {
        var (code, output) = Run(PlanFiles.Folder, (_, plan) => [new PlanFault("scenario.yaml", 3, 5, severity, $"{plan!.Cycle.Id} is odd.", "Change it.")]);

        Assert.Equal(expected, code);
        Assert.Contains("scenario.yaml:3:5: ", output, StringComparison.Ordinal);
        Assert.Contains("my-tip-2025 is odd. Change it.\n", output, StringComparison.Ordinal);
        Assert.EndsWith(summary + "\n", output, StringComparison.Ordinal);
    }

    static (int Code, string Output) Run(string folder, params FaultSource[] further)
    {
        using var output = new StringWriter { NewLine = "\n" };
        var parsed = new RootCommand { ValidateCommand.Create(further) }.Parse(["validate", folder]);
        return (parsed.Invoke(new InvocationConfiguration { Output = output }), output.ToString());
    }
}
