using System.Text.Json;
using System.Text.RegularExpressions;

namespace Assessment.Web;

/// <summary>The words of the pages in one language, with {placeholders}; they may be read by any number of pages at once.</summary>
public sealed partial class Words
{
    static readonly Lazy<Dictionary<string, Words>> All = new(() => new[] { "en", "ms" }.ToDictionary(language => language, language => new Words(language, Load(language)), StringComparer.Ordinal));

    readonly Dictionary<string, string> texts;

    Words(string language, Dictionary<string, string> texts) => (Language, this.texts) = (language, texts);

    public static IReadOnlyCollection<string> Languages => All.Value.Keys;

    /// <summary>The language as HTML names it: en or ms.</summary>
    public string Language { get; }

    public IReadOnlyDictionary<string, string> Texts => texts;

    public string this[string key] => texts.TryGetValue(key, out var text) ? text : throw new InvalidOperationException($"The pages have no words '{key}' in {Language}.");

    public static Words In(string language) => All.Value.TryGetValue(language, out var words) ? words : throw new InvalidOperationException($"The pages have no words in '{language}'.");

    /// <summary>A text with its placeholders filled; one that is left over is an error, not a hole in a page.</summary>
    public string Fill(string key, params (string Name, string Value)[] values) => Placeholder().Replace(this[key], match =>
        values.FirstOrDefault(value => value.Name == match.Groups["name"].Value).Value
        ?? throw new InvalidOperationException($"The words '{key}' in {Language} want {match.Value}."));

    public static IReadOnlySet<string> PlaceholdersOf(string text) => Placeholder().Matches(text).Select(match => match.Value).ToHashSet(StringComparer.Ordinal);

    static Dictionary<string, string> Load(string language) => JsonSerializer.Deserialize<Dictionary<string, string>>(PageAssets.Read($"Words.{language}.json"))
        ?? throw new InvalidOperationException($"The words in '{language}' are empty.");

    [GeneratedRegex(@"\{(?<name>[a-z]+)\}")]
    private static partial Regex Placeholder();
}
