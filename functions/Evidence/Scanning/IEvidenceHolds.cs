namespace Assessment.Evidence;

/// <summary>For how long evidence must stay as it is: until a moment, or until a person lifts a legal hold. Both can stand at once.</summary>
public sealed record EvidenceHold(DateTimeOffset? Until, bool IsLegal)
{
    /// <summary>What two holds ask for together; a hold is never shortened.</summary>
    public static EvidenceHold Both(EvidenceHold? one, EvidenceHold other) => one is null
        ? other
        : new EvidenceHold(Later(one.Until, other.Until), one.IsLegal || other.IsLegal);

    static DateTimeOffset? Later(DateTimeOffset? one, DateTimeOffset? other) => one is null || other > one ? other ?? one : one;
}

/// <summary>Keeps stored evidence from being changed or removed by anybody.</summary>
public interface IEvidenceHolds
{
    /// <summary>Adds a hold to those that stand. Asking again for the same changes nothing.</summary>
    Task Hold(string name, EvidenceHold hold, CancellationToken cancellation = default);

    /// <summary>The holds that stand on a name together, or null.</summary>
    Task<EvidenceHold?> Find(string name, CancellationToken cancellation = default);
}
