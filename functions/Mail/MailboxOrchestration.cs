using Assessment.Durable;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Assessment.Mail;

/// <summary>One reader of the shared mailbox, woken when mail arrives, and once a day in case nobody woke it.</summary>
public static class MailboxOrchestration
{
    /// <summary>After so many looks the instance starts afresh, so that its history stays short all year.</summary>
    const int LooksPerExecution = 100;

    [Function(nameof(MailboxOrchestration))]
    public static async Task Run([OrchestrationTrigger] TaskOrchestrationContext context, string cycleId)
    {
        var news = context.News();

        for (var look = 0; look < LooksPerExecution; look++)
        {
            var inbox = await context.CallActivityAsync<InboxLook>(nameof(MailActivities.ReadInbox), cycleId, Policies.Effect);
            if (inbox.IsClosed)
            {
                return;
            }

            foreach (var instance in inbox.Wake)
            {
                context.Wake(instance, "its people changed");
            }

            foreach (var message in inbox.MessageIds)
            {
                await FileAndWake(context, new MailToFile(cycleId, message));
            }

            await context.CallActivityAsync(nameof(MailActivities.KeepCursor), inbox, Policies.Effect);
            if (inbox.MessageIds.Count == 0)
            {
                await news.ArrivedBefore(context.CurrentUtcDateTime.AddDays(1));
            }
        }

        context.ContinueAsNew(cycleId);
    }

    static async Task FileAndWake(TaskOrchestrationContext context, MailToFile mail)
    {
        var filed = await context.CallActivityAsync<FiledMail>(nameof(MailActivities.FileMail), mail, Policies.Effect);
        if (filed.Instance is { } instance)
        {
            context.Wake(instance, mail.MessageId);
        }

        foreach (var other in filed.Others)
        {
            context.Wake(other, mail.MessageId);
        }
    }
}

/// <summary>What is new in the inbox since the last look, oldest first.</summary>
public sealed record InboxLook(string CycleId, bool IsClosed, IReadOnlyList<string> MessageIds, string? Cursor)
{
    /// <summary>Calls whose people changed by a decision that was given meanwhile.</summary>
    public IReadOnlyList<string> Wake { get; init; } = [];
}

public sealed record MailToFile(string CycleId, string MessageId);

/// <summary>The orchestration that the mail concerns, or none when it is held for a person.</summary>
public sealed record FiledMail(string? Instance)
{
    /// <summary>Calls that must look again because the mail told something about their people.</summary>
    public IReadOnlyList<string> Others { get; init; } = [];
}
