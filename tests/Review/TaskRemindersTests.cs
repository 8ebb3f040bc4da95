using System.Globalization;
using Assessment.Cycle;
using Assessment.Review;
using Assessment.Tests.Builders;

namespace Assessment.Tests.Review;

public sealed class TaskRemindersTests
{
    [Theory]
    [InlineData("2wd", "2025-01-06T11:31", "2025-01-08T09:00 2025-01-10T09:00 2025-01-14T09:00")]
    [InlineData("1wd", "2025-01-10T18:00", "2025-01-13T09:00 2025-01-14T09:00 2025-01-15T09:00")]
    [InlineData("1wd", "2024-12-31T09:00", "2025-01-02T09:00 2025-01-03T09:00 2025-01-06T09:00")]
    [InlineData("30m", "2025-01-06T11:31", "2025-01-06T12:01 2025-01-06T12:31 2025-01-06T13:01")]
    public void People_are_reminded_of_a_card_three_times(string within, string shown, string moments)
    {
        var policy = A.Plan().Reminders with { DecideWithin = Lag.Parse(within) };

        Assert.Equal(moments, string.Join(' ', TaskReminders.Moments(A.Moment(shown), policy, A.Calendar()).Select(moment => moment.ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture))));
    }

    [Theory]
    [InlineData(Choice.Release, true)]
    [InlineData(Choice.Accept, true)]
    [InlineData(Choice.Grant, true)]
    [InlineData(Choice.Sign, true)]
    [InlineData(Choice.Endorse, true)]
    [InlineData(Choice.Hold, false)]
    [InlineData(Choice.Return, false)]
    [InlineData(Choice.Refuse, false)]
    [InlineData(Choice.Decline, false)]
    [InlineData(Choice.Assign, false)]
    [InlineData(Choice.Reject, false)]
    public void A_decision_is_favourable_or_not(string choice, bool isFavourable)
        => Assert.Equal(isFavourable, A.Decision(An.Item(), choice).IsFavourable);
}
