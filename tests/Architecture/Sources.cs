using System.Text.RegularExpressions;

namespace Assessment.Tests.Architecture;

/// <summary>The files of the repository as people wrote them.</summary>
static partial class Sources
{
    static readonly string[] NotOurs = ["bin", "obj", "out", "node_modules", "TestResults", "BenchmarkDotNet.Artifacts"];

    /// <summary>Paths from the repository's root, with slashes, in ordinal order.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Under("")];

    public static IReadOnlyList<string> Functions { get; } =
        [.. All.Where(path => path.StartsWith("functions/", StringComparison.Ordinal) && path.EndsWith(".cs", StringComparison.Ordinal))];

    public static string Read(string path) => File.ReadAllText(Repository.PathTo(path));

    /// <summary>C# without its comments.</summary>
    public static string Code(string path) => Comment().Replace(Read(path), "");

    static IEnumerable<string> Under(string folder)
    {
        var here = new DirectoryInfo(Repository.PathTo(folder));
        var files = here.EnumerateFiles().Where(file => file.Name != ".git").Select(file => folder + file.Name);
        var folders = here.EnumerateDirectories()
            .Where(child => !NotOurs.Contains(child.Name) && (!child.Name.StartsWith('.') || child.Name == ".ci"))
            .SelectMany(child => Under($"{folder}{child.Name}/"));
        return files.Concat(folders).Order(StringComparer.Ordinal);
    }

    [GeneratedRegex(@"//[^\n]*")]
    private static partial Regex Comment();
}
