using System.Text.RegularExpressions;

namespace Assessment.Evidence.PersonalData;

enum Label
{
    None,
    Identity,
    Passport,
    Phone,
    Office,
    Refugee,
    Case,
    Shelter,

    /// <summary>Procurement, files, money, laws: numbers that name no person.</summary>
    Other,
}

/// <summary>A label and where it ends, counted in the text; headings end before the text begins.</summary>
readonly record struct Labelled(Label Label, int End);

/// <summary>The words before a number say what it is; the nearest one wins.</summary>
static partial class Labels
{
    const int Reach = 48;
    const int Near = 16;

    static readonly Regex Words = LabelWords();

    /// <summary>The nearest label before a place in a text, or else the one of the heading over it.</summary>
    public static Labelled Before(string text, int at, Label heading)
    {
        var start = Math.Max(0, at - Reach);
        var window = text.AsSpan(start, at - start);
        var line = window.LastIndexOf('\n') + 1;
        if (!window[line..].IsWhiteSpace())
        {
            start += line;
            window = window[line..];
        }

        return Last(text, window, start) ?? new Labelled(heading, -1);
    }

    public static Label Of(string heading) => heading.Length == 0 ? Label.None
        : Last(heading, heading.AsSpan(0, Math.Min(heading.Length, 4 * Reach)), 0)?.Label ?? Label.None;

    /// <summary>True if only filler stands between a label and a value.</summary>
    public static bool Touches(string text, Labelled label, int at) => label.End <= at && (label.End < 0 || Filler().IsMatch(text.AsSpan(label.End, at - label.End)));

    /// <summary>True if at most a word or two stand between a label and a value.</summary>
    public static bool IsNear(Labelled label, int at) => at - label.End <= Near || label.End < 0;

    static Labelled? Last(string text, ReadOnlySpan<char> window, int start)
    {
        Labelled? last = null;
        foreach (var match in Words.EnumerateMatches(window))
            last = new Labelled(Kind(text.AsSpan(start + match.Index, match.Length)), start + match.Index + match.Length);

        return last;
    }

    static Label Kind(ReadOnlySpan<char> word) =>
        ShelterWords().IsMatch(word) ? Label.Shelter
        : CaseWords().IsMatch(word) ? Label.Case
        : IdentityWords().IsMatch(word) ? Label.Identity
        : PassportWords().IsMatch(word) ? Label.Passport
        : RefugeeWords().IsMatch(word) ? Label.Refugee
        : OfficeWords().IsMatch(word) ? Label.Office
        : PhoneWords().IsMatch(word) ? Label.Phone
        : Label.Other;

    const string Number = @"(?:no\b|nos\b|nombor|number|num\b|ref\b|reference|ruj\b|rujukan|id\b|kod\b|code|#)";
    const string Shelter = @"(?:(?:shelter|rumah perlindungan|rumah selamat|safe ?house|tempat perlindungan|penghuni|resident|victim|mangsa|survivor)(?:'s)?(?: case| kes| file| fail| intake| daftar)?\s*\.?\s*" + Number + @"|" + Number + @"\.?\s*(?:of )?(?:pendaftaran |daftar |fail |kes )?(?:shelter|rumah perlindungan|rumah selamat|penghuni|resident|victim|mangsa)\b)";
    const string Case = @"(?:(?:case|kes(?: mahkamah)?|police report|laporan polis|report|laporan|investigation papers?|kertas siasatan|docket|interim protection order|protection order|perintah perlindungan(?: interim| sementara)?|ipo|ppi)(?: file| fail)?\s*\.?\s*" + Number + @"|" + Number + @"\.?\s*(?:of )?(?:the )?(?:court case|case|kes(?: mahkamah)?|laporan(?: polis)?|police report|repot|kertas siasatan|investigation paper|ip\b|ks\b|ipo\b|ppi\b|perintah)|\b(?:ip|ks|ipo|ppi|rpt)\s*\.?\s*no\b)";
    const string Identity = @"(?:mykad|mykid|mypr|mykas|mytentera|nric|kad pengenalan|identity card|identification card|\bi\.?c\b\.?|\bk\.?/?p\b\.?|\bkpt\b)";
    const string Passport = @"(?:pass?ports?|pasport|paspor|travel documents?|dokumen perjalanan|hộ chiếu)";
    const string Refugee = @"(?:unhcr|kad pelarian|refugee card|refugee file)";
    const string Office = @"(?:hot ?line|talian|careline|helpline|toll[- ]free|bebas tol|faks\b|fax\b|pejabat|\boffice|switchboard|\bbalai\b|operator|pusat panggilan|call cent|bilik gerakan|urus setia|urusetia|kedutaan|embassy|secretariat|kaunter|counter|headquarters|\bibu pejabat\b|jabatan|department|hospital|klinik|court|mahkamah|ministry|kementerian)";
    const string Phone = @"(?:phone|telefon|telepon|\btel\b|\bh/?p\b|mobile|bimbit|whats ?app|\bwa\b|contact|hubungi|menghubungi|\bcall|\bsms\b|viber|telegram|nombor)";
    const string Other = @"(?:\bruj\b|rujukan|\bref\b|reference|\bfail\b|\bfile\b|perolehan|sebut ?harga|tender|kontrak|contract|procurement|invois|invoice|resit|receipt|baucar|voucher|pesanan|purchase|\blo\b|akaun|account|permohonan|application|\bsiri\b|serial|batch|\baset\b|asset|lesen|licen[cs]e|warta|gazette|doket|bayaran|payment|transaksi|transaction|pendaftaran syarikat|\bssm\b|projek|project|\bbil\. surat|memo|pekeliling|circular|tiket|ticket)";

    [GeneratedRegex(@"(?<![a-z])(?:" + Shelter + "|" + Case + "|" + Identity + "|" + Passport + "|" + Refugee + "|" + Office + "|" + Phone + "|" + Other + ")", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LabelWords();

    [GeneratedRegex("^" + Shelter, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ShelterWords();

    [GeneratedRegex("^" + Case, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex CaseWords();

    [GeneratedRegex("^" + Identity, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex IdentityWords();

    [GeneratedRegex("^" + Passport, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex PassportWords();

    [GeneratedRegex("^" + Refugee, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex RefugeeWords();

    [GeneratedRegex("^" + Office, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex OfficeWords();

    [GeneratedRegex("^" + Phone, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex PhoneWords();

    [GeneratedRegex(@"^[\s.:#(\-–=""]*(?:(?:no|nombor|number|num|ref|baru|lama|new|old|ialah|adalah|is|was|iaitu|bertarikh|interim)\b[\s.:#(\-–=""]*){0,3}$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Filler();
}
