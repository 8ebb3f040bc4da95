using Assessment.Cycle;
using Assessment.DataCalls;
using Assessment.Evidence;
using Assessment.Register;
using Assessment.Review;
using Assessment.SignOff;

namespace Assessment.Submission;

/// <summary>Collects what a round submits from what passed the gate, and says in plain words what is missing.</summary>
public static class Consolidation
{
    public static SubmissionContent Of(RoundInPlan round, Gate gate, IReadOnlyList<SignOffRow> signOffs, Decision? endorsement, int version, DateTimeOffset now, RunningRound? supplemented = null)
    {
        var evidence = EvidenceOf(gate.Passed, round.Plan.Standards.LawWords);
        var asked = gate.Passed.Select(item => item.Code).Concat(gate.HeldBack.Select(item => item.Code)).ToHashSet(StringComparer.Ordinal);
        var recommendations = round.Plan.Recommendations
            .Where(recommendation => asked.Contains(recommendation.Code))
            .Select(recommendation => Recommendation(round, recommendation, gate, evidence))
            .ToList();
        return new SubmissionContent
        {
            CycleId = round.CycleId,
            CycleTitle = round.Plan.Cycle.Title,
            RoundId = round.Round.Id,
            RoundTitle = round.Round.Title,
            From = round.Round.CoversFrom,
            To = round.Round.CoversTo,
            Version = version,
            PreparedAt = now,
            TimeZone = round.Plan.Cycle.TimeZone,
            Secretariat = round.Plan.Organisation(round.Plan.Cycle.Secretariat).Name,
            Contact = $"{round.Plan.Organisation(round.Plan.Cycle.Secretariat).Name}, {round.Plan.Cycle.Mailbox}",
            Illustrative = round.Plan.Cycle.Illustrative,
            Recommendations = recommendations,
            Evidence = evidence,
            SignOffs = [.. signOffs.Where(row => row.Status == SignOffStatus.Signed).OrderBy(row => row.Ministry, StringComparer.Ordinal).Select(row => Signature(round, row))],
            Endorsement = endorsement is { IsFavourable: true } ? new SubmittedEndorsement(NameOf(round, endorsement.By), endorsement.At) : null,
            Gaps = Gaps(round, gate, signOffs, endorsement),
            Criteria = round.Plan.Standards.Criteria,
            Goals = round.Plan.Standards.Goals,
            Supplements = round.Round.Supplements is { } earlier ? SupplementedBy(round.Plan.Round(earlier), supplemented) : null,
        };
    }

    static Supplemented SupplementedBy(Round earlier, RunningRound? running) =>
        new(earlier.Title, earlier.CoversFrom, earlier.CoversTo, running?.HandedInAt, running?.ManifestSha256, running?.Version ?? 1);

    static SubmittedRecommendation Recommendation(RoundInPlan round, Recommendation recommendation, Gate gate, IReadOnlyList<SubmittedEvidence> evidence)
    {
        var submitted = gate.Passed.Where(item => item.Code == recommendation.Code).ToList();
        return new SubmittedRecommendation
        {
            Code = recommendation.Code,
            New = recommendation.New,
            Text = recommendation.Text,
            TextMs = recommendation.TextMs,
            Pillars = recommendation.Pillars,
            Lead = recommendation.Lead,
            Supporting = recommendation.Supporting,
            Answers = [.. submitted.Select(item => Answer(round, item, evidence))],
            Figures = [.. submitted
                .SelectMany(item => item.Answer.Figures.Select(figure => Figure(round, item, recommendation, figure)).Concat(Shared(round, recommendation, item.Organisation, gate)))
                .OrderBy(figure => recommendation.Indicators.TakeWhile(indicator => indicator.Id != figure.Indicator).Count())],
            Missing = [.. gate.HeldBack.Where(item => item.Code == recommendation.Code).Select(item => new MissingAnswer(item.Organisation.Code, item.Organisation.Name, item.WhyNot))],
            Criteria = recommendation.Criteria,
            NaptipPillars = recommendation.NaptipPillars,
            NaptipGoals = recommendation.NaptipGoals,
            NextStep = recommendation.NextStep,
        };
    }

    static SubmittedAnswer Answer(RoundInPlan round, SubmittableItem item, IReadOnlyList<SubmittedEvidence> evidence)
    {
        var answer = item.Answer;
        return new SubmittedAnswer
        {
            Organisation = item.Organisation.Code,
            OrganisationName = item.Organisation.Name,
            IsPartner = item.IsPartner,
            Narrative = answer.Narrative,
            NothingToReport = answer.NothingToReport,
            Evidence = [.. answer.Files.Select(file => evidence.First(submitted => submitted.File.Sha256 == file.Sha256).Number).Distinct().Order(StringComparer.Ordinal)],
            ReceivedAt = answer.ReceivedAt,
            AcceptedAt = item.AcceptedAt,
            AcceptedBy = NameOf(round, item.AcceptedBy),
            Clearances = [.. item.Settled.Select(concern => SubmittedClearance.Of(concern, person => NameOf(round, person)))],
        };
    }

    /// <summary>Figures that the organisation stated once, under another recommendation, as far as that answer is submitted.</summary>
    static IEnumerable<SubmittedFigure> Shared(RoundInPlan round, Recommendation recommendation, Organisation organisation, Gate gate) =>
        from shared in AskedFigures.Shared(round, recommendation.Code, organisation.Code)
        from item in gate.Passed
        where item.Organisation.Code == organisation.Code
        from figure in item.Answer.Figures
        where figure.Indicator == shared.AskedAs
        select Figure(round, item, recommendation, figure with { Indicator = shared.Indicator.Id }) with { Note = $"Stated once, as {shared.AskedAs}." };

    static SubmittedFigure Figure(RoundInPlan round, SubmittableItem item, Recommendation recommendation, Figure figure)
    {
        var indicator = recommendation.Indicators.First(indicator => indicator.Id == figure.Indicator);
        return new SubmittedFigure
        {
            Organisation = item.Organisation.Code,
            Indicator = indicator.Id,
            Name = indicator.Name,
            LastYear = round.Plan.LastValue(item.Organisation.Code, indicator),
            Definition = indicator.Definition,
            From = indicator.From.Count == 0 ? [recommendation.Lead] : indicator.From,
            AddsUp = indicator.AddsUp,
            TotalBy = indicator.TotalBy,
            Figure = figure,
        };
    }

    /// <summary>Each file once, whoever refers to it, numbered in the order of recommendations, organisations and names.</summary>
    static List<SubmittedEvidence> EvidenceOf(IReadOnlyList<SubmittableItem> submitted, IReadOnlyList<string> lawWords)
    {
        var files = submitted
            .SelectMany(item => item.Answer.Files.Select(file => (Item: item, File: file)))
            .GroupBy(pair => pair.File.Sha256)
            .ToList();
        return
        [
            .. files.Select((group, index) =>
            {
                var (item, file) = group.First();
                var number = $"E-{index + 1:0000}";
                return new SubmittedEvidence
                {
                    Number = number,
                    PackageName = $"evidence/{number}-{FileNames.Safe(file.OriginalName)}",
                    File = file,
                    OrganisationName = item.Organisation.Name,
                    Recommendations = [.. group.Select(pair => pair.Item.Code).Distinct().Order(StringComparer.Ordinal)],
                    IsLaw = Slug.Of(Path.GetFileNameWithoutExtension(file.OriginalName)).Split('-').Any(lawWords.Contains),
                };
            }),
        ];
    }

    static SubmittedSignOff Signature(RoundInPlan round, SignOffRow row) => new()
    {
        Ministry = row.Ministry,
        MinistryName = round.Plan.Organisation(row.Ministry).Name,
        SignedBy = NameOf(round, row.By!),
        SignedAt = row.At!.Value,
        Digest = row.Digest,
        Items = row.Items,
    };

    static List<string> Gaps(RoundInPlan round, Gate gate, IReadOnlyList<SignOffRow> signOffs, Decision? endorsement)
    {
        var gaps = gate.HeldBack.Select(item => $"{item.Code}, {item.Organisation.Name}: {item.WhyNot}.")
            .Concat(gate.Passed.Where(item => item.FilesHeldBack > 0).Select(item => $"{item.Code}, {item.Organisation.Name}: {HeldFiles(item.FilesHeldBack)} held at the organisation."))
            .Concat(signOffs.Where(row => row.Status == SignOffStatus.Lapsed).OrderBy(row => row.Ministry, StringComparer.Ordinal)
                .Select(row => row.Reason is { } why
                    ? $"{round.Plan.Organisation(row.Ministry).Name}: the signature is void, {why}."
                    : $"{round.Plan.Organisation(row.Ministry).Name} did not sign by {round.Local(row.LapsedAt ?? round.Round.SignOffBy)}."))
            .ToList();
        if (round.Round.EndorsementBy is { } by && endorsement is not { IsFavourable: true })
        {
            gaps.Add(endorsement is null ? $"The council did not endorse the draft by {round.Local(by)}." : $"The council did not endorse the draft: {endorsement.Reason}");
        }

        return gaps;
    }

    static string HeldFiles(int count) => count == 1 ? "a graded document exists and is" : $"{count} graded documents exist and are";

    static string NameOf(RoundInPlan round, string personId) => round.Person(personId)?.Name ?? personId;
}
