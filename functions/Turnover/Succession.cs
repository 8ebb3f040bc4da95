using Assessment.Cycle;

namespace Assessment.Turnover;

/// <summary>Who is to follow: a person whom the plan has, by id, or a new one with name and address. <c>From</c> is the first day; today without it.</summary>
public sealed record SuccessorNamed(string? Successor = null, string? Name = null, string? Email = null, Language? Language = null, DateOnly? From = null);

/// <summary>A successor as they will stand in the plan, or why there is none.</summary>
public sealed record Succession(Person? Successor, bool NeedsApproval, string? Refusal)
{
    public static Succession Refused(string why) => new(null, false, why);
}

/// <summary>Who may name whose successor, and whom. Pure.</summary>
public static class SuccessionRules
{
    static readonly Role[] Handed = [Role.FocalPoint, Role.Alternate, Role.Head];

    public static Succession Of(Plan plan, Person leaving, SuccessorNamed named, Person by, DateOnly today)
    {
        var from = named.From ?? today;
        return Refusal(leaving, by, from, today) is { } refusal
            ? Succession.Refused(refusal)
            : InTime(plan, leaving, from, named.Successor is { } id ? Known(plan, leaving, id, from) : New(plan, leaving, named, by, from));
    }

    /// <summary>A seat passes on once; naming the same successor again changes nothing.</summary>
    static Succession InTime(Plan plan, Person leaving, DateOnly from, Succession named)
        => leaving.To < from && named.Successor is { } successor && plan.People.All(person => person.Id != successor.Id)
            ? Succession.Refused($"{leaving.Name} is in charge until {leaving.To:yyyy-MM-dd} only, so nobody follows on {from:yyyy-MM-dd}.")
            : named;

    /// <summary>The domains from which an organisation is known to write.</summary>
    public static IReadOnlySet<string> DomainsOf(Plan plan, string organisation)
        => plan.People.Where(person => person.Organisation == organisation).Select(person => DomainOf(person.Email)).ToHashSet(StringComparer.OrdinalIgnoreCase);

    static string? Refusal(Person leaving, Person by, DateOnly from, DateOnly today)
    {
        var mayName = by.Role == Role.Secretariat || by.Id == leaving.Id || (by.Role == Role.Head && by.Organisation == leaving.Organisation);
        return !Handed.Contains(leaving.Role) ? $"{leaving.Name} is neither focal point nor alternate nor head; such a change is made in the plan."
            : !mayName ? $"{by.Name} may not name a successor of {leaving.Name}: the person, the head of {leaving.Organisation} and the secretariat may."
            : from < today ? $"A successor begins today or later, not on {from:yyyy-MM-dd}."
            : null;
    }

    static Succession Known(Plan plan, Person leaving, string id, DateOnly from) => plan.People.FirstOrDefault(person => person.Id == id) switch
    {
        null => Succession.Refused($"There is nobody with the id '{id}'. Give a name and an address for somebody new."),
        { } other when other.Organisation != leaving.Organisation => Succession.Refused($"{other.Name} belongs to {other.Organisation}, not to {leaving.Organisation}."),
        { } other when other.Id == leaving.Id => Succession.Refused($"{leaving.Name} cannot follow {leaving.Name}."),
        { } other => new Succession(Seat(leaving, other.Name, other.Email, other.Language, from), false, null),
    };

    static Succession New(Plan plan, Person leaving, SuccessorNamed named, Person by, DateOnly from)
    {
        if (string.IsNullOrWhiteSpace(named.Name) || !MimeKit.MailboxAddress.TryParse(named.Email ?? "", out var address) || DomainOf(address.Address).Length == 0)
        {
            return Succession.Refused("Give the id of a person of the plan, or a name and a mail address.");
        }

        if (string.Equals(address.Address, leaving.Email, StringComparison.OrdinalIgnoreCase))
        {
            return Succession.Refused($"{address.Address} is the address of {leaving.Name}.");
        }

        var isOutside = !DomainsOf(plan, leaving.Organisation).Contains(DomainOf(address.Address));
        return new Succession(Seat(leaving, named.Name.Trim(), address.Address, named.Language ?? leaving.Language, from), isOutside && by.Role != Role.Secretariat, null);
    }

    /// <summary>The leaving person's seat with somebody else in it; the same person and day give the same id.</summary>
    static Person Seat(Person leaving, string name, string email, Language language, DateOnly from) => leaving with
    {
        Id = $"{leaving.Id}-{Slug.Of(email)[..Math.Min(40, Slug.Of(email).Length)].TrimEnd('-')}-{from:yyyyMMdd}",
        Name = name,
        Email = email,
        Language = language,
        From = from,
        To = null,
        IsAway = false,
        IsUnreachable = false,
    };

    static string DomainOf(string address) => address[(address.LastIndexOf('@') + 1)..] is var domain && domain.Length < address.Length ? domain : "";
}
