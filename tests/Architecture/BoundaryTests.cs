using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Assessment.Tests.Architecture;

public class BoundaryTests
{
    public static TheoryData<string> Types => [.. DurableFunctions.BoundaryTypes.Select(type => type.ToString())];

    public static TheoryData<Type> Good => [typeof(int?), typeof(DayOfWeek), typeof(Letter), typeof(Mark), typeof(IReadOnlyList<Letter>), typeof(Letter[])];

    public static TheoryData<Type, string> Bad => new()
    {
        { typeof(Open), "not sealed" },
        { typeof((int, string)), "not a record" },
        { typeof(object), "not a record" },
        { typeof(Stream), "not a record" },
        { typeof(Wrapper), "Wrapper.Open" },
        { typeof(IReadOnlyList<Open>), "not sealed" },
        { typeof(IReadOnlyDictionary<int, string>), "not a record" },
    };

    [Theory]
    [MemberData(nameof(Types))]
    public void What_crosses_a_durable_boundary_is_flat_and_comes_back_the_same(string name)
    {
        var type = DurableFunctions.BoundaryTypes.Single(type => type.ToString() == name);

        Assert.Null(Boundary.Objection(type));
        AssertRoundTrip(type);
    }

    [Fact]
    public void Every_activity_and_orchestration_of_the_sources_is_found()
    {
        Assert.Equal(Occurrences("[ActivityTrigger"), DurableFunctions.Activities.Count);
        Assert.Equal(Occurrences("[OrchestrationTrigger"), DurableFunctions.Orchestrations.Count);
    }

    [Fact]
    public void Parameters_and_results_of_functions_cross_the_boundary()
        => Assert.Equal(
            [[typeof(string), typeof(Letter)], [typeof(Mark), typeof(int)], [typeof(string)]],
            new[] { nameof(Samples.Read), nameof(Samples.Run), nameof(Samples.Send) }.Select(name => DurableFunctions.BoundaryTypesOf(typeof(Samples).GetMethod(name)!)));

    [Theory]
    [MemberData(nameof(Good))]
    public void Flat_types_may_cross(Type type)
    {
        Assert.Null(Boundary.Objection(type));
        AssertRoundTrip(type);
    }

    [Theory]
    [MemberData(nameof(Bad))]
    public void Other_types_may_not(Type type, string why) => Assert.Contains(why, Boundary.Objection(type), StringComparison.Ordinal);

    [Fact]
    public void A_sample_leaves_nothing_at_its_default()
        => Assert.DoesNotContain("null", JsonSerializer.Serialize(Boundary.Sample(typeof(Letter))), StringComparison.Ordinal);

    [Fact]
    public void A_value_that_is_lost_on_the_way_is_noticed()
    {
        var (written, readBack) = Boundary.RoundTrip(typeof(Forgetful));

        Assert.NotEqual(written, readBack);
    }

    static void AssertRoundTrip(Type type)
    {
        var (written, readBack) = Boundary.RoundTrip(type);

        Assert.Equal(written, readBack);
    }

    static int Occurrences(string text) => Sources.Functions.Sum(path => Sources.Code(path).Split(text).Length - 1);

    public sealed record Letter(string To, IReadOnlyList<Mark> Marks, IReadOnlyDictionary<string, string> Facts)
    {
        public required DateTimeOffset At { get; init; }
        public DateOnly? Due { get; init; }
        public DayOfWeek[] Days { get; init; } = [];
        public string Greeting => $"Dear {To}";
    }

    public readonly record struct Mark(decimal Value);

    public record Open(string Name);

    public sealed record Wrapper(Open Open);

    public sealed record Forgetful
    {
        readonly string word = "";

        public string Word
        {
            get => word;
            init => word = value + "!";
        }
    }

    static class Samples
    {
        public static Task<Letter> Read([ActivityTrigger] string id) => throw new NotSupportedException(id);

        public static Task<int> Run([OrchestrationTrigger] TaskOrchestrationContext context, Mark mark) => throw new NotSupportedException($"{context} {mark}");

        public static Task Send([ActivityTrigger] string id, TaskActivityContext context, CancellationToken cancellation) => throw new NotSupportedException($"{id} {context} {cancellation}");
    }
}
