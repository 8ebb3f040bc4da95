using Microsoft.DurableTask;

namespace Assessment.Host.Runtime;

/// <summary>Repeats a failed task with durable timers between the attempts.</summary>
static class Retries
{
    public static Task<T> Call<T>(TaskOrchestrationContext context, TaskRetryOptions? retry, Func<Task<T>> attempt) => retry switch
    {
        { Policy: { } policy } => ByPolicy(context, policy, attempt),
        { Handler: { } handler } => ByHandler(context, handler, attempt),
        _ => attempt(),
    };

    static async Task<T> ByPolicy<T>(TaskOrchestrationContext context, RetryPolicy policy, Func<Task<T>> attempt)
    {
        var first = context.CurrentUtcDateTime;
        for (var number = 1; ; number++)
        {
            try
            {
                return await attempt();
            }
            catch (TaskFailedException failed) when (CanRetry(failed) && HasAttemptsLeft(policy, number, context.CurrentUtcDateTime - first))
            {
                // The wait is outside of the handler, where the next attempt's failure would nest into this one's.
            }

            await context.CreateTimer(Delay(policy, number), CancellationToken.None);
        }
    }

    static async Task<T> ByHandler<T>(TaskOrchestrationContext context, AsyncRetryHandler handler, Func<Task<T>> attempt)
    {
        var first = context.CurrentUtcDateTime;
        for (var number = 1; ; number++)
        {
            try
            {
                return await attempt();
            }
            catch (TaskFailedException failed) when (CanRetry(failed))
            {
                var elapsed = context.CurrentUtcDateTime - first;
                if (!await handler(new(context, number, failed.FailureDetails, elapsed, CancellationToken.None)))
                {
                    throw;
                }
            }
        }
    }

    /// <summary>A task that does not exist will not exist at the next attempt either.</summary>
    static bool CanRetry(TaskFailedException failed)
        => failed.FailureDetails.ErrorType is not (Failure.MissingActivity or Failure.MissingOrchestrator);

    static bool HasAttemptsLeft(RetryPolicy policy, int number, TimeSpan elapsed)
        => number < policy.MaxNumberOfAttempts
        && (policy.RetryTimeout == Timeout.InfiniteTimeSpan || elapsed < policy.RetryTimeout);

    static TimeSpan Delay(RetryPolicy policy, int number)
    {
        var longest = policy.MaxRetryInterval == Timeout.InfiniteTimeSpan ? TimeSpan.MaxValue : policy.MaxRetryInterval;
        var milliseconds = policy.FirstRetryInterval.TotalMilliseconds * Math.Pow(policy.BackoffCoefficient, number - 1);
        return milliseconds < longest.TotalMilliseconds ? TimeSpan.FromMilliseconds(milliseconds) : longest;
    }
}
