using System.CommandLine;
using Assessment.Cycle;
using Assessment.Host.Commands;
using Assessment.Host.Commands.CarryOver;
using MimeKit;

namespace Assessment.Tests.CarryOver;

/// <summary>The sample year is carried over, and the next one begins.</summary>
public sealed class CarryOverCommandTests(MalaysianYear year) : IClassFixture<MalaysianYear>
{
    [Fact]
    public async Task Next_years_folder_is_valid_and_the_same_each_time()
    {
        var first = await Carry("valid-1");
        var second = await Carry("valid-2");

        Assert.Equal((ExitCode.Done, ExitCode.Done), (first.Code, second.Code));
        Assert.Equal(Contents("valid-1"), Contents("valid-2"));
        Assert.Equal(
            ["calendars.yaml", "carry-over.md", "criteria.yaml", "cycle.yaml", "last-year.yaml", "organisations.csv", "people.csv", "recommendations.yaml", "rounds.yaml"],
            Contents("valid-1").Select(file => file.Name));

        using var said = new StringWriter();
        Assert.Equal(0, ValidateCommand.Validate(year.PathTo("valid-1"), DateTimeOffset.UnixEpoch, [], said));
        Assert.Contains("3 rounds, 17 recommendations, 30 organisations, 98 people; no errors, 1 warning.", said.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_report_on_the_console_is_the_one_in_the_folder()
    {
        var (_, said) = await Carry("report");
        var report = await File.ReadAllTextAsync(year.PathTo("report", "carry-over.md"));

        Assert.StartsWith(report, said, StringComparison.Ordinal);
        Assert.Contains("Wan Nuraini binti Wan Hashim (KPWKM, focal-point), in office until 2025-01-14", report, StringComparison.Ordinal);
        Assert.Contains("| annual | repliesDue | Fri 2025-01-10 | Fri 2026-01-09 | Sat 2026-01-10 is no working day (weekend) |", report, StringComparison.Ordinal);
        Assert.Contains("R02.2 has no value of last year: several organisations state it, and each letter shows its own value: PDRM 41, AGC 38.", report, StringComparison.Ordinal);
        Assert.Contains("The package covers 2024-04-01 to 2024-12-31 only", report, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_first_round_of_the_next_year_shows_last_years_answers_in_its_letters()
    {
        await Carry("next");
        await File.WriteAllTextAsync(year.PathTo("only-release.yaml"), "decideAfter: { release-calls: 2h }\nreplies: []\ndecisions: []\n");
        await year.Rehearse(year.PathTo("next"), "next-out", until: "2025-10-04", year.PathTo("only-release.yaml"));

        var police = Letter("next-out", "my-tip-2026-interim-pdrm");
        Assert.Contains("Jawapan tahun lalu: Officers screened 402 potential victims between 1 April and 31 December 2024", police, StringComparison.Ordinal);
        Assert.Contains(". Tahun lalu: 402", police, StringComparison.Ordinal);
        Assert.Contains("Last year's answer: ", Letter("next-out", "my-tip-2026-interim-agc"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_renames_drops_and_adds_recommendations()
    {
        await File.WriteAllTextAsync(year.PathTo("list.yaml"), """
            recommendations:
              - code: R21
                was: R15
                text: Enforce the ban on keeping workers' passports.
                pillars: [Prevention]
                lead: JIM
                indicators:
                  - { id: R21.1, name: Cases under the Passports Act, unit: cases }
              - code: R22
                text: Publish the results of inspections.
                pillars: [Prevention]
                lead: JTKSM
            """);
        var (code, said) = await Carry("listed", "--recommendations", year.PathTo("list.yaml"), "--id", "tip-next");

        Assert.Equal(ExitCode.Done, code);
        Assert.Contains("- R21 (was R15): Enforce the ban", said, StringComparison.Ordinal);
        Assert.Contains("## Recommendations dropped: 16", said, StringComparison.Ordinal);
        Assert.Contains("## New recommendations: 1\n\n- R22: Publish", said, StringComparison.Ordinal);
        Assert.Contains("- Round `supplementary` asks for nothing any more", said, StringComparison.Ordinal);

        var plan = PlanReader.Read(year.PathTo("listed"), DateTimeOffset.UnixEpoch).Plan!;
        Assert.Equal("tip-next", plan.Cycle.Id);
        Assert.Equal([("R21", false, 48m), ("R22", true, null)], plan.Recommendations.Select(next => (next.Code, next.New, next.Indicators.Count == 0 ? null : next.Indicators[0].LastYear)));
        Assert.Equal("R15", plan.LastAnswer("JIM", "R21")?.Was);
    }

    [Fact]
    public async Task A_role_that_is_vacant_is_written_down_and_stops_nothing_but_the_start()
    {
        Directory.CreateDirectory(year.PathTo("left"));
        foreach (var file in PlanReader.Files.Concat(PlanReader.OptionalFiles).Where(file => File.Exists(Path.Combine(MalaysianYear.Folder, file))))
        {
            var text = await File.ReadAllTextAsync(Path.Combine(MalaysianYear.Folder, file));
            await File.WriteAllTextAsync(year.PathTo("left", file), text.Replace("azmin@mof.example,MOF,signatory,ms,,", "azmin@mof.example,MOF,signatory,ms,,2025-01-31", StringComparison.Ordinal));
        }

        var (code, said) = await Run(year.PathTo("left"), year.Package, "vacant");

        Assert.Equal(ExitCode.Done, code);
        Assert.Contains("- MOF has no person with role signatory: Dato' Azmin bin Jaafar Sidek ended. Add a successor with role signatory for MOF to people.csv.", said, StringComparison.Ordinal);
        Assert.Contains("error: 'MOF' has no signatory. Add one to people.csv.", said, StringComparison.Ordinal);
        Assert.EndsWith("It cannot be started before the errors above are corrected.\n", said, StringComparison.Ordinal);
        Assert.True(File.Exists(year.PathTo("vacant", "cycle.yaml")));
    }

    [Theory]
    [InlineData("unknown former code", "recommendations:\n  - { code: R21, was: R99, text: Do it., pillars: [Prevention], lead: JIM }\n", "list.yaml: R21 says 'was: R99', but this year has no recommendation R99.")]
    [InlineData("unknown lead", "recommendations:\n  - { code: R21, text: Do it., pillars: [Prevention], lead: JIMM }\n", "list.yaml:2:61: error: 'JIMM' is not an organisation of this plan.")]
    [InlineData("code twice", "recommendations:\n  - { code: R21, text: Do it., pillars: [Prevention], lead: JIM }\n  - { code: R21, text: Do it., pillars: [Prevention], lead: JIM }\n", "list.yaml:3:13: error: Recommendation 'R21' is there twice")]
    [InlineData("no YAML", "recommendations: [", "list.yaml:2:1: error: This is not YAML")]
    public async Task A_list_with_faults_is_refused(string what, string list, string expected)
    {
        var folder = $"refused-{Slug.Of(what)}";
        Directory.CreateDirectory(year.PathTo($"{folder}-list"));
        await File.WriteAllTextAsync(year.PathTo($"{folder}-list", "list.yaml"), list);
        var (code, said) = await Carry(folder, "--recommendations", year.PathTo($"{folder}-list", "list.yaml"));

        Refused(folder, code, said, expected);
    }

    [Theory]
    [InlineData("--id", "my-tip-2025", "Next year's cycle needs an id of its own")]
    [InlineData("--id", "My Tip", "--id: 'My Tip' is not an id.")]
    [InlineData("--recommendations", "nowhere.yaml", "nowhere.yaml")]
    [InlineData("--key", "nowhere.pem", "nowhere.pem")]
    public async Task Options_that_cannot_be_used_are_refused(string option, string value, string expected)
    {
        var folder = $"refused{option}-{Slug.Of(value)}";
        var (code, said) = await Carry(folder, option, value);

        Refused(folder, code, said, expected);
    }

    [Fact]
    public async Task A_package_that_was_touched_is_refused()
    {
        var bytes = await File.ReadAllBytesAsync(year.Package);
        bytes[bytes.Length / 3] ^= 1;
        await File.WriteAllBytesAsync(year.PathTo("touched.zip"), bytes);
        var (code, said) = await Run(MalaysianYear.Folder, year.PathTo("touched.zip"), "refused-touched");

        Refused("refused-touched", code, said, "The package is not valid: ");
    }

    [Fact]
    public async Task A_package_of_another_cycle_is_refused()
    {
        var (code, said) = await Run(Repository.PathTo("samples", "smoke"), year.Package, "refused-other", "--id", "smoke-2");

        Refused("refused-other", code, said, "The package is of cycle my-tip-2025, the folder of cycle smoke.");
    }

    [Fact]
    public async Task A_folder_that_is_used_is_left_alone()
    {
        Directory.CreateDirectory(year.PathTo("used"));
        await File.WriteAllTextAsync(year.PathTo("used", "mine.txt"), "mine");
        var (code, said) = await Carry("used");

        Assert.Equal(ExitCode.InputIsWrong, code);
        Assert.Contains("used is not an empty folder. Name another with --out, or empty it.", said, StringComparison.Ordinal);
        Assert.Equal(["mine.txt"], Contents("used").Select(file => file.Name));
    }

    void Refused(string folder, int code, string said, string expected)
    {
        Assert.Equal(ExitCode.InputIsWrong, code);
        Assert.Contains(expected, said, StringComparison.Ordinal);
        Assert.False(Directory.Exists(year.PathTo(folder)));
    }

    Task<(int Code, string Said)> Carry(string output, params string[] options) => Run(MalaysianYear.Folder, year.Package, output, options);

    async Task<(int Code, string Said)> Run(string folder, string package, string output, params string[] options)
    {
        using var said = new StringWriter { NewLine = "\n" };
        var parsed = new RootCommand { CarryOverCommand.Create() }.Parse(["carry-over", folder, "--package", package, "--out", year.PathTo(output), .. options]);
        return (await parsed.InvokeAsync(new InvocationConfiguration { Output = said, Error = said }), said.ToString());
    }

    IEnumerable<(string Name, string Text)> Contents(string folder) => Directory.EnumerateFiles(year.PathTo(folder))
        .Order(StringComparer.Ordinal)
        .Select(path => (Path.GetFileName(path), File.ReadAllText(path)));

    string Letter(string output, string call)
    {
        var file = Assert.Single(Directory.EnumerateFiles(year.PathTo(output, "mailbox"), $"*-letter-{call}.eml"));
        return MimeMessage.Load(file).TextBody ?? "";
    }
}
