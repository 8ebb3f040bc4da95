using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Assessment.Evidence;

/// <summary>Plain text and what is written in it: its encoding is found from the bytes, and a table's cells are looked at for formulas.</summary>
static partial class TextContent
{
    const int HeadLength = 4096;
    const int BufferLength = 8192;

    static readonly Encoding Utf8 = new UTF8Encoding(false, throwOnInvalidBytes: true);
    static readonly Encoding LittleEndian = new UnicodeEncoding(bigEndian: false, byteOrderMark: true, throwOnInvalidBytes: true);
    static readonly Encoding BigEndian = new UnicodeEncoding(bigEndian: true, byteOrderMark: true, throwOnInvalidBytes: true);
    static readonly Encoding Windows = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

    /// <summary>The finding, or null for what is no text.</summary>
    public static Finding? Look(Stream content, ReadOnlySpan<byte> head, string extension)
    {
        var (encoding, name) = EncodingOf(head);
        var reading = Read(content, encoding);
        if (reading is null && encoding == Utf8)
        {
            (reading, name) = (Read(content, Windows), "Windows-1252");
        }

        if (reading is not { } read)
        {
            return null;
        }

        var format = FormatOf(read.Beginning, extension);
        return new Finding(format) { Notes = [.. Notes(format, name, read.Formulas)] };
    }

    static IEnumerable<Finding.Note> Notes(FileFormat format, string? encoding, int formulas)
    {
        if (encoding is not null)
        {
            yield return new("file-note-encoding", Placeholder.Of("encoding", encoding));
        }

        if (format == FileFormat.Csv && formulas > 0)
        {
            yield return new("file-note-formula", Placeholder.Of("count", formulas));
        }
    }

    static (Encoding Encoding, string? Name) EncodingOf(ReadOnlySpan<byte> head) => head switch
    {
        [0xFF, 0xFE, ..] => (LittleEndian, "UTF-16 LE"),
        [0xFE, 0xFF, ..] => (BigEndian, "UTF-16 BE"),
        _ when IsMostlyZero(head, from: 1) && !IsMostlyZero(head, from: 0) => (LittleEndian, "UTF-16 LE"),
        _ when IsMostlyZero(head, from: 0) && !IsMostlyZero(head, from: 1) => (BigEndian, "UTF-16 BE"),
        _ => (Utf8, null),
    };

    /// <summary>Latin text in UTF-16 has a zero in every second byte.</summary>
    static bool IsMostlyZero(ReadOnlySpan<byte> head, int from)
    {
        var (zeros, all) = (0, 0);
        for (var at = from; at < head.Length; at += 2, all++)
        {
            zeros += head[at] == 0 ? 1 : 0;
        }

        return zeros * 3 > all;
    }

    static (string Beginning, int Formulas)? Read(Stream content, Encoding encoding)
    {
        content.Position = 0;
        using var reader = new StreamReader(content, encoding, detectEncodingFromByteOrderMarks: false, leaveOpen: true);
        var buffer = new char[BufferLength];
        var cells = new FormulaCells();
        string? beginning = null;
        try
        {
            while (reader.ReadBlock(buffer) is var read and > 0)
            {
                var text = buffer.AsSpan(0, read);
                if (text.IndexOfAny(NotInText) >= 0)
                {
                    return null;
                }

                beginning ??= new string(text[..Math.Min(read, HeadLength)]).TrimStart('\uFEFF');
                cells.Read(text);
            }
        }
        catch (DecoderFallbackException)
        {
            return null;
        }

        cells.End();
        return (beginning ?? "", cells.Count);
    }

    static readonly SearchValues<char> NotInText = SearchValues.Create(
        [.. Enumerable.Range(0, 32).Select(code => (char)code).Where(letter => letter is not ('\t' or '\n' or '\r' or '\f' or '\u001A'))]);

    static FileFormat FormatOf(string beginning, string extension) => beginning.TrimStart() switch
    {
        var text when text.StartsWith('<') && HtmlTag().IsMatch(text) => FileFormat.Html,
        var text when text.StartsWith("<?xml", StringComparison.OrdinalIgnoreCase) || text.StartsWith("<svg", StringComparison.OrdinalIgnoreCase) => FileFormat.Xml,
        var text when Header().IsMatch(text) && (extension == "eml" || TransportHeader().IsMatch(text)) => FileFormat.Mail,
        _ => FileFormats.Promised(extension) == FileFormat.Csv ? FileFormat.Csv : FileFormat.Text,
    };

    [GeneratedRegex("<(!doctype html|html|head|body|script|iframe)[\\s>/]", RegexOptions.IgnoreCase)]
    private static partial Regex HtmlTag();

    [GeneratedRegex(@"\A[A-Za-z][\w-]{0,60}:[^\n]*\n([A-Za-z][\w-]{0,60}:|[ \t])")]
    private static partial Regex Header();

    /// <summary>What a mail system writes; a memo has From, To and Subject too.</summary>
    [GeneratedRegex("^(Received|Return-Path|Message-ID|MIME-Version):", RegexOptions.IgnoreCase | RegexOptions.Multiline)]
    private static partial Regex TransportHeader();

    /// <summary>Counts the cells that a spreadsheet would take for formulas. A negative number and a dash are none.</summary>
    sealed class FormulaCells
    {
        const int LongestNumber = 40;

        readonly StringBuilder signed = new();
        bool isAtStart = true;
        bool isQuoted;

        public int Count { get; private set; }

        public void Read(ReadOnlySpan<char> text)
        {
            foreach (var letter in text)
            {
                Read(letter);
            }
        }

        public void End()
        {
            var cell = signed.ToString().Trim();
            var isNumber = cell.Length <= 1 || decimal.TryParse(cell.TrimEnd('%'), NumberStyles.Number, CultureInfo.InvariantCulture, out _);
            Count += isNumber ? 0 : 1;
            signed.Clear();
        }

        void Read(char letter)
        {
            if (letter == '"')
            {
                isQuoted = !isQuoted;
            }
            else if (letter is '\n' or '\r' || (!isQuoted && (letter is ',' or ';' or '\t')))
            {
                End();
                isAtStart = true;
            }
            else
            {
                ReadInCell(letter);
                isAtStart = false;
            }
        }

        void ReadInCell(char letter)
        {
            if (signed.Length > 0 ? signed.Length < LongestNumber : isAtStart && (letter is '+' or '-'))
            {
                signed.Append(letter);
            }
            else if (isAtStart && (letter is '=' or '@'))
            {
                Count++;
            }
        }
    }
}
