using System.Globalization;
using Assessment.Evidence.PersonalData;
using CsvHelper;

namespace Assessment.Tests.PersonalData;

/// <summary>The labelled set measures the search: the figures in docs/personal-data.md are these.</summary>
public class SnippetTests
{
    static readonly List<Snippet> Snippets = Snippet.ReadAll();

    static readonly List<Measure> Measures = [.. Snippets
        .SelectMany(snippet => snippet.Expected.Union(snippet.Found).Select(kind => (Kind: kind, IsExpected: snippet.Expected.Contains(kind), IsFound: snippet.Found.Contains(kind))))
        .GroupBy(entry => entry.Kind)
        .OrderBy(group => group.Key)
        .Select(group => new Measure(
            group.Key,
            group.Count(entry => entry.IsExpected),
            group.Count(entry => entry.IsExpected && entry.IsFound),
            group.Count(entry => entry.IsFound && !entry.IsExpected)))];

    [Fact]
    public void The_set_is_large_and_half_of_it_are_traps_in_both_languages()
    {
        Assert.True(Snippets.Count >= 400, $"There are {Snippets.Count} snippets.");
        Assert.True(Snippets.Count(snippet => snippet.Expected.Count == 0) * 2 >= Snippets.Count, "Fewer than half are traps.");
        Assert.All(new[] { "ms", "en" }, language => Assert.InRange(Snippets.Count(snippet => snippet.Language == language), 150, Snippets.Count));
        Assert.Equal(Snippets.Count, Snippets.Select(snippet => snippet.Text).Distinct().Count());
    }

    [Fact]
    public void Precision_and_recall_are_those_that_are_documented()
    {
        var missed = Snippets.Where(snippet => !snippet.Found.SetEquals(snippet.Expected)).Select(snippet => $"{snippet.Id} {snippet.Text}: {string.Join(' ', snippet.Found)}");
        var table = string.Join('\n', Measures.Select(measure => measure.ToString()));
        var documented = File.ReadAllText(Repository.PathTo("docs", "personal-data.md"));

        Assert.True(documented.Contains(table, StringComparison.Ordinal), $"docs/personal-data.md should say:\n{table}\nDifferent from their labels:\n{string.Join('\n', missed)}");
    }

    [Fact]
    public void Every_kind_that_blocks_is_found_nine_times_out_of_ten_and_wrong_one_time_in_twenty_at_most()
        => Assert.All(Measures.Where(measure => measure.Kind != FindingKind.Name), measure =>
        {
            Assert.True(measure.Recall >= 0.9, measure.ToString());
            Assert.True(measure.Precision >= 0.95, measure.ToString());
        });

    [Fact]
    public void No_excerpt_repeats_what_was_found()
        => Assert.All(Snippets, snippet => Assert.All(
            PersonalDataScan.Text(snippet.Text, ScanPolicy.Default),
            finding => Assert.NotEqual(snippet.Text.Substring(finding.Offset, finding.Length), finding.Excerpt)));

    sealed record Measure(FindingKind Kind, int Labelled, int Right, int Wrong)
    {
        public double Recall => Labelled == 0 ? 0 : (double)Right / Labelled;

        public double Precision => Right + Wrong == 0 ? 1 : (double)Right / (Right + Wrong);

        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"| {Kind} | {Labelled} | {Right} | {Wrong} | {Precision:0.000} | {Recall:0.000} |");
    }

    sealed record Snippet(string Id, string Language, string Text, HashSet<FindingKind> Expected)
    {
        public HashSet<FindingKind> Found { get; } = [.. PersonalDataScan.Text(Text, ScanPolicy.Default).Select(finding => finding.Kind)];

        public static List<Snippet> ReadAll()
        {
            using var csv = new CsvReader(File.OpenText(Repository.PathTo("tests", "PersonalData", "snippets.csv")), CultureInfo.InvariantCulture);
            csv.Read();
            csv.ReadHeader();
            var snippets = new List<Snippet>();
            while (csv.Read())
                snippets.Add(new Snippet(csv["id"]!, csv["language"]!, csv["text"]!, [.. csv["kinds"]!.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Enum.Parse<FindingKind>)]));

            return snippets;
        }
    }
}
