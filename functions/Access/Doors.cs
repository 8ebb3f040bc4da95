using System.Reflection;

namespace Assessment.Access;

/// <summary>Every HTTP function says who may call it; an app with one that does not say so does not start.</summary>
public static class Doors
{
    public static IReadOnlyList<(MethodInfo Function, Who? Who)> Of(Assembly app) =>
    [
        .. app.GetTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Where(HasHttpTrigger)
            .Select(method => (method, method.GetCustomAttribute<AllowAttribute>()?.Who))
            .OrderBy(door => door.method.Name, StringComparer.Ordinal),
    ];

    public static void RequireKeepers(Assembly app)
    {
        var open = Of(app).Where(door => door.Who is null).Select(door => $"{door.Function.DeclaringType!.Name}.{door.Function.Name}").ToList();
        if (open.Count > 0)
        {
            throw new InvalidOperationException($"Nobody says who may call {string.Join(", ", open)}. Put [Allow(Who.…)] on each HTTP function.");
        }
    }

    // By name, so that this rule needs no type of the Functions SDK.
    static bool HasHttpTrigger(MethodInfo method) => method.GetParameters()
        .Any(parameter => parameter.CustomAttributes.Any(attribute => attribute.AttributeType.Name == "HttpTriggerAttribute"));
}
