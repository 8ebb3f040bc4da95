using System.Globalization;
using System.Text.RegularExpressions;

namespace Assessment.Evidence.Figures;

/// <summary>What people write into cells, as a number, a date or a text.</summary>
static partial class FormValues
{
    const int MaxText = 32_767;
    const int LongestDate = 40;
    const int FirstDayOf1904 = 1462;
    static readonly DateOnly FirstDay = new(2000, 1, 1);
    static readonly DateOnly LastDay = new(2099, 12, 31);

    /// <summary>The day comes before the month, as it is written in Malaysia and Britain.</summary>
    static readonly string[] Formats =
        ["yyyy-M-d", "yyyy/M/d", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd HH:mm:ss", "d/M/yyyy", "d-M-yyyy", "d.M.yyyy", "d MMM yyyy", "d MMMM yyyy", "d-MMM-yyyy", "MMMM d, yyyy", "yyyyMMdd"];

    static readonly (string Malay, string English)[] Months =
    [
        ("januari", "January"), ("februari", "February"), ("mac", "March"), ("mei", "May"), ("jun", "June"), ("julai", "July"),
        ("ogos", "August"), ("oktober", "October"), ("disember", "December"), ("okt", "Oct"), ("ogo", "Aug"), ("dis", "Dec"),
    ];

    /// <summary>A number of zero or more, typed or as text: 1,540, RM 1 540.50; null when it is none.</summary>
    public static decimal? Number(ReadCell cell) => cell.Kind switch
    {
        CellKind.Number => Plain(cell.Text),
        CellKind.Text => Written().Match(Cleaned(cell.Text)) is { Success: true } written ? Plain(Grouping().Replace(written.Groups["number"].Value, "")) : null,
        _ => null,
    };

    public static DateOnly? Date(ReadCell cell, bool from1904) => cell.Kind switch
    {
        CellKind.Number => Serial(cell.Text, from1904) ?? Day(cell.Text),
        CellKind.Text or CellKind.Date => Day(cell.Text) ?? Serial(Cleaned(cell.Text), from1904),
        _ => null,
    };

    public static string? Text(ReadCell? cell) => cell is { Kind: CellKind.Text or CellKind.Number or CellKind.Date or CellKind.Boolean } && Cleaned(cell.Text) is { Length: > 0 } text
        ? text[..Math.Min(text.Length, MaxText)]
        : null;

    /// <summary>Without control characters, blanks of other kinds, and blanks around it.</summary>
    public static string Cleaned(string text) => string.Concat(text.ReplaceLineEndings("\n").Select(letter => letter switch
    {
        '\n' or '\t' => letter,
        _ when char.IsWhiteSpace(letter) => ' ',
        _ when char.IsControl(letter) || letter is '\u200b' or '\ufeff' => '\0',
        _ => letter,
    })).Replace("\0", "", StringComparison.Ordinal).Trim();

    /// <summary>A number without trailing zeros, which the division removes. Programs store 0.1 + 0.2 with all its digits; nine of them are enough for any figure.</summary>
    static decimal? Plain(string text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number is >= 0 and < 1e15m
            ? Math.Round(number, 9) / 1.000000000000000000000000000000000m
            : null;

    static DateOnly? Serial(string text, bool from1904) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var serial) && serial is > 0 and < 100_000
            ? InRange(new DateOnly(1899, 12, 30).AddDays((int)serial + (from1904 ? FirstDayOf1904 : 0)))
            : null;

    static DateOnly? Day(string text)
    {
        if (text.Length > LongestDate)
            return null;

        var english = Months.Aggregate(Cleaned(text), (written, month) => Regex.Replace(written, $@"(?<![A-Za-z]){month.Malay}(?![A-Za-z])", month.English, RegexOptions.IgnoreCase));
        return DateTime.TryParseExact(english, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AllowInnerWhite, out var day) ? InRange(DateOnly.FromDateTime(day)) : null;
    }

    static DateOnly? InRange(DateOnly day) => day >= FirstDay && day <= LastDay ? day : null;

    /// <summary>Digits, or digits in groups of three, after RM or alone.</summary>
    [GeneratedRegex(@"^(RM\s*)?(?<number>(\d{1,3}([, ]\d{3})+|\d+)(\.\d+)?)$", RegexOptions.IgnoreCase)]
    private static partial Regex Written();

    [GeneratedRegex("[, ]")]
    private static partial Regex Grouping();
}
