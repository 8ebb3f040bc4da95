namespace Assessment.Evidence.PersonalData;

/// <summary>
/// One walk over a text from digit to digit. Each number is asked once what it is, looking at a bounded stretch around it, so the time
/// grows with the length of the text and with nothing else.
/// </summary>
sealed class TextSearch(ScanPolicy policy)
{
    readonly PhoneNumbers phones = new(policy);
    readonly MailAddresses mails = new(policy);
    readonly Dictionary<string, Label> headings = new(StringComparer.Ordinal);

    /// <summary>False for the many cells of a table in which there is nothing to look for.</summary>
    public static bool IsWorthReading(string text) => text.AsSpan().ContainsAnyInRange('0', '9') || text.Contains('@', StringComparison.Ordinal) || PersonNames.MayBeIn(text);

    public List<Hit> In(string text, string heading, CancellationToken cancellation = default)
    {
        var hits = new List<Hit>();
        if (text.AsSpan().ContainsAnyInRange('0', '9'))
            Numbers(text, LabelOf(heading), hits, cancellation);

        mails.Find(text, hits);
        PersonNames.Find(text, hits);
        hits.Sort((one, other) => one.Offset != other.Offset ? one.Offset.CompareTo(other.Offset) : other.Length.CompareTo(one.Length));
        return WithoutOverlaps(hits);
    }

    /// <summary>A table asks for its few headings again and again.</summary>
    Label LabelOf(string heading)
    {
        if (heading.Length == 0)
            return Label.None;

        if (headings.Count > 1_000)
            headings.Clear();

        return headings.TryGetValue(heading, out var known) ? known : headings[heading] = Labels.Of(heading);
    }

    void Numbers(string text, Label heading, List<Hit> hits, CancellationToken cancellation)
    {
        var at = 0;
        var last = default(Hit);
        while (text.AsSpan(at).IndexOfAnyInRange('0', '9') is >= 0 and var ahead)
        {
            at += ahead;
            var number = new NumberInText(text, at, heading, last);
            if (Recognise(number) is { } hit)
            {
                hits.Add(hit);
                last = hit;
                at = Math.Max(hit.End, at + 1);
                if (hits.Count > Findings.Most)
                    return;
            }

            at = Math.Max(at, number.DigitsEnd);
            if ((hits.Count & 63) == 0)
                cancellation.ThrowIfCancellationRequested();
        }
    }

    Hit? Recognise(in NumberInText number) =>
        IdentityNumbers.At(number) ?? RefugeeNumbers.At(number) ?? CaseReferences.At(number) ?? Passports.At(number) ?? phones.At(number);

    static List<Hit> WithoutOverlaps(List<Hit> hits)
    {
        var kept = new List<Hit>(hits.Count);
        foreach (var hit in hits)
        {
            if (kept.Count == 0 || hit.Offset >= kept[^1].End)
                kept.Add(hit);
        }

        return kept;
    }
}

/// <summary>A run of digits and what stands around it.</summary>
readonly struct NumberInText
{
    /// <summary>No reference or number is longer than this.</summary>
    const int Longest = 48;

    readonly Label heading;
    readonly Hit last;

    public NumberInText(string text, int at, Label heading, Hit last)
    {
        Text = text;
        At = at;
        this.heading = heading;
        this.last = last;
        var end = at;
        while (end < text.Length && char.IsAsciiDigit(text[end]))
            end++;

        DigitsEnd = end;
    }

    public string Text { get; }

    public int At { get; }

    /// <summary>Where this run of digits ends.</summary>
    public int DigitsEnd { get; }

    public int Digits => DigitsEnd - At;

    public char Previous => At == 0 ? '\0' : Text[At - 1];

    /// <summary>The match before, when only a few characters lie between: lists carry on what their first entry was.</summary>
    public FindingKind? Preceding(int start) => last.Length > 0 && start - last.End is >= 0 and <= 8 ? last.Kind : null;

    public Labelled Label(int start) => Labels.Before(Text, start, heading);

    public bool HasHeading => heading != PersonalData.Label.None;

    /// <summary>The word before a place, with nothing but signs and blanks between; empty if it is too long to be a label.</summary>
    public ReadOnlySpan<char> WordBefore(int start)
    {
        const int longest = 16;
        var end = start;
        while (end > 0 && start - end < longest && !char.IsAsciiLetterOrDigit(Text[end - 1]))
            end--;

        var from = end;
        while (from > 0 && end - from < longest && char.IsAsciiLetter(Text[from - 1]))
            from--;

        return Text.AsSpan(from, end - from);
    }

    public char Peek(int index) => (uint)index < (uint)Text.Length ? Text[index] : '\0';

    /// <summary>Nothing that would make the number a part of a longer one stands before it.</summary>
    public bool StartsClean(int start)
    {
        var before = Peek(start - 1);
        return !char.IsLetterOrDigit(before) && before != '_'
            && !(before is '-' or '/' or '.' or ',' or '–' or '\\' && char.IsLetterOrDigit(Peek(start - 2)));
    }

    public bool EndsClean(int end)
    {
        var after = Peek(end);
        return !char.IsLetterOrDigit(after) && after is not ('_' or '%')
            && !(after is '-' or '/' or '.' or ',' or '–' or '\\' or ':' && char.IsDigit(Peek(end + 1)));
    }

    /// <summary>The word around the digits: letters, digits and what joins references.</summary>
    public (int Start, int End) Token()
    {
        var start = At;
        var end = DigitsEnd;
        while (start > 0 && At - start < Longest && Joins(Text[start - 1]))
            start--;

        while (end < Text.Length && end - At < Longest && Joins(Text[end]))
            end++;

        while (start < At && !char.IsLetterOrDigit(Text[start]))
            start++;

        while (end > DigitsEnd && !char.IsLetterOrDigit(Text[end - 1]) && Text[end - 1] != ')')
            end--;

        return (start, end);
    }

    static bool Joins(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '/' or '-' or '.' or '(' or ')' or '_' or '–';
}
