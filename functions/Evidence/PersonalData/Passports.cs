using System.Text.RegularExpressions;

namespace Assessment.Evidence.PersonalData;

/// <summary>
/// Numbers of the forms that Malaysia and the countries of most victims give out, where the text speaks of a passport: without that, the same
/// letters and digits are file numbers, seats and part numbers.
/// </summary>
static partial class Passports
{
    public static Hit? At(in NumberInText number)
    {
        if (number.Digits is < 6 or > 9)
            return null;

        var start = Start(number);
        var end = number.DigitsEnd + (char.IsAsciiLetterUpper(number.Peek(number.DigitsEnd)) ? 1 : 0);
        if (!number.StartsClean(start) || !number.EndsClean(end) || !Form().IsMatch(number.Text.AsSpan(start, end - start)) || !InContext(number, start))
            return null;

        return new Hit(FindingKind.Passport, Severity.Blocks, start, end - start);
    }

    /// <summary>Where the letters before the digits begin; a blank between them is allowed.</summary>
    static int Start(in NumberInText number)
    {
        var start = number.At;
        if (number.Peek(start - 1) is ' ' or '-' && char.IsAsciiLetterUpper(number.Peek(start - 2)))
            start--;

        var letters = 0;
        while (letters < 2 && char.IsAsciiLetterUpper(number.Peek(start - 1)))
        {
            start--;
            letters++;
        }

        return letters == 0 || !number.StartsClean(start) ? number.At : start;
    }

    static bool InContext(in NumberInText number, int start)
    {
        var label = number.Label(start);
        return label.Label == Label.Passport
            ? char.IsAsciiLetter(number.Text[start]) || (Labels.IsNear(label, start) && !IsDay(number))
            : number.Preceding(start) == FindingKind.Passport && label.Label is Label.None && char.IsAsciiLetter(number.Text[start]);
    }

    /// <summary>20240401 and the like.</summary>
    static bool IsDay(in NumberInText number) => number.Digits == 8 && number.Text.AsSpan(number.At, 2) is "19" or "20";

    /// <summary>MY, ID, IN, PK, PH, TH, BD, NP, MM, VN and what is alike; without letters (Nepal) only right beside the label.</summary>
    [GeneratedRegex(@"^(?:[A-Z][ -]?\d{6,8}|[A-Z]{2}[ -]?\d{6,7}|[A-Z][ -]?\d{7}[A-Z]|\d{7,8})$", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
