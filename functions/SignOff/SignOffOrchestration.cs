using System.Text.Json.Serialization;
using Assessment.Cycle;
using Assessment.DataCalls;
using Assessment.Durable;
using Assessment.Review;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Assessment.SignOff;

/// <summary>One ministry: show the exact items, sign or refuse; what is refused is reopened and shown again.</summary>
public static class SignOffOrchestration
{
    [Function(nameof(SignOffOrchestration))]
    public static async Task Run([OrchestrationTrigger] TaskOrchestrationContext context, SignOffId id)
    {
        var news = context.News();

        while (await context.CallActivityAsync<SignOffAsked>(nameof(SignOffActivities.AskForSignature), id, Policies.Effect) is { Request: { } request })
        {
            var decision = await context.Decision(news, request);
            var outcome = await context.CallActivityAsync<SignOffOutcome>(
                nameof(SignOffActivities.RecordSignature), new SignatureGiven(id, decision), Policies.Effect);

            await Task.WhenAll(outcome.Reopened.Select(call =>
                context.CallSubOrchestratorAsync(nameof(DataCallOrchestration), call.CallId, context.Child(call.Instance))));

            if (outcome.IsFinal)
            {
                return;
            }
        }
    }
}

/// <summary>A ministry in a round, for the first version or a correction by its number; <c>Turn</c> goes up when it is asked anew because something was taken up again.</summary>
public sealed record SignOffId(string RoundId, string Ministry, int Correction = 0, int Turn = 1)
{
    [JsonIgnore]
    public string Instance => Address.OfSignOff(RoundId, Ministry, Correction, Turn);
}

/// <summary>The question to the signatory, or none when there is nothing to sign.</summary>
public sealed record SignOffAsked(DecisionRequest? Request);

public sealed record SignatureGiven(SignOffId Id, Decision? Decision);

/// <summary>What a decision led to: final, or calls to run again under new instances.</summary>
public sealed record SignOffOutcome(bool IsFinal, IReadOnlyList<ReopenedCall> Reopened);

public sealed record ReopenedCall(string CallId, string Instance);
