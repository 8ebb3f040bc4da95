using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Assessment.Submission;

/// <summary>JSON in the one form of RFC 8785 (JCS), so that the same content always has the same bytes and the same hash.</summary>
public static class CanonicalJson
{
    static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>How records become JSON here: camelCase, nothing for null, moments in UTC with seven decimals.</summary>
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.General)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        AllowDuplicateProperties = false,
        Converters = { new StrictText(), new UtcMoment(), new ExactDecimal(), new JsonStringEnumConverter() },
    };

    /// <summary>The canonical bytes of a record, a JsonNode or a JsonElement.</summary>
    /// <exception cref="FormatException">The value has no canonical form; the message says why.</exception>
    public static byte[] Write<T>(T value)
    {
        var text = new StringBuilder();
        try
        {
            Append(text, NodeOf(value));
            return StrictUtf8.GetBytes(text.ToString());
        }
        catch (EncoderFallbackException)
        {
            throw new FormatException("The text holds half a surrogate pair, which has no UTF-8 form.");
        }
        catch (Exception fault) when (fault is InvalidOperationException or ArgumentException)
        {
            throw new FormatException($"The value has no canonical JSON form: {fault.Message}", fault);
        }
    }

    /// <summary>SHA-256 of the canonical bytes, in lower-case hexadecimal.</summary>
    public static string Hash<T>(T value) => Convert.ToHexStringLower(SHA256.HashData(Write(value)));

    /// <summary>Reads JSON, refusing duplicate names, comments, trailing commas and more than 64 levels.</summary>
    /// <exception cref="FormatException">The bytes are not JSON.</exception>
    public static JsonNode? Read(ReadOnlySpan<byte> utf8)
    {
        try
        {
            return JsonNode.Parse(utf8, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false });
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or ArgumentException)
        {
            throw new FormatException($"The text is not JSON: {fault.Message}", fault);
        }
    }

    /// <summary>True when the bytes are exactly those that <see cref="Write"/> would give.</summary>
    public static bool IsCanonical(ReadOnlySpan<byte> utf8)
    {
        try
        {
            return utf8.SequenceEqual(Write(Read(utf8)));
        }
        catch (FormatException)
        {
            return false;
        }
    }

    static JsonNode? NodeOf<T>(T value) => value switch
    {
        JsonNode node => node,
        JsonElement { ValueKind: JsonValueKind.Object } element => JsonObject.Create(element),
        JsonElement { ValueKind: JsonValueKind.Array } element => JsonArray.Create(element),
        JsonElement element => JsonValue.Create(element),
        _ => JsonSerializer.SerializeToNode(value, Options),
    };

    static void Append(StringBuilder text, JsonNode? node)
    {
        switch (node)
        {
            case null:
                text.Append("null");
                break;
            case JsonObject members:
                AppendAll(text, '{', members.OrderBy(member => member.Key, StringComparer.Ordinal), '}', member =>
                {
                    AppendText(text, member.Key);
                    text.Append(':');
                    Append(text, member.Value);
                });
                break;
            case JsonArray elements:
                AppendAll(text, '[', elements, ']', element => Append(text, element));
                break;
            default:
                AppendValue(text, node.AsValue());
                break;
        }
    }

    static void AppendAll<T>(StringBuilder text, char open, IEnumerable<T> all, char close, Action<T> append)
    {
        text.Append(open);
        var first = true;
        foreach (var one in all)
        {
            if (!first)
                text.Append(',');

            first = false;
            append(one);
        }

        text.Append(close);
    }

    static void AppendValue(StringBuilder text, JsonValue value)
    {
        switch (value.GetValueKind())
        {
            case JsonValueKind.String when value.TryGetValue<string>(out var plain):
                AppendText(text, plain);
                break;
            case JsonValueKind.String:
                Append(text, JsonNode.Parse(value.ToJsonString()));
                break;
            case JsonValueKind.Number:
                text.Append(NumberOf(value.ToJsonString()));
                break;
            default:
                text.Append(value.ToJsonString());
                break;
        }
    }

    static void AppendText(StringBuilder text, string plain)
    {
        text.Append('"');
        foreach (var letter in plain)
            AppendLetter(text, letter);

        text.Append('"');
    }

    static StringBuilder AppendLetter(StringBuilder text, char letter) => letter switch
    {
        '"' => text.Append("\\\""),
        '\\' => text.Append("\\\\"),
        '\b' => text.Append("\\b"),
        '\f' => text.Append("\\f"),
        '\n' => text.Append("\\n"),
        '\r' => text.Append("\\r"),
        '\t' => text.Append("\\t"),
        < ' ' => text.Append("\\u").Append(((int)letter).ToString("x4", CultureInfo.InvariantCulture)),
        _ => text.Append(letter),
    };

    /// <summary>A number of JSON text as a double in the form of ECMAScript; an integer that a double cannot carry is refused.</summary>
    static string NumberOf(string json)
    {
        var number = double.Parse(json, NumberStyles.Float, CultureInfo.InvariantCulture);
        if (!double.IsFinite(number))
            throw new FormatException($"The number {json[..Math.Min(json.Length, 40)]} is too large for JSON.");

        var text = NumberOf(number);
        if (IsInteger(json) && BigInteger.Parse(json, CultureInfo.InvariantCulture) != BigInteger.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture))
            throw new FormatException($"The integer {json} cannot be carried exactly by a JSON number; write it as text.");

        return text;
    }

    static bool IsInteger(string json) => json.All(letter => letter == '-' || char.IsAsciiDigit(letter));

    /// <summary>ECMAScript's Number::toString: the shortest digits that read back as the same double.</summary>
    internal static string NumberOf(double number)
    {
        if (!double.IsFinite(number))
            throw new FormatException("NaN and infinity have no JSON form.");

        if (number == 0)
            return "0";

        var (digits, point) = Shortest(Math.Abs(number));
        return (number < 0 ? "-" : "") + Place(digits, point);
    }

    /// <summary>The significant digits, and how many of them stand before the decimal point.</summary>
    static (string Digits, int Point) Shortest(double number)
    {
        var text = number.ToString("R", CultureInfo.InvariantCulture);
        var exponentAt = text.IndexOf('E', StringComparison.Ordinal);
        var mantissa = exponentAt < 0 ? text : text[..exponentAt];
        var exponent = exponentAt < 0 ? 0 : int.Parse(text[(exponentAt + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var dot = mantissa.IndexOf('.', StringComparison.Ordinal);
        var digits = mantissa.Replace(".", "", StringComparison.Ordinal);
        var significant = digits.TrimStart('0');
        var point = (dot < 0 ? mantissa.Length : dot) + exponent - (digits.Length - significant.Length);
        return (significant.TrimEnd('0'), point);
    }

    static string Place(string digits, int point) => point switch
    {
        > 21 or <= -6 => digits[..1] + (digits.Length > 1 ? "." + digits[1..] : "")
            + (point > 0 ? "e+" : "e-") + Math.Abs(point - 1).ToString(CultureInfo.InvariantCulture),
        <= 0 => "0." + new string('0', -point) + digits,
        _ when digits.Length <= point => digits + new string('0', point - digits.Length),
        _ => digits[..point] + "." + digits[point..],
    };

    /// <summary>The serialiser would write half a surrogate pair as U+FFFD: two different texts would then have one hash.</summary>
    sealed class StrictText : JsonConverter<string>
    {
        public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType == JsonTokenType.String
            ? reader.GetString()
            : throw new JsonException("A text is expected here.");

        public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(Checked(value));

        public override string ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetString()!;

        public override void WriteAsPropertyName(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WritePropertyName(Checked(value));

        static string Checked(string value) => StrictUtf8.GetByteCount(value) >= 0 ? value : "";
    }

    sealed class UtcMoment : JsonConverter<DateTimeOffset>
    {
        public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String
            && DateTimeOffset.TryParseExact(reader.GetString(), Moment.Format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)
                ? moment
                : throw new JsonException("A moment is written in UTC with seven decimals, such as 2025-01-31T01:00:00.0000000Z.");

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => writer.WriteStringValue(Moment.Text(value));
    }

    /// <summary>A number where a double carries the decimal exactly, else its digits as text, as RFC 8785 advises.</summary>
    sealed class ExactDecimal : JsonConverter<decimal>
    {
        public override decimal Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType == JsonTokenType.String
            && decimal.TryParse(reader.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var exact)
                ? exact
                : reader.GetDecimal();

        public override void Write(Utf8JsonWriter writer, decimal value, JsonSerializerOptions options)
        {
            var text = NumberOf((double)value);
            if (decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var carried) && carried == value)
                writer.WriteRawValue(text);
            else
                writer.WriteStringValue(value.ToString("0.############################", CultureInfo.InvariantCulture));
        }
    }
}

/// <summary>Moments as the package writes them: UTC, seven decimals, always 28 characters.</summary>
static class Moment
{
    public const string Format = "yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'";

    public static string Text(DateTimeOffset at) => at.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture);
}
