using Assessment.Evidence;
using Assessment.Submission;

namespace Assessment.Tests.Submission;

public class SignOffDigestTests
{
    static readonly Answer Answer = new()
    {
        MessageId = "m-1",
        ReceivedAt = A.PreparedAt,
        SentBy = "focal.point",
        Narrative = "Screening was made the rule.",
        Figures = [A.Figure("PDRM", "R01.1", "Potential victims screened", 1412m).Figure, A.Figure("PDRM", "R01.2", "Orders issued", null).Figure],
        Files = [A.File(1, "PDRM", "a.pdf").File, A.File(2, "PDRM", "b.pdf").File],
    };

    static readonly string Digest = SignOffDigest.Of([("call", "R01", Answer), ("call", "R02", Answer)]);

    /// <summary>The test vector of docs/package.md.</summary>
    [Fact]
    public void The_digest_is_as_specified()
    {
        var answer = new Answer { MessageId = "m-1", ReceivedAt = A.PreparedAt, SentBy = "focal.point", NothingToReport = "No case in the period." };

        Assert.Equal("a04285946722f64abd8ff6037110761ac9b5117396de66a5c969b11f29b46499", SignOffDigest.Of([("my-tip-2025-annual-pdrm", "R01", answer)]));
    }

    [Fact]
    public void The_order_of_items_figures_and_files_does_not_matter()
    {
        var turned = Answer with { Figures = [.. Answer.Figures.Reverse()], Files = [.. Answer.Files.Reverse()] };

        Assert.Equal(Digest, SignOffDigest.Of([("call", "R02", turned), ("call", "R01", turned)]));
    }

    [Fact]
    public void Who_sent_it_and_when_is_not_what_is_signed() =>
        Assert.Equal(Digest, SignOffDigest.Of([("call", "R01", Answer with { MessageId = "m-2", SentBy = "alternate" }), ("call", "R02", Answer with { ReceivedAt = A.PreparedAt.AddDays(1) })]));

    [Fact]
    public void Any_change_of_what_was_shown_changes_the_digest()
    {
        var figure = Answer.Figures[0];
        Answer[] changes =
        [
            Answer with { Narrative = "Screening was made the rule" },
            Answer with { NothingToReport = "" },
            Answer with { Files = [Answer.Files[0]] },
            Answer with { Files = [Answer.Files[0], Answer.Files[1] with { Sha256 = new string('0', 64) }] },
            .. new[]
            {
                figure with { Value = 1412.5m }, figure with { Unit = "cases" }, figure with { From = new DateOnly(2024, 4, 2) }, figure with { To = null },
                figure with { CutOff = null }, figure with { Source = "another" }, figure with { Parts = [new Part("women", 1)] }, figure with { PlannedBy = new DateOnly(2025, 6, 1) },
            }.Select(changed => Answer with { Figures = [changed, Answer.Figures[1]] }),
        ];

        Assert.All(changes, changed => Assert.NotEqual(Digest, SignOffDigest.Of([("call", "R01", changed), ("call", "R02", Answer)])));
        Assert.NotEqual(Digest, SignOffDigest.Of([("call", "R01", Answer)]));
        Assert.NotEqual(Digest, SignOffDigest.Of([("call2", "R01", Answer), ("call", "R02", Answer)]));
    }

    [Fact]
    public void A_value_that_is_only_written_otherwise_has_the_same_digest()
    {
        var padded = Answer with { Figures = [Answer.Figures[0] with { Value = 1412.00m }, Answer.Figures[1]] };

        Assert.Equal(Digest, SignOffDigest.Of([("call", "R01", padded), ("call", "R02", Answer)]));
    }
}
