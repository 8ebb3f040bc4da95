namespace Assessment.Cycle;

/// <summary>Instance ids are addresses: mails, cards and people derive them, so there is no lookup table.</summary>
public static class Address
{
    public static string OfMailbox(string cycleId) => $"{cycleId}-mailbox";

    public static string OfRound(string cycleId, string roundId) => $"{cycleId}-{roundId}";

    public static string OfCall(string roundAddress, Organisation organisation) => $"{roundAddress}-{organisation.Slug}";

    public static string OfSignOff(string roundAddress, string ministrySlug) => $"{roundAddress}-signoff-{ministrySlug}";

    public static string OfSubmission(string roundAddress) => $"{roundAddress}-submission";
}
