using Assessment.Durable;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Assessment.DataCalls;

/// <summary>One organisation in one round: send, remind, escalate, take replies, review, return, extend, close.</summary>
public static class DataCallOrchestration
{
    [Function(nameof(DataCallOrchestration))]
    public static async Task Run([OrchestrationTrigger] TaskOrchestrationContext context, string callId)
    {
        var news = context.News();

        while (await context.CallActivityAsync<NextStep>(nameof(DataCallActivities.DecideNextStep), callId, Policies.Effect) is { IsLast: false } step)
        {
            if (step.Activity is { } activity)
            {
                await context.CallActivityAsync(activity, step, Policies.Effect);
            }
            else
            {
                await news.ArrivedBefore(step.At);
            }
        }
    }
}
