using System.Text;
using System.Text.Json.Nodes;
using Assessment.Host.Sandbox.Graph;
using MimeKit;

namespace Assessment.Tests.GraphSandbox;

/// <summary>Messages, their ids, their bodies and their attachments over plain HTTP.</summary>
public sealed class MessageTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("Basic dXNlcg==")]
    [InlineData("Bearer ")]
    public async Task Without_a_token_nobody_comes_in(string? authorization)
    {
        await using var bench = await MailboxBench.Open();
        using var client = new HttpClient();
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", authorization);
        using var answer = await client.GetAsync(new Uri($"{bench.Sandbox.Address}/{bench.Users}/messages"));

        Assert.Equal(401, (int)answer.StatusCode);
        Assert.Equal("InvalidAuthenticationToken", (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["error"]!["code"]!);
    }

    [Theory]
    [InlineData("users/other@mapo.example/messages", 404, "ErrorInvalidUser")]
    [InlineData("me/messages", 400, "BadRequest")]
    [InlineData("users/my-tip@mapo.example/calendar", 400, "BadRequest")]
    [InlineData("users/my-tip@mapo.example/mailFolders/nowhere/messages", 404, "ErrorItemNotFound")]
    public async Task What_is_not_this_mailbox_is_not_here(string path, int status, string code)
    {
        await using var bench = await MailboxBench.Open();
        Assert.Equal(code, (string)(await bench.Get(path, status))["error"]!["code"]!);
    }

    [Fact]
    public async Task An_id_changes_with_a_move_and_an_immutable_one_does_not()
    {
        await using var bench = await MailboxBench.Open();
        bench.Arrives("mail-1");
        var inbox = $"{bench.Users}/mailFolders('inbox')/messages";
        var id = (string)(await bench.Get(inbox))["value"]![0]!["id"]!;
        var immutable = (string)(await bench.Get(inbox, 200, MailboxBench.Immutables))["value"]![0]!["id"]!;
        Assert.NotEqual(id, immutable);

        var moved = await bench.Post($"{bench.Users}/messages/{id}/move", JsonNode.Parse("""{ "destinationId": "archive" }"""));

        Assert.NotEqual(id, (string)moved["id"]!);
        await bench.Get($"{bench.Users}/messages/{id}", 404);
        Assert.Equal((string)moved["id"]!, (string)(await bench.Get($"{bench.Users}/messages/{immutable}"))["id"]!);
        Assert.Equal(immutable, (string)(await bench.Get($"{bench.Users}/messages/{moved["id"]}", 200, MailboxBench.Immutables))["id"]!);
        Assert.Empty((await bench.Get(inbox))["value"]!.AsArray());
    }

    [Fact]
    public async Task A_message_looks_as_it_does_on_Graph()
    {
        await using var bench = await MailboxBench.Open();
        bench.Arrives("mail-1", "Our answer", "Here it is.\n", MailboxBench.File("figures.pdf", 100));
        var id = (string)(await bench.Get($"{bench.Users}/messages", 200, MailboxBench.Immutables))["value"]![0]!["id"]!;
        var message = await bench.Get($"{bench.Users}/messages/{id}?$expand=attachments", 200, MailboxBench.Immutables);
        message["@odata.context"] = ((string)message["@odata.context"]!).Replace(bench.Sandbox.Address.ToString(), "https://graph.microsoft.com/v1.0", StringComparison.Ordinal);

        Approved.Matches(message.ToJsonString(new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }) + "\n", "tests", "GraphSandbox", "message.approved.txt");
    }

    [Fact]
    public async Task Headers_and_the_new_part_of_a_body_are_shown_only_on_request()
    {
        await using var bench = await MailboxBench.Open();
        bench.Arrives("mail-1", text: "The figure is 7.\n\nOn Tue, 10 Dec 2024, Secretariat wrote:\n> Please answer.\n");
        var all = (await bench.Get($"{bench.Users}/messages"))["value"]![0]!;
        var chosen = (await bench.Get($"{bench.Users}/messages?$select=uniqueBody,internetMessageHeaders"))["value"]![0]!;

        Assert.Null(all["uniqueBody"]);
        Assert.Null(all["internetMessageHeaders"]);
        Assert.Contains("> Please answer.", (string)all["body"]!["content"]!, StringComparison.Ordinal);
        Assert.Equal("The figure is 7.\n", (string)chosen["uniqueBody"]!["content"]!);
        Assert.Contains(chosen["internetMessageHeaders"]!.AsArray(), header => (string)header!["name"]! == "Message-Id" && (string)header["value"]! == "<mail-1@suara.example>");
        Assert.Equal(["@odata.etag", "id", "uniqueBody", "internetMessageHeaders"], chosen.AsObject().Select(property => property.Key));
    }

    [Fact]
    public async Task A_body_comes_as_text_for_who_prefers_text()
    {
        await using var bench = await MailboxBench.Open();
        var draft = MailboxBench.Draft();
        draft["body"] = JsonNode.Parse("""{ "contentType": "HTML", "content": "<html><body><p>Yes</p><div id=\"divRplyFwdMsg\">From: us</div></body></html>" }""");
        var id = (string)(await bench.Post($"{bench.Users}/messages", draft))["id"]!;
        var path = $"{bench.Users}/messages/{id}?$select=body,uniqueBody";

        var html = await bench.Get(path);
        using var answer = await bench.Ask(HttpMethod.Get, path, null, "outlook.body-content-type=\"text\"");
        var text = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;

        Assert.Equal("html", (string)html["body"]!["contentType"]!);
        Assert.Equal(("text", "Yes"), ((string)text["uniqueBody"]!["contentType"]!, ((string)text["uniqueBody"]!["content"]!).Trim()));
        Assert.Contains("From: us", (string)text["body"]!["content"]!, StringComparison.Ordinal);
        Assert.Equal("outlook.body-content-type=\"text\"", answer.Headers.GetValues("Preference-Applied").Single());
    }

    [Theory]
    [InlineData("internetMessageId eq '<mail-2@suara.example>'", "mail-2")]
    [InlineData("internetMessageId eq '<MAIL-2@suara.example>'", "")]
    [InlineData("subject eq 'it''s mail-1'", "mail-1")]
    [InlineData("startswith(subject,'IT') and hasAttachments eq false", "mail-1 mail-2 mail-3")]
    [InlineData("receivedDateTime ge 2024-12-10T02:01:00Z and receivedDateTime lt 2024-12-10T02:02:00Z", "mail-2")]
    [InlineData("(isRead eq true or from/emailAddress/address eq 'MEI@suara.example') and not contains(subject,'mail-3')", "mail-1 mail-2")]
    [InlineData("toRecipients/any(r:r/emailAddress/address eq 'nobody@mapo.example')", "")]
    public async Task A_filter_finds_what_it_says(string filter, string expected)
    {
        await using var bench = await MailboxBench.Open();
        foreach (var key in new[] { "mail-1", "mail-2", "mail-3" })
        {
            bench.Arrives(key, $"it's {key}");
            bench.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        var found = await bench.Get($"{bench.Users}/messages?$filter={Uri.EscapeDataString(filter)}&$select=subject");
        Assert.Equal(expected, string.Join(' ', found["value"]!.AsArray().Select(message => ((string)message!["subject"]!)["it's ".Length..]).Order(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task A_conversation_is_found_by_its_id()
    {
        await using var bench = await MailboxBench.Open();
        bench.Arrives("mail-1");
        bench.Arrives("mail-2");
        var first = (await bench.Get($"{bench.Users}/messages?$orderby=receivedDateTime"))["value"]![0]!;

        var found = await bench.Get($"{bench.Users}/messages?$filter=conversationId eq '{first["conversationId"]}'");
        Assert.Equal((string)first["id"]!, (string)Assert.Single(found["value"]!.AsArray())!["id"]!);
    }

    [Fact]
    public async Task A_list_comes_in_pages_newest_first()
    {
        await using var bench = await MailboxBench.Open();
        for (var number = 1; number <= 5; number++)
        {
            bench.Arrives($"mail-{number}", $"Mail {number}");
            bench.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        var subjects = new List<string>();
        var next = $"{bench.Users}/mailFolders/inbox/messages?$top=2&$count=true&$select=subject";
        while (next is not null)
        {
            var page = await bench.Get(next);
            Assert.Equal(5, (int)page["@odata.count"]!);
            subjects.AddRange(page["value"]!.AsArray().Select(message => (string)message!["subject"]!));
            next = (string?)page["@odata.nextLink"];
        }

        Assert.Equal(["Mail 5", "Mail 4", "Mail 3", "Mail 2", "Mail 1"], subjects);
    }

    [Fact]
    public async Task Attachments_of_a_received_message_are_files_items_and_references()
    {
        await using var bench = await MailboxBench.Open();
        var nested = new MimeMessage { Subject = "Earlier letter", MessageId = "earlier@suara.example", Body = new TextPart("plain") { Text = "As I wrote." } };
        var raw = Encoding.UTF8.GetBytes($"""
            From: Mei Ling <mei@suara.example>
            To: {MailboxBench.Address}
            Subject: Three kinds
            Message-ID: <kinds@suara.example>
            MIME-Version: 1.0
            Content-Type: multipart/mixed; boundary="b"

            --b
            Content-Type: text/plain

            Here.
            --b
            Content-Type: application/pdf; name="figures.pdf"
            Content-Disposition: attachment; filename="figures.pdf"
            Content-Transfer-Encoding: base64

            JVBERi0x
            --b
            Content-Type: message/rfc822

            {nested}
            --b
            Content-Type: message/external-body; access-type=URL; URL="https://drive.example/plan.docx"; name="plan.docx"

            Content-Type: application/octet-stream

            --b--
            """.ReplaceLineEndings("\r\n"));
        bench.Mailbox.Deliver("kinds", MailboxBench.CallId, raw, MailboxBench.Start);
        var id = (string)(await bench.Get($"{bench.Users}/messages"))["value"]![0]!["id"]!;
        var path = $"{bench.Users}/messages/{id}/attachments";

        var list = (await bench.Get($"{path}?$select=id,name,size,contentType,isInline"))["value"]!.AsArray();
        Assert.Equal(
            ["#microsoft.graph.fileAttachment figures.pdf", "#microsoft.graph.itemAttachment Earlier letter", "#microsoft.graph.referenceAttachment plan.docx"],
            list.Select(attachment => $"{attachment!["@odata.type"]} {attachment["name"]}"));
        Assert.Null(list[0]!["contentBytes"]);
        Assert.Equal("JVBERi0x", (string)(await bench.Get($"{path}/{list[0]!["id"]}"))["contentBytes"]!);

        using var file = await bench.Ask(HttpMethod.Get, $"{path}/{list[0]!["id"]}/$value");
        Assert.Equal("%PDF-1", await file.Content.ReadAsStringAsync());
        using var item = await bench.Ask(HttpMethod.Get, $"{path}/{list[1]!["id"]}/$value");
        Assert.Equal("Earlier letter", (await MimeMessage.LoadAsync(await item.Content.ReadAsStreamAsync())).Subject);
        using var reference = await bench.Ask(HttpMethod.Get, $"{path}/{list[2]!["id"]}/$value");
        Assert.Equal(405, (int)reference.StatusCode);
        Assert.Equal("Earlier letter", (string)(await bench.Get($"{path}/{list[1]!["id"]}?$expand=microsoft.graph.itemattachment/item"))["item"]!["subject"]!);
    }

    [Fact]
    public async Task The_raw_message_is_what_came_over_the_wire()
    {
        await using var bench = await MailboxBench.Open();
        bench.Arrives("mail-1", files: MailboxBench.File("a.pdf", 5000));
        var id = (string)(await bench.Get($"{bench.Users}/messages"))["value"]![0]!["id"]!;
        using var answer = await bench.Ask(HttpMethod.Get, $"{bench.Users}/messages/{id}/$value");

        Assert.Equal(Assert.Single(bench.Mailbox.All()).Raw, await answer.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData(3_000_000, 201)]
    [InlineData(3_200_000, 413)]
    public async Task A_file_of_more_than_three_megabytes_does_not_go_up_in_one_request(int size, int status)
    {
        await using var bench = await MailboxBench.Open();
        var id = (string)(await bench.Post($"{bench.Users}/messages", MailboxBench.Draft()))["id"]!;
        var attachment = new JsonObject { ["@odata.type"] = "#microsoft.graph.fileAttachment", ["name"] = "a.bin", ["contentBytes"] = Convert.ToBase64String(new byte[size]) };

        await bench.Post($"{bench.Users}/messages/{id}/attachments", attachment, status);
    }

    [Fact]
    public async Task Ranges_come_in_their_order_to_a_URL_that_needs_no_token()
    {
        await using var bench = await MailboxBench.Open();
        var id = (string)(await bench.Post($"{bench.Users}/messages", MailboxBench.Draft()))["id"]!;
        var session = await Session(3_000_000);
        var url = (string)session["uploadUrl"]!;
        Assert.Equal("0-", (string)session["nextExpectedRanges"]![0]!);

        Assert.Equal(416, (await Put(url, 1_000_000, 1_999_999, 3_000_000)).Status);
        Assert.Equal((200, "1000000-"), await Put(url, 0, 999_999, 3_000_000));
        Assert.Equal(400, (await Put(url, 1_000_000, 2_999_999, 4_000_000)).Status);
        Assert.Equal((200, "2000000-"), await Put(url, 1_000_000, 1_999_999, 3_000_000));
        Assert.Equal((201, ""), await Put(url, 2_000_000, 2_999_999, 3_000_000));
        Assert.Equal(404, (await Put(url, 0, 999_999, 3_000_000)).Status);
        Assert.Equal(401, (await Put(url, 0, 999_999, 3_000_000, "Bearer token")).Status);
        Assert.Equal(3_000_000, (int)Assert.Single((await bench.Get($"{bench.Users}/messages/{id}/attachments"))["value"]!.AsArray())!["size"]!);

        var refused = await bench.Post($"{bench.Users}/messages/{id}/attachments/createUploadSession", Item(1_000_000), 400);
        Assert.Equal("ErrorAttachmentSizeShouldNotBeLessThanMinimumSize", (string)refused["error"]!["code"]!);

        Task<JsonObject> Session(int size) => bench.Post($"{bench.Users}/messages/{id}/attachments/createUploadSession", Item(size));

        static JsonObject Item(int size) => new() { ["AttachmentItem"] = new JsonObject { ["attachmentType"] = "file", ["name"] = "big.bin", ["size"] = size } };
    }

    [Theory]
    [InlineData("""{ "toRecipients": [] }""", 400, "ErrorInvalidRecipients")]
    [InlineData("""{ "toRecipients": [ { "emailAddress": { "address": "nobody" } } ] }""", 400, "ErrorInvalidRecipients")]
    [InlineData("""{ "internetMessageId": "no id" }""", 400, "ErrorInvalidPropertySet")]
    [InlineData("""{ "from": { "emailAddress": { "address": "minister@mapo.example" } } }""", 403, "ErrorSendAsDenied")]
    public async Task What_cannot_be_sent_stays_a_draft(string change, int status, string code)
    {
        await using var bench = await MailboxBench.Open();
        var id = (string)(await bench.Post($"{bench.Users}/messages", MailboxBench.Draft()))["id"]!;
        await bench.Patch($"{bench.Users}/messages/{id}", JsonNode.Parse(change)!);

        Assert.Equal(code, (string)(await bench.Post($"{bench.Users}/messages/{id}/send", null, status))["error"]!["code"]!);
        Assert.True((bool)(await bench.Get($"{bench.Users}/messages/{id}"))["isDraft"]!);
    }

    [Fact]
    public async Task A_mail_that_is_sent_twice_reaches_its_people_twice()
    {
        await using var bench = await MailboxBench.Open(new GraphSandboxOptions { SendDelay = TimeSpan.Zero });
        foreach (var _ in new[] { 1, 2 })
        {
            var id = (string)(await bench.Post($"{bench.Users}/messages", MailboxBench.Draft()))["id"]!;
            await bench.Post($"{bench.Users}/messages/{id}/send", null, 202);
        }

        Assert.Equal(["letter-1", "letter-1~2"], bench.Mailbox.All().Select(message => message.Key));
    }

    [Fact]
    public async Task A_mail_to_an_address_that_does_not_exist_is_accepted_and_comes_back_as_a_report()
    {
        await using var bench = await MailboxBench.Open(new GraphSandboxOptions { SendDelay = TimeSpan.Zero, Undeliverable = ["mei@suara.example"] });
        var draft = await bench.Post($"{bench.Users}/messages", MailboxBench.Draft());
        await bench.Post($"{bench.Users}/messages/{draft["id"]}/send", null, 202);
        var report = Assert.Single((await bench.Get($"{bench.Users}/mailFolders/inbox/messages?$select=subject,conversationId,internetMessageHeaders"))["value"]!.AsArray())!;

        Assert.Null(bench.People.NextDue);
        Assert.Equal(("Undeliverable: Data call", (string)draft["conversationId"]!), ((string)report["subject"]!, (string)report["conversationId"]!));
        Assert.Contains(report["internetMessageHeaders"]!.AsArray(), header => (string)header!["name"]! == "X-Failed-Recipients" && (string)header["value"]! == "mei@suara.example");
        using var raw = await bench.Ask(HttpMethod.Get, $"{bench.Users}/messages/{report["id"]}/$value");
        var body = Assert.IsType<MultipartReport>((await MimeMessage.LoadAsync(await raw.Content.ReadAsStreamAsync())).Body);
        Assert.Equal("rfc822; mei@suara.example", Assert.IsType<MessageDeliveryStatus>(body[1]).StatusGroups[1]["Final-Recipient"]);
    }

    [Fact]
    public async Task A_mail_can_be_sent_without_a_draft_of_its_own()
    {
        await using var bench = await MailboxBench.Open(new GraphSandboxOptions { SendDelay = TimeSpan.Zero });
        var mail = new JsonObject { ["message"] = MailboxBench.Draft(), ["saveToSentItems"] = false };

        Assert.Empty(await bench.Post($"{bench.Users}/sendMail", mail, 202));

        Assert.Equal("letter-1", Assert.Single(bench.Mailbox.All()).Key);
        Assert.Empty((await bench.Get($"{bench.Users}/mailFolders/sentitems/messages"))["value"]!.AsArray());
    }

    [Fact]
    public async Task Folders_have_names_and_counts()
    {
        await using var bench = await MailboxBench.Open();
        bench.Arrives("mail-1");
        var inbox = await bench.Get($"{bench.Users}/mailFolders/inbox");

        Assert.Equal(("Inbox", 1, 1), ((string)inbox["displayName"]!, (int)inbox["totalItemCount"]!, (int)inbox["unreadItemCount"]!));
        Assert.Equal((string)inbox["id"]!, (string)(await bench.Get($"{bench.Users}/mailFolders/{inbox["id"]}"))["id"]!);
        Assert.Contains((await bench.Get($"{bench.Users}/mailFolders"))["value"]!.AsArray(), folder => (string)folder!["displayName"]! == "Sent Items");
    }

    static async Task<(int Status, string Next)> Put(string url, int from, int to, int size, string? authorization = null)
    {
        using var client = new HttpClient();
        using var content = new ByteArrayContent(new byte[to - from + 1]);
        content.Headers.TryAddWithoutValidation("Content-Range", $"bytes {from}-{to}/{size}");
        using var request = new HttpRequestMessage(HttpMethod.Put, url) { Content = content };
        request.Headers.TryAddWithoutValidation("Authorization", authorization);
        using var answer = await client.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return ((int)answer.StatusCode, text.Length == 0 ? "" : (string?)JsonNode.Parse(text)!["nextExpectedRanges"]?[0] ?? "");
    }
}
