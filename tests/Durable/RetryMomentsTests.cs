using Assessment.Durable;
using Assessment.Mail;
using Assessment.Tests.Builders;
using Microsoft.DurableTask;

namespace Assessment.Tests.Durable;

public sealed class RetryMomentsTests
{
    static readonly DateTime Now = A.Moment("2024-12-02T09:00").UtcDateTime;
    static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Theory]
    [InlineData(1, 5)]
    [InlineData(2, 10)]
    [InlineData(9, 1280)]
    [InlineData(10, 2560)]
    [InlineData(11, 3600)]
    [InlineData(29, 3600)]
    public void After_each_failure_the_wait_doubles_up_to_the_longest(int failures, int seconds)
        => Assert.Equal(Now.AddSeconds(seconds), RetryMoments.Next(failures, null, 30, Hour, Now));

    [Fact]
    public void After_the_last_attempt_nothing_is_tried_any_more() => Assert.Null(RetryMoments.Next(30, null, 30, Hour, Now));

    [Theory]
    [InlineData(1)]
    [InlineData(500)]
    public void Who_is_told_to_come_back_at_a_moment_comes_back_then_however_often(int failures)
        => Assert.Equal(Now.AddDays(1), RetryMoments.Next(failures, Now.AddDays(1), 30, Hour, Now));

    [Fact]
    public void A_moment_that_is_over_still_takes_a_breath() => Assert.Equal(Now.AddSeconds(5), RetryMoments.Next(1, Now, 30, Hour, Now));

    [Fact]
    public void The_moment_is_read_from_the_words_of_the_failure_wherever_it_is()
    {
        var thrown = new MailNotNowException(A.Moment("2024-12-02T09:07").AddTicks(1), "Microsoft Graph is busy (429).");
        var failure = new TaskFailureDetails("System.AggregateException", "It failed.", null, new TaskFailureDetails("Any", $"Exception: {thrown.Message}", null, null, null), null);

        Assert.Equal("Microsoft Graph is busy (429). [not before 2024-12-02T01:07:00.0000001Z]", thrown.Message);
        Assert.Equal(thrown.Until.UtcDateTime, NotBefore.In(failure));
    }

    [Theory]
    [InlineData("It is not before 2024-12-02.")]
    [InlineData("")]
    public void Other_words_hold_no_moment(string message) => Assert.Null(NotBefore.In(message));
}
