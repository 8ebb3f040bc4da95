using Assessment.Evidence;

namespace Assessment.Tests.Scanning;

/// <summary>A scan that takes its time, as Defender for Storage does: its verdict on a file is there some time after the file landed.</summary>
sealed class SlowScan(TimeProvider clock, TimeSpan takes, Func<LandedFile, ScanVerdict> judge) : IMalwareScan
{
    readonly Dictionary<string, DateTimeOffset> landed = new(StringComparer.Ordinal);

    public Task<ScanVerdict> Look(LandedFile file, CancellationToken cancellation = default)
    {
        landed.TryAdd(file.Name, clock.GetUtcNow());
        return Task.FromResult(clock.GetUtcNow() - landed[file.Name] < takes ? ScanVerdict.NotYet("The scan is at it.") : judge(file));
    }
}
