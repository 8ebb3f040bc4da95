namespace Assessment.Tests;

public class ApprovedTests
{
    [Theory]
    [InlineData("a b c d", "a b X d", "line 3:\n  b\n- c\n+ X\n")]
    [InlineData("a b", "a b c", "line 3:\n  b\n+ c\n")]
    [InlineData("a a a", "a a", "line 3:\n  a\n- a\n")]
    [InlineData("a", "b", "line 1:\n- a\n+ b\n")]
    public void A_difference_shows_only_the_lines_that_differ(string approved, string received, string difference)
        => Assert.Equal(difference, Approved.Difference(approved.Split(' '), received.Split(' ')));
}
