using System.Text.Json;
using Assessment.DataCalls;
using Assessment.Mail;
using Assessment.Register;
using Assessment.Review;
using Assessment.Teams;

namespace Assessment.Evidence;

/// <summary>Looks again at files that came without a verdict, and does what the verdict or a person says.</summary>
public sealed class VerdictDesk(
    Register.Register register, Quarantine quarantine, VaultGate gate, IMalwareScan scan, EvidencePlaces places, EvidenceDesk desk, InfectedAnswers infected, CallReader calls, CardDesk cards, TimeProvider clock)
{
    /// <summary>
    /// The files to look at now: those that wait for a verdict, and those that a person has decided about. A message waits for all that it carries.
    /// </summary>
    public async Task<IReadOnlyList<string>> ToSettle(string cycleId, CancellationToken cancellation)
    {
        var ids = new List<string>();
        var all = await quarantine.All(cycleId, cancellation);
        foreach (var file in all.Where(file => file.IsOpen && !CarriedBy(file, all).Any(carried => carried.IsOpen)))
        {
            if (file.Status == QuarantineStatus.Awaiting || (file.Status == QuarantineStatus.Unverified && await cards.Decision(cycleId, file.CardKey, cancellation) is not null))
            {
                ids.Add(file.Id);
            }
        }

        return ids;
    }

    /// <summary>When to look again although nobody wakes the reader.</summary>
    public DateTime LookAgainAt => (clock.GetUtcNow() + VerdictWaits.Pause).UtcDateTime;

    /// <summary>Settles a file as far as it can be, and gives back the instance that the outcome concerns, if any.</summary>
    public async Task<string?> Settle(string cycleId, string id, CancellationToken cancellation)
    {
        if (await quarantine.Find(cycleId, id, cancellation) is not { IsOpen: true } file)
        {
            return null;
        }

        var call = await calls.Call(file.CallId, cancellation);
        var carried = CarriedBy(file, await quarantine.All(cycleId, cancellation));
        if (carried.FirstOrDefault(other => other.Status == QuarantineStatus.KeptOut) is { } keptOut)
        {
            await quarantine.Close(call, file, QuarantineStatus.KeptOut, keptOut.SettledBy!, null, cancellation);
            return null;
        }

        if (file.Status == QuarantineStatus.Awaiting)
        {
            return await Act(call, file, await Verdict(file, carried, cancellation), cancellation);
        }

        if (await cards.Decision(cycleId, file.CardKey, cancellation) is { } decision)
        {
            await (decision.Choice == Choice.Retry
                ? quarantine.Again(call, file, decision, cancellation)
                : quarantine.Close(call, file, QuarantineStatus.KeptOut, decision.By, decision.Reason, cancellation));
        }

        return null;
    }

    /// <summary>The files that a message brought; a file brings none.</summary>
    static IReadOnlyList<QuarantinedFile> CarriedBy(QuarantinedFile message, IReadOnlyList<QuarantinedFile> all)
        => message.IsMessage ? [.. all.Where(file => !file.IsMessage && file.CallId == message.CallId && file.File.MessageId == message.File.MessageId)] : [];

    /// <summary>A message is no better than what it carries.</summary>
    async Task<ScanVerdict> Verdict(QuarantinedFile file, IReadOnlyList<QuarantinedFile> carried, CancellationToken cancellation)
        => carried.FirstOrDefault(other => other.Status == QuarantineStatus.Infected) is { } infectedFile
            ? ScanVerdict.Malicious(infectedFile.Why)
            : await scan.Look(new LandedFile(file.LandedAs, new StoredContent(file.File.Sha256, file.File.Size)), cancellation);

    async Task<string?> Act(DataCall call, QuarantinedFile file, ScanVerdict verdict, CancellationToken cancellation)
    {
        switch (verdict.Outcome)
        {
            case ScanOutcome.NotYet when clock.GetUtcNow() - file.At < VerdictWaits.Longest:
                return null;
            case ScanOutcome.Clean:
                return await Release(call, file, cancellation);
            case ScanOutcome.Malicious when !file.IsMessage:
                await quarantine.Judge(call, file, verdict, cancellation);
                return await SendBack(call, file, verdict, cancellation);
            default:
                await quarantine.Judge(call, file, verdict, cancellation);
                return null;
        }
    }

    /// <summary>A clean file goes the way that all files go, as a reply of its own: it is taken for its items and its sender is told.</summary>
    async Task<string?> Release(DataCall call, QuarantinedFile file, CancellationToken cancellation)
    {
        var brought = await register.Find<Reply>(call.Id, ThreadKey.Of(file.File.MessageId), cancellation);
        var instance = file.IsMessage ? null : await desk.File(call.Id, Reply(file, brought?.Items ?? []), cancellation);
        if (file.IsMessage)
        {
            await gate.Admit(file.LandedAs, file.File.Name, new StoredContent(file.File.Sha256, file.File.Size), cancellation);
        }

        await quarantine.Close(call, file, QuarantineStatus.Released, "system", null, cancellation);
        return instance;
    }

    async Task<string?> SendBack(DataCall call, QuarantinedFile file, ScanVerdict verdict, CancellationToken cancellation)
    {
        if (call.Status == CallStatus.Closed)
        {
            return null;
        }

        var reply = await register.Find<Reply>(call.Id, ThreadKey.Of(file.File.MessageId), cancellation);
        var refused = new RefusedFile(file.File, FileDecision.Returned, InfectedAnswers.Because(file.File, verdict.Why));
        await infected.SendBack(call.Id, reply?.Items ?? [], [refused], isUntold: true, cancellation);
        return call.Instance;
    }

    IncomingReply Reply(QuarantinedFile file, IReadOnlyList<AnsweredItem> answered)
    {
        var original = JsonSerializer.SerializeToUtf8Bytes(new { file.File.MessageId, file.File.Name, file.File.OriginalName, file.File.Sha256, file.File.ReceivedAt, file.Times }, RegisterJson.Options);
        return new IncomingReply
        {
            Channel = file.Channel,
            MessageId = $"{file.File.MessageId}#{file.Id}",
            InternetMessageId = file.InternetMessageId,
            From = new MailAddress("", file.From),
            Subject = file.Subject,
            ReceivedAt = file.File.ReceivedAt,
            Form = [],
            Files = [new IncomingFile(file.File.OriginalName, cancellation => places.Landing.Open(file.LandedAs, cancellation), ItemOf(file.File, answered)) { CleanSha256 = file.File.Sha256 }],
            Original = IncomingFile.Ours("released.json", original),
            Policy = file.Channel == ReplyChannel.Page ? Pages.PageLimits.Files : InspectionPolicy.Default,
        };
    }

    /// <summary>A file that names no item belonged to the only item that came with it.</summary>
    static string? ItemOf(EvidenceFile file, IReadOnlyList<AnsweredItem> answered)
        => file.SentFor ?? (answered.Count == 1 && !ReplyForm.CodesIn(file.OriginalName).Any() ? answered[0].Code : null);
}
