namespace Assessment.Tests;

public class ApprovedTests
{
    [Theory]
    [InlineData("a b c d", "a b X d", "    3 - c\n    3 + X\n")]
    [InlineData("a b", "a b c", "    3 + c\n")]
    [InlineData("a b c d", "b c d e", "    1 - a\n    4 + e\n")]
    [InlineData("a", "b", "    1 - a\n    1 + b\n")]
    [InlineData("a b", "a b", "")]
    public void A_difference_shows_only_the_lines_that_differ(string approved, string received, string difference)
        => Assert.Equal(difference, Approved.Difference(approved.Split(' '), received.Split(' ')));
}
