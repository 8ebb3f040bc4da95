using Assessment.DataCalls;
using Assessment.Review;
using Assessment.Tests.Builders;
using CsCheck;

namespace Assessment.Tests.DataCalls;

public sealed class ItemRulesTests
{
    static readonly DateTimeOffset Due = A.Moment("2025-01-13");

    [Theory]
    [InlineData(ItemStatus.Asked, "answer", ItemStatus.Replied)]
    [InlineData(ItemStatus.Asked, "accept", ItemStatus.Asked)]
    [InlineData(ItemStatus.Asked, "return", ItemStatus.Asked)]
    [InlineData(ItemStatus.Asked, "grant", ItemStatus.Extended)]
    [InlineData(ItemStatus.Asked, "refuse", ItemStatus.Asked)]
    [InlineData(ItemStatus.Asked, "close", ItemStatus.NotProvided)]
    [InlineData(ItemStatus.Replied, "answer", ItemStatus.Replied)]
    [InlineData(ItemStatus.Replied, "accept", ItemStatus.Accepted)]
    [InlineData(ItemStatus.Replied, "return", ItemStatus.Returned)]
    [InlineData(ItemStatus.Replied, "grant", ItemStatus.Replied)]
    [InlineData(ItemStatus.Replied, "refuse", ItemStatus.Replied)]
    [InlineData(ItemStatus.Replied, "close", ItemStatus.NotProvided)]
    [InlineData(ItemStatus.Returned, "answer", ItemStatus.Replied)]
    [InlineData(ItemStatus.Returned, "accept", ItemStatus.Returned)]
    [InlineData(ItemStatus.Returned, "return", ItemStatus.Returned)]
    [InlineData(ItemStatus.Returned, "grant", ItemStatus.Extended)]
    [InlineData(ItemStatus.Returned, "refuse", ItemStatus.Returned)]
    [InlineData(ItemStatus.Returned, "close", ItemStatus.NotProvided)]
    [InlineData(ItemStatus.Extended, "answer", ItemStatus.Replied)]
    [InlineData(ItemStatus.Extended, "accept", ItemStatus.Extended)]
    [InlineData(ItemStatus.Extended, "return", ItemStatus.Extended)]
    [InlineData(ItemStatus.Extended, "grant", ItemStatus.Extended)]
    [InlineData(ItemStatus.Extended, "refuse", ItemStatus.Extended)]
    [InlineData(ItemStatus.Extended, "close", ItemStatus.NotProvided)]
    [InlineData(ItemStatus.Accepted, "answer", ItemStatus.Replied)]
    [InlineData(ItemStatus.Accepted, "accept", ItemStatus.Accepted)]
    [InlineData(ItemStatus.Accepted, "return", ItemStatus.Accepted)]
    [InlineData(ItemStatus.Accepted, "grant", ItemStatus.Accepted)]
    [InlineData(ItemStatus.Accepted, "refuse", ItemStatus.Accepted)]
    [InlineData(ItemStatus.Accepted, "close", ItemStatus.Accepted)]
    [InlineData(ItemStatus.NotProvided, "answer", ItemStatus.Replied)]
    [InlineData(ItemStatus.NotProvided, "accept", ItemStatus.NotProvided)]
    [InlineData(ItemStatus.NotProvided, "return", ItemStatus.NotProvided)]
    [InlineData(ItemStatus.NotProvided, "grant", ItemStatus.NotProvided)]
    [InlineData(ItemStatus.NotProvided, "refuse", ItemStatus.NotProvided)]
    [InlineData(ItemStatus.NotProvided, "close", ItemStatus.NotProvided)]
    public void Each_event_moves_an_item_as_the_process_says(ItemStatus before, string happened, ItemStatus after)
    {
        var item = InState(before) with { Extension = An.Extension(ExtensionStatus.Shown) };

        Assert.Equal(after, Happen(item, happened).Status);
    }

    [Fact]
    public void The_first_answer_is_version_one()
    {
        var item = An.Item().Replied(An.Answer(narrative: "Done."));

        Assert.Equal((1, "Done.", $"{item.CallId}-r01-v1"), (item.Version, item.Answer!.Narrative, item.ReviewKey));
    }

    [Fact]
    public void The_same_message_is_taken_once()
    {
        var item = An.Item().Replied(An.Answer("message-1"));

        Assert.Same(item, item.Replied(An.Answer("message-1", "Other words.")));
    }

    [Fact]
    public void An_answer_that_only_repeats_what_is_in_changes_nothing()
    {
        var replied = An.Item().Replied(An.Answer("message-1", "Done.", A.File("R01.pdf")));
        var accepted = ItemRules.Decided(replied, A.Decision(replied, Choice.Accept), Due);

        Assert.Same(replied, replied.Replied(An.Answer("message-2", "Done.")));
        Assert.Same(accepted, accepted.Replied(An.Answer("message-2", "Done.")));
    }

    [Fact]
    public void An_answer_that_is_sent_again_after_it_came_back_is_reviewed_again()
    {
        var returned = An.Item().Replied(An.Answer("message-1", "Done."));
        returned = ItemRules.Decided(returned, A.Decision(returned, Choice.Return, "too short"), Due);

        var again = returned.Replied(An.Answer("message-2", "Done."));

        Assert.Equal((ItemStatus.Replied, 2, null), (again.Status, again.Version, again.Reason));
    }

    [Fact]
    public void A_decision_about_an_older_answer_changes_nothing()
    {
        var first = An.Item().Replied();
        var second = first.Replied();

        Assert.Same(second, ItemRules.Decided(second, A.Decision(first, Choice.Accept), Due));
    }

    [Fact]
    public void An_accepted_item_says_who_accepted_it_and_when()
    {
        var item = An.Item().Accepted();

        Assert.Equal(("aisyah", A.Moment("2025-01-08T10:00"), null), (item.DecidedBy, item.DecidedAt, item.Reason));
    }

    [Fact]
    public void A_returned_item_is_due_again_and_waits_to_be_told()
    {
        var item = An.Item().Returned();

        Assert.Equal((Due, A.Moment("2025-01-08T10:00"), "the source is missing", true), (item.DueAt, item.AskedAgainAt, item.Reason, item.ReturnUntold));
        Assert.False(item.Replied().ReturnUntold);
    }

    [Fact]
    public void A_wish_for_more_time_is_noted_once_and_only_while_the_answer_is_outstanding()
    {
        var wished = An.Item().Wished();

        Assert.Equal(ExtensionStatus.Asked, wished.Extension!.Status);
        Assert.Same(wished, ItemRules.ExtensionAsked(wished, An.Extension(until: "2025-02-01")));
        Assert.Null(An.Item().Replied().Wished().Extension);
        Assert.Null(An.Item().Accepted().Wished().Extension);
    }

    [Fact]
    public void Granted_time_moves_the_due_date_and_is_told()
    {
        var item = An.Item().Extended();

        Assert.Equal((ItemStatus.Extended, A.Moment("2025-01-15")), (item.Status, item.DueAt));
        Assert.Equal((ExtensionStatus.Granted, true), (item.Extension!.Status, item.Extension.Untold));
    }

    [Fact]
    public void Granted_time_never_takes_time_away()
        => Assert.Equal(A.Moment("2025-01-10"), Decide(An.Item().Wished(ExtensionStatus.Shown), Choice.Grant, A.Moment("2024-01-14")).DueAt);

    [Fact]
    public void Refused_time_leaves_the_due_date_and_is_told()
    {
        var item = Decide(An.Item().Wished(ExtensionStatus.Shown), Choice.Refuse, A.Moment("2025-01-15"));

        Assert.Equal((ItemStatus.Asked, A.Moment("2025-01-10")), (item.Status, item.DueAt));
        Assert.Equal((ExtensionStatus.Refused, true), (item.Extension!.Status, item.Extension.Untold));
    }

    [Theory]
    [InlineData(Choice.Grant, ExtensionStatus.Granted)]
    [InlineData(Choice.Refuse, ExtensionStatus.Refused)]
    public void A_decision_on_more_time_that_the_answer_overtook_is_kept_and_not_told(string choice, ExtensionStatus status)
    {
        var item = Decide(An.Item().Wished(ExtensionStatus.Shown).Replied(), choice, A.Moment("2025-01-15"));

        Assert.Equal((ItemStatus.Replied, A.Moment("2025-01-10")), (item.Status, item.DueAt));
        Assert.Equal((status, false), (item.Extension!.Status, item.Extension.Untold));
    }

    [Theory]
    [InlineData(ExtensionStatus.Asked)]
    [InlineData(ExtensionStatus.Granted)]
    [InlineData(ExtensionStatus.Refused)]
    public void More_time_is_decided_once_and_only_when_the_question_was_shown(ExtensionStatus status)
    {
        var item = An.Item() with { Extension = An.Extension(status) };

        Assert.Same(item, Decide(item, Choice.Grant, A.Moment("2025-01-15")));
    }

    [Fact]
    public void What_is_missing_at_the_close_says_why()
    {
        var item = ItemRules.Closed(An.Item(), "no answer was received before the round closed");

        Assert.Equal((ItemStatus.NotProvided, "no answer was received before the round closed"), (item.Status, item.Reason));
        Assert.Same(item, ItemRules.Closed(item, "another reason"));
    }

    [Fact]
    public void An_answer_that_was_accepted_stands_when_its_successor_is_not_reviewed_in_time()
    {
        var accepted = An.Item().Accepted();
        var renewed = ItemRules.Answered(accepted, An.Answer("message-7", "Newer words."));

        var closed = ItemRules.Closed(renewed, "the answer was not reviewed before the round closed");

        Assert.Equal(ItemStatus.Replied, renewed.Status);
        Assert.Equal((ItemStatus.Accepted, accepted.Answer, accepted.DecidedBy), (closed.Status, closed.Answer, closed.DecidedBy));
    }

    /// <summary>Events number 0 to 8: three messages, three decisions on the present or an older answer, a wish, its decision, the close.</summary>
    [Fact]
    public void No_sequence_of_events_leaves_the_process()
        => Gen.Select(Gen.Int[0, 8], Gen.Int[0, 3]).Array[0, 25].Sample(events =>
        {
            var item = An.Item();
            foreach (var (kind, number) in events)
            {
                var happened = Event(item, kind, number);
                var next = happened(item);
                var again = happened(next);
                if (!IsAllowed(item, next) || next.Version < item.Version || again != next)
                {
                    return false;
                }

                item = next;
            }

            return true;
        }, iter: 5_000);

    static Func<Item, Item> Event(Item item, int kind, int number)
    {
        var decided = An.Item() with { Version = Math.Max(0, item.Version - (number / 2)) };
        var moment = A.Moment("2025-01-15");
        return kind switch
        {
            0 or 1 => before => before.Status == ItemStatus.NotProvided ? before : ItemRules.Answered(before, An.Answer($"message-{number}", $"Words {number}.")),
            2 => before => before.Status == ItemStatus.NotProvided ? before : ItemRules.Answered(before, An.Answer($"message-{number}", null, A.File($"{number}.pdf"))),
            3 => before => ItemRules.Decided(before, A.Decision(decided, Choice.Accept), Due),
            4 => before => ItemRules.Decided(before, A.Decision(decided, Choice.Return, "why"), Due),
            5 => before => ItemRules.ExtensionAsked(before, An.Extension(message: $"wish-{number}")),
            6 => before => before.Extension is { Status: ExtensionStatus.Asked } wish ? before with { Extension = wish with { Status = ExtensionStatus.Shown } } : before,
            7 => before => Decide(before, number % 2 == 0 ? Choice.Grant : Choice.Refuse, moment),
            _ => before => number == 0 ? ItemRules.Closed(before, "closed") : before,
        };
    }

    static bool IsAllowed(Item before, Item after) => before.Status == after.Status || (before.Status, after.Status) switch
    {
        (ItemStatus.Asked or ItemStatus.Returned or ItemStatus.Extended, ItemStatus.Replied) => after.Version == before.Version + 1,
        (ItemStatus.Asked or ItemStatus.Returned, ItemStatus.Extended) => after.Version == before.Version,
        (ItemStatus.Replied, ItemStatus.Accepted or ItemStatus.Returned) => after.Version == before.Version,
        // Settled stays settled, but for a new answer while the call is open: that is reviewed anew.
        (ItemStatus.Accepted, ItemStatus.Replied) => after.Version == before.Version + 1,
        (ItemStatus.Accepted, _) => false,
        // What was accepted before stands at the close.
        (_, ItemStatus.Accepted) => before.Accepted is { } earlier && after.Answer == earlier.Answer && after.Version == before.Version,
        (_, ItemStatus.NotProvided) => before.Accepted is null && after.Version == before.Version,
        _ => false,
    };

    static Item InState(ItemStatus status) => status switch
    {
        ItemStatus.Asked => An.Item(),
        ItemStatus.Replied => An.Item().Replied(),
        ItemStatus.Returned => An.Item().Returned(),
        ItemStatus.Extended => An.Item().Extended(),
        ItemStatus.Accepted => An.Item().Accepted(),
        _ => An.Item().NotProvided(),
    };

    static Item Happen(Item item, string happened) => happened switch
    {
        "answer" => item.Replied(An.Answer("another-message", "Other words.")),
        "accept" => ItemRules.Decided(item, A.Decision(item, Choice.Accept), Due),
        "return" => ItemRules.Decided(item, A.Decision(item, Choice.Return, "why"), Due),
        "grant" => Decide(item, Choice.Grant, A.Moment("2025-01-15")),
        "refuse" => Decide(item, Choice.Refuse, A.Moment("2025-01-15")),
        _ => ItemRules.Closed(item, "closed"),
    };

    static Item Decide(Item item, string choice, DateTimeOffset due)
        => ItemRules.ExtensionDecided(item, A.Decision(item, choice) with { CardKey = item.Extension?.CardKey ?? "none" }, due);
}
