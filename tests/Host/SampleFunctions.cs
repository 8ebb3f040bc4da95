using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Assessment.Tests.Host;

/// <summary>A service that a class of functions is given.</summary>
public sealed class Counter
{
    public int Created { get; private set; }

    public int Disposed { get; set; }

    public int Next() => ++Created;
}

/// <summary>One per service scope.</summary>
public sealed class ScopeNumber(Counter counter) : IDisposable
{
    public int Value { get; } = counter.Next();

    public void Dispose() => counter.Disposed++;
}

public sealed record Order(string Id, int Copies);

public static class SampleOrchestrations
{
    [Function(nameof(Ship))]
    public static async Task<string> Ship([OrchestrationTrigger] TaskOrchestrationContext context, Order order)
    {
        var packed = await context.CallActivityAsync<int>(nameof(SampleActivities.Pack), order);
        return $"{order.Id}: {packed}";
    }

    [Function(nameof(Wait))]
    public static Task Wait([OrchestrationTrigger] TaskOrchestrationContext context)
        => context.CreateTimer(context.CurrentUtcDateTime.AddDays(1), CancellationToken.None);

    [Function("Collapse")]
    public static async Task<int> Fail([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        await Task.CompletedTask;
        throw new InvalidOperationException($"{context.InstanceId} collapsed.");
    }
}

public sealed class SampleActivities(ScopeNumber scope)
{
    [Function(nameof(Pack))]
    public async Task<int> Pack([ActivityTrigger] Order order, string instanceId, CancellationToken cancellation)
    {
        await Task.Yield();
        cancellation.ThrowIfCancellationRequested();
        return order.Copies + instanceId.Length;
    }

    [Function(nameof(Scope))]
    public int Scope([ActivityTrigger] object? input) => scope.Value;

    [Function(nameof(Twice))]
    public static int Twice([ActivityTrigger] int input) => 2 * input;

    [Function(nameof(Refuse))]
    public Task Refuse([ActivityTrigger] string reason) => throw new InvalidOperationException(reason);

    [Function(nameof(Wake))]
    public static Task Wake([ActivityTrigger] string instanceId, [DurableClient] DurableTaskClient client)
        => client.RaiseEventAsync(instanceId, "Woken");
}

public sealed class SampleHttp(ScopeNumber scope)
{
    [Function(nameof(Hello))]
    public IResult Hello([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "hello/{name}/{times:int?}")] HttpRequest request, string name, int? times)
        => Results.Text($"{request.Method} {name} {times?.ToString() ?? "once"}");

    [Function(nameof(Page))]
    public static IResult Page(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "pages/{part}/{number:int?}")] HttpRequest request, string part, int number = 1)
        => Results.Text($"{part} {number}");

    [Function(nameof(Upload))]
    public static async Task<IResult> Upload([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "upload")] HttpRequest request)
    {
        var form = await request.ReadFormAsync();
        var file = form.Files.Single();
        return Results.Text($"{form["note"]}: {file.FileName}, {file.Length} bytes");
    }

    [Function(nameof(Item))]
    public static async Task<Ok<string>> Item(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", "put", Route = "items/{id:guid}")] HttpRequest request, Guid id, CancellationToken cancellation)
    {
        using var reader = new StreamReader(request.Body);
        request.HttpContext.Response.Headers["x-length"] = request.ContentLength?.ToString();
        request.HttpContext.Response.OnStarting(() =>
        {
            request.HttpContext.Response.Headers["x-started"] = "yes";
            return Task.CompletedTask;
        });
        return TypedResults.Ok($"{id:D} {await reader.ReadToEndAsync(cancellation)}");
    }

    [Function(nameof(Secret))]
    public static IResult Secret([HttpTrigger(AuthorizationLevel.Function, "get", Route = "secret")] HttpRequest request) => Results.Text("told");

    [Function(nameof(Operate))]
    public static IResult Operate([HttpTrigger(AuthorizationLevel.Admin, "get", Route = "operate")] HttpRequest request) => Results.Text("operated");

    [Function(nameof(WhoAmI))]
    public IResult WhoAmI([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request)
    {
        var user = request.HttpContext.User;
        return user.Identity is { IsAuthenticated: true }
            ? Results.Json(new { Id = user.FindFirstValue(ClaimTypes.NameIdentifier), Reviewer = user.IsInRole("reviewer") })
            : Results.Unauthorized();
    }

    [Function(nameof(Crash))]
    public static IResult Crash([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "crash")] HttpRequest request)
        => throw new InvalidOperationException("The password is swordfish.");

    [Function(nameof(CrashHalfway))]
    public static IResult CrashHalfway([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "crash-halfway")] HttpRequest request) => new Halfway();

    [Function(nameof(Start))]
    public static async Task<IResult> Start(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "start/{id}")] HttpRequest request, string id, [DurableClient] DurableTaskClient client)
    {
        await client.RaiseEventAsync(id, "Started");
        return Results.Accepted($"/api/start/{id}");
    }

    [Function(nameof(ScopeOfRequest))]
    public IResult ScopeOfRequest([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "scope")] HttpRequest request)
        => Results.Text($"{scope.Value == ((ScopeNumber)request.HttpContext.RequestServices.GetService(typeof(ScopeNumber))!).Value}");

    sealed class Halfway : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            await httpContext.Response.WriteAsync("half");
            await httpContext.Response.Body.FlushAsync();
            throw new InvalidOperationException("The other half is missing.");
        }
    }
}

/// <summary>What the timers below did, in the order they did it.</summary>
public sealed class Diary(TimeProvider clock)
{
    public List<string> Entries { get; } = [];

    public List<TimerInfo> Infos { get; } = [];

    public void Write(string timer, TimerInfo info)
    {
        Entries.Add($"{clock.GetUtcNow():yyyy-MM-dd HH:mm:ss} {timer}{(info.IsPastDue ? " past due" : "")}");
        Infos.Add(info);
    }
}

public sealed class SampleTimers(Diary diary)
{
    [Function(nameof(Quarter))]
    public void Quarter([TimerTrigger("0 */15 * * * *")] TimerInfo timer) => diary.Write(nameof(Quarter), timer);
}

public sealed class DailyTimers(Diary diary)
{
    [Function(nameof(Beta))]
    public Task Beta([TimerTrigger("0 0 8 * * *")] TimerInfo timer, CancellationToken cancellation) => Note(nameof(Beta), timer);

    [Function(nameof(Alpha))]
    public Task Alpha([TimerTrigger("0 0 8 * * MON-FRI")] TimerInfo timer) => Note(nameof(Alpha), timer);

    [Function(nameof(Early))]
    public Task Early([TimerTrigger("0 30 7 * * *")] TimerInfo timer) => Note(nameof(Early), timer);

    Task Note(string name, TimerInfo info)
    {
        diary.Write(name, info);
        return Task.CompletedTask;
    }
}

public sealed class StartupTimers(Diary diary)
{
    [Function(nameof(Morning))]
    public void Morning([TimerTrigger("0 0 8 * * *", RunOnStartup = true)] TimerInfo timer) => diary.Write(nameof(Morning), timer);
}

public sealed class UnmonitoredTimers(Diary diary)
{
    [Function(nameof(Hourly))]
    public void Hourly([TimerTrigger("0 0 * * * *", UseMonitor = false)] TimerInfo timer) => diary.Write(nameof(Hourly), timer);

    [Function(nameof(Often))]
    public void Often([TimerTrigger("*/20 * * * * *")] TimerInfo timer) => diary.Write(nameof(Often), timer);
}

public sealed class FailingTimers
{
    [Function(nameof(Broken))]
    public Task Broken([TimerTrigger("0 0 * * * *")] TimerInfo timer) => throw new InvalidOperationException("The spring is broken.");
}

public sealed class ConfiguredTimers(Diary diary)
{
    [Function(nameof(Sweep))]
    public void Sweep([TimerTrigger("%Sweep:Schedule%")] TimerInfo timer) => diary.Write(nameof(Sweep), timer);
}
