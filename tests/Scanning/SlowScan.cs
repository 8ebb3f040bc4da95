using Assessment.Evidence;

namespace Assessment.Tests.Scanning;

/// <summary>A scan that takes its time, as Defender for Storage does: it has all its verdicts some time after the first file landed.</summary>
sealed class SlowScan(TimeProvider clock, TimeSpan takes, Func<LandedFile, ScanVerdict> judge) : IMalwareScan
{
    DateTimeOffset? begun;

    public Task<ScanVerdict> Look(LandedFile file, CancellationToken cancellation = default)
    {
        begun ??= clock.GetUtcNow();
        return Task.FromResult(clock.GetUtcNow() - begun < takes ? ScanVerdict.NotYet("The scan is at it.") : judge(file));
    }
}
