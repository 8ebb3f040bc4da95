namespace Assessment.Tests.Year;

/// <summary>A folder that goes with its test: in memory where the machine has such a place, because every commit of a state file is synced.</summary>
sealed class TemporaryFolder : IDisposable
{
    const string InMemory = "/dev/shm";

    public string Path { get; } = Directory.Exists(InMemory)
        ? Directory.CreateDirectory(System.IO.Path.Combine(InMemory, $"assess-{System.IO.Path.GetRandomFileName()}")).FullName
        : Directory.CreateTempSubdirectory("assess-").FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
