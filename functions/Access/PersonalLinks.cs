using Assessment.Cycle;
using Assessment.DataCalls;
using Assessment.Register;

namespace Assessment.Access;

/// <summary>A link that opens its page: whose it is, and the call that it is about.</summary>
public sealed record OpenedLink(PersonalLink Link, PersonalLinkKey Key, Person Person, CallInRound About);

/// <summary>An opened link, or why not.</summary>
public sealed record LinkOpening(OpenedLink? Opened, LinkRefusal Refusal);

/// <summary>Gives people their links, and opens them.</summary>
public sealed class PersonalLinks(Register.Register register, CallReader calls, PersonalLinkKeys keys, PersonalLinkRates rates, Ledger ledger, TimeProvider clock)
{
    /// <summary>A person's link to a call: the one they have, or a new one when there is none that works. The same person gets the same token every time.</summary>
    public async Task<string> TokenFor(RoundInPlan round, DataCall call, Person person, CancellationToken cancellation)
    {
        var theirs = await Of(call.Id, person.Id, cancellation);
        var usable = theirs.FirstOrDefault(link => link.RevokedAt is null && keys.Find(link.KeyId) is not null);
        return usable is null ? await Make(round, call, person, theirs.Count + 1, cancellation) : await Known(usable, cancellation);
    }

    /// <summary>Stops every link of a person to a call.</summary>
    public async Task Revoke(string callId, string personId, string by, CancellationToken cancellation)
    {
        foreach (var link in (await Of(callId, personId, cancellation)).Where(link => link.RevokedAt is null))
        {
            await ledger.Note(link.CycleId, $"link-{callId}-{link.Id}-revoked", "LinkRevoked", callId, by, $"The link of {personId} to {callId} was revoked.", clock);
            await register.Update<PersonalLink>(callId, link.Id, current => current with { RevokedAt = current.RevokedAt ?? clock.GetUtcNow() }, cancellation);
        }
    }

    /// <summary>Opens a link by its token; <paramref name="from"/> is the address that tries it.</summary>
    public async Task<LinkOpening> Open(string token, string from, CancellationToken cancellation)
    {
        if (rates.IsSpent($"from {from}", PersonalLinkRates.UnknownLinks))
        {
            return new(null, LinkRefusal.TooOften);
        }

        if (await Find(token, cancellation) is not { } link || keys.Find(link.KeyId) is not { } key)
        {
            rates.Allows($"from {from}", PersonalLinkRates.UnknownLinks);
            return new(null, LinkRefusal.Unknown);
        }

        if (!rates.Allows($"link {link.Address}", PersonalLinkRates.UsesOfALink))
        {
            return new(null, LinkRefusal.TooOften);
        }

        var about = await calls.InRound(link.CallId, cancellation);
        var now = clock.GetUtcNow();
        var person = about.Round.Person(link.Person);
        var refusal = PersonalLinkRules.Judge(link, person, about.Round.Zone.DayOf(now), now);
        if (refusal != LinkRefusal.None)
        {
            await Note(link, "LinkRefused", $"refused-{refusal}", $"The link of {link.Person} was used and refused: {refusal}.", cancellation);
            return new(null, refusal);
        }

        return new(new OpenedLink(link, key, person!, about), LinkRefusal.None);
    }

    /// <summary>Notes one use of a link; of many in the same minute for the same end, the first.</summary>
    public Task Note(PersonalLink link, string kind, string use, string what, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return ledger.Note(link.CycleId, $"link-{link.CallId}-{link.Id}-{use}-{clock.GetUtcNow().UtcDateTime:yyyyMMddHHmm}", kind, link.CallId, link.Person, what, clock);
    }

    public Task<PersonalLink> Change(PersonalLink link, Func<PersonalLink, PersonalLink> change, CancellationToken cancellation)
        => register.Update(link.CallId, link.Id, change, cancellation);

    async Task<PersonalLink?> Find(string token, CancellationToken cancellation)
    {
        var hash = SecretHash.Of(token);
        return await register.Find<LinkToken>(LinkToken.PartitionOf(hash), hash, cancellation) is { } found
            && await register.Find<PersonalLink>(found.CallId, found.LinkId, cancellation) is { } link
            && SecretHash.Matches(token, link.TokenHash)
                ? link
                : null;
    }

    async Task<List<PersonalLink>> Of(string callId, string personId, CancellationToken cancellation)
        => [.. (await register.List<PersonalLink>(callId, $"{Slug.Of(personId)}-", cancellation)).Where(link => link.Person == personId)];

    async Task<string> Make(RoundInPlan round, DataCall call, Person person, int number, CancellationToken cancellation)
    {
        var link = new PersonalLink
        {
            Id = $"{Slug.Of(person.Id)}-{number}",
            CycleId = call.CycleId,
            CallId = call.Id,
            Person = person.Id,
            Purpose = LinkPurpose.Answer,
            KeyId = keys.Current.Id,
            TokenHash = "",
            ExpiresAt = round.Round.HardDate + PersonalLinkRules.LastsAfterRound,
        };
        var hashed = link with { TokenHash = SecretHash.Of(keys.Current.Token(link.Address)) };
        await register.Insert(call.Id, link.Id, hashed, cancellation);
        return await Known(hashed, cancellation);
    }

    /// <summary>The token of a link, which is found by its hash from now on.</summary>
    async Task<string> Known(PersonalLink link, CancellationToken cancellation)
    {
        await register.Insert(LinkToken.PartitionOf(link.TokenHash), link.TokenHash, new LinkToken(link.CallId, link.Id), cancellation);
        return keys.Find(link.KeyId)!.Token(link.Address);
    }
}
