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
        var rounds = new Dictionary<string, Task>(StringComparer.Ordinal);
        while (agenda.Next(rounds.Keys) is { } round)
        {
            if (context.CurrentUtcDateTime >= round.Opens)
            {
                rounds.Add(round.Id, context.CallSubOrchestratorAsync(nameof(RoundOrchestration), round.Id, context.Child(round.Id)));
            }
            else if (await news.ArrivedBefore(round.Opens))
            {
                // The plan was changed: a round may open on another day.
                agenda = await context.CallActivityAsync<CycleAgenda>(nameof(CycleActivities.ReadAgenda), cycleId, Policies.Effect);
            }
        }

        await Task.WhenAll(rounds.Values);
        while (await context.CallActivityAsync<CycleEnd?>(nameof(CycleActivities.CloseCycle), cycleId, Policies.Effect) is { OpenUntil: { } moment })
        {
            await news.ArrivedBefore(moment);
        }

        context.Wake(Address.OfMailbox(cycleId), "the cycle has ended");
        await mailbox;
    }
}

/// <summary>The rounds of a cycle in order of their opening. Ids are addresses: my-tip-2025-annual.</summary>
public sealed record CycleAgenda(IReadOnlyList<AgendaRound> Rounds)
{
    /// <summary>The first round that is not open yet, or null.</summary>
    public AgendaRound? Next(ICollection<string> opened) => Rounds.FirstOrDefault(round => !opened.Contains(round.Id));
}

/// <summary>When to look again where the cycle has to stay open: a correction runs, or may still be asked for.</summary>
public sealed record CycleEnd(DateTime? OpenUntil);

public sealed record AgendaRound(string Id, DateTime Opens);
