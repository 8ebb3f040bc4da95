using System.Text.RegularExpressions;
using Assessment.Cycle;

namespace Assessment.Clearance;

/// <summary>The five grades of the security instructions, the lowest first. Only what is Terbuka leaves the country as it is.</summary>
public enum Grade
{
    Terbuka,
    Terhad,
    Sulit,
    Rahsia,
    RahsiaBesar,
}

/// <summary>How grades are written and recognised. What is recognised raises a grade; nothing but a person's decision lowers one.</summary>
public static partial class Grades
{
    public static IReadOnlyList<string> Words { get; } = [.. Enum.GetValues<Grade>().Select(Word)];

    public static string Word(this Grade grade) => grade == Grade.RahsiaBesar ? "Rahsia Besar" : grade.ToString();

    public static bool MayLeave(this Grade grade) => grade == Grade.Terbuka;

    public static Grade Higher(Grade one, Grade? other) => other is { } higher && higher > one ? higher : one;

    /// <summary>A grade as a person writes it, in Malay or English, or null.</summary>
    public static Grade? Read(string text) => Blanks().Replace(text.Trim(' ', '.', '*', '-', '[', ']', '(', ')', '"', '\''), " ").ToLowerInvariant() switch
    {
        "terbuka" or "open" or "unclassified" => Grade.Terbuka,
        "terhad" or "restricted" => Grade.Terhad,
        "sulit" or "confidential" => Grade.Sulit,
        "rahsia" or "secret" => Grade.Rahsia,
        "rahsia besar" or "top secret" => Grade.RahsiaBesar,
        _ => null,
    };

    /// <summary>The grade that a file's name carries as a word of its own: R03-sulit-debrief.pdf. English words mean too many other things in names.</summary>
    public static Grade? InName(string fileName)
    {
        var words = Slug.Of(Path.GetFileNameWithoutExtension(fileName)).Split('-');
        return words.Contains("rahsia") ? (words.Contains("besar") ? Grade.RahsiaBesar : Grade.Rahsia)
            : words.Contains("sulit") ? Grade.Sulit
            : words.Contains("terhad") ? Grade.Terhad
            : null;
    }

    /// <summary>The highest grade that stands as a marking, alone on its line, in what a document opens with.</summary>
    public static Grade? Marking(IEnumerable<string> opening)
    {
        var marked = opening.SelectMany(text => text.Split('\n')).Select(MarkedBy).OfType<Grade>().ToList();
        return marked.Count == 0 ? null : marked.Max();
    }

    static Grade? MarkedBy(string line) => line.Length <= 60 && Label().Match(Formats().Replace(line, "")) is { Success: true } match ? Read(match.Groups["word"].Value) : null;

    /// <summary>"SULIT", "Gred: Sulit", "KLASIFIKASI: RAHSIA BESAR", "- CONFIDENTIAL -".</summary>
    [GeneratedRegex(@"^\W{0,5}((gred|grade|klasifikasi|classification|taraf keselamatan)\s{0,3}:\s{0,3})?(?<word>[A-Za-z]+(\s{1,3}[A-Za-z]+)?)\W{0,5}$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Label();

    /// <summary>What a workbook's header says of its own look: &amp;C&amp;"Arial,Bold"&amp;14.</summary>
    [GeneratedRegex("&[LCRBI]|&\"[^\"]{0,40}\"|&[0-9]{1,3}")]
    private static partial Regex Formats();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
