using System.Buffers;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Assessment.Evidence.PersonalData;

/// <summary>
/// Reads one table row by row and tells which counts of people are so small that they show a person. It needs three things: words for
/// people in a title, heading or row; a breakdown (by nationality, sex, age, place); and a column of counts. Totals, shares, years,
/// ranks, amounts and dates are none.
/// </summary>
sealed partial class SmallCells(int threshold, string title)
{
    const int Widest = 512;

    static readonly SearchValues<char> Numeric = SearchValues.Create("0123456789.,%- ");

    string title = title;
    Column[]? columns;
    bool people;
    bool breakdown;

    enum Column
    {
        Label,
        Skip,
        Count,

        /// <summary>Counts when the row or the title speaks of people.</summary>
        Maybe,
    }

    /// <summary>The columns of a row that hold a small count, with what they count.</summary>
    public IEnumerable<(int Column, string What)> In(IReadOnlyList<string> row)
    {
        if (row.All(string.IsNullOrWhiteSpace))
            return [];

        if (columns is null || IsHeader(row))
        {
            Head(row);
            return [];
        }

        return breakdown && row.Any(IsSmall) ? Small(row, columns) : [];
    }

    IEnumerable<(int Column, string What)> Small(IReadOnlyList<string> row, Column[] kinds)
    {
        var label = LabelOf(row);
        if (Sums().IsMatch(label))
            yield break;

        var rowOfPeople = People().IsMatch(label);
        for (var i = 0; i < Math.Min(row.Count, kinds.Length); i++)
        {
            var counts = kinds[i] == Column.Count ? people || rowOfPeople : kinds[i] == Column.Maybe && (rowOfPeople || People().IsMatch(title));
            if (counts && IsSmall(row[i]))
                yield return (i, label);
        }
    }

    bool IsSmall(string text) => int.TryParse(text.AsSpan().Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0 && count < threshold;

    /// <summary>Headings are several words in a row without counts; a lone text before them is a title. A new heading begins a new table.</summary>
    void Head(IReadOnlyList<string> row)
    {
        var filled = row.Count(cell => !string.IsNullOrWhiteSpace(cell));
        if (filled < 2)
        {
            title = $"{title} {row.First(cell => !string.IsNullOrWhiteSpace(cell))}";
            title = title.Length > 400 ? title[^400..] : title;
            columns = null;
            return;
        }

        columns = [.. row.Take(Widest).Select(Kind)];
        people = People().IsMatch(title) || row.Any(People().IsMatch);
        breakdown = Breakdown().IsMatch(title) || row.Any(cell => Breakdown().IsMatch(cell) || Category().IsMatch(cell));
    }

    static bool IsHeader(IReadOnlyList<string> row) => row.Count(cell => !string.IsNullOrWhiteSpace(cell)) is var filled && filled >= 2
        ? row.All(cell => !IsNumber(cell)) && row.Any(cell => People().IsMatch(cell) || Breakdown().IsMatch(cell) || Category().IsMatch(cell)) && row.Count(cell => cell.Length > 0) >= 2
        : row.All(cell => !IsNumber(cell)) && row.Any(cell => People().IsMatch(cell) || Breakdown().IsMatch(cell));

    static Column Kind(string heading) =>
        Skipped().IsMatch(heading) ? Column.Skip
        : People().IsMatch(heading) || Category().IsMatch(heading) ? Column.Count
        : Breakdown().IsMatch(heading) ? Column.Label
        : Column.Maybe;

    string LabelOf(IReadOnlyList<string> row)
    {
        var words = row.Take(columns!.Length).Where((cell, i) => columns[i] is Column.Label or Column.Maybe or Column.Skip && cell.Length > 0 && !IsNumber(cell)).Take(4);
        var label = string.Join(", ", words);
        return label.Length > 80 ? label[..80] : label;
    }

    static bool IsNumber(string cell) => cell.AsSpan().Trim() is { Length: > 0 } trimmed && char.IsAsciiDigit(trimmed[0]) && !trimmed.ContainsAnyExcept(Numeric);

    [GeneratedRegex(@"\b(?:persons?|people|victims?|mangsa|orang|individuals?|individu|survivors?|workers?|pekerja|child(?:ren)?|kanak-kanak|women|detainees?|tahanan|orders? granted|penghuni|residents?)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex People();

    [GeneratedRegex(@"\b(?:nationalit(?:y|ies)|kewarganegaraan|warganegara|warga|citizenship|sex|gender|jantina|age|ages|umur|countr(?:y|ies)|negara|ethnicity|etnik|bangsa|state|negeri|district|daerah|shelter|sector|sektor|exploitation|eksploitasi|breakdown|pecahan|disaggregat\w+|mengikut)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Breakdown();

    [GeneratedRegex(@"^\s*(?:adult |child |dewasa |kanak-kanak )?(?:males?|females?|men|women|boys?|girls?|lelaki|perempuan|wanita|lain-lain|others?|indonesians?|myanmar|bangladesh(?:i|is)?|nepal(?:is?|ese)?|philippines|filipin[oa]s?|filipina|viet ?nam(?:ese)?|thai(?:land|s)?|india(?:ns?)?|pakistan(?:is?)?|cambodia(?:ns?)?|kemboja|laos?|china|chinese|sri lankans?|malaysians?|indonesia|rohingya|stateless|tanpa kewarganegaraan|(?:age |umur |aged )?\d{1,2}\s*(?:-|–|to|hingga)\s*\d{1,2}(?: years| tahun)?|(?:under|below|over|bawah|atas|<|>|≥|≤)\s*\d{1,2}(?: years| tahun)?|\d{1,2}\+|adults?|minors?|dewasa)\s*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Category();

    [GeneratedRegex(@"%|\b(?:per ?cent|peratus\w*|share|rate|kadar|ratio|nisbah|total|jumlah|keseluruhan|rank|kedudukan|year|tahun(?! umur)|quarter|suku|month|bulan|date|tarikh|rm|amount|amaun|cost|kos|average|purata|median|change|perubahan|days|hari|hours|jam|id|code|kod|section|seksyen|remarks|catatan)\b|^\s*(?:no\.?|bil\.?|#|nombor)\s*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Skipped();

    [GeneratedRegex(@"\b(?:total|totals|sub-?total|jumlah|keseluruhan|grand|percentage|peratus\w*|share|%|rank|kedudukan|average|purata)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Sums();
}
