using System.Reflection;
using Azure;
using Microsoft.Azure.Functions.Worker;
using NetArchTest.Rules;

namespace Assessment.Tests.Architecture;

public class LayeringTests
{
    static readonly string[] Sdk = ["Microsoft.DurableTask", "Microsoft.Azure.Functions"];
    static readonly string[] AzureSdk = ["Azure"];
    static readonly string[] OpenXml = ["DocumentFormat.OpenXml"];

    /// <summary>The adapters and the composition: the only types that know Azure.</summary>
    static readonly string[] AzureTypes = ["TablesRegister", "BlobEvidenceStore", "GraphConnection", "LandingAddresses", "DefenderScan", "BlobEvidenceHolds", "Services"];

    static readonly string[] Ports = ["IRegister", "IMailbox", "ICards", "IEvidenceStore", "IMalwareScan", "IEvidenceHolds"];

    static readonly Assembly App = DurableFunctions.App;

    [Fact]
    public void The_app_does_not_know_the_local_host()
    {
        Assert.DoesNotContain("assess", App.GetReferencedAssemblies().Select(assembly => assembly.Name));
        Assert.DoesNotContain("/host/", Sources.Read("functions/functions.csproj"), StringComparison.Ordinal);
    }

    [Fact]
    public void Records_and_rules_do_not_know_the_sdk()
        => Assert.Empty(Dependents(App, Sdk).Where(type => !MayKnowSdk(type)).Select(type => type.FullName));

    [Fact]
    public void Only_adapters_and_the_composition_know_azure()
        => Assert.Empty(Dependents(App, AzureSdk).Where(type => !AzureTypes.Contains(type.Name)).Select(type => type.FullName));

    [Fact]
    public void Only_those_who_read_or_write_office_documents_know_their_library()
        => Assert.Empty(Dependents(App, OpenXml).Where(type => type.Namespace is not ("Assessment.Submission" or "Assessment.Evidence.PersonalData" or "Assessment.Evidence.Figures")).Select(type => type.FullName));

    [Fact]
    public void Only_ports_with_two_implementations_are_interfaces()
        => Assert.Empty(App.GetTypes().Where(type => type.IsInterface).Select(type => type.Name).Except(Ports));

    [Fact]
    public void Dependencies_are_seen_wherever_they_hide()
    {
        var here = typeof(LayeringTests).Assembly;

        Assert.Equal([typeof(AzureProbe)], Dependents(here, AzureSdk).Where(IsProbe));
        Assert.Equal([typeof(SdkProbe)], Dependents(here, Sdk).Where(IsProbe));

        static bool IsProbe(Type type) => type.Name.EndsWith("Probe", StringComparison.Ordinal);
    }

    [Fact]
    public void Orchestrations_are_called_so()
        => Assert.All(DurableFunctions.Orchestrations, method =>
        {
            Assert.EndsWith("Orchestration", method.DeclaringType!.Name, StringComparison.Ordinal);
            Assert.EndsWith("Orchestration", method.GetCustomAttribute<FunctionAttribute>()!.Name, StringComparison.Ordinal);
        });

    [Fact]
    public void Activities_live_in_activity_classes()
        => Assert.All(DurableFunctions.Activities, method => Assert.EndsWith("Activities", method.DeclaringType!.Name, StringComparison.Ordinal));

    static bool MayKnowSdk(Type type) => type is { Namespace: "Assessment.Durable" } or { Name: "Program" }
        || type.Name.EndsWith("Orchestration", StringComparison.Ordinal)
        || type.Name.EndsWith("Activities", StringComparison.Ordinal)
        || type.Name.EndsWith("Triggers", StringComparison.Ordinal);

    /// <summary>The types as written in the sources: what the compiler makes of lambdas and async methods counts for the type around it.</summary>
    static IEnumerable<Type> Dependents(Assembly assembly, string[] namespaces) => Types.InAssembly(assembly).That().HaveDependencyOnAny(namespaces).GetTypes()
        .Select(Outermost)
        .Distinct();

    static Type Outermost(Type type) => type.DeclaringType is { } outer ? Outermost(outer) : type;
}

/// <summary>Uses Azure in the body of an async method only.</summary>
static class AzureProbe
{
    public static async Task<string> Ask()
    {
        await Task.Yield();
        return new ETag("probe").ToString();
    }
}

/// <summary>Uses the SDK as an attribute only.</summary>
static class SdkProbe
{
    [Function("probe")]
    public static string Ask() => "probe";
}
