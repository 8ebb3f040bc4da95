using Assessment.Evidence;
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
        var merged = AnswerRules.Merge(item.Answer, answer, isCorrection: item.Status == ItemStatus.Returned);
        return item.Answer is { } earlier && (earlier.MessageId == answer.MessageId || (IsIn(item) && AnswerRules.SaySame(earlier, merged)))
            ? item
            : item with
            {
                Status = ItemStatus.Replied,
                Version = item.Version + 1,
                Answer = merged,
                Reason = null,
                ReturnUntold = false,
                Accepted = item.Status == ItemStatus.Accepted
                    ? new AcceptedAnswer(item.Answer!, item.Version, item.DecidedAt!.Value, item.DecidedBy!)
                    : item.Accepted,
            };
    }

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
        ReturnUntold = true,
    };

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
            ReturnUntold = false,
            Accepted = null,
        },
        _ => item with { Status = ItemStatus.NotProvided, Reason = reason },
    };

    static bool IsIn(Item item) => item.Status is ItemStatus.Replied or ItemStatus.Accepted;
}
