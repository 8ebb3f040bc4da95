using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Assessment.Tests.Architecture;

/// <summary>What may be written into a durable history, and a value of it to try.</summary>
static class Boundary
{
    static readonly Type[] Plain =
    [
        typeof(string), typeof(bool), typeof(int), typeof(long), typeof(decimal), typeof(double), typeof(Guid),
        typeof(DateTime), typeof(DateTimeOffset), typeof(DateOnly), typeof(TimeOnly), typeof(TimeSpan),
    ];

    static readonly Type[] Lists = [typeof(IReadOnlyList<>), typeof(IReadOnlyCollection<>), typeof(IEnumerable<>), typeof(IList<>), typeof(List<>)];

    static readonly DateTime Moment = new(2025, 1, 10, 9, 30, 0, DateTimeKind.Utc);

    /// <summary>Why a type may not cross, or null.</summary>
    public static string? Objection(Type type) => Objection(type, []);

    /// <summary>A value in which nothing is left at its default.</summary>
    public static object? Sample(Type type) => Sample(type, []);

    /// <summary>The JSON of a value, and that of what is read back from it.</summary>
    public static (string Written, string ReadBack) RoundTrip(Type type)
    {
        var written = JsonSerializer.Serialize(Sample(type), type);
        return (written, JsonSerializer.Serialize(JsonSerializer.Deserialize(written, type), type));
    }

    /// <summary>The properties of a record that are stored: those that can be set and are not left out of the JSON.</summary>
    public static IEnumerable<PropertyInfo> Stored(Type record) => record.GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(property => property.SetMethod is not null && property.GetCustomAttribute<JsonIgnoreAttribute>() is not { Condition: JsonIgnoreCondition.Always });

    public static bool IsRecord(Type type) => type.GetMethod("<Clone>$") is not null
        || (type.IsValueType && type.GetMethod("PrintMembers", BindingFlags.NonPublic | BindingFlags.Instance) is not null);

    static string? Objection(Type type, HashSet<Type> seen)
    {
        if (Plain.Contains(type) || type.IsEnum || !seen.Add(type))
        {
            return null;
        }

        if (Element(type) is { } element)
        {
            return Objection(element, seen);
        }

        if (!IsRecord(type))
        {
            return $"{type} is not a record, enum, list or plain value.";
        }

        return type.IsSealed
            ? Stored(type).Select(property => Objection(property.PropertyType, seen) is { } why ? $"{type.Name}.{property.Name}: {why}" : null).FirstOrDefault(why => why is not null)
            : $"{type} is not sealed: what is derived from it would be written without its kind.";
    }

    /// <summary>What a list, a dictionary by name or an optional value holds.</summary>
    static Type? Element(Type type)
    {
        if (type.IsArray)
        {
            return type.GetElementType();
        }

        if (!type.IsGenericType)
        {
            return null;
        }

        var shape = type.GetGenericTypeDefinition();
        return Nullable.GetUnderlyingType(type)
            ?? (Lists.Contains(shape) ? type.GetGenericArguments()[0] : null)
            ?? (IsDictionary(shape) && type.GetGenericArguments()[0] == typeof(string) ? type.GetGenericArguments()[1] : null);
    }

    static bool IsDictionary(Type shape) => shape == typeof(IReadOnlyDictionary<,>) || shape == typeof(Dictionary<,>) || shape == typeof(SortedDictionary<,>);

    static object? Sample(Type type, Type[] within)
    {
        if (PlainSample(type) is { } plain)
        {
            return plain;
        }

        if (Element(type) is not { } element)
        {
            return within.Contains(type) ? null : SampleRecord(type, [.. within, type]);
        }

        if (Nullable.GetUnderlyingType(type) is not null)
        {
            return Sample(element, within);
        }

        return type.IsGenericType && IsDictionary(type.GetGenericTypeDefinition()) ? SampleDictionary(element, within) : SampleList(type, element, within);
    }

    static object? PlainSample(Type type) => type switch
    {
        _ when type.IsEnum => Enum.GetValues(type).Cast<object>().Last(),
        _ when type == typeof(string) => "kata \"ß\"",
        _ when type == typeof(bool) => true,
        _ when type == typeof(Guid) => new Guid("0d3c7c3a-3b60-4a41-8d2e-0a2f4c7a9b11"),
        _ when type == typeof(DateTime) => Moment,
        _ when type == typeof(DateTimeOffset) => new DateTimeOffset(Moment, TimeSpan.Zero),
        _ when type == typeof(DateOnly) => DateOnly.FromDateTime(Moment),
        _ when type == typeof(TimeOnly) => TimeOnly.FromDateTime(Moment),
        _ when type == typeof(TimeSpan) => TimeSpan.FromMinutes(90),
        _ when Plain.Contains(type) => Convert.ChangeType(7, type, CultureInfo.InvariantCulture),
        _ => null,
    };

    static object SampleList(Type type, Type element, Type[] within)
    {
        var list = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(element))!;
        if (Sample(element, within) is { } item)
        {
            list.Add(item);
        }

        if (!type.IsArray)
        {
            return list;
        }

        var array = Array.CreateInstance(element, list.Count);
        list.CopyTo(array, 0);
        return array;
    }

    static object SampleDictionary(Type element, Type[] within)
    {
        var dictionary = (IDictionary)Activator.CreateInstance(typeof(SortedDictionary<,>).MakeGenericType(typeof(string), element), StringComparer.Ordinal)!;
        dictionary.Add("name", Sample(element, within));
        return dictionary;
    }

    static object SampleRecord(Type type, Type[] within)
    {
        var constructor = type.GetConstructors()
            .Where(candidate => !candidate.IsDefined(typeof(CompilerGeneratedAttribute)))
            .MaxBy(candidate => candidate.GetParameters().Length);
        var record = constructor is null
            ? Activator.CreateInstance(type)!
            : constructor.Invoke([.. constructor.GetParameters().Select(parameter => Sample(parameter.ParameterType, within))]);
        foreach (var property in Stored(type))
        {
            property.SetValue(record, Sample(property.PropertyType, within));
        }

        return record;
    }
}
