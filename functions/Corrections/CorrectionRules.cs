using Assessment.Cycle;
using Assessment.DataCalls;
using Assessment.Submission;

namespace Assessment.Corrections;

/// <summary>The wish for a correction, as it is posted: items as PDRM/R02, why, and the last day for the organisations to answer.</summary>
public sealed record CorrectionWish(IReadOnlyList<string>? Items, string? Reason, DateOnly? Until);

/// <summary>A wish that may go ahead, or why it may not.</summary>
public sealed record CorrectionJudgement(Correction? Correction, string? Refusal)
{
    public static CorrectionJudgement Refused(string why) => new(null, why);
}

/// <summary>What may be corrected and when, and what a correction does to items, calls and versions.</summary>
public static class CorrectionRules
{
    const int LongestReason = 2000;

    /// <summary>
    /// Only what was handed in is corrected, one correction at a time; whoever asks says what, why and until when. The wish that is being followed
    /// already gives the correction that runs.
    /// </summary>
    public static CorrectionJudgement Judge(RoundInPlan round, CorrectionWish wish, IReadOnlyList<Item> items, string by, DateTimeOffset now)
    {
        if (round.Running.Correction is { } runs && IsOf(round, runs, wish))
        {
            return new CorrectionJudgement(runs, null);
        }

        if (WhyNot(round.Running) is { } why)
        {
            return CorrectionJudgement.Refused($"{round.Round.Title} cannot be corrected: {why}.");
        }

        if (string.IsNullOrWhiteSpace(wish.Reason) || wish.Reason.Length > LongestReason)
        {
            return CorrectionJudgement.Refused($"Say why, in at most {LongestReason} characters: the reason is printed in the new version.");
        }

        if (wish.Until is not { } until || until <= round.Zone.DayOf(now))
        {
            return CorrectionJudgement.Refused("Say until when the organisations answer: 'until' is a day after today.");
        }

        var wanted = (wish.Items ?? []).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        var found = wanted.Select(name => Find(round, name, items)).ToList();
        var unknown = wanted.Zip(found).Where(pair => pair.Second is null).Select(pair => pair.First).ToList();
        if (unknown.Count > 0 || found.Count == 0)
        {
            return CorrectionJudgement.Refused(unknown.Count > 0
                ? $"{round.Round.Title} has no item {string.Join(", ", unknown)}. An item is written as PDRM/R02: the organisation, a slash, the recommendation."
                : "Name the items that are to be corrected, as PDRM/R02.");
        }

        return new CorrectionJudgement(
            new Correction
            {
                Number = round.Running.Corrections + 1,
                Version = round.Running.Version + 1,
                By = by,
                At = now,
                Reason = wish.Reason.Trim(),
                Items = [.. found.Select(item => item!).OrderBy(item => item.CallId, StringComparer.Ordinal).ThenBy(item => item.Code, StringComparer.Ordinal)],
                Dates = Dates(round, until, now),
            },
            null);
    }

    static string? WhyNot(RunningRound running) => running switch
    {
        { Correction: { } other } => $"version {other.Version} is being prepared; ask again when it was handed in or given up",
        { Status: RoundStatus.HandedIn } => null,
        { Status: RoundStatus.Sealed } => "its package is being handed in; ask again when it was",
        _ => "no package of it was handed in",
    };

    static bool IsOf(RoundInPlan round, Correction runs, CorrectionWish wish) =>
        runs.Reason == wish.Reason?.Trim()
        && round.Zone.DayOf(runs.Dates.RepliesDue) == wish.Until
        && runs.Items.Select(item => item.Name).ToHashSet(StringComparer.OrdinalIgnoreCase).SetEquals(wish.Items ?? []);

    static CorrectedItem? Find(RoundInPlan round, string name, IReadOnlyList<Item> items)
    {
        var parts = name.Split('/');
        var organisation = parts.Length == 2 ? round.Plan.Organisations.FirstOrDefault(one => string.Equals(one.Code, parts[0], StringComparison.OrdinalIgnoreCase)) : null;
        var call = organisation is null ? null : Address.OfCall(round.Address, organisation);
        var item = items.FirstOrDefault(item => item.CallId == call && string.Equals(item.Code, parts[1], StringComparison.OrdinalIgnoreCase));
        return item is null ? null : new CorrectedItem(item.CallId, item.Code, organisation!.Code, HashOf(item));
    }

    /// <summary>After the organisations' last day, the secretariat, the ministries and the council have as long as any decision may wait.</summary>
    public static CorrectionDates Dates(RoundInPlan round, DateOnly until, DateTimeOffset now)
    {
        var calendar = round.SecretariatCalendar(now);
        var (lag, office) = (round.Plan.Reminders.DecideWithin, round.Plan.Cycle.OfficeCloses);
        var due = round.Zone.At(until, office);
        var signed = calendar.Add(calendar.Add(due, lag, office), lag, office);
        var endorsed = round.Round.EndorsementBy is null ? (DateTimeOffset?)null : calendar.Add(signed, lag, office);
        return new CorrectionDates(due, signed, endorsed, calendar.Add(endorsed ?? signed, lag, office));
    }

    /// <summary>What was submitted of an item, as one hash; null where it has no answer.</summary>
    public static string? HashOf(Item item) => item.Answer is { } answer && item.Status == ItemStatus.Accepted
        ? HashedItem.Of(SignedContent.Of(item.CallId, item.Code, answer)).Hash
        : null;

    /// <summary>The round with the correction, unless another one came first.</summary>
    public static RunningRound Opened(RunningRound running, Correction correction) =>
        WhyNot(running) is null ? running with { Correction = correction, Corrections = correction.Number } : running;

    public static RunningRound Withdrawn(RunningRound running, Correction correction) =>
        running.Correction?.At == correction.At ? running with { Correction = null } : running;

    /// <summary>
    /// Asks for an item again. The answer that was submitted stands if no corrected one is accepted in time; what was never answered is asked for as at first.
    /// </summary>
    public static Item Reopened(Item item, Correction correction) => item switch
    {
        _ when item.AskedAgainAt == correction.At => item,
        { Status: ItemStatus.Accepted, Answer: { } answer, DecidedAt: { } at, DecidedBy: { } by } => AskedAgain(item, correction, ItemStatus.Returned) with
        {
            Accepted = new AcceptedAnswer(answer, item.Version, at, by),
        },
        { Status: ItemStatus.NotProvided } => AskedAgain(item, correction, ItemStatus.Asked),
        _ => item,
    };

    static Item AskedAgain(Item item, Correction correction, ItemStatus status) => item with
    {
        Status = status,
        DueAt = correction.Dates.RepliesDue,
        AskedAgainAt = correction.At,
        Reason = correction.Reason,
        Because = [],
        ReturnUntold = true,
    };

    public static DataCall Reopened(DataCall call, Correction correction) => correction.Runs(call) ? call : call with
    {
        Status = CallStatus.Sent,
        Instance = correction.InstanceOf(call.Id),
        DueAt = correction.Dates.RepliesDue,
        ClosesAt = correction.Dates.RepliesDue,
        ClosedAt = null,
    };

    /// <summary>Whether any of the items says now something else than what was submitted.</summary>
    public static bool HasChanged(Correction correction, IReadOnlyList<Item> items) =>
        correction.Items.Any(corrected => items.FirstOrDefault(corrected.Is) is { } item && HashOf(item) != corrected.Hash);

    /// <summary>The round when a new version takes the place of the one that was handed in; the same again changes nothing.</summary>
    public static RunningRound Superseded(RunningRound running) => running.Correction is not { } correction || running.Version == correction.Version ? running : running with
    {
        Superseded =
        [
            .. running.Superseded,
            new SupersededVersion(running.Version, running.PackageName!, running.ManifestSha256!, running.HandedInAt)
            {
                Because = correction.Reason,
                Items = [.. correction.Items.Select(item => item.Name)],
            },
        ],
        HandedInAt = null,
    };

    /// <summary>What the new package says of the one that it supersedes; null for a first version.</summary>
    public static Supersedes? SupersededBy(RunningRound running)
    {
        return Superseded(running).Superseded is [.., var last] ? new Supersedes(last.PackageName, last.Version, last.ManifestSha256, last.Because) : null;
    }
}
