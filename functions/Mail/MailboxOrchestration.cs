using Assessment.DataCalls;
using Assessment.Durable;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Assessment.Mail;

/// <summary>One reader of the shared mailbox, woken when mail arrives, and once a day in case nobody woke it.</summary>
public static class MailboxOrchestration
{
    /// <summary>After so many looks the instance starts afresh, so that its history stays short all year.</summary>
    const int LooksPerExecution = 100;

    /// <summary>As many as the mailbox answers at once.</summary>
    const int LanesAtOnce = 4;

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

            await FileAll(context, inbox);
            foreach (var key in inbox.Sends)
            {
                await context.CallActivityAsync(nameof(MailActivities.SettleSend), new SendToSettle(cycleId, key), Policies.Effect);
            }

            foreach (var key in inbox.Late)
            {
                var settled = await context.CallActivityAsync<SettledLateReply>(nameof(LateReplyActivities.SettleLateReply), new LateReplyToSettle(cycleId, key), Policies.Effect);
                foreach (var instance in settled.Wake)
                {
                    context.Wake(instance, key);
                }
            }

            foreach (var file in inbox.Unscanned)
            {
                var settled = await context.CallActivityAsync<FiledMail>(nameof(MailActivities.SettleFile), new FileToSettle(cycleId, file), Policies.Effect);
                if (settled.Instance is { } instance)
                {
                    context.Wake(instance, file);
                }
            }

            await context.CallActivityAsync(nameof(MailActivities.KeepCursor), inbox, Policies.Effect);
            if (inbox.IsQuiet)
            {
                await news.ArrivedBefore(inbox.LookAgainAt ?? context.CurrentUtcDateTime.AddDays(1));
            }
        }

        context.ContinueAsNew(cycleId);
    }

    /// <summary>Mails of one call in their order, calls side by side.</summary>
    static async Task FileAll(TaskOrchestrationContext context, InboxLook inbox)
    {
        var sorted = inbox.MessageIds.Count > 1
            ? await context.CallActivityAsync<SortedMail>(nameof(MailActivities.SortMail), inbox, Policies.Effect)
            : new SortedMail([new MailLane(inbox.MessageIds)]);
        var lanes = new Queue<MailLane>(sorted.Lanes);
        await Task.WhenAll(Enumerable.Range(0, LanesAtOnce).Select(_ => FileLanes()));

        async Task FileLanes()
        {
            while (lanes.TryDequeue(out var lane))
            {
                foreach (var message in lane.MessageIds)
                {
                    await FileAndWake(context, new MailToFile(inbox.CycleId, message));
                }
            }
        }
    }

    /// <summary>A mail that cannot be filed is put before a person; it stops neither the mails behind it nor the mailbox.</summary>
    static async Task FileAndWake(TaskOrchestrationContext context, MailToFile mail)
    {
        try
        {
            var filed = await context.CallActivityAsync<FiledMail>(nameof(MailActivities.FileMail), mail, Policies.Filing);
            if (filed.Instance is { } instance)
            {
                context.Wake(instance, mail.MessageId);
            }

            foreach (var other in filed.Others)
            {
                context.Wake(other, mail.MessageId);
            }
        }
        catch (TaskFailedException failed)
        {
            var unfiled = new UnfiledMail(mail.CycleId, mail.MessageId, failed.FailureDetails.ErrorMessage);
            await context.CallActivityAsync(nameof(MailActivities.GiveUpMail), unfiled, Policies.Effect);
        }
    }
}

/// <summary>What is new in the inbox since the last look, oldest first.</summary>
public sealed record InboxLook(string CycleId, bool IsClosed, IReadOnlyList<string> MessageIds, string? Cursor)
{
    /// <summary>Nothing was there to be read: the reader may sleep until it is woken.</summary>
    public required bool IsQuiet { get; init; }

    /// <summary>The keys of sent mails that are to be looked at again.</summary>
    public IReadOnlyList<string> Sends { get; init; } = [];

    /// <summary>Replies that came too late and that a person has decided about.</summary>
    public IReadOnlyList<string> Late { get; init; } = [];

    /// <summary>How often the mailbox was to be read anew by then: a cursor from before such a wish is not kept.</summary>
    public int Resyncs { get; init; }

    /// <summary>The ids of files without a verdict of the malware scan that are to be looked at again.</summary>
    public IReadOnlyList<string> Unscanned { get; init; } = [];

    /// <summary>When a verdict is to be looked for again; null when none is waited for.</summary>
    public DateTime? LookAgainAt { get; init; }

    /// <summary>Calls whose people changed by a decision that was given meanwhile.</summary>
    public IReadOnlyList<string> Wake { get; init; } = [];
}

public sealed record MailToFile(string CycleId, string MessageId);

/// <summary>The messages of a look, those of one call together.</summary>
public sealed record SortedMail(IReadOnlyList<MailLane> Lanes);

/// <summary>Messages that are filed one after the other, oldest first: a later answer replaces what an earlier one said.</summary>
public sealed record MailLane(IReadOnlyList<string> MessageIds);

/// <summary>The orchestration that the mail concerns, or none when it is held for a person.</summary>
public sealed record FiledMail(string? Instance)
{
    /// <summary>Calls that must look again because the mail told something about their people.</summary>
    public IReadOnlyList<string> Others { get; init; } = [];
}

public sealed record UnfiledMail(string CycleId, string MessageId, string Error);

public sealed record SendToSettle(string CycleId, string Key);

public sealed record FileToSettle(string CycleId, string Id);
