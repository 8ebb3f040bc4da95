using Assessment.DataCalls;
using Assessment.Durable;
using Assessment.Evidence.Figures;
using Assessment.Review;
using Assessment.SignOff;
using Assessment.Submission;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Assessment.Cycle;

/// <summary>One round: release to send, data calls, ministries sign, the council endorses, submission.</summary>
public static class RoundOrchestration
{
    [Function(nameof(RoundOrchestration))]
    public static async Task Run([OrchestrationTrigger] TaskOrchestrationContext context, string roundId)
    {
        var news = context.News();
        var round = await context.CallActivityAsync<RoundAgenda>(nameof(CycleActivities.PrepareRound), roundId, Policies.Effect);

        var release = await context.Decision(news, round.Release);
        if (release is not { IsFavourable: true })
        {
            await context.CallActivityAsync(nameof(CycleActivities.StopRound), roundId, Policies.Effect);
            return;
        }

        var calls = round.Ministries.SelectMany(ministry => ministry.Calls).ToDictionary(call => call, call => Answer(context, call));
        var settled = round.Comparisons.Select(comparison => (Compared: comparison, Task: Settle(context, roundId, comparison, calls))).ToList();
        await SignAll(context, news, roundId, round.Ministries.ToDictionary(ministry => ministry.Slug ?? "", ministry => Sign(context, roundId, ministry, calls, settled)));

        // What was changed since by a refused signature or a late reply may conflict anew.
        await Task.WhenAll(round.Comparisons.Select(comparison => Settle(context, roundId, comparison, isLate: true)));

        if (round.Endorsement is { } endorsement)
        {
            await context.CallActivityAsync(nameof(SubmissionActivities.AskForEndorsement), roundId, Policies.Effect);
            await context.Decision(news, endorsement);
        }

        await context.CallSubOrchestratorAsync(nameof(SubmissionOrchestration), roundId, context.Child(Address.OfSubmission(roundId)));
    }

    static Task Answer(TaskOrchestrationContext context, string call)
        => context.CallSubOrchestratorAsync(nameof(DataCallOrchestration), call, context.Child(call));

    /// <summary>When all who state an indicator have answered, it is settled whose value stands where they differ.</summary>
    static async Task Settle(TaskOrchestrationContext context, string roundId, Comparison comparison, Dictionary<string, Task> calls)
    {
        await Task.WhenAll(comparison.Calls.Select(call => calls[call]));
        await Settle(context, roundId, comparison, isLate: false);
    }

    static Task Settle(TaskOrchestrationContext context, string roundId, Comparison comparison, bool isLate)
    {
        var instance = Address.OfSettlement(roundId, comparison.Indicator, isLate);
        return context.CallSubOrchestratorAsync(
            nameof(SettlementOrchestration), new SettlementId(roundId, comparison.Indicator, instance, isLate), context.Child(instance));
    }

    /// <summary>
    /// The calls of one ministry and its agencies, what others state differently, then its signature. Partners are a group of their own, which nobody signs for.
    /// </summary>
    static async Task Sign(
        TaskOrchestrationContext context, string roundId, MinistryCalls ministry, Dictionary<string, Task> calls, List<(Comparison Compared, Task Task)> settled)
    {
        await Task.WhenAll(ministry.Calls.Select(call => calls[call]));
        await Task.WhenAll(settled.Where(settling => settling.Compared.Calls.Any(ministry.Calls.Contains)).Select(settling => settling.Task));

        if (ministry.Slug is { } slug)
        {
            await context.CallSubOrchestratorAsync(
                nameof(SignOffOrchestration), new SignOffId(roundId, slug), context.Child(Address.OfSignOff(roundId, slug)));
        }
    }

    /// <summary>Waits until all ministries have signed. A call that is taken up again meanwhile is looked after at once, and then its ministry signs again.</summary>
    static async Task SignAll(TaskOrchestrationContext context, PendingNews news, string roundId, Dictionary<string, Task> signing)
    {
        var seen = 0;
        while (true)
        {
            var all = Task.WhenAll(signing.Values);
            var look = new LateLook(roundId, seen, all.IsCompleted);
            var late = await context.CallActivityAsync<LateCalls>(nameof(LateReplyActivities.LookForLateCalls), look, Policies.Effect);
            foreach (var call in late.New)
            {
                signing[call.Ministry ?? ""] = SignAgain(context, roundId, call, signing[call.Ministry ?? ""]);
            }

            seen += late.New.Count;
            if (late.IsOver)
            {
                await all;
                return;
            }

            if (late.New.Count == 0)
            {
                await (look.AllSigned ? news.ArrivedBefore(context.CurrentUtcDateTime.AddMinutes(1)) : news.ArrivedBefore(all));
            }
        }
    }

    static async Task SignAgain(TaskOrchestrationContext context, string roundId, LateCall call, Task before)
    {
        await Task.WhenAll(before, context.CallSubOrchestratorAsync(nameof(DataCallOrchestration), call.CallId, context.Child(call.Instance)));
        if (call.Ministry is { } ministry)
        {
            var again = new SignOffId(roundId, ministry, Turn: call.Turn);
            await context.CallSubOrchestratorAsync(nameof(SignOffOrchestration), again, context.Child(again.Instance));
        }
    }
}

/// <summary>What a round is made of: who is asked, whose decisions it waits for, and until when.</summary>
public sealed record RoundAgenda(DecisionRequest Release, DecisionRequest? Endorsement, IReadOnlyList<MinistryCalls> Ministries)
{
    /// <summary>The figures that must agree between organisations.</summary>
    public IReadOnlyList<Comparison> Comparisons { get; init; } = [];
}

/// <summary>The call ids of one ministry with its agencies; no slug means partners.</summary>
public sealed record MinistryCalls(string? Slug, IReadOnlyList<string> Calls);
