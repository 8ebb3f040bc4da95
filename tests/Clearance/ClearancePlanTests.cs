using System.Text;
using Assessment.Clearance;
using Assessment.Cycle;
using Assessment.Tests.Builders;
using PlanFiles = Assessment.Tests.Cycle.PlanFiles;

namespace Assessment.Tests.Clearance;

/// <summary>What the plan says of clearance.</summary>
public sealed class ClearancePlanTests
{
    [Fact]
    public void A_plan_that_says_nothing_is_Terbuka_and_asks_no_head()
    {
        var plan = PlanFiles.Good.Plan.Clearance;

        Assert.Equal((Grade.Terbuka, false, 5), (plan.GradeOf("PDRM"), plan.HeadReleases("PDRM"), plan.SmallCells));
    }

    [Fact]
    public void An_organisation_may_differ_and_the_plan_is_written_as_it_was_read()
    {
        var plan = A.Plan() with
        {
            Clearance = new ClearancePlan
            {
                Grade = Grade.Terhad,
                SmallCells = 10,
                OfficialDomains = ["suruhanjaya.example"],
                Organisations = [new OrganisationClearance("PDRM", Grade.Sulit, HeadReleases: true), new OrganisationClearance("KPWKM")],
            },
        };
        var written = Encoding.UTF8.GetString(PlanWriter.Write(plan)["cycle.yaml"]);

        Assert.Contains("""
            clearance:
              grade: Terhad
              smallCells: 10
              officialDomains: [suruhanjaya.example]
              organisations:
                PDRM: { grade: Sulit, headReleases: true }
                KPWKM: { headReleases: false }
            """.ReplaceLineEndings("\n"), written, StringComparison.Ordinal);
        Assert.Equal((Grade.Sulit, Grade.Terhad, true, false), (plan.Clearance.GradeOf("PDRM"), plan.Clearance.GradeOf("KPWKM"), plan.Clearance.HeadReleases("PDRM"), plan.Clearance.HeadReleases("KPWKM")));
    }

    [Fact]
    public void The_addresses_of_the_plans_own_people_are_official_and_a_public_provider_is_not()
    {
        var plan = A.Plan();
        var policy = ScanPolicies.Of(plan with { People = [.. plan.People, plan.People[0] with { Id = "ngo", Email = "rumah.seri@gmail.com" }] });

        Assert.Contains("pdrm.example", policy.OfficialDomains);
        Assert.DoesNotContain("gmail.com", policy.OfficialDomains);
        Assert.Contains("rumah.seri@gmail.com", policy.OfficialAddresses);
    }

    [Theory]
    [InlineData("clearance: { organisations: { XYZ: { headReleases: true } } }", "'XYZ' is not an organisation of this plan.")]
    [InlineData("clearance: { grade: Secretish }", "'Secretish' is not a grade.")]
    public void A_fault_in_it_is_named(string section, string fault)
    {
        var files = PlanWriter.Write(A.Plan()).ToDictionary(StringComparer.Ordinal);
        files["cycle.yaml"] = [.. files["cycle.yaml"], .. Encoding.UTF8.GetBytes(section + "\n")];

        Assert.Contains(fault, PlanReader.Read(files, A.Moment("2024-11-25")).Faults.Select(one => one.What));
    }

    [Fact]
    public void A_head_who_is_to_release_must_exist()
    {
        var plan = A.Plan() with { Clearance = new ClearancePlan { Organisations = [new OrganisationClearance("KPWKM", HeadReleases: true)] } };

        Assert.Contains(
            "The head of KPWKM is to release its answers, but it has no head.",
            PlanReader.Read(PlanWriter.Write(plan), A.Moment("2024-11-25")).Faults.Select(fault => fault.What));
    }
}
