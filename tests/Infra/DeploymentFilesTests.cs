using System.Text.Json;
using System.Xml.Linq;
using YamlDotNet.Serialization;

namespace Assessment.Tests.Infra;

public class DeploymentFilesTests
{
    [Fact]
    public void Azd_deploys_the_functions_project_with_the_template()
    {
        var azure = new DeserializerBuilder().Build().Deserialize<Dictionary<string, object>>(File.ReadAllText(Repository.PathTo("azure.yaml")));
        var infra = (Dictionary<object, object>)azure["infra"];
        var service = (Dictionary<object, object>)((Dictionary<object, object>)azure["services"])["functions"];

        Assert.Equal(("bicep", "dotnet", "function"), (infra["provider"], service["language"], service["host"]));
        Assert.True(File.Exists(Repository.PathTo((string)infra["path"], $"{infra["module"]}.bicep")));
        Assert.True(File.Exists(Repository.PathTo((string)service["project"], "functions.csproj")));
    }

    [Theory]
    // A year outlives deployments: instances are versioned from the first release, and old code paths stay.
    [InlineData("defaultVersion", "1.0")]
    [InlineData("versionMatchStrategy", "CurrentOrOlder")]
    [InlineData("versionFailureStrategy", "Reject")]
    [InlineData("hubName", "assessment")]
    [InlineData("storageProvider.type", "AzureStorage")]
    // On Flex Consumption an idle app polls its queues; longer pauses would delay every step.
    [InlineData("storageProvider.maxQueuePollingInterval", "00:00:10")]
    // Inputs and outputs stay out of the telemetry.
    [InlineData("tracing.traceInputsAndOutputs", "False")]
    public void The_host_file_sets_what_the_process_relies_on(string path, string value)
    {
        using var host = JsonDocument.Parse(File.ReadAllText(Repository.PathTo("host.json")));
        var durable = host.RootElement.GetProperty("extensions").GetProperty("durableTask");

        Assert.Equal(value, path.Split('.').Aggregate(durable, (element, name) => element.GetProperty(name)).ToString());
    }

    [Fact]
    public void The_durable_extension_knows_versions()
        => Assert.True(PackageVersion("Microsoft.Azure.Functions.Worker.Extensions.DurableTask") >= new Version(1, 14, 0));

    [Fact]
    public void The_host_file_is_published_with_the_app()
    {
        var item = XDocument.Load(Repository.PathTo("functions", "functions.csproj")).Descendants("None").Single(none => (string?)none.Attribute("Include") == "../host.json");

        Assert.Equal(("host.json", "PreserveNewest"), ((string?)item.Attribute("Link"), (string?)item.Attribute("CopyToPublishDirectory")));
    }

    static Version PackageVersion(string id) => Version.Parse((string)XDocument.Load(Repository.PathTo("Directory.Packages.props"))
        .Descendants("PackageVersion").Single(package => (string?)package.Attribute("Include") == id).Attribute("Version")!);
}
