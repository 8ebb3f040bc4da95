using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Azure.Functions.Worker;

namespace Assessment.Host.Functions;

/// <summary>Where an HTTP function answers: its route below the prefix, its methods (none means all) and who may call it.</summary>
sealed record HttpEndpoint(string Route, IReadOnlyList<string> Methods, AuthorizationLevel Level)
{
    static readonly string[] EveryMethod = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "TRACE"];

    public static bool IsMethod(string method) => EveryMethod.Contains(method, StringComparer.OrdinalIgnoreCase);

    /// <summary>Method and route without the names of its parameters: two endpoints that share one would both match a request.</summary>
    public IEnumerable<string> Addresses()
    {
        var shape = string.Join('/', RoutePatternFactory.Parse(Route).PathSegments.Select(Shape));
        return (Methods.Count == 0 ? EveryMethod : Methods).Select(method => $"{method.ToUpperInvariant()} {shape}");
    }

    static string Shape(RoutePatternPathSegment segment) => string.Concat(segment.Parts.Select(Shape));

    static string Shape(RoutePatternPart part) => part switch
    {
        RoutePatternLiteralPart literal => literal.Content.ToLowerInvariant(),
        RoutePatternSeparatorPart separator => separator.Content,
        RoutePatternParameterPart parameter => $"{{{(parameter.IsCatchAll ? "*" : "")}{string.Concat(parameter.ParameterPolicies.Select(policy => $":{policy.Content}"))}}}",
        _ => part.ToString() ?? string.Empty,
    };
}
