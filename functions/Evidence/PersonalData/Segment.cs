namespace Assessment.Evidence.PersonalData;

/// <summary>A piece of text with one place in its file, and what stands over or before it: a column's heading, a label.</summary>
readonly record struct Segment(string Where, string Text, string Heading = "");

/// <summary>Collects what is found in the pieces of one file, up to a limit, so that a hostile file cannot fill the memory.</summary>
sealed class Findings(ScanPolicy policy, CancellationToken cancellation)
{
    public const int Most = 2_000;

    const int LongestOpening = 20;
    const int LongestPiece = 400;

    readonly TextSearch search = new(policy);
    readonly List<Finding> all = [];
    readonly List<string> opening = [];

    public ScanPolicy Policy => policy;

    public bool IsFull => all.Count >= Most;

    public IReadOnlyList<Finding> All => all;

    public void Read(Segment segment)
    {
        cancellation.ThrowIfCancellationRequested();
        KeepOpening(segment);
        foreach (var hit in search.In(segment.Text, segment.Heading))
            Add(hit.At(segment.Where, segment.Text));
    }

    public void ReadLines(string text)
    {
        KeepOpening(new Segment("", text));
        var line = 1;
        var counted = 0;
        foreach (var hit in search.In(text, "", cancellation))
        {
            line += text.AsSpan(counted, hit.Offset - counted).Count('\n');
            counted = hit.Offset;
            Add(hit.At($"line {line}", text));
        }
    }

    /// <summary>A name in a file's properties: no leak by itself, but nothing that should leave the country unseen.</summary>
    public void ReadAuthor(string where, string? name)
    {
        if (string.IsNullOrWhiteSpace(name))
            return;

        var before = all.Count;
        Read(new Segment(where, name));
        if (all.Count == before)
            Add(new Finding(FindingKind.Author, Severity.Hint, where, Mask.Of(name), 0, name.Length));
    }

    /// <summary>Keeps the first pieces of a file, and what repeats in its margins.</summary>
    public void KeepOpening(Segment segment)
    {
        if (segment.Text.Length == 0 || opening.Count >= 2 * LongestOpening || segment.Where == "file name")
            return;

        if (opening.Count < LongestOpening || IsMargin(segment.Where))
            opening.Add(segment.Text.Length > LongestPiece ? segment.Text[..LongestPiece] : segment.Text);
    }

    static bool IsMargin(string where) => where.StartsWith("header", StringComparison.Ordinal) || where.StartsWith("footer", StringComparison.Ordinal) || where.EndsWith("header and footer", StringComparison.Ordinal);

    public void Add(Finding finding)
    {
        if (!IsFull)
            all.Add(finding);
    }

    /// <summary>The result, which says when the search stopped early.</summary>
    public FileScan Scan(string? unreadable = null) => new(all, IsFull ? $"There are more than {Most} findings; the search stopped there. The agency must replace the file." : unreadable) { Opening = opening };
}

/// <summary>A match in one text.</summary>
readonly record struct Hit(FindingKind Kind, Severity Severity, int Offset, int Length)
{
    public int End => Offset + Length;

    public Finding At(string where, string text) => new(Kind, Severity, where, Mask.Of(text.AsSpan(Offset, Length)), Offset, Length);
}

/// <summary>Enough of a value to find it again, too little to use it.</summary>
static class Mask
{
    const int Longest = 40;

    public static string Of(ReadOnlySpan<char> value)
    {
        var shown = value.Length < 6 ? 0 : value.IndexOf('@') is > 0 and var at && at < 6 ? 1 : 2;
        var domain = value.LastIndexOf('@');
        Span<char> masked = stackalloc char[Math.Min(value.Length, Longest)];
        for (var i = 0; i < masked.Length; i++)
            masked[i] = i < shown || (domain >= 0 && i >= domain) || !char.IsLetterOrDigit(value[i]) ? Printable(value[i]) : '•';

        return value.Length > Longest ? $"{masked}…" : masked.ToString();
    }

    static char Printable(char letter) => char.IsControl(letter) || char.IsSurrogate(letter) ? ' ' : letter;
}
