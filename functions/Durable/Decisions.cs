using Assessment.Review;
using Microsoft.DurableTask;

namespace Assessment.Durable;

public static class DecisionExtensions
{
    /// <summary>Waits until the decision is there (reminding its person on the way) or its time is over; then null.</summary>
    public static async Task<Decision?> Decision(this TaskOrchestrationContext context, PendingNews news, DecisionRequest request)
    {
        while (true)
        {
            var look = await context.CallActivityAsync<DecisionLook>(nameof(ReviewActivities.LookForDecision), request, Policies.Effect);
            if (look.Decision is not null || look.IsOver)
            {
                return look.Decision;
            }

            await news.ArrivedBefore(look.LookAgain);
        }
    }
}
