using Assessment.Clearance;
using Assessment.DataCalls;
using Assessment.Evidence;
using Assessment.SignOff;
using Assessment.Tests.Builders;

namespace Assessment.Tests.SignOff;

/// <summary>A signature that no longer holds says which item changed, and which part of it.</summary>
public sealed class SignatureChangesTests
{
    static readonly Item Signed = An.Item().Replied(An.Answer("message-1", "Two circulars were issued.", A.File("R01-sop.pdf"), A.File("R01-table.xlsx")) with { Figures = [A.Figure(), A.Figure("R01.3", 12)] });

    [Fact]
    public void Nothing_changed_says_nothing() => Assert.Empty(Changes(Signed));

    [Fact]
    public void The_words() => Assert.Equal(["my-tip-2025-annual-pdrm/R01: the words were changed."], Changes(Changed(Signed, answer => answer with { Narrative = "Three circulars." })));

    [Fact]
    public void A_figure() => Assert.Equal(["my-tip-2025-annual-pdrm/R01: figure R01.1 was changed."], Changes(Changed(Signed, answer => answer with { Figures = [A.Figure(value: 541), A.Figure("R01.3", 12)] })));

    [Fact]
    public void Figures_taken_out_and_added()
        => Assert.Equal(["my-tip-2025-annual-pdrm/R01: figure R01.1 was taken out, figure R01.2 was added."], Changes(Changed(Signed, answer => answer with { Figures = [A.Figure("R01.2"), A.Figure("R01.3", 12)] })));

    [Fact]
    public void A_file_that_was_exchanged_under_its_name()
        => Assert.Equal(["my-tip-2025-annual-pdrm/R01: R01-table.xlsx was changed."], Changes(Changed(Signed, answer => answer with { Files = [A.File("R01-sop.pdf"), A.File("R01-table.xlsx", "version 4")] })));

    [Fact]
    public void A_file_that_was_graded_since() => Assert.Equal(
        ["my-tip-2025-annual-pdrm/R01: R01-table.xlsx was taken out."],
        Changes(Changed(Signed, answer => answer with { Files = [A.File("R01-sop.pdf"), A.File("R01-table.xlsx") with { Grade = Grade.Sulit }] })));

    [Fact]
    public void An_item_that_came_or_went()
    {
        Assert.Equal(["my-tip-2025-annual-pdrm/R01 is no longer there."], Changes());
        Assert.Equal(["my-tip-2025-annual-pdrm/R02 was added."], Changes(Signed, An.Item("R02").Replied()));
    }

    static IReadOnlyList<string> Changes(params IEnumerable<Item> now) => SignatureChanges.Of([ShownItem.Of(Signed)], [.. now.Select(ShownItem.Of)]);

    static Item Changed(Item item, Func<Answer, Answer> change) => item with { Answer = change(item.Answer!) };
}
