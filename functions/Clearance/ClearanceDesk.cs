using System.Collections.Concurrent;
using Assessment.Cycle;
using Assessment.DataCalls;
using Assessment.Evidence;
using Assessment.Evidence.PersonalData;
using Assessment.Mail;
using Assessment.Register;
using Finding = Assessment.Evidence.PersonalData.Finding;
using Severity = Assessment.Evidence.PersonalData.Severity;

namespace Assessment.Clearance;

/// <summary>
/// Looks at every answer before it is taken in: searches its words and files, reads their grades, and writes down what must be settled before the answer is
/// reviewed. Looking again at the same reply writes nothing new.
/// </summary>
public sealed class ClearanceDesk(Register.Register register, IEvidenceStore store, Ledger ledger, TimeProvider clock)
{
    const int SearchedAtOnce = 2;

    /// <summary>More findings than a person reads are counted, not listed.</summary>
    const int MostListed = 30;

    /// <summary>The same reading, whose answers were looked at.</summary>
    public async Task<ReplyReading> LookAt(RoundInPlan round, DataCall call, IReadOnlyList<Item> items, ReplyReading reading, CancellationToken cancellation)
    {
        var policy = ScanPolicies.Of(round.Plan);
        var scans = await Search(reading.Answers.Values.SelectMany(answer => answer.Files), policy, cancellation);
        var answers = new SortedDictionary<string, Answer>(StringComparer.Ordinal);
        foreach (var (code, answer) in reading.Answers)
        {
            var item = items.FirstOrDefault(item => item.Code == code);
            answers[code] = item is null ? answer : await LookAt(round, call, item, answer, scans, policy, cancellation);
        }

        return reading with { Answers = answers };
    }

    async Task<Answer> LookAt(RoundInPlan round, DataCall call, Item item, Answer answer, IReadOnlyDictionary<string, FileScan> scans, ScanPolicy policy, CancellationToken cancellation)
    {
        var plan = round.Plan.Clearance;
        var marked = Grades.Marking(AnswerTexts.Of(answer).Take(1));
        var grade = Grades.Higher(Grades.Higher(Grades.Higher(plan.GradeOf(call.Organisation), answer.Grade), marked), item.Answer?.Grade);
        var searched = await LookAtTexts(call, item.Code, answer, policy, cancellation);
        var files = new List<EvidenceFile>();
        foreach (var file in searched.Files)
        {
            files.Add(await LookAtFile(call, item.Code, file, scans[file.Sha256], cancellation));
        }

        if (!grade.MayLeave())
        {
            await Raise(call, About(call, item.Code, Matter.Grade, ThreadKey.Of(answer.MessageId)) with { Message = answer.MessageId, Grade = grade }, cancellation);
        }

        if (plan.HeadReleases(call.Organisation) && ClearanceCards.Releasers(round, call, clock.GetUtcNow()) is { Count: > 0 } heads && !heads.Any(head => IsFrom(head, answer)))
        {
            await Raise(call, About(call, item.Code, Matter.Release, ThreadKey.Of(answer.MessageId)) with { Message = answer.MessageId }, cancellation);
        }

        return searched with { Files = files, Grade = grade, IsSearched = true };
    }

    /// <summary>A text that was already redacted by a decision is redacted again when it comes again.</summary>
    async Task<Answer> LookAtTexts(DataCall call, string code, Answer answer, ScanPolicy policy, CancellationToken cancellation)
    {
        var looked = answer;
        foreach (var text in AnswerTexts.Of(answer).Distinct(StringComparer.Ordinal))
        {
            var findings = Blocking(PersonalDataScan.Text(text, policy));
            if (findings.Count == 0)
            {
                continue;
            }

            var hash = AnswerTexts.HashOf(text);
            var known = await Raise(call, About(call, code, Matter.PersonalData, hash) with { Text = hash, Findings = Listed(findings), Found = findings.Count }, cancellation);
            if (known.Outcome == Outcome.Redacted)
            {
                looked = Cleaning.Redacted(looked, hash, policy);
            }
        }

        return looked;
    }

    async Task<EvidenceFile> LookAtFile(DataCall call, string code, EvidenceFile file, FileScan scan, CancellationToken cancellation)
    {
        var grade = Grades.Higher(Grades.InName(file.OriginalName) ?? Grade.Terbuka, Grades.Marking(scan.Opening));
        var graded = file with { Grade = grade };
        if (!grade.MayLeave())
        {
            var known = await Raise(call, About(call, code, Matter.Grade, file.Sha256) with { File = graded, Grade = grade }, cancellation);
            graded = graded with { Declassified = Cleaning.DeclassificationOf(known) };
        }

        if (!scan.Blocks)
        {
            return graded;
        }

        var findings = Blocking(scan.Findings);
        var found = await Raise(
            call,
            About(call, code, Matter.PersonalData, file.Sha256) with { File = graded, Findings = Listed(findings), Found = findings.Count, Unreadable = scan.Unreadable, CannotBeRedacted = !Redaction.CanClean(file.OriginalName, file.MediaType, scan) },
            cancellation);
        return found is { Outcome: Outcome.Redacted, CleanedFile: { } cleaned }
            ? cleaned with { MessageId = file.MessageId, ReceivedAt = file.ReceivedAt, Grade = grade, Declassified = graded.Declassified }
            : graded;
    }

    /// <summary>Each content once, however many items it answers.</summary>
    async Task<IReadOnlyDictionary<string, FileScan>> Search(IEnumerable<EvidenceFile> files, ScanPolicy policy, CancellationToken cancellation)
    {
        var scans = new ConcurrentDictionary<string, FileScan>(StringComparer.Ordinal);
        var options = new ParallelOptions { MaxDegreeOfParallelism = SearchedAtOnce, CancellationToken = cancellation };
        await Parallel.ForEachAsync(files.DistinctBy(file => file.Sha256), options, async (file, token) =>
        {
            await using var content = await store.Open(file.Name, token);
            scans[file.Sha256] = PersonalDataScan.File(file.OriginalName, file.MediaType, content, policy, token);
        });
        return scans;
    }

    /// <summary>Writes a concern down unless it is known already, and gives back how it stands.</summary>
    async Task<Concern> Raise(DataCall call, Concern concern, CancellationToken cancellation)
    {
        var (kind, what) = Told(call, concern);
        await ledger.Note(call.CycleId, $"{call.Id}-{concern.Id}", kind, $"{call.Id}/{concern.Code}", "system", what, clock);
        await register.Insert(call.Id, concern.Id, concern, cancellation);
        return await register.Find<Concern>(call.Id, concern.Id, cancellation) ?? concern;
    }

    static (string Kind, string What) Told(DataCall call, Concern concern)
    {
        var part = ClearanceCards.PartOf(concern, Language.En);
        return concern.Matter switch
        {
            Matter.Release => ("ReleaseRequired", $"{call.Organisation}, {concern.Code}: the head releases the answer first."),
            Matter.Grade => ("GradeFound", $"{call.Organisation}, {concern.Code}: {part} is graded {concern.Grade.Word()}."),
            _ => ("PersonalDataFound", $"{call.Organisation}, {concern.Code}: {part}: {ClearanceCards.CountsOf(concern, Language.En)}."),
        };
    }

    static Concern About(DataCall call, string code, Matter matter, string subject) => new()
    {
        CallId = call.Id,
        Code = code,
        Id = Concern.IdOf(code, matter, subject),
        Matter = matter,
    };

    static List<Finding> Blocking(IEnumerable<Finding> findings) => [.. findings.Where(finding => finding.Severity == Severity.Blocks)];

    static List<Finding> Listed(List<Finding> findings) => [.. findings.Take(MostListed)];

    static bool IsFrom(Person person, Answer answer) => string.Equals(person.Email, answer.SentBy, StringComparison.OrdinalIgnoreCase);
}
