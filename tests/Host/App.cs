using System.Security.Claims;
using Assessment.Host.Functions;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Assessment.Tests.Host;

/// <summary>The sample functions with what a host gives them.</summary>
sealed class App : IAsyncDisposable
{
    public static readonly DateTimeOffset Opening = new(2024, 10, 1, 0, 0, 0, TimeSpan.Zero);

    readonly ServiceProvider services;

    public App(CancellationToken stopping = default)
    {
        services = new ServiceCollection()
            .AddLogging(log => log.AddProvider(Log))
            .AddSingleton<TimeProvider>(Clock)
            .AddSingleton<Diary>()
            .AddSingleton<Counter>()
            .AddScoped<ScopeNumber>()
            .AddLocalAuthentication(person => person == "aminah" ? [new Claim(ClaimTypes.Role, "reviewer")] : [])
            .BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true });
        Host = new HostServices(services, () => Client, stopping);
    }

    public FakeTimeProvider Clock { get; } = new(Opening);

    public HostServices Host { get; }

    public EventClient Client { get; } = new();

    public LogLines Log { get; } = new();

    public Counter Counter => services.GetRequiredService<Counter>();

    public Diary Diary => services.GetRequiredService<Diary>();

    public DurableTaskRegistry Register(params Type[] types)
    {
        var registry = new DurableTaskRegistry();
        FunctionCatalog.Find(types).RegisterDurable(registry, Host);
        return registry;
    }

    public ValueTask DisposeAsync() => services.DisposeAsync();
}

/// <summary>Every line that was logged, with its exception.</summary>
sealed class LogLines : ILoggerProvider, ILogger
{
    public List<string> Lines { get; } = [];

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull
        => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
        {
            lock (Lines)
            {
                Lines.Add($"{formatter(state, exception)} {exception?.Message}");
            }
        }
    }

    public void Dispose()
    {
    }
}

/// <summary>A client that keeps the events it is asked to raise.</summary>
sealed class EventClient() : DurableTaskClient("tests")
{
    public List<string> Events { get; } = [];

    public override Task RaiseEventAsync(string instanceId, string eventName, object? eventPayload = null, CancellationToken cancellation = default)
    {
        Events.Add($"{instanceId} {eventName}");
        return Task.CompletedTask;
    }

    public override Task<string> ScheduleNewOrchestrationInstanceAsync(
        TaskName orchestratorName, object? input = null, StartOrchestrationOptions? options = null, CancellationToken cancellation = default) => throw Unused();

    public override Task<OrchestrationMetadata> WaitForInstanceStartAsync(string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) => throw Unused();

    public override Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) => throw Unused();

    public override Task SuspendInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default) => throw Unused();

    public override Task ResumeInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default) => throw Unused();

    public override Task<OrchestrationMetadata?> GetInstancesAsync(string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) => throw Unused();

    public override AsyncPageable<OrchestrationMetadata> GetAllInstancesAsync(OrchestrationQuery? filter = null) => throw Unused();

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    static NotSupportedException Unused() => new("The sample functions raise events only.");
}
