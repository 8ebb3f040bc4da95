using Assessment.Cycle;
using Assessment.Mail;
using Assessment.Register;
using Assessment.Review;
using Assessment.Teams;

namespace Assessment.Turnover;

/// <summary>A successor from outside the organisation's own domain, until the secretariat has decided.</summary>
[Table("Successions")]
public sealed record PendingSuccession
{
    public required string CardKey { get; init; }
    public required string LeavingId { get; init; }
    public required Person Successor { get; init; }
    public required string By { get; init; }
    public bool IsSettled { get; init; }
}

/// <summary>What came of naming a successor: refused and why, or waiting for the secretariat, or done; <c>Wake</c> are the instances that look at it now.</summary>
public sealed record TurnoverOutcome(string? Refusal, bool IsWaiting, IReadOnlyList<string> Wake);

/// <summary>One action moves everything: whoever is named gets the open items, the thread, the reminders and a link; the one before loses them.</summary>
public sealed class TurnoverDesk(Register.Register register, PlanStore plans, PeopleDesk people, OpenCalls openCalls, CardDesk cards, Ledger ledger, TimeProvider clock)
{
    public async Task<TurnoverOutcome> Name(string cycleId, string leavingId, SuccessorNamed named, Person by, CancellationToken cancellation)
    {
        var plan = await plans.Read(cycleId, cancellation);
        if (plan.People.FirstOrDefault(person => person.Id == leavingId) is not { } leaving)
        {
            return new TurnoverOutcome($"There is nobody with the id '{leavingId}'.", false, []);
        }

        var today = Zone.Of(plan.Cycle.TimeZone).DayOf(clock.GetUtcNow());
        return SuccessionRules.Of(plan, leaving, named, by, today) switch
        {
            { Successor: { } successor, NeedsApproval: true } => await AskSecretariat(plan, leaving, successor, by, today, cancellation),
            { Successor: { } successor } => new TurnoverOutcome(null, false, await Apply(plan, leaving, successor, by.Id, cancellation)),
            { Refusal: var why } => new TurnoverOutcome(why, false, []),
        };
    }

    /// <summary>Applies what the secretariat has decided about successors from outside; gives back the instances to wake.</summary>
    public async Task<IReadOnlyList<string>> Settle(string cycleId, CancellationToken cancellation)
    {
        var wake = new List<string>();
        foreach (var (pending, decision) in await cards.Decided<PendingSuccession>(cycleId, pending => pending.IsSettled ? null : pending.CardKey, cancellation))
        {
            var plan = await plans.Read(cycleId, cancellation);
            var leaving = plan.People.First(person => person.Id == pending.LeavingId);
            if (decision.IsFavourable)
            {
                wake.AddRange(await Apply(plan, leaving, pending.Successor, decision.By, cancellation));
            }
            else
            {
                await ledger.Note(cycleId, $"{pending.CardKey}-rejected", "SuccessorRejected", cycleId, decision.By, $"{leaving.Organisation}: {pending.Successor.Name} does not follow {leaving.Name}.", clock, decision.Reason);
            }

            await register.Update<PendingSuccession>(cycleId, pending.CardKey, current => current with { IsSettled = true }, cancellation);
        }

        return wake;
    }

    /// <summary>Whom a person was to be followed by, while the secretariat has not decided.</summary>
    public async Task<IReadOnlyList<PendingSuccession>> Pending(string cycleId, string leavingId, CancellationToken cancellation)
        => [.. (await register.List<PendingSuccession>(cycleId, cancellation: cancellation)).Where(pending => pending.LeavingId == leavingId && !pending.IsSettled)];

    /// <summary>Adds somebody who wrote from an unknown address, and whom the secretariat accepted, as an alternate of the organisation.</summary>
    public async Task<Person> Add(Plan plan, string organisation, MailAddress address, string by, CancellationToken cancellation)
    {
        var person = new Person
        {
            Id = $"{plan.Organisation(organisation).Slug}-{ThreadKey.Of(address.Address.ToLowerInvariant())[..12]}",
            Name = address.Name,
            Email = address.Address,
            Organisation = organisation,
            Role = Role.Alternate,
            Language = plan.Organisation(organisation).Language,
            From = Zone.Of(plan.Cycle.TimeZone).DayOf(clock.GetUtcNow()),
        };
        await ledger.Note(plan.Cycle.Id, $"added-{person.Id}", "PersonAdded", plan.Cycle.Id, by, $"{organisation}: {address.Address} was added as an alternate.", clock);
        await people.Change(plan.Cycle.Id, person.Id, change => change with { Added = change.Added ?? person }, cancellation);
        return person;
    }

    async Task<TurnoverOutcome> AskSecretariat(Plan plan, Person leaving, Person successor, Person by, DateOnly today, CancellationToken cancellation)
    {
        var card = SuccessionCards.For(plan, leaving, successor, by, today);
        await register.Insert(plan.Cycle.Id, card.Key, new PendingSuccession { CardKey = card.Key, LeavingId = leaving.Id, Successor = successor, By = by.Id }, cancellation);
        await cards.Ask(plan.Cycle.Id, card, cancellation);
        return new TurnoverOutcome(null, true, []);
    }

    async Task<IReadOnlyList<string>> Apply(Plan plan, Person leaving, Person successor, string by, CancellationToken cancellation)
    {
        var from = successor.From!.Value;
        await ledger.Note(plan.Cycle.Id, $"turnover-{leaving.Id}-{successor.Id}", "SuccessorNamed", plan.Cycle.Id, by, $"{leaving.Organisation}: {successor.Name} follows {leaving.Name} as {leaving.Role} on {from:yyyy-MM-dd}.", clock);

        // The successor first: between the two writes there are two in charge rather than none.
        await people.Change(plan.Cycle.Id, successor.Id, change => change with { Added = change.Added ?? successor }, cancellation);
        await people.Change(plan.Cycle.Id, leaving.Id, change => change with { LastDay = from.AddDays(-1) }, cancellation);
        return [.. (await openCalls.Of(plan, leaving.Organisation, cancellation)).Select(call => call.Instance)];
    }
}

public static class SuccessionCards
{
    /// <summary>May somebody with an address outside of the organisation's domains receive its mails?</summary>
    public static Card For(Plan plan, Person leaving, Person successor, Person by, DateOnly today) => new()
    {
        Key = $"successor-{successor.Id}",
        Kind = CardKind.Successor,
        For = Officers.On(plan, today),
        Instance = Address.OfMailbox(plan.Cycle.Id),
        About = plan.Cycle.Id,
        Title = $"{leaving.Organisation}: does {successor.Name} follow {leaving.Name}?",
        Text = $"{by.Name} names {successor.Email}, which is not an address of {leaving.Organisation} ({string.Join(", ", SuccessionRules.DomainsOf(plan, leaving.Organisation).Order(StringComparer.Ordinal))}).",
        Facts = [new("Organisation", leaving.Organisation), new("Role", leaving.Role.ToString()), new("From", $"{successor.From:yyyy-MM-dd}")],
        Buttons = [new(Choice.Accept, "Accept"), new(Choice.Reject, "Reject", NeedsReason: true)],
    };
}
