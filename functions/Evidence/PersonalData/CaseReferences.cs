using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace Assessment.Evidence.PersonalData;

/// <summary>Court cases, police reports, investigation papers, protection orders and shelters' numbers: by their form, or beside their label.</summary>
static partial class CaseReferences
{
    /// <summary>How a label of a case or shelter can end, with the filler after it: most numbers stand after other words and are done with at once.</summary>
    static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Endings = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "no", "nos", "nombor", "number", "num", "ref", "reference", "ruj", "rujukan", "id", "kod", "code", "case", "kes", "mahkamah", "laporan", "polis", "report", "repot", "siasatan",
        "paper", "ip", "ks", "ipo", "ppi", "rpt", "perintah", "shelter", "perlindungan", "selamat", "penghuni", "resident", "victim", "mangsa", "file", "fail",
        "baru", "lama", "new", "old", "ialah", "adalah", "is", "was", "iaitu", "bertarikh", "interim").GetAlternateLookup<ReadOnlySpan<char>>();

    public static Hit? At(in NumberInText number)
    {
        var (start, end) = number.Token();
        var token = number.Text.AsSpan(start, end - start);
        if (token.Length < 3 || token[..(number.At - start)].ContainsAnyInRange('0', '9') || !MayBeReference(token))
            return null;

        if (ByForm(token))
            return number.Label(start).Label == Label.Other ? null : new Hit(FindingKind.CaseReference, Severity.Blocks, start, end - start);

        return ByLabel(number, start, end);
    }

    static Hit? ByLabel(in NumberInText number, int start, int end)
    {
        if (!number.HasHeading && !Endings.Contains(number.WordBefore(start)))
            return null;

        var label = number.Label(start);
        if (label.Label is not (Label.Case or Label.Shelter) || label.End > start || !Labels.Touches(number.Text, label, start) || IsPlain(number.Text.AsSpan(start, end - start)))
            return null;

        return new Hit(label.Label == Label.Case ? FindingKind.CaseReference : FindingKind.ShelterReference, Severity.Blocks, start, end - start);
    }

    static bool ByForm(ReadOnlySpan<char> token) =>
        (token.Contains('/') || token.Contains("JATIP", StringComparison.Ordinal)) && (Court().IsMatch(token) || PoliceReport().IsMatch(token));

    /// <summary>Three digits at least; amounts and single years are no references.</summary>
    static bool MayBeReference(ReadOnlySpan<char> token)
    {
        var digits = 0;
        foreach (var letter in token)
            digits += char.IsAsciiDigit(letter) ? 1 : 0;

        return digits >= 3;
    }

    static bool IsPlain(ReadOnlySpan<char> token) => Date().IsMatch(token) || Year().IsMatch(token);

    [GeneratedRegex(@"^[A-Z]{1,3}-\(?\d{2}[A-Z]{0,7}\)?-\d{1,6}-\d{1,2}/\d{4}$|^[A-Z0-9/()-]{0,16}62JATIP[A-Z0-9/()-]{2,24}$", RegexOptions.CultureInvariant)]
    private static partial Regex Court();

    [GeneratedRegex(@"^(?:[A-Z]{3,20}|RPT)/\d{6}/\d{2}(?:\d{2})?$", RegexOptions.CultureInvariant)]
    private static partial Regex PoliceReport();

    [GeneratedRegex(@"^(?:\d{4}-\d{2}-\d{2}|\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4})$", RegexOptions.CultureInvariant)]
    private static partial Regex Date();

    [GeneratedRegex(@"^(?:19|20)\d{2}$", RegexOptions.CultureInvariant)]
    private static partial Regex Year();
}
