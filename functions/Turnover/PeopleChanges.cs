using Assessment.Cycle;
using Assessment.Register;

namespace Assessment.Turnover;

/// <summary>
/// What changed about a person while the cycle runs. It lies over the plan, which stays as it was imported: <see cref="PlanStore"/> gives
/// the plan with all changes in it, so that recipients, senders, reminders, cards and links see the same people.
/// </summary>
[Table("People")]
public sealed record PersonChange
{
    public required string PersonId { get; init; }

    /// <summary>A person whom the plan does not have.</summary>
    public Person? Added { get; init; }

    /// <summary>The address in place of the plan's.</summary>
    public string? Email { get; init; }

    /// <summary>The last day on which the person is in charge.</summary>
    public DateOnly? LastDay { get; init; }

    /// <summary>Since when an automatic reply says that the person is away; null again once they write.</summary>
    public DateTimeOffset? AwaySince { get; init; }

    /// <summary>Why mail to the person fails; null again once they write.</summary>
    public string? FailsBecause { get; init; }
}

public static class PeopleOverlay
{
    /// <summary>The plan with the changes in it: people who were added come after those of the plan.</summary>
    public static Plan Over(Plan plan, IReadOnlyList<PersonChange> changes)
    {
        if (changes.Count == 0)
        {
            return plan;
        }

        var byId = changes.ToDictionary(change => change.PersonId, StringComparer.Ordinal);
        var added = changes.Select(change => change.Added).OfType<Person>().Where(person => plan.People.All(known => known.Id != person.Id));
        return plan with { People = [.. plan.People.Concat(added).Select(person => byId.TryGetValue(person.Id, out var change) ? Changed(person, change) : person)] };
    }

    static Person Changed(Person person, PersonChange change) => person with
    {
        To = change.LastDay is { } last && (person.To is null || last < person.To) ? last : person.To,
        Email = change.Email ?? person.Email,
        IsAway = change.AwaySince is not null,
        IsUnreachable = change.FailsBecause is not null,
    };
}

/// <summary>Writes changes of people, and makes every reader of the plan see them.</summary>
public sealed class PeopleDesk(Register.Register register)
{
    public async Task Change(string cycleId, string personId, Func<PersonChange, PersonChange> change, CancellationToken cancellation)
    {
        await register.Insert(cycleId, personId, new PersonChange { PersonId = personId }, cancellation);
        await register.Update(cycleId, personId, change, cancellation);

        // Always: a second run after a crash finds the row changed, and nobody told of it.
        await register.Update<RunningCycle>(RunningCycle.Partition, cycleId, cycle => cycle with { PeopleVersion = cycle.PeopleVersion + 1 }, cancellation);
    }

    /// <summary>The person wrote: whatever said that they are away or cannot be reached is over.</summary>
    public Task IsBack(string cycleId, string personId, CancellationToken cancellation)
        => Change(cycleId, personId, change => change with { AwaySince = null, FailsBecause = null }, cancellation);
}
