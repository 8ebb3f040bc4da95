using System.Text.Json.Nodes;
using System.Xml;
using Microsoft.OData.Edm;
using Microsoft.OData.Edm.Csdl;
using Microsoft.OData.Edm.Validation;

namespace Assessment.Tests.GraphSandbox;

/// <summary>Requests are checked against the metadata of Graph v1.0.</summary>
public sealed class SchemaTests
{
    const string Recipient = """{ "emailAddress": { "address": "mei@suara.example" } }""";

    [Fact]
    public void The_extract_is_valid_metadata_and_the_sandbox_uses_types_that_it_has()
    {
        using var reader = XmlReader.Create(Repository.PathTo("host", "Sandbox", "Graph", "graph-v1.0-extract.csdl"));
        Assert.True(CsdlReader.TryParse(reader, out var model, out var faults), string.Join('\n', faults));
        Assert.True(model.Validate(out var invalid), string.Join('\n', invalid));

        foreach (var type in new[] { "message", "fileAttachment", "itemAttachment", "referenceAttachment", "mailFolder", "subscription", "uploadSession", "changeNotification" })
        {
            Assert.NotNull(model.FindType($"microsoft.graph.{type}"));
        }
    }

    [Fact]
    public async Task What_the_sandbox_answers_and_tells_fits_the_metadata()
    {
        var listener = new Listener();
        await using var bench = await MailboxBench.Open(new Assessment.Host.Sandbox.Graph.GraphSandboxOptions { Notifications = listener });
        var subscription = await bench.Post("subscriptions", new JsonObject
        {
            ["changeType"] = "created",
            ["notificationUrl"] = "https://app.example/told",
            ["lifecycleNotificationUrl"] = "https://app.example/life",
            ["resource"] = $"users/{MailboxBench.Address}/mailFolders/inbox/messages",
            ["expirationDateTime"] = "2024-12-16T02:00:00Z",
        });
        bench.Arrives("mail-1", files: MailboxBench.File("a.pdf", 10));
        bench.Sandbox.AnnounceMissed();
        await bench.Sandbox.Settle();
        var draft = await bench.Post($"{bench.Users}/messages", MailboxBench.Draft());
        var item = new JsonObject { ["AttachmentItem"] = new JsonObject { ["attachmentType"] = "file", ["name"] = "big.bin", ["size"] = 3_000_000 } };

        Fits(draft, "message");
        Fits(subscription, "subscription");
        Fits(await bench.Post($"{bench.Users}/messages/{draft["id"]}/attachments/createUploadSession", item), "uploadSession");
        Fits(await bench.Get($"{bench.Users}/mailFolders/inbox"), "mailFolder");
        Fits((await bench.Get($"{bench.Users}/mailFolders/inbox/messages?$expand=attachments"))["value"]![0]!, "message");
        Fits((await bench.Get($"{bench.Users}/mailFolders/inbox/messages?$select=uniqueBody,internetMessageHeaders"))["value"]![0]!, "message");
        Assert.Equal(2, listener.Told.Count);
        Assert.All(listener.Told, told => Fits(told.Item, "changeNotification", "resourceData"));

        static void Fits(JsonNode answer, string type, params string[] open)
        {
            var shown = answer.DeepClone().AsObject();
            foreach (var name in open)
            {
                shown.Remove(name);
            }

            Assessment.Host.Sandbox.Graph.GraphSchema.Current.Check(shown, type);
        }
    }

    [Theory]
    [InlineData("""{ "subjekt": "x" }""", "The property 'subjekt' does not exist on type 'microsoft.graph.message'. Make sure to only use property names that are defined by the type or mark the type as open type.")]
    [InlineData("""{ "Subject": "x" }""", "The property 'Subject' does not exist on type 'microsoft.graph.message'. Make sure to only use property names that are defined by the type or mark the type as open type.")]
    [InlineData("""{ "subject": 7 }""", "Cannot convert the literal '7' to the expected type 'Edm.String'.")]
    [InlineData("""{ "isRead": "yes" }""", "Cannot convert the literal 'yes' to the expected type 'Edm.Boolean'.")]
    [InlineData("""{ "toRecipients": {} }""", "An unexpected 'StartObject' node was found for property named 'toRecipients' when reading from the JSON reader. A 'StartArray' node was expected.")]
    [InlineData("""{ "toRecipients": [ "mei@suara.example" ] }""", "An unexpected 'PrimitiveValue' node was found for property named 'toRecipients' when reading from the JSON reader. A 'StartObject' node was expected.")]
    [InlineData("""{ "toRecipients": [ { "address": "mei@suara.example" } ] }""", "The property 'address' does not exist on type 'microsoft.graph.recipient'. Make sure to only use property names that are defined by the type or mark the type as open type.")]
    [InlineData("""{ "body": { "contentType": "markdown", "content": "" } }""", "Requested value 'markdown' was not found.")]
    [InlineData("""{ "attachments": [ { "name": "a.pdf" } ] }""", "An instance of type 'microsoft.graph.attachment' is abstract and cannot be created: '@odata.type' is missing.")]
    [InlineData("""{ "attachments": [ { "@odata.type": "#microsoft.graph.event", "name": "a.pdf" } ] }""", "A type named '#microsoft.graph.event' could not be resolved by the model. When a model is available, each type name must resolve to a valid type.")]
    [InlineData("""{ "attachments": [ { "@odata.type": "#microsoft.graph.fileAttachment", "name": "a.pdf", "contentBytes": "no base64!" } ] }""", "Cannot convert the literal 'no base64!' to the expected type 'Edm.Binary'.")]
    public async Task A_body_that_does_not_fit_the_metadata_is_refused(string body, string words)
    {
        await using var bench = await MailboxBench.Open();
        var refused = await bench.Post($"{bench.Users}/messages", JsonNode.Parse(body), 400);

        Assert.Equal(("RequestBodyRead", words), ((string)refused["error"]!["code"]!, (string)refused["error"]!["message"]!));
        Assert.Empty((await bench.Get($"{bench.Users}/messages"))["value"]!.AsArray());
    }

    [Theory]
    [InlineData("?$select=subject,isJunk", "RequestBroker--ParseUri", "Could not find a property named 'isJunk' on type 'microsoft.graph.message'.")]
    [InlineData("?$filter=sujet eq 'x'", "RequestBroker--ParseUri", "Could not find a property named 'sujet' on type 'microsoft.graph.message'.")]
    [InlineData("?$filter=isRead eq 'yes'", "BadRequest", "A binary operator with incompatible types was detected. Found operand types 'Edm.Boolean' and 'Edm.String' for operator kind 'Equal'.")]
    [InlineData("?$filter=subject eq", "BadRequest", "Invalid filter clause: Syntax error in 'subject eq'.")]
    [InlineData("?$filter=isRead eq true&$orderby=subject", "InefficientFilter", "The restriction or sort order is too complex for this operation.")]
    [InlineData("?$expand=singleValueExtendedProperties", "ErrorInvalidUrlQueryFilter", "Expand of singleValueExtendedProperties must have a $filter on id.")]
    [InlineData("?$slect=subject", "BadRequest", "The query parameter '$slect' is not supported.")]
    [InlineData("?$top=none", "BadRequest", "Invalid value 'none' for $top query option found. The $top query option requires a non-negative integer value.")]
    public async Task A_query_that_does_not_fit_the_metadata_is_refused(string query, string code, string words)
    {
        await using var bench = await MailboxBench.Open();
        var refused = await bench.Get($"{bench.Users}/messages{query}", 400);

        Assert.Equal((code, words), ((string)refused["error"]!["code"]!, (string)refused["error"]!["message"]!));
    }

    [Theory]
    [InlineData("[]", "Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.")]
    [InlineData("{ \"subject\": ", "Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.")]
    [InlineData("", "Empty Payload. JSON content expected.")]
    public async Task A_body_that_is_no_object_is_refused(string body, string words)
    {
        await using var bench = await MailboxBench.Open();
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var answer = await bench.Http.PostAsync(new Uri($"{bench.Sandbox.Address}/{bench.Users}/messages"), content);

        Assert.Equal((400, words), ((int)answer.StatusCode, (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["error"]!["message"]!));
    }

    [Theory]
    [InlineData(6, "x-", "InvalidInternetMessageHeaderCollection")]
    [InlineData(1, "Reply-By", "InvalidInternetMessageHeader")]
    [InlineData(1, "x-reply by", "InvalidInternetMessageHeader")]
    public async Task Own_headers_are_few_and_begin_with_x(int count, string prefix, string code)
    {
        await using var bench = await MailboxBench.Open();
        var draft = MailboxBench.Draft();
        draft["internetMessageHeaders"] = new JsonArray([.. Enumerable.Range(0, count).Select(number => (JsonNode)new JsonObject { ["name"] = $"{prefix}{number}", ["value"] = "1" })]);

        Assert.Equal(code, (string)(await bench.Post($"{bench.Users}/messages", draft, 400))["error"]!["code"]!);
    }

    [Fact]
    public async Task A_sent_message_takes_a_mark_but_no_other_words()
    {
        await using var bench = await MailboxBench.Open();
        bench.Arrives("mail-1");
        var id = (string)(await bench.Get($"{bench.Users}/messages"))["value"]![0]!["id"]!;

        Assert.True((bool)(await bench.Patch($"{bench.Users}/messages/{id}", JsonNode.Parse("""{ "isRead": true }""")!))["isRead"]!);
        var refused = await bench.Patch($"{bench.Users}/messages/{id}", JsonNode.Parse("""{ "subject": "Other" }""")!, 400);
        Assert.Equal("ErrorInvalidPropertySet", (string)refused["error"]!["code"]!);
        Assert.Equal("RequestBodyRead", (string)(await bench.Patch($"{bench.Users}/messages/{id}", JsonNode.Parse($$"""{ "from": [{{Recipient}}] }""")!, 400))["error"]!["code"]!);
    }
}
