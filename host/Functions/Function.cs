using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Assessment.Host.Functions;

public enum FunctionKind
{
    Orchestration,
    Activity,
    Http,
    Timer,
}

/// <summary>What every function of the app is run with.</summary>
public sealed record HostServices(IServiceProvider Services, Func<DurableTaskClient> Client, CancellationToken Stopping = default);

/// <summary>What one call of a function can be given.</summary>
readonly record struct FunctionCall
{
    public IServiceProvider Services { get; init; }

    public TaskOrchestrationContext? Orchestration { get; init; }

    public object? Input { get; init; }

    public string? InstanceId { get; init; }

    public HttpContext? Http { get; init; }

    public TimerInfo? Timer { get; init; }

    public Func<DurableTaskClient> Client { get; init; }

    public CancellationToken Cancellation { get; init; }
}

delegate object? Argument(in FunctionCall call);

/// <summary>One [Function] method, its trigger and how its parameters are filled.</summary>
public sealed class Function
{
    readonly IReadOnlyList<Argument> arguments;
    readonly Lazy<CompiledMethod> invoke;
    readonly Lazy<ObjectFactory>? create;

    internal Function(string name, FunctionKind kind, MethodInfo method, IReadOnlyList<Argument> arguments)
    {
        Name = name;
        Kind = kind;
        Method = method;
        this.arguments = arguments;
        invoke = new(() => Compiled.From(method));
        create = method.IsStatic ? null : new(() => ActivatorUtilities.CreateFactory(method.DeclaringType!, []));
    }

    public string Name { get; }

    public FunctionKind Kind { get; }

    public MethodInfo Method { get; }

    /// <summary>What the durable input is read as; object where the function takes none.</summary>
    public Type InputType { get; internal init; } = typeof(object);

    /// <summary>What the function gives back once it is awaited; object where that is nothing.</summary>
    public Type OutputType => Compiled.ResultOf(Method.ReturnType) ?? typeof(object);

    internal HttpEndpoint? Endpoint { get; init; }

    internal TimerTriggerAttribute? Timer { get; init; }

    internal async Task<object?> Run(FunctionCall call)
    {
        var target = create?.Value(call.Services, null);
        try
        {
            return await invoke.Value(target, Bind(call));
        }
        finally
        {
            await Dispose(target);
        }
    }

    object?[] Bind(in FunctionCall call)
    {
        var values = new object?[arguments.Count];
        for (var index = 0; index < values.Length; index++)
        {
            values[index] = arguments[index](call);
        }

        return values;
    }

    static ValueTask Dispose(object? target)
    {
        if (target is IAsyncDisposable later)
        {
            return later.DisposeAsync();
        }

        (target as IDisposable)?.Dispose();
        return ValueTask.CompletedTask;
    }
}
