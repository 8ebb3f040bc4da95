using Assessment.Cycle;
using static Assessment.Tests.Cycle.Calendars;

namespace Assessment.Tests.Cycle;

public sealed class ZoneTests
{
    [Theory]
    [InlineData("Asia/Kuala_Lumpur", "2025-02-04", "06:00", "2025-02-03T22:00:00Z", 1)]
    [InlineData("America/New_York", "2025-02-03", "17:00", "2025-02-03T22:00:00Z", 1)]
    [InlineData("America/New_York", "2025-07-03", "17:00", "2025-07-03T21:00:00Z", 1)]
    [InlineData("America/New_York", "2025-03-09", "02:30", "2025-03-09T07:30:00Z", 0)]
    [InlineData("America/New_York", "2025-11-02", "01:30", "2025-11-02T05:30:00Z", 2)]
    public void A_local_time_is_an_instant(string zone, string day, string time, string expected, int occurrences)
    {
        var (date, clock) = (Day(day), TimeOnly.Parse(time, System.Globalization.CultureInfo.InvariantCulture));

        Assert.Equal(DateTimeOffset.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), Zone.Of(zone).At(date, clock));
        Assert.Equal(occurrences, Zone.Of(zone).Occurrences(date, clock));
    }

    [Fact]
    public void An_instant_is_written_for_people_in_local_time()
    {
        var instant = new DateTimeOffset(2025, 2, 3, 22, 0, 0, TimeSpan.Zero);

        Assert.Equal("Tue 4 Feb 2025 06:00", Malaysia.Write(instant));
        Assert.Equal("Mon 3 Feb 2025 17:00:30", Zone.Of("America/New_York").Write(instant.AddSeconds(30)));
        Assert.Equal((Day("2025-02-04"), new TimeOnly(6, 0)), (Malaysia.DayOf(instant), Malaysia.TimeOf(instant)));
    }

    [Fact]
    public void An_unknown_zone_is_refused_with_a_sentence()
    {
        Assert.Null(Zone.Find("Asia/Putrajaya"));
        Assert.StartsWith("'Asia/Putrajaya' is not a time zone: write an IANA name", Assert.Throws<ArgumentException>(() => Zone.Of("Asia/Putrajaya")).Message, StringComparison.Ordinal);
    }
}
