using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Assessment.Register;
using Assessment.Submission;

namespace Assessment.Tests.Submission;

/// <summary>The test vectors of docs/package.md, read from the page, are what the code computes.</summary>
public partial class PackageVectorsTests
{
    static readonly Dictionary<string, string[]> Vectors = Block()
        .Matches(File.ReadAllText(Repository.PathTo("docs", "package.md")).ReplaceLineEndings("\n"))
        .ToDictionary(match => match.Groups["name"].Value, match => match.Groups["lines"].Value.TrimEnd('\n').Split('\n'), StringComparer.Ordinal);

    [Fact]
    public void JSON_has_the_documented_form_and_hash()
    {
        var node = CanonicalJson.Read(Encoding.UTF8.GetBytes(Vectors["canonical-json"][0]));

        Assert.Equal((Vectors["canonical-json"][1], Vectors["canonical-json"][2]), (Encoding.UTF8.GetString(CanonicalJson.Write(node)), CanonicalJson.Hash(node)));
    }

    [Fact]
    public void A_ledger_has_the_documented_entries()
    {
        var lines = Vectors["ledger"];
        var details = Read<LedgerDetails>(lines[0]);
        var first = LedgerChain.Next(null, new DateTimeOffset(2024, 12, 2, 9, 0, 0, TimeSpan.FromHours(8)), "LetterSent", "my-tip-2025-annual-pdrm", details);
        var second = LedgerChain.Next(first, new DateTimeOffset(2024, 12, 20, 10, 30, 0, 500, TimeSpan.FromHours(8)), "ItemReplied", "my-tip-2025-annual-pdrm/R01", null);

        Assert.Equal(lines[0], Text(details));
        Assert.Equal(lines[1], first.DetailsHash);
        Assert.Equal($"{lines[2]}\n{lines[3]}\n", Encoding.UTF8.GetString(LedgerChain.Write([first, second], withDetails: false)));
    }

    [Fact]
    public void Items_have_the_documented_digest()
    {
        var lines = Vectors["sign-off"];
        SignedContent[] items = [Read<SignedContent>(lines[0]), Read<SignedContent>(lines[1])];
        HashedItem[] hashed = [.. items.Select(HashedItem.Of)];

        Assert.Equal(lines.Take(2), items.Select(Text));
        Assert.Equal(lines[2], Text(hashed));
        Assert.Equal(lines[3], SignOffDigest.Of(hashed.Reverse()));
    }

    [Fact]
    public void A_signature_in_the_documented_form_is_taken()
    {
        var lines = Vectors["signature"];

        Assert.Null(ManifestSignature.Read(Encoding.UTF8.GetBytes(lines[1])).Fault(Encoding.UTF8.GetBytes(lines[0])));
    }

    [Fact]
    public void A_version_names_the_one_before_as_it_is_documented()
    {
        var lines = Vectors["supersedes"];
        var supersedes = Read<Supersedes>(lines[1]);

        Assert.Equal(lines[1], Text(supersedes));
        Assert.Equal(supersedes.ManifestSha256, Measure.Of(Encoding.UTF8.GetBytes(lines[0])).Sha256);
    }

    static T Read<T>(string line) => JsonSerializer.Deserialize<T>(line, CanonicalJson.Options)!;

    static string Text<T>(T value) => Encoding.UTF8.GetString(CanonicalJson.Write(value));

    [GeneratedRegex("^```vector (?<name>[a-z-]+)\n(?<lines>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
