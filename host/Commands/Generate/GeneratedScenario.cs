using System.Globalization;

namespace Assessment.Host.Commands.Generate;

/// <summary>How an agency behaves in one round.</summary>
enum Behaviour
{
    Prompt,
    Late,
    SilentUntilEscalation,
    SilentForGood,
    Partial,
    Returned,
}

/// <summary>How the people of a generated cycle behave, and the files they send.</summary>
static class GeneratedScenario
{
    const string Head =
        """
        # Generated: how the people of this cycle behave.
        decideAfter:
          release-calls: 2h
          review-item: 5h
          extension-request: 3h
          sign-off: 1d
          endorsement: 3h
          release-submission: 3h
          held-mail: 2h
        """;

    public static IEnumerable<GeneratedFile> Files(CycleOutline outline, Random random)
    {
        var calls = outline.Rounds
            .SelectMany(round => outline.Agencies.Select(agency => new GeneratedCall(agency, round, Draw(agency, random), random.Next(1, 9), random.Next(10, 200))))
            .ToList();
        var replies = calls.SelectMany(Replies).ToList();
        var decisions = calls.Where(call => call.Behaviour == Behaviour.Returned).Select(Return).ToList();
        return
        [
            GeneratedFile.Text("scenario.yaml", [Head, .. Section("replies", replies), .. Section("decisions", decisions)]),
            .. calls.Where(call => call.Behaviour != Behaviour.SilentForGood).Select(call => call.Evidence),
        ];
    }

    static IEnumerable<string> Section(string name, List<string> entries) => entries.Count == 0 ? [$"{name}: []"] : entries.Prepend($"{name}:");

    static Behaviour Draw(OutlinedAgency agency, Random random) => random.Next(100) switch
    {
        < 70 => Behaviour.Prompt,
        < 80 => Behaviour.Late,
        < 86 => Behaviour.SilentUntilEscalation,
        < 90 => Behaviour.SilentForGood,
        < 95 => agency.Items.Count > 1 ? Behaviour.Partial : Behaviour.Prompt,
        _ => Behaviour.Returned,
    };

    /// <summary>Letters go out on a Monday morning and replies are due on Thursday of the week after, ten days later.</summary>
    static IEnumerable<string> Replies(GeneratedCall call)
    {
        var items = call.Agency.Items;
        return call.Behaviour switch
        {
            Behaviour.Prompt => [call.Reply("letter", $"{call.Days}d", items)],
            Behaviour.Late => [call.Reply("letter", "11d", items)],
            Behaviour.SilentUntilEscalation => [call.Reply("escalation", "3h", items)],
            Behaviour.Partial => [call.Reply("letter", "3d", [.. items.Take(items.Count / 2)]), call.Reply("letter", "8d", [.. items.Skip(items.Count / 2)])],
            Behaviour.Returned => [call.Reply("letter", "2d", items), call.Reply("return", "1d", [items[0]])],
            Behaviour.SilentForGood => [],
            _ => throw new InvalidOperationException($"Nobody behaves as {call.Behaviour}."),
        };
    }

    static string Return(GeneratedCall call) =>
        $$"""
          - { card: review-item, organisation: {{call.Agency.Code}}, round: {{call.Round.Id}}, item: {{call.Agency.Items[0]}}, nth: 1, decision: return, reason: "Please say when this was done.", by: nso-officer-1 }
        """;
}

/// <summary>One agency in one round: what it will answer, when, and with which file.</summary>
sealed record GeneratedCall(OutlinedAgency Agency, OutlinedRound Round, Behaviour Behaviour, int Days, int Amount)
{
    string CutOff => GeneratedPlan.Day(Round.CoversTo);

    bool SendsPdf => Amount % 2 == 0;

    string EvidencePath => $"evidence/{Agency.Items[0]}-{Agency.Slug}-{Round.Id}.{(SendsPdf ? "pdf" : "csv")}";

    public GeneratedFile Evidence => new(EvidencePath, SendsPdf ? SmallPdf.Of(Lines) : GeneratedFile.Text("", Table).Content);

    public string Reply(string to, string after, IReadOnlyList<string> items) => string.Join('\n',
    [
        $"""
          - organisation: {Agency.Code}
            round: {Round.Id}
            to: {to}
            after: {after}
            note: Our reply is below.
            items:
        """,
        .. items.Select(Item),
    ]);

    string Item(string code)
    {
        var number = Number(code);
        var female = number / 2;
        var files = code == Agency.Items[0] ? $", files: [{EvidencePath}]" : "";
        return $$"""
                  {{code}}: { answer: "Agency {{Agency.Code[1..]}} reached {{number}} persons by {{CutOff}}.", figures: { {{code}}.1: { value: {{number}}, cutOff: {{CutOff}}, source: "Register of {{Agency.Code}}", parts: { female: {{female}}, male: {{number - female}} } } }{{files}} }
            """;
    }

    /// <summary>Never below ten, so that no part of it is a small cell.</summary>
    int Number(string code) => Amount + int.Parse(code.AsSpan(1), CultureInfo.InvariantCulture);

    IReadOnlyList<string> Lines =>
    [
        "Illustrative sample. Everything is invented.",
        $"Report of agency {Agency.Code[1..]} for {Round.Id}",
        $"Period: {GeneratedPlan.Day(Round.CoversFrom)} to {CutOff}",
        .. Agency.Items.Select(code => $"{code}: {Number(code)} persons were reached."),
    ];

    IEnumerable<string> Table => Agency.Items.Select(code => $"{code},{Number(code)},Illustrative sample").Prepend("recommendation,persons,note");
}
