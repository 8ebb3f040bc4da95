using Assessment.Evidence;
using Assessment.Host.Sandbox;
using Assessment.Mail;
using Microsoft.Extensions.Time.Testing;
using MimeKit;

namespace Assessment.Tests.Contracts;

/// <summary>What every mailbox does, whatever stands behind it. The world beyond is the sandbox's message store: it has what went out, and what comes in.</summary>
public abstract class MailboxContract : IAsyncLifetime, IDisposable
{
    public const string Address = "mapo@moha.example";
    const string Call = "my-tip-2025-annual-suara";

    readonly MailWorld world = new(Address);

    private protected MailWorld Beyond => world;

    protected FakeTimeProvider Clock => world.Clock;

    protected IEvidenceStore Store => world.Store;

    protected LocalMailbox World => world.Mailbox;

    protected abstract IMailbox Mailbox { get; }

    public virtual Task InitializeAsync() => Task.CompletedTask;

    public virtual Task DisposeAsync() => Task.CompletedTask;

    public void Dispose()
    {
        world.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_mail_goes_out_as_it_was_written()
    {
        var receipt = await Mailbox.Send(Letter());

        var sent = Assert.Single(Sent());
        var message = Read(sent);
        Assert.Equal(("letter-1", "Letter", Call), (sent.Key, sent.Kind, sent.About));
        Assert.Equal("Data call [my-tip-2025-annual-suara]", message.Subject);
        Assert.Equal("Sila jawab sebelum 10 Januari – terima kasih.\n", message.TextBody!.ReplaceLineEndings("\n").TrimEnd('\n') + "\n");
        Assert.Equal(["mei@suara.example", "farid@pdrm.example"], message.To.Mailboxes.Select(to => to.Address));
        Assert.Equal("Mei Ling", message.To.Mailboxes.First().Name);
        Assert.Equal(["alia@pdrm.example"], message.Cc.Mailboxes.Select(cc => cc.Address));
        Assert.Equal(Address, message.From.Mailboxes.Single().Address);
        Assert.Equal((sent.InternetId, Clock.GetUtcNow()), (receipt.InternetMessageId, receipt.SentAt));
    }

    [Fact]
    public async Task The_same_key_is_sent_once_and_gives_the_same_receipt()
    {
        var first = await Mailbox.Send(Letter());
        Clock.Advance(TimeSpan.FromDays(1));
        var again = await Mailbox.Send(Letter() with { Text = "Something else." });

        Assert.Equal(first, again);
        Assert.Single(Sent());
    }

    [Fact]
    public async Task Another_key_is_another_mail()
    {
        await Mailbox.Send(Letter());
        await Mailbox.Send(Letter("letter-10"));

        Assert.Equal(["letter-1", "letter-10"], Sent().Select(sent => sent.Key));
    }

    [Fact]
    public async Task A_reply_stays_in_its_thread_and_goes_to_the_people_it_names()
    {
        var letter = await Mailbox.Send(Letter());
        var reminder = await Mailbox.Send(Letter("reminder-1") with { Kind = MailKind.Reminder, InReplyTo = letter.InternetMessageId, Cc = [], To = [new MailAddress("Mei Ling", "mei@suara.example")] });

        var message = Read(Sent()[1]);
        Assert.Equal(letter.ConversationId, reminder.ConversationId);
        Assert.NotEqual(letter.InternetMessageId, reminder.InternetMessageId);
        Assert.Equal(letter.InternetMessageId, $"<{message.InReplyTo}>");
        Assert.Contains(letter.InternetMessageId, message.References.Select(reference => $"<{reference}>"));
        Assert.Equal("Data call [my-tip-2025-annual-suara]", message.Subject);
        Assert.Equal(["mei@suara.example"], message.To.Mailboxes.Select(to => to.Address));
        Assert.DoesNotContain("Data call", message.TextBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reply_to_a_mail_that_came_in_stays_in_its_thread_too()
    {
        Arrives("reply-1", "One");
        var arrived = await Mailbox.Open(Assert.Single((await Mailbox.Read(null)).MessageIds));

        var receipt = await Mailbox.Send(Letter("ack-1") with { Kind = MailKind.Acknowledgement, InReplyTo = arrived.InternetMessageId });

        Assert.Equal(arrived.ConversationId, receipt.ConversationId);
        Assert.Equal("reply-1@suara.example", Read(Sent().Single()).InReplyTo);
    }

    [Fact]
    public async Task A_reply_to_a_mail_that_is_not_there_goes_out_all_the_same()
    {
        await Mailbox.Send(Letter() with { InReplyTo = "<gone@suara.example>" });

        Assert.Equal(["mei@suara.example", "farid@pdrm.example"], Read(Assert.Single(Sent())).To.Mailboxes.Select(to => to.Address));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1_000)]
    [InlineData(3_000_000)]
    [InlineData(3_000_001)]
    [InlineData(9_000_001)]
    public async Task Attachments_arrive_as_they_were_whatever_their_size(int size)
    {
        var (first, second) = (Bytes(size), Bytes(17));
        await Store.Store("packages/first.zip", new MemoryStream(first));
        await Store.Store("packages/second.txt", new MemoryStream(second));

        await Mailbox.Send(Letter() with
        {
            Attachments = [new MailAttachment("my-tip-2025.zip", "application/zip", "packages/first.zip"), new MailAttachment("surat iringan – ms.txt", "text/plain", "packages/second.txt")],
        });

        var files = Read(Assert.Single(Sent())).Attachments.OfType<MimePart>().ToList();
        Assert.Equal(["my-tip-2025.zip", "surat iringan – ms.txt"], files.Select(file => file.FileName));
        Assert.Equal(["application/zip", "text/plain"], files.Select(file => file.ContentType.MimeType));
        Assert.True(first.AsSpan().SequenceEqual(Content(files[0])));
        Assert.True(second.AsSpan().SequenceEqual(Content(files[1])));
    }

    [Fact]
    public async Task The_inbox_is_read_once_from_the_beginning_oldest_first()
    {
        for (var number = 1; number <= 120; number++)
        {
            Arrives($"mail-{number:000}", $"Mail {number}");
            Clock.Advance(TimeSpan.FromMinutes(1));
        }

        var (subjects, cursor) = await ReadAll(null);

        Assert.Equal(Enumerable.Range(1, 120).Select(number => $"Mail {number}"), subjects);
        Assert.Empty((await ReadAll(cursor)).Subjects);
        Arrives("mail-121", "Mail 121");
        Assert.Equal(["Mail 121"], (await ReadAll(cursor)).Subjects);
        Assert.Equal(["Mail 121"], (await ReadAll(cursor)).Subjects);
    }

    [Fact]
    public async Task An_empty_inbox_gives_a_cursor_all_the_same()
    {
        var (subjects, cursor) = await ReadAll(null);
        Arrives("mail-1", "One");

        Assert.Empty(subjects);
        Assert.Equal(["One"], (await ReadAll(cursor)).Subjects);
    }

    [Fact]
    public async Task What_the_mailbox_sends_is_not_in_its_inbox()
    {
        await Mailbox.Send(Letter());

        Assert.Empty((await ReadAll(null)).Subjects);
    }

    [Fact]
    public async Task A_message_is_opened_with_its_words_its_thread_and_its_sender()
    {
        var letter = await Mailbox.Send(Letter());
        Clock.Advance(TimeSpan.FromHours(3));
        Arrives("reply-1", "Re: Data call", "--- R01 ---\r\nAnswer: Empat puluh orang – disaring.\r\n", letter.InternetMessageId, extra: "Auto-Submitted: no\r\nReturn-Path: <mei@suara.example>\r\nAuthentication-Results: mx.example; dmarc=pass\r\n");

        var mail = await OpenOnly();

        Assert.Equal("<reply-1@suara.example>", mail.InternetMessageId);
        Assert.Equal(letter.ConversationId, mail.ConversationId);
        Assert.Equal(new MailAddress("Mei Ling", "mei@suara.example"), mail.From);
        Assert.Equal("Re: Data call", mail.Subject);
        Assert.Equal(letter.InternetMessageId, mail.InReplyTo);
        Assert.Equal(["<earlier@suara.example>", letter.InternetMessageId], mail.References);
        Assert.Equal("--- R01 ---\nAnswer: Empat puluh orang – disaring.\n", mail.Text.ReplaceLineEndings("\n"));
        Assert.Equal(Clock.GetUtcNow(), mail.ReceivedAt);
        Assert.Empty(mail.Attachments);
        Assert.Empty(mail.Notes);
    }

    [Fact]
    public async Task The_files_of_a_message_are_listed_and_opened_and_its_pictures_are_told_of()
    {
        Deliver("files-1", """
            From: Mei Ling <mei@suara.example>
            To: mapo@moha.example
            Subject: Files
            Message-ID: <files-1@suara.example>
            MIME-Version: 1.0
            Content-Type: multipart/mixed; boundary=mixed

            --mixed
            Content-Type: multipart/related; boundary=related

            --related
            Content-Type: text/html; charset=utf-8

            <p>Two files.</p><img src="cid:logo">
            --related
            Content-Type: image/png; name=logo.png
            Content-ID: <logo>
            Content-Disposition: inline; filename=logo.png
            Content-Transfer-Encoding: base64

            iVBORw0KGgo=
            --related--
            --mixed
            Content-Type: text/csv; name=figures.csv
            Content-Disposition: attachment; filename=figures.csv
            Content-Transfer-Encoding: base64

            YSxiCjEsMgo=
            --mixed
            Content-Type: message/rfc822
            Content-Disposition: attachment; filename="forwarded.eml"

            From: Farid <farid@pdrm.example>
            Subject: Inside
            MIME-Version: 1.0
            Content-Type: multipart/mixed; boundary=inner

            --inner
            Content-Type: text/plain

            See the file.
            --inner
            Content-Type: application/pdf; name=inside.pdf
            Content-Disposition: attachment; filename=inside.pdf
            Content-Transfer-Encoding: base64

            JVBERi0xLjQK
            --inner--
            --mixed--
            """);

        var mail = await OpenOnly();

        Assert.Equal("Two files.", mail.Text.Trim());
        Assert.Equal(["figures.csv", "forwarded.eml", "inside.pdf"], mail.Attachments.Select(file => file.FileName));
        Assert.Equal(["text/csv", "message/rfc822", "application/pdf"], mail.Attachments.Select(file => file.MediaType));
        Assert.Equal([MailNote.PicturesInText], mail.Notes);
        Assert.Equal("a,b\n1,2\n", await Text(mail, 0));
        Assert.Contains("Subject: Inside", await Text(mail, 1), StringComparison.Ordinal);
        Assert.Equal("%PDF-1.4\n", await Text(mail, 2));
    }

    [Fact]
    public async Task The_message_is_kept_as_it_came_over_the_wire()
    {
        var raw = "From: mei@suara.example\r\nAuthentication-Results: mx.example; spf=fail\r\nX-Odd:   as it came\r\nMessage-ID: <raw-1@suara.example>\r\n\r\nHere.\r\n"u8.ToArray();
        World.Deliver("raw-1", Call, raw, Clock.GetUtcNow());

        await using var content = await Mailbox.OpenRaw(Assert.Single((await Mailbox.Read(null)).MessageIds));
        using var copy = new MemoryStream();
        await content.CopyToAsync(copy);

        Assert.Equal(raw, copy.ToArray());
    }

    public static OutgoingMail Letter(string key = "letter-1") => new()
    {
        Key = key,
        Kind = MailKind.Letter,
        To = [new MailAddress("Mei Ling", "mei@suara.example"), new MailAddress("Farid", "farid@pdrm.example")],
        Cc = [new MailAddress("Alia", "alia@pdrm.example")],
        Subject = "Data call [my-tip-2025-annual-suara]",
        Text = "Sila jawab sebelum 10 Januari – terima kasih.\n",
        About = Call,
    };

    IReadOnlyList<StoredMessage> Sent() => [.. World.All().Where(message => message.Direction == "out")];

    void Arrives(string key, string subject, string text = "Here it is.\r\n", string? inReplyTo = null, string extra = "")
    {
        var thread = inReplyTo is null ? "" : $"In-Reply-To: {inReplyTo}\r\nReferences: <earlier@suara.example> {inReplyTo}\r\n";
        Deliver(key, $"From: Mei Ling <mei@suara.example>\r\nTo: {Address}\r\nSubject: {subject}\r\nMessage-ID: <{key}@suara.example>\r\n{thread}{extra}Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{text}");
    }

    void Deliver(string key, string raw) => World.Deliver(key, Call, System.Text.Encoding.UTF8.GetBytes(raw.ReplaceLineEndings("\r\n")), Clock.GetUtcNow());

    async Task<IncomingMail> OpenOnly() => await Mailbox.Open(Assert.Single((await Mailbox.Read(null)).MessageIds));

    async Task<(List<string> Subjects, string Cursor)> ReadAll(string? cursor)
    {
        var subjects = new List<string>();
        while (true)
        {
            var page = await Mailbox.Read(cursor);
            cursor = page.Cursor;
            if (page.MessageIds.Count == 0)
            {
                return (subjects, cursor);
            }

            foreach (var id in page.MessageIds)
            {
                subjects.Add((await Mailbox.Open(id)).Subject);
            }
        }
    }

    async Task<string> Text(IncomingMail mail, int file)
    {
        await using var content = await Mailbox.OpenAttachment(mail.MessageId, mail.Attachments[file].Id);
        using var reader = new StreamReader(content);
        return await reader.ReadToEndAsync();
    }

    static byte[] Bytes(int size)
    {
        var bytes = new byte[size];
        new Random(size).NextBytes(bytes);
        return bytes;
    }

    static byte[] Content(MimePart file)
    {
        using var content = new MemoryStream();
        file.Content!.DecodeTo(content);
        return content.ToArray();
    }

    static MimeMessage Read(StoredMessage sent) => MimeMessage.Load(new MemoryStream(sent.Raw))!;
}
