using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;

namespace Assessment.Evidence.Figures;

enum CellKind
{
    Number,
    Text,
    Date,
    Boolean,
    Error,

    /// <summary>A formula whose result was never stored.</summary>
    Formula,
}

sealed record ReadCell(CellKind Kind, string Text);

sealed record ReadRow(int Number, bool IsHidden, IReadOnlyDictionary<int, ReadCell> Cells);

/// <summary>Cells that are shown as one; only the first has a value.</summary>
sealed record MergedCells(string Reference, int FirstColumn, int LastColumn, int FirstRow, int LastRow);

/// <summary>The rows of a sheet that hold anything, up to a limit.</summary>
sealed record ReadSheet(string Name, IReadOnlyList<ReadRow> Rows, IReadOnlyList<MergedCells> Merged, bool IsCut);

sealed record ReadWorkbook(IReadOnlyList<ReadSheet> Sheets, bool CountsFrom1904, string? Mark);

/// <summary>
/// Reads the cells of a workbook that anybody may have sent: within limits of size, rows and columns, without external
/// references, in the transitional and the strict form of the format.
/// </summary>
sealed partial class WorkbookReader
{
    public const int MaxRows = 20_000;
    const int MaxSheets = 8;
    const int MaxColumns = 64;
    const int MaxMerged = 2_000;
    const int MaxStrings = 200_000;
    const int MaxCharacters = 20_000_000;

    readonly ZipArchive archive;
    readonly List<string> strings = [];

    WorkbookReader(ZipArchive archive) => this.archive = archive;

    /// <exception cref="InvalidDataException">It is no workbook, or damaged.</exception>
    /// <exception cref="XmlException">A part of it is damaged or too large.</exception>
    public static ReadWorkbook Read(Stream content)
    {
        using var archive = new ZipArchive(content, ZipArchiveMode.Read, leaveOpen: true);
        return new WorkbookReader(archive).Read();
    }

    ReadWorkbook Read()
    {
        var root = RelationsOf("", "_rels/.rels");
        var custom = root.FirstOrDefault(relation => relation.Type.EndsWith("/custom-properties", StringComparison.OrdinalIgnoreCase) || relation.Type.EndsWith("/customProperties", StringComparison.Ordinal));
        var workbookName = root.FirstOrDefault(relation => relation.Type.EndsWith("/officeDocument", StringComparison.Ordinal))?.Target
            ?? throw new InvalidDataException("The package has no document.");
        var folder = workbookName.Contains('/', StringComparison.Ordinal) ? workbookName[..workbookName.LastIndexOf('/')] : "";
        var relations = RelationsOf(folder, $"{folder}/_rels/{workbookName[(folder.Length == 0 ? 0 : folder.Length + 1)..]}.rels".TrimStart('/'));
        if (relations.FirstOrDefault(relation => relation.Type.EndsWith("/sharedStrings", StringComparison.Ordinal)) is { } shared)
            ReadStrings(shared.Target);

        var (names, from1904) = SheetsOf(workbookName);
        var sheets = names
            .Select(sheet => (sheet.Name, relations.FirstOrDefault(relation => relation.Id == sheet.Id && relation.Type.EndsWith("/worksheet", StringComparison.Ordinal))?.Target))
            .Where(sheet => sheet.Target is not null)
            .Take(MaxSheets)
            .Select(sheet => ReadSheet(sheet.Name, sheet.Target!))
            .ToList();
        return new ReadWorkbook(sheets, from1904, custom is null ? null : MarkIn(custom.Target));
    }

    sealed record Relation(string Id, string Type, string Target);

    List<Relation> RelationsOf(string folder, string part)
    {
        var relations = new List<Relation>();
        using var reader = Open(part);
        while (reader?.Read() == true)
        {
            if (reader is { NodeType: XmlNodeType.Element, LocalName: "Relationship" } && reader.GetAttribute("Target") is { } target && reader.GetAttribute("TargetMode") != "External")
                relations.Add(new Relation(reader.GetAttribute("Id") ?? "", reader.GetAttribute("Type") ?? "", Resolve(folder, target)));
        }

        return relations;
    }

    /// <summary>A target is relative to the folder of its document, or begins at the root.</summary>
    static string Resolve(string folder, string target)
    {
        var parts = new List<string>();
        foreach (var part in (target.StartsWith('/') ? target : $"{folder}/{target}").Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part == ".." && parts.Count > 0)
                parts.RemoveAt(parts.Count - 1);
            else if (part is not ("." or ".."))
                parts.Add(part);
        }

        return string.Join('/', parts);
    }

    XmlReader? Open(string part)
    {
        var entry = archive.Entries.FirstOrDefault(entry => string.Equals(entry.FullName, part, StringComparison.OrdinalIgnoreCase));
        return entry is null ? null : XmlReader.Create(entry.Open(), new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            MaxCharactersInDocument = MaxCharacters,
            CloseInput = true,
        });
    }

    (List<(string Name, string Id)> Names, bool From1904) SheetsOf(string part)
    {
        using var reader = Open(part) ?? throw new InvalidDataException("The package has no workbook.");
        var names = new List<(string, string)>();
        var from1904 = false;
        while (reader.Read())
        {
            switch (reader)
            {
                case { NodeType: XmlNodeType.Element, LocalName: "workbookPr" }:
                    from1904 = reader.GetAttribute("date1904") is "1" or "true";
                    break;
                case { NodeType: XmlNodeType.Element, LocalName: "sheet" }:
                    names.Add((reader.GetAttribute("name") ?? "", RelationIdOf(reader)));
                    break;
            }
        }

        return (names, from1904);
    }

    static string RelationIdOf(XmlReader reader)
    {
        for (var found = reader.MoveToFirstAttribute(); found; found = reader.MoveToNextAttribute())
        {
            if (reader.LocalName == "id" && reader.NamespaceURI.Length > 0)
                return reader.Value;
        }

        return "";
    }

    void ReadStrings(string part)
    {
        using var reader = Open(part);
        while (reader?.Read() == true)
        {
            if (reader is not { NodeType: XmlNodeType.Element, LocalName: "si" })
                continue;

            if (strings.Count >= MaxStrings)
                throw new InvalidDataException($"The workbook has more than {MaxStrings} texts.");

            strings.Add(reader.IsEmptyElement ? "" : RichText(reader));
        }
    }

    /// <summary>The text of the element that the reader is at, its runs joined, without what only helps to pronounce it.</summary>
    static string RichText(XmlReader reader)
    {
        var (text, depth) = (new StringBuilder(), reader.Depth);
        var (isText, isPhonetic) = (false, false);
        while (reader.Read() && reader.Depth > depth)
        {
            if (reader.LocalName == "rPh")
                isPhonetic = reader is { NodeType: XmlNodeType.Element, IsEmptyElement: false };
            else if (reader.LocalName == "t")
                isText = reader is { NodeType: XmlNodeType.Element, IsEmptyElement: false };
            else if (isText && !isPhonetic && IsCharacters(reader))
                text.Append(reader.Value);
        }

        return Unescape(text.ToString());
    }

    static bool IsCharacters(XmlReader reader) => reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace;

    ReadSheet ReadSheet(string name, string part)
    {
        using var reader = Open(part) ?? throw new InvalidDataException("A sheet is missing.");
        var (rows, merged, number) = (new List<ReadRow>(), new List<MergedCells>(), 0);
        while (reader.Read())
        {
            if (reader is { NodeType: XmlNodeType.Element, LocalName: "row" })
            {
                number = int.TryParse(reader.GetAttribute("r"), NumberStyles.None, CultureInfo.InvariantCulture, out var written) ? written : number + 1;
                var row = new ReadRow(number, reader.GetAttribute("hidden") is "1" or "true", reader.IsEmptyElement ? NoCells : CellsOf(reader));
                if (row.Cells.Count > 0 && rows.Count == MaxRows)
                    return new ReadSheet(name, rows, merged, IsCut: true);

                if (row.Cells.Count > 0)
                    rows.Add(row);
            }
            else if (reader is { NodeType: XmlNodeType.Element, LocalName: "mergeCell" } && merged.Count < MaxMerged && MergedAt(reader.GetAttribute("ref") ?? "") is { } cells)
            {
                merged.Add(cells);
            }
        }

        return new ReadSheet(name, rows, merged, IsCut: false);
    }

    static readonly Dictionary<int, ReadCell> NoCells = [];

    Dictionary<int, ReadCell> CellsOf(XmlReader reader)
    {
        var (cells, column, depth) = (new Dictionary<int, ReadCell>(), -1, reader.Depth);
        while (reader.Read() && reader.Depth > depth)
        {
            if (reader is not { NodeType: XmlNodeType.Element, LocalName: "c" })
                continue;

            column = ColumnOf(reader.GetAttribute("r") ?? "") ?? column + 1;
            var type = reader.GetAttribute("t") ?? "n";
            if (!reader.IsEmptyElement && CellOf(reader, type) is { } cell && column < MaxColumns)
                cells[column] = cell;
        }

        return cells;
    }

    ReadCell? CellOf(XmlReader reader, string type)
    {
        var (value, inline, hasFormula, depth) = ((string?)null, (string?)null, false, reader.Depth);
        while (reader.Read() && reader.Depth > depth)
        {
            switch (reader)
            {
                case { NodeType: XmlNodeType.Element, LocalName: "v", IsEmptyElement: false }:
                    value = PlainText(reader);
                    break;
                case { NodeType: XmlNodeType.Element, LocalName: "is", IsEmptyElement: false }:
                    inline = RichText(reader);
                    break;
                case { NodeType: XmlNodeType.Element, LocalName: "f" }:
                    hasFormula = true;
                    break;
            }
        }

        return Typed(type, value, inline) is { Text.Length: > 0 } cell ? cell : hasFormula ? new ReadCell(CellKind.Formula, "") : null;
    }

    ReadCell? Typed(string type, string? value, string? inline) => type switch
    {
        "s" => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < strings.Count ? new ReadCell(CellKind.Text, strings[index]) : null,
        "inlineStr" => new ReadCell(CellKind.Text, inline ?? value ?? ""),
        "str" => new ReadCell(CellKind.Text, Unescape(value ?? "")),
        "b" => new ReadCell(CellKind.Boolean, value ?? ""),
        "e" => new ReadCell(CellKind.Error, value ?? ""),
        "d" => new ReadCell(CellKind.Date, value ?? ""),
        _ => new ReadCell(CellKind.Number, value?.Trim() ?? ""),
    };

    static string PlainText(XmlReader reader)
    {
        var (text, depth) = (new StringBuilder(), reader.Depth);
        while (reader.Read() && reader.Depth > depth)
        {
            if (IsCharacters(reader))
                text.Append(reader.Value);
        }

        return text.ToString();
    }

    string? MarkIn(string part)
    {
        using var reader = Open(part);
        while (reader?.Read() == true)
        {
            if (reader is { NodeType: XmlNodeType.Element, LocalName: "property", IsEmptyElement: false } && reader.GetAttribute("name") == FormMark.PropertyName)
                return PlainText(reader).Trim();
        }

        return null;
    }

    static int? ColumnOf(string reference)
    {
        var column = 0;
        foreach (var letter in reference.TakeWhile(char.IsAsciiLetter).Take(4))
            column = column * 26 + (char.ToUpperInvariant(letter) - 'A' + 1);

        return column == 0 ? null : column - 1;
    }

    static MergedCells? MergedAt(string reference) => Range().Match(reference) is { Success: true } range
        ? new MergedCells(
            reference,
            ColumnOf(range.Groups["first"].Value)!.Value,
            ColumnOf(range.Groups["last"].Value)!.Value,
            int.Parse(range.Groups["top"].Value, CultureInfo.InvariantCulture),
            int.Parse(range.Groups["bottom"].Value, CultureInfo.InvariantCulture))
        : null;

    /// <summary>_x000D_ stands for a character that XML would lose.</summary>
    static string Unescape(string text) => Escaped().Replace(text, match =>
        (char)int.Parse(match.Groups["code"].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture) is var letter && char.IsSurrogate(letter) ? "\ufffd" : letter.ToString());

    [GeneratedRegex("^(?<first>[A-Z]{1,3})(?<top>[0-9]{1,7}):(?<last>[A-Z]{1,3})(?<bottom>[0-9]{1,7})$")]
    private static partial Regex Range();

    [GeneratedRegex("_x(?<code>[0-9A-Fa-f]{4})_")]
    private static partial Regex Escaped();
}
