using System.CommandLine;
using System.Globalization;
using Assessment.Cycle;
using Assessment.Host.Functions;
using Assessment.Host.Runtime;
using Assessment.Host.Sandbox;
using Assessment.Host.Sandbox.Graph;
using Assessment.Host.Sandbox.Pages;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Assessment.Host.Commands;

public enum ClockMode
{
    /// <summary>The year runs at once, and its state stays to be looked at.</summary>
    Virtual,

    /// <summary>The wall clock: as on Azure.</summary>
    Real,

    /// <summary>The clock stands until a request moves it.</summary>
    Step,
}

/// <summary><c>assess serve FOLDER</c>: the app with its HTTP functions on 127.0.0.1, on a clock of choice.</summary>
public static class ServeCommand
{
    public static Command Create()
    {
        var folder = new Argument<DirectoryInfo>("cycle folder") { Description = "The folder with the plan and, if people are to act, the scenario." };
        var clock = new Option<ClockMode>("--clock") { Description = "virtual: the year runs at once; real: the wall clock; step: the clock moves by POST /clock/step and /clock/jump?to=MOMENT.", DefaultValueFactory = _ => ClockMode.Real };
        var port = new Option<int>("--port") { Description = "The port on 127.0.0.1; 0 takes a free one.", DefaultValueFactory = _ => 0 };
        var scenario = new Option<FileInfo?>("--scenario") { Description = "How people behave; the default is scenario.yaml in the folder." };
        var output = new Option<DirectoryInfo>("--out") { Description = "Where everything that happened is written when the cycle ends.", DefaultValueFactory = _ => new DirectoryInfo("out/serve") };
        var state = new Option<FileInfo?>("--state") { Description = "A database that survives a restart." };
        var key = new Option<FileInfo?>("--key") { Description = "The private key (PEM) that seals packages; made where it is missing." };
        var mailbox = new Option<MailboxKind>("--mailbox") { Description = "local: the mailbox of this machine; graph: the app's Graph mailbox, by HTTP to Microsoft Graph on this machine.", DefaultValueFactory = _ => MailboxKind.Local };
        var byHand = new Option<bool>("--by-hand") { Description = "Nobody acts as the scenario says: you do, on the pages." };
        var command = new Command("serve", "Runs the app on this machine with its HTTP functions, /status, and a clock of choice.") { folder, clock, port, scenario, output, state, key, mailbox, byHand };
        command.SetAction((parsed, cancellation) => Run(
            new ServeOptions(
                parsed.GetRequiredValue(folder).FullName,
                parsed.GetValue(clock),
                parsed.GetValue(port),
                parsed.GetValue(scenario)?.FullName,
                parsed.GetRequiredValue(output).FullName,
                parsed.GetValue(state)?.FullName,
                parsed.GetValue(key)?.FullName ?? Keys.Default,
                parsed.GetValue(mailbox),
                parsed.GetValue(byHand)),
            parsed.InvocationConfiguration.Output,
            cancellation));
        return command;
    }

    public static async Task<int> Run(ServeOptions options, TextWriter output, CancellationToken cancellation)
    {
        var (folder, faults) = CycleFolder.Read(options.Folder, options.Clock == ClockMode.Real ? TimeProvider.System.GetUtcNow() : null);
        var reading = folder is null ? null : ScenarioReader.Read(options.Folder, options.Scenario, folder.Plan);
        foreach (var fault in faults.Concat(reading?.Faults ?? []).Where(fault => fault.Severity == Severity.Error))
        {
            await output.WriteLineAsync(fault.ToString());
        }

        var target = new RehearsalFolder(options.Output);
        if (folder is null || reading?.Scenario is not { } scenario)
        {
            return ExitCode.InputIsWrong;
        }

        if (target.Refusal() is { } refusal)
        {
            await output.WriteLineAsync(refusal);
            return ExitCode.InputIsWrong;
        }

        target.Clear();
        var port = options.Port == 0 ? LocalServer.FreePort() : options.Port;
        await using var host = new LocalHost(new LocalHostSettings
        {
            Cycle = folder,
            Scenario = options.ByHand ? Scenario.Nobody(options.Folder) : scenario,
            EvidenceFolder = options.State is { } state ? state + ".evidence" : target.Evidence,
            KeyFile = options.KeyFile,
            PageAddress = new Uri($"http://127.0.0.1:{port.ToString(CultureInfo.InvariantCulture)}/api/page/"),
            StateFile = options.State,
            // As in a rehearsal: a mail is not on its way for seconds.
            Graph = options.Mailbox == MailboxKind.Graph ? new GraphSandboxOptions { SendDelay = TimeSpan.Zero } : null,
            Clock = options.Clock == ClockMode.Real ? TimeProvider.System : null,
            Logging = logging => logging.SetMinimumLevel(LogLevel.Warning).AddSimpleConsole(),
        });
        return await Serve(host, options with { Port = port }, target, output, cancellation);
    }

    static async Task<int> Serve(LocalHost host, ServeOptions options, RehearsalFolder target, TextWriter output, CancellationToken cancellation)
    {
        using var turn = new SemaphoreSlim(1, 1);
        var controls = new Controls(host, turn, options.Clock);
        using var world = new SandboxWorld(host, controls.Clock);
        var pages = new SandboxPages(world);
        await using var server = await LocalServer.Start(
            options.Port,
            new LocalServerControls(controls.Status, controls.Step, controls.JumpTo),
            host.FunctionKey,
            endpoints =>
            {
                HttpFunctions.Map(endpoints, host.Catalog, host.Functions, host.FunctionKey);
                pages.Map(endpoints);
            },
            settle: controls.Settle,
            cancellation: cancellation);
        host.Engine.CameToRest += rest => output.WriteLine(Line(host, rest));
        await host.Start(cancellation);
        if (options.Clock != ClockMode.Step)
        {
            host.Engine.Start();
        }

        await output.WriteLineAsync($"Everybody's mailbox, the cards and the clock: {server.Address}");

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var serving = server.Run(output, stop.Token);
        var written = WriteWhenClosed(host, target, output, stop.Token);
        await Task.WhenAny(serving, host.Engine.Completion is { IsCompleted: false } running ? running : serving);
        await stop.CancelAsync();
        await serving;
        await written;
        await host.Engine.Completion;
        return ExitCode.Done;
    }

    /// <summary>The folder of the rehearsal, as soon as the cycle has ended.</summary>
    static async Task WriteWhenClosed(LocalHost host, RehearsalFolder target, TextWriter output, CancellationToken cancellation)
    {
        try
        {
            await host.Runtime.Client.WaitForInstanceCompletionAsync(host.Plan.Cycle.Id, cancellation: cancellation);
        }
        catch (OperationCanceledException)
        {
            // The server was stopped before the cycle ended; there is nothing to write yet.
            return;
        }

        var summary = await target.Write(host, CancellationToken.None);
        foreach (var package in summary.PackagePaths)
        {
            await output.WriteLineAsync($"Package: {Path.GetRelativePath(Directory.GetCurrentDirectory(), package)}");
        }

        await output.WriteLineAsync("The cycle has ended.");
    }

    static string Line(LocalHost host, Rest rest)
        => $"{Zone.Of(host.Plan.Cycle.TimeZone).Write(rest.At)}: at rest ({rest.Reason}), {rest.Waiting.Count} instances wait.";
}

public sealed record ServeOptions(string Folder, ClockMode Clock, int Port, string? Scenario, string Output, string? State, string KeyFile, MailboxKind Mailbox = MailboxKind.Local, bool ByHand = false);

/// <summary>What /status shows and how the clock is moved, one request at a time.</summary>
sealed class Controls(LocalHost host, SemaphoreSlim turn, ClockMode mode)
{
    public async Task<object> Status(CancellationToken cancellation)
    {
        var head = await host.Ledger.Head(host.Plan.Cycle.Id, cancellation);
        var instances = new SortedDictionary<string, int>(StringComparer.Ordinal);
        await foreach (var instance in host.Runtime.Client.GetAllInstancesAsync(new OrchestrationQuery()))
        {
            instances[instance.RuntimeStatus.ToString()] = instances.GetValueOrDefault(instance.RuntimeStatus.ToString()) + 1;
        }

        return new
        {
            cycle = host.Plan.Cycle.Id,
            clock = mode.ToString(),
            now = host.Clock.GetUtcNow(),
            local = Zone.Of(host.Plan.Cycle.TimeZone).Write(host.Clock.GetUtcNow()),
            nextDue = NextDue,
            instances,
            ledger = new { length = head?.Sequence ?? 0, head = head?.Hash },
            waiting = host.Runtime.Waiting().Select(waiting => new { id = waiting.InstanceId, orchestration = waiting.Name, waitsFor = waiting.WaitsFor }),
        };
    }

    /// <summary>To the next moment at which anything is due.</summary>
    public Task<object> Step(CancellationToken cancellation) => Move(NextDue ?? host.Clock.GetUtcNow(), cancellation);

    public Task<object> JumpTo(DateTimeOffset moment, CancellationToken cancellation) => Move(moment, cancellation);

    /// <summary>The same for the pages of the sandbox.</summary>
    public SandboxClock Clock => new(host.Clock.GetUtcNow, () => NextDue, mode == ClockMode.Step, Go, Settle);

    /// <summary>Does what is due now; where the clock moves by itself, that happens anyway.</summary>
    public async Task Settle(CancellationToken cancellation)
    {
        if (mode == ClockMode.Step)
        {
            await Go(host.Clock.GetUtcNow(), cancellation);
        }
    }

    DateTimeOffset? NextDue => new[] { host.Runtime.NextDue, host.Timers.NextDue, host.People.NextDue }.Min();

    async Task<object> Move(DateTimeOffset moment, CancellationToken cancellation)
        => await Go(moment, cancellation) is { } refused ? new { refused } : await Status(cancellation);

    /// <summary>Goes to a moment, or says why not.</summary>
    async Task<string?> Go(DateTimeOffset moment, CancellationToken cancellation)
    {
        if (mode != ClockMode.Step)
        {
            return string.Create(CultureInfo.InvariantCulture, $"The clock is {mode}: it moves by itself. Serve with --clock step to move it.");
        }

        await turn.WaitAsync(cancellation);
        try
        {
            if (moment < host.Clock.GetUtcNow())
            {
                return $"It is {host.Clock.GetUtcNow():u} already; the clock does not go back.";
            }

            await host.Engine.RunToRest(moment, cancellation);
        }
        finally
        {
            turn.Release();
        }

        return null;
    }
}
