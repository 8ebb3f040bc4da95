using System.Text;
using System.Text.Json;
using Assessment.Cycle;
using CsCheck;

namespace Assessment.Tests.Cycle;

public sealed class PlanReaderTests
{
    const string Signs = "\"'{}[]:-,\n&*!|>%@#\t\09x";

    [Theory]
    [ClassData(typeof(PlanFaultCases))]
    public void Each_fault_says_where_what_and_what_to_do(string kind, string file, string find, string replacement, string[] expected)
    {
        var reading = PlanFiles.Good.Replace(file, find, replacement).Read();

        Assert.Equal((kind, string.Join('\n', expected)), (kind, string.Join('\n', reading.Faults)));
        Assert.Equal(reading.Errors == 0, reading.Plan is not null);
    }

    [Fact]
    public void A_plan_with_twenty_faults_of_different_kinds_reports_all_twenty()
    {
        var reading = PlanFiles.Good
            .Replace("cycle.yaml", "id: my-tip-2025", "id: MY TIP")
            .Replace("cycle.yaml", "tip-data@mapo.example", "tip-data")
            .Replace("cycle.yaml", "illustrative: true", "ilustrative: true")
            .Replace("cycle.yaml", "cap: 8", "cap: -1")
            .Replace("cycle.yaml", "returnWithin: 2wd", "returnWithin: soon")
            .Replace("rounds.yaml", "title: Half-year stocktake", "title:")
            .Replace("rounds.yaml", "[R01]", "[R01, R99]")
            .Replace("rounds.yaml", "opens: 2024-10-02T10:00", "opens: 2024-07-01")
            .Replace("rounds.yaml", "endorsementBy: 2025-01-24", "endorsementBy: 2025-01-20")
            .Replace("rounds.yaml", "America/New_York", "New York")
            .Replace("recommendations.yaml", "lastYear: 512", "lastYear: many")
            .Replace("recommendations.yaml", "id: R02.1", "id: R03.1")
            .Replace("recommendations.yaml", "supporting: [PDRM]", "supporting: [PDMR]")
            .Replace("organisations.csv", "partner,,federal,en", "partner,,state,en")
            .Replace("organisations.csv", "NSO MAPO,Council Secretariat,,agency,KDN", "NSO MAPO,Council Secretariat,,agency,")
            .Replace("people.csv", "siti@pdrm.example", "siti")
            .Replace("people.csv", "jtk-head", "jtk-focal")
            .Replace("people.csv", "suara-focal,Mei Ling,", "suara-focal,")
            .Replace("calendars.yaml", "[friday, saturday]", "[fri, saturday]")
            .Replace("calendars.yaml", "2025-01-29", "2025-02-30")
            .Read();

        Assert.Null(reading.Plan);
        Assert.Equal(20, reading.Errors);
        Assert.Equal(
            """
            cycle.yaml:1:5: error: 'MY TIP' is not an id. Write lower case letters, digits and hyphens only, such as my-tip-2025.
            cycle.yaml:6:10: error: 'tip-data' is not an e-mail address. Write an address such as name@agency.example.
            cycle.yaml:11:1: error: 'ilustrative' is not a key that is known here. Write 'illustrative', or remove it.
            cycle.yaml:20:17: error: 'soon' is not a lag. Write a number and wd, d, h, m or s, such as 5wd or 30m.
            cycle.yaml:22:8: error: '-1' is not a whole number above zero. Write a whole number such as 8.
            rounds.yaml:3:11: error: 'title' has no value. Write a text.
            rounds.yaml:5:12: error: 'opens' (Mon 1 Jul 2024 08:30) is before the cycle starts (Mon 15 Jul 2024 09:00). Write a later moment, or let the cycle start earlier.
            rounds.yaml:10:28: error: 'R99' is not a recommendation of this plan. Write one of R01, R02, or add it to recommendations.yaml.
            rounds.yaml:18:20: error: 'endorsementBy' (Mon 20 Jan 2025 17:00) is not after 'signOffBy' (Tue 21 Jan 2025 17:00). Write a later moment.
            rounds.yaml:19:49: error: 'New York' is not a time zone. Write an IANA name such as Asia/Kuala_Lumpur.
            recommendations.yaml:10:110: error: 'many' is not a number. Write a number such as 512 or 12.5.
            recommendations.yaml:17:18: error: 'PDMR' is not an organisation of this plan. Write one of KDN, NSO MAPO, PDRM, JTK Kelantan, SUARA, or add it to organisations.csv.
            recommendations.yaml:19:15: error: 'R03.1' is not a number of R02. Write R02, a dot and a number, such as R02.1.
            organisations.csv:3:1: error: Agency 'NSO MAPO' has no ministry to sign for it. Write the ministry's code in 'ministry'.
            organisations.csv:6:34: error: 'state' is not a calendar of this plan. Write one of federal, kelantan, or add it to calendars.yaml.
            people.csv:5:30: error: 'siti' is not an e-mail address. Write an address such as name@agency.example.
            people.csv:9:1: error: Person 'jtk-focal' is there twice; the first is in line 8. Remove one of them, or give it another name.
            people.csv:10:1: error: This line has 7 values, the header has 8. Add or remove commas; put a value that contains a comma in quotes.
            calendars.yaml:10:16: error: '2025-02-30' is not a date. Write a date of this century such as 2024-12-02.
            calendars.yaml:14:18: error: 'fri' is not a day of the week. Write sunday, monday, tuesday, wednesday, thursday, friday or saturday.
            """,
            string.Join('\n', reading.Faults));
    }

    [Fact]
    public void A_good_plan_has_no_faults_and_its_dates_are_instants_of_its_zone()
    {
        var plan = PlanFiles.Good.Plan;
        var annual = plan.Round("annual");

        Assert.Empty(PlanFiles.Good.Read().Faults);
        Assert.Equal(new DateTimeOffset(2024, 7, 15, 9, 0, 0, TimeSpan.FromHours(8)), plan.Cycle.Starts);
        Assert.Equal(new DateTimeOffset(2024, 10, 2, 10, 0, 0, TimeSpan.FromHours(8)), plan.Round("interim").Opens);
        Assert.Equal(new DateTimeOffset(2024, 12, 2, 8, 30, 0, TimeSpan.FromHours(8)), annual.Opens);
        Assert.Equal(new DateTimeOffset(2025, 1, 9, 17, 0, 0, TimeSpan.FromHours(8)), annual.RepliesDue);
        Assert.Equal(new DateTimeOffset(2025, 2, 4, 6, 0, 0, TimeSpan.FromHours(8)), annual.HardDate);
        Assert.Equal("America/New_York", annual.HardDateZone);
        Assert.Null(plan.Round("interim").EndorsementBy);
        Assert.Equal("Asia/Kuala_Lumpur", plan.Round("interim").HardDateZone);
    }

    [Fact]
    public void A_round_asks_the_lead_and_then_those_who_support_in_the_order_of_the_recommendations()
    {
        var plan = PlanFiles.Good.Replace("recommendations.yaml", "supporting: [JTK Kelantan, SUARA]", "supporting: [JTK Kelantan, SUARA, PDRM, SUARA]").Plan;

        Assert.Equal(
            [new("PDRM", "R01"), new("JTK Kelantan", "R01"), new("SUARA", "R01"), new("JTK Kelantan", "R02"), new("PDRM", "R02")],
            plan.Round("annual").Asks);
        Assert.Equal([new Ask("PDRM", "R01")], plan.Round("interim").Asks);
    }

    [Fact]
    public void Optional_values_may_be_left_out()
    {
        var plan = PlanFiles.Good
            .Replace("cycle.yaml", "languages: [ms, en]\n", "")
            .Replace("cycle.yaml", "office: { opens: \"08:30\", closes: \"17:00\" }\n", "")
            .Replace("cycle.yaml", "illustrative: true\n", "")
            .Replace("cycle.yaml", "  at: \"09:00\"\n", "")
            .Plan;

        Assert.Equal([Language.Ms, Language.En], plan.Cycle.Languages);
        Assert.Equal((new TimeOnly(9, 0), new TimeOnly(17, 0)), (plan.Cycle.OfficeOpens, plan.Cycle.OfficeCloses));
        Assert.False(plan.Cycle.Illustrative);
        Assert.Equal(new TimeOnly(9, 0), plan.Reminders.At);
        Assert.Equal(Language.En, plan.People.Single(person => person.Id == "mapo-officer").Language);
        Assert.Empty(plan.Recommendations[1].Evidence);
        Assert.Equal(512, plan.Recommendations[0].Indicators[0].LastYear);
    }

    [Fact]
    public void A_smoke_cycle_counts_from_the_moment_at_which_it_is_started()
    {
        var plan = Smoke().Plan;
        var round = Assert.Single(plan.Rounds);

        Assert.Equal(PlanFiles.StartedAt, plan.Cycle.Starts);
        Assert.Equal(PlanFiles.StartedAt.AddSeconds(30), round.Opens);
        Assert.Equal(PlanFiles.StartedAt.AddMinutes(2), round.RepliesDue);
        Assert.Equal(PlanFiles.StartedAt.AddSeconds(240), round.HardDate);
        Assert.Equal([new Lag(45, LagUnit.Seconds), new Lag(15, LagUnit.Seconds)], plan.Reminders.BeforeDue);
    }

    [Fact]
    public void A_fixed_date_in_a_cycle_without_a_start_is_pointed_out()
    {
        var reading = Smoke().Replace("rounds.yaml", "hardDate: +240s", "hardDate: 2024-11-08").Read();

        Assert.Equal(
            "rounds.yaml:8:15: warning: '2024-11-08' is a fixed date, but the cycle starts whenever it is started. Write an offset such as +2m, or add 'starts' to cycle.yaml.",
            Assert.Single(reading.Faults).ToString());
    }

    [Fact]
    public void A_missing_file_is_named_together_with_the_file_that_may_be_meant()
    {
        var reading = PlanFiles.Good.Without("rounds.yaml").With("rounds.yml", "rounds: []").Without("people.csv").Read();

        Assert.Equal(
            [
                "rounds.yaml: error: The file is missing. Rename 'rounds.yml' to 'rounds.yaml'.",
                "people.csv: error: The file is missing. Add it to the cycle's folder.",
            ],
            reading.Faults.Select(fault => fault.ToString()));
    }

    [Fact]
    public void A_missing_folder_is_a_fault_and_no_exception()
    {
        var folder = Path.Combine(PlanFiles.Folder, "nowhere");
        var reading = PlanReader.Read(folder, PlanFiles.StartedAt);

        Assert.Equal(
            $"{folder}: error: There is no such folder. Name a folder with cycle.yaml, rounds.yaml, recommendations.yaml, organisations.csv, people.csv, calendars.yaml.",
            Assert.Single(reading.Faults).ToString());
    }

    [Fact]
    public void The_folder_and_its_contents_read_the_same()
    {
        var fromFolder = PlanReader.Read(PlanFiles.Folder, PlanFiles.StartedAt).Plan;

        Assert.Equal(JsonSerializer.Serialize(PlanFiles.Good.Plan), JsonSerializer.Serialize(fromFolder));
    }

    [Fact]
    public void A_plan_survives_the_way_through_json()
    {
        var json = JsonSerializer.Serialize(PlanFiles.Good.Plan);

        Assert.Equal(json, JsonSerializer.Serialize(JsonSerializer.Deserialize<Plan>(json)));
    }

    [Theory]
    [InlineData("cycle.yaml")]
    [InlineData("people.csv")]
    public void A_byte_order_mark_is_accepted(string file)
    {
        var reading = PlanFiles.Good.With(file, [0xEF, 0xBB, 0xBF, .. PlanFiles.Good.Contents[file]]).Read();

        Assert.Empty(reading.Faults);
    }

    [Fact]
    public void A_byte_that_is_not_utf_8_is_reported_with_its_offset_and_the_rest_is_still_checked()
    {
        var text = PlanFiles.Good.Text("people.csv").Replace("Nik Aminah", "Nik Amin#h", StringComparison.Ordinal).Replace("focal-point,en", "focalpoint,en", StringComparison.Ordinal);
        var bytes = Encoding.UTF8.GetBytes(text);
        bytes[Array.IndexOf(bytes, (byte)'#')] = 0xE1;

        Assert.Equal(
            [
                "people.csv:8:19: error: Byte 495 (0xE1) is not UTF-8. Save the file as UTF-8 (in Excel: 'CSV UTF-8').",
                "people.csv:10:46: error: 'focalpoint' is not a role. Write focal-point, alternate, head, signatory, secretariat or chair.",
            ],
            PlanFiles.Good.With("people.csv", bytes).Read().Faults.Select(fault => fault.ToString()));
    }

    [Fact]
    public void Lines_are_counted_through_line_breaks_in_quotes_blank_lines_and_carriage_returns()
    {
        var text = PlanFiles.Good.Text("organisations.csv")
            .Replace("\"Labour Office, Kelantan\"", "\"Labour Office,\nKelantan\"", StringComparison.Ordinal)
            .Replace("SUARA,", "\nSUARA,", StringComparison.Ordinal)
            .Replace("partner,,federal,en", "partner,,federal,fr", StringComparison.Ordinal);

        foreach (var written in new[] { text, text.Replace("\n", "\r\n", StringComparison.Ordinal) })
        {
            var reading = PlanFiles.Good.With("organisations.csv", written).Read();
            Assert.Equal("organisations.csv:8:42: error: 'fr' is not a language. Write ms or en.", Assert.Single(reading.Faults).ToString());
        }
    }

    [Fact]
    public void A_quote_that_makes_many_lines_one_column_is_reported_on_one_line()
    {
        var text = PlanFiles.Good.Text("organisations.csv").Replace("code,name,nameMs", "code,name,\"ameMs", StringComparison.Ordinal);

        var faults = PlanFiles.Good.With("organisations.csv", text).Read().Faults;

        Assert.Contains(faults, fault => fault is { Line: 1, Column: 11, What: "'ameMs,kind,ministry,calendar,language ...' is not a column that is known here." });
        Assert.All(faults, fault => Assert.DoesNotContain('\n', fault.ToString()));
    }

    [Fact]
    public void A_cut_file_is_never_an_exception_and_never_a_plan_without_a_fault()
    {
        var cut =
            from file in Gen.Int[0, PlanReader.Files.Count - 1].Select(index => PlanReader.Files[index])
            from length in Gen.Int[0, PlanFiles.Good.Contents[file].Length - 2]
            select (file, length);

        cut.Sample(
            part =>
            {
                var content = PlanFiles.Good.Contents[part.file];
                var reading = PlanFiles.Good.With(part.file, content[..part.length]).Read();
                return (reading.Plan is null) == (reading.Errors > 0);
            },
            iter: 300, threads: 1);
    }

    [Fact]
    public void A_damaged_file_is_never_an_exception()
    {
        var damage =
            from file in Gen.Int[0, PlanReader.Files.Count - 1].Select(index => PlanReader.Files[index])
            from at in Gen.Int[0, PlanFiles.Good.Contents[file].Length - 1]
            from letter in Gen.Int[0, Signs.Length - 1].Select(index => Signs[index])
            select (file, at, letter);

        damage.Sample(
            hit =>
            {
                var content = PlanFiles.Good.Contents[hit.file].ToArray();
                content[hit.at] = (byte)hit.letter;
                var reading = PlanFiles.Good.With(hit.file, content).Read();
                return (reading.Plan is null) == (reading.Errors > 0)
                    && reading.Faults.All(fault => fault is { Line: > 0, Column: > 0 } && !fault.What.Contains('\n', StringComparison.Ordinal) && fault.Remedy.EndsWith('.'));
            },
            iter: 600, threads: 1);
    }

    static PlanFiles Smoke() => PlanFiles.Good
        .Replace("cycle.yaml", "starts: 2024-07-15T09:00\n", "")
        .Replace("cycle.yaml", "[5wd, 4wd, 2wd]", "[45s, 15s]")
        .Replace("cycle.yaml", "after: 1wd", "after: 10s")
        .Replace("cycle.yaml", "after: 2wd", "after: 20s")
        .Replace("cycle.yaml", "after: 3wd", "after: 30s")
        .Replace("cycle.yaml", "closeAfter: 4wd", "closeAfter: 40s")
        .Replace("rounds.yaml", "*", """
            rounds:
              - id: smoke
                title: Smoke
                covers: { from: 2024-04-01, to: 2025-03-31 }
                opens: +30s
                repliesDue: +2m
                signOffBy: +200s
                hardDate: +240s
                submittedAbroad: false
                recommendations: all
                ask: lead-and-supporting
            """);
}
