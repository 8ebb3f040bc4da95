using System.Globalization;
using System.Xml;
using Assessment.Cycle;

namespace Assessment.Evidence.Figures;

/// <summary>Reads a form that came back. Rows are found by their keys, so they may be moved; what is not understood becomes a remark.</summary>
sealed class FormReader
{
    const int MaxSize = 25_000_000;
    const int MaxShown = 60;
    const int MaxRemarks = 100;

    /// <summary>How a file begins that a password protects, and a workbook of before 2007.</summary>
    static readonly byte[] CompoundFile = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

    readonly FormRequest expected;
    readonly ReadWorkbook workbook;
    readonly List<Remark> remarks = [];
    readonly Dictionary<string, FormLine> lines = new(StringComparer.Ordinal);
    readonly List<string> allKeys = [];

    FormReader(FormRequest expected, ReadWorkbook workbook)
    {
        this.expected = expected;
        this.workbook = workbook;
    }

    public static async Task<FormReading> Read(Stream content, FormRequest expected, CancellationToken cancellation)
    {
        using var copy = new MemoryStream();
        if (!await CopyWithin(content, copy, cancellation))
            return FormReading.Nothing(isOurForm: false, Remark.Of("form-too-large"));

        copy.Position = 0;
        if (copy.Length >= CompoundFile.Length && copy.GetBuffer().AsSpan(0, CompoundFile.Length).SequenceEqual(CompoundFile))
            return FormReading.Nothing(isOurForm: false, Remark.Of("form-protected"));

        try
        {
            return new FormReader(expected, WorkbookReader.Read(copy)).Read();
        }
        catch (Exception refused) when (refused is InvalidDataException or XmlException or IOException or NotSupportedException)
        {
            return FormReading.Nothing(isOurForm: false, Remark.Of("form-unreadable"));
        }
    }

    static async Task<bool> CopyWithin(Stream content, MemoryStream copy, CancellationToken cancellation)
    {
        var buffer = new byte[81920];
        for (int read; (read = await content.ReadAsync(buffer, cancellation)) > 0;)
        {
            if (copy.Length + read > MaxSize)
                return false;

            copy.Write(buffer, 0, read);
        }

        return true;
    }

    FormReading Read()
    {
        if (FindMark() is not { } mark)
            return FormReading.Nothing(isOurForm: false, Remark.Of("form-foreign"));

        if (mark.CallId != expected.CallId)
            return FormReading.Nothing(isOurForm: true, Remark.Of("form-other-call", ("call", Short(mark.CallId)), ("expected", expected.CallId)));

        if (mark.Version != FormMark.CurrentVersion)
            Note("form-version", ("version", Text(mark.Version)), ("current", Text(FormMark.CurrentVersion)));

        foreach (var sheet in workbook.Sheets)
            ReadLines(sheet);

        if (FormLayout.Checksum(allKeys) != mark.Checksum)
            Note("form-rows");

        NoteUnknown();
        var items = expected.Items.Select(ReadItem).Where(item => item.IsAnswer || item.MoreTimeUntil is not null).ToList();
        if (items.Count == 0)
            Note("form-empty");

        return new FormReading(IsOurForm: true, items, [.. remarks.Take(MaxRemarks)]);
    }

    /// <summary>The mark stands in a cell of each sheet and in a property of the file; programs drop one or the other.</summary>
    FormMark? FindMark() => workbook.Sheets
        .SelectMany(sheet => sheet.Rows.Take(10))
        .SelectMany(row => row.Cells.OrderBy(cell => cell.Key).Take(3).Select(cell => FormMark.Parse(cell.Value.Text)))
        .FirstOrDefault(mark => mark is not null) ?? FormMark.Parse(workbook.Mark);

    void ReadLines(ReadSheet sheet)
    {
        if (sheet.IsCut)
            Note("form-cut", ("sheet", Short(sheet.Name)), ("rows", Text(WorkbookReader.MaxRows)));

        if (sheet.Rows.FirstOrDefault(row => row.Cells.Values.Any(cell => cell.Text == FormLayout.KeyColumn)) is not { } ids)
            return;

        var columns = ids.Cells.Where(cell => cell.Value.Text.StartsWith('#')).DistinctBy(cell => cell.Value.Text).ToDictionary(cell => cell.Value.Text, cell => cell.Key, StringComparer.Ordinal);
        var below = sheet.Rows.Where(row => row.Number > ids.Number).ToList();
        foreach (var line in below.Select(row => new FormLine(sheet, row, columns)))
            Take(line);
    }

    void Take(FormLine line)
    {
        if (line.Key is not { } key)
        {
            if (line.IsFilled)
                Note("form-no-key", ("row", line.Place), ("text", Short(line.Said)));

            return;
        }

        if (key == FormLayout.HeaderKey)
            return;

        allKeys.Add(key);
        if (lines.TryAdd(key, line))
            NoteOddities(line);
        else if (!line.SaysTheSame(lines[key]))
            Note("form-twice", ("key", Short(key)), ("row", line.Place), ("first", lines[key].Place));
    }

    void NoteOddities(FormLine line)
    {
        if (line is { IsFilled: true, Row.IsHidden: true })
            Note("form-hidden", ("row", line.Place), ("key", Short(line.Key!)));

        if (line.MergedOver() is { } merged)
            Note("form-merged", ("cells", merged), ("key", Short(line.Key!)));
    }

    void NoteUnknown()
    {
        var known = FormLayout.KeysOf(expected).ToHashSet(StringComparer.Ordinal);
        foreach (var line in lines.Values.Where(line => line.IsFilled && !known.Contains(line.Key!)))
            Note("remark-not-asked", ("code", Short(line.Key!)));
    }

    ReadItem ReadItem(FormItem asked)
    {
        var item = new ReadItem(asked.Code)
        {
            Figures = [.. asked.Indicators.Select(ReadFigure).OfType<Figure>()],
        };
        if (!lines.TryGetValue(asked.Code, out var line))
            return item;

        var until = Date(line, "#until", asked.Code);
        var why = FormValues.Text(line["#why"]);
        if (until is null && line["#until"] is null && why is not null)
            Note("form-until", ("code", asked.Code));

        return item with
        {
            Narrative = Words(line, "#answer", asked.Code),
            NothingToReport = Words(line, "#nothing", asked.Code),
            MoreTimeUntil = until,
            MoreTimeReason = until is null ? null : why ?? "",
        };
    }

    Figure? ReadFigure(Indicator indicator)
    {
        var rows = FormLayout.RowsOf(indicator);
        var figure = lines.TryGetValue(indicator.Id, out var line) ? ReadFigure(indicator, line) : null;
        var parts = rows.Where(row => row.IsPart && lines.ContainsKey(row.Key)).Select(row => ReadPart(row, lines[row.Key])).OfType<Part>().ToList();
        return parts.Count == 0 ? figure : (figure ?? new Figure { Indicator = indicator.Id }) with { Parts = parts };
    }

    Figure? ReadFigure(Indicator indicator, FormLine line)
    {
        if (!line.IsFilled)
            return null;

        var value = Number(line, indicator.Id);
        var because = Words(line, "#unavailable", indicator.Id);
        var planned = Date(line, "#planned", indicator.Id);
        var figure = new Figure
        {
            Indicator = indicator.Id,
            Value = value,
            Unit = value is null ? null : indicator.Unit,
            From = Date(line, "#from", indicator.Id),
            To = Date(line, "#to", indicator.Id),
            CutOff = Date(line, "#cutoff", indicator.Id),
            Source = Words(line, "#source", indicator.Id),
        };
        if (value is not null && because is not null)
        {
            Note("form-both", ("indicator", indicator.Id));
            return figure;
        }

        return because is null && planned is null
            ? figure
            : new Figure { Indicator = indicator.Id, NotAvailableBecause = because ?? "", PlannedBy = planned };
    }

    Part? ReadPart(FormRow row, FormLine line)
    {
        var indicator = row.Indicator;
        var label = row.Part ?? FormValues.Text(line["#part"]);
        if (Number(line, indicator.Id) is not { } value)
            return null;

        if (label is not null)
            return new Part(FigureParts.LabelFor(indicator, row.Dimension!, label.ReplaceLineEndings(" ")), value);

        Note("form-part", ("indicator", indicator.Id), ("by", row.Dimension!), ("row", line.Place));
        return null;
    }

    decimal? Number(FormLine line, string indicator) => Typed(line, "#value", indicator, FormValues.Number, "form-number");

    DateOnly? Date(FormLine line, string column, string subject) => Typed(line, column, subject, cell => FormValues.Date(cell, workbook.CountsFrom1904), "form-date");

    /// <summary>A cell as what its column holds; null with a remark when it holds something else.</summary>
    T? Typed<T>(FormLine line, string column, string subject, Func<ReadCell, T?> read, string remark) where T : struct
    {
        if (line[column] is not { } cell || IsUnusable(cell, line, column, subject) || (cell.Kind is CellKind.Text && FormValues.Cleaned(cell.Text).Length == 0))
            return null;

        if (read(cell) is { } value)
            return value;

        Note(remark, ("subject", subject), ("cell", line.PlaceOf(column)), ("text", Short(cell.Text)));
        return null;
    }

    string? Words(FormLine line, string column, string subject) =>
        line[column] is { } cell && !IsUnusable(cell, line, column, subject) ? FormValues.Text(cell) : null;

    /// <summary>A formula that failed, or whose result the program did not store.</summary>
    bool IsUnusable(ReadCell cell, FormLine line, string column, string subject)
    {
        if (cell.Kind is not (CellKind.Error or CellKind.Formula))
            return false;

        Note(cell.Kind == CellKind.Error ? "form-error-cell" : "form-formula", ("subject", subject), ("cell", line.PlaceOf(column)));
        return true;
    }

    void Note(string key, params (string, string)[] values)
    {
        if (remarks.Count < MaxRemarks)
            remarks.Add(Remark.Of(key, values));
    }

    static string Short(string text) => FormValues.Cleaned(text).ReplaceLineEndings(" ") is var clean && clean.Length > MaxShown ? clean[..MaxShown] + "…" : clean;

    static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>A row of a form that came back, with its cells by the ids of their columns.</summary>
sealed record FormLine(ReadSheet Sheet, ReadRow Row, IReadOnlyDictionary<string, int> Columns)
{
    static readonly string[] AnswerColumns = ["#value", "#from", "#to", "#cutoff", "#source", "#unavailable", "#planned", "#answer", "#nothing", "#until", "#why"];

    public ReadCell? this[string column] => Columns.TryGetValue(column, out var index) ? Row.Cells.GetValueOrDefault(index) : null;

    public string? Key => FormValues.Text(this[FormLayout.KeyColumn]);

    public bool IsFilled => Answers.Any(cell => cell is { Kind: CellKind.Error or CellKind.Formula } || FormValues.Text(cell) is not null);

    public string Said => string.Join(" ", Answers.OfType<ReadCell>().Select(cell => cell.Text));

    public string Place => $"{Sheet.Name}, {Row.Number.ToString(CultureInfo.InvariantCulture)}";

    IEnumerable<ReadCell?> Answers => AnswerColumns.Select(column => this[column]);

    public bool SaysTheSame(FormLine other) => Answers.SequenceEqual(other.Answers) && this["#part"] == other["#part"];

    public string PlaceOf(string column) => $"{Sheet.Name}!{ColumnName(Columns[column])}{Row.Number.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>Merged cells that cover an answer of this row, or null.</summary>
    public string? MergedOver()
    {
        var columns = AnswerColumns.Where(Columns.ContainsKey).Select(column => Columns[column]).ToList();
        return Sheet.Merged
            .FirstOrDefault(merged => merged.FirstRow <= Row.Number && Row.Number <= merged.LastRow && columns.Any(column => merged.FirstColumn <= column && column <= merged.LastColumn))
            ?.Reference;
    }

    static string ColumnName(int index) => index < 26 ? ((char)('A' + index)).ToString() : ColumnName(index / 26 - 1) + ColumnName(index % 26);
}
