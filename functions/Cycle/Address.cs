using System.Globalization;

namespace Assessment.Cycle;

/// <summary>Instance ids are addresses: mails, cards and people derive them, so there is no lookup table.</summary>
public static class Address
{
    public static string OfMailbox(string cycleId) => $"{cycleId}-mailbox";

    public static string OfRound(string cycleId, string roundId) => $"{cycleId}-{roundId}";

    public static string OfCall(string roundAddress, Organisation organisation) => $"{roundAddress}-{organisation.Slug}";

    /// <summary>Where a ministry signs; <paramref name="turn"/> counts from 1 and goes up when something is taken up again after it was asked.</summary>
    public static string OfSignOff(string roundAddress, string ministrySlug, int correction = 0, int turn = 1)
        => string.Create(CultureInfo.InvariantCulture, $"{roundAddress}-signoff-{ministrySlug}{Of(correction)}{(turn == 1 ? "" : $"-{turn}")}");

    /// <summary>Where it is settled which value of an indicator stands; <paramref name="isLate"/> for values that changed after the ministries were asked to sign.</summary>
    public static string OfSettlement(string roundAddress, string indicator, bool isLate) => $"{roundAddress}-conflict-{Slug.Of(indicator)}{(isLate ? "-late" : "")}";

    /// <summary>Where a version is put together: the first, or that of a correction by its number.</summary>
    public static string OfSubmission(string roundAddress, int correction = 0) => $"{roundAddress}-submission{Of(correction)}";

    public static string OfCorrection(string roundAddress, int number) => $"{roundAddress}-correction{Of(number)}";

    /// <summary>A call that runs again because what it answered is corrected.</summary>
    public static string OfCorrectedCall(string callId, int correction) => $"{callId}{Of(correction)}";

    /// <summary>-c1; nothing for the first version.</summary>
    internal static string Of(int correction) => correction == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"-c{correction}");
}
