namespace Assessment.Cycle;

/// <summary>What must hold for clearance: organisations that exist, and a head where a head is to release.</summary>
sealed partial class PlanChecks
{
    void CheckClearance()
    {
        foreach (var own in draft.Cycle?.Clearance?.Organisations ?? [])
        {
            if (Exists(own.Organisation, Codes(draft.Organisations), "an organisation", "organisations.csv") && own.HeadReleases && !HasHead(own.Organisation.Value))
            {
                faults.Error(own.Organisation.At, $"The head of {own.Organisation.Value} is to release its answers, but it has no head.", "Add a person with the role 'head' to people.csv, or remove 'headReleases'.");
            }
        }
    }

    bool HasHead(string organisation) => draft.People?.Any(person => person.Organisation?.Value == organisation && person.Role?.Value == Role.Head) ?? true;
}
