using Assessment.Cycle;
using Assessment.Evidence;
using Assessment.Mail;
using Assessment.Teams;

namespace Assessment.Clearance;

/// <summary>What a reviewer sees of an answer's clearance: its grades, what was settled by whom, and what the organisation remarked for the secretariat only.</summary>
public static class ClearanceFacts
{
    public static IEnumerable<CardFact> Of(RoundInPlan round, Answer answer, IReadOnlyList<Concern> settled)
    {
        if (answer.InternalRemark is { } remark)
        {
            yield return new CardFact("Internal, not for the assessor", Cleaning.Redacted(remark, ScanPolicies.Of(round.Plan)));
        }

        if (!answer.Grade.MayLeave())
        {
            yield return new CardFact("Grade", Graded(answer.Grade, answer.Declassified));
        }

        foreach (var file in answer.Files.Where(file => !file.Grade.MayLeave()))
        {
            yield return new CardFact($"Grade of {ShownName.Of(file.OriginalName)}", Graded(file.Grade, file.Declassified));
        }

        foreach (var concern in settled.Where(concern => concern.Matter != Matter.Grade))
        {
            yield return new CardFact(ClearanceCards.PartOf(concern, Language.En), Settled(round, concern));
        }
    }

    static string Graded(Grade grade, Declassification? declassified) => declassified is { } by
        ? $"{grade.Word()}; declassified by {by.Officer} under {by.Authority} on {by.Date:yyyy-MM-dd}"
        : $"{grade.Word()}; it stays in the country";

    static string Settled(RoundInPlan round, Concern concern) => concern.Outcome switch
    {
        Outcome.Released => $"released by {Names(round, concern, 1)}",
        Outcome.Redacted => $"redacted ({ClearanceCards.CountsOf(concern, Language.En)}), decided by {Names(round, concern, 1)}",
        _ => $"stands ({ClearanceCards.CountsOf(concern, Language.En)}), decided by {Names(round, concern, 2)}",
    };

    static string Names(RoundInPlan round, Concern concern, int last) =>
        string.Join(" and ", concern.Steps.TakeLast(last).Select(step => round.Person(step.By)?.Name ?? step.By));
}
