using Assessment.Cycle;
using Assessment.DataCalls;
using Assessment.Evidence;
using Assessment.Mail;
using Assessment.Register;
using Assessment.Review;
using Assessment.Teams;
using Assessment.Turnover;

namespace Assessment.Triage;

/// <summary>Does what the secretariat has decided, once; the reader of the mailbox looks here whenever it is woken.</summary>
public sealed class TriageSettlement(Register.Register register, PlanStore plans, TurnoverDesk turnover, PeopleDesk people, OpenCalls openCalls, EvidenceDesk evidence, CardDesk cards, Ledger ledger, TimeProvider clock)
{
    /// <summary>The instances that have to look again.</summary>
    public async Task<IReadOnlyList<string>> Settle(string cycleId, CancellationToken cancellation)
    {
        var wake = new List<string>(await turnover.Settle(cycleId, cancellation));
        foreach (var (file, decision) in await cards.Decided<UnassignedFile>(cycleId, file => file.IsSettled ? null : file.CardKey, cancellation))
        {
            wake.Add(await Settle(cycleId, file, decision, cancellation));
        }

        foreach (var (failed, decision) in await cards.Decided<FailedAddress>(cycleId, failed => failed.IsSettled ? null : failed.CardKey, cancellation))
        {
            wake.AddRange(await Settle(cycleId, failed, decision, cancellation));
        }

        return [.. wake.Distinct()];
    }

    async Task<string> Settle(string cycleId, UnassignedFile file, Decision decision, CancellationToken cancellation)
    {
        var instance = decision.Choice == Choice.Assign
            ? await evidence.Assign(file.CallId, file.File, Targets.Items(decision.Target ?? ""), decision, cancellation)
            : await evidence.SetAside(file.CallId, file.File, decision, cancellation);
        await register.Update<UnassignedFile>(cycleId, file.CardKey, current => current with { IsSettled = true }, cancellation);
        return instance;
    }

    async Task<IReadOnlyList<string>> Settle(string cycleId, FailedAddress failed, Decision decision, CancellationToken cancellation)
    {
        var plan = await plans.Read(cycleId, cancellation);
        var person = plan.People.FirstOrDefault(person => person.Id == failed.PersonId);
        var wake = person is null || decision.Choice == Choice.Leave ? [] : await Reach(plan, person, failed, decision, cancellation);
        var (kind, what) = decision.Choice switch
        {
            Choice.Correct => ("AddressCorrected", $"{failed.Email} is {decision.Target} from now on."),
            Choice.Retry => ("AddressTriedAgain", $"{failed.Email} is written to again."),
            _ => ("AddressLeft", $"{failed.Email} is left as it is; mails go to the others."),
        };
        await ledger.Note(cycleId, $"{failed.CardKey}-settled", kind, cycleId, decision.By, person is null ? what : $"{person.Organisation}, {person.Name}: {what}", clock, decision.Reason);
        await register.Update<FailedAddress>(cycleId, failed.PersonId, current => current.CardKey == failed.CardKey ? current with { IsSettled = true } : current, cancellation);
        return wake;
    }

    /// <summary>Whoever was not reached is told of the open calls, as somebody to whom they pass: under a new address, or under the same one anew.</summary>
    async Task<IReadOnlyList<string>> Reach(Plan plan, Person person, FailedAddress failed, Decision decision, CancellationToken cancellation)
    {
        var correct = decision.Choice == Choice.Correct ? decision.Target : null;
        await people.Change(plan.Cycle.Id, person.Id, change => change with { Email = correct ?? change.Email, FailsBecause = null }, cancellation);
        var open = await openCalls.Of(plan, person.Organisation, cancellation);
        foreach (var call in open.Where(_ => decision.Choice == Choice.Retry))
        {
            await Forget(call, failed.Email, cancellation);
        }

        return [.. open.Select(call => call.Instance)];
    }

    /// <summary>What was sent to the address never came there. The last one who is on record stays: without anybody nothing is handed over.</summary>
    async Task Forget(DataCall call, string email, CancellationToken cancellation)
    {
        if ((await register.List<Introduction>(call.Id, cancellation: cancellation)).Count > 1)
        {
            await register.Remove<Introduction>(call.Id, Introduction.IdOf(email), cancellation);
        }
    }
}
