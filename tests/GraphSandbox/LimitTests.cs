using System.Text.Json.Nodes;
using Assessment.Host.Sandbox.Graph;

namespace Assessment.Tests.GraphSandbox;

/// <summary>The limits of a mailbox, in the time of the given clock.</summary>
public sealed class LimitTests
{
    [Fact]
    public async Task A_fifth_request_at_the_same_time_is_throttled()
    {
        await using var bench = await MailboxBench.Open();
        var held = Enumerable.Range(0, 4).Select(_ => new HeldBody()).ToList();
        var running = held.Select(body => bench.Http.PostAsync(new Uri($"{bench.Sandbox.Address}/{bench.Users}/messages"), body)).ToList();
        await Task.WhenAll(held.Select(body => body.Started));

        HttpResponseMessage answer;
        do
        {
            // The server counts a request when its head has arrived, which nobody here can see.
            answer = await bench.Ask(HttpMethod.Get, $"{bench.Users}/messages");
        }
        while ((int)answer.StatusCode == 200);
        var error = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["error"]!;
        Assert.Equal(
            (429, "ApplicationThrottled", "Application is over its MailboxConcurrency limit.", "1"),
            ((int)answer.StatusCode, (string)error["code"]!, (string)error["message"]!, answer.Headers.GetValues("Retry-After").Single()));

        held.ForEach(body => body.Release());
        Assert.All(await Task.WhenAll(running), created => Assert.Equal(201, (int)created.StatusCode));
        await bench.Get($"{bench.Users}/messages");
    }

    [Fact]
    public async Task Of_a_minute_more_than_thirty_messages_are_throttled_until_the_first_is_a_minute_old()
    {
        await using var bench = await MailboxBench.Open();
        for (var number = 1; number <= 30; number++)
        {
            await Send($"letter-{number}", 202);
            bench.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        using var refused = await Try("letter-31");
        Assert.Equal((429, "30"), ((int)refused.StatusCode, refused.Headers.GetValues("Retry-After").Single()));
        bench.Clock.Advance(TimeSpan.FromSeconds(30));
        await Send("letter-32", 202);
        Assert.Equal(30, bench.Mailbox.All().Count);

        bench.Limits(limits => limits.Off());
        await Send("letter-33", 202);

        async Task Send(string key, int status)
        {
            using var answer = await Try(key);
            Assert.Equal(status, (int)answer.StatusCode);
        }

        async Task<HttpResponseMessage> Try(string key)
        {
            var draft = await bench.Post($"{bench.Users}/messages", MailboxBench.Draft(key));
            return await bench.Ask(HttpMethod.Post, $"{bench.Users}/messages/{draft["id"]}/send");
        }
    }

    [Fact]
    public async Task Of_a_day_more_recipients_than_its_limit_are_throttled()
    {
        await using var bench = await MailboxBench.Open();
        bench.Limits(limits => limits.RecipientsPerDay = 3);
        Assert.Equal(202, await Send(2));
        bench.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(429, await Send(2));
        Assert.Equal(202, await Send(1));
        bench.Clock.Advance(TimeSpan.FromHours(23));
        Assert.Equal(202, await Send(2));

        async Task<int> Send(int recipients)
        {
            var draft = MailboxBench.Draft();
            draft["toRecipients"] = new JsonArray([.. Enumerable.Range(0, recipients).Select(number => (JsonNode)new JsonObject { ["emailAddress"] = new JsonObject { ["address"] = $"p{number}@suara.example" } })]);
            var id = (await bench.Post($"{bench.Users}/messages", draft))["id"];
            using var answer = await bench.Ask(HttpMethod.Post, $"{bench.Users}/messages/{id}/send");
            return (int)answer.StatusCode;
        }
    }

    [Fact]
    public async Task A_message_of_more_than_the_tenant_takes_is_not_sent()
    {
        await using var bench = await MailboxBench.Open();
        bench.Limits(limits => limits.MessageBytes = 1000);
        var draft = MailboxBench.Draft();
        draft["attachments"] = new JsonArray(new JsonObject { ["@odata.type"] = "#microsoft.graph.fileAttachment", ["name"] = "a.bin", ["contentBytes"] = Convert.ToBase64String(new byte[1001]) });
        var id = (await bench.Post($"{bench.Users}/messages", draft))["id"];

        Assert.Equal("ErrorMessageSizeExceeded", (string)(await bench.Post($"{bench.Users}/messages/{id}/send", null, 400))["error"]!["code"]!);
    }

    [Fact]
    public async Task Of_five_minutes_more_bytes_than_the_limit_are_throttled()
    {
        await using var bench = await MailboxBench.Open();
        bench.Limits(limits => limits.UploadBytesPerFiveMinutes = 3_000_000);
        var id = (await bench.Post($"{bench.Users}/messages", MailboxBench.Draft()))["id"];
        var item = new JsonObject { ["AttachmentItem"] = new JsonObject { ["attachmentType"] = "file", ["name"] = "big.bin", ["size"] = 4_000_000 } };
        var url = (string)(await bench.Post($"{bench.Users}/messages/{id}/attachments/createUploadSession", item))["uploadUrl"]!;

        Assert.Equal(200, await Put(0, 1_999_999));
        Assert.Equal(429, await Put(2_000_000, 3_999_999));
        bench.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(201, await Put(2_000_000, 3_999_999));

        async Task<int> Put(int from, int to)
        {
            using var client = new HttpClient();
            using var content = new ByteArrayContent(new byte[to - from + 1]);
            content.Headers.TryAddWithoutValidation("Content-Range", $"bytes {from}-{to}/4000000");
            using var answer = await client.PutAsync(new Uri(url), content);
            return (int)answer.StatusCode;
        }
    }

    /// <summary>A body that does not end before it is told to.</summary>
    sealed class HeldBody : HttpContent
    {
        readonly TaskCompletionSource started = new(TaskCreationOptions.RunContinuationsAsynchronously);
        readonly TaskCompletionSource released = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public HeldBody() => Headers.ContentType = new("application/json");

        public Task Started => started.Task;

        public void Release() => released.SetResult();

        protected override async Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context)
        {
            await stream.WriteAsync("{ "u8.ToArray());
            await stream.FlushAsync();
            started.SetResult();
            await released.Task;
            await stream.WriteAsync("\"subject\": \"Held\" }"u8.ToArray());
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
