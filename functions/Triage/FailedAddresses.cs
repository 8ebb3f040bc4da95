using Assessment.Cycle;
using Assessment.Mail;
using Assessment.Register;
using Assessment.Review;
using Assessment.Teams;

namespace Assessment.Triage;

/// <summary>An address at which mail cannot be delivered, until a person has decided or a mail comes from it.</summary>
[Table("FailedAddresses")]
public sealed record FailedAddress
{
    public required string PersonId { get; init; }
    public required string Email { get; init; }
    public required string Reason { get; init; }
    public required DateTimeOffset At { get; init; }

    /// <summary>Which time it is that this person's address fails.</summary>
    public required int Times { get; init; }
    public required string CardKey { get; init; }
    public bool IsSettled { get; init; }
}

/// <summary>Puts addresses that fail before the secretariat.</summary>
public sealed class FailedAddresses(Register.Register register, CardDesk cards, TimeProvider clock)
{
    public async Task Ask(Plan plan, Person person, string reason, CancellationToken cancellation)
    {
        var earlier = await register.Find<FailedAddress>(plan.Cycle.Id, person.Id, cancellation);
        if (earlier is { IsSettled: false } && await cards.Decision(plan.Cycle.Id, earlier.CardKey, cancellation) is null && IsSame(earlier.Email, person.Email))
        {
            return;
        }

        var now = clock.GetUtcNow();
        var times = (earlier?.Times ?? 0) + 1;
        var card = FailedAddressCards.For(plan, person, reason, times, now);
        await cards.Ask(plan.Cycle.Id, card, cancellation);
        await register.Save(plan.Cycle.Id, person.Id, new FailedAddress { PersonId = person.Id, Email = person.Email, Reason = reason, At = now, Times = times, CardKey = card.Key }, cancellation);
    }

    static bool IsSame(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}

public static class FailedAddressCards
{
    public static Card For(Plan plan, Person person, string reason, int times, DateTimeOffset now)
    {
        var today = Zone.Of(plan.Cycle.TimeZone).DayOf(now);
        return new Card
        {
            Key = $"address-{person.Id}-{times}",
            Kind = CardKind.FailedAddress,
            For = Officers.On(plan, today),
            Instance = Address.OfMailbox(plan.Cycle.Id),
            About = plan.Cycle.Id,
            Title = $"{person.Organisation}: mail to {person.Name} comes back",
            Text = $"{person.Email}: {reason}",
            Facts = [new("Organisation", person.Organisation), new("Role", person.Role.ToString()), new("Mails go to", BounceAlert.Instead(plan, person, today) ?? "the secretariat")],
            Buttons = [new(Choice.Correct, "Use the address written below", NeedsReason: true), new(Choice.Retry, "The address is right: try again"), new(Choice.Leave, "Leave it to the others", NeedsReason: true)],
        };
    }
}
