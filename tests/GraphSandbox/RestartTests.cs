using System.Text.Json.Nodes;
using Assessment.Host.Sandbox.Graph;

namespace Assessment.Tests.GraphSandbox;

/// <summary>On a file, everything that the mailbox knows is there after a kill.</summary>
public sealed class RestartTests
{
    [Fact]
    public async Task Drafts_uploads_sends_subscriptions_and_positions_survive()
    {
        var listener = new Listener();
        var options = new GraphSandboxOptions { Notifications = listener, SendDelay = TimeSpan.FromMinutes(1) };
        await using var file = new StateFile();
        await using var bench = await MailboxBench.Open(options, file.Path);
        bench.Arrives("mail-1");
        var delta = (string)(await bench.Get($"{bench.Users}/mailFolders/inbox/messages/delta"))["@odata.deltaLink"]!;
        var subscription = await bench.Post("subscriptions", new JsonObject
        {
            ["changeType"] = "created",
            ["notificationUrl"] = "https://app.example/told",
            ["resource"] = $"users/{MailboxBench.Address}/mailFolders/inbox/messages",
            ["expirationDateTime"] = "2024-12-16T02:00:00Z",
        });
        var draft = await bench.Post($"{bench.Users}/messages", MailboxBench.Draft(), 201, MailboxBench.Immutables);
        var item = new JsonObject { ["AttachmentItem"] = new JsonObject { ["attachmentType"] = "file", ["name"] = "big.bin", ["size"] = 3_000_000 } };
        var upload = (string)(await bench.Post($"{bench.Users}/messages/{draft["id"]}/attachments/createUploadSession", item))["uploadUrl"]!;
        Assert.Equal(200, await Put(upload, 0, 1_999_999));

        await bench.Restart(options);
        Assert.Equal(201, await Put(Moved(upload, bench), 2_000_000, 2_999_999));
        await bench.Post($"{bench.Users}/messages/{draft["id"]}/send", null, 202);
        bench.Arrives("mail-2");

        await bench.Restart(options);
        Assert.Empty(listener.Told);
        await bench.Sandbox.Settle();
        Assert.Equal((string)subscription["id"]!, (string)Assert.Single(listener.Told).Item["subscriptionId"]!);
        Assert.Equal("<mail-2@suara.example>", (string)Assert.Single((await bench.Get(Moved(delta, bench)))["value"]!.AsArray())!["internetMessageId"]!);

        bench.Clock.Advance(TimeSpan.FromMinutes(1));
        await bench.Restart(options);
        await bench.Sandbox.Settle();
        var sent = await bench.Get($"{bench.Users}/messages/{draft["id"]}", 200, MailboxBench.Immutables);
        Assert.Equal(("2024-12-10T02:01:00Z", true, (string)draft["id"]!), ((string)sent["sentDateTime"]!, (bool)sent["hasAttachments"]!, (string)sent["id"]!));
        Assert.NotNull(bench.People.NextDue);
    }

    static async Task<int> Put(string url, int from, int to)
    {
        using var client = new HttpClient();
        using var content = new ByteArrayContent(new byte[to - from + 1]);
        content.Headers.TryAddWithoutValidation("Content-Range", $"bytes {from}-{to}/3000000");
        using var answer = await client.PutAsync(new Uri(url), content);
        return (int)answer.StatusCode;
    }

    /// <summary>The server has another free port after a restart.</summary>
    static string Moved(string url, MailboxBench bench) => new UriBuilder(url) { Port = bench.Sandbox.Address.Port }.Uri.AbsoluteUri;
}

/// <summary>A database file that is gone afterwards.</summary>
sealed class StateFile : IAsyncDisposable
{
    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("graph-state-");

    public string Path => System.IO.Path.Combine(folder.FullName, "state.db");

    public ValueTask DisposeAsync()
    {
        folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }
}
