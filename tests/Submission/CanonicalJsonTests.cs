using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Assessment.Submission;
using CsCheck;

namespace Assessment.Tests.Submission;

public class CanonicalJsonTests
{
    /// <summary>RFC 8785, appendix B: the bits of a double and its text.</summary>
    [Theory]
    [InlineData("0000000000000000", "0")]
    [InlineData("8000000000000000", "0")]
    [InlineData("0000000000000001", "5e-324")]
    [InlineData("8000000000000001", "-5e-324")]
    [InlineData("7fefffffffffffff", "1.7976931348623157e+308")]
    [InlineData("ffefffffffffffff", "-1.7976931348623157e+308")]
    [InlineData("4340000000000000", "9007199254740992")]
    [InlineData("c340000000000000", "-9007199254740992")]
    [InlineData("4430000000000000", "295147905179352830000")]
    [InlineData("44b52d02c7e14af5", "9.999999999999997e+22")]
    [InlineData("44b52d02c7e14af6", "1e+23")]
    [InlineData("44b52d02c7e14af7", "1.0000000000000001e+23")]
    [InlineData("444b1ae4d6e2ef4e", "999999999999999700000")]
    [InlineData("444b1ae4d6e2ef4f", "999999999999999900000")]
    [InlineData("444b1ae4d6e2ef50", "1e+21")]
    [InlineData("3eb0c6f7a0b5ed8c", "9.999999999999997e-7")]
    [InlineData("3eb0c6f7a0b5ed8d", "0.000001")]
    [InlineData("41b3de4355555553", "333333333.3333332")]
    [InlineData("41b3de4355555554", "333333333.33333325")]
    [InlineData("41b3de4355555555", "333333333.3333333")]
    [InlineData("41b3de4355555556", "333333333.3333334")]
    [InlineData("41b3de4355555557", "333333333.33333343")]
    [InlineData("becbf647612f3696", "-0.0000033333333333333333")]
    [InlineData("43143ff3c1cb0959", "1424953923781206.2")]
    public void Numbers_are_written_as_ECMAScript_writes_them(string bits, string expected)
    {
        var number = BitConverter.Int64BitsToDouble(long.Parse(bits, NumberStyles.HexNumber, CultureInfo.InvariantCulture));

        Assert.Equal(expected, CanonicalJson.NumberOf(number));
    }

    /// <summary>RFC 8785, section 3.2.2 and 3.2.3.</summary>
    [Fact]
    public void The_example_of_the_RFC_comes_out_as_the_RFC_says()
    {
        const string Input = """
            {
              "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
              "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
              "literals": [null, true, false]
            }
            """;
        const string Expected = """{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}""";

        Assert.Equal(Expected, Canonical(Input));
    }

    /// <summary>RFC 8785, section 3.2.3: names sort by UTF-16 code units, so an emoji stands before U+FB33.</summary>
    [Fact]
    public void Names_are_sorted_by_their_code_units()
    {
        const string Input = """{"\u20ac":"Euro Sign","\r":"Carriage Return","\ufb33":"Hebrew Letter Dalet With Dagesh","1":"One","\ud83d\ude00":"Emoji: Grinning Face","\u0080":"Control","\u00f6":"Latin Small Letter O With Diaeresis"}""";
        var names = JsonNode.Parse(Canonical(Input))!.AsObject().Select(member => member.Value!.GetValue<string>());

        Assert.Equal(
            ["Carriage Return", "One", "Control", "Latin Small Letter O With Diaeresis", "Euro Sign", "Emoji: Grinning Face", "Hebrew Letter Dalet With Dagesh"], names);
    }

    [Theory]
    [InlineData("""{"a":1,"a":2}""")]
    [InlineData("""["\ud800"]""")]
    [InlineData("""{"\udc00":1}""")]
    [InlineData("1e400")]
    [InlineData("9007199254740993")]
    [InlineData("[1,]")]
    [InlineData("// comment\n1")]
    [InlineData("")]
    public void What_has_no_canonical_form_is_refused(string json)
    {
        Assert.Throws<FormatException>(() => Canonical(json));
        Assert.False(CanonicalJson.IsCanonical(Encoding.UTF8.GetBytes(json)));
    }

    [Fact]
    public void A_broken_surrogate_is_refused_in_every_kind_of_value()
    {
        // Not a theory: the arguments of an attribute are stored as UTF-8, which has no broken surrogates.
        string[] broken = ["lone \ud800", "\udfff", "\udc00\ud800"];
        Assert.All(broken, text =>
        {
            Assert.Throws<FormatException>(() => CanonicalJson.Write(new { Text = text }));
            Assert.Throws<FormatException>(() => CanonicalJson.Write(new Dictionary<string, string> { [text] = "" }));
            Assert.Throws<FormatException>(() => CanonicalJson.Write(new JsonObject { ["text"] = text }));
            Assert.Throws<FormatException>(() => CanonicalJson.Write(new JsonObject { [text] = 1 }));
        });
    }

    [Fact]
    public void Records_are_written_in_camel_case_without_nulls_and_with_moments_in_UTC()
    {
        var json = Encoding.UTF8.GetString(CanonicalJson.Write(new
        {
            Zulu = (string?)null,
            At = new DateTimeOffset(2025, 1, 31, 9, 0, 0, TimeSpan.FromHours(8)),
            Day = new DateOnly(2025, 1, 31),
            Whole = 41.0m,
            Part = 0.10m,
            TooExact = 0.1234567890123456789012345678m,
            Facts = new Dictionary<string, int> { ["Upper Case"] = 1 },
        }));

        Assert.Equal("""{"at":"2025-01-31T01:00:00.0000000Z","day":"2025-01-31","facts":{"Upper Case":1},"part":0.1,"tooExact":"0.1234567890123456789012345678","whole":41}""", json);
    }

    [Fact]
    public void Every_finite_double_reads_back_as_itself() => Gen.Double
        .Where(double.IsFinite)
        .Sample(number => double.Parse(CanonicalJson.NumberOf(number), CultureInfo.InvariantCulture) == number, iter: 20_000);

    [Fact]
    public void Every_decimal_reads_back_as_itself() => Gen.Decimal
        .Sample(number => JsonSerializer.Deserialize<decimal>(CanonicalJson.Write(number), CanonicalJson.Options) == number, iter: 20_000);

    [Fact]
    public void Writing_again_changes_nothing() => Json(3).Sample(json =>
    {
        var once = CanonicalJson.Write(json.ToNode(reversed: false));
        return CanonicalJson.IsCanonical(once) && once.AsSpan().SequenceEqual(CanonicalJson.Write(CanonicalJson.Read(once)));
    });

    [Fact]
    public void The_order_of_names_does_not_matter() => Json(3).Sample(json =>
        CanonicalJson.Write(json.ToNode(reversed: false)).AsSpan().SequenceEqual(CanonicalJson.Write(json.ToNode(reversed: true))));

    [Fact]
    public void A_node_an_element_and_its_text_have_the_same_form() => Json(3).Sample(json =>
    {
        var bytes = CanonicalJson.Write(json.ToNode(reversed: false));
        using var document = JsonDocument.Parse(bytes);
        return bytes.AsSpan().SequenceEqual(CanonicalJson.Write(document.RootElement));
    });

    static string Canonical(string json) => Encoding.UTF8.GetString(CanonicalJson.Write(CanonicalJson.Read(Encoding.UTF8.GetBytes(json))));

    static Gen<Tree> Json(int depth)
    {
        var text = Gen.Char.Where(letter => !char.IsSurrogate(letter)).Array[0, 6].Select(letters => new string(letters));
        var leaf = Gen.OneOf(
            text.Select(value => new Tree(JsonSerializer.Serialize(value), [])),
            Gen.Double.Where(double.IsFinite).Select(value => new Tree(JsonSerializer.Serialize(value), [])),
            Gen.Bool.Select(value => new Tree(value ? "true" : "null", [])));
        return depth == 0 ? leaf : Gen.OneOf(leaf, Gen.Select(text, Json(depth - 1)).Array[0, 5].Select(members => new Tree(null, members)));
    }

    /// <summary>A value, or an object whose members can be put in two orders.</summary>
    sealed record Tree(string? Leaf, (string Name, Tree Value)[] Members)
    {
        public JsonNode? ToNode(bool reversed)
        {
            if (Leaf is not null)
                return JsonNode.Parse(Leaf);

            var members = Members.DistinctBy(member => member.Name, StringComparer.Ordinal);
            return new JsonObject((reversed ? members.Reverse() : members).Select(member => KeyValuePair.Create(member.Name, member.Value.ToNode(reversed))));
        }
    }
}
