using Assessment.DataCalls;
using Assessment.Durable;
using Assessment.Review;
using Assessment.SignOff;
using Assessment.Submission;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Assessment.Cycle;

/// <summary>One round: release to send, data calls, ministries sign, the council endorses, submission.</summary>
public static class RoundOrchestration
{
    [Function(nameof(RoundOrchestration))]
    public static async Task Run([OrchestrationTrigger] TaskOrchestrationContext context, string roundId)
    {
        var news = context.News();
        var round = await context.CallActivityAsync<RoundAgenda>(nameof(CycleActivities.PrepareRound), roundId, Policies.Effect);

        var release = await context.Decision(news, round.Release);
        if (release is not { IsFavourable: true })
        {
            await context.CallActivityAsync(nameof(CycleActivities.StopRound), roundId, Policies.Effect);
            return;
        }

        await Task.WhenAll(round.Ministries.Select(ministry => Answer(context, roundId, ministry)));

        if (round.Endorsement is { } endorsement)
        {
            await context.CallActivityAsync(nameof(SubmissionActivities.AskForEndorsement), roundId, Policies.Effect);
            await context.Decision(news, endorsement);
        }

        await context.CallSubOrchestratorAsync(nameof(SubmissionOrchestration), roundId, context.Child(Address.OfSubmission(roundId)));
    }

    /// <summary>The calls of one ministry and its agencies, then its signature. Partners are a group of their own, which nobody signs for.</summary>
    static async Task Answer(TaskOrchestrationContext context, string roundId, MinistryCalls ministry)
    {
        await Task.WhenAll(ministry.Calls.Select(call =>
            context.CallSubOrchestratorAsync(nameof(DataCallOrchestration), call, context.Child(call))));

        if (ministry.Slug is { } slug)
        {
            await context.CallSubOrchestratorAsync(
                nameof(SignOffOrchestration), new SignOffId(roundId, slug), context.Child(Address.OfSignOff(roundId, slug)));
        }
    }
}

/// <summary>What a round is made of: who is asked, whose decisions it waits for, and until when.</summary>
public sealed record RoundAgenda(DecisionRequest Release, DecisionRequest? Endorsement, IReadOnlyList<MinistryCalls> Ministries);

/// <summary>The call ids of one ministry with its agencies; no slug means partners.</summary>
public sealed record MinistryCalls(string? Slug, IReadOnlyList<string> Calls);
