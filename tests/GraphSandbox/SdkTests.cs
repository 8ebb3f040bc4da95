using Assessment.Host.Sandbox.Graph;
using Microsoft.Graph;
using Microsoft.Graph.Models;
using Microsoft.Graph.Models.ODataErrors;
using Microsoft.Graph.Users.Item.MailFolders.Item.Messages.Delta;
using Microsoft.Graph.Users.Item.Messages.Item.Attachments.CreateUploadSession;
using Microsoft.Graph.Users.Item.Messages.Item.CreateReply;

namespace Assessment.Tests.GraphSandbox;

/// <summary>The paths that the app goes, with the client that the app uses.</summary>
public sealed class SdkTests
{
    const string OutboxKey = "String {8c1b0f6a-3f63-4b0f-9d3b-6a1f0e2c7d41} Name OutboxKey";

    [Fact]
    public async Task A_sent_draft_leaves_Drafts_at_once_and_is_in_Sent_Items_later_under_the_same_immutable_id()
    {
        await using var bench = await MailboxBench.Open(new GraphSandboxOptions { SendDelay = TimeSpan.FromMinutes(1) });
        var mailbox = bench.Client().Users[MailboxBench.Address];
        var draft = await mailbox.Messages.PostAsync(Letter());
        Assert.True(draft!.IsDraft);

        await mailbox.Messages[draft.Id].Send.PostAsync();

        await Assert.ThrowsAsync<ODataError>(() => mailbox.Messages[draft.Id].GetAsync());
        Assert.Empty((await mailbox.MailFolders["drafts"].Messages.GetAsync())!.Value!);
        Assert.Null(bench.People.NextDue);

        bench.Clock.Advance(TimeSpan.FromMinutes(1));
        var sent = await mailbox.Messages[draft.Id].GetAsync();
        Assert.False(sent!.IsDraft);
        Assert.Equal(draft.Id, sent.Id);
        Assert.Equal(draft.InternetMessageId, sent.InternetMessageId);
        Assert.Equal((await mailbox.MailFolders["sentitems"].GetAsync())!.Id, sent.ParentFolderId);
    }

    [Fact]
    public async Task A_letter_reaches_its_people_when_it_is_sent_and_not_when_it_is_drafted()
    {
        await using var bench = await MailboxBench.Open();
        var mailbox = bench.Client().Users[MailboxBench.Address];
        var draft = await mailbox.Messages.PostAsync(Letter());
        Assert.Null(bench.People.NextDue);
        Assert.Empty(bench.Mailbox.All());

        await mailbox.Messages[draft!.Id].Send.PostAsync();
        bench.Clock.Advance(TimeSpan.FromSeconds(2));
        await bench.Sandbox.Settle();

        Assert.Equal(MailboxBench.Start.AddSeconds(2).AddHours(3), bench.People.NextDue);
        var stored = Assert.Single(bench.Mailbox.All());
        Assert.Equal(("letter-1", "Letter", MailboxBench.CallId, draft.InternetMessageId), (stored.Key, stored.Kind, stored.About, stored.InternetId));
    }

    [Fact]
    public async Task A_message_is_found_by_the_key_that_it_carries_whatever_its_folder()
    {
        await using var bench = await MailboxBench.Open();
        var mailbox = bench.Client().Users[MailboxBench.Address];
        await mailbox.Messages.PostAsync(Letter("letter-2"));
        var draft = await mailbox.Messages.PostAsync(Letter());

        Assert.Equal([draft!.Id], await Found("letter-1"));
        Assert.Equal([draft.Id], await Found("LETTER-1"));
        Assert.Empty(await Found("letter"));

        await mailbox.Messages[draft.Id].Send.PostAsync();
        Assert.Empty(await Found("letter-1"));
        bench.Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal([draft.Id], await Found("letter-1"));

        async Task<IEnumerable<string?>> Found(string key)
        {
            var found = await mailbox.Messages.GetAsync(request =>
            {
                request.QueryParameters.Filter = $"singleValueExtendedProperties/any(ep: ep/id eq '{OutboxKey}' and ep/value eq '{key}')";
                request.QueryParameters.Select = ["id", "isDraft"];
            });
            return found!.Value!.Select(message => message.Id);
        }
    }

    [Fact]
    public async Task Extended_properties_are_shown_when_they_are_asked_for()
    {
        await using var bench = await MailboxBench.Open();
        var mailbox = bench.Client().Users[MailboxBench.Address];
        var draft = await mailbox.Messages.PostAsync(Letter());

        var plain = await mailbox.Messages[draft!.Id].GetAsync();
        var expanded = await mailbox.Messages[draft.Id].GetAsync(request => request.QueryParameters.Expand = [$"singleValueExtendedProperties($filter=id eq '{OutboxKey}')"]);

        Assert.Null(plain!.SingleValueExtendedProperties);
        Assert.Equal("letter-1", Assert.Single(expanded!.SingleValueExtendedProperties!).Value);
    }

    [Fact]
    public async Task The_inbox_is_read_by_delta_in_pages_and_then_only_what_is_new()
    {
        await using var bench = await MailboxBench.Open();
        var mailbox = bench.Client().Users[MailboxBench.Address];
        for (var number = 1; number <= 5; number++)
        {
            bench.Arrives($"mail-{number}", $"Mail {number}");
        }

        var delta = mailbox.MailFolders["inbox"].Messages.Delta;
        var first = await delta.GetAsDeltaGetResponseAsync(request =>
        {
            request.QueryParameters.Select = ["subject"];
            request.Headers.Add("Prefer", "odata.maxpagesize=2");
        });
        var (subjects, link) = await Follow(bench, first!);
        Assert.Equal(["Mail 1", "Mail 2", "Mail 3", "Mail 4", "Mail 5"], subjects);

        bench.Arrives("mail-6", "Mail 6");
        (subjects, link) = await Follow(bench, (await delta.WithUrl(link).GetAsDeltaGetResponseAsync())!);
        Assert.Equal(["Mail 6"], subjects);
        (subjects, _) = await Follow(bench, (await delta.WithUrl(link).GetAsDeltaGetResponseAsync())!);
        Assert.Empty(subjects);
    }

    [Fact]
    public async Task A_reply_is_in_the_thread_of_the_mail_that_it_answers()
    {
        await using var bench = await MailboxBench.Open();
        var mailbox = bench.Client().Users[MailboxBench.Address];
        bench.Arrives("mail-1", "Our answer");
        var received = Assert.Single((await mailbox.MailFolders["inbox"].Messages.GetAsync())!.Value!);

        var reply = await mailbox.Messages[received.Id].CreateReply.PostAsync(new CreateReplyPostRequestBody());
        await mailbox.Messages[reply!.Id].PatchAsync(new Message { Body = new ItemBody { ContentType = BodyType.Text, Content = "Thank you." } });
        await mailbox.Messages[reply.Id].Send.PostAsync();
        bench.Clock.Advance(TimeSpan.FromSeconds(2));

        var sent = await mailbox.Messages[reply.Id].GetAsync();
        Assert.Equal(("RE: Our answer", "mei@suara.example", received.ConversationId), (sent!.Subject, sent.ToRecipients![0].EmailAddress!.Address, sent.ConversationId));
        var raw = MimeKit.MimeMessage.Load((await mailbox.Messages[reply.Id].Content.GetAsync())!);
        Assert.Equal("mail-1@suara.example", raw.InReplyTo);
        Assert.Equal(["mail-1@suara.example"], raw.References);
        Assert.Equal("Thank you.", raw.TextBody);
    }

    [Fact]
    public async Task A_large_file_goes_up_in_ranges_and_out_with_the_message()
    {
        await using var bench = await MailboxBench.Open();
        var mailbox = bench.Client().Users[MailboxBench.Address];
        var draft = await mailbox.Messages.PostAsync(Letter());
        var content = new byte[9_000_000];
        new Random(1).NextBytes(content);

        var session = await mailbox.Messages[draft!.Id].Attachments.CreateUploadSession.PostAsync(new CreateUploadSessionPostRequestBody
        {
            AttachmentItem = new AttachmentItem { AttachmentType = AttachmentType.File, Name = "form.bin", Size = content.Length },
        });
        var upload = new LargeFileUploadTask<FileAttachment>(session!, new MemoryStream(content), 320 * 1024 * 10);
        Assert.True((await upload.UploadAsync()).UploadSucceeded);

        await mailbox.Messages[draft.Id].Send.PostAsync();
        bench.Clock.Advance(TimeSpan.FromSeconds(2));
        var attachment = Assert.Single((await mailbox.Messages[draft.Id].Attachments.GetAsync())!.Value!);
        Assert.Equal(content, Assert.IsType<FileAttachment>(attachment).ContentBytes);
        var raw = MimeKit.MimeMessage.Load((await mailbox.Messages[draft.Id].Content.GetAsync())!);
        Assert.Equal("form.bin", Assert.Single(raw.Attachments).ContentDisposition!.FileName);
    }

    [Fact]
    public async Task What_the_service_refuses_the_client_sees_with_code_and_words()
    {
        await using var bench = await MailboxBench.Open();
        var refused = await Assert.ThrowsAsync<ODataError>(() => bench.Client().Users[MailboxBench.Address].Messages["AAkAnothing="].GetAsync());

        Assert.Equal((404, "ErrorItemNotFound", "The specified object was not found in the store."), (refused.ResponseStatusCode, refused.Error!.Code, refused.Error.Message));
    }

    static async Task<(IReadOnlyList<string?> Subjects, string Link)> Follow(MailboxBench bench, DeltaGetResponse page)
    {
        var subjects = new List<string?>();
        while (true)
        {
            subjects.AddRange(page.Value!.Select(message => message.Subject));
            if (page.OdataDeltaLink is { } link)
            {
                return (subjects, link);
            }

            page = (await bench.Client().Users[MailboxBench.Address].MailFolders["inbox"].Messages.Delta.WithUrl(page.OdataNextLink!).GetAsDeltaGetResponseAsync())!;
        }
    }

    static Message Letter(string key = "letter-1") => new()
    {
        Subject = "Data call",
        Body = new ItemBody { ContentType = BodyType.Html, Content = "<html><body><p>Please <b>answer</b>.</p></body></html>" },
        ToRecipients = [new Recipient { EmailAddress = new EmailAddress { Name = "Mei Ling", Address = "mei@suara.example" } }],
        SingleValueExtendedProperties =
        [
            new() { Id = OutboxKey, Value = key },
            new() { Id = OutboxKey.Replace("OutboxKey", "MailKind", StringComparison.Ordinal), Value = "Letter" },
            new() { Id = OutboxKey.Replace("OutboxKey", "About", StringComparison.Ordinal), Value = MailboxBench.CallId },
        ],
    };
}
