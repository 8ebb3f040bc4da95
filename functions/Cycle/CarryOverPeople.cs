namespace Assessment.Cycle;

/// <summary>A role of an organisation that somebody had last year and nobody has next year.</summary>
public sealed record Vacancy(string Organisation, Role Role, IReadOnlyList<Person> Before)
{
    public string What => $"{Organisation} has no person with role {PlanKinds.WordFor(Role)}: {string.Join(", ", Before.Select(person => person.Name))} ended.";

    public string Remedy => $"Add a successor with role {PlanKinds.WordFor(Role)} for {Organisation} to people.csv.";
}

/// <summary>Who is still in office when the next cycle starts.</summary>
static class CarryOverPeople
{
    public static (IReadOnlyList<Person> Kept, IReadOnlyList<Person> LeftOut) Split(IReadOnlyList<Person> people, DateOnly start)
    {
        var ended = people.ToLookup(person => person.To < start);
        return ([.. ended[false]], [.. ended[true]]);
    }

    public static IReadOnlyList<Vacancy> Vacancies(IReadOnlyList<Person> before, IReadOnlyList<Person> kept) =>
    [
        .. before.GroupBy(person => (person.Organisation, person.Role))
            .Where(seat => !kept.Any(person => (person.Organisation, person.Role) == seat.Key))
            .Select(seat => new Vacancy(seat.Key.Organisation, seat.Key.Role, [.. seat])),
    ];
}
