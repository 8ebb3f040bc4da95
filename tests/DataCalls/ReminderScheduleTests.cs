using System.Globalization;
using System.Text.Json;
using Assessment.Cycle;
using Assessment.DataCalls;
using CsCheck;
using static Assessment.Tests.Cycle.Calendars;

namespace Assessment.Tests.DataCalls;

public sealed class ReminderScheduleTests
{
    static readonly ReminderPolicy Policy = new()
    {
        BeforeDue = [Lag.Parse("5wd"), Lag.Parse("4wd"), Lag.Parse("2wd")],
        AfterDue = [Escalation("1wd", Audience.FocalPoint), Escalation("2wd", Audience.Head), Escalation("3wd", Audience.Signatory)],
        CloseAfter = Lag.Parse("4wd"),
        ReturnWithin = Lag.Parse("2wd"),
        DecideWithin = Lag.Parse("1wd"),
        Cap = 8,
    };

    static readonly CallReminders Call = new()
    {
        Policy = Policy,
        DueAt = At("2025-01-10 17:00"),
        AskedAt = At("2024-12-02 09:00"),
        ClosesAt = At("2025-01-16 17:00"),
        Outstanding = true,
    };

    // Tables: the whole timeline of a silent call.

    [Fact]
    public void A_silent_call_is_reminded_on_working_days_escalated_and_then_left_to_close() => Timeline(Call, Federal, "2024-12-02 09:00", """
        Fri 3 Jan 2025 09:00 before-5wd to FocalPoint
        Mon 6 Jan 2025 09:00 before-4wd to FocalPoint
        Wed 8 Jan 2025 09:00 before-2wd to FocalPoint
        Mon 13 Jan 2025 09:00 after-1wd-focal-point to FocalPoint
        Tue 14 Jan 2025 09:00 after-2wd-head to Head
        Wed 15 Jan 2025 09:00 after-3wd-signatory to Signatory
        NoStepLeft
        """);

    [Fact]
    public void The_calendar_is_that_of_the_recipient() => Timeline(Call, Of("kelantan"), "2024-12-02 09:00", """
        Sun 5 Jan 2025 09:00 before-5wd to FocalPoint
        Mon 6 Jan 2025 09:00 before-4wd to FocalPoint
        Wed 8 Jan 2025 09:00 before-2wd to FocalPoint
        Sun 12 Jan 2025 09:00 after-1wd-focal-point to FocalPoint
        Mon 13 Jan 2025 09:00 after-2wd-head to Head
        Tue 14 Jan 2025 09:00 after-3wd-signatory to Signatory
        NoStepLeft
        """);

    [Fact]
    public void A_weekend_that_changes_with_the_year_and_a_bridging_day_are_counted() => Timeline(Call, Of("johor"), "2024-12-02 09:00", """
        Thu 2 Jan 2025 09:00 before-5wd to FocalPoint
        Fri 3 Jan 2025 09:00 before-4wd to FocalPoint
        Wed 8 Jan 2025 09:00 before-2wd to FocalPoint
        Mon 13 Jan 2025 09:00 after-1wd-focal-point to FocalPoint
        Tue 14 Jan 2025 09:00 after-2wd-head to Head
        Wed 15 Jan 2025 09:00 after-3wd-signatory to Signatory
        NoStepLeft
        """);

    [Fact]
    public void Steps_before_the_letter_are_dropped() => Timeline(Call, Federal, "2025-01-07 10:00", """
        Wed 8 Jan 2025 09:00 before-2wd to FocalPoint
        Mon 13 Jan 2025 09:00 after-1wd-focal-point to FocalPoint
        Tue 14 Jan 2025 09:00 after-2wd-head to Head
        Wed 15 Jan 2025 09:00 after-3wd-signatory to Signatory
        NoStepLeft
        """, askedAt: "2025-01-07 10:00");

    [Fact]
    public void After_an_outage_the_latest_missed_reminder_is_sent_once() => Timeline(Call, Federal, "2025-01-08 15:30", """
        Wed 8 Jan 2025 15:30 before-2wd to FocalPoint, for before-5wd and before-4wd too
        Mon 13 Jan 2025 09:00 after-1wd-focal-point to FocalPoint
        Tue 14 Jan 2025 09:00 after-2wd-head to Head
        Wed 15 Jan 2025 09:00 after-3wd-signatory to Signatory
        NoStepLeft
        """);

    [Fact]
    public void What_was_missed_over_a_weekend_waits_for_the_working_day() => Timeline(Call, Federal, "2025-01-04 03:00", """
        Mon 6 Jan 2025 09:00 before-4wd to FocalPoint, for before-5wd too
        Wed 8 Jan 2025 09:00 before-2wd to FocalPoint
        Mon 13 Jan 2025 09:00 after-1wd-focal-point to FocalPoint
        Tue 14 Jan 2025 09:00 after-2wd-head to Head
        Wed 15 Jan 2025 09:00 after-3wd-signatory to Signatory
        NoStepLeft
        """);

    [Fact]
    public void What_was_missed_is_not_sent_at_night() => Timeline(Call, Federal, "2025-01-09 00:30", """
        Thu 9 Jan 2025 09:00 before-2wd to FocalPoint, for before-5wd and before-4wd too
        Mon 13 Jan 2025 09:00 after-1wd-focal-point to FocalPoint
        Tue 14 Jan 2025 09:00 after-2wd-head to Head
        Wed 15 Jan 2025 09:00 after-3wd-signatory to Signatory
        NoStepLeft
        """);

    [Fact]
    public void An_escalation_is_never_overtaken_by_a_reminder() => Timeline(
        Call with { Policy = Policy with { AfterDue = [Escalation("1wd", Audience.Head), Escalation("2wd", Audience.FocalPoint), Escalation("3wd", Audience.Signatory)] } },
        Federal, "2025-01-14 12:00", """
        Tue 14 Jan 2025 12:00 after-1wd-head to Head, for before-5wd and before-4wd and before-2wd and after-2wd-focal-point too
        Wed 15 Jan 2025 09:00 after-3wd-signatory to Signatory
        NoStepLeft
        """);

    [Fact]
    public void The_cap_ends_reminders_and_escalations_alike() => Timeline(Call with { Policy = Policy with { Cap = 2 } }, Federal, "2024-12-02 09:00", """
        Fri 3 Jan 2025 09:00 before-5wd to FocalPoint
        Mon 6 Jan 2025 09:00 before-4wd to FocalPoint
        CapReached
        """);

    [Fact]
    public void Lags_in_days_fall_on_working_days_and_lags_in_hours_are_exact() => Timeline(
        Call with { Policy = Policy with { BeforeDue = [Lag.Parse("6d"), Lag.Parse("30h")], AfterDue = [Escalation("1d", Audience.Head), Escalation("90m", Audience.FocalPoint)] } },
        Federal, "2024-12-02 09:00", """
        Fri 3 Jan 2025 09:00 before-6d to FocalPoint
        Thu 9 Jan 2025 11:00 before-30h to FocalPoint
        Fri 10 Jan 2025 18:30 after-90m-focal-point to FocalPoint
        Mon 13 Jan 2025 09:00 after-1d-head to Head
        NoStepLeft
        """);

    [Fact]
    public void A_cycle_of_seconds_works_on_a_weekend() => Timeline(
        new CallReminders
        {
            Policy = Policy with { BeforeDue = [Lag.Parse("40s"), Lag.Parse("15s")], AfterDue = [Escalation("10s", Audience.Head)], CloseAfter = Lag.Parse("30s") },
            AskedAt = At("2025-01-11 22:00:00"),
            DueAt = At("2025-01-11 22:01:00"),
            ClosesAt = At("2025-01-11 22:01:30"),
            Outstanding = true,
        },
        Federal, "2025-01-11 22:00:00", """
        Sat 11 Jan 2025 22:00:20 before-40s to FocalPoint
        Sat 11 Jan 2025 22:00:45 before-15s to FocalPoint
        Sat 11 Jan 2025 22:01:10 after-10s-head to Head
        NoStepLeft
        """);

    [Fact]
    public void A_holiday_declared_late_moves_what_is_not_sent_yet()
    {
        var sent = Call with { Sent = [Sent("before-5wd", "2025-01-03 09:00"), Sent("before-4wd", "2025-01-06 09:00")] };
        var declared = FederalPlan with { Holidays = [.. FederalPlan.Holidays, new Holiday(Day("2025-01-08"), "Extra day", Day("2025-01-07"))] };

        Timeline(sent, new WorkCalendar(declared, Malaysia, Day("2025-01-06")), "2025-01-06 10:00", "Wed 8 Jan 2025 09:00 before-2wd to FocalPoint", steps: 1);
        Timeline(sent, new WorkCalendar(declared, Malaysia, Day("2025-01-07")), "2025-01-07 10:00", "Tue 7 Jan 2025 10:00 before-2wd to FocalPoint", steps: 1);
    }

    [Fact]
    public void After_an_extension_the_steps_begin_again_for_the_new_date_within_the_same_cap() => Timeline(
        Call with
        {
            Policy = Policy with { Cap = 5 },
            AskedAt = At("2025-01-08 11:00"),
            DueAt = At("2025-01-17 17:00"),
            ClosesAt = At("2025-01-23 17:00"),
            Sent = [Sent("before-5wd", "2025-01-03 09:00"), Sent("before-4wd", "2025-01-06 09:00"), Sent("before-2wd", "2025-01-08 09:00")],
        },
        Federal, "2025-01-08 11:00", """
        Fri 10 Jan 2025 09:00 before-5wd to FocalPoint
        Mon 13 Jan 2025 09:00 before-4wd to FocalPoint
        CapReached
        """);

    // Single decisions.

    [Theory]
    [InlineData("2025-01-03 08:59", ReminderAction.WaitUntil, ReminderReason.NotDueYet)]
    [InlineData("2025-01-03 09:00", ReminderAction.Send, ReminderReason.StepDue)]
    [InlineData("2025-01-06 09:00", ReminderAction.Send, ReminderReason.CaughtUp)]
    [InlineData("2025-01-11 12:00", ReminderAction.WaitUntil, ReminderReason.OutsideWorkingTime)]
    [InlineData("2025-01-16 16:59", ReminderAction.Send, ReminderReason.CaughtUp)]
    [InlineData("2025-01-16 17:00", ReminderAction.Nothing, ReminderReason.Closed)]
    public void The_moment_decides(string now, ReminderAction action, ReminderReason reason)
    {
        var decision = ReminderSchedule.Next(Call, Federal, At(now));

        Assert.Equal((action, reason), (decision.Action, decision.Reason));
    }

    [Fact]
    public void Silence_follows_an_answer_and_precedes_the_letter()
    {
        Assert.Equal(ReminderReason.NothingOutstanding, ReminderSchedule.Next(Call with { Outstanding = false }, Federal, At("2025-01-14 12:00")).Reason);
        Assert.Equal(ReminderReason.NotAskedYet, ReminderSchedule.Next(Call with { AskedAt = null }, Federal, At("2025-01-14 12:00")).Reason);
    }

    [Fact]
    public void A_missed_step_whose_working_day_comes_after_the_closing_is_not_sent()
    {
        var closing = Call with { ClosesAt = At("2025-01-12 17:00") };

        Assert.Equal(ReminderReason.NoStepLeft, ReminderSchedule.Next(closing, Federal, At("2025-01-11 12:00")).Reason);
    }

    [Fact]
    public void A_missed_reminder_that_waits_for_monday_does_not_hold_up_an_exact_step()
    {
        var mixed = Call with { Policy = Policy with { AfterDue = [Escalation("20h", Audience.Head)] } };

        var decision = ReminderSchedule.Next(mixed, Federal, At("2025-01-11 12:00"));

        Assert.Equal((ReminderAction.WaitUntil, At("2025-01-11 13:00")), (decision.Action, decision.At!.Value));
        Assert.Equal("after-20h-head", ReminderSchedule.Next(mixed, Federal, At("2025-01-11 13:00")).Step!.Id);
    }

    [Fact]
    public void Each_mail_knows_why_it_is_sent_what_comes_next_and_how_many_are_left()
    {
        var first = ReminderSchedule.Next(Call, Federal, At("2025-01-03 09:00"));
        var last = ReminderSchedule.Next(Call with { Sent = [Sent("after-2wd-head", "2025-01-14 09:00")] }, Federal, At("2025-01-15 09:00"));
        var capped = ReminderSchedule.Next(Call with { Policy = Policy with { Cap = 1 } }, Federal, At("2025-01-03 09:00"));

        Assert.Equal(new ReminderStep("before-5wd", At("2025-01-03 09:00"), Audience.FocalPoint, ReminderKind.Reminder, OnDay: true), first.Step);
        Assert.Equal(("before-4wd", At("2025-01-06 09:00"), 7), (first.Next!.Id, first.Next.At, first.MailsLeft));
        Assert.Equal((At("2025-01-10 17:00"), At("2025-01-16 17:00")), (first.DueAt, first.ClosesAt));
        Assert.Equal((ReminderKind.Escalation, (ReminderStep?)null, 6), (last.Step!.Kind, last.Next, last.MailsLeft));
        Assert.Equal(((ReminderStep?)null, 0), (capped.Next, capped.MailsLeft));
    }

    [Fact]
    public void A_decision_survives_the_way_through_json()
    {
        var decision = ReminderSchedule.Next(Call, Federal, At("2025-01-08 09:00"));
        var json = JsonSerializer.Serialize(decision);

        Assert.Equal(json, JsonSerializer.Serialize(JsonSerializer.Deserialize<ReminderDecision>(json)));
        Assert.Equal(2, JsonSerializer.Deserialize<ReminderDecision>(json)!.Overtaken.Count);
    }

    [Theory]
    [InlineData("4wd", "2025-01-16 17:00")]
    [InlineData("3d", "2025-01-13 17:00")]
    [InlineData("45m", "2025-01-10 17:45")]
    public void A_call_closes_when_the_office_does(string lag, string expected) => Assert.Equal(
        At(expected),
        ReminderSchedule.ClosesAt(Policy with { CloseAfter = Lag.Parse(lag) }, Federal, At("2025-01-10 17:00"), new TimeOnly(17, 0)));

    [Fact]
    public void A_returned_item_and_a_decision_have_working_days_too()
    {
        Assert.Equal(At("2025-01-14 17:00"), ReminderSchedule.ReturnDue(Policy, Federal, At("2025-01-10 11:20"), new TimeOnly(17, 0)));
        Assert.Equal(At("2025-01-13 09:00"), ReminderSchedule.DecideBy(Policy, Federal, At("2025-01-10 11:20")));
    }

    // Properties over random policies, calendars, dates and outages.

    [Fact]
    public void No_step_on_a_day_is_sent_outside_working_time() => AnyRun.Sample(
        run => Mails(run).All(mail => !mail.Step.OnDay
            || (run.Calendar.IsWorkingDay(run.Calendar.LocalDate(mail.At)) && Malaysia.TimeOf(mail.At) >= run.Call.Policy.At)),
        iter: 1_000, threads: 1);

    [Fact]
    public void No_call_gets_more_mails_than_the_cap_or_the_same_step_twice() => AnyRun.Sample(
        run =>
        {
            var steps = Mails(run).Select(mail => mail.Step.Id).ToList();
            return steps.Count <= run.Call.Policy.Cap && steps.Count == steps.Distinct().Count();
        },
        iter: 1_000, threads: 1);

    [Fact]
    public void No_mail_comes_before_its_step_before_the_letter_or_after_the_closing() => AnyRun.Sample(
        run => Mails(run).All(mail => mail.At >= mail.Step.At && mail.Step.At > run.Call.AskedAt && mail.At < run.Call.ClosesAt),
        iter: 1_000, threads: 1);

    [Fact]
    public void An_outage_loses_no_step_and_no_escalation() => AnyRun.Sample(
        run =>
        {
            var generous = run with { Call = run.Call with { ClosesAt = run.Call.DueAt.AddDays(120), Policy = run.Call.Policy with { Cap = 100 } } };
            var regular = Mails(generous with { Outages = [] });
            var outage = Mails(generous);
            return Done(regular).SetEquals(Done(outage)) && Highest(regular) == Highest(outage) && outage.Count <= regular.Count;
        },
        iter: 1_000, threads: 1);

    [Fact]
    public void No_moment_brings_two_mails() => AnyRun.Sample(
        run =>
        {
            var moments = Mails(run).Select(mail => mail.At).ToList();
            return moments.Count == moments.Distinct().Count();
        },
        iter: 1_000, threads: 1);

    [Fact]
    public void Nothing_is_sent_when_nothing_is_outstanding()
    {
        var moments = from run in AnyRun from hours in Gen.Int[-1_000, 2_000] select (run, now: run.Call.DueAt.AddHours(hours));
        moments.Sample(
            one => ReminderSchedule.Next(one.run.Call with { Outstanding = false }, one.run.Calendar, one.now) is { Action: ReminderAction.Nothing, Step: null, At: null },
            iter: 1_000, threads: 1);
    }

    [Fact]
    public void A_wait_always_ends_later_than_now_and_before_the_closing()
    {
        var moments = from run in AnyRun from hours in Gen.Int[-1_000, 2_000] select (run, now: run.Call.DueAt.AddHours(hours));
        moments.Sample(
            one => ReminderSchedule.Next(one.run.Call, one.run.Calendar, one.now) is not { Action: ReminderAction.WaitUntil } wait
                || (wait.At > one.now && wait.At < one.run.Call.ClosesAt && wait.Next is not null),
            iter: 1_000, threads: 1);
    }

    sealed record Run(CallReminders Call, WorkCalendar Calendar, IReadOnlyList<int> Outages);

    sealed record Mail(DateTimeOffset At, ReminderStep Step, IReadOnlyList<ReminderStep> Overtaken);

    static readonly Gen<Lag> AnyLag =
        from unit in Gen.OneOf(LagUnit.WorkingDays, LagUnit.WorkingDays, LagUnit.Days, LagUnit.Hours, LagUnit.Minutes)
        from amount in Gen.Int[1, unit switch { LagUnit.Hours => 90, LagUnit.Minutes => 600, _ => 9 }]
        select new Lag(amount, unit);

    static readonly Gen<WorkCalendar> AnyCalendar =
        from calendar in Gen.OneOf(FederalPlan, JohorPlan, KelantanPlan)
        from holidays in Gen.Int[0, 90].List[0, 20]
        select new WorkCalendar(
            calendar with { Holidays = [.. holidays.Select(day => new Holiday(Day("2024-12-01").AddDays(day), "off"))] }, Malaysia, Day("2024-12-01"));

    static readonly Gen<Run> AnyRun =
        from calendar in AnyCalendar
        from before in AnyLag.List[0, 4]
        from after in Gen.Select(AnyLag, Gen.OneOf(Audience.FocalPoint, Audience.Head, Audience.Signatory)).List[0, 4]
        from cap in Gen.Int[1, 8]
        from due in Gen.Int[0, 60 * 24 * 40]
        from asked in Gen.Int[1, 60 * 24 * 20]
        from closes in Gen.Int[0, 60 * 24 * 20]
        from outages in Gen.Int[0, 60 * 24 * 6].List[0, 6]
        let dueAt = At("2024-12-20 00:00").AddMinutes(due)
        select new Run(
            new CallReminders
            {
                Policy = Policy with { BeforeDue = before, AfterDue = [.. after.Select(step => new EscalationStep(step.Item1, step.Item2))], Cap = cap },
                DueAt = dueAt,
                AskedAt = dueAt.AddMinutes(-asked),
                ClosesAt = dueAt.AddMinutes(closes),
                Outstanding = true,
            },
            calendar,
            outages);

    /// <summary>Runs a silent call to its end. Each outage delays one wake-up by some minutes.</summary>
    static List<Mail> Mails(Run run)
    {
        var outages = new Queue<int>(run.Outages);
        var mails = new List<Mail>();
        var now = run.Call.AskedAt!.Value;
        while (true)
        {
            var call = run.Call with { Sent = [.. mails.Select(mail => new SentReminder(mail.Step.Id, mail.At, run.Call.DueAt))] };
            switch (ReminderSchedule.Next(call, run.Calendar, now))
            {
                case { Action: ReminderAction.Send } send:
                    mails.Add(new Mail(now, send.Step!, send.Overtaken));
                    break;
                case { Action: ReminderAction.WaitUntil } wait:
                    now = wait.At!.Value.AddMinutes(outages.TryDequeue(out var late) ? late : 0);
                    break;
                default:
                    return mails;
            }
        }
    }

    static HashSet<string> Done(List<Mail> mails) => [.. mails.SelectMany(mail => mail.Overtaken.Append(mail.Step)).Select(step => step.Id)];

    static Audience? Highest(List<Mail> mails) => mails.Max(mail => (Audience?)mail.Step.To);

    static void Timeline(CallReminders call, WorkCalendar calendar, string from, string expected, string? askedAt = null, int steps = int.MaxValue)
    {
        var lines = new List<string>();
        var asked = askedAt is null ? call : call with { AskedAt = At(askedAt) };
        for (var now = At(from); lines.Count < steps;)
        {
            var decision = ReminderSchedule.Next(asked, calendar, now);
            if (decision.Action == ReminderAction.Nothing)
            {
                lines.Add(decision.Reason.ToString());
                break;
            }

            now = decision.At ?? now;
            if (decision.Step is not { } step)
                continue;

            var stoodFor = decision.Overtaken.Count == 0 ? "" : $", for {string.Join(" and ", decision.Overtaken.Select(overtaken => overtaken.Id))} too";
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"{Malaysia.Write(now)} {step.Id} to {step.To}{stoodFor}"));
            asked = asked with { Sent = [.. asked.Sent, new SentReminder(step.Id, now, asked.DueAt)] };
        }

        Assert.Equal(expected, string.Join('\n', lines));
    }

    static EscalationStep Escalation(string after, Audience to) => new(Lag.Parse(after), to);

    static SentReminder Sent(string step, string at) => new(step, At(at), At("2025-01-10 17:00"));
}
