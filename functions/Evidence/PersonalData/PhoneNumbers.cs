using PhoneNumbers;

namespace Assessment.Evidence.PersonalData;

/// <summary>Numbers of Malaysia in national form, of any country behind a plus, and of the neighbours beside a label.</summary>
sealed class PhoneNumbers(ScanPolicy policy)
{
    const int MostDigits = 15;
    const int MostCharacters = 26;

    static readonly PhoneNumberUtil Library = PhoneNumberUtil.GetInstance();
    static readonly string[] Neighbours = ["ID", "BD", "NP", "MM", "PH", "VN", "IN", "PK", "TH", "SG", "KH", "LA", "LK", "BN"];
    static readonly string[] NeighbourCodes = ["62", "880", "977", "95", "63", "84", "91", "92", "66", "65", "855", "856", "94", "673"];

    readonly HashSet<string> official = [.. policy.OfficialNumbers.Select(Normal)];

    public Hit? At(in NumberInText number)
    {
        var plus = number.Previous == '+' || (number.Previous == '(' && number.Peek(number.At - 2) == '+');
        if (number.Digits > MostDigits || !(plus || number.Peek(number.At) is '0' or '6' or '8' or '9') || !number.StartsClean(number.At - (plus ? 1 : 0)))
            return null;

        Span<(int End, int Digits)> ends = stackalloc (int, int)[8];
        Span<char> digits = stackalloc char[MostDigits];
        var groups = Groups(number, digits, ends);
        for (var i = groups - 1; i >= 0; i--)
        {
            if (ends[i].Digits >= 8 && number.EndsClean(ends[i].End) && Counts(number, digits[..ends[i].Digits], ends[..(i + 1)], plus))
                return new Hit(FindingKind.Phone, Severity.Blocks, number.At - (plus ? 1 : 0), ends[i].End - number.At + (plus ? 1 : 0));
        }

        return null;
    }

    /// <summary>The digits from here on with the places where a group of them ends; one or two joining characters may lie between groups.</summary>
    static int Groups(in NumberInText number, Span<char> digits, Span<(int End, int Digits)> ends)
    {
        var (at, count, groups) = (number.At, 0, 0);
        while (groups < ends.Length && at - number.At < MostCharacters)
        {
            while (count < digits.Length && char.IsAsciiDigit(number.Peek(at)))
                digits[count++] = number.Peek(at++);

            if (char.IsAsciiDigit(number.Peek(at)))
                return groups;

            ends[groups++] = (at, count);
            var joined = Joins(number.Peek(at)) ? (Joins(number.Peek(at + 1)) ? 2 : 1) : 0;
            if (joined == 0 || !char.IsAsciiDigit(number.Peek(at + joined)))
                return groups;

            at += joined;
        }

        return groups;
    }

    static bool Joins(char letter) => letter is ' ' or '-' or '–' or '.' or '(' or ')' or '\u00a0';

    bool Counts(in NumberInText number, ReadOnlySpan<char> digits, ReadOnlySpan<(int End, int Digits)> groups, bool plus)
    {
        if (plus)
            return Excused(number, "+" + digits.ToString(), null) is false;

        if (digits[0] == '0' && IsMalaysian(digits) && IsGrouped(digits, groups))
            return !official.Contains($"6{digits}") && Excused(number, digits.ToString(), "MY") is false;

        if (digits.StartsWith("60") && digits.Length is >= 10 and <= 12 && IsMalaysian(digits[1..]))
            return Excused(number, "+" + digits.ToString(), null) is false;

        if (digits.StartsWith("00") && digits.Length >= 11)
            return Excused(number, "+" + digits[2..].ToString(), null) is false && number.Label(number.At).Label == Label.Phone;

        return MayBeNeighbours(digits) && number.Label(number.At).Label == Label.Phone && OfNeighbour(number, digits);
    }

    /// <summary>Length and first digits as Malaysia gives them out; the library knows the rest.</summary>
    static bool IsMalaysian(ReadOnlySpan<char> digits) => digits[1] switch
    {
        '1' => digits.Length == (digits[2] is '1' or '5' ? 11 : 10) || (digits.Length == 11 && digits[2] is '0' or '4'),
        '3' => digits.Length == 10,
        >= '4' and <= '9' => digits.Length == 9,
        _ => false,
    };

    /// <summary>012-345 6789 and 03-8886 8000, but no dates: 01-04-2024 10, 03-04-2024.</summary>
    static bool IsGrouped(ReadOnlySpan<char> digits, ReadOnlySpan<(int End, int Digits)> groups)
    {
        if (groups.Length > 1 && digits[1] == '1' && groups[0].Digits < 3)
            return false;

        for (var i = 1; i < groups.Length; i++)
        {
            if (groups[i].Digits - groups[i - 1].Digits < 3)
                return false;
        }

        return groups.Length <= 4;
    }

    /// <summary>Null for no number at all, true for a hotline or an office, false for a number that may be a person's.</summary>
    bool? Excused(in NumberInText number, string digits, string? region)
    {
        if (Parse(digits, region) is not { } parsed || !Library.IsValidNumber(parsed))
            return null;

        if (official.Contains($"{parsed.CountryCode}{parsed.NationalNumber}"))
            return true;

        var start = number.At - (number.Previous is '+' ? 1 : 0);
        var label = number.Label(start);
        return Library.GetNumberType(parsed) switch
        {
            PhoneNumberType.TOLL_FREE or PhoneNumberType.SHARED_COST or PhoneNumberType.UAN or PhoneNumberType.PREMIUM_RATE => true,
            PhoneNumberType.FIXED_LINE => label.Label is Label.Office or Label.Other,
            _ => label.Label is Label.Other && Labels.IsNear(label, start),
        };
    }

    static bool MayBeNeighbours(ReadOnlySpan<char> digits)
    {
        if (digits.Length is < 9 or > 14)
            return false;

        foreach (var code in NeighbourCodes)
        {
            if (digits.StartsWith(code))
                return true;
        }

        return digits[0] == '0' || (digits[0] == '9' && digits.Length == 10);
    }

    static bool OfNeighbour(in NumberInText number, ReadOnlySpan<char> digits)
    {
        foreach (var code in NeighbourCodes)
        {
            if (digits.StartsWith(code) && digits.Length >= 10 && Parse("+" + digits.ToString(), null) is { } abroad && Library.IsValidNumber(abroad))
                return true;
        }

        return digits.Length is >= 9 and <= 13 && digits[0] is '0' or '9' && Touching(number) && IsValidIn(digits.ToString());
    }

    static bool Touching(in NumberInText number) => Labels.Touches(number.Text, number.Label(number.At), number.At);

    static bool IsValidIn(string digits) => Neighbours.Any(region => Parse(digits, region) is { } parsed && Library.IsValidNumberForRegion(parsed, region));

    static PhoneNumber? Parse(string digits, string? region)
    {
        try
        {
            return Library.Parse(digits, region);
        }
        catch (NumberParseException)
        {
            // The library's way to say that this is no number.
            return null;
        }
    }

    /// <summary>Country code and national number, as the library writes them.</summary>
    static string Normal(string number)
        => Parse(number, "MY") is { } parsed ? $"{parsed.CountryCode}{parsed.NationalNumber}" : number;
}
