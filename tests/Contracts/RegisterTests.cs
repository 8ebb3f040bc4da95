using Assessment.Host.Sandbox;
using Assessment.Register;

namespace Assessment.Tests.Contracts;

public sealed class SqliteRegisterInMemory : RegisterContract, IDisposable
{
    readonly SqliteRegister register = new("Data Source=:memory:");

    protected override IRegister Register => register;

    public void Dispose() => register.Dispose();
}

public sealed class SqliteRegisterInAFile : RegisterContract, IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("assessment-register-").FullName;
    SqliteRegister register;

    public SqliteRegisterInAFile() => register = new SqliteRegister(ConnectionString);

    protected override IRegister Register => register;

    string ConnectionString => $"Data Source={Path.Combine(folder, "register.db")}";

    [Fact]
    public async Task What_is_committed_is_there_after_reopening()
    {
        await Commit(Change.Insert("R01", "1"), Change.Insert("R02", "2"));
        var row = await register.Find(Table, Partition, "R02");

        register.Dispose();
        register = new SqliteRegister(ConnectionString);

        Assert.Equal(["R01=1", "R02=2"], await Content());
        Assert.Equal(row, await register.Find(Table, Partition, "R02"));
    }

    [Fact]
    public async Task Two_connections_to_one_file_see_and_respect_each_other()
    {
        using var other = new SqliteRegister(ConnectionString);
        await Commit(Change.Insert("R01", "1"));
        var row = await other.Find(Table, Partition, "R01");

        Assert.True(await other.Commit(Table, Partition, [Change.Update("R01", "2", row!.ETag)]));
        Assert.False(await Commit(Change.Update("R01", "3", row.ETag)));
        Assert.Equal(["R01=2"], await Content());
    }

    [Fact]
    public async Task Connections_that_write_at_once_wait_for_each_other()
    {
        using var other = new SqliteRegister(ConnectionString);

        await Task.WhenAll(
            Task.Run(() => InsertAll(register, "a")),
            Task.Run(() => InsertAll(other, "b")));

        Assert.Equal(100, (await Content()).Count);
    }

    async Task InsertAll(SqliteRegister writer, string prefix)
    {
        for (var number = 10; number < 60; number += 2)
            Assert.True(await writer.Commit(Table, Partition, [Change.Insert($"{prefix}{number}", "1"), Change.Insert($"{prefix}{number + 1}", "1")]));
    }

    public void Dispose()
    {
        register.Dispose();
        Directory.Delete(folder, recursive: true);
    }
}

[Collection(AzuriteTests.Name)]
public sealed class TablesRegisterOnAzurite(AzuriteFixture azurite) : RegisterContract
{
    protected override IRegister Register { get; } = new TablesRegister(azurite.Tables);

    protected override string Table { get; } = azurite.NewName("Items");
}
