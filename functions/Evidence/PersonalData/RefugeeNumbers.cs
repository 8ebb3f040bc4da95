namespace Assessment.Evidence.PersonalData;

/// <summary>UNHCR file numbers: 354-19C01234 as given until 2021, 354-24-01234 since; and a person's own number beside its label.</summary>
static class RefugeeNumbers
{
    public static Hit? At(in NumberInText number)
    {
        if (number.Digits == 3 && number.Peek(number.At + 3) is '-' or '–' && number.StartsClean(number.At))
            return File(number);

        return number.Digits is >= 8 and <= 11 && number.StartsClean(number.At) && number.EndsClean(number.DigitsEnd) && IsLabelled(number)
            ? Found(number, number.DigitsEnd)
            : null;
    }

    static Hit? File(in NumberInText number)
    {
        var text = number.Text.AsSpan(number.At, Math.Min(12, number.Text.Length - number.At));
        if (text.Length < 12 || !number.EndsClean(number.At + 12) || !IsDigits(text[4..6]) || !IsDigits(text[7..12]))
            return null;

        return text[6] switch
        {
            'C' or 'c' => Found(number, number.At + 12),
            '-' or '–' when text.StartsWith("354") || number.Label(number.At).Label == Label.Refugee => Found(number, number.At + 12),
            _ => null,
        };
    }

    static bool IsLabelled(in NumberInText number)
    {
        var label = number.Label(number.At);
        return label.Label == Label.Refugee && label.End <= number.At && number.Peek(number.At) != '0'
            && (label.End < 0 || number.Text.AsSpan(label.End, number.At - label.End).IndexOfAny(".;,") < 0 || Labels.Touches(number.Text, label, number.At));
    }

    static bool IsDigits(ReadOnlySpan<char> text) => !text.ContainsAnyExceptInRange('0', '9');

    static Hit Found(in NumberInText number, int end) => new(FindingKind.RefugeeNumber, Severity.Blocks, number.At, end - number.At);
}
