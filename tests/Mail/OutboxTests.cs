using Assessment.Cycle;
using Assessment.Host.Sandbox;
using Assessment.Mail;
using Assessment.Register;
using Assessment.Teams;
using Assessment.Tests.Builders;
using Microsoft.Extensions.Time.Testing;

namespace Assessment.Tests.Mail;

public sealed class OutboxTests : IDisposable
{
    readonly SqliteRegister rows = new("Data Source=:memory:");
    readonly MailboxOfKeys mailbox = new();
    readonly FakeTimeProvider clock = new(A.Moment("2024-12-02T09:00"));
    readonly Assessment.Register.Register register;
    readonly Ledger ledger;

    public OutboxTests()
    {
        register = new Assessment.Register.Register(rows);
        ledger = new Ledger(rows);
    }

    public void Dispose() => rows.Dispose();

    [Fact]
    public async Task A_mail_is_sent_once_and_gives_the_same_receipt_again()
    {
        var first = await Send(rows);
        clock.Advance(TimeSpan.FromDays(1));
        var second = await Send(rows);

        Assert.Equal(first, second);
        Assert.Equal(["my-tip-2025-annual-pdrm-letter"], mailbox.Attempts);
        Assert.Equal(["LetterSent: Data call → farid@pdrm.example, alia@pdrm.example (The round was released.)"], await Ledger());
    }

    [Theory]
    [InlineData("Ledger")]
    [InlineData("Threads")]
    [InlineData("Outbox")]
    public async Task After_a_crash_behind_the_sending_the_mailbox_finds_the_first_message_again(string table)
    {
        await Assert.ThrowsAsync<IOException>(() => Send(new RegisterThatStops(rows, table, after: table == "Outbox" ? 1 : 0)));
        clock.Advance(TimeSpan.FromMinutes(1));
        var receipt = await Send(rows);

        Assert.Equal(A.Moment("2024-12-02T09:00"), receipt.SentAt);
        Assert.Equal(2, mailbox.Attempts.Count);
        Assert.Single(mailbox.Sent);
        Assert.Single(await Ledger());
        Assert.Equal(receipt, (await register.Find<OutboxRow>(A.Cycle, "my-tip-2025-annual-pdrm-letter"))!.Receipt);
    }

    [Fact]
    public async Task A_crash_before_the_sending_leaves_an_intention_and_no_mail()
    {
        mailbox.IsDown = true;
        await Assert.ThrowsAsync<IOException>(() => Send(rows));

        Assert.Empty(mailbox.Sent);
        Assert.Empty(await Ledger());
        Assert.Equal(OutboxStatus.Intended, (await register.Find<OutboxRow>(A.Cycle, "my-tip-2025-annual-pdrm-letter"))!.Status);
        Assert.False(await Outbox(rows).HasSent(A.Cycle, "my-tip-2025-annual-pdrm-letter", CancellationToken.None));

        mailbox.IsDown = false;
        await Send(rows);
        Assert.True(await Outbox(rows).HasSent(A.Cycle, "my-tip-2025-annual-pdrm-letter", CancellationToken.None));
    }

    [Fact]
    public async Task A_reply_finds_its_call_by_the_message_or_the_conversation()
    {
        var receipt = await Send(rows);

        foreach (var id in new[] { receipt.InternetMessageId, receipt.ConversationId })
        {
            Assert.Equal("my-tip-2025-annual-pdrm", (await register.Find<MailThread>(A.Cycle, ThreadKey.Of(id)))!.CallId);
        }
    }

    Task<MailReceipt> Send(IRegister through) => Outbox(through).Send(A.Cycle, Letter, CancellationToken.None);

    Outbox Outbox(IRegister through)
    {
        var (known, written) = (new Assessment.Register.Register(through), new Ledger(through));
        var open = new OpenSends(known, new PlanStore(known), new CardDesk(known, new CardsOnNoScreen(), written, clock), written, clock);
        return new Outbox(known, mailbox, open, written, clock);
    }

    async Task<List<string>> Ledger()
    {
        var entries = new List<string>();
        await foreach (var entry in ledger.Read(A.Cycle))
        {
            entries.Add($"{entry.Kind}: {entry.Details!.What} ({entry.Details.Why})");
        }

        return entries;
    }

    static OutgoingMail Letter => new()
    {
        Key = "my-tip-2025-annual-pdrm-letter",
        Kind = MailKind.Letter,
        To = [new MailAddress("Farid", "farid@pdrm.example")],
        Cc = [new MailAddress("Alia", "alia@pdrm.example")],
        Subject = "Data call",
        Text = "Please tell us.",
        About = "my-tip-2025-annual-pdrm",
        Why = "The round was released.",
    };

    sealed class CardsOnNoScreen : ICards
    {
        public Task Show(Card card, CancellationToken cancellation = default) => throw new InvalidOperationException($"Nobody is to be asked {card.Title}");
    }

    /// <summary>A mailbox that keeps its promise: the same key gives the first receipt again.</summary>
    sealed class MailboxOfKeys : IMailbox
    {
        public List<string> Attempts { get; } = [];

        public Dictionary<string, MailReceipt> Sent { get; } = [];

        public bool IsDown { get; set; }

        public Task<MailReceipt> Send(OutgoingMail mail, CancellationToken cancellation = default)
        {
            if (IsDown)
            {
                throw new IOException("The mailbox does not answer.");
            }

            Attempts.Add(mail.Key);
            if (!Sent.TryGetValue(mail.Key, out var receipt))
            {
                receipt = new MailReceipt(mail.Key, $"<{mail.Key}@kdn.example>", $"conversation/{mail.Key}", A.Moment("2024-12-02T09:00").AddMinutes(Sent.Count));
                Sent.Add(mail.Key, receipt);
            }

            return Task.FromResult(receipt);
        }

        public Task<InboxPage> Read(string? cursor, CancellationToken cancellation = default) => Task.FromResult(new InboxPage([], ""));

        public Task<IncomingMail> Open(string messageId, CancellationToken cancellation = default) => throw new FileNotFoundException(messageId);

        public Task<Stream> OpenAttachment(string messageId, string attachmentId, CancellationToken cancellation = default) => throw new FileNotFoundException(messageId);

        public Task<Stream> OpenRaw(string messageId, CancellationToken cancellation = default) => throw new FileNotFoundException(messageId);
    }

    /// <summary>The process dies before a commit to one table is made.</summary>
    sealed class RegisterThatStops(IRegister rows, string table, int after) : IRegister
    {
        int left = after;

        public Task<Row?> Find(string of, string partition, string id, CancellationToken cancellation = default) => rows.Find(of, partition, id, cancellation);

        public IAsyncEnumerable<Row> List(string of, string partition, string prefix = "", string from = "", CancellationToken cancellation = default)
            => rows.List(of, partition, prefix, from, cancellation);

        public Task<bool> Commit(string of, string partition, IReadOnlyList<Change> changes, CancellationToken cancellation = default)
            => of == table && left-- == 0 ? throw new IOException("The process was killed.") : rows.Commit(of, partition, changes, cancellation);
    }
}
