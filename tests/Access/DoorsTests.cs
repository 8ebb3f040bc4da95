using System.Text;
using Assessment.Access;
using Assessment.Cycle;
using Assessment.Host;
using Assessment.Host.Functions;
using Assessment.Host.Sandbox;

namespace Assessment.Tests.Access;

/// <summary>Nobody comes in without saying who they are, by any door.</summary>
public sealed class DoorsTests : IAsyncLifetime, IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("assessment-doors-").FullName;
    LocalHost host = null!;
    InProcessHttp http = null!;

    public async Task InitializeAsync()
    {
        var (cycle, _) = CycleFolder.Read(Repository.PathTo("samples", "smoke"), null);
        host = new LocalHost(new LocalHostSettings
        {
            Cycle = cycle!,
            Scenario = Scenario.Nobody(cycle!.Path),
            EvidenceFolder = Path.Combine(folder, "evidence"),
            KeyFile = Path.Combine(folder, "key.pem"),
        });
        http = new InProcessHttp(host.Catalog, host.Functions, host.FunctionKey);
        await host.Start(CancellationToken.None);
        await host.Engine.RunToRest();
    }

    public async Task DisposeAsync() => await host.DisposeAsync();

    public void Dispose()
    {
        http.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    public static TheoryData<string, string> EveryDoor() => new()
    {
        { "POST", "/api/cycles" },
        { "GET", "/api/cycles/smoke" },
        { "POST", "/api/cycles/smoke/mail" },
        { "POST", "/api/cycles/smoke/plan" },
        { "POST", "/api/cycles/smoke/rounds/smoke/correction" },
        { "POST", "/api/cycles/smoke/people/police-focal/successor" },
        { "POST", "/api/mail/notifications" },
        { "POST", "/api/mail/lifecycle" },
        { "POST", "/api/cycles/smoke/cards/smoke-smoke-release/press" },
        { "POST", "/api/sweep" },
        { "GET", "/api/page/nobodys-link" },
        { "GET", "/api/page/nobodys-link/items/R01" },
        { "POST", "/api/page/nobodys-link/items/R01" },
        { "POST", "/api/page/nobodys-link/items/R01/time" },
        { "POST", "/api/page/nobodys-link/files" },
        { "GET", "/api/page/nobodys-link/files/reply/1" },
        { "POST", "/api/page/nobodys-link/uploads" },
        { "PUT", "/api/page/nobodys-link/uploads/upload/0" },
        { "POST", "/api/page/nobodys-link/code" },
        { "POST", "/api/page/nobodys-link/code/try" },
        { "GET", "/api/page/nobodys-link/hand-over" },
        { "POST", "/api/page/nobodys-link/hand-over" },
        { "GET", "/api/cycles/smoke/triage" },
        { "POST", "/api/cycles/smoke/triage/held-0123" },
        { "GET", "/api/desk/smoke" },
        { "GET", "/api/desk/smoke/held-0123" },
        { "POST", "/api/desk/smoke/held-0123" },
        { "GET", "/api/cycles/smoke/calls/smoke-smoke-police/items/R01/files/0123" },
    };

    [Theory]
    [MemberData(nameof(EveryDoor))]
    public async Task Nobody_comes_in_without_an_identity_or_a_key(string method, string path)
    {
        var answer = await http.Send(method, path, Encoding.UTF8.GetBytes("{}"), [new("content-type", "application/json")]);

        Assert.Equal(401, answer.Status);
    }

    [Fact]
    public void Every_http_function_says_who_may_call_it_and_is_tried_above()
    {
        var doors = Doors.Of(typeof(Services).Assembly);

        Assert.All(doors, door => Assert.NotNull(door.Who));
        Assert.Equal(EveryDoor().Count, doors.Count);
    }

    [Fact]
    public async Task A_person_may_not_press_a_card_that_is_for_others()
    {
        var answer = await Press("police-focal", "release");

        Assert.Equal(409, answer.Status);
        Assert.Contains("police-focal may not decide this card", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Somebody_who_is_not_in_the_plan_is_nobody() => Assert.Equal(401, (await Press("stranger", "release")).Status);

    [Fact]
    public async Task The_second_decision_on_a_card_is_refused_and_the_first_stands()
    {
        var officers = host.Plan.People.Where(person => person.Role == Role.Secretariat).ToList();

        var first = await Press(officers[0].Id, "release");
        var again = await Press(officers[0].Id, "release");
        var other = await Press(officers[^1].Id, "hold", "too early");

        Assert.Equal((202, 202, 409), (first.Status, again.Status, other.Status));
    }

    [Fact]
    public void An_app_with_an_unguarded_door_does_not_start()
    {
        var refusal = Assert.Throws<InvalidOperationException>(() => Doors.RequireKeepers(typeof(DoorsTests).Assembly));

        Assert.StartsWith("Nobody says who may call ", refusal.Message, StringComparison.Ordinal);
        Assert.EndsWith("Put [Allow(Who.…)] on each HTTP function.", refusal.Message, StringComparison.Ordinal);
    }

    Task<HttpAnswer> Press(string person, string choice, string? reason = null) => http.Send(
        "POST",
        "/api/cycles/smoke/cards/smoke-smoke-release/press",
        Encoding.UTF8.GetBytes($$"""{"choice":"{{choice}}","reason":{{(reason is null ? "null" : $"\"{reason}\"")}}}"""),
        [new("content-type", "application/json"), new(LocalAuthentication.PersonHeader, person)]);
}
