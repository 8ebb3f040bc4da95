using Assessment.Cycle;
using Assessment.Evidence.PersonalData;

namespace Assessment.Clearance;

/// <summary>What the plan says of grades, of heads who release answers, and of what is no personal data here. All of it may be left out.</summary>
public sealed record ClearancePlan
{
    /// <summary>The grade of an answer whose organisation states none.</summary>
    public Grade Grade { get; init; }
    public IReadOnlyList<OrganisationClearance> Organisations { get; init; } = [];

    /// <summary>Counts of people above zero and below this identify somebody.</summary>
    public int SmallCells { get; init; } = ScanPolicy.Default.SmallCellThreshold;
    public IReadOnlyList<string> OfficialDomains { get; init; } = [];
    public IReadOnlyList<string> OfficialNumbers { get; init; } = [];
    public IReadOnlyList<string> OfficialAddresses { get; init; } = [];

    public Grade GradeOf(string organisation) => Find(organisation)?.Grade ?? Grade;

    public bool HeadReleases(string organisation) => Find(organisation)?.HeadReleases ?? false;

    OrganisationClearance? Find(string organisation) => Organisations.FirstOrDefault(own => own.Organisation == organisation);
}

/// <summary>What differs for one organisation.</summary>
public sealed record OrganisationClearance(string Organisation, Grade? Grade = null, bool HeadReleases = false);

public static class ScanPolicies
{
    /// <summary>The domains of the plan's own people are official; where one is a provider's that everybody shares, only their addresses are.</summary>
    public static ScanPolicy Of(Plan plan)
    {
        var addresses = plan.People.Select(person => person.Email).Append(plan.Cycle.Mailbox).Append(plan.Cycle.Channel).ToList();
        var own = plan.Clearance;
        return new ScanPolicy
        {
            SmallCellThreshold = own.SmallCells,
            OfficialDomains = [.. ScanPolicy.Default.OfficialDomains.Concat(own.OfficialDomains).Concat(addresses.Select(DomainOf).Where(domain => !MailProviders.IsShared(domain))).Distinct(StringComparer.OrdinalIgnoreCase)],
            OfficialNumbers = [.. ScanPolicy.Default.OfficialNumbers.Concat(own.OfficialNumbers).Distinct(StringComparer.Ordinal)],
            OfficialAddresses = [.. own.OfficialAddresses.Concat(addresses).Distinct(StringComparer.OrdinalIgnoreCase)],
        };
    }

    static string DomainOf(string address) => address[(address.LastIndexOf('@') + 1)..];
}
