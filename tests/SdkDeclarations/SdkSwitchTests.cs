using System.Text.Json;
using Assessment.Tests.Infra;

namespace Assessment.Tests.SdkDeclarations;

public class SdkSwitchTests
{
    [Theory]
    [InlineData("declarations")]
    [InlineData("azure", "-p:_IsPublishing=true")]
    [InlineData("azure", "-p:FunctionsSdk=azure")]
    public void Publishing_takes_the_real_sdk_and_everything_else_the_declarations(string sdk, params string[] properties)
        => Assert.Equal(sdk, Msbuild(["-getProperty:FunctionsSdk", .. properties]).Trim());

    [Theory]
    [InlineData("declarations", false, true)]
    [InlineData("azure", true, false)]
    public void The_switch_chooses_the_references(string sdk, bool packages, bool declarations)
    {
        using var items = JsonDocument.Parse(Msbuild("-getItem:PackageReference", "-getItem:ProjectReference", $"-p:FunctionsSdk={sdk}"));

        Assert.Equal(packages, Identities(items, "PackageReference").Contains("Microsoft.Azure.Functions.Worker"));
        Assert.Equal(declarations, Identities(items, "ProjectReference").Contains("../sdk/sdk.csproj"));
    }

    [Fact]
    public void Publishing_leaves_the_lock_files_alone()
        => Assert.DoesNotContain("packages.lock.json", Msbuild("-getProperty:NuGetLockFilePath", "-p:_IsPublishing=true"), StringComparison.Ordinal);

    [Theory]
    [InlineData("--no-restore")]
    [InlineData("--no-build")]
    public void Publishing_the_declarations_is_refused(string how)
    {
        var publish = Cli.Run("dotnet", "publish", "functions", "-p:FunctionsSdk=declarations", how, "--output", "out/never");

        Assert.NotEqual(0, publish.ExitCode);
        Assert.Contains(
            "The function app cannot be published with FunctionsSdk=declarations: sdk/ only declares the SDK and cannot run on Azure. "
            + "Publish without setting FunctionsSdk, or with -p:FunctionsSdk=azure.",
            publish.Output,
            StringComparison.Ordinal);
        Assert.False(Directory.Exists(Repository.PathTo("out", "never")));
    }

    static string Msbuild(params string[] arguments)
    {
        var result = Cli.Run("dotnet", ["msbuild", "functions/functions.csproj", .. arguments]);
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        return result.Output;
    }

    static IEnumerable<string?> Identities(JsonDocument items, string kind) => items.RootElement.GetProperty("Items").GetProperty(kind)
        .EnumerateArray().Select(item => item.GetProperty("Identity").GetString());
}
