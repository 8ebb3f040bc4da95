using System.Security.Cryptography;
using System.Text;
using Assessment.Cycle;
using Assessment.Mail;

namespace Assessment.Evidence.Figures;

/// <summary>Which rows the form has. A row is known by its key in a hidden column and a column by its id in a hidden row, never by position.</summary>
static class FormLayout
{
    public const string KeyColumn = "#key";
    public const string HeaderKey = "#header";
    const int OpenParts = 4;

    /// <summary>Ways of breaking down whose parts are known; their words are texts.</summary>
    static readonly string[] KnownDimensions = ["sex", "form", "age"];

    /// <summary>R01.1, then R01.1/sex/female for a part that is known and R01.1/sector/#1 for one that the organisation names.</summary>
    public static IReadOnlyList<FormRow> RowsOf(Indicator indicator) =>
        [new FormRow(indicator.Id, indicator), .. indicator.Disaggregation.SelectMany(dimension => PartsOf(indicator, dimension))];

    static IEnumerable<FormRow> PartsOf(Indicator indicator, string dimension) => KnownDimensions.Contains(dimension)
        ? PartWords(dimension, Language.En).Select((part, index) => new FormRow($"{indicator.Id}/{dimension}/{part}", indicator) { Dimension = dimension, Part = part, PartIndex = index })
        : Enumerable.Range(1, OpenParts).Select(number => new FormRow($"{indicator.Id}/{dimension}/#{number}", indicator) { Dimension = dimension });

    public static string DimensionName(string dimension, Language language) =>
        KnownDimensions.Contains(dimension) ? Texts.Fill(language, $"dimension-{dimension}") : dimension;

    /// <summary>The label as it is shown; what is read back is the English one, as the submission has it.</summary>
    public static string? PartName(FormRow row, Language language) => row.Part is null ? null : PartWords(row.Dimension!, language)[row.PartIndex];

    static string[] PartWords(string dimension, Language language) => Texts.Fill(language, $"parts-{dimension}").Split(", ");

    /// <summary>What the keys of all rows come to: another value means that rows were added or removed.</summary>
    public static string Checksum(IEnumerable<string> keys) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join("\n", keys.Distinct().Order(StringComparer.Ordinal)))))[..12];

    public static IEnumerable<string> KeysOf(FormRequest request) =>
        request.Items.SelectMany(item => item.Indicators.SelectMany(RowsOf).Select(row => row.Key).Prepend(item.Code));
}

/// <summary>A row of the sheet of figures: an indicator, or one part of it.</summary>
sealed record FormRow(string Key, Indicator Indicator)
{
    public string? Dimension { get; init; }
    public string? Part { get; init; }
    public int PartIndex { get; init; }

    public bool IsPart => Dimension is not null;

    /// <summary>A part that the organisation names itself.</summary>
    public bool IsOpenPart => IsPart && Part is null;
}

/// <summary>Which form it is: its version, the call it was made for, and the checksum of its rows.</summary>
sealed record FormMark(int Version, string CallId, string Checksum)
{
    public const int CurrentVersion = 1;
    public const string PropertyName = "AssessmentForm";
    const string Opening = "assessment-form";

    public static FormMark Of(FormRequest request) => new(CurrentVersion, request.CallId, FormLayout.Checksum(FormLayout.KeysOf(request)));

    public override string ToString() => $"{Opening} {Version} {CallId} {Checksum}";

    public static FormMark? Parse(string? text) =>
        text?.Split(' ') is [Opening, var version, var call, var checksum] && int.TryParse(version, out var number) ? new FormMark(number, call, checksum) : null;
}
