using System.Reflection;

namespace Assessment.Tests;

/// <summary>Where the tests find the sources and samples that they run on.</summary>
static class Repository
{
    public static string Root { get; } = Path.GetFullPath(Metadata("RepositoryRoot"));

    public static string BicepFolder => Metadata("BicepFolder");

    public static string PathTo(params string[] parts) => Path.Combine([Root, .. parts]);

    static string Metadata(string key) => typeof(Repository).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .First(attribute => attribute.Key == key).Value!;
}
