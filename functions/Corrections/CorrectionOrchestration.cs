using Assessment.Cycle;
using Assessment.DataCalls;
using Assessment.Durable;
using Assessment.Evidence.Figures;
using Assessment.Review;
using Assessment.SignOff;
using Assessment.Submission;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Assessment.Corrections;

/// <summary>A correction of what was submitted: items are answered again, the ministries concerned sign again, the council endorses, the next version goes out.</summary>
public static class CorrectionOrchestration
{
    [Function(nameof(CorrectionOrchestration))]
    public static async Task Run([OrchestrationTrigger] TaskOrchestrationContext context, CorrectionId id)
    {
        var news = context.News();

        var reopened = await context.CallActivityAsync<ReopenedCalls>(nameof(CorrectionActivities.OpenCorrection), id, Policies.Effect);
        await Task.WhenAll(reopened.Calls.Select(call => context.CallSubOrchestratorAsync(nameof(DataCallOrchestration), call.CallId, context.Child(call.Instance))));

        if (await context.CallActivityAsync<CorrectedAgenda>(nameof(CorrectionActivities.ReadCorrected), id, Policies.Effect) is { HasChanged: true } agenda)
        {
            await Task.WhenAll(agenda.Settlements.Select(settlement => context.CallSubOrchestratorAsync(nameof(SettlementOrchestration), settlement, context.Child(settlement.Instance))));
            await Task.WhenAll(agenda.SignOffs.Select(signOff => context.CallSubOrchestratorAsync(nameof(SignOffOrchestration), signOff, context.Child(signOff.Instance))));

            if (agenda.Endorsement is { } endorsement)
            {
                await context.CallActivityAsync(nameof(SubmissionActivities.AskForEndorsement), id.RoundId, Policies.Effect);
                await context.Decision(news, endorsement);
            }

            await context.CallSubOrchestratorAsync(nameof(SubmissionOrchestration), id.RoundId, context.Child(Address.OfSubmission(id.RoundId, id.Number)));
        }

        await context.CallActivityAsync(nameof(CorrectionActivities.EndCorrection), id, Policies.Effect);
        context.Wake(id.CycleId, "a correction has ended");
    }
}

/// <summary>A correction by its round and its number in it.</summary>
public sealed record CorrectionId(string CycleId, string RoundId, int Number);

public sealed record ReopenedCalls(IReadOnlyList<ReopenedCall> Calls);

/// <summary>What follows from the corrected answers: nothing, when none of them says anything else than before.</summary>
public sealed record CorrectedAgenda(bool HasChanged)
{
    /// <summary>The figures that may conflict anew, and the ministries whose signatures do not cover their items any more.</summary>
    public IReadOnlyList<SettlementId> Settlements { get; init; } = [];
    public IReadOnlyList<SignOffId> SignOffs { get; init; } = [];
    public DecisionRequest? Endorsement { get; init; }
}
