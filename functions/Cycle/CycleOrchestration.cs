using Assessment.Durable;
using Assessment.Mail;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Assessment.Cycle;

/// <summary>The table of contents of the year: reads the mailbox all year, opens each round on its date, and ends when all rounds have ended.</summary>
public static class CycleOrchestration
{
    [Function(nameof(CycleOrchestration))]
    public static async Task Run([OrchestrationTrigger] TaskOrchestrationContext context, string cycleId)
    {
        var news = context.News();
        var mailbox = context.CallSubOrchestratorAsync(nameof(MailboxOrchestration), cycleId, context.Child(Address.OfMailbox(cycleId)));

        var agenda = await context.CallActivityAsync<CycleAgenda>(nameof(CycleActivities.ReadAgenda), cycleId, Policies.Effect);
        var rounds = new List<Task>();
        foreach (var round in agenda.Rounds)
        {
            while (context.CurrentUtcDateTime < round.Opens)
            {
                await news.ArrivedBefore(round.Opens);
            }

            rounds.Add(context.CallSubOrchestratorAsync(nameof(RoundOrchestration), round.Id, context.Child(round.Id)));
        }

        await Task.WhenAll(rounds);
        await context.CallActivityAsync(nameof(CycleActivities.CloseCycle), cycleId, Policies.Effect);

        context.Wake(Address.OfMailbox(cycleId), "the cycle has ended");
        await mailbox;
    }
}

/// <summary>The rounds of a cycle in order of their opening. Ids are addresses: my-tip-2025-annual.</summary>
public sealed record CycleAgenda(IReadOnlyList<AgendaRound> Rounds);

public sealed record AgendaRound(string Id, DateTime Opens);
