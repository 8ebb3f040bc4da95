using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace Assessment.Host.Functions;

/// <summary>The functions of an app, found by reflection and checked as a whole before any of them runs.</summary>
public sealed class FunctionCatalog
{
    const BindingFlags Declared = BindingFlags.DeclaredOnly | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance;

    FunctionCatalog(IReadOnlyList<Function> functions) => Functions = functions;

    /// <summary>All functions, in the order of their names.</summary>
    public IReadOnlyList<Function> Functions { get; }

    public static FunctionCatalog Find(Assembly app) => Find(app.GetTypes());

    public static FunctionCatalog Find(IEnumerable<Type> types)
    {
        var read = types.OrderBy(type => type.FullName, StringComparer.Ordinal).SelectMany(Read).ToList();
        var functions = read.Select(one => one.Function).OfType<Function>().ToList();
        Refuse([.. read.SelectMany(one => one.Refusals), .. SharedNames(read), .. SharedRoutes(functions)]);

        return new FunctionCatalog([.. functions.OrderBy(function => function.Name, StringComparer.Ordinal)]);
    }

    public IEnumerable<Function> Of(FunctionKind kind) => Functions.Where(function => function.Kind == kind);

    /// <summary>Refuses to start when a class of functions asks its constructor for a service that nobody registered.</summary>
    public void RequireServices(IServiceProvider services)
    {
        var known = services.GetRequiredService<IServiceProviderIsService>();
        Refuse([.. Functions
            .Where(function => !function.Method.IsStatic)
            .Select(function => function.Method.DeclaringType!)
            .Distinct()
            .OrderBy(type => type.FullName, StringComparer.Ordinal)
            .SelectMany(type => Missing(type, known))]);
    }

    static IEnumerable<FunctionReader> Read(Type type) => type
        .GetMethods(Declared)
        .Select(method => (Method: method, Attribute: method.GetCustomAttribute<FunctionAttribute>()))
        .Where(found => found.Attribute is not null)
        .OrderBy(found => found.Method.Name, StringComparer.Ordinal)
        .ThenBy(found => found.Attribute!.Name, StringComparer.Ordinal)
        .Select(found => FunctionReader.Read(found.Method, found.Attribute!.Name));

    static IEnumerable<string> SharedNames(IEnumerable<FunctionReader> read) => read
        .GroupBy(one => one.Name, StringComparer.OrdinalIgnoreCase)
        .SelectMany(same => same.Skip(1).Select(one =>
            $"{one.Place}: the name '{one.Name}' is taken by {same.First().Place}, and case does not tell names apart. Give it another name."));

    static IEnumerable<string> SharedRoutes(IEnumerable<Function> functions) => functions
        .Where(function => function.Endpoint is not null)
        .SelectMany(function => function.Endpoint!.Addresses().Select(address => (Function: function, Address: address)))
        .GroupBy(one => one.Address, StringComparer.Ordinal)
        .SelectMany(same => same.Skip(1).Select(one =>
            $"{FunctionReader.PlaceOf(one.Function.Method)}: {one.Address} is answered by {FunctionReader.PlaceOf(same.First().Function.Method)} already. Give it another route or method."));

    static IEnumerable<string> Missing(Type type, IServiceProviderIsService known) => type
        .GetConstructors()
        .SelectMany(constructor => constructor.GetParameters())
        .Where(parameter => !parameter.HasDefaultValue
            && parameter.GetCustomAttribute<FromKeyedServicesAttribute>() is null
            && !known.IsService(parameter.ParameterType))
        .Select(parameter =>
            $"{TypeNames.Of(type)}({parameter.Name}): no service {TypeNames.Of(parameter.ParameterType)} is registered. Register it in Services.cs.");

    static void Refuse(IReadOnlyList<string> refusals)
    {
        if (refusals.Count > 0)
        {
            throw new FunctionsRefusedException(refusals);
        }
    }
}
