using Assessment.Submission;

namespace Assessment.Tests.Year;

/// <summary>Two rehearsals left the same: byte for byte, but for signatures, which hold a random number, and the mails that carry them.</summary>
static class SameOutcome
{
    static readonly string[] Compared = ["timeline.txt", "ledger.jsonl", "summary.json", "mailbox", "cards", "submission"];

    public static void Assert(string expected, string actual)
    {
        var files = FilesOf(expected);
        Xunit.Assert.NotEmpty(files);
        Xunit.Assert.Equal(files, FilesOf(actual));
        foreach (var file in files)
        {
            Compare(Path.Combine(expected, file), Path.Combine(actual, file));
        }
    }

    static void Compare(string expected, string actual)
    {
        if (Path.GetExtension(expected) == ".zip")
        {
            var entries = WithoutSignature(expected);
            Xunit.Assert.NotEmpty(entries);
            Xunit.Assert.Equal(entries, WithoutSignature(actual));
        }
        else if (!Path.GetFileName(expected).Contains("-out-submission-", StringComparison.Ordinal))
        {
            Xunit.Assert.True(File.ReadAllBytes(expected).AsSpan().SequenceEqual(File.ReadAllBytes(actual)), Difference(expected, actual));
        }
    }

    static Dictionary<string, string> WithoutSignature(string package) => RehearsedYear.Entries(package)
        .Where(entry => entry.Key != ManifestSignature.FileName)
        .ToDictionary(entry => entry.Key, entry => Measure.Of(entry.Value).Sha256, StringComparer.Ordinal);

    static string Difference(string expected, string actual) =>
        $"{actual} differs from {expected}\n{Approved.Difference(File.ReadAllLines(expected), File.ReadAllLines(actual))}";

    static IReadOnlyList<string> FilesOf(string folder) =>
    [
        .. Compared.SelectMany(name => Directory.Exists(Path.Combine(folder, name))
            ? Directory.GetFiles(Path.Combine(folder, name)).Select(file => Path.GetRelativePath(folder, file))
            : [name]).Order(StringComparer.Ordinal),
    ];
}
