using Microsoft.DurableTask;

namespace Assessment.Durable;

/// <summary>How effects are tried again, one policy per kind of effect.</summary>
public static class Policies
{
    /// <summary>Reading and writing the register, the evidence store and the mailbox: a day of trying before the orchestration fails in sight.</summary>
    public static TaskOptions Effect { get; } = TaskOptions.FromRetryPolicy(new RetryPolicy(
        maxNumberOfAttempts: 30,
        firstRetryInterval: TimeSpan.FromSeconds(5),
        backoffCoefficient: 2,
        maxRetryInterval: TimeSpan.FromHours(1)));

    /// <summary>A child at its own address, in the version of its parent, so that a year never mixes versions by accident.</summary>
    public static SubOrchestrationOptions Child(this TaskOrchestrationContext context, string instanceId)
        => new(instanceId: instanceId) { Version = context.Version };
}
