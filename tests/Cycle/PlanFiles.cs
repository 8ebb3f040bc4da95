using System.Text;
using Assessment.Cycle;

namespace Assessment.Tests.Cycle;

/// <summary>A small plan without faults, and copies of it with something changed.</summary>
sealed record PlanFiles(IReadOnlyDictionary<string, byte[]> Contents)
{
    public static readonly DateTimeOffset StartedAt = new(2024, 7, 1, 0, 0, 0, TimeSpan.Zero);

    public static string Folder => Repository.PathTo("tests", "Cycle", "Plan");

    public static PlanFiles Good { get; } = new(PlanReader.Files.ToDictionary(file => file, file => File.ReadAllBytes(Path.Combine(Folder, file)), StringComparer.Ordinal));

    public PlanReading Read() => PlanReader.Read(Contents, StartedAt);

    public Plan Plan => Read() switch
    {
        { Plan: { } plan } => plan,
        var reading => throw new InvalidOperationException(string.Join('\n', reading.Faults)),
    };

    public string Text(string file) => Encoding.UTF8.GetString(Contents[file]);

    public PlanFiles With(string file, byte[] content) =>
        new(new Dictionary<string, byte[]>(Contents, StringComparer.Ordinal) { [file] = content });

    public PlanFiles With(string file, string content) => With(file, Encoding.UTF8.GetBytes(content));

    public PlanFiles Without(string file) =>
        new(Contents.Where(pair => pair.Key != file).ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal));

    /// <summary>Replaces the first occurrence of a text, or the whole file for "*".</summary>
    public PlanFiles Replace(string file, string find, string replacement)
    {
        if (find == "*")
            return With(file, replacement);

        var text = Text(file);
        var at = text.IndexOf(find, StringComparison.Ordinal);
        return at < 0
            ? throw new ArgumentException($"'{find}' is not in {file}.")
            : With(file, text[..at] + replacement + text[(at + find.Length)..]);
    }
}
