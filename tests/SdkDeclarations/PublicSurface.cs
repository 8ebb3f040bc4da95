using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace Assessment.Tests.SdkDeclarations;

/// <summary>What others can see of an assembly, as C#-like text that a person can hold against the documentation.</summary>
static class PublicSurface
{
    const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    static readonly NullabilityInfoContext Nullability = new();

    static readonly Dictionary<string, string> Keywords = new(StringComparer.Ordinal)
    {
        ["System.Void"] = "void",
        ["System.Object"] = "object",
        ["System.String"] = "string",
        ["System.Boolean"] = "bool",
        ["System.Int32"] = "int",
        ["System.Double"] = "double",
    };

    public static string Of(Assembly assembly)
    {
        var text = new StringBuilder();
        foreach (var space in assembly.GetExportedTypes().GroupBy(type => type.Namespace!).OrderBy(space => space.Key, StringComparer.Ordinal))
        {
            text.Append("namespace ").Append(space.Key).Append("\n\n");
            foreach (var type in space.OrderBy(type => type.FullName, StringComparer.Ordinal))
            {
                text.Append(Declaration(type)).Append('\n');
                text.AppendJoin("", Members(type).Order(StringComparer.Ordinal).Select(member => $"    {member}\n")).Append('\n');
            }
        }

        return text.ToString();
    }

    static string Declaration(Type type)
    {
        if (typeof(Delegate).IsAssignableFrom(type))
        {
            return $"public delegate {Signature(type.GetMethod("Invoke")!, Name(type))}";
        }

        var bases = Bases(type).ToList();
        return $"public {Modifiers(type)}{Kind(type)} {Name(type)}{(bases.Count > 0 ? $" : {string.Join(", ", bases)}" : "")}";
    }

    static string Modifiers(Type type) => type switch
    {
        { IsInterface: true } or { IsEnum: true } => "",
        { IsValueType: true } => type.IsDefined(typeof(IsReadOnlyAttribute)) ? "readonly " : "",
        { IsAbstract: true, IsSealed: true } => "static ",
        { IsAbstract: true } => "abstract ",
        { IsSealed: true } => "sealed ",
        _ => "",
    };

    static string Kind(Type type) => type switch
    {
        { IsInterface: true } => "interface",
        { IsEnum: true } => "enum",
        { IsValueType: true } => "struct",
        _ when IsRecord(type) => "record",
        _ => "class",
    };

    static bool IsRecord(Type type) => type.GetMethod("<Clone>$", Declared) is not null;

    static IEnumerable<string> Bases(Type type)
    {
        if (type.IsEnum)
        {
            return [];
        }

        var parent = type.BaseType is { } found && found != typeof(object) && found != typeof(ValueType) ? found : null;
        var interfaces = type.GetInterfaces()
            .Except(parent?.GetInterfaces() ?? [])
            .Where(face => !(IsRecord(type) && face.Name == "IEquatable`1"))
            .Select(Name)
            .Order(StringComparer.Ordinal);
        return parent is null ? interfaces : interfaces.Prepend(Name(parent));
    }

    static IEnumerable<string> Members(Type type)
    {
        if (typeof(Delegate).IsAssignableFrom(type))
        {
            return [];
        }

        return type.IsEnum
            ? Enum.GetNames(type).Select(name => string.Create(CultureInfo.InvariantCulture, $"{name} = {Convert.ToInt64(Enum.Parse(type, name), CultureInfo.InvariantCulture)}"))
            : [
                .. type.GetFields(Declared).Where(field => IsVisible(field.Attributes)).Select(Describe),
                .. type.GetConstructors(Declared).Where(IsOurs).Select(constructor => $"{Access(constructor)}{Bare(type)}({Parameters(constructor)})"),
                .. type.GetProperties(Declared).Where(property => property.Name != "EqualityContract" && property.GetAccessors(true).Any(IsVisible)).Select(Describe),
                .. type.GetMethods(Declared).Where(IsOurs).Select(method => Access(method) + Modifiers(method) + Signature(method, method.Name)),
            ];
    }

    /// <summary>Neither an accessor nor what the compiler adds to a record.</summary>
    static bool IsOurs(MethodBase method) => IsVisible(method)
        && !method.IsDefined(typeof(CompilerGeneratedAttribute))
        && (method.IsConstructor || !method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal));

    static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    static bool IsVisible(FieldAttributes field) => (field & FieldAttributes.FieldAccessMask) is FieldAttributes.Public or FieldAttributes.Family;

    static string Describe(FieldInfo field)
        => $"public {(field.IsLiteral ? "const " : "readonly ")}{Name(Nullability.Create(field))} {field.Name}{(field.IsLiteral ? $" = {Literal(field.GetRawConstantValue())}" : "")}";

    static string Describe(PropertyInfo property)
    {
        var accessor = property.GetAccessors(true).First(IsVisible);
        var hidesBase = property.DeclaringType!.BaseType?.GetProperty(property.Name) is not null && accessor.GetBaseDefinition() == accessor;
        return $"{Access(accessor)}{(hidesBase ? "new " : "")}{Modifiers(accessor)}{Name(Nullability.Create(property))} {property.Name} {{ {string.Join(' ', Accessors(property))} }}";
    }

    static IEnumerable<string> Accessors(PropertyInfo property)
    {
        if (property.GetMethod is { } getter && IsVisible(getter))
        {
            yield return "get;";
        }

        if (property.SetMethod is { } setter && IsVisible(setter))
        {
            yield return setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) ? "init;" : "set;";
        }
    }

    static string Access(MethodBase method) => method.DeclaringType!.IsInterface ? "" : method.IsPublic ? "public " : "protected ";

    static string Modifiers(MethodInfo method) => method switch
    {
        { DeclaringType.IsInterface: true } => "",
        { IsStatic: true } => "static ",
        { IsAbstract: true } => "abstract ",
        { IsVirtual: true } when method.GetBaseDefinition() != method => "override ",
        { IsVirtual: true, IsFinal: false } => "virtual ",
        _ => "",
    };

    static string Signature(MethodInfo method, string name)
    {
        var generics = method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(Name))}>" : "";
        return $"{Typed(method.ReturnParameter)} {name}{generics}({Parameters(method)}){Constraints(method)}";
    }

    static string Constraints(MethodInfo method) => method.IsGenericMethod
        ? string.Concat(method.GetGenericArguments().SelectMany(argument => argument.GetGenericParameterConstraints().Select(constraint => $" where {argument.Name} : {Name(constraint)}")))
        : "";

    static string Parameters(MethodBase method)
    {
        var extension = method.IsDefined(typeof(ExtensionAttribute)) ? "this " : "";
        return extension + string.Join(", ", method.GetParameters().Select(Describe));
    }

    static string Describe(ParameterInfo parameter)
    {
        var array = parameter.IsDefined(typeof(ParamArrayAttribute)) ? "params " : "";
        return $"{array}{Typed(parameter)} {parameter.Name}{(parameter.HasDefaultValue ? $" = {Default(parameter)}" : "")}";
    }

    static string Default(ParameterInfo parameter) => parameter.RawDefaultValue is null && parameter.ParameterType.IsValueType && Nullable.GetUnderlyingType(parameter.ParameterType) is null
        ? "default"
        : Literal(parameter.RawDefaultValue);

    static string Literal(object? value) => value switch
    {
        null => "null",
        bool flag => flag ? "true" : "false",
        string text => $"\"{text}\"",
        _ => string.Create(CultureInfo.InvariantCulture, $"{value}"),
    };

    /// <summary>Whether T is T? is written in the metadata only: to the runtime, every unconstrained T may be null.</summary>
    static string Typed(ParameterInfo parameter) => parameter.ParameterType.IsGenericMethodParameter && NullableFlag(parameter) == 2
        ? $"{Name(parameter.ParameterType)}?"
        : Name(Nullability.Create(parameter));

    static byte? NullableFlag(ParameterInfo parameter) => new[] { parameter.CustomAttributes, parameter.Member.CustomAttributes, parameter.Member.DeclaringType!.CustomAttributes }
        .SelectMany(attributes => attributes)
        .Where(attribute => attribute.AttributeType.Name is "NullableAttribute" or "NullableContextAttribute")
        .Select(attribute => attribute.ConstructorArguments[0].Value as byte?)
        .FirstOrDefault();

    static string Name(NullabilityInfo nullability)
    {
        var type = nullability.Type;
        var question = nullability.ReadState == NullabilityState.Nullable && !type.IsValueType && !type.IsGenericParameter ? "?" : "";
        if (type.IsArray)
        {
            return $"{Name(nullability.ElementType!)}[]{question}";
        }

        return type.IsGenericType && Nullable.GetUnderlyingType(type) is null
            ? $"{Bare(type)}<{string.Join(", ", nullability.GenericTypeArguments.Select(Name))}>{question}"
            : Name(type) + question;
    }

    static string Name(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return $"{Name(underlying)}?";
        }

        if (type.IsArray)
        {
            return $"{Name(type.GetElementType()!)}[]";
        }

        return type.IsGenericType ? $"{Bare(type)}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>" : Bare(type);
    }

    static string Bare(Type type) => Keywords.GetValueOrDefault(type.FullName ?? "") ?? type.Name.Split('`')[0];
}
