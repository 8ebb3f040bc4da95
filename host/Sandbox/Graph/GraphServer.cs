using System.Net;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Assessment.Host.Sandbox.Graph;

/// <summary>The HTTP side: who may come in, what they say, which of it fails on purpose, and how the answer looks.</summary>
sealed class GraphServer(GraphMailbox mailbox)
{
    const int LargestBody = 4 * 1024 * 1024;
    const string Version = "/v1.0";
    const string UploadPath = "/api/gv1.0/AttachmentSessions('";

    static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    long count;

    /// <summary>An empty builder, so that no file and no variable of this machine changes what is served.</summary>
    public static WebApplication Build(GraphMailbox mailbox, GraphSandboxOptions options)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, options.Port));
        builder.Services.Configure<ConsoleLifetimeOptions>(console => console.SuppressStatusMessages = true);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(1));
        if (options.Log is { } log)
        {
            builder.Services.AddSingleton(log);
        }

        var app = builder.Build();
        app.Run(new GraphServer(mailbox).Handle);
        return app;
    }

    async Task Handle(HttpContext context)
    {
        try
        {
            using var inside = mailbox.Gate.Enter();
            var body = await Read(context.Request, context.RequestAborted);
            CheckCaller(context.Request);
            await Answer(context, body);
        }
        catch (GraphException refused)
        {
            await Write(context, Refusal(context, refused));
        }
    }

    async Task Answer(HttpContext context, byte[] body)
    {
        var request = context.Request;
        var fault = mailbox.Faults.For(request.Method, request.Path.Value ?? "", request.QueryString.Value ?? "");
        if (fault is RequestFault.Throttled or RequestFault.Unavailable or RequestFault.TimedOut or RequestFault.Broken)
        {
            await Fail(context, fault.Value);
            return;
        }

        var answer = await Outcome(context, body);
        if (fault is { } after)
        {
            await Fail(context, after);
        }
        else
        {
            await Write(context, answer);
        }
    }

    async Task<GraphAnswer> Outcome(HttpContext context, byte[] body)
    {
        try
        {
            return await Do(context.Request, body, context.RequestAborted);
        }
        catch (GraphException refused)
        {
            return Refusal(context, refused);
        }
    }

    Task<GraphAnswer> Do(HttpRequest request, byte[] body, CancellationToken cancellation)
    {
        var path = request.Path.Value ?? "";
        var host = $"{request.Scheme}://{request.Host}";
        if (path.StartsWith(UploadPath, StringComparison.Ordinal))
        {
            var range = new UploadRange(path[UploadPath.Length..].TrimEnd('\'', ')'), request.Headers.ContentRange, body);
            return Task.FromResult(mailbox.Upload(request.Method, range, host + Version));
        }

        return mailbox.Answer(GraphHeaders.Read(request, GraphEndpoints.Segments(path[Version.Length..]), host + Version, body), cancellation);
    }

    /// <summary>A token for Graph itself, none for an upload URL: that one has its own.</summary>
    static void CheckCaller(HttpRequest request)
    {
        var path = request.Path.Value ?? "";
        var authorization = request.Headers.Authorization.ToString();
        if (path.StartsWith(UploadPath, StringComparison.Ordinal))
        {
            if (authorization.Length > 0)
            {
                throw Unauthorized("The upload URL has a token of its own: send no Authorization header.");
            }
        }
        else if (!path.StartsWith(Version + "/", StringComparison.Ordinal))
        {
            throw new GraphException(400, "BadRequest", "Invalid version: this server has v1.0.");
        }
        else if (!authorization.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) || authorization.Length == "Bearer ".Length)
        {
            throw Unauthorized("Access token is empty.");
        }
    }

    static GraphException Unauthorized(string message) => new(401, "InvalidAuthenticationToken", message) { Headers = [("WWW-Authenticate", "Bearer")] };

    static async Task<byte[]> Read(HttpRequest request, CancellationToken cancellation)
    {
        if (request.ContentLength > LargestBody)
        {
            throw GraphException.TooLarge();
        }

        using var body = new MemoryStream((int)(request.ContentLength ?? 0));
        await request.Body.CopyToAsync(body, cancellation);
        return body.Length > LargestBody ? throw GraphException.TooLarge() : body.ToArray();
    }

    async Task Fail(HttpContext context, RequestFault fault)
    {
        var wait = ((long)Math.Max(1, mailbox.Faults.Plan.RetryAfter.TotalSeconds)).ToString(System.Globalization.CultureInfo.InvariantCulture);
        switch (fault)
        {
            case RequestFault.Throttled:
                throw new GraphException(429, "ApplicationThrottled", "Application is over its MailboxConcurrency limit.") { Headers = [("Retry-After", wait)] };
            case RequestFault.Unavailable or RequestFault.UnavailableAfter:
                throw new GraphException(503, "ServiceUnavailable", "The service is temporarily unavailable.") { Headers = [("Retry-After", wait)] };
            case RequestFault.TimedOut or RequestFault.TimedOutAfter:
                throw new GraphException(504, "UnknownError", "The upstream server did not answer in time.");
            default:
                context.Features.Get<IHttpRequestLifetimeFeature>()!.Abort();
                await Task.CompletedTask;
                break;
        }
    }

    GraphAnswer Refusal(HttpContext context, GraphException refused)
    {
        var inner = new JsonObject
        {
            ["date"] = mailbox.Now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture),
            ["request-id"] = RequestId(context),
            ["client-request-id"] = context.Request.Headers["client-request-id"].ToString() is { Length: > 0 } given ? given : RequestId(context),
        };
        if (refused.InnerCode is { } code)
        {
            inner["code"] = code;
        }

        var error = new JsonObject { ["code"] = refused.Code, ["message"] = refused.Message, ["innerError"] = inner };
        return new GraphAnswer(refused.Status) { Json = new JsonObject { ["error"] = error }, ContentType = "application/json", Headers = refused.Headers };
    }

    async Task Write(HttpContext context, GraphAnswer answer)
    {
        var response = context.Response;
        response.StatusCode = answer.Status;
        response.Headers["request-id"] = RequestId(context);
        foreach (var (name, value) in answer.Headers)
        {
            response.Headers[name] = value;
        }

        if (GraphHeaders.Applied(context.Request) is { Length: > 0 } applied)
        {
            response.Headers["Preference-Applied"] = applied;
        }

        if ((answer.Json is { } json ? JsonSerializer.SerializeToUtf8Bytes(json, Plain) : answer.Bytes) is { } bytes)
        {
            response.ContentType = answer.ContentType;
            response.ContentLength = bytes.Length;
            await response.Body.WriteAsync(bytes, context.RequestAborted);
        }
    }

    string RequestId(HttpContext context)
    {
        const string key = "request-id";
        return (string)(context.Items[key] ??= new Guid((int)Interlocked.Increment(ref count), 0, 0x4000, 0x80, 0, 0, 0, 0, 0, 0, 0).ToString());
    }
}

/// <summary>The headers and the query of a request.</summary>
static class GraphHeaders
{
    static readonly string[] Preferences = ["IdType", "outlook.body-content-type", "odata.maxpagesize"];
    static readonly string[] Options = ["select", "filter", "expand", "orderby", "top", "skip", "count", "deltatoken", "skiptoken", "changetype"];

    public static GraphRequest Read(HttpRequest request, string[] path, string root, byte[] body) => new()
    {
        Method = request.Method,
        Path = path,
        Root = root,
        Query = Query(request.Query),
        Body = body,
        HasImmutableIds = Preference(request, "IdType") == "ImmutableId",
        BodyType = Preference(request, "outlook.body-content-type")?.ToLowerInvariant(),
        MaxPageSize = int.TryParse(Preference(request, "odata.maxpagesize"), out var size) && size > 0 ? size : null,
    };

    /// <summary>What of the caller's preferences this server follows.</summary>
    public static string Applied(HttpRequest request) => string.Join(", ", Preferences
        .Where(name => Preference(request, name) is not null)
        .Select(name => name == "odata.maxpagesize" ? $"{name}={Preference(request, name)}" : $"{name}=\"{Preference(request, name)}\""));

    static Dictionary<string, string> Query(IQueryCollection query)
    {
        var options = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, values) in query)
        {
            var plain = name.TrimStart('$').ToLowerInvariant();
            if (!Options.Contains(plain))
            {
                throw GraphException.BadRequest($"The query parameter '{name}' is not supported.");
            }

            options[plain] = values.ToString();
        }

        return options;
    }

    static string? Preference(HttpRequest request, string name) => request.Headers["Prefer"]
        .SelectMany(header => (header ?? "").Split([',', ';'], StringSplitOptions.TrimEntries))
        .Select(preference => preference.Split('=', 2, StringSplitOptions.TrimEntries))
        .FirstOrDefault(preference => preference.Length == 2 && preference[0].Equals(name, StringComparison.OrdinalIgnoreCase))?[1].Trim('"');
}
