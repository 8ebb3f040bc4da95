using Assessment.Cycle;
using Assessment.Evidence;
using Assessment.Evidence.Figures;
using Assessment.Mail;

namespace Assessment.Tests.Figures;

public class FigureChecksTests
{
    static readonly FigureContext Annual = new(new DateOnly(2024, 4, 1), new DateOnly(2025, 3, 31), new DateOnly(2025, 4, 10), new FigurePolicy());

    static readonly Indicator Victims = new() { Id = "R01.3", Name = "Confirmed victims", Unit = "persons", LastYear = 40 };

    static readonly Figure Complete = new()
    {
        Indicator = "R01.3",
        Value = 36,
        Unit = "persons",
        From = new DateOnly(2024, 4, 1),
        To = new DateOnly(2025, 3, 31),
        CutOff = new DateOnly(2025, 4, 3),
        Source = "Case register",
    };

    public static TheoryData<Figure, string> Gaps { get; } = new()
    {
        { Complete, "" },
        { new Figure { Indicator = "R01.3" }, "Value, Unit, Period, CutOff, Source" },
        { Complete with { Unit = " " }, "Unit" },
        { Complete with { To = null }, "Period" },
        { Complete with { CutOff = null, Source = "" }, "CutOff, Source" },
        { new Figure { Indicator = "R01.3", NotAvailableBecause = "the register opens in March", PlannedBy = new DateOnly(2025, 3, 15) }, "" },
        { new Figure { Indicator = "R01.3", NotAvailableBecause = "" }, "Reason, PlannedBy" },
    };

    [Theory]
    [MemberData(nameof(Gaps))]
    public void A_figure_is_complete_or_says_what_it_lacks(Figure figure, string expected) =>
        Assert.Equal(expected, string.Join(", ", FigureChecks.Missing(figure)));

    /// <summary>A figure that is changed in one respect, and every flag that follows.</summary>
    public static TheoryData<string, Indicator, Figure, string> Cases { get; } = new()
    {
        { "nothing to say", Victims, Complete, "" },
        { "parts of one dimension that do not add up", Victims with { Disaggregation = ["sex"] }, Complete with { Parts = [new("women", 23), new("girls", 7)] },
            "SumDiffers R01.3: the parts by sex add up to 30, the total says 36." },
        { "parts that add up", Victims with { Disaggregation = ["sex"], LastYear = 180 }, Complete with { Value = 144, Parts = [new("women", 58), new("men", 74), new("girls", 7), new("boys", 5)] }, "" },
        { "parts of no dimension", Victims, Complete with { Parts = [new("north", 30), new("south", 7)] },
            "SumDiffers R01.3: the parts add up to 37, the total says 36." },
        { "two dimensions, each complete", Victims with { Disaggregation = ["sex", "form"] }, Complete with { Parts = [new("sex: female", 30), new("sex: male", 6), new("form: labour", 36)] }, "" },
        { "two dimensions, told by their words alone", Victims with { Disaggregation = ["sex", "form"] }, Complete with { Parts = [new("female", 30), new("male", 6), new("labour", 20), new("sex trafficking", 16)] }, "" },
        { "two dimensions, unknown words", Victims with { Disaggregation = ["state", "language"] }, Complete with { Parts = [new("Sabah", 36), new("Bengali", 36)] }, "" },
        { "two dimensions, one of them wrong", Victims with { Disaggregation = ["sex", "form"] }, Complete with { Parts = [new("sex: female", 30), new("sex: male", 6), new("form: labour", 35)] },
            "SumDiffers R01.3: the parts by form add up to 35, the total says 36." },
        { "one dimension of two", Victims with { Disaggregation = ["sex", "form"] }, Complete with { Parts = [new("female", 30), new("male", 6)] },
            "NotBrokenDown R01.3: the value is not broken down by form." },
        { "no dimension of two", Victims with { Disaggregation = ["sex", "form"] }, Complete, "NotBrokenDown R01.3: the value is not broken down by sex, form." },
        { "nothing to break down", Victims with { Disaggregation = ["sex"], LastYear = 3 }, Complete with { Value = 0 }, "" },
        { "a median does not add up", Victims with { Unit = "days", Disaggregation = ["state"] }, Complete with { Unit = "days", Parts = [new("Johor", 30), new("Sabah", 60)] }, "" },
        { "more than twice last year", Victims with { LastYear = 17 }, Complete, "Jump R01.3: 36 against 17 last year is a change beyond the factor 2." },
        { "just twice last year", Victims with { LastYear = 18 }, Complete, "" },
        { "less than half of last year", Victims with { LastYear = 73 }, Complete, "Jump R01.3: 36 against 73 last year is a change beyond the factor 2." },
        { "a jump of small numbers", Victims with { LastYear = 1 }, Complete with { Value = 10 }, "" },
        { "from nothing", Victims with { LastYear = 0 }, Complete, "Jump R01.3: 36 against 0 last year is a change beyond the factor 2." },
        { "a quarter against a year", Victims with { LastYear = 120 }, Complete with { From = new DateOnly(2025, 1, 1) }, "" },
        { "a quarter above the year", Victims with { LastYear = 17 }, Complete with { From = new DateOnly(2025, 1, 1) }, "Jump R01.3: 36 against 17 last year is a change beyond the factor 2." },
        { "no value last year", Victims with { LastYear = null }, Complete, "" },
        { "calendar year", Victims, Complete with { From = new DateOnly(2024, 1, 1), To = new DateOnly(2024, 12, 31) },
            "CalendarYear R01.3: the period is the calendar year 2024, 2024-01-01 to 2024-12-31; asked is 2024-04-01 to 2025-03-31." },
        { "outside the round", Victims, Complete with { From = new DateOnly(2024, 3, 1) }, "OutsidePeriod R01.3: the period 2024-03-01 to 2025-03-31 does not lie within 2024-04-01 to 2025-03-31." },
        { "the wrong way round", Victims, Complete with { From = new DateOnly(2025, 3, 31), To = new DateOnly(2024, 4, 1) }, "PeriodReversed R01.3: the period ends on 2024-04-01, before it begins on 2025-03-31." },
        { "cut-off before the end", Victims, Complete with { CutOff = new DateOnly(2025, 1, 10) }, "CutOffBeforeEnd R01.3: the cut-off 2025-01-10 is before the period ends on 2025-03-31, so its last days are not in the value." },
        { "cut-off in the future", Victims, Complete with { CutOff = new DateOnly(2025, 4, 11) }, "CutOffAfterReceipt R01.3: the cut-off 2025-04-11 is after the day on which the answer came, 2025-04-10." },
        { "another unit", Victims, Complete with { Unit = "cases" }, "OtherUnit R01.3: the unit is cases; asked is persons." },
        { "one of the unit", Victims, Complete with { Unit = "Person" }, "" },
        { "incomplete", Victims, Complete with { Source = null }, "Incomplete R01.3: source not stated." },
        { "not available", Victims, new Figure { Indicator = "R01.3", NotAvailableBecause = "not collected" }, "Incomplete R01.3: by when it is planned not stated." },
        { "beyond counting", Victims, Complete with { Value = decimal.MaxValue, Parts = [new("a", decimal.MaxValue), new("b", decimal.MaxValue)] },
            "SumDiffers R01.3: the parts add up to 2,000,000,000,000,000, the total says 79,228,162,514,264,337,593,543,950,335." },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Each_flag_says_what_was_found(string what, Indicator indicator, Figure figure, string expected) =>
        Assert.Equal((what, expected), (what, string.Join("\n", FigureChecks.Of(indicator, figure, Annual).Select(flag => $"{flag.Code} {flag.Sentence}"))));

    [Fact]
    public void A_calendar_year_is_right_where_the_round_covers_one() =>
        Assert.Empty(FigureChecks.Of(
            Victims,
            Complete with { From = new DateOnly(2024, 1, 1), To = new DateOnly(2024, 12, 31) },
            Annual with { CoversFrom = new DateOnly(2024, 1, 1), CoversTo = new DateOnly(2024, 12, 31) }));

    [Fact]
    public void The_policy_says_what_is_a_jump() =>
        Assert.Empty(FigureChecks.Of(Victims with { LastYear = 17 }, Complete, Annual with { Policy = new FigurePolicy { Jump = 3 } }));

    [Fact]
    public void What_is_missing_goes_back_as_a_list_and_the_rest_is_for_the_reviewer()
    {
        var flags = FigureChecks.Of(A("PDRM", Victims, Victims with { Id = "R01.4" }), "PDRM", Answered(Complete with { Source = null, Unit = "cases" }), Annual);

        Assert.Equal([(FlagCode.NotStated, FlagSeverity.Return), (FlagCode.Incomplete, FlagSeverity.Return), (FlagCode.OtherUnit, FlagSeverity.Review)], flags.Select(flag => (flag.Code, flag.Severity)));
        Assert.Equal("R01.4: the figure is not stated, nor why it is not available.\nR01.3: source not stated.", FigureChecks.ReturnReason(flags, Language.En));
        Assert.Equal("R01.4: angka tidak dinyatakan, dan sebab ia tidak tersedia juga tidak dinyatakan.\nR01.3: sumber tidak dinyatakan.", FigureChecks.ReturnReason(flags, Language.Ms));
    }

    [Fact]
    public void Only_figures_that_an_organisation_is_asked_for_are_missed()
    {
        var recommendation = A("PDRM", Victims, Victims with { Id = "R01.4", From = ["JIM"] });

        Assert.Empty(FigureChecks.Of(recommendation, "JTKSM", Answered(), Annual));
        Assert.Equal(["R01.4"], FigureChecks.Of(recommendation, "JIM", Answered(), Annual).Select(flag => flag.Indicator));
    }

    [Fact]
    public void Nothing_to_report_covers_the_figures() =>
        Assert.Empty(FigureChecks.Of(A("PDRM", Victims), "PDRM", Answered() with { NothingToReport = "no case was opened" }, Annual));

    [Fact]
    public void Every_sentence_of_figures_and_forms_is_there_in_both_languages_with_the_same_placeholders()
    {
        var keys = Texts.Of(Language.En).Keys.Where(key => new[] { "remark-", "gap-", "flag-", "conflict", "settle-", "form-", "column-", "dimension-", "parts-", "sheet-" }.Any(start => key.StartsWith(start, StringComparison.Ordinal))).ToList();

        Assert.True(keys.Count > 90);
        Assert.All(keys, key => Assert.Equal(Texts.PlaceholdersOf(Texts.Of(Language.En)[key]).Order(), Texts.PlaceholdersOf(Texts.Of(Language.Ms)[key]).Order()));
    }

    [Fact]
    public void A_remark_survives_the_way_through_json_and_keeps_its_language_open()
    {
        var remark = FigureChecks.MissingRemark(Complete with { CutOff = null, Source = null })!;
        var back = System.Text.Json.JsonSerializer.Deserialize<Remark>(System.Text.Json.JsonSerializer.Serialize(remark))!;

        Assert.Equal(("R01.3: cut-off date, source not stated.", "R01.3: tarikh setakat, sumber tidak dinyatakan."), (back.In(Language.En), back.In(Language.Ms)));
    }

    static Recommendation A(string lead, params Indicator[] indicators) => new() { Code = "R01", Text = "Identify victims.", Pillars = ["Protection"], Lead = lead, Indicators = indicators };

    static Answer Answered(params Figure[] figures) => new() { MessageId = "m1", ReceivedAt = new DateTimeOffset(2025, 4, 10, 1, 0, 0, TimeSpan.Zero), SentBy = "a@pdrm.example", Figures = figures };
}
