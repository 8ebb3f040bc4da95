using System.Reflection;
using Assessment.Clearance;
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

/// <summary>The gate: one way in, and only for what is accepted, settled, cleared and signed.</summary>
public sealed class SubmittableItemTests
{
    static readonly EvidenceFile Open = TheYear.File("R01-sop.pdf", "open");
    static readonly EvidenceFile Graded = TheYear.File("R01-debrief.pdf", "graded") with { Grade = Grade.Sulit };
    static readonly Declassification Declassified = new("section 2C", "Datuk Aminah", new DateOnly(2025, 1, 6), "aisyah", TheYear.Moment("2025-01-06T12:00"));

    [Fact]
    public void Nobody_else_can_make_one()
    {
        Assert.True(typeof(SubmittableItem).IsSealed);
        Assert.All(typeof(SubmittableItem).GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic), constructor => Assert.True(constructor.IsPrivate));
        Assert.All(typeof(SubmittableItem).GetProperties(), property => Assert.Null(property.SetMethod));
        Assert.Equal([nameof(Gate.Of)], typeof(Gate).GetMethods(BindingFlags.Static | BindingFlags.Public).Select(method => method.Name));
        Assert.All(typeof(Gate).GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic), constructor => Assert.True(constructor.IsPrivate));
    }

    [Fact]
    public void What_is_consolidated_is_a_gate_and_nothing_else()
    {
        var taken = typeof(Consolidation).GetMethod(nameof(Consolidation.Of))!.GetParameters().Select(parameter => parameter.ParameterType).ToList();

        Assert.Contains(typeof(Gate), taken);
        Assert.DoesNotContain(taken, type => type == typeof(Item) || (type.IsGenericType && type.GetGenericArguments().Any(argument => argument == typeof(Item) || argument == typeof(ItemInRound))));
    }

    [Fact]
    public void A_graded_file_is_left_out_and_counted()
    {
        var passed = Assert.Single(Gate.Of([In(Answered(Open, Graded))]).Passed);

        Assert.Equal([Open], passed.Answer.Files);
        Assert.Equal(1, passed.FilesHeldBack);
    }

    [Fact]
    public void A_declassified_file_passes() => Assert.Equal(2, Assert.Single(Gate.Of([In(Answered(Open, Graded with { Declassified = Declassified }))]).Passed).Answer.Files.Count);

    [Fact]
    public void An_internal_remark_does_not_pass()
    {
        var item = Answered(Open);

        Assert.Null(Assert.Single(Gate.Of([In(item with { Answer = item.Answer! with { InternalRemark = "The register is late." } })]).Passed).Answer.InternalRemark);
    }

    [Theory]
    [InlineData("graded", "a graded answer exists (Terhad) and is held at the organisation")]
    [InlineData("unsearched", "the answer was accepted, but it was not searched for personal data")]
    [InlineData("found", "the answer was accepted, but personal data in the answer was not settled")]
    [InlineData("unreleased", "the answer was accepted, but the head of the organisation had not released the answer")]
    [InlineData("unsigned", "the answer was accepted, but KDN has not signed it")]
    public void What_does_not_pass_says_why(string state, string why)
    {
        var item = Answered(Open);
        var gate = Gate.Of([state switch
        {
            "graded" => In(item with { Answer = item.Answer! with { Grade = Grade.Terhad } }),
            "unsearched" => In(item with { Answer = item.Answer! with { IsSearched = false } }),
            "found" => In(item, Concern(item, Matter.PersonalData)),
            "unreleased" => In(item, Concern(item, Matter.Release)),
            _ => new ItemInRound(Police, item, TheYear.SignOff("KDN", SignOffStatus.Open, item), []),
        }]);

        Assert.Empty(gate.Passed);
        Assert.Equal(why, Assert.Single(gate.HeldBack).WhyNot);
    }

    static readonly Gen<ItemInRound> AnyItem = Gen.Select(
        Gen.Enum<ItemStatus>(), Gen.Enum<SignOffStatus>(), Gen.Enum<Grade>(), Gen.Enum<Grade>(), Gen.Bool, Gen.Bool, Gen.Bool,
        (status, signed, grade, fileGrade, isSearched, isOpen, isCleared) =>
        {
            var answered = Answered(Open, Graded with { Grade = fileGrade, Declassified = isCleared ? Declassified : null });
            var item = answered with { Status = status, Answer = answered.Answer! with { Grade = grade, IsSearched = isSearched, Declassified = isCleared ? Declassified : null } };
            return new ItemInRound(Police, item, TheYear.SignOff("KDN", signed, item), isOpen ? [Concern(item, Matter.PersonalData)] : []);
        });

    [Fact]
    public void Nothing_passes_that_is_not_accepted_settled_cleared_and_signed() => AnyItem.Sample(item =>
    {
        var may = item.Item is { Status: ItemStatus.Accepted, Answer: { IsSearched: true, MayLeave: true } } && item.Concerns.Count == 0 && item.SignOff!.Status == SignOffStatus.Signed;
        var gate = Gate.Of([item]);
        return gate.Passed.Count == (may ? 1 : 0) && gate.HeldBack.Count == (may ? 0 : 1)
            && gate.Passed.All(passed => passed.Answer.Files.All(file => file.Grade == Grade.Terbuka || file.Declassified is not null));
    }, iter: 2_000);

    static Organisation Police => TheYear.Plan().Organisation("PDRM");

    static ItemInRound In(Item item, params Concern[] concerns) => new(Police, item, TheYear.SignOff("KDN", SignOffStatus.Signed, item), concerns);

    static Item Answered(params EvidenceFile[] files)
    {
        var replied = An.Item().Replied(An.Answer("message-1", "Done.", files));
        return ItemRules.Decided(replied, TheYear.Decision(replied, Choice.Accept), TheYear.Moment("2025-01-13"));
    }

    static Concern Concern(Item item, Matter matter) => new() { CallId = item.CallId, Code = item.Code, Id = "r01-1", Matter = matter, Message = item.Answer!.MessageId };
}
