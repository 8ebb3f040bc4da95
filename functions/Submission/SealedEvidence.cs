using System.Globalization;
using Assessment.Cycle;
using Assessment.Evidence;
using Assessment.Register;

namespace Assessment.Submission;

/// <summary>
/// Keeps what was sealed: the package, the evidence in it and the files as they were received, until the plan's date or, where it names none, by legal hold.
/// </summary>
public sealed class SealedEvidence(Ledger ledger, TimeProvider clock, IEvidenceHolds? holds = null)
{
    public async Task Keep(RoundInPlan round, SubmissionContent content, string packageName, CancellationToken cancellation)
    {
        var hold = HoldOf(round.Plan.Cycle, round.Zone);
        var names = NamesOf(content, packageName);
        if (holds is not null)
        {
            foreach (var name in names)
            {
                await holds.Hold(name, hold, cancellation);
            }
        }

        var how = hold.Until is { } until ? $"until {round.Local(until)}" : "by legal hold";
        var (kind, what) = holds is null
            ? ("EvidenceNotHeld", $"{names.Count} files of the package could be changed by an administrator: this deployment has no immutable storage.")
            : ("EvidenceHeld", string.Create(CultureInfo.InvariantCulture, $"{names.Count} files, the package among them, are kept as they are {how}."));
        await ledger.Note(round.CycleId, $"{packageName}-held".Replace('/', '-'), kind, round.Address, "system", what, clock);
    }

    public static EvidenceHold HoldOf(CycleInfo cycle, Zone zone) => cycle.KeepUntil is { } day
        ? new EvidenceHold(zone.At(day, new TimeOnly(23, 59, 59)), IsLegal: false)
        : new EvidenceHold(null, IsLegal: true);

    static IReadOnlyList<string> NamesOf(SubmissionContent content, string packageName) =>
        [.. content.Evidence.SelectMany(evidence => new[] { evidence.File.Name, evidence.File.Original?.Name }).OfType<string>().Append(packageName).Distinct().Order(StringComparer.Ordinal)];
}
