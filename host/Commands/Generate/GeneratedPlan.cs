using System.Globalization;

namespace Assessment.Host.Commands.Generate;

/// <summary>The plan of a generated cycle: everything but its people.</summary>
static class GeneratedPlan
{
    public const string Secretariat = "NSO";

    static readonly string[] Pillars = ["Prosecution", "Protection", "Prevention", "Partnership"];
    static readonly (string En, string Ms)[] Tasks =
    [
        ("Identify victims in", "Mengenal pasti mangsa di"),
        ("Investigate cases in", "Menyiasat kes di"),
        ("Give services to victims in", "Memberi perkhidmatan kepada mangsa di"),
        ("Train officers in", "Melatih pegawai di"),
        ("Inspect workplaces in", "Memeriksa tempat kerja di"),
        ("Inform workers in", "Memaklumkan pekerja di"),
    ];

    static readonly (string En, string Ms)[] Fields =
    [
        ("plantations", "ladang"), ("factories", "kilang"), ("fishing", "perikanan"), ("construction", "pembinaan"),
        ("homes", "rumah"), ("restaurants", "restoran"), ("ports", "pelabuhan"), ("depots", "depot"),
    ];

    public static IEnumerable<string> Cycle(CycleSize size) =>
    [
        $$"""
        # Generated: everything in this cycle is invented.
        id: gen-{{size.Agencies}}-{{size.Recommendations}}-{{size.Rounds}}-{{size.Seed}}
        title: Generated cycle with {{size.Agencies}} agencies
        period: { from: 2024-04-01, to: 2025-03-31 }
        timeZone: Asia/Kuala_Lumpur
        starts: {{Day(CycleOutline.Starts)}}T09:00
        mailbox: tip-data@nso.example
        secretariat: {{Secretariat}}
        channel: { name: Channel to the assessor, address: channel@nso.example }
        languages: [ms, en]
        office: { opens: "09:00", closes: "17:00" }
        illustrative: true
        reminders:
          at: "09:00"
          beforeDue: [5wd, 4wd, 2wd]
          afterDue:
            - { after: 1wd, to: focal-point }
            - { after: 2wd, to: head }
            - { after: 3wd, to: signatory }
          closeAfter: 4wd
          returnWithin: 2wd
          decideWithin: 1wd
          cap: 8
        """,
    ];

    public static IEnumerable<string> Rounds(CycleOutline outline) => outline.Rounds.Select(Round).Prepend("rounds:");

    static string Round(OutlinedRound round) =>
        $$"""
          - id: {{round.Id}}
            title: Generated {{round.Id}}
            covers: { from: {{Day(round.CoversFrom)}}, to: {{Day(round.CoversTo)}} }
            opens: {{Day(round.Opens)}}
            repliesDue: {{Day(round.RepliesDue)}}
            signOffBy: {{Day(round.SignOffBy)}}
            endorsementBy: {{Day(round.EndorsementBy)}}
            hardDate: { at: {{Day(round.HardDate)}}T17:00, timeZone: Asia/Kuala_Lumpur }
            submittedAbroad: true
            recommendations: all
            ask: lead-and-supporting
        """;

    public static IEnumerable<string> Recommendations(CycleOutline outline, Random random) =>
        outline.Recommendations.Select((code, index) => Recommendation(code, index, outline.AskedAbout(code), random)).Prepend("recommendations:");

    static string Recommendation(string code, int index, IReadOnlyList<string> asked, Random random)
    {
        var task = Tasks[index % Tasks.Length];
        var field = Fields[index % Fields.Length];
        return $$"""
              - code: {{code}}
                new: {{(index % 16 == 15 ? "true" : "false")}}
                text: "{{task.En}} {{field.En}}."
                textMs: "{{task.Ms}} {{field.Ms}}."
                pillars: [{{Pillars[index % Pillars.Length]}}]
                lead: {{asked[0]}}
                supporting: [{{string.Join(", ", asked.Skip(1))}}]
                indicators:
                  - { id: {{code}}.1, name: Persons reached, unit: persons, disaggregation: [sex], lastYear: {{random.Next(20, 500)}}, from: [{{string.Join(", ", asked)}}] }
                evidence: [Report, Table of counts]
            """;
    }

    public static IEnumerable<string> Organisations(CycleOutline outline) =>
    [
        "code,name,nameMs,kind,ministry,calendar,language",
        .. outline.Ministries.Select((code, index) => $"{code},Ministry {code[1..]},Kementerian {code[1..]},ministry,,sunday,{Language(index)}"),
        $"{Secretariat},Secretariat,Urus Setia,agency,{outline.Ministries[0]},sunday,en",
        .. outline.Agencies.Select((agency, index) => $"{agency.Code},Agency {agency.Code[1..]},Agensi {agency.Code[1..]},agency,{agency.Ministry},{agency.Calendar},{Language(index)}"),
    ];

    /// <summary>Two weekend rules, and a holiday on the second day of every third round, which moves nobody's due date.</summary>
    public static IEnumerable<string> Calendars(CycleOutline outline)
    {
        var holidays = outline.Rounds
            .Where((_, index) => index % 3 == 0)
            .Select(round => $"      - {{ day: {Day(round.Opens.AddDays(1))}, name: Invented holiday }}")
            .ToList();
        return
        [
            "calendars:",
            "  - id: sunday\n    title: Offices that rest on Saturday and Sunday\n    weekends:\n      - { days: [saturday, sunday] }\n    holidays:",
            .. holidays,
            "  - id: friday\n    title: Offices that rest on Friday and Saturday\n    weekends:\n      - { days: [friday, saturday] }\n    holidays:",
            .. holidays,
        ];
    }

    public static string Language(int index) => index % 2 == 0 ? "ms" : "en";

    public static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
