using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Assessment.Clearance;
using Assessment.Corrections;
using Assessment.Cycle;
using Assessment.DataCalls;
using Assessment.Evidence;
using Assessment.Mail;
using Assessment.Register;
using Assessment.Review;
using Assessment.SignOff;
using Assessment.Teams;
using Microsoft.Azure.Functions.Worker;

namespace Assessment.Submission;

/// <summary>What was consolidated, and how far the ledger had come: exactly this is released and sealed.</summary>
public sealed record Draft(SubmissionContent Content, long LedgerLength);

public sealed class SubmissionActivities(
    Register.Register register, PlanStore plans, CallReader calls, CardDesk cards, Outbox outbox, IEvidenceStore store, SealedEvidence sealedEvidence, Ledger ledger, ECDsa sealingKey, TimeProvider clock)
{
    [Function(nameof(AskForEndorsement))]
    public async Task AskForEndorsement([ActivityTrigger] string roundId, CancellationToken cancellation)
    {
        var round = await plans.Round(roundId, cancellation);
        var now = clock.GetUtcNow();
        var content = await Collect(round, now, cancellation);
        await cards.Ask(round.CycleId, RoundCards.Endorsement(round, Summary(content), Facts(content), now), cancellation);
    }

    /// <summary>Freezes what will be submitted and asks the secretariat to release it.</summary>
    [Function(nameof(Consolidate))]
    public async Task<DecisionRequest> Consolidate([ActivityTrigger] string roundId, CancellationToken cancellation)
    {
        var round = await plans.Round(roundId, cancellation);
        var now = clock.GetUtcNow();
        var content = await Collect(round, now, cancellation);
        await ledger.Note(round.CycleId, $"{roundId}-consolidated-{StepOf(round)}", "SubmissionConsolidated", roundId, "system", Summary(content), clock);

        var head = await ledger.Head(round.CycleId, cancellation) ?? throw new InvalidOperationException($"The ledger of {round.CycleId} is empty.");
        using var draft = new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(new Draft(content, head.Sequence), RegisterJson.Options));
        await store.Store(DraftName(round), draft, cancellation);

        var card = RoundCards.ReleaseSubmission(round, Summary(content), Facts(content), now);
        await cards.Ask(round.CycleId, card, cancellation);
        return new DecisionRequest(roundId, card.Key, Deadline.HardDate);
    }

    /// <summary>Writes the package from the draft that was released, and signs its manifest.</summary>
    [Function(nameof(Seal))]
    public async Task Seal([ActivityTrigger] string roundId, CancellationToken cancellation)
    {
        var round = await plans.Round(roundId, cancellation);
        var draft = await ReadDraft(round, cancellation);
        var entries = new List<LedgerEntry>();
        await foreach (var entry in ledger.Read(round.CycleId, cancellation: cancellation))
        {
            if (entry.Sequence > draft.LedgerLength)
            {
                break;
            }

            entries.Add(entry);
        }

        var name = StoredName(round);
        await using var package = TemporaryFile.Open();
        var release = await cards.Decision(round.CycleId, RoundCards.HandInKey(roundId, round.Running.PreparedBy), cancellation);
        var facts = new PackageFacts
        {
            Release = release is null ? null : new DecidedRelease(round.Person(release.By)?.Name ?? release.By, release.At),
            Supersedes = CorrectionRules.SupersededBy(round.Running),
        };
        var manifest = await SubmissionPackage.Write(package, draft.Content, facts, entries, store, sealingKey, cancellation);
        package.Position = 0;
        var stored = await store.Store(name, package, cancellation);

        await ledger.Note(round.CycleId, $"{roundId}-sealed-{StepOf(round)}", "SubmissionSealed", roundId, "system", $"{PackageName(round)}: {draft.Content.Evidence.Count} files of evidence.{InPlaceOf(facts.Supersedes)}", clock, facts.Supersedes?.Reason);
        await register.Update<RunningRound>(roundId, "round", running => CorrectionRules.Superseded(running) with { Status = RoundStatus.Sealed, PackageName = name, PackageSha256 = stored.Sha256, ManifestSha256 = CanonicalJson.Hash(manifest) }, cancellation);
        await KeepCouncilSummary(round, draft.Content, cancellation);
        await sealedEvidence.Keep(round, draft.Content, name, cancellation);
    }

    /// <summary>The short Malay summary for the council stays with the round; it is no part of the package.</summary>
    async Task KeepCouncilSummary(RoundInPlan round, SubmissionContent content, CancellationToken cancellation)
    {
        using var summary = new MemoryStream();
        await CouncilSummary.Write(content, summary);
        summary.Position = 0;
        await store.Store($"{FolderOf(round)}/council-summary.docx", summary, cancellation);
    }

    /// <summary>Hands the package in through its channel, or files it when the round stays in the country, and keeps the receipt.</summary>
    [Function(nameof(HandIn))]
    public async Task HandIn([ActivityTrigger] string roundId, CancellationToken cancellation)
    {
        var round = await plans.Round(roundId, cancellation);
        var contact = round.People(Role.Secretariat, clock.GetUtcNow())[0];
        var receipt = await outbox.Send(
            round.CycleId, Letters.Submission(round, round.Running.Preparing, PackageName(round), round.Running.PackageSha256!, round.Running.PackageName!, contact), cancellation);

        var how = round.Round.SubmittedAbroad ? "SubmissionHandedIn" : "SubmissionFiled";
        await ledger.Note(round.CycleId, $"{roundId}-handed-in-{StepOf(round)}", how, roundId, "system", $"{PackageName(round)}, message {receipt.InternetMessageId}; the hard date is {round.Local(round.Round.HardDate)}.", clock);
        await register.Update<RunningRound>(roundId, "round", running => running with { Status = RoundStatus.HandedIn, HandedInAt = running.HandedInAt ?? receipt.SentAt }, cancellation);
    }

    /// <summary>Nobody released the package in time: nothing is handed in, and everybody who can act is told.</summary>
    [Function(nameof(ReportUnreleased))]
    public async Task ReportUnreleased([ActivityTrigger] string roundId, CancellationToken cancellation)
    {
        var round = await plans.Round(roundId, cancellation);
        if (round.Running.Correction is not null)
        {
            // What was handed in stands; whoever prepared the correction tells that it was given up.
            return;
        }

        var now = clock.GetUtcNow();
        var text = $"The package of {round.Round.Title} was not released by {round.Local(round.Round.HardDate)}, so it was not handed in.";
        await ledger.Note(round.CycleId, $"{roundId}-missed", "SubmissionMissed", roundId, "system", text, clock);
        foreach (var person in round.People(Role.Secretariat, now).Concat(round.People(Role.Chair, now)))
        {
            await outbox.Send(round.CycleId, Letters.Alert(round.Plan, $"{roundId}-missed", roundId, person, $"{round.Round.Title} was not handed in", text), cancellation);
        }

        await register.Update<RunningRound>(roundId, "round", running => running with { Status = RoundStatus.Missed }, cancellation);
    }

    async Task<SubmissionContent> Collect(RoundInPlan round, DateTimeOffset now, CancellationToken cancellation)
    {
        var signOffs = await register.List<SignOffRow>(round.Address, cancellation: cancellation);
        var items = new List<(Organisation Organisation, Item Item)>();
        var concerns = new Dictionary<string, IReadOnlyList<Concern>>(StringComparer.Ordinal);
        foreach (var organisation in round.Round.Asks.Select(ask => ask.Organisation).Distinct())
        {
            var described = round.Plan.Organisation(organisation);
            var answered = await calls.Items(Address.OfCall(round.Address, described), round.Plan, cancellation);
            items.AddRange(answered.Select(item => (described, item)));
            concerns[organisation] = await calls.Concerns(Address.OfCall(round.Address, described), cancellation);
        }

        signOffs = await Standing(round, signOffs, items, cancellation);
        var endorsement = await cards.Decision(round.CycleId, RoundCards.EndorsementKey(round.Address, round.Running.PreparedBy), cancellation);
        var inRound = items.Select(pair => new ItemInRound(
            pair.Organisation, pair.Item, signOffs.FirstOrDefault(row => row.Ministry == round.Plan.MinistryOf(pair.Organisation.Code)?.Code), concerns[pair.Organisation.Code]));
        var supplemented = round.Round.Supplements is { } earlier
            ? await register.Find<RunningRound>(Address.OfRound(round.CycleId, earlier), "round", cancellation)
            : null;
        var content = Consolidation.Of(round, Gate.Of(InPlanOrder(round, [.. inRound])), signOffs, endorsement, round.Running.Preparing, now, supplemented) with { History = SubmittedVersion.Of(round.Running) };
        return StatedConflicts.In(content, round, await calls.Conflicts(round, cancellation));
    }

    /// <summary>A signature covers a digest: where an item was changed after it, the signature is void, and the ledger says so.</summary>
    async Task<IReadOnlyList<SignOffRow>> Standing(
        RoundInPlan round, IReadOnlyList<SignOffRow> signOffs, IReadOnlyList<(Organisation Organisation, Item Item)> items, CancellationToken cancellation)
    {
        var standing = new List<SignOffRow>();
        foreach (var row in signOffs)
        {
            var covered = items.Where(pair => row.Items.Contains($"{pair.Item.CallId}/{pair.Item.Code}") && pair.Item.Answer is not null).Select(pair => pair.Item).ToList();
            if (row.Status == SignOffStatus.Signed && SignOffDigest.Of(covered.Select(item => (item.CallId, item.Code, item.Answer!))) != row.Digest)
            {
                var changed = SignatureChanges.InWords(row, covered);
                await ledger.Note(round.CycleId, $"{round.Address}-{Slug.Of(row.Ministry)}-void-{row.Version}", "SignOffVoid", round.Address, "system", $"{row.Ministry}: an item was changed after it was signed. {changed}", clock);
                standing.Add(await register.Update<SignOffRow>(round.Address, Slug.Of(row.Ministry), current => current with { Status = SignOffStatus.Lapsed, Reason = $"an item was changed after it was signed: {changed.TrimEnd('.')}" }, cancellation));
            }
            else
            {
                standing.Add(row);
            }
        }

        return standing;
    }

    /// <summary>By recommendation, and within one by the order in which the plan asks: the lead first.</summary>
    static List<ItemInRound> InPlanOrder(RoundInPlan round, IReadOnlyList<ItemInRound> items)
    {
        var order = round.Round.Asks.Select((ask, index) => (ask, index)).ToDictionary(pair => pair.ask, pair => pair.index);
        return [.. items.OrderBy(item => order[new Ask(item.Organisation.Code, item.Item.Code)])];
    }

    async Task<Draft> ReadDraft(RoundInPlan round, CancellationToken cancellation)
    {
        await using var stream = await store.Open(DraftName(round), cancellation);
        return await JsonSerializer.DeserializeAsync<Draft>(stream, RegisterJson.Options, cancellation)
            ?? throw new InvalidOperationException($"The draft of {round.Address} is empty.");
    }

    static string Summary(SubmissionContent content) => string.Create(
        CultureInfo.InvariantCulture,
        $"{content.Recommendations.Sum(recommendation => recommendation.Answers.Count)} answers to {content.Recommendations.Count} recommendations, {content.Evidence.Count} files, {content.SignOffs.Count} ministries signed, {content.Gaps.Count} gaps.");

    static List<CardFact> Facts(SubmissionContent content) =>
    [
        .. content.SignOffs.Select(signOff => new CardFact($"Signed by {signOff.MinistryName}", $"{signOff.Items.Count} items, digest {signOff.Digest}")),
        .. content.Gaps.Select(gap => new CardFact("Gap", gap)),
    ];

    static string DraftName(RoundInPlan round) => $"{FolderOf(round)}/draft{Address.Of(round.Running.PreparedBy)}.json";

    static string StoredName(RoundInPlan round) => $"{FolderOf(round)}/{PackageName(round)}";

    static string FolderOf(RoundInPlan round) => $"packages/{round.Address}-v{round.Running.Preparing}";

    /// <summary>my-tip-2025-annual.zip, my-tip-2025-annual-v2.zip</summary>
    static string PackageName(RoundInPlan round) => round.Running.Preparing == 1 ? $"{round.Address}.zip" : $"{round.Address}-v{round.Running.Preparing}.zip";

    /// <summary>Names what is done once for a version; a correction that was given up leaves its version to another.</summary>
    static string StepOf(RoundInPlan round) => round.Running.Correction is { } correction ? $"c{correction.Number}" : "1";

    static string InPlaceOf(Supersedes? old) => old is null ? "" : $" It supersedes version {old.Version}, {old.PackageName}.";
}

/// <summary>A file that goes when it is closed: a package can be larger than memory.</summary>
static class TemporaryFile
{
    public static FileStream Open() => new(
        Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()),
        new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous });
}
