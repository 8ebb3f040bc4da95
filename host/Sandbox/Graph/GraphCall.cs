using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Assessment.Host.Sandbox.Graph;

/// <summary>A request as the endpoints see it: its path below the version, taken apart, and what its headers ask for.</summary>
sealed record GraphRequest
{
    public required string Method { get; init; }
    public required string[] Path { get; init; }

    /// <summary>Where this server's links lead: scheme, host and version.</summary>
    public required string Root { get; init; }
    public required IReadOnlyDictionary<string, string> Query { get; init; }
    public required byte[] Body { get; init; }
    public bool HasImmutableIds { get; init; }

    /// <summary>The body type that the caller prefers: text, html or none.</summary>
    public string? BodyType { get; init; }

    /// <summary>The page size that the caller prefers.</summary>
    public int? MaxPageSize { get; init; }

    public string Text => $"{Method} /{string.Join('/', Path)}";

    public string? Option(string name) => Query.TryGetValue(name, out var value) ? value : null;

    public int Number(string name, int standard, int least, int most)
    {
        if (Option(name) is not { } text)
        {
            return standard;
        }

        return int.TryParse(text, out var number) && number >= least && number <= most
            ? number
            : throw GraphException.BadRequest($"Invalid value '{text}' for ${name} query option found. The ${name} query option requires a non-negative integer value.");
    }

    /// <summary>The body as an object.</summary>
    public JsonObject Json() => GraphBody.Read(Body);
}

sealed record GraphAnswer(int Status)
{
    public JsonNode? Json { get; init; }
    public byte[]? Bytes { get; init; }
    public string ContentType { get; init; } = "application/json; odata.metadata=minimal; odata.streaming=true; IEEE754Compatible=false; charset=utf-8";
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    public static GraphAnswer Ok(JsonNode json) => new(StatusCodes.Status200OK) { Json = json };

    public static GraphAnswer Created(JsonObject json) => new(StatusCodes.Status201Created) { Json = json };

    public static GraphAnswer Accepted { get; } = new(StatusCodes.Status202Accepted);

    public static GraphAnswer NoContent { get; } = new(StatusCodes.Status204NoContent);

    public static GraphAnswer Content(byte[] bytes, string contentType) => new(StatusCodes.Status200OK) { Bytes = bytes, ContentType = contentType };

    public GraphAnswer With(string name, string value) => this with { Headers = [.. Headers, (name, value)] };
}

/// <summary>What Graph refuses: its status, its code and its words.</summary>
sealed class GraphException(int status, string code, string message) : Exception(message)
{
    public int Status { get; } = status;

    public string Code { get; } = code;

    /// <summary>A more exact code below the first.</summary>
    public string? InnerCode { get; init; }

    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    public static GraphException BadRequest(string message) => new(StatusCodes.Status400BadRequest, "BadRequest", message);

    public static GraphException Uri(string message) => new(StatusCodes.Status400BadRequest, "RequestBroker--ParseUri", message);

    public static GraphException Body(string message) => new(StatusCodes.Status400BadRequest, "RequestBodyRead", message);

    public static GraphException Invalid(string code, string message) => new(StatusCodes.Status400BadRequest, code, message);

    public static GraphException NotFound() => new(StatusCodes.Status404NotFound, "ErrorItemNotFound", "The specified object was not found in the store.");

    public static GraphException NoSegment(string segment) => Invalid("BadRequest", $"Resource not found for the segment '{segment}'.");

    public static GraphException TooLarge() => new(StatusCodes.Status413PayloadTooLarge, "RequestEntityTooLarge", "Request Entity Too Large");

    public static GraphException Throttled(string limit, TimeSpan wait) => new(
        StatusCodes.Status429TooManyRequests, "ApplicationThrottled", $"Application is over its {limit} limit.")
    {
        Headers = [("Retry-After", Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(System.Globalization.CultureInfo.InvariantCulture))],
    };
}
