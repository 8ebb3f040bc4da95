using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace Assessment.Host.Sandbox.Graph;

/// <summary>
/// The types of Microsoft Graph v1.0 that a mailbox needs, read from an extract of its own metadata.
/// What a request says is checked against them: an unknown name or a wrong type is refused.
/// </summary>
sealed class GraphSchema
{
    const string Resource = "graph-v1.0-extract.csdl";
    const string Collection = "Collection(";

    static readonly XNamespace Edm = "http://docs.oasis-open.org/odata/ns/edm";

    readonly Dictionary<string, GraphType> types;
    readonly Dictionary<string, IReadOnlyDictionary<string, GraphProperty>> actions;

    GraphSchema(XElement schema)
    {
        types = schema.Elements().Where(IsType).Select(GraphType.Read).ToDictionary(type => type.Name, StringComparer.Ordinal);
        actions = schema.Elements(Edm + "Action").ToDictionary(
            action => action.Attribute("Name")!.Value,
            action => (IReadOnlyDictionary<string, GraphProperty>)action.Elements(Edm + "Parameter").Skip(1).Select(GraphProperty.Read)
                .ToDictionary(parameter => parameter.Name, StringComparer.OrdinalIgnoreCase),
            StringComparer.Ordinal);
    }

    public static GraphSchema Current { get; } = Load();

    /// <summary>A property of a type or of a type that it builds on.</summary>
    public GraphProperty? Property(string type, string name)
    {
        for (var at = types.GetValueOrDefault(type); at is not null; at = at.Base is { } parent ? types[parent] : null)
        {
            if (at.Properties.TryGetValue(name, out var property))
            {
                return property;
            }
        }

        return null;
    }

    public bool Has(string type) => types.ContainsKey(type);

    public bool IsKind(string type, string of)
    {
        for (var at = types.GetValueOrDefault(type); at is not null; at = at.Base is { } parent ? types[parent] : null)
        {
            if (at.Name == of)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The concrete type that an object says it is, which must fit the type that is expected.</summary>
    public string TypeOf(JsonObject value, string expected)
    {
        if (value["@odata.type"] is not { } said)
        {
            return types[expected].IsAbstract
                ? throw GraphException.Body($"An instance of type 'microsoft.graph.{expected}' is abstract and cannot be created: '@odata.type' is missing.")
                : expected;
        }

        var name = said.GetValueKind() == JsonValueKind.String ? said.GetValue<string>().TrimStart('#') : "";
        name = name.StartsWith("microsoft.graph.", StringComparison.OrdinalIgnoreCase) ? name["microsoft.graph.".Length..] : name;
        return Has(name) && IsKind(name, expected)
            ? name
            : throw GraphException.Body($"A type named '{said}' could not be resolved by the model. When a model is available, each type name must resolve to a valid type.");
    }

    /// <summary>Refuses an object that does not fit its type.</summary>
    public void Check(JsonObject value, string expected)
    {
        var type = TypeOf(value, expected);
        foreach (var (name, member) in value)
        {
            if (name.Contains('@', StringComparison.Ordinal))
            {
                continue;
            }

            var property = Property(type, name) ?? throw GraphException.Body(
                $"The property '{name}' does not exist on type 'microsoft.graph.{type}'. Make sure to only use property names that are defined by the type or mark the type as open type.");
            CheckValue(member, property);
        }
    }

    /// <summary>The parameters of an action by the names that the metadata gives them; Graph takes them in any case.</summary>
    public JsonObject Parameters(string action, JsonObject body)
    {
        var known = actions[action];
        var parameters = new JsonObject();
        foreach (var (name, value) in body.ToList())
        {
            var parameter = known.GetValueOrDefault(name) ?? throw GraphException.Body(
                $"The parameter '{name}' in the request payload is not a valid parameter for the operation '{action}'.");
            CheckValue(value, parameter);
            body.Remove(name);
            parameters[parameter.Name] = value;
        }

        return known.Values.FirstOrDefault(parameter => !parameter.IsNullable && parameters[parameter.Name] is null) is { } missing
            ? throw GraphException.Invalid("ErrorInvalidParameter", $"The value of the parameter '{missing.Name}' is empty.")
            : parameters;
    }

    void CheckValue(JsonNode? value, GraphProperty property)
    {
        if (property.Type.StartsWith(Collection, StringComparison.Ordinal))
        {
            CheckCollection(value, property);
        }
        else if (value is null)
        {
            if (!property.IsNullable)
            {
                throw GraphException.Body($"A null value was found for the property named '{property.Name}', which has the expected type '{property.Type}[Nullable=False]'.");
            }
        }
        else
        {
            CheckSingle(value, property.Name, property.Type);
        }
    }

    void CheckCollection(JsonNode? value, GraphProperty property)
    {
        if (value is not JsonArray elements)
        {
            throw Unexpected(value, property.Name, "StartArray");
        }

        var type = property.Type[Collection.Length..^1];
        foreach (var element in elements)
        {
            CheckSingle(element ?? throw Unexpected(null, property.Name, "StartObject"), property.Name, type);
        }
    }

    void CheckSingle(JsonNode value, string name, string type)
    {
        if (type.StartsWith("Edm.", StringComparison.Ordinal))
        {
            CheckPrimitive(value, name, type);
        }
        else if (types[GraphType.NameOf(type)] is { Members.Count: > 0 } closed)
        {
            CheckMember(value, closed);
        }
        else
        {
            Check(value as JsonObject ?? throw Unexpected(value, name, "StartObject"), GraphType.NameOf(type));
        }
    }

    static void CheckMember(JsonNode value, GraphType type)
    {
        var text = value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString();
        if (!type.Members.Contains(text, StringComparer.OrdinalIgnoreCase))
        {
            throw GraphException.Body($"Requested value '{text}' was not found.");
        }
    }

    static void CheckPrimitive(JsonNode value, string name, string type)
    {
        if (value is not JsonValue)
        {
            throw Unexpected(value, name, "PrimitiveValue");
        }

        var kind = value.GetValueKind();
        var fits = type switch
        {
            "Edm.String" => kind == JsonValueKind.String,
            "Edm.Boolean" => kind is JsonValueKind.True or JsonValueKind.False,
            "Edm.Int32" => kind == JsonValueKind.Number && value.AsValue().TryGetValue<int>(out _),
            "Edm.Int64" => kind == JsonValueKind.Number && value.AsValue().TryGetValue<long>(out _),
            "Edm.Binary" => kind == JsonValueKind.String && IsBase64(value.GetValue<string>()),
            "Edm.Guid" => kind == JsonValueKind.String && Guid.TryParse(value.GetValue<string>(), out _),
            "Edm.DateTimeOffset" => kind == JsonValueKind.String && IsMoment(value.GetValue<string>()),
            _ => throw new InvalidOperationException($"The extract of the metadata uses {type}, which is not checked."),
        };
        if (!fits)
        {
            throw GraphException.Body($"Cannot convert the literal '{Shown(value)}' to the expected type '{type}'.");
        }
    }

    static bool IsBase64(string text) => System.Buffers.Text.Base64.IsValid(text) || System.Buffers.Text.Base64Url.IsValid(text);

    static bool IsMoment(string text) => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _) && text.Contains('T', StringComparison.Ordinal);

    static string Shown(JsonNode value) => value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString();

    static GraphException Unexpected(JsonNode? value, string name, string expected)
    {
        var found = value switch { null => "PrimitiveValue", JsonArray => "StartArray", JsonObject => "StartObject", _ => "PrimitiveValue" };
        return GraphException.Body($"An unexpected '{found}' node was found for property named '{name}' when reading from the JSON reader. A '{expected}' node was expected.");
    }

    static bool IsType(XElement element) => element.Name.LocalName is "EntityType" or "ComplexType" or "EnumType";

    static GraphSchema Load()
    {
        using var stream = typeof(GraphSchema).Assembly.GetManifestResourceStream(Resource)!;
        return new GraphSchema(XDocument.Load(stream).Descendants(Edm + "Schema").Single());
    }
}

/// <summary>An entity, complex or enum type.</summary>
sealed record GraphType(string Name, string? Base, bool IsAbstract, IReadOnlyDictionary<string, GraphProperty> Properties, IReadOnlyList<string> Members)
{
    public static GraphType Read(XElement element) => new(
        element.Attribute("Name")!.Value,
        element.Attribute("BaseType") is { } parent ? NameOf(parent.Value) : null,
        element.Attribute("Abstract")?.Value == "true",
        element.Elements().Where(child => child.Name.LocalName is "Property" or "NavigationProperty").Select(GraphProperty.Read).ToDictionary(property => property.Name, StringComparer.Ordinal),
        [.. element.Elements().Where(child => child.Name.LocalName == "Member").Select(member => member.Attribute("Name")!.Value)]);

    public static string NameOf(string qualified) => qualified[(qualified.LastIndexOf('.') + 1)..];
}

sealed record GraphProperty(string Name, string Type, bool IsNullable, bool IsNavigation)
{
    public static GraphProperty Read(XElement element) => new(
        element.Attribute("Name")!.Value,
        element.Attribute("Type")!.Value,
        element.Attribute("Nullable")?.Value != "false",
        element.Name.LocalName == "NavigationProperty");
}
