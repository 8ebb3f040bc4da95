using Assessment.Corrections;
using Assessment.Cycle;
using Assessment.DataCalls;
using Assessment.Tests.Builders;

namespace Assessment.Tests.Corrections;

public sealed class CorrectionRulesTests
{
    static readonly DateTimeOffset Now = A.Moment("2025-02-18T10:00");

    static readonly Item[] Items = [An.Item("R01").Accepted(), An.Item("R02").NotProvided()];

    static readonly CorrectionWish Wish = new(["PDRM/R01"], "One person was counted twice.", A.Day("2025-02-25"));

    [Theory]
    [InlineData(RoundStatus.Prepared, "Annual submission cannot be corrected: no package of it was handed in.")]
    [InlineData(RoundStatus.Missed, "Annual submission cannot be corrected: no package of it was handed in.")]
    [InlineData(RoundStatus.Sealed, "Annual submission cannot be corrected: its package is being handed in; ask again when it was.")]
    [InlineData(RoundStatus.HandedIn, null)]
    public void Only_what_was_handed_in_is_corrected(RoundStatus status, string? refusal)
        => Assert.Equal(refusal, CorrectionRules.Judge(Round(status), Wish, Items, "aisyah", Now).Refusal);

    public static TheoryData<string, CorrectionWish, string> Faults => new()
    {
        { "no reason", Wish with { Reason = " " }, "Say why, in at most 2000 characters: the reason is printed in the new version." },
        { "a long reason", Wish with { Reason = new string('x', 2001) }, "Say why, in at most 2000 characters: the reason is printed in the new version." },
        { "no date", Wish with { Until = null }, "Say until when the organisations answer: 'until' is a day after today." },
        { "today", Wish with { Until = A.Day("2025-02-18") }, "Say until when the organisations answer: 'until' is a day after today." },
        { "no item", Wish with { Items = [] }, "Name the items that are to be corrected, as PDRM/R02." },
        { "items that are not there", Wish with { Items = ["PDRM/R01", "PDRM/R09", "R01"] }, "Annual submission has no item PDRM/R09, R01. An item is written as PDRM/R02: the organisation, a slash, the recommendation." },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_wish_that_cannot_be_followed_says_what_to_do(string what, CorrectionWish wish, string refusal)
        => Assert.Equal((what, refusal), (what, CorrectionRules.Judge(Round(), wish, Items, "aisyah", Now).Refusal));

    [Fact]
    public void The_same_wish_again_gives_the_correction_that_runs_and_another_one_has_to_wait()
    {
        var first = Judged();
        var running = Round() with { Running = CorrectionRules.Opened(Round().Running, first) };

        Assert.Same(first, CorrectionRules.Judge(running, Wish with { Items = ["pdrm/r01"] }, Items, "chair", Now.AddHours(1)).Correction);
        Assert.Equal(
            "Annual submission cannot be corrected: version 2 is being prepared; ask again when it was handed in or given up.",
            CorrectionRules.Judge(running, Wish with { Items = ["PDRM/R02"] }, Items, "chair", Now.AddHours(1)).Refusal);
        Assert.Same(running.Running, CorrectionRules.Opened(running.Running, first with { At = Now.AddHours(1) }));
    }

    [Fact]
    public void After_the_last_day_for_answers_everybody_has_the_time_of_a_decision()
    {
        var round = Round();
        var dates = CorrectionRules.Dates(round, A.Day("2025-02-25"), Now);
        var calendar = round.SecretariatCalendar(Now);

        Assert.Equal(A.Moment("2025-02-25T17:00"), dates.RepliesDue);
        Assert.True(dates.RepliesDue < dates.SignOffBy && dates.SignOffBy < dates.EndorsementBy && dates.EndorsementBy < dates.HardDate);
        Assert.Equal(calendar.Add(dates.EndorsementBy!.Value, round.Plan.Reminders.DecideWithin, round.Plan.Cycle.OfficeCloses), dates.HardDate);
        Assert.Equal(round.Round with { RepliesDue = dates.RepliesDue, SignOffBy = dates.SignOffBy, EndorsementBy = dates.EndorsementBy, HardDate = dates.HardDate }, dates.In(round.Round));
    }

    [Fact]
    public void An_accepted_answer_is_asked_for_again_and_stands_if_nothing_better_comes()
    {
        var correction = Judged();
        var reopened = CorrectionRules.Reopened(Items[0], correction);

        Assert.Equal((ItemStatus.Returned, correction.Dates.RepliesDue, "One person was counted twice.", true), (reopened.Status, reopened.DueAt, reopened.Reason, reopened.ReturnUntold));
        Assert.Same(reopened, CorrectionRules.Reopened(reopened, correction));
        var closed = ItemRules.Closed(reopened, "no corrected answer came");
        Assert.Equal((ItemStatus.Accepted, Items[0].DecidedAt, Items[0].Answer), (closed.Status, closed.DecidedAt, closed.Answer));
        Assert.False(CorrectionRules.HasChanged(correction, [closed]));
    }

    [Fact]
    public void What_was_never_answered_can_be_asked_for_too()
    {
        var correction = CorrectionRules.Judge(Round(), Wish with { Items = ["PDRM/R02"] }, Items, "aisyah", Now).Correction!;
        var reopened = CorrectionRules.Reopened(Items[1], correction);

        Assert.Equal((ItemStatus.Asked, true), (reopened.Status, reopened.ReturnUntold));
        Assert.False(CorrectionRules.HasChanged(correction, [ItemRules.Closed(reopened, "no answer came")]));
        Assert.True(CorrectionRules.HasChanged(correction, [reopened.Accepted()]));
    }

    [Fact]
    public void A_closed_call_runs_again_under_an_instance_of_its_own()
    {
        var correction = Judged();
        var call = CorrectionRules.Reopened(A.DataCall(status: CallStatus.Closed), correction);

        Assert.Equal((CallStatus.Sent, $"{call.Id}-c1", null, correction.Dates.RepliesDue), (call.Status, call.Instance, call.ClosedAt, call.ClosesAt));
        Assert.True(correction.Runs(call));
        Assert.Same(call, CorrectionRules.Reopened(call, correction));
    }

    [Fact]
    public void The_version_that_was_handed_in_is_kept_when_the_next_one_takes_its_place()
    {
        var before = Round().Running with { PackageName = "packages/my-tip-2025-annual-v1/my-tip-2025-annual.zip", ManifestSha256 = new string('a', 64), HandedInAt = A.Moment("2025-01-21T13:00") };
        var opened = CorrectionRules.Opened(before, Judged());
        var sealing = CorrectionRules.Superseded(opened);

        Assert.Equal((1, 2), (opened.Version, opened.Preparing));
        Assert.Equal((2, 2, null), (sealing.Version, sealing.Preparing, sealing.HandedInAt));
        Assert.Same(sealing, CorrectionRules.Superseded(sealing));
        Assert.Equal(CorrectionRules.SupersededBy(opened), CorrectionRules.SupersededBy(sealing));
        Assert.Equal(new Assessment.Submission.Supersedes("my-tip-2025-annual.zip", 1, new string('a', 64), "One person was counted twice."), CorrectionRules.SupersededBy(sealing));
        Assert.Null(CorrectionRules.SupersededBy(before));
    }

    static Correction Judged() => CorrectionRules.Judge(Round(), Wish, Items, "aisyah", Now).Correction!;

    static RoundInPlan Round(RoundStatus status = RoundStatus.HandedIn)
    {
        var round = A.Round();
        return round with { Running = round.Running with { Status = status } };
    }
}
