namespace Assessment.Evidence.PersonalData;

/// <summary>MyKad, MyPR, MyKAS and MyKid: a real date, a code of birthplace and four digits. Old numbers count beside their label only.</summary>
static class IdentityNumbers
{
    public static Hit? At(in NumberInText number)
    {
        if (number.Digits is 6 or 12 && New(number) is { } end && number.EndsClean(end) && Counts(number, end))
            return new Hit(FindingKind.IdentityCard, Severity.Blocks, number.At, end - number.At);

        return number.Digits == 7 ? Old(number) : null;
    }

    /// <summary>True for codes of birthplace that have been given out.</summary>
    public static bool IsBirthplace(int code) => code is (>= 1 and <= 16) or (>= 21 and <= 68) or 71 or 72 or (>= 74 and <= 79) or (>= 82 and <= 93) or 98 or 99;

    /// <summary>True if the day exists in 19YY or in 20YY.</summary>
    public static bool IsDate(int year, int month, int day) =>
        month is >= 1 and <= 12 && day >= 1 && day <= Math.Max(DateTime.DaysInMonth(1900 + Math.Max(year, 1), month), DateTime.DaysInMonth(2000 + year, month));

    /// <summary>Where a number of the new form ends, if one starts here.</summary>
    static int? New(in NumberInText number)
    {
        var text = number.Text;
        var at = number.At;
        if (number.Digits == 12)
            return IsValid(text.AsSpan(at, 6), text.AsSpan(at + 6, 2)) ? at + 12 : null;

        var place = at + 7;
        return IsSeparator(number.Peek(at + 6)) && IsDigits(number, place, 2) && number.Peek(place + 2) == number.Peek(at + 6) && IsDigits(number, place + 3, 4)
            && IsValid(text.AsSpan(at, 6), text.AsSpan(place, 2)) ? place + 7 : null;
    }

    static bool Counts(in NumberInText number, int end)
    {
        var label = number.Label(number.At);
        var clean = number.StartsClean(number.At) || label.End == number.At;
        var separator = number.Digits == 12 ? '\0' : number.Text[number.At + 6];
        return clean && (separator is '-' or '–' or '‑' || !(label.Label is Label.Other or Label.Case && Labels.IsNear(label, number.At))) && !IsMoney(number);
    }

    static bool IsMoney(in NumberInText number) => number.Text.AsSpan(Math.Max(0, number.At - 4), Math.Min(4, number.At)).TrimEnd().EndsWith("RM", StringComparison.Ordinal);

    static Hit? Old(in NumberInText number)
    {
        var start = number.At;
        while (start > 0 && number.At - start < 2 && char.IsAsciiLetterUpper(number.Text[start - 1]))
            start--;

        if (!number.StartsClean(start) || !number.EndsClean(number.DigitsEnd))
            return null;

        var label = number.Label(start);
        return label.Label == Label.Identity && Labels.Touches(number.Text, label, start)
            ? new Hit(FindingKind.IdentityCard, Severity.Blocks, start, number.DigitsEnd - start)
            : null;
    }

    static bool IsValid(ReadOnlySpan<char> date, ReadOnlySpan<char> place) => IsDate(Two(date), Two(date[2..]), Two(date[4..])) && IsBirthplace(Two(place));

    static int Two(ReadOnlySpan<char> digits) => ((digits[0] - '0') * 10) + digits[1] - '0';

    static bool IsSeparator(char letter) => letter is '-' or '–' or '‑' or ' ' or '\u00a0';

    static bool IsDigits(in NumberInText number, int from, int count)
    {
        for (var i = from; i < from + count; i++)
        {
            if (!char.IsAsciiDigit(number.Peek(i)))
                return false;
        }

        return true;
    }
}
