using System.Globalization;
using System.IO.Compression;
using System.Xml.Linq;
using Assessment.Cycle;
using Assessment.Evidence.Figures;
using Assessment.Submission;

namespace Assessment.Host.Sandbox;

/// <summary>Fills in the workbook of a data call as a person would: the open cells, and nothing else. The same answers give the same bytes.</summary>
static class FilledInForm
{
    static readonly XNamespace Sheet = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    static readonly DateOnly DayZero = new(1899, 12, 30);

    public static async Task<MemoryStream> Of(Stream form, Plan plan, Round round, IReadOnlyList<ScenarioAnswer> answers, CancellationToken cancellation)
    {
        var cells = answers.SelectMany(answer => CellsOf(plan, round, answer)).ToList();
        var filled = new MemoryStream();
        using var source = new ZipArchive(form, ZipArchiveMode.Read);
        var target = new StoredZip(filled);
        foreach (var entry in source.Entries)
        {
            using var content = entry.Open();
            using var copy = new MemoryStream();
            await content.CopyToAsync(copy, cancellation);
            var isSheet = entry.FullName.Contains("worksheets/", StringComparison.Ordinal) && entry.FullName.EndsWith(".xml", StringComparison.Ordinal);
            await target.Add(entry.FullName, isSheet ? Fill(copy.ToArray(), cells) : copy.ToArray(), cancellation);
        }

        await target.Finish(cancellation);
        filled.Position = 0;
        return filled;
    }

    static byte[] Fill(byte[] sheet, List<FilledCell> cells)
    {
        var xml = XDocument.Load(new MemoryStream(sheet));
        var rows = xml.Descendants(Sheet + "row").ToList();
        if (rows.FirstOrDefault(row => TextOf(row.Elements().FirstOrDefault()) == FormLayout.KeyColumn) is not { } ids)
        {
            return sheet;
        }

        var columns = ids.Elements().Select((cell, index) => (Id: TextOf(cell), index)).ToDictionary(column => column.Id, column => column.index, StringComparer.Ordinal);
        foreach (var cell in cells.Where(cell => columns.ContainsKey(cell.Column)))
        {
            if (rows.FirstOrDefault(row => TextOf(row.Elements().FirstOrDefault()) == cell.Row) is { } row)
            {
                Write(row.Elements().ElementAt(columns[cell.Column]), cell.Value);
            }
        }

        using var written = new MemoryStream();
        xml.Save(written, SaveOptions.DisableFormatting);
        return written.ToArray();
    }

    static string TextOf(XElement? cell) => cell?.Value ?? "";

    static void Write(XElement cell, object value)
    {
        cell.RemoveNodes();
        cell.SetAttributeValue("t", value is string ? "inlineStr" : null);
        cell.Add(value is string text
            ? new XElement(Sheet + "is", new XElement(Sheet + "t", new XAttribute(XNamespace.Xml + "space", "preserve"), text))
            : new XElement(Sheet + "v", Number(value)));
    }

    static string Number(object value) => value is DateOnly day
        ? (day.DayNumber - DayZero.DayNumber).ToString(CultureInfo.InvariantCulture)
        : ((decimal)value).ToString(CultureInfo.InvariantCulture);

    static IEnumerable<FilledCell> CellsOf(Plan plan, Round round, ScenarioAnswer answer) =>
        new (string Column, object? Value)[]
        {
            ("#answer", answer.Answer), ("#nothing", answer.Nothing), ("#until", answer.Extension), ("#why", answer.Reason),
        }
        .Where(cell => cell.Value is not null)
        .Select(cell => new FilledCell(answer.Code, cell.Column, cell.Value!))
        .Concat(answer.Figures.SelectMany(figure => CellsOf(plan.Recommendation(answer.Code).Indicators.First(indicator => indicator.Id == figure.Indicator), round, figure)));

    static IEnumerable<FilledCell> CellsOf(Indicator indicator, Round round, ScenarioFigure figure)
    {
        (string Column, object? Value)[] cells = figure.NotAvailable is { } because
            ? [("#unavailable", because), ("#planned", figure.PlannedBy)]
            :
            [
                ("#value", figure.Value),
                ("#from", figure.From ?? round.CoversFrom),
                ("#to", figure.To ?? figure.CutOff ?? round.CoversTo),
                ("#cutoff", figure.CutOff),
                ("#source", figure.Source),
            ];
        return cells.Where(cell => cell.Value is not null).Select(cell => new FilledCell(indicator.Id, cell.Column, cell.Value!)).Concat(PartsOf(indicator, figure));
    }

    /// <summary>A part has its row where the form names it; the others go into the rows that are left open, in their order.</summary>
    static IEnumerable<FilledCell> PartsOf(Indicator indicator, ScenarioFigure figure)
    {
        var rows = FormLayout.RowsOf(indicator).Where(row => row.IsPart).ToList();
        foreach (var (label, value) in figure.Parts)
        {
            var row = rows.FirstOrDefault(row => row.Part == label) ?? rows.FirstOrDefault(row => row.IsOpenPart)
                ?? throw new InvalidOperationException($"The form has no row for the part '{label}' of {indicator.Id}.");
            rows.Remove(row);
            yield return new FilledCell(row.Key, "#value", value);
            if (row.IsOpenPart)
            {
                yield return new FilledCell(row.Key, "#part", label);
            }
        }
    }
}

/// <summary>A cell of the form by the key of its row and the id of its column.</summary>
sealed record FilledCell(string Row, string Column, object Value);
