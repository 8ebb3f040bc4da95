using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.DurableTask;

namespace Assessment.Durable;

/// <summary>How effects are tried again, one policy per kind of effect. Who is told to come back at a moment comes back then, by a durable timer.</summary>
public static class Policies
{
    /// <summary>Reading and writing the register, the evidence store and the mailbox: a day of trying before the orchestration fails in sight.</summary>
    public static TaskOptions Effect => Repeat(attempts: 30, longest: TimeSpan.FromHours(1));

    /// <summary>Taking one mail in: half an hour, so that a mail that cannot be filed does not hold up the others for long.</summary>
    public static TaskOptions Filing => Repeat(attempts: 12, longest: TimeSpan.FromMinutes(5));

    /// <summary>A child at its own address, in the version of its parent, so that a year never mixes versions by accident.</summary>
    public static SubOrchestrationOptions Child(this TaskOrchestrationContext context, string instanceId)
        => new(instanceId: instanceId) { Version = context.Version };

    /// <summary>Made for each call anew: it counts the call's failures itself, because the attempts of the SDK count those who were only told to come back.</summary>
    static TaskOptions Repeat(int attempts, TimeSpan longest)
    {
        var failures = 0;
        return TaskOptions.FromRetryHandler(async failed =>
        {
            var notBefore = NotBefore.In(failed.LastFailure);
            failures += notBefore is null ? 1 : 0;
            if (RetryMoments.Next(failures, notBefore, attempts, longest, failed.OrchestrationContext.CurrentUtcDateTime) is not { } next)
            {
                return false;
            }

            await failed.OrchestrationContext.CreateTimer(next, CancellationToken.None);
            return true;
        });
    }
}

/// <summary>When a failed effect is tried again.</summary>
public static class RetryMoments
{
    static readonly TimeSpan First = TimeSpan.FromSeconds(5);

    /// <summary>Null when it was tried often enough. Being told to come back later is no failure, and does not use up the attempts.</summary>
    public static DateTime? Next(int failures, DateTime? notBefore, int attempts, TimeSpan longest, DateTime now)
    {
        if (notBefore is { } moment)
        {
            return moment > now ? moment : now + First;
        }

        return failures < attempts ? now + Delay(failures, longest) : null;
    }

    static TimeSpan Delay(int failures, TimeSpan longest)
    {
        var doubled = First * Math.Pow(2, Math.Min(failures - 1, 30));
        return doubled < longest ? doubled : longest;
    }
}

/// <summary>The moment in the words of a failure: what crosses from an activity to its orchestration on every engine is the message.</summary>
public static partial class NotBefore
{
    public static string Words(DateTimeOffset moment) => string.Create(CultureInfo.InvariantCulture, $"[not before {moment.UtcDateTime:O}]");

    public static DateTime? In(TaskFailureDetails? failure) => failure is null ? null : In(failure.ErrorMessage) ?? In(failure.InnerFailure);

    public static DateTime? In(string message) => Mark().Match(message) is { Success: true } found
        ? DateTime.ParseExact(found.Groups["moment"].Value, "O", CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind)
        : null;

    [GeneratedRegex(@"\[not before (?<moment>[0-9T:.-]{27}Z)\]")]
    private static partial Regex Mark();
}
