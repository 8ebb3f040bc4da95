using System.Globalization;

namespace Assessment.Mail;

/// <summary>A long text on one line, cut where a word ends.</summary>
public static class Shortened
{
    const string More = " …";

    /// <summary>At most <paramref name="length"/> characters, the mark of what was left out among them.</summary>
    public static string To(int length, string text)
    {
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (line.Length <= length)
            return line;

        var end = line.LastIndexOf(' ', length - More.Length);
        return line[..(end > 0 ? end : WholeLetters(line, length - More.Length))] + More;
    }

    /// <summary>Where to cut a word that is longer than the space: between letters as people see them.</summary>
    static int WholeLetters(string line, int most)
    {
        var end = 0;
        for (var next = StringInfo.GetNextTextElementLength(line); end + next <= most; next = StringInfo.GetNextTextElementLength(line, end))
        {
            end += next;
        }

        return end;
    }
}
