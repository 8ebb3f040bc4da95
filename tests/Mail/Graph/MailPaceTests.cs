using Assessment.Mail.Graph;
using Assessment.Tests.Builders;
using CsCheck;

namespace Assessment.Tests.Mail.Graph;

public sealed class MailPaceTests
{
    static readonly DateTimeOffset Now = A.Moment("2024-12-02T09:00").AddSeconds(20);

    /// <summary>Places are taken by the minute, so the room of a minute is free again when the whole minute is a day old.</summary>
    static readonly DateTimeOffset Tomorrow = A.Moment("2024-12-03T09:01");

    [Fact]
    public void The_first_mail_goes_at_once() => Assert.Equal(Now, MailPace.Place(PaceRow.Empty, 3, Now, 30, 10_000).At);

    [Fact]
    public void The_next_mail_after_a_full_minute_goes_when_the_next_minute_begins()
    {
        var places = Places(Enumerable.Repeat(1, 61), messagesPerMinute: 30);

        Assert.All(places[..30], at => Assert.Equal(Now, at));
        Assert.All(places[30..60], at => Assert.Equal(Now.AddSeconds(40), at));
        Assert.Equal(Now.AddSeconds(100), places[60]);
    }

    [Fact]
    public void A_round_that_is_larger_than_the_budget_of_a_day_spreads_over_days()
    {
        var places = Places(Enumerable.Repeat(1, 250), messagesPerMinute: 30, recipientsPerDay: 100);

        Assert.Equal([100, 100, 50], places.GroupBy(at => (int)(at - Now).TotalDays).Select(day => day.Count()));
    }

    [Fact]
    public void A_small_mail_fills_the_room_that_a_large_one_left()
    {
        var places = Places([90, 50, 10], messagesPerMinute: 30, recipientsPerDay: 100);

        Assert.Equal([Now, Tomorrow, Now], places);
    }

    [Fact]
    public void A_mail_to_more_people_than_a_day_allows_goes_by_itself()
        => Assert.Equal([Now, Tomorrow], Places([250, 1], messagesPerMinute: 30, recipientsPerDay: 100));

    [Fact]
    public void Neither_a_minute_nor_any_24_hours_ever_hold_more_than_the_mailbox_sends()
        => Gen.Select(Gen.Int[1, 40].Array[1, 60], Gen.Int[0, 3_000].Array[60], Gen.Int[1, 5], Gen.Int[40, 120]).Sample((recipients, gaps, perMinute, perDay) =>
        {
            var (row, now) = (PaceRow.Empty, Now);
            var sent = new List<(DateTimeOffset At, int Recipients)>();
            for (var mail = 0; mail < recipients.Length; mail++)
            {
                now = now.AddSeconds(gaps[mail]);
                (row, var at) = MailPace.Place(row, recipients[mail], now, perMinute, perDay);
                Assert.True(at >= now);
                sent.Add((at, recipients[mail]));
            }

            Assert.All(sent.GroupBy(mail => mail.At.ToUnixTimeSeconds() / 60), minute => Assert.InRange(minute.Count(), 1, perMinute));
            Assert.All(sent, last => Assert.InRange(sent.Where(mail => mail.At <= last.At && mail.At > last.At.AddDays(-1)).Sum(mail => mail.Recipients), 1, perDay));
        });

    static List<DateTimeOffset> Places(IEnumerable<int> recipients, int messagesPerMinute, int recipientsPerDay = 10_000)
    {
        var row = PaceRow.Empty;
        var places = new List<DateTimeOffset>();
        foreach (var count in recipients)
        {
            (row, var at) = MailPace.Place(row, count, Now, messagesPerMinute, recipientsPerDay);
            places.Add(at);
        }

        return places;
    }
}
