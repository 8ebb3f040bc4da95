using System.Security.Claims;
using Assessment.Cycle;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;

namespace Assessment.Access;

/// <summary>Who may call an HTTP function. A function that does not say so is refused when the app starts.</summary>
public enum Who
{
    /// <summary>People of the cycle, known by their identity; what each may do is judged by the function.</summary>
    People,

    /// <summary>Those who operate the app: the role Assessment.Operate.</summary>
    Operators,

    /// <summary>Other services of ours that hold the function key; they may only wake, never read or change.</summary>
    Services,

    /// <summary>Microsoft Graph, known by the secret of our subscription on every item; it may only wake.</summary>
    MicrosoftGraph,
}

[AttributeUsage(AttributeTargets.Method)]
public sealed class AllowAttribute(Who who) : Attribute
{
    public Who Who { get; } = who;
}

/// <summary>Tells who is calling, from the identity that the host's authentication scheme validated.</summary>
public sealed class Callers(PlanStore plans, TimeProvider clock)
{
    public const string OperatorRole = "Assessment.Operate";

    /// <summary>The person of the cycle's plan who is calling and is in office today, or null.</summary>
    public async Task<Person?> Person(HttpRequest request, string cycleId, CancellationToken cancellation)
    {
        if (await Identity(request) is not { } caller)
        {
            return null;
        }

        var plan = await plans.Read(cycleId, cancellation);
        var today = Zone.Of(plan.Cycle.TimeZone).DayOf(clock.GetUtcNow());
        var address = caller.FindFirstValue("preferred_username") ?? caller.FindFirstValue(ClaimTypes.Email);
        var id = caller.FindFirstValue(ClaimTypes.NameIdentifier);
        return plan.People.FirstOrDefault(person =>
            person.IsValidOn(today) && (person.Id == id || string.Equals(person.Email, address, StringComparison.OrdinalIgnoreCase)));
    }

    public static async Task<bool> IsOperator(HttpRequest request)
        => await Identity(request) is { } caller && caller.FindAll(claim => claim.Type is "roles" or ClaimTypes.Role).Any(claim => claim.Value == OperatorRole);

    static async Task<ClaimsPrincipal?> Identity(HttpRequest request)
        => await request.HttpContext.AuthenticateAsync() is { Succeeded: true, Principal: { Identity.IsAuthenticated: true } principal } ? principal : null;
}
