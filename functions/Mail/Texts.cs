using System.Globalization;
using System.Text.RegularExpressions;
using Assessment.Cycle;
using YamlDotNet.Serialization;

namespace Assessment.Mail;

/// <summary>The words of the mails, one file per language, with {placeholders}.</summary>
public static partial class Texts
{
    static readonly Lazy<Dictionary<string, string>> English = new(() => Load("en"));
    static readonly Lazy<Dictionary<string, string>> Malay = new(() => Load("ms"));

    public static IReadOnlyDictionary<string, string> Of(Language language) => language switch
    {
        Language.En => English.Value,
        Language.Ms => Malay.Value,
        _ => throw new InvalidOperationException($"There are no texts in {language}."),
    };

    /// <summary>A text with its placeholders filled; one that is left over is an error, not a hole in a letter.</summary>
    public static string Fill(Language language, string key, params (string Name, string Value)[] values)
    {
        var filled = Placeholder().Replace(Template(language, key), match =>
            values.FirstOrDefault(value => value.Name == match.Groups["name"].Value).Value
            ?? throw new InvalidOperationException($"The text '{key}' in {language} wants {match.Value}."));
        return BlankLines().Replace(filled, "\n\n").Trim();
    }

    public static string Template(Language language, string key)
        => Of(language).TryGetValue(key, out var found) ? found : throw new InvalidOperationException($"There is no text '{key}' in {language}.");

    public static IReadOnlySet<string> PlaceholdersOf(string template) => Placeholder().Matches(template).Select(match => match.Value).ToHashSet(StringComparer.Ordinal);

    /// <summary>10 January 2025, or 10 Januari 2025.</summary>
    public static string Day(Language language, DateOnly day)
        => string.Create(CultureInfo.InvariantCulture, $"{day.Day} {Word(language, "months", day.Month - 1)} {day.Year}");

    /// <summary>Friday 10 January 2025, 17:00, in local time; with seconds where there are any.</summary>
    public static string Moment(Language language, Zone zone, DateTimeOffset moment)
    {
        var local = zone.In(moment);
        var day = DateOnly.FromDateTime(local.DateTime);
        var time = local.ToString(local.Second == 0 ? "HH:mm" : "HH:mm:ss", CultureInfo.InvariantCulture);
        return $"{Word(language, "weekdays", (int)day.DayOfWeek)} {Day(language, day)}, {time}";
    }

    public static string Number(decimal value) => value.ToString("#,0.##", CultureInfo.InvariantCulture);

    static string Word(Language language, string list, int index) => Of(language)[list].Split(' ')[index];

    static Dictionary<string, string> Load(string language)
    {
        var assembly = typeof(Texts).Assembly;
        using var stream = assembly.GetManifestResourceStream($"Assessment.Mail.Texts.{language}.yaml")
            ?? throw new InvalidOperationException($"The texts in '{language}' are not part of this build.");
        using var reader = new StreamReader(stream);
        return new DeserializerBuilder().Build().Deserialize<Dictionary<string, string>>(reader.ReadToEnd().ReplaceLineEndings("\n"));
    }

    [GeneratedRegex(@"\{(?<name>[a-z]+)\}")]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"\n{3,}")]
    private static partial Regex BlankLines();
}
