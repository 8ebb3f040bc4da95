namespace Assessment.Cycle;

/// <summary>Instance ids are addresses: mails, cards and people derive them, so there is no lookup table.</summary>
public static class Address
{
    public static string OfMailbox(string cycleId) => $"{cycleId}-mailbox";

    public static string OfRound(string cycleId, string roundId) => $"{cycleId}-{roundId}";

    public static string OfCall(string roundAddress, Organisation organisation) => $"{roundAddress}-{organisation.Slug}";

    public static string OfSignOff(string roundAddress, string ministrySlug) => $"{roundAddress}-signoff-{ministrySlug}";

    /// <summary>Where it is settled which value of an indicator stands; <paramref name="isLate"/> for values that changed after the ministries were asked to sign.</summary>
    public static string OfSettlement(string roundAddress, string indicator, bool isLate) => $"{roundAddress}-conflict-{Slug.Of(indicator)}{(isLate ? "-late" : "")}";

    public static string OfSubmission(string roundAddress) => $"{roundAddress}-submission";
}
