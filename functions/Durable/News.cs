using Microsoft.DurableTask;

namespace Assessment.Durable;

/// <summary>The one event that wakes an orchestration. It only says where to look; the register says what is true.</summary>
public sealed record News(string About);

/// <summary>
/// The one pending wait of an instance. A wait that is cancelled or timed out stays with the SDK's context and swallows the next event
/// (microsoft/durabletask-dotnet#508), so the wait is kept across the loop and raced against a timer, and only the timer is cancelled.
/// </summary>
public sealed class PendingNews
{
    readonly TaskOrchestrationContext context;
    Task<News> pending;

    internal PendingNews(TaskOrchestrationContext context)
    {
        this.context = context;
        pending = context.WaitForExternalEvent<News>(nameof(News));
    }

    /// <summary>True when news arrived, false when the moment came first. A timer may fire early: ask the rule again after false.</summary>
    public async Task<bool> ArrivedBefore(DateTimeOffset moment)
    {
        using var timer = new CancellationTokenSource();
        var alarm = context.CreateTimer(moment.UtcDateTime, timer.Token);

        await Task.WhenAny(pending, alarm);
        if (!pending.IsCompleted)
        {
            return false;
        }

        if (!alarm.IsCompleted)
        {
            timer.Cancel();
        }

        await Take();
        return true;
    }

    /// <summary>True when news arrived, false when the work was done first.</summary>
    public async Task<bool> ArrivedBefore(Task work)
    {
        await Task.WhenAny(pending, work);
        if (!pending.IsCompleted)
        {
            return false;
        }

        await Take();
        return true;
    }

    async Task Take()
    {
        await pending;
        pending = context.WaitForExternalEvent<News>(nameof(News));
    }
}

public static class NewsExtensions
{
    public static PendingNews News(this TaskOrchestrationContext context) => new(context);

    /// <summary>Wakes another instance; one that has ended does not hear it.</summary>
    public static void Wake(this TaskOrchestrationContext context, string instanceId, string about)
        => context.SendEvent(instanceId, nameof(Durable.News), new News(about));
}
