using Assessment.Cycle;
using Assessment.DataCalls;
using Assessment.Mail;
using Assessment.Pages;
using Assessment.Register;

namespace Assessment.Turnover;

/// <summary>Somebody who was told of a call as the one who answers it: by the letter or by a hand-over.</summary>
[Table("Introductions")]
public sealed record Introduction(string Address, DateTimeOffset At)
{
    public static string IdOf(string address) => ThreadKey.Of(address.ToLowerInvariant());
}

public enum HandOverReason
{
    /// <summary>The one before is not in charge any more.</summary>
    Turnover,

    /// <summary>The one before is away; both are written to.</summary>
    Absence,

    /// <summary>Mail to the one before fails.</summary>
    Unreachable,

    /// <summary>Nobody was in charge before.</summary>
    New,
}

/// <summary>To whom a call passes, from whom, and why.</summary>
public sealed record HandOver(Person To, Person? From, HandOverReason Reason);

public static class HandOverRules
{
    /// <summary>
    /// Somebody who receives the call's mails now and was never told of it, or null. The same rule serves turnover by the plan's dates or by an action,
    /// absence, and an address that fails: each changes who receives.
    /// </summary>
    public static HandOver? Due(RoundInPlan round, DataCall call, IReadOnlyList<Introduction> introduced, DateTimeOffset now)
    {
        // Nobody on record: the letter went out before introductions were kept, or has not gone out.
        if (introduced.Count == 0)
        {
            return null;
        }

        var newcomer = Recipients.Of(round, call, Audience.FocalPoint, now).Addressees
            .FirstOrDefault(person => person.Organisation == call.Organisation && person.Role != Role.Secretariat && !introduced.Any(one => IsSame(one.Address, person.Email)));
        return newcomer is null ? null : new HandOver(newcomer, Before(round, call, introduced), ReasonFor(Before(round, call, introduced), round.Zone.DayOf(now)));
    }

    /// <summary>The next moment at which the people of a call's organisation change by their dates.</summary>
    public static DateTimeOffset? NextChange(RoundInPlan round, DataCall call, DateTimeOffset now)
    {
        var at = round.Plan.Reminders.At;
        return round.Plan.People
            .Where(person => person.Organisation == call.Organisation && person.Role is Role.FocalPoint or Role.Alternate or Role.Head)
            .SelectMany(person => new[] { person.From, person.To?.AddDays(1) })
            .OfType<DateOnly>()
            .Select(day => (DateTimeOffset?)round.Zone.At(day, at))
            .Where(moment => moment > now)
            .Min();
    }

    static Person? Before(RoundInPlan round, DataCall call, IReadOnlyList<Introduction> introduced)
    {
        var last = introduced.OrderBy(one => one.At).ThenBy(one => one.Address, StringComparer.Ordinal).Last().Address;
        return round.Plan.People.FirstOrDefault(person => person.Organisation == call.Organisation && IsSame(person.Email, last));
    }

    static HandOverReason ReasonFor(Person? before, DateOnly day) => before switch
    {
        null => HandOverReason.New,
        _ when !before.IsValidOn(day) => HandOverReason.Turnover,
        { IsUnreachable: true } => HandOverReason.Unreachable,
        { IsAway: true } => HandOverReason.Absence,
        _ => HandOverReason.New,
    };

    static bool IsSame(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}

/// <summary>Passes a call on, once to each newcomer.</summary>
public sealed class HandOverDesk(Register.Register register, Outbox outbox, DueDateDesk dueDates, PersonalPages pages, Ledger ledger, TimeProvider clock)
{
    public Task<IReadOnlyList<Introduction>> Introductions(string callId, CancellationToken cancellation) => register.List<Introduction>(callId, cancellation: cancellation);

    /// <summary>Notes who was told of the call as the one who answers it.</summary>
    public async Task Introduce(string callId, IEnumerable<Person> people, CancellationToken cancellation)
    {
        foreach (var person in people)
        {
            await register.Insert(callId, Introduction.IdOf(person.Email), new Introduction(person.Email, clock.GetUtcNow()), cancellation);
        }
    }

    public async Task Send(RoundInPlan round, DataCall call, IReadOnlyList<Item> items, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        if (HandOverRules.Due(round, call, await Introductions(call.Id, cancellation), now) is not { } handOver)
        {
            return;
        }

        var mail = HandOverLetters.Of(round, call, items, handOver, now, await pages.For(round, call, handOver.To.Email, now, cancellation));
        var before = handOver.From is { } from ? $"from {from.Id} " : "";
        await ledger.Note(call.CycleId, $"{mail.Key}-noted", "CallHandedOver", call.Id, "system", $"{call.Organisation}: the data call passes {before}to {handOver.To.Id} ({handOver.Reason}).", clock);
        await outbox.Send(call.CycleId, mail with { Attachments = [await dueDates.Attachment(round, call, items, handOver.To.Language, now, cancellation)] }, cancellation);
        await Introduce(call.Id, [handOver.To], cancellation);
    }
}
