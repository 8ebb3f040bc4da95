using Assessment.DataCalls;
using Assessment.Evidence;
using Assessment.Tests.Builders;

namespace Assessment.Tests.Evidence;

public sealed class ReplyReadingTests
{
    [Fact]
    public void Files_go_to_the_items_that_their_names_carry()
    {
        var reading = Of("--- R01 ---\nAnswer: Done.\n--- R02 ---\nAnswer: Done.", A.File("R01-sop.pdf"), A.File("R01 and R02.xlsx"), A.File("cover letter.pdf"), A.File("R12-other.pdf"));

        Assert.Equal(["R01-sop.pdf", "R01 and R02.xlsx"], FilesOf(reading, "R01"));
        Assert.Equal(["R01 and R02.xlsx"], FilesOf(reading, "R02"));
        Assert.Equal(["cover letter.pdf", "R12-other.pdf"], reading.Unassigned);
    }

    [Fact]
    public void A_file_without_a_code_goes_to_the_only_item_that_was_answered()
    {
        var reading = Of("--- R01 ---\nAnswer: Done.\n--- R02 ---\nAnswer:", A.File("cover letter.pdf"));

        Assert.Equal(["cover letter.pdf"], FilesOf(reading, "R01"));
        Assert.Empty(reading.Unassigned);
    }

    [Fact]
    public void A_file_that_names_another_recommendation_is_assigned_by_a_person()
        => Assert.Equal(["R12-grant.pdf"], Of("--- R01 ---\nAnswer: Done.", A.File("R12-grant.pdf"), A.File("N95.pdf")).Unassigned);

    [Fact]
    public void A_file_answers_its_item_even_without_words()
    {
        var reading = Of("Attached.", A.File("R02-table.xlsx"));

        Assert.Equal(["R02"], reading.Answers.Keys);
        Assert.Null(reading.Answers["R02"].Narrative);
    }

    [Fact]
    public void What_was_not_asked_is_left_out_and_said()
    {
        var reading = Of("--- R09 ---\nAnswer: Done.\n--- R09 ---\nAnswer: Again.\n--- R01 ---\nAnswer: Done.\nFigure R02.1: 5 cases; 2024-04-01 to 2024-12-31; cut-off 2024-12-31; source register");

        Assert.Equal(["R01"], reading.Answers.Keys);
        Assert.Empty(reading.Answers["R01"].Figures);
        Assert.Equal(["R09 was not asked in this data call, so it was left out.", "R02.1 is not a figure of R01, so it was left out."], reading.Remarks.Select(remark => remark.ToString()));
    }

    [Theory]
    [InlineData("540; 2024-04-01 to 2024-12-31; cut-off 2024-12-31; source D3", null)]
    [InlineData("540", "R01.1: period, cut-off date, source not stated.")]
    [InlineData("540 persons; source D3", "R01.1: period, cut-off date not stated.")]
    [InlineData("none", "R01.1: 'none' is not a number. Write the value first, such as 540 persons.")]
    public void What_a_figure_lacks_is_said_once(string written, string? remark)
        => Assert.Equal(new[] { remark }.OfType<string>(), Of($"--- R01 ---\nAnswer: Done.\nFigure R01.1: {written}").Remarks.Select(said => said.ToString()));

    [Fact]
    public void A_figure_without_a_unit_has_that_of_the_plan()
        => Assert.Equal("orders", Of("--- R01 ---\nFigure R01.3: 12").Answers["R01"].Figures[0].Unit);

    [Fact]
    public void The_plan_of_a_figure_that_is_not_available_is_asked_for_once()
        => Assert.Single(Of("--- R01 ---\nNot available R01.3: no register").Remarks);

    [Theory]
    [InlineData("R01: two circulars were issued.", "R01")]
    [InlineData("We answer R02 here, as R02 asks.", "R02")]
    [InlineData("R01 and R02 are both done.", "")]
    [InlineData("Two circulars were issued.", "")]
    [InlineData("> R01\n> quoted", "")]
    [InlineData("", "")]
    public void Free_text_answers_the_one_item_that_it_names(string text, string code)
        => Assert.Equal(code, string.Join(' ', Of(text).Answers.Keys));

    [Theory]
    [InlineData("Two circulars were issued.", "R12")]
    [InlineData("As the N95 masks arrived, they were handed out.", "R12")]
    [InlineData("R01: this is about another item.", "")]
    [InlineData("--- R01 ---\nAnswer: this is about another item.", "")]
    public void Free_text_answers_the_only_item_unless_it_names_another(string text, string code)
        => Assert.Equal(code, string.Join(' ', ReplyReading.Of(A.Round(), A.DataCall("KPWKM"), [An.Item("R12", "KPWKM")], A.Reply(text), []).Answers.Keys));

    [Fact]
    public void Free_text_ends_where_a_quotation_begins()
    {
        var reading = Of("""
            R02: three units were trained.

            From: KDN <tip-secretariat@kdn.example>
            Sent: Monday, 2 December 2024

            R01  Identify victims proactively.
            --- R01 ---
            Answer:
            --- R02 ---
            Answer:
            """);

        Assert.Equal("R02: three units were trained.", reading.Answers["R02"].Narrative);
        Assert.Equal(["R02"], reading.Answers.Keys);
    }

    [Fact]
    public void The_empty_form_of_a_quoted_letter_does_not_empty_the_answer()
        => Assert.Equal("Done.", Of("--- R01 ---\nAnswer: Done.\n---\n\n-----Original Message-----\n--- R01 ---\nAnswer:\nMore time:").Answers["R01"].Narrative);

    [Fact]
    public void An_older_reply_below_fills_in_and_does_not_replace()
    {
        var answer = Of("--- R01 ---\nAnswer: New words.\nFigure R01.1: 2\n---\n________________\n--- R01 ---\nAnswer: Old words.\nFigure R01.1: 1\nFigure R01.3: 7\nNothing to report: never mind").Answers["R01"];

        Assert.Equal(("New words.", null), (answer.Narrative, answer.NothingToReport));
        Assert.Equal(["R01.1=2", "R01.3=7"], answer.Figures.Select(figure => $"{figure.Indicator}={figure.Value}"));
    }

    [Fact]
    public void A_wish_for_more_time_is_taken_for_an_outstanding_item()
    {
        var wish = Assert.Single(Of("--- R02 ---\nMore time: 2025-01-14; the data centre moves").Extensions);

        Assert.Equal("R02", wish.Key);
        Assert.Equal((A.Day("2025-01-14"), "the data centre moves", ExtensionStatus.Asked), (wish.Value.Until, wish.Value.Reason, wish.Value.Status));
    }

    [Fact]
    public void A_wish_that_comes_with_its_answer_is_left_out_and_said()
    {
        var reading = Of("--- R01 ---\nAnswer: Done.\nMore time: 2025-01-14; for later");

        Assert.Empty(reading.Extensions);
        Assert.Equal(["R01: more time is not needed for an answer that is in, so the wish was left out."], reading.Remarks.Select(remark => remark.ToString()));
    }

    [Fact]
    public void A_wish_for_an_item_that_was_answered_is_left_out_and_said()
    {
        var reading = ReplyReading.Of(A.Round(), A.DataCall(), [An.Item().Replied()], A.Reply("--- R01 ---\nMore time: 2025-01-14; for later"), []);

        Assert.Empty(reading.Extensions);
        Assert.Single(reading.Remarks);
    }

    [Fact]
    public void The_same_mail_is_read_the_same_way()
    {
        var mail = "--- R02 ---\nAnswer: Done.\n--- R01 ---\nMore time: 2025-01-14; x\nFigure R01.9: 1";

        Assert.Equal(Describe(Of(mail)), Describe(Of(mail)));
    }

    static string Describe(ReplyReading reading) => System.Text.Json.JsonSerializer.Serialize(reading);

    static ReplyReading Of(string text, params EvidenceFile[] files)
        => ReplyReading.Of(A.Round(), A.DataCall(), [An.Item("R01"), An.Item("R02")], A.Reply(text), files);

    static IEnumerable<string> FilesOf(ReplyReading reading, string code) => reading.Answers[code].Files.Select(file => file.OriginalName);
}
