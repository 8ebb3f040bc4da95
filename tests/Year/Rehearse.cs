using Assessment.Host.Commands;
using Spectre.Console;

namespace Assessment.Tests.Year;

/// <summary>The command as a person runs it, with what it wrote to the console.</summary>
sealed record Rehearsed(int ExitCode, string Output);

static class Rehearse
{
    public static async Task<Rehearsed> Run(RehearsalOptions options)
    {
        using var writer = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(writer),
        });
        console.Profile.Width = 500;
        return new Rehearsed(await RehearseCommand.Run(options, console, CancellationToken.None), writer.ToString());
    }

    /// <summary>A rehearsal of a folder into <c>out</c>, sealed with <c>key.pem</c>, both in one temporary folder.</summary>
    public static RehearsalOptions Options(string cycleFolder, TemporaryFolder folder, string output = "out") =>
        new(cycleFolder, null, folder[output], null, null, folder["key.pem"]);
}
