using System.Text;
using Assessment.DataCalls;
using Assessment.Host.Functions;
using Assessment.Tests.Orchestrations;

namespace Assessment.Tests.Clearance;

/// <summary>A file of an answer over HTTP: for those who need to know, and for nobody else there.</summary>
public sealed class OpenEvidenceTests
{
    [Fact]
    public async Task A_file_is_there_for_its_organisation_its_ministry_and_the_secretariat_only()
    {
        await using var cycle = new MiniCycle(MiniCycle.Decisive + """
            replies:
              - { organisation: POLICE, round: spring, after: 1d, items: { R01: { answer: "Forty persons were screened.", files: [people.csv] } } }
            """);
        await cycle.Run();
        var file = Assert.Single((await cycle.Host.Register.Find<Item>(MiniCycle.Police, "R01"))!.Answer!.Files);
        using var http = new InProcessHttp(cycle.Host.Catalog, cycle.Host.Functions, cycle.Host.FunctionKey);

        Assert.Equal(200, await Status("police-focal"));
        Assert.Equal(200, await Status("home-signatory"));
        Assert.Equal(200, await Status("officer"));
        Assert.Equal(404, await Status("shelter-focal"));
        Assert.Equal(404, await Status("officer", "0123"));
        Assert.Equal(401, await Status("stranger"));
        Assert.StartsWith("id,name,email", (await Get("officer", file.Sha256)).Text, StringComparison.Ordinal);

        async Task<int> Status(string person, string? sha256 = null) => (await Get(person, sha256 ?? file.Sha256)).Status;

        Task<HttpAnswer> Get(string person, string sha256) => http.Send(
            "GET", $"/api/cycles/mini/calls/{MiniCycle.Police}/items/R01/files/{sha256}", Encoding.UTF8.GetBytes(""), [new(LocalAuthentication.PersonHeader, person)]);
    }
}
