using System.Globalization;
using Assessment.Cycle;
using Assessment.DataCalls;
using Assessment.Review;
using Assessment.Tests.Builders;

namespace Assessment.Tests.DataCalls;

public sealed class NextStepTests
{
    [Fact]
    public void A_prepared_call_sends_its_letter()
        => Assert.Equal(StepKind.SendLetter, Next(State(A.DataCall(status: CallStatus.Prepared), An.Item()), "2024-12-02T09:00").Kind);

    [Fact]
    public void A_closed_call_ends_whatever_is_left()
    {
        var step = Next(State(A.DataCall(status: CallStatus.Closed), An.Item().Replied()) with { Replies = [Unacknowledged()] }, "2024-12-02T09:00");

        Assert.True(step.IsLast);
        Assert.Null(step.Activity);
    }

    [Fact]
    public void What_has_happened_is_handled_in_order_decisions_first()
    {
        var decided = An.Item("R01").Replied().Shown();
        var untold = An.Item("R02").Returned();
        var unshown = An.Item("R03").Replied();
        var state = State(A.DataCall(), decided, untold, unshown) with
        {
            Decisions = new Dictionary<string, Decision> { [decided.ReviewKey] = A.Decision(decided, Choice.Accept) },
            Replies = [Unacknowledged()],
        };

        var kinds = new List<StepKind> { Next(state).Kind };
        state = state with { Decisions = new Dictionary<string, Decision>() };
        kinds.Add(Next(state).Kind);
        state = state with { Replies = [Unacknowledged() with { IsAcknowledged = true }] };
        kinds.Add(Next(state).Kind);
        state = state with { Items = [decided, untold, unshown.Shown()] };
        kinds.Add(Next(state).Kind);
        state = state with { Items = [decided, untold.Told(), unshown.Shown()] };
        kinds.Add(Next(state).Kind);

        Assert.Equal([StepKind.ApplyDecisions, StepKind.Acknowledge, StepKind.ShowCards, StepKind.TellOutcome, StepKind.Wait], kinds);
    }

    [Fact]
    public void The_oldest_mail_is_acknowledged_first()
    {
        var state = State(A.DataCall(), An.Item()) with
        {
            Replies = [Unacknowledged("later", "2025-01-07T09:00"), Unacknowledged("first", "2025-01-06T09:00"), Unacknowledged("done", "2025-01-05T09:00") with { IsAcknowledged = true }],
        };

        Assert.Equal("first", Next(state).MessageId);
    }

    [Fact]
    public void A_decision_on_more_time_is_applied()
    {
        var item = An.Item().Wished(ExtensionStatus.Shown);
        var state = State(A.DataCall(), item) with { Decisions = new Dictionary<string, Decision> { ["card-of-message-9"] = A.Decision(item, Choice.Grant) with { CardKey = "card-of-message-9" } } };

        Assert.Equal(StepKind.ApplyDecisions, Next(state).Kind);
    }

    [Fact]
    public void A_wish_for_more_time_is_shown_and_its_decision_is_told()
    {
        Assert.Equal(StepKind.ShowCards, Next(State(A.DataCall(), An.Item().Wished())).Kind);
        Assert.Equal(StepKind.TellOutcome, Next(State(A.DataCall(), An.Item().Extended())).Kind);
    }

    [Theory]
    [InlineData("2024-12-02T09:05", "Wait 2025-01-03T09:00")]
    [InlineData("2025-01-03T08:59", "Wait 2025-01-03T09:00")]
    [InlineData("2025-01-03T09:00", "Remind before-5wd FocalPoint, then 2025-01-09T09:00 FocalPoint")]
    [InlineData("2025-01-09T09:00", "Remind before-1wd FocalPoint, then 2025-01-14T09:00 Head")]
    [InlineData("2025-01-14T09:00", "Remind after-2wd-head Head, then 2025-01-16T09:00 Signatory")]
    [InlineData("2025-01-16T09:00", "Remind after-4wd-signatory Signatory")]
    [InlineData("2025-01-17T17:00", "Close")]
    [InlineData("2025-02-01T09:00", "Close")]
    public void Silence_is_followed_by_reminders_escalations_and_the_close(string now, string expected)
        => Assert.Equal(expected, Describe(Next(State(A.DataCall(), An.Item(), An.Item("R02")), now)));

    [Fact]
    public void After_each_reminder_the_call_waits_for_the_next()
    {
        var state = State(A.DataCall(), An.Item());
        var told = new List<string>();
        var now = A.Moment("2024-12-02T09:00");
        for (var step = NextStep.For(state, now); step.Kind != StepKind.Close; step = NextStep.For(state, now))
        {
            told.Add(Describe(step));
            if (step.Kind == StepKind.Remind)
            {
                state = state with { Reminders = [.. state.Reminders, new SentReminder(step.ReminderId!, now, new DateTimeOffset(step.ReminderDueAt!.Value))] };
            }

            now = new DateTimeOffset(step.At);
        }

        Assert.Equal(
            [
                "Wait 2025-01-03T09:00",
                "Remind before-5wd FocalPoint, then 2025-01-09T09:00 FocalPoint",
                "Wait 2025-01-09T09:00",
                "Remind before-1wd FocalPoint, then 2025-01-14T09:00 Head",
                "Wait 2025-01-14T09:00",
                "Remind after-2wd-head Head, then 2025-01-16T09:00 Signatory",
                "Wait 2025-01-16T09:00",
                "Remind after-4wd-signatory Signatory",
                "Wait 2025-01-17T17:00",
            ],
            told);
        Assert.Equal(A.Moment("2025-01-17"), now);
    }

    [Fact]
    public void A_call_closes_at_once_when_every_item_is_settled()
        => Assert.Equal(StepKind.Close, Next(State(A.DataCall(), An.Item().Accepted(), An.Item("R02").NotProvided()), "2025-01-08T10:01").Kind);

    [Theory]
    [InlineData("2025-01-17T17:00", "RemindReviewers")]
    [InlineData("2025-01-24T16:59", "RemindReviewers")]
    [InlineData("2025-01-24T17:00", "Close")]
    public void An_open_review_outlasts_the_close_of_the_call_until_the_limit_of_the_round(string now, string expected)
        => Assert.Equal(expected, Describe(Next(State(A.DataCall(), An.Item().Replied().Shown()), now)));

    [Fact]
    public void A_call_waits_for_the_later_date_of_an_extended_item_but_not_beyond_the_limit()
    {
        var item = An.Item().Extended().Told();

        Assert.Equal(A.Moment("2025-01-17"), State(A.DataCall(), item).LastMoment);
        Assert.Equal(A.Moment("2025-01-22"), State(A.DataCall(), item with { DueAt = A.Moment("2025-01-22") }).LastMoment);
        Assert.Equal(A.Moment("2025-01-24"), State(A.DataCall(), item with { DueAt = A.Moment("2025-03-01") }).LastMoment);
        Assert.Equal(A.Moment("2025-01-24"), State(A.DataCall(due: "2025-03-01"), An.Item()).LastMoment);
    }

    [Theory]
    [InlineData("2025-01-06T11:31", 0, "Wait 2025-01-08T09:00")]
    [InlineData("2025-01-08T09:00", 0, "RemindReviewers")]
    [InlineData("2025-01-08T09:00", 1, "Wait 2025-01-10T09:00")]
    [InlineData("2025-01-10T09:00", 2, "Wait 2025-01-14T09:00")]
    [InlineData("2025-01-14T09:00", 3, "Wait 2025-01-24T17:00")]
    public void Reviewers_are_reminded_three_times(string now, int reminded, string expected)
        => Assert.Equal(expected, Describe(Next(State(A.DataCall(), An.Item().Replied().Shown() with { ReviewReminders = reminded }), now)));

    [Theory]
    [InlineData("2025-01-08T09:00", 0, 1)]
    [InlineData("2025-01-10T09:00", 1, 2)]
    [InlineData("2025-01-13T09:00", 0, 2)]
    [InlineData("2025-01-20T09:00", 0, 3)]
    public void Reminders_of_reviewers_that_were_missed_are_sent_as_one(string now, int reminded, int time)
    {
        var item = An.Item().Replied().Shown() with { ReviewReminders = reminded };

        Assert.Equal(time, State(A.DataCall(), item).ReviewReminderDue(item, A.Moment(now)));
    }

    [Fact]
    public void The_oldest_answer_is_the_one_that_reviewers_are_reminded_of()
    {
        var state = State(A.DataCall(), An.Item("R01").Replied().Shown("2025-01-07T09:00"), An.Item("R02").Replied().Shown("2025-01-06T09:00"), An.Item("R03").Replied());

        Assert.Equal("R02", state.ReviewsToRemind(A.Moment("2025-01-20T09:00"))[0].Code);
    }

    [Fact]
    public void A_reminder_is_about_the_earliest_date_of_what_is_outstanding()
    {
        var returned = An.Item("R02").Returned().Told() with { DueAt = A.Moment("2025-01-20") };
        var step = Next(State(A.DataCall(), An.Item("R01").Accepted(), returned), "2025-01-13T09:00");

        Assert.Equal("Remind before-5wd FocalPoint, then 2025-01-17T09:00 FocalPoint", Describe(step));
        Assert.Equal(A.Moment("2025-01-20").UtcDateTime, step.ReminderDueAt);
    }

    [Theory]
    [InlineData(StepKind.SendLetter, nameof(DataCallActivities.SendLetter))]
    [InlineData(StepKind.ApplyDecisions, nameof(DataCallActivities.ApplyDecisions))]
    [InlineData(StepKind.Acknowledge, nameof(DataCallActivities.Acknowledge))]
    [InlineData(StepKind.ShowCards, nameof(DataCallActivities.ShowCards))]
    [InlineData(StepKind.TellOutcome, nameof(DataCallActivities.TellOutcome))]
    [InlineData(StepKind.Remind, nameof(DataCallActivities.SendReminder))]
    [InlineData(StepKind.RemindReviewers, nameof(DataCallActivities.RemindReviewers))]
    [InlineData(StepKind.Close, nameof(DataCallActivities.CloseCall))]
    [InlineData(StepKind.Wait, null)]
    [InlineData(StepKind.End, null)]
    public void Every_step_but_a_wait_has_its_activity(StepKind kind, string? activity)
        => Assert.Equal(activity, new NextStep { CallId = "call", Kind = kind, At = default }.Activity);

    [Fact]
    public void A_round_has_one_call_for_each_organisation_in_order_with_the_items_asked()
    {
        var calls = CallPlan.For(A.Round(), A.Moment("2024-12-02T09:00"));

        Assert.Equal(
            ["my-tip-2025-annual-kpwkm: R12", "my-tip-2025-annual-pdrm: R01 R02", "my-tip-2025-annual-tenaganita: R12"],
            calls.Select(planned => $"{planned.Call.Id}: {string.Join(' ', planned.Items.Select(item => item.Code))}"));
        Assert.All(calls, planned =>
        {
            Assert.Equal((CallStatus.Prepared, planned.Call.Id), (planned.Call.Status, planned.Call.Instance));
            Assert.Equal((A.Moment("2025-01-10"), A.Moment("2025-01-17")), (planned.Call.DueAt, planned.Call.ClosesAt));
            Assert.All(planned.Items, item => Assert.Equal((planned.Call.Id, ItemStatus.Asked, A.Moment("2025-01-10"), 0), (item.CallId, item.Status, item.DueAt, item.Version)));
        });
    }

    static NextStep Next(CallState state, string now = "2024-12-20T10:00") => NextStep.For(state, A.Moment(now));

    static CallState State(DataCall call, params Item[] items) => new()
    {
        OfficeCloses = new TimeOnly(17, 0),
        Call = call,
        Items = items,
        Replies = [],
        Decisions = new Dictionary<string, Decision>(),
        Reminders = [],
        Policy = A.Plan().Reminders,
        Calendar = A.Calendar(),
        SecretariatCalendar = A.Calendar(),
        RoundLimit = A.Moment("2025-01-24"),
    };

    static Reply Unacknowledged(string id = "message-1", string at = "2025-01-06T11:30") => new()
    {
        CallId = "call",
        MessageId = id,
        InternetMessageId = $"<{id}@pdrm.example>",
        From = "farid@pdrm.example",
        Subject = "Re: data call",
        ReceivedAt = A.Moment(at),
    };

    static string Describe(NextStep step) => step switch
    {
        { Kind: StepKind.Wait } => $"Wait {Local(step.At)}",
        { Kind: StepKind.Remind, NextReminderAt: { } next } => $"Remind {step.ReminderId} {step.Audience}, then {Local(next)} {step.NextAudience}",
        { Kind: StepKind.Remind } => $"Remind {step.ReminderId} {step.Audience}",
        _ => $"{step.Kind}",
    };

    static string Local(DateTime utc) => Zone.Of("Asia/Kuala_Lumpur").In(new DateTimeOffset(utc)).ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture);
}
