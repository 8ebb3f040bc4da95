using System.Text;
using Assessment.Evidence.PersonalData;

namespace Assessment.Tests.PersonalData;

public class SmallCellTests
{
    [Theory]
    [InlineData("Nationality,Victims\nNepal,2\nIndonesia,37", "B2")]
    [InlineData("Nationality,Male,Female,Total\nVictims from Nepal,1,12,13", "B2")]
    [InlineData("Kewarganegaraan,Bilangan mangsa\nMyanmar,4", "B2")]
    [InlineData("quarter,nationality,sex,persons\nQ1,Nepal,female,3\nQ2,Nepal,female,30", "D2")]
    [InlineData("Mangsa mengikut jantina dan umur,,\nJantina,bawah 18,18-25\nLelaki,2,14\nPerempuan,7,3", "B3 C4")]
    [InlineData("Bilangan mangsa mengikut warganegara,,\nWarganegara,2023,2024\nKemboja,12,1", "C3")]
    [InlineData("Negeri,Orang\nPerlis,1\nJumlah,1", "B2")]
    [InlineData("Victims,Indonesia,Laos\nAdult women,40,2", "C2")]
    public void Counts_of_few_people_in_a_breakdown_are_found(string csv, string cells) => Assert.Equal(cells, Found(csv));

    [Theory]
    [InlineData("Nationality,Victims\nNepal,0\nIndonesia,5")]
    [InlineData("Nationality,Victims,%\nNepal,37,3\nIndonesia,45,4")]
    [InlineData("Nationality,Victims\nTotal,3")]
    [InlineData("Rank,Nationality,Victims\n1,Indonesia,45\n2,Nepal,37")]
    [InlineData("Bil.,Kewarganegaraan,Mangsa\n1,Indonesia,45")]
    [InlineData("No.,Negeri,Bilangan mangsa,Tahun\n1,Johor,12,2024")]
    [InlineData("State,Inspections\nPerlis,3")]
    [InlineData("Negeri,Kes\nPerlis,2")]
    [InlineData("Victims,2024\nmonths of support,3")]
    [InlineData("Nationality,Victims,Average days\nNepal,37,2")]
    [InlineData("Course,Date,Hours\nBasics,2024-05-01,3")]
    [InlineData("Kewarganegaraan,Mangsa,Peratus\nNepal,40,2.5")]
    [InlineData("Section,Charges\n12,3\n13,4")]
    public void Totals_shares_ranks_years_and_counts_of_things_are_not(string csv) => Assert.Equal("", Found(csv));

    [Fact]
    public void The_threshold_is_the_policys() => Assert.Equal("B2 B3", Found("Nationality,Victims\nNepal,5\nLaos,9\nMyanmar,10", 10));

    [Fact]
    public void What_is_shown_does_not_repeat_the_count()
        => Assert.Equal("a count under 5 (Nepal)", Scan("Nationality,Victims\nNepal,2").Single().Excerpt);

    static string Found(string csv, int threshold = 5) => string.Join(' ', Scan(csv, threshold).Select(finding => finding.Where));

    static IEnumerable<Finding> Scan(string csv, int threshold = 5) => PersonalDataScan
        .File("a.csv", "text/csv", new MemoryStream(Encoding.UTF8.GetBytes(csv)), new ScanPolicy { SmallCellThreshold = threshold })
        .Findings.Where(finding => finding.Kind == FindingKind.SmallCell);
}
