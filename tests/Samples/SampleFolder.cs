using System.Globalization;
using System.Text;
using CsvHelper;
using YamlDotNet.RepresentationModel;

namespace Assessment.Tests.Samples;

/// <summary>A cycle's folder as its files say it, read without the product's own reader.</summary>
sealed class SampleFolder
{
    readonly IReadOnlyDictionary<string, byte[]> files;

    public SampleFolder(IReadOnlyDictionary<string, byte[]> files)
    {
        this.files = files;
        Rounds = [.. List(Yaml("rounds.yaml"), "rounds")];
        Recommendations = [.. List(Yaml("recommendations.yaml"), "recommendations")];
        Organisations = Csv("organisations.csv");
        People = Csv("people.csv");
        var scenario = Yaml("scenario.yaml");
        Replies = [.. List(scenario, "replies").Select(SampleReply.Of)];
        Decisions = [.. List(scenario, "decisions")];
    }

    public static SampleFolder Named(string sample)
    {
        var folder = Repository.PathTo("samples", sample);
        return new(Directory
            .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .ToDictionary(path => Path.GetRelativePath(folder, path).Replace('\\', '/'), File.ReadAllBytes, StringComparer.Ordinal));
    }

    public IReadOnlyList<YamlMappingNode> Rounds { get; }

    public IReadOnlyList<YamlMappingNode> Recommendations { get; }

    public IReadOnlyList<IReadOnlyDictionary<string, string>> Organisations { get; }

    public IReadOnlyList<IReadOnlyDictionary<string, string>> People { get; }

    public IReadOnlyList<SampleReply> Replies { get; }

    public IReadOnlyList<YamlMappingNode> Decisions { get; }

    public IEnumerable<string> EvidencePaths => files.Keys.Where(path => path.StartsWith("evidence/", StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    public IEnumerable<string> AskedOrganisations => Rounds.SelectMany(Asks).Select(ask => ask.Organisation).Distinct();

    public byte[] Content(string path) => files[path];

    public YamlMappingNode Yaml(string file)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(Encoding.UTF8.GetString(files[file])));
        return (YamlMappingNode)yaml.Documents[0].RootNode;
    }

    /// <summary>Who is asked about what in a round: the lead, and the supporting organisations where the round says so.</summary>
    public IEnumerable<(string Organisation, string Code)> Asks(YamlMappingNode round)
    {
        var codes = round["recommendations"] is YamlSequenceNode ? Texts(round, "recommendations") : Recommendations.Select(recommendation => Text(recommendation, "code"));
        var all = Text(round, "ask") == "lead-and-supporting";
        return from recommendation in Recommendations
               where codes.Contains(Text(recommendation, "code"))
               from organisation in (all ? Texts(recommendation, "supporting") : []).Prepend(Text(recommendation, "lead"))
               select (organisation, Text(recommendation, "code"));
    }

    /// <summary>The indicators of a recommendation that an organisation must state.</summary>
    /// <summary>Indicators that count the same as another one; whether they are asked depends on the round.</summary>
    public IEnumerable<string> Shared => Recommendations.SelectMany(recommendation => List(recommendation, "indicators")).Where(indicator => Has(indicator, "sameAs")).Select(indicator => Text(indicator, "id"));

    public IEnumerable<string> Required(string organisation, string code)
    {
        var recommendation = Recommendations.First(recommendation => Text(recommendation, "code") == code);
        return List(recommendation, "indicators")
            .Where(indicator => !Has(indicator, "sameAs")) // Asked once, under the other's name.
            .Where(indicator => (Has(indicator, "from") ? Texts(indicator, "from") : [Text(recommendation, "lead")]).Contains(organisation))
            .Select(indicator => Text(indicator, "id"));
    }

    public static string Text(YamlMappingNode node, string key) => ((YamlScalarNode)node[key]).Value!;

    public static IReadOnlyList<string> Texts(YamlMappingNode node, string key) =>
        [.. ((YamlSequenceNode)node[key]).Children.Cast<YamlScalarNode>().Select(scalar => scalar.Value!)];

    public static bool Has(YamlMappingNode node, string key) => node.Children.ContainsKey(key);

    public static IEnumerable<YamlMappingNode> List(YamlMappingNode node, string key) =>
        Has(node, key) ? ((YamlSequenceNode)node[key]).Children.Cast<YamlMappingNode>() : [];

    List<IReadOnlyDictionary<string, string>> Csv(string file)
    {
        using var csv = new CsvReader(new StringReader(Encoding.UTF8.GetString(files[file])), CultureInfo.InvariantCulture);
        csv.Read();
        csv.ReadHeader();
        var rows = new List<IReadOnlyDictionary<string, string>>();
        while (csv.Read())
        {
            rows.Add(csv.HeaderRecord!.ToDictionary(column => column, column => csv.GetField(column)!, StringComparer.Ordinal));
        }

        return rows;
    }
}

sealed record SampleReply(string Organisation, string Round, string? From, string To, string Thread, IReadOnlyList<SampleItem> Items)
{
    public static SampleReply Of(YamlMappingNode node) => new(
        SampleFolder.Text(node, "organisation"),
        SampleFolder.Text(node, "round"),
        SampleFolder.Has(node, "from") ? SampleFolder.Text(node, "from") : null,
        SampleFolder.Has(node, "to") ? SampleFolder.Text(node, "to") : "letter",
        SampleFolder.Has(node, "thread") ? SampleFolder.Text(node, "thread") : "reply",
        SampleFolder.Has(node, "items") ? [.. ((YamlMappingNode)node["items"]).Children.Select(entry => SampleItem.Of(((YamlScalarNode)entry.Key).Value!, (YamlMappingNode)entry.Value))] : []);
}

sealed record SampleItem(string Code, IReadOnlyCollection<string> Says, IReadOnlyList<SampleFigure> Figures, IReadOnlyList<string> Files)
{
    public bool IsAnswer => Says.Contains("answer") || Says.Contains("nothing");

    public static SampleItem Of(string code, YamlMappingNode node) => new(
        code,
        [.. node.Children.Keys.Cast<YamlScalarNode>().Select(key => key.Value!)],
        SampleFolder.Has(node, "figures")
            ? [.. ((YamlMappingNode)node["figures"]).Children.Select(entry => SampleFigure.Of(((YamlScalarNode)entry.Key).Value!, (YamlMappingNode)entry.Value))]
            : [],
        SampleFolder.Has(node, "files") ? SampleFolder.Texts(node, "files") : []);
}

/// <summary>A figure, or none with a reason and a date.</summary>
sealed record SampleFigure(string Indicator, decimal? Value, DateOnly? CutOff, string? Source, bool IsExplained, decimal? SumOfParts)
{
    public static SampleFigure Of(string indicator, YamlMappingNode node) => new(
        indicator,
        SampleFolder.Has(node, "value") ? Number(node["value"]) : null,
        SampleFolder.Has(node, "cutOff") ? DateOnly.ParseExact(SampleFolder.Text(node, "cutOff"), "yyyy-MM-dd", CultureInfo.InvariantCulture) : null,
        SampleFolder.Has(node, "source") ? SampleFolder.Text(node, "source") : null,
        SampleFolder.Has(node, "notAvailable") && SampleFolder.Has(node, "plannedBy"),
        SampleFolder.Has(node, "parts") ? ((YamlMappingNode)node["parts"]).Children.Values.Sum(Number) : null);

    static decimal Number(YamlNode node) => decimal.Parse(((YamlScalarNode)node).Value!, CultureInfo.InvariantCulture);
}
