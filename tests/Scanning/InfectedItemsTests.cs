using Assessment.DataCalls;
using Assessment.Evidence;
using Assessment.Evidence.Figures;
using Assessment.Tests.Builders;

namespace Assessment.Tests.Scanning;

public sealed class InfectedItemsTests
{
    static readonly DateTimeOffset Now = A.Moment("2025-01-06");
    static readonly DateTimeOffset Due = A.Moment("2025-01-08");
    static readonly IReadOnlyList<Remark> Because = [Remark.Of("file-malicious", ("name", "R01.pdf"), ("malware", "Emotet"))];

    [Theory]
    [InlineData(ItemStatus.Asked, ItemStatus.Returned)]
    [InlineData(ItemStatus.Replied, ItemStatus.Returned)]
    [InlineData(ItemStatus.Returned, ItemStatus.Returned)]
    [InlineData(ItemStatus.Extended, ItemStatus.Returned)]
    [InlineData(ItemStatus.Accepted, ItemStatus.Accepted)]
    [InlineData(ItemStatus.NotProvided, ItemStatus.NotProvided)]
    public void What_is_not_settled_comes_back(ItemStatus before, ItemStatus after)
        => Assert.Equal(after, Infected(An.Item() with { Status = before }).Status);

    [Fact]
    public void A_later_date_stays_and_an_answer_is_due_when_a_return_is()
    {
        Assert.Equal(Due.AddDays(9), Infected(An.Item() with { DueAt = Due.AddDays(9) }).DueAt);
        Assert.Equal(Due, Infected(An.Item() with { DueAt = Due.AddDays(-3) }).DueAt);
        Assert.Equal(Due, Infected(An.Item().Replied(An.Answer(narrative: "Done.")) with { DueAt = Due.AddDays(9) }).DueAt);
    }

    [Fact]
    public void The_same_file_again_changes_nothing()
    {
        var once = Infected(An.Item());

        Assert.Equal(once, ItemRules.Infected(once, [Remark.Of("file-malicious", ("name", "R01.pdf"), ("malware", "Emotet"))], Now.AddDays(1), Due.AddDays(1), isUntold: false));
    }

    [Fact]
    public void An_item_that_came_back_without_an_answer_is_not_taken_as_it_is()
        => Assert.False(ItemRules.IsLeftIncomplete(Infected(An.Item()), Due.AddDays(30)));

    [Fact]
    public void What_comes_then_is_added_and_does_not_replace_the_clean_files()
    {
        var first = An.Answer(narrative: "Done.") with { MessageId = "m-1", Files = [File("R01-a.pdf")] };
        var second = An.Answer() with { MessageId = "m-2", Narrative = null, Files = [File("R01-b.pdf")] };

        var item = ItemRules.Answered(Infected(ItemRules.Answered(An.Item(), first)), second);

        Assert.Equal((ItemStatus.Replied, "Done."), (item.Status, item.Answer!.Narrative));
        Assert.Equal(["R01-a.pdf", "R01-b.pdf"], item.Answer.Files.Select(file => file.OriginalName));
    }

    [Theory]
    [InlineData("R02-list.pdf", null, "R01", "R02")]
    [InlineData("list.pdf", "R02", "R01", "R02")]
    [InlineData("list.pdf", null, "R01", "R01")]
    [InlineData("list.pdf", null, "R01 R02", "")]
    [InlineData("R09-list.pdf", null, "R01", "")]
    public void A_file_was_meant_for_the_item_it_names_or_the_only_one_that_was_answered(string name, string? sentFor, string answered, string codes)
        => Assert.Equal(codes, string.Join(' ', InfectedAnswers.CodesOf(File(name) with { SentFor = sentFor }, [An.Item("R01"), An.Item("R02")], [.. answered.Split(' ').Select(code => new AnsweredItem(code, 1))])));

    static Item Infected(Item item) => ItemRules.Infected(item, Because, Now, Due, isUntold: false);

    static EvidenceFile File(string name) => new()
    {
        Name = $"call/1/{name}",
        OriginalName = name,
        Sha256 = new string('0', 64),
        Size = 1,
        MediaType = "application/pdf",
        MessageId = "m-1",
        Organisation = "PDRM",
        ReceivedAt = Now,
    };
}
