using Assessment.Cycle;
using Assessment.DataCalls;
using Assessment.Evidence.Figures;
using Assessment.Register;
using Assessment.Review;
using Assessment.Submission;
using Assessment.Teams;
using Microsoft.Azure.Functions.Worker;

namespace Assessment.SignOff;

public sealed class SignOffActivities(Register.Register register, PlanStore plans, CallReader calls, CardDesk cards, Ledger ledger, TimeProvider clock)
{
    /// <summary>Freezes what the ministry's calls have accepted, and asks its signatory about exactly that.</summary>
    [Function(nameof(AskForSignature))]
    public async Task<SignOffAsked> AskForSignature([ActivityTrigger] SignOffId id, CancellationToken cancellation)
    {
        var round = await plans.Round(id.RoundId, cancellation);
        var ministry = MinistryOf(round, id);
        if (await IsTakenUpAgain(round, ministry, cancellation))
        {
            // Whoever takes up the call asks for the signature when it is closed again.
            return new SignOffAsked(null);
        }

        var earlier = await register.Find<SignOffRow>(id.RoundId, id.Ministry, cancellation);
        var items = await calls.Signable(round, ministry, cancellation);
        var digest = SignOffDigest.Of(items);
        if (earlier is { Status: SignOffStatus.Signed })
        {
            if (earlier.Digest == digest)
            {
                return new SignOffAsked(null);
            }

            await Note(round, earlier, "SignOffVoid", "system", $"{earlier.Ministry}: the signature of {earlier.By} covers digest {earlier.Digest}, but the items have changed since. {SignatureChanges.InWords(earlier, items)}", "The ministry is asked again.");
        }

        var row = new SignOffRow
        {
            RoundId = id.RoundId,
            Ministry = ministry.Code,
            Status = items.Count == 0 ? SignOffStatus.NothingToSign : SignOffStatus.Open,
            Version = earlier switch { null => 1, { Status: SignOffStatus.Open } when earlier.Digest == digest => earlier.Version, _ => earlier.Version + 1 },
            Digest = digest,
            Items = [.. items.Select(item => $"{item.CallId}/{item.Code}")],
            Shown = [.. items.Select(ShownItem.Of)],
            Instance = id.Instance,
        };

        if (items.Count == 0)
        {
            await ledger.Note(round.CycleId, $"{id.RoundId}-{id.Ministry}-nothing-to-sign", "NothingToSign", id.RoundId, ministry.Code, $"{ministry.Code}: no item was accepted, so there is nothing to sign.", clock);
            await register.Save(id.RoundId, id.Ministry, row, cancellation);
            return new SignOffAsked(null);
        }

        await register.Save(id.RoundId, id.Ministry, row, cancellation);
        var card = SignOffCards.For(round, id, ministry, row, items, clock.GetUtcNow());
        card = card with { Facts = [.. card.Facts, .. ConflictCards.Facts(round, ministry, await calls.Conflicts(round, cancellation))] };
        await cards.Ask(round.CycleId, card, cancellation);
        return new SignOffAsked(new DecisionRequest(round.Address, card.Key, Deadline.SignOffBy));
    }

    /// <summary>Records what the signatory decided. A signature over a digest that no longer holds is void, and the ministry is asked again.</summary>
    [Function(nameof(RecordSignature))]
    public async Task<SignOffOutcome> RecordSignature([ActivityTrigger] SignatureGiven given, CancellationToken cancellation)
    {
        var round = await plans.Round(given.Id.RoundId, cancellation);
        var ministry = MinistryOf(round, given.Id);
        var row = await register.Find<SignOffRow>(given.Id.RoundId, given.Id.Ministry, cancellation)
            ?? throw new InvalidOperationException($"{given.Id.RoundId} has not asked {given.Id.Ministry} to sign.");
        var items = await calls.Signable(round, ministry, cancellation);

        return given.Decision switch
        {
            null => await Lapse(round, row, cancellation),
            { Choice: Choice.Sign } decision when SignOffDigest.Of(items) == row.Digest => await Sign(round, row, decision, cancellation),
            { Choice: Choice.Withdraw } decision => await Withdraw(round, row, decision, cancellation),
            { Choice: Choice.Sign } decision => await Void(round, row, items, decision, cancellation),
            { } decision => await Refuse(round, given.Id, row, decision, cancellation),
        };
    }

    async Task<SignOffOutcome> Sign(RoundInPlan round, SignOffRow row, Decision decision, CancellationToken cancellation)
    {
        await Note(round, row, "SignOffGiven", decision.By, $"{row.Ministry}: {row.Items.Count} items signed, digest {row.Digest}.", null);
        await Settle(round, row, SignOffStatus.Signed, decision, cancellation);
        return new SignOffOutcome(IsFinal: true, []);
    }

    async Task<SignOffOutcome> Lapse(RoundInPlan round, SignOffRow row, CancellationToken cancellation)
    {
        await Note(round, row, "SignOffLapsed", "system", $"{row.Ministry}: not signed by {round.Local(round.Round.SignOffBy)}.", "The round goes on; the items are stated as missing.");
        await Settle(round, row with { LapsedAt = round.Round.SignOffBy }, SignOffStatus.Lapsed, null, cancellation);
        return new SignOffOutcome(IsFinal: true, []);
    }

    async Task<SignOffOutcome> Withdraw(RoundInPlan round, SignOffRow row, Decision decision, CancellationToken cancellation)
    {
        await Note(round, row, "SignOffWithdrawn", decision.By, $"{row.Ministry}: the question was withdrawn before it was signed.", decision.Reason);
        await Settle(round, row, SignOffStatus.Withdrawn, decision, cancellation);
        return new SignOffOutcome(IsFinal: true, []);
    }

    async Task<SignOffOutcome> Void(RoundInPlan round, SignOffRow row, IReadOnlyList<Item> items, Decision decision, CancellationToken cancellation)
    {
        await Note(round, row, "SignOffVoid", decision.By, $"{row.Ministry}: the signature covers digest {row.Digest}, but the items have changed since. {SignatureChanges.InWords(row, items)}", "The ministry is asked again.");
        await Settle(round, row, SignOffStatus.Refused, decision, cancellation);
        return new SignOffOutcome(IsFinal: false, []);
    }

    /// <summary>Sends the refused items back to the organisations that answered them; their calls run again under new instances.</summary>
    async Task<SignOffOutcome> Refuse(RoundInPlan round, SignOffId id, SignOffRow row, Decision decision, CancellationToken cancellation)
    {
        await Note(round, row, "SignOffRefused", decision.By, $"{row.Ministry}: refused.", decision.Reason);
        var shown = new List<Item>();
        foreach (var (callId, code) in row.Items.Select(item => (item[..item.IndexOf('/', StringComparison.Ordinal)], item[(item.IndexOf('/', StringComparison.Ordinal) + 1)..])))
        {
            shown.Add(await register.Find<Item>(callId, code, cancellation) ?? throw new InvalidOperationException($"There is no item {callId}/{code}."));
        }

        var refused = SignOffRules.Refused(decision.Reason, shown);
        var reopened = new List<ReopenedCall>();
        foreach (var group in shown.Where(item => refused.ContainsKey(item.Code)).GroupBy(item => item.CallId).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            reopened.Add(await Reopen(round, group.Key, [.. group], refused, decision, row.Version, cancellation));
        }

        await Settle(round, row, SignOffStatus.Refused, decision, cancellation);
        return new SignOffOutcome(IsFinal: false, reopened);
    }

    async Task<ReopenedCall> Reopen(
        RoundInPlan round, string callId, IReadOnlyList<Item> items, IReadOnlyDictionary<string, string> refused, Decision decision, int version, CancellationToken cancellation)
    {
        var call = await calls.Call(callId, cancellation);
        var limit = round.ReturnDue(call.Organisation, decision.At, latest: round.Round.SignOffBy);
        var instance = $"{callId}-r{version}";
        foreach (var item in items)
        {
            await ledger.Note(round.CycleId, $"{instance}-{Slug.Of(item.Code)}-reopened", "ItemReturned", $"{callId}/{item.Code}", decision.By, $"{call.Organisation}, {item.Code}: reopened, the ministry refused to sign it.", clock, refused[item.Code]);
            await register.Update<Item>(callId, item.Code, current => current.Status == ItemStatus.Accepted ? ItemRules.Returned(current, decision, refused[item.Code], limit) : current, cancellation);
        }

        await register.Update<DataCall>(callId, "call", current => current.Instance == instance
            ? current
            : current with { Status = CallStatus.Sent, Instance = instance, ClosesAt = limit, ClosedAt = null }, cancellation);
        return new ReopenedCall(callId, instance);
    }

    async Task<bool> IsTakenUpAgain(RoundInPlan round, Organisation ministry, CancellationToken cancellation)
    {
        foreach (var call in round.Running.Late.Where(late => late.Ministry == ministry.Slug).Select(late => late.CallId).Distinct())
        {
            if ((await calls.Call(call, cancellation)).Status == CallStatus.Sent)
            {
                return true;
            }
        }

        return false;
    }

    static Organisation MinistryOf(RoundInPlan round, SignOffId id) => round.Plan.Organisations.First(organisation => organisation.Slug == id.Ministry);

    Task Note(RoundInPlan round, SignOffRow row, string kind, string who, string what, string? why)
        => ledger.Note(round.CycleId, $"{row.RoundId}-{Slug.Of(row.Ministry)}-{kind}-{row.Version}", kind, row.RoundId, who, what, clock, why);

    Task Settle(RoundInPlan round, SignOffRow row, SignOffStatus status, Decision? decision, CancellationToken cancellation)
        => register.Save(row.RoundId, Slug.Of(row.Ministry), row with { Status = status, By = decision?.By, At = decision?.At, Reason = decision?.Reason }, cancellation);
}

public static class SignOffCards
{
    /// <summary>Everything that a signature covers, item by item, with the digest.</summary>
    public static Card For(RoundInPlan round, SignOffId id, Organisation ministry, SignOffRow row, IReadOnlyList<Item> items, DateTimeOffset now) => new()
    {
        Key = row.CardKey,
        Kind = CardKind.SignOff,
        For = [.. round.People(Role.Signatory, now, ministry.Code).Select(person => person.Id)],
        Instance = id.Instance,
        About = $"{id.RoundId}/{ministry.Code}",
        Title = $"{ministry.Name}: sign {items.Count} items of {round.Round.Title}?",
        Text = $"Your signature covers exactly the items below, under digest {row.Digest}. To refuse, name the items: R12: reason; R05: reason.",
        Facts = [.. items.Select(item => new CardFact($"{item.Code}, {OrganisationOf(item, id)}", AnswerText(round, item)))],
        Buttons = [new(Choice.Sign, "Sign"), new(Choice.Refuse, "Refuse", NeedsReason: true)],
    };

    /// <summary>All of an answer that the digest covers: words, figures and files.</summary>
    static string AnswerText(RoundInPlan round, Item item)
    {
        var answer = item.Answer!;
        return string.Join("\n", new[] { answer.Narrative ?? (answer.NothingToReport is { } reason ? $"Nothing to report: {reason}" : null) }.OfType<string>()
            .Concat(answer.Figures.Select(figure => $"{figure.Indicator}: {ReviewCards.FigureText(round, item, figure)}"))
            .Concat(answer.FilesForAssessor.Select(file => $"File: {file.OriginalName}, SHA-256 {file.Sha256[..12]}…")));
    }

    static string OrganisationOf(Item item, SignOffId id) => item.CallId[(id.RoundId.Length + 1)..].ToUpperInvariant();
}
