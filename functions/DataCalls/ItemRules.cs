using Assessment.Evidence;
using Assessment.Evidence.Figures;
using Assessment.Review;

namespace Assessment.DataCalls;

/// <summary>How an item moves: asked, replied, accepted, with returned and extended loops; not provided when the round closes.</summary>
public static class ItemRules
{
    /// <summary>
    /// Takes an answer in. The same message twice is taken once, and one that only repeats what is in (an older reply quoted below another) changes nothing;
    /// an answer to a closed call is the caller's to refuse.
    /// </summary>
    public static Item Answered(Item item, Answer answer)
    {
        var merged = AnswerRules.Merge(item.Answer, answer, isCorrection: item.Status == ItemStatus.Returned && !InfectedAnswers.IsWhy(item));
        return item.Answer is { } earlier && (earlier.MessageId == answer.MessageId || (IsIn(item) && AnswerRules.SaySame(earlier, merged)))
            ? item
            : item with
            {
                Status = ItemStatus.Replied,
                Version = item.Version + 1,
                Answer = merged,
                Reason = null,
                Because = [],
                ReturnUntold = false,
                Accepted = item.Status == ItemStatus.Accepted
                    ? new AcceptedAnswer(item.Answer!, item.Version, item.DecidedAt!.Value, item.DecidedBy!)
                    : item.Accepted,
            };
    }

    /// <summary>Whether an answer came back and its organisation has not corrected it.</summary>
    public static bool IsWithItsOrganisation(Item item) => item is { Status: ItemStatus.Returned, Answer: not null };

    /// <summary>Adds what a person assigned to an answer that came back: it is no correction, and the item goes on waiting for one.</summary>
    public static Item FileJoined(Item item, Answer file) => item.Answer is not { } there ? item : item with
    {
        Answer = AnswerRules.Merge(there, file) with { MessageId = there.MessageId, ReceivedAt = there.ReceivedAt, SentBy = there.SentBy },
    };

    /// <summary>Applies a reviewer's decision to the answer that it is about; a decision about an older answer changes nothing.</summary>
    public static Item Decided(Item item, Decision decision, DateTimeOffset returnDue) => (item.Status, decision.Choice) switch
    {
        (ItemStatus.Replied, Choice.Accept) when decision.CardKey == item.ReviewKey => item with
        {
            Status = ItemStatus.Accepted,
            DecidedAt = decision.At,
            DecidedBy = decision.By,
            Reason = null,
            Accepted = null,
        },
        (ItemStatus.Replied, Choice.Return) when decision.CardKey == item.ReviewKey => Returned(item, decision, decision.Reason ?? "", returnDue),
        _ => item,
    };

    /// <summary>Sends an answer back: by a reviewer, or by the ministry that refused to sign it.</summary>
    public static Item Returned(Item item, Decision decision, string reason, DateTimeOffset due) => item with
    {
        Status = ItemStatus.Returned,
        DueAt = due,
        AskedAgainAt = decision.At,
        DecidedAt = decision.At,
        DecidedBy = decision.By,
        Reason = reason,
        Because = [],
        ReturnUntold = true,
    };

    /// <summary>Whether the present answer may go back by itself: before anybody has looked at it, and only once for an item, so that nobody goes round in circles.</summary>
    public static bool MaySendBack(Item item) => item is { Status: ItemStatus.Replied, SentBack: 0 } && item.ReviewShown < item.Version;

    /// <summary>Sends an answer back by itself, with the list of what its figures lack.</summary>
    public static Item SentBack(Item item, IReadOnlyList<Remark> missing, DateTimeOffset at, DateTimeOffset due) => !MaySendBack(item) ? item : item with
    {
        Status = ItemStatus.Returned,
        DueAt = due,
        AskedAgainAt = at,
        DecidedAt = at,
        DecidedBy = "system",
        Reason = string.Join(" ", missing),
        Because = missing,
        ReturnUntold = true,
        SentBack = item.Version,
    };

    /// <summary>
    /// A file for it holds malware: it comes back by itself, whether other parts of it were taken or nothing was. What is settled stays as it is,
    /// and the same file again changes nothing.
    /// </summary>
    public static Item Infected(Item item, IReadOnlyList<Remark> because, DateTimeOffset at, DateTimeOffset due, bool isUntold)
    {
        var reason = string.Join(" ", because);
        return item.IsSettled || (item.Status == ItemStatus.Returned && item.Reason == reason) ? item : item with
        {
            Status = ItemStatus.Returned,
            DueAt = item.IsOutstanding && item.DueAt > due ? item.DueAt : due,
            AskedAgainAt = at,
            DecidedAt = at,
            DecidedBy = "system",
            Reason = reason,
            Because = because,
            ReturnUntold = isUntold,
        };
    }

    /// <summary>Whether an answer that came back by itself was not completed when it was due again.</summary>
    public static bool IsLeftIncomplete(Item item, DateTimeOffset now) => SentBackUntil(item) <= now;

    /// <summary>Until when an answer that came back by itself is waited for.</summary>
    public static DateTimeOffset? SentBackUntil(Item item) => item.Status == ItemStatus.Returned && item.SentBack > 0 && item.SentBack == item.Version ? item.DueAt : null;

    /// <summary>Gives the reviewers an answer as it is, whatever it lacks.</summary>
    public static Item TakenAsItIs(Item item) => item with { Status = ItemStatus.Replied, Reason = null, Because = [], ReturnUntold = false };

    /// <summary>Notes a wish for more time; a message that was already noted changes nothing.</summary>
    public static Item ExtensionAsked(Item item, ExtensionRequest request)
        => item.Extension?.MessageId == request.MessageId || !item.IsOutstanding ? item : item with { Extension = request };

    public static Item ExtensionDecided(Item item, Decision decision, DateTimeOffset due) => item.Extension switch
    {
        // The answer came first: the decision is kept, and there is nothing left to tell.
        { Status: ExtensionStatus.Shown } extension when !item.IsOutstanding => item with
        {
            Extension = extension with { Status = decision.Choice == Choice.Grant ? ExtensionStatus.Granted : ExtensionStatus.Refused },
        },
        { Status: ExtensionStatus.Shown } extension when decision.Choice == Choice.Grant => item with
        {
            Status = ItemStatus.Extended,
            DueAt = due > item.DueAt ? due : item.DueAt,
            AskedAgainAt = decision.At,
            Extension = extension with { Status = ExtensionStatus.Granted, Untold = true },
        },
        { Status: ExtensionStatus.Shown } extension => item with
        {
            Extension = extension with { Status = ExtensionStatus.Refused, Untold = true },
        },
        _ => item,
    };

    /// <summary>What is still missing when the call closes; an answer that was accepted earlier stands.</summary>
    public static Item Closed(Item item, string reason) => item switch
    {
        { IsSettled: true } => item,
        { Accepted: { } earlier } => item with
        {
            Status = ItemStatus.Accepted,
            Answer = earlier.Answer,
            DecidedAt = earlier.At,
            DecidedBy = earlier.By,
            Reason = null,
            Because = [],
            ReturnUntold = false,
            Accepted = null,
        },
        _ => item with { Status = ItemStatus.NotProvided, Reason = reason, Because = [] },
    };

    /// <summary>The same, with a reason that each reader gets in their language.</summary>
    public static Item Closed(Item item, Remark reason) =>
        Closed(item, reason.ToString()) is { Status: ItemStatus.NotProvided } closed && !item.IsSettled ? closed with { Because = [reason] } : Closed(item, reason.ToString());

    /// <summary>Why an item that is closed now is not provided.</summary>
    public static Remark WhyNotProvided(Item item) => Remark.Of(item switch
    {
        { Status: ItemStatus.Replied } => "closed-not-reviewed",
        { Status: ItemStatus.Returned } => "closed-not-corrected",
        _ => "closed-no-answer",
    });

    static bool IsIn(Item item) => item.Status is ItemStatus.Replied or ItemStatus.Accepted;
}
