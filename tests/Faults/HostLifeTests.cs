using Assessment.Host.Runtime;
using Assessment.Host.Sandbox.Faults;
using Assessment.Host.Time;
using Assessment.Tests.Runtime;

namespace Assessment.Tests.Faults;

/// <summary>What a kill is: the effect is there or it is not, nobody hears the answer, and nothing of the host's code runs any more.</summary>
public sealed class HostLifeTests
{
    readonly VirtualClock clock = new(Bench.Start);
    readonly List<string> done = [];

    [Theory]
    [InlineData(0, "")]
    [InlineData(1, "first")]
    [InlineData(2, "first, heard first")]
    [InlineData(3, "first, heard first, second")]
    [InlineData(4, "first, heard first, second, heard second")]
    public async Task A_host_dies_before_a_step_or_before_it_hears_the_answer(int steps, string left)
    {
        var life = new HostLife(clock, new KillMoment(clock.GetUtcNow(), steps));

        var work = Work(life);
        await Task.WhenAny(work, life.Killed);

        Assert.Equal(left, string.Join(", ", done));
        Assert.False(work.IsCompleted);
        Assert.True(life.IsOver);
    }

    [Fact]
    public async Task An_exception_does_not_reach_a_dead_host_either()
    {
        var life = new HostLife(clock, new KillMoment(clock.GetUtcNow(), 1));

        var failing = life.Through<int>(() => throw new InvalidOperationException("lost"));
        await life.Killed;

        Assert.False(failing.IsCompleted);
    }

    [Fact]
    public async Task An_exception_reaches_a_host_that_lives()
        => await Assert.ThrowsAsync<InvalidOperationException>(() => new HostLife(clock).Through<int>(() => throw new InvalidOperationException("heard")));

    [Fact]
    public async Task Before_its_moment_a_host_lives()
    {
        var life = new HostLife(clock, new KillMoment(clock.GetUtcNow().AddDays(1), 0));

        Assert.Equal(7, await life.Through(() => Task.FromResult(7)));
        Assert.False(life.IsOver);
    }

    [Fact]
    public void A_dead_host_commits_nothing()
    {
        var life = new HostLife(clock, new KillMoment(clock.GetUtcNow(), 1));
        using var store = new MemoryHistoryStore();
        using var mortal = new MortalHistory(store, life);

        Assert.Throws<HostKilledException>(() => mortal.Commit(new StoreCommit { NextSequence = 7 }));
        Assert.Throws<HostKilledException>(() => mortal.Commit(new StoreCommit { NextSequence = 8 }));

        Assert.Equal(7, store.Load().NextSequence);
    }

    /// <summary>After the last step the host goes on to a third one, so that it is never through.</summary>
    async Task Work(HostLife life)
    {
        try
        {
            foreach (var step in new[] { "first", "second", "third" })
            {
                await life.Through(() => Do(step));
                done.Add($"heard {step}");
            }
        }
        catch (Exception)
        {
            done.Add("caught");
        }
        finally
        {
            done.Add("cleaned up");
        }
    }

    Task<bool> Do(string step)
    {
        done.Add(step);
        return Task.FromResult(true);
    }
}
