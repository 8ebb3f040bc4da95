using Assessment.Access;
using Assessment.DataCalls;
using Assessment.Durable;
using Assessment.Register;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Assessment.Cycle;

/// <summary>
/// Wakes what should have moved by itself. Durable timers have been seen to stay away on Azure, and timer triggers to stop after a deployment,
/// so the register is compared with the clock every day, and operators can ask for it at any time.
/// </summary>
public sealed class SweepTriggers(Register.Register register, PlanStore plans, CallReader calls, TimeProvider clock, ILogger<SweepTriggers> log)
{
    /// <summary>How long a step may be overdue before somebody else wakes its call.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromHours(1);

    [Function(nameof(SweepDaily))]
    public Task SweepDaily([TimerTrigger("0 30 1 * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
        => Sweep(client, cancellation);

    [Function(nameof(SweepNow))]
    [Allow(Who.Operators)]
    public async Task<IResult> SweepNow(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "sweep")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
        => await Callers.IsOperator(request) ? Results.Json(new { woken = await Sweep(client, cancellation) }) : Results.Unauthorized();

    async Task<IReadOnlyList<string>> Sweep(DurableTaskClient client, CancellationToken cancellation)
    {
        var woken = new List<string>();
        foreach (var cycle in await register.List<RunningCycle>(RunningCycle.Partition, cancellation: cancellation))
        {
            if (cycle.ClosedAt is null)
            {
                await Sweep(cycle, client, woken, cancellation);
            }
        }

        return woken;
    }

    async Task Sweep(RunningCycle cycle, DurableTaskClient client, List<string> woken, CancellationToken cancellation)
    {
        var plan = await plans.Read(cycle.Id, cancellation);
        var now = clock.GetUtcNow();
        foreach (var round in plan.Rounds.Where(round => round.Opens <= now))
        {
            if (now > round.HardDate && await register.Find<RunningRound>(Address.OfRound(cycle.Id, round.Id), "round", cancellation) is not { Correction: not null })
            {
                continue;
            }

            foreach (var organisation in round.Asks.Select(ask => ask.Organisation).Distinct())
            {
                var id = Address.OfCall(Address.OfRound(cycle.Id, round.Id), plan.Organisation(organisation));
                if (await register.Find<DataCall>(id, "call", cancellation) is { Status: CallStatus.Sent } call && await IsLate(call, now, cancellation))
                {
                    log.WokeLateCall(call.Instance);
                    await client.RaiseEventAsync(call.Instance, nameof(News), new News("the sweep found a step that was overdue"), cancellation);
                    woken.Add(call.Instance);
                }
            }
        }
    }

    async Task<bool> IsLate(DataCall call, DateTimeOffset now, CancellationToken cancellation)
        => NextStep.For(await calls.State(call.Id, cancellation), now - Patience).Activity is not null;
}

static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "{Instance} had a step that was more than an hour overdue; it was woken.")]
    public static partial void WokeLateCall(this ILogger log, string instance);
}
