using System.Text;
using Assessment.Host.Sandbox;
using Assessment.Host.Sandbox.Faults;
using Assessment.Host.Time;
using Assessment.Register;
using Assessment.Tests.Runtime;
using Assessment.Tests.Year;

namespace Assessment.Tests.Faults;

/// <summary>Storage that fails by seed, before and after its effect, with the repetitions that Azure's clients make.</summary>
public sealed class CallFaultsTests : IDisposable
{
    readonly TemporaryFolder folder = new();
    readonly HostLife life = new(new VirtualClock(Bench.Start));

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Calls_that_fail_were_made_or_were_not_and_the_caller_cannot_tell()
    {
        using var rows = new SqliteRegister("Data Source=:memory:");
        var failing = new FaultyRegister(rows, new CallFaults(0.9, 1), life);
        var (madeAndSaid, madeAndLost, neverMade, calledTaken) = (0, 0, 0, 0);
        for (var number = 0; number < 200; number++)
        {
            var id = $"row-{number}";
            var said = await Said(() => failing.Commit("Things", "all", [Change.Insert(id, "{}")]));
            var isThere = await rows.Find("Things", "all", id) is not null;
            madeAndSaid += said is true && isThere ? 1 : 0;
            madeAndLost += said is null && isThere ? 1 : 0;
            neverMade += said is null && !isThere ? 1 : 0;
            calledTaken += said is false && isThere ? 1 : 0;
            Assert.False(said is not null && !isThere, $"{id} was said to be made.");
        }

        Assert.All([madeAndSaid, madeAndLost, neverMade, calledTaken], count => Assert.InRange(count, 1, 199));
    }

    [Fact]
    public async Task The_same_seed_fails_the_same_calls()
    {
        Assert.Equal(await Fates(5), await Fates(5));
        Assert.NotEqual(await Fates(5), await Fates(6));
    }

    [Fact]
    public async Task A_call_is_repeated_before_the_app_hears_of_it()
    {
        using var rows = new SqliteRegister("Data Source=:memory:");
        var faults = new CallFaults(0.3, 1);
        var failing = new FaultyRegister(rows, faults, life);
        var heard = 0;
        for (var number = 0; number < 1000; number++)
        {
            heard += await Said(async () => await failing.Find("Things", "all", $"row-{number}") is null) is null ? 1 : 0;
        }

        Assert.InRange(heard, 1, 30);
        Assert.Equal(heard, faults.Injected["register: failed 4 times in a row, so that the app heard of it"]);
        Assert.InRange(faults.Injected["register: read failed before its effect"], 300, 600);
    }

    [Fact]
    public async Task What_breaks_off_in_the_middle_is_not_there_and_can_be_stored_again()
    {
        var store = new DiskEvidenceStore(folder.Path);
        var content = new string('x', 100_000);
        var faults = new CallFaults(0.5, 3);
        var failing = new FaultyEvidenceStore(store, faults, life);
        for (var number = 0; number < 40; number++)
        {
            while (await Said(async () => (await failing.Store($"file-{number}", new MemoryStream(Encoding.UTF8.GetBytes(content)))).Size == content.Length) is null)
            {
                // As the app does: the whole step again.
            }

            await using var kept = await store.Open($"file-{number}");
            Assert.Equal(content.Length, kept.Length);
        }

        Assert.InRange(faults.Injected["evidence store: write broke off in the middle"], 1, 100);
    }

    [Fact]
    public async Task When_the_year_is_over_nothing_fails_any_more()
    {
        using var rows = new SqliteRegister("Data Source=:memory:");
        var failing = new FaultyRegister(rows, new CallFaults(0.9, 1) { IsOn = false }, life);

        Assert.True(await failing.Commit("Things", "all", [Change.Insert("row", "{}")]));
    }

    async Task<string> Fates(int seed)
    {
        using var rows = new SqliteRegister("Data Source=:memory:");
        var failing = new FaultyRegister(rows, new CallFaults(0.6, seed), life);
        var fates = new StringBuilder();
        for (var number = 0; number < 60; number++)
        {
            fates.Append(await Said(() => failing.Commit("Things", "all", [Change.Insert($"row-{number}", "{}")])) switch { true => '+', false => '-', null => '!' });
        }

        return fates.ToString();
    }

    static async Task<bool?> Said(Func<Task<bool>> call)
    {
        try
        {
            return await call();
        }
        catch (IOException)
        {
            return null;
        }
    }
}
