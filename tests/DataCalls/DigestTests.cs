using Assessment.Cycle;
using Assessment.DataCalls;
using static Assessment.Tests.Cycle.Calendars;

namespace Assessment.Tests.DataCalls;

public sealed class DigestTests
{
    static readonly DateOnly Monday = Day("2025-01-13");

    [Fact]
    public void A_person_gets_one_digest_a_day_with_the_highest_audience_and_everything_outstanding()
    {
        var digest = Digest.Of("kdn-signatory", Monday,
        [
            Due("c-annual-pdrm", Audience.Head, "2025-01-10 17:00", "R02", "R01"),
            Due("c-annual-jim", Audience.Signatory, "2025-01-10 17:00", "R13"),
            Due("c-interim-pdrm", Audience.FocalPoint, "2025-01-09 17:00", "R01"),
        ])!;

        Assert.Equal(("kdn-signatory-2025-01-13", Audience.Signatory), (digest.Key, digest.To));
        Assert.Equal(
            ["c-interim-pdrm: R01", "c-annual-jim: R13", "c-annual-pdrm: R01 R02"],
            digest.Calls.Select(call => $"{call.CallId}: {string.Join(' ', call.Outstanding)}"));
    }

    [Fact]
    public void A_call_that_comes_twice_is_one_entry_with_its_highest_step()
    {
        var digest = Digest.Of("jtk-focal", Monday,
        [
            Due("c-annual-jtk", Audience.Head, "2025-01-10 17:00", "R02", "R04"),
            Due("c-annual-jtk", Audience.FocalPoint, "2025-01-09 17:00", "R01", "R02"),
        ])!;

        var call = Assert.Single(digest.Calls);
        Assert.Equal((Audience.Head, At("2025-01-09 17:00")), (call.Step.To, call.DueAt));
        Assert.Equal(["R01", "R02", "R04"], call.Outstanding);
    }

    [Fact]
    public void Nothing_outstanding_gives_no_digest()
    {
        Assert.Null(Digest.Of("jtk-focal", Monday, []));
        Assert.Null(Digest.Of("jtk-focal", Monday, [Due("c-annual-jtk", Audience.Head, "2025-01-10 17:00")]));
    }

    [Fact]
    public void The_order_in_which_calls_are_given_changes_nothing()
    {
        var calls = new[] { Due("b", Audience.Head, "2025-01-10 17:00", "R01"), Due("a", Audience.FocalPoint, "2025-01-10 17:00", "R02") };

        var forward = Digest.Of("p", Monday, calls)!;
        var backward = Digest.Of("p", Monday, calls.Reverse())!;

        Assert.Equal(forward.Calls.Select(call => call.CallId), backward.Calls.Select(call => call.CallId));
        Assert.Equal((forward.Key, forward.To), (backward.Key, backward.To));
    }

    [Fact]
    public void A_cycle_of_seconds_sends_more_than_one_digest_a_day()
    {
        var exact = Due("c", Audience.FocalPoint, "2025-01-13 10:00", "R01") is var call
            ? call with { Step = call.Step with { OnDay = false, At = At("2025-01-13 09:59:20") } }
            : call;

        Assert.Equal("p-2025-01-13-at-015920z", Digest.Of("p", Monday, [exact])!.Key);
    }

    static DigestCall Due(string call, Audience to, string dueAt, params string[] outstanding) =>
        new(call, new ReminderStep($"after-1wd-{to}", At("2025-01-13 09:00"), to, ReminderKind.Reminder, OnDay: true), outstanding, At(dueAt));
}
