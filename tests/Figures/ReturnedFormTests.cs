using Assessment.Cycle;
using Assessment.DataCalls;
using Assessment.Evidence;
using Assessment.Evidence.Figures;
using Assessment.Tests.Builders;

namespace Assessment.Tests.Figures;

/// <summary>The workbook beside the words of a mail, and which of them stands.</summary>
public sealed class ReturnedFormTests
{
    [Fact]
    public void What_the_workbook_says_is_the_answer_where_the_mail_says_nothing()
    {
        var reading = Of("The form is attached.", Workbook(new ReadItem("R01") { Narrative = "Two circulars were issued.", Figures = [A.Figure()] }));

        Assert.Equal(("Two circulars were issued.", 540m), (reading.Answers["R01"].Narrative, reading.Answers["R01"].Figures[0].Value));
        Assert.Empty(reading.Remarks);
    }

    [Fact]
    public void What_the_mail_itself_says_stands_and_the_sender_is_told_of_the_difference()
    {
        var reading = Of(
            "--- R01 ---\nAnswer: Three circulars were issued.\nFigure R01.1: 541 persons; 2024-04-01 to 2024-12-31; cut-off 2024-12-31; source D3",
            Workbook(new ReadItem("R01") { Narrative = "Two circulars were issued.", Figures = [A.Figure(), A.Figure("R01.3", 12)] }));

        Assert.Equal("Three circulars were issued.", reading.Answers["R01"].Narrative);
        Assert.Equal([541m, 12m], reading.Answers["R01"].Figures.Select(figure => figure.Value));
        Assert.Equal(
            ["R01: the mail and the workbook answer in different words; those of the mail were taken.", "R01.1: the mail and the workbook state it differently; what the mail states was taken."],
            reading.Remarks.Select(remark => remark.ToString()));
    }

    [Fact]
    public void The_same_said_twice_is_no_difference()
        => Assert.Empty(Of("--- R01 ---\nFigure R01.1: 540 persons; 2024-04-01 to 2024-12-31; cut-off 2024-12-31; source D3", Workbook(new ReadItem("R01") { Figures = [A.Figure()] })).Remarks);

    [Fact]
    public void More_time_can_be_asked_for_in_the_workbook()
        => Assert.Equal(["R02"], Of("The form is attached.", Workbook(new ReadItem("R02") { MoreTimeUntil = A.Day("2025-01-14"), MoreTimeReason = "the data centre moves" })).Extensions.Keys);

    [Fact]
    public void A_mail_that_asks_for_figures_carries_the_form_of_exactly_its_items()
    {
        var round = A.Round();
        var call = A.DataCall();

        Assert.Equal("my-tip-2025-annual-pdrm-form.xlsx", Assert.Single(FormFiles.For(round, call, [An.Item("R01"), An.Item("R02")], "key", Language.En)).FileName);
        Assert.Equal("my-tip-2025-annual-pdrm/forms/key.xlsx", FormFiles.For(round, call, [An.Item("R01")], "key", Language.Ms)[0].StoredName);
        Assert.Empty(FormFiles.For(round, call, [An.Item("R02")], "key", Language.En));
    }

    [Fact]
    public void The_form_shows_what_the_organisation_itself_stated_and_answered_last_year()
    {
        var plan = A.Plan() with
        {
            LastYear = new LastYear
            {
                Package = "my-tip-2024-annual.zip",
                Manifest = new string('0', 64),
                Cycle = "my-tip-2024",
                Round = "annual",
                Answers =
                [
                    new LastAnswer
                    {
                        Organisation = "PDRM",
                        Recommendation = "R01",
                        Narrative = "One circular was issued.",
                        Figures = [new LastFigure { Indicator = "R01.1", Name = "Potential victims screened", Value = 77 }],
                    },
                ],
            },
        };
        var item = FormRequest.Of(A.Round(plan), A.DataCall(), [An.Item("R01")], Language.En).Items[0];

        Assert.Equal((77m, "One circular was issued."), (item.Indicators[0].LastYear, item.LastAnswer));
    }

    /// <summary>Its main part has its type by extension, as the packaging library writes it.</summary>
    [Fact]
    public async Task The_form_is_taken_for_the_workbook_that_it_is()
        => Assert.Equal((FileDecision.Accepted, FileFormat.Xlsx), FileInspection.Inspect("form.xlsx", new MemoryStream(await Forms.Written(Forms.Request())), InspectionPolicy.Default) is var verdict ? (verdict.Decision, verdict.Format) : default);

    static ReplyReading Of(string text, FormReading workbook)
        => ReplyReading.Of(A.Round(), A.DataCall(), [An.Item("R01"), An.Item("R02")], A.Reply(text), [], workbook);

    static FormReading Workbook(params ReadItem[] items) => new(IsOurForm: true, items, []);
}
