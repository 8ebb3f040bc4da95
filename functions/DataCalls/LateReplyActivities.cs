using Assessment.Cycle;
using Assessment.Register;
using Microsoft.Azure.Functions.Worker;

namespace Assessment.DataCalls;

public sealed class LateReplyActivities(Register.Register register, LateReplyDesk late, TimeProvider clock)
{
    [Function(nameof(SettleLateReply))]
    public async Task<SettledLateReply> SettleLateReply([ActivityTrigger] LateReplyToSettle reply, CancellationToken cancellation)
        => new(await late.Settle(reply.CycleId, reply.Key, cancellation));

    /// <summary>The calls that were taken up again since the last look. When all have signed and there are none, no more are taken up.</summary>
    [Function(nameof(LookForLateCalls))]
    public async Task<LateCalls> LookForLateCalls([ActivityTrigger] LateLook look, CancellationToken cancellation)
    {
        var running = await register.Find<RunningRound>(look.RoundId, "round", cancellation)
            ?? throw new InvalidOperationException($"There is no round {look.RoundId}.");
        var ready = new List<LateCall>();
        foreach (var call in running.Late.Skip(look.Seen))
        {
            // Its row is written after the round's: until then there is nothing to look after.
            if ((await register.Find<DataCall>(call.CallId, "call", cancellation))?.Instance != call.Instance)
            {
                break;
            }

            ready.Add(call);
        }

        return new LateCalls(ready, look.AllSigned && ready.Count == 0 && await HasEnded(look, cancellation));
    }

    async Task<bool> HasEnded(LateLook look, CancellationToken cancellation)
    {
        var running = await register.Update<RunningRound>(
            look.RoundId, "round", current => current.Late.Count == look.Seen && current.SigningEndedAt is null ? current with { SigningEndedAt = clock.GetUtcNow() } : current, cancellation);
        return running.SigningEndedAt is not null;
    }
}

public sealed record LateReplyToSettle(string CycleId, string Key);

/// <summary>The instances that must look again.</summary>
public sealed record SettledLateReply(IReadOnlyList<string> Wake);

/// <summary>How many late calls of a round are looked after already, and whether all ministries have signed.</summary>
public sealed record LateLook(string RoundId, int Seen, bool AllSigned);

public sealed record LateCalls(IReadOnlyList<LateCall> New, bool IsOver);
