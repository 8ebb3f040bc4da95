using Assessment.Cycle;
using Assessment.Tests.Builders;
using Assessment.Turnover;

namespace Assessment.Tests.Turnover;

public sealed class SuccessionRulesTests
{
    static readonly DateOnly Today = A.Day("2025-01-06");

    [Theory]
    [InlineData("farid", "farid", null)]
    [InlineData("farid", "hashim", null)]
    [InlineData("farid", "aisyah", null)]
    [InlineData("farid", "alia", "Alia of PDRM may not name a successor of Farid of PDRM: the person, the head of PDRM and the secretariat may.")]
    [InlineData("farid", "mei", "Mei of KPWKM may not name a successor of Farid of PDRM: the person, the head of PDRM and the secretariat may.")]
    [InlineData("mei", "hashim", "Hashim of PDRM may not name a successor of Mei of KPWKM: the person, the head of KPWKM and the secretariat may.")]
    [InlineData("ksu-kdn", "aisyah", "Ksu-kdn of KDN is neither focal point nor alternate nor head; such a change is made in the plan.")]
    public void The_person_the_head_and_the_secretariat_may_name_a_successor(string leaving, string by, string? refusal)
        => Assert.Equal(refusal, Of(leaving, new SuccessorNamed(Name: "Zaid", Email: $"zaid@{A.Round().Person(leaving)!.Organisation.ToLowerInvariant()}.example"), by).Refusal);

    [Theory]
    [InlineData("zaid@pdrm.example", "farid", false)]
    [InlineData("Zaid@PDRM.example", "hashim", false)]
    [InlineData("zaid@gmail.example", "farid", true)]
    [InlineData("zaid@pdrm.example.evil.example", "hashim", true)]
    [InlineData("zaid@gmail.example", "aisyah", false)]
    public void An_address_outside_of_the_organisation_needs_the_secretariat(string email, string by, bool needsApproval)
    {
        var named = Of("farid", new SuccessorNamed(Name: "Zaid", Email: email), by);

        Assert.Equal((null, needsApproval), (named.Refusal, named.NeedsApproval));
    }

    [Fact]
    public void A_successor_sits_in_the_same_seat_from_the_day_on()
    {
        var named = Of("farid", new SuccessorNamed(Name: " Zaid ", Email: "zaid@pdrm.example", Language: Language.Ms, From: A.Day("2025-01-15")), "farid").Successor!;

        Assert.Equal(
            ("farid-zaid-pdrm-example-20250115", "Zaid", "zaid@pdrm.example", "PDRM", Role.FocalPoint, Language.Ms, A.Day("2025-01-15"), (DateOnly?)null),
            (named.Id, named.Name, named.Email, named.Organisation, named.Role, named.Language, named.From, named.To));
    }

    [Fact]
    public void A_person_of_the_plan_follows_by_id() => Assert.Equal(("alia@pdrm.example", Role.FocalPoint), (Of("farid", new SuccessorNamed("alia"), "farid").Successor!.Email, Of("farid", new SuccessorNamed("alia"), "farid").Successor!.Role));

    [Theory]
    [InlineData("nobody", null, null, "There is nobody with the id 'nobody'. Give a name and an address for somebody new.")]
    [InlineData("mei", null, null, "Mei of KPWKM belongs to KPWKM, not to PDRM.")]
    [InlineData("farid", null, null, "Farid of PDRM cannot follow Farid of PDRM.")]
    [InlineData(null, "Zaid", "no address", "Give the id of a person of the plan, or a name and a mail address.")]
    [InlineData(null, "", "zaid@pdrm.example", "Give the id of a person of the plan, or a name and a mail address.")]
    [InlineData(null, "Farid", "FARID@pdrm.example", "FARID@pdrm.example is the address of Farid of PDRM.")]
    public void Nobody_else_can_follow(string? id, string? name, string? email, string refusal)
        => Assert.Equal(refusal, Of("farid", new SuccessorNamed(id, name, email), "farid").Refusal);

    [Fact]
    public void A_seat_passes_on_once_and_never_backwards()
    {
        var plan = PeopleOverlay.Over(A.Plan(), [new PersonChange { PersonId = "farid", LastDay = A.Day("2025-01-05") }]);
        var named = new SuccessorNamed(Name: "Zaid", Email: "zaid@pdrm.example");

        Assert.Equal("Farid of PDRM is in charge until 2025-01-05 only, so nobody follows on 2025-01-06.", Of("farid", named, "hashim", plan).Refusal);
        Assert.Equal("A successor begins today or later, not on 2025-01-01.", Of("farid", named with { From = A.Day("2025-01-01") }, "farid").Refusal);

        var again = PeopleOverlay.Over(plan, [new PersonChange { PersonId = "farid-zaid-pdrm-example-20250106", Added = Of("farid", named, "farid").Successor }, new PersonChange { PersonId = "farid", LastDay = A.Day("2025-01-05") }]);
        Assert.Null(Of("farid", named, "hashim", again).Refusal);
    }

    static Succession Of(string leaving, SuccessorNamed named, string by, Plan? plan = null)
    {
        var round = A.Round(plan);
        return SuccessionRules.Of(round.Plan, round.Person(leaving)!, named, round.Person(by)!, Today);
    }
}
