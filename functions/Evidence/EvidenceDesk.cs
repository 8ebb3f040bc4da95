using Assessment.Cycle;
using Assessment.DataCalls;
using Assessment.Evidence.Figures;
using Assessment.Mail;
using Assessment.Register;
using Assessment.Triage;

namespace Assessment.Evidence;

/// <summary>Takes a reply in: files into the store, answers into the items, each once whatever happens in between.</summary>
public sealed partial class EvidenceDesk(Register.Register register, IMailbox mailbox, IEvidenceStore store, VaultGate gate, Quarantine quarantine, InfectedAnswers infected, CallReader calls, AnswerDesk answers, LateReplyDesk late, UnassignedFiles unassigned, Outbox outbox, Ledger ledger, TimeProvider clock)
{
    /// <summary>Files a mail that belongs to a call, and gives back the instance to wake.</summary>
    public Task<string> File(string callId, IncomingMail mail, CancellationToken cancellation) => File(callId, mail, null, cancellation);

    /// <summary>The same for a mail that a person assigned to an item.</summary>
    public Task<string> File(string callId, IncomingMail mail, string? item, CancellationToken cancellation) => File(callId, IncomingReply.Of(mail, mailbox, item), cancellation);

    /// <summary>Files a reply, whichever way it came, and gives back the instance to wake.</summary>
    public async Task<string> File(string callId, IncomingReply mail, CancellationToken cancellation)
    {
        var (round, call, items) = await calls.InRound(callId, cancellation);
        var key = ThreadKey.Of(mail.MessageId);
        if (await register.Find<Reply>(callId, key, cancellation) is not null)
        {
            return call.Instance;
        }

        var language = Recipients.Of(round, call, Audience.FocalPoint, clock.GetUtcNow()).Language;
        var (stored, refused) = await StoreFiles(call, mail, key, cancellation);
        var forms = await FormFiles.Read(store, stored, FormRequest.Of(round, call, items, language), cancellation);
        var files = stored.Except(forms.Files).ToList();
        var reading = ReplyReading.Of(round, call, items, mail, files, forms.Reading);
        var isLate = call.Status == CallStatus.Closed;
        var answered = isLate ? [] : await answers.Take(round, call, items, reading, cancellation);
        if (!isLate)
        {
            await infected.SendBack(callId, answered, refused, isUntold: false, cancellation);
            await TakeWishes(call, items, reading, cancellation);
        }

        foreach (var form in forms.Files)
        {
            await ledger.Note(call.CycleId, $"form-{key}-{ThreadKey.Of(form.Name)[..12]}", "FormRead", call.Id, mail.From.Address, $"{call.Organisation}: {ShownName.Of(form.OriginalName)} is the form of the data call; it is kept and is no evidence.", clock, string.Join(" ", forms.Reading!.Remarks));
        }

        foreach (var name in reading.Unassigned)
        {
            await ledger.Note(call.CycleId, $"unassigned-{key}-{ThreadKey.Of(name)[..12]}", "FileHeld", call.Id, mail.From.Address, $"{call.Organisation}: {ShownName.Of(name)} names no item of the data call.", clock, "A person assigns it.");
        }

        var isHeld = false;
        if (isLate)
        {
            isHeld = await late.Hold(round, call, items, mail, reading, cancellation);
            await ledger.Note(call.CycleId, $"late-{key}", "ReplyLate", call.Id, mail.From.Address, $"{call.Organisation}: a reply came after the data call had closed; it is kept.", clock);
        }
        else
        {
            await unassigned.Ask(round, call, mail, files.Where(file => reading.Unassigned.Contains(file.OriginalName)), cancellation);
        }

        var reply = new Reply
        {
            CallId = callId,
            MessageId = mail.MessageId,
            Channel = mail.Channel,
            InternetMessageId = mail.InternetMessageId,
            From = mail.From.Address,
            Subject = mail.Subject,
            ReceivedAt = mail.ReceivedAt,
            Items = answered,
            Extensions = isLate ? [] : [.. reading.Extensions.Keys.Order(StringComparer.Ordinal)],
            Files = files,
            Forms = forms.Files,
            Refused = refused,
            Unassigned = reading.Unassigned,
            Remarks = ReplyRemarks.Of(mail.Notes, refused, reading.Remarks),
            IsLate = isLate,
            IsHeld = isHeld,
            IsAcknowledged = isLate,
        };
        if (isLate)
        {
            // A closed call has no orchestration any more that could acknowledge.
            await outbox.Send(call.CycleId, Letters.Acknowledgement(round, call, items, reply, mail.Subject, clock.GetUtcNow()), cancellation);
        }

        // The reply's row comes last: while it is missing, a second run does all of the above again, to the same effect.
        await register.Insert(callId, key, reply, cancellation);
        return call.Instance;
    }

    async Task<(List<EvidenceFile> Accepted, List<RefusedFile> Refused)> StoreFiles(DataCall call, IncomingReply mail, string key, CancellationToken cancellation)
    {
        var passages = await Pass(call, mail, key, cancellation);
        var (accepted, refused) = (new List<EvidenceFile>(), new List<RefusedFile>());
        for (var number = 1; number <= mail.Files.Count; number++)
        {
            var (attachment, passage) = (mail.Files[number - 1], passages[number - 1]);
            var file = FileOf(call, mail, passage, attachment);
            if (!passage.IsIn)
            {
                refused.Add(await quarantine.Take(call, mail, file, passage, isMessage: false, cancellation));
                continue;
            }

            var verdict = await Inspect(passage.Name, attachment.FileName, number, mail.Policy, cancellation);
            file = file with { MediaType = verdict.MediaType };
            await NoteFile(call, mail, $"file-{key}-{number}", attachment.FileName, passage.Content, verdict);
            if (verdict.Reason is { } reason)
            {
                refused.Add(new RefusedFile(file, verdict.Decision, Remark.Of(reason)));
            }
            else
            {
                accepted.Add(file);
            }
        }

        return (accepted, refused);
    }

    /// <summary>Takes the files, then the reply itself, as far as their verdicts let them; a reply is no better than what it carries.</summary>
    async Task<List<Passage>> Pass(DataCall call, IncomingReply mail, string key, CancellationToken cancellation)
    {
        var passages = new List<Passage>();
        for (var number = 1; number <= mail.Files.Count; number++)
        {
            var attachment = mail.Files[number - 1];
            passages.Add(await gate.Pass(call.Id, $"{call.Id}/{key[..12]}/{number:00}-{FileNames.Safe(attachment.FileName)}", attachment, cancellation: cancellation));
        }

        var worst = passages.Select(passage => passage.Verdict).Aggregate(ScanVerdict.Clean, ScanVerdict.Worse);
        var original = await gate.Pass(call.Id, $"{call.Id}/{key[..12]}/{mail.Original.FileName}", mail.Original, worst, cancellation);
        gate.Await(mail, [.. passages, original]);
        if (!original.IsIn)
        {
            await quarantine.Take(call, mail, FileOf(call, mail, original, mail.Original), original, isMessage: true, cancellation);
        }

        return passages;
    }

    static EvidenceFile FileOf(DataCall call, IncomingReply mail, Passage passage, IncomingFile file) => new()
    {
        Name = passage.Name,
        OriginalName = file.FileName,
        Sha256 = passage.Content.Sha256,
        Size = passage.Content.Size,
        MediaType = FileFormats.MediaTypeOf(FileFormat.Unknown),
        MessageId = mail.MessageId,
        Organisation = call.Organisation,
        ReceivedAt = mail.ReceivedAt,
        SentFor = file.Item,
    };

    async Task<FileVerdict> Inspect(string storedName, string originalName, int number, InspectionPolicy policy, CancellationToken cancellation)
    {
        if (number > policy.MaxFiles)
        {
            return FileInspection.TooMany(originalName, number, policy);
        }

        await using var content = await store.Open(storedName, cancellation);
        return FileInspection.Inspect(originalName, content, policy);
    }

    async Task NoteFile(DataCall call, IncomingReply mail, string key, string originalName, StoredContent stored, FileVerdict verdict)
    {
        var shown = ShownName.Of(originalName);
        var notes = verdict.Notes.Count == 0 ? null : string.Join(" ", verdict.Notes.Select(note => note.In(Language.En)));
        await ledger.Note(call.CycleId, key, "FileStored", call.Id, mail.From.Address, $"{call.Organisation}: {shown}, {stored.Size} bytes, SHA-256 {stored.Sha256}.", clock, notes);
        if (verdict.Reason is { } reason)
        {
            var (kind, what) = verdict.Decision == FileDecision.Held ? ("FileHeld", "is held for a person") : ("FileReturned", "is sent back");
            await ledger.Note(call.CycleId, $"{key}-refused", kind, call.Id, mail.From.Address, $"{call.Organisation}: {shown} {what}.", clock, reason.In(Language.En));
        }
    }

    async Task TakeWishes(DataCall call, IReadOnlyList<Item> items, ReplyReading reading, CancellationToken cancellation)
    {
        foreach (var (code, wish) in reading.Extensions.Where(wish => items.Any(item => item.Code == wish.Key)).OrderBy(wish => wish.Key, StringComparer.Ordinal))
        {
            await ledger.Note(call.CycleId, $"{wish.CardKey}-asked", "ExtensionAsked", $"{call.Id}/{code}", call.Organisation, $"{call.Organisation}, {code}: asks for time until {wish.Until:yyyy-MM-dd}.", clock, wish.Reason);
            await register.Update<Item>(call.Id, code, item => ItemRules.ExtensionAsked(item, wish), cancellation);
        }
    }
}

static class ReplyRemarks
{
    /// <summary>Longer lists are read by nobody, and a mail of a thousand broken lines must not become an answer of as many.</summary>
    const int Most = 100;

    /// <summary>What the sender is told to look at: the mail itself, the files that were not taken, then what was not understood.</summary>
    public static IReadOnlyList<Remark> Of(IReadOnlyList<MailNote> notes, IReadOnlyList<RefusedFile> refused, IReadOnlyList<Remark> reading)
    {
        List<Remark> all = [.. notes.Select(Words), .. refused.Select(file => file.Reason), .. reading];
        return all.Count <= Most
            ? all
            : [.. all.Take(Most), Remark.Of("remarks-cut", ("count", Texts.Number(all.Count - Most)))];
    }

    static Remark Words(MailNote note) => note switch
    {
        MailNote.TextCut => Remark.Of("mail-text-cut", ("count", Texts.Number(MailText.MaxCharacters))),
        MailNote.FilesCut => Remark.Of("mail-files-cut", ("count", Texts.Number(MailText.MaxFiles))),
        MailNote.NestingCut => Remark.Of("mail-nesting-cut"),
        MailNote.PicturesInText => Remark.Of("mail-pictures"),
        MailNote.Unreadable => Remark.Of("mail-unreadable"),
        MailNote.LinkedFiles => Remark.Of("mail-linked"),
        _ => throw new InvalidOperationException($"There are no words for {note}."),
    };
}

public static class FileNames
{
    /// <summary>A sender's file name as a name in the store: its slug and a plain extension, at most 80 characters.</summary>
    public static string Safe(string name)
    {
        var extension = Slug.Of(Path.GetExtension(name));
        var stem = Slug.Of(Path.GetFileNameWithoutExtension(name));
        var kept = stem.Length switch { 0 => "file", > 60 => stem[..60].TrimEnd('-'), _ => stem };
        return extension.Length is 0 or > 10 ? kept : $"{kept}.{extension}";
    }
}
