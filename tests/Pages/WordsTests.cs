using System.Text.RegularExpressions;
using Assessment.Access;
using Assessment.Cycle;
using Assessment.Triage;
using Assessment.Web;

namespace Assessment.Tests.Pages;

public partial class WordsTests
{
    [Fact]
    public void Both_languages_have_the_same_words_with_the_same_placeholders()
    {
        var (english, malay) = (Words.In("en").Texts, Words.In("ms").Texts);

        Assert.Equal(english.Keys.Order(StringComparer.Ordinal), malay.Keys.Order(StringComparer.Ordinal));
        Assert.All(english, text => Assert.Equal(
            Words.PlaceholdersOf(text.Value).Order(StringComparer.Ordinal), Words.PlaceholdersOf(malay[text.Key]).Order(StringComparer.Ordinal)));
    }

    [Fact]
    public void Every_state_and_every_refusal_has_words()
        => Assert.All(Words.Languages, language =>
        {
            Assert.All(Enum.GetNames<ItemState>(), state => Assert.NotEmpty(Words.In(language)[$"state-{state}"]));
            Assert.All(Enum.GetNames<TriageKind>(), kind => Assert.NotEmpty(Words.In(language)[$"triage-kind-{kind}"]));
            Assert.All(Enum.GetNames<Role>(), role => Assert.NotEmpty(Words.In(language)[$"role-{role}"]));
            Assert.All(Enum.GetNames<LinkRefusal>().Except([nameof(LinkRefusal.None)]), refusal => Assert.NotEmpty(Words.In(language)[$"refused-{refusal}"]));
        });

    [Fact]
    public void Every_word_that_the_sources_name_is_there_and_none_is_there_for_nothing()
    {
        var sources = string.Join('\n', Directory.GetFiles(Repository.PathTo("web", "Components"), "*.razor").Concat(Directory.GetFiles(Repository.PathTo("functions", "Pages"), "*.cs")).Concat(Directory.GetFiles(Repository.PathTo("functions", "Triage"), "*.cs")).Select(File.ReadAllText));
        var named = Quoted().Matches(sources).Select(match => match.Groups[1].Value).ToHashSet(StringComparer.Ordinal);

        string[] composed = ["state-", "refused-", "triage-kind-", "role-", "choice-"];
        Assert.DoesNotContain(Words.In("en").Texts.Keys, key => !named.Contains(key) && !composed.Any(prefix => key.StartsWith(prefix, StringComparison.Ordinal)));
    }

    [Fact]
    public void A_placeholder_that_is_left_over_is_an_error()
        => Assert.Throws<InvalidOperationException>(() => Words.In("en").Fill("due"));

    [GeneratedRegex("\"([a-zA-Z-]+)\"")]
    private static partial Regex Quoted();
}
