using Assessment.Evidence;
using Assessment.Tests.Builders;

namespace Assessment.Tests.Evidence;

public sealed class AnswerRulesTests
{
    [Fact]
    public void The_first_answer_stands_as_it_is()
    {
        var first = An.Answer();

        Assert.Same(first, AnswerRules.Merge(null, first));
    }

    [Fact]
    public void A_later_answer_keeps_what_it_does_not_mention()
    {
        var earlier = An.Answer("message-1", "Old words.", A.File("a.pdf")) with { Figures = [A.Figure("R01.1", 1), A.Figure("R01.2", 2)] };
        var later = An.Answer("message-2", null) with { Figures = [A.Figure("R01.2", 22), A.Figure("R01.0", 0)] };

        var merged = AnswerRules.Merge(earlier, later);

        Assert.Equal(("message-2", "Old words."), (merged.MessageId, merged.Narrative));
        Assert.Equal(["R01.0=0", "R01.1=1", "R01.2=22"], merged.Figures.Select(figure => $"{figure.Indicator}={figure.Value}"));
        Assert.Equal(["a.pdf"], merged.Files.Select(file => file.OriginalName));
    }

    [Fact]
    public void Words_and_nothing_to_report_replace_each_other()
    {
        var words = An.Answer("message-1", "Words.");
        var nothing = An.Answer("message-2", null) with { NothingToReport = "No case." };

        Assert.Equal((null, "No case."), Said(AnswerRules.Merge(words, nothing)));
        Assert.Equal(("Words.", null), Said(AnswerRules.Merge(nothing, words)));
        Assert.Equal((null, "No case."), Said(AnswerRules.Merge(nothing, An.Answer("message-3", null, A.File("a.pdf")))));
    }

    [Fact]
    public void A_second_mail_adds_its_files_and_replaces_those_of_the_same_name()
    {
        var merged = AnswerRules.Merge(An.Answer("message-1", "Words.", A.File("a.pdf"), A.File("b.pdf", "old")), An.Answer("message-2", null, A.File("b.pdf", "new"), A.File("c.pdf")));

        Assert.Equal(["a.pdf", "b.pdf", "c.pdf"], merged.Files.Select(file => file.OriginalName));
        Assert.Equal(A.File("b.pdf", "new").Sha256, merged.Files[1].Sha256);
    }

    [Fact]
    public void The_files_of_a_correction_take_the_place_of_all_that_came_back()
    {
        var returned = An.Answer("message-1", "Words.", A.File("with-names.pdf"));

        Assert.Equal(["redacted.pdf"], AnswerRules.Merge(returned, An.Answer("message-2", null, A.File("redacted.pdf")), isCorrection: true).Files.Select(file => file.OriginalName));
        Assert.Equal(["with-names.pdf"], AnswerRules.Merge(returned, An.Answer("message-2", "Other words."), isCorrection: true).Files.Select(file => file.OriginalName));
    }

    [Fact]
    public void Answers_say_the_same_whoever_sent_them()
    {
        var one = An.Answer("message-1", "Words.", A.File("a.pdf")) with { Figures = [A.Figure() with { Parts = [new Part("female", 1)] }] };
        var other = An.Answer("message-2", "Words.", A.File("a.pdf")) with { SentBy = "alia@pdrm.example", Figures = [A.Figure() with { Parts = [new Part("female", 1)] }] };

        Assert.True(AnswerRules.SaySame(one, other));
        Assert.False(AnswerRules.SaySame(one, other with { Figures = [A.Figure() with { Parts = [new Part("female", 2)] }] }));
        Assert.False(AnswerRules.SaySame(one, other with { Narrative = "Others." }));
        Assert.False(AnswerRules.SaySame(one, other with { Files = [A.File("a.pdf", "changed")] }));
        Assert.False(AnswerRules.SaySame(one, other with { Figures = [] }));
    }

    static (string?, string?) Said(Answer answer) => (answer.Narrative, answer.NothingToReport);
}
