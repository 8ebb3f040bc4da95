using Assessment.Evidence;
using Assessment.Mail;
using Assessment.Pages;
using Assessment.Tests.Builders;
using Assessment.Web;
using CsCheck;

namespace Assessment.Tests.Pages;

public class PageFormTests
{
    static readonly Words English = Words.In("en");

    static readonly Assessment.Cycle.Plan Plan = A.Plan();

    static readonly Dictionary<string, string> Good = new()
    {
        ["R01.1:value"] = "540",
        ["R01.1:unit"] = "persons",
        ["R01.1:from"] = "2024-04-01",
        ["R01.1:to"] = "2024-12-31",
        ["R01.1:cutoff"] = "2024-12-31",
        ["R01.1:source"] = "D3 register",
    };

    [Theory]
    [InlineData("", "", "")]
    [InlineData("R01.1:value", "five hundred", "R01.1:value R01.1: 'five hundred' is not a number. Write digits only, such as 540 or 1,250.5.")]
    [InlineData("R01.1:value", "-3", "R01.1:value R01.1: '-3' is not a number. Write digits only, such as 540 or 1,250.5.")]
    [InlineData("R01.1:value", "1,24", "R01.1:value R01.1: '1,24' is not a number. Write digits only, such as 540 or 1,250.5.")]
    [InlineData("R01.1:value", "", "R01.1:value R01.1: the value is missing.")]
    [InlineData("R01.1:unit", "", "R01.1:unit R01.1: the unit is missing.")]
    [InlineData("R01.1:from", "", "R01.1:from R01.1: the period is missing.")]
    [InlineData("R01.1:to", "31/12/2024", "R01.1:to '31/12/2024' is not a date. Write it like 2024-12-31.")]
    [InlineData("R01.1:to", "2024-03-31", "R01.1:to R01.1: the period ends before it begins.")]
    [InlineData("R01.1:cutoff", "", "R01.1:cutoff R01.1: the cut-off date is missing.")]
    [InlineData("R01.1:source", " ", "R01.1:source R01.1: the source is missing.")]
    [InlineData("R01.1:because", "later", "R01.1:because R01.1: give either a value or the reason why it is not available.|R01.1:planned R01.1: say by when the figure is planned.")]
    public void A_figure_is_complete_or_its_field_says_what_is_missing(string field, string value, string expected)
    {
        var values = new Dictionary<string, string>(Good);
        if (field.Length > 0)
        {
            values[field] = value;
        }

        var (_, errors) = Read(values);

        Assert.Equal(expected, string.Join('|', errors.Select(error => $"{error.Field} {error.Message}")));
    }

    [Theory]
    [InlineData("Done.", "", false, "")]
    [InlineData("", "No case.", false, "")]
    [InlineData("", "", true, "")]
    [InlineData("", "", false, "answer")]
    [InlineData("Done.", "No case.", false, "nothing")]
    public void A_form_says_one_thing_or_brings_a_file(string answer, string nothing, bool hasFiles, string field)
    {
        var (_, errors) = Read(new() { ["answer"] = answer, ["nothing"] = nothing, ["R01.1:unit"] = "persons", ["R01.1:from"] = "2024-04-01", ["R01.1:to"] = "2024-12-31" }, hasFiles);

        Assert.Equal(field, string.Join('|', errors.Select(error => error.Field)));
    }

    [Fact]
    public void What_is_not_available_needs_a_reason_and_a_day()
    {
        var (item, none) = Read(new() { ["R01.1:because"] = "not compiled", ["R01.1:planned"] = "2025-03-15" });
        var (_, reason) = Read(new() { ["R01.1:planned"] = "2025-03-15" });

        Assert.Empty(none);
        Assert.Equal(new Figure { Indicator = "R01.1", NotAvailableBecause = "not compiled", PlannedBy = A.Day("2025-03-15") }, Assert.Single(item.Figures) with { Parts = [] });
        Assert.Equal(["R01.1:because"], reason.Select(error => error.Field));
    }

    [Fact]
    public void A_text_of_any_length_is_not_taken()
        => Assert.Equal(["answer"], Read(new() { ["answer"] = new string('x', 20_001) }).Errors.Select(error => error.Field));

    [Fact]
    public void What_the_form_shows_of_an_answer_is_read_back_as_that_answer()
        => Gen.Select(Gen.Decimal[0, 999_999], Gen.Date, Gen.String[Gen.Char['a', 'z'], 1, 20]).Sample((value, day, words) =>
        {
            var figure = A.Figure(value: Math.Round(value, 4)) with { CutOff = DateOnly.FromDateTime(new DateTime(2024, 1, 1).AddDays(day.DayOfYear)), Source = words };
            var answer = new Answer { MessageId = "m", ReceivedAt = A.Moment("2025-01-06"), SentBy = "farid@pdrm.example", Narrative = words, Figures = [figure] };
            var indicators = Letters.FiguresOf(Plan.Recommendation("R01"), "PDRM");

            var (item, errors) = PageForm.ReadAnswer("R01", indicators, PageForm.Filled(answer, indicators, Plan.Round("annual")), hasFiles: false, English);

            return errors.Count == 0 && item.Narrative == words && item.Figures.Count == 1 && item.Figures[0] with { Parts = [] } == figure with { Parts = [] };
        });

    [Fact]
    public void A_figure_that_nobody_touched_is_not_stated_anew_and_keeps_what_the_form_does_not_show()
    {
        var indicators = Letters.FiguresOf(Plan.Recommendation("R01"), "PDRM");
        var mailed = A.Figure() with { Parts = [new Part("of them minors", 12)] };
        var shown = PageForm.Filled(new Answer { MessageId = "m", ReceivedAt = A.Moment("2025-01-06"), SentBy = "farid@pdrm.example", Figures = [mailed] }, indicators, Plan.Round("annual"));

        var untouched = PageForm.ReadAnswer("R01", indicators, new Dictionary<string, string>(shown) { ["answer"] = "Done." }, hasFiles: false, English, shown);
        var touched = PageForm.ReadAnswer("R01", indicators, new Dictionary<string, string>(shown) { ["R01.1:value"] = "541" }, hasFiles: false, English, shown);

        Assert.Empty(untouched.Item.Figures);
        Assert.Equal(541, Assert.Single(touched.Item.Figures).Value);
    }

    [Fact]
    public void A_mail_names_the_page_of_each_of_its_recipients()
    {
        PersonalPage[] pages = [new("my-tip-2025-annual-pdrm", "Farid", new Uri("https://app.example/api/page/one")), new("my-tip-2025-annual-pdrm", "Alia", new Uri("https://app.example/api/page/two"))];

        var letter = Letters.Letter(A.Round(), A.DataCall(), [An.Item("R01")], A.Moment("2024-12-02T09:00"), pages).Text;

        Assert.Contains("Open the page of Farid:\nhttps://app.example/api/page/one\n\nOpen the page of Alia:\nhttps://app.example/api/page/two\n", letter, StringComparison.Ordinal);
        Assert.DoesNotContain("/api/page/", Letters.Letter(A.Round(), A.DataCall(), [An.Item("R01")], A.Moment("2024-12-02T09:00")).Text, StringComparison.Ordinal);
    }

    static (ReadItem Item, IReadOnlyList<FieldError> Errors) Read(Dictionary<string, string> values, bool hasFiles = false)
        => PageForm.ReadAnswer("R01", Letters.FiguresOf(Plan.Recommendation("R01"), "PDRM"), values, hasFiles, English);
}
