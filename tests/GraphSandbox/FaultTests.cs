using System.Text.Json.Nodes;
using Assessment.Host.Sandbox.Graph;

namespace Assessment.Tests.GraphSandbox;

/// <summary>Faults on purpose: before the effect, after it, and in what subscribers are told.</summary>
public sealed class FaultTests
{
    [Theory]
    [InlineData(RequestFault.Throttled, 429, false)]
    [InlineData(RequestFault.Unavailable, 503, false)]
    [InlineData(RequestFault.TimedOut, 504, false)]
    [InlineData(RequestFault.Broken, 0, false)]
    [InlineData(RequestFault.UnavailableAfter, 503, true)]
    [InlineData(RequestFault.TimedOutAfter, 504, true)]
    [InlineData(RequestFault.BrokenAfter, 0, true)]
    public async Task A_send_fails_before_or_after_its_effect_and_its_caller_cannot_tell(RequestFault fault, int status, bool isDone)
    {
        await using var bench = await MailboxBench.Open(new GraphSandboxOptions { SendDelay = TimeSpan.Zero });
        var id = (await bench.Post($"{bench.Users}/messages", MailboxBench.Draft()))["id"];
        bench.Sandbox.Faults.FailNext(fault, (method, path) => method == "POST" && path.EndsWith("/send", StringComparison.Ordinal));
        await bench.Get($"{bench.Users}/messages/{id}");

        Assert.Equal(status, await Status(bench, $"{bench.Users}/messages/{id}/send"));
        Assert.Equal(isDone ? 1 : 0, bench.Mailbox.All().Count);
        Assert.Equal(1, bench.Sandbox.Faults.Injected[fault.ToString()]);
    }

    [Fact]
    public async Task A_refusal_fails_on_its_way_back_like_any_answer()
    {
        await using var bench = await MailboxBench.Open();
        bench.Sandbox.Faults.FailNext(RequestFault.TimedOutAfter);

        await bench.Get($"{bench.Users}/messages/AAMknothing=", 504);
        await bench.Get($"{bench.Users}/messages/AAMknothing=", 404);
    }

    [Fact]
    public async Task The_same_seed_and_the_same_requests_give_the_same_faults()
    {
        var first = await Fates(seed: 7);
        Assert.Equal(first, await Fates(seed: 7));
        Assert.NotEqual(first, await Fates(seed: 8));
        Assert.InRange(first.Count(status => status != 201), 10, 50);

        static async Task<IReadOnlyList<int>> Fates(int seed)
        {
            await using var bench = await MailboxBench.Open();
            bench.Sandbox.Faults.Plan = new GraphFaultPlan { Seed = seed, Requests = 0.3 };
            var fates = new List<int>();
            for (var number = 0; number < 100; number++)
            {
                fates.Add(await Status(bench, $"{bench.Users}/messages", MailboxBench.Draft($"letter-{number}")));
            }

            Assert.Equal(fates.Count(status => status != 201), bench.Sandbox.Faults.Injected.Values.Sum());
            return fates;
        }
    }

    [Fact]
    public async Task A_repetition_of_a_request_has_another_fate_even_after_a_kill()
    {
        await using var file = new StateFile();
        await using var bench = await MailboxBench.Open(file: file.Path);
        var fates = new List<int>();
        for (var number = 0; number < 40; number++)
        {
            bench.Sandbox.Faults.Plan = new GraphFaultPlan { Seed = 3, Requests = 0.5, Kinds = [RequestFault.Unavailable] };
            fates.Add(await Status(bench, $"{bench.Users}/messages", MailboxBench.Draft()));
            if (number % 10 == 9)
            {
                await bench.Restart();
            }
        }

        Assert.InRange(fates.Count(status => status == 503), 8, 32);
        Assert.False(fates.Take(10).SequenceEqual(fates.Skip(10).Take(10)));
    }

    [Theory]
    [InlineData("lost", 0)]
    [InlineData("doubled", 2)]
    public async Task Notifications_are_lost_and_doubled(string kind, int times)
    {
        var listener = new Listener();
        await using var bench = await Subscribed(listener);
        bench.Sandbox.Faults.Plan = kind == "lost" ? new GraphFaultPlan { Lost = 1 } : new GraphFaultPlan { Doubled = 1 };
        bench.Arrives("mail-1");
        await bench.Sandbox.Settle();

        Assert.Equal(times, listener.Told.Count);
        Assert.Equal(1, bench.Sandbox.Faults.Injected[$"notification {kind}"]);
    }

    [Fact]
    public async Task Notifications_come_late_and_overtake_each_other()
    {
        var listener = new Listener();
        await using var bench = await Subscribed(listener);
        bench.Sandbox.Faults.Plan = new GraphFaultPlan { Overtaken = 1, OvertakenBy = TimeSpan.FromSeconds(30) };
        bench.Arrives("mail-1");
        await bench.Sandbox.Settle();
        Assert.Empty(listener.Told);
        Assert.True(bench.Sandbox.KeepsAlive);

        bench.Sandbox.Faults.Plan = new GraphFaultPlan();
        bench.Arrives("mail-2");
        await bench.Sandbox.Settle();
        bench.Clock.Advance(TimeSpan.FromSeconds(30));
        await bench.Sandbox.Settle();
        bench.Sandbox.Faults.Plan = new GraphFaultPlan { Late = 1, LateBy = TimeSpan.FromMinutes(20) };
        bench.Arrives("mail-3");
        await bench.Sandbox.Settle();
        Assert.Equal(2, listener.Told.Count);
        bench.Clock.Advance(TimeSpan.FromMinutes(20));
        await bench.Sandbox.Settle();

        var ids = new List<string>();
        foreach (var (_, item) in listener.Told)
        {
            ids.Add((string)(await bench.Get($"{bench.Users}/messages/{item["resourceData"]!["id"]}"))["internetMessageId"]!);
        }

        Assert.Equal(["<mail-2@suara.example>", "<mail-1@suara.example>", "<mail-3@suara.example>"], ids);
    }

    static async Task<MailboxBench> Subscribed(Listener listener)
    {
        var bench = await MailboxBench.Open(new GraphSandboxOptions { Notifications = listener });
        await bench.Post("subscriptions", new JsonObject
        {
            ["changeType"] = "created",
            ["notificationUrl"] = "https://app.example/told",
            ["resource"] = $"users/{MailboxBench.Address}/mailFolders/inbox/messages",
            ["expirationDateTime"] = "2024-12-16T02:00:00Z",
        });
        return bench;
    }

    /// <summary>0 is a broken connection.</summary>
    static async Task<int> Status(MailboxBench bench, string path, JsonNode? body = null)
    {
        try
        {
            using var answer = await bench.Ask(HttpMethod.Post, path, body);
            return (int)answer.StatusCode;
        }
        catch (HttpRequestException)
        {
            return 0;
        }
    }
}
