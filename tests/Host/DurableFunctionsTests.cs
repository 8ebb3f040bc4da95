using Assessment.Host.Functions;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Assessment.Tests.Host;

public class DurableFunctionsTests
{
    [Fact]
    public async Task Orchestrations_and_activities_are_registered_with_their_own_types()
    {
        await using var app = new App();

        var registry = app.Register(typeof(SampleOrchestrations), typeof(SampleActivities));

        Assert.Equal(
            ["Collapse: Object -> Int32", "Ship: Order -> String", "Wait: Object -> Object"],
            registry.GetOrchestrators().Select(one => Line(one.Key, one.Value(app.Host.Services).InputType, one.Value(app.Host.Services).OutputType)).Order());
        Assert.Equal(
            ["Pack: Order -> Int32", "Refuse: String -> Object", "Scope: Object -> Int32", "Twice: Int32 -> Int32", "Wake: String -> Object"],
            registry.GetActivities().Select(one => Line(one.Key, one.Value(app.Host.Services).InputType, one.Value(app.Host.Services).OutputType)).Order());
    }

    [Fact]
    public async Task An_activity_is_given_its_input_and_the_instance_it_works_for()
    {
        await using var app = new App();

        var packed = await Run(app, nameof(SampleActivities.Pack), new Order("o-1", 40));

        Assert.Equal(42, packed);
    }

    [Fact]
    public async Task Every_activity_has_a_scope_of_its_own_that_ends_with_it()
    {
        await using var app = new App();

        Assert.Equal(1, await Run(app, nameof(SampleActivities.Scope), null));
        Assert.Equal(2, await Run(app, nameof(SampleActivities.Scope), null));

        Assert.Equal(2, app.Counter.Disposed);
    }

    [Fact]
    public async Task A_static_activity_needs_no_object()
    {
        await using var app = new App();

        Assert.Equal(14, await Run(app, nameof(SampleActivities.Twice), 7));
        Assert.Equal(0, app.Counter.Created);
    }

    [Fact]
    public async Task An_activity_without_the_number_it_takes_says_so()
    {
        await using var app = new App();

        var fault = await Assert.ThrowsAsync<ArgumentException>(() => Run(app, nameof(SampleActivities.Twice), null));

        Assert.Equal("The function Twice takes an int and was called without an input.", fault.Message);
    }

    [Fact]
    public async Task The_exception_of_an_activity_comes_out_as_it_was_thrown()
    {
        await using var app = new App();

        var fault = await Assert.ThrowsAsync<InvalidOperationException>(() => Run(app, nameof(SampleActivities.Refuse), "Not today."));

        Assert.Equal("Not today.", fault.Message);
        Assert.Equal(1, app.Counter.Disposed);
    }

    [Fact]
    public async Task An_activity_may_use_the_durable_client()
    {
        await using var app = new App();

        await Run(app, nameof(SampleActivities.Wake), "my-tip-2025");

        Assert.Equal(["my-tip-2025 Woken"], app.Client.Events);
    }

    [Fact]
    public async Task An_activity_sees_that_the_host_stops()
    {
        await using var app = new App(new CancellationToken(canceled: true));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Run(app, nameof(SampleActivities.Pack), new Order("o-1", 1)));
    }

    [Fact]
    public async Task An_orchestration_that_cannot_be_given_its_input_fails_before_it_runs()
    {
        await using var app = new App();
        var registry = new DurableTaskRegistry();
        FunctionCatalog.Find([typeof(NumberOrchestrations)]).RegisterDurable(registry, app.Host);
        var orchestrator = registry.GetOrchestrators().Single().Value(app.Host.Services);

        Assert.Equal(41, await orchestrator.RunAsync(null!, 40));
        var fault = await Assert.ThrowsAsync<ArgumentException>(() => orchestrator.RunAsync(null!, null));

        Assert.Equal("The function Increase takes an int and was called without an input.", fault.Message);
    }

    static async Task<object?> Run(App app, string name, object? input)
    {
        var activity = app.Register(typeof(SampleActivities)).GetActivities().Single(one => one.Key == new TaskName(name)).Value(app.Host.Services);
        return await activity.RunAsync(new Context(name), input);
    }

    static string Line(TaskName name, Type input, Type output) => $"{name}: {input.Name} -> {output.Name}";

    public class NumberOrchestrations
    {
        [Function(nameof(Increase))]
        public async Task<int> Increase([OrchestrationTrigger] TaskOrchestrationContext context, int number)
        {
            await Task.Yield();
            return number + 1;
        }
    }

    sealed class Context(string name) : TaskActivityContext
    {
        public override TaskName Name => name;

        public override string InstanceId => "i1";
    }
}
