using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Assessment.Host.Functions;

/// <summary>The HTTP functions of the app as endpoints, the same for a socket and for calls in process.</summary>
public static class HttpFunctions
{
    public const string KeyHeader = "x-functions-key";

    /// <summary>A key for one start of the host: 32 random bytes, as safe in a header as in an address.</summary>
    public static string NewKey() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    public static void Map(IEndpointRouteBuilder endpoints, FunctionCatalog catalog, HostServices host, string functionKey, string routePrefix = "api")
    {
        catalog.RequireServices(host.Services);
        foreach (var function in catalog.Of(FunctionKind.Http))
        {
            var endpoint = function.Endpoint!;
            var route = routePrefix.Length == 0 ? endpoint.Route : $"{routePrefix}/{endpoint.Route}";
            RequestDelegate answer = context => Answer(context, function, host, functionKey);
            var mapped = endpoint.Methods.Count == 0 ? endpoints.Map(route, answer) : endpoints.MapMethods(route, endpoint.Methods, answer);
            mapped.WithDisplayName(function.Name);
        }
    }

    static async Task Answer(HttpContext context, Function function, HostServices host, string functionKey)
    {
        await using var scope = host.Services.CreateAsyncScope();
        var outer = context.RequestServices;
        context.RequestServices = scope.ServiceProvider;
        try
        {
            if (IsOpen(function) || HoldsKey(context.Request, functionKey))
            {
                await Authenticate(context);
                await Run(context, function, host);
            }
            else
            {
                context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            }
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The caller went away; nobody is left to answer.
        }
        catch (Exception fault)
        {
            Logger(context, function).HttpFunctionFailed(fault, function.Name, context.Request.Method, RouteOf(context));
            await Fail(context, function);
        }
        finally
        {
            context.RequestServices = outer;
        }
    }

    static async Task Run(HttpContext context, Function function, HostServices host)
    {
        var result = await function.Run(new FunctionCall
        {
            Services = context.RequestServices,
            Http = context,
            Client = host.Client,
            Cancellation = context.RequestAborted,
        });
        await ((IResult?)result ?? throw new InvalidOperationException($"The function {function.Name} answered with null instead of a result.")).ExecuteAsync(context);
    }

    /// <summary>Says that the function failed and nothing of why: the log has that.</summary>
    static Task Fail(HttpContext context, Function function)
    {
        if (context.Response.HasStarted)
        {
            context.Abort();
            return Task.CompletedTask;
        }

        context.Response.Clear();
        return Results.Problem($"The function {function.Name} failed. The log of the host says why.", statusCode: StatusCodes.Status500InternalServerError)
            .ExecuteAsync(context);
    }

    static bool IsOpen(Function function) => function.Endpoint!.Level == AuthorizationLevel.Anonymous;

    static bool HoldsKey(HttpRequest request, string key)
    {
        var given = request.Headers.TryGetValue(KeyHeader, out var header) ? header.ToString() : request.Query["code"].ToString();
        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(key));
    }

    static async Task Authenticate(HttpContext context)
    {
        if (context.RequestServices.GetService<IAuthenticationSchemeProvider>() is { } schemes
            && await schemes.GetDefaultAuthenticateSchemeAsync() is { } scheme
            && await context.AuthenticateAsync(scheme.Name) is { Succeeded: true } found)
        {
            context.User = found.Principal;
        }
    }

    /// <summary>The route and not the path: a path may hold the token of a personal link.</summary>
    static string RouteOf(HttpContext context) => $"/{(context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText}";

    static ILogger Logger(HttpContext context, Function function)
        => context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger($"Function.{function.Name}");
}
