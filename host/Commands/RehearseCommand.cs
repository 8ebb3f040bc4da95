using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Assessment.Cycle;
using Assessment.Host.Commands.Faults;
using Assessment.Host.Runtime;
using Assessment.Host.Sandbox;
using Assessment.Host.Sandbox.Graph;
using Microsoft.DurableTask.Client;
using Spectre.Console;

namespace Assessment.Host.Commands;

/// <summary><c>assess rehearse FOLDER</c>: the whole cycle in virtual time, with the people of its scenario.</summary>
public static class RehearseCommand
{
    public static Command Create()
    {
        var folder = new Argument<DirectoryInfo>("cycle folder") { Description = "The folder with the plan, the scenario and its evidence." };
        var scenario = new Option<FileInfo?>("--scenario") { Description = "How people behave; the default is scenario.yaml in the folder." };
        var output = new Option<DirectoryInfo>("--out") { Description = "Where everything that happened is written.", DefaultValueFactory = _ => new DirectoryInfo("out/rehearsal") };
        var state = new Option<FileInfo?>("--state") { Description = "A database that survives a kill: the same command then goes on with the same year." };
        var until = new Option<string?>("--until") { Description = "Stop at this local date (2025-01-10) or date and time (2025-01-10T17:00)." };
        var key = new Option<FileInfo?>("--key") { Description = "The private key (PEM) that seals packages; made where it is missing. The default lies in your user profile." };
        var mailbox = new Option<MailboxKind>("--mailbox") { Description = "local: the mailbox of this machine; graph: the app's Graph mailbox, by HTTP to Microsoft Graph on this machine.", DefaultValueFactory = _ => MailboxKind.Local };
        var storage = new Option<StorageKind>("--storage") { Description = "local: register and evidence on the disk of this machine; azurite: in Azure Tables and Blobs, on the emulator, which is started and ended.", DefaultValueFactory = _ => StorageKind.Local };
        var azurite = new Option<string?>("--azurite") { Description = "The connection string of an emulator that runs already; for --storage azurite." };
        var faults = new Option<double?>("--faults") { Description = "The share of calls to Microsoft Graph and to the storage that fail, before or after their effect: 0.3. The year then says what became of each reply and mail." };
        var kills = new Option<int?>("--kills") { Description = "How often the host is killed in the year, at moments that follow from the seed." };
        var seed = new Option<int>("--seed") { Description = "Decides what fails and when the host is killed: the same seed, the same year.", DefaultValueFactory = _ => 1 };
        var command = new Command("rehearse", "Runs the cycle in virtual time and leaves its mails, cards, ledger and packages.") { folder, scenario, output, state, until, key, mailbox, storage, azurite, faults, kills, seed };
        command.SetAction((parsed, cancellation) => Run(
            new RehearsalOptions(
                parsed.GetRequiredValue(folder).FullName,
                parsed.GetValue(scenario)?.FullName,
                parsed.GetRequiredValue(output).FullName,
                parsed.GetValue(state)?.FullName,
                parsed.GetValue(until),
                parsed.GetValue(key)?.FullName ?? Keys.Default,
                parsed.GetValue(mailbox))
            {
                Storage = parsed.GetValue(azurite) is null ? parsed.GetValue(storage) : StorageKind.Azurite,
                Azurite = parsed.GetValue(azurite),
                Faults = parsed.GetValue(faults) is null && parsed.GetValue(kills) is null
                    ? null
                    : new FaultOptions(parsed.GetValue(faults) ?? 0, parsed.GetValue(kills) ?? 0, parsed.GetValue(seed)),
            },
            AnsiConsole.Console,
            cancellation));
        return command;
    }

    public static async Task<int> Run(RehearsalOptions options, IAnsiConsole console, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        if (options.Refusal is { } wrong)
        {
            console.WriteLine(wrong);
            return ExitCode.InputIsWrong;
        }

        if (Read(options, console) is not { } input)
        {
            return ExitCode.InputIsWrong;
        }

        var target = new RehearsalFolder(options.Output);
        if (target.Refusal() is { } refusal)
        {
            console.WriteLine(refusal);
            return ExitCode.InputIsWrong;
        }

        var (opened, unusable) = await RehearsalStorage.Open(options, input.Folder.Plan.Cycle.Id, cancellation);
        if (opened is null)
        {
            console.WriteLine(unusable ?? "");
            return ExitCode.InputIsWrong;
        }

        await using var storage = opened;
        target.Clear();
        var settings = new LocalHostSettings
        {
            Cycle = input.Folder,
            Scenario = input.Scenario,
            EvidenceFolder = options.State is { } state ? state + ".evidence" : target.Evidence,
            KeyFile = options.KeyFile,
            StateFile = options.State,
            Storage = storage.Azure,
            // The people of a rehearsal act at the moment of a mail, so it must not be on its way for seconds.
            Graph = options.Mailbox == MailboxKind.Graph ? new GraphSandboxOptions { SendDelay = TimeSpan.Zero } : null,
        };
        var last = LastMoment(input.Folder.Plan, input.Scenario);
        if (options.Faults is { } faults)
        {
            return await FaultyRehearsal.Run(settings, faults, input.Until, last, target, watch, console, cancellation);
        }

        await using var host = new LocalHost(settings);
        Rest rest;
        try
        {
            rest = await RunYear(host, input.Until, last, console, cancellation);
        }
        catch (ScenarioRefusedException refused)
        {
            console.WriteLine($"{refused.Message}\nThe rehearsal has ended there; change scenario.yaml and start again.");
            return ExitCode.InputIsWrong;
        }

        var summary = await target.Write(host, cancellation);
        Show(summary, target, watch.Elapsed, console);
        return await Judge(host, rest, console);
    }

    static (CycleFolder Folder, Scenario Scenario, DateTimeOffset? Until)? Read(RehearsalOptions options, IAnsiConsole console)
    {
        var (folder, faults) = CycleFolder.Read(options.Folder, null);
        var reading = folder is null ? null : ScenarioReader.Read(options.Folder, options.Scenario, folder.Plan);
        var all = faults.Concat(reading?.Faults ?? []).Where(fault => fault.Severity == Severity.Error).ToList();
        foreach (var fault in all)
        {
            console.WriteLine(fault.ToString());
        }

        if (folder is null || reading?.Scenario is not { } scenario)
        {
            console.WriteLine($"{all.Count} errors; nothing was run and nothing was written.");
            return null;
        }

        if (options.Until is not { } text)
        {
            return (folder, scenario, null);
        }

        if (DateTime.TryParseExact(text, ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var until))
        {
            return (folder, scenario, Zone.Of(folder.Plan.Cycle.TimeZone).At(DateOnly.FromDateTime(until), TimeOnly.FromDateTime(until)));
        }

        console.WriteLine($"--until: '{text}' is no local date. Write it as 2025-01-10 or 2025-01-10T17:00.");
        return null;
    }

    static async Task<Rest> RunYear(LocalHost host, DateTimeOffset? until, DateTimeOffset last, IAnsiConsole console, CancellationToken cancellation)
    {
        var progress = new RehearsalProgress(host.Plan);
        await host.Start(cancellation);
        if (!console.Profile.Capabilities.Interactive)
        {
            host.Engine.Progressed += done => progress.Count(done, console.WriteLine);
            return await RunToEnd(host, until, last, cancellation);
        }

        return await console.Status().StartAsync(progress.Line, async status =>
        {
            host.Engine.Progressed += done => progress.Count(done, _ => status.Status(Markup.Escape(progress.Line)));
            return await RunToEnd(host, until, last, cancellation);
        });
    }

    /// <summary>Some days after the last hard date, the last day for corrections, and what follows the answers to a correction.</summary>
    static DateTimeOffset LastMoment(Plan plan, Scenario scenario)
    {
        const int daysOfGrace = 7;
        const int daysOfCorrection = 30;
        var zone = Zone.Of(plan.Cycle.TimeZone);
        return plan.Rounds.Select(round => round.HardDate)
            .Concat(scenario.Corrections.Select(correction => zone.At(correction.Wish.Until!.Value, plan.Cycle.OfficeCloses).AddDays(daysOfCorrection)))
            .Append(plan.Cycle.CorrectionsUntil is { } until ? zone.At(until, plan.Cycle.OfficeCloses) : DateTimeOffset.MinValue)
            .Max()
            .AddDays(daysOfGrace);
    }

    /// <summary>The reader of the mailbox looks once a day for as long as the cycle is open, so a cycle that is still open after its last date is stuck.</summary>
    internal static async Task<Rest> RunToEnd(LocalHost host, DateTimeOffset? until, DateTimeOffset last, CancellationToken cancellation)
    {
        if (until is not null)
        {
            return await host.Engine.RunToRest(until, cancellation);
        }

        var rest = await host.Engine.RunToRest(last, cancellation);
        return rest with { Reason = rest.Waiting.Count == 0 ? RestReason.Finished : RestReason.Stuck };
    }

    internal static void Show(RehearsalSummary summary, RehearsalFolder target, TimeSpan duration, IAnsiConsole console)
    {
        var table = new Table().AddColumn("What").AddColumn("How many").Border(TableBorder.Rounded);
        foreach (var (what, howMany) in summary.Rows())
        {
            table.AddRow(Markup.Escape(what), Markup.Escape(howMany));
        }

        table.AddRow("Duration", string.Create(CultureInfo.InvariantCulture, $"{duration.TotalSeconds:0.0} s"));
        console.Write(table);
        console.WriteLine($"Everything that happened: {Relative(target.Path)}");
        foreach (var package in summary.PackagePaths)
        {
            console.WriteLine($"Package: {Relative(package)}");
        }
    }

    /// <summary>A year that is stuck, or of which a part failed, is no success, whatever it left.</summary>
    internal static async Task<int> Judge(LocalHost host, Rest rest, IAnsiConsole console, bool timersMayFail = false)
    {
        var code = ExitCode.Done;
        await foreach (var failed in host.Runtime.Client.GetAllInstancesAsync(new OrchestrationQuery(Statuses: [OrchestrationRuntimeStatus.Failed])))
        {
            console.WriteLine($"{failed.InstanceId} failed: {failed.FailureDetails}");
            code = ExitCode.RunFailed;
        }

        foreach (var failure in timersMayFail ? [] : host.Timers.Failures)
        {
            console.WriteLine($"{failure.Function} failed at {failure.At:u}: {failure.Fault.Message}");
            code = ExitCode.RunFailed;
        }

        if (rest.Reason == RestReason.Stuck)
        {
            console.WriteLine($"The year is stuck at {rest.At:u}. It waits for:");
            foreach (var waiting in rest.Waiting)
            {
                console.WriteLine($"  {waiting.InstanceId} ({waiting.Name}): {string.Join("; ", waiting.WaitsFor)}");
            }

            code = ExitCode.RunFailed;
        }

        return code;
    }

    static string Relative(string path) => Path.GetRelativePath(Directory.GetCurrentDirectory(), path);
}

public sealed record RehearsalOptions(
    string Folder, string? Scenario, string Output, string? State, string? Until, string KeyFile, MailboxKind Mailbox = MailboxKind.Local)
{
    public StorageKind Storage { get; init; }

    /// <summary>The connection string of an emulator that runs already.</summary>
    public string? Azurite { get; init; }

    /// <summary>What is to go wrong, if anything.</summary>
    public FaultOptions? Faults { get; init; }

    /// <summary>Why a year cannot be run so, or null.</summary>
    public string? Refusal =>
        State is not null && Storage == StorageKind.Azurite && Azurite is null ? "--state: the emulator that a rehearsal starts forgets everything at its end. Name one that stays with --azurite."
        : Faults is null ? null
        : State is not null ? "--state: a year with faults keeps its state in the folder of --out; it cannot go on with another."
        : Faults.Refusal;
}

/// <summary>Which mailbox the app works with.</summary>
public enum MailboxKind
{
    Local,
    Graph,
}

public static class ExitCode
{
    public const int Done = 0;
    public const int InputIsWrong = 1;
    public const int RunFailed = 2;
}

static class Keys
{
    /// <summary>Outside every output, so that a package can be given away without its key.</summary>
    public static string Default => Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create), "assessment", "sealing-key.pem");
}

/// <summary>How far the year has come: a line whenever a month begins.</summary>
sealed class RehearsalProgress(Plan plan)
{
    readonly Zone zone = Zone.Of(plan.Cycle.TimeZone);
    long steps;
    string month = "";

    public string Line { get; private set; } = plan.Cycle.Title;

    public void Count(Runtime.Progress done, Action<string> newMonth)
    {
        steps += done.WorkItems;
        var local = zone.In(done.At);
        var current = local.ToString("MMMM yyyy", CultureInfo.InvariantCulture);
        if (current != month)
        {
            month = current;
            Line = string.Create(CultureInfo.InvariantCulture, $"{current}: {steps} steps so far");
            newMonth(Line);
        }
    }
}
