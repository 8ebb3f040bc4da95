using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;

namespace Assessment.Cycle;

/// <summary>A CSV file of the plan: rows under a header of known columns, each cell with its position.</summary>
sealed class PlanCsv
{
    readonly string file;
    readonly PlanFaults faults;
    readonly string[] columns;

    PlanCsv(string file, string[] columns, PlanFaults faults)
    {
        this.file = file;
        this.columns = columns;
        this.faults = faults;
    }

    /// <summary>False when a fault hides rows or columns, so that what is not there proves nothing.</summary>
    public bool IsComplete { get; private set; } = true;

    public IReadOnlyList<PlanRow> Rows { get; private set; } = [];

    public static PlanCsv Read(string file, string text, string[] columns, PlanFaults faults)
    {
        var csv = new PlanCsv(file, columns, faults);
        csv.Rows = csv.Read(text);
        return csv;
    }

    List<PlanRow> Read(string text)
    {
        var badLines = new HashSet<int>();
        var settings = new CsvConfiguration(CultureInfo.InvariantCulture) { BadDataFound = bad => badLines.Add(bad.Context.Parser!.RawRow) };
        using var parser = new CsvParser(new StringReader(WithoutOpenQuote(text)), settings);
        if (!parser.Read())
        {
            IsComplete = false;
            faults.Error(new Place(file, 1, 1), "The file has no header.", $"Make its first line '{string.Join(',', columns)}'.");
            return [];
        }

        var header = Header(Cells(parser));
        var rows = new List<PlanRow>();
        while (parser.Read())
        {
            rows.Add(Row(header, Cells(parser)));
        }

        foreach (var line in badLines)
        {
            faults.Error(new Place(file, line, 1), "A quote stands inside a value that is not quoted.", "Put the whole value in quotes, and write a quote inside it twice.");
        }

        return rows;
    }

    /// <summary>Only what comes before a quote that is never closed can be read as rows.</summary>
    string WithoutOpenQuote(string text)
    {
        if (OpenQuote(text) is not { } open)
            return text;

        IsComplete = false;
        var lineStart = text.LastIndexOf('\n', open) + 1;
        var line = text.AsSpan(0, open).Count('\n') + 1;
        faults.Error(new Place(file, line, open - lineStart + 1),
            "The quote that opens here is never closed.",
            "Close it, or write a quote inside a value twice; the lines from here on were not checked.");
        return text[..lineStart];
    }

    static int? OpenQuote(string text)
    {
        int? open = null;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '"' && (open is not null || i == 0 || text[i - 1] is ',' or '\n' or '\r'))
                open = open is null ? i : ClosesAt(text, ref i) ? null : open;
        }

        return open;
    }

    /// <summary>Inside quotes a doubled quote is one character of the value and closes nothing.</summary>
    static bool ClosesAt(string text, ref int i)
    {
        if (i + 1 >= text.Length || text[i + 1] != '"')
            return true;

        i++;
        return false;
    }

    PlanHeader Header(List<Placed<string>> cells)
    {
        var header = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < cells.Count; i++)
        {
            if (!columns.Contains(cells[i].Value))
                ReportUnknownColumn(cells[i]);
            else if (!header.TryAdd(cells[i].Value, i))
                faults.Error(cells[i].At, $"Column '{cells[i].Value}' is there twice.", "Remove one of them.");
        }

        foreach (var missing in columns.Where(column => !header.ContainsKey(column)))
        {
            IsComplete = false;
            faults.Error(new Place(file, cells[0].At.Line, 1), $"Column '{missing}' is missing.", $"Make the first line '{string.Join(',', columns)}'.");
        }

        return new PlanHeader(header, cells.Count);
    }

    void ReportUnknownColumn(Placed<string> cell)
    {
        var remedy = PlanNames.Nearest(cell.Value, columns) is { } near
            ? $"Write '{near}', or remove the column."
            : $"Remove the column; known are {string.Join(", ", columns)}.";
        faults.Error(cell.At, $"'{FirstLine(cell.Value)}' is not a column that is known here.", remedy);
    }

    /// <summary>A name in quotes may run over many lines when one quote stands in the wrong place.</summary>
    static string FirstLine(string name) => name.IndexOfAny(['\r', '\n']) is >= 0 and var end ? $"{name[..end]} ..." : name;

    PlanRow Row(PlanHeader header, List<Placed<string>> cells)
    {
        var whole = cells.Count == header.Width;
        if (!whole)
        {
            faults.Error(cells[0].At,
                $"This line has {cells.Count} values, the header has {header.Width}.",
                "Add or remove commas; put a value that contains a comma in quotes.");
        }

        return new PlanRow(header, cells, whole, faults);
    }

    /// <summary>The cells of the row just read, with the line and column at which each starts, also after line breaks inside quotes.</summary>
    List<Placed<string>> Cells(CsvParser parser)
    {
        var raw = parser.RawRecord.TrimEnd('\r', '\n');
        var line = parser.RawRow - raw.AsSpan().Count('\n');
        var column = 1;
        var quoted = false;
        var cells = new List<Placed<string>> { Cell(parser, 0, line, column) };
        foreach (var letter in raw)
        {
            column++;
            if (letter == '"')
                quoted = !quoted;
            else if (letter == '\n')
                (line, column) = (line + 1, 1);
            else if (letter == ',' && !quoted && cells.Count < parser.Count)
                cells.Add(Cell(parser, cells.Count, line, column));
        }

        return cells;
    }

    Placed<string> Cell(CsvParser parser, int index, int line, int column) => new(parser[index].Trim(), new Place(file, line, column));
}

/// <summary>Where each known column is, and how many values a row must have.</summary>
sealed record PlanHeader(IReadOnlyDictionary<string, int> Index, int Width);

/// <summary>One row while it is read. A row with the wrong number of values names itself, but nothing more of it is checked.</summary>
sealed class PlanRow(PlanHeader header, IReadOnlyList<Placed<string>> cells, bool isWhole, PlanFaults faults)
{
    public Place At => cells[0].At;

    /// <summary>False for a row with the wrong number of values.</summary>
    public bool IsWhole => isWhole;

    public Placed<T>? Take<T>(string column, PlanKind<T> kind)
    {
        if (Find(column) is not { } cell)
            return null;

        if (cell.Value.Length > 0)
            return kind.Read(cell, faults);

        faults.Error(cell.At, $"'{column}' is empty.", $"Write {kind.Example}.");
        return null;
    }

    public Placed<T>? TakeIfThere<T>(string column, PlanKind<T> kind) =>
        Find(column) is { Value.Length: > 0 } cell ? kind.Read(cell, faults) : null;

    /// <summary>The value that names the row, whatever else is wrong with it.</summary>
    public Placed<string>? Name(string column) =>
        header.Index.TryGetValue(column, out var index) && index < cells.Count && cells[index].Value.Length > 0 ? cells[index] : null;

    Placed<string>? Find(string column) => isWhole && header.Index.TryGetValue(column, out var index) ? cells[index] : null;
}
