using Assessment.Cycle;
using Assessment.DataCalls;

namespace Assessment.Turnover;

/// <summary>The calls of an organisation that are out and not closed, in the order of the plan's rounds.</summary>
public sealed class OpenCalls(Register.Register register)
{
    public async Task<IReadOnlyList<DataCall>> Of(Plan plan, string organisation, CancellationToken cancellation)
    {
        var open = new List<DataCall>();
        foreach (var round in plan.Rounds.Where(round => round.Asks.Any(ask => ask.Organisation == organisation)))
        {
            var id = Address.OfCall(Address.OfRound(plan.Cycle.Id, round.Id), plan.Organisation(organisation));
            if (await register.Find<DataCall>(id, "call", cancellation) is { Status: CallStatus.Sent } call)
            {
                open.Add(call);
            }
        }

        return open;
    }

    /// <summary>Every call of the plan that went out, closed ones too, with its round.</summary>
    public async Task<IReadOnlyList<(Round Round, DataCall Call)>> Sent(Plan plan, CancellationToken cancellation)
    {
        var sent = new List<(Round, DataCall)>();
        foreach (var round in plan.Rounds)
        {
            foreach (var organisation in round.Asks.Select(ask => ask.Organisation).Distinct().Order(StringComparer.Ordinal))
            {
                var id = Address.OfCall(Address.OfRound(plan.Cycle.Id, round.Id), plan.Organisation(organisation));
                if (await register.Find<DataCall>(id, "call", cancellation) is { Status: not CallStatus.Prepared } call)
                {
                    sent.Add((round, call));
                }
            }
        }

        return sent;
    }

    /// <summary>The only open call of whoever writes from an address, or null when there is none or more than one.</summary>
    public async Task<string?> OnlyOneOfSender(Plan plan, string address, CancellationToken cancellation)
    {
        var calls = new List<DataCall>();
        foreach (var organisation in plan.People.Where(person => string.Equals(person.Email, address, StringComparison.OrdinalIgnoreCase)).Select(person => person.Organisation).Distinct())
        {
            calls.AddRange(await Of(plan, organisation, cancellation));
        }

        return calls is [var only] ? only.Id : null;
    }
}
