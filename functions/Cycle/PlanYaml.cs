using System.Diagnostics.CodeAnalysis;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Assessment.Cycle;

/// <summary>A node of a YAML file with its position. Unlike the library's own tree it keeps doubled keys, so that they can be reported.</summary>
abstract record PlanNode(Place At);

sealed record PlanScalar(Place At, string Text) : PlanNode(At);

sealed record PlanSequence(Place At, IReadOnlyList<PlanNode> Items) : PlanNode(At);

sealed record PlanMapping(Place At, IReadOnlyList<PlanEntry> Entries) : PlanNode(At);

/// <summary>Something that was refused already; reading it adds no second fault.</summary>
sealed record PlanRefused(Place At) : PlanNode(At);

sealed record PlanEntry(Place At, string Key, PlanNode Value);

/// <summary>Reads one YAML file into nodes.</summary>
sealed class PlanYaml
{
    const int DeepestNesting = 20;

    readonly string file;
    readonly PlanFaults faults;
    readonly Parser parser;

    PlanYaml(string file, string text, PlanFaults faults)
    {
        this.file = file;
        this.faults = faults;
        parser = new Parser(new StringReader(text));
    }

    /// <summary>The mapping that the file is, or null when it cannot be read; then why is among the faults.</summary>
    public static PlanMapping? Read(string file, string text, PlanFaults faults)
    {
        var reader = new PlanYaml(file, text, faults);
        try
        {
            return reader.ReadFile();
        }
        catch (YamlException syntax)
        {
            reader.ReportSyntax(syntax.Start, syntax.Message.TrimEnd('.'));
        }
        catch (InvalidOperationException)
        {
            // The library's scanner throws this when a bracket is still open at the end of the file.
            reader.ReportSyntax(reader.parser.Current!.Start, "a bracket or quote that opens here or before is never closed");
        }

        return null;
    }

    void ReportSyntax(Mark at, string what) => faults.Error(
        new Place(file, (int)at.Line, (int)at.Column),
        $"This is not YAML: {what}.",
        "Correct it; the rest of the file was not checked. A value that contains ': ' or starts with a sign needs quotes.");

    PlanMapping? ReadFile()
    {
        parser.Consume<StreamStart>();
        if (!parser.TryConsume<DocumentStart>(out _))
            return Refuse(new Place(file, 1, 1), "The file is empty.");

        var root = ReadNode(0);
        parser.Consume<DocumentEnd>();
        if (parser.TryConsume<DocumentStart>(out var second))
            faults.Error(At(second), "A second document starts here.", "Remove the line '---'; a file of the plan is one document.");

        return root as PlanMapping ?? Refuse(root.At, "The file is not a mapping.");
    }

    PlanMapping? Refuse(Place at, string what)
    {
        faults.Error(at, what, "Write lines 'key: value'.");
        return null;
    }

    PlanNode ReadNode(int depth)
    {
        if (depth > DeepestNesting)
            throw new YamlException(parser.Current!.Start, parser.Current.End, "it is nested too deeply");

        if (parser.TryConsume<Scalar>(out var scalar))
            return new PlanScalar(Checked(scalar), scalar.Value);

        if (parser.TryConsume<SequenceStart>(out var sequence))
            return new PlanSequence(Checked(sequence), [.. ReadItems(depth)]);

        if (parser.TryConsume<MappingStart>(out var mapping))
            return new PlanMapping(Checked(mapping), [.. ReadEntries(depth)]);

        var alias = parser.Consume<AnchorAlias>();
        faults.Error(At(alias), $"'*{alias.Value}' is an alias, and a plan has none.", "Write the value out.");
        return new PlanRefused(At(alias));
    }

    IEnumerable<PlanNode> ReadItems(int depth)
    {
        while (!parser.TryConsume<SequenceEnd>(out _))
        {
            yield return ReadNode(depth + 1);
        }
    }

    IEnumerable<PlanEntry> ReadEntries(int depth)
    {
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            var key = parser.Consume<Scalar>();
            yield return new PlanEntry(Checked(key), key.Value, ReadNode(depth + 1));
        }
    }

    Place Checked(NodeEvent node)
    {
        if (!node.Anchor.IsEmpty)
            faults.Error(At(node), $"'&{node.Anchor}' is an anchor, and a plan has none.", "Write the value out where it is used.");

        return At(node);
    }

    Place At(ParsingEvent happened) => new(file, (int)happened.Start.Line, (int)happened.Start.Column);
}

/// <summary>
/// One mapping while it is read. Asking for a key makes it known; what was never asked for is reported at the end.
/// Absent and wrong values come back as null, after the fault was noted.
/// </summary>
sealed class PlanSection
{
    readonly PlanFaults faults;
    readonly Dictionary<string, PlanEntry> entries = new(StringComparer.Ordinal);
    readonly List<string> known = [];

    public PlanSection(PlanMapping mapping, PlanFaults faults)
    {
        this.faults = faults;
        At = mapping.At;
        foreach (var entry in mapping.Entries)
        {
            if (!entries.TryAdd(entry.Key, entry))
                faults.Error(entry.At, $"'{entry.Key}' is written twice; the first is in line {entries[entry.Key].At.Line}.", "Remove one of them.");
        }
    }

    public Place At { get; }

    /// <summary>The keys that are written, for a section whose keys are data.</summary>
    public IReadOnlyList<string> Keys => [.. entries.Keys];

    public Place PlaceOf(string key) => entries[key].At;

    public Placed<T>? Take<T>(string key, PlanKind<T> kind) => Find(key, required: true, out var entry) ? Value(entry, kind) : null;

    public Placed<T>? TakeIfThere<T>(string key, PlanKind<T> kind) => Find(key, required: false, out var entry) ? Value(entry, kind) : null;

    public IReadOnlyList<Placed<T>> TakeList<T>(string key, PlanKind<T> kind, bool required = true) =>
        [.. Items(key, required).Select(item => Value(key, item, kind)).OfType<Placed<T>>()];

    public PlanSection? TakeSection(string key, bool required = true) =>
        Find(key, required, out var entry) ? Section(key, entry.Value) : null;

    public IReadOnlyList<PlanSection> TakeSections(string key, bool required = true) =>
        [.. Items(key, required).Select(item => Section(key, item)).OfType<PlanSection>()];

    /// <summary>True when the key holds one value and no mapping or list.</summary>
    public bool IsPlain(string key) => entries.TryGetValue(key, out var entry) && entry.Value is PlanScalar;

    public bool IsEmptyList(string key) => entries.TryGetValue(key, out var entry) && entry.Value is PlanSequence { Items.Count: 0 };

    public void ReportUnknownKeys()
    {
        foreach (var entry in entries.Values.Where(entry => !known.Contains(entry.Key)))
        {
            var remedy = PlanNames.Nearest(entry.Key, known) is { } near
                ? $"Write '{near}', or remove it."
                : $"Remove it; known here are {string.Join(", ", known)}.";
            faults.Error(entry.At, $"'{entry.Key}' is not a key that is known here.", remedy);
        }
    }

    bool Find(string key, bool required, [NotNullWhen(true)] out PlanEntry? entry)
    {
        if (!known.Contains(key))
            known.Add(key);

        if (entries.TryGetValue(key, out entry))
            return true;

        if (required)
            faults.Error(At, $"'{key}' is missing.", $"Add a line '{key}: …'.");

        return false;
    }

    Placed<T>? Value<T>(PlanEntry entry, PlanKind<T> kind) => Value(entry.Key, entry.Value, kind);

    Placed<T>? Value<T>(string key, PlanNode node, PlanKind<T> kind)
    {
        if (node is PlanScalar { Text: not "" } scalar)
            return kind.Read(new Placed<string>(scalar.Text, scalar.At), faults);

        Refuse(node, node is PlanScalar ? $"'{key}' has no value." : $"'{key}' is not one value.", $"Write {kind.Example}.");
        return null;
    }

    IReadOnlyList<PlanNode> Items(string key, bool required)
    {
        if (!Find(key, required, out var entry))
            return [];

        if (entry.Value is PlanSequence list)
            return list.Items;

        Refuse(entry.Value, $"'{key}' is not a list.", "Write its values in brackets, [a, b], or one to a line after '- '.");
        return [];
    }

    PlanSection? Section(string key, PlanNode node)
    {
        if (node is PlanMapping mapping)
            return new PlanSection(mapping, faults);

        Refuse(node, $"'{key}' does not hold keys.", "Write 'key: value' lines below it, or { key: value }.");
        return null;
    }

    void Refuse(PlanNode node, string what, string remedy)
    {
        if (node is not PlanRefused)
            faults.Error(node.At, what, remedy);
    }
}
