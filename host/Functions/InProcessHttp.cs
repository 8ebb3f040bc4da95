using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Security.Claims;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Assessment.Host.Functions;

/// <summary>What an HTTP function answered.</summary>
public sealed record HttpAnswer(int Status, IHeaderDictionary Headers, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);

    /// <summary>What the app says of a refusal, without its wrapping.</summary>
    public string Said
    {
        get
        {
            if (!Text.StartsWith('{'))
            {
                return $"{Status} {Text}".TrimEnd();
            }

            using var problem = JsonDocument.Parse(Text);
            return problem.RootElement.TryGetProperty("detail", out var detail) ? detail.GetString() ?? Text : Text;
        }
    }
}

/// <summary>Calls the app's HTTP functions without a socket, through the endpoints that `serve` maps: fast, and the same every time.</summary>
public sealed class InProcessHttp : IDisposable
{
    readonly ServiceProvider routing;
    readonly RequestDelegate pipeline;
    readonly Uri origin;
    long requests;

    public InProcessHttp(FunctionCatalog catalog, HostServices host, string functionKey, string routePrefix = "api", Uri? origin = null)
        : this(endpoints => HttpFunctions.Map(endpoints, catalog, host, functionKey, routePrefix), origin)
    {
    }

    public InProcessHttp(Action<IEndpointRouteBuilder> map, Uri? origin = null)
    {
        this.origin = origin ?? new Uri("http://localhost/");
        routing = Routing();
        var app = new ApplicationBuilder(routing);
        app.UseRouting();
        app.UseEndpoints(map);
        pipeline = app.Build();
    }

    public async Task<HttpAnswer> Send(
        string method,
        string pathAndQuery,
        ReadOnlyMemory<byte> body = default,
        IEnumerable<KeyValuePair<string, string>>? headers = null,
        ClaimsPrincipal? caller = null,
        CancellationToken cancellation = default)
    {
        using var content = new MemoryStream();
        await using var scope = routing.CreateAsyncScope();
        var response = new InProcessResponse(content);
        var context = new DefaultHttpContext(Features(response, content)) { RequestServices = scope.ServiceProvider };
        FillRequest(context, method, new Uri(origin, pathAndQuery), body, headers ?? []);
        if (caller is not null)
        {
            context.Features.Set(new InProcessCaller(caller));
        }

        return await Send(context, response, content, cancellation);
    }

    public void Dispose() => routing.Dispose();

    async Task<HttpAnswer> Send(HttpContext context, InProcessResponse response, MemoryStream content, CancellationToken cancellation)
    {
        using var lifetime = new InProcessLifetime(cancellation);
        context.Features.Set<IHttpRequestLifetimeFeature>(lifetime);
        await pipeline(context);
        cancellation.ThrowIfCancellationRequested();
        if (lifetime.Aborted)
        {
            throw new IOException($"{context.Request.Method} {context.Request.Path} broke off in the middle of its answer.");
        }

        await response.Start();
        await context.Response.CompleteAsync();
        await response.Complete();
        return new HttpAnswer(context.Response.StatusCode, context.Response.Headers, HttpMethods.IsHead(context.Request.Method) ? [] : content.ToArray());
    }

    void FillRequest(HttpContext context, string method, Uri address, ReadOnlyMemory<byte> body, IEnumerable<KeyValuePair<string, string>> headers)
    {
        var request = context.Request;
        request.Method = method.ToUpperInvariant();
        request.Protocol = "HTTP/1.1";
        request.Scheme = address.Scheme;
        request.Host = HostString.FromUriComponent(address);
        // A server leaves an escaped slash escaped, so that it does not end a segment.
        request.Path = PathString.FromUriComponent(address.AbsolutePath.Replace("%2F", "%252F", StringComparison.OrdinalIgnoreCase));
        request.QueryString = QueryString.FromUriComponent(address);
        foreach (var (name, value) in headers)
        {
            request.Headers.Append(name, value);
        }

        // As browsers and HttpClient do: a POST says that its body is empty, a GET says nothing.
        request.ContentLength = body.Length > 0 || request.Method is "POST" or "PUT" or "PATCH" ? body.Length : null;
        request.Body = new MemoryStream(body.ToArray(), writable: false);
        context.Features.Set<IHttpRequestBodyDetectionFeature>(new BodyDetection(body.Length > 0));
        context.Connection.RemoteIpAddress = IPAddress.Loopback;
        context.TraceIdentifier = $"in-process-{Interlocked.Increment(ref requests).ToString(CultureInfo.InvariantCulture)}";
    }

    static FeatureCollection Features(InProcessResponse response, Stream content)
    {
        var features = new FeatureCollection();
        features.Set<IHttpRequestFeature>(new HttpRequestFeature());
        features.Set<IHttpResponseFeature>(response);
        features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(content));
        return features;
    }

    static ServiceProvider Routing()
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddRoutingCore();
        services.AddSingleton(new DiagnosticListener("Assessment.Host"));
        return services.BuildServiceProvider();
    }

    sealed record BodyDetection(bool CanHaveBody) : IHttpRequestBodyDetectionFeature;

    sealed class InProcessLifetime(CancellationToken cancellation) : IHttpRequestLifetimeFeature, IDisposable
    {
        readonly CancellationTokenSource source = CancellationTokenSource.CreateLinkedTokenSource(cancellation);

        public bool Aborted { get; private set; }

        public CancellationToken RequestAborted
        {
            get => source.Token;
            set => throw new NotSupportedException("The caller of a request in process says when it is aborted.");
        }

        public void Abort()
        {
            Aborted = true;
            source.Cancel();
        }

        public void Dispose() => source.Dispose();
    }
}
