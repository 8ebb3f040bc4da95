namespace Assessment.Host.Commands.Generate;

/// <summary>The people of a generated cycle; names are drawn from lists of parts, addresses follow from the post.</summary>
static class GeneratedPeople
{
    static readonly string[] Malay = ["Aminah", "Borhan", "Dalila", "Fauzi", "Hasmah", "Jamil", "Kamaliah", "Latif", "Marlina", "Nazri", "Rusdi", "Salwani"];
    static readonly string[] Fathers = ["Aziz", "Darus", "Halim", "Ibrahim", "Jaafar", "Kassim", "Mahat", "Nordin", "Osman", "Razak", "Saad", "Yunus"];
    static readonly string[] Chinese = ["Chan", "Gan", "Ho", "Khoo", "Lim", "Ng", "Ong", "Sim", "Tan", "Yap"];
    static readonly string[] Given = ["Ai Ling", "Boon Huat", "Chee Seng", "Hui Min", "Jia Wen", "Kah Yee", "Mei Fong", "Wai Keong"];
    static readonly string[] Indian = ["Anand", "Devi", "Ganesan", "Indra", "Kavitha", "Mohan", "Prema", "Sivam"];
    static readonly string[] Bornean = ["Agnes Gumbili", "Awang Seruji", "Dayang Lamit", "Jelani anak Bukit", "Maria Kunsin", "Unggat anak Sering"];

    public static IEnumerable<string> Rows(CycleOutline outline, Random random) =>
    [
        "id,name,email,organisation,role,language,from,to",
        .. outline.Agencies.SelectMany((agency, index) => Posts(agency, index, random)),
        .. outline.Ministries.Select((code, index) => Row(code, "signatory", "signatory", GeneratedPlan.Language(index), random)),
        Row(GeneratedPlan.Secretariat, "officer-1", "secretariat", "ms", random),
        Row(GeneratedPlan.Secretariat, "officer-2", "secretariat", "en", random),
        Row(outline.Ministries[0], "chair", "chair", "ms", random),
    ];

    static IEnumerable<string> Posts(OutlinedAgency agency, int index, Random random) =>
    [
        Row(agency.Code, "focal", "focal-point", GeneratedPlan.Language(index), random),
        Row(agency.Code, "alt", "alternate", GeneratedPlan.Language(index + 1), random),
        Row(agency.Code, "head", "head", GeneratedPlan.Language(index), random),
    ];

    static string Row(string organisation, string post, string role, string language, Random random)
    {
        var slug = organisation.ToLowerInvariant();
        return $"{slug}-{post},{Name(random)},{post}@{slug}.example,{organisation},{role},{language},,";
    }

    static string Name(Random random) => random.Next(10) switch
    {
        < 5 => $"{Pick(Malay, random)} {(random.Next(2) == 0 ? "bin" : "binti")} {Pick(Fathers, random)}",
        < 8 => $"{Pick(Chinese, random)} {Pick(Given, random)}",
        8 => $"{Pick(Indian, random)} {(random.Next(2) == 0 ? "a/l" : "a/p")} {Pick(Indian, random)}",
        _ => Pick(Bornean, random),
    };

    static string Pick(string[] names, Random random) => names[random.Next(names.Length)];
}
