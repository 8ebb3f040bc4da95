using Assessment.Cycle;
using Assessment.DataCalls;
using Assessment.Evidence;
using Assessment.Review;
using Assessment.SignOff;
using Assessment.Submission;
using Assessment.Tests.Builders;
using CsCheck;
using TheYear = Assessment.Tests.Builders.A;

namespace Assessment.Tests.Submission;

public sealed class ConsolidationTests
{
    static readonly RoundInPlan Round = TheYear.Round();
    static readonly DateTimeOffset Now = TheYear.Moment("2025-01-28");

    [Fact]
    public void Accepted_and_signed_items_and_partners_get_in()
    {
        var signed = Accepted("R01", "PDRM");
        var partner = Accepted("R12", "Tenaganita");
        var content = Of([In(signed, TheYear.SignOff("KDN", SignOffStatus.Signed, signed)), In(partner, null)]);

        Assert.Equal(["PDRM R01 False", "Tenaganita R12 True"], Answers(content).Select(answer => $"{answer.Organisation} {CodeOf(content, answer)} {answer.IsPartner}"));
        Assert.Empty(content.Gaps);
        Assert.Equal(("Aisyah of KDN", TheYear.Moment("2025-01-08T10:00")), (Answers(content)[0].AcceptedBy, Answers(content)[0].AcceptedAt));
        Assert.Equal("Chair of KDN", content.Endorsement!.EndorsedBy);
    }

    [Theory]
    [InlineData("asked", "R01, Royal Malaysia Police: no answer was received.")]
    [InlineData("not provided", "R01, Royal Malaysia Police: no answer was received before the round closed.")]
    [InlineData("returned", "R01, Royal Malaysia Police: the source is missing.")]
    [InlineData("unsigned", "R01, Royal Malaysia Police: the answer was accepted, but KDN has not signed it.")]
    [InlineData("open", "R01, Royal Malaysia Police: the answer was accepted, but KDN has not signed it.")]
    [InlineData("refused", "R01, Royal Malaysia Police: the answer was accepted, but KDN has not signed it.")]
    [InlineData("signed others", "R01, Royal Malaysia Police: the answer was accepted, but KDN has not signed it.")]
    [InlineData("no row", "R01, Royal Malaysia Police: the answer was accepted, but the ministry has not signed it.")]
    public void What_is_not_in_is_a_gap_in_words(string state, string gap)
    {
        var accepted = Accepted("R01", "PDRM");
        var content = Of([state switch
        {
            "asked" => In(An.Item(), null),
            "not provided" => In(An.Item().NotProvided(), null),
            "returned" => In(An.Item().Returned(), null),
            "open" => In(accepted, TheYear.SignOff("KDN", SignOffStatus.Open, accepted)),
            "refused" => In(accepted, TheYear.SignOff("KDN", SignOffStatus.Refused, accepted)),
            "signed others" => In(accepted, TheYear.SignOff("KDN", SignOffStatus.Signed, An.Item("R02"))),
            "no row" => In(accepted, null),
            _ => In(accepted, TheYear.SignOff("KDN", SignOffStatus.Lapsed)),
        }]);

        Assert.Equal([gap], content.Gaps);
        Assert.Equal("PDRM", Assert.Single(Assert.Single(content.Recommendations).Missing).Organisation);
        Assert.Empty(Answers(content));
        Assert.Empty(content.Evidence);
    }

    [Fact]
    public void A_ministry_that_did_not_sign_in_time_is_named()
    {
        var content = Consolidation.Of(Round, Gate.Of([]), [TheYear.SignOff("KPWKM", SignOffStatus.Lapsed), TheYear.SignOff("KDN", SignOffStatus.NothingToSign)], Endorsed(Choice.Endorse), 1, Now);

        Assert.Equal(["Ministry of Women did not sign by Fri 24 Jan 2025 17:00."], content.Gaps);
        Assert.Empty(content.SignOffs);
    }

    [Fact]
    public void A_draft_without_endorsement_says_so()
    {
        Assert.Equal(["The council did not endorse the draft by Tue 28 Jan 2025 17:00."], Consolidation.Of(Round, Gate.Of([]), [], null, 1, Now).Gaps);

        var declined = Consolidation.Of(Round, Gate.Of([]), [], Endorsed(Choice.Decline, "R05 is weak"), 1, Now);
        Assert.Equal(["The council did not endorse the draft: R05 is weak"], declined.Gaps);
        Assert.Null(declined.Endorsement);

        var without = Round with { Round = Round.Round with { EndorsementBy = null } };
        Assert.Empty(Consolidation.Of(without, Gate.Of([]), [], null, 1, Now).Gaps);
    }

    [Fact]
    public void Evidence_is_numbered_once_for_each_content()
    {
        var first = Accepted("R01", "PDRM", TheYear.File("R01-sop.pdf", "sop"), TheYear.File("R01-table.xlsx", "table"));
        var second = Accepted("R02", "PDRM", TheYear.File("copy of the sop.pdf", "sop"), TheYear.File("R01-table.xlsx", "another table"));
        var row = TheYear.SignOff("KDN", SignOffStatus.Signed, first, second);

        var content = Of([In(first, row), In(second, row)]);

        Assert.Equal(
            ["evidence/E-0001-r01-sop.pdf R01 R02", "evidence/E-0002-r01-table.xlsx R01", "evidence/E-0003-r01-table.xlsx R02"],
            content.Evidence.Select(file => $"{file.PackageName} {string.Join(' ', file.Recommendations)}"));
        Assert.Equal(["E-0001 E-0002", "E-0001 E-0003"], Answers(content).Select(answer => string.Join(' ', answer.Evidence)));
    }

    [Fact]
    public void Figures_come_with_their_names_and_last_year()
    {
        var item = ItemRules.Decided(
            An.Item().Replied(An.Answer() with { Figures = [TheYear.Figure()] }), TheYear.Decision(An.Item() with { Version = 1 }, Choice.Accept), Now);
        var figure = Assert.Single(Of([In(item, TheYear.SignOff("KDN", SignOffStatus.Signed, item))]).Recommendations[0].Figures);

        Assert.Equal(("PDRM", "Potential victims screened", 512m, 540m), (figure.Organisation, figure.Name, figure.LastYear, figure.Figure.Value));
    }

    [Fact]
    public void Recommendations_stand_in_the_order_of_the_plan()
        => Assert.Equal(["R01", "R02", "R12"], Of([In(An.Item("R12", "KPWKM"), null), In(An.Item("R02"), null), In(An.Item("R01"), null)]).Recommendations.Select(recommendation => recommendation.Code));

    static readonly Gen<ItemInRound> AnyItem = Gen.Select(
        Gen.OneOf("PDRM", "KPWKM", "Tenaganita"),
        Gen.OneOf("R01", "R02", "R12"),
        Gen.Enum<ItemStatus>(),
        Gen.Enum<SignOffStatus>(),
        Gen.Bool,
        Gen.Bool,
        (organisation, code, status, signed, covers, hasRow) =>
        {
            var item = InState(An.Item(code, organisation), status);
            var row = TheYear.SignOff("KDN", signed, covers ? item : An.Item("R09"));
            return In(item, hasRow ? row : null);
        });

    [Fact]
    public void No_item_that_is_not_accepted_and_signed_ever_enters()
        => AnyItem.Array[0, 8].Sample(items =>
        {
            var rows = items.Select(item => item.SignOff).OfType<SignOffRow>().ToList();
            var content = Consolidation.Of(Round, Gate.Of(items), rows, null, 1, Now);
            var allowed = items.Where(item => item.Item.Status == ItemStatus.Accepted
                && (item.Organisation.Kind == OrganisationKind.Partner || (item.SignOff?.Status == SignOffStatus.Signed && item.SignOff.Items.Contains($"{item.Item.CallId}/{item.Item.Code}")))).ToList();

            return Answers(content).Count == allowed.Count
                && content.Recommendations.All(recommendation => recommendation.Answers.All(answer => allowed.Any(item => item.Item.Code == recommendation.Code && item.Organisation.Code == answer.Organisation)))
                && content.Evidence.All(file => allowed.Any(item => item.Item.Answer!.Files.Any(own => own.Sha256 == file.File.Sha256)))
                && content.Evidence.Select(file => file.File.Sha256).Distinct().Count() == content.Evidence.Count
                && content.SignOffs.Count == rows.Count(row => row.Status == SignOffStatus.Signed)
                && content.Recommendations.Sum(recommendation => recommendation.Missing.Count) == items.Length - allowed.Count;
        }, iter: 1_000);

    static Item InState(Item item, ItemStatus status)
    {
        var replied = item.Replied(An.Answer("message-1", "Done.", TheYear.File($"{item.CallId}-{item.Code}.pdf"), TheYear.File("the same for all.pdf")));
        return status == ItemStatus.Asked ? item : replied with { Status = status, DecidedAt = Now, DecidedBy = "aisyah" };
    }

    static Item Accepted(string code, string organisation, params EvidenceFile[] files)
    {
        var replied = An.Item(code, organisation).Replied(An.Answer("message-1", "Done.", files));
        return ItemRules.Decided(replied, TheYear.Decision(replied, Choice.Accept), Now);
    }

    static ItemInRound In(Item item, SignOffRow? row)
        => new(Round.Plan.Organisations.First(organisation => item.CallId.EndsWith($"-{organisation.Slug}", StringComparison.Ordinal)), item, row);

    static SubmissionContent Of(IReadOnlyList<ItemInRound> items)
        => Consolidation.Of(Round, Gate.Of(items), [.. items.Select(item => item.SignOff).OfType<SignOffRow>().Where(row => row.Status == SignOffStatus.Signed).Distinct()], Endorsed(Choice.Endorse), 1, Now);

    static Decision Endorsed(string choice, string? reason = null) => new() { CardKey = "endorsement", Choice = choice, By = "chair", At = Now, Reason = reason };

    static List<SubmittedAnswer> Answers(SubmissionContent content) => [.. content.Recommendations.SelectMany(recommendation => recommendation.Answers)];

    static string CodeOf(SubmissionContent content, SubmittedAnswer answer) => content.Recommendations.First(recommendation => recommendation.Answers.Contains(answer)).Code;
}
