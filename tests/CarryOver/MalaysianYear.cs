using Assessment.Host.Commands;
using Spectre.Console;

namespace Assessment.Tests.CarryOver;

/// <summary>The sample year, rehearsed once for all tests of a class.</summary>
public sealed class MalaysianYear : IAsyncLifetime
{
    readonly string temporary = Directory.CreateTempSubdirectory("assess-year-").FullName;

    public static string Folder => Repository.PathTo("samples", "malaysia-2025");

    public string Package => PathTo("year", "submission", "my-tip-2025-annual.zip");

    public string PathTo(params string[] parts) => Path.Combine([temporary, .. parts]);

    public async Task InitializeAsync() => await Rehearse(Folder, "year", until: "2025-02-10");

    /// <summary>Rehearses a folder into one of this year's; what it says is part of a failure.</summary>
    public async Task Rehearse(string folder, string output, string until, string? scenario = null)
    {
        using var said = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Interactive = InteractionSupport.No, Out = new AnsiConsoleOutput(said) });
        var code = await RehearseCommand.Run(new RehearsalOptions(folder, scenario, PathTo(output), null, until, PathTo("key.pem")), console, CancellationToken.None);
        Assert.True(code == ExitCode.Done, said.ToString());
    }

    public Task DisposeAsync()
    {
        Directory.Delete(temporary, recursive: true);
        return Task.CompletedTask;
    }
}
