using Assessment.Access;
using Assessment.Clearance;
using Assessment.Cycle;
using Assessment.Evidence;
using Assessment.Tests.Builders;

namespace Assessment.Tests.Clearance;

public sealed class NeedToKnowTests
{
    static readonly Plan Plan = A.Plan();

    [Theory]
    [InlineData("farid", "PDRM", true)]
    [InlineData("hashim", "PDRM", true)]
    [InlineData("farid", "KPWKM", false)]
    [InlineData("ksu-kdn", "PDRM", true)]
    [InlineData("ksu-kpwkm", "PDRM", false)]
    [InlineData("mei", "PDRM", false)]
    [InlineData("glorene", "PDRM", false)]
    [InlineData("glorene", "Tenaganita", true)]
    [InlineData("ksu-kdn", "Tenaganita", false)]
    [InlineData("aisyah", "Tenaganita", true)]
    [InlineData("aisyah", "KPWKM", true)]
    public void An_agency_sees_its_own_a_ministry_its_agencies_the_secretariat_all(string person, string organisation, bool may)
        => Assert.Equal(may, NeedToKnow.MaySee(Plan, Person(person), organisation));

    [Theory]
    [InlineData("farid", false)]
    [InlineData("ksu-kdn", false)]
    [InlineData("chair", false)]
    [InlineData("aisyah", true)]
    public void What_is_restricted_only_those_open_who_settle_findings(string person, bool may)
        => Assert.Equal(may, NeedToKnow.MayOpen(Plan, Person(person), "PDRM", isRestricted: true, isReleased: true));

    [Theory]
    [InlineData("hashim", true)]
    [InlineData("aisyah", false)]
    [InlineData("ksu-kdn", false)]
    public void What_the_head_has_not_released_stays_in_the_agency(string person, bool may)
        => Assert.Equal(may, NeedToKnow.MayOpen(Plan, Person(person), "PDRM", isRestricted: false, isReleased: false));

    [Fact]
    public void The_original_of_a_cleaned_copy_is_restricted_and_the_copy_is_not()
    {
        var leak = A.File("R01-register.xlsx", "leak");
        var clean = A.File("R01-register.xlsx", "clean") with { Original = new OriginalFile("kept/original.xlsx", leak.Sha256) };
        var item = An.Item().Replied(An.Answer("message-1", "Done.", clean));

        Assert.Equal(new ServedFile("kept/original.xlsx", "r01-register.xlsx", IsRestricted: true, IsReleased: true), ServedFile.Of(item, [], leak.Sha256));
        Assert.Equal(new ServedFile(clean.Name, "r01-register.xlsx", IsRestricted: false, IsReleased: true), ServedFile.Of(item, [], clean.Sha256));
        Assert.Null(ServedFile.Of(item, [], A.File("another").Sha256));
    }

    static Person Person(string id) => Plan.People.First(person => person.Id == id);
}
