using Assessment.Evidence.PersonalData;

namespace Assessment.Tests.PersonalData;

public class PolicyTests
{
    [Theory]
    [InlineData("tel 03-8000 8000")]
    [InlineData("tel +603-8000 8000")]
    [InlineData("WhatsApp 60192615999")]
    [InlineData("WhatsApp 019 261 5999")]
    public void Numbers_of_hotlines_are_known_in_any_notation(string text) => Assert.Empty(PersonalDataScan.Text(text, ScanPolicy.Default));

    [Fact]
    public void The_plans_numbers_domains_and_mailboxes_are_official()
    {
        var policy = new ScanPolicy { OfficialNumbers = ["012-345 6789"], OfficialDomains = ["pdrm.example"], OfficialAddresses = ["hope.shelter@gmail.com"] };

        Assert.Empty(PersonalDataScan.Text("tel 012-3456789, ali@bukit-aman.pdrm.example, Hope.Shelter@gmail.com", policy));
        Assert.Equal(2, PersonalDataScan.Text("tel 012-3456788, ali@notpdrm.example", policy).Count);
    }

    [Theory]
    [InlineData("IC 900101-14-5678", "90••••-••-••••")]
    [InlineData("to siti.aminah@gmail.com", "si••.••••••@gmail.com")]
    [InlineData("case no. 12/24", "••/••")]
    public void Excerpts_are_masked(string text, string excerpt) => Assert.Equal(excerpt, PersonalDataScan.Text(text, ScanPolicy.Default).Single().Excerpt);

    [Theory]
    [InlineData("mangsa Siti Aminah binti Abdullah", Severity.Hint)]
    [InlineData("IC 900101-14-5678", Severity.Blocks)]
    public void Names_are_hints_and_numbers_block(string text, Severity severity) => Assert.Equal(severity, PersonalDataScan.Text(text, ScanPolicy.Default).Single().Severity);

    [Theory]
    [InlineData("240229-14-0001", true)]
    [InlineData("000229-14-0001", true)]
    [InlineData("230229-14-0001", false)]
    [InlineData("900431-14-0001", false)]
    [InlineData("900101-20-0001", false)]
    [InlineData("900101-21-0001", true)]
    [InlineData("900101-68-0001", true)]
    [InlineData("900101-69-0001", false)]
    [InlineData("900101-73-0001", false)]
    [InlineData("900101-80-0001", false)]
    [InlineData("900101-93-0001", true)]
    [InlineData("900101-94-0001", false)]
    [InlineData("900101-97-0001", false)]
    [InlineData("900101-98-0001", true)]
    public void Identity_numbers_need_a_day_that_exists_and_a_place_that_was_given_out(string number, bool found)
        => Assert.Equal(found, PersonalDataScan.Text($"IC {number}", ScanPolicy.Default).Count == 1);

    [Fact]
    public void Offsets_and_lines_point_at_the_value()
    {
        var finding = PersonalDataScan.Text("one\ntwo\nIC 900101-14-5678.", ScanPolicy.Default).Single();

        Assert.Equal(("line 3", 11, 14), (finding.Where, finding.Offset, finding.Length));
    }
}
