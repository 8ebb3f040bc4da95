using System.Globalization;
using System.Text.RegularExpressions;

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

    static IEnumerable<(string Code, List<string> Lines)> Sections(string text)
    {
        (string Code, List<string> Lines)? current = null;
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n').Where(line => !line.TrimStart().StartsWith('>')))
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
                current?.Lines.Add(line.Trim());
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
        foreach (var (key, argument, value) in Entries(lines).Where(entry => entry.Value.Length > 0))
        {
            item = key switch
            {
                Key.Answer => item with { Narrative = value },
                Key.Nothing => item with { NothingToReport = value },
                Key.Figure => item with { Figures = [.. item.Figures, ReadFigure(argument, value, remarks)] },
                Key.NotAvailable => item with { Figures = [.. item.Figures, ReadNotAvailable(argument, value, remarks)] },
                Key.MoreTime => ReadMoreTime(item, value, remarks),
                _ => item,
            };
        }

        return item;
    }

    enum Key
    {
        Answer,
        Nothing,
        Figure,
        NotAvailable,
        MoreTime,
        End,
    }

    static IEnumerable<(Key Key, string Argument, string Value)> Entries(List<string> lines)
    {
        (Key Key, string Argument, string Value)? current = null;
        foreach (var line in lines)
        {
            if (Entry().Match(line) is { Success: true } entry)
            {
                if (current is { } complete)
                {
                    yield return complete;
                }

                current = (KeyOf(entry), entry.Groups["argument"].Value.ToUpperInvariant(), entry.Groups["value"].Value.Trim());
            }
            else if (line.StartsWith("---", StringComparison.Ordinal) || line == "--")
            {
                // A line of dashes ends the block: what follows is a signature or a quotation.
                break;
            }
            else if (current is { } open && line.Length > 0)
            {
                current = open with { Value = open.Value.Length == 0 ? line : $"{open.Value} {line}" };
            }
        }

        if (current is { } last)
        {
            yield return last;
        }
    }

    static Key KeyOf(Match entry) => entry.Groups["key"].Value.ToLowerInvariant() switch
    {
        "answer" or "jawapan" => Key.Answer,
        "nothing to report" or "tiada untuk dilaporkan" => Key.Nothing,
        "figure" or "angka" => Key.Figure,
        "not available" or "tidak tersedia" => Key.NotAvailable,
        "more time" or "lanjutan masa" => Key.MoreTime,
        _ => Key.End,
    };

    static Figure ReadFigure(string indicator, string value, List<Remark> remarks)
    {
        var parts = value.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var first = Amount().Match(parts.Length > 0 ? parts[0] : "");
        var figure = new Figure { Indicator = indicator };
        if (!first.Success || !decimal.TryParse(first.Groups["number"].Value.Replace(",", "", StringComparison.Ordinal), NumberStyles.Number, CultureInfo.InvariantCulture, out var number))
        {
            remarks.Add(Remark.Of("remark-not-number", ("indicator", indicator), ("text", parts.Length > 0 ? parts[0] : "")));
            return figure;
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
        foreach (var text in value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var blank = text.LastIndexOf(' ');
            if (blank > 0 && decimal.TryParse(text[(blank + 1)..], NumberStyles.Number, CultureInfo.InvariantCulture, out var number))
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
        if (!planned.Success)
        {
            remarks.Add(Remark.Of("remark-planned", ("indicator", indicator)));
        }

        return new Figure
        {
            Indicator = indicator,
            NotAvailableBecause = (planned.Success ? value[..planned.Index] : value).Trim(' ', ';'),
            PlannedBy = planned.Success ? Date(planned.Groups["date"].Value) : null,
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

    static DateOnly? Date(string text) => DateOnly.TryParseExact(text.Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;

    static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;

    [GeneratedRegex(@"^\s*-{2,}\s*(?<code>[A-Za-z]\d{2})\s*-{2,}\s*$")]
    private static partial Regex Header();

    [GeneratedRegex(@"^(?<key>answer|jawapan|nothing to report|tiada untuk dilaporkan|figure|angka|not available|tidak tersedia|more time|lanjutan masa)(\s+(?<argument>[A-Za-z]\d{2}\.\d{1,2}))?\s*(\([^)]*\)\s*)?:(?<value>.*)$", RegexOptions.IgnoreCase)]
    private static partial Regex Entry();

    [GeneratedRegex(@"^(?<number>-?[\d,]+(\.\d+)?)\s*(?<unit>.*)$")]
    private static partial Regex Amount();

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

    public bool IsAnswer => Narrative is not null || NothingToReport is not null || Figures.Count > 0;
}
