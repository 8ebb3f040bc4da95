using Assessment.Cycle;
using Assessment.Evidence;
using Assessment.Register;
using Assessment.SignOff;

namespace Assessment.DataCalls;

/// <summary>A reply to a data call that had closed: what it answers, kept until a person decides whether the call is taken up again for it.</summary>
[Table("LateReplies")]
public sealed record LateReply
{
    public required string CallId { get; init; }
    public required string MessageId { get; init; }
    public required string CardKey { get; init; }
    public required IReadOnlyDictionary<string, Answer> Answers { get; init; }
    public bool IsSettled { get; init; }
}

/// <summary>A call that was taken up again, under which instance, and the how-manieth question to its ministry follows from it.</summary>
public sealed record LateCall(string CallId, string Instance, string? Ministry, string MessageId, int Turn);

public static class LateRules
{
    /// <summary>Whether a late reply may still change the round: until its ministries have signed. Afterwards only a correction can.</summary>
    public static bool MayBeTakenIn(RoundInPlan round, DateTimeOffset now) => round.Running.SigningEndedAt is null && now < round.Round.SignOffBy;

    /// <summary>The round with the call among those that are taken up again; the same reply twice is one, and none is added once the ministries have signed.</summary>
    public static RunningRound TakenUp(RunningRound running, LateReply late, string? ministry)
    {
        if (running.SigningEndedAt is not null || running.Late.Any(call => call.MessageId == late.MessageId))
        {
            return running;
        }

        var number = running.Late.Count(call => call.CallId == late.CallId) + 1;
        return running with { Late = [.. running.Late, new LateCall(late.CallId, $"{late.CallId}-late-{number}", ministry, late.MessageId, running.Late.Count + 2)] };
    }

    public static DataCall TakenUp(DataCall call, LateCall late, DateTimeOffset closes) =>
        call.Instance == late.Instance ? call : call with { Status = CallStatus.Sent, Instance = late.Instance, ClosesAt = closes, ClosedAt = null };

    /// <summary>What is at stake for the ministry, as the decider has to know it.</summary>
    public static string AtStake(SignOffRow? signOff) => signOff?.Status switch
    {
        SignOffStatus.Signed => $"{signOff.Ministry} has signed. If this changes an accepted answer, its signature is void and it is asked again.",
        SignOffStatus.Open => $"{signOff.Ministry} is asked to sign now. The question is withdrawn, and asked again when the answer was reviewed.",
        _ => "No ministry has signed the answer yet.",
    };
}
