using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Assessment.Register;
using Assessment.Teams;

namespace Assessment.Host.Sandbox;

/// <summary>Cards on this machine: what would be on people's screens, and what they pressed.</summary>
public sealed class LocalCards(SandboxDatabase database, People people, TimeProvider clock) : ICards
{
    public Task Show(Card card, CancellationToken cancellation = default)
    {
        var json = JsonSerializer.Serialize(card, RegisterJson.Options);
        lock (database.Gate)
        {
            using var transaction = database.Begin();
            var isNew = database.Execute(
                "INSERT INTO cards (key, kind, about, at, json) VALUES ($key, $kind, $about, $at, $json) ON CONFLICT (key) DO NOTHING",
                ("$key", card.Key),
                ("$kind", card.Kind.ToString()),
                ("$about", card.About),
                ("$at", clock.GetUtcNow().UtcDateTime.ToString("O", CultureInfo.InvariantCulture)),
                ("$json", json)) == 1;
            if (isNew)
            {
                people.Saw(card, clock.GetUtcNow());
            }
            else
            {
                database.Execute("UPDATE cards SET json = $json WHERE key = $key", ("$key", card.Key), ("$json", json));
            }

            transaction.Commit();
        }

        return Task.CompletedTask;
    }

    /// <summary>Every card as Teams would get it, with what was pressed.</summary>
    public IReadOnlyList<(string Key, DateTimeOffset At, JsonObject Shown)> All()
    {
        lock (database.Gate)
        {
            return database.All(
                "SELECT key, at, json, pressed FROM cards ORDER BY sequence",
                row => (row.GetString(0), DateTimeOffset.Parse(row.GetString(1), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind), Describe(row.GetString(2), row.IsDBNull(3) ? null : row.GetString(3))));
        }
    }

    static JsonObject Describe(string json, string? pressed)
    {
        var card = JsonSerializer.Deserialize<Card>(json, RegisterJson.Options)!;
        return new JsonObject
        {
            ["key"] = card.Key,
            ["kind"] = card.Kind.ToString(),
            ["about"] = card.About,
            ["for"] = new JsonArray([.. card.For.Select(person => JsonValue.Create(person))]),
            ["pressed"] = pressed is null ? null : JsonNode.Parse(pressed),
            ["card"] = AdaptiveCard.Render(card),
        };
    }
}
