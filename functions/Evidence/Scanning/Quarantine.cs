using Assessment.Cycle;
using Assessment.DataCalls;
using Assessment.Evidence.Figures;
using Assessment.Mail;
using Assessment.Register;
using Assessment.Review;
using Assessment.Teams;

namespace Assessment.Evidence;

public enum QuarantineStatus
{
    /// <summary>It waits for its verdict, in the landing place.</summary>
    Awaiting,

    /// <summary>The verdict did not come in time, or there is none: the secretariat has a card.</summary>
    Unverified,
    Infected,

    /// <summary>It turned out clean and is in the vault.</summary>
    Released,

    /// <summary>A person said that it stays out.</summary>
    KeptOut,
}

/// <summary>A file that did not get into the vault when it came: where it lies, why, and what became of it.</summary>
[Table("Quarantine")]
public sealed record QuarantinedFile
{
    public required string Id { get; init; }
    public required string CallId { get; init; }

    /// <summary>The file with its provenance. It is in the vault under this name once it is released, and until then under this name in quarantine.</summary>
    public required EvidenceFile File { get; init; }
    public ReplyChannel Channel { get; init; }
    public required string From { get; init; }
    public required string Subject { get; init; }

    /// <summary>The Message-ID of the reply that brought it.</summary>
    public required string InternetMessageId { get; init; }

    /// <summary>True for the reply itself, which is provenance and no evidence.</summary>
    public bool IsMessage { get; init; }
    public required QuarantineStatus Status { get; init; }

    /// <summary>The malware's name, or why there is no verdict.</summary>
    public required string Why { get; init; }

    /// <summary>Since when its verdict is waited for.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Counts the scans that it was put up for; each has a landing place and a card of its own.</summary>
    public int Times { get; init; } = 1;
    public string? SettledBy { get; init; }
    public DateTimeOffset? SettledAt { get; init; }

    public string CardKey => $"unverified-{Id}-{Times}";

    public string LandedAs => Times == 1 ? File.Name : $"again-{Times}/{File.Name}";

    public bool IsOpen => Status is QuarantineStatus.Awaiting or QuarantineStatus.Unverified;

    public static string IdOf(string storedName) => ThreadKey.Of(storedName)[..32];
}

/// <summary>Keeps apart what did not pass the scan, and tells the secretariat.</summary>
public sealed class Quarantine(Register.Register register, EvidencePlaces places, PlanStore plans, CardDesk cards, Outbox outbox, Ledger ledger, TimeProvider clock)
{
    /// <summary>Everything of a cycle that was ever kept apart, in order of ids.</summary>
    public Task<IReadOnlyList<QuarantinedFile>> All(string cycleId, CancellationToken cancellation = default) => register.List<QuarantinedFile>(cycleId, cancellation: cancellation);

    public Task<QuarantinedFile?> Find(string cycleId, string id, CancellationToken cancellation = default) => register.Find<QuarantinedFile>(cycleId, id, cancellation);

    /// <summary>The file of a call under a hash, when it is not in the vault.</summary>
    public async Task<QuarantinedFile?> Withheld(string cycleId, string callId, string sha256, CancellationToken cancellation)
        => (await All(cycleId, cancellation)).FirstOrDefault(file => file.CallId == callId && file.File.Sha256 == sha256 && file.Status != QuarantineStatus.Released);

    /// <summary>Takes in a file that did not pass, and gives back what its sender is told.</summary>
    public async Task<RefusedFile> Take(DataCall call, IncomingReply reply, EvidenceFile file, Passage passage, bool isMessage, CancellationToken cancellation)
    {
        var taken = new QuarantinedFile
        {
            Id = QuarantinedFile.IdOf(file.Name),
            CallId = call.Id,
            File = file,
            Channel = reply.Channel,
            From = reply.From.Address,
            Subject = reply.Subject,
            InternetMessageId = reply.InternetMessageId,
            IsMessage = isMessage,
            Status = QuarantineStatus.Awaiting,
            Why = passage.Verdict.Why,
            At = passage.LandedAt,
        };
        await register.Insert(call.CycleId, taken.Id, taken, cancellation);
        var present = await Find(call.CycleId, taken.Id, cancellation) ?? taken;
        if (present.Status == QuarantineStatus.Awaiting && (passage.Verdict.Outcome == ScanOutcome.Malicious || (passage.Verdict.Outcome == ScanOutcome.NotScanned && !isMessage)))
        {
            await Judge(call, present, passage.Verdict, cancellation);
        }
        else if (present.Status == QuarantineStatus.Awaiting)
        {
            await Note(call, present, "FileAwaitsVerdict", "waits for the verdict of the malware scan", present.Why);
        }

        return passage.Verdict.Outcome == ScanOutcome.Malicious
            ? new RefusedFile(file, FileDecision.Returned, InfectedAnswers.Because(file, passage.Verdict.Why))
            : new RefusedFile(file, FileDecision.Held, Remark.Of("file-unverified", ("name", ShownName.Of(file.OriginalName))));
    }

    /// <summary>Keeps a file apart for good when it is harmful, or until a person has decided when nobody can tell.</summary>
    public async Task Judge(DataCall call, QuarantinedFile file, ScanVerdict verdict, CancellationToken cancellation)
    {
        await using (var content = await places.Landing.Open(file.LandedAs, cancellation))
        {
            await places.Quarantine.Store(file.File.Name, content, cancellation);
        }

        var judged = file with { Why = verdict.Why, Status = verdict.Outcome == ScanOutcome.Malicious ? QuarantineStatus.Infected : QuarantineStatus.Unverified };
        if (judged.Status == QuarantineStatus.Infected)
        {
            await Note(call, judged, "FileInfected", "holds malware; it is kept in quarantine and is no evidence", verdict.Why);
            await Alert(call, judged, "infected", cancellation);
        }
        else
        {
            await Note(call, judged, "FileUnverified", "has no verdict of the malware scan; it stays out of the vault", verdict.Why);
            await cards.Ask(call.CycleId, QuarantineCards.For(await plans.Read(call.CycleId, cancellation), judged, clock.GetUtcNow()), cancellation);
            await Alert(call, judged, "unverified", cancellation);
        }

        await Change(call.CycleId, judged, current => current.IsOpen ? current with { Status = judged.Status, Why = judged.Why } : current, cancellation);
    }

    /// <summary>Puts an unverified file up for another scan.</summary>
    public async Task Again(DataCall call, QuarantinedFile file, Decision decision, CancellationToken cancellation)
    {
        var again = file with { Status = QuarantineStatus.Awaiting, Times = file.Times + 1, At = clock.GetUtcNow() };
        await using (var content = await places.Quarantine.Open(file.File.Name, cancellation))
        {
            await places.Landing.Store(again.LandedAs, content, cancellation);
        }

        await Note(call, again, "FileScannedAgain", "is scanned again", decision.Reason, decision.By);
        await Change(call.CycleId, file, current => current.Times == file.Times ? again : current, cancellation);
    }

    public async Task Close(DataCall call, QuarantinedFile file, QuarantineStatus status, string by, string? why, CancellationToken cancellation)
    {
        var (kind, what) = status == QuarantineStatus.Released ? ("FileReleased", "is clean and in the vault") : ("FileKeptOut", "stays out of the vault");
        await Note(call, file, kind, what, why, by);
        await Change(call.CycleId, file, current => current.IsOpen ? current with { Status = status, SettledBy = by, SettledAt = clock.GetUtcNow() } : current, cancellation);
    }

    async Task Alert(DataCall call, QuarantinedFile file, string text, CancellationToken cancellation)
    {
        var plan = await plans.Read(call.CycleId, cancellation);
        var officers = Officers.Of(plan, clock.GetUtcNow());
        foreach (var person in plan.People.Where(person => !file.IsMessage && officers.Contains(person.Id)))
        {
            var title = Texts.Fill(person.Language, $"{text}-file-title", ("organisation", call.Organisation));
            var words = Texts.Fill(
                person.Language, $"{text}-file", ("organisation", call.Organisation), ("name", ShownName.Of(file.File.OriginalName)), ("from", file.From), ("why", file.Why), ("sha256", file.File.Sha256));
            await outbox.Send(call.CycleId, Letters.Alert(plan, $"{text}-{file.Id}-{file.Times}", call.Id, person, title, words), cancellation);
        }
    }

    Task Note(DataCall call, QuarantinedFile file, string kind, string what, string? why, string by = "system") => ledger.Note(
        call.CycleId,
        $"quarantine-{file.Id}-{file.Times}-{kind}",
        kind,
        call.Id,
        by,
        $"{call.Organisation}: {ShownName.Of(file.File.OriginalName)}, {file.File.Size} bytes, SHA-256 {file.File.Sha256}, {what}.",
        clock,
        why);

    Task<QuarantinedFile> Change(string cycleId, QuarantinedFile file, Func<QuarantinedFile, QuarantinedFile> change, CancellationToken cancellation)
        => register.Update(cycleId, file.Id, change, cancellation);
}

public static class QuarantineCards
{
    /// <summary>A file without a verdict, and the two ways out: another scan, or none.</summary>
    public static Card For(Plan plan, QuarantinedFile file, DateTimeOffset now) => new()
    {
        Key = file.CardKey,
        Kind = CardKind.UnverifiedFile,
        For = Officers.Of(plan, now),
        Instance = Address.OfMailbox(plan.Cycle.Id),
        About = file.CallId,
        Title = $"{ShownName.Of(file.File.OriginalName)} was not scanned for malware",
        Text = $"{file.Why} It is no evidence and is not served until a scan has found it clean.".TrimStart(),
        Facts =
        [
            new("From", file.From),
            new("Subject", file.Subject),
            new("Landed", Zone.Of(plan.Cycle.TimeZone).Write(file.At)),
            new("Size", $"{Texts.Number(file.File.Size)} bytes"),
            new("SHA-256", file.File.Sha256),
        ],
        Buttons = [new(Choice.Retry, "Scan it again"), new(Choice.Reject, "Keep it out", NeedsReason: true)],
    };
}
