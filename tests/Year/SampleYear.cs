using Assessment.Cycle;
using Assessment.Host;

namespace Assessment.Tests.Year;

/// <summary>The Malaysian sample, rehearsed once for all the tests that only read what it left.</summary>
public sealed class SampleYear : IAsyncLifetime, IDisposable
{
    public const string Collection = "The sample year";

    readonly TemporaryFolder folder = new();

    public static string Folder => Repository.PathTo("samples", "malaysia-2025");

    internal Rehearsed Run { get; private set; } = null!;

    internal RehearsedYear Year { get; private set; } = null!;

    internal Plan Plan { get; } = CycleFolder.Read(Folder, null).Folder!.Plan;

    internal string KeyFile => folder["key.pem"];

    public async Task InitializeAsync()
    {
        Run = await Rehearse.Run(Rehearse.Options(Folder, folder));
        Year = new RehearsedYear(folder["out"]);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => folder.Dispose();
}

[CollectionDefinition(SampleYear.Collection)]
public sealed class SampleYearCollection : ICollectionFixture<SampleYear>;
