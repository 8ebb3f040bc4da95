using Assessment.Host.Functions;
using Assessment.Tests.Host.Refused;
using Microsoft.DurableTask;

namespace Assessment.Tests.Host;

public class FunctionCatalogTests
{
    public static TheoryData<Type, string> Refusals => new()
    {
        { typeof(BadName), "BadName.Run: '9 lives' is no name for a function. Start with a letter and use letters, digits, - and _ only, at most 128." },
        { typeof(HostName), "HostName.Run: 'Host' is no name for a function. Start with a letter and use letters, digits, - and _ only, at most 128." },
        { typeof(NotPublic), "NotPublic.Run: the method is not public, so Azure does not find it. Make it public." },
        { typeof(GenericMethod), "GenericMethod.Run: the method is generic, and nothing says for which type. Write it for one type." },
        { typeof(GenericClass<>), "GenericClass<T>.Run: the class is generic, and nothing says for which type. Move the function to a class that is not." },
        { typeof(AbstractClass), "AbstractClass.Run: the class is abstract, so it cannot be created. Move the function to a class that is not, or make the method static." },
        { typeof(TwoConstructors), "TwoConstructors.Run: the class has 2 public constructors, and services come through exactly one. Leave one." },
        { typeof(AsyncVoid), "AsyncVoid.Run: the method is async void, so nobody sees it end or fail. Return Task." },
        { typeof(ValueTaskResult), "ValueTaskResult.Run: the method returns a ValueTask, which Azure does not await. Return Task." },
        { typeof(ByReference), "ByReference.Run(count): it is passed by ref, out or in, and nobody takes a value back. Pass it by value." },
        { typeof(NoTrigger), "NoTrigger.Run: no parameter says what starts the function. Mark one with [OrchestrationTrigger], [ActivityTrigger], [HttpTrigger] or [TimerTrigger]." },
        { typeof(TwoTriggers), "TwoTriggers.Run: [ActivityTrigger] and [TimerTrigger] both start the function. Leave one, and write a second function for the other." },
        { typeof(UnknownTrigger), "UnknownTrigger.Run(message): [QueueTrigger] is a trigger that this host does not know. Use [OrchestrationTrigger], [ActivityTrigger], [HttpTrigger] or [TimerTrigger]." },
        { typeof(UnknownBinding), "UnknownBinding.Run(blob): [BlobInput] is a binding that this host does not know. Do its work in the function." },
        { typeof(UnknownMethodBinding), "UnknownMethodBinding.Run: [BlobInput] is a binding that this host does not know. Do its work in the function." },
        { typeof(UnknownResultBinding), "UnknownResultBinding.Run: [BlobInput] is a binding that this host does not know. Do its work in the function." },
        { typeof(OrchestrationContext), "OrchestrationContext.Run(context): [OrchestrationTrigger] gives a TaskOrchestrationContext, not a string. Change the type." },
        { typeof(OrchestrationResult), "OrchestrationResult.Run: an orchestration awaits what it calls. Return Task or Task<T>." },
        { typeof(OrchestrationWithServices), "OrchestrationWithServices.Run: an orchestration is run again from its start many times, so it must not use what OrchestrationWithServices holds or is given. Make it static." },
        { typeof(OrchestrationWithState), "OrchestrationWithState.Run: an orchestration is run again from its start many times, so it must not use what OrchestrationWithState holds or is given. Make it static." },
        { typeof(OrchestrationWithTwoInputs), "OrchestrationWithTwoInputs.Run(two): nothing fills a string here: an orchestration is given its context and one input. Read everything else in an activity." },
        { typeof(OrchestrationWithCancellation), "OrchestrationWithCancellation.Run(cancellation): nothing fills a CancellationToken here: an orchestration is given its context and one input. Read everything else in an activity." },
        { typeof(OrchestrationWithClient), "OrchestrationWithClient.Run(client): nothing fills a DurableTaskClient here: an orchestration is given its context and one input. Read everything else in an activity." },
        { typeof(OrchestrationOfTuple), "OrchestrationOfTuple.Run: it returns a tuple, which comes back from JSON empty. Use a record." },
        { typeof(ActivityWithService), "ActivityWithService.Run(clock): nothing fills a TimeProvider here: an activity is given its input, string instanceId, [DurableClient] and a CancellationToken. Take services through the constructor of ActivityWithService, and put data into the input." },
        { typeof(ActivityOfContext), "ActivityOfContext.Run(context): an activity's input is data, and TaskActivityContext is not. Give it a record, or object? where it needs none." },
        { typeof(ActivityOfTuple), "ActivityOfTuple.Run(input): a tuple comes back from JSON empty. Use a record." },
        { typeof(ClientOfWrongType), "ClientOfWrongType.Run(client): [DurableClient] gives a DurableTaskClient, not a string. Change the type." },
        { typeof(HttpOfText), "HttpOfText.Run(request): [HttpTrigger] gives an HttpRequest, not a string. Change the type, and read the rest from the request." },
        { typeof(HttpResult), "HttpResult.Run: an HTTP function answers with a result. Return IResult or Task<IResult>." },
        { typeof(HttpMethodName), "HttpMethodName.Run(request): 'fetch' is no HTTP method. Use get, post, put, patch, delete, head, options or trace." },
        { typeof(HttpWithService), "HttpWithService.Run(clock): nothing fills a TimeProvider here: an HTTP function is given its HttpRequest, the parameters of its route, [DurableClient] and a CancellationToken. Take services through the constructor of HttpWithService, and read everything else from the request." },
        { typeof(HttpNotInRoute), "HttpNotInRoute.Run(call): nothing fills a string here: an HTTP function is given its HttpRequest, the parameters of its route, [DurableClient] and a CancellationToken. Take services through the constructor of HttpNotInRoute, and read everything else from the request." },
        { typeof(HttpRouteWithoutConstraint), "HttpRouteWithoutConstraint.Run(id): the route lets any text through where a Guid is read, and Azure answers such text with 500. Write {id:guid}.\nHttpRouteWithoutConstraint.Run(page): the route lets any text through where an int? is read, and Azure answers such text with 500. Write {page:int?}." },
        { typeof(HttpRouteMayBeEmpty), "HttpRouteMayBeEmpty.Run(part): the route may leave {part?} out, and string cannot be empty. Make it string?.\nHttpRouteMayBeEmpty.Run(page): the route may leave {page?} out, and int cannot be empty. Make it int?." },
        { typeof(HttpRouteType), "HttpRouteType.Run(day): a part of a route is a string, an int or a Guid, not a DateOnly. Take a string and read it in the function." },
        { typeof(HttpRouteSyntax), "HttpRouteSyntax.Run(request): the route 'calls/{id' cannot be read: There is an incomplete parameter in the route template. Check that each '{' character has a matching '}' character. Write it as in ASP.NET Core." },
        { typeof(HttpRouteSlash), "HttpRouteSlash.Run(request): the route '/calls' starts with a slash. Leave the slash out: the prefix comes before it." },
        { typeof(HttpRouteReserved), "HttpRouteReserved.Run(request): Azure keeps routes that start with 'admin' for itself. Use another word." },
        { typeof(TimerOfText), "TimerOfText.Run(timer): [TimerTrigger] gives a TimerInfo, not a string. Change the type." },
        { typeof(TimerResult), "TimerResult.Run: nobody reads what a timer function returns. Return Task." },
        { typeof(TimerWithService), "TimerWithService.Run(clock): nothing fills a TimeProvider here: a timer function is given its TimerInfo, [DurableClient] and a CancellationToken. Take services through the constructor of TimerWithService." },
        { typeof(TimerSchedule), "TimerSchedule.Run(timer): the schedule '*/15 * * * *' has 5 fields instead of 6. Write second, minute, hour, day, month and weekday, as in '0 */15 * * * *'." },
        { typeof(SameName), "SameName.Second: the name 'DELIVER' is taken by SameName.First, and case does not tell names apart. Give it another name." },
        { typeof(SameRoute), "SameRoute.ByOrganisation: GET calls/{} is answered by SameRoute.ByCall already. Give it another route or method." },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public void What_cannot_be_bound_stops_the_start_with_what_to_do(Type type, string refusals)
    {
        var fault = Assert.Throws<FunctionsRefusedException>(() => FunctionCatalog.Find([type]));

        Assert.Equal(refusals, string.Join('\n', fault.Refusals));
    }

    [Fact]
    public void Every_class_written_to_be_refused_is_in_the_table()
    {
        var written = typeof(BadName).Assembly.GetTypes()
            .Where(type => type.Namespace == typeof(BadName).Namespace && !type.IsNested && !typeof(Attribute).IsAssignableFrom(type));

        Assert.Equal(
            written.Select(type => type.Name).Order(StringComparer.Ordinal),
            Refusals.Select(row => ((Type)row[0]).Name).Append(nameof(NeedsServices)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void All_refusals_come_at_once_in_the_order_of_their_classes()
    {
        var fault = Assert.Throws<FunctionsRefusedException>(() => FunctionCatalog.Find([typeof(TimerResult), typeof(SampleHttp), typeof(AsyncVoid)]));

        Assert.Equal(
            """
            The app cannot start for 2 reasons:
            - AsyncVoid.Run: the method is async void, so nobody sees it end or fail. Return Task.
            - TimerResult.Run: nobody reads what a timer function returns. Return Task.
            """,
            fault.Message);
    }

    [Fact]
    public async Task A_service_that_nobody_registered_stops_the_start()
    {
        await using var app = new App();

        var fault = Assert.Throws<FunctionsRefusedException>(() => FunctionCatalog.Find([typeof(NeedsServices)]).RegisterDurable(new DurableTaskRegistry(), app.Host));

        Assert.Equal(["NeedsServices(address): no service Uri is registered. Register it in Services.cs."], fault.Refusals);
    }

    [Fact]
    public void The_functions_of_an_app_are_listed_by_name_with_their_kind()
    {
        var catalog = FunctionCatalog.Find([typeof(SampleTimers), typeof(SampleOrchestrations), typeof(SampleActivities), typeof(StartupTimers)]);

        Assert.Equal(
            "Collapse Orchestration, Morning Timer, Pack Activity, Quarter Timer, Refuse Activity, Scope Activity, Ship Orchestration, Twice Activity, Wait Orchestration, Wake Activity",
            string.Join(", ", catalog.Functions.Select(function => $"{function.Name} {function.Kind}")));
    }

    [Fact]
    public void The_app_starts()
    {
        var functions = FunctionCatalog.Find(typeof(Services).Assembly).Functions;

        Assert.Equal(functions.Select(function => function.Name).Order(StringComparer.Ordinal), functions.Select(function => function.Name));
    }

    [Theory]
    [InlineData("0 */15 * * * *")]
    [InlineData("30 5 8,17 1-15 JAN,jul MON-FRI")]
    [InlineData("0 0 5/6 * * 0")]
    [InlineData("*/20 * * * * *")]
    public void A_schedule_that_azure_and_cronos_read_alike_is_taken(string schedule) => Assert.Null(Schedule.Fault(schedule));

    [Fact]
    public void A_day_and_a_weekday_must_both_hold()
        => Assert.Equal(
            new DateTimeOffset(2024, 12, 13, 8, 0, 0, TimeSpan.Zero),
            Schedule.Parse("0 0 8 13 * FRI").After(new DateTimeOffset(2024, 10, 1, 0, 0, 0, TimeSpan.Zero)));

    [Theory]
    [InlineData("", "has 0 fields instead of 6. {form}")]
    [InlineData("00:30:00", "has 1 fields instead of 6. {form}")]
    [InlineData("@daily", "has 1 fields instead of 6. {form}")]
    [InlineData("0 0 8 ? * MON", "has the field '?', which Azure cannot read. {form}")]
    [InlineData("0 0 8 L * *", "has the field 'L', which Azure cannot read. {form}")]
    [InlineData("0 0 8 * * MON#2", "has the field 'MON#2', which Azure cannot read. {form}")]
    [InlineData("0 0 8 * * Monday", "has the field 'Monday', which Azure cannot read. {form}")]
    [InlineData("0 0 8 * * 7", "has the weekday 7, which Azure does not know. Write 0 for Sunday.")]
    [InlineData("0 0 8 * * 1-7", "has the weekday 7, which Azure does not know. Write 0 for Sunday.")]
    [InlineData("0 0 22-2 * * *", "has the range '22-2', which Azure reads the other way round. Write two ranges with a comma.")]
    [InlineData("0 0 8 * * FRI-MON", "has the range 'FRI-MON', which Azure reads the other way round. Write two ranges with a comma.")]
    [InlineData("0 0 8 30 FEB *", "names a day that never comes. {form}")]
    [InlineData("0 61 8 * * *", "cannot be read: The given cron expression has an invalid format. Minutes: Value must be a number between 0 and 59 (all inclusive). {form}")]
    public void A_schedule_that_azure_would_run_otherwise_is_refused(string schedule, string fault)
        => Assert.Equal(
            $"the schedule '{schedule}' {fault.Replace("{form}", "Write second, minute, hour, day, month and weekday, as in '0 */15 * * * *'.", StringComparison.Ordinal)}",
            Schedule.Fault(schedule));
}
