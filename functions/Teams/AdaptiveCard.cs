using System.Text.Json.Nodes;

namespace Assessment.Teams;

/// <summary>A card as Teams shows it: Adaptive Card 1.5 with Action.Execute, which Teams answers with an invoke.</summary>
public static class AdaptiveCard
{
    public static JsonObject Render(Card card) => new()
    {
        ["$schema"] = "http://adaptivecards.io/schemas/adaptive-card.json",
        ["type"] = "AdaptiveCard",
        ["version"] = "1.5",
        ["body"] = Body(card),
        ["actions"] = new JsonArray([.. card.Buttons.Select(button => Action(card, button))]),
    };

    static JsonArray Body(Card card)
    {
        var body = new JsonArray(
            new JsonObject { ["type"] = "TextBlock", ["text"] = card.Title, ["size"] = "Medium", ["weight"] = "Bolder", ["wrap"] = true, ["style"] = "heading" },
            new JsonObject { ["type"] = "TextBlock", ["text"] = card.Text, ["wrap"] = true });
        if (card.Facts.Count > 0)
        {
            body.Add(new JsonObject
            {
                ["type"] = "FactSet",
                ["facts"] = new JsonArray([.. card.Facts.Select(fact => new JsonObject { ["title"] = fact.Name, ["value"] = fact.Value })]),
            });
        }

        if (card.Buttons.Any(button => button.NeedsReason))
        {
            body.Add(new JsonObject { ["type"] = "Input.Text", ["id"] = "reason", ["label"] = "Reason", ["isMultiline"] = true, ["maxLength"] = 2000 });
        }

        return body;
    }

    static JsonObject Action(Card card, CardButton button) => new()
    {
        ["type"] = "Action.Execute",
        ["title"] = button.Title,
        ["verb"] = button.Decision,
        ["data"] = new JsonObject { ["card"] = card.Key },
        ["style"] = button.NeedsReason ? "destructive" : "positive",
    };
}
