using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Assessment.Tests.Architecture;

public partial class SourceTests
{
    /// <summary>Places on the machines of those who build this: they mean nothing to anybody else.</summary>
    static readonly Regex Machines = new(@"\.\./shared\b|(?<![\w.~$)}/-])/(work|farm)/", RegexOptions.Compiled);

    public static TheoryData<string> Bans => [.. File.ReadAllLines(Repository.PathTo("BannedSymbols.txt")).Where(line => line.Length > 0)];

    [Fact]
    public void Events_are_awaited_in_one_place()
    {
        var callers = Sources.Functions.Where(path => Wait().IsMatch(Sources.Code(path))).ToList();

        Assert.All(callers, path => Assert.StartsWith("functions/Durable/", path, StringComparison.Ordinal));
        Assert.True(callers.Count <= 1, $"WaitForExternalEvent is called in {string.Join(" and ", callers)}: a second place would lose events of the first.");
    }

    [Fact]
    public void Orchestrations_do_not_catch_everything()
        => Assert.DoesNotContain(Sources.Functions, path => path.EndsWith("Orchestration.cs", StringComparison.Ordinal) && CatchAll().IsMatch(Sources.Code(path)));

    [Fact]
    public void Banned_calls_break_the_build_of_the_app()
    {
        var project = XDocument.Load(Repository.PathTo("functions", "functions.csproj"));

        Assert.Contains("Microsoft.CodeAnalysis.BannedApiAnalyzers", Includes(project, "PackageReference"));
        Assert.Contains("../BannedSymbols.txt", Includes(project, "AdditionalFiles"));
        Assert.DoesNotContain("RS0030", Sources.Read("functions/functions.csproj") + Sources.Read("Directory.Build.props") + Sources.Read(".editorconfig"), StringComparison.Ordinal);
        Assert.DoesNotContain(Sources.Functions, path => Sources.Read(path).Contains("RS0030", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Bans))]
    public void Every_ban_names_something_that_exists_and_what_to_use_instead(string ban)
    {
        var (symbol, message) = ban.Split(';', 2) is [var first, var second] ? (first, second) : (ban, "");

        Assert.True(BannedSymbol.Exists(symbol), $"{symbol} names nothing, so it bans nothing.");
        Assert.NotEmpty(message.Trim());
    }

    [Theory]
    [InlineData("P:System.DateTime.Nov")]
    [InlineData("M:System.Threading.Thread.Sleep(System.String)")]
    [InlineData("T:System.Clock")]
    [InlineData("Use TimeProvider")]
    public void A_ban_with_a_slip_is_noticed(string symbol) => Assert.False(BannedSymbol.Exists(symbol));

    [Fact]
    public void No_file_names_a_place_on_somebodys_machine()
        => Assert.DoesNotContain(Sources.All, path => Machines.IsMatch(Encoding.Latin1.GetString(File.ReadAllBytes(Repository.PathTo(path)))));

    [Theory]
    [InlineData("see .", "./shared for more")]
    [InlineData("cd /", "work/main")]
    [InlineData("\"/", "farm/in\"")]
    public void Places_on_machines_are_recognised(string beginning, string end) => Assert.Matches(Machines, beginning + end);

    [Theory]
    [InlineData("https://example.org/work/item")]
    [InlineData("../work/item")]
    [InlineData("framework/x")]
    public void Other_paths_are_not(string path) => Assert.DoesNotMatch(Machines, path);

    static IEnumerable<string?> Includes(XDocument project, string item) => project.Descendants(item).Select(element => (string?)element.Attribute("Include"));

    [GeneratedRegex(@"\bWaitForExternalEvent\s*[<(]")]
    private static partial Regex Wait();

    [GeneratedRegex(@"\bcatch\s*(\{|\(\s*(System\.)?Exception\b)")]
    private static partial Regex CatchAll();
}
