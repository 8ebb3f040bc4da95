using System.Globalization;
using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Azure.Functions.Worker;

namespace Assessment.Host.Functions;

sealed partial class FunctionReader
{
    static readonly string[] Reserved = ["admin", "runtime"];

    Function ReadHttp(ParameterInfo trigger, HttpTriggerAttribute http)
    {
        RefuseIf(trigger.ParameterType != typeof(HttpRequest), trigger, $"[HttpTrigger] gives an HttpRequest, not {A(trigger.ParameterType)}. Change the type, and read the rest from the request.");
        RefuseIf(!typeof(IResult).IsAssignableFrom(Compiled.ResultOf(method.ReturnType)) && !IsValueTask(method.ReturnType),
            "an HTTP function answers with a result. Return IResult or Task<IResult>.");
        foreach (var unknown in (http.Methods ?? []).Where(one => !HttpEndpoint.IsMethod(one)))
        {
            Refuse(trigger, $"'{unknown}' is no HTTP method. Use get, post, put, patch, delete, head, options or trace.");
        }

        var route = http.Route ?? Name;
        var pattern = ReadRoute(trigger, route);
        var arguments = parameters.Select(parameter => parameter == trigger ? (in FunctionCall call) => call.Http!.Request
            : Common(parameter) ?? RouteValue(parameter, pattern) ?? RefuseArgument(parameter,
                $"an HTTP function is given its HttpRequest, the parameters of its route, [DurableClient] and a CancellationToken. Take services through the constructor of {TypeNames.Of(Class)}, and read everything else from the request.")).ToList();
        return new Function(Name, FunctionKind.Http, method, arguments)
        {
            Endpoint = pattern is null ? null : new HttpEndpoint(route, http.Methods ?? [], http.AuthLevel),
        };
    }

    RoutePattern? ReadRoute(ParameterInfo trigger, string route)
    {
        var first = route.Split('/')[0];
        RefuseIf(route.StartsWith('/'), trigger, $"the route '{route}' starts with a slash. Leave the slash out: the prefix comes before it.");
        RefuseIf(Reserved.Contains(first, StringComparer.OrdinalIgnoreCase), trigger, $"Azure keeps routes that start with '{first}' for itself. Use another word.");
        try
        {
            return RoutePatternFactory.Parse(route);
        }
        catch (RoutePatternException fault)
        {
            Refuse(trigger, $"the route '{route}' cannot be read: {fault.Message} Write it as in ASP.NET Core.");
            return null;
        }
    }

    Argument? RouteValue(ParameterInfo parameter, RoutePattern? pattern)
    {
        if (pattern?.GetParameter(parameter.Name!) is not { } part || Bindings(parameter).Any())
        {
            return null;
        }

        var value = Nullable.GetUnderlyingType(parameter.ParameterType);
        RefuseIf(part.IsOptional && !parameter.HasDefaultValue && !MayBeNull(parameter), parameter,
            $"the route may leave {{{part.Name}?}} out, and {TypeNames.Of(parameter.ParameterType)} cannot be empty. Make it {TypeNames.Of(parameter.ParameterType)}?.");
        return RouteValue(parameter, part, value ?? parameter.ParameterType);
    }

    Argument? RouteValue(ParameterInfo parameter, RoutePatternParameterPart part, Type type)
    {
        var name = part.Name;
        var fallback = parameter.HasDefaultValue ? parameter.DefaultValue : null;
        if (type == typeof(string))
        {
            return (in FunctionCall call) => Text(call, name) ?? fallback;
        }

        if (type == typeof(int))
        {
            RequireConstraint(parameter, part, "int");
            return (in FunctionCall call) => Text(call, name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : fallback;
        }

        if (type == typeof(Guid))
        {
            RequireConstraint(parameter, part, "guid");
            return (in FunctionCall call) => Text(call, name) is { } text ? Guid.Parse(text) : fallback;
        }

        Refuse(parameter, $"a part of a route is a string, an int or a Guid, not {A(type)}. Take a string and read it in the function.");
        return (in FunctionCall _) => null;
    }

    void RequireConstraint(ParameterInfo parameter, RoutePatternParameterPart part, string constraint)
        => RefuseIf(part.ParameterPolicies.All(policy => policy.Content != constraint), parameter,
            $"the route lets any text through where {A(parameter.ParameterType)} is read, and Azure answers such text with 500. Write {{{part.Name}:{constraint}{(part.IsOptional ? "?" : "")}}}.");

    static bool MayBeNull(ParameterInfo parameter) => new NullabilityInfoContext().Create(parameter).WriteState != NullabilityState.NotNull;

    static string? Text(in FunctionCall call, string name)
        => Convert.ToString(call.Http!.Request.RouteValues[name], CultureInfo.InvariantCulture) is { Length: > 0 } text ? text : null;
}
