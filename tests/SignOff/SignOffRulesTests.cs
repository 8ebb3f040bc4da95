using Assessment.SignOff;
using Assessment.Tests.Builders;

namespace Assessment.Tests.SignOff;

public sealed class SignOffRulesTests
{
    [Theory]
    [InlineData("R01: the amount is wrong", "R01=the amount is wrong")]
    [InlineData("R01: the amount is wrong; R02: the period too.", "R01=the amount is wrong R02=the period too")]
    [InlineData("R01: the amount is wrong\nR02: the period too", "R01=the amount is wrong R02=the period too")]
    [InlineData("R01: the amount is wrong, R02: the period too", "R01=the amount is wrong R02=the period too")]
    [InlineData("R01, R02: both are wrong", "R01=both are wrong R02=both are wrong")]
    [InlineData("R01 dan R02: kedua-duanya silap", "R01=kedua-duanya silap R02=kedua-duanya silap")]
    [InlineData("Please correct r02: see the annex; page 4", "R02=see the annex; page 4")]
    [InlineData("R01: first; R01: second", "R01=second")]
    [InlineData("R99: not ours; R02: wrong", "R02=wrong")]
    [InlineData("R99: not ours", "R01=R99: not ours R02=R99: not ours R12=R99: not ours")]
    [InlineData("The figures do not add up", "R01=The figures do not add up R02=The figures do not add up R12=The figures do not add up")]
    [InlineData("XR01: nothing of ours", "R01=XR01: nothing of ours R02=XR01: nothing of ours R12=XR01: nothing of ours")]
    [InlineData(null, "R01= R02= R12=")]
    [InlineData("", "R01= R02= R12=")]
    public void A_refusal_is_about_the_items_that_it_names_or_about_all(string? reason, string refused)
    {
        var items = SignOffRules.Refused(reason, [An.Item("R01"), An.Item("R02"), An.Item("R12"), An.Item("R12", "Tenaganita")]);

        Assert.Equal(refused, string.Join(' ', items.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value}")));
    }
}
