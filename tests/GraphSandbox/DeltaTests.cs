using System.Text.Json.Nodes;
using Assessment.Host.Sandbox.Graph;

namespace Assessment.Tests.GraphSandbox;

/// <summary>Change tracking of a folder: the truth that the app reads.</summary>
public sealed class DeltaTests
{
    const string Delta = $"users/{MailboxBench.Address}/mailFolders/inbox/messages/delta";

    [Fact]
    public async Task What_was_read_moved_or_deleted_since_is_in_the_next_round()
    {
        await using var bench = await MailboxBench.Open();
        foreach (var key in new[] { "mail-1", "mail-2", "mail-3" })
        {
            bench.Arrives(key, key);
        }

        var (first, link) = await Round(bench, Delta);
        Assert.Equal(["created mail-1", "created mail-2", "created mail-3"], first.Select(Shown));
        await bench.Patch($"{bench.Users}/messages/{first[0]["id"]}", JsonNode.Parse("""{ "isRead": true }""")!);
        await bench.Post($"{bench.Users}/messages/{first[1]["id"]}/move", JsonNode.Parse("""{ "destinationId": "archive" }"""));
        await bench.Send(HttpMethod.Delete, $"{bench.Users}/messages/{first[2]["id"]}", null, 204);
        bench.Arrives("mail-4", "mail-4");

        var (second, _) = await Round(bench, link);
        Assert.Equal(["created mail-1", "removed", "removed", "created mail-4"], second.Select(Shown));
        Assert.True((bool)second[0]["isRead"]!);
        Assert.Equal((string)first[1]["id"]!, (string)second[1]["id"]!);

        var (again, _) = await Round(bench, link);
        Assert.Equal(second.Select(Shown), again.Select(Shown));

        static string Shown(JsonNode message) => message["@removed"] is null ? $"created {message["subject"]}" : "removed";
    }

    [Fact]
    public async Task What_comes_while_the_pages_are_read_is_in_the_next_round()
    {
        await using var bench = await MailboxBench.Open();
        bench.Arrives("mail-1");
        bench.Arrives("mail-2");
        var page = await bench.Get(Delta, 200, "odata.maxpagesize=1");
        bench.Arrives("mail-3");

        var (rest, link) = await Round(bench, (string)page["@odata.nextLink"]!);
        Assert.Equal(["<mail-2@suara.example>"], rest.Select(message => (string)message["internetMessageId"]!));
        var (next, _) = await Round(bench, link);
        Assert.Equal(["<mail-3@suara.example>"], next.Select(message => (string)message["internetMessageId"]!));
    }

    [Fact]
    public async Task Only_what_is_new_is_told_to_who_asks_for_created()
    {
        await using var bench = await MailboxBench.Open();
        bench.Arrives("mail-1");
        var (first, link) = await Round(bench, $"{Delta}?changeType=created&$select=subject");
        await bench.Patch($"{bench.Users}/messages/{first[0]["id"]}", JsonNode.Parse("""{ "isRead": true }""")!);

        Assert.Empty((await Round(bench, link)).Messages);
        Assert.Equal(["@odata.type", "@odata.etag", "id", "subject"], first[0].AsObject().Select(property => property.Key));
    }

    [Fact]
    public async Task What_is_new_is_new_on_whichever_page_it_comes()
    {
        await using var bench = await MailboxBench.Open();
        bench.Arrives("mail-1");
        bench.Arrives("mail-2");
        var id = (string)(await bench.Get($"{bench.Users}/messages?$filter=internetMessageId eq '<mail-1@suara.example>'"))["value"]![0]!["id"]!;
        await bench.Patch($"{bench.Users}/messages/{id}", JsonNode.Parse("""{ "isRead": true }""")!);

        var page = await bench.Get($"{Delta}?changeType=created", 200, "odata.maxpagesize=1");
        Assert.Equal("<mail-2@suara.example>", (string)Assert.Single(page["value"]!.AsArray())!["internetMessageId"]!);
        Assert.Equal(id, (string)Assert.Single((await Round(bench, (string)page["@odata.nextLink"]!)).Messages)["id"]!);
    }

    [Fact]
    public async Task A_link_leads_on_in_either_kind_of_id()
    {
        await using var bench = await MailboxBench.Open();
        var (_, link) = await Round(bench, Delta);
        bench.Arrives("mail-1");

        var plain = (await bench.Get(link))["value"]![0]!["id"];
        var immutable = (await bench.Get(link, 200, MailboxBench.Immutables))["value"]![0]!["id"];
        Assert.NotEqual((string)plain!, (string)immutable!);
    }

    [Fact]
    public async Task A_link_that_is_too_old_means_to_begin_anew()
    {
        await using var bench = await MailboxBench.Open(new GraphSandboxOptions { DeltaTokenLife = TimeSpan.FromDays(7) });
        bench.Arrives("mail-1");
        var (_, link) = await Round(bench, Delta);
        bench.Clock.Advance(TimeSpan.FromDays(7));

        using var answer = await bench.Ask(HttpMethod.Get, link);
        var error = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["error"]!;
        Assert.Equal((410, "SyncStateNotFound", "resyncRequired"), ((int)answer.StatusCode, (string)error["code"]!, (string)error["innerError"]!["code"]!));
        Assert.Single((await Round(bench, answer.Headers.Location!.ToString().Replace("?$deltatoken=", "", StringComparison.Ordinal))).Messages);
    }

    [Theory]
    [InlineData("AAAA")]
    [InlineData("not a token")]
    public async Task A_token_of_somebody_else_means_to_begin_anew(string token)
    {
        await using var bench = await MailboxBench.Open();
        await bench.Get($"{Delta}?$deltatoken={token}", 410);
    }

    static async Task<(IReadOnlyList<JsonNode> Messages, string Link)> Round(MailboxBench bench, string path)
    {
        var messages = new List<JsonNode>();
        while (true)
        {
            var page = await bench.Get(path);
            messages.AddRange(page["value"]!.AsArray().Select(message => message!));
            if ((string?)page["@odata.deltaLink"] is { } link)
            {
                return (messages, link);
            }

            path = (string)page["@odata.nextLink"]!;
        }
    }
}
