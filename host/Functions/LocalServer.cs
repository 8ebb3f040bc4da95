using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Assessment.Host.Functions;

/// <summary>What `serve` offers beside the functions: the state of the host, and its clock where a person moves it.</summary>
public sealed record LocalServerControls(
    Func<CancellationToken, Task<object>> Status,
    Func<CancellationToken, Task<object>> Step,
    Func<DateTimeOffset, CancellationToken, Task<object>> JumpTo);

/// <summary>The HTTP server of `assess serve`, on this machine's loopback address only.</summary>
public sealed class LocalServer : IAsyncDisposable
{
    static readonly string[] Moments = ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "O"];

    readonly WebApplication app;

    LocalServer(WebApplication app, string functionKey)
    {
        this.app = app;
        FunctionKey = functionKey;
        Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
    }

    public Uri Address { get; }

    public string FunctionKey { get; }

    /// <summary>A port that is free now, for those who must know it before they listen.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Starts to listen; port 0 takes a free one.</summary>
    public static async Task<LocalServer> Start(
        int port,
        LocalServerControls controls,
        string functionKey,
        Action<IEndpointRouteBuilder> map,
        ILoggerFactory? log = null,
        Func<CancellationToken, Task>? settle = null,
        CancellationToken cancellation = default)
    {
        var app = Build(port, log);
        app.Use(RefuseForeignHost);
        if (settle is not null)
        {
            app.Use((context, next) => SettleAfter(context, next, settle));
        }

        app.UseRouting();
        MapControls(app, controls);
        map(app);
        await app.StartAsync(cancellation);
        return new LocalServer(app, functionKey);
    }

    /// <summary>Says where it listens, then serves until Ctrl-C or until it is cancelled.</summary>
    public async Task Run(TextWriter output, CancellationToken cancellation)
    {
        await output.WriteLineAsync($"Listening on {Address}");
        await output.WriteLineAsync($"Function key: {FunctionKey} (header {HttpFunctions.KeyHeader} or ?code=)");
        await app.WaitForShutdownAsync(cancellation);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    /// <summary>An empty builder, so that no file and no variable of this machine changes what is served.</summary>
    static WebApplication Build(int port, ILoggerFactory? log)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        builder.Services.AddRoutingCore();
        builder.Services.Configure<ConsoleLifetimeOptions>(console => console.SuppressStatusMessages = true);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(5));
        if (log is not null)
        {
            builder.Services.AddSingleton(log);
        }

        return builder.Build();
    }

    static void MapControls(IEndpointRouteBuilder endpoints, LocalServerControls controls)
    {
        endpoints.MapGet("/status", async context => await Answer(context, await controls.Status(context.RequestAborted)));
        endpoints.MapPost("/clock/step", async context => await Answer(context, await controls.Step(context.RequestAborted)));
        endpoints.MapPost("/clock/jump", context => Jump(context, controls));
    }

    static async Task Jump(HttpContext context, LocalServerControls controls)
    {
        var to = context.Request.Query["to"].ToString();
        if (DateTimeOffset.TryParseExact(to, Moments, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment))
        {
            await Answer(context, await controls.JumpTo(moment, context.RequestAborted));
            return;
        }

        await Results.Problem($"'{to}' is no moment to jump to. Write it as in ?to=2024-10-15T08:00:00Z.", statusCode: StatusCodes.Status400BadRequest)
            .ExecuteAsync(context);
    }

    static Task Answer(HttpContext context, object value) => Results.Json(value).ExecuteAsync(context);

    /// <summary>What somebody did on a page of the app is done before their browser goes on, where nothing else drives the app.</summary>
    static async Task SettleAfter(HttpContext context, RequestDelegate next, Func<CancellationToken, Task> settle)
    {
        await next(context);
        if (HttpMethods.IsPost(context.Request.Method) && context.Request.Path.StartsWithSegments("/api"))
        {
            await settle(context.RequestAborted);
        }
    }

    /// <summary>A page of another site in the same browser could reach a local port; it cannot choose these two headers.</summary>
    static Task RefuseForeignHost(HttpContext context, RequestDelegate next)
    {
        if (IsLocal(context.Request.Host.Host) && IsSameOrigin(context.Request))
        {
            return next(context);
        }

        return Results.Problem("This server answers to this machine only.", statusCode: StatusCodes.Status403Forbidden).ExecuteAsync(context);
    }

    static bool IsLocal(string name) => name is "127.0.0.1" or "localhost";

    /// <summary>A form of a page without referrer has the origin null, and so has a foreign sandbox; the browser itself tells them apart.</summary>
    static bool IsSameOrigin(HttpRequest request)
        => !request.Headers.TryGetValue("Origin", out var origin)
            || origin == $"{request.Scheme}://{request.Host.Value}"
            || (origin == "null" && request.Headers["Sec-Fetch-Site"] == "same-origin");
}
