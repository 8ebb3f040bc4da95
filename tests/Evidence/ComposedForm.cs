using System.Globalization;
using Assessment.Evidence;
using CsCheck;

namespace Assessment.Tests.Evidence;

/// <summary>Writes answers the way a letter asks for them, in English.</summary>
static class ComposedForm
{
    static readonly Gen<string> Words = Gen.OneOf("two", "circulars", "were", "issued", "on", "12", "June", "2024.", "R05", "a:b", "planned", "(form)").Array[1, 12].Select(words => string.Join(' ', words));

    static readonly Gen<string> Name = Gen.OneOf("D3 register", "case system", "daftar", "e-Daftar 2.0");

    static readonly Gen<DateOnly> Day = Gen.Int[0, 700].Select(days => new DateOnly(2024, 1, 1).AddDays(days));

    static readonly Gen<decimal> Amount = Gen.Select(Gen.Int[0, 5_000_000], Gen.Int[0, 2], (digits, decimals) => digits / (decimal)Math.Pow(10, decimals));

    static readonly Gen<Part[]> Parts = Gen.Select(Gen.OneOf("female", "male", "under 18", "not stated"), Amount, (label, value) => new Part(label, value)).Array[0, 4];

    static readonly Gen<Figure> Stated = Gen.Select(
        Amount,
        Gen.OneOf<string?>(null, "persons", "orders (final)", "%"),
        Day,
        Day,
        Name,
        Parts,
        Gen.Bool,
        (value, unit, from, to, source, parts, full) => full
            ? new Figure { Indicator = "", Value = value, Unit = unit, From = from, To = to, CutOff = to, Source = source, Parts = parts }
            : new Figure { Indicator = "", Value = value, Unit = unit });

    static readonly Gen<Figure> NotAvailable = Gen.Select(Name, Day, (because, by) => new Figure { Indicator = "", NotAvailableBecause = because, PlannedBy = by });

    static readonly Gen<ReadItem> Item = Gen.Select(
        Words,
        Gen.OneOf<Figure>(Stated, NotAvailable).Array[0, 3],
        Day,
        Words,
        Gen.Int[0, 3],
        (words, figures, until, reason, kind) => kind switch
        {
            0 => new ReadItem("") { NothingToReport = words },
            1 => new ReadItem("") { MoreTimeUntil = until, MoreTimeReason = reason },
            2 => new ReadItem("") { Figures = figures },
            _ => new ReadItem("") { Narrative = words, Figures = figures },
        });

    /// <summary>Up to four items with codes and figure numbers in order.</summary>
    public static Gen<ReadItem[]> Any { get; } = Item.Array[0, 4].Select(items => items.Select((item, index) => new ReadItem($"R0{index + 1}")
    {
        Narrative = item.Narrative,
        NothingToReport = item.NothingToReport,
        MoreTimeUntil = item.MoreTimeUntil,
        MoreTimeReason = item.MoreTimeReason,
        Figures = [.. item.Figures.Select((figure, number) => figure with { Indicator = $"R0{index + 1}.{number + 1}" })],
    }).ToArray());

    public static string Write(IEnumerable<ReadItem> items) => string.Concat(items.Select(item => $"--- {item.Code} ---\n{string.Join('\n', Lines(item))}\n\n")) + "---\nKind regards";

    public static string Describe(ReadItem item)
        => $"{item.Code}|{item.Narrative}|{item.NothingToReport}|{string.Join("|", item.Figures.Select(Describe))}|{item.MoreTimeUntil:O}|{item.MoreTimeReason}";

    public static string Describe(Figure figure) => figure.NotAvailableBecause is { } because
        ? $"{figure.Indicator}: {because} by {figure.PlannedBy:yyyy-MM-dd}"
        : string.Create(CultureInfo.InvariantCulture, $"{figure.Indicator} = {figure.Value:0.##} {figure.Unit}, {figure.From:yyyy-MM-dd}..{figure.To:yyyy-MM-dd}, {figure.CutOff:yyyy-MM-dd}, {figure.Source}")
            + string.Concat(figure.Parts.Select(part => string.Create(CultureInfo.InvariantCulture, $", {part.Label} {part.Value:0.##}")));

    static IEnumerable<string> Lines(ReadItem item)
    {
        yield return $"Answer: {item.Narrative}";
        foreach (var figure in item.Figures)
        {
            yield return figure.NotAvailableBecause is { } because
                ? $"Not available {figure.Indicator}: {because}; planned by {figure.PlannedBy:yyyy-MM-dd}"
                : $"Figure {figure.Indicator} (Name (of it), unit): {Value(figure)}";
        }

        yield return $"Nothing to report: {item.NothingToReport}";
        yield return item.MoreTimeUntil is { } until ? $"More time: {until:yyyy-MM-dd}; {item.MoreTimeReason}" : "More time:";
    }

    static string Value(Figure figure)
    {
        var parts = new List<string> { $"{Number(figure.Value!.Value)} {figure.Unit}" };
        if (figure.From is { } from)
        {
            parts.Add($"{from:yyyy-MM-dd} to {figure.To:yyyy-MM-dd}");
            parts.Add($"cut-off {figure.CutOff:yyyy-MM-dd}");
            parts.Add($"source {figure.Source}");
        }

        if (figure.Parts.Count > 0)
        {
            parts.Add("parts " + string.Join(", ", figure.Parts.Select(part => $"{part.Label} {Number(part.Value)}")));
        }

        return string.Join("; ", parts);
    }

    static string Number(decimal value) => value.ToString("#,##0.##", CultureInfo.InvariantCulture);
}
