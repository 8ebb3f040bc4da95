using System.Text.RegularExpressions;

namespace Assessment.Host.Sandbox.Graph;

/// <summary>Which properties a caller wants to see, and how: $select, $expand and the Prefer header.</summary>
sealed partial record GraphShape
{
    /// <summary>Null is what Graph shows without being asked.</summary>
    public IReadOnlySet<string>? Select { get; init; }
    public bool HasAttachments { get; init; }

    /// <summary>Null: the attachments have their bytes.</summary>
    public IReadOnlySet<string>? AttachmentSelect { get; init; }
    public bool HasNestedItem { get; init; }

    /// <summary>The extended properties to show.</summary>
    public IReadOnlyList<string> Properties { get; init; } = [];
    public bool HasImmutableIds { get; init; }
    public string? BodyType { get; init; }

    public bool Shows(string name) => Select?.Contains(name) ?? true;

    /// <summary>What is large or rare is shown only when it is asked for by name.</summary>
    public bool ShowsOnRequest(string name) => Select?.Contains(name) ?? false;

    public static GraphShape Read(GraphRequest request, string type) => new GraphShape
    {
        Select = Names(request.Option("select"), type),
        HasImmutableIds = request.HasImmutableIds,
        BodyType = request.BodyType,
    }.Expanded(request.Option("expand"), type);

    GraphShape Expanded(string? expand, string type)
    {
        var shape = this;
        foreach (var part in Parts(expand ?? ""))
        {
            var match = ExpandItem().Match(part);
            shape = (match.Groups["name"].Value.ToLowerInvariant(), match.Groups["options"].Value) switch
            {
                ("attachments", var options) when type == "message" => shape with { HasAttachments = true, AttachmentSelect = AttachmentNames(options) },
                ("singlevalueextendedproperties", var options) when type == "message" => shape with { Properties = Ids(options) },
                ("microsoft.graph.itemattachment/item", _) when type == "attachment" => shape with { HasNestedItem = true },
                _ => throw GraphException.Uri($"Could not find a property named '{part}' on type 'microsoft.graph.{type}'."),
            };
        }

        return shape;
    }

    static HashSet<string>? AttachmentNames(string options)
    {
        var select = options.Split(';', StringSplitOptions.TrimEntries).FirstOrDefault(option => option.StartsWith("$select=", StringComparison.OrdinalIgnoreCase));
        return Names(select?["$select=".Length..], "attachment");
    }

    static HashSet<string>? Names(string? select, string type)
    {
        if (string.IsNullOrWhiteSpace(select))
        {
            return null;
        }

        var names = new HashSet<string>(StringComparer.Ordinal) { "id" };
        foreach (var said in select.Split(',', StringSplitOptions.TrimEntries))
        {
            names.Add(Name(said, type));
        }

        return names;
    }

    /// <summary>A property, or one of a derived type behind the name of that type.</summary>
    static string Name(string said, string type)
    {
        var slash = said.LastIndexOf('/');
        var (of, name) = slash < 0 ? (type, said) : (GraphType.NameOf(said[..slash]), said[(slash + 1)..]);
        of = GraphSchema.Current.Has(of) ? of : of.Replace("attachment", "Attachment", StringComparison.Ordinal);
        return GraphSchema.Current.Has(of) && GraphSchema.Current.IsKind(of, type) && GraphSchema.Current.Property(of, name) is { } property
            ? property.Name
            : throw GraphException.Uri($"Could not find a property named '{said}' on type 'microsoft.graph.{type}'.");
    }

    static IReadOnlyList<string> Ids(string options)
    {
        var match = PropertyFilter().Match(options);
        return match.Success
            ? [.. match.Groups["id"].Captures.Select(id => id.Value.Replace("''", "'", StringComparison.Ordinal))]
            : throw GraphException.Invalid("ErrorInvalidUrlQueryFilter", "Expand of singleValueExtendedProperties must have a $filter on id.");
    }

    /// <summary>Splits at the commas that are in no parentheses.</summary>
    static IEnumerable<string> Parts(string expand)
    {
        var (depth, start) = (0, 0);
        for (var at = 0; at <= expand.Length; at++)
        {
            var mark = at == expand.Length ? ',' : expand[at];
            depth += mark switch { '(' => 1, ')' => -1, _ => 0 };
            if (mark == ',' && depth <= 0)
            {
                if (expand[start..at].Trim() is { Length: > 0 } part)
                {
                    yield return part;
                }

                start = at + 1;
            }
        }
    }

    [GeneratedRegex(@"^(?<name>[^(]+)(\((?<options>.*)\))?$", RegexOptions.Singleline)]
    private static partial Regex ExpandItem();

    [GeneratedRegex(@"^\s*\$filter=\s*id eq '(?<id>([^']|'')+)'(\s+or\s+id eq '(?<id>([^']|'')+)')*\s*$")]
    private static partial Regex PropertyFilter();
}
