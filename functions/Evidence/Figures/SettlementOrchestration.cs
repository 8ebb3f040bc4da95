using Assessment.Durable;
using Assessment.Review;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Assessment.Evidence.Figures;

/// <summary>One indicator that several organisations state: when their values differ, a named person says which stands, in time for the signatures.</summary>
public static class SettlementOrchestration
{
    [Function(nameof(SettlementOrchestration))]
    public static async Task Run([OrchestrationTrigger] TaskOrchestrationContext context, SettlementId id)
    {
        var news = context.News();

        if (await context.CallActivityAsync<SettlementAsked>(nameof(SettlementActivities.AskToSettle), id, Policies.Effect) is { Request: { } request })
        {
            var decision = await context.Decision(news, request);
            await context.CallActivityAsync(nameof(SettlementActivities.RecordSettlement), new SettlementGiven(id, request.CardKey, decision), Policies.Effect);
        }
    }
}

/// <summary>The values of one indicator in a round; <c>IsLate</c> for those that changed after the ministries were asked to sign.</summary>
public sealed record SettlementId(string RoundId, string Indicator, string Instance, bool IsLate = false);

/// <summary>The question to the secretariat, or none when the values agree or were settled.</summary>
public sealed record SettlementAsked(DecisionRequest? Request);

public sealed record SettlementGiven(SettlementId Id, string CardKey, Decision? Decision);
