using Assessment.Durable;
using Assessment.Review;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Assessment.Submission;

/// <summary>Consolidate, release, seal, hand in, keep the receipt.</summary>
public static class SubmissionOrchestration
{
    [Function(nameof(SubmissionOrchestration))]
    public static async Task Run([OrchestrationTrigger] TaskOrchestrationContext context, string roundId)
    {
        var news = context.News();
        var release = await context.CallActivityAsync<DecisionRequest>(nameof(SubmissionActivities.Consolidate), roundId, Policies.Effect);

        if (await context.Decision(news, release) is not { IsFavourable: true })
        {
            await context.CallActivityAsync(nameof(SubmissionActivities.ReportUnreleased), roundId, Policies.Effect);
            return;
        }

        await context.CallActivityAsync(nameof(SubmissionActivities.Seal), roundId, Policies.Effect);
        await context.CallActivityAsync(nameof(SubmissionActivities.HandIn), roundId, Policies.Effect);
    }
}
