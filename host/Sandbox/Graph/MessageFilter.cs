using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Assessment.Host.Sandbox.Graph;

/// <summary>A part of $filter.</summary>
abstract record MessageFilter
{
    public abstract bool Holds(JsonNode? value);

    /// <summary>The properties that it looks at, in the order in which they are written.</summary>
    public abstract IEnumerable<string> Paths { get; }

    /// <summary>What must hold whatever else does: the sides of an "and".</summary>
    public virtual IEnumerable<MessageFilter> Conditions => [this];

    public static MessageFilter Parse(string text, string type) => new FilterParser(text, type).Parse();

    protected static JsonNode? At(JsonNode? value, string path) => path.Split('/').Aggregate(value, (at, name) => (at as JsonObject)?[name]);

    public sealed record And(MessageFilter Left, MessageFilter Right) : MessageFilter
    {
        public override IEnumerable<string> Paths => Left.Paths.Concat(Right.Paths);

        public override IEnumerable<MessageFilter> Conditions => Left.Conditions.Concat(Right.Conditions);

        public override bool Holds(JsonNode? value) => Left.Holds(value) && Right.Holds(value);
    }

    public sealed record Or(MessageFilter Left, MessageFilter Right) : MessageFilter
    {
        public override IEnumerable<string> Paths => Left.Paths.Concat(Right.Paths);

        public override bool Holds(JsonNode? value) => Left.Holds(value) || Right.Holds(value);
    }

    public sealed record Not(MessageFilter Inner) : MessageFilter
    {
        public override IEnumerable<string> Paths => Inner.Paths;

        public override bool Holds(JsonNode? value) => !Inner.Holds(value);
    }

    public sealed record Any(string Path, MessageFilter Inner) : MessageFilter
    {
        public override IEnumerable<string> Paths => [Path];

        public override bool Holds(JsonNode? value) => (At(value, Path) as JsonArray ?? []).Any(Inner.Holds);
    }

    public sealed record Compare(string Path, string Operator, string? Literal, string Type) : MessageFilter
    {
        // Names of extended properties and ids have exact letters; what people write has not.
        StringComparison Comparison => Path is "id" or "conversationId" or "internetMessageId" or "parentFolderId" ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;

        public override IEnumerable<string> Paths => [Path];

        public override bool Holds(JsonNode? value)
        {
            var text = Text(At(value, Path));
            return Operator switch
            {
                "eq" => Order(text) == 0,
                "ne" => Order(text) != 0,
                "gt" => text is not null && Order(text) > 0,
                "ge" => text is not null && Order(text) >= 0,
                "lt" => text is not null && Order(text) < 0,
                "le" => text is not null && Order(text) <= 0,
                "startswith" => text?.StartsWith(Literal ?? "", Comparison) == true,
                "endswith" => text?.EndsWith(Literal ?? "", Comparison) == true,
                _ => text?.Contains(Literal ?? "", Comparison) == true,
            };
        }

        int Order(string? text) => (text, Literal) switch
        {
            (null, null) => 0,
            (null, _) => -1,
            (_, null) => 1,
            _ when Type == "Edm.DateTimeOffset" => Moments.Read(text).CompareTo(Moments.Read(Literal)),
            _ => string.Compare(text, Literal, Comparison),
        };

        static string? Text(JsonNode? node) => node?.GetValueKind() switch
        {
            null or JsonValueKind.Null => null,
            JsonValueKind.String => node.GetValue<string>(),
            _ => node.ToJsonString(),
        };
    }
}

/// <summary>Reads a $filter, refusing names that the metadata does not have.</summary>
sealed partial class FilterParser
{
    static readonly string[] Operators = ["eq", "ne", "gt", "ge", "lt", "le"];
    static readonly string[] Functions = ["startswith", "endswith", "contains"];

    readonly List<string> tokens;
    readonly string text;
    readonly string type;
    int at;
    (string Variable, string Type)? scope;

    public FilterParser(string text, string type)
    {
        this.text = text;
        this.type = type;
        tokens = [.. Tokens().Matches(text).Select(match => match.Value)];
        if (string.Concat(tokens).Length != text.Count(letter => !char.IsWhiteSpace(letter)) + tokens.Sum(token => token.Count(char.IsWhiteSpace)))
        {
            throw Invalid();
        }
    }

    string? Next => at < tokens.Count ? tokens[at] : null;

    public MessageFilter Parse()
    {
        var filter = Either();
        return Next is null ? filter : throw Invalid();
    }

    MessageFilter Either()
    {
        var left = Both();
        while (Takes("or"))
        {
            left = new MessageFilter.Or(left, Both());
        }

        return left;
    }

    MessageFilter Both()
    {
        var left = One();
        while (Takes("and"))
        {
            left = new MessageFilter.And(left, One());
        }

        return left;
    }

    MessageFilter One()
    {
        if (Takes("not"))
        {
            return new MessageFilter.Not(One());
        }

        if (Takes("("))
        {
            var inner = Either();
            Expect(")");
            return inner;
        }

        var name = Take();
        if (Functions.Contains(name) && Takes("("))
        {
            var (path, of) = Path(Take());
            Expect(",");
            var literal = Literal(of);
            Expect(")");
            return new MessageFilter.Compare(path, name, literal, of);
        }

        return name.EndsWith("/any", StringComparison.Ordinal) ? Any(name[..^"/any".Length]) : Comparison(name);
    }

    MessageFilter.Compare Comparison(string name)
    {
        var (path, of) = Path(name);
        var operation = Take();
        return Operators.Contains(operation) ? new MessageFilter.Compare(path, operation, Literal(of), of) : throw Invalid();
    }

    MessageFilter.Any Any(string name)
    {
        var (path, of) = Path(name);
        if (scope is not null || !of.StartsWith("Collection(", StringComparison.Ordinal))
        {
            throw Invalid();
        }

        Expect("(");
        scope = (Take(), GraphType.NameOf(of["Collection(".Length..^1]));
        Expect(":");
        var inner = Either();
        Expect(")");
        scope = null;
        return new MessageFilter.Any(path, inner);
    }

    /// <summary>The path below the message, or below the variable of an "any"; and the type of what is there.</summary>
    (string Path, string Type) Path(string said)
    {
        var steps = said.Split('/');
        var of = type;
        if (scope is { } inner && steps[0] == inner.Variable)
        {
            (steps, of) = (steps[1..], inner.Type);
        }

        foreach (var step in steps)
        {
            var property = GraphSchema.Current.Property(GraphType.NameOf(of), step)
                ?? throw GraphException.Uri($"Could not find a property named '{step}' on type 'microsoft.graph.{GraphType.NameOf(of)}'.");
            of = property.Type;
        }

        return (string.Join('/', steps), of);
    }

    string? Literal(string of)
    {
        var token = Take();
        var isText = token.StartsWith('\'');
        var value = isText ? token[1..^1].Replace("''", "'", StringComparison.Ordinal) : token;
        var fits = of switch
        {
            _ when token == "null" => true,
            "Edm.Boolean" => token is "true" or "false",
            "Edm.DateTimeOffset" => !isText && DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _),
            "Edm.Int32" or "Edm.Int64" => long.TryParse(token, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _),
            _ => isText,
        };
        return fits
            ? token == "null" ? null : value
            : throw GraphException.BadRequest($"A binary operator with incompatible types was detected. Found operand types '{of}' and '{(isText ? "Edm.String" : "Edm.Literal")}' for operator kind 'Equal'.");
    }

    bool Takes(string token)
    {
        if (Next != token)
        {
            return false;
        }

        at++;
        return true;
    }

    string Take() => at < tokens.Count ? tokens[at++] : throw Invalid();

    void Expect(string token)
    {
        if (!Takes(token))
        {
            throw Invalid();
        }
    }

    GraphException Invalid() => GraphException.BadRequest($"Invalid filter clause: Syntax error in '{text}'.");

    [GeneratedRegex(@"'(?:[^']|'')*'|[A-Za-z_@][A-Za-z0-9_./@]*|-?[0-9][0-9A-Za-z:.+\-]*|[(),:]")]
    private static partial Regex Tokens();
}
