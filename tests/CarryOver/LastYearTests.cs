using Assessment.Cycle;
using Assessment.Mail;
using CsCheck;
using PlanFiles = Assessment.Tests.Cycle.PlanFiles;

namespace Assessment.Tests.CarryOver;

public class LastYearTests
{
    static readonly string[] Pieces = ["a", " ", "\n", "👩‍👩‍👧", "é"];

    const string Answers = """
        package: package.zip
        manifest: abc
        cycle: my-tip-2024
        round: annual
        answers:
          - organisation: PDRM
            recommendation: R01
            narrative: Done.
            figures:
              - { indicator: R01.1, name: Screened, value: 498, unit: persons }
        """;

    [Fact]
    public void A_plan_need_not_have_last_years_answers()
    {
        var plan = PlanFiles.Good.Plan;

        Assert.Null(plan.LastYear);
        Assert.Empty(plan.LastAnswers);
        Assert.Equal(512, plan.LastValue("PDRM", plan.Recommendation("R01").Indicators[0]));
    }

    [Fact]
    public void What_an_organisation_stated_itself_goes_before_what_the_plan_says()
    {
        var plan = PlanFiles.Good.With(LastYear.FileName, Answers).Plan;
        var indicator = plan.Recommendation("R01").Indicators[0];

        Assert.Equal((498m, 512m), (plan.LastValue("PDRM", indicator), plan.LastValue("SUARA", indicator)));
        Assert.Equal("Done.", plan.LastAnswer("PDRM", "R01")?.Narrative);
        Assert.Null(plan.LastAnswer("SUARA", "R01"));
    }

    [Theory]
    [InlineData("organisation: PDRM", "organisation: PDRN", "last-year.yaml:6:19: warning: 'PDRN' is not an organisation of this plan, so nobody sees what was said about it last year. Correct it, or remove the entry.")]
    [InlineData("recommendation: R01", "recommendation: R77", "last-year.yaml:7:21: warning: 'R77' is not a recommendation of this plan, so nobody sees what was said about it last year. Correct it, or remove the entry.")]
    [InlineData("indicator: R01.1", "indicator: R01.7", "last-year.yaml:10:22: warning: 'R01.7' is not an indicator of this plan, so nobody sees what was said about it last year. Correct it, or remove the entry.")]
    [InlineData("value: 498", "value: many", "last-year.yaml:10:52: error: 'many' is not a number. Write a number such as 512 or 12.5.")]
    [InlineData("narrative: Done.", "narative: Done.", "last-year.yaml:8:5: error: 'narative' is not a key that is known here. Write 'narrative', or remove it.")]
    public void Unknown_codes_are_warnings_and_unknown_words_errors(string find, string replacement, string expected)
    {
        var reading = PlanFiles.Good.With(LastYear.FileName, Answers.Replace(find, replacement, StringComparison.Ordinal)).Read();

        Assert.Equal(expected, Assert.Single(reading.Faults).ToString());
    }

    [Fact]
    public void An_answer_that_is_there_twice_is_an_error()
    {
        var twice = Answers + "\n  - { organisation: PDRM, recommendation: R01, nothingToReport: None. }\n";

        Assert.Equal(
            "last-year.yaml:11:21: error: The answer of 'PDRM' to 'R01' is there twice; the first is in line 6. Remove one of them.",
            Assert.Single(PlanFiles.Good.With(LastYear.FileName, twice).Read().Faults).ToString());
    }

    [Theory]
    [InlineData(20, "Short enough.", "Short enough.")]
    [InlineData(20, "Two\n lines,   \t spaces", "Two lines, spaces")]
    [InlineData(12, "The word ends here", "The word …")]
    [InlineData(11, "The word ends", "The word …")]
    [InlineData(10, "The word ends", "The word …")]
    [InlineData(9, "The word ends", "The …")]
    [InlineData(6, "Unbreakable", "Unbr …")]
    public void A_long_answer_is_cut_where_a_word_ends(int length, string text, string expected) => Assert.Equal(expected, Shortened.To(length, text));

    [Fact]
    public void A_shortened_text_is_never_longer_and_never_breaks_a_letter() => Gen.Select(Gen.Int[0, Pieces.Length - 1].Select(index => Pieces[index]).List[0, 80], Gen.Int[4, 60]).Sample(
        (parts, length) =>
        {
            var shortened = Shortened.To(length, string.Concat(parts));
            var kept = shortened.EndsWith(" …", StringComparison.Ordinal) ? shortened[..^2] : shortened;
            return shortened.Length <= length && !shortened.Contains('\n', StringComparison.Ordinal) && !(kept.Length > 0 && (char.IsHighSurrogate(kept[^1]) || kept[^1] == '\u200d'));
        },
        iter: 2000, threads: 1);
}
