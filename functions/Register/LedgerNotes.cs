namespace Assessment.Register;

public static class LedgerNotes
{
    /// <summary>Writes a line once; the key makes a second writing of the same happening a no-op. Call it before the row changes that it tells of.</summary>
    public static Task Note(this Ledger ledger, string cycleId, string key, string kind, string subject, string who, string what, TimeProvider clock, string? why = null)
        => ledger.Append(cycleId, key, kind, subject, new LedgerDetails { Who = who, What = what, Why = why }, clock.GetUtcNow());
}
