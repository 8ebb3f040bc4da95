using System.Globalization;
using System.Text.Json;
using Assessment.Cycle;
using Assessment.Host.Functions;
using Assessment.Mail;
using Assessment.Review;
using Assessment.Teams;
using MimeKit;

namespace Assessment.Host.Sandbox.Pages;

/// <summary>A card with the decision on it, if there is one.</summary>
public sealed record WaitingCard(ShownCard Shown, Decision? Decision)
{
    public Card Card => Shown.Card;
}

/// <summary>What the pages of the sandbox see and do: mails, people, cards and the clock of a host that serves.</summary>
public sealed class SandboxWorld(LocalHost host, SandboxClock clock) : IDisposable
{
    readonly PlanStore plans = new(host.Register);
    readonly SemaphoreSlim writing = new(1, 1);

    public SandboxClock Clock { get; } = clock;

    public Mailboxes Mails { get; } = new(host.Mailbox);

    public string CycleId => host.Plan.Cycle.Id;

    public Zone Zone => Zone.Of(host.Plan.Cycle.TimeZone);

    /// <summary>Where the app's personal pages lie.</summary>
    public Uri PageAddress => host.PageAddress;

    /// <summary>The plan with everybody who came in since.</summary>
    public Task<Plan> Plan(CancellationToken cancellation) => plans.Read(CycleId, cancellation);

    /// <summary>The cards of the cycle, those that wait first.</summary>
    public async Task<IReadOnlyList<WaitingCard>> Cards(CancellationToken cancellation)
    {
        var cards = new List<WaitingCard>();
        foreach (var shown in await host.Register.List<ShownCard>(CycleId, cancellation: cancellation))
        {
            cards.Add(new WaitingCard(shown, await host.Register.Find<Decision>(CycleId, shown.Card.Key, cancellation)));
        }

        return [.. cards.OrderBy(card => card.Decision is not null).ThenByDescending(card => card.Shown.ShownAt).ThenBy(card => card.Card.Key, StringComparer.Ordinal)];
    }

    /// <summary>Puts a mail into the shared mailbox and lets the app read it.</summary>
    public Task Deliver(Func<string, DateTimeOffset, byte[]> write, string about, CancellationToken cancellation) => Write(async () =>
    {
        var key = string.Create(CultureInfo.InvariantCulture, $"by-hand-{Mails.All().Count + 1}");
        host.Mailbox.Deliver(key, about, write(key, host.Clock.GetUtcNow()), host.Clock.GetUtcNow());
        await host.PostAs(null, $"/api/cycles/{CycleId}/mail", "", cancellation);
    }, cancellation);

    public Task Deliver(WrittenMail mail, CancellationToken cancellation)
        => Deliver((key, now) => Bytes(mail.Message(key, host.Plan.Cycle.Mailbox, now)), mail.Answers?.Message.About ?? "", cancellation);

    public Task Deliver(ReplyKind kind, Person person, MailHead answered, CancellationToken cancellation)
        => Deliver((key, now) => Bytes(WrittenMail.Automatic(kind, person, answered, key, host.Plan.Cycle.Mailbox, now)), answered.Message.About, cancellation);

    /// <summary>Presses a button of a card as a person; gives back why that was refused.</summary>
    public async Task<string?> Press(string card, string person, string choice, string? reason, CancellationToken cancellation)
    {
        var refusal = (string?)null;
        await Write(async () =>
        {
            var body = JsonSerializer.Serialize(new PressedButton(choice, reason), JsonSerializerOptions.Web);
            var answer = await host.PostAs(person, $"/api/cycles/{CycleId}/cards/{Uri.EscapeDataString(card)}/press", body, cancellation);
            refusal = answer.Status < 300 ? null : answer.Said;
        }, cancellation);
        return refusal;
    }

    public void Dispose() => writing.Dispose();

    async Task Write(Func<Task> write, CancellationToken cancellation)
    {
        await writing.WaitAsync(cancellation);
        try
        {
            await write();
        }
        finally
        {
            writing.Release();
        }

        await Clock.Settle(cancellation);
    }

    static byte[] Bytes(MimeMessage message)
    {
        using var raw = new MemoryStream();
        message.WriteTo(raw);
        return raw.ToArray();
    }
}

/// <summary>The clock of the host as the pages show and move it.</summary>
public sealed record SandboxClock(
    Func<DateTimeOffset> Now,
    Func<DateTimeOffset?> NextDue,
    bool CanMove,
    Func<DateTimeOffset, CancellationToken, Task<string?>> MoveTo,
    Func<CancellationToken, Task> Settle);
