using Assessment.Clearance;
using Assessment.DataCalls;
using Assessment.Evidence;
using Assessment.Evidence.PersonalData;
using Assessment.Review;
using Assessment.Teams;
using Assessment.Tests.Builders;

namespace Assessment.Tests.Clearance;

/// <summary>What blocks an answer, and how decisions move it.</summary>
public sealed class ConcernRulesTests
{
    static readonly EvidenceFile Leak = A.File("R01-register.xlsx", "leak");
    static readonly EvidenceFile Clean = A.File("R01-register.xlsx", "clean") with { Original = new OriginalFile(Leak.Name, Leak.Sha256) };

    [Fact]
    public void A_finding_in_a_file_blocks_the_answer_that_holds_the_file() => Assert.True(ConcernRules.Blocks(InFile, Holding(Leak)));

    [Fact]
    public void An_answer_from_which_the_agency_took_the_file_is_free() => Assert.False(ConcernRules.Blocks(InFile, Holding(A.File("R01-register.xlsx", "corrected"))));

    [Fact]
    public void A_finding_in_the_words_goes_with_the_words()
    {
        var concern = InText("Call 013-829 4471.");

        Assert.True(ConcernRules.Blocks(concern, Saying("Call 013-829 4471.")));
        Assert.False(ConcernRules.Blocks(concern, Saying("Call the office.")));
    }

    [Fact]
    public void What_was_redacted_is_free_only_in_its_cleaned_form()
    {
        var redacted = ConcernRules.Decided(InFile, Press(Choice.Redact)) with { CleanedFile = Clean };

        Assert.False(ConcernRules.Blocks(redacted, Holding(Clean)));
        Assert.True(ConcernRules.Blocks(redacted, Holding(Leak)));
        Assert.Equal(redacted, Assert.Single(ConcernRules.Settled(Holding(Clean), [redacted])));
    }

    [Fact]
    public void An_override_stands_only_when_a_second_person_confirms()
    {
        var first = ConcernRules.Decided(InFile, Press(Choice.Override, "aisyah", "an office number"));

        Assert.True(ConcernRules.Blocks(first, Holding(Leak)));
        Assert.True(first.AwaitsSecond);
        Assert.NotEqual(InFile.CardKey, first.CardKey);

        var second = ConcernRules.Decided(first, Press(Choice.Confirm, "badrul", "I called it"));
        Assert.False(ConcernRules.Blocks(second, Holding(Leak)));
        Assert.Equal(["aisyah", "badrul"], second.Steps.Select(step => step.By));
        Assert.Equal(Outcome.Overridden, second.Outcome);
    }

    [Fact]
    public void A_second_person_who_does_not_confirm_brings_the_question_back()
    {
        var rejected = ConcernRules.Decided(ConcernRules.Decided(InFile, Press(Choice.Override)), Press(Choice.Reject, "badrul", "it is private"));

        Assert.True(ConcernRules.Blocks(rejected, Holding(Leak)));
        Assert.Equal((false, 3, "it is private"), (rejected.AwaitsSecond, rejected.Question, rejected.Note));
    }

    [Fact]
    public void The_second_card_never_goes_to_the_first_person()
    {
        var first = ConcernRules.Decided(InFile, Press(Choice.Override, "aisyah", "an office number"));
        var card = ClearanceCards.For(A.Round(), A.DataCall(), Holding(Leak), first, A.Moment("2025-01-07T09:00"));

        Assert.Equal(CardKind.ConfirmOverride, card.Kind);
        Assert.Equal(["badrul", "chair"], card.For);
        Assert.All(card.Buttons, button => Assert.True(button.NeedsReason));
        Assert.Equal("aisyah may not decide this card; it is for badrul, chair.", PressRules.Refusal(card, "aisyah", Choice.Confirm, "again"));
    }

    [Fact]
    public void A_redaction_that_fails_is_not_offered_again()
    {
        var failed = ConcernRules.Decided(InFile, Press(Choice.Redact), "A PDF cannot be redacted safely.");
        var card = ClearanceCards.For(A.Round(), A.DataCall(), Holding(Leak), failed, A.Moment("2025-01-07T09:00"));

        Assert.True(ConcernRules.Blocks(failed, Holding(Leak)));
        Assert.Equal([Choice.Return, Choice.Override], card.Buttons.Select(button => button.Decision));
        Assert.Contains("A PDF cannot be redacted safely.", card.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Before_the_head_released_an_answer_nobody_else_is_asked()
    {
        var release = InFile with { Id = "r01-release-x", Matter = Matter.Release, File = null, Message = "message-1" };

        Assert.Equal([Matter.Release], ConcernRules.Open(Holding(Leak), [InFile, release]).Select(concern => concern.Matter));
        Assert.Equal([Matter.PersonalData], ConcernRules.Open(Holding(Leak), [InFile, ConcernRules.Decided(release, Press(Choice.Release, "hashim"))]).Select(concern => concern.Matter));
    }

    [Fact]
    public void A_cleaned_copy_keeps_the_question_about_its_grade()
    {
        var graded = InFile with { Matter = Matter.Grade, Grade = Grade.Sulit };

        Assert.True(ConcernRules.Blocks(graded, Holding(Clean)));
        Assert.False(ConcernRules.Blocks(ConcernRules.Decided(graded, Press(Choice.LeaveOut)), Holding(Clean)));
    }

    [Theory]
    [InlineData(Matter.Release, "the head of the organisation had not released the answer")]
    [InlineData(Matter.PersonalData, "personal data in the answer was not settled")]
    [InlineData(Matter.Grade, "the grade of the answer was not settled")]
    public void An_answer_that_was_not_settled_says_why(Matter matter, string why) => Assert.Equal(why, ConcernRules.WhyOpen(Holding(Leak), [InFile with { Matter = matter }]));

    [Fact]
    public void The_call_asks_then_waits_then_shows_the_review()
    {
        Assert.Equal(StepKind.AskForClearance, Next(InFile));
        Assert.Equal(StepKind.Wait, Next(InFile with { Shown = 1, ShownAt = A.Moment("2025-01-06T12:00") }));
        Assert.Equal(StepKind.ApplyClearance, Next(InFile with { Shown = 1, ShownAt = A.Moment("2025-01-06T12:00") }, Press(Choice.Redact)));
        Assert.Equal(StepKind.ShowCards, Next(ConcernRules.Decided(InFile, Press(Choice.LeaveOut))));
    }

    [Fact]
    public void Whoever_lets_a_question_lie_is_reminded() => Assert.Equal(StepKind.RemindOfClearance, Next(InFile with { Shown = 1, ShownAt = A.Moment("2025-01-02T12:00") }));

    [Fact]
    public void A_decision_that_repeats_changes_nothing_in_the_answer()
    {
        var once = Cleaning.Replaced(Holding(Leak).Answer!, Leak.Sha256, Clean);

        Assert.Equal(Clean.Sha256, Assert.Single(once.Files).Sha256);
        Assert.Equal(once.Files, Cleaning.Replaced(once, Leak.Sha256, Clean).Files);
    }

    [Fact]
    public void Redacting_a_text_leaves_the_rest_of_the_answer_alone()
    {
        var answer = An.Answer(narrative: "Call 013-829 4471 for help.") with { Figures = [A.Figure()] };
        var hash = AnswerTexts.HashOf(answer.Narrative!);
        var policy = ScanPolicies.Of(A.Plan());

        var redacted = Cleaning.Redacted(answer, hash, policy);

        Assert.Equal("Call ████ for help.", redacted.Narrative);
        Assert.Equal(answer.Figures[0].Source, redacted.Figures[0].Source);
        Assert.Same(redacted.Narrative, Cleaning.Redacted(redacted, hash, policy).Narrative);
    }

    [Fact]
    public void What_is_shown_of_a_finding_is_masked()
    {
        var card = ClearanceCards.For(A.Round(), A.DataCall(), Saying("Call 013-829 4471."), InText("Call 013-829 4471."), A.Moment("2025-01-07T09:00"));

        Assert.DoesNotContain("829 4471", AdaptiveCard.Render(card).ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("telephone number", card.Text, StringComparison.Ordinal);
    }

    static Concern InFile => new()
    {
        CallId = A.DataCall().Id,
        Code = "R01",
        Id = "r01-personaldata-1",
        Matter = Matter.PersonalData,
        File = Leak,
        Findings = [new(FindingKind.IdentityCard, Severity.Blocks, "Senarai!B5 (hidden sheet)", "88••••-••-••••", 0, 14)],
        Found = 1,
    };

    static Concern InText(string text) => InFile with
    {
        File = null,
        Text = AnswerTexts.HashOf(text),
        Findings = [.. PersonalDataScan.Text(text, ScanPolicies.Of(A.Plan()))],
    };

    static Item Holding(EvidenceFile file) => An.Item().Replied(An.Answer("message-1", "Done.", file));

    static Item Saying(string words) => An.Item().Replied(An.Answer("message-1", words));

    static Decision Press(string choice, string by = "aisyah", string? reason = null) => new() { CardKey = InFile.CardKey, Choice = choice, By = by, At = A.Moment("2025-01-06T14:00"), Reason = reason };

    static StepKind Next(Concern concern, Decision? decision = null) => NextStep.For(
        new CallState
        {
            OfficeCloses = new TimeOnly(17, 0),
            Call = A.DataCall(),
            Items = [Holding(Leak)],
            Replies = [],
            Concerns = [concern],
            Decisions = decision is null ? new Dictionary<string, Decision>() : new Dictionary<string, Decision> { [decision.CardKey] = decision },
            Reminders = [],
            Policy = A.Plan().Reminders,
            Calendar = A.Calendar(),
            SecretariatCalendar = A.Calendar(),
            RoundLimit = A.Moment("2025-01-24"),
        },
        A.Moment("2025-01-07T10:00")).Kind;
}
