using Microsoft.DurableTask;
using Microsoft.Extensions.DependencyInjection;

namespace Assessment.Host.Functions;

/// <summary>Orchestrations and activities of the app as the durable runtime runs them.</summary>
public static class DurableFunctions
{
    /// <summary>Registers them; activities run in a service scope of their own, orchestrations in none.</summary>
    public static void RegisterDurable(this FunctionCatalog catalog, DurableTaskRegistry registry, HostServices host)
    {
        catalog.RequireServices(host.Services);
        foreach (var function in catalog.Of(FunctionKind.Orchestration))
        {
            var orchestrator = new Orchestrator(function, host);
            registry.AddOrchestrator(function.Name, () => orchestrator);
        }

        foreach (var function in catalog.Of(FunctionKind.Activity))
        {
            var activity = new Activity(function, host);
            registry.AddActivity(function.Name, _ => activity);
        }
    }

    sealed class Orchestrator(Function function, HostServices host) : ITaskOrchestrator
    {
        public Type InputType => function.InputType;

        public Type OutputType => function.OutputType;

        public Task<object?> RunAsync(TaskOrchestrationContext context, object? input)
            => function.Run(new FunctionCall { Services = host.Services, Orchestration = context, Input = input, Client = host.Client });
    }

    sealed class Activity(Function function, HostServices host) : ITaskActivity
    {
        public Type InputType => function.InputType;

        public Type OutputType => function.OutputType;

        public async Task<object?> RunAsync(TaskActivityContext context, object? input)
        {
            await using var scope = host.Services.CreateAsyncScope();
            return await function.Run(new FunctionCall
            {
                Services = scope.ServiceProvider,
                Input = input,
                InstanceId = context.InstanceId,
                Client = host.Client,
                Cancellation = host.Stopping,
            });
        }
    }
}
