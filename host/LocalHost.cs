using System.Globalization;
using System.Security.Claims;
using System.Text;
using System.Text.Json;
using Assessment.Access;
using Assessment.Cycle;
using Assessment.Evidence;
using Assessment.Host.Functions;
using Assessment.Host.Runtime;
using Assessment.Host.Sandbox;
using Assessment.Host.Sandbox.Faults;
using Assessment.Host.Sandbox.Graph;
using Assessment.Host.Time;
using Assessment.Mail;
using Assessment.Pages;
using Assessment.Register;
using Assessment.Submission;
using Assessment.Teams;
using Microsoft.DurableTask;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using GraphConnection = Assessment.Mail.Graph.GraphConnection;
using GraphMailboxOptions = Assessment.Mail.Graph.GraphMailboxOptions;
using GraphSubscriptions = Assessment.Mail.Graph.GraphSubscriptions;
using GraphTriggers = Assessment.Mail.Graph.GraphTriggers;

namespace Assessment.Host;

/// <summary>What a local run works on and where it keeps what it must not lose.</summary>
public sealed record LocalHostSettings
{
    public required CycleFolder Cycle { get; init; }
    public required Scenario Scenario { get; init; }
    public required string EvidenceFolder { get; init; }

    /// <summary>The private key that seals packages; made on the first run.</summary>
    public required string KeyFile { get; init; }

    /// <summary>What stands before the token of a personal link.</summary>
    public Uri PageAddress { get; init; } = new PageOptions().Address;

    /// <summary>A database that survives a kill; memory without one.</summary>
    public string? StateFile { get; init; }

    /// <summary>Where the register and the evidence lie instead of on this machine's disk.</summary>
    public AzureStorage? Storage { get; init; }

    /// <summary>False where the database need not survive a loss of power; it survives a kill all the same.</summary>
    public bool IsSynced { get; init; } = true;

    /// <summary>Null is a virtual clock that starts with the cycle.</summary>
    public TimeProvider? Clock { get; init; }
    public Replay Replay { get; init; } = Replay.Kept;
    public Action<ILoggingBuilder> Logging { get; init; } = _ => { };

    /// <summary>Microsoft Graph on this machine, which the app's Graph mailbox then works with; the local mailbox without it.</summary>
    public GraphSandboxOptions? Graph { get; init; }

    /// <summary>The life of a host that is to be killed: its steps to the outside pass here.</summary>
    public HostLife? Life { get; init; }

    /// <summary>The last word on what the app is composed of: puts other parts in place of ours.</summary>
    public Action<IServiceCollection> Parts { get; init; } = _ => { };
}

/// <summary>The app on this machine: the functions of the app as they are, on the local runtime, register, stores, mailbox and cards.</summary>
public sealed class LocalHost : IAsyncDisposable
{
    const string ClockSetting = "clock";
    const string Operator = "operator";

    readonly LocalHostSettings settings;
    readonly SandboxDatabase database;
    readonly ServiceProvider services;
    readonly IHistoryStore history;
    readonly InProcessHttp http;
    readonly LocalGraph? graph;

    public LocalHost(LocalHostSettings settings)
    {
        this.settings = settings;
        Plan = settings.Cycle.Plan;
        history = Mortal(settings.StateFile is { } file ? new SqliteHistoryStore(file, settings.IsSynced) : new MemoryHistoryStore());
        database = new SandboxDatabase(settings.StateFile, settings.IsSynced);
        Clock = settings.Clock ?? new VirtualClock(SavedClock() ?? Plan.Cycle.Starts);
        graph = settings.Graph is { } options ? new LocalGraph(options, database, Clock, MailboxAddress) : null;
        services = Compose();

        Catalog = FunctionCatalog.Find(typeof(Services).Assembly);
        var functions = new HostServices(services, () => Runtime!.Client);
        var registry = new DurableTaskRegistry();
        Catalog.RegisterDurable(registry, functions);
        Runtime = new DurableRuntime(registry, services, history, Clock, new RuntimeOptions
        {
            DefaultVersion = HostJson.DefaultVersion,
            Replay = settings.Replay,
            LoggerFactory = services.GetRequiredService<ILoggerFactory>(),
        });
        http = new InProcessHttp(Catalog, functions, FunctionKey);
        Timers = new TimerFunctions(Catalog, functions, new ConfigurationBuilder().Build(), Clock, history.ReadSetting, history.SaveSetting, IsWanted);
        Functions = functions;
        People = services.GetRequiredService<People>();
        // What one person did is told before the next one acts, as on the local mailbox.
        Engine = new LocalEngine(Runtime, Clock, graph is null ? [Timers, People] : [Timers, graph, People]);
        Engine.ClockMoved += moment => history.SaveSetting(ClockSetting, moment.ToString("O", CultureInfo.InvariantCulture));
    }

    public Plan Plan { get; }

    public TimeProvider Clock { get; }

    public FunctionCatalog Catalog { get; }

    public DurableRuntime Runtime { get; }

    public LocalEngine Engine { get; }

    public TimerFunctions Timers { get; }

    public People People { get; }

    public HostServices Functions { get; }

    public string FunctionKey { get; } = HttpFunctions.NewKey();

    /// <summary>What stands before the token of a personal link.</summary>
    public Uri PageAddress => settings.PageAddress;

    public LocalMailbox Mailbox => services.GetRequiredService<LocalMailbox>();

    /// <summary>Microsoft Graph on this machine, once the host has started with it.</summary>
    public GraphSandbox Graph => graph?.Sandbox ?? throw new InvalidOperationException("This host works with the local mailbox, without Microsoft Graph.");

    /// <summary>What the world outside the app holds, whatever the app says of it.</summary>
    public SandboxDatabase World => database;

    public bool HasGraph => graph is not null;

    /// <summary>True once the cycle runs.</summary>
    public bool IsStarted { get; private set; }

    public LocalCards Cards => services.GetRequiredService<LocalCards>();

    public Ledger Ledger => services.GetRequiredService<Ledger>();

    public IEvidenceStore Evidence => services.GetRequiredService<IEvidenceStore>();

    public Register.Register Register => services.GetRequiredService<Register.Register>();

    /// <summary>Starts the cycle through the app's own door, unless it is running already.</summary>
    public async Task Start(CancellationToken cancellation)
    {
        if (graph is not null)
        {
            await graph.Start(Mailbox, People, http, services.GetRequiredService<ILoggerFactory>(), cancellation);
            await services.GetRequiredService<GraphSubscriptions>().Ensure(cancellation);
        }

        if (await Runtime.Client.GetInstanceAsync(Plan.Cycle.Id, cancellation: cancellation) is not null)
        {
            IsStarted = true;
            return;
        }

        var files = settings.Cycle.Files.ToDictionary(file => file.Key, file => Encoding.UTF8.GetString(file.Value), StringComparer.Ordinal);
        var answer = await Post("/api/cycles", JsonSerializer.Serialize(new PlanFiles(files), JsonSerializerOptions.Web), Operator, cancellation);
        if (answer.Status != 202)
        {
            throw new InvalidOperationException($"The cycle could not be started: {answer.Text}");
        }

        IsStarted = true;
    }

    public async ValueTask DisposeAsync()
    {
        await Engine.DisposeAsync();
        if (graph is not null)
        {
            await graph.DisposeAsync();
        }

        http.Dispose();
        await Runtime.DisposeAsync();
        await services.DisposeAsync();
        database.Dispose();
        history.Dispose();
    }

    /// <summary>Posts JSON to the app as a person, or as a service without one.</summary>
    public Task<HttpAnswer> PostAs(string? person, string path, string json, CancellationToken cancellation) => Post(path, json, person, cancellation);

    Task<HttpAnswer> Post(string path, string json, string? person, CancellationToken cancellation)
    {
        var headers = new List<KeyValuePair<string, string>> { new("content-type", "application/json"), new(HttpFunctions.KeyHeader, FunctionKey) };
        if (person is not null)
        {
            headers.Add(new(LocalAuthentication.PersonHeader, person));
        }

        return http.Send("POST", path, Encoding.UTF8.GetBytes(json), headers, cancellation: cancellation);
    }

    /// <summary>
    /// The timers of the Graph mailbox have nothing to do where there is none. In virtual time the year has 35,000 quarters of an hour,
    /// and the reader's daily look finds what no notification told of.
    /// </summary>
    bool IsWanted(Function timer) => timer.Method.DeclaringType != typeof(GraphTriggers)
        || (graph is not null && (timer.Name != nameof(GraphTriggers.WatchMailbox) || Clock is not VirtualClock));

    MailAddress MailboxAddress => new(Plan.Organisation(Plan.Cycle.Secretariat).Name, Plan.Cycle.Mailbox);

    ServiceProvider Compose()
    {
        var composed = new ServiceCollection();
        composed.AddLogging(settings.Logging);
        composed.AddSingleton(Clock);
        composed.AddAssessment();
        composed.AddLocalAuthentication(person => person == Operator ? [new Claim("roles", Callers.OperatorRole)] : []);
        composed.AddSingleton<IRegister>(_ => settings.Storage?.OpenRegister() ?? new SqliteRegister($"Data Source={settings.StateFile ?? ":memory:"}", settings.IsSynced));
        composed.AddSingleton<IEvidenceStore>(_ => settings.Storage?.OpenVault() ?? new DiskEvidenceStore(settings.EvidenceFolder, isSynced: settings.IsSynced && (settings.StateFile is not null || settings.Clock is not null)));
        composed.AddSingleton(_ => new EvidencePlaces(settings.Storage?.OpenLanding() ?? Place("landing"), Place("quarantine")));
        composed.AddSingleton<IMalwareScan, LocalScan>();
        composed.AddSingleton<IEvidenceHolds>(provider => new DiskEvidenceHolds(settings.EvidenceFolder, provider.GetRequiredService<IEvidenceStore>()));
        composed.AddSingleton(_ => SigningKey.ReadOrCreate(settings.KeyFile));
        composed.AddSingleton(_ => LinkKeys());
        composed.AddSingleton(new PageOptions { Address = settings.PageAddress });
        composed.AddSingleton(provider => new Landing(provider.GetRequiredService<EvidencePlaces>().Landing));
        composed.AddSingleton(provider => new People(database, Plan, settings.Scenario, () => new World(provider.GetRequiredService<LocalMailbox>(), Post, IsTold: graph is not null)));
        composed.AddSingleton(provider => new LocalMailbox(
            database,
            provider.GetRequiredService<People>(),
            provider.GetRequiredService<IEvidenceStore>(),
            Clock,
            MailboxAddress));
        composed.AddSingleton<IMailbox>(provider => provider.GetRequiredService<LocalMailbox>());
        if (graph is not null)
        {
            composed.AddGraphMailbox(_ => new GraphConnection(GraphSettings(), new SandboxCredential(), Clock, settings.Life is { } life ? new MortalNetwork(life) : null));
        }

        composed.AddSingleton(provider => new LocalCards(database, provider.GetRequiredService<People>(), Clock));
        composed.AddSingleton<ICards>(provider => provider.GetRequiredService<LocalCards>());
        settings.Parts(composed);
        return composed.BuildServiceProvider();
    }

    /// <summary>A store beside the vault, as durable as it is.</summary>
    DiskEvidenceStore Place(string name) => new(Path.Combine(settings.EvidenceFolder, name), isSynced: settings.IsSynced && (settings.StateFile is not null || settings.Clock is not null));

    /// <summary>The links of a local run follow from its sealing key: the same key gives the same links, in every run.</summary>
    PersonalLinkKeys LinkKeys()
    {
        using var key = SigningKey.ReadOrCreate(settings.KeyFile);
        return PersonalLinkKeys.DerivedFrom(key.ExportPkcs8PrivateKey());
    }

    GraphMailboxOptions GraphSettings() => new() { Mailbox = Plan.Cycle.Mailbox, NotificationUrl = LocalGraph.AppAddress, Endpoint = Graph.Address };

    IHistoryStore Mortal(IHistoryStore store) => settings.Life is { } life ? new MortalHistory(store, life) : store;

    DateTimeOffset? SavedClock() => history.ReadSetting(ClockSetting) is { } saved
        ? DateTimeOffset.Parse(saved, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind)
        : null;
}

/// <summary>The one setting of host.json that the local runtime shares with Azure: which version new instances get.</summary>
static class HostJson
{
    public static string? DefaultVersion { get; } = Read();

    static string? Read()
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "host.json")));
        return json.RootElement.GetProperty("extensions").GetProperty("durableTask").GetProperty("defaultVersion").GetString();
    }
}
