using System.Text.Json.Nodes;
using CsCheck;

namespace Assessment.Tests.GraphSandbox;

/// <summary>Whatever happens to a folder between and during rounds, whoever follows its changes ends with what is in it.</summary>
public sealed class DeltaModelTests
{
    const string Inbox = $"users/{MailboxBench.Address}/mailFolders/inbox/messages";

    /// <summary>What happens next, and to which of the messages.</summary>
    static readonly Gen<(int What, int Which)[]> Happenings = Gen.Select(Gen.Int[0, 5], Gen.Int[0, 1000]).Array[10, 40];

    [Fact]
    public async Task Who_follows_the_changes_has_the_folder() => await Happenings.SampleAsync(
        async happenings =>
        {
            await using var bench = await MailboxBench.Open();
            bench.Limits(limits => limits.Off());
            var follower = new Follower(bench);
            var arrived = 0;
            foreach (var (what, which) in happenings)
            {
                var inbox = await Ids(bench, "inbox");
                switch (what)
                {
                    case 0 or 1:
                        bench.Arrives($"mail-{arrived++}");
                        break;
                    case 2 when inbox.Count > 0:
                        await bench.Patch($"{bench.Users}/messages/{inbox[which % inbox.Count]}", new JsonObject { ["isRead"] = which % 2 == 0 });
                        break;
                    case 3 when inbox.Count > 0:
                        await bench.Send(HttpMethod.Delete, $"{bench.Users}/messages/{inbox[which % inbox.Count]}", null, 204);
                        break;
                    case 4 when await Ids(bench, "deleteditems") is { Count: > 0 } deleted:
                        await bench.Post($"{bench.Users}/messages/{deleted[which % deleted.Count]}/move", new JsonObject { ["destinationId"] = "inbox" });
                        break;
                    default:
                        await follower.Page(size: 1 + (which % 4));
                        break;
                }
            }

            await follower.Finish();
            var all = (await bench.Get($"{Inbox}?$top=1000", 200, MailboxBench.Immutables))["value"]!.AsArray();
            Assert.Equal(all.ToDictionary(message => (string)message!["id"]!, message => (bool)message!["isRead"]!), follower.Folder);
        },
        iter: 25);

    static async Task<IReadOnlyList<string>> Ids(MailboxBench bench, string folder)
        => [.. (await bench.Get($"{bench.Users}/mailFolders/{folder}/messages?$top=1000&$select=id"))["value"]!.AsArray().Select(message => (string)message!["id"]!)];

    sealed class Follower(MailboxBench bench)
    {
        string next = $"{Inbox}/delta";

        public Dictionary<string, bool> Folder { get; } = [];

        /// <summary>True when a round is over.</summary>
        public async Task<bool> Page(int size)
        {
            var page = await bench.Get(next, 200, MailboxBench.Immutables, $"odata.maxpagesize={size}");
            foreach (var message in page["value"]!.AsArray())
            {
                var id = (string)message!["id"]!;
                if (message["@removed"] is null)
                {
                    Folder[id] = (bool)message["isRead"]!;
                }
                else
                {
                    Folder.Remove(id);
                }
            }

            next = (string)(page["@odata.nextLink"] ?? page["@odata.deltaLink"])!;
            return page["@odata.deltaLink"] is not null;
        }

        /// <summary>To the end of the round under way, and one more for what came meanwhile.</summary>
        public async Task Finish()
        {
            for (var rounds = 0; rounds < 2;)
            {
                rounds += await Page(size: 3) ? 1 : 0;
            }
        }
    }
}
