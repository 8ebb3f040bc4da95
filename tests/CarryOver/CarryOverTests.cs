using System.Globalization;
using Assessment.Cycle;
using PlanFiles = Assessment.Tests.Cycle.PlanFiles;
using TheYear = Assessment.Cycle.CarryOver;

namespace Assessment.Tests.CarryOver;

/// <summary>What becomes of a small plan and of what was submitted from it.</summary>
public class CarryOverTests
{
    static readonly Plan Last = PlanFiles.Good.Plan;

    static readonly LastYear Submitted = new()
    {
        Package = "my-tip-2025-annual.zip",
        Manifest = new string('a', 64),
        Cycle = "my-tip-2025",
        Round = "annual",
        Answers =
        [
            new LastAnswer { Organisation = "PDRM", Recommendation = "R01", Narrative = "402 persons were screened.", Figures = [Screened(402)], Evidence = ["E-0001"] },
            new LastAnswer { Organisation = "JTK Kelantan", Recommendation = "R02", NothingToReport = "No case." },
        ],
    };

    [Fact]
    public void Without_a_list_all_recommendations_are_kept_and_none_is_new()
    {
        var year = Carried();

        Assert.Equal([("R01", false, (decimal?)402), ("R02", false, null)], year.Next.Recommendations.Select(recommendation => (recommendation.Code, recommendation.New, recommendation.Indicators[0].LastYear)));
        Assert.Empty(year.Dropped);
        Assert.Equal(Submitted.Answers.Select(answer => (answer.Organisation, answer.Recommendation)), year.Next.LastAnswers.Select(answer => (answer.Organisation, answer.Recommendation)));
    }

    [Fact]
    public void A_list_says_what_is_kept_under_which_code_and_what_is_new()
    {
        var first = Last.Recommendation("R01");
        var renamed = first with { Code = "R05", Was = "R01", Indicators = [first.Indicators[0] with { Id = "R05.3", LastYear = 512 }] };
        var added = first with { Code = "R09", Indicators = [] };
        var year = Carried(list: [added, renamed]);

        Assert.Equal([("R09", true, null), ("R05", false, "R01")], year.Next.Recommendations.Select(recommendation => (recommendation.Code, recommendation.New, recommendation.Was)));
        Assert.Equal("R02", Assert.Single(year.Dropped).Code);
        Assert.Equal(402, year.Next.Recommendation("R05").Indicators[0].LastYear);

        var answer = year.Next.LastAnswer("PDRM", "R05")!;
        Assert.Equal(("R01", "402 persons were screened.", "R05.3"), (answer.Was, answer.Narrative, answer.Figures[0].Indicator));
        Assert.Single(year.Next.LastAnswers);
    }

    [Fact]
    public void A_round_asks_for_what_follows_and_one_that_asked_for_all_asks_for_what_is_new_too()
    {
        var first = Last.Recommendation("R01");
        var year = Carried(list: [first with { Code = "R09", Indicators = [] }, first with { Code = "R05", Was = "R01", Indicators = [] }]);

        Assert.Equal([new Ask("PDRM", "R05")], year.Next.Round("interim").Asks);
        Assert.Equal(["R09", "R05"], year.Next.Round("annual").Asks.Select(ask => ask.Recommendation).Distinct());
        Assert.Contains(new Ask("SUARA", "R09"), year.Next.Round("annual").Asks);
    }

    public static TheoryData<string, LastFigure[], decimal?, string?> Figures => new()
    {
        { "PDRM", [Screened(402)], 402, null },
        { "PDRM", [], null, "nobody stated it in the package" },
        { "PDRM", [Screened(null) with { NotAvailableBecause = "the register was down" }], null, "PDRM could not state it: the register was down" },
        { "PDRM,JTK Kelantan", [Screened(402), Screened(58)], null, "several organisations state it, and each letter shows its own value: PDRM 402, JTK Kelantan 58" },
        { "PDRM,JTK Kelantan", [Screened(402), Screened(402)], 402, null },
        { "PDRM,JTK Kelantan", [Screened(402)], null, "several organisations state it, and each letter shows its own value: PDRM 402" },
        { "PDRM", [Screened(0)], 0, null },
    };

    [Theory]
    [MemberData(nameof(Figures))]
    public void Only_a_value_that_is_that_of_all_who_are_asked_is_written_as_last_years(string asked, LastFigure[] stated, decimal? expected, string? why)
    {
        var from = asked.Split(',');
        var last = WithIndicator(indicator => indicator with { From = from, LastYear = 512 });
        var year = Carried(last, Submitted with
        {
            Answers = [.. stated.Select((figure, index) => new LastAnswer { Organisation = from[index], Recommendation = "R01", Narrative = "Done.", Figures = [figure] })],
        });

        Assert.Equal((expected, expected), (year.Next.Recommendation("R01").Indicators[0].LastYear, year.Figures[0].Value));
        Assert.Equal(why, year.Figures[0].WhyNot);
        Assert.All(stated.Zip(from), pair => Assert.Equal(pair.First.Value, year.Next.LastValue(pair.Second, year.Next.Recommendation("R01").Indicators[0])));
    }

    [Fact]
    public void A_figure_that_counts_something_else_gets_no_value_of_last_year()
    {
        var first = Last.Recommendation("R01");
        var year = Carried(list: [first with { Indicators = [first.Indicators[0] with { Name = "Raids made" }] }]);

        Assert.Null(year.Next.Recommendation("R01").Indicators[0].LastYear);
        Assert.Equal("last year had no indicator with this name and unit", Assert.Single(year.Figures).WhyNot);
        Assert.Empty(year.Next.LastAnswer("PDRM", "R01")!.Figures);
    }

    [Fact]
    public void Dates_are_a_year_later_or_on_the_working_day_before()
    {
        var year = Carried();

        Assert.Equal(
            [("interim", "hardDate", "2025-11-07", "Sat 2025-11-08 is no working day (weekend)"), ("annual", "endorsementBy", "2026-01-23", "Sat 2026-01-24 is no working day (weekend)")],
            year.Dates.Where(date => date.Because is not null).Select(date => (date.Round, date.Key, Day(date.To), date.Because!)));
        Assert.Equal("2025-10-02T10:00", Local(year.Next.Round("interim").Opens, "Asia/Kuala_Lumpur"));
        Assert.Equal("2026-02-03T17:00", Local(year.Next.Round("annual").HardDate, "America/New_York"));
    }

    [Fact]
    public void A_known_holiday_moves_a_date_further()
    {
        var last = Last with { Calendars = [.. Last.Calendars.Select(calendar => calendar with { Holidays = [.. calendar.Holidays, new Holiday(new DateOnly(2025, 11, 7), "Invented day")] })] };

        Assert.Contains(Carried(last).Dates, date => date is { Round: "interim", Key: "hardDate" } && Day(date.To) == "2025-11-06");
    }

    [Theory]
    [InlineData("2023-03-01", "2024-02-29", "2024-03-01", "2025-02-28")]
    [InlineData("2022-03-01", "2023-02-28", "2023-03-01", "2024-02-29")]
    [InlineData("2024-04-01", "2025-03-31", "2025-04-01", "2026-03-31")]
    public void The_period_stays_whole_months(string from, string to, string nextFrom, string nextTo)
    {
        var next = Carried(Last with { Cycle = Last.Cycle with { From = Parse(from), To = Parse(to) } }).Next.Cycle;

        Assert.Equal((nextFrom, nextTo), (Day(next.From), Day(next.To)));
    }

    [Fact]
    public void A_plan_that_counts_from_its_start_keeps_its_offsets()
    {
        var last = PlanReader.Read(Repository.PathTo("samples", "smoke"), PlanFiles.StartedAt).Plan!;
        var year = TheYear.Of(last, Submitted with { Round = "smoke" }, null, "smoke-2026");

        Assert.Empty(year.Dates);
        Assert.Equal(last.Rounds[0].RepliesDue, year.Next.Rounds[0].RepliesDue);
        Assert.Equal(new DateOnly(2025, 4, 1), year.Next.Cycle.From);
    }

    [Fact]
    public void Who_has_left_before_the_start_is_left_out_and_a_role_without_a_successor_is_named()
    {
        var last = Last with { People = [.. Last.People.Select(person => person.Id == "pdrm-head" ? person with { To = new DateOnly(2025, 7, 14) } : person)] };
        var year = Carried(last);

        Assert.Equal(["pdrm-focal", "pdrm-head"], year.LeftOut.Select(person => person.Id));
        var vacancy = Assert.Single(year.Vacancies);
        Assert.Equal("PDRM has no person with role head: Zainal bin Abu ended. Add a successor with role head for PDRM to people.csv.", $"{vacancy.What} {vacancy.Remedy}");
    }

    [Fact]
    public void Who_is_in_office_on_the_first_day_stays() =>
        Assert.DoesNotContain(
            Carried(Last with { People = [.. Last.People.Select(person => person with { From = null, To = new DateOnly(2025, 7, 15) })] }).LeftOut,
            person => person.Id == "pdrm-head");

    [Fact]
    public void A_calendar_without_holidays_in_a_year_is_named() =>
        Assert.Equal(
            [("federal", 2026), ("kelantan", 2025), ("kelantan", 2026)],
            Carried().CalendarGaps.Select(gap => (gap.Calendar, gap.Year)));

    [Theory]
    [InlineData("my-tip-2025", "my-tip-2026")]
    [InlineData("Assessment 2024/25, as of March 2025", "Assessment 2025/26, as of March 2026")]
    [InlineData("2099–00", "2100–01")]
    [InlineData("Act 670 of 120250 pages", "Act 670 of 120250 pages")]
    [InlineData("smoke", "smoke")]
    public void Years_in_words_are_counted_on(string text, string expected) => Assert.Equal(expected, YearInText.Next(text));

    [Fact]
    public void The_report_names_everything_and_is_the_same_each_time()
    {
        var first = Last.Recommendation("R01");
        var year = Carried(list: [first with { Text = "Screen victims." }, first with { Code = "R09", Indicators = [] }]);
        var source = new CarryOverSource("my-tip-2025-annual.zip", new string('a', 64), new string('b', 64), KeyWasGiven: true);

        Approved.Matches(CarryOverReport.Write(year, source, [new PlanFault("rounds.yaml", 3, 5, Severity.Warning, "Something is odd.", "Change it.")]), "tests", "CarryOver", "Report.approved.txt");
    }

    static CarriedYear Carried(Plan? last = null, LastYear? submitted = null, IReadOnlyList<Recommendation>? list = null) => TheYear.Of(last ?? Last, submitted ?? Submitted, list, "my-tip-2026");

    static Plan WithIndicator(Func<Indicator, Indicator> change) => Last with
    {
        Recommendations = [.. Last.Recommendations.Select(recommendation => recommendation.Code == "R01" ? recommendation with { Indicators = [change(recommendation.Indicators[0])] } : recommendation)],
    };

    static LastFigure Screened(decimal? value) => new() { Indicator = "R01.1", Name = "Potential victims screened", Unit = "persons", Value = value };

    static DateOnly Parse(string day) => DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    static string Local(DateTimeOffset at, string zone) => Zone.Of(zone).In(at).ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture);
}
