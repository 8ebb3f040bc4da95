using System.Globalization;
using System.Text.RegularExpressions;
using Assessment.Clearance;
using Assessment.Evidence.Figures;

namespace Assessment.Evidence;

/// <summary>
/// The form block of a letter, as it comes back in a reply: a line <c>--- R01 ---</c> opens an item, then lines "key: value" in English or Malay.
/// A value runs on over the following lines until the next key. Quoted text (lines beginning with &gt;) is left out.
/// <code>
/// --- R01 ---
/// Answer: Two circulars were issued …
/// Figure R01.1: 540 persons; 2024-04-01 to 2024-12-31; cut-off 2024-12-31; source D3 register; parts female 300, male 240
/// Not available R01.3: the register opens in March; planned by 2025-03-15
/// Nothing to report: …
/// More time: 2025-01-14; the data centre moves
/// Grade: Terhad
/// Internal: for the secretariat only …
/// </code>
/// </summary>
public static partial class ReplyForm
{
    public static ReplyFormReading Read(string text)
    {
        var reading = new List<ReadItem>();
        var remarks = new List<Remark>();
        foreach (var (code, lines) in Sections(text))
        {
            reading.Add(ReadSection(code, lines, remarks));
        }

        return new ReplyFormReading(reading, remarks);
    }

    /// <summary>Codes of items mentioned anywhere in a text or file name: R01, r-01, N01.</summary>
    public static IReadOnlyList<string> CodesIn(string text) =>
        [.. Code().Matches(text).Select(match => match.Groups["letter"].Value.ToUpperInvariant() + match.Groups["digits"].Value).Distinct()];

    /// <summary>What the sender wrote above a quotation; all of it where nothing stands above.</summary>
    public static string OwnText(string text)
    {
        var lines = Lines(text).ToList();
        var own = string.Join('\n', lines.TakeWhile(line => !Quotation().IsMatch(line))).Trim();
        return own.Length > 0 ? own : string.Join('\n', lines).Trim();
    }

    /// <summary>The lines that are not marked as quoted; the blanks that do not break are a mail program's.</summary>
    static IEnumerable<string> Lines(string text)
        => text.Replace('\u00a0', ' ').ReplaceLineEndings("\n").Split('\n').Where(line => !line.TrimStart().StartsWith('>'));

    static IEnumerable<(string Code, List<string> Lines)> Sections(string text)
    {
        (string Code, List<string> Lines)? current = null;
        foreach (var line in Lines(text))
        {
            if (Header().Match(line) is { Success: true } header)
            {
                if (current is { } complete)
                {
                    yield return complete;
                }

                current = (header.Groups["code"].Value.ToUpperInvariant(), []);
            }
            else
            {
                current?.Lines.Add(Quotation().IsMatch(line) ? "---" : line.Trim());
            }
        }

        if (current is { } last)
        {
            yield return last;
        }
    }

    static ReadItem ReadSection(string code, List<string> lines, List<Remark> remarks)
    {
        var item = new ReadItem(code);
        var figures = new List<Figure>();
        foreach (var (key, argument, value) in Entries(lines).Where(entry => entry.Value.Length > 0))
        {
            switch (key)
            {
                case Key.Answer:
                    item = item with { Narrative = value };
                    break;
                case Key.Nothing:
                    item = item with { NothingToReport = value };
                    break;
                case Key.Internal:
                    item = item with { InternalRemark = value };
                    break;
                case Key.Grade when Grades.Read(value) is { } grade:
                    item = item with { Grade = grade };
                    break;
                case Key.Grade:
                    remarks.Add(Remark.Of("remark-grade", ("code", code), ("text", value), ("grades", string.Join(", ", Grades.Words))));
                    break;
                case Key.MoreTime:
                    item = ReadMoreTime(item, value, remarks);
                    break;
                case Key.Figure or Key.NotAvailable when argument.Length == 0:
                    remarks.Add(Remark.Of("remark-no-number", ("code", code), ("text", value)));
                    break;
                case Key.Figure when ReadFigure(argument, value, remarks) is { } figure:
                    figures.Add(figure);
                    break;
                case Key.NotAvailable:
                    figures.Add(ReadNotAvailable(argument, value, remarks));
                    break;
            }
        }

        return item with { Figures = figures };
    }

    enum Key
    {
        Answer,
        Nothing,
        Figure,
        NotAvailable,
        MoreTime,
        Grade,
        Internal,
    }

    static IEnumerable<(Key Key, string Argument, string Value)> Entries(List<string> lines)
    {
        (Key Key, string Argument, List<string> Lines)? current = null;
        foreach (var line in lines)
        {
            if (Entry().Match(line) is { Success: true } entry)
            {
                if (current is { } complete)
                {
                    yield return Joined(complete);
                }

                current = (KeyOf(entry), entry.Groups["argument"].Value.ToUpperInvariant(), [entry.Groups["value"].Value.Trim()]);
            }
            else if (line.StartsWith("---", StringComparison.Ordinal) || line == "--")
            {
                // A line of dashes ends the block: what follows is a signature or a quotation.
                break;
            }
            else
            {
                current?.Lines.Add(line);
            }
        }

        if (current is { } last)
        {
            yield return Joined(last);
        }
    }

    static (Key Key, string Argument, string Value) Joined((Key Key, string Argument, List<string> Lines) entry)
        => (entry.Key, entry.Argument, string.Join(' ', entry.Lines.Where(line => line.Length > 0)));

    static Key KeyOf(Match entry) => entry.Groups["key"].Value.ToLowerInvariant() switch
    {
        "answer" or "jawapan" => Key.Answer,
        "nothing to report" or "tiada untuk dilaporkan" => Key.Nothing,
        "figure" or "angka" => Key.Figure,
        "not available" or "tidak tersedia" => Key.NotAvailable,
        "more time" or "lanjutan masa" => Key.MoreTime,
        "grade" or "gred" => Key.Grade,
        "internal" or "dalaman" => Key.Internal,
        var key => throw new InvalidOperationException($"'{key}' is no key of the form."),
    };

    static Figure? ReadFigure(string indicator, string value, List<Remark> remarks)
    {
        var parts = value.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var first = Amount().Match(parts.Length > 0 ? parts[0] : "");
        var figure = new Figure { Indicator = indicator };
        if (!first.Success || Number(first.Groups["number"].Value) is not { } number)
        {
            remarks.Add(Remark.Of("remark-not-number", ("indicator", indicator), ("text", parts.Length > 0 ? parts[0] : "")));
            return null;
        }

        figure = figure with { Value = number, Unit = NullIfEmpty(first.Groups["unit"].Value.Trim()) };
        return parts.Skip(1).Aggregate(figure, (read, part) => ReadFigurePart(read, part, remarks));
    }

    static Figure ReadFigurePart(Figure figure, string part, List<Remark> remarks)
    {
        if (Period().Match(part) is { Success: true } period && Date(period.Groups["from"].Value) is { } from && Date(period.Groups["to"].Value) is { } to)
        {
            return figure with { From = from, To = to };
        }

        if (Labelled().Match(part) is { Success: true } labelled)
        {
            var value = labelled.Groups["value"].Value.Trim();
            switch (labelled.Groups["label"].Value.ToLowerInvariant())
            {
                case "source" or "sumber":
                    return figure with { Source = value };
                case "parts" or "pecahan":
                    return figure with { Parts = ReadParts(figure.Indicator, value, remarks) };
                case "cut-off" or "cutoff" or "setakat" when Date(value) is { } cutOff:
                    return figure with { CutOff = cutOff };
            }
        }

        remarks.Add(Remark.Of("remark-not-understood", ("indicator", figure.Indicator), ("text", part)));
        return figure;
    }

    static List<Part> ReadParts(string indicator, string value, List<Remark> remarks)
    {
        var parts = new List<Part>();
        foreach (var text in PartEnd().Split(value).Select(text => text.Trim()).Where(text => text.Length > 0))
        {
            var blank = text.LastIndexOf(' ');
            if (blank > 0 && Number(text[(blank + 1)..]) is { } number)
            {
                parts.Add(new Part(text[..blank].Trim(), number));
            }
            else
            {
                remarks.Add(Remark.Of("remark-part", ("indicator", indicator), ("text", text)));
            }
        }

        return parts;
    }

    static Figure ReadNotAvailable(string indicator, string value, List<Remark> remarks)
    {
        var planned = PlannedBy().Match(value);
        var by = planned.Success ? Date(planned.Groups["date"].Value) : null;
        if (by is null)
        {
            remarks.Add(Remark.Of("remark-planned", ("indicator", indicator)));
        }

        return new Figure
        {
            Indicator = indicator,
            NotAvailableBecause = (by is null ? value : value[..planned.Index]).Trim(' ', ';'),
            PlannedBy = by,
        };
    }

    static ReadItem ReadMoreTime(ReadItem item, string value, List<Remark> remarks)
    {
        var parts = value.Split(';', 2, StringSplitOptions.TrimEntries);
        if (Date(parts[0]) is { } until)
        {
            return item with { MoreTimeUntil = until, MoreTimeReason = parts.Length > 1 ? parts[1] : "" };
        }

        remarks.Add(Remark.Of("remark-until", ("code", item.Code), ("text", parts[0])));
        return item;
    }

    /// <summary>A number as the letters write it: commas only between thousands, a point before decimals. Anything else is not guessed at.</summary>
    static decimal? Number(string text) => Written().IsMatch(text)
        && decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowThousands | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
        ? number
        : null;

    static DateOnly? Date(string text) => DateOnly.TryParseExact(text.Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;

    static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;

    [GeneratedRegex(@"^\s*-{2,}\s*(?<code>[A-Za-z]\d{2})\s*-{2,}\s*$")]
    private static partial Regex Header();

    /// <summary>How mail programs begin a quotation whose lines they do not mark.</summary>
    [GeneratedRegex(@"^\s*(_{5,}|-{3,}\s*(original message|mesej asal).*|on .{1,200} wrote:|pada .{1,200} menulis:|(from|dari|daripada): .*@.*)\s*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Quotation();

    [GeneratedRegex(@"^(?<key>answer|jawapan|nothing to report|tiada untuk dilaporkan|figure|angka|not available|tidak tersedia|more time|lanjutan masa|grade|gred|internal|dalaman)(\s+(?<argument>[A-Za-z]\d{2}\.\d{1,2}))?\s*(\(.*?\)\s*)?:(?<value>.*)$", RegexOptions.IgnoreCase)]
    private static partial Regex Entry();

    [GeneratedRegex(@"^(?<number>-?[0-9][0-9.,]*?)[.,]?\s*(?<unit>([^0-9.,\s].*)?)$")]
    private static partial Regex Amount();

    [GeneratedRegex(@"^-?([0-9]+|[0-9]{1,3}(,[0-9]{3})+)(\.[0-9]+)?$")]
    private static partial Regex Written();

    /// <summary>A comma that does not stand between thousands.</summary>
    [GeneratedRegex(@",(?![0-9]{3}(?![0-9]))")]
    private static partial Regex PartEnd();

    [GeneratedRegex(@"^(?<from>\d{4}-\d{2}-\d{2})\s*(to|hingga|-|–)\s*(?<to>\d{4}-\d{2}-\d{2})$", RegexOptions.IgnoreCase)]
    private static partial Regex Period();

    [GeneratedRegex(@"^(?<label>source|sumber|cut-?off|setakat|parts|pecahan)\s+(?<value>.+)$", RegexOptions.IgnoreCase)]
    private static partial Regex Labelled();

    [GeneratedRegex(@"(planned by|dirancang pada)\s+(?<date>\d{4}-\d{2}-\d{2})", RegexOptions.IgnoreCase)]
    private static partial Regex PlannedBy();

    [GeneratedRegex(@"(?<![A-Za-z0-9])(?<letter>[RNrn])-?(?<digits>\d{2})(?!\d)")]
    private static partial Regex Code();
}

public sealed record ReplyFormReading(IReadOnlyList<ReadItem> Items, IReadOnlyList<Remark> Remarks);

/// <summary>One item of the form as it was read; what was not filled in is null.</summary>
public sealed record ReadItem(string Code)
{
    public string? Narrative { get; init; }
    public string? NothingToReport { get; init; }
    public IReadOnlyList<Figure> Figures { get; init; } = [];
    public DateOnly? MoreTimeUntil { get; init; }
    public string? MoreTimeReason { get; init; }
    public Grade? Grade { get; init; }
    public string? InternalRemark { get; init; }

    public bool SaysAnything => IsAnswer || MoreTimeUntil is not null;

    public bool IsAnswer => Narrative is not null || NothingToReport is not null || Figures.Count > 0;
}
