using Assessment.Cycle;
using Assessment.Mail;

namespace Assessment.Tests.Mail;

public sealed class TextsTests
{
    [Fact]
    public void Both_languages_have_the_same_texts()
        => Assert.Equal(Texts.Of(Language.En).Keys.Order(StringComparer.Ordinal), Texts.Of(Language.Ms).Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void Each_text_has_the_same_placeholders_in_both_languages()
        => Assert.Equal(Placeholders(Language.En), Placeholders(Language.Ms));

    [Fact]
    public void A_text_is_filled_and_holes_are_closed()
        => Assert.Equal("Overdue: TIP, {cycle}", Texts.Fill(Language.En, "escalation-subject", ("cycle", "TIP"), ("organisation", "{cycle}")));

    [Theory]
    [InlineData("nothing", "There is no text 'nothing' in En.")]
    [InlineData("letter-subject", "The text 'letter-subject' in En wants {cycle}.")]
    public void A_text_or_value_that_is_missing_is_an_error(string key, string error)
        => Assert.Equal(error, Assert.Throws<InvalidOperationException>(() => Texts.Fill(Language.En, key)).Message);

    [Theory]
    [InlineData(0, "0")]
    [InlineData(1234567.5, "1,234,567.5")]
    [InlineData(0.126, "0.13")]
    [InlineData(-12, "-12")]
    public void Numbers_are_written_with_commas_and_a_point(double number, string written)
        => Assert.Equal(written, Texts.Number((decimal)number));

    static IEnumerable<string> Placeholders(Language language) => Texts.Of(language)
        .OrderBy(text => text.Key, StringComparer.Ordinal)
        .Select(text => $"{text.Key}: {string.Join(' ', Texts.PlaceholdersOf(text.Value).Order(StringComparer.Ordinal))}");
}
