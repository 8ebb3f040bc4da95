using System.Reflection;

namespace Assessment.Tests.Architecture;

/// <summary>The documentation ids of BannedSymbols.txt, looked up in the base library.</summary>
static class BannedSymbol
{
    const BindingFlags Anything = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static;

    public static bool Exists(string id) => id.Split(':', 2) is [var kind, var symbol] && kind switch
    {
        "T" => Type.GetType(symbol) is not null,
        "P" => Owner(symbol)?.GetProperty(Last(symbol), Anything) is not null,
        "F" => Owner(symbol)?.GetField(Last(symbol), Anything) is not null,
        "M" => Owner(symbol)?.GetMethods(Anything).Any(method => Id(method) == symbol) == true,
        _ => false,
    };

    static Type? Owner(string symbol) => Type.GetType(Path(symbol)[..Math.Max(0, Path(symbol).LastIndexOf('.'))]);

    static string Last(string symbol) => Path(symbol)[(Path(symbol).LastIndexOf('.') + 1)..];

    static string Path(string symbol) => symbol.Split('(')[0];

    static string Id(MethodInfo method)
    {
        var parameters = string.Join(",", method.GetParameters().Select(parameter => Id(parameter.ParameterType)));
        var arity = method.IsGenericMethod ? $"``{method.GetGenericArguments().Length}" : "";
        return $"{method.DeclaringType!.FullName}.{method.Name}{arity}{(parameters.Length > 0 ? $"({parameters})" : "")}";
    }

    static string Id(Type type)
    {
        if (type.IsGenericMethodParameter)
        {
            return $"``{type.GenericParameterPosition}";
        }

        return type.IsGenericType
            ? $"{type.GetGenericTypeDefinition().FullName!.Split('`')[0]}{{{string.Join(",", type.GetGenericArguments().Select(Id))}}}"
            : type.FullName ?? type.Name;
    }
}
