using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Assessment.DataCalls;
using Assessment.Evidence;
using Assessment.Review;
using Assessment.SignOff;
using Assessment.Teams;
using Assessment.Tests.Builders;

namespace Assessment.Tests.Teams;

public sealed class AdaptiveCardTests
{
    static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, NewLine = "\n" };

    static readonly Dictionary<string, Card> Cards = new()
    {
        ["review"] = ReviewCards.Review(A.Round(), A.DataCall(), Answered(), A.Moment("2025-01-06T11:31")),
        ["extension"] = ReviewCards.Extension(A.Round(), A.DataCall(), An.Item(), An.Extension(), A.Moment("2025-01-06T11:31")),
        ["sign-off"] = SignOffCards.For(
            A.Round(), new SignOffId(A.RoundAddress, "kdn"), A.Plan().Organisation("KDN"), A.SignOff("KDN", SignOffStatus.Open, Answered()), [Answered()], A.Moment("2025-01-20T09:00")),
        ["buttons-only"] = A.Card(needsReason: false) with { Facts = [] },
    };

    [Theory]
    [InlineData("review")]
    [InlineData("extension")]
    [InlineData("sign-off")]
    [InlineData("buttons-only")]
    public void A_card_shows_what_was_approved(string name)
        => Approved.Matches(AdaptiveCard.Render(Cards[name]).ToJsonString(Indented) + "\n", "tests", "Teams", $"{name}.approved.txt");

    [Theory]
    [InlineData("review")]
    [InlineData("extension")]
    [InlineData("sign-off")]
    [InlineData("buttons-only")]
    public void A_card_is_what_Teams_takes(string name)
    {
        var card = Cards[name];
        var shown = AdaptiveCard.Render(card);
        var actions = shown["actions"]!.AsArray();

        Assert.Equal(("AdaptiveCard", "1.5"), ((string?)shown["type"], (string?)shown["version"]));
        Assert.Equal(card.Buttons.Select(button => button.Decision), actions.Select(action => (string?)action!["verb"]));
        Assert.All(actions, action => Assert.Equal(("Action.Execute", card.Key), ((string?)action!["type"], (string?)action["data"]!["card"])));
        Assert.Equal(card.Buttons.Any(button => button.NeedsReason), Elements(shown).Any(element => (string?)element["type"] == "Input.Text" && (string?)element["id"] == "reason"));
        Assert.All(Elements(shown), element => Assert.Contains((string?)element["type"], new[] { "TextBlock", "FactSet", "Input.Text" }));
        Assert.True(JsonSerializer.SerializeToUtf8Bytes(shown).Length < 28_000);
    }

    static IEnumerable<JsonNode> Elements(JsonObject card) => card["body"]!.AsArray().OfType<JsonNode>();

    static Item Answered() => An.Item().Replied(An.Answer("message-1", "Two circulars were issued.", A.File("R01-sop.pdf")) with
    {
        Figures = [A.Figure() with { Parts = [new Part("female", 300), new Part("male", 240)] }, A.Figure("R01.2", 12) with { From = null, CutOff = null, Source = null }, new Figure { Indicator = "R01.3", NotAvailableBecause = "the register opens in March", PlannedBy = A.Day("2025-03-15") }],
    });
}
