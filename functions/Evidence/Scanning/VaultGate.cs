using Assessment.Durable;
using Assessment.Mail;
using Assessment.Register;

namespace Assessment.Evidence;

/// <summary>How long a verdict is waited for.</summary>
public static class VerdictWaits
{
    /// <summary>A mail is not filed before its files have their verdicts, so that its sender is told everything at once; but not for longer than this.</summary>
    public static readonly TimeSpan OfMail = TimeSpan.FromMinutes(5);

    /// <summary>After this time a person has to look.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <summary>Between two looks.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(20);
}

/// <summary>A file that has no verdict yet, since when it lies there.</summary>
[Table("Landed")]
public sealed record WaitingFile(StoredContent Content, DateTimeOffset At);

/// <summary>How far a file came: into the vault only when its verdict is clean.</summary>
public sealed record Passage(string Name, StoredContent Content, ScanVerdict Verdict, DateTimeOffset LandedAt)
{
    public bool IsIn => Verdict.Outcome == ScanOutcome.Clean;

    public bool MayWait(DateTimeOffset now) => Verdict.Outcome == ScanOutcome.NotYet && now - LandedAt < VerdictWaits.OfMail;
}

/// <summary>The way into the vault: a file lands, gets its verdict, and goes on when it is clean. Passing again changes nothing that has passed.</summary>
public sealed class VaultGate(Register.Register register, EvidencePlaces places, IEvidenceStore vault, IMalwareScan scan, TimeProvider clock)
{
    /// <summary>Takes a file as far as its verdict allows. <paramref name="atBest"/> is what is known already of what the file contains.</summary>
    public async Task<Passage> Pass(string callId, string name, IncomingFile file, ScanVerdict? atBest = null, CancellationToken cancellation = default)
    {
        if (file.CleanSha256 is { } clean)
        {
            return await PassCleared(name, file, clean, cancellation);
        }

        var (content, landedAt) = await Land(callId, name, file, cancellation);
        var known = atBest ?? ScanVerdict.Clean;
        var verdict = known.Outcome == ScanOutcome.Clean ? await scan.Look(new LandedFile(name, content), cancellation) : known;
        if (verdict.Outcome == ScanOutcome.Clean)
        {
            await Admit(name, name, content, cancellation);
        }
        else if (verdict.Outcome == ScanOutcome.NotYet)
        {
            await register.Insert(callId, KeyOf(name), new WaitingFile(content, landedAt), cancellation);
        }

        return new Passage(name, content, verdict, landedAt);
    }

    /// <summary>Copies a clean file out of the landing place, and makes sure that it is the one that was scanned.</summary>
    public async Task Admit(string landedAs, string name, StoredContent content, CancellationToken cancellation)
    {
        await using var landed = await places.Landing.Open(landedAs, cancellation);
        Same(name, content.Sha256, await vault.Store(name, landed, cancellation));
    }

    /// <summary>A mail whose files have no verdict yet is filed later: whoever files it comes back by a durable timer.</summary>
    public void Await(IncomingReply reply, IEnumerable<Passage> passages)
    {
        var now = clock.GetUtcNow();
        if (reply.Channel == ReplyChannel.Mail && passages.FirstOrDefault(passage => passage.MayWait(now)) is { } waiting)
        {
            throw new VerdictNotNowException(now + VerdictWaits.Pause, waiting.Name, waiting.Verdict.Why);
        }
    }

    async Task<(StoredContent Content, DateTimeOffset At)> Land(string callId, string name, IncomingFile file, CancellationToken cancellation)
    {
        if (await register.Find<WaitingFile>(callId, KeyOf(name), cancellation) is { } waiting)
        {
            return (waiting.Content, waiting.At);
        }

        await using var content = await file.Open(cancellation);
        return (await places.Landing.Store(name, content, cancellation), clock.GetUtcNow());
    }

    async Task<Passage> PassCleared(string name, IncomingFile file, string sha256, CancellationToken cancellation)
    {
        await using var content = await file.Open(cancellation);
        var stored = await vault.Store(name, content, cancellation);
        Same(name, sha256, stored);
        return new Passage(name, stored, ScanVerdict.Clean, clock.GetUtcNow());
    }

    static void Same(string name, string sha256, StoredContent stored)
    {
        if (stored.Sha256 != sha256)
        {
            throw new InvalidOperationException($"'{name}' in the vault has the SHA-256 {stored.Sha256}, but what was scanned has {sha256}.");
        }
    }

    static string KeyOf(string name) => ThreadKey.Of(name);
}

/// <summary>A file of a mail has no verdict yet. The mail is filed when it has one, or when it was waited for long enough.</summary>
public sealed class VerdictNotNowException(DateTimeOffset until, string name, string why) : Exception($"{name} has no verdict of the malware scan yet. {why} {NotBefore.Words(until)}");
