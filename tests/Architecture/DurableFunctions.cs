using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Assessment.Tests.Architecture;

/// <summary>The activities and orchestrations of an assembly, and what crosses their boundaries.</summary>
static partial class DurableFunctions
{
    public static Assembly App { get; } = typeof(Services).Assembly;

    public static IReadOnlyList<MethodInfo> Activities { get; } = With<ActivityTriggerAttribute>();

    public static IReadOnlyList<MethodInfo> Orchestrations { get; } = With<OrchestrationTriggerAttribute>();

    /// <summary>
    /// Every type that is written into a history: parameters and results of activities and orchestrations, and inputs that orchestrations read.
    /// Ids always cross, so there is always one.
    /// </summary>
    public static IReadOnlyList<Type> BoundaryTypes { get; } = [.. Activities.Concat(Orchestrations)
        .SelectMany(BoundaryTypesOf)
        .Concat(InputsRead())
        .Append(typeof(string))
        .Distinct()
        .OrderBy(type => type.ToString(), StringComparer.Ordinal)];

    public static IEnumerable<Type> BoundaryTypesOf(MethodInfo function)
    {
        var parameters = function.GetParameters()
            .Select(parameter => parameter.ParameterType)
            .Where(type => !IsInfrastructure(type));
        return Result(function.ReturnType) is { } result ? parameters.Append(result) : parameters;
    }

    static List<MethodInfo> With<TTrigger>()
        where TTrigger : Attribute
        => [.. App.GetTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Where(method => method.IsDefined(typeof(FunctionAttribute)) && method.GetParameters().Any(parameter => parameter.IsDefined(typeof(TTrigger))))
            .OrderBy(method => $"{method.DeclaringType}.{method.Name}", StringComparer.Ordinal)];

    static bool IsInfrastructure(Type type) => type == typeof(CancellationToken)
        || typeof(TaskOrchestrationContext).IsAssignableFrom(type)
        || typeof(TaskActivityContext).IsAssignableFrom(type);

    static Type? Result(Type type) => type == typeof(void) || type == typeof(Task) || type == typeof(ValueTask)
        ? null
        : type.IsGenericType && (type.GetGenericTypeDefinition() == typeof(Task<>) || type.GetGenericTypeDefinition() == typeof(ValueTask<>))
            ? type.GetGenericArguments()[0]
            : type;

    /// <summary>An input that is read with GetInput does not show in the signature; its name in the source is looked up among the app's own types.</summary>
    static IEnumerable<Type> InputsRead()
    {
        var read = Sources.Functions.SelectMany(path => Input().Matches(Sources.Code(path))).Select(match => match.Groups[1].Value).ToHashSet(StringComparer.Ordinal);
        return App.GetTypes().Where(type => read.Contains(type.Name));
    }

    [GeneratedRegex(@"\.GetInput<(?:\w+\.)*(\w+)\??>")]
    private static partial Regex Input();
}
