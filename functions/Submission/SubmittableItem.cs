using Assessment.Clearance;
using Assessment.Cycle;
using Assessment.DataCalls;
using Assessment.Evidence;
using Assessment.SignOff;

namespace Assessment.Submission;

/// <summary>One item of a round with all that decides whether it may be submitted.</summary>
public sealed record ItemInRound(Organisation Organisation, Item Item, SignOffRow? SignOff, IReadOnlyList<Concern> Concerns)
{
    public ItemInRound(Organisation organisation, Item item, SignOffRow? signOff)
        : this(organisation, item, signOff, [])
    {
    }

    public bool IsPartner => Organisation.Kind == OrganisationKind.Partner;
}

/// <summary>
/// An answer that may be submitted: accepted, with nothing left to settle, cleared to leave the country, and signed by its ministry (a partner never signs).
/// <see cref="Gate"/> is the only way to one, and everything that writes a submission takes nothing else.
/// </summary>
public sealed class SubmittableItem
{
    SubmittableItem(ItemInRound item, Answer answer, SignOffRow? signOff)
    {
        Organisation = item.Organisation;
        IsPartner = item.IsPartner;
        Code = item.Item.Code;
        Answer = answer;
        AcceptedAt = item.Item.DecidedAt!.Value;
        AcceptedBy = item.Item.DecidedBy!;
        SignOff = signOff;
        FilesHeldBack = item.Item.Answer!.Files.Count - answer.Files.Count;
        Settled = ConcernRules.Settled(item.Item, item.Concerns);
    }

    public Organisation Organisation { get; }

    public bool IsPartner { get; }

    /// <summary>The recommendation's code.</summary>
    public string Code { get; }

    /// <summary>What the assessor may see: without internal remarks, and without files that stay in the country.</summary>
    public Answer Answer { get; }

    public DateTimeOffset AcceptedAt { get; }

    /// <summary>A person's id.</summary>
    public string AcceptedBy { get; }

    /// <summary>The signature that covers it; null for a partner.</summary>
    public SignOffRow? SignOff { get; }

    /// <summary>How many graded files exist and are not shown.</summary>
    public int FilesHeldBack { get; }

    /// <summary>What had to be settled before the answer was reviewed, and by whom it was.</summary>
    public IReadOnlyList<Concern> Settled { get; }

    /// <summary>The item if it may pass; otherwise why not, in words.</summary>
    internal static (SubmittableItem? Item, string? WhyNot) Judge(ItemInRound item) => item switch
    {
        { Item.Status: not ItemStatus.Accepted } => (null, item.Item.Reason ?? "no answer was received"),
        { Item.Answer: null or { IsSearched: false } } => (null, "the answer was accepted, but it was not searched for personal data"),
        _ when ConcernRules.WhyOpen(item.Item, item.Concerns) is { } open => (null, $"the answer was accepted, but {open}"),
        { Item.Answer: { MayLeave: false } graded } => (null, $"a graded answer exists ({graded.Grade.Word()}) and is held at the organisation"),
        { IsPartner: true } => (new SubmittableItem(item, ForAssessor(item.Item.Answer), null), null),
        { SignOff: { Status: SignOffStatus.Signed } row } when row.Items.Contains($"{item.Item.CallId}/{item.Item.Code}") => (new SubmittableItem(item, ForAssessor(item.Item.Answer), row), null),
        _ => (null, $"the answer was accepted, but {item.SignOff?.Ministry ?? "the ministry"} has not signed it"),
    };

    static Answer ForAssessor(Answer answer) => answer with { Files = answer.FilesForAssessor, InternalRemark = null, OriginalWords = null };
}

/// <summary>An item that is not submitted, and why; nothing of its answer is in it.</summary>
public sealed record HeldBackItem(Organisation Organisation, string Code, string WhyNot);

/// <summary>The gate of a submission: what passed, in the order in which it was asked, and what did not.</summary>
public sealed class Gate
{
    Gate(IReadOnlyList<SubmittableItem> passed, IReadOnlyList<HeldBackItem> heldBack)
    {
        Passed = passed;
        HeldBack = heldBack;
    }

    public IReadOnlyList<SubmittableItem> Passed { get; }

    public IReadOnlyList<HeldBackItem> HeldBack { get; }

    public static Gate Of(IEnumerable<ItemInRound> items)
    {
        var judged = items.Select(item => (Asked: item, Outcome: SubmittableItem.Judge(item))).ToList();
        return new Gate(
            [.. judged.Select(item => item.Outcome.Item).OfType<SubmittableItem>()],
            [.. judged.Where(item => item.Outcome.Item is null).Select(item => new HeldBackItem(item.Asked.Organisation, item.Asked.Item.Code, item.Outcome.WhyNot!))]);
    }
}
