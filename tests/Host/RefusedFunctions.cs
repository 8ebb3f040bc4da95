using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

// Each class below is wrong in one way on purpose, and some of the analyzers see it too.
#pragma warning disable CA1000, CA1052, CA1716, CA1720, CA1812, IDE0060

namespace Assessment.Tests.Host.Refused;

[AttributeUsage(AttributeTargets.Parameter)]
public sealed class QueueTriggerAttribute : TriggerBindingAttribute;

[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Method | AttributeTargets.ReturnValue)]
public sealed class BlobInputAttribute : InputBindingAttribute;

public static class BadName
{
    [Function("9 lives")]
    public static Task Run([ActivityTrigger] string input) => Task.CompletedTask;
}

public static class HostName
{
    [Function("Host")]
    public static Task Run([ActivityTrigger] string input) => Task.CompletedTask;
}

public static class NotPublic
{
    [Function("NotPublic")]
    internal static Task Run([ActivityTrigger] string input) => Task.CompletedTask;
}

public static class GenericMethod
{
    [Function("GenericMethod")]
    public static Task Run<T>([ActivityTrigger] string input) => Task.CompletedTask;
}

public static class GenericClass<T>
{
    [Function("GenericClass")]
    public static Task Run([ActivityTrigger] string input) => Task.CompletedTask;
}

public abstract class AbstractClass
{
    [Function("AbstractClass")]
    public Task Run([ActivityTrigger] string input) => Task.CompletedTask;
}

public class TwoConstructors
{
    public TwoConstructors()
    {
    }

    public TwoConstructors(TimeProvider clock) => Clock = clock;

    public TimeProvider? Clock { get; }

    [Function("TwoConstructors")]
    public Task Run([ActivityTrigger] string input) => Task.CompletedTask;
}

public static class AsyncVoid
{
    [Function("AsyncVoid")]
    public static async void Run([ActivityTrigger] string input) => await Task.CompletedTask;
}

public static class ValueTaskResult
{
    [Function("ValueTaskResult")]
    public static ValueTask<int> Run([ActivityTrigger] string input) => ValueTask.FromResult(1);
}

public static class ByReference
{
    [Function("ByReference")]
    public static void Run([ActivityTrigger] string input, ref int count) => count++;
}

public static class NoTrigger
{
    [Function("NoTrigger")]
    public static Task Run() => Task.CompletedTask;
}

public static class TwoTriggers
{
    [Function("TwoTriggers")]
    public static Task Run([ActivityTrigger] string input, [TimerTrigger("0 0 * * * *")] TimerInfo timer) => Task.CompletedTask;
}

public static class UnknownTrigger
{
    [Function("UnknownTrigger")]
    public static Task Run([QueueTrigger] string message) => Task.CompletedTask;
}

public static class UnknownBinding
{
    [Function("UnknownBinding")]
    public static Task Run([ActivityTrigger] string input, [BlobInput] string blob) => Task.CompletedTask;
}

public static class UnknownMethodBinding
{
    [Function("UnknownMethodBinding")]
    [BlobInput]
    public static Task Run([ActivityTrigger] string input) => Task.CompletedTask;
}

public static class UnknownResultBinding
{
    [Function("UnknownResultBinding")]
    [return: BlobInput]
    public static string Run([ActivityTrigger] string input) => input;
}

public static class OrchestrationContext
{
    [Function("OrchestrationContext")]
    public static Task Run([OrchestrationTrigger] string context) => Task.CompletedTask;
}

public static class OrchestrationResult
{
    [Function("OrchestrationResult")]
    public static string Run([OrchestrationTrigger] TaskOrchestrationContext context) => context.InstanceId;
}

public class OrchestrationWithServices(TimeProvider clock)
{
    [Function("OrchestrationWithServices")]
    public Task Run([OrchestrationTrigger] TaskOrchestrationContext context)
        => context.CreateTimer(clock.GetUtcNow().UtcDateTime, CancellationToken.None);
}

public class OrchestrationWithState
{
    int runs;

    [Function("OrchestrationWithState")]
    public Task<int> Run([OrchestrationTrigger] TaskOrchestrationContext context) => Task.FromResult(++runs);
}

public static class OrchestrationWithTwoInputs
{
    [Function("OrchestrationWithTwoInputs")]
    public static Task Run([OrchestrationTrigger] TaskOrchestrationContext context, string one, string two) => Task.CompletedTask;
}

public static class OrchestrationWithCancellation
{
    [Function("OrchestrationWithCancellation")]
    public static Task Run([OrchestrationTrigger] TaskOrchestrationContext context, CancellationToken cancellation) => Task.CompletedTask;
}

public static class OrchestrationWithClient
{
    [Function("OrchestrationWithClient")]
    public static Task Run([OrchestrationTrigger] TaskOrchestrationContext context, [DurableClient] DurableTaskClient client) => Task.CompletedTask;
}

public static class OrchestrationOfTuple
{
    [Function("OrchestrationOfTuple")]
    public static Task<(int One, int Two)> Run([OrchestrationTrigger] TaskOrchestrationContext context) => Task.FromResult((1, 2));
}

public class ActivityWithService
{
    [Function("ActivityWithService")]
    public Task Run([ActivityTrigger] string input, TimeProvider clock) => Task.CompletedTask;
}

public static class ActivityOfContext
{
    [Function("ActivityOfContext")]
    public static Task Run([ActivityTrigger] TaskActivityContext context) => Task.CompletedTask;
}

public static class ActivityOfTuple
{
    [Function("ActivityOfTuple")]
    public static Task Run([ActivityTrigger] (int One, int Two) input) => Task.CompletedTask;
}

public static class ClientOfWrongType
{
    [Function("ClientOfWrongType")]
    public static Task Run([ActivityTrigger] string input, [DurableClient] string client) => Task.CompletedTask;
}

public static class HttpOfText
{
    [Function("HttpOfText")]
    public static IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get")] string request) => Results.Ok();
}

public static class HttpResult
{
    [Function("HttpResult")]
    public static Task<string> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) => Task.FromResult("ok");
}

public static class HttpMethodName
{
    [Function("HttpMethodName")]
    public static IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "fetch")] HttpRequest request) => Results.Ok();
}

public class HttpWithService
{
    [Function("HttpWithService")]
    public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request, TimeProvider clock) => Results.Ok();
}

public static class HttpNotInRoute
{
    [Function("HttpNotInRoute")]
    public static IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "calls/{id}")] HttpRequest request, string call) => Results.Ok();
}

public static class HttpRouteWithoutConstraint
{
    [Function("HttpRouteWithoutConstraint")]
    public static IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "calls/{id}/{page?}")] HttpRequest request, Guid id, int? page) => Results.Ok();
}

public static class HttpRouteMayBeEmpty
{
    [Function("HttpRouteMayBeEmpty")]
    public static IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "pages/{part?}/{page:int?}")] HttpRequest request, string part, int page) => Results.Ok();
}

public static class HttpRouteType
{
    [Function("HttpRouteType")]
    public static IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "days/{day}")] HttpRequest request, DateOnly day) => Results.Ok();
}

public static class HttpRouteSyntax
{
    [Function("HttpRouteSyntax")]
    public static IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "calls/{id")] HttpRequest request) => Results.Ok();
}

public static class HttpRouteSlash
{
    [Function("HttpRouteSlash")]
    public static IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "/calls")] HttpRequest request) => Results.Ok();
}

public static class HttpRouteReserved
{
    [Function("HttpRouteReserved")]
    public static IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "admin/calls")] HttpRequest request) => Results.Ok();
}

public static class TimerOfText
{
    [Function("TimerOfText")]
    public static void Run([TimerTrigger("0 0 * * * *")] string timer)
    {
    }
}

public static class TimerResult
{
    [Function("TimerResult")]
    public static int Run([TimerTrigger("0 0 * * * *")] TimerInfo timer) => 1;
}

public class TimerWithService
{
    [Function("TimerWithService")]
    public Task Run([TimerTrigger("0 0 * * * *")] TimerInfo timer, TimeProvider clock) => Task.CompletedTask;
}

public static class TimerSchedule
{
    [Function("TimerSchedule")]
    public static void Run([TimerTrigger("*/15 * * * *")] TimerInfo timer)
    {
    }
}

public static class SameName
{
    [Function("Deliver")]
    public static Task First([ActivityTrigger] string input) => Task.CompletedTask;

    [Function("DELIVER")]
    public static Task Second([ActivityTrigger] string input) => Task.CompletedTask;
}

public static class SameRoute
{
    [Function("ShowCall")]
    public static IResult ByCall([HttpTrigger(AuthorizationLevel.Anonymous, "get", "post", Route = "Calls/{call}")] HttpRequest request) => Results.Ok();

    [Function("ShowOrganisation")]
    public static IResult ByOrganisation([HttpTrigger(AuthorizationLevel.Anonymous, "get", "put", Route = "calls/{organisation}")] HttpRequest request) => Results.Ok();

    [Function("ShowPage")]
    public static IResult ByPage([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "calls/{page:int}")] HttpRequest request) => Results.Ok();
}

public class NeedsServices(TimeProvider clock, Uri address, int retries = 3)
{
    [Function("NeedsServices")]
    public Task<string> Run([ActivityTrigger] string input) => Task.FromResult($"{clock.LocalTimeZone} {address} {retries}");
}
