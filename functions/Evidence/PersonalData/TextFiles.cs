using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;

namespace Assessment.Evidence.PersonalData;

/// <summary>Plain text and CSV: bytes to characters as Excel and Notepad write them, and rows with their headings.</summary>
static class TextFiles
{
    static readonly string[] Delimiters = [",", ";", "\t"];
    static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>False for anything else that was given the name of a text.</summary>
    public static bool IsText(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith([(byte)0xFF, (byte)0xFE]) || bytes.StartsWith([(byte)0xFE, (byte)0xFF])
        || !(bytes.Contains((byte)0) || bytes.StartsWith("PK\x03\x04"u8) || bytes.StartsWith("%PDF-"u8));

    public static string Decode(byte[] bytes)
    {
        if (bytes is [0xFF, 0xFE, ..])
            return Encoding.Unicode.GetString(bytes, 2, bytes.Length - 2);

        if (bytes is [0xFE, 0xFF, ..])
            return Encoding.BigEndianUnicode.GetString(bytes, 2, bytes.Length - 2);

        var start = bytes is [0xEF, 0xBB, 0xBF, ..] ? 3 : 0;
        try
        {
            return Strict.GetString(bytes, start, bytes.Length - start);
        }
        catch (DecoderFallbackException)
        {
            // Not UTF-8: old Windows files, whose digits and Latin letters this reads as they are.
            return Encoding.Latin1.GetString(bytes);
        }
    }

    /// <summary>The mark in front of the text, to be written again when the text is.</summary>
    public static Encoding EncodingOf(byte[] bytes) => bytes switch
    {
        [0xFF, 0xFE, ..] => Encoding.Unicode,
        [0xFE, 0xFF, ..] => Encoding.BigEndianUnicode,
        [0xEF, 0xBB, 0xBF, ..] => new UTF8Encoding(encoderShouldEmitUTF8Identifier: true),
        _ => Strict,
    };

    public static IEnumerable<string[]> Rows(string text)
    {
        using var parser = new CsvParser(new StringReader(text), Settings(text));
        while (parser.Read())
            yield return parser.Record ?? [];
    }

    public static CsvConfiguration Settings(string text) => new(CultureInfo.InvariantCulture)
    {
        Delimiter = Delimiter(text),
        BadDataFound = null,
        IgnoreBlankLines = false,
        MaxFieldSize = 0,
        NewLine = text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n",
    };

    public static void Scan(string text, Findings findings)
    {
        var table = new TableReading(findings, "");
        var number = 0;
        foreach (var row in Rows(text))
        {
            number++;
            table.Read(row, column => Cells.Name(column, number));
            if (findings.IsFull)
                return;
        }
    }

    /// <summary>The mark that is most frequent in the first line; Excel in Malaysia writes commas, others semicolons or tabs.</summary>
    static string Delimiter(string text)
    {
        var end = text.IndexOf('\n', StringComparison.Ordinal);
        var line = end < 0 ? text : text[..end];
        return Delimiters.MaxBy(mark => line.Count(letter => letter == mark[0]))!;
    }
}

static class Cells
{
    /// <summary>C7: columns from A on, rows from 1 on.</summary>
    public static string Name(int column, int row)
    {
        var letters = "";
        for (var rest = column + 1; rest > 0; rest = (rest - 1) / 26)
            letters = (char)('A' + ((rest - 1) % 26)) + letters;

        return string.Create(CultureInfo.InvariantCulture, $"{letters}{row}");
    }

    /// <summary>The column of a reference such as C7, counted from 0; -1 if it is none.</summary>
    public static int Column(string? reference)
    {
        var column = 0;
        foreach (var letter in reference ?? "")
        {
            if (!char.IsAsciiLetterUpper(letter))
                break;

            column = (column * 26) + letter - 'A' + 1;
            if (column > 20_000)
                return -1;
        }

        return column - 1;
    }
}

/// <summary>The rows of one table: each cell is read with its heading or the label to its left, and small counts are looked for.</summary>
sealed class TableReading(Findings findings, string title)
{
    const int MostHeadings = 1_024;

    readonly SmallCells small = new(findings.Policy.SmallCellThreshold, title);
    string[] headings = [];

    public void Read(IReadOnlyList<string> row, Func<int, string> where)
    {
        if (IsHeading(row))
            headings = [.. row.Take(MostHeadings)];

        for (var column = 0; column < row.Count; column++)
        {
            findings.KeepOpening(new Segment("", row[column]));
            if (row[column].Length > 4 && TextSearch.IsWorthReading(row[column]))
                findings.Read(new Segment(where(column), row[column], HasDigits(row[column]) ? Heading(row, column) : ""));
        }

        foreach (var (column, what) in small.In(row))
            findings.Add(SmallCell(findings.Policy, where(column), what, row[column].Length));
    }

    public static Finding SmallCell(ScanPolicy policy, string where, string what, int length) =>
        new(FindingKind.SmallCell, Severity.Blocks, where, $"a count under {policy.SmallCellThreshold} ({Words(what)})", 0, length);

    /// <summary>The label to the left, as in a form, or else the heading of the column.</summary>
    string Heading(IReadOnlyList<string> row, int column)
    {
        var left = column > 0 ? row[column - 1] : "";
        return left.Length is > 1 and < 60 && !HasDigits(left) && Labels.Of(left) != Label.None ? left
            : column < headings.Length ? headings[column] : "";
    }

    static bool IsHeading(IReadOnlyList<string> row) => row.Count > 1 && !row.Any(HasDigits) && row.Any(cell => Labels.Of(cell) != Label.None);

    static bool HasDigits(string cell) => cell.AsSpan().ContainsAnyInRange('0', '9');

    /// <summary>A row's words without its digits: what a finding shows must not leak.</summary>
    static string Words(string label) => new([.. label.Where(letter => !char.IsAsciiDigit(letter) && !char.IsControl(letter))]);
}
